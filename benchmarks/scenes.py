"""The screens that all programs of the benchmark show: taken from the real program in a terminal emulator, so that the
peers show the same, cell by cell. The walk is a plain consultation, there and back again, under `ua-court`.
"""

from __future__ import annotations

import time
from itertools import groupby
from pathlib import Path

from benchmarks.line import SETTLED
from benchmarks.peers.scenes import Row, Scene, Scenes
from tests.terminal.calls import UA, Place, clock
from tests.terminal.terminal import Terminal

LOOKS = "bdiurs"
"""Bold, dim, italic, underlined, reverse, struck."""
FOREGROUNDS = {"default": "", "black": "K", "red": "R", "green": "G", "brown": "Y", "cyan": "C", "brightwhite": "W"}
BACKGROUNDS = {"default": "", "red": "1", "green": "2", "brown": "3", "cyan": "6"}
_SEEN_ON_BLANKS = set("urs").union(BACKGROUNDS.values()) - {""}

FORTH, BEHIND = UA.moves[:7], UA.moves[7].step
"""The moves that lead from the greeting to the question whether the caller understood."""
STAGES = (*(["backspace"] * len(FORTH)), *(move.key for move in FORTH))
"""A round of keys, each of which changes the stage."""
TICKS = 15
"""Seconds of a hold; peers begin again behind them."""


def record(size: tuple[int, int], folder: Path) -> Scenes:
    """Walk through a call with the real program; return what it shows."""
    place = Place(folder, UA)
    columns, rows = size
    with place.start(columns=columns, rows=rows) as terminal:
        terminal.wait_for("F12 leave")  # in the last row
        settle(terminal)
        home = scene(terminal)
        terminal.press("enter")
        place.walk(terminal, FORTH[:2])
        place.wait_for_step(terminal, FORTH[2].step)
        terminal.wait_until(lambda: terminal.cursor is not None, "the cursor in the field")
        settle(terminal)
        typing = scene(terminal)
        terminal.press("tab")
        terminal.wait_until(lambda: typing.caret != terminal.cursor, "the card")
        settle(terminal)
        card = scene(terminal)
        terminal.press("tab")
        place.walk(terminal, FORTH[2:])
        place.wait_for_step(terminal, BEHIND)
        around(place, terminal)
        stages = around(place, terminal)
        return Scenes(home, typing, card, stages, hold(place, terminal))


def around(place: Place, terminal: Terminal) -> list[Scene]:
    """Walk a round; return the scenes."""
    found: list[Scene] = []
    steps = [move.step for move in FORTH]
    for key, step in zip(STAGES, [*reversed(steps), *steps[1:], BEHIND], strict=True):
        terminal.press(key)
        place.wait_for_step(terminal, step)
        settle(terminal)
        found.append(scene(terminal))
    return found


def settle(terminal: Terminal) -> None:
    """Wait until nothing more is drawn: what is said next stood below before, and tells nothing of the rest."""
    seen, since = b"", time.monotonic()
    while time.monotonic() - since < SETTLED:
        terminal.wait_for_change(SETTLED)
        if terminal.raw != seen:
            seen, since = terminal.raw, time.monotonic()


def hold(place: Place, terminal: Terminal) -> list[Scene]:
    """Put the caller on hold; return a scene a second."""
    found: list[Scene] = []
    terminal.press("f2")
    place.wait_for_step(terminal, "hold_consent")
    terminal.press("1")
    place.wait_for_step(terminal, "hold_wait")
    for left in range(179, 179 - TICKS, -1):
        terminal.wait_until(lambda left=left: clock(terminal) == left, f"{left} seconds left")
        found.append(scene(terminal))
    return found


def scene(terminal: Terminal) -> Scene:
    """Return what is on screen."""
    return Scene([runs(row) for row in terminal.cells()], terminal.cursor)


def runs(row: list[tuple[object, ...]]) -> Row:
    """Return a row in pieces of one look; a blank between two words looks as both do, if they look alike."""
    looks = [_look(cell) for cell in row]
    for at, cell in enumerate(row):
        if len(cell) == 2:
            beside = looks[at - 1] if at else "", next((_look(each) for each in row[at:] if len(each) > 2), "")
            looks[at] = _look_of_blank(looks[at], *beside)
    pieces = groupby(zip(row, looks, strict=True), key=lambda pair: pair[1])
    return [("".join(str(cell[0]) for cell, _ in piece), look) for look, piece in pieces]


def _look(cell: tuple[object, ...]) -> str:
    foreground, background = ("default", cell[1]) if len(cell) == 2 else cell[1:3]
    attributes = "".join(letter for letter, on in zip(LOOKS, cell[3:], strict=False) if on)
    return attributes + FOREGROUNDS[str(foreground)] + BACKGROUNDS[str(background)]


def _look_of_blank(own: str, before: str, behind: str) -> str:
    """Return how a blank looks of which no more than the background can be seen."""
    if own:
        return next((each for each in (before, behind) if each.endswith(own)), own)
    return before if before == behind and _SEEN_ON_BLANKS.isdisjoint(before) else ""
