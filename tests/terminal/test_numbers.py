"""Numbers in a real terminal: what is kept of what was typed, what is told of it, and what finds it again."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.terminal.calls import HOME, UA_APPEAL, Place

NAMED = "this is no whole telephone number: Jānis"


def test_a_name_for_a_number_is_told_at_once_and_before_registering(tmp_path: Path) -> None:
    """Whoever typed a name into the field for a number reads it when the field is left, and again at the register."""
    place = Place(tmp_path, UA_APPEAL)
    moves = [move._replace(text="Jānis") if move.step == "ask_phone" else move for move in UA_APPEAL.moves]
    at = [move.step for move in moves].index("ask_email")
    register = [move.step for move in moves].index("register_appeal")
    with place.ring() as terminal:
        place.walk(terminal, moves[:at])
        terminal.wait_for(NAMED)
        place.walk(terminal, moves[at:register])
        place.wait_for_step(terminal, "register_appeal")
        terminal.wait_for(NAMED)
        place.walk(terminal, moves[register : register + 1])
    assert place.call().fields["phone"].text == "Jānis"


@pytest.mark.parametrize(
    ("rang", "typed"),
    [
        ("044 207-35-46", "(044) 207-35-46"),
        ("(044) 207-35-46 доб. 3", "044/207-35-46"),
        ("0671234567, 0442073546", "т. 0442073546"),
        ("112", "112"),
    ],
)
def test_a_call_is_found_by_its_number_however_it_is_written(tmp_path: Path, rang: str, typed: str) -> None:
    """At Home when it rings again, and among the filed calls."""
    place = Place(tmp_path, UA_APPEAL)
    with place.start() as terminal:
        terminal.wait_for(HOME)
        terminal.type(rang)
        terminal.press("enter")
        place.wait_for_step(terminal, "greet")
        terminal.press("enter", "f12")
        place.wait_for_step(terminal, "end_how")
        terminal.press("2")
        place.close(terminal)
        terminal.type(typed)
        terminal.wait_until(lambda: any("unnamed" in line for line in terminal.lines[4:6]), "the earlier call")
        terminal.press("tab", "tab", "enter")
        terminal.wait_for("Found")
        terminal.type(typed)
        terminal.press("enter")
        terminal.wait_for("Timeline")
