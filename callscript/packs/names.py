"""Names: each is given once, and each that is referred to is given somewhere."""

from __future__ import annotations

from collections.abc import Iterable
from typing import assert_never

from callscript.core.script.conditions import Guard
from callscript.core.script.model import ADDRESSING, GENDERS, PLACEHOLDERS
from callscript.core.script.steps import LEADS, Ask, Choose, Do, End, Option, Pick, Register, Say, Wait, detour_behind
from callscript.packs.calendar import check_hours
from callscript.packs.draft import GROUPS, Condition, PackDraft, Place

_DIGITS = 9


def check_names(draft: PackDraft) -> None:
    """Complain of names given twice, and of names that nothing bears."""
    _duplicates(draft)
    _reserved(draft)
    _targets(draft)
    for place in draft.places:
        _step(draft, place)
    for place, option, key in draft.options():
        _option(draft, place, option, key)
    facts = draft.facts
    for condition in draft.conditions():
        _condition(draft, condition, facts)
    for notice in draft.pack.notices:
        draft.must_exist(notice.on, facts, "fact", f"notices[{notice.id}].on")
        for field in notice.fields:
            draft.must_exist(field, draft.fields, "field", f"notices[{notice.id}].fields")
        for answer in notice.answers:
            draft.must_exist(answer, draft.answers, "choice", f"notices[{notice.id}].answers")
        for kind in notice.instead:
            draft.must_exist(kind, draft.task_kinds, "kind of work", f"notices[{notice.id}].instead")
    _directory(draft)
    _unused(draft)


def _duplicates(draft: PackDraft) -> None:
    pack = draft.pack
    for name in GROUPS:
        if name != "steps":
            _twice(draft, (each.id for each in getattr(pack, name)), name, name)
    _twice(draft, pack.standard, "standard", "standard")
    _twice(draft, pack.house, "house", "house")
    _twice(draft, (part.starts for part in pack.day_parts), "day_parts", "day_parts", what="start")
    seen: dict[str, str] = {}
    for place in draft.places:
        other = seen.setdefault(place.step.id, place.stage.id)
        if place.step.id and (other != place.stage.id or _count(place) > 1):
            where = f"in stage {other} already" if other != place.stage.id else "twice in this stage"
            draft.report.add(place.key, f"the step id '{place.step.id}' is used {where}", place.stage.id)
            draft.report.lost = True
        if isinstance(place.step, Choose):
            _twice(draft, (each.id for each in place.step.options), f"{place.key}.options", "options", place.stage.id)
    digits: dict[int, str] = {}
    for detour in pack.detours:
        if detour.digit and (other := digits.setdefault(detour.digit, detour.id)) != detour.id:
            message = f"digit {detour.digit} is taken by the detour '{other}' already"
            draft.report.add(f"detours[{detour.id}].digit", message)
    first, *others = [detour for detour in pack.detours if detour.urgent] or [None]
    for detour in others:
        if first and detour:
            message = f"the detour '{first.id}' is urgent already: only one can be"
            draft.report.add(f"detours[{detour.id}].urgent", message)
    for field in pack.fields:
        _twice(draft, field.options, f"fields[{field.id}].options", "options")
    entries = [entry.id for entry in draft.directory]
    for entry in {entry.id: entry for entry in draft.directory if entry.id}.values():
        if (number := entries.count(entry.id)) > 1:
            draft.report_on(entry).add(f"entry[{entry.id}]", f"the id '{entry.id}' is used {number} times")
        hours = entry.hours
        if hours and not (hours.days and hours.opens and hours.closes):  # whatever these three say was always let pass
            check_hours(draft.report_on(entry), f"entry[{entry.id}].hours", hours)


def _count(place: Place) -> int:
    return sum(step.id == place.step.id for step in place.stage.steps)


def _twice(draft: PackDraft, names: Iterable[str], key: str, group: str, stage: str = "", what: str = "id") -> None:
    found = list(names)
    for name in dict.fromkeys(found):
        if name and found.count(name) > 1:
            draft.report.add(
                f"{key}[{name}]", f"the {what} '{name}' is used {found.count(name)} times in {group}", stage
            )
            draft.report.lost = True  # one of them was meant to be another one


