"""Calls that were left open: found, read, and offered one after another. What cannot be taken up is told.

They are found by their markers, by what was put elsewhere, and by the journal of the last days if a marker is gone.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime, time, timedelta
from threading import Lock

from msgspec import Struct

from callscript.core.call.call import Call
from callscript.core.call.events import Correction, Event
from callscript.core.call.fold import fold_all
from callscript.core.script.model import Script
from callscript.core.script.working_time import local
from callscript.packs import PackError
from callscript.packs.versions import Versions
from callscript.runtime.clock import Clock, SinceBoot
from callscript.runtime.i18n import _
from callscript.service.notices import Notices
from callscript.store.errors import Damaged, RecoveryFailed, StoreError
from callscript.store.journal.lines import whole
from callscript.store.logs import CallLog
from callscript.store.names import began, is_desk_log
from callscript.store.ports import Journal, Seat

LOOKED_BACK = 4
"""Days of which open calls are found without a marker: today's and, after a weekend, Friday's."""


def looked_through(today: date) -> list[date]:
    """Return the days of which open calls are found without a marker, the earliest first."""
    return [today - timedelta(days=number) for number in reversed(range(LOOKED_BACK))]


class OpenCall(Struct, frozen=True):
    """A call that was left open, as the journal has it."""

    id: str
    script: Script
    """The one that it was begun with."""
    log: Sequence[Event]
    call: Call
    cut_short: bool = False
    """More was recorded of it than can be read."""
    boot: SinceBoot | None = None
    """What a clock that nobody sets said at its last event."""
    unsaved: int = 0
    """So many of its last events are not in the journal yet: they were put elsewhere when it took none."""

    @property
    def started(self) -> str:
        """The time at which it began, on the centre's clock."""
        return local(self.script, self.log[0].at).strftime("%H:%M")

    @property
    def question(self) -> str:
        """What the operator is asked about it: that it is open, and whether something of it is lost."""
        text = _("The call of {time} is still open.").format(time=self.started)
        if self.cut_short:
            time = local(self.script, self.log[-1].at).strftime("%H:%M:%S")
            text += " " + _(
                "What was recorded of it after {time} cannot be read: ask for it again. The damaged file is kept."
            ).format(time=time)
        return text


