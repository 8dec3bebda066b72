"""How a call moves through its script: the events of one command, gathered and folded as they are decided.

The flow is a pushdown machine: a detour may be entered at any step, nests, and returns to the exact step it left.
"""

from __future__ import annotations

from datetime import datetime
from typing import assert_never

from callscript.core.call import commands as c
from callscript.core.call import events as e
from callscript.core.call.call import Call, fold, preview
from callscript.core.call.flow import first_step, offers, step_after, why_no_detour
from callscript.core.call.refusal import Refused
from callscript.core.script.base import EndKind
from callscript.core.script.model import Script
from callscript.core.script.steps import Ask, Choose, Do, End, Option, Pick, Register, Say, TaskSpec, Wait
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
    def repeated(self) -> bool:
        """Was the current step done before on this visit, and come back to?"""
        frame = self.call.frames[-1]
        return self.call.done.get(frame.step, 0) > frame.since[frame.at]

    def advance(self) -> None:
        """Do the current step and go on."""
        if not self.call.frames:
            raise Refused("nothing_asked")
        step = self.script.steps[self.call.step]
        match step:
            case Say():
                if not self.repeated:
                    phrase = step.phrase or step.id
                    self.add(
                        e.Said(seq=self.seq, at=self.now, step=step.id, phrase=phrase, language=self.call.language)
                    )
                    self.open_task(step.id, step.task)
            case Ask():
                if step.field not in self.call.fields and not step.optional:
                    raise Refused("fill_first", step.field)
                self._done(step.id, step.task)
            case Do() | Wait():
                self.stop_timer(step.id)
                self._done(step.id, step.task)
            case Register():
                missing = [field for field in step.requires if field not in self.call.fields]
                if missing:
                    raise Refused("missing_fields", *missing)
                if not self.repeated:
                    self.add(e.Registered(seq=self.seq, at=self.now, what=step.what))
                self._done(step.id, step.task)
            case Choose() | Pick():
                answer = self.call.answers.get(step.id)
                if answer is None or not self.repeated:
                    raise Refused("choose_first")
                self.choose(answer)
                return
            case End():
                self.end(step.how)
                return
            case _:
                assert_never(step)
        self.go_on()

    def choose(self, option_id: str) -> None:
        """Answer the current step."""
        offer = next((each for each in offers(self.script, self.call) if each.id == option_id), None)
        if offer is None:
            raise Refused("no_such", option_id)
        if not offer.offered:
            raise Refused("not_offered", offer.why_not)
        if offer.detour:
            self.take_detour(offer.id)
            return
        step = self.script.steps[self.call.step]
        old = self.call.answers.get(step.id, "")
        option = (
            next((each for each in step.options if each.id == option_id), None) if isinstance(step, Choose) else None
        )
        if old != option_id or not self.repeated:
            self.add(e.Chosen(seq=self.seq, at=self.now, step=step.id, option=option_id))
            if isinstance(step, Pick):
                self._picked(step, option_id)
            if old != option_id:
                self._drop_tasks((step.id,), self.call.frames[-1].since[self.call.frames[-1].at])
            self.open_task(step.id, (option.task if option else None) or step.task)
        self._lead(option)

    def back(self) -> None:
        """Return to the step before; a wait that is over is passed by, since it was agreed only once."""
        if not self.call.frames:
            raise Refused("at_start")
        frame = self.call.frames[-1]
        earlier = [step for step in frame.trail[: frame.at] if not isinstance(self.script.steps[step], Wait)]
        if earlier:
            if isinstance(self.script.steps[frame.step], Wait):
                raise Refused("waiting")  # it was agreed with the caller, who goes on waiting
            self.add(e.Moved(seq=self.seq, at=self.now, to=earlier[-1], back=True))
        elif frame.detour:
            self.leave(cancelled=True)
        else:
            raise Refused("at_start")

    def take_detour(self, detour_id: str) -> None:
        """Take a detour, or come back from it if it is the one being taken."""
        if self.call.under_way and self.call.frames and self.call.frames[-1].detour == detour_id:
            waiting = isinstance(self.script.steps[self.call.step], Wait)
            if waiting and self.script.detours[detour_id].again == "leave":
                self.leave()
            elif waiting:
                self.advance()
            else:
                self.leave(cancelled=True)
            return
        if refusal := why_no_detour(self.script, self.call, detour_id):
            raise refusal
        self.enter(detour_id, onward=False)

    def enter(self, detour_id: str, *, onward: bool) -> None:
        """Push a detour."""
        if any(frame.detour == detour_id for frame in self.call.frames):
            raise Refused("already_open", detour_id)
        step = first_step(self.script, self.call, self.script.detours[detour_id].stage)
        if step is None:
            raise Refused("detour_not_offered", detour_id)
        self.add(e.DetourEntered(seq=self.seq, at=self.now, detour=detour_id, step=step, onward=onward))
        self.start_timer(step)

    def leave(self, *, cancelled: bool = False, onward: bool = True) -> None:
        """Return to the exact step that the detour left, or go on behind it if an answer had led here.

        A detour that is cancelled was taken back: it returns to the answer too.
        """
        frame = self.call.frames[-1]
        self.stop_timer(frame.step)
        self.add(e.DetourLeft(seq=self.seq, at=self.now, detour=frame.detour, cancelled=cancelled))
        if frame.onward and onward and not cancelled and self.call.frames:
            self.go_on()

    def go_on(self) -> None:
        """Go to the step that follows."""
        self.go_to(step_after(self.script, self.call, self.call.step))

    def go_to(self, step: str | None) -> None:
        """Go to a step; None: the run of stages has ended."""
        if step is not None:
            self._move(step)
        elif self.call.frames[-1].detour:
            self.leave()
        else:
            self.add(e.Moved(seq=self.seq, at=self.now, to=None))

    def end(self, how: EndKind) -> None:
        """Nobody is on the line any more: stop every clock and go to the work after the call."""
        if not self.call.under_way:
            raise Refused("call_over")
        for timer in tuple(self.call.running):
            self._stop(timer)
        after = self.script.pack.after_call
        ended = e.Ended(seq=self.seq, at=self.now, how=how)
        step = first_step(self.script, preview(self.script, self.call, ended), after) if after else None
        self.add(e.Ended(seq=self.seq, at=self.now, how=how, step=step))
        if step:
            self.start_timer(step)

    def fill(self, command: c.Fill) -> None:
        """Put a value into a field, or record why there is none."""
        field = self.script.fields.get(command.field)
        if field is None:
            raise Refused("no_such", command.field)
        if command.absent and (field.absent == "never" or (field.absent == "reason" and not command.value)):
            raise Refused("absent_never" if field.absent == "never" else "absent_reason", field.id)
        if field.options and command.value and not command.absent and command.value not in field.options:
            raise Refused("not_a_value", field.id)
        old = self.call.fields.get(field.id)
        text, absent = (old.text, old.absent) if old else ("", False)
        if (command.value, command.absent) != (text, absent):
            self.add(e.Filled(seq=self.seq, at=self.now, field=field.id, value=command.value, absent=command.absent))

    def open_task(self, step: str, spec: TaskSpec | None) -> None:
        """Open the work that a step promises."""
        if spec is not None and self.call.start is not None:
            task = f"{self.call.start.call}-{self.seq}"
            self.add(
                e.TaskOpened(
                    seq=self.seq,
                    at=self.now,
                    task=task,
                    kind=spec.kind,
                    due=due_at(self.script, spec, self.now),
                    step=step,
                )
            )

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

    def _stop(self, timer: str) -> None:
        spent = self.now - self.call.running[timer].started
        self.add(
            e.TimerStopped(seq=self.seq, at=self.now, timer=timer, seconds=round(max(0.0, spent.total_seconds()), 3))
        )

    def _move(self, step: str) -> None:
        frame = self.call.frame
        if frame is not None:
            self.stop_timer(frame.step)
        self.add(e.Moved(seq=self.seq, at=self.now, to=step))
        if frame is not None and frame.ahead and frame.ahead[0] != step:
            self._drop_tasks(frame.ahead, frame.since[frame.at + 1])
        if isinstance(self.script.steps[step], Wait) and self.repeated:
            self.go_on()
        else:
            self.start_timer(step)

    def _drop_tasks(self, steps: tuple[str, ...], since: int) -> None:
        """Drop what these steps have promised since an event: the answer that led there was changed."""
        for task in self.call.tasks:
            if task.step in steps and task.opened > since:
                self.add(e.TaskDropped(seq=self.seq, at=self.now, task=task.id))

    def _done(self, step: str, task: TaskSpec | None) -> None:
        if not self.repeated:
            self.add(e.Done(seq=self.seq, at=self.now, step=step))
            self.open_task(step, task)

    def _picked(self, step: Pick, entry_id: str) -> None:
        name = self.script.entries[entry_id].name.get(self.call.language) or entry_id
        self.fill(c.Fill(step.field, name))

    def _lead(self, option: Option | None) -> None:
        if option is None:
            self.go_on()
        elif option.end:
            self.end(option.end)
        elif option.leave:
            self.leave()
        elif option.detour:
            self.enter(option.detour, onward=True)
        elif option.out:
            while self.call.frames and self.call.frames[-1].detour:
                self.leave(onward=False)
            self.go_to(first_step(self.script, self.call, option.out))
        elif option.to:
            self.go_to(first_step(self.script, self.call, option.to))
        else:
            self.go_on()
