"""The calls of other hosts under a number, as PostgreSQL has them at a glance."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any

import msgspec
from msgspec.structs import replace

from callscript.contacts.phones import last_digits
from callscript.core.call.events import CallStarted, Registered
from callscript.core.records import CallSummary
from callscript.relay.asked import Asking
from callscript.relay.postgres import Connected
from callscript.store.journal.lines import decode
from callscript.store.relayed.questions import LONGEST_ANSWER, Answer, OtherCall, encode

_SCHEMA = 9
"""The schema that has the index for it, and says which host has gone on with a call."""
_LEFT_OUT = ("continues", "registered", "holds", "holds_over", "limits")
"""What no row has, or nobody asks for of another host's call."""
_COLUMNS = tuple(name for name in CallSummary.__struct_fields__ if name not in _LEFT_OUT)
HISTORY = f"""
    select count(*) over (), at_host, {", ".join(_COLUMNS)} from callscript.call as c
    cross join lateral (select coalesce(
      (select l.host from callscript.led as l where l.day = c.day and l.log = c.id), c.host) as at_host) as filed_at
    where callscript.last_digits(phones) @> array[%s::text] and filed and not discarded and at_host <> %s
    order by started desc, id desc limit %s"""
"""A call is in the registers of the host that has gone on with it, not of the one where it began."""
_SAID = b"""
    select e.call, e.line
    from callscript.event e join unnest(%s::date[], %s::text[]) as g (day, call) using (day, call)
    where e.type in ('call_started', 'registered') order by e.call, e.seq"""
_MOST = 100


def who_rang(phone: str, host: str) -> Asking:
    """Return how the calls of other hosts than one under a number are asked for."""
    return Asking(_SCHEMA, partial(look_up, phone=phone, host=host))


def look_up(connection: Connected, phone: str, host: str) -> Answer:
    """Return the calls of other hosts than one under a number, the latest first: the same, or maybe the same."""
    if not last_digits(phone):
        return Answer()
    rows = connection.execute(HISTORY.encode(), (last_digits(phone), host, _MOST)).fetchall()
    calls = _as_said(connection, [OtherCall(row[1], _call(row[2:])) for row in rows])
    number = rows[0][0] if rows else 0
    while True:
        answer = Answer(connected=True, asked=True, calls=tuple(calls), left_out=number - len(calls))
        if len(encode(answer)) < LONGEST_ANSWER:
            return answer
        del calls[len(calls) // 2 :]


def _as_said(connection: Connected, calls: Sequence[OtherCall]) -> list[OtherCall]:
    """Return calls with what their own lines tell besides: who rang up, and what was registered in them."""
    days, ids = [each.call.day for each in calls], [each.call.id for each in calls]
    lines = connection.execute(_SAID, (days, ids)).fetchall() if calls else []
    said = {id: [decode(line.encode()).event for call, line in lines if call == id] for id in ids}
    return [OtherCall(each.host, _told(each.call, said[each.call.id])) for each in calls]


def _told(call: CallSummary, events: Iterable[object]) -> CallSummary:
    registered = dict[str, None]()
    for event in events:
        if isinstance(event, CallStarted):
            call = replace(call, continues=event.continues)
        elif isinstance(event, Registered):
            registered[event.what] = None
    return replace(call, registered=tuple(registered))


def _call(values: tuple[Any, ...]) -> CallSummary:
    return msgspec.convert(dict(zip(_COLUMNS, values, strict=True)), CallSummary)
