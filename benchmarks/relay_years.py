"""Years of calls in PostgreSQL: whose number it is among a million calls as among ten thousand, and holds that were too
long, counted by call, beside reading the events: a real server on the disk.

Run as `python -m benchmarks.relay_years [--folder FOLDER] [--quick]`. The whole run makes thirty million events: 16 GB,
and some ten minutes.
"""

from __future__ import annotations

import sys
from collections.abc import Generator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from random import Random
from time import perf_counter
from typing import Any, NamedTuple

import psycopg

from benchmarks import alone
from benchmarks.store_disk import place, settle
from benchmarks.table import Row, middle
from callscript.relay.history import look_up
from callscript.relay.holds import HOLDS
from tests.relay.office import Office
from tests.relay.server import servers

_AS_FAST = 1.5
"""So many times what it takes among few calls may a number take among many."""
_READ = 1 / 50
"""So much of what reading the events takes may counting the calls take."""
_CALLS_A_CALLER, _OPERATORS = 5, 100
_FIRST, _MONTHS = date(2023, 1, 1), 12
_CALLS = """
    insert into callscript.call
      (day, id, host, operator, pack, language, started, filed, phone, phones, closed, outcome, holds, holds_over)
    select day, id, 'desk8', operator, 'ua-court', 'uk', day + time '10:00', true, phone, array[phone], true,
      'consultation', (n %% 7 < 2)::int, (n %% 49 = 0)::int
    from (
      select n, day, to_char(day, 'YYYYMMDD') || '-' || operator || '-' || n as id, operator,
        '+38067' || lpad((n / %(a_caller)s)::text, 7, '0') as phone
      from (select n, %(first)s::date + (n %% 360)::int as day, (100 + n / 360 %% %(operators)s)::text as operator
            from generate_series(0, %(calls)s - 1) as n) as one
    ) as each"""
_EVENTS = """
    insert into callscript.event (day, call, seq, epoch, type, host, line)
    select c.day, c.id, seq, 0,
      case seq when 10 then 'timer_started' when 12 then 'timer_stopped' else 'said' end, 'desk8',
      '{"v":2,"call":"' || c.id || '","type":"' || case when seq = 12 then 'timer_stopped","timer":"hold","overran":'
        || case c.holds_over when 1 then 'true' else 'false' end else 'said","step":"greet"' end || repeat('x', 220)
    from callscript.call c, generate_series(1, 30) as seq
    where c.day >= %s and c.day < %s and (seq not in (10, 12) or c.holds > 0)"""
_READING = """
    select split_part(call, '-', 2), date_trunc('month', day)::date, count(*),
      count(*) filter (where position('"overran":true' in line) > 0)
    from callscript.event where type = 'timer_stopped' group by 1, 2 order by 2, 1"""

Connected = psycopg.Connection[tuple[Any, ...]]


class Scale(NamedTuple):
    """How much is measured."""

    few: int
    """Calls."""
    many: int
    lookups: int
    rounds: int


FULL, QUICK = Scale(10_000, 1_000_000, 300, 3), Scale(100, 1_000, 20, 1)


def rows(folder: Path | None = None, *, quick: bool = False) -> list[Row]:
    """Measure what is asked of years of calls."""
    scale = QUICK if quick else FULL
    with place(folder) as home, centre(home, "few", scale.few) as few, centre(home, "many", scale.many) as many:
        found = [_lookups(few, many, scale)]
        events = _events(many)
        found.append(_holds(many, events, scale))
    return found


@contextmanager
def centre(home: Path, name: str, calls: int) -> Generator[Connected]:
    """Yield a connection to a server that has so many calls."""
    home.chmod(0o755)  # the server has an account of its own
    with servers(home) as maker:
        server = maker().make("fsync = on", "max_wal_size = 8GB", "maintenance_work_mem = 256MB").start()
        office = Office(server, server.database("years"), home / name)
        office.initialise()
        with office.connect() as connection:
            given = {"a_caller": _CALLS_A_CALLER, "operators": _OPERATORS, "first": _FIRST, "calls": calls}
            connection.execute(_CALLS.encode(), given)
            connection.execute("vacuum analyze callscript.call")
            settle()
            yield connection


def _lookups(few: Connected, many: Connected, scale: Scale) -> Row:
    """Look numbers up in turn here and there."""
    chance, took = Random(7), (list[float](), list[float]())
    for _ in range(scale.lookups):
        for connection, calls, costs in zip((few, many), (scale.few, scale.many), took, strict=True):
            number = f"+38067{chance.randrange(calls // _CALLS_A_CALLER):07}"
            begun = perf_counter()
            answer = look_up(connection, number, "desk7")
            costs.append((perf_counter() - begun) * 1000)
            assert len(answer.calls) == _CALLS_A_CALLER
    what = f"a caller’s calls at other hosts, of {scale.many:,}, p50"
    return Row(what, middle(took[1]), "ms", f"of {scale.few:,}", middle(took[0]), _AS_FAST)


def _events(connection: Connected) -> int:
    """Make the events of all calls, month by month; return how many there are."""
    for month in range(_MONTHS):
        first, after = date(_FIRST.year, month + 1, 1), date(_FIRST.year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
        connection.execute("select callscript.make_month(%s)", (first,))
        connection.execute(_EVENTS.encode(), (first, after))
    connection.execute("vacuum analyze callscript.event")
    settle()
    row = connection.execute("select count(*) from callscript.event").fetchone()
    assert row
    return int(row[0])


def _holds(connection: Connected, events: int, scale: Scale) -> Row:
    """Count holds by operator and month, from the calls and from the events."""
    ours, theirs = list[float](), list[float]()
    for _ in range(scale.rounds):
        counted, took = _timed(connection, HOLDS)
        read, reading = _timed(connection, _READING.encode())
        assert counted == read
        ours.append(took)
        theirs.append(reading)
    what = f"holds by operator and month, of {scale.many:,} calls"
    return Row(what, middle(ours), "ms", f"reading {events:,} events", middle(theirs), _READ)


def _timed(connection: Connected, statement: bytes) -> tuple[list[tuple[Any, ...]], float]:
    begun = perf_counter()
    found = connection.execute(statement).fetchall()
    return found, (perf_counter() - begun) * 1000


if __name__ == "__main__":
    sys.exit(alone.run(rows, alone.parser("relay_years", "Measure what is asked of years.").parse_args()))
