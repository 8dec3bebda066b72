"""Asks before the program is left in the middle of a call."""

from __future__ import annotations

from callscript.plain.conversation import Conversation
from callscript.runtime.i18n import _


async def wants_to_leave(talk: Conversation) -> bool:
    """Ask whether to leave in the middle of a call."""
    kept = _("A call is open. What was recorded is kept, and the next start offers to go on with it.")
    return await talk.choose(kept, (_("Stay"), _("Leave the program"))) == 2