def _reserved(draft: PackDraft) -> None:
    for field in draft.pack.fields:
        if field.id in PLACEHOLDERS and field.id != "phone":
            draft.report.add(f"fields[{field.id}].id", f"'{field.id}' is a placeholder of the program's own")
        if field.kind == "choice" and not field.options:
            draft.report.add(f"fields[{field.id}].options", "a choice needs its values")
            draft.report.lost = True
        if field.kind != "choice" and field.options:
            draft.report.add(f"fields[{field.id}].options", "only a field of kind 'choice' has values")
        if field.several and field.kind != "choice":
            draft.report.add(
                f"fields[{field.id}].several", "only of a field of kind 'choice' several values are chosen"
            )
        if field.own and field.kind != "phone":
            draft.report.add(f"fields[{field.id}].own", "only a field of kind 'phone' holds the caller's own number")
        if field.own and (first := next(each for each in draft.pack.fields if each.own)) is not field:
            draft.report.add(
                f"fields[{field.id}].own", f"'{first.id}' is the caller's own number already: only one can"
            )
    for part in draft.pack.day_parts:
        if part.id in GENDERS + ADDRESSING:
            draft.report.add(f"day_parts[{part.id}].id", f"'{part.id}' is the name of another variant")


def _targets(draft: PackDraft) -> None:
    pack = draft.pack
    for number, start in enumerate(pack.start, start=1):
        draft.must_exist(start.stage, draft.stages, "stage", f"start[{number}].stage")
    draft.must_exist(pack.after_call, draft.stages, "stage", "after_call")
    for stage in pack.stages:
        draft.must_exist(stage.next, draft.stages, "stage", f"stages[{stage.id}].next", stage.id)
    for detour in pack.detours:
        draft.must_exist(detour.stage, draft.stages, "stage", f"detours[{detour.id}].stage")
        for field in detour.matter:
            draft.must_exist(field, draft.fields, "field", f"detours[{detour.id}].matter")
    for field in pack.matter:
        draft.must_exist(field, draft.fields, "field", "matter")
    _matters(draft)
    clauses = {name for clause in pack.clauses for name in (clause.id, draft.clause_meant(clause))}
    for place in draft.places:
        for clause in place.step.clauses:
            draft.must_exist(clause, clauses, "clause", f"{place.key}.clauses", place.stage.id)
    for aid in pack.aids:
        for clause in aid.clauses:
            draft.must_exist(clause, clauses, "clause", f"aids[{aid.id}].clauses")
        for name in aid.at or ():
            known = {*draft.stages, *draft.detours, *draft.steps}
            draft.must_exist(name, known, "stage, detour or step", f"aids[{aid.id}].at")


def _matters(draft: PackDraft) -> None:
    """Complain of what would be taken over into the caller's next matter, though it is told of the one before."""
    of_matters = {*draft.pack.matter, *(field for detour in draft.pack.detours for field in detour.matter)}
    if not any(place.step.matter for place in draft.places):
        return
    for field in draft.pack.fields:
        if field.id and field.group == "matter" and field.id not in of_matters:
            message = "stays for the next matter: put it into `matter` of the pack, or into the group 'caller'"
            draft.report.add(f"fields[{field.id}].group", message)


def _step(draft: PackDraft, place: Place) -> None:
    step, stage = place.step, place.stage.id
    kinds = draft.task_kinds
    draft.must_exist(step.each, kinds, "task", f"{place.key}.each", stage)
    draft.must_exist(step.closes, kinds, "task", f"{place.key}.closes", stage)
    draft.must_exist(detour_behind(step), draft.detours, "detour", f"{place.key}.detour", stage)
    picked = {each.step.field for each in draft.places if isinstance(each.step, Pick)}
    for field in step.keeps:
        if field in draft.fields and field not in picked:
            draft.report.add(f"{place.key}.keeps", f"no `pick` step picks a name for '{field}'", stage)
        draft.must_exist(field, draft.fields, "field", f"{place.key}.keeps", stage)
    match step:
        case Ask():
            draft.must_exist(step.field, draft.fields, "field", f"{place.key}.field", stage)
        case Choose():
            if not step.options:
                draft.report.add(f"{place.key}.options", "a choice without options is a dead end", stage)
                draft.report.lost = True
            if len(step.options) > _DIGITS:
                draft.report.add(f"{place.key}.options", f"more than {_DIGITS} options cannot be numbered 1–9", stage)
            _digits(draft, place, len(step.options))
        case Pick():
            draft.must_exist(step.field, draft.fields, "field", f"{place.key}.field", stage)
            field = draft.fields.get(step.field)
            if field and field.kind not in ("text", "name"):
                draft.report.add(
                    f"{place.key}.field", f"a name cannot be kept in a field of kind '{field.kind}'", stage
                )
            kinds = {entry.kind for entry in draft.directory}
            draft.must_exist(step.directory, kinds, "entry of kind", f"{place.key}.directory", stage)
        case Wait():
            draft.must_exist(step.timer, draft.timers, "timer", f"{place.key}.timer", stage)
            draft.must_exist(step.again, draft.steps, "step", f"{place.key}.again", stage)
        case Register():
            for field in step.requires:
                draft.must_exist(field, draft.fields, "field", f"{place.key}.requires", stage)
        case End():
            for key in ("marks", "task"):
                if getattr(step, key):
                    draft.report.add(
                        f"{place.key}.{key}", "has no effect on an `end` step: put it on a step before", stage
                    )
        case Say() | Do():
            pass
        case _:
            assert_never(step)


