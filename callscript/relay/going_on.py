"""What of an operator other hosts have: calls that are open there, logs that they go on with; and having one here."""

from __future__ import annotations

from functools import partial

from callscript.relay.asked import Asking
from callscript.relay.fencing import SCHEMA
from callscript.relay.postgres import Connected
from callscript.relay.scripts import Bringing
from callscript.store.names import desk_log_of, parse_log_id
from callscript.store.relayed.questions import (
    LONGEST_ANSWER,
    Answer,
    LinesOf,
    LogElsewhere,
    TakeOver,
    WhatElsewhere,
    encode,
)

_THESE = b"select (now() at time zone 'utc')::date + n from generate_series(-4, 1) as n order by n"
"""The days that are looked through, by the server's clock."""
OPEN = """
    select c.id, coalesce(l.host, e.host)
    from unnest(%s::date[], %s::text[], %s::text[]) as g (day, first, behind)
    join callscript.call c on c.day = g.day and c.id >= g.first and c.id < g.behind
    cross join lateral (
      select e.host from callscript.event e where e.day = c.day and e.call = c.id order by e.seq desc limit 1) as e
    left join callscript.led l on l.day = c.day and l.log = c.id
    where not (c.closed or c.discarded) and c.erased is null and c.entry = '' and (l.host <> %s or e.host <> %s)
    and not exists (select from callscript.event x
      where x.day = c.day and x.call = c.id and x.type in ('closed', 'discarded', 'erased'))
    order by c.id"""
DESK = """
    select g.log, e.host from unnest(%s::date[], %s::text[]) as g (day, log)
    cross join lateral (
      select e.host from callscript.event e where e.day = g.day and e.call = g.log order by e.seq desc limit 1) as e
    where e.host <> %s"""
LED = "select log from callscript.led where operator = %s and day >= %s and host <> %s"
LINES = "select line from callscript.event where day = %s and call = %s and seq > %s order by seq limit %s"
_TAKE_OVER = "select callscript.take_over(%s, %s, %s, %s)"
_AT_ONCE = 200
"""Lines of an answer at most."""


def what_elsewhere(asked: WhatElsewhere, host: str) -> Asking:
    """Return how it is asked what another host than one has of an operator."""
    return Asking(SCHEMA, partial(_what_elsewhere, operator=asked.operator, host=host))


def _what_elsewhere(connection: Connected, operator: str, host: str) -> Answer:
    days = [day for (day,) in connection.execute(_THESE).fetchall()]
    first = [f"{day:%Y%m%d}-{operator}-" for day in days]
    behind = [f"{day:%Y%m%d}-{operator}." for day in days]  # the sign that follows the one before it
    found = connection.execute(OPEN, (days, first, behind, host, host)).fetchall()
    desks = list(map(desk_log_of, first))
    found += connection.execute(DESK, (days, desks, host)).fetchall()
    led = connection.execute(LED, (operator, days[0], host)).fetchall()
    logs = tuple(LogElsewhere(log, at) for log, at in found)
    return Answer(connected=True, asked=True, elsewhere=logs, led=tuple(log for (log,) in led))


def lines_of(asked: LinesOf, scripts: Bringing) -> Asking:
    """Return how lines of a log are asked for, from some number on; with the first ones the script of a call comes."""
    return Asking(SCHEMA, partial(_lines_of, asked=asked, scripts=scripts))


def _lines_of(connection: Connected, asked: LinesOf, scripts: Bringing) -> Answer:
    ref = parse_log_id(asked.log)
    rows = connection.execute(LINES, (ref and ref.day, asked.log, asked.behind, _AT_ONCE)).fetchall()
    lines = [line for (line,) in rows]
    told = partial(Answer, connected=True, asked=True, changed=scripts.bring(connection, lines))
    while len(encode(answer := told(lines=tuple(lines)))) >= LONGEST_ANSWER:
        del lines[len(lines) // 2 :]
    return answer


def take_over(asked: TakeOver) -> Asking:
    """Return how a host goes on with a log."""
    return Asking(SCHEMA, partial(_take_over, asked=asked))


def _take_over(connection: Connected, asked: TakeOver) -> Answer:
    ref = parse_log_id(asked.log)
    row = connection.execute(_TAKE_OVER, (ref and ref.day, asked.log, asked.operator, asked.epoch)).fetchone()
    return Answer(connected=True, asked=True, taken=bool(row and row[0]))
