"""From an event to its being on the disk: one event of a real call appended to the journal, beside sqlite, with more
and more events behind it. Ours and the peer's appends take turns, so that what else the machine does hits both.
"""

from __future__ import annotations

import gc
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import cache
from itertools import cycle, islice
from pathlib import Path
from random import Random
from time import perf_counter_ns

from msgspec.structs import replace

from benchmarks.store_calls import (
    APPEALS,
    STAMPING,
    Led,
    Lines,
    Place,
    copied_id,
    copied_log,
    model,
    phone,
    places,
    today,
)
from benchmarks.store_disk import settle, written
from benchmarks.store_peer import Line, Peer
from benchmarks.store_scale import Scale
from benchmarks.table import Row, middle
from callscript.core.call.events import Event
from callscript.runtime.files import make_folder
from callscript.store.journal.journal import FileJournal
from callscript.store.names import parse_call_id

SYNCED = 100
"""Appends whose calls to the system are counted."""
KILOBYTE = 1_000


def rows(folder: Path, scale: Scale) -> list[Row]:
    """Measure appending."""
    kinds = {f"{count:,} events": _journal(folder, count) for count in scale.events}
    kinds[f"a day of {scale.longest_day:,} calls in one file"] = _longest_day(folder, scale.longest_day)
    settle()
    costs = _costs(kinds, scale.appends)
    few, many = (f"{count:,} events" for count in (scale.events[0], scale.events[-1]))
    found = [
        Row(f"event to durable, p50, {kind} behind it", middle(ours), "ms", "sqlite WAL FULL", middle(theirs), 1.2)
        for kind, (ours, theirs) in costs.items()
    ]
    found.append(
        Row(f"event to durable, p50, {many} behind it", middle(costs[many][0]), "ms", few, middle(costs[few][0]), 1.3)
    )
    found.append(Row("written per event (write_bytes of /proc)", _written(kinds[many][0]), "kB", "limit", 10, 1))
    for journal, peer in kinds.values():
        journal.close()
        peer.close()
    return found + _syncs(folder)


@cache
def sample() -> Led:
    """Return the call whose events are appended: one more of today's."""
    return Led(copied_id(Place("17", today(), 9_999)), model(APPEALS - 1).batches)


def _journal(folder: Path, events: int) -> tuple[FileJournal, Peer]:
    """Make a journal of so many events as it would lie, and a database of the same lines."""
    return _filled(folder / f"events-{events}", events, places(events, today()))


def _longest_day(folder: Path, calls: int) -> tuple[FileJournal, Peer]:
    day = (Place("17", today(), number) for number in range(calls))
    return _filled(folder / "longest-day", sys.maxsize, day)


def _filled(folder: Path, events: int, calls: Iterator[Place]) -> tuple[FileJournal, Peer]:
    folder.mkdir()
    peer = Peer(folder / "peer.sqlite")
    left, lines = events, Lines()
    by_file: dict[Path, list[Line]] = defaultdict(list)
    for place in calls:
        call_id = copied_id(place)
        ref = parse_call_id(call_id)
        assert ref
        log = copied_log(place, call_id, phone(place.number))[:left]
        by_file[ref.journal(folder / "journal")].extend((call_id, lines.of(call_id, event)) for event in log)
        left -= len(log)
        if not left:
            break
    for path, written_lines in by_file.items():
        make_folder(path.parent)
        path.write_bytes(b"".join(line for _, line in written_lines))
        peer.append(written_lines)
    peer.run_in()
    return FileJournal(folder / "journal", STAMPING), peer


def _costs(kinds: dict[str, tuple[FileJournal, Peer]], appends: int) -> dict[str, tuple[list[float], list[float]]]:
    """Return what appends to each journal and to its peer cost, in ms."""
    costs: dict[str, tuple[list[float], list[float]]] = {kind: ([], []) for kind in kinds}
    call, events = sample().id, sample().log

    def of(kind: str) -> list[tuple[list[float], Callable[[Event], None]]]:
        journal, peer = kinds[kind]
        ours, theirs = costs[kind]
        lines = Lines()
        return [
            (ours, lambda event: journal.append(call, [event])),
            (theirs, lambda event: peer.append([(call, lines.of(call, event))])),
        ]

    turns = [turn for kind in kinds for turn in of(kind)]
    for _, append in turns:
        append(events[0])  # opens the file, as the first event of a session does
    gc.collect()
    gc.disable()
    random = Random(1)
    later = (replace(event, seq=seq) for seq, event in enumerate(cycle(events), start=2))
    for event in islice(later, appends):
        random.shuffle(turns)
        for cost, append in turns:
            begun = perf_counter_ns()
            append(event)
            cost.append((perf_counter_ns() - begun) / 1e6)
    gc.enable()
    return costs


def _written(journal: FileJournal) -> float:
    before = written()
    for event in sample().log:
        journal.append(sample().id, [event])
    return (written() - before) / len(sample().log) / KILOBYTE


def _syncs(folder: Path) -> list[Row]:
    """Count what an append has the kernel sync; nothing where strace is not installed."""
    if not (strace := shutil.which("strace")):
        return []

    def counted(appends: int) -> int:
        trace = folder / "trace"
        child = [
            sys.executable,
            "-m",
            "benchmarks.store_child",
            "append",
            str(folder / f"traced-{appends}"),
            str(appends),
        ]
        subprocess.run(
            [strace, "-f", "-qq", "-o", trace, "-e", "trace=fsync,fdatasync,sync_file_range,msync,syncfs,sync", *child],
            check=True,
        )
        return len(trace.read_text(encoding="ascii").splitlines())

    return [Row("synced per event (strace)", (counted(1 + SYNCED) - counted(1)) / SYNCED, "calls", "limit", 1, 1)]
