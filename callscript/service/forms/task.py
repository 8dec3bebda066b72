"""What is done to work that a call has left: which act, then what it wants to know, one thing at a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from msgspec import Struct

from callscript.core import acts
from callscript.core.acts import Deed
from callscript.core.call.events import CallStarted, Event
from callscript.core.operator_number import typed
from callscript.core.records import TaskRecord
from callscript.core.script.coming import coming_day
from callscript.core.script.working_time import local
from callscript.core.tasks import TaskRefused
from callscript.dialogue.show import task_acts, task_told, visit_told
from callscript.dialogue.show.sections import Section
from callscript.dialogue.show.task_acts import ACTS, Act, Part
from callscript.dialogue.show.task_row import TaskRow
from callscript.runtime.i18n import _
from callscript.runtime.threads import on_thread
from callscript.service.arranged import has_worked_here
from callscript.service.call_back import CallBack, call_back
from callscript.service.desk import Desk
from callscript.service.forms.task_answers import Answers
from callscript.service.forms.task_typed import TypedOfTask
from callscript.service.lookup import OpenedTask
from callscript.store.errors import StoreError
from callscript.store.names import new_call_id

THE_CALL = len(ACTS) + 1
"""The digit that opens the call which has left the work, behind those of the acts."""
CALL_BACK = THE_CALL + 1
"""The digit that rings the caller up."""

_ASKED_AGAIN = ("reason_wanted", "past", "result_wanted")
_FROM_THE_FIRST = ("theirs", "no_number", "not_yet", "not_that_day", "not_received", "holiday", "no_delay")
"""Refusals after which it is asked again: what was asked last, or all that the act wants to know."""


class ActLine(Struct, frozen=True):
    """Something that can be done, and why it cannot be done now; empty: it can."""

    act: Act | None
    """None: the caller is rung up."""
    name: str
    short: str
    why_not: str


def _line(
    act: Act | None, desk: Desk, task: TaskRecord, *, in_call: bool = False, log: Sequence[Event] = ()
) -> ActLine:
    script, me, now = desk.script, desk.operator.number, desk.now()
    if act is None:
        why_not = task_told.why_no_call_back(script, task, me, now, read=bool(log) or not task.host)
        return ActLine(None, _("Call back"), _("call back"), _("a call is being led") if in_call else why_not)
    name, short = task_acts.act_name(act, task), task_acts.short_act(act, task)
    return ActLine(act, name, short, task_told.why_not(script, task, act, me, now))


async def _is_unknown(desk: Desk, number: str) -> bool:
    """Tell whether nobody works under a number; empty, it is anybody's."""
    return bool(number) and not await on_thread(has_worked_here, desk.journal, desk.script, number)


def _question(part: Part, act: Act, desk: Desk, task: TaskRecord) -> str:
    return task_acts.question(part, act, coming_day(desk.script, desk.now()), visit=task.visit)


