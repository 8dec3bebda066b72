"""Clauses: each is covered by a rule or by a reminder on screen, and rules name facts that can occur."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from callscript.core.script.durations import DUE
from callscript.core.standard.clauses import Absence, Clause, Existence, Precedence, Response, Rule
from callscript.core.standard.named import answers
from callscript.packs.calendar import check_duration
from callscript.packs.draft import PackDraft
from callscript.packs.errors import hint
from callscript.packs.numbers import never_so_often


def check_clauses(draft: PackDraft) -> None:
    """Complain of clauses that nothing covers and of rules that cannot be decided."""
    facts = draft.facts
    clauses = {clause.id: clause for clause in draft.pack.clauses}
    meant = {draft.clause_meant(clause) for clause in clauses.values()}
    named = {clause for place in draft.places for clause in place.step.clauses}
    named.update(clause for aid in draft.pack.aids for clause in aid.clauses)
    shown = {*named, *(draft.meant(clause, {*clauses, *meant}) for clause in named)}
    for name in draft.pack.standard:
        if name not in meant and not draft.is_hidden(clauses, "clause"):
            message = f"no rule or reminder covers clause '{name}': it is missing from `clauses`"
            draft.report.add(f"standard[{name}]", message)
    for clause in clauses.values():
        if clause.id and not clause.house and clause.id not in draft.pack.standard:
            message = f"the standard has no clause '{clause.id}'{hint(clause.id, draft.pack.standard)}"
            draft.report.add(f"clauses[{clause.id}].id", message)
        if not clause.rules and shown.isdisjoint((clause.id, draft.clause_meant(clause))):
            message = "a reminder that nothing shows: name it in the `clauses` of a step or of an aid, or give it rules"
            draft.report.add(f"clauses[{clause.id}]", message)
        _rules(draft, clause, facts)


def _rules(draft: PackDraft, clause: Clause, facts: frozenset[str]) -> None:
    for number, rule in enumerate(clause.rules, start=1):
        key = f"clauses[{clause.id}].rules[{number}]"
        for word, names, needed in _parts(rule):
            if needed and not names:
                draft.report.add(f"{key}.{word}", "names no fact")
            for name in names:
                if name not in facts and not draft.report.lost:
                    message = f"nothing in this pack can establish the fact '{name}'{hint(name, facts)}"
                    draft.report.add(f"{key}.{word}", message)
        if rule.cut and isinstance(rule, Absence | Precedence):
            draft.report.add(
                f"{key}.cut", "has no effect: only what is still owed, by `existence` or `response`, is cut"
            )
        if isinstance(rule, Existence):
            if rule.some and (message := never_so_often(rule.times, rule.some)):
                draft.report.add(f"{key}.times", message)
            for name in sorted({*rule.some} & {*rule.lapses}):
                message = f"'{name}' stands in `some` too: nothing is withdrawn by coming again"
                draft.report.add(f"{key}.lapses", message)
        if isinstance(rule, Response):
            if rule.redeemed and rule.cut is None:
                draft.report.add(f"{key}.redeemed", "has no effect without `cut`: no work is opened that makes it good")
            if not all(answers(rule.then)):
                draft.report.add(f"{key}.then", "an item of the list names no fact")
            check_duration(draft.report, f"{key}.within", rule.within, "a rule")
            if rule.within == DUE and not (rule.outlives and all(fact.startswith("task:") for fact in rule.after)):
                message = "'due' is when work is due that outlives the call: `after` names `task:…`, `outlives` is true"
                draft.report.add(f"{key}.within", message)


def _parts(rule: Rule) -> Iterator[tuple[str, tuple[str, ...], bool]]:
    """Yield each list of facts, its key, and whether the rule needs it."""
    yield "when", rule.when, False
    yield "unless", rule.unless, False
    match rule:
        case Existence():
            yield "some", rule.some, True
            yield "after", rule.after, False
            yield "before", rule.before, False
            yield "lapses", rule.lapses, False
        case Absence():
            yield "none", rule.none, True
        case Precedence():
            yield "first", rule.first, True
            yield "then", rule.then, True
            yield "lapses", rule.lapses, False
        case Response():
            yield "after", rule.after, True
            yield "then", tuple(fact for each in answers(rule.then) for fact in sorted(each)), True
        case _:
            assert_never(rule)
