"""What holds on every walk through a script, whatever the operator presses."""

from __future__ import annotations

from datetime import datetime

import msgspec
from hypothesis import given, settings

from callscript.core.call import commands as c
from callscript.core.call import events as e
from callscript.core.call.call import Call
from callscript.core.call.decide import carry_out, decide, wanting
from callscript.core.call.fold import fold, fold_all
from callscript.core.call.refusal import Refused
from callscript.core.script.model import Script
from callscript.core.script.steps import Wait
from callscript.core.standard.facts import facts
from callscript.core.standard.verdicts import verdicts
from tests.core.reference import LogLine, judge_all
from tests.core.scripts import Walk
from tests.core.walks import Urges, led, propose, starts, steps, urges, way_to

_decoder = msgspec.json.Decoder(e.Event)


@given(at=starts, wishes=urges)
def test_restore_equals_original(any_script: Script, at: datetime, wishes: Urges) -> None:
    """A call read back from its journal equals the original, at every prefix of the log."""
    walk = led(any_script, at, wishes)
    original = restored = Call()
    for number, event in enumerate(walk.log, start=1):
        line = _decoder.decode(msgspec.json.encode(event))
        original, restored = fold(any_script, original, event), fold(any_script, restored, line)
        assert line == event
        assert restored == original
        assert restored.seq == number
    assert original == walk.call == fold_all(any_script, walk.log)


@given(at=starts, wishes=urges)
def test_detour_is_the_identity(any_script: Script, at: datetime, wishes: Urges) -> None:
    """A detour entered and left changes nothing: not the place, the fields, the answers, nor what is promised."""
    walk = led(any_script, at, wishes)
    for detour in any_script.pack.detours:
        for way_out in (c.TakeDetour(detour.id), c.Back()):
            try:
                inside = _do(any_script, walk.call, c.TakeDetour(detour.id), walk.now)
            except Refused:
                continue
            if len(inside.frames) <= len(walk.call.frames) or inside.running != walk.call.running:
                continue
            after = _do(any_script, inside, way_out, walk.now)
            for part in ("frames", "fields", "answers", "done", "orphans", "tasks", "running", "past_runs", "language"):
                assert getattr(after, part) == getattr(walk.call, part)


@settings(max_examples=25)
@given(at=starts, wishes=urges, inside=urges)
def test_what_is_only_answered_and_taken_back_never_was(
    any_script: Script, at: datetime, wishes: Urges, inside: Urges
) -> None:
    """A detour in which nothing was said, done, typed or timed leaves no verdict, task or condition behind."""
    walk = led(any_script, at, wishes)
    if not walk.call.under_way:
        return
    for detour in any_script.pack.detours:
        if any(frame.detour == detour.id for frame in walk.call.frames):
            continue
        events, call = _inside(any_script, walk.call, detour.id, inside, walk.now)
        if not events or isinstance(any_script.steps[call.step], Wait):  # whose key ends the wait
            continue
        if any(isinstance(each, e.TimerStopped) for each in events):  # it was taken from a wait, which it ended
            continue
        try:
            call = _do(any_script, call, c.TakeDetour(detour.id), walk.now)
        except Refused:
            continue
        told = [(each.clause, each.verdict) for each in verdicts(any_script, walk.call.watches, walk.now)]
        assert [(each.clause, each.verdict) for each in verdicts(any_script, call.watches, walk.now)] == told
        new = call.happened.keys() ^ walk.call.happened.keys()
        assert {fact.partition(":")[0] for fact in new} <= {"left", "cancelled"}
        for part in ("fields", "answers", "orphans", "tasks"):
            assert getattr(call, part) == getattr(walk.call, part), part


_STAYS = (
    e.Said,
    e.Done,
    e.Filled,
    e.Informed,
    e.Registered,
    e.TimerStarted,
    e.TimerStopped,
    e.Ended,
    e.LanguageChanged,
)


def _inside(script: Script, call: Call, detour: str, wishes: Urges, now: datetime) -> tuple[list[e.Event], Call]:
    """Take a detour and press keys of its own in it that only answer, pick or go back; return what that made."""
    depth = len(call.frames)
    try:
        events, call = carry_out(script, call, c.TakeDetour(detour), now)
    except Refused:
        return [], call
    made = list(events)
    for what, which in wishes:
        try:
            events, after = carry_out(script, call, propose(script, call, what, which), now)
        except Refused:
            continue
        told = [each for each in events if not (isinstance(each, e.Filled) and each.picked)]
        here = len(after.frames) == depth + 1 and after.frames[depth].detour == detour
        if here and not any(isinstance(each, _STAYS) for each in told):
            made, call = made + told, after
    return made, call


