"""What the events of a call have established, in order: what guards and monitors are read off, and what is taken back.

An answer that is taken back counts no more. What was said or done stays, but obliges to nothing; what was timed,
registered or ended stays and obliges. What a detour left behind when it was gone through is settled.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from operator import attrgetter
from typing import Literal, NamedTuple, assert_never

from msgspec import Struct
from msgspec.structs import replace

from callscript.core.call import events as e
from callscript.core.script.model import Script
from callscript.core.standard.clauses import Existence, Rule
from callscript.core.standard.monitors import Watch, Work, observe, stepped
from callscript.core.standard.named import concerned, names

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
    work: Work = Work()


Record = tuple[Entry, ...]
Watches = Mapping[str, tuple[Watch, ...]]


def entry(event: e.Event, facts: tuple[str, ...], matter: int, step: str) -> Entry:
    """Make the entry of an event that happens at a step, about a matter."""
    return Entry(event.seq, event.at, facts, matter, step, _weight(event), work=_work(event))


def observed(script: Script, watches: Watches, each: Entry) -> Watches:
    """Step the monitors by what an event has established."""
    return observe(
        script, watches, each.seq, each.at, each.facts, matter=each.matter, obliges=each.obliges, work=each.work
    )


def _work(event: e.Event) -> Work:
    if isinstance(event, e.TaskOpened):
        return Work(event.task, event.due and event.due + timedelta(seconds=event.grace), event.matter)
    return Work(event.task) if isinstance(event, e.TaskMoved) else Work()


def _weight(event: e.Event) -> Weight:
    match event:
        case e.Received() | e.Chosen() | e.DetourEntered() | e.Moved() | e.TaskOpened():
            return "answer"
        case e.Filled():
            return "answer" if event.picked else "word"
        case e.Said() | e.Done():
            return "word"
        case e.TaskMoved():
            return "answer" if event.by else "deed"  # whoever did it may find that it was not done
        case (
            e.CallStarted()
            | e.EarlierFound()
            | e.Drafted()
            | e.DetourLeft()
            | e.BranchLeft()
            | e.TimerStarted()
            | e.TimerStopped()
            | e.TimerOverran()
            | e.LanguageChanged()
            | e.Registered()
            | e.Informed()
            | e.NoticeDelivered()
            | e.Ended()
            | e.AfterCallProlonged()
            | e.OutcomeSet()
            | e.Explained()
            | e.Summarised()
            | e.Closed()
            | e.EndTakenBack()
            | e.EndCorrected()
            | e.FieldCorrected()
            | e.ReceivedCorrected()
            | e.Discarded()
            | e.Erased()
            | e.Resumed()
            | e.Unknown()
        ):
            return "deed"
        case _:
            assert_never(event)


class TakenBack(NamedTuple):
    """A record out of which something was taken back."""

    record: Record
    facts: frozenset[str]
    """What the entries had established that are gone, or that oblige no more."""
    gone: frozenset[str]
    """What the entries had established that are gone."""


def taken_back(record: Record, numbers: Collection[int]) -> TakenBack:
    """Take the weight of the entries of these events away."""
    start = _place(record, min(numbers))
    left = list(record[:start])
    facts: set[str] = set()
    gone: set[str] = set()
    for each in record[start:]:
        if each.seq not in numbers or each.settled or each.weight == "deed":
            left.append(each)
            continue
        facts.update(each.facts)
        if each.weight == "word":
            left.append(replace(each, obliges=False))
        else:
            gone.update(each.facts)
    return TakenBack(tuple(left), frozenset(facts), frozenset(gone))


def withdrawn(record: Record, number: int) -> TakenBack:
    """Take an entry out, whatever its weight is: what it has established was recorded by mistake."""
    gone = frozenset(fact for each in record if each.seq == number for fact in each.facts)
    return TakenBack(tuple(each for each in record if each.seq != number), gone, gone)


def without(record: Record, facts: Collection[str]) -> TakenBack:
    """Take facts out of the entries, whatever their weight is: they hold no more, and it is as if they never had."""
    left = (replace(each, facts=tuple(fact for fact in each.facts if fact not in facts)) for each in record)
    return TakenBack(tuple(each for each in left if each.facts), frozenset(facts), frozenset(facts))


def settled(record: Record, number: int) -> Record:
    """Return the record with all from an event on settled."""
    start = _place(record, number)
    return (*record[:start], *(replace(each, settled=True) for each in record[start:]))


def since(record: Record, number: int) -> Record:
    """Return the entries from an event on."""
    return record[_place(record, number) :]


def _place(record: Record, number: int) -> int:
    return bisect_left(record, number, key=attrgetter("seq"))


def occurrences(record: Record, facts: Collection[str]) -> tuple[Mapping[str, int], Mapping[str, int]]:
    """Return by fact the number of the event that established it first, and of the one that did it last."""
    first: dict[str, int] = {}
    last: dict[str, int] = {}
    for each in record:
        for fact in each.facts:
            if fact in facts:
                first.setdefault(fact, each.seq)
                last[fact] = each.seq
    return first, last


def judged_again(script: Script, back: TakenBack, stood: Watches) -> Watches:
    """Step anew the monitors that what was taken back concerns; `stood` is where they stood before.

    Taking back breaches nothing, and what was met by words or deeds that stay is met, unless it is counted.
    """
    found = dict(stood)
    stays = {each.seq: each.facts for each in back.record if each.weight == "deed" or "said" in each.facts}
    for (clause, place), rule in concerned(script, back.facts).items():
        if was := found.get(clause):
            watch = _softened(rule, _judged(script, rule, back.record), was[place], stays)
            found[clause] = (*was[:place], watch, *was[place + 1 :])
    return found


def _judged(script: Script, rule: Rule, record: Record) -> Watch:
    """Step the monitor of one rule through a record."""
    watch, named = Watch(), names(rule)
    for each in record:
        if not named.isdisjoint(each.facts):
            watch = stepped(
                script,
                rule,
                watch,
                each.seq,
                each.at,
                each.facts,
                matter=each.matter,
                obliges=each.obliges,
                work=each.work,
            )
    return watch


def _softened(rule: Rule, new: Watch, old: Watch, stays: Mapping[int, tuple[str, ...]]) -> Watch:
    if not new.met and not _meeting(rule).isdisjoint(stays.get(old.met, ())):
        new = replace(new, met=old.met)
    return replace(new, breached=0) if new.breached and not old.breached else new


def _meeting(rule: Rule) -> frozenset[str]:
    """Return the facts one of which is left of what met a rule if it is to stay met."""
    if isinstance(rule, Existence):
        return frozenset(rule.some if rule.times == 1 else ())
    return names(rule)
