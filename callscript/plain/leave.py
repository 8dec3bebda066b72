"""Asks before a call is left: in the middle of it, with something unsaved, or as one that was opened by mistake."""

from __future__ import annotations

from callscript.core.call import commands as c
from callscript.dialogue.show import header
from callscript.plain.conversation import Conversation
from callscript.runtime.i18n import _
from callscript.service.desk import Desk
from callscript.service.session import Session


async def wants_to_leave(talk: Conversation, desk: Desk, *, in_call: bool = True) -> bool:
    """Ask whether to leave in the middle of a call, or with something unsaved."""
    kept = header.leaving(desk.trouble, desk.unsaved, in_call=in_call)
    return await talk.choose(kept, (_("Stay"), _("Leave the program"))) == 2


async def ask_to_discard(talk: Conversation, session: Session) -> None:
    """Ask whether a call in which nothing happened was opened by mistake; if so, discard it."""
    counts_not = _("Nothing was recorded of a caller in this call. Discarded, it counts as no call.")
    if await talk.choose(counts_not, (_("No, the call goes on"), _("Opened by mistake: discard it"))) == 2:
        await session.do(c.Discard())
        await talk.tell(_("The call was opened by mistake and is discarded."))
