"""What an act wants to know before it is done to work, in order, and the deed that the answers make."""

from __future__ import annotations

from datetime import datetime
from typing import assert_never

from msgspec import Struct

from callscript.core import acts
from callscript.core.acts import Deed
from callscript.core.call.events import CallStarted, Side
from callscript.core.records import TaskRecord
from callscript.core.script.model import Script
from callscript.core.script.moments import appointed, gone_by, moment_to_come
from callscript.core.script.working_time import local
from callscript.core.tasks import TaskRefused
from callscript.dialogue.show import task_told
from callscript.dialogue.show.task_acts import PARTS, Act, Part, sure_choices
from callscript.dialogue.show.task_results import results, ways
from callscript.dialogue.show.visit_told import SIDES, How, side_name
from callscript.runtime.i18n import _
from callscript.runtime.text import cited

_OF_VISITS: dict[Act, tuple[Part, ...]] = {
    "done": ("result", "side", "said", "until", "why"),
    "postpone": ("until", "side", "said", "why"),
    "drop": ("side", "said", "why"),
}
"""The same of visits, where that is something else; who has warned, and of what, is asked for only if somebody has."""


class Answers(Struct):
    """What was answered to an act so far."""

    result: How = "done"
    came_to: str = ""
    """What came of it, of what the script names for this kind of work."""
    side: Side = ""
    to: str = ""
    unknown: bool = False
    """Nobody has worked under that number here."""
    until: datetime | None = None
    said: datetime | None = None
    """When a customer has said so, of what is recorded once the time appointed is over. None: now, or in the call."""
    said_wanted: bool = False

    def choose(self, script: Script, task: TaskRecord, part: Part, number: int, alone: datetime | None) -> None:
        """Take by its number who wants it so or has warned, how it went, or what came of it.

        `alone`: the time, if that is said in no call which is led meanwhile.
        """
        if part == "side":
            self.side = SIDES[number - 1]
            self.said_wanted = bool(self.side == "customer" and alone and task.due and task.due <= alone)
        elif named := script.pack.results.get(task.kind, ()):
            self.came_to = named[number - 1]
        else:
            self.result = ways(task)[number - 1][0]

    def choices(self, script: Script, task: TaskRecord, part: Part) -> tuple[str, ...]:
        """Return the answers that have a digit."""
        match part:
            case "side":
                return tuple(map(side_name, SIDES))
            case "sure":
                return sure_choices()
            case "result":
                return tuple(words for _what, words in results(script, task))
            case _:
                return ()

    def parts(self, script: Script, act: Act | None, task: TaskRecord) -> tuple[Part, ...]:
        """Return what is wanted, as far as the answers tell."""
        if act is None:
            return ()
        parts = PARTS[act]
        if task.visit:
            parts = _OF_VISITS.get(act, parts)
        left_out = () if results(script, task) else ("result",)
        if act == "done" and self.result != "warned":
            left_out = (*left_out, "side", "said", "until")
        if not self.unknown:
            left_out = (*left_out, "sure")
        if not self.said_wanted:
            left_out = (*left_out, "said")
        return tuple(part for part in parts if part not in left_out)

    def read_until(self, script: Script, task: TaskRecord, text: str, now: datetime) -> str:
        """Take until when something is wanted, or when a visit is going to be; say why not, if it cannot be."""
        if self.result == "warned" and task.due:
            return self._read_delay(script, task, task.due, text, now)
        read = appointed if task.visit else moment_to_come
        self.until = read(script, text, now)
        if self.until is None:
            return _("This is no time to come: {text}").format(text=cited(text) or "—")
        if self.until <= now:
            return task_told.refused(script, TaskRefused("past"), now)
        if task.visit:
            return self._cannot_be(script, task, acts.Move(self.until, "customer"), now)
        return ""

    def _cannot_be(self, script: Script, task: TaskRecord, deed: acts.Move | acts.Warn, now: datetime) -> str:
        """Say why a visit cannot be at such a time; empty: it can."""
        try:
            acts.event_of(task, deed, "", 0, now)
            acts.must_suit(script, task, deed, now)
        except TaskRefused as refused:
            return task_told.refused(script, refused, now)
        return ""

    def read_said(self, script: Script, _task: TaskRecord, text: str, now: datetime) -> str:
        """Take when a customer has said so; say why not, if that cannot be."""
        self.said = gone_by(script, text, now) if text else None
        if text and self.said is None:
            return _("This is no time: {text}").format(text=cited(text))
        return task_told.refused(script, TaskRefused("ahead"), now) if self.said and self.said > now else ""

    def _read_delay(self, script: Script, task: TaskRecord, due: datetime, text: str, now: datetime) -> str:
        """Take when somebody who has warned will be there: an hour is one of the day appointed, minutes are so late."""
        self.until = moment_to_come(script, text, local(script, due)) if text else None
        if text and self.until is None:
            return _("This is no time to come: {text}").format(text=cited(text))
        return self._cannot_be(script, task, acts.Warn(self.side, until=self.until, said=self.said), now)

    def why_not(self, script: Script, act: Act | None, task: TaskRecord, me: str, now: datetime) -> str:
        """Say why what was answered so far cannot be, whatever is answered next; empty: it can."""
        done = self.result if act == "done" and self.result not in ("tried", "warned") else ""
        try:
            if act == "hand_over":
                acts.event_of(task, acts.HandOver(self.to), me, 0, now)
            elif done:
                finish = acts.Finish(done, came_to=self.came_to)
                acts.event_of(task, finish, me, 0, now)
                acts.must_suit(script, task, finish, now)
        except TaskRefused as refused:
            return task_told.refused(script, refused, now, visit=task.visit)
        return ""

    def deed(self, act: Act, task: TaskRecord, why: str, led: CallStarted | None) -> Deed | None:
        """Return what is to be done, in a call that is being led, maybe; None: something is wanted still."""
        through, said = (led.call, led.at) if led else ("", self.said)
        match act:
            case "take":
                return acts.Take()
            case "done" if self.result == "tried":
                return acts.Try(why)
            case "done" if self.result == "warned":
                return acts.Warn(self.side, why, through, self.until, said)
            case "done":
                done = self.result if self.result not in ("tried", "warned") else ""
                return acts.Finish(done, why, through, self.came_to)
            case "hand_over":
                return acts.HandOver(self.to, why)
            case "postpone" if task.visit:
                return acts.Move(self.until, self.side, why, through, said) if self.until else None
            case "postpone":
                return acts.Postpone(self.until, why) if self.until else None
            case "drop":
                return acts.Drop(why, self.side, through, said if task.visit else None)
            case "reopen":
                return acts.Reopen(why)
            case _:
                assert_never(act)
