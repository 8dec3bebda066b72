"""The operator's way through the program, the same on screen and line by line: start, profile, a call left open, home,
calls, leaving. A `Face` asks the operator; what is done between the questions stands here once.

The desk is left on every path: when the operator leaves, when the program is told to end, when a face fails.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Protocol, assert_never

from msgspec import Struct

from callscript.core.call.commands import LoseLine
from callscript.runtime import failures
from callscript.runtime.settings import Profile
from callscript.service.call_back import CallBack
from callscript.service.desk import Desk
from callscript.service.forms.profile import Choice
from callscript.service.lookup import off_loop
from callscript.service.open_calls import OpenCall
from callscript.service.startup import Startup

if TYPE_CHECKING:
    from callscript.service.elsewhere import Elsewhere
    from callscript.service.session import Session


class TakeCall(Struct, frozen=True):
    """The phone rings."""

    number: str = ""
    """The caller's, if it is known."""


class MakeEntry(Struct, frozen=True):
    """Enter something that came without a call, or go on with what was begun to be entered."""

    kind: str = ""
    """Of what is begun."""


def entry_unasked(desk: Desk) -> MakeEntry | None:
    """Return what is entered without asking what: something was begun, or there is only one kind; None: it is asked."""
    kinds = desk.script.pack.entries
    return MakeEntry(kinds[0].id) if desk.begun_entry or len(kinds) == 1 else None


class FindCall(Struct, frozen=True):
    """Look for a call among those that are filed."""


class ChangeProfile(Struct, frozen=True):
    """Change the operator's profile."""


class Leave(Struct, frozen=True):
    """Leave the program."""


Wish = TakeCall | CallBack | MakeEntry | FindCall | ChangeProfile | Leave
"""What an operator can want next, between calls."""


class Face(Protocol):
    """What asks the operator: screens, or one line after another."""

    async def ask_profile(
        self, before: Profile | None, centres: Mapping[str, Choice], language: str, notice: str
    ) -> Profile | None:
        """Ask for a profile, or for changes in one, and tell a notice; None: it stays as it was."""
        ...

    async def ask_open_call(self, left: OpenCall) -> bool | None:
        """Ask what becomes of a call that was left open; tell whether it goes on: otherwise the caller is gone.

        None: the program is to be left, and the call stays open.
        """
        ...

    async def choose(self, title: str, question: str, answers: tuple[str, ...]) -> int:
        """Ask a question that has numbered answers; return the number of the one that is given."""
        ...

    async def end(self, title: str, text: str) -> None:
        """Tell why nothing goes on here, whatever was being asked, until that is read."""
        ...

    async def home(self, desk: Desk) -> Wish:
        """Show how things stand between calls, and ask what is wanted next."""
        ...

    async def ask_to_leave(self, desk: Desk) -> bool:
        """Ask whether to leave although something is not saved."""
        ...

    async def history(self, desk: Desk) -> CallBack | None:
        """Let the operator look for calls; of one's work, the caller may be wanted to be rung up."""
        ...

    async def call(self, desk: Desk, session: Session) -> bool:
        """Lead a call until nothing more is asked; tell whether it was left before."""
        ...

    async def wrap_up(self, desk: Desk, session: Session) -> bool:
        """Ask what is to be filed after a call until it is closed; tell whether it was left before."""
        ...

    async def entry(self, desk: Desk, session: Session) -> bool:
        """Have something entered that came without a call, until that is done or set aside; tell whether the program
        is to be left."""
        ...

    def drop_typed(self) -> None:
        """Drop what was typed and not read yet: it was meant for the call that is over."""
        ...


