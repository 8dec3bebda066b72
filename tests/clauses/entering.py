"""Something that came without a call, entered by commands over a script, and judged as a call is."""

from __future__ import annotations

from datetime import datetime

from callscript.core.call import commands as c
from callscript.core.call import events as e
from callscript.core.call.call import Call
from callscript.core.call.entries import begin_entry
from callscript.core.script.model import Script
from callscript.core.script.working_time import local
from callscript.runtime.clock import FakeClock
from callscript.store.names import new_call_id
from tests.clauses.talk import LATIN, MONDAY, NAME, Talk


class Entering(Talk):
    """One entry: what the operator records of it, and what the log proves."""

    def __init__(self, script: Script, kind: str, start: str = MONDAY, *, aside: bool = False) -> None:
        self.script = script
        self.clock = FakeClock(datetime.fromisoformat(start).replace(tzinfo=script.zone))
        self.call, self.log = Call(), list[e.Event]()
        operator = e.Operator(number="17", name=NAME, name_latin=LATIN, gender="feminine")
        now = self.clock.now()
        self._take(begin_entry(script, new_call_id("17", local(script, now), aside=aside), operator, now, kind))

    def came(self, channel: str = "", when: str = "", classed: str = "") -> Entering:
        """Record by which way it came, when on the centre's clock, of which class it is."""
        received = datetime.fromisoformat(when).replace(tzinfo=self.script.zone) if when else None
        self.do(c.Receive(channel, received, classed))
        return self

    def with_fields(self, **values: str) -> Entering:
        """Fill in fields."""
        for field, value in values.items():
            self.fill(field, value)
        return self

    def registered(self) -> Entering:
        """Register it."""
        self.do(c.Close())
        assert self.call.closed
        return self


def application(lv: Script, received: str, entered: str = "2026-11-27 12:00") -> Entering:
    """Return an application that was sent in, and registered."""
    entry = Entering(lv, "application", entered).came("email", received)
    return entry.with_fields(need="kopija", given_name="Anna", surname="Ozola").registered()


def feedback(lv: Script, classed: str = "praise", channel: str = "post") -> Entering:
    """Return feedback that was sent to the Latvian centre, and registered."""
    return Entering(lv, "feedback").came(channel, MONDAY, classed).with_fields(feedback="laipni").registered()


def report(ua: Script, classed: str = "breach", channel: str = "email") -> Entering:
    """Return a report that the Ukrainian standard was not kept, sent in and registered."""
    return Entering(ua, "feedback").came(channel, MONDAY, classed).with_fields(feedback="не привітався").registered()