@given(at=starts, wishes=urges, last=urges)
def test_carried_out_is_decided_and_folded(any_script: Script, at: datetime, wishes: Urges, last: Urges) -> None:
    """The call that a decision hands back is the one that its events make."""
    walk = led(any_script, at, wishes)
    for what, which in last:
        command = propose(any_script, walk.call, what, which)
        try:
            events, after = carry_out(any_script, walk.call, command, walk.now)
        except Refused:
            continue
        assert events == decide(any_script, walk.call, command, walk.now)
        assert fold_all(any_script, (*walk.log, *events)) == after


def _do(script: Script, call: Call, command: c.Command, now: datetime) -> Call:
    for event in decide(script, call, command, now):
        call = fold(script, call, event)
    return call


@given(at=starts, wishes=urges)
def test_refusal_changes_nothing_and_events_are_in_order(any_script: Script, at: datetime, wishes: Urges) -> None:
    """Whatever is pressed is done or refused, and events are numbered one by one, none before the one before it."""
    walk = Walk(any_script, at)
    for _ in steps(walk, wishes):
        assert [event.seq for event in walk.log] == list(range(1, len(walk.log) + 1))
        assert all(one.at <= two.at for one, two in zip(walk.log, walk.log[1:], strict=False))
        if not walk.call.under_way:
            assert sum(isinstance(event, e.Ended) for event in walk.log) == 1
        assert {frame.detour for frame in walk.call.frames[:1]} <= {""} or walk.call.frames[0].detour
        assert len({frame.detour for frame in walk.call.frames}) == len(walk.call.frames)
        for run in walk.call.running.values():
            assert any(frame.step == run.step for frame in walk.call.frames)


@settings(max_examples=25)
@given(at=starts, wishes=urges)
def test_there_is_always_a_way_to_an_end(any_script: Script, at: datetime, wishes: Urges) -> None:
    """From every state that can be reached, keys lead to the end of the call and on to a closed wrap-up."""
    walk = led(any_script, at, wishes)
    if walk.call.closed:
        return
    ended = way_to(any_script, walk.call, walk.now, lambda call: call.ended is not None)
    assert ended is not None, walk.call.frames
    done = way_to(any_script, ended, walk.now, lambda call: not call.frames)
    assert done is not None, ended.frames
    call, now = done, done.latest or walk.now
    if not call.outcome:
        for outcome in any_script.pack.outcomes:
            try:
                call = _do(any_script, call, c.SetOutcome(outcome.id), now)
                break
            except Refused:
                continue
    assert call.outcome, (call.ended, "no outcome fits")
    for verdict in wanting(any_script, call, now):
        call = _do(any_script, call, c.Explain(verdict.clause, "because"), now)
    assert _do(any_script, call, c.Close(), now).closed


@given(at=starts, wishes=urges)
def test_verdicts_agree_with_the_reference(any_script: Script, at: datetime, wishes: Urges) -> None:
    """Every clause is judged, at any moment of the call, as the whole of what it has established judges it.

    Where something was taken back, the whole log may find a breach that only the taking back has made: none is told.
    """
    walk = led(any_script, at, wishes)
    for length in {1, len(walk.log) // 2, len(walk.log)} - {0}:
        call = fold_all(any_script, walk.log[:length])
        now = call.latest or walk.now
        stands = {each.seq: each for each in call.record}
        lines = [
            LogLine(event.at, stands[event.seq].facts, stands[event.seq].matter, stands[event.seq].obliges)
            if event.seq in stands
            else LogLine(event.at, ())
            for event in walk.log[:length]
        ]
        whole = all(line.facts or not facts(any_script, event) for line, event in zip(lines, walk.log, strict=False))
        whole = whole and all(line.obliges for line in lines)
        for clause, verdict in zip(any_script.pack.clauses, verdicts(any_script, call.watches, now), strict=True):
            expected = judge_all(clause.rules, lines, now, any_script.zone)
            if whole or expected[0] in ("open", "met"):
                assert (clause.id, verdict.verdict) == (clause.id, expected[0])
            if whole:
                assert (clause.id, verdict.event) == (clause.id, expected[1])
