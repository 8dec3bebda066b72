"""Monitors: where each rule of a clause stands, stepped by the facts that it names and by no others.

The vocabulary is that of Dwyer, Avrunin and Corbett's property specification patterns.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import NamedTuple, assert_never
from zoneinfo import ZoneInfo

from msgspec import Struct
from msgspec.structs import replace

from callscript.core.script.durations import DUE, seconds
from callscript.core.script.model import Script
from callscript.core.standard.clauses import Absence, Existence, Precedence, Response, Rule
from callscript.core.standard.facts import given_up
from callscript.core.standard.named import END, ENTRY, answers, concerned, made_good


class Obligation(Struct, frozen=True):
    """An occurrence that calls for a response."""

    seq: int
    at: datetime
    answered: int = 0
    """How many of the rule's responses have come."""
    matter: int = 0
    """The number of the caller's matter that it is about."""
    limit: datetime | None = None
    """Until when it can be answered in time, if there is such a moment."""
    task: str = ""
    """The work that it is, where it is work that was opened."""
    redeemed_by: str = ""
    """The work that makes good what the call could not, for it was cut short."""


class Watch(Struct, frozen=True):
    """How far a rule has come in a call, as the numbers of the events that brought it there; 0: it has not."""

    scope: int = 0
    excused: int = 0
    ready: int = 0
    """What must come first has come."""
    met: int = 0
    came: int = 0
    """How often has come what must come."""
    breached: int = 0
    ended: int = 0
    """The call is over; or what may be withdrawn can be withdrawn no more."""
    cut: bool = False
    """It was excused while something was owed, because the call was cut short."""
    obligations: tuple[Obligation, ...] = ()
    lost: tuple[Obligation, ...] = ()
    """What was owed when the call was cut short, and no work makes good."""
    works: tuple[tuple[str, int], ...] = ()
    """The work that can make it good, with the matter that it is about."""


_BLANK = Watch()
_CUT_SHORT = frozenset({"ended:caller", "ended:no_contact", "ended:abuse"})
"""The ends that cut a call short: nothing could be said any more."""


class Work(NamedTuple):
    """Work that an event opens, or says to be done."""

    task: str = ""
    due: datetime | None = None
    matter: int = 0
    """What work is about that is opened."""


_NO_WORK = Work()


class _Now(Struct, frozen=True):
    """What an event establishes, and what about it."""

    seq: int
    at: datetime
    facts: frozenset[str]
    matter: int
    obliges: bool
    work: Work
    zone: ZoneInfo
    """The centre's."""


def observe(
    script: Script,
    watches: Mapping[str, tuple[Watch, ...]],
    seq: int,
    at: datetime,
    facts: tuple[str, ...],
    *,
    matter: int = 0,
    obliges: bool = True,
    work: Work = _NO_WORK,
) -> Mapping[str, tuple[Watch, ...]]:
    """Step the monitors that `facts` concern, established about a matter; not to oblige: they answer, no more."""
    touched = concerned(script, facts)
    if not touched:
        return watches
    found, now = dict(watches), _Now(seq, at, frozenset(facts), matter, obliges, work, script.zone)
    for (clause, place), rule in touched.items():
        before = found.get(clause) or (_BLANK,) * len(script.clauses[clause].rules)
        after = _step(rule, before[place], now)
        if after is not before[place]:
            found[clause] = (*before[:place], after, *before[place + 1 :])
    return found


def stepped(
    script: Script,
    rule: Rule,
    watch: Watch,
    seq: int,
    at: datetime,
    facts: tuple[str, ...],
    *,
    matter: int,
    obliges: bool,
    work: Work,
) -> Watch:
    """Step the monitor of one rule."""
    return _step(rule, watch, _Now(seq, at, frozenset(facts), matter, obliges, work, script.zone))


