"""The wrap-up line by line: the outcome, a reason for each clause that wants one, a summary."""

from __future__ import annotations

from typing import assert_never

from callscript.core.call import commands as c
from callscript.core.call.refusal import Refused
from callscript.dialogue.actions import ARTICLES, Action
from callscript.dialogue.show.clocks import after_call_allowed
from callscript.plain import sheets
from callscript.plain.caller import PlainCaller
from callscript.plain.conversation import Conversation, numbered
from callscript.plain.corrections import PlainCorrections
from callscript.plain.leave import ask_to_discard, wants_to_leave
from callscript.plain.typed import Star, Text
from callscript.runtime.i18n import _
from callscript.service.desk import Desk
from callscript.service.forms.corrections import begun
from callscript.service.forms.wrap_up import OUTCOME, SUMMARY, AsFiled, WrapUp
from callscript.service.session import Session


class PlainWrapUp:
    """What is asked after the call."""

    def __init__(self, talk: Conversation, desk: Desk, session: Session) -> None:
        self._talk = talk
        self._desk = desk
        self._session = session
        self._wrap_up = WrapUp(session, desk.now)
        self._caller = PlainCaller(talk, desk, session)
        self._told = ""
        """The part told last."""
        self._left = False

    async def lead(self) -> bool:
        """Ask until the call is closed, or goes on after all; tell whether it was left before."""
        filed = self._wrap_up.filed()
        told = (*filter(None, [filed.caller]), *self._wrap_up.registered)
        await self._talk.tell(_("Wrap-up") + f". {self._wrap_up.ended}", *told)
        await self._tell_not_met(filed)
        if begun(self._session.call):
            await self._correct()
        while not (self._session.call.closed or self._session.call.under_way or self._left):
            await self._session.tick()  # what was delivered meanwhile is owed no more
            await self._tell_part()
            await self._talk.go_on(self._session, self._label, self._take, self._wrap_up.draft)
        return self._left

    async def _correct(self) -> None:
        if await PlainCorrections(self._talk, self._session).lead():
            self._wrap_up = WrapUp(self._session, self._desk.now)  # other outcomes may fit now
        self._told = ""

    @property
    def _label(self) -> str:
        part = self._wrap_up.part
        return _("Outcome") if part == OUTCOME else _("Summary") if part == SUMMARY else part

    async def _tell_not_met(self, filed: AsFiled) -> None:
        not_met = self._wrap_up.not_met
        await self._talk.tell(_("Owed by the standard") + ":" if not_met else _("Nothing is owed by the standard."))
        await self._talk.tell(*(f"{each.text}{' — ' + each.reason if each.reason else ''}" for each in not_met))
        if filed.left_open:
            await self._talk.tell(_("Work that this call leaves") + ":", *filed.left_open)

    async def _tell_part(self) -> None:
        """Tell what is asked for, unless it was told last."""
        part = self._wrap_up.part
        if part == self._told:
            return
        self._told = part
        if part == OUTCOME:
            names = [self._wrap_up.name(outcome) for outcome in self._wrap_up.outcomes]
            marked = names[self._wrap_up.picked] if names else ""
            await self._talk.tell(_("File the call under a number. Enter: {outcome}").format(outcome=marked))
            await self._talk.tell(*numbered(names))
        elif part == SUMMARY:
            await self._talk.tell(_("Summary (may stay empty). Enter closes the call."))
        else:
            await self._talk.tell(*(each.text for each in self._wrap_up.not_met if each.clause == part))
            why = _("Why was {clause} not met? Enter. «=» repeats the reason before.")
            await self._talk.tell(why.format(clause=part))
        if self._wrap_up.drafted:
            await self._talk.tell(
                _("Typed before, not confirmed: {value}. Enter takes it.").format(value=self._wrap_up.drafted)
            )
        elif self._wrap_up.text:
            await self._talk.tell(_("Recorded: {value}. Enter keeps it.").format(value=self._wrap_up.text))

    async def _take(self, line: Text | Star) -> None:
        match line:
            case Star():
                await self._act(line.action)
            case Text() if self._wrap_up.part == OUTCOME and line.text:
                if line.number is None or not self._wrap_up.pick(line.number):
                    await self._talk.tell(_("Choose one of the numbers."))
                else:
                    await self._wrap_up.go("")
            case Text():
                await self._wrap_up.go(line.text or self._wrap_up.text)
            case _:
                assert_never(line)

    async def _act(self, action: Action) -> None:
        script, call = self._session.script, self._session.call
        match action.id:
            case "back" if self._wrap_up.part == OUTCOME and call.may_be_a_mistake:
                await ask_to_discard(self._talk, self._session)
                self._told = ""
            case "back":
                self._wrap_up.move(-1)
            case "tell":
                await self._tell_not_met(self._wrap_up.filed())
                self._told = ""
            case "hold":
                await self._session.do(c.Prolong())
                await self._talk.tell(after_call_allowed(self._session.call))
            case "end":
                await self._correct()
            case "erase" if self._wrap_up.part != OUTCOME:
                await self._wrap_up.keep("")
            case "leave":
                self._left = await wants_to_leave(self._talk, self._desk)
                self._told = ""
            case "caller":
                await self._caller.tell()
            case "help" | "list" | "owed" | "standard" | "aids":
                await self._talk.tell(*sheets.looked_up(action, script, call, self._desk.now()))
            case _:
                raise Refused("call_over" if action.detour or action.id == ARTICLES else "not_offered")
