"""The screen: what goes down the line, how soon, and what it costs, beside the same screens in curses, urwid and stock
Textual. All programs take turns, in one run, at 80×24 and at 200×60. `python -m benchmarks.screen [--quick]`; with
`--before CHECKOUT` also beside another release of callscript, run from its checkout by the same interpreter.
"""

from __future__ import annotations

import subprocess
import sys
import time
from argparse import ArgumentParser
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import task_key
from benchmarks.gauges import gauges
from benchmarks.memory import growth, shares
from benchmarks.peers.scenes import write
from benchmarks.programs import BEFORE, OURS, Program, programs
from benchmarks.scenes import record
from benchmarks.table import Row, at, lines, middle, pairs
from benchmarks.turns import QUICK, Effort, Found, measure, say

SIZES = ((80, 24), (200, 60))
WORSE = 1.1
"""What a release may be beside the one before it."""
ANY = float("inf")
"""No target: a figure that is there to be known."""


def compare(size: tuple[int, int], found: dict[str, Found]) -> Iterator[Row]:
    """Yield the rows for a size."""
    where = f", {size[0]}×{size[1]}"
    ours = found[OURS]

    def against(
        what: str, unit: str, of: Callable[[Found], Sequence[float]], *, share: float = 0.5, **targets: float
    ) -> Iterator[Row]:
        own = of(ours)
        for peer, target in {**targets, BEFORE: WORSE}.items():
            if peer in found:
                theirs = of(found[peer])
                paired = pairs(own, theirs) if unit == "ms" and share == 0.5 else ()
                yield Row(what + where, at(own, share), unit, peer, at(theirs, share), target, paired)

    yield from against("call screen drawn from nothing", "B", lambda one: [one.call], curses=1, textual=0.1)
    yield from against("first frame (home)", "B", lambda one: one.home, curses=1, textual=0.1)
    yield Row("typed letter" + where, middle([len(each.data) for each in ours.letters]), "B", "limit", 2, 1)
    yield Row("typed letter, writes" + where, middle([each.pieces for each in ours.letters]), "", "limit", 1, 1)
    yield from against("change of focus", "B", lambda one: one.focus.received, curses=2)
    yield from against("change of stage", "B", lambda one: one.stages.received, curses=1.1)
    yield from against("tick, all clocks", "B", lambda one: one.ticks, curses=0.7)
    yield Row("idle, without a clock" + where, ours.idle_bytes, "B", "limit", 0, 0)
    yield Row("idle, without a clock" + where, ours.idle_wakes, "wake-ups/s", "limit", 0, 0)
    wakes = sum(ours.tick_wakes) / len(ours.tick_wakes)
    yield Row("clocks running" + where, wakes, "wake-ups/s", "limit", 2, 1)
    yield from against("tick, processor", "ms", lambda one: milli(one.tick_processor), urwid=0.6)
    yield from against("start, live to keys", "ms", lambda one: milli(one.start), textual=0.75, urwid=2)
    yield from against("stage key, p50", "ms", lambda one: milli(one.stages.seconds), textual=0.3, urwid=2.5)
    yield from against("stage key, p99", "ms", lambda one: milli(one.stages.seconds), share=0.99, textual=0.4)
    yield from against("focus key, p50", "ms", lambda one: milli(one.focus.seconds), textual=ANY, urwid=ANY)
    yield from against("leave", "ms", lambda one: milli(one.leave), textual=0.3)


def milli(seconds: Sequence[float]) -> list[float]:
    """Return seconds as milliseconds."""
    return [each * 1000 for each in seconds]


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
            known = programs(scenes, before)
            result += compare(size, measure(known, size, place, effort))
            result += gauges(known[OURS], size, place, effort)
        result += task_key.rows(folder / "work", effort)
        result += memory(programs(folder / "80" / "scenes.json", before), folder, effort)
    return result + commands(2 * effort.starts)


def memory(known: dict[str, Program], folder: Path, effort: Effort) -> Iterator[Row]:
    """Yield the rows of memory."""
    say("memory")
    yield Row("memory over 2,000 changes", growth(known[OURS], folder / "growth", effort), "MB", "limit", 4, 1)
    targets = {"textual": 0.9, BEFORE: WORSE}
    held = {who: shares(known[who], folder / who, effort) for who in (OURS, *targets) if who in known}
    what = f"memory a session (PSS), {effort.sessions} on the host"
    for peer, target in targets.items():
        if peer in held:
            yield Row(what, held[OURS], "MB", peer, held[peer], target)


def commands(times: int) -> list[Row]:
    """Return the rows of commands that draw nothing; they and an empty program take turns."""
    program = str(Path(sys.executable).parent / "callscript")
    options = ("--help", "--version")
    taken = [
        [seconds_of(sys.executable, "-c", "pass"), *(seconds_of(program, option) for option in options)]
        for _ in range(times)
    ]
    python, *ours = (milli(each) for each in zip(*taken, strict=True))
    return [
        Row(option, middle(mine), "ms", "python -c pass", middle(python), 3, pairs(mine, python))
        for option, mine in zip(options, ours, strict=True)
    ]


def seconds_of(*command: str) -> float:
    """Return how long a command takes."""
    begun = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - begun


if __name__ == "__main__":
    parser = ArgumentParser(prog="python -m benchmarks.screen", description="Measure the screen.")
    parser.add_argument("--quick", action="store_true", help="a small run, to see that it works")
    parser.add_argument("--before", type=Path, metavar="CHECKOUT", help="another release of callscript to measure too")
    options = parser.parse_args()
    print("\n".join(lines(rows(quick=options.quick, before=options.before))))
