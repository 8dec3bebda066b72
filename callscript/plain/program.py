"""The composition root of calls line by line: what comes next, and what happens to the desk between calls."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from callscript import failures, i18n, lean
from callscript.core.commands import LoseLine
from callscript.core.events import Event
from callscript.desk import Desk
from callscript.endings import told_to_end
from callscript.exits import DONE, Stop
from callscript.i18n import _
from callscript.opening import Opening
from callscript.plain.call import CallTalk
from callscript.plain.home import HomeTalk
from callscript.plain.line import Gone, Line
from callscript.plain.profile import ProfileTalk
from callscript.plain.talk import Talk
from callscript.plain.wrap_up import WrapUpTalk
from callscript.session import Session
from callscript.settings import Profile
from callscript.telling import listing


def run(opening: Opening) -> int:
    """Take calls over standard input and output; return the exit status."""
    i18n.use(opening.interface_language(opening.profile))
    lean.ready()
    return asyncio.run(_run(opening))


async def _run(opening: Opening) -> int:
    line = Line(ascii_only=opening.ascii_only)
    with told_to_end(line.end):
        try:
            await _lead(opening, Talk(line))
        except Gone as gone:
            if gone.complaint:
                raise Stop(gone.status, gone.complaint)
            return gone.status
    return DONE


async def _lead(opening: Opening, talk: Talk) -> None:
    await _tell_notice(opening, talk)
    profile = opening.profile or await _ask_profile(opening, talk, None)
    if profile is None:
        return
    desk = opening.open_desk(profile)
    try:
        left = (log := desk.left_open()) and await _take_up(talk, desk, log)
        while not left:
            wish = await HomeTalk(talk, desk).wish()
            match wish.what:
                case "call":
                    left = await _call(talk, desk, await desk.start_call(wish.number), number=wish.number)
                case "profile":
                    if changed := await _ask_profile(opening, talk, desk.profile):
                        desk.leave()
                        desk = opening.open_desk(changed)
                case _:
                    left = True
    finally:
        desk.leave()


async def _ask_profile(opening: Opening, talk: Talk, profile: Profile | None) -> Profile | None:
    language = opening.interface_language(None)
    chosen = await ProfileTalk(talk, profile, opening.centres(), language).fill_in()
    opening.take_over(chosen, profile)
    await _tell_notice(opening, talk)
    return chosen


async def _tell_notice(opening: Opening, talk: Talk) -> None:
    notice, opening.notice = opening.notice, ""
    await talk.tell(notice)


async def _take_up(talk: Talk, desk: Desk, log: Sequence[Event]) -> bool:
    """Go on with a call that was left open, or close it."""
    text = _("The call of {time} is still open.").format(time=desk.started_at(log))
    answer = await talk.choose(text, (_("Go on with it"), _("The caller is gone: close it")))
    session = await desk.resume(log)
    if answer == 2 and session.call.under_way:
        await session.do(LoseLine())
    return await _call(talk, desk, session)


async def _call(talk: Talk, desk: Desk, session: Session, *, number: str = "") -> bool:
    """Lead a call, from a number if it is known, until it is closed; tell whether it was left before."""
    failures.note_call(session.call.start.call if session.call.start else "")
    talk.begin(desk, session)
    try:
        await talk.tell(*listing.earlier_lines(desk, number))
        left = await CallTalk(talk, desk, session).lead() or await WrapUpTalk(talk, desk, session).lead()
    except Gone:
        await desk.finish(session)
        raise
    await desk.finish(session)
    failures.note_call("")
    talk.end()
    return left
