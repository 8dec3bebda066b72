"""What was there before a change: read off the call, for those who show it. Nothing of it is recorded twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import assert_never

from callscript.core.call import events as e
from callscript.core.call.apply import apply
from callscript.core.call.call import Call


def before(call: Call, event: e.Event) -> dict[str, str | bool]:
    """Return what `event` changes in `call`, under the names `old` and, for a field, `old_absent`; empty: nothing.

    `call` is the call before the event.
    """
    match event:
        case e.Chosen():
            return {"old": call.answers.get(event.step, "")}
        case e.Filled() | e.FieldCorrected():
            value = call.values_of(event.matter).get(event.field)
            return {"old": value.text if value else "", "old_absent": bool(value and value.absent)}
        case e.ReceivedCorrected():
            return _of_received(call.received) if call.received else {}
        case e.EndCorrected():
            return {"old": call.ended.how if call.ended else "", "old_outcome": call.outcome}
        case e.LanguageChanged():
            return {"old": call.language}
        case e.OutcomeSet():
            return {"old": call.outcome}
        case e.Explained():
            return {"old": call.reasons.get(event.clause, "")}
        case e.Summarised():
            return {"old": call.summary}
        case (
            e.CallStarted()
            | e.EarlierFound()
            | e.Received()
            | e.Said()
            | e.Done()
            | e.Drafted()
            | e.Moved()
            | e.DetourEntered()
            | e.DetourLeft()
            | e.BranchLeft()
            | e.TimerStarted()
            | e.TimerStopped()
            | e.TimerOverran()
            | e.Registered()
            | e.Informed()
            | e.TaskOpened()
            | e.TaskMoved()
            | e.NoticeDelivered()
            | e.Ended()
            | e.AfterCallProlonged()
            | e.EndTakenBack()
            | e.Closed()
            | e.Discarded()
            | e.Erased()
            | e.Resumed()
            | e.Unknown()
        ):
            return {}
        case _:
            assert_never(event)


def _of_received(known: e.Received) -> dict[str, str | bool]:
    came = known.received.isoformat() if known.received else ""
    return {"old": known.channel, "old_received": came, "old_class": known.classed}


def with_before(log: Iterable[e.Event]) -> Iterator[tuple[e.Event, dict[str, str | bool]]]:
    """Yield the events of a call, each with what it changed."""
    call = Call()
    for event in log:
        yield event, before(call, event)
        call = apply(call, event)
