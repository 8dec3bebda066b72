"""A call with every kind of key in it: what an operator presses, on whatever terminal, and what must come of it."""

from __future__ import annotations

import time

from tests.terminal.any_terminal import AnyTerminal
from tests.terminal.calls import HOME, Place, Route, clock
from tests.terminal.still import StillPlace

TEXTS = {
    "us": ("Olena O'Neil", 'Where is "M-51 (5)"?'),
    "ua": ("пані Олено", "Їй, ґречній: позов № 5?"),
    "lv": ("Bērziņas kundze", "Kā atjaunot eID Ķekavā?"),
}
"""By layout: how to address the caller, and what the matter is."""
SURNAMES = {"us": "Qwe", "ua": "Йцу", "lv": "Šķē"}


def in_letters_of(layout: str, route: Route) -> Route:
    """Return a call in which what is typed can be typed under a layout."""
    texts = iter(TEXTS[layout])
    return route._replace(moves=tuple(move._replace(text=next(texts) if move.text else "") for move in route.moves))


def lead(terminal: AnyTerminal, place: Place, layout: str) -> None:
    """Lead a call from the ring to the closed wrap-up, and leave."""
    terminal.wait_for(HOME)
    terminal.press("keypad enter")
    moves = place.route.moves
    place.walk(terminal, moves[:2])  # what one may not hear or hold before has been said by then
    detours(terminal, place, moves[2].step)
    sheets(terminal)
    place.wait_for_step(terminal, moves[2].step)
    if place.script.urgent:
        urgent(terminal, place)
    card(terminal, place, SURNAMES[layout])
    typed = False
    for move in moves[2:]:
        place.wait_for_step(terminal, move.step)
        if move.text:
            type_in_pieces(terminal, move.text, keypad=typed)
            typed = True
        terminal.press("keypad enter" if move.key == "enter" and typed else move.key)
    place.close(terminal)
    terminal.press("f12")
    terminal.wait_until(lambda: terminal.over, "the end of the program")
    check(place, SURNAMES[layout])


def detours(terminal: AnyTerminal, place: Place, step: str) -> None:
    """Hold the caller and come back; then in and out of other detours by function keys, and by Esc and digits."""
    hold(terminal, place)
    look_up(terminal)
    back(terminal, place)
    for ways, detour in (
        (("f3", "f3"), "clarity_wait"),
        (("f4", "f4"), "complaint_listen"),
        (("fast 5", "slow 5"), "abuse_kind"),
        (("slow 0", "fast 0"), "end_how"),
    ):
        for way, leads_to in zip(ways, (detour, step), strict=True):
            take(terminal, way)
            place.wait_for_step(terminal, leads_to)


def hold(terminal: AnyTerminal, place: Place) -> None:
    """Hold the caller, until the clock is seen to run."""
    terminal.press("f2")
    place.wait_for_step(terminal, "hold_consent")
    terminal.press("1")
    place.wait_for_step(terminal, "hold_wait")
    if isinstance(place, StillPlace):
        place.pass_time(1)
    terminal.wait_until(lambda: 170 < (clock(terminal) or 0) < 180, "the clock")


def look_up(terminal: AnyTerminal) -> None:
    """Look for articles while the caller is on hold, and come back, by each way there is."""
    for way, there, closes in (("f10", "back to the call", "f10"), ("escape", "back to the call", "escape")):
        terminal.press(way)
        if way == "escape":
            terminal.wait_until(lambda: "E?" in terminal.lines[-1] or "E1" in terminal.lines[-1], "what is behind Esc")
            terminal.type("?")
        terminal.wait_for(there)
        assert 0 < (clock(terminal) or 0) < 180
        terminal.press(closes)
        terminal.wait_until(lambda there=there: not terminal.shows(there), "the search closed")


def back(terminal: AnyTerminal, place: Place) -> None:
    """Come back from hold."""
    terminal.press("f2")
    place.wait_for_step(terminal, "hold_thanks")
    terminal.press("enter")
    place.wait_for_step(terminal, "hold_result")
    terminal.press("1")


def take(terminal: AnyTerminal, way: str) -> None:
    """Press a function key, or Esc and a digit: in one go, or half a second apart."""
    speed, _, digit = way.rpartition(" ")
    if speed == "slow":
        terminal.press("escape")
        terminal.wait_until(lambda: "E1" in terminal.lines[-1], "the digits in the key bar")
        pressed = time.monotonic()
        terminal.wait_until(lambda: time.monotonic() - pressed >= 0.5)
    terminal.press(*(["escape"] if speed == "fast" else []), digit)


def urgent(terminal: AnyTerminal, place: Place) -> None:
    """Take the urgent matter out of a field, and in the middle of a line of the card, and come back each time."""
    step = place.call().step
    for way in ("insert", "escape"):
        for leads_to in ("suspension_action", step):
            terminal.press(way)
            if way == "escape":
                terminal.wait_until(lambda: " !" in terminal.lines[-1], "what is typed behind Esc")
                terminal.type("!")
            place.wait_for_step(terminal, leads_to)
    terminal.press("tab")
    terminal.type("55")
    terminal.press("insert")
    place.wait_for_step(terminal, "suspension_action")
    terminal.press("insert")
    place.wait_for_step(terminal, step)
    terminal.type("5")
    terminal.wait_for("555")
    terminal.press("backspace", "backspace", "backspace", "tab")


def sheets(terminal: AnyTerminal) -> None:
    """Look at the sheets that lie behind keys."""
    for key, title, closes in (
        ("pagedown", "The standard", "pagedown"),
        ("pageup", "At hand", "enter"),
        ("shift+tab", "What is known of this caller", "shift+tab"),
        ("f1", "Help: the keys of the moment", "escape"),
    ):
        terminal.press(key)
        terminal.wait_for(title)
        if key == "pagedown":
            terminal.press("end")
        terminal.press(closes)
        terminal.wait_until(lambda title=title: not terminal.shows(title), f"{title} closed")


def card(terminal: AnyTerminal, place: Place, surname: str) -> None:
    """Go to the caller's card, write the surname over a wrong one, and come back."""
    terminal.press("tab")
    terminal.type("55")
    terminal.press("backspace", "left", "delete")
    terminal.type(surname)
    terminal.press("down", "tab")
    kept = place.recorded(lambda call: surname in [value.text for value in call.fields.values()])
    terminal.wait_until(kept, "the surname in the journal")


def type_in_pieces(terminal: AnyTerminal, text: str, *, keypad: bool) -> None:
    """Type the middle of a text, then its beginning, then its end, at the places to which the keys lead."""
    prefix = "keypad " if keypad else ""
    terminal.type(text[2:-1])
    terminal.press(f"{prefix}home")
    terminal.type(text[0])
    terminal.press("right", "left")
    terminal.type(text[1])
    terminal.press(f"{prefix}end")
    terminal.type(text[-1])
    terminal.wait_for(text)


def check(place: Place, surname: str) -> None:
    """Hold the journal against what was done."""
    call = place.call()
    assert call.closed
    assert call.outcome == place.route.outcome
    assert len(call.runs_of("hold")) == 1
    assert [value.text for value in call.fields.values()] == [
        surname,
        *(move.text for move in place.route.moves if move.text),
    ]
