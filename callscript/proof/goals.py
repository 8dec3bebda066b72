"""What some call ought to come to: each step, answer, detour, ending and rule; and what none ought to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple, assert_never

from callscript.core.call.call import Call
from callscript.core.call.flow import current, offer_of
from callscript.core.script.model import Script
from callscript.core.script.steps import Choose, End
from callscript.core.standard.clauses import Absence, Existence, Precedence, Response, Rule
from callscript.core.standard.monitors import Watch
from callscript.core.standard.named import answers

Kind = Literal["step", "answer", "detour", "ending", "met", "stuck", "nowhere", "endless"]


class Goal(NamedTuple):
    """Something that a call can come to."""

    kind: Kind
    """`stuck`: at a choice none of whose answers can be given; `nowhere`: behind a step, and the script is at its end,
    and the call is not; `endless`: at a step behind which no end is.
    """
    of: str
    """The step, the detour, the way of ending or the clause."""
    which: str = ""
    """The answer; of a clause the number of its rule."""


_AFTER_THE_CALL = {
    "task_done",
    "task_handed",
    "task_taken",
    "task_noted",
    "task_dropped",
    "task_unwarned",
    "delivered",
    "outcome",
    "explained",
    "closed",
    "entry",
    "received",
    "classed",
    "language",
    "informed",
    "cancelled",
}
"""By its first word what no walk brings about: a rule that asks for it may be met by what is not looked at."""


def goals_of(script: Script) -> Iterator[Goal]:
    """Yield what some call ought to come to; not what is there only with a rule that is switched off."""
    for stage in _led_to(script):
        for step in script.stages[stage].steps:
            yield Goal("step", step.id)
            if isinstance(step, Choose):
                yield from (Goal("answer", step.id, option.id) for option in step.options)
    yield from (Goal("detour", detour.id) for detour in script.pack.detours)
    yield from (Goal("ending", how) for how in endings_of(script))
    for clause in script.pack.clauses:
        for number, rule in enumerate(clause.rules, start=1):
            if not any(fact.partition(":")[0] in _AFTER_THE_CALL for fact in asked_for(rule)):
                yield Goal("met", clause.id, str(number))


def endings_of(script: Script) -> tuple[str, ...]:
    """Return the ways in which the script ends a call, in the order in which it names them."""
    found: dict[str, None] = {}
    for step in script.steps.values():
        if isinstance(step, End):
            found[step.how] = None
        elif isinstance(step, Choose):
            found.update((option.end, None) for option in step.options if option.end)
    return tuple(found)


def _led_to(script: Script) -> tuple[str, ...]:
    """Return the stages that something leads to. In a pack that has passed its check, others belong to a rule of the
    centre's own that is not in force.
    """
    pack = script.pack
    waiting = [*(start.stage for start in pack.start), *(detour.stage for detour in pack.detours)]
    waiting += [stage for stage in (pack.outgoing and pack.outgoing.stage, pack.after_call) if stage]
    found: dict[str, None] = {}
    while waiting:
        stage = script.stages[waiting.pop(0)]
        if stage.id not in found:
            found[stage.id] = None
            options = (option for step in stage.steps if isinstance(step, Choose) for option in step.options)
            waiting += filter(None, (stage.next, *(name for each in options for name in (each.to, each.out))))
    return tuple(found)


def asked_for(rule: Rule) -> frozenset[str]:
    """Return the facts some of which have to come about that a rule is met, or applies if it forbids."""
    match rule:
        case Existence():
            return frozenset({*rule.some, *rule.after, *rule.when})
        case Absence():
            return frozenset(rule.when)
        case Precedence():
            return frozenset({*rule.first, *rule.then, *rule.when})
        case Response():
            return frozenset({*rule.after, *rule.when}).union(*answers(rule.then))
        case _:
            assert_never(rule)


def rule_of(script: Script, goal: Goal) -> Rule:
    """Return the rule that is to be met."""
    return script.clauses[goal.of].rules[int(goal.which) - 1]


def is_met(rule: Rule, *, scope: object, met: object, breached: object) -> bool:
    """Tell whether a rule is met as things stand; one that forbids: whether it applies and nothing was against it."""
    if isinstance(rule, Absence):
        return not breached and bool(scope or not rule.when)
    return bool(met) and not breached


def met_in(script: Script, watches: Mapping[str, tuple[Watch, ...]]) -> Iterator[Goal]:
    """Yield the rules that are met."""
    for clause in script.pack.clauses:
        stood = watches.get(clause.id) or (Watch(),) * len(clause.rules)
        for number, (rule, watch) in enumerate(zip(clause.rules, stood, strict=True), start=1):
            if is_met(rule, scope=watch.scope, met=watch.met, breached=watch.breached):
                yield Goal("met", clause.id, str(number))


def is_stuck(script: Script, call: Call) -> bool:
    """Tell whether a call stands at a choice none of whose answers can be given."""
    step = current(script, call)
    if not isinstance(step, Choose):
        return False
    offers = (offer_of(script, call, option.id) for option in step.options)
    return not any(offer and offer.offered and not offer.detour for offer in offers)
