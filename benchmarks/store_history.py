"""A caller's earlier calls, looked up among more and more that are filed, beside sqlite with an index; and whether the
program starts as fast with a million calls as with a thousand.
"""

from __future__ import annotations

import gc
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from time import perf_counter_ns

from benchmarks.store_calls import (
    CALLS_A_DAY,
    Place,
    copied_id,
    copied_log,
    copied_records,
    lead,
    phone,
    records,
    today,
)
from benchmarks.store_disk import settle
from benchmarks.store_peer import Peer
from benchmarks.store_scale import Scale
from benchmarks.table import Row, middle
from callscript.core.records import Earlier
from callscript.runtime.paths import Folders
from callscript.store.files import FileStore
from callscript.store.registers.register_files import RegisterFiles
from callscript.store.registers.registers import FileRegisters

CALLS_A_CALLER = 5
UNKNOWN = 10
"""Every so many lookups the caller has not called before."""


def rows(folder: Path, scale: Scale) -> list[Row]:
    """Measure looking up and starting."""
    check_format(folder)
    homes = {count: folder / f"calls-{count}" for count in scale.calls}
    peers = {count: _prepare(home, count) for count, home in homes.items()}
    settle()
    found = _lookups(homes, peers, scale) + _filings(homes, scale)
    for peer in peers.values():
        peer.close()
    return found + _starts(homes[scale.calls[0]], homes[scale.calls[-1]], scale)


def check_format(folder: Path) -> None:
    """See that registers made in bulk are, to the byte, those that calls filed one by one leave behind."""
    one_by_one, in_bulk = Folders.resolve(folder / "one-by-one"), Folders.resolve(folder / "in-bulk")
    began = datetime(2026, 11, 23, 8, tzinfo=UTC)
    calls = [lead("17", began + timedelta(minutes=n), phone(n % 5), appeal=n % 3 == 0).log for n in range(15)]
    found = list(map(records, calls))
    store = FileStore(one_by_one)
    for filed in found:
        store.registers.file_call(*filed)
    _registers(in_bulk).fill(found)
    files = [
        {path.relative_to(home): path.read_bytes() for path in home.rglob("*.json")}
        for home in (one_by_one.data, in_bulk.data)
    ]
    assert files[0] == files[1], "registers made in bulk differ from those of calls filed one by one"


def _registers(folders: Folders) -> FileRegisters:
    return FileRegisters(RegisterFiles(folders.registers, folders.locks))


def _prepare(home: Path, calls: int) -> Peer:
    """File so many calls, the last of them today's; leave one open; make a database of the same calls."""
    folders, day, callers = Folders.resolve(home), today(), max(1, calls // CALLS_A_CALLER)
    _registers(folders).fill(copied_records(calls, callers, day))
    store = FileStore(folders)
    for number in range(CALLS_A_DAY):
        place = Place("17", day, number)
        store.journal.append(copied_id(place), copied_log(place, copied_id(place), phone(number)))
    left_open = Place("17", day, CALLS_A_DAY)
    store.journal.append(copied_id(left_open), copied_log(left_open, copied_id(left_open), "")[:20])
    seat = store.seats.sit_down("17")
    seat.begin(copied_id(left_open))
    seat.leave()
    store.journal.close()
    peer = Peer(home / "peer.sqlite")
    peer.fill(copied_records(calls, callers, day))
    return peer


def _lookups(homes: dict[int, Path], peers: dict[int, Peer], scale: Scale) -> list[Row]:
    costs: dict[int, tuple[list[float], list[float]]] = {count: ([], []) for count in homes}
    stores = {count: FileStore(Folders.resolve(home)) for count, home in homes.items()}
    random = Random(1)
    gc.collect()
    for number in range(scale.lookups):
        for count in random.sample(list(homes), len(homes)):
            callers = max(1, count // CALLS_A_CALLER)
            caller = phone(random.randrange(callers) + (callers if number % UNKNOWN == 0 else 0))
            ours = _timed(stores[count].lookup.history, caller, costs[count][0])
            theirs = _timed(peers[count].history, caller, costs[count][1])
            assert ours == theirs
    found: list[Row] = []
    for (count, (ours, theirs)), limit in zip(costs.items(), scale.limits, strict=True):
        what = f"history of a number, {count:,} calls"
        found.append(Row(f"{what}, p50", middle(ours), "ms", "limit", limit, 1))
        found.append(Row(f"{what}, p50", middle(ours), "ms", "sqlite with an index", middle(theirs), float("inf")))
    return found


def _filings(homes: dict[int, Path], scale: Scale) -> list[Row]:
    """File calls of known callers where few and where many are filed, in turns."""
    few, many = scale.calls[0], scale.calls[-1]
    costs: dict[int, list[float]] = {few: [], many: []}
    for number in range(scale.filings):
        for count, cost in costs.items():
            log = lead("16", datetime.now(UTC), phone(number)).log
            filed = records(log)
            store = FileStore(Folders.resolve(homes[count]))
            begun = perf_counter_ns()
            store.registers.file_call(*filed)
            cost.append((perf_counter_ns() - begun) / 1e6)
    what = f"a call filed among {many:,}, p50"
    return [Row(what, middle(costs[many]), "ms", f"among {few:,}", middle(costs[few]), float("inf"))]


def _timed(history: Callable[[str], list[Earlier]], caller: str, costs: list[float]) -> list[Earlier]:
    begun = perf_counter_ns()
    found = history(caller)
    costs.append((perf_counter_ns() - begun) / 1e6)
    return found


def _starts(few: Path, many: Path, scale: Scale) -> list[Row]:
    """Start the program as far as its first screen's values, with few and with many calls filed, in turns."""
    costs: dict[Path, list[float]] = {few: [], many: []}
    for _ in range(scale.starts + 1):
        for home, cost in costs.items():
            begun = perf_counter_ns()
            subprocess.run([sys.executable, "-m", "benchmarks.store_child", "start", home], check=True)
            cost.append((perf_counter_ns() - begun) / 1e6)
    ours, theirs = (middle(cost[1:]) for cost in (costs[many], costs[few]))  # the first ones work out the holidays
    first, last = scale.calls[0], scale.calls[-1]
    return [
        Row(f"start to the first screen's values, {last:,} calls, p50", ours, "ms", f"{first:,} calls", theirs, 1.3)
    ]
