"""An operator at several hosts of a centre: where else they sit is asked about before they begin here, calls that they
have left open there can be gone on with here, and once they have sat down elsewhere nothing goes on here.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import suppress
from datetime import datetime
from typing import Any, NamedTuple, TypeVar

from callscript.core.script.working_time import local
from callscript.runtime.i18n import _
from callscript.service.desk import Desk
from callscript.service.journey import Face
from callscript.service.lookup import off_loop
from callscript.service.open_calls import OpenCall
from callscript.store.journal.glance import closed
from callscript.store.names import began, desk_log_id
from callscript.store.others import CentreSeat, OpenElsewhere, told_of_clock

Result = TypeVar("Result")


class Brought(NamedTuple):
    """A call that was left open elsewhere, and is here now."""

    call: OpenCall
    goes_on: bool
    """False: the caller is gone."""


class Elsewhere:
    """The other hosts, as an operator who sits down at a desk has to do with them."""

    def __init__(self, desk: Desk, seat: CentreSeat, face: Face) -> None:
        self._desk = desk
        self._seat = seat
        self._face = face

    async def sits_here(self) -> bool:
        """Take the operator's seat in the centre; ask, if they sit elsewhere; tell whether they are to work here."""
        number = self._desk.operator.number
        while there := await off_loop(lambda: self._seat.sit_down(number)):
            told = _("You have been at work at {host} since {time}.")
            told = told.format(host=there.host, time=self._time(there.since))
            if await self._face.choose(_("At work elsewhere"), told, (_("Go on here"), _("Leave the program"))) != 1:
                return False
            if await off_loop(lambda: self._seat.sit_down(number, confirmed=True)) is None:
                break
        self._desk.clock.follow(lambda: self._seat.ahead)
        self._desk.clock.anchor()
        if seconds := told_of_clock(self._seat.ahead):
            told = _("The clock of this machine is wrong by {seconds} s: times are those of the centre's clock.")
            self._desk.notices.add(told.format(seconds=seconds))
        return True

    async def until_taken_over(self, work: Coroutine[Any, Any, Result]) -> Result | None:
        """Work until that is done, or the operator has sat down elsewhere: that is told, and nothing more is asked."""
        loop = asyncio.get_running_loop()
        taken, working = asyncio.Event(), asyncio.create_task(work)
        watching = asyncio.create_task(taken.wait())
        self._seat.heard = lambda: loop.call_soon_threadsafe(taken.set)
        if self._seat.taken_over:
            taken.set()
        try:
            await asyncio.wait((working, watching), return_when=asyncio.FIRST_COMPLETED)
            if working.done():
                return await working
        finally:
            watching.cancel()
            if not working.done():
                working.cancel()
                with suppress(asyncio.CancelledError):
                    await working
        if there := self._seat.taken_over:
            told = _("You went on at {host} at {time}. Nothing that is typed here counts any more.")
            told = told.format(host=there.host, time=self._time(there.since))
            await self._face.end(_("Taken over"), told)
        return None

    async def look(self) -> OpenElsewhere:
        """Look what other hosts have of the operator.

        What they go on with is not offered here, and if it has ended the journal here gets to know that. The desk log
        of the day is gone on with here.
        """
        return await off_loop(self._look)

    async def brought(self, calls: OpenElsewhere) -> AsyncIterator[Brought]:
        """Ask about the calls that are open elsewhere, one after another; yield those that are brought here."""
        answers = (_("Go on with it here"), _("The caller is gone: close it"), _("Leave it there"))
        for call, host in calls.calls.items():
            told = _("The call of {time} is still open at {host}.")
            at = began(call)
            told = told.format(time=f"{at:%H:%M}" if at else "?", host=host)
            answer = await self._face.choose(_("An open call"), told, answers)
            if answer < len(answers) and (left := await off_loop(lambda call=call: self._bring(call))):
                yield Brought(left, answer == 1)

    def _look(self) -> OpenElsewhere:
        found = self._seat.elsewhere()
        desk = self._desk
        here = desk.open_calls.marked()
        desk.open_calls.leave_to_others(found.led)
        for call in [call for call in here if call in found.led]:
            with desk.notices.telling():
                if closed(b"\n".join(lines := self._seat.lines(call)) + b"\n"):
                    desk.journal.bring(call, lines)
        today = desk_log_id(desk.operator.number, local(desk.script, desk.now()).date())
        for log in [log for log in found.desk_logs if log == today]:
            with desk.notices.telling():
                self._seat.take_over(log)
                desk.journal.bring(log, self._seat.lines(log))
        calls = {call: host for call, host in found.calls.items() if call not in here or call in found.led}
        return found._replace(calls=calls)

    def _bring(self, call: str) -> OpenCall | None:
        """Have this host go on with a call; None: that cannot be, and is told."""
        with self._desk.notices.telling():
            self._desk.open_calls.hold_readable(call, self._seat.lines(call))
            self._seat.take_over(call)
            return self._desk.open_calls.bring(call, self._seat.lines(call))
        return None

    def _time(self, at: datetime) -> str:
        return local(self._desk.script, at).strftime("%H:%M")
