"""The screen: what goes down the line, how soon, and what it costs, beside the same screens in curses, urwid and stock
Textual. All programs run in turn, in one run, at 80×24 and at 200×60. `python -m benchmarks.screen [--quick]`; with
`--before CHECKOUT` also beside another release of callscript, run from its checkout by the same interpreter.
"""

from __future__ import annotations

import subprocess
import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from benchmarks.line import SETTLED, Answer, Line
from benchmarks.peers.scenes import write
from benchmarks.programs import BEFORE, F12, OURS, TAB, Program, programs
from benchmarks.scenes import record
from benchmarks.table import Row, at, lines, middle

SIZES = ((80, 24), (200, 60))
WORSE = 1.1
"""What a release may be beside the one before it."""


class Effort(NamedTuple):
    """How much is measured."""

    starts: int = 10
    fields: int = 5
    letters: int = 40
    """In each field, which has room for them."""
    keys: int = 200
    idle: float = 10.0
    """Seconds."""
    ticks: int = 12
    changes: int = 1000
    """Of focus and of stage, for the memory."""
    sessions: int = 10


QUICK = Effort(starts=2, fields=1, letters=5, keys=15, idle=1.2, ticks=2, changes=5, sessions=2)


class Found(NamedTuple):
    """What was found of one program."""

    start: list[float]
    """Seconds to the first complete frame with a key answered that was typed ahead of it."""
    home: list[int]
    """Bytes of the first frame."""
    call: int
    """Bytes of the call screen, drawn from nothing."""
    letters: list[Answer]
    focus: list[Answer]
    stages: list[Answer]
    ticks: list[int]
    """Bytes a second in which clocks run."""
    tick_processor: float
    """Seconds of the processor a tick."""
    tick_wakes: float
    idle_bytes: int
    idle_wakes: float
    leave: list[float]


def measure(program: Program, size: tuple[int, int], folder: Path, effort: Effort) -> Found:
    """Measure a program at a size."""
    start, home, letters, leave = list[float](), list[int](), list[Answer](), list[float]()
    for _ in range(effort.starts):
        with program.start(size, folder / "start") as line:
            first = line.wait_for_output()
            line.send(b"7")
            answer = line.listen(since=line.begun, silence=SETTLED)
            start.append(answer.seconds)
            home.append(len(first) + len(answer.data))
            leave.append(line.gone_after(F12))
    for number in range(effort.fields):
        with program.start(size, folder / f"letters{number}") as line:
            line.ready()
            program.at_field(line)
            letters += [line.type(b"a") for _ in range(effort.letters)]
    with program.start(size, folder / "idle") as line:
        idle_bytes, idle_wakes = idle(line, effort.idle)
        program.at_field(line)
        focus = [line.type(TAB) for _ in range(effort.keys)]
        line.type(TAB if effort.keys % 2 else b"", silence=SETTLED)
        program.at_stages(line)
        stages = [line.type(program.stages[each % len(program.stages)]) for each in range(effort.keys)]
        program.on_hold(line)
        return Found(
            start,
            home,
            program.frame(size, folder / "frame"),
            letters,
            focus,
            stages,
            *ticking(line, effort.ticks),
            idle_bytes,
            idle_wakes,
            leave,
        )


def idle(line: Line, seconds: float) -> tuple[int, float]:
    """Return the bytes that come while nothing happens, and how often a second the program wakes up."""
    line.ready()
    line.listen(silence=4 * SETTLED)
    before, begun = line.wake_ups(), time.perf_counter()
    answer = line.listen(silence=SETTLED, at_least=seconds)
    return len(answer.data), (line.wake_ups() - before) / (time.perf_counter() - begun)


def ticking(line: Line, seconds: int) -> tuple[list[int], float, float]:
    """Return the bytes of each tick, and the processor's seconds and wake-ups a tick."""
    line.listen(silence=0.3, at_least=0.3)
    processor, wakes, begun = line.processor_seconds(), line.wake_ups(), time.perf_counter()
    ticks = [len(line.listen(silence=0.4, at_least=0.9).data) for _ in range(seconds)]
    spent = time.perf_counter() - begun
    return ticks, (line.processor_seconds() - processor) / spent, (line.wake_ups() - wakes) / spent


def memory(program: Program, folder: Path, effort: Effort) -> float:
    """Return by how many MB a program grows over changes of focus and of stage, after the first 200 of each."""
    with program.start(SIZES[0], folder / "memory") as line:
        line.ready()
        program.at_field(line)
        first, last = change(line, [TAB], effort.changes)
        program.at_stages(line)
        before, after = change(line, list(program.stages), effort.changes)
        return last - first + after - before


def change(line: Line, keys: list[bytes], number: int) -> tuple[float, float]:
    """Press keys so many times; return the memory held after a fifth of them and at the end."""
    held = 0.0
    number -= number % (2 * len(keys))
    for each in range(number):
        line.type(keys[each % len(keys)], silence=0.02)
        if each == number // 5:
            held = line.resident()
    line.listen(silence=SETTLED)
    return held, line.resident()


