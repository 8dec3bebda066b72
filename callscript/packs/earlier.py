"""What a pack asks about the caller's earlier calls: it names outcomes that there are, and something waits for it."""

from __future__ import annotations

from callscript.core.script.steps import Register
from callscript.core.standard.named import names
from callscript.packs.draft import PackDraft


def check_earlier(draft: PackDraft) -> None:
    """Complain of conditions that no call could meet, of those that nothing asks for, of where none can hold yet."""
    outcomes = {outcome.id for outcome in draft.pack.outcomes}
    registers = {step.what for stage in draft.pack.stages for step in stage.steps if isinstance(step, Register)}
    registers |= {kind.what for kind in draft.pack.entries}
    known = {f"earlier:{each.id}" for each in draft.pack.earlier}
    asked = {draft.meant(fact, known) for fact in _named(draft) if fact.startswith("earlier:")}
    for each in draft.pack.earlier:
        for outcome in each.outcome:
            draft.must_exist(outcome, outcomes, "outcome", f"earlier[{each.id}].outcome")
        for what in each.registered:
            draft.must_exist(what, registers, "register", f"earlier[{each.id}].registered")
        if each.id and f"earlier:{each.id}" not in asked:
            message = f"nothing asks for it: name the fact 'earlier:{each.id}' in a condition or in a rule"
            draft.report.add(f"earlier[{each.id}]", message)
    for condition in draft.conditions():
        fact = condition.guard.happened or ""
        if condition.key.startswith("start[") and fact.partition(":")[0] == "earlier":
            message = "earlier calls are looked up once the call has begun: ask for it at a step"
            draft.report.add(f"{condition.key}.happened", message)


def _named(draft: PackDraft) -> set[str]:
    """Return the facts that conditions, rules, notices and clocks name."""
    found = {notice.on for notice in draft.pack.notices}
    found.update(*((*timer.starts, *timer.stops) for timer in draft.pack.timers))
    for condition in draft.conditions():
        found.update(filter(None, (condition.guard.happened, *condition.guard.facts_since)))
    return found.union(*(names(rule) for clause in draft.pack.clauses for rule in clause.rules))
