"""What the events of a call have established, in order: what guards and monitors are read off, and what is taken back.

An answer that is taken back counts no more. What was said or done stays, but obliges to nothing; what was timed,
registered or ended stays and obliges. What a detour left behind when it was gone through is settled.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from callscript.core.call import events as e
from callscript.core.script.model import Script
from callscript.core.standard.verdicts import Watch, observe

Weight = Literal["answer", "word", "deed"]
"""What is left of it when it is taken back: nothing, that it was, or all that it obliges to as well."""


class Entry(Struct, frozen=True):
    """What one event has established."""

    seq: int
    at: datetime
    facts: tuple[str, ...]
    matter: int
    step: str
    """The step that it belongs to, if it belongs to one."""
    weight: Weight
    obliges: bool = True
    """It may open what is owed."""
    settled: bool = False
    """It belongs to a detour that was gone through: going back does not touch it."""


Record = tuple[Entry, ...]
Watches = Mapping[str, tuple[Watch, ...]]


def entry(event: e.Event, facts: tuple[str, ...], matter: int, step: str) -> Entry:
    """Make the entry of an event that happens at a step, about a matter."""
    return Entry(event.seq, event.at, facts, matter, step, _weight(event))


def _weight(event: e.Event) -> Weight:
    match event:
        case e.Chosen() | e.DetourEntered() | e.Moved() | e.TaskOpened():
            return "answer"
        case e.Filled():
            return "answer" if event.picked else "word"
        case e.Said() | e.Done():
            return "word"
        case _:
            return "deed"


def taken_back(record: Record, numbers: Collection[int]) -> Record:
    """Return the record without the weight of the entries of these events."""
    left: list[Entry] = []
    for each in record:
        if each.seq not in numbers or each.settled or each.weight == "deed":
            left.append(each)
        elif each.weight == "word":
            left.append(replace(each, obliges=False))
    return tuple(left)


def settled(record: Record, since: int) -> Record:
    """Return the record with all from an event on settled."""
    return tuple(each if each.seq < since else replace(each, settled=True) for each in record)


def happened(record: Record) -> tuple[Mapping[str, int], Mapping[str, int]]:
    """Return by fact the number of the event that established it first, and of the one that did it last."""
    first: dict[str, int] = {}
    last: dict[str, int] = {}
    for each in record:
        for fact in each.facts:
            first.setdefault(fact, each.seq)
            last[fact] = each.seq
    return first, last


def judged_again(script: Script, record: Record, stood: Watches) -> Watches:
    """Step all monitors anew after something was taken back; `stood` is where they stood before.

    Taking back breaches nothing, and what was met by something that stays is met.
    """
    watches: Watches = {}
    for each in record:
        watches = observe(script, watches, each.seq, each.at, each.facts, matter=each.matter, obliges=each.obliges)
    numbers = {each.seq for each in record}
    return {
        clause: tuple(
            _softened(new, old, numbers)
            for new, old in zip(rules, stood.get(clause) or (Watch(),) * len(rules), strict=True)
        )
        for clause, rules in watches.items()
    }


def _softened(new: Watch, old: Watch, numbers: Collection[int]) -> Watch:
    if old.met in numbers and not new.met:
        new = replace(new, met=old.met)
    return replace(new, breached=0) if new.breached and not old.breached else new
