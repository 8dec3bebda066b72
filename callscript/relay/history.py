"""The calls of other hosts under a number, asked of PostgreSQL on a thread and a connection of their own: a batch that
is under way holds no question up, and a server that hangs holds up this thread alone.
"""

from __future__ import annotations

from collections.abc import Callable
from queue import Empty, Queue
from threading import Thread
from typing import Any

import msgspec

from callscript.contacts.phones import last_digits
from callscript.core.records import CallSummary
from callscript.relay.migrations import hold_fit
from callscript.relay.postgres import Connected, connected
from callscript.relay.settings import Settings
from callscript.runtime.exit_status import Foreseen
from callscript.store.relayed.questions import LONGEST_ANSWER, Answer, OtherCall, encode

_SCHEMA = 8
"""The schema that has the index for it."""
_COLUMNS = tuple(name for name in CallSummary.__struct_fields__ if name != "continues")
HISTORY = f"""
    select count(*) over (), host, {", ".join(_COLUMNS)} from callscript.call
    where callscript.last_digits(phones) @> array[%s::text] and filed and not discarded and host <> %s
    order by started desc, id desc limit %s"""
_MOST = 100
_WAITING = 16
"""Questions that wait at most: more than that would be answered too late."""
_IDLE = 20.0
"""Seconds after which it is looked whether the server is still there."""
_PAUSE = 1.0
"""Seconds between two tries to connect."""

Answered = Callable[[Answer], object]


class History:
    """Answers questions about numbers."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._questions: Queue[tuple[str, Answered]] = Queue(_WAITING)
        self._connected = False
        Thread(target=self._work, name="history", daemon=True).start()

    def ask(self, phone: str, answered: Answered) -> None:
        """Have a question answered, from the thread; at once if that cannot be."""
        if not self._connected or not last_digits(phone) or self._questions.full():
            answered(Answer())
        else:
            self._questions.put_nowait((phone, answered))

    def _work(self) -> None:
        while True:
            try:
                with connected(self._settings, "callscript relay: history", in_time=True) as connection:
                    if hold_fit(connection) >= _SCHEMA:
                        self._connected = True
                        self._answer(connection)
            except Foreseen:  # the relay itself tells what is wrong with PostgreSQL
                pass
            finally:
                self._connected = False
            self._drop()

    def _answer(self, connection: Connected) -> None:
        connection.execute("set statement_timeout = '200ms'")
        while True:
            try:
                phone, answered = self._questions.get(timeout=_IDLE)
            except Empty:
                connection.execute("select 1")
                continue
            answer = Answer()
            try:
                answer = look_up(connection, phone, self._settings.host)
            finally:
                answered(answer)

    def _drop(self) -> None:
        """Answer what waits that it cannot be, and wait before the next try."""
        end = False
        while not end:
            try:
                _, answered = self._questions.get(timeout=_PAUSE)
                answered(Answer())
            except Empty:
                end = True


def look_up(connection: Connected, phone: str, host: str) -> Answer:
    """Return the calls of other hosts than one under a number, the latest first: the same, or maybe the same."""
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
