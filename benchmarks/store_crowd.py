"""Many operators saving at once in one folder, without a pause between keys: how long the unluckiest of a hundred saves
takes, beside sqlite under the same crowd, and whether everything that was acknowledged is there afterwards.

At every key the operator waits until its events are on the disk: that acknowledges the save, and the target holds for
it. At the key that closes a call the registers are written as well, which could be made again from the journal: there
we have some files to replace where sqlite commits one transaction, and shall not be slower than it. Ours and the
peer's rounds take turns.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import msgspec
from msgspec import Struct

from benchmarks.store_disk import settle
from benchmarks.store_scale import Scale
from benchmarks.table import Row, at
from callscript.runtime.paths import Folders
from callscript.store.files import FileStore


class Round(Struct):
    """What one process saved in one round."""

    keys: list[float] = []
    """What saving the events of each key took, in ms."""
    closings: list[float] = []
    """What saving the last events of each call and filing it took, in ms."""
    refused: int = 0
    """Saves that were not acknowledged."""
    attempted: dict[str, int] = {}
    """How many events of each call were given to the store."""
    acknowledged: dict[str, int] = {}
    """How many of them it said it has."""
    filed: dict[str, str] = {}
    """The calls that it said are filed, with their callers' numbers."""


class Checked(NamedTuple):
    """What is there afterwards."""

    recovered: int
    lost: int
    damaged: int


def rows(folder: Path, scale: Scale) -> list[Row]:
    """Measure the crowd."""
    settle()
    ours, theirs = _rounds(folder, scale)
    who = f"{scale.processes} processes"
    found = _counts(who, ours, _check(Folders.resolve(folder / "home"), ours))
    for what, costs, target in (("a key's events to durable", _keys, 0.25), ("a call closed and filed", _closings, 1)):
        mine, other = at(costs(ours), 0.99), at(costs(theirs), 0.99)
        found.append(Row(f"{who}: {what}, p99", mine, "ms", "sqlite WAL FULL", other, target))
    return found


def _counts(who: str, rounds: list[Round], found: Checked) -> list[Row]:
    attempted = sum(sum(each.attempted.values()) for each in rounds)
    acknowledged = sum(sum(each.acknowledged.values()) for each in rounds)
    filed = sum(len(each.filed) for each in rounds)
    said = f"{attempted:,} events, {acknowledged:,} acknowledged, {found.recovered:,} recovered, {filed:,} calls filed"
    refused = sum(each.refused for each in rounds)
    counts = ((f"{said}: lost", found.lost), ("damaged", found.damaged), ("saves refused", refused))
    return [Row(f"{who}: {what}", count, "", "none", 0, 1) for what, count in counts]


def _keys(rounds: list[Round]) -> list[float]:
    return [cost for each in rounds for cost in each.keys]


def _closings(rounds: list[Round]) -> list[float]:
    return [cost for each in rounds for cost in each.closings]


def _rounds(folder: Path, scale: Scale) -> tuple[list[Round], list[Round]]:
    """Start the processes; let all of them save to one store, then all to the other, and so on."""
    command = [sys.executable, "-m", "benchmarks.store_child", "crowd", str(folder)]
    calls = str(scale.rounds * scale.calls_a_round)
    children = [
        subprocess.Popen([*command, str(17 + n), calls], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        for n in range(scale.processes)
    ]
    ours: list[Round] = []
    theirs: list[Round] = []
    _answers(children)  # all have led their calls
    for number in range(scale.rounds):
        for kind, kept in (("ours", ours), ("theirs", theirs)):
            first = number * scale.calls_a_round
            for child in children:
                assert child.stdin
                child.stdin.write(f"{kind} {first} {first + scale.calls_a_round}\n".encode())
                child.stdin.flush()
            kept += [msgspec.json.decode(answer, type=Round) for answer in _answers(children)]
    for child in children:
        child.communicate()
        assert child.returncode == 0
    return ours, theirs


def _answers(children: list[subprocess.Popen[bytes]]) -> list[bytes]:
    answers = [child.stdout.readline() for child in children if child.stdout]
    assert all(answers), "a process came to an end before its work was done"
    return answers


def _check(folders: Folders, rounds: list[Round]) -> Checked:
    """Read everything back: every event that was acknowledged, every call that was filed, in both registers."""
    store = FileStore(folders)
    days = [store.journal.read_day(day) for day in store.journal.days()]
    there = {call: len(log) for day in days for call, log in day.calls.items()}
    listed = {each.id for day in store.journal.days() for each in store.lookup.summaries(day)}
    lost = 0
    for each in rounds:
        lost += sum(count - min(count, there.get(call, 0)) for call, count in each.acknowledged.items())
        lost += sum(call not in listed for call in each.filed)
        lost += sum(
            call not in {one.summary.id for one in store.lookup.history(phone)} for call, phone in each.filed.items()
        )
    damaged = sum(len(day.problems) for day in days) + len(store.take_notices()) + store.registers.incomplete()
    return Checked(sum(there.values()), lost, damaged)
