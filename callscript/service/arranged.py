"""What scripts leave to the centre, as its settings say; and who works there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import NamedTuple

from callscript.core.call.matters import promises
from callscript.core.records import TaskRecord
from callscript.core.script.centre_hours import CentreHours
from callscript.core.script.durations import CENTRE
from callscript.core.script.hours import Hours
from callscript.core.script.model import Script
from callscript.packs.holiday import is_kept, known_countries, public_holidays
from callscript.runtime.exit_status import Foreseen
from callscript.store.errors import StoreError
from callscript.store.names import beside, file_name
from callscript.store.ports import Journal, Lookup


def arranged(script: Script, settings: Path, cache: Path | None = None) -> tuple[Script, Sequence[Foreseen]]:
    """Return a script with what it leaves to the centre, and what is wrong with the settings: of which all other
    tables are used.
    """
    if not settings.exists():
        return script, ()
    from callscript.runtime.centre import HoursWrong, line_of, mistakes, read_centre  # a start without does not wait

    wrong: list[Foreseen] = [*mistakes(settings)]
    with suppress(Foreseen):
        script = replace(script, work=read_centre(settings, "work").work)
    with suppress(Foreseen):
        script = replace(script, after_call_work=read_centre(settings, "after_call").after_call)
    with suppress(Foreseen):
        said = read_centre(settings, "hours").hours
        hours = said.over(script.pack.hours) if said else None
        if said and (why := _wrong(said, script.pack.hours, hours, cache)):
            line = line_of(settings, "hours", re.split(r"\W", why)[0])
            wrong.append(HoursWrong(settings, line, f"hours.{why}", "hours"))
        elif said:
            country = hours.holidays if hours else None
            holidays = public_holidays(country, cache=cache) if country else frozenset[date]()
            script = replace(script, own_hours=said, holidays=holidays)
    if script.hours is None and (key := script.work.needs_calendar):
        why = f"work.{key}: no working days are known: write days, opens and closes, or week, into [hours] of this file"
        wrong.append(HoursWrong(settings, line_of(settings, "work", *key.split(".")), why, "work"))
    return script, wrong


def _wrong(said: CentreHours, known: Hours | None, hours: Hours | None, cache: Path | None) -> str:
    """Say what is wrong with what a centre says of its hours, by itself or beside its script; empty: nothing."""
    if hours is None:
        return "days: the script of the centre names no hours: write days, opens and closes, or week"
    if key := said.unclear_over(known):
        return f"{key}: the script of the centre names hours day by day: write week, or all of days, opens and closes"
    if wrong := next(hours.wrong(), None):
        return ": ".join(wrong)
    for key, days in {"working_days": said.working_days, "dated": said.dates}.items():
        if both := set(said.days_off).intersection(days):
            return f"days_off: {min(both)} is among {key} too"
    country = hours.holidays
    if country and not is_kept(country, cache=cache) and country not in known_countries():
        return f"holidays: no public holidays are known of '{country}'"
    return ""


class LeftToCentre(NamedTuple):
    """What scripts leave to the centre."""

    within: frozenset[str]
    """Kinds of work that are due as the centre says."""
    people: frozenset[str]
    """The people of the centre whose some work is."""
    any_hour: frozenset[str]
    """Kinds of work that can be done while the centre is closed, too, if the centre says so."""


def left_to_centre(script: Script) -> LeftToCentre:
    """Return what a script leaves to the centre."""
    specs = [spec for step in script.steps.values() for spec in promises(step)]
    specs += [kind.task for kind in script.pack.entries]
    within = frozenset(spec.kind for spec in specs if spec.due == CENTRE)
    any_hour = frozenset(spec.kind for spec in specs if spec.due != CENTRE)
    return LeftToCentre(within, frozenset(spec.people for spec in specs if spec.people), any_hour)


def work_of(lookup: Lookup, script: Script, operator: str) -> list[TaskRecord]:
    """Look up the open work of an operator, of the people of the centre whom they are one of, and of anybody."""
    people = script.work.named(operator)
    found = lookup.tasks(None if people else operator)
    return [task for task in found if task.is_listed_for(operator, people)]


def has_worked_here(journal: Journal, script: Script, number: str) -> bool:
    """Tell whether an operator has led a call in this home, or done anything to work, in a session or by commands; or
    the settings name them. Where journals cannot be read that is taken for so."""
    theirs = {file_name(number), beside(number)}
    worked = (ref.operator in theirs for day in reversed(journal.days()) for ref in journal.logs(day))
    with suppress(StoreError):
        return bool(script.work.named(number)) or any(worked)
    return True
