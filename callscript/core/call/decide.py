"""Turns what an operator asks for into events, or refuses: `decide` for a command, `begin` for a new call.

Nothing here hangs up or goes on by itself, and a refusal changes nothing. Events come stamped and in order.
"""

from __future__ import annotations

from datetime import datetime
from typing import assert_never

from msgspec.structs import replace

from callscript.core.call import at_step, entries, moves
from callscript.core.call import commands as c
from callscript.core.call import events as e
from callscript.core.call.call import Call
from callscript.core.call.carried import written
from callscript.core.call.correct import correct
from callscript.core.call.decision import Decision
from callscript.core.call.fields import says_something
from callscript.core.call.flow import first_step
from callscript.core.call.fold import fold, preview
from callscript.core.call.guards import holds
from callscript.core.call.meanwhile import as_known
from callscript.core.call.outgoing import Continued
from callscript.core.call.refusal import Refused
from callscript.core.call.timers import limits_reached
from callscript.core.script.durations import seconds
from callscript.core.script.model import Script
from callscript.core.script.working_time import day_part, is_open
from callscript.core.standard.verdicts import Verdict, verdicts


def begin(
    script: Script,
    call_id: str,
    operator: e.Operator,
    now: datetime,
    *,
    language: str = "",
    phone: str = "",
    goes_on: Continued | None = None,
    practice: bool = False,
) -> tuple[e.Event, ...]:
    """Start a call in `language` (the centre's own unless given); `phone` is the caller's number, if known.

    With `goes_on` the operator rings up, about work that an earlier call has left. With `practice` the
    caller is played.
    """
    outgoing = script.pack.outgoing
    if goes_on and (outgoing is None or goes_on.kind not in outgoing.done):
        raise Refused("no_outgoing")
    known = goes_on.language if goes_on and goes_on.language in script.texts else ""
    language = language or known or script.pack.languages[0].id
    if language not in script.texts:
        raise Refused("no_such", language)
    decision = Decision(script, Call(), now)
    started = e.CallStarted(
        seq=1,
        at=decision.now,
        call=call_id,
        pack=script.pack.id,
        pack_hash=script.hash,
        operator=operator,
        language=language,
        phone=phone,
        open=is_open(script, now),
        day_part=day_part(script, now),
        step="",
        practice=practice,
    )
    if goes_on:
        started = replace(
            started,
            continues=goes_on.task,
            work=goes_on.kind,
            attempt=goes_on.attempt,
            tries=goes_on.tries,
            fields=tuple(goes_on.values),
            values=written(goes_on.values),
        )
    blank = preview(script, Call(), started)
    stages = [start.stage for start in script.pack.start if holds(start.when, blank)]
    if goes_on and outgoing:
        stages = [outgoing.stage]
    step = next((step for stage in stages if (step := first_step(script, blank, stage))), None)
    if step is None:
        raise Refused("no_start")
    decision.add(replace(started, step=step))
    decision.start_timer(step)
    return tuple(decision.events)


def decide(script: Script, call: Call, command: c.Command, now: datetime) -> tuple[e.Event, ...]:
    """Return the events that `command` makes of `call`, any limits reached by `now` first; raise `Refused`."""
    return carry_out(script, call, command, now)[0]


def carry_out(script: Script, call: Call, command: c.Command, now: datetime) -> tuple[tuple[e.Event, ...], Call]:
    """Decide as `decide` does; return the events and the call after them, so that they need not be folded again."""
    if call.start is None:
        raise Refused("no_call")
    if call.closed and (call.discarded or call.erased or not _of_closed(command)):
        raise Refused("closed")
    decision = Decision(script, call, now)
    if call.entry:
        entries.carry_out(decision, command)
        return tuple(decision.events), decision.call
    for overrun in limits_reached(script, call, now):
        decision.add(overrun)
    match command:
        case c.Advance():
            at_step.advance(decision)
        case c.Answer():
            at_step.choose(decision, command.option)
        case c.Back():
            moves.go_back(decision)
        case c.TakeDetour():
            at_step.take_detour(decision, command.detour)
        case c.Fill():
            decision.fill(command)
        case c.Draft():
            _draft(decision, command)
        case c.TellEarlier():
            _tell_earlier(decision, command)
        case c.Receive() | c.CorrectReceived():
            raise Refused("no_entry")
        case c.SwitchLanguage():
            _switch_language(decision, command)
        case c.Inform():
            _inform(decision, command)
        case c.Discard():
            if not decision.call.empty:
                raise Refused("not_empty")
            decision.add(e.Discarded(seq=decision.seq, at=decision.now))
        case c.LoseLine():
            moves.end(decision, "caller")
        case c.Resume():
            decision.add(e.Resumed(seq=decision.seq, at=decision.now, about=command.about))
            at_step.pass_by_moved(decision)
        case c.TakeEndBack() | c.CorrectEnd() | c.CorrectField():
            correct(decision, command)
        case c.Prolong():
            _prolong(decision)
        case c.SetOutcome() | c.Explain() | c.Summarise() | c.Close():
            _wrap_up(decision, command)
        case _:
            assert_never(command)
    return tuple(decision.events), decision.call


