"""What the screens of a call share, while it is led and when it is wrapped up: what is typed is kept within a
second, sheets lie over the screen, leaving is asked about, header and key bar stand, a refusal is told in words.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial

from textual.widgets import Input

from callscript.core.call import commands as c
from callscript.core.call.refusal import Refused
from callscript.dialogue.actions import BY_KEY
from callscript.dialogue.show import header, refusals
from callscript.runtime.i18n import _
from callscript.screens import call_bars, call_sheets, later
from callscript.screens.articles_of_call import ArticlesOfCall
from callscript.screens.base import KeyScreen
from callscript.screens.corrections import CorrectionsScreen
from callscript.screens.each_second import ClockedScreen
from callscript.screens.known import KnownCaller
from callscript.screens.unsaved import OnlyHere
from callscript.service.desk import Desk
from callscript.service.leaving import Leaving
from callscript.service.session import Session
from callscript.widgets.bars import Header, KeyBar, MessageBar
from callscript.widgets.entry import Entry

LEAVE = "leave"
"""What the keyboard calls the keys that leave the program, and the registry of actions the action."""


class CallWork(ClockedScreen):
    """A screen on which a call is worked at. Dismissed with `done` when that is so, or with `left`."""

    def __init__(self, desk: Desk, session: Session) -> None:
        super().__init__(desk, session)
        self.known = KnownCaller(self, desk, session, self.show_known, self.show)
        self._sheets = 0
        """Lie over the screen, or are closed by a key that is not dealt with yet."""
        self._articles = ArticlesOfCall(desk, session, call_sheets.THROUGH_SEARCH)
        self._only_here = OnlyHere(self, desk, self.show_known)
        self._keeping = later.Later(self, self._keep_draft, later.KEEP_AFTER)

    @property
    def done(self) -> str:
        """What the screen is dismissed with: its work is done; empty: it is not."""
        raise NotImplementedError

    # What is shown

    def show(self) -> None:
        """Show the call as it is now."""
        raise NotImplementedError

    def show_header(self) -> None:
        """Show the running clocks, who and where, and whether everything is saved."""
        self.show_clocks()
        self.query_one(Header).view = self.header_view()
        trouble = self.session.trouble
        only_here = self._only_here.words()
        self.query_one(MessageBar).trouble = header.trouble(trouble, self.session.unsaved) if trouble else only_here
        if notices := self._desk.notices.take():
            self.say("  ".join(notices))

    def show_known(self) -> None:
        """Show the mark of what is known of the caller, where there is a place for it, and what looking up told."""
        self.show_header()

    def show_keys(self) -> None:
        """Show what the function keys do now."""
        self.query_one(KeyBar).keys = call_bars.keys(self.session.script, self.session.call)

    def escape(self, waiting: bool) -> None:
        self.query_one(KeyBar).escaped = waiting

    # Keys

    async def press(self, key: str) -> None:
        bar = self.query_one(MessageBar)
        said = bar.message
        action = BY_KEY.get(key)
        bar.drop(remembered=action is not None and action.id == "help")  # which shows it whole
        try:
            await self.obey(action.id if action else LEAVE if key == LEAVE else "", key)
        except Refused as refused:
            self.say_refused(refused)
        if said and not bar.message:
            bar.refresh()
        if self.done:
            self.dismiss(self.done)
        elif self.stands and self.is_current:
            self.show()

    async def obey(self, action: str, key: str) -> None:
        """Do what an action asks for; empty: the key has none, whatever its name is."""
        raise NotImplementedError

    async def open_sheet(self, action: str) -> None:
        """Open what lies over the screen: help, the standard, the words at hand, the question whether to leave."""
        script, call = self.session.script, self.session.call
        match action:
            case "help":
                lines = (*self.query_one(MessageBar).cut, *self.help_lines())
                self._lay_over(call_sheets.help_sheet(script, call, *lines))
            case "standard":
                self._lay_over(call_sheets.standard_sheet(self.session, self._desk.now()))
            case "aids":
                self._lay_over(call_sheets.aids_sheet(self.session))
            case "articles":
                self._lay_over(self._articles.screen())
            case "leave":
                await self._ask_to_leave(Leaving(self._desk, in_call=True))
            case _:
                pass

    async def open_caller(self) -> None:
        """Open what is known of the caller."""
        await self.leave_field()
        await self.known.open(lambda sheet: self._lay_over(sheet, self.known.open_work))

    def help_lines(self) -> tuple[str, ...]:
        """Return what the help says of this screen before it lists the keys of the call."""
        return ()

    def say_refused(self, refused: Refused) -> None:
        """Tell why something cannot be done now."""
        self.say(refusals.words(refused, self.session.script, self.session.call))

    # What is typed

    async def keep_draft(self) -> None:
        """Keep what is being typed: it means nothing before the field is left."""
        raise NotImplementedError

    async def leave_field(self) -> None:
        """Save the field being typed in; what it cannot take is told, and holds nothing up."""
        raise NotImplementedError

    async def keep_typed(self) -> None:
        self.stop_keeping()
        await self._keep_draft()
        await self.session.tick()  # what could not be saved before

    def on_input_changed(self, event: Input.Changed) -> None:
        """Keep what is being typed in a moment, however fast the next keys come."""
        event.stop()
        if isinstance(event.input, Entry) and event.input.untouched:
            return  # it was put there: it is what is recorded
        self._keeping.soon()

    def stop_keeping(self) -> None:
        """Keep nothing more: the field is saved now, or has been left."""
        self._keeping.drop()

    async def _keep_draft(self) -> None:
        try:
            await self.keep_draft()
        except Refused as refused:
            self.say_refused(refused)

    # Corrections

    def correct(self) -> None:
        """Have the call corrected, which has ended, or so it was recorded."""
        self.root.push_screen(CorrectionsScreen(self.session), self._corrected)

    def _corrected(self, _made: int | None) -> None:
        if self.done:
            self.dismiss(self.done)
        else:
            self.show()

    def ask_to_discard(self) -> None:
        """Ask whether the call was opened by mistake."""
        self.root.push_screen(call_sheets.discard_question(), self._discard)

    async def _discard(self, answer: str | None) -> None:
        if answer == "2":
            await self.session.do(c.Discard())
            self._desk.notices.add(_("The call was opened by mistake and is discarded."))
            self.dismiss(self.done)

    # Leaving

    @property
    def takes_keys(self) -> bool:
        """Whether keys are for this screen: what closed a sheet over it has been done."""
        return super().takes_keys and not self._sheets

    def _lay_over(self, sheet: KeyScreen[str], chosen: Callable[[str], Awaitable[None]] | None = None) -> None:
        """Lay a sheet over the screen; a digit that closes it chooses something there, if it can be chosen."""
        self._sheets += 1
        self.root.push_screen(sheet, partial(self._uncovered, chosen))

    async def _uncovered(self, chosen: Callable[[str], Awaitable[None]] | None, answer: str | None) -> None:
        try:
            if chosen and answer and answer.isdecimal():
                await chosen(answer)
            else:
                await self._sheet_closed(answer)
        finally:
            self._sheets -= 1
            self.take_keys()

    async def _sheet_closed(self, answer: str | None) -> None:
        """Do what the key asks for that closed a sheet, if it was one of this screen."""
        if answer == "0":
            await self._ask_to_leave(Leaving(self._desk, in_call=True))
        elif answer:
            await self.press(answer)
        elif self.stands and self.is_current:
            self.show()  # something may have been marked as given

    async def _ask_to_leave(self, leaving: Leaving) -> None:
        """Ask before leaving in the middle of a call, and again if what was promised then turns out not to hold."""
        await self.keep_typed()
        if (question := await leaving.question()) is None:
            self.dismiss("left")
            return

        async def answered(answer: str | None) -> None:
            if answer == "2":
                await self._ask_to_leave(leaving)
            elif answer != "1":
                await self._sheet_closed(answer)

        self.root.push_screen(call_sheets.leave_question(leaving, question, in_call=True), answered)
