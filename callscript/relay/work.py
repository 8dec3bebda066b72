"""The work that calls have left, in PostgreSQL: a row a piece, worked out as the registers of a host work it out.

In whatever order events of several hosts come, the row is that of all that are there. Where a call cannot be
summarised, since its script is not here or the lines of its month were dropped, what came is added to what is known.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

import msgspec
from msgspec.structs import replace

from callscript.core.call.event import ERASED as NOTHING
from callscript.core.call.events import Erased, TaskMove, is_afterwards
from callscript.core.records import TaskHistory, TaskRecord, task_id
from callscript.core.tasks import in_order
from callscript.relay.erasing import ERASED
from callscript.relay.postgres import Connected
from callscript.relay.tail import Sent
from callscript.store.errors import UNREADABLE
from callscript.store.journal.lines import decode

SCHEMA = 12
"""The schema that has tables for it."""
_COLUMNS = ("host", "owner", "people", "kind", "due", "state", "attempt", "taken_by", "erased", "record")
_PUT = f"""
    insert into callscript.task as t (day, call, id, {", ".join(_COLUMNS)})
    values (%s, %s, %s{", %s" * len(_COLUMNS)}) on conflict (day, call, id)
    do update set {", ".join(f"{name} = excluded.{name}" for name in _COLUMNS)}
    where ({", ".join(f"t.{name}" for name in _COLUMNS)})
      is distinct from ({", ".join(f"excluded.{name}" for name in _COLUMNS)})""".encode()
_NO_MORE = """
    delete from callscript.task t using unnest(%s::date[], %s::text[]) as g (day, call)
    where t.day = g.day and t.call = g.call and t.id <> all (%s)"""
"""What a call had left, and has not by what is known of it now."""
_KNOWN = """
    select t.call, t.host, t.record
    from callscript.task t join unnest(%s::date[], %s::text[]) as g (day, call) using (day, call)
    order by t.day, t.call, t.id for update of t"""
_MOVES = "select about, line from callscript.event where about = any (%s) order by day, call, seq"
CLOSED = "state not in ('open', 'taken')"
"""What is not to be done any more."""
NOWHERE = """
    delete from callscript.task t where day = %s
    and not exists (select from callscript.event e where e.day = t.day and e.call = t.call)"""
"""What no line of a day knows of."""

_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(TaskHistory, strict=False).decode


class Left(NamedTuple):
    """The work of a call."""

    day: date
    call: str
    host: str
    tasks: Sequence[TaskRecord] | None
    """What the call has left open; None: that cannot be told, and it is what it was."""
    moves: Sequence[TaskMove]
    """What became of it since."""
    erased: Erased | None = None


def file_work(connection: Connected, of_calls: Sequence[Left]) -> None:
    """Note how the work of calls stands, in the transaction that is open."""
    known = _known(connection, [left for left in of_calls if left.tasks is None])
    rows = list[tuple[Any, ...]]()
    told = list[Left]()
    for left in of_calls:
        if left.tasks is not None:
            told.append(left)
            rows += (_row(left, left.host, each) for each in _histories(left.call, left.tasks, left.moves))
        else:
            rows += (_row(left, host, _added(each, left)) for host, each in known[left.call])
    if told:
        given = [left.day for left in told], [left.call for left in told]
        connection.execute(_NO_MORE, (*given, [row[2] for row in rows]))
    with connection.cursor() as cursor:
        cursor.executemany(_PUT, rows)


def moved(connection: Connected, calls: Mapping[str, date]) -> list[Left]:
    """Return what became of the work of calls whose own lines were dropped; their open work was not."""
    found = defaultdict[str, list[TaskMove]](list)
    for call, line in connection.execute(_MOVES, (sorted(calls),)):
        if isinstance(event := decode(line.encode()).event, TaskMove) and is_afterwards(event):
            found[call].append(event)
    return [Left(calls[call], call, "", None, moves) for call, moves in sorted(found.items())]


def erase(connection: Connected, lines: Iterable[Sent], but: Collection[str]) -> None:
    """Erase the work of calls that lines say are erased, where these lines are of months that were dropped.

    `but`: the calls whose lines are taken.
    """
    told = [(sent, decode(sent.raw).event) for sent in lines if sent.type == ERASED and sent.call not in but]
    of_calls = [Left(sent.ref.day, sent.call, "", None, (), event) for sent, event in told if isinstance(event, Erased)]
    if of_calls:
        file_work(connection, of_calls)


def _known(connection: Connected, of_calls: Sequence[Left]) -> Mapping[str, list[tuple[str, TaskHistory]]]:
    """Return what is known of the work of calls, with their hosts; what only a newer release can read is left alone."""
    found = defaultdict[str, list[tuple[str, TaskHistory]]](list)
    if of_calls:
        given = [left.day for left in of_calls], [left.call for left in of_calls]
        for call, host, record in connection.execute(_KNOWN, given).fetchall():
            if history := _history(record):
                found[call].append((host, history))
    return found


def _history(record: str) -> TaskHistory | None:
    try:
        return _decode(record)
    except UNREADABLE:
        return None


def _histories(call: str, tasks: Iterable[TaskRecord], moves: Iterable[TaskMove]) -> Iterator[TaskHistory]:
    by_task = defaultdict[str, list[TaskMove]](list)
    for move in moves:
        by_task[task_id(move.call, move.task)].append(move)
    for task in tasks:
        yield TaskHistory(id=task.id, call=call, opened=task, moves=_once(by_task[task.id]))


def _added(known: TaskHistory, left: Left) -> TaskHistory:
    """Return work with what became of it, and without the caller if the call is erased."""
    more = [move for move in left.moves if task_id(move.call, move.task) == known.id]
    opened, moves = known.opened, _once([*known.moves, *more])
    if left.erased:
        opened = replace(opened, erased=left.erased.at, ground=left.erased.ground)
    if opened.erased:
        opened = replace(opened, phone="", name="", as_addressed=False, to=NOTHING if opened.to else "")
        moves = tuple(map(_without_caller, moves))
    return replace(known, opened=opened, moves=moves)


def _once(moves: Iterable[TaskMove]) -> tuple[TaskMove, ...]:
    """Return moves in order, each once: if what a caller gave was erased since, as it came last."""
    found = {
        (type(move), *(value for name, value in _fields(move) if name not in move.given)): move
        for move in (replace(move, seq=0) for move in moves)
    }
    return tuple(in_order(found.values()))


def _fields(move: TaskMove) -> Iterator[tuple[str, Any]]:
    return ((name, getattr(move, name)) for name in move.__struct_fields__)


def _without_caller(move: TaskMove) -> TaskMove:
    return replace(move, **{name: NOTHING for name in move.given if getattr(move, name)})


def _row(left: Left, host: str, history: TaskHistory) -> tuple[Any, ...]:
    task = history.stands
    by = task.by if task.state == "taken" else ""
    names = (host, task.whose, task.theirs, task.kind, task.due, task.state, task.attempt, by, task.erased)
    values = (value.replace("\0", "") if isinstance(value, str) else value for value in names)
    return (left.day, left.call, history.id, *values, _encode(history).decode())