def _step(rule: Rule, watch: Watch, now: _Now) -> Watch:
    seq, facts = now.seq, now.facts
    if now.obliges and not facts.isdisjoint(rule.when):
        watch = replace(watch, scope=watch.scope or seq, excused=0, cut=False)
    if not facts.isdisjoint(rule.unless) or (isinstance(rule, Existence) and not facts.isdisjoint(ENTRY)):
        watch = _excuse(rule, watch, now)
    match rule:
        case Existence():
            watch = _existence(rule, watch, seq, facts)
        case Absence():
            if not facts.isdisjoint(rule.none) and in_scope(rule, watch) and not (watch.breached or watch.excused):
                watch = replace(watch, breached=seq)
        case Precedence():
            watch = _precedence(rule, watch, seq, facts)
        case Response():
            watch = _response(rule, _redeemed(rule, watch, now), now)
        case _:
            assert_never(rule)
    return _at_end(rule, watch, seq) if "ended" in facts else watch


def _excuse(rule: Rule, watch: Watch, now: _Now) -> Watch:
    """Waive what the rule asks for now. Another occurrence, or another entry into its scope, asks for it again."""
    if isinstance(rule, Response):
        ended = not now.facts.isdisjoint(END)
        if ended and made_good(rule) and _cuts_short(rule, now):
            return _handed_to_work(watch, now)
        left = tuple(each for each in watch.obligations if not (ended or _same(rule, each, now)))
        if left == watch.obligations:
            return watch
        return replace(watch, excused=now.seq, obligations=left, cut=_cuts_short(rule, now))
    if watch.excused or not in_scope(rule, watch):
        return watch
    return replace(watch, excused=now.seq, cut=isinstance(rule, Existence) and _cuts_short(rule, now))


def _handed_to_work(watch: Watch, now: _Now) -> Watch:
    """Have what is owed by a call that is cut short owed by the work that makes it good; what none does is waived."""
    by = {matter: task for task, matter in watch.works}
    owed = tuple(replace(each, redeemed_by=by.get(each.matter, "")) for each in watch.obligations)
    lost = tuple(each for each in owed if not each.redeemed_by)
    watch = replace(watch, obligations=tuple(each for each in owed if each.redeemed_by), lost=lost)
    return replace(watch, excused=now.seq, cut=True) if lost else watch


def _redeemed(rule: Response, watch: Watch, now: _Now) -> Watch:
    """Note the work that makes good what was cut short: what waited for it is owed by it, and settled by its end."""
    opened, done, dropped = made_good(rule) or ("", "", "")
    task = now.work.task
    if opened in now.facts:
        back = tuple(replace(each, redeemed_by=task) for each in watch.lost if each.matter == now.work.matter)
        lost = tuple(each for each in watch.lost if each.matter != now.work.matter)
        works = (*watch.works, (task, now.work.matter))
        return replace(
            watch, works=works, obligations=(*watch.obligations, *back), lost=lost, cut=watch.cut and bool(lost)
        )
    if now.facts.isdisjoint((done, dropped)):
        return watch
    mine = [each for each in watch.obligations if each.redeemed_by == task]
    others = tuple(each for each in watch.obligations if each.redeemed_by != task)
    watch = replace(watch, works=tuple(each for each in watch.works if each[0] != task), obligations=others)
    if mine and dropped in now.facts:
        return replace(watch, breached=watch.breached or now.seq)
    if any(each.answered < len(rule.then) - 1 for each in mine):  # more was missing than that it was told
        return replace(watch, excused=now.seq, cut=True)
    return replace(watch, met=now.seq) if mine else watch


def _cuts_short(rule: Rule, now: _Now) -> bool:
    """Tell whether what excuses a rule now is that the call is cut short."""
    return not now.facts.isdisjoint(_CUT_SHORT.intersection(rule.unless))


