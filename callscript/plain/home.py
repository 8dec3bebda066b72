"""Home, between calls, line by line: the next call, today's calls, open work, and a call to be found."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from callscript.core.records import CallSummary
from callscript.dialogue.actions import BY_ID
from callscript.dialogue.read.query import parse
from callscript.dialogue.show import listing
from callscript.dialogue.show.header import home_header
from callscript.dialogue.show.values import Wish
from callscript.plain import sheets
from callscript.plain.conversation import Conversation, numbered
from callscript.plain.typed import NoSuchStar, Star, Text
from callscript.runtime.i18n import _
from callscript.service.desk import Desk

_MOST = 20
"""Calls listed at most."""


class PlainHome:
    """Between calls."""

    def __init__(self, talk: Conversation, desk: Desk) -> None:
        self._talk = talk
        self._desk = desk

    async def wish(self) -> Wish:
        """Tell how things stand, and ask what is wanted next."""
        await self._tell_all()
        while True:
            await self._tell_notices()
            match await self._talk.ask(_("New call")):
                case NoSuchStar() as wrong:
                    await self._talk.tell(wrong.words)
                case Star() as star if star.action.id == "leave":
                    return Wish("leave")
                case Star() as star:
                    listed = star.action.id in ("help", "list", "tell")
                    await (self._tell_all() if listed else self._talk.tell(_("There is no open call.")))
                case Text("1"):
                    await self._show_one(self._desk.today(), _("no calls"))
                case Text("2"):
                    await self._talk.tell(
                        *(listing.task_lines(self._desk.script, self._desk.tasks(), self._desk.now()) or [_("none")])
                    )
                case Text("3"):
                    await self._find()
                case Text("4"):
                    return Wish("profile")
                case Text(number) if len(number) == 1 and number.isdecimal():
                    await self._talk.tell(_("There is no {digit} to choose here.").format(digit=number))
                case Text(number):
                    if not (wrong := listing.no_number(number)):
                        return Wish("call", number)
                    await self._talk.tell(wrong)

    async def _tell_all(self) -> None:
        bar = home_header(self._desk.script, self._desk.operator, self._desk.now())
        await self._talk.tell(", ".join((*bar.left, bar.right)))
        today, tasks = len(self._desk.today()), len(self._desk.tasks())
        await self._talk.tell(
            _("The phone rings: Enter takes the call, with the caller's number before it if it is known."),
            *numbered(
                (
                    _("Today's calls") + f": {today}",
                    _("Open work") + f": {tasks}",
                    _("Find a call"),
                    _("Operator's profile"),
                )
            ),
            *(f"{BY_ID[action].typed}  {_(BY_ID[action].title)}" for action in ("list", "leave")),
        )

    async def _tell_notices(self) -> None:
        notices, self._desk.notices[:] = list(self._desk.notices), []
        await self._talk.tell(*notices)

    async def _find(self) -> None:
        await self._talk.tell(_("A day (23.11.2026), a number, a name or an outcome. Empty: the latest calls."))
        answer = await self._talk.ask(_("Find a call"))
        if isinstance(answer, Text):
            found = tuple(islice(self._desk.find(parse(self._desk.script, answer.text)), _MOST))
            await self._show_one(found, _("no calls"), with_day=True)

    async def _show_one(self, calls: Sequence[CallSummary], none: str, *, with_day: bool = False) -> None:
        """List calls and tell of those that are chosen, until none is."""
        if not calls:
            await self._talk.tell(none)
            return
        lines = [listing.call_line(self._desk.script, call, with_day=with_day) for call in calls]
        await self._talk.tell(*numbered(lines), _("A number tells of a call, Enter goes back."))
        while isinstance(answer := await self._talk.ask(_("Number of a call")), Text) and answer.text:
            if answer.number is None or not 1 <= answer.number <= len(calls):
                await self._talk.tell(_("Choose one of the numbers."))
                continue
            script, log = self._desk.log_of(calls[answer.number - 1].id)
            await self._tell_notices()
            if log:
                await self._talk.tell(*sheets.filed(script, log, self._desk.now()))
