"""What sessions ask of PostgreSQL, asked on a thread and a connection of its own: a batch that is under way holds no
question up, and a server that hangs holds up this thread alone.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from queue import Empty, Queue
from threading import Thread
from typing import NamedTuple

from psycopg.errors import QueryCanceled

from callscript.relay.migrations import hold_fit
from callscript.relay.place import Holding, Place
from callscript.relay.postgres import Connected, connected
from callscript.relay.settings import Settings
from callscript.runtime.clock import SystemClock
from callscript.runtime.exit_status import Foreseen
from callscript.runtime.paths import Folders
from callscript.store.relayed.questions import Answer

_WAITING = 16
"""Questions that wait at most: more than that would be answered too late."""
_IDLE = 20.0
"""Seconds after which it is looked whether the server is still there, and what its clock says."""
_PAUSE = 1.0
"""Seconds from one try to connect to the next at least: whoever looks each second misses no look by it."""

Answered = Callable[[Answer], object]


class Asking(NamedTuple):
    """A question, as PostgreSQL is asked it."""

    schema: int
    """The schema that it needs."""
    work: Callable[[Connected], Answer]
    """Asks it; it may raise what PostgreSQL says."""


class Asked:
    """Asks PostgreSQL, one question after another."""

    def __init__(self, folders: Folders, settings: Settings) -> None:
        self._settings = settings
        self._place = Place(folders, settings.host)
        self.host = settings.host
        self._questions: Queue[tuple[Asking, Answered]] = Queue(_WAITING)
        self._schema = 0
        """Of the server that there is a connection to; 0: there is none."""
        self.ahead = 0.0
        """By how many seconds the server's clock was ahead of this machine's when it was looked at last."""
        Thread(target=self._work, name="asked", daemon=True).start()

    def ask(self, asking: Asking, answered: Answered) -> None:
        """Have a question answered, from the thread; at once if that cannot be."""
        if self._schema < asking.schema or self._questions.full():
            answered(Answer())
        else:
            self._questions.put_nowait((asking, answered))

    def _work(self) -> None:
        while True:
            begun = time.monotonic()
            try:
                with connected(self._settings, "callscript relay: asked", in_time=True) as connection:
                    schema = hold_fit(connection)
                    holding = Holding(self._place, connection, schema)
                    self._schema = schema
                    self._answer(connection, holding)
            except Foreseen:  # the relay itself tells what is wrong with PostgreSQL
                pass
            finally:
                self._schema = 0
            self._drop(max(0.0, begun + _PAUSE - time.monotonic()))

    def _answer(self, connection: Connected, holding: Holding) -> None:
        connection.execute("set statement_timeout = '400ms'")
        looked = float("-inf")
        while True:
            if time.monotonic() - looked >= _IDLE:
                self.ahead, looked = ahead_of(connection), time.monotonic()
            try:
                asking, answered = self._questions.get(timeout=_IDLE)
            except Empty:
                continue
            answer = Answer()
            try:
                holding.go_on()
                with suppress(QueryCanceled):  # it took too long: the next one may not
                    answer = asking.work(connection)
            finally:
                answered(answer)

    def _drop(self, pause: float) -> None:
        """Answer what waits that it cannot be, and wait before the next try."""
        with suppress(Empty):
            while True:
                _, answered = self._questions.get(timeout=pause)
                answered(Answer())


def midway(clock: SystemClock, begun: datetime) -> datetime:
    """Return when the server has looked at its clock that was asked since a moment."""
    return begun + (clock.now() - begun) / 2


def ahead_of(connection: Connected) -> float:
    """Return by how many seconds the server's clock is ahead of this machine's."""
    clock = SystemClock()
    begun = clock.now()
    row = connection.execute("select clock_timestamp()").fetchone()
    assert row
    return (row[0] - midway(clock, begun)).total_seconds()
