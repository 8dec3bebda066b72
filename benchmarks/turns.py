"""Measures programs in turns: one start of each, then the next start of each; one key in each, then the next key in
each. What one minute of the machine does to one of them it does to all, and what is measured of one program stands
beside what was measured of another a moment later.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from benchmarks.line import PATIENCE, SETTLED, Answer, Line
from benchmarks.picture import Expected, NeverShownError, Picture, learn
from benchmarks.programs import F12, OURS, TAB, Program

VISITS = 2
"""How often a program is led to a place to learn what it shows there."""
SILENCES = SETTLED, 3 * SETTLED
"""Seconds without a byte after which a screen is taken to have settled: more if it had not."""
TICKS_A_TURN = 3
FIRST_KEY = b"7"
"""Typed ahead of the first screen."""


class Effort(NamedTuple):
    """How much is measured."""

    starts: int = 15
    fields: int = 5
    letters: int = 40
    """In each field, which has room for them."""
    keys: int = 200
    idle: float = 10.0
    """Seconds."""
    ticks: int = 4
    """Turns, of some seconds each."""
    gauge: int = 240
    """Seconds of a countdown at most."""
    changes: int = 1000
    """Of focus and of stage, for the memory."""
    sessions: int = 10


QUICK = Effort(starts=2, fields=1, letters=5, keys=14, idle=1.2, ticks=1, gauge=2, changes=28, sessions=2)


@dataclass
class Keys:
    """What was found of keys: an entry a key."""

    seconds: list[float] = field(default_factory=list[float])
    """Until the screen showed what the key leads to."""
    received: list[int] = field(default_factory=list[int])
    """Bytes."""


@dataclass
class Found:
    """What was found of one program."""

    call: int = 0
    """Bytes of the call screen, drawn from nothing."""
    start: list[float] = field(default_factory=list[float])
    """Seconds to the first screen with a key in it that was typed ahead."""
    home: list[int] = field(default_factory=list[int])
    """Bytes of the first screen."""
    leave: list[float] = field(default_factory=list[float])
    letters: list[Answer] = field(default_factory=list[Answer])
    focus: Keys = field(default_factory=Keys)
    stages: Keys = field(default_factory=Keys)
    ticks: list[int] = field(default_factory=list[int])
    """Bytes a second in which clocks run."""
    tick_processor: list[float] = field(default_factory=list[float])
    """Seconds of the processor a tick."""
    tick_wakes: list[int] = field(default_factory=list[int])
    """How often the program wakes up in such a second."""
    idle_bytes: int = 0
    idle_wakes: float = 0.0


def measure(known: dict[str, Program], size: tuple[int, int], folder: Path, effort: Effort) -> dict[str, Found]:
    """Measure programs at a size."""
    found = {who: Found() for who in known}
    say(f"{', '.join(known)} at {size[0]}×{size[1]}: start and leave")
    starts(known, found, size, folder, effort.starts)
    say("frames and letters")
    for who, program in known.items():
        found[who].call = program.frame(size, folder / f"{who} frame")
        found[who].letters = letters(program, size, folder / f"{who} letters", effort)
    calls(known, found, size, folder, effort)
    return found


def say(what: str) -> None:
    """Tell whoever waits what is being measured."""
    print(what, file=sys.stderr, flush=True)


# Starts


def starts(known: dict[str, Program], found: dict[str, Found], size: tuple[int, int], folder: Path, times: int) -> None:
    """Start programs in turns, and leave them."""
    expected = {who: learn_start(one, size, folder / f"{who} start") for who, one in known.items()}
    for _ in range(times):
        for who, program in known.items():
            with program.start(size, folder / f"{who} start") as line:
                line.wait_for_keys()
                line.send(FIRST_KEY)
                found[who].start.append(line.shown(expected[who], line.begun))
                line.listen(silence=SETTLED)
                found[who].home.append(line.received)
                found[who].leave.append(line.gone_after(F12))


def learn_start(program: Program, size: tuple[int, int], folder: Path) -> Expected:
    """Learn what a program shows first, with a key that was typed ahead; its very first start is left aside."""
    _first_picture(program, size, folder, SETTLED)
    for silence in SILENCES:
        expected = learn(
            f"{program.name}: the first screen",
            [_first_picture(program, size, folder, silence) for _ in range(VISITS)],
        )
        if expected.steady:
            return expected
    raise NeverShownError(f"{program.name}: the first screen does not settle")


def _first_picture(program: Program, size: tuple[int, int], folder: Path, silence: float) -> Picture:
    with program.start(size, folder) as line:
        line.wait_for_keys()
        line.send(FIRST_KEY)
        line.see_something(silence)
        picture = line.picture
        line.gone_after(F12)
        return picture


def letters(program: Program, size: tuple[int, int], folder: Path, effort: Effort) -> list[Answer]:
    """Type letters into fields."""
    found: list[Answer] = []
    for number in range(effort.fields):
        with program.start(size, folder / str(number)) as line:
            line.ready()
            program.at_field(line)
            found += [line.type(b"a") for _ in range(effort.letters)]
    return found


# Calls


def calls(
    known: dict[str, Program], found: dict[str, Found], size: tuple[int, int], folder: Path, effort: Effort
) -> None:
    """Measure keys and clocks in programs that all run, each in a call."""
    with ExitStack() as stack:
        lines = dict[str, Line]()
        for who, program in known.items():
            line = lines[who] = stack.enter_context(program.start(size, folder / f"{who} call"))
            line.ready()
            if who == OURS:
                found[who].idle_bytes, found[who].idle_wakes = idle(line, effort.idle)
            program.at_field(line)
        say("change of focus")
        in_turns([Round(one, lines[who], "focus", (TAB, TAB), found[who].focus) for who, one in known.items()], effort)
        for who, program in known.items():
            program.at_stages(lines[who])
        say("change of stage")
        in_turns([Round(one, lines[who], "stage", one.stages, found[who].stages) for who, one in known.items()], effort)
        say("clocks")
        for who, program in known.items():
            program.on_hold(lines[who])
        for _ in range(effort.ticks):
            for who, line in lines.items():
                for each in lines.values():
                    each.drain()
                tick(line, found[who])


class Round:
    """Keys of a program that lead from place to place and back to the first; where each leads to is learnt here."""

    def __init__(self, program: Program, line: Line, what: str, keys: Sequence[bytes], found: Keys) -> None:
        self._line, self._keys, self._found = line, keys, found
        self._names = [f"{program.name}: {what} {at + 1} of {len(keys)}" for at in range(len(keys))]
        self._expected = self._learn()

    def _learn(self) -> list[Expected]:
        """Go around several times; on a machine that is too busy for it once more, with more patience."""
        for silence in SILENCES:
            self._line.listen(silence=silence)
            visits = [self._around(silence) for _ in range(VISITS)]
            found = [learn(*one) for one in zip(self._names, zip(*visits, strict=True), strict=True)]
            before = [visits[-1][-1], *visits[-1][:-1]]
            if all(one.steady and not one.shown_in(other) for one, other in zip(found, before, strict=True)):
                return found
        raise NeverShownError(f"{self._names[0]}, and on: the screen does not settle, or a key changes nothing")

    def _around(self, silence: float) -> list[Picture]:
        """Press each key once; return what each has led to."""
        found: list[Picture] = []
        for key in self._keys:
            self._line.send(key)
            self._line.listen(silence=silence, first=PATIENCE)
            found.append(self._line.picture)
        return found

    def press(self, number: int) -> None:
        """Press a key, and see when it is answered."""
        at, before = number % len(self._keys), self._line.received
        self._found.seconds.append(self._line.answer(self._keys[at], self._expected[at]))
        self._line.listen()
        self._found.received.append(self._line.received - before)


def in_turns(rounds: Sequence[Round], effort: Effort) -> None:
    """Press keys, each in all programs before the next."""
    for number in range(effort.keys):
        for each in rounds:
            each.press(number)


def idle(line: Line, seconds: float) -> tuple[int, float]:
    """Return the bytes that come while nothing happens, and how often a second the program wakes up."""
    line.listen(silence=4 * SETTLED)
    before, begun = line.wake_ups(), time.perf_counter()
    answer = line.listen(silence=SETTLED, at_least=seconds)
    return len(answer.data), (line.wake_ups() - before) / (time.perf_counter() - begun)


def tick(line: Line, found: Found) -> None:
    """Measure some ticks, each from a moment after the tick before it to the same moment after it."""
    line.listen(silence=SETTLED, first=PATIENCE)
    for _ in range(TICKS_A_TURN):
        processor, wakes = line.processor_seconds(), line.wake_ups()
        while line.drain():  # a tick came while the meter was held up: what it cost is no more to be seen
            line.listen(silence=SETTLED)
            processor, wakes = line.processor_seconds(), line.wake_ups()
        found.ticks.append(len(line.listen(silence=SETTLED, first=PATIENCE).data))
        found.tick_processor.append(line.processor_seconds() - processor)
        found.tick_wakes.append(line.wake_ups() - wakes)
