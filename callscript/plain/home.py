"""Home, between calls, line by line: the next call, today's calls, open work, and a call to be found."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, assert_never

from callscript.core.records import CallSummary, TaskRecord
from callscript.dialogue.actions import BY_ID
from callscript.dialogue.show import listing
from callscript.dialogue.show.entered import enters
from callscript.dialogue.show.header import home_header, not_delivered
from callscript.dialogue.show.pressing import not_sent, reminded
from callscript.dialogue.show.registered import mistyped
from callscript.dialogue.show.work_left import left_by
from callscript.plain import sheets
from callscript.plain.conversation import Conversation, numbered
from callscript.plain.corrections import PlainCorrections
from callscript.plain.entry import choose_kind
from callscript.plain.typed import NoSuchStar, Star, Text
from callscript.plain.work import PlainWork
from callscript.runtime.i18n import _
from callscript.service.begun import begun_words
from callscript.service.call_back import CallBack
from callscript.service.desk import Desk, has_all, may_correct
from callscript.service.journey import ChangeProfile, FindCall, Leave, TakeCall, Wish
from callscript.service.lookup import Recorded, soon

_MOST = 20
"""Calls listed at most."""


class PlainHome:
    """Between calls."""

    def __init__(self, talk: Conversation, desk: Desk) -> None:
        self._talk = talk
        self._desk = desk

    async def wish(self, *, told: bool = False) -> Wish:
        """Tell how things stand, unless that was told, and ask what is wanted next."""
        wish: Wish = Leave()
        self._talk.rest(self._desk)
        try:
            if not told:
                await self._tell_all()
            wish = await self._wish()
        finally:
            if not isinstance(wish, FindCall):  # the history is a part of home
                self._talk.forget()
        return wish

    async def history(self) -> CallBack | None:
        """Ask what to look for among the filed calls, and tell what is found; of its work, a caller may be wanted."""
        await self._talk.tell(_("A day (23.11.2026), a number, a name or an outcome. Empty: the latest calls."))
        answer = await self._talk.ask(_("Find a call"))
        if isinstance(answer, Text):
            await self._talk.tell(mistyped(answer.text))
            return await self._show_one(self._desk.lookups.find(answer.text, _MOST), with_day=True)
        return None

    async def _wish(self) -> Wish:
        while True:
            await self._tell_notices()
            match line := await self._talk.ask(_("New call")):
                case NoSuchStar() as wrong:
                    await self._talk.tell(wrong.words)
                case Star() as star if star.action.id == "leave":
                    return Leave()
                case Star() as star:
                    listed = star.action.id in ("help", "list", "tell")
                    await (self._tell_all() if listed else self._talk.tell(_("There is no open call.")))
                case Text("1"):
                    if wanted := await self._show_one(self._desk.lookups.today()):
                        return wanted
                case Text("2"):
                    if wanted := await PlainWork(self._talk, self._desk, self._tell_filed).lead():
                        return wanted
                case Text("3"):
                    return FindCall()
                case Text("4"):
                    return ChangeProfile()
                case Text("5") if self._desk.script.pack.entries:
                    return await choose_kind(self._talk, self._desk)
                case Text(number) if len(number) == 1 and number.isdecimal():
                    await self._talk.tell(_("There is no {digit} to choose here.").format(digit=number))
                case Text(number):
                    if not (wrong := listing.no_number(number)):
                        return TakeCall(number)
                    await self._talk.tell(wrong)
                case _:
                    assert_never(line)

    async def _tell_all(self) -> None:
        desk = self._desk
        bar = home_header(desk.script, desk.operator, desk.now(), desk.others.clock_wrong)
        await self._talk.tell(", ".join((*bar.left, bar.right)))
        await self._talk.tell(not_delivered(self._desk.post.waiting, self._desk.post.given_up))
        lookups = self._desk.lookups
        today = _Counted(_("Today's calls"), lookups.today(), self._desk, listing.counted)
        tasks = _Counted(_("Open work"), lookups.tasks(), self._desk)
        await soon(today.found, tasks.found)
        late = [counted for counted in (today, tasks) if not counted.found.done()]
        await self._talk.tell_answer(tasks.found, self._pressing)
        await self._talk.tell(
            _("The phone rings: Enter takes the call, with the caller's number before it if it is known."),
            *numbered((today.line, tasks.line, _("Find a call"), _("Operator's profile"), *enters(self._desk.script))),
            *begun_words(self._desk),
            *(f"{BY_ID[action].typed}  {_(BY_ID[action].title)}" for action in ("list", "leave")),
        )
        for counted in late:
            await self._talk.tell_answer(counted.found, counted.words)

    def _pressing(self, tasks: Sequence[TaskRecord]) -> list[str]:
        """Return what is told of open work at once, and watch over its reminders from now on."""
        script, now = self._desk.script, self._desk.now()
        self._talk.remind_of(tasks)
        return [not_sent(tasks, now), *reminded(script, tasks, now)]

    async def _tell_notices(self) -> None:
        await self._talk.tell(*self._desk.notices.take())

    def _end_of_list(self, nothing: str, lines: Sequence[object]) -> str:
        """Return what is told behind a list: that there is nothing, or that there may be more."""
        return listing.none_or("" if lines else nothing, has_all(self._desk))

    async def _show_one(self, found: asyncio.Future[list[CallSummary]], *, with_day: bool = False) -> CallBack | None:
        """List the calls found and tell of those that are chosen, until none is, or a caller is to be rung up."""
        calls = await self._talk.wait_for(found)
        if not calls:
            await self._talk.tell("" if calls is None else self._end_of_list(_("no calls"), ()))
            return None
        lines = [listing.call_line(self._desk.script, call, with_day=with_day) for call in calls]
        await self._talk.tell(
            *numbered(lines), self._end_of_list("", lines), _("A number tells of a call, Enter goes back.")
        )
        told: Recorded | None = None
        while (answer := await self._talk.ask(_("Number of a call"))) != Text(""):
            if isinstance(answer, Star) and answer.action.id == "end" and told and may_correct(self._desk, told):
                told = await self._correct(told)
            elif isinstance(answer, Star) and answer.action.id == "caller" and told and (tasks := _work_of(told)):
                if wanted := await PlainWork(self._talk, self._desk, self._tell_filed).choose(tasks):
                    return wanted
            elif isinstance(answer, Text) and answer.number and answer.number <= len(calls):
                told = await self._tell_filed(calls[answer.number - 1].id)
            elif isinstance(answer, Text):
                await self._talk.tell(_("Choose one of the numbers."))
            else:
                return None
        return None

    async def _tell_filed(self, call_id: str) -> Recorded | None:
        """Tell of a filed call; return it if it could be read."""
        filed = await self._talk.wait_for(self._desk.lookups.filed(call_id))
        await self._tell_notices()
        if filed is None or not filed.log:
            return None
        await self._talk.tell(*sheets.filed(filed.script, filed.log, self._desk.now(), self._desk.operator.number))
        if may_correct(self._desk, filed):
            await self._talk.tell(_("{typed} corrects this call.").format(typed=BY_ID["end"].typed))
        if _work_of(filed):
            await self._talk.tell(_("{typed} opens the work that it has left.").format(typed=BY_ID["caller"].typed))
        return filed

    async def _correct(self, filed: Recorded) -> Recorded | None:
        """Have a filed call corrected, and tell how it stands."""
        session = self._desk.take_filed(filed)
        if not await PlainCorrections(self._talk, session).lead():
            return filed
        await self._desk.finish(session)
        return await self._tell_filed(filed.call_id)


def _work_of(filed: Recorded) -> list[TaskRecord]:
    return left_by(filed.script, filed.log)


class _Counted(NamedTuple):
    """A line of the menu, with the number of what is found when that is known."""

    name: str
    found: asyncio.Future[list[Any]]
    desk: Desk
    counted: Callable[[str, list[Any]], str] = lambda name, found: f"{name}: {len(found)}"

    @property
    def line(self) -> str:
        return self.words(self.found.result())[0] if self.found.done() else self.name

    def words(self, found: list[Any]) -> list[str]:
        """Return the line for the number that was found later."""
        return [listing.titled(self.counted(self.name, found), has_all(self.desk))]
