"""The events of one command, gathered and folded as they are decided, and what is recorded along with a step."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from msgspec import json

from callscript.core.call import commands as c
from callscript.core.call import events as e
from callscript.core.call.call import Call, Frame, Value, is_recorded
from callscript.core.call.fields import checked, reaches_nobody
from callscript.core.call.fold import fold, orphaned_fields
from callscript.core.call.groups import entries
from callscript.core.call.refusal import Refused
from callscript.core.script.durations import due_field, seconds
from callscript.core.script.model import Detour, Script
from callscript.core.script.steps import Register, Say, Step, TaskSpec, Wait
from callscript.core.script.working_time import falls_due, pinned
from callscript.core.standard.facts import facts
from callscript.core.standard.record import since
from callscript.core.tasks import Task


class Decision:
    """The events decided so far, and the call as they make it."""

    def __init__(self, script: Script, call: Call, now: datetime) -> None:
        self.script = script
        self.call = call
        self.now = pinned(now)
        self.events: list[e.Event] = []
        self._clocks = script.clocks
        """Those that events can start."""

    @property
    def seq(self) -> int:
        """The number of the event that comes next."""
        return self.call.seq + 1

    def add(self, event: e.Event) -> None:
        """Take an event among those decided, and fold it; clocks of their own start and stop by it."""
        self.events.append(event)
        self.call = fold(self.script, self.call, event)
        if self._clocks:
            self._set_clocks(frozenset(facts(self.script, event)))

    @property
    def frame(self) -> Frame:
        """The frame that the operator is in; something must be asked."""
        return self.call.frames[-1]

    def fill(self, command: c.Fill) -> None:
        """Put a value into a field, or record why there is none."""
        if command.matter and all(each.matter != command.matter for each in entries(self.script, self.call)):
            raise Refused("no_such", command.field)
        value = checked(self.script, self.call, command, self.now)
        old = self.call.values_of(command.matter).get(command.field)
        of_now = command.confirm and old is not None and not command.matter
        left = of_now and command.field in orphaned_fields(self.script, self.call)
        if left or not is_recorded(old, value, absent=command.absent):
            self.add(
                e.Filled(
                    seq=self.seq,
                    at=self.now,
                    field=command.field,
                    value=value,
                    absent=command.absent,
                    reaches_nobody=reaches_nobody(self.script, command),
                    matter=command.matter,
                )
            )
        self.draft(e.of_entry(command.field, command.matter), "")

    def draft(self, place: str, text: str) -> None:
        """Keep what is being typed at a place; empty: it was confirmed, or is not there any more."""
        if text != self.call.drafts.get(place, ""):
            self.add(e.Drafted(seq=self.seq, at=self.now, place=place, text=text))

    def pick(self, field: str, name: str) -> None:
        """Note the name of what was picked for a field: nothing is done with it yet."""
        self.add(e.Filled(seq=self.seq, at=self.now, field=field, value=name, picked=True))

    def name_of(self, entry_id: str) -> str:
        """Return the name of an entry of the directory, as the centre has it."""
        return self.script.name_of(self.script.entries[entry_id])

    def register(self, what: str, wanted: Collection[str]) -> None:
        """Register the matter that the call is about, with what is wanted for that and what is recorded of it."""
        call = self.call
        own = self.script.fields_of(call.about(call.matter).detour)
        kept = tuple(field for field in dict.fromkeys((*wanted, *own)) if field in call.fields)
        self.add(
            e.Registered(
                seq=self.seq,
                at=self.now,
                what=what,
                matter=call.matter,
                fields=kept,
                values=json.encode({field: _written(call.fields[field]) for field in kept}).decode(),
            )
        )

    def keep(self, step: Step) -> None:
        """Record what was picked and becomes true by a step."""
        for field in step.keeps:
            value = self.call.fields.get(field)
            if value and any(field in frame.picked for frame in self.call.frames):
                self.add(e.Filled(seq=self.seq, at=self.now, field=field, value=value.text))

    def only_picked(self, frame: Frame, *, finished: bool) -> tuple[str, ...]:
        """Return the fields for which a name was picked in a frame that comes to nothing, or waits for its deed."""
        return tuple(field for field in frame.picked if not finished or field in self.script.by_deed)

    def open_task(self, step: str, spec: TaskSpec | None, *, matter: int = 0, since: datetime | None = None) -> None:
        """Open the work that a step promises; about the current matter unless one is given, as of now unless since."""
        if spec is None or self.call.start is None:
            return
        agreed = self.call.fields.get(due_field(spec.due))
        due = falls_due(self.script, spec, since or self.now, agreed.text if agreed else "")
        task = f"{self.call.start.call}-{self.seq}"
        self.add(
            e.TaskOpened(
                seq=self.seq,
                at=self.now,
                task=task,
                kind=spec.kind,
                due=due,
                grace=seconds(spec.grace) if spec.grace else 0,
                step=step,
                matter=matter or self.call.matter,
                anyone=spec.anyone,
                people=spec.people or "",
                visit=spec.kind == self.script.visit_kind,
            )
        )

    def drop_tasks(self, steps: Collection[str], number: int, *, replaced: bool = False) -> None:
        """Drop what these steps have promised since an event: the answer that led there was changed.

        What the caller has heard of stays promised, unless it is replaced by what is promised now.
        """
        for task in self.call.own_tasks:
            if task.step in steps and task.opened > number and (replaced or not self.heard(task)):
                self.add(e.TaskDropped(seq=self.seq, at=self.now, task=task.id))

    def drop_promises(self, frame: Frame) -> None:
        """Drop the work that was promised in a frame which is taken back, unless the caller has heard of it."""
        promised = [task for task in self.call.own_tasks if task.opened > frame.since[0]]
        if not promised:
            return
        settled = {each.seq for each in since(self.call.record, frame.since[0]) if each.settled}
        for task in promised:
            if task.opened not in settled and not self.heard(task):
                self.add(e.TaskDropped(seq=self.seq, at=self.now, task=task.id))

    def to_be_done_anew(self) -> tuple[str, ...]:
        """Return the steps that lie ahead and were done before an answer was changed; a wait was agreed only once."""
        steps = self.script.steps
        return tuple(
            dict.fromkeys(
                step for step in self.frame.ahead if step in self.call.done and not isinstance(steps[step], Wait)
            )
        )

    def heard(self, task: Task) -> bool:
        """Tell whether the caller has been told of what was promised in this frame."""
        if _told(self.script, task.step):
            return True
        told = {step for step in self.frame.trail if _told(self.script, step)}
        return any(each.step in told for each in since(self.call.record, task.opened))

    def start_timer(self, step: str) -> None:
        """Start the countdown of a wait that has been come to, unless the caller has been waiting below already."""
        wait = self.script.steps[step]
        if isinstance(wait, Wait) and wait.timer not in self.call.running:
            self.add(e.TimerStarted(seq=self.seq, at=self.now, timer=wait.timer, step=step))

    def begin_detour(self, detour: Detour, step: str, *, onward: bool) -> None:
        """Enter a detour at a step; one with fields of its own is a matter of its own."""
        was = self.script.steps_of[detour.id].difference(step for frame in self.call.frames for step in frame.trail)
        self.add(
            e.DetourEntered(
                seq=self.seq,
                at=self.now,
                detour=detour.id,
                step=step,
                onward=onward,
                matter=self.call.next_matter if detour.matter else 0,
                fields=detour.matter,
                anew=tuple(step for step in self.call.answers if step in was),
            )
        )

    def stop_timer(self, step: str) -> None:
        """Stop the countdown of a wait that is being left."""
        wait = self.script.steps[step]
        if isinstance(wait, Wait):
            run = self.call.running.get(wait.timer)
            if run is not None and run.step == step:
                self._stop(wait.timer)

    def _set_clocks(self, established: frozenset[str]) -> None:
        for clock in self._clocks:
            if clock.id in self.call.running and not established.isdisjoint(clock.stops):
                self._stop(clock.id)
            if clock.id not in self.call.running and self.call.under_way and not established.isdisjoint(clock.starts):
                self.add(e.TimerStarted(seq=self.seq, at=self.now, timer=clock.id, step=""))

    def stop_timers(self) -> None:
        """Stop every countdown: the call ends, and no clock is started any more."""
        self._clocks = ()
        for timer in tuple(self.call.running):
            self._stop(timer)

    def _stop(self, timer: str) -> None:
        spent = max(0.0, (self.now - self.call.running[timer].started).total_seconds())
        self.add(e.TimerStopped(seq=self.seq, at=self.now, timer=timer, seconds=round(spent, 3)))


def _written(value: Value) -> dict[str, object]:
    return {"text": value.text, "absent": value.absent}


def _told(script: Script, step: str) -> bool:
    return isinstance(script.steps.get(step), Say | Register)
