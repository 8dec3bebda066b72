"""What a board asks: how the operators of other hosts stand, and for a call of theirs, once it is kept who opens it."""

from __future__ import annotations

import time
from functools import partial

import msgspec

from callscript.relay.asked import Asking
from callscript.relay.living import SCHEMA
from callscript.relay.postgres import Connected
from callscript.relay.scripts import Bringing
from callscript.runtime.accounts import account_name
from callscript.runtime.text import clean
from callscript.store.names import operator_named, parse_call_id
from callscript.store.relayed.questions import Answer

LIVE = """
    select json_build_object('at', clock_timestamp(), 'here', %s::text,
      'hosts', (select coalesce(json_agg(h), '[]') from callscript.host h
                where h.host <> %s and h.at > now() - interval '12 hours'),
      'rows', (select coalesce(json_agg(l), '[]') from callscript.live l where l.host <> %s),
      'seats', (select coalesce(json_agg(s), '[]') from (
        select distinct s.operator, s.host, s.since from callscript.live l cross join lateral (
          select * from callscript.seat s where s.operator = l.operator and s.host <> l.host offset 0) s) s),
      'led', (select coalesce(json_agg(d), '[]') from (
        select d.log as call, d.host, d.at from callscript.live l join callscript.led d
          on d.operator = split_part(l.call, '-', 2) and d.day > current_date - 7 and d.log = l.call
        where l.host <> d.host) d))::text"""
"""PostgreSQL writes it as it is answered: it is asked each second."""
_MOMENT = 0.05
"""Seconds: whoever looks once a second sees everything by so much later."""
OPENED = """
    insert into callscript.access (day, call, operator, host, account, uid, "by") values (%s, %s, %s, %s, %s, %s, %s)"""
LINES = """
    select e.line, false, e.day, e.seq from callscript.event e where e.day = %s and e.call = %s
    union all
    select e.line, true, e.day, e.seq from callscript.event e where e.about = %s
    order by 2, 3, 4"""


class Others:
    """How the operators of other hosts than one stand: PostgreSQL is asked once for all boards that ask in a moment."""

    def __init__(self, host: str) -> None:
        self._host = host
        self._told = Answer()
        self._until = 0.0

    def asking(self) -> Asking:
        """Return how it is asked."""
        return Asking(SCHEMA, self._look)

    def _look(self, connection: Connected) -> Answer:
        if time.monotonic() >= self._until:
            row = connection.execute(LIVE, (self._host, self._host, self._host)).fetchone()
            assert row
            self._told = Answer(connected=True, asked=True, live=msgspec.Raw(row[0].encode()))
            self._until = time.monotonic() + _MOMENT
        return self._told


def open_call(call: str, by: str, account: int, host: str, scripts: Bringing) -> Asking:
    """Return how an account on a host opens a call; `by`: the operator's number in its profile."""
    who = (host, account_name(account), account, clean(by))
    return Asking(SCHEMA, partial(_opened, call=call, who=who, scripts=scripts))


def _opened(connection: Connected, call: str, who: tuple[str, str, int, str], scripts: Bringing) -> Answer:
    """Return the lines of a call, once it is in PostgreSQL who opens it."""
    if not (ref := parse_call_id(call)):
        return Answer(refused="this is no call")
    connection.execute(OPENED, (ref.day, call, operator_named(ref.operator), *who))  # a transaction of its own
    lines = connection.execute(LINES, (ref.day, call, call)).fetchall()
    own = tuple(line for line, beside, *_ in lines if not beside)
    return Answer(
        connected=True,
        asked=True,
        changed=scripts.bring(connection, own),
        lines=own,
        beside=tuple(line for line, beside, *_ in lines if beside),
    )
