"""Days of a pack: the bounds of a field can be kept, on any day on which it is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from callscript.core.script.days import day_of, has_shape, is_from_today
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
