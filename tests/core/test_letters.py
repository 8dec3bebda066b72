"""Letters: what they go by, and which of them have still to be delivered."""

from __future__ import annotations

from msgspec.structs import replace

from callscript.core.letters import Letter
from tests.core.scripts import MONDAY

LETTER = Letter(call="c1", event=7, notice="appeal", to="management", since=MONDAY, begun=MONDAY, next_try=MONDAY)


def test_a_letter_goes_by_what_it_tells_and_of_what() -> None:
    """The same notice of another event, or call, is another letter; tried again it is the same."""
    assert LETTER.id == replace(LETTER, tries=3, error="refused").id
    others = (replace(LETTER, call="c2"), replace(LETTER, event=8), replace(LETTER, notice="complaint"))
    assert len({each.id for each in (LETTER, *others)}) == 4


def test_what_was_given_up_is_still_to_be_delivered() -> None:
    """Only a letter that was taken over is done with."""
    open_ = {state: replace(LETTER, state=state).is_open for state in ("waiting", "sent", "given_up")}
    assert open_ == {"waiting": True, "sent": False, "given_up": True}