def _digits(draft: PackDraft, place: Place, count: int) -> None:
    for detour in draft.pack.detours:
        if detour.digit and detour.digit <= count:
            message = (
                f"digit {detour.digit} is taken by the detour '{detour.id}': leave at most {detour.digit - 1} options"
            )
            draft.report.add(place.key, message, place.stage.id)


def _option(draft: PackDraft, place: Place, option: Option, key: str) -> None:
    stage = place.stage.id
    draft.must_exist(option.to, draft.stages, "stage", f"{key}.to", stage)
    draft.must_exist(option.out, draft.stages, "stage", f"{key}.out", stage)
    draft.must_exist(option.detour, draft.detours, "detour", f"{key}.detour", stage)
    draft.must_exist(option.closes, draft.task_kinds, "task", f"{key}.closes", stage)
    draft.must_exist(option.spares, draft.task_kinds, "task", f"{key}.spares", stage)
    given = [name for name in LEADS if getattr(option, name)]
    if len(given) > 1:
        draft.report.add(key, f"only one of {', '.join(LEADS)} may be given, not {' and '.join(given)}", stage)


def _condition(draft: PackDraft, condition: Condition, facts: frozenset[str]) -> None:
    guard, key, stage = condition
    if guard == Guard():
        draft.report.add(key, "the condition is empty: it says nothing", stage)
    if guard.field in draft.answers and guard.field not in draft.fields:
        draft.report.add(f"{key}.field", f"'{guard.field}' is a step, not a field: ask about it by `answer`", stage)
    else:
        draft.must_exist(guard.field, draft.fields, "field", f"{key}.field", stage)
    draft.must_exist(guard.known, draft.fields, "field", f"{key}.known", stage)
    draft.must_exist(guard.overran, draft.timers, "timer", f"{key}.overran", stage)
    if (timer := draft.timers.get(draft.meant(guard.overran, draft.timers) or "")) and timer.starts:
        draft.report.add(
            f"{key}.overran", f"a clock of its own: ask whether `overran:{timer.id}` has `happened`", stage
        )
    draft.must_exist(guard.detour, draft.detours, "detour", f"{key}.detour", stage)
    draft.must_exist(guard.happened, facts, "fact", f"{key}.happened", stage)
    for fact in guard.facts_since:
        draft.must_exist(fact, facts, "fact", f"{key}.since", stage)
    draft.must_exist(guard.task, draft.task_kinds, "task", f"{key}.task", stage)
    if guard.since and guard.happened is None:
        draft.report.add(f"{key}.since", "needs `happened`: the fact that came after it", stage)
    if guard.answer in draft.fields and guard.answer not in draft.answers:
        draft.report.add(f"{key}.answer", f"'{guard.answer}' is a field, not a step: ask about it by `field`", stage)
    else:
        draft.must_exist(guard.answer, draft.answers, "choice", f"{key}.answer", stage)
    if guard.among and guard.answer is not None and guard.field is not None:
        message = "is about `answer` here: ask about `field` in a condition of its own, both under `all`"
        draft.report.add(f"{key}.among", message, stage)
    options = draft.answers.get(guard.answer or "")
    if options is not None:
        for value in guard.among:
            draft.must_exist(value, options, "option", f"{key}.among", stage)


def _directory(draft: PackDraft) -> None:
    languages = [language.id for language in draft.pack.languages]
    for entry in draft.directory if not draft.report.is_wholly_unread("languages") else ():
        report = draft.report_on(entry)
        tables = {"name": entry.name, **({"competence": entry.competence} if entry.competence else {})}
        for word, table in tables.items():
            for language in languages:
                if not table.get(language, "").strip():
                    report.add(f"entry[{entry.id}].{word}", f"no text in {language}")
            for language in table.keys() - set(languages):
                report.add(f"entry[{entry.id}].{word}.{language}", f"the pack is not written in '{language}'")


def _unused(draft: PackDraft) -> None:
    """Complain of fields that nothing fills in: those of the card can be, others only where a step asks for them."""
    filled = {place.step.field for place in draft.places if isinstance(place.step, Ask | Pick)}
    filled.update(field for kind in draft.pack.entries for field in kind.fields)
    meant = {draft.meant(name, draft.fields) for name in filled}
    for field in draft.pack.fields:
        if field.id and field.group == "call" and field.id not in meant:
            message = "nothing fills this field in: no step asks for it or picks it, and it is not on the caller's card"
            draft.report.add(f"fields[{field.id}]", message)