class OpenCalls:
    """The calls that an operator has left open. Its methods are called off the event loop."""

    def __init__(
        self,
        operator: str,
        script: Script,
        versions: Versions,
        seat: Seat,
        journal: Journal,
        clock: Clock,
        notices: Notices,
    ) -> None:
        self._operator = operator
        self._script = script
        """Of the desk: its clock tells when a call began of which nothing more is known."""
        self._versions = versions
        """The scripts that earlier calls were led by."""
        self._seat = seat
        self._journal = journal
        self._clock = clock
        self._notices = notices
        self._looked_through = False
        """Whether calls without a marker were looked for: once, before any is begun here."""
        self._others: list[str] = []
        """Calls that no marker leads to."""
        self._claimed = set[str]()
        """Calls that were looked at: they are not offered again."""
        self.claiming = Lock()
        """Is held while marked calls are looked at, on a thread that may outlive whoever asked."""

    def next(self) -> OpenCall | None:
        """Claim the calls that were left open, one after another, until one can be taken up."""
        while True:
            try:
                with self.claiming:
                    if (call_id := self._claim() or self._next_elsewhere()) is None:
                        return None
                    self._claimed.add(call_id)
                    if left := self._restored(call_id):
                        return left
            except (RecoveryFailed, Damaged, PackError) as error:  # of this call only: there may be another one
                self._notices.add(error)
            except StoreError as error:
                self._notices.add(error)
                return None

    def leave_to_others(self, calls: Collection[str]) -> None:
        """Offer none of some calls: other hosts go on with them. Of those that have ended there the journal has all."""
        with self.claiming, self._notices.telling():
            for call_id in [each for each in self._seat.marked() if each in calls]:
                self._seat.done(call_id)
            self._claimed |= set(calls)

    def marked(self) -> list[str]:
        """Return the calls that are marked as open here."""
        return self._seat.marked()

    def hold_readable(self, call_id: str, lines: Sequence[bytes]) -> None:
        """Raise what keeps a call, as another host has recorded it, from being gone on with here."""
        self._versions.needed([line.event for line in whole(call_id, lines) if line.event])

    def bring(self, call_id: str, lines: Sequence[bytes]) -> OpenCall | None:
        """Take up a call that was left open at another host, as it was recorded there."""
        with self.claiming, self._notices.telling():
            self._claimed.add(call_id)
            self._seat.begin(call_id)
            self._journal.bring(call_id, lines)
            self._notices.add(*self._journal.take_notices())
            return self._restored(call_id)
        return None

    def _claim(self) -> str | None:
        """Claim the oldest call that is marked as open; those whose markers are gone are marked again before."""
        call_id = self._seat.claim(self._claimed)
        if call_id or self._looked_through:
            return call_id
        self._looked_through = True
        self._mark_again()
        return self._seat.claim(self._claimed)

    def _mark_again(self) -> None:
        """Mark calls as open that are, by the journal of the last days."""
        known = {*self._claimed, *self._seat.marked(), *self._seat.given_up()}
        for day in looked_through(local(self._script, self._clock.now()).date()):
            found: list[str] = []
            with self._notices.telling():
                found = self._journal.not_closed(day, self._operator)
            for call_id in [each for each in found if each not in known]:
                told = _("The call of {time} was left open, and its mark was gone: it is marked again.")
                self._notices.add(told.format(time=_time(began(call_id))))
                self._others.append(call_id)  # should marking it fail
                with self._notices.telling():
                    self._seat.begin(call_id)

    def _next_elsewhere(self) -> str | None:
        """Return a call that is not marked as open: it is in the second place, or a correction of it is."""
        for log_id in self._journal.kept_elsewhere(self._operator):
            if log_id in self._claimed:
                continue
            if not is_desk_log(log_id):
                return log_id
            self._claimed.add(log_id)
            self._others += self._corrected(log_id)
        return next((call_id for call_id in self._others if call_id not in self._claimed), None)

    def _corrected(self, log_id: str) -> list[str]:
        """Take what the journal did not take of a desk log into it; return the calls that are to be filed anew."""
        found = self._journal.read_call(log_id)
        self._notices.add(*found.problems)
        self._notices.add(_("Corrections that could not be saved were put aside and are taken in now."))
        self._journal.take_up(log_id, found.events)
        with self._notices.telling():
            self._journal.append(log_id, ())
        self._notices.add(*self._journal.take_notices())
        new = found.events[len(found.events) - found.unsaved :]
        return [event.call for event in new if isinstance(event, Correction)]

    def _take_in(self, left: OpenCall) -> None:
        """Clear the second place of a call of which the journal has all that counts."""
        if not left.unsaved and left.id in self._journal.kept_elsewhere(self._operator):
            self._journal.take_up(left.id, left.log)
            with self._notices.telling():
                self._journal.append(left.id, ())
            self._notices.add(*self._journal.take_notices())

    def _restored(self, call_id: str) -> OpenCall | None:
        """Return a claimed call as the journal has it; None: there is nothing to take up, or not by this release.

        Its claim stays counted only if that brings the program down.
        """
        try:
            found = self._journal.read_call(call_id)
            self._notices.add(*found.problems)
            if found.only_newer:
                left = None
                self._notices.add(self._only_by_a_newer_release(call_id, found))
            elif not found.events:
                left = None
                if not found.problems:  # else it may be there again once that is mended
                    self._notices.add(self._nothing_of_it(call_id))
                    self._seat.done(call_id)
            else:
                script = self._versions.needed(found.events)
                call = fold_all(script, found.whole)
                left = OpenCall(call_id, script, found.events, call, found.cut_short, found.boot, found.unsaved)
                if left.unsaved:
                    self._notices.add(
                        _("What could not be saved of the call of {time} was put aside and is taken in now.").format(
                            time=left.started
                        )
                    )
                self._take_in(left)
        except StoreError:
            self._confirm(call_id)
            raise
        except PackError as error:
            left = None
            told = _("The call of {time} ({call}) is still open and cannot be gone on with: {reason}")
            self._notices.add(told.format(time=_time(began(call_id)), call=call_id, reason=error))
        self._confirm(call_id)
        return left

    def _confirm(self, call_id: str) -> None:
        with self._notices.telling():
            self._seat.confirm(call_id)

    def _nothing_of_it(self, call_id: str) -> str:
        return _("A call was begun at {time}, and nothing of it can be read in the journal: {call}").format(
            time=_time(began(call_id)), call=call_id
        )

    def _only_by_a_newer_release(self, call_id: str, found: CallLog) -> str:
        at = local(self._script, found.events[0].at) if found.events else began(call_id)
        return _(
            "The call of {time} was recorded by a newer release of callscript and can be taken up only there: {call}"
        ).format(time=_time(at), call=call_id)


def _time(at: datetime | time | None) -> str:
    return at.strftime("%H:%M") if at else "?"
