"""What an event asks to be done to the outside world, as values: the service carries them out."""

from __future__ import annotations

from datetime import datetime
from typing import assert_never

from msgspec import Struct

from callscript.core.call import events as e


class FileCall(Struct, frozen=True):
    """File the call in the registers, with the work that it leaves open."""


class Notify(Struct, frozen=True):
    """Tell others of something in the call, as the pack says: see `notices.py`."""

    notice: str
    """Which of the pack's notices it is."""
    event: int
    """The number of the event that it tells of."""
    matter: int
    """The number of the caller's matter that it is about."""
    since: datetime
    """When it came to be owed."""


class Settle(Struct, frozen=True):
    """Record what a call that the operator began has come to with the work that it was begun for: see `acts.py`."""


Effect = FileCall | Notify | Settle
"""Everything that an event can ask for."""


def effects(event: e.Event) -> tuple[Effect, ...]:
    """Return what is to be done because of `event` alone, in order; what is to be told depends on the whole call."""
    match event:
        case e.Closed() | e.Discarded():
            return (FileCall(),)
        case (
            e.CallStarted()
            | e.EarlierFound()
            | e.Received()
            | e.Said()
            | e.Done()
            | e.Chosen()
            | e.Filled()
            | e.Drafted()
            | e.Moved()
            | e.DetourEntered()
            | e.DetourLeft()
            | e.BranchLeft()
            | e.TimerStarted()
            | e.TimerStopped()
            | e.TimerOverran()
            | e.LanguageChanged()
            | e.Registered()
            | e.Informed()
            | e.TaskOpened()
            | e.TaskMoved()
            | e.NoticeDelivered()
            | e.Ended()
            | e.AfterCallProlonged()
            | e.EndTakenBack()
            | e.EndCorrected()
            | e.FieldCorrected()
            | e.ReceivedCorrected()
            | e.OutcomeSet()
            | e.Explained()
            | e.Summarised()
            | e.Erased()
            | e.Resumed()
            | e.Unknown()
        ):
            return ()
        case _:
            assert_never(event)
