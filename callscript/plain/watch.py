"""What may be told unasked: a clock that comes near its limit or reaches it, and trouble with saving. Each once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from callscript.core.call.timers import limits_reached, next_alarm
from callscript.core.records import TaskRecord
from callscript.dialogue.show import header
from callscript.dialogue.show.clocks import clock_words, clocks
from callscript.dialogue.show.pressing import reminders_to_come
from callscript.runtime.i18n import _
from callscript.service.desk import Desk
from callscript.service.session import Session

_SAVE_AGAIN = 1.0
"""Seconds after which saving is tried again."""
_LONGEST = 5.0
"""Seconds after which a running clock is looked at at the latest: the machine may have been suspended."""
_LASTS = timedelta(seconds=2)
"""How long events are on this host only before that is told: a line that was told stays, a banner goes."""
BEHIND = 0.005
"""Seconds by which a moment has surely come."""


class OnlyHere:
    """Tells once that events are on this host only, if that lasts, and once that they are sent on."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._since: datetime | None = None
        self._told = False

    @property
    def waits(self) -> list[float]:
        """The seconds after which it has to be told, if it lasts until then."""
        if self._told or not self._since:
            return []
        left = (self._since + _LASTS - self._desk.now()).total_seconds()
        return [max(left, 0.0) + BEHIND]

    def news(self) -> Iterator[str]:
        """Yield what is to be told."""
        number, now = self._desk.others.only_here, self._desk.now()
        if not number:
            if self._told:
                yield _("What was on this host only is sent on.")
            self._since, self._told = None, False
            return
        self._since = self._since or now
        if not self._told and not timedelta() <= now - self._since < _LASTS:
            yield header.only_here(number)
            self._told = True


class HomeWatch:
    """Watches, between calls, over what is not saved of those before, and over reminders of the work listed last."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._in_trouble = False
        self._only_here = OnlyHere(desk)
        self._reminders: dict[datetime, list[str]] = {}
        """Those to come, by when."""
        self.clocks = ""

    def look_at(self, tasks: Iterable[TaskRecord]) -> None:
        """Watch over the operator's own reminders of this work from now on."""
        desk = self._desk
        mine = [task for task in tasks if task.whose == desk.operator.number]
        self._reminders = reminders_to_come(desk.script, mine, desk.now())

    @property
    def patience(self) -> float | None:
        """For how many seconds nothing will have to be done; None: for ever."""
        waits = [_SAVE_AGAIN] if self._desk.unsaved else []
        if self._reminders:
            left = (min(self._reminders) - self._desk.now()).total_seconds()
            waits.append(min(max(left, 0.0) + BEHIND, _LONGEST))
        return min((*waits, *self._only_here.waits), default=None)

    async def tick(self) -> None:
        """Save what is not saved."""
        await self._desk.catch_up()

    def alarms(self) -> Iterator[str]:
        """Yield the reminders that have come since they were asked for before."""
        now = self._desk.now()
        for moment in sorted(moment for moment in self._reminders if moment <= now):
            yield from self._reminders.pop(moment)

    def saving(self) -> Iterator[str]:
        """Yield that there is trouble with saving, or that it is over."""
        unsaved = self._desk.unsaved
        if unsaved and not self._in_trouble:
            yield header.trouble_at_home(self._desk.trouble, unsaved)
        elif self._in_trouble and not unsaved:
            yield _("Everything is saved again.")
        self._in_trouble = bool(unsaved)
        yield from self._only_here.news()


class Watch:
    """Watches a call while the operator is waited for."""

    def __init__(self, desk: Desk, session: Session) -> None:
        self._desk = desk
        self._session = session
        self._phases: dict[str, str] = {}
        self._in_trouble = False
        self._only_here = OnlyHere(desk)

    @property
    def patience(self) -> float | None:
        """For how many seconds nothing will have to be told or done; None: for ever."""
        script, call, now = self._session.script, self._session.call, self._desk.now()
        waits = [0.0] if limits_reached(script, call, now) else []  # since this was looked at: nothing else would tell
        moment = next_alarm(script, call, now)
        waits += [min((moment - now).total_seconds() + BEHIND, _LONGEST)] if moment else []
        waits += [_SAVE_AGAIN] if self._session.unsaved else []
        return min((*waits, *self._only_here.waits), default=None)

    @property
    def clocks(self) -> str:
        """How the running clocks stand."""
        return ", ".join(map(clock_words, clocks(self._session.script, self._session.call, self._desk.now())))

    async def tick(self) -> None:
        """Record what has come to pass, and save what is not saved."""
        await self._session.tick()

    def alarms(self) -> Iterator[str]:
        """Yield the clocks that have begun to warn, or reached their limit, since they were asked for before."""
        running = clocks(self._session.script, self._session.call, self._desk.now())
        for clock in running:
            if clock.phase != "running" and self._phases.get(clock.name) != clock.phase:
                yield clock_words(clock)
        self._phases = {clock.name: clock.phase for clock in running}

    def saving(self) -> Iterator[str]:
        """Yield that there is trouble with saving, or that it is over."""
        trouble = self._session.trouble
        if trouble and not self._in_trouble:
            yield header.trouble(trouble, self._session.unsaved)
        elif self._in_trouble and not trouble:
            yield _("Everything is saved again.")
        self._in_trouble = trouble is not None
        yield from self._only_here.news()
