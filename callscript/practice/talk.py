"""What a caller says in a call, and when: told by the events of the call and the time, by nothing else.

The caller answers a step when it is come to, and does by the clock what is theirs to do. Nothing is chosen for the
operator by it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from msgspec import Struct

from callscript.core.call.apply import apply
from callscript.core.call.call import Call
from callscript.core.call.events import CallStarted, DetourEntered, Event, Moved
from callscript.core.script.model import Script
from callscript.core.script.steps import Ask
from callscript.core.standard.facts import facts
from callscript.practice.caller import Caller, Does, Says


class Line(Struct, frozen=True):
    """Something that the caller has said or done."""

    at: datetime
    text: str
    event: int
    """The number of the event that it came upon."""
    does: Does | None = None
    """None: it was an answer."""


class Talk:
    """The caller's part of a call, as far as the call has come."""

    def __init__(self, script: Script, caller: Caller) -> None:
        self._script = script
        self._caller = caller
        self._says: dict[str, Says] = {says.at: says for says in caller.says}
        self._call = Call()
        self._taken = 0
        """So many events of the log were told over."""
        self._due: dict[int, tuple[datetime, int]] = {}
        """By place among what the caller does: when it comes to that, and the event that it comes upon."""
        self._done = set[int]()
        self._came = 0
        """How many lines there were when the step of the moment was come to."""
        self._silent: Does | None = None
        """Why nothing is heard of the caller."""
        self.lines: list[Line] = []
        """All that was said, in order."""

    def follow(self, log: Sequence[Event], now: datetime) -> None:
        """Have the caller say what is to be said by `now`; `log` is that of the call so far."""
        for event in log[self._taken :]:
            self._pass(event.at)
            self._take(event)
        self._taken = len(log)
        self._pass(now)

    @property
    def last(self) -> str:
        """What was said last, while the caller is on the line."""
        return self.lines[-1].text if self.lines and self._call.under_way else ""

    @property
    def answer(self) -> str:
        """What was said at the step of the moment and then talked over; empty: nothing was, or it was said last."""
        here = self.lines[self._came :] if self._call.under_way else []
        interrupts = len(here) > 1 and here[-1].does and here[-1].does.act == "interrupts"
        return here[0].text if interrupts and here[0].does is None else ""

    @property
    def next_due(self) -> datetime | None:
        """When the caller does something by themselves, should nothing happen before."""
        return min((at for at, _ in self._due.values()), default=None) if self._call.under_way else None

    def _take(self, event: Event) -> None:
        self._call = apply(self._call, event)
        happened = facts(self._script, event)
        if self._silent and self._silent.until in happened:
            self._silent = None
        for place, does in enumerate(self._caller.does):
            if does.unless and does.unless in happened:
                self._due.pop(place, None)
            if does.after in happened and place not in self._done:
                self._due[place] = event.at + timedelta(seconds=does.seconds), event.seq
        comes_to = isinstance(event, CallStarted | Moved | DetourEntered)  # back from a detour nothing is said anew
        if comes_to:
            self._came = len(self.lines)
        if comes_to and self._call.under_way and self._call.step and (text := self._answer()):
            self._say(Line(event.at, text, event.seq))

    def _pass(self, now: datetime) -> None:
        """Do what is due by then, in order."""
        while self._call.under_way and (due := [place for place, (at, _) in self._due.items() if at <= now]):
            place = min(due, key=lambda place: self._due[place])
            at, event = self._due.pop(place)
            self._done.add(place)
            does = self._caller.does[place]
            self._say(Line(at, does.text, event, does))
            if does.act != "interrupts" and not self._gone:
                self._silent = does

    def _say(self, line: Line) -> None:
        if not self._gone and not (self._silent and line.does is None):
            self.lines.append(line)

    @property
    def _gone(self) -> bool:
        return self._silent is not None and self._silent.act == "hangs_up"

    def _answer(self) -> str:
        """Return what is said at the step that was come to; empty: nothing."""
        step = self._script.steps[self._call.step]
        if says := self._says.get(step.id):
            return says.text
        if isinstance(step, Ask) and step.aloud and (told := self._caller.facts.get(step.field)):
            return told
        return self._caller.stock.get(step.__struct_config__.tag, "")  # type: ignore[arg-type] - a step's tag is its kind