def wanting(script: Script, call: Call, now: datetime) -> tuple[Verdict, ...]:
    """Return the verdicts on clauses that want a reason before the call can be closed: not what is done after it."""
    return tuple(
        verdict
        for verdict in verdicts(script, as_known(script, call).watches, now)
        if verdict.modality != "should"
        and (verdict.verdict == "breached" or (verdict.verdict == "open" and not verdict.lasting))
        and not call.reasons.get(verdict.clause)
    )


def _of_closed(command: c.Command) -> bool:
    """Tell whether a command is one for a call that is closed: it is corrected, or that is being typed."""
    typed = isinstance(command, c.Draft) and e.corrected_at(command.place)
    return bool(typed) or isinstance(command, c.CorrectEnd | c.CorrectField | c.CorrectReceived)


def _switch_language(decision: Decision, command: c.SwitchLanguage) -> None:
    if all(language.id != command.language for language in decision.script.pack.languages):
        raise Refused("no_such", command.language)
    if command.language != decision.call.language:
        decision.add(e.LanguageChanged(seq=decision.seq, at=decision.now, language=command.language))


def _tell_earlier(decision: Decision, command: c.TellEarlier) -> None:
    if not decision.call.under_way:
        raise Refused("call_over")
    decision.add(e.EarlierFound(seq=decision.seq, at=decision.now, found=command.found, gone=command.gone))


def _inform(decision: Decision, command: c.Inform) -> None:
    call = decision.call
    if not call.under_way:
        raise Refused("call_over")
    informed = e.Informed(
        seq=decision.seq,
        at=decision.now,
        article=command.article,
        title=command.title,
        paragraph=command.paragraph,
        text=command.text,
    )
    decision.add(replace(informed, taken_back=any(each.same(informed) for each in call.informed)))


def _prolong(decision: Decision) -> None:
    call, settings = decision.call, decision.script.after_call_work
    if call.ended is None:
        raise Refused("not_over")
    if not call.ended.allowed or call.start is None:
        raise Refused("call_over")
    number = call.start.operator.number
    decision.add(
        e.AfterCallProlonged(seq=decision.seq, at=decision.now, seconds=seconds(settings.more), operator=number)
    )


def _draft(decision: Decision, command: c.Draft) -> None:
    script, corrected = decision.script, e.corrected_at(command.place)
    if corrected and decision.call.ended is None:
        raise Refused("not_over")
    places = (*map(e.reason_of, script.clauses), e.SUMMARY)
    what = corrected or e.field_at(command.place)[0]
    if command.place not in places and what not in (*script.fields, e.GOES_ON, e.ENDED):
        raise Refused("no_such", command.place)
    decision.draft(command.place, command.text)


def _wrap_up(decision: Decision, command: c.SetOutcome | c.Explain | c.Summarise | c.Close) -> None:
    call, script = decision.call, decision.script
    if call.ended is None:
        raise Refused("not_over")
    match command:
        case c.SetOutcome():
            outcome = script.outcomes.get(command.outcome)
            if outcome is None or call.ended.how not in outcome.ended or not holds(outcome.when, call):
                raise Refused("outcome_unfit", command.outcome)
            if call.outcome != outcome.id:
                decision.add(e.OutcomeSet(seq=decision.seq, at=decision.now, outcome=outcome.id))
        case c.Explain():
            if command.clause not in script.clauses:
                raise Refused("no_such", command.clause)
            if command.reason and not says_something(command.reason):
                raise Refused("says_nothing", command.clause)
            if call.reasons.get(command.clause, "") != command.reason:
                decision.add(
                    e.Explained(seq=decision.seq, at=decision.now, clause=command.clause, reason=command.reason)
                )
            decision.draft(e.reason_of(command.clause), "")
        case c.Summarise():
            if call.summary != command.text:
                decision.add(e.Summarised(seq=decision.seq, at=decision.now, text=command.text))
            decision.draft(e.SUMMARY, "")
        case c.Close():
            if call.frames:
                raise Refused("after_call_first")
            if not call.outcome:
                raise Refused("outcome_first")
            if owed := wanting(script, call, decision.now):
                raise Refused("reasons_first", *(verdict.clause for verdict in owed))
            closed = e.Closed(seq=decision.seq, at=decision.now)
            judged = verdicts(script, fold(script, as_known(script, call), closed).watches, decision.now)
            decision.add(replace(closed, verdicts={each.clause: each.verdict for each in judged}))
        case _:
            assert_never(command)
