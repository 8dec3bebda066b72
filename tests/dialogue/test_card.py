"""The caller's card: what is missing is what the register of the matter at hand wants."""

from __future__ import annotations

from callscript.dialogue.show.card import card
from tests.clauses.talk import Talk
from tests.clauses.ways import registered
from tests.core.walks import script_of


def _missing(talk: Talk) -> set[str]:
    return {row.id for row in card(talk.script, talk.call) if row.state == "missing"}


def test_a_new_matter_is_missing_nothing_before_it_is_to_be_registered() -> None:
    """What the first appeal wanted is not wanted of a second question, until that is an appeal too."""
    talk = registered(script_of("ua-court"))
    talk.through("appeal_accepted", ("understood", "more"))
    assert _missing(talk) == set()
    talk.through(("ask_subject", "друге"), ("need_kind", "appeal"))
    assert _missing(talk) == set()
    talk.fill("subject", "")
    assert _missing(talk) == {"subject"}
