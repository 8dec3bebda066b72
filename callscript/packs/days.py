"""Days of a pack: the bounds of a field can be kept, on any day on which it is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from callscript.core.script.conditions import Atom, Guard, OnDays
from callscript.core.script.days import day_of, has_shape, is_from_today, is_within
from callscript.core.script.model import Field
from callscript.packs.draft import PackDraft

_TODAYS = (date(2026, 2, 28), date(2026, 8, 31))
"""Days on which bounds are held against each other that go by today."""


def check_days(draft: PackDraft) -> None:
    """Complain of bounds that are no days, that no day keeps, or that the field takes no days beyond."""
    for field in draft.pack.fields:
        bounds = {"earliest": field.earliest or "", "latest": field.latest or ""}
        given = {word: bound for word, bound in bounds.items() if has_shape(bound)}
        wrong = {word: f"there is no such day: '{bound}'" for word, bound in given.items() if _is_none(bound)}
        if given and field.kind not in ("date", "time"):
            wrong = dict.fromkeys(given, "only of a field of kind 'date' or 'time'")
        for word, message in (wrong or dict(_never(field, given))).items():
            draft.report.add(f"fields[{field.id}].{word}", message)

    for guard, key, stage in draft.conditions():
        _condition(draft, guard, key, stage)


def _condition(draft: PackDraft, guard: Guard, key: str, stage: str) -> None:
    """Complain of a condition on days that no field has, or that no day keeps."""
    bounds = {"earliest": guard.earliest or "", "latest": guard.latest or ""}
    given = {word: bound for word, bound in bounds.items() if has_shape(bound)}
    if not given:
        return
    word, field = next(iter(given)), draft.fields.get(guard.field or "")
    if guard.field is None:
        draft.report.add(f"{key}.{word}", "needs `field`: whose day is compared", stage)
    elif guard.least is not None or guard.most is not None:
        draft.report.add(f"{key}.{word}", "is about days, not numbers: put each into a condition of its own", stage)
    elif field and field.kind not in ("date", "time"):
        draft.report.add(f"{key}.field", f"days are compared: '{field.id}' is of kind '{field.kind}'", stage)
    wrong = {word: f"there is no such day: '{bound}'" for word, bound in given.items() if _is_none(bound)}
    if not wrong and len(given) == 2 and _are_crossed(bounds["earliest"], bounds["latest"]):
        wrong = {"earliest": f"no day is from {bounds['earliest']} to {bounds['latest']}"}
    for word, message in wrong.items():
        draft.report.add(f"{key}.{word}", message, stage)


def is_some_day(asked: Sequence[OnDays], known: Mapping[Atom, bool]) -> bool:
    """Tell whether there is a day, whatever today is, of which all is so that is taken for so."""
    for today in _TODAYS:
        bounds = [day_of(bound, today) for each in asked for bound in (each.earliest, each.latest) if bound]
        near = {day + timedelta(days=way) for day in bounds if day and date.min < day < date.max for way in (-1, 0, 1)}
        told = [f"{day:%d.%m.%Y}" for day in near]
        if any(all(is_within(day, each.earliest, each.latest, today) is known[each] for each in asked) for day in told):
            return True
    return False


def _never(field: Field, bounds: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield by which bound a field takes no day at all, whatever today is, and why."""
    by_today = [word for word, bound in bounds.items() if is_from_today(bound)]
    if len(bounds) == 2 and len(by_today) != 1 and _are_crossed(bounds["earliest"], bounds["latest"]):
        yield "earliest", f"no day is from {bounds['earliest']} to {bounds['latest']}"
    elif "latest" in by_today and bounds["latest"].startswith("-") and (field.kind == "time" or field.days == "coming"):
        yield "latest", "the field takes days to come only: this one is over"
    elif "earliest" in by_today and field.kind == "date" and field.days == "past" and _is_ahead(bounds["earliest"]):
        yield "earliest", "the field takes days up to today only: this one is still to come"


def _is_none(bound: str) -> bool:
    return day_of(bound, _TODAYS[0]) is None


def _are_crossed(earliest: str, latest: str) -> bool:
    """Tell whether the first day is behind the last one, whatever today is."""
    days = [(day_of(earliest, today), day_of(latest, today)) for today in _TODAYS]
    return all(first and last and first > last for first, last in days)


def _is_ahead(bound: str) -> bool:
    return all((day := day_of(bound, today)) and day > today for today in _TODAYS)
