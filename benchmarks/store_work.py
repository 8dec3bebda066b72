"""Open work, listed where there is much of it, beside sqlite; and whether the program starts as fast where a million
pieces of work are done as where a thousand are.
"""

from __future__ import annotations

import gc
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import count, islice
from pathlib import Path
from time import perf_counter_ns

import msgspec

from benchmarks.store_calls import PACK
from benchmarks.store_disk import settle
from benchmarks.store_scale import Scale
from benchmarks.table import Row, middle, pairs
from callscript.commands.run import demo_profile
from callscript.core.call.events import TaskDone
from callscript.core.records import TaskHistory, TaskRecord, task_id
from callscript.runtime.paths import Folders
from callscript.store.files import FileStore
from callscript.store.names import LogRef
from callscript.store.registers.record_file import write
from callscript.store.registers.register_files import RegisterFiles
from callscript.store.registers.search import by_urgency

OPERATORS = 20
_LIMIT = 50.0
"""Milliseconds that the list may take."""
_A_DAY = 200
"""Pieces of work that an operator's calls of one day have left."""
_BEGUN = datetime(2024, 1, 1, 9, tzinfo=UTC)


def rows(folder: Path, scale: Scale) -> list[Row]:
    """Measure the list of open work, and the start."""
    return _lists(folder / "open", scale) + _starts(folder, scale)


def _files(home: Path) -> RegisterFiles:
    folders = Folders.resolve(home)
    folders.make()
    files = RegisterFiles(folders.registers, folders.locks)
    files.make_parts()
    return files


def _work(operator: str, day: datetime) -> Iterator[TaskRecord]:
    """Yield what the calls of an operator leave on a day, without end."""
    for number in count(1):
        call = f"{day:%Y-%m-%d}-{operator}-{number:06d}"
        yield TaskRecord(
            id=task_id(call, f"t{number}"),
            call=call,
            operator=operator,
            kind="callback",
            due=day + timedelta(minutes=number),
            phone=f"+3805{number:08d}",
            name="Шевченко Олена Петрівна",
        )


def _lists(home: Path, scale: Scale) -> list[Row]:
    """List all open work, in turns with sqlite, which has it sorted in an index."""
    files, listed = _files(home), list[TaskRecord]()
    for number in range(OPERATORS):
        operator = str(20 + number)
        register, found = files.open_work(operator), list(islice(_work(operator, _BEGUN), scale.tasks // OPERATORS))
        register.fill(found)
        write(register)
        listed += found
    peer = sqlite3.connect(home / "peer.sqlite")
    peer.execute("create table tasks (due text, id text, record blob)")
    peer.execute("create index urgent on tasks (due, id)")
    rows = [(f"{each.due}", each.id, msgspec.json.encode(each)) for each in listed]
    peer.executemany("insert into tasks values (?, ?, ?)", rows)
    peer.commit()
    decode = msgspec.json.Decoder(TaskRecord).decode
    lookup = FileStore(Folders.resolve(home)).lookup
    ours: list[float] = []
    theirs: list[float] = []
    gc.collect()
    for _ in range(scale.lookups):
        mine = _timed(lookup.tasks, ours)
        same = _timed(
            lambda: [decode(row) for (row,) in peer.execute("select record from tasks order by due, id")], theirs
        )
        assert mine == same == by_urgency(listed)
    peer.close()
    what = f"list of {len(listed):,} pieces of open work, p50"
    return [
        Row(what, middle(ours), "ms", "limit", _LIMIT, 1),
        Row(what, middle(ours), "ms", "sqlite with an index", middle(theirs), float("inf"), pairs(ours, theirs)),
    ]


def _timed(found: Callable[[], list[TaskRecord]], costs: list[float]) -> list[TaskRecord]:
    begun = perf_counter_ns()
    tasks = found()
    costs.append((perf_counter_ns() - begun) / 1e6)
    return tasks


def _starts(folder: Path, scale: Scale) -> list[Row]:
    """Start the program as far as its first screen's values, with little and with much work done, in turns."""
    few, many = scale.calls[0], scale.calls[-1]
    homes = {number: folder / f"done-{number}" for number in (few, many)}
    for number, home in homes.items():
        _finish(home, number)
    settle()
    costs: dict[int, list[float]] = {few: [], many: []}
    for _ in range(scale.starts + 1):
        for number, cost in costs.items():
            begun = perf_counter_ns()
            subprocess.run([sys.executable, "-m", "benchmarks.store_child", "start", homes[number]], check=True)
            cost.append((perf_counter_ns() - begun) / 1e6)
    ours, theirs = costs[many][1:], costs[few][1:]  # the first ones work out the holidays
    what = f"start to the first screen's values, {many:,} pieces of work done, p50"
    return [Row(what, middle(ours), "ms", f"{few:,} done", middle(theirs), 1.3, pairs(ours, theirs))]


def _finish(home: Path, number: int) -> None:
    """Have so many pieces of work done, by the days of their calls, and a few that are open."""
    files, left = _files(home), number
    for day in count():
        if left <= 0:
            break
        at = _BEGUN + timedelta(days=day)
        for operator in map(str, range(20, 20 + OPERATORS)):
            found = list(islice(_work(operator, at), min(_A_DAY, left)))
            left -= len(found)
            register = files.history(LogRef(at.date(), operator))
            register.fill(map(_done, found))
            write(register)
    mine = demo_profile(PACK).operator.number
    register = files.open_work(mine)
    register.fill(islice(_work(mine, _BEGUN), 9))
    write(register)


def _done(task: TaskRecord) -> TaskHistory:
    by = TaskDone(
        seq=0, at=task.due or _BEGUN, task=task.id, kind=task.kind, call=task.call, by="17", attempt=1, result="reached"
    )
    return TaskHistory(id=task.id, call=task.call, opened=task, moves=(by,))
