"""Asks before a call is left: in the middle of it, with something unsaved, or as one that was opened by mistake."""

from __future__ import annotations

from callscript.core.call import commands as c
from callscript.plain.conversation import Conversation
from callscript.runtime.i18n import _
from callscript.service.desk import Desk
from callscript.service.leaving import Leaving
from callscript.service.session import Session


async def wants_to_leave(talk: Conversation, desk: Desk, *, in_call: bool = True) -> bool:
    """Ask whether to leave in the middle of a call, or with something unsaved."""
    leaving = Leaving(desk, in_call=in_call)
    while question := await leaving.question():
        if await talk.choose(question.text, question.answers) != 2:
            return False
    return True


async def ask_to_discard(talk: Conversation, session: Session) -> None:
    """Ask whether a call in which nothing happened was opened by mistake; if so, discard it."""
    counts_not = _("Nothing was recorded of a caller in this call. Discarded, it counts as no call.")
    if await talk.choose(counts_not, (_("No, the call goes on"), _("Opened by mistake: discard it"))) == 2:
        await session.do(c.Discard())
        await talk.tell(_("The call was opened by mistake and is discarded."))
