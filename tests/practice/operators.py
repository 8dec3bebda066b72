"""Operators who are played too: one who does what fits the caller, and one who does not listen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from callscript.core.call import commands as c
from callscript.core.call import timers
from callscript.core.call.call import Call
from callscript.core.call.decide import begin, decide
from callscript.core.call.events import Event, Operator
from callscript.core.call.flow import current, offers
from callscript.core.call.fold import fold
from callscript.core.call.refusal import Refused
from callscript.core.script.model import Script
from callscript.core.script.moments import on_the_clock
from callscript.core.script.steps import Ask, Choose, Pick, Wait
from callscript.dialogue.read.field_text import entered
from callscript.dialogue.show import call_view
from callscript.practice.caller import Caller
from callscript.practice.kept import Played
from callscript.practice.pace import Keyed, Pace, pace
from callscript.practice.score import Score, score
from callscript.practice.talk import Line, Talk

OLENA = Operator(number="17", name="Олена Коваленко", name_latin="Olena Kovalenko", gender="feminine")
MORNING = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
A_STEP = 6
"""Seconds that an operator takes for a step."""
MOST = 200
"""Deeds of a call at most: one that does not come to its end fails."""


class Led:
    """A call that an operator leads, as the core has it."""

    def __init__(self, script: Script, caller: Caller) -> None:
        self.script, self.caller = script, caller
        begins = on_the_clock(script, caller.begins) if caller.begins else None
        self.now = begins or MORNING
        self.call, self.log, self.played, self.refused = Call(), list[Event](), list[Played](), 0
        self.keyed = list[Keyed]()
        self.talk = Talk(script, caller)
        self._take(begin(script, "20260101-17-practice", OLENA, self.now, phone=caller.phone, practice=True))
        self.begun = self.call
        self.answered = set[int]()

    def passes(self, seconds: float) -> None:
        """Let time pass."""
        self.now += timedelta(seconds=seconds)
        self._take(timers.limits_reached(self.script, self.call, self.now))
        self.talk.follow(self.log, self.now)

    def do(self, *commands: c.Command) -> None:
        """Do something; what is refused is counted."""
        for command in commands:
            before = self.call
            self.keyed.append(Keyed(self.now, before))
            try:
                self._take(decide(self.script, self.call, command, self.now))
            except Refused:
                self.refused += 1
                raise
            self.played.append(Played(self.now, command, before, self.call))

    def fits(self) -> None:
        """Do what fits the caller until the call has ended and nothing more is asked."""
        for _ in range(MOST):
            if self.call.over:
                return
            step = current(self.script, self.call)
            self.passes(self._patience(step))
            if detour := self._called_for():
                self.do(c.TakeDetour(detour))
            else:
                self._answer()
        raise AssertionError(f"no end: {self.call.step}")

    @property
    def score(self) -> Score:
        """What the call came to."""
        return score(self.script, self.caller, self.log, self.refused, self.pace)

    @property
    def pace(self) -> Pace:
        """How it was led."""
        return pace(self.script, self.played, self.keyed)

    def _patience(self, step: object) -> float:
        if isinstance(step, Wait):
            return 11 if step.timer == "clarity" else 60
        return A_STEP

    def _called_for(self) -> str:
        """Return the detour that the caller has given occasion to; empty: none."""
        self.talk.follow(self.log, self.now)
        for place, line in enumerate(self.talk.lines):
            if place not in self.answered and (fact := _entered(line)):
                self.answered.add(place)
                return fact
        return ""

    def _answer(self) -> None:
        script, call = self.script, self.call
        step = current(script, call)
        says = next((each for each in self.caller.says if step and each.at == step.id), None)
        if isinstance(step, Choose | Pick):
            offered = [offer.id for offer in offers(script, call) if offer.offered and not offer.detour]
            meant = says.answers if says else ""
            self.do(c.Answer(meant if meant in offered else offered[0]))
        elif isinstance(step, Ask) and call_view.is_typed(step, script):
            told = self.caller.facts.get(step.field) or (says.text if says else "Записано")
            fill = entered(script, call, step.field, told, confirm=True)
            assert fill
            self.do(fill, c.Advance())
        else:
            self.do(c.Advance())

    def _take(self, events: Sequence[Event]) -> None:
        for event in events:
            self.call = fold(self.script, self.call, event)
            self.log.append(event)
        self.talk.follow(self.log, self.now)


def _entered(line: Line) -> str:
    fact = line.does.expects if line.does else ""
    return fact.removeprefix("entered:") if fact.startswith("entered:") else ""
