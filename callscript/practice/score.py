"""What a call that was practised came to: read off its verdicts, never off an opinion.

A clause counts as it stood when the caller was gone: what may still be done after the call (a letter to be delivered, a
call-back) is nobody's fault yet, and what was owed on the line and is owed still was not done.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from callscript.core.call import events as e
from callscript.core.call.call import Call
from callscript.core.call.fold import fold_all
from callscript.core.script.base import Finding
from callscript.core.script.durations import seconds
from callscript.core.script.model import Script
from callscript.core.standard.clauses import Clause, Modality, Response
from callscript.core.standard.facts import facts
from callscript.core.standard.verdicts import Verdict, verdicts
from callscript.practice.caller import Caller
from callscript.practice.pace import Pace
from callscript.practice.talk import Line, Talk


class Fault(Struct, frozen=True):
    """A clause that was not met."""

    clause: str
    modality: Modality
    verdict: Finding
    event: int | None
    """The number of the event that decided it, or since which it is owed."""
    over: float | None = None
    """By how many seconds a limit was passed, where there was one."""


class Misheard(Struct, frozen=True):
    """An answer that was chosen at a step, where the caller's words stand for another."""

    step: str
    meant: str
    chosen: str
    event: int


class Unmet(Struct, frozen=True):
    """Something that the caller expects and that did not come."""

    what: str
    """`ended`, a clause, or `does`: something that the caller did."""
    expected: str
    found: str
    event: int | None
    """Which event decided that; of what a caller did, upon which one they did it."""
    place: int = 0
    """Which of all that the caller does, counted from 0."""


class Score(Struct, frozen=True):
    """What a call came to."""

    caller: str
    ended: str
    """How; empty: it was left before."""
    must: tuple[Fault, ...]
    should: tuple[Fault, ...]
    met: int
    of: int
    """So many clauses applied: those that only remind, and what is left for after the call, are not among them."""
    refused: int
    """Keys that the script did not allow."""
    pace: Pace | None
    """How it was led; None: that is not known of the whole call, which was left and taken up again."""
    backs: int
    """Steps back, and detours taken back."""
    misheard: tuple[Misheard, ...]
    unmet: tuple[Unmet, ...]


def score(script: Script, caller: Caller, log: Sequence[e.Event], refused: int, pace: Pace | None) -> Score:
    """Judge a call that was practised."""
    call = fold_all(script, log)
    found = [each for each in _verdicts(script, log, call) if each.verdict in ("met", "breached", "open")]
    counted = [each for each in found if not (each.verdict == "open" and each.lasting)]
    faults = [_fault(script, each, log) for each in counted if each.verdict != "met"]
    return Score(
        caller=caller.id,
        ended=call.ended.how if call.ended else "",
        must=tuple(each for each in faults if each.modality != "should"),
        should=tuple(each for each in faults if each.modality == "should"),
        met=len(counted) - len(faults),
        of=len(counted),
        refused=refused,
        pace=pace,
        backs=sum(_goes_back(event) for event in log),
        misheard=tuple(_misheard(caller, log)),
        unmet=tuple(_unmet(script, caller, call, log)),
    )


def _verdicts(script: Script, log: Sequence[e.Event], call: Call) -> tuple[Verdict, ...]:
    """Judge the call as it stood when the caller was gone, with what was done since."""
    return verdicts(script, call.watches, call.ended.at if call.ended else log[-1].at)


def _fault(script: Script, verdict: Verdict, log: Sequence[e.Event]) -> Fault:
    over = _over(script, script.clauses[verdict.clause], log) if verdict.verdict == "breached" else None
    return Fault(verdict.clause, verdict.modality, verdict.verdict, verdict.event, over)


def _over(script: Script, clause: Clause, log: Sequence[e.Event]) -> float | None:
    """Return by how many seconds the timers that a clause limits went over, together; None: it limits none."""
    after = {fact for rule in clause.rules if isinstance(rule, Response) and rule.within for fact in rule.after}
    timed = {fact.removeprefix("timing:") for fact in after if fact.startswith("timing:")}
    runs = [event for event in log if isinstance(event, e.TimerStopped) and event.timer in timed]
    over = [event.seconds - seconds(script.timers[event.timer].limit) for event in runs]
    late = [each for each in over if each > 0]
    return round(sum(late), 1) if late else None


def _goes_back(event: e.Event) -> bool:
    return (isinstance(event, e.Moved) and event.back) or (isinstance(event, e.DetourLeft) and event.cancelled)


def _misheard(caller: Caller, log: Sequence[e.Event]) -> Iterator[Misheard]:
    meant = {says.at: says.answers for says in caller.says if says.answers}
    chosen = {event.step: event for event in log if isinstance(event, e.Chosen)}  # what was chosen last there
    for step, event in chosen.items():
        if step in meant and event.option != meant[step]:
            yield Misheard(step, meant[step], event.option, event.seq)


def _unmet(script: Script, caller: Caller, call: Call, log: Sequence[e.Event]) -> Iterator[Unmet]:
    expects = caller.expects
    if expects.ended and (call.ended is None or call.ended.how != expects.ended):
        event = next((event.seq for event in log if isinstance(event, e.Ended)), None)
        yield Unmet("ended", expects.ended, call.ended.how if call.ended else "", event)
    for each in _verdicts(script, log, call):
        if each.clause in expects.met and each.verdict != "met":
            yield Unmet(each.clause, "met", each.verdict, each.event)
        elif each.verdict == "breached" or (each.verdict == "open" and not each.lasting):
            binding = each.modality != "should"
            if expects.not_breached == "all" or (expects.not_breached == "must" and binding):
                yield Unmet(each.clause, "not_breached", each.verdict, each.event)
    talk = Talk(script, caller)
    talk.follow(log, log[-1].at)
    for line in talk.lines:
        if line.does and line.does.expects and not _came(script, line, log):
            yield Unmet("does", line.does.expects, "", line.event, caller.does.index(line.does))


def _came(script: Script, line: Line, log: Sequence[e.Event]) -> bool:
    """Tell whether what is expected after something the caller has done has come, in time."""
    does = line.does
    assert does
    later = [event for event in log if event.at >= line.at and event.seq > line.event]
    in_time = [event for event in later if not does.within or (event.at - line.at).total_seconds() <= does.within]
    return any(does.expects in facts(script, event) for event in in_time)
