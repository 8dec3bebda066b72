"""Work that many take at once, as a relay grants it, beside rows that are waited for (FOR UPDATE): a real server on the
disk.

Run as `python -m benchmarks.relay_work [--folder FOLDER] [--quick]`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from time import monotonic, perf_counter
from typing import Any, NamedTuple

import msgspec
import psycopg
from msgspec.structs import replace

from benchmarks import alone
from benchmarks.store_calls import lead, phone, script
from benchmarks.store_disk import place, settle
from benchmarks.table import Row, at
from callscript.core.call.fold import fold_all
from callscript.core.records import TaskHistory, TaskRecord
from callscript.relay.taking import take
from callscript.service.summary import filed
from callscript.store.relayed.questions import TakeWork
from tests.relay.office import Office
from tests.relay.server import servers

_RATE, _WAIT = 1 / 4, 1 / 10
"""So many times what it takes where rows are waited for may a piece take, and the wait for one."""
_COPY = """
    copy callscript.task (day, call, id, host, owner, people, kind, due, state, attempt, taken_by, record) from stdin"""
_DONE = "update callscript.task set state = 'done', attempt = 1 where day = %s and call = %s and id = %s"
_NEXT = """
    select day, call, id from callscript.task where state in ('open', 'taken') order by due, id limit 1 for update"""

_CHUNK = 40
"""Pieces that are gone through before there is a look at the list again."""

Place = tuple[Any, str, str]
Connected = psycopg.Connection[tuple[Any, ...]]
Worker = Callable[[Connected, set[Place], int], list[float]]


class Scale(NamedTuple):
    """How much is measured."""

    pieces: int
    workers: int


class Taken(NamedTuple):
    """What came of it."""

    rate: float
    """Pieces a second."""
    waits: list[float]
    """Milliseconds of each that was taken."""


FULL, QUICK = Scale(3_200, 64), Scale(64, 8)


def rows(folder: Path | None = None, *, quick: bool = False) -> list[Row]:
    """Measure how work is shared out."""
    scale = QUICK if quick else FULL
    with place(folder) as home:
        home.chmod(0o755)  # the server has an account of its own
        with servers(home) as maker:
            server = maker().make("fsync = on", "max_connections = 200").start()
            office = Office(server, server.database("work"), home / "here")
            office.initialise()
            found = [_measured(office, scale, worker) for worker in (_waiting, _granted)]
    (theirs, ours), who = found, f"{scale.pieces:,} pieces of work, {scale.workers} who take them at once"
    return [
        Row(f"{who}: a piece", 1000 / ours.rate, "ms", "FOR UPDATE", 1000 / theirs.rate, _RATE),
        Row(f"{who}: until it is taken, p99", at(ours.waits, 0.99), "ms", "FOR UPDATE", at(theirs.waits, 0.99), _WAIT),
    ]


def _measured(office: Office, scale: Scale, worker: Worker) -> Taken:
    left = set(_made(office, scale.pieces))
    connections = [office.connect(f"cs_relay_{office.host}") for _ in range(scale.workers)]
    settle()
    begun = monotonic()
    with ThreadPoolExecutor(scale.workers) as pool:
        at_it = [pool.submit(worker, each, left, number) for number, each in enumerate(connections)]
        waits = [wait for each in at_it for wait in each.result()]
    took = monotonic() - begun
    for each in connections:
        each.close()
    assert office.rows("select state, count(*)::int from callscript.task group by state") == [("done", scale.pieces)]
    assert len(waits) == scale.pieces, "each is taken once"
    return Taken(scale.pieces / took, waits)


def _granted(connection: Connected, left: set[Place], number: int) -> list[float]:
    """Take what is to be had, in any order, as those do who look at a list now and then."""
    waits, chance = list[float](), Random(number)
    while there := sorted(left.copy()):
        for each in chance.sample(there, min(_CHUNK, len(there))):
            begun = perf_counter()
            if take(TakeWork(str(100 + number), each[2], "move"), "desk7").work(connection).attempt:
                waits.append((perf_counter() - begun) * 1000)
                connection.execute(_DONE, each)
                left.discard(each)
    return waits


def _waiting(connection: Connected, left: set[Place], number: int) -> list[float]:  # noqa: ARG001 - as the other
    """Take what is due first, and wait for whoever else does."""
    waits = list[float]()
    while True:
        begun = perf_counter()
        with connection.transaction():
            row = connection.execute(_NEXT).fetchone()
            if row is None:
                if not connection.execute(_NEXT.removesuffix("for update")).fetchone():
                    return waits
                continue  # what was waited for is done
            connection.execute(_DONE, row)
        waits.append((perf_counter() - begun) * 1000)


def _made(office: Office, number: int) -> list[Place]:
    """Fill the table with so many pieces of work that differ by name and term."""
    led = lead("17", datetime.now(UTC) - timedelta(hours=2), phone(1), appeal=True)
    found = filed(script(), fold_all(script(), led.log))
    assert found
    task, day = found.tasks[0], found.summary.day
    made = [_copied(task, each) for each in range(number)]
    with office.connect() as connection:
        connection.execute("truncate callscript.task")
        with connection.cursor() as cursor, cursor.copy(_COPY) as copy:
            for each in made:
                history = TaskHistory(id=each.id, call=each.call, opened=each, moves=())
                row = (day, each.call, each.id, "desk7", "", "", each.kind, each.due, "open", 0, "")
                copy.write_row((*row, msgspec.json.encode(history).decode()))
        connection.execute("analyze callscript.task")
    return [(day, each.call, each.id) for each in made]


def _copied(task: TaskRecord, number: int) -> TaskRecord:
    call = f"{task.call[:-5]}{number:05d}"
    due = task.due + timedelta(seconds=number) if task.due else None
    return replace(task, id=f"{call}/{call}-1", call=call, due=due)


if __name__ == "__main__":
    sys.exit(alone.run(rows, alone.parser("relay_work", "Measure how work is shared out.").parse_args()))
