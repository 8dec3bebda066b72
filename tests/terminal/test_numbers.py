"""Numbers in a real terminal: what is kept of what was typed, what is told of it, and what finds it again."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.terminal.calls import HOME, UA_APPEAL, Place

NAMED = "kept as it was typed, but it is no whole telephone number: Jānis"
MIXED = "kept as it was typed, but letters of two alphabets are mixed in this address: ivan@ukr.nеt"


def test_a_name_for_a_number_is_told_at_once_and_before_registering(tmp_path: Path) -> None:
    """Whoever typed a name into the field for a number reads it when the field is left, and again at the register."""
    place = Place(tmp_path, UA_APPEAL)
    typed = {"ask_phone": "Jānis", "ask_email": "ivan@ukr.nеt"}
    moves = [move._replace(text=typed.get(move.step, move.text)) for move in UA_APPEAL.moves]
    at = [move.step for move in moves].index("ask_email")
    register = [move.step for move in moves].index("register_appeal")
    with place.ring() as terminal:
        place.walk(terminal, moves[:at])
        terminal.wait_for(NAMED)
        place.walk(terminal, moves[at:register])
        place.wait_for_step(terminal, "register_appeal")
        terminal.wait_for(NAMED, MIXED)
        place.walk(terminal, moves[register : register + 1])
    assert {step.removeprefix("ask_"): text for step, text in typed.items()}.items() <= {
        field: value.text for field, value in place.call().fields.items()
    }.items()


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
        terminal.wait_for(typed)
        terminal.press("enter")
        terminal.wait_for("Recorded")


@pytest.mark.parametrize("typed", ["солом'янко", "СОЛОМʼЯНКО", "соломянко", "галаган–солом’янко", "ґалаґан"])
def test_a_call_is_found_by_a_name_however_it_is_written(ua: Place, typed: str) -> None:
    """Apostrophes and dashes are all the same, and a letter is found without its mark."""
    with ua.ring() as terminal:
        terminal.press("enter")
        ua.wait_for_step(terminal, "introduce")
        terminal.wait_until(lambda: terminal.cursor is None, "no field")
        terminal.press("tab")
        terminal.wait_until(lambda: terminal.cursor is not None, "the card")
        terminal.type("Ґалаґан-Солом’янко")
        terminal.wait_for("Солом’янко")
        terminal.press("enter", "tab", "f12")
        ua.wait_for_step(terminal, "end_how")
        terminal.press("2")
        ua.close(terminal)
        terminal.press("tab", "tab", "enter")
        terminal.wait_for("Found")
        terminal.type(typed)
        terminal.wait_for(typed)
        terminal.press("enter")
        terminal.wait_for("Recorded")
