"""A choice of which several values may be chosen: how it is typed, kept and read."""

from __future__ import annotations

import pytest

from callscript.dialogue.read.field_text import read
from callscript.dialogue.show.card import card
from callscript.dialogue.show.field_text import typed
from tests.clauses.talk import Talk
from tests.core.walks import script_of


@pytest.mark.parametrize(
    ("text", "kept", "shown", "again"),
    [
        ("4", "complaint", "скарга", "4"),
        ("5 2", "proposal,request", "пропозиція, прохання", "2, 5"),
        ("скар, 5;вимога", "complaint,request,demand", "скарга, прохання, вимога", "4, 5, 6"),
        ("4, 4", "complaint", "скарга", "4"),
    ],
)
def test_several_values_are_named_by_number_or_name(text: str, kept: str, shown: str, again: str) -> None:
    """They are kept once each, in the pack's order; read by their names, typed over by their numbers."""
    talk = Talk(script_of("ua-court"))
    fill = read(talk.script, "kind", text)
    assert (fill.value, fill.absent) == (kept, False)
    talk.do(fill)
    assert typed(talk.script, talk.call, "kind") == again
    assert next(row.shown for row in card(talk.script, talk.call) if row.id == "kind") == shown


def test_what_is_none_of_the_values_is_refused() -> None:
    """A name among several that is no value is not taken for one, and nothing of it is recorded."""
    talk = Talk(script_of("ua-court"))
    talk.refuses(read(talk.script, "kind", "4, чутка"), "not_a_value")
    assert "kind" not in talk.call.fields
