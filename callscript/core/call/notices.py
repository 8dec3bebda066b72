"""What a call owes others to be told, and what was delivered of it.

It is read off what the call has established: what was taken back is not told, and what still can be taken back is not
told yet.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from callscript.core.call import events as e
from callscript.core.call.call import Call, Values
from callscript.core.call.effects import Notify
from callscript.core.call.matters import known_of
from callscript.core.script.model import Script
from callscript.core.script.notices import Notice
from callscript.core.standard.record import Entry


class Delivery(NamedTuple):
    """That a notice was delivered."""

    notice: str
    event: int
    """The number of the event that it tells of."""
    at: datetime


def owed(script: Script, call: Call) -> tuple[Notify, ...]:
    """Return what others are to be told of a call as it stands, delivered or not, in the order of the events.

    Of a call that was practised nobody is told.
    """
    if call.practice:
        return ()
    found = [each for notice in script.pack.notices if notice.on in call.happened for each in _of(notice, call)]
    return tuple(sorted(found, key=lambda each: (each.event, each.notice)))


def not_delivered(script: Script, call: Call) -> tuple[Notify, ...]:
    """Return what others are to be told of a call and were not yet, as far as the call knows."""
    return tuple(each for each in owed(script, call) if (each.notice, each.event) not in call.delivered)


def deliveries(script: Script, call: Call, found: Iterable[Delivery]) -> tuple[e.NoticeDelivered, ...]:
    """Return the events that say what was delivered, behind those of the call: of what it owes and does not know."""
    left = {(each.notice, each.event) for each in not_delivered(script, call)}
    events: list[e.NoticeDelivered] = []
    for each in sorted(found, key=lambda each: each.at):
        if (each.notice, each.event) in left:
            left.remove((each.notice, each.event))
            more = any(notice == each.notice for notice, _ in left)
            seq = call.seq + len(events) + 1
            events.append(e.NoticeDelivered(seq=seq, at=each.at, notice=each.notice, about=each.event, more=more))
    return tuple(events)


def told_in(script: Script, call: Call, effect: Notify) -> Values:
    """Return what is recorded of the caller, of a notice's matter, and of what came of that, by field."""
    about = (*_come_of(call, effect.matter), effect.matter)
    return {field: value for matter in about for field, value in known_of(script, call, matter).items()}


def _come_of(call: Call, matter: int) -> Iterator[int]:
    """Yield the matters that detours have begun out of one of a detour, as the handing on of a complaint."""
    about = call.about(matter)
    for number, each in sorted(call.matters.items()):
        if not about.detour or number <= matter or each.within != about.within or each.taken_back:
            continue
        if each.detour == about.detour:
            return
        yield number


def _of(notice: Notice, call: Call) -> Iterator[Notify]:
    ended = call.ended
    for each in call.record:
        if notice.on not in each.facts or not each.obliges:
            continue
        if ended is not None:
            yield Notify(notice.id, each.seq, each.matter, max(each.at, ended.at) if notice.after_call else each.at)
        elif _stands(each) and not notice.after_call:
            yield Notify(notice.id, each.seq, each.matter, each.at)


def _stands(entry: Entry) -> bool:
    """Tell whether something cannot be taken back any more, though the call goes on."""
    return entry.settled or entry.weight == "deed"
