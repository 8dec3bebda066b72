"""Calls that are broken off in the middle: by a signal, a closed terminal, a kill while a field is being typed in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from signal import SIGHUP, SIGTERM

import pytest

from tests.terminal.calls import ROUTES, Place, clock
from tests.terminal.terminal import Terminal

HOLD = 180
"""Seconds after which a hold has overrun."""

BREAKS: dict[str, Callable[[Terminal], None]] = {
    "SIGHUP": lambda terminal: terminal.signal(SIGHUP),
    "SIGTERM": lambda terminal: terminal.signal(SIGTERM),
    "SIGKILL": Terminal.kill,
    "closed terminal": Terminal.hang_up,
}


@pytest.mark.parametrize("how", BREAKS)
@pytest.mark.parametrize("route", ["ua", "lv"])
def test_broken_off_during_a_hold(route: str, how: str, tmp_path: Path) -> None:
    """However a program ends during a hold, the next start is at the same step and its clock right by wall time."""
    place = Place(tmp_path, ROUTES[route])
    with place.ring() as terminal:
        place.walk(terminal, place.route.moves[:2])
        terminal.press("f2")
        place.wait_for_step(terminal, "hold_consent")
        terminal.press("1")
        place.wait_for_step(terminal, "hold_wait")
        terminal.wait_until(lambda: clock(terminal) == HOLD - 2, "two seconds of the hold")
        BREAKS[how](terminal)
        terminal.exit_status()
    started = place.call().running["hold"].started
    with place.resume() as terminal:
        place.wait_for_step(terminal, "hold_wait")
        terminal.wait_until(lambda: clock(terminal) is not None, "the clock")
        assert abs((clock(terminal) or 0) - (HOLD - since(started))) <= 1.5
        terminal.press("f2")
        place.wait_for_step(terminal, "hold_thanks")
        back = since(started)
        terminal.press("enter")
        place.wait_for_step(terminal, "hold_result")
        terminal.press("1")
        place.wait_for_step(terminal, place.route.moves[2].step)
    (held,) = place.tell("show", place.log()[0].call)["holds"]  # type: ignore[union-attr]
    assert abs(held["seconds"] - back) <= 1.5


def test_a_field_is_kept_while_it_is_typed(plain: Place) -> None:
    """What was typed into a field is in the journal a second after the last key, without leaving the field."""
    at = next(number for number, move in enumerate(plain.route.moves) if move.text)
    with plain.ring() as terminal:
        plain.walk(terminal, plain.route.moves[:at])
        plain.wait_for_step(terminal, plain.route.moves[at].step)
        terminal.type("Пані О")
        terminal.wait_for("Пані О")
        typed = datetime.now(UTC)
        terminal.wait_until(lambda: since(typed) >= 1.1)
        terminal.kill()
    assert plain.call().drafts == {"address": "Пані О"}
    with plain.resume() as terminal:
        terminal.wait_for("Пані О")
        terminal.type("лено")
        terminal.press("enter")
        terminal.wait_until(plain.recorded(lambda call: call.step == plain.route.moves[at + 1].step))
    assert plain.call().fields["address"].text == "Пані Олено"


def test_a_field_of_the_card_is_kept_while_it_is_typed(ua: Place) -> None:
    """A field of the caller's card is in the journal a second after the last key as well."""
    with ua.ring() as terminal:
        terminal.press("tab")
        terminal.type("Шевченко")
        terminal.wait_for("Шевченко")
        typed = datetime.now(UTC)
        terminal.wait_until(lambda: since(typed) >= 1.1)
        terminal.kill()
    assert ua.call().drafts == {"surname": "Шевченко"}
    with ua.resume() as terminal:
        terminal.wait_for("Шевченко")


def test_the_caller_is_gone(ua: Place) -> None:
    """A call that was broken off can be closed as one whose caller is gone: it is filed as dropped, never complete."""
    with ua.ring() as terminal:
        ua.walk(terminal, ua.route.moves[:3])
        terminal.kill()
    with ua.start() as terminal:
        terminal.wait_for("The caller is gone")
        terminal.press("2")
        ua.close(terminal)
    call = ua.call()
    assert (call.ended and call.ended.how, call.outcome) == ("caller", "dropped")
    assert call.closed


def test_leaving_in_the_middle_of_a_call(ua: Place) -> None:
    """Leaving in a call asks first, and stays unless told otherwise; a call that was left is offered again."""
    with ua.ring() as terminal:
        ua.walk(terminal, ua.route.moves[:1])
        ua.wait_for_step(terminal, "introduce")
        for key in ("ctrl+q", "ctrl+c"):
            terminal.press(key)
            terminal.wait_for("Leave?", "Stay (Enter)")
            terminal.press("enter")
            terminal.wait_until(lambda: not terminal.shows("Leave?"))
        terminal.press("f1")
        terminal.wait_for("leave the program")
        terminal.press("0")
        terminal.wait_for("Leave?")
        terminal.press("2")
        assert terminal.exit_status() == 0
    with ua.resume() as terminal:
        ua.wait_for_step(terminal, "introduce")


def test_one_live_session(ua: Place) -> None:
    """A second session of the same operator is told so and ends with 75; the first goes on."""
    with ua.ring() as first, ua.start() as second:
        assert second.exit_status() == 75
        assert second.shows("another live session", "(terminal pts/")
        first.press("enter")
        ua.wait_for_step(first, "introduce")


def since(moment: datetime) -> float:
    """Return the seconds since a moment."""
    return (datetime.now(UTC) - moment).total_seconds()
