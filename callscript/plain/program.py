"""The composition root of the face line by line: standard input and output, and how a journey asks over them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping

from callscript.plain.call import PlainCall
from callscript.plain.conversation import LEFT, Conversation
from callscript.plain.entry import PlainEntry
from callscript.plain.home import PlainHome
from callscript.plain.leave import wants_to_leave
from callscript.plain.line_io import LineStream, until_gone
from callscript.plain.profile import PlainProfile
from callscript.plain.wrap_up import PlainWrapUp
from callscript.runtime import i18n, startup_time
from callscript.runtime.i18n import _
from callscript.runtime.settings import Profile
from callscript.service.call_back import CallBack
from callscript.service.desk import Desk
from callscript.service.forms.profile import Choice
from callscript.service.journey import Face, Journey, Wish
from callscript.service.open_calls import OpenCall
from callscript.service.session import Session
from callscript.service.startup import Startup


def run(startup: Startup, face: Callable[[Conversation], Face] | None = None) -> int:
    """Take calls over standard input and output, by `face` unless in the usual way; return the exit status."""
    i18n.use(startup.interface_language(startup.profile))
    startup_time.ready()
    return asyncio.run(_run(startup, face or PlainFace))


async def _run(startup: Startup, face: Callable[[Conversation], Face]) -> int:
    line = LineStream(ascii_only=startup.ascii_only)
    return await until_gone(line, Journey(startup, face(Conversation(line))).go())


class PlainFace:
    """Asks the operator line by line."""

    def __init__(self, talk: Conversation) -> None:
        self._talk = talk
        self._in_history = False
        """Home comes after the history: how things stand was told before."""

    async def ask_profile(
        self, before: Profile | None, centres: Mapping[str, Choice], language: str, notice: str
    ) -> Profile | None:
        """Ask for a profile, a question a setting."""
        await self._talk.tell(notice)
        return await PlainProfile(self._talk, before, centres, language).fill_in()

    async def ask_open_call(self, left: OpenCall) -> bool | None:
        """Ask what becomes of a call that was left open."""
        answers = (_("Go on with it"), _("The caller is gone: close it"))
        chosen = await self._talk.choose(left.question, answers, leaves=True)
        return None if chosen == LEFT else chosen == 1

    async def choose(self, title: str, question: str, answers: tuple[str, ...]) -> int:
        """Ask a question that has numbered answers."""
        return await self._talk.choose(f"{title}. {question}", answers)

    async def end(self, title: str, text: str) -> None:
        """Tell why nothing goes on here, on a line of its own."""
        await self._talk.break_in()
        await self.choose(title, text, (_("Leave the program"),))

    async def home(self, desk: Desk) -> Wish:
        """Tell how things stand between calls, and ask what is wanted next."""
        told, self._in_history = self._in_history, False
        return await PlainHome(self._talk, desk).wish(told=told)

    async def ask_to_leave(self, desk: Desk) -> bool:
        """Ask whether to leave although something is not saved."""
        return await wants_to_leave(self._talk, desk, in_call=False)

    async def history(self, desk: Desk) -> CallBack | None:
        """Let the operator look for calls."""
        wanted = await PlainHome(self._talk, desk).history()
        self._in_history = wanted is None
        return wanted

    async def call(self, desk: Desk, session: Session) -> bool:
        """Lead a call."""
        self._talk.begin(desk, session)
        return await PlainCall(self._talk, desk, session).lead()

    async def wrap_up(self, desk: Desk, session: Session) -> bool:
        """Ask what is to be filed after a call."""
        self._talk.begin(desk, session)
        return await PlainWrapUp(self._talk, desk, session).lead()

    async def entry(self, desk: Desk, session: Session) -> bool:
        """Have something entered that came without a call."""
        return await PlainEntry(self._talk, desk, session).lead()

    def drop_typed(self) -> None:
        """Watch the call no more, and drop what was typed for it."""
        self._talk.end()