class Journey:
    """The way from the start of the program to its end."""

    def __init__(self, startup: Startup, face: Face) -> None:
        self._startup = startup
        self._face = face

    async def go(self) -> None:
        """Lead the operator until the program is left. Each profile has a desk of its own."""
        profile = self._startup.profile or await self._ask_profile(None)
        while profile is not None:
            profile = await self._work(profile)

    async def _ask_profile(self, before: Profile | None) -> Profile | None:
        startup = self._startup
        language, notice = startup.interface_language(None), startup.take_notice()
        centres = await off_loop(startup.centres)
        chosen = await self._face.ask_profile(before, centres, language, notice)
        await startup.take_over(chosen, before)
        return chosen

    async def _work(self, profile: Profile) -> Profile | None:
        """Work at the desk of a profile; return the profile that it is changed for, or None: the program is left."""
        desk = await self._startup.sit_down(profile)
        try:
            if notice := self._startup.take_notice():
                desk.notices.add(notice)
            await off_loop(desk.upkeep.look)
            await off_loop(desk.post.start)
            if (seat := desk.others.seat) is None:
                return await self._at_desk(desk)
            from callscript.service.elsewhere import Elsewhere  # nobody waits for it on one host

            elsewhere = Elsewhere(desk, seat, self._face)
            if not await elsewhere.sits_here():
                return None
            return await elsewhere.until_taken_over(self._at_desk(desk, elsewhere))
        finally:
            try:
                await desk.catch_up()
            finally:
                self._startup.note_left(await off_loop(desk.leave))

    async def _at_desk(self, desk: Desk, elsewhere: Elsewhere | None = None) -> Profile | None:
        there = await elsewhere.look() if elsewhere else None
        if await self._take_up(desk):
            return None
        if elsewhere and there:
            async for brought in elsewhere.brought(there):
                if await self._go_on(desk, brought.call, goes_on=brought.goes_on):
                    return None
        if desk.barred:
            raise desk.barred
        return await self._between_calls(desk)

    async def _take_up(self, desk: Desk) -> bool:
        """Take up the calls that were left open, one after another; tell whether the program is left instead."""
        while left := await desk.left_open():
            while (goes_on := await self._face.ask_open_call(left)) is None:
                if await self._may_leave(desk):
                    return True
            if await self._go_on(desk, left, goes_on=goes_on):
                return True
        return False

    async def _go_on(self, desk: Desk, left: OpenCall, *, goes_on: bool) -> bool:
        """Go on with a call that was left open, or close it; tell whether the program is left instead."""
        session = await desk.resume(left)
        if not goes_on and session.call.under_way:
            await session.do(LoseLine())
        return await self._lead(desk, session)

    async def _between_calls(self, desk: Desk) -> Profile | None:
        while True:
            wish = await self._face.home(desk)
            await self._startup.turn_to_latest(desk)
            match wish:
                case TakeCall(number):
                    if await self._lead(desk, await desk.start_call(number)):
                        return None
                case CallBack():
                    if await self._lead(desk, await desk.start_call(wish.phone, wish)):
                        return None
                case MakeEntry(kind):
                    if await self._enter(desk, desk.begun_entry or await desk.start_call(entry=kind)):
                        return None
                case FindCall():
                    wanted = await self._face.history(desk)
                    if wanted and await self._lead(desk, await desk.start_call(wanted.phone, wanted)):
                        return None
                case ChangeProfile():
                    if changed := await self._ask_profile(desk.profile):
                        return changed
                case Leave():
                    if await self._may_leave(desk):
                        return None
                case _:
                    assert_never(wish)

    async def _may_leave(self, desk: Desk) -> bool:
        return not desk.unsaved or await self._face.ask_to_leave(desk)

    async def _lead(self, desk: Desk, session: Session) -> bool:
        """Lead a call until it is closed, and have it filed; tell whether it was left before."""
        failures.note_call(session.call.start.call if session.call.start else "")
        try:
            left = False
            while not (left or session.call.closed):  # an end that was taken back leads to the call again
                lead = self._face.wrap_up if session.call.over else self._face.call
                left = await lead(desk, session)
        finally:
            if not (desk.others.seat and desk.others.seat.taken_over):  # else the call is not this host's any more
                await desk.finish(session)
        failures.note_call("")
        self._face.drop_typed()
        return left

    async def _enter(self, desk: Desk, session: Session) -> bool:
        """Have something entered, and filed once it is registered; tell whether the program is left instead.

        What is set aside waits, and so does what is left: it is gone on with by whoever sits here next.
        """
        failures.note_call(session.call_id)
        try:
            while (left := await self._face.entry(desk, session)) and not await self._may_leave(desk):
                pass  # something is not saved, and that is not to be lost
        finally:
            if session.call.closed:
                await desk.finish(session)
        failures.note_call("")
        if session.call.closed:
            self._face.drop_typed()
        return left
