"""Calls at a glance in PostgreSQL, and their work: folded and summarised by the program itself, from the lines that are
there of them.

Whatever is sent, and whoever makes all of them again, works a call out of the same lines in the same way: so a rebuild
finds what was there. SQL judges nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from callscript.core.call.events import CallStarted, Closed, Discarded, Erased, Event, OfDesk, TaskMove, is_afterwards
from callscript.core.letters import Letter
from callscript.core.records import CallSummary, Summarise, TaskRecord
from callscript.packs.versions import Versions
from callscript.relay import gone, holds, work
from callscript.relay.postgres import Connected
from callscript.service.summary import by_own_script
from callscript.store.journal.lines import FileLines, decode
from callscript.store.logs import numbered_on
from callscript.store.names import desk_log_of, parse_call_id
from callscript.store.rebuilding import made

_COLUMNS = (
    *("host", "operator", "pack", "language", "started", "filed", "phone", "phones", "name", "as_addressed", "ended"),
    *("ended_by", "outcome", "summary", "closed", "discarded", "owed", "breached", "erased", "ground"),
    *("entry", "channel", "received"),
)
_OF_HOLDS = ("holds", "holds_over")
_STUB = "insert into callscript.call (day, id) select * from unnest(%s::date[], %s::text[]) on conflict do nothing"
_PUT_OFF = """
    insert into callscript.call (day, id, behind) select day, id, %s from unnest(%s::date[], %s::text[]) as g (day, id)
    on conflict (day, id) do update set behind = excluded.behind"""
_BEHIND = "select id from callscript.call where behind = %s order by day, id limit %s"
AT_ONCE = 50
"""Calls put off that are worked out in one go, while nothing else is sent on."""
_LOCK = """
    select 1 from callscript.call join unnest(%s::date[], %s::text[]) as g (day, id) using (day, id)
    order by day, id for update of call"""
_LINES = """
    select e.call as of_call, e.host, e.line, e.day, e.call, e.seq
    from callscript.event e join unnest(%s::date[], %s::text[]) as g (day, call) using (day, call)
    union all
    select e.about, e.host, e.line, e.day, e.call, e.seq from callscript.event e where e.about = any (%s)
    order by 1, 4, 5, 6"""
_LATE_ERASED = """
    select l.call, l.line from callscript.late l join unnest(%s::date[], %s::text[]) as g (day, call) using (day, call)
    where position('"type":"erased"' in l.line) > 0 order by l.seen, l.line"""
"""Of a call whose journal was damaged after it was sent on, its erasure has the number of a line that is here."""
_ERASED_HERE = """
    select r.call, r.at, r.ground, r.by
    from callscript.erasure r join unnest(%s::date[], %s::text[]) as g (day, call) using (day, call)"""
_DROPPED = "select month from callscript.month where dropped is not null and month = any (%s)"


class Filed(NamedTuple):
    """What came of filing calls."""

    calls: int
    without_script: frozenset[str]
    """Calls that have ended and whose script is not here: they are not worked out."""


class _NothingSent:
    """What was delivered after a call stands in the outbox of its home, which PostgreSQL does not have."""

    def sent(self, call: str) -> list[Letter]:  # noqa: ARG002 - as the outbox has it
        return []


def summarising(versions: Versions) -> Summarise:
    """Return what summarises calls by the scripts that a home has."""
    return by_own_script(versions, _NothingSent())


def file_calls(connection: Connected, calls: Iterable[str], summarise: Summarise, schema: int) -> Filed:
    """Work calls out again, in the transaction that is open; each is kept to oneself while it is read."""
    named = _kept(connection, calls, schema)
    if not named:
        return Filed(0, frozenset())
    days, ids = [day for _, day in named], [call for call, _ in named]
    connection.execute(_STUB, (days, ids))
    connection.execute(_LOCK, (days, ids))
    found = connection.execute(_LINES, (days, ids, ids)).fetchall()
    aside = _erased_aside(connection, days, ids, schema)
    rows = {
        call: _Row(call, [row[1:5] for row in lines], aside.get(call)) for call, lines in groupby(found, itemgetter(0))
    }
    made_of = [(day, call, rows[call].columns(summarise)) for call, day in named if call in rows]
    names = _COLUMNS + (_OF_HOLDS if schema >= holds.SCHEMA else ())
    with connection.cursor() as cursor:
        cursor.executemany(_update(names), [(*_values(names, columns), day, call) for day, call, columns in made_of])
    if schema >= work.SCHEMA:
        work.file_work(connection, [rows[call].left(day) for day, call, _ in made_of])
    return Filed(len(made_of), frozenset(call for call, row in rows.items() if row.lacks_script))


def _erased_aside(connection: Connected, days: list[date], ids: list[str], schema: int) -> dict[str, Erased]:
    """Return the erasures of calls that do not stand among their own lines: here they were erased, or kept aside."""
    found: dict[str, Erased] = {}
    if schema >= gone.SCHEMA:
        for call, at, ground, by in connection.execute(_ERASED_HERE, (days, ids)):
            found[call] = Erased(seq=0, at=at.astimezone(UTC), ground=ground, by=by)
    for call, line in connection.execute(_LATE_ERASED, (days, ids)):
        if isinstance(event := decode(line.encode()).event, Erased):
            found[call] = event
    return found


def put_calls_off(connection: Connected, host: str, calls: Iterable[str], schema: int) -> bool:
    """Note that a host has still to work calls out, in the transaction that is open; tell whether there are any."""
    named = _kept(connection, calls, schema)
    if named:
        connection.execute(_PUT_OFF, (host, [day for _, day in named], [call for call, _ in named]))
    return bool(named)


def behind(connection: Connected, host: str) -> list[str]:
    """Return some calls that a host has still to work out."""
    return [call for (call,) in connection.execute(_BEHIND, (host, AT_ONCE))]


def _kept(connection: Connected, calls: Iterable[str], schema: int) -> list[tuple[str, date]]:
    """Return calls with their days in the order of their ids, without those whose month was dropped: of these there is
    their open work alone, and what became of that is noted.

    What was dropped is asked with the lines locked against it: so it is not dropped before these calls are there.
    """
    named = {call: ref.day for call in calls if (ref := parse_call_id(call))}
    months = sorted({day.replace(day=1) for day in named.values()})
    if not months:
        return []
    connection.execute("lock table only callscript.event in access share mode")
    dropped = {month for (month,) in connection.execute(_DROPPED, (months,))}
    gone = {call: day for call, day in named.items() if day.replace(day=1) in dropped}
    if gone and schema >= work.SCHEMA:
        work.file_work(connection, work.moved(connection, gone))
    return [(call, day) for call, day in sorted(named.items()) if call not in gone]


def _update(names: Iterable[str]) -> bytes:
    told = ", ".join(f"{name} = %s" for name in names)
    return f"update callscript.call set {told}, behind = null where day = %s and id = %s".encode()


def _values(names: Iterable[str], columns: dict[str, Any]) -> Iterator[Any]:
    for name in names:
        value = columns[name]
        yield value.replace("\0", "") if isinstance(value, str) else value


class _Row:
    """What the lines say of one call: its own, and those of desk logs that are about it."""

    def __init__(self, call: str, lines: Sequence[tuple[str, str, Any, str]], aside: Erased | None) -> None:
        self._call = call
        own = [(host, line) for host, line, _, log in lines if log == call]
        read = FileLines("".join(f"{line}\n" for _, line in own).encode(), call).log()
        beside = [(log, event) for _, line, _, log in lines if log != call and (event := decode(line.encode()).event)]
        self._host = own[0][0] if own else ""
        self._own = read.calls.get(call, [])
        self._erased = next((event for event in self._own if isinstance(event, Erased)), aside)
        if aside and self._erased is aside and any(isinstance(event, Closed | Discarded) for event in self._own):
            self._own += numbered_on(self._own, [aside])
        corrections = [event for log, event in beside if log == desk_log_of(call) and isinstance(event, OfDesk)]
        self._whole: list[Event] = [*self._own, *numbered_on(self._own, corrections)] if self._own else []
        self._moves = [event for _, event in beside if isinstance(event, TaskMove) and is_afterwards(event)]
        self._tasks: Sequence[TaskRecord] = ()
        self.lacks_script = False

    def columns(self, summarise: Summarise) -> dict[str, Any]:
        """Return the row: of a call that has not ended, who leads it since when."""
        start = self._own[0] if self._own else None
        if not isinstance(start, CallStarted):
            return _empty() | {"host": self._host}
        begun = {"operator": start.operator.number, "pack": start.pack, "language": start.language, "started": start.at}
        row = _empty() | begun | {"host": self._host, "entry": start.entry}
        if erased := self._erased:
            row |= {"erased": erased.at, "ground": erased.ground}
        if not any(isinstance(event, Closed | Discarded | Erased) for event in self._own):
            return row
        found = made(self._whole, summarise, self._moves)
        self.lacks_script = found is None
        if not found:
            return row
        self._tasks = found[0].tasks
        return row | _columns_of(found[0].summary)

    def left(self, day: date) -> work.Left:
        """Return the work of the call, once its row was worked out: one that has not ended has left none yet."""
        tasks = None if self.lacks_script else self._tasks
        return work.Left(day, self._call, self._host, tasks, self._moves, self._erased)


def _empty() -> dict[str, Any]:
    texts = dict.fromkeys(_COLUMNS, "")
    times = dict.fromkeys(("started", "ended", "erased", "breached", "received"))
    flags = dict.fromkeys(("filed", "as_addressed", "closed", "discarded"), False)
    return texts | times | flags | {"phones": [], "owed": 0, "holds": None, "holds_over": None}


def _columns_of(summary: CallSummary) -> dict[str, Any]:
    of_summary = {name: getattr(summary, name) for name in (*_COLUMNS, *_OF_HOLDS) if hasattr(summary, name)}
    return of_summary | {"phones": list(summary.phones), "filed": True}
