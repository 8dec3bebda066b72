"""The open work of all hosts, as sessions ask for it, and who is granted an attempt at it.

By whom work can be moved the core says, as on one host. What it says is noted by a statement that changes nothing if
something has come between, and waits for nobody: then it is asked again.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from datetime import datetime
from functools import partial
from typing import Any, NamedTuple

import msgspec

from callscript.core.records import TaskHistory
from callscript.core.tasks import Lease, Standing, TaskRefused, granted, latest
from callscript.relay.asked import Asking
from callscript.relay.postgres import Connected
from callscript.store.errors import UNREADABLE
from callscript.store.names import operator_named, parse_call_id
from callscript.store.relayed.questions import LONGEST_OF_WORK, Answer, OpenWork, Refused, TakeWork, WorkAt, WorkOf

SCHEMA = 13
"""The schema that notes who was granted what."""
_MOST = 10_000
"""Pieces of work in a list at most, the most urgent first."""
_TRIES, _MOMENT = 5, 0.02
"""How often something may come between, and seconds until the next try."""
_WORK = "select host, record, attempt, lease_by, lease_attempt, lease_since from callscript.task where"
OPEN = f"{_WORK} state in ('open', 'taken') order by due, id limit {_MOST}".encode()
_OF_ONE = f"select * from callscript.task where state in ('open', 'taken') and owner = {{}} order by due limit {_MOST}"
_OPEN_OF = f"""
    select host, record, attempt, lease_by, lease_attempt, lease_since
    from (({_OF_ONE.format("%s")}) union all ({_OF_ONE.format("''")})) as found
    order by due, id limit {_MOST}""".encode()
"""By the index for each of the two: in one condition PostgreSQL may look through all that is open."""
_OF_CALL = f"{_WORK} day = %s and call = %s order by id".encode()
_ONE = """
    select host, record, attempt, state, lease_by, lease_attempt, lease_host, lease_since, clock_timestamp()
    from callscript.task where day = %s and call = %s and id = %s"""
_LEND = """
    with free as materialized (
      select day, call, id from callscript.task
      where day = %s and call = %s and id = %s
        and attempt = %s and state = %s and lease_by = %s and lease_attempt = %s
      for no key update skip locked)
    update callscript.task t set lease_by = %s, lease_attempt = %s, lease_host = %s, lease_since = %s
    from free where t.day = free.day and t.call = free.call and t.id = free.id"""
_STAYS = "callback"
"""The kind of work that nobody loses by the time that passes while their host cannot be heard: the caller would be rung
up twice."""

_decode = msgspec.json.Decoder(TaskHistory, strict=False).decode


class _Found(NamedTuple):
    """A piece of work, as a row has it."""

    host: str
    work: TaskHistory
    attempt: int
    state: str
    lease: Lease | None
    lease_host: str
    now: datetime


def open_work(asked: OpenWork, host: str) -> Asking:
    """Return how open work is asked for, of all hosts, for one of them."""
    return Asking(SCHEMA, partial(_listed, operator=asked.operator, host=host))


def work_of(asked: WorkOf, host: str) -> Asking:
    """Return how the work that a call has left is asked for."""
    return Asking(SCHEMA, partial(_of_call, call=asked.call, host=host))


def take(asked: TakeWork, host: str) -> Asking:
    """Return how an attempt is asked for, for an operator who sits at a host."""
    return Asking(SCHEMA, partial(_take, asked=asked, host=host))


def _listed(connection: Connected, operator: str | None, host: str) -> Answer:
    rows = connection.execute(OPEN) if operator is None else connection.execute(_OPEN_OF, (operator,))
    return _answer(rows, host)


def _of_call(connection: Connected, call: str, host: str) -> Answer:
    if not (ref := parse_call_id(call)):
        return Answer(connected=True, asked=True)
    return _answer(connection.execute(_OF_CALL, (ref.day, call)), host)


def _answer(rows: Iterable[tuple[Any, ...]], host: str) -> Answer:
    """Hand work on as it stands; as much of it as an answer may have."""
    found, left_out, length = list[bytes](), 0, 1000
    for of, record, attempt, by, lent, since in rows:
        lease = b',"lease":' + msgspec.json.encode(Lease(by, lent, since)) if lent > attempt else b""
        each = b'{"host":%b,"work":%b%b}' % (msgspec.json.encode("" if of == host else of), record.encode(), lease)
        length += len(each) + 1
        if length < LONGEST_OF_WORK:
            found.append(each)
        else:
            left_out += 1
    work = msgspec.Raw(b"[" + b",".join(found) + b"]")
    return Answer(connected=True, asked=True, work=work, left_out=left_out)


def _take(connection: Connected, asked: TakeWork, host: str) -> Answer:
    """Grant an attempt, or say why not; without either, the work is not known."""
    by, call = operator_named(asked.operator), asked.task.partition("/")[0]
    if not (ref := parse_call_id(call)):
        return Answer(connected=True, asked=True)
    place = (ref.day, call, asked.task)
    for _try in range(_TRIES):
        try:
            found = _one(connection, place)
        except UNREADABLE:  # only a newer release can tell how it stands
            return Answer()
        if found is None:
            return Answer(connected=True, asked=True)
        try:
            lease = _granted(found, asked, by, host)
        except TaskRefused as why:
            return Answer(connected=True, asked=True, not_granted=Refused(why.code, why.by, why.since))
        seen = (found.attempt, found.state, *((found.lease.by, found.lease.attempt) if found.lease else ("", 0)))
        noted = (lease.by, lease.attempt, host, lease.since)
        if connection.execute(_LEND, (*place, *seen, *noted)).rowcount:
            work = msgspec.json.encode([WorkAt("" if found.host == host else found.host, found.work)])
            return Answer(connected=True, asked=True, attempt=lease.attempt, work=msgspec.Raw(work))
        time.sleep(_MOMENT)
    return Answer(connected=True, asked=True, not_granted=Refused("just_now"))


def _one(connection: Connected, place: tuple[Any, ...]) -> _Found | None:
    row = connection.execute(_ONE, place).fetchone()
    if row is None:
        return None
    of, record, attempt, state, by, lent, lease_host, since, now = row
    return _Found(of, _decode(record), attempt, state, Lease(by, lent, since) if lent else None, lease_host, now)


def _granted(found: _Found, asked: TakeWork, by: str, host: str) -> Lease:
    """Return the attempt that is granted by what is known, here and on the host that asks; raise `TaskRefused`."""
    there: Standing = found.work.stands
    stands = latest(there, asked.here) if asked.here else there
    lent = found.lease.attempt if found.lease else 0
    at_host = found.lease_host if lent >= stands.attempt else host if stands is not there else ""
    stays = found.work.opened.kind == _STAYS and at_host != host
    return granted(stands, found.lease, by, found.now, asked.act, stays=stays)
