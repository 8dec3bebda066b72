"""Calls that are killed with -9 at random moments: what was shown as done is in the journal, and the call goes on."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from threading import Timer
from typing import NamedTuple

import pytest

from callscript.core.call import events as e
from tests.terminal.any_terminal import PATIENCE, boxed, squeeze
from tests.terminal.calls import HOME, ROUTES, Place, done_at, said_now
from tests.terminal.terminal import KEYS, Terminal

KILLS = 5
"""In each of the four tests, and the sixteen of a long run: a hundred together."""
LONGEST = 1.6
"""Seconds after which a program is killed at the latest; a call takes about as long."""

Log = Sequence[e.Event]


class Picture(NamedTuple):
    """A screen: all its text, and what stands in the box with the words of the moment; without blanks."""

    text: str
    said: str


Scene = Callable[[Picture], bool]


class Act(NamedTuple):
    """Something the operator does: when this is on screen, these keys, which must lead to this in the journal."""

    scene: Scene
    text: str
    key: str
    recorded: Callable[[Log], bool]


@pytest.mark.parametrize("seed", [0, 1, *(pytest.param(seed, marks=pytest.mark.soak) for seed in range(2, 10))])
@pytest.mark.parametrize("route", ["ua", "lv"])
def test_killed_at_random_moments(route: str, seed: int, tmp_path: Path) -> None:
    """kill -9 at any moment of a call loses nothing that was shown as done, and the next start goes on at that step."""
    place, chance = Place(tmp_path, ROUTES[route]), random.Random(f"{route} {seed}")
    acts = acts_of(place)
    attempted = acknowledged = recovered = lost = 0
    at = 0
    before: Log = ()
    closed: set[str] = set()
    for number in range(KILLS):
        with place.start() as terminal:
            stage = Stage(terminal, acts, at)
            stage.come_back(before)
            killer = Timer(chance.uniform(0, LONGEST), terminal.kill)
            killer.start()
            stage.play()
            killer.join()
        logs = place.logs()
        after = next((log for call, log in reversed(logs.items()) if call not in closed), ())
        kept = [act.recorded(after) for act in acts]
        attempted, acknowledged = attempted + stage.tried - at, acknowledged + stage.shown - at
        recovered, lost = recovered + sum(kept) - at, lost + kept[: stage.shown].count(False)
        assert not lost, (number, stage.shown, kept)
        assert list(after[: len(before)]) == list(before), "the journal only grows"
        at, before = position(acts, after), after
        if at == len(acts):
            at, before, closed = 0, (), set(logs)
    print(f"{route}: attempted {attempted}, acknowledged {acknowledged}, recovered {recovered}, lost {lost}")  # noqa: T201
    assert 0 < acknowledged <= recovered <= attempted


class Stage:
    """A terminal on which a call is played."""

    def __init__(self, terminal: Terminal, acts: Sequence[Act], at: int) -> None:
        self._terminal = terminal
        self._acts = acts
        self.tried = at
        """Up to which act keys were sent."""
        self.shown = at
        """Up to which act the screen has shown what comes after it."""
        self._on_screen = -1
        terminal.watch = self._look

    def come_back(self, log: Log) -> None:
        """See the program start: at home, or with the question about the call that was killed, at its very step."""
        self._terminal.wait_for("An open call" if self.tried else HOME)
        if not self.tried:
            return
        self._terminal.press("enter")
        self._terminal.wait_until(lambda: self._on_screen == self.tried, f"the step after {log[-1]}")

    def play(self) -> None:
        """Go on to the end of the call, or until the program is killed."""
        for number, act in enumerate(self._acts[self.tried :], start=self.tried):
            self._terminal.wait_until(lambda number=number: self._terminal.over or self._on_screen == number, act.key)
            if self._terminal.over:
                return
            with suppress(OSError):  # it was killed just now
                typed = "" if squeeze(act.text) in self._terminal.text else act.text  # it came back with the call
                self._terminal.send(typed.encode() + KEYS[act.key])
            self.tried = number + 1
        self._terminal.wait_until(lambda: self._terminal.over, "the end", PATIENCE)

    def _look(self, lines: list[str]) -> None:
        picture = Picture(squeeze(boxed(lines)), said_now(lines))
        on_screen = [number for number, act in enumerate(self._acts) if act.scene(picture)]
        if on_screen == [0] and self.shown >= len(self._acts) - 1:
            on_screen = [len(self._acts)]
        if len(on_screen) == 1:
            self._on_screen = on_screen[0]
            self.shown = max(self.shown, self._on_screen)


def acts_of(place: Place) -> list[Act]:
    """Return all that is done from the ring to the closed wrap-up."""
    scenes = place.scenes()

    def now(step: str) -> Scene:
        return lambda picture: picture.said.startswith(squeeze(scenes[step]))

    def reads(text: str) -> Scene:
        return lambda picture: squeeze(text) in picture.text

    def done(step: str) -> Callable[[Log], bool]:
        return lambda log: done_at(log, step)

    def of_type(kind: type[e.Event]) -> Callable[[Log], bool]:
        return lambda log: any(isinstance(event, kind) for event in log)

    *moves, last = place.route.moves
    return [
        Act(reads(HOME), "", "enter", of_type(e.CallStarted)),
        *(Act(now(move.step), move.text, move.key, done(move.step)) for move in moves),
        Act(now(last.step), "", "enter", of_type(e.Ended)),
        Act(reads("Enter: confirm the marked outcome"), "", "enter", of_type(e.OutcomeSet)),
        Act(reads("Enter closes the call"), "", "enter", of_type(e.Closed)),
    ]


def position(acts: Sequence[Act], log: Log) -> int:
    """Return the act that the program comes back to: the first that is not recorded."""
    return next((number for number, act in enumerate(acts) if not act.recorded(log)), len(acts))
