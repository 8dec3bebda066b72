"""Open work line by line: the list, a piece of it told whole, and what is done to it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import assert_never

from callscript.core.call.events import CallStarted
from callscript.core.records import TaskRecord
from callscript.dialogue.actions import BY_ID
from callscript.dialogue.show import listing
from callscript.dialogue.show.earlier import not_asked
from callscript.dialogue.show.task_told import who_has
from callscript.plain.conversation import Conversation, numbered
from callscript.plain.typed import NoSuchStar, Star, Text
from callscript.runtime.i18n import _
from callscript.service.call_back import CallBack
from callscript.service.desk import Desk, has_all
from callscript.service.forms.task import THE_CALL, ActLine, TaskForm

_OTHERS, _BACK = BY_ID["next_panel"], BY_ID["back"]


class PlainWork:
    """What is to be done, and one piece of it after another."""

    def __init__(self, talk: Conversation, desk: Desk, tell_call: Callable[[str], Awaitable[object]]) -> None:
        self._talk = talk
        self._desk = desk
        self._tell_call = tell_call

    async def lead(self) -> CallBack | None:
        """List the work and open what is chosen, until nothing is, or the caller is to be rung up."""
        of_all = False
        while True:
            tasks = await self._talk.wait_for(self._desk.lookups.tasks(of_all=of_all))
            if tasks is None:
                return None
            await self._tell_list(tasks, of_all=of_all)
            match answer := await self._talk.ask(_("Number of the work")):
                case Star(action) if action == _OTHERS:
                    of_all = not of_all
                case Text(text) if not text:
                    return None
                case Text() if answer.number and answer.number <= len(tasks):
                    if wanted := await self.open(tasks[answer.number - 1].id):
                        return wanted
                case Text():
                    await self._talk.tell(_("Choose one of the numbers."))
                case Star():
                    return None
                case NoSuchStar():
                    await self._talk.tell(answer.words)
                case _:
                    assert_never(answer)

    async def choose(self, tasks: Sequence[TaskRecord]) -> CallBack | None:
        """Open the work of a call; of several pieces, the one that is chosen."""
        chosen = 1
        if len(tasks) > 1:
            names = [listing.work(self._desk.script, task) for task in tasks]
            chosen = await self._talk.choose(_("Which of it?"), names)
        return await self.open(tasks[chosen - 1].id)

    async def open(self, task: str, in_call: CallStarted | None = None) -> CallBack | None:
        """Tell of a piece of work, and have done to it what is chosen, until nothing is, or the caller is wanted."""
        opened = await self._talk.wait_for(self._desk.lookups.task(task))
        if not opened:
            return None
        form = TaskForm(self._desk, opened, in_call=in_call)
        await _PlainTask(self._talk, form, self._tell_call).lead()
        return form.call_back

    async def _tell_list(self, tasks: Sequence[TaskRecord], *, of_all: bool) -> None:
        """Tell what there is, and how one goes on."""
        desk, now = self._desk, self._desk.now()
        self._talk.remind_of(tasks)
        lines = listing.task_lines(desk.script, tasks, now)
        told = [
            "  ".join(filter(None, (line, task.phone if task.name else "", self._who_has(task))))
            for line, task in zip(lines, tasks, strict=True)
        ]
        nothing = listing.none_or("" if lines else _("none"), has_all(desk))
        others = _("{typed} only yours and anyone’s.") if of_all else _("{typed} the work of all operators.")
        choose = _("A number opens it, Enter goes back.") if lines else _("Enter goes back.")
        asked = not_asked(desk.lookups.work_asked)
        await self._talk.tell(*numbered(told), nothing, *asked, choose, others.format(typed=_OTHERS.typed))

    def _who_has(self, task: TaskRecord) -> str:
        desk = self._desk
        return who_has(desk.script, task, desk.operator.number, desk.now())


class _PlainTask:
    """A piece of work."""

    def __init__(self, talk: Conversation, form: TaskForm, tell_call: Callable[[str], Awaitable[object]]) -> None:
        self._talk = talk
        self._form = form
        self._tell_call = tell_call
        self._over = False

    async def lead(self) -> None:
        """Tell of it, and ask what is to be done to it, until nothing is."""
        title = self._form.title
        await self._talk.tell("  ".join(filter(None, (title.due, title.what))))
        for section in self._form.sections:
            await self._talk.tell(f"{section.title}:" if section.title else "", *section.lines)
        await self._talk.tell(self._form.told)
        told: tuple[str, ...] = ()
        while not self._over:
            asked = self._asked
            if asked != told:
                await self._talk.tell(*asked)
                told = asked
            await self._take(await self._talk.ask(self._label))
            await self._talk.tell(self._form.told)

    @property
    def _asked(self) -> tuple[str, ...]:
        if self._form.part != "act":
            return (self._form.question, *numbered(self._form.choices))
        acts = (*map(_act, self._form.acts), _("The call that has left it"), _act(self._form.call_back_line))
        return (*numbered(acts), _("Enter goes back."))

    @property
    def _label(self) -> str:
        match part := self._form.part:
            case "act":
                return _("What is to be done")
            case "result":
                return _("How it went")
            case "to":
                return _("Operator")
            case "sure":
                return _("Operator")
            case "until" | "said":
                return _("When")
            case "side":
                return _("Who")
            case "why":
                return _("Why") if self._form.why_wanted else _("Note")
            case _:
                assert_never(part)

    async def _take(self, line: Text | Star | NoSuchStar) -> None:
        self._form.told = ""
        match line:
            case NoSuchStar():
                await self._talk.tell(line.words)
            case Star(action) if action == _BACK:
                self._over = not await self._form.back()
            case Star(action) if action.id == "leave":
                self._over = True
            case Star(action) if action.id == "callback" and self._form.part == "act":
                await self._form.ring_up()
                self._over = self._form.call_back is not None
            case Star():
                await self._talk.tell(_("This is not offered here."))
            case Text() if self._form.is_typed:
                await self._form.go(line.text)
            case Text(""):
                self._over = not await self._form.back()
            case Text() if self._form.part == "act" and line.number == THE_CALL:
                await self._tell_call(self._form.call_id)
            case Text():
                if line.number is None or not await self._form.choose(line.number):
                    await self._talk.tell(_("Choose one of the numbers."))
                self._over = self._form.call_back is not None
            case _:
                assert_never(line)


def _act(line: ActLine) -> str:
    return f"{line.name} — {line.why_not}" if line.why_not else line.name