def _existence(rule: Existence, watch: Watch, seq: int, facts: frozenset[str]) -> Watch:
    if watch.breached or (watch.met and (watch.ended or not rule.lapses)):
        return watch
    if (watch.ready or not rule.after) and not facts.isdisjoint(rule.some):
        if not watch.met:
            watch = replace(watch, came=watch.came + 1, met=seq if watch.came + 1 >= rule.times else 0)
    elif (watch.came or watch.met) and not facts.isdisjoint(rule.lapses):
        watch = replace(watch, came=0, met=0)
    if not facts.isdisjoint(rule.before) and in_scope(rule, watch) and not watch.excused:
        return _decided(rule, watch, seq)
    if not watch.ready and not facts.isdisjoint(rule.after):
        return replace(watch, ready=seq)
    return watch


def _decided(rule: Existence, watch: Watch, seq: int) -> Watch:
    """Return where a rule stands when what it asks for has to be there: it is breached, or is met for good."""
    if not watch.met:
        return replace(watch, breached=seq)
    return replace(watch, ended=watch.ended or seq) if rule.lapses else watch


def _precedence(rule: Precedence, watch: Watch, seq: int, facts: frozenset[str]) -> Watch:
    if not facts.isdisjoint(rule.lapses):
        watch = replace(watch, ready=0)
    if not facts.isdisjoint(rule.then) and in_scope(rule, watch) and not watch.excused:
        if not watch.ready:
            watch = replace(watch, breached=watch.breached or seq)
        elif not watch.breached:
            watch = replace(watch, met=seq)
        if rule.fresh:
            watch = replace(watch, ready=0)
    if not facts.isdisjoint(rule.first):
        watch = replace(watch, ready=seq)
    return watch


def _response(rule: Response, watch: Watch, now: _Now) -> Watch:
    asked = not now.facts.isdisjoint(rule.after) and now.facts.isdisjoint(rule.unless) and in_scope(rule, watch)
    new = asked and now.obliges
    if not new and not watch.obligations:
        return watch
    waiting: list[Obligation] = []
    wanted = answers(rule.then)
    for obligation in watch.obligations:
        answered = obligation.answered
        while answered < len(wanted) and _same(rule, obligation, now) and not now.facts.isdisjoint(wanted[answered]):
            answered += 1
        if answered < len(wanted):
            if _same(rule, obligation, now) and not now.facts.isdisjoint(map(given_up, wanted[answered])):
                watch = replace(watch, breached=watch.breached or now.seq)
            else:
                waiting.append(replace(obligation, answered=answered))
            continue
        late = obligation.limit is not None and now.at > obligation.limit
        watch = replace(watch, breached=watch.breached or now.seq) if late else replace(watch, met=now.seq)
    if new and all(obligation.answered for obligation in waiting if _same(rule, obligation, now)):
        waiting.append(Obligation(now.seq, now.at, matter=now.matter, limit=_limit(rule, now), task=now.work.task))
    return replace(watch, obligations=tuple(waiting))


def _same(rule: Response, obligation: Obligation, now: _Now) -> bool:
    """Tell whether what happens now is about the matter, or the work, of an obligation, where that is asked for."""
    if rule.within == DUE:
        return obligation.task == now.work.task
    return not rule.by_matter or obligation.matter == now.matter


def _at_end(rule: Rule, watch: Watch, seq: int) -> Watch:
    if isinstance(rule, Absence):
        return replace(watch, ended=seq)
    if watch.breached or rule.outlives:
        return watch
    if isinstance(rule, Existence):
        return _decided(rule, watch, seq) if in_scope(rule, watch) and not watch.excused else watch
    if any(each.seq != seq and not each.redeemed_by for each in watch.obligations):
        return replace(watch, breached=seq)
    return watch


def in_scope(rule: Rule, watch: Watch) -> bool:
    """Tell whether a rule applies to the call as far as it has come."""
    return bool(watch.scope) or not rule.when


def _limit(rule: Response, now: _Now) -> datetime | None:
    if rule.within == "today":
        return now.at.astimezone(now.zone).replace(hour=23, minute=59, second=59, microsecond=999_999)
    if rule.within == DUE:
        return now.work.due
    return now.at + timedelta(seconds=seconds(rule.within)) if rule.within else None
