"""What a board asks: how the operators of other hosts stand, and for a call of theirs, once it is kept who opens it."""

from __future__ import annotations

from functools import partial

import msgspec

from callscript.relay.asked import Asking
from callscript.relay.living import SCHEMA
from callscript.relay.postgres import Connected
from callscript.runtime.accounts import account_name
from callscript.runtime.text import clean
from callscript.store.names import operator_named, parse_call_id
from callscript.store.relayed.questions import Answer

LIVE = """
    select json_build_object('at', clock_timestamp(),
      'hosts', (select coalesce(json_agg(h), '[]') from callscript.host h
                where h.host <> %s and h.at > now() - interval '12 hours'),
      'rows', (select coalesce(json_agg(l), '[]') from callscript.live l where l.host <> %s))::text"""
"""PostgreSQL writes it as it is answered: it is asked each second."""
OPENED = """
    insert into callscript.access (day, call, operator, host, account, uid, "by") values (%s, %s, %s, %s, %s, %s, %s)"""
LINES = """
    select e.line, false, e.day, e.seq from callscript.event e where e.day = %s and e.call = %s
    union all
    select e.line, true, e.day, e.seq from callscript.event e where e.about = %s
    order by 2, 3, 4"""


def how_they_stand(host: str) -> Asking:
    """Return how it is asked how the operators of other hosts than one stand."""
    return Asking(SCHEMA, partial(_standing, host=host))


def open_call(call: str, by: str, account: int, host: str) -> Asking:
    """Return how an account on a host opens a call; `by`: the operator's number in its profile."""
    who = (host, account_name(account), account, clean(by))
    return Asking(SCHEMA, partial(_opened, call=call, who=who))


def _standing(connection: Connected, host: str) -> Answer:
    row = connection.execute(LIVE, (host, host)).fetchone()
    assert row
    return Answer(connected=True, asked=True, live=msgspec.Raw(row[0].encode()))


def _opened(connection: Connected, call: str, who: tuple[str, str, int, str]) -> Answer:
    """Return the lines of a call, once it is in PostgreSQL who opens it."""
    if not (ref := parse_call_id(call)):
        return Answer(refused="this is no call")
    connection.execute(OPENED, (ref.day, call, operator_named(ref.operator), *who))  # a transaction of its own
    lines = connection.execute(LINES, (ref.day, call, call)).fetchall()
    return Answer(
        connected=True,
        asked=True,
        lines=tuple(line for line, beside, *_ in lines if not beside),
        beside=tuple(line for line, beside, *_ in lines if beside),
    )
