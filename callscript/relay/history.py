"""The calls of other hosts under a number, as PostgreSQL has them at a glance."""

from __future__ import annotations

from functools import partial
from typing import Any

import msgspec

from callscript.contacts.phones import last_digits
from callscript.core.records import CallSummary
from callscript.relay.asked import Asking
from callscript.relay.postgres import Connected
from callscript.store.relayed.questions import LONGEST_ANSWER, Answer, OtherCall, encode

_SCHEMA = 9
"""The schema that has the index for it, and says which host has gone on with a call."""
_LEFT_OUT = ("continues", "holds", "holds_over", "limits")
"""Nobody asks for them of another host's call."""
_COLUMNS = tuple(name for name in CallSummary.__struct_fields__ if name not in _LEFT_OUT)
HISTORY = f"""
    select count(*) over (), at_host, {", ".join(_COLUMNS)} from callscript.call as c
    cross join lateral (select coalesce(
      (select l.host from callscript.led as l where l.day = c.day and l.log = c.id), c.host) as at_host) as filed_at
    where callscript.last_digits(phones) @> array[%s::text] and filed and not discarded and at_host <> %s
    order by started desc, id desc limit %s"""
"""A call is in the registers of the host that has gone on with it, not of the one where it began."""
_MOST = 100


def who_rang(phone: str, host: str) -> Asking:
    """Return how the calls of other hosts than one under a number are asked for."""
    return Asking(_SCHEMA, partial(look_up, phone=phone, host=host))


def look_up(connection: Connected, phone: str, host: str) -> Answer:
    """Return the calls of other hosts than one under a number, the latest first: the same, or maybe the same."""
    if not last_digits(phone):
        return Answer()
    rows = connection.execute(HISTORY.encode(), (last_digits(phone), host, _MOST)).fetchall()
    calls = [OtherCall(row[1], _call(row[2:])) for row in rows]
    number = rows[0][0] if rows else 0
    while True:
        answer = Answer(connected=True, asked=True, calls=tuple(calls), left_out=number - len(calls))
        if len(encode(answer)) < LONGEST_ANSWER:
            return answer
        del calls[len(calls) // 2 :]


def _call(values: tuple[Any, ...]) -> CallSummary:
    return msgspec.convert(dict(zip(_COLUMNS, values, strict=True)), CallSummary)
