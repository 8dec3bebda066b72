"""Erasure as PostgreSQL hears of it: that a call is erased is an event like others, and by it the call is erased here.

Its lines are not waited for. Where a journal was damaged after it was sent on, the erasure has left nothing in it of
the damaged line, or of those behind it, that could take the place of a line here. What is taken away stands beside the
chain, which goes on as it was.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from psycopg import Cursor
from psycopg.rows import TupleRow

from callscript.relay.postgres import Connected
from callscript.relay.tail import Sent
from callscript.store.journal.erasure import without_caller
from callscript.store.names import parse_call_id

ERASED = "erased"
"""The type of the event which says that its call is erased."""
TAKE_AWAY = "select callscript.take_away(%s, %s, %s, %s)"
_HOLD = """
    select c.id, c.erased is not null
    from callscript.call c join unnest(%s::date[], %s::text[]) as g (day, id) using (day, id)
    order by c.day, c.id for update of c"""
_LINES = """
    select g.call, true, e.day, e.call, e.seq, e.line
    from callscript.event e join unnest(%s::date[], %s::text[]) as g (day, call) using (day, call) where e.host = %s
    union all
    select e.about, true, e.day, e.call, e.seq, e.line from callscript.event e where e.about = any (%s) and e.host = %s
    union all
    select g.call, false, l.day, l.call, l.seq, l.line
    from callscript.late l join unnest(%s::date[], %s::text[]) as g (day, call) using (day, call) where l.host = %s
    union all
    select callscript.about(l.line), false, l.day, l.call, l.seq, l.line
    from callscript.late l where callscript.about(l.line) = any (%s) and l.host = %s"""


def hold(connection: Connected, lines: Iterable[Sent]) -> Cursor[TupleRow]:
    """Ask which calls that lines are of, or about, were erased before: that stays so until the transaction ends. Nobody
    erases one of them meanwhile who would not see the lines.
    """
    calls = sorted(filter(parse_call_id, {sent.about or sent.call for sent in lines}))
    return connection.execute(_HOLD, (_days(calls), calls))


def erase(connection: Connected, host: str, lines: Collection[Sent], before: Collection[str]) -> set[str]:
    """Erase the calls that lines of a host say are erased, and what the host sends of those that were erased `before`:
    here, while the host was gone, or there.

    Return those that are to be worked out again: there are events of them. Other hosts erase what they have sent.
    """
    told = {sent.call for sent in lines if sent.type == ERASED}
    calls = sorted(filter(parse_call_id, told.union(before)))
    if not calls:
        return set()
    days = _days(calls)
    given = (days, calls, host, calls, host, days, calls, host, calls, host)
    there: set[str] = set()
    for call, counts, day, log, seq, line in connection.execute(_LINES, given).fetchall():
        if (shorter := without_caller(line.encode(), call).decode()) != line:
            connection.execute(TAKE_AWAY, (day, log, seq, shorter))
        if counts:
            there.add(call)
    return there


def _days(calls: Iterable[str]) -> list[date]:
    return [ref.day for call in calls if (ref := parse_call_id(call))]
