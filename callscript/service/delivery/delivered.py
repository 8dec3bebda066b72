"""What the outbox says was delivered about a call, as events behind its own: so verdicts follow what really was."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from callscript.core.call.call import Call
from callscript.core.call.events import Event
from callscript.core.call.fold import fold
from callscript.core.call.notices import Delivery, deliveries, not_delivered
from callscript.core.letters import Letter
from callscript.core.script.model import Script


class Sent(Protocol):
    """Knows what was delivered."""

    def sent(self, call: str) -> list[Letter]:
        """Return what was delivered about a call."""
        ...


def of_letter(letter: Letter) -> Delivery:
    """Return that a letter was delivered; one whose time is not known any more, when it was owed."""
    return Delivery(letter.notice, letter.event, letter.delivered or letter.since)


def delivered(script: Script, call: Call, outbox: Sent) -> Sequence[Event]:
    """Return the events that say what was delivered about a call, and that stand in no journal."""
    if call.start is None or not not_delivered(script, call):
        return ()
    return deliveries(script, call, map(of_letter, outbox.sent(call.start.call)))


def with_deliveries(script: Script, call: Call, outbox: Sent) -> Call:
    """Return a call with what was delivered about it."""
    for event in delivered(script, call, outbox):
        call = fold(script, call, event)
    return call