class TaskForm:
    """Work that was opened, and what is asked for the act that was chosen."""

    def __init__(self, desk: Desk, opened: OpenedTask, *, in_call: CallStarted | None = None) -> None:
        self._desk, self._me = desk, desk.operator.number
        self._led = in_call
        """The call that is being led meanwhile, in which the caller speaks of the work."""
        self._opened = opened
        self.task = opened.task
        """How it stands, by what was done here too."""
        self._act: Act | None = None
        self._at, self._answers = 0, Answers()
        self._begun = TypedOfTask(desk.work, opened.task, opened.typed)
        self.typed = ""
        """What was typed for what is asked: before, and is gone on with; or last and refused, to be typed over."""
        self.told = self._begun.begun
        """What came of the answer before, or was being typed when the work was last opened."""
        self.moved = False
        """Whether something was done."""
        self.call_back: CallBack | None = None
        """The caller is to be rung up now."""

    @property
    def drafted(self) -> str:
        """What was being typed for what is asked, before; it is gone on with."""
        return self._begun.of(self._act, self.part)

    @property
    def call_id(self) -> str:
        """The call that has left the work."""
        return self.task.call

    @property
    def title(self) -> TaskRow:
        """Until when it is due and what it is."""
        return task_told.task_title(self._desk.script, self.task, self._desk.now())

    @property
    def sections(self) -> tuple[Section, ...]:
        """All there is to know of it."""
        script, log = self._opened.call.script, self._opened.call.log
        return task_told.opened(script, log, self.task, self._me, self._desk.now())

    @property
    def acts(self) -> tuple[ActLine, ...]:
        """What can be done to it, in the order of the digits."""
        return tuple(_line(act, self._desk, self.task) for act in ACTS)

    @property
    def call_back_line(self) -> ActLine:
        """That the caller can be rung up."""
        return _line(None, self._desk, self.task, in_call=bool(self._led), log=self._opened.call.log)

    async def ring_up(self) -> None:
        """Take the work for a call in which the caller is rung up, and want that call."""
        self.told = self.call_back_line.why_not
        call = new_call_id(self._me, local(self._desk.script, self._desk.now()))
        if not self.told and await self._do(acts.Take(through=call)):
            self.call_back = await call_back(self._desk.script, self.task, self._opened.call, call)

    @property
    def part(self) -> Part:
        """What is asked for: which act, how it went, whose it is to be, until when, why."""
        return self._parts[self._at] if self._act else "act"

    @property
    def question(self) -> str:
        """What is asked for, in words; empty: which act."""
        return _question(self.part, self._act, self._desk, self.task) if self._act else ""

    @property
    def choices(self) -> tuple[str, ...]:
        """The answers that have a digit."""
        return self._answers.choices(self._desk.script, self.task, self.part)

    @property
    def is_typed(self) -> bool:
        """Whether the answer is typed."""
        return self.part in ("to", "until", "said", "why")

    @property
    def why_wanted(self) -> bool:
        """Whether the act wants a reason, not only a note."""
        return self._act in task_acts.WANT_WHY and not (self.task.visit and self._act == "postpone")

    @property
    def _parts(self) -> tuple[Part, ...]:
        return self._answers.parts(self._desk.script, self._act, self.task)

    def renew(self, opened: OpenedTask | None) -> None:
        """Take over how it stands in the registers now; what was done here and is not registered yet stays."""
        if opened is None:
            return
        if self._desk.work.unsaved and opened.task.attempt <= self.task.attempt:
            opened = OpenedTask(self.task, opened.call, opened.typed)
        self._opened, self.task = opened, opened.task

    async def choose(self, number: int) -> bool:
        """Choose an act or an answer by its number; tell whether there is one."""
        self.told = ""
        if self.part in ("result", "side") and 1 <= number <= len(self.choices):
            alone = None if self._led else self._desk.now()
            self._answers.choose(self._desk.script, self.task, self.part, number, alone)
            await self._next()
            return True
        if self.part == "sure" and 1 <= number <= len(self.choices):
            await (self._next() if number == len(self.choices) else self.back())
            return True
        if self.part == "act" and number == CALL_BACK:
            await self.ring_up()
            return True
        if self.part != "act" or not 1 <= number <= len(ACTS):
            return False
        line = self.acts[number - 1]
        self.told = line.why_not
        if not line.why_not:
            self._act, self._at, self._answers = line.act, -1, Answers()
            await self._next()
        return True

    async def go(self, text: str) -> None:
        """Take what was typed, and go on to what is wanted next."""
        act, self.told, self.typed, text = self._act, "", text, text.strip()
        match part := self.part:
            case "to":
                self._answers.to = to = typed(text, self._me)
                self._answers.unknown = await _is_unknown(self._desk, to)
                await self.draft(text)
                await self._next()
            case "until" | "said":
                read = self._answers.read_said if part == "said" else self._answers.read_until
                self.told = read(self._desk.script, self.task, text, self._desk.now())
                if not self.told:
                    await self.draft(text)
                    await self._next()
            case "why":
                if not await self._do(self._deed(text)):
                    await self._begun.keep(act, part, text)  # something else may be asked for by now
                    self.typed = text if self.part == part else self.drafted
            case "act" | "result" | "sure" | "side":
                pass
            case _:
                assert_never(part)

    async def draft(self, text: str) -> None:
        """Keep what is being typed, should the program end: it does nothing yet."""
        if self.is_typed:
            await self._begun.keep(self._act, self.part, text)

    async def back(self) -> bool:
        """Go back to what was asked before, and drop what was being typed; False: there is nothing before it."""
        self.told = ""
        if not self._act:
            return False
        await self.draft("")
        self._at -= 1
        if self._at < 0:
            self._act = None
        self.typed = self.drafted
        return True

    async def _next(self) -> None:
        """Ask for the next thing, unless what was answered cannot be; do the act if nothing is wanted any more."""
        script, now = self._desk.script, self._desk.now()
        if self._at >= 0 and (why_not := self._answers.why_not(script, self._act, self.task, self._me, now)):
            self.told = why_not
            return
        self._at += 1
        if self._parts:
            self.typed = self.drafted
        else:
            await self._do(self._deed(""))

    async def _do(self, deed: Deed | None) -> bool:
        """Do something to the work, or say why not; tell whether it was done."""
        if deed is None:
            return False
        try:
            self.task = await self._desk.move(self.task.id, deed)
        except TaskRefused as refused:
            self.told = task_told.refused(self._desk.script, refused, self._desk.now(), visit=self.task.visit)
            if refused.code in (*_ASKED_AGAIN, *_FROM_THE_FIRST):
                self._at -= self._at if refused.code in _FROM_THE_FIRST else 0
                return False  # it is asked again
            done = False
        except StoreError as error:
            self.told = _("Nothing was done: {reason}").format(reason=error)
            return False
        else:
            done = self.moved = True
            what = task_told.who_has(self._desk.script, self.task, self._me, self._desk.now())
            told = (_("Recorded: {what}").format(what=what), visit_told.too_late(self.task, deed))
            self.told, self.typed = " ".join(filter(None, told)), ""
            await self._begun.drop(self._act)
        self._act = None
        self.renew(await self._desk.lookups.task(self.task.id))
        return done

    def _deed(self, why: str) -> Deed | None:
        return self._answers.deed(self._act, self.task, why, self._led) if self._act else None
