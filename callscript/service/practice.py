"""Practice: a call with a caller who is data, at a desk of its own, after which the program is left.

The calls that are begun at such a desk say so in their first event, and count as none wherever calls are counted.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta

from callscript.core.call.call import Call
from callscript.core.call.commands import Command, Draft, TellEarlier
from callscript.core.call.events import Event
from callscript.core.call.refusal import Refused
from callscript.core.script.model import Script
from callscript.practice.caller import Caller
from callscript.practice.kept import Played
from callscript.practice.pace import Keyed, pace
from callscript.practice.score import Score, score
from callscript.practice.talk import Talk
from callscript.runtime.clock import Clock, SinceBoot
from callscript.service.corrected import Became
from callscript.service.desk import Desk
from callscript.service.journey import Leave, TakeCall, Wish
from callscript.service.session import Append, Session


class PractisedSession(Session):
    """A call that is practised: what is done in it is kept in mind, and how often the script did not allow it."""

    practice = True

    def __init__(
        self,
        script: Script,
        clock: Clock,
        append: Append,
        saved: Callable[[Session], Awaitable[None]] | None = None,
        became: Became | None = None,
    ) -> None:
        super().__init__(script, clock, append, saved, became)
        self.clock = clock
        self.resumed = False
        """It was left and taken up again: what was done before is not known any more."""
        self.played: list[Played] = []
        self.refused = 0
        """How many keys the script did not allow."""
        self.keyed: list[Keyed] = []

    def restore(self, log: Sequence[Event], call: Call, unsaved: int = 0) -> None:
        """Have what was recorded of the call before."""
        self.resumed = True
        super().restore(log, call, unsaved)

    async def do(self, command: Command) -> None:
        """Carry out a command; raise `Refused` if it cannot be done now."""
        before, known = self.call, len(self.log)
        if not isinstance(command, TellEarlier):
            self.keyed.append(Keyed(self.clock.now(), before))
        try:
            await super().do(command)
        except Refused:
            self.refused += not isinstance(command, Draft)
            raise
        at = self.log[-1].at if len(self.log) > known else self.clock.now()
        self.played.append(Played(at, command, before, self.call))


class Shifted:
    """A clock that shows another time than the one below it, and goes as that does."""

    def __init__(self, clock: Clock, by: timedelta) -> None:
        self._clock = clock
        self._by = by

    def now(self) -> datetime:
        """Return the time."""
        return self._clock.now() + self._by

    def since_boot(self, at: datetime) -> SinceBoot:
        """Return what a clock that nobody sets said at a moment."""
        return self._clock.since_boot(at - self._by)

    def anchor(self) -> None:
        """Read the system clock again."""
        self._clock.anchor()

    def follow(self, ahead: Callable[[], float]) -> None:
        """Take over at each anchor what the centre's clock says."""
        self._clock.follow(ahead)

    def go_on_from(self, at: datetime, boot: SinceBoot | None) -> bool:
        """Go on from a moment of a call."""
        return self._clock.go_on_from(at - self._by, boot)


class PracticeDesk(Desk):
    """A desk at which calls are practised."""

    new_session = staticmethod(PractisedSession)


class Practice:
    """A call that is practised, from the ring to what it came to."""

    def __init__(self, script: Script, caller: Caller) -> None:
        self.script = script
        self.caller = caller
        self.talk = Talk(script, caller)
        self.begun = Call()
        """The call as it began."""
        self.session: PractisedSession | None = None
        self._rung = False

    def wish(self) -> Wish:
        """Return what comes next: the call, and after it the end."""
        if self._rung:
            return Leave()
        self._rung = True
        return TakeCall(self.caller.phone)

    def take(self, session: Session) -> None:
        """Have the caller speak in a call."""
        assert isinstance(session, PractisedSession)
        session.played_earlier = self.caller.earlier
        if session is not self.session:
            self.session, self.begun, self.talk = session, session.call, Talk(session.script, self.caller)

    def heard(self, desk: Desk) -> Talk:
        """Return the caller's part of the call up to now."""
        if self.session:
            self.talk.follow(self.session.log, desk.now())
        return self.talk

    def score(self) -> Score | None:
        """Return what the call came to; None: there was none, or it was opened by mistake."""
        if self.session is None or not self.session.log or self.session.call.discarded:
            return None
        session = self.session
        led = None if session.resumed else pace(session.script, session.played, session.keyed)
        return score(session.script, self.caller, session.log, session.refused, led)
