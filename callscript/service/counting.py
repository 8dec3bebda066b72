"""Counts the calls of a home: what the journals say of them, with what became of their work and was delivered since."""

from __future__ import annotations

from collections.abc import Generator, Iterable
from contextlib import contextmanager
from datetime import date, datetime

from callscript.core.call.fold import fold_all
from callscript.core.counts import Counted, Dimension, Sums, counted
from callscript.core.script.model import Script
from callscript.packs.versions import Versions
from callscript.runtime.i18n import _
from callscript.service.delivery.delivered import with_deliveries
from callscript.service.summary import moved_on
from callscript.store.errors import StoreError
from callscript.store.logs import CallLog, DayLog
from callscript.store.names import LogRef
from callscript.store.ports import Standing, Store

_NAMED = 20
"""How many calls that cannot be counted are named: of a script that is missing there may be thousands."""


class Counting:
    """The calls that began on some days, counted centre by centre."""

    def __init__(self, store: Store, versions: Versions, now: datetime, by: Iterable[Dimension] = ()) -> None:
        self._store = store
        self._versions = versions
        self._now = now
        self._by = tuple(by)
        self.sums: dict[str, Sums] = {}
        """By the id of a pack."""
        self.scripts: dict[str, Script] = {}
        """Likewise: the version that led its latest call."""
        self.uncounted = 0
        """How many calls cannot be counted."""
        self.problems: list[object] = []
        """Why, and what else is wrong: what is counted may not be all."""

    def count(self, first: date | None = None, last: date | None = None) -> None:
        """Count the calls that began on these days, by the centre's clock; on any day, where none is given."""

        def asked(day: date) -> bool:
            return (first is None or first <= day) and (last is None or day <= last)

        for day in filter(asked, self._store.journal.days()):
            self._count_day(day)
        standing = self._standing()
        if not standing.complete:
            self.problems.append(_("the registers are not complete: run callscript rebuild"))
        gone = filter(asked, standing.gone)
        self.problems += [_("the journal of {day} is missing").format(day=day.isoformat()) for day in gone]

    def _count_day(self, day: date) -> None:
        logs: Iterable[LogRef] = ()
        with self._telling():
            logs = self._store.journal.logs(day)
        for log in logs:
            with self._telling():
                self._count_log(self._store.journal.read_log(log))

    def _count_log(self, log: DayLog) -> None:
        self.problems += log.problems
        for call in log.newer:
            self._miss(_("call {call} was recorded by a newer release of callscript").format(call=call))
        for call in log.calls:
            self._count(call, log.of(call))

    def _count(self, call: str, log: CallLog) -> None:
        script = self._versions.of(log.events)
        found = self._counted(script, call, log) if script else None
        if script is None or found is None:
            told = _("call {call} cannot be read, or the script that it was led by is not here any more")
            self._miss(told.format(call=call))
            return
        self.scripts[script.pack.id] = script
        self.sums.setdefault(script.pack.id, Sums(self._by)).add(found)

    def _miss(self, told: str) -> None:
        self.uncounted += 1
        self.problems += [told] if self.uncounted <= _NAMED else []

    def _counted(self, script: Script, call_id: str, log: CallLog) -> Counted | None:
        call = with_deliveries(script, fold_all(script, log.whole), self._store.outbox)
        moves = self._store.tasks.of_call(call_id) if call.tasks else ()  # nothing else can be moved
        return counted(script, moved_on(script, call, moves), self._now)

    def _standing(self) -> Standing:
        with self._telling():
            self.problems += self._store.take_notices()
            return self._store.registers.standing(self._store.journal)
        return Standing(complete=False, gone=[])

    @contextmanager
    def _telling(self) -> Generator[None]:
        """Tell what cannot be read; the rest is counted."""
        try:
            yield
        except StoreError as error:
            self.problems.append(error)
