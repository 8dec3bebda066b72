"""The same call on screen and line by line leaves the same records."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

from callscript.core.call.call import Call
from callscript.dialogue.actions import BY_STAR
from tests.plain.conversation import lead, line_of, start, told_of
from tests.terminal.calls import HOME, ROUTES, WRAP_UP, Move, Place
from tests.terminal.terminal import Terminal


class Way(NamedTuple):
    """A call: where it begins, the lines from the first step to the end of the work after the call, the wrap-up."""

    route: str
    lines: tuple[str, ...]
    closing: tuple[str, ...] = ("", "усе")


def moves(route: str, first: int = 0, last: int | None = None) -> tuple[str, ...]:
    """Return the lines of a part of a route."""
    return tuple(map(line_of, ROUTES[route].moves[first:last]))


WAYS = {
    "ua-consultation": Way("ua", moves("ua")),
    "ua-appeal": Way("ua-appeal", moves("ua-appeal")),
    "lv-open": Way("lv", moves("lv")),
    "lv-closed": Way("lv-closed", moves("lv-closed")),
    "ua-hold": Way("ua", ("", "", "*2", "1", "", "", "1", *moves("ua", 2))),
    "ua-unclear": Way("ua", ("", "*3", "*3", *moves("ua", 1))),
    "ua-complaint": Way("ua", ("", "*4", "", "Довго чекав", "Пояснено", "1", "", "1", *moves("ua", 1))),
    "ua-abuse": Way("ua", ("", "*5", "2", "", "1", *moves("ua", 1))),
    "ua-escalate": Way("ua", ("", "*6", "1", "1", "Складне", "Пункт 14", "067 123 45 67", "2", "", *moves("ua", 1))),
    "ua-transfer": Way("ua", (*moves("ua", 0, 4), "*7", "1", "1", "1", "", "")),
    "ua-closed": Way("ua", (*moves("ua", 0, 5), "2", "*4", "*0", "1", "6", "", ""), ("", "Поспішав", "=", "усе")),
    "ua-callback": Way("ua", ("", "*8", "Судовий збір", "067 123 45 67", "3", "", *moves("ua", 1))),
    "ua-language": Way("ua", ("", "*9", *moves("ua", 1))),
    "ua-dropped": Way("ua", ("", "", "*0", "2")),
    "ua-back": Way("ua", ("", "", "*-", "*-", "", "", *moves("ua", 2))),
    "lv-suspension": Way("lv", ("", "9", "", "1", "3", "Anna", "Ozola", "1", "1", "", "", "2", *moves("lv", 1))),
}  # fmt: skip


@pytest.mark.parametrize("name", WAYS)
def test_the_same_records(name: str, tmp_path: Path) -> None:
    """Event by event the journals agree, apart from times, ids and what was saved while typing."""
    way = WAYS[name]
    plain, screen = Place(tmp_path / "plain", ROUTES[way.route]), Place(tmp_path / "screen", ROUTES[way.route])
    for each in (plain, screen):
        each.folder.mkdir(exist_ok=True)
    on_screen(screen, way, on_lines(plain, way))
    assert told_of(plain.log()) == told_of(screen.log())
    assert plain.call().closed


def on_lines(place: Place, way: Way) -> list[Call]:
    """Lead a call line by line; return what each line made of it."""
    found: list[Call] = []
    with start(place) as talk:
        lead(talk, [""])
        for line in (*way.lines, *way.closing):
            talk.say(line)
            found.append(place.call())
        assert talk.hang_up() == 0
    return found


def on_screen(place: Place, way: Way, calls: Sequence[Call]) -> None:
    """Lead the same call on screen, each key when the one before has done the same to it."""
    with place.start() as terminal:
        terminal.wait_for(HOME)
        terminal.press("enter")
        terminal.wait_until(place.recorded(lambda call: bool(call.step)), "the call")
        for line, call in zip(way.lines, calls, strict=False):
            type_in(place, terminal, line)
            terminal.wait_until(place.recorded(lambda now, then=call: at(now) == at(then)), f"after «{line}»")
            terminal.wait_for(*(place.words() if call.step else [WRAP_UP]))
        for line, call in zip(way.closing, calls[len(way.lines) :], strict=True):
            terminal.type(line)
            terminal.press("enter")
            terminal.wait_until(place.recorded(lambda now, then=call: filed(now) == filed(then)), f"after «{line}»")
        terminal.wait_for(HOME)


def at(call: Call) -> tuple[object, ...]:
    """Return which words are to be said."""
    return call.step, call.language


def filed(call: Call) -> tuple[object, ...]:
    """Return what the wrap-up has recorded."""
    return call.outcome, call.reasons, call.summary, call.closed is None


def type_in(place: Place, terminal: Terminal, line: str) -> None:
    """Press the keys for a line: those of its star, its digit, or its letters and Enter."""
    if line.startswith("*"):
        terminal.press(BY_STAR[line[1:]].key)
    elif line.isdecimal():
        terminal.press(*line)
    else:
        if line:
            place.walk(terminal, [Move(place.call().step, "enter", line)])
            return
        terminal.press("enter")