def shares(program: Program, folder: Path, effort: Effort) -> float:
    """Return the MB that a session takes where several are on the host, in a call."""
    with ExitStack() as stack:
        sessions = [
            stack.enter_context(program.start(SIZES[0], folder / f"share{number}")) for number in range(effort.sessions)
        ]
        for line in sessions:
            line.ready()
            program.at_field(line)
        return middle([line.share() for line in sessions])


def seconds_of(command: list[str], times: int) -> float:
    """Return how long a command takes."""
    taken: list[float] = []
    for _ in range(times):
        begun = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        taken.append(time.perf_counter() - begun)
    return middle(taken)


# What it comes to


def compare(size: tuple[int, int], found: dict[str, Found]) -> Iterator[Row]:
    """Yield the rows for a size."""
    where = f", {size[0]}×{size[1]}"

    def against(what: str, unit: str, figures: dict[str, float], **targets: float) -> Iterator[Row]:
        for peer, target in targets.items():
            yield Row(what + where, figures[OURS], unit, peer, figures[peer], target)
        if BEFORE in figures:
            yield Row(what + where, figures[OURS], unit, BEFORE, figures[BEFORE], WORSE)

    def of(name: str, share: float = 0.5) -> dict[str, float]:
        return {who: at([len(each.data) for each in getattr(one, name)], share) for who, one in found.items()}

    frames = {who: float(one.call) for who, one in found.items()}
    yield from against("call screen drawn from nothing", "B", frames, curses=1, textual=0.1)
    frames = {who: middle(one.home) for who, one in found.items()}
    yield from against("first frame (home)", "B", frames, curses=1, textual=0.1)
    ours = found[OURS]
    yield Row("typed letter" + where, of("letters")[OURS], "B", "limit", 2, 1)
    yield Row("typed letter, writes" + where, middle([each.pieces for each in ours.letters]), "", "limit", 1, 1)
    yield from against("change of focus", "B", of("focus"), curses=2)
    yield from against("change of stage", "B", of("stages"), curses=1.1)
    yield from against("tick, all clocks", "B", {who: middle(one.ticks) for who, one in found.items()}, curses=0.7)
    yield Row("idle, without a clock" + where, ours.idle_bytes, "B", "limit", 0, 0)
    yield Row("idle, without a clock" + where, ours.idle_wakes, "wake-ups/s", "limit", 0, 0)
    yield Row("clocks running" + where, ours.tick_wakes, "wake-ups/s", "limit", 2, 1)
    processor = {who: one.tick_processor * 1000 for who, one in found.items()}
    yield from against("tick, processor", "ms", processor, urwid=0.6)
    start = {who: middle(one.start) * 1000 for who, one in found.items()}
    yield from against("start, live to keys", "ms", start, textual=0.75, urwid=2)
    stage = {who: [each.seconds * 1000 for each in one.stages] for who, one in found.items()}
    p50, p99 = ({who: at(each, share) for who, each in stage.items()} for share in (0.5, 0.99))
    yield from against("stage key, p50", "ms", p50, textual=0.3, urwid=2.5)
    yield from against("stage key, p99", "ms", p99, textual=0.4)
    yield from against("leave", "ms", {who: middle(one.leave) * 1000 for who, one in found.items()}, textual=0.3)


def rows(*, quick: bool = False, before: Path | None = None) -> list[Row]:
    """Measure everything; `before` is the checkout of another release."""
    effort = QUICK if quick else Effort()
    result: list[Row] = []
    with TemporaryDirectory(prefix="callscript-benchmark-") as name:
        folder = Path(name)
        for size in SIZES:
            place = folder / f"{size[0]}"
            place.mkdir()
            scenes = place / "scenes.json"
            write(record(size, place), scenes)
            found: dict[str, Found] = {}
            for who, one in programs(scenes, before).items():
                print(f"{who}, {size[0]}×{size[1]}", file=sys.stderr)
                found[who] = measure(one, size, place / who, effort)
            result += compare(size, found)
        known = programs(folder / "80" / "scenes.json", before)
        ours, stock = known[OURS], known["textual"]
        result.append(Row("memory over 2,000 changes", memory(ours, folder / "m", effort), "MB", "limit", 4, 1))
        earlier = [known[BEFORE]] if before else []
        held = {one.name: shares(one, folder / one.name, effort) for one in (ours, stock, *earlier)}
        result.append(
            Row(
                f"memory a session (PSS), {effort.sessions} on the host",
                held[OURS],
                "MB",
                "textual",
                held["textual"],
                0.9,
            )
        )
        if before:
            result.append(Row("memory a session (PSS)", held[OURS], "MB", BEFORE, held[BEFORE], WORSE))
    python = seconds_of([sys.executable, "-c", "pass"], 2 * effort.starts) * 1000
    for option in ("--help", "--version"):
        taken = seconds_of([str(Path(sys.executable).parent / "callscript"), option], 2 * effort.starts) * 1000
        result.append(Row(option, taken, "ms", "python -c pass", python, 3))
    return result


if __name__ == "__main__":
    parser = ArgumentParser(prog="python -m benchmarks.screen", description="Measure the screen.")
    parser.add_argument("--quick", action="store_true", help="a small run, to see that it works")
    parser.add_argument("--before", type=Path, metavar="CHECKOUT", help="another release of callscript to measure too")
    options = parser.parse_args()
    print("\n".join(lines(rows(quick=options.quick, before=options.before))))
