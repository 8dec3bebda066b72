"""Counts the calls of a home: what the journals say of them, with what became of their work and was delivered since."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Mapping
from contextlib import contextmanager
from datetime import date, datetime

from callscript.core.call.fold import fold_all, moved_on
from callscript.core.call.notices import not_delivered
from callscript.core.counts import Dimension, counted
from callscript.core.script.model import Script
from callscript.core.sums import Sums
from callscript.packs.versions import Versions
from callscript.runtime.i18n import _
from callscript.service.counts_kept import CallKept, CountsKept, DayKept, LogKept
from callscript.service.delivery.delivered import with_deliveries
from callscript.store.errors import StoreError
from callscript.store.logs import CallLog
from callscript.store.names import LogRef
from callscript.store.ports import Standing, Store

_NAMED = 20
"""How many calls that cannot be counted are named: of a script that is missing there may be thousands."""


class Counting:
    """The calls that began on some days, counted centre by centre."""

    def __init__(
        self,
        store: Store,
        versions: Versions,
        now: datetime,
        by: Iterable[Dimension] = (),
        kept: CountsKept | None = None,
    ) -> None:
        self._store = store
        self._versions = versions
        self._now = now
        self._by = tuple(by)
        self._kept = kept
        """What was counted before; None: everything is counted anew."""
        self._aside: dict[str, bool] = {}
        """By operator: whether something of theirs is in the second place, of which no journal tells."""
        self.sums: dict[str, Sums] = {}
        """By the id of a pack."""
        self.scripts: dict[str, Script] = {}
        """Likewise: the version that led its latest call."""
        self.read = 0
        """How many calls were folded, and not taken as they were kept."""
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
        logs: Mapping[LogRef, object] = {}
        with self._telling():
            logs = self._store.journal.logs(day)
        before: DayKept = self._kept.take(day) if self._kept else {}
        now: dict[str, LogKept] = {}
        for log, stamp in logs.items():
            if found := self._counted_log(log, f"{stamp}", before.get(log.operator)):
                now[log.operator] = found
                for call, each in found.calls.items():
                    self._add(call, each)
        if self._kept and now != before:
            self._kept.keep(day, now)

    def _counted_log(self, log: LogRef, stamp: str, before: LogKept | None) -> LogKept | None:
        """Count the calls of a log; None: it cannot be read."""
        with self._telling():
            sound = {call: each for call, each in before.calls.items() if self._holds(call, each)} if before else {}
            if before and before.stamp == stamp and 0 < len(sound) == len(before.calls):
                return before
            found = self._store.journal.read_log(log)
            led = [call for call in found.calls if not found.of(call).practice]
            calls = {call: self._counted(call, found.of(call), sound.get(call)) for call in led}
            self.problems += found.problems
            for call in found.newer:
                self._miss(_("call {call} was recorded by a newer release of callscript").format(call=call))
            for call in (call for call, each in calls.items() if each is None):
                self._miss(_unread(call))
            wrong = found.problems or found.newer or None in calls.values()
            return LogKept("" if wrong else stamp, {call: each for call, each in calls.items() if each})
        return None

    def _counted(self, call_id: str, log: CallLog, before: CallKept | None) -> CallKept | None:
        """Count a call; None: its script is not here. Where nothing was recorded since, what is known of it holds."""
        events = log.whole
        if before and before.events == len(events):
            return before
        self.read += 1
        if (script := self._versions.of(events)) is None:
            return None
        own = fold_all(script, events)
        moves = self._store.tasks.of_call(call_id) if own.tasks else None  # nothing else can be moved
        call = moved_on(script, with_deliveries(script, own, self._store.outbox), moves or ())
        found = counted(script, call, self._now)
        return found and CallKept(
            script=script.hash,
            counted=found,
            at=self._now,
            events=len(events),
            moves=None if moves is None else len(moves),
            letters=len(self._store.outbox.sent(call_id)) if not_delivered(script, own) else None,
        )

    def _holds(self, call: str, before: CallKept) -> bool:
        """Tell whether a call counts what it has counted before, as long as nothing more was recorded of it."""
        until, operator = before.counted.until, before.counted.operator
        if operator not in self._aside:
            self._aside[operator] = bool(self._store.journal.kept_elsewhere(operator))
        return (
            not self._aside[operator]
            and before.at <= self._now
            and (until is None or self._now <= until)
            and (before.moves is None or before.moves == len(self._store.tasks.of_call(call)))
            and (before.letters is None or before.letters == len(self._store.outbox.sent(call)))
        )

    def _add(self, call: str, each: CallKept) -> None:
        if (script := self._versions.named(each.script)) is None:
            self._miss(_unread(call))
            return
        self.scripts[script.pack.id] = script
        self.sums.setdefault(script.pack.id, Sums(self._by)).add(each.counted)

    def _miss(self, told: str) -> None:
        self.uncounted += 1
        self.problems += [told] if self.uncounted <= _NAMED else []

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


def _unread(call: str) -> str:
    return _("call {call} cannot be read, or the script that it was led by is not here any more").format(call=call)
