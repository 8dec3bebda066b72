"""The events of one command, gathered and folded as they are decided, and what is recorded along with a step."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from callscript.core.call import commands as c
from callscript.core.call import events as e
from callscript.core.call.call import Call, Frame, fold
from callscript.core.call.refusal import Refused
from callscript.core.script.model import Script
from callscript.core.script.steps import TaskSpec, Wait
from callscript.core.script.working_time import due_at, pinned


class Decision:
    """The events decided so far, and the call as they make it."""

    def __init__(self, script: Script, call: Call, now: datetime) -> None:
        self.script = script
        self.call = call
        self.now = pinned(now)
        self.events: list[e.Event] = []

    @property
    def seq(self) -> int:
        """The number of the event that comes next."""
        return self.call.seq + 1

    def add(self, event: e.Event) -> None:
        """Take an event among those decided, and fold it."""
        self.events.append(event)
        self.call = fold(self.script, self.call, event)

    @property
    def frame(self) -> Frame:
        """The frame that the operator is in; something must be asked."""
        return self.call.frames[-1]

    def fill(self, command: c.Fill) -> None:
        """Put a value into a field, or record why there is none."""
        field = self.script.fields.get(command.field)
        if field is None:
            raise Refused("no_such", command.field)
        if command.absent and (field.absent == "never" or (field.absent == "reason" and not command.value)):
            raise Refused("absent_never" if field.absent == "never" else "absent_reason", field.id)
        chosen = field.chosen(command.value) if field.options and command.value and not command.absent else ()
        if any(each not in field.options for each in chosen):
            raise Refused("not_a_value", field.id)
        old = self.call.fields.get(field.id)
        text, absent = (old.text, old.absent) if old else ("", False)
        if (command.value, command.absent) != (text, absent):
            self.add(e.Filled(seq=self.seq, at=self.now, field=field.id, value=command.value, absent=command.absent))

    def open_task(self, step: str, spec: TaskSpec | None) -> None:
        """Open the work that a step promises."""
        if spec is None or self.call.start is None:
            return
        task, due = f"{self.call.start.call}-{self.seq}", due_at(self.script, spec, self.now)
        self.add(e.TaskOpened(seq=self.seq, at=self.now, task=task, kind=spec.kind, due=due, step=step))

    def drop_tasks(self, steps: Collection[str], since: int) -> None:
        """Drop what these steps have promised since an event: the answer that led there was changed."""
        for task in self.call.tasks:
            if task.step in steps and task.opened > since:
                self.add(e.TaskDropped(seq=self.seq, at=self.now, task=task.id))

    def start_timer(self, step: str) -> None:
        """Start the countdown of a wait that has been come to, unless the caller has been waiting below already."""
        wait = self.script.steps[step]
        if isinstance(wait, Wait) and wait.timer not in self.call.running:
            self.add(e.TimerStarted(seq=self.seq, at=self.now, timer=wait.timer, step=step))

    def stop_timer(self, step: str) -> None:
        """Stop the countdown of a wait that is being left."""
        wait = self.script.steps[step]
        if isinstance(wait, Wait):
            run = self.call.running.get(wait.timer)
            if run is not None and run.step == step:
                self._stop(wait.timer)

    def stop_timers(self) -> None:
        """Stop every countdown."""
        for timer in tuple(self.call.running):
            self._stop(timer)

    def _stop(self, timer: str) -> None:
        spent = max(0.0, (self.now - self.call.running[timer].started).total_seconds())
        self.add(e.TimerStopped(seq=self.seq, at=self.now, timer=timer, seconds=round(spent, 3)))
