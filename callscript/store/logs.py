"""What a journal says when it is read: the events of calls, and what is wrong with the rest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from msgspec.structs import replace

from callscript.core.call.events import CallStarted, Event, OfDesk, Unknown
from callscript.runtime.clock import SinceBoot
from callscript.store.errors import Damaged
from callscript.store.names import desk_log_of


@dataclass
class CallLog:
    """What the journal says of one call, or of an operator's desk log."""

    events: list[Event]
    """From the first, without a gap; empty if the journal does not know the call."""
    problems: list[Damaged]
    """What is wrong with the file that holds it."""
    newer: bool = False
    """It was recorded in a format that this release cannot read."""
    cut_short: bool = False
    """More was recorded than can be read."""
    unsaved: int = 0
    """So many of the last events stand in the second place only, where they were put when the journal took none."""
    boot: SinceBoot | None = None
    """What a clock that nobody sets said at the last event; None: that is not known."""
    corrections: list[Event] = field(default_factory=list[Event])
    """What was corrected since the call was closed, or was being typed for that, in the order it was recorded in."""

    @property
    def whole(self) -> list[Event]:
        """The call with its corrections, numbered on."""
        return [*self.events, *numbered_on(self.events, self.corrections)] if self.events else []

    @property
    def practice(self) -> bool:
        """Whether it is a call that was practised: it counts as none."""
        return bool(self.events) and isinstance(start := self.events[0], CallStarted) and start.practice

    @property
    def only_newer(self) -> bool:
        """Whether only a newer release can take the call up: all of it, or some event, is unknown to this one."""
        return self.newer or any(isinstance(event, Unknown) for event in self.events)


@dataclass
class DayLog:
    """What one or several journal files say."""

    calls: dict[str, list[Event]] = field(default_factory=dict[str, list[Event]])
    """The events of each call, from the first, without a gap."""
    desks: dict[str, list[Event]] = field(default_factory=dict[str, list[Event]])
    """The desk logs of operators, likewise: what they did outside a call."""
    newer: list[str] = field(default_factory=list[str])
    """The calls that were recorded in a format which this release cannot read."""
    problems: list[Damaged] = field(default_factory=list[Damaged])

    def of(self, call: str) -> CallLog:
        """Return what is said of one call or desk log."""
        events = self.calls.get(call) or self.desks.get(call, [])
        of_desk = self.desks.get(desk_log_of(call), [])
        corrections = [event for event in of_desk if isinstance(event, OfDesk) and event.call == call]
        return CallLog(events, self.problems, call in self.newer, corrections=list[Event](corrections))

    def add(self, other: DayLog) -> None:
        """Take in what another file says."""
        self.calls |= other.calls
        self.desks |= other.desks
        self.newer += other.newer
        self.problems += other.problems


def numbered_on(events: Sequence[Event], later: Iterable[Event]) -> Iterable[Event]:
    """Return events that stand outside of a call with the numbers that they have behind its own."""
    return (replace(event, seq=number) for number, event in enumerate(later, start=events[-1].seq + 1))
