"""The composition root of calls line by line: what comes next, and what happens to the desk between calls."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from callscript.core.call.commands import LoseLine
from callscript.core.call.events import Event
from callscript.dialogue.show import listing
from callscript.plain.call import PlainCall
from callscript.plain.conversation import Conversation
from callscript.plain.home import PlainHome
from callscript.plain.profile import PlainProfile
from callscript.plain.stream import Gone, LineStream
from callscript.plain.wrap_up import PlainWrapUp
from callscript.runtime import failures, i18n, startup_time
from callscript.runtime.exits import DONE, Stop
from callscript.runtime.i18n import _
from callscript.runtime.settings import Profile
from callscript.runtime.signals import told_to_end
from callscript.service.desk import Desk
from callscript.service.session import Session
from callscript.service.startup import Startup


def run(startup: Startup) -> int:
    """Take calls over standard input and output; return the exit status."""
    i18n.use(startup.interface_language(startup.profile))
    startup_time.ready()
    return asyncio.run(_run(startup))


async def _run(startup: Startup) -> int:
    line = LineStream(ascii_only=startup.ascii_only)
    with told_to_end(line.end):
        try:
            await _lead(startup, Conversation(line))
        except Gone as gone:
            if gone.complaint:
                raise Stop(gone.status, gone.complaint)
            return gone.status
    return DONE


async def _lead(startup: Startup, talk: Conversation) -> None:
    await _tell_notice(startup, talk)
    profile = startup.profile or await _ask_profile(startup, talk, None)
    if profile is None:
        return
    desk = startup.open_desk(profile)
    try:
        left = (log := desk.left_open()) and await _take_up(talk, desk, log)
        while not left:
            wish = await PlainHome(talk, desk).wish()
            match wish.what:
                case "call":
                    left = await _call(talk, desk, await desk.start_call(wish.number), number=wish.number)
                case "profile":
                    if changed := await _ask_profile(startup, talk, desk.profile):
                        desk.leave()
                        desk = startup.open_desk(changed)
                case _:
                    left = True
    finally:
        desk.leave()


async def _ask_profile(startup: Startup, talk: Conversation, profile: Profile | None) -> Profile | None:
    language = startup.interface_language(None)
    chosen = await PlainProfile(talk, profile, startup.centres(), language).fill_in()
    startup.take_over(chosen, profile)
    await _tell_notice(startup, talk)
    return chosen


async def _tell_notice(startup: Startup, talk: Conversation) -> None:
    notice, startup.notice = startup.notice, ""
    await talk.tell(notice)


async def _take_up(talk: Conversation, desk: Desk, log: Sequence[Event]) -> bool:
    """Go on with a call that was left open, or close it."""
    text = _("The call of {time} is still open.").format(time=desk.started_at(log))
    answer = await talk.choose(text, (_("Go on with it"), _("The caller is gone: close it")))
    session = await desk.resume(log)
    if answer == 2 and session.call.under_way:
        await session.do(LoseLine())
    return await _call(talk, desk, session)


async def _call(talk: Conversation, desk: Desk, session: Session, *, number: str = "") -> bool:
    """Lead a call, from a number if it is known, until it is closed; tell whether it was left before."""
    failures.note_call(session.call.start.call if session.call.start else "")
    talk.begin(desk, session)
    try:
        if listing.is_looked_up(number):
            await talk.tell(*listing.earlier_lines(desk.script, desk.earlier(number)))
        left = await PlainCall(talk, desk, session).lead() or await PlainWrapUp(talk, desk, session).lead()
    except Gone:
        await desk.finish(session)
        raise
    await desk.finish(session)
    failures.note_call("")
    talk.end()
    return left
