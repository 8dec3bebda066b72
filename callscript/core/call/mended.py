"""What a correction makes of a call that has ended. It meets nothing whose moment has passed, and owes nothing new."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from callscript.core.call import events as e
from callscript.core.call.call import Call, PastRun, Run, Value, Values
from callscript.core.script.base import Ending
from callscript.core.script.model import Script
from callscript.core.standard.facts import RECORDED
from callscript.core.standard.monitors import Watch
from callscript.core.standard.record import Entry, Record, TakenBack, Watches, judged_again, observed, occurrences


def ending_from(call: Call, event: e.Ended) -> Call:
    """Return the call that has ended, with what it was before."""
    return replace(call, ended=event, first_ended=event, before_end=call)


def gone_on(call: Call) -> Call:
    """Return the call as if it had not ended: at the step where it was, its clocks running. What was typed stays."""
    before, ended = _before(call), call.ended
    if before is None or ended is None:
        return call
    first = ended.first or ended.seq
    stopped = (run for run in before.past_runs if run.by >= first)
    again = {run.timer: Run(run.started, run.step, run.reached, run.about) for run in stopped}
    return replace(
        before,
        language=call.language,
        running={**before.running, **again},
        past_runs=tuple(run for run in before.past_runs if run.by < first),
        tasks=tuple(task for task in before.tasks if task.opened < first),
        reasons=call.reasons,
        summary=call.summary,
        became=call.became,
    )


def _before(call: Call) -> Call | None:
    """Return what a call was before its end, and before the branches that this has left."""
    return call.before_end and (call.before_end.before_end or call.before_end)


def ended_otherwise(call: Call, event: e.EndCorrected) -> Call:
    """Return the call as if it had ended in another way: what only the recorded end has made true is not so then."""
    fields, before, first = dict(call.fields), call.before_end, call.first_ended
    for field, old in kept_by_end(call).items():
        was, now = before and before.fields.get(field), old
        if first and event.how == first.how:
            was, now = now, was
        if fields.get(field) == was:
            fields = {name: value for name, value in fields.items() if name != field}
            fields |= {field: now} if now else {}
    return replace(call, ended=call.ended and replace(call.ended, how=event.how), outcome=event.outcome, fields=fields)


def kept_by_end(call: Call) -> Mapping[str, Value | None]:
    """Return the fields whose names were only picked until the end made them true, with what was there before."""
    before, ended = call.before_end, call.first_ended
    if before is None or ended is None:
        return {}
    picked = {field: old for frame in reversed(before.frames) for field, old in frame.picked.items()}
    return {field: old for field, old in picked.items() if field not in ended.dropped}


def judged_anew(script: Script, call: Call, mended: Call, event: e.EndTakenBack | e.EndCorrected) -> Call:
    """Return a call whose end was corrected with what it has established, and how it stands with the standard."""
    before, ended = call.before_end, call.first_ended
    if before is None or ended is None:
        return mended
    if isinstance(event, e.EndTakenBack):
        record, watches = _without_end(script, before.before_end or before, ended.first or ended.seq)
        typed = [each for each in call.record if each.seq > ended.seq and any(map(_typed, each.facts))]
        record = (*record, *typed)
        watches = _stepped(script, watches, typed)
    else:
        record = _with_end(call.record, ended.seq, event.how)
        stood = _without_dropped(script, call, before, ended.seq)
        watches, as_recorded = (
            _stepped(script, stood, (each for each in entries if each.seq >= ended.seq))
            for entries in (record, _with_end(call.record, ended.seq, ended.how))
        )
        watches = _not_met_by(ended.seq, watches, as_recorded)
    first, last = occurrences(record, frozenset(fact for each in record for fact in each.facts))
    return replace(mended, record=record, happened=first, latest_of=last, watches=watches)


def _with_end(record: Record, seq: int, how: Ending) -> Record:
    return tuple(replace(each, facts=("ended", f"ended:{how}")) if each.seq == seq else each for each in record)


def _without_end(script: Script, before: Call, first: int) -> tuple[Record, Watches]:
    """Return what a call had established before its end, and how it stood, without what the end brought about."""
    record = tuple(each for each in before.record if each.seq < first)
    gone = frozenset(fact for each in before.record if each.seq >= first for fact in each.facts)
    return record, judged_again(script, TakenBack(record, gone, gone), before.watches) if gone else before.watches


def _without_dropped(script: Script, call: Call, before: Call, ended: int) -> Watches:
    """Return how a call stood before its end, without the work that a correction has dropped since."""
    record = tuple(each for each in call.record if each.seq < ended)
    left = {each.seq for each in record}
    gone = frozenset(fact for each in before.record if each.seq not in left for fact in each.facts)
    return judged_again(script, TakenBack(record, gone, gone), before.watches) if gone else before.watches


def _stepped(script: Script, watches: Watches, entries: Iterable[Entry]) -> Watches:
    for each in entries:
        watches = observed(script, watches, each)
    return watches


def mended_field(call: Call, event: e.FieldCorrected) -> Call:
    """Return the call with another value in a field, and with what was promised by that day due then."""
    due = event.due
    tasks = tuple(replace(task, due=due) if due and task.id in event.tasks else task for task in call.tasks)
    call = replace(call, tasks=tasks)
    values = _with_value(call.values_of(event.matter), event)
    if not event.matter:
        return typed_after(replace(call, fields=values), event.field)
    kept = call.about(event.matter)
    matter = replace(kept, aside=replace(kept.aside, values=values))
    before = call.before_end and mended_field(call.before_end, event)
    return replace(call, matters={**call.matters, event.matter: matter}, before_end=before)


def _with_value(values: Values, event: e.FieldCorrected) -> Values:
    """Return values with another one in a field, in the place of the old one."""
    old = values.get(event.field)
    if not (event.value or event.absent):
        return {name: value for name, value in values.items() if name != event.field}
    return {**values, event.field: Value(event.value, event.absent, bool(old and old.registered), event.reaches_nobody)}


def typed_after(call: Call, field: str) -> Call:
    """Return the call with what was typed after its end kept for the case that it has not ended."""
    before = call.before_end
    if before is None or before.matter != call.matter:
        return call
    fields = {name: value for name, value in before.fields.items() if name != field}
    if field in call.fields:
        fields[field] = call.fields[field]
    return replace(call, before_end=typed_after(replace(before, fields=fields), field))


def past_run(timer: str, run: Run, event: e.TimerStopped) -> PastRun:
    """Return a run that has ended."""
    return PastRun(run.started, run.step, run.reached, run.about, timer=timer, ended=event.at, by=event.seq)


def _typed(fact: str) -> bool:
    return fact.partition(":")[0] in RECORDED


def _not_met_by(seq: int, new: Watches, old: Watches) -> Mapping[str, tuple[Watch, ...]]:
    """Return how the rules stand: one that only the corrected end would meet, as it stood with the recorded one."""
    return {
        clause: tuple(
            was if rule.met == seq != was.met else rule
            for rule, was in zip(rules, old.get(clause) or (Watch(),) * len(rules), strict=True)
        )
        for clause, rules in new.items()
    }
