"""Numbers and choices of a pack: bounds can be kept, and conditions compare, choose and count what there can be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from callscript.core.script.conditions import Atom, Chose, Guard, Happened, HasValue, InRange, Known, OnDays, asks_less
from callscript.core.script.model import Field
from callscript.core.script.recorded import fits, told_apart
from callscript.packs.days import is_some_day
from callscript.packs.draft import PackDraft
from callscript.packs.facts import ONCE


def check_numbers(draft: PackDraft) -> None:
    """Complain of bounds that no number keeps, and of comparisons that none, or nothing, comes up to."""
    for field in draft.pack.fields:
        _field(draft, field)
    for guard, key, stage in draft.conditions():
        _comparison(draft, guard, key, stage)
        _choice(draft, guard, key, stage)
        _count(draft, guard, key, stage)
        _times(draft, guard, key, stage)


def _field(draft: PackDraft, field: Field) -> None:
    key = f"fields[{field.id}]"
    if field.kind != "number":
        bounds = {"least": field.least, "most": field.most, "decimals": field.decimals or None}
        for word in (word for word, bound in bounds.items() if bound is not None):
            draft.report.add(f"{key}.{word}", "only of a field of kind 'number'")
        return
    if message := _crossed(field.least, field.most):
        draft.report.add(f"{key}.least", message)
    if field.absent != "never" and (field.least is None or field.least < 0):
        message = "at least 0 where there can be none: a dash at the beginning says that there is none"
        draft.report.add(f"{key}.least", message)


def _comparison(draft: PackDraft, guard: Guard, key: str, stage: str) -> None:
    if guard.least is None and guard.most is None:
        return
    word = "least" if guard.least is not None else "most"
    if guard.field is None:
        draft.report.add(f"{key}.{word}", "needs `field`: whose number is compared", stage)
        return
    if message := _crossed(guard.least, guard.most):
        draft.report.add(f"{key}.least", message, stage)
    field = draft.fields.get(guard.field)
    if field is None:
        return  # that is told already
    if field.kind != "number":
        draft.report.add(f"{key}.field", f"numbers are compared: '{field.id}' is of kind '{field.kind}'", stage)
    elif guard.least is not None and field.most is not None and guard.least > field.most:
        draft.report.add(f"{key}.least", f"'{field.id}' takes no number above {field.most:g}", stage)
    elif guard.most is not None and field.least is not None and guard.most < field.least:
        draft.report.add(f"{key}.most", f"'{field.id}' takes no number below {field.least:g}", stage)


def _choice(draft: PackDraft, guard: Guard, key: str, stage: str) -> None:
    """Complain of values that are chosen nowhere."""
    if not guard.among or guard.answer is not None:
        return
    if guard.field is None:
        draft.report.add(f"{key}.among", "needs `answer` or `field`: the choice that it is about", stage)
    elif guard.earliest is not None or guard.latest is not None:
        draft.report.add(f"{key}.among", "is about values, not days: put each into a condition of its own", stage)
    elif guard.least is not None or guard.most is not None:
        draft.report.add(f"{key}.among", "has no number: compare it by `least` and `most`, or choose by `among`", stage)
    elif field := draft.fields.get(guard.field):
        if field.kind != "choice":
            draft.report.add(f"{key}.field", f"values are chosen: '{field.id}' is of kind '{field.kind}'", stage)
            return
        for value in guard.among:
            draft.must_exist(value, field.options, "value", f"{key}.among", stage)


def _count(draft: PackDraft, guard: Guard, key: str, stage: str) -> None:
    if guard.count is None:
        return
    if not guard.any:
        draft.report.add(f"{key}.count", "needs `any`: which conditions are counted", stage)
    elif not 1 <= guard.count <= len(guard.any):
        draft.report.add(f"{key}.count", f"from 1 to {len(guard.any)}: so many conditions stand in `any`", stage)


def _times(draft: PackDraft, guard: Guard, key: str, stage: str) -> None:
    times, key = guard.times, f"{key}.times"
    if times is None:
        return
    if guard.happened is None:
        draft.report.add(key, "needs `happened`: the fact that occurs so often", stage)
    elif isinstance(times, int):
        if message := never_so_often(times, (guard.happened,)):
            draft.report.add(key, message, stage)
    elif times not in draft.fields:
        draft.must_exist(times, draft.fields, "field", key, stage)
    elif (field := draft.fields[times]).kind != "number" or field.decimals:
        draft.report.add(key, f"so often is a whole number: '{times}' is none", stage)
    elif field.least is None or field.least < 1:
        draft.report.add(key, f"give '{times}' a `least` of 1 or more: what is to occur no time holds at once", stage)


def never_so_often(times: int, facts: Iterable[str]) -> str:
    """Say what is wrong with how often one of these facts is to occur; empty: nothing is."""
    if times < 1:
        return "1 or more: what is to occur no time always has"
    once = all(fact.partition(":")[0] in ONCE for fact in facts)
    return "occurs once in a call: never so often" if once and times > 1 else ""


def _crossed(least: float | None, most: float | None) -> str:
    """Say what is wrong with two bounds; empty: nothing is."""
    crossed = least is not None and most is not None and least > most
    return f"no number is {least:g} at least and {most:g} at most" if crossed else ""


def can_go_together(draft: PackDraft, known: Mapping[Atom, bool]) -> bool:
    """Tell whether there is a value, or none, of which all is so that is taken for so of each field that is compared;
    and whether what has occurred often has not failed to occur less often.
    """
    occurred = [atom for atom in known if isinstance(atom, Happened)]
    if any(known[more] and not known[less] and asks_less(less, more) for more in occurred for less in occurred):
        return False
    asked = [atom for atom in known if isinstance(atom, InRange | Chose | OnDays)]
    return all(_is_some(draft, field, known) for field in {atom.field for atom in asked})


def _is_some(draft: PackDraft, field: str, known: Mapping[Atom, bool]) -> bool:
    asked = [atom for atom in known if isinstance(atom, InRange | Chose) and atom.field == field]
    days = [atom for atom in known if isinstance(atom, OnDays) and atom.field == field]
    has, recorded = known.get(HasValue(field)), known.get(Known(field))
    if not has and not any(known[atom] for atom in (*asked, *days)):
        return True  # nothing is recorded, or that there is none
    if has is False or recorded is False:
        return False
    kept = draft.fields.get(field) or Field(id=field)
    if days:
        return not asked and is_some_day(days, known)
    return any(all(fits(text, atom) is known[atom] for atom in asked) for text in told_apart(kept, asked))
