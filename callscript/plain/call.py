"""Leads a call line by line: a line that is typed becomes commands, then the next step is told. It knows no rule."""

from __future__ import annotations

from typing import assert_never

from callscript.core.call import commands as c
from callscript.core.call.flow import current
from callscript.core.call.refusal import Refused
from callscript.core.script.steps import Ask
from callscript.dialogue.actions import detour_of, prolongs
from callscript.dialogue.read.digits import choosing, narrowed, offer_at
from callscript.dialogue.read.field_text import entered
from callscript.dialogue.show import call_view
from callscript.dialogue.show.clocks import after_call_allowed
from callscript.dialogue.show.doubts import doubted
from callscript.dialogue.show.field_text import typed
from callscript.plain import sheets, step
from callscript.plain.articles import PlainArticles
from callscript.plain.caller import PlainCaller
from callscript.plain.card import Card, erase
from callscript.plain.conversation import Conversation
from callscript.plain.corrections import PlainCorrections
from callscript.plain.leave import ask_to_discard, wants_to_leave
from callscript.plain.typed import Star, Text
from callscript.runtime.i18n import _
from callscript.service.desk import Desk
from callscript.service.session import Session


class PlainCall:
    """A call being led."""

    def __init__(self, talk: Conversation, desk: Desk, session: Session) -> None:
        self._talk = talk
        self._desk = desk
        self._session = session
        self._card = Card(talk, session)
        self._caller = PlainCaller(talk, desk, session)
        self._articles = PlainArticles(talk, desk, session)
        self._page = 0
        self._wanted = ""
        """What is looked for among the answers."""
        self._told: object = None
        """What was told of the script last."""
        self._told_where = ""
        self._left = False

    async def lead(self) -> bool:
        """Lead the call until nothing more is asked; tell whether it was left before."""
        while not self._session.call.over and not self._left:
            await self._caller.look()
            if not (self._card.open or self._articles.open):
                await self._tell_step()
            await self._talk.go_on(self._session, self._label, self._take, self._keep)
        return self._left

    @property
    def _label(self) -> str:
        if self._articles.open:
            return self._articles.label
        if self._card.open:
            return self._card.label
        return call_view.script_view(self._session.script, self._session.call).field

    async def _tell_step(self) -> None:
        """Tell the step of the moment, unless it is the one told last."""
        script, call = self._session.script, self._session.call
        lines = tuple(step.step(script, call, self._page, self._wanted))
        if (call.frames, lines) == self._told:
            return
        where = step.where(script, call)
        if where != self._told_where:
            await self._talk.tell(where)
        await self._talk.tell(*lines)
        self._told, self._told_where = (call.frames, lines), where

    # What is typed

    async def _take(self, line: Text | Star) -> None:
        before = self._session.call.frames
        match line:
            case Star():
                await self._act(line)
            case Text() if self._articles.open:
                await self._articles.answer(line.text, line.number)
                self._tell_again(not self._articles.open)
            case Text() if self._card.open:
                await self._card.answer(line.text, line.number)
                self._tell_again(not self._card.open)
            case Text(""):
                await self._go()
            case Text():
                await self._answer(line)
            case _:
                assert_never(line)
        if self._session.call.frames != before:
            self._page, self._wanted = 0, ""

    async def _go(self) -> None:
        script, call = self._session.script, self._session.call
        asked = current(script, call)
        if call_view.is_typed(asked, script):
            await self._fill(asked, typed(script, call, asked.field))
        await self._session.do(c.Advance())

    async def _answer(self, line: Text) -> None:
        script, call = self._session.script, self._session.call
        asked = current(script, call)
        if isinstance(asked, Ask) and (line.number is None or call_view.is_typed(asked, script)):
            await self._fill(asked, line.text)
            await self._session.do(c.Advance())
        elif line.number is not None:
            await self._choose(line.number)
        elif call_view.is_looked_for(asked, script):
            self._wanted, self._page = line.text, 0
        else:
            await self._talk.tell(_("Nothing is typed here: Enter goes on, * tells what else can be done."))

    async def _keep(self, text: str) -> None:
        """Keep a line that was begun, if it is for a field that is typed in."""
        script, asked = self._session.script, current(self._session.script, self._session.call)
        if self._articles.open:
            return
        if field := self._card.field if self._card.open else asked.field if call_view.is_typed(asked, script) else "":
            await self._session.do(c.Draft(field, text))

    async def _fill(self, asked: Ask, text: str) -> None:
        if command := entered(self._session.script, self._session.call, asked.field, text, confirm=True):
            await self._session.do(command)
            await self._talk.tell(doubted(self._session.script, self._session.call, asked.field))

    async def _choose(self, number: int) -> None:
        script, call = self._session.script, self._session.call
        offers = narrowed(call_view.script_view(script, call).offers, self._wanted)
        offer = offer_at(offers, self._page, number)
        if offer is None:
            await self._talk.tell(_("There is no {digit} to choose here.").format(digit=number))
        elif not offer.id:
            self._page += 1
        elif offer.field:
            await self._card.ask_for([row.id for row in self._card.rows].index(offer.field) + 1)
        else:
            for command in choosing(current(script, call), offer):
                await self._session.do(command)

    # Stars

    async def _act(self, line: Star) -> None:
        action, number = line.action, line.number
        script, call, now = self._session.script, self._session.call, self._desk.now()
        if action.id == "end" and call.ended:
            await PlainCorrections(self._talk, self._session).lead()
            self._tell_again()
            return
        if prolongs(action, script, call):
            await self._session.do(c.Prolong())
            await self._talk.tell(after_call_allowed(self._session.call))
            return
        if action.detour:
            if not (detour := detour_of(action, script)):
                raise Refused("not_offered")
            self._card.open = False
            self._articles.close()
            await self._session.do(c.TakeDetour(detour))
            await self._talk.tell(call_view.came_back(script, call, self._session.call))
            return
        match action.id:
            case "articles":
                await self._articles.look_up(line.text)
            case "back" if self._articles.open:
                await self._articles.back()
                self._tell_again(not self._articles.open)
            case "back" if self._card.open:
                self._card.open = False
                self._tell_again()
            case "back" if call.may_be_a_mistake:
                await ask_to_discard(self._talk, self._session)
                self._tell_again()
            case "back":
                await self._session.do(c.Back())
            case "next_panel":
                self._articles.close()
                await (self._card.ask_for(number) if number else self._card.show())
            case "caller":
                await (self._caller.open(number) if number else self._caller.tell())
                self._tell_again(bool(number))
            case "erase" if self._articles.open:
                raise Refused("not_offered")
            case "erase":
                await self._erase()
            case "language":
                await self._session.do(c.SwitchLanguage(call_view.next_language(script, call)))
            case "tell":
                await self._talk.tell(*step.standing(self._desk, self._session))
                self._tell_again()
            case "leave":
                self._left = await wants_to_leave(self._talk, self._desk)
                self._tell_again()
            case _:
                await self._talk.tell(*sheets.looked_up(action, script, call, now))

    async def _erase(self) -> None:
        asked = current(self._session.script, self._session.call)
        if self._card.open:
            await self._card.erase()
        else:
            await erase(self._session, asked.field if isinstance(asked, Ask) else "")

    def _tell_again(self, again: bool = True) -> None:
        if again:
            self._told = None
