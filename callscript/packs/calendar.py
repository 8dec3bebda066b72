"""The centre's clock: its time zone, hours, public holidays, parts of the day and timers."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from callscript.core.script.durations import AT, BY, due_field, length
from callscript.core.script.hours import WeekHours
from callscript.core.script.model import Pack
from callscript.core.script.steps import TaskSpec, Wait
from callscript.core.script.timer import Timer
from callscript.packs.draft import PackDraft
from callscript.packs.errors import Report, hint
from callscript.packs.holiday import is_kept, known_countries

_LONGEST = 366 * 86_400
_OFTEN = 10
"""Seconds: for half of that a time that is up is shown."""
_NO_CLOCK_GOES_BY = {
    *("overran", "delivered", "ended", "outcome", "explained", "closed", "entry", "received", "classed"),
    *("task_handed", "task_taken", "task_noted", "task_dropped", "task_unwarned"),
}
"""Facts, by their first word, that come to be without a key of the operator's, or when the caller is gone."""


def check_calendar(draft: PackDraft, cache: Path | None) -> None:
    """Complain of times that cannot be and of timers that nothing starts."""
    pack, report = draft.pack, draft.report
    if pack.timezone:
        _zone(pack.timezone, report)
    if not pack.day_parts:
        report.add("day_parts", "there must be at least one part of the day")
    if not pack.languages:
        report.add("languages", "there must be at least one language")
    _hours(pack, report, cache)
    waits = [place.step.timer for place in draft.places if isinstance(place.step, Wait)]
    started = {draft.meant(timer, draft.timers) for timer in waits}
    hold = next((timer for timer in pack.timers if timer.hold), None)
    for timer in pack.timers:
        key = f"timers[{timer.id}]"
        if timer.hold and hold is not None and timer is not hold:
            report.add(f"{key}.hold", f"the timer '{hold.id}' measures the hold already: only one can")
        first = draft.timers[timer.id] is timer  # another one of that id is started by nothing that is known
        _clock(draft, timer, key, waited_for=timer.id in started if first else not timer.starts)
        check_duration(report, f"{key}.limit", timer.limit, "a timer")
        check_duration(report, f"{key}.warn", timer.warn, "a timer")
        limit, warn = length(timer.limit), length(timer.warn or "")
        if limit and warn and "wd" not in (limit.unit, warn.unit) and warn.seconds >= limit.seconds:
            report.add(f"{key}.warn", f"must be shorter than the limit of {timer.limit}")
    tasks = [(f"{place.key}.task.due", place.stage.id, place.step.task) for place in draft.places]
    tasks += [(f"{key}.task.due", place.stage.id, option.task) for place, option, key in draft.options()]
    tasks += [
        (f"clauses[{clause.id}].rules[{number}].cut.due", "", rule.cut)
        for clause in draft.pack.clauses
        for number, rule in enumerate(clause.rules, start=1)
    ]
    for field in (field for field in pack.fields if field.days != "coming" and field.kind != "date"):
        report.add(f"fields[{field.id}].days", "only of a field of kind 'date'")
    for key, stage, task in tasks:
        check_duration(report, key, task.due if task else None, stage=stage)
        after = length(task.due) if task else None
        if task and task.any_hour and (task.due.startswith(BY) or (after and after.unit == "wd")):
            message = "by the hours of the centre, though the work is done at any hour: use s, m, h, d, today or at:"
            report.add(key, message, stage)
        _grace(report, key.removesuffix("due") + "grace", task, stage)
        if task and (name := due_field(task.due)):
            kind = "time" if task.due.startswith(AT) else "date"
            _due_field(draft, name, kind, key, stage)


def _due_field(draft: PackDraft, name: str, kind: str, key: str, stage: str) -> None:
    """Complain of work that is due by what is no day, or no moment, to come."""
    field = draft.fields.get(name)
    if field is None:
        draft.must_exist(name, (each.id for each in draft.pack.fields if each.kind == kind), kind, key, stage)
    elif {f"fields[{name}].kind", f"fields[{name}].days"} & {problem.key for problem in draft.report.problems}:
        return  # there is no telling which one it is
    elif field.kind != kind:
        draft.report.add(key, f"goes by a field of kind '{kind}': '{name}' is of kind '{field.kind}'", stage)
    elif field.days != "coming":
        message = (
            f"nothing can be due by '{name}': it may be over (days = \"{field.days}\"), so name a day that is coming"
        )
        draft.report.add(key, message, stage)


def _clock(draft: PackDraft, timer: Timer, key: str, *, waited_for: bool) -> None:
    """Complain of a timer that nothing starts, or several things; and of one that repeats before it can be seen."""
    report, limit = draft.report, length(timer.limit)
    if timer.starts and waited_for:
        report.add(f"{key}.starts", "a `wait` step starts it already: make it a timer of its own")
    elif timer.id and not timer.starts and not timer.stops and not waited_for:
        report.add(key, "never started: no `wait` step names it, and it has no `starts`")
    if timer.starts and (timer.hold or timer.id == "hold"):
        named = "hold" if timer.hold else "id"
        report.add(
            f"{key}.{named}", "it has `starts`: a hold is measured by the timer of its `wait` step, called so or not"
        )
    if timer.stops and not timer.starts:
        report.add(f"{key}.stops", "needs `starts`: a timer of a `wait` step stops with the wait")
    known = draft.facts
    facts = {fact for fact in known if fact.partition(":")[0] not in _NO_CLOCK_GOES_BY}
    for name, given in (("starts", timer.starts), ("stops", timer.stops)):
        for fact in given:
            draft.must_exist(fact, facts, "fact", f"{key}.{name}")
        if "" in given:
            report.add(f"{key}.{name}", "a name is empty")
    if timer.repeats and limit and limit.unit != "wd" and limit.seconds < _OFTEN:
        report.add(f"{key}.limit", f"of one that repeats, {_OFTEN}s or more")


def _grace(report: Report, key: str, task: TaskSpec | None, stage: str) -> None:
    """Complain of a grace that nothing is named for, or that no clock keeps."""
    if task is None or task.grace is None:
        return
    check_duration(report, key, task.grace, "a grace", stage)
    if not task.due.startswith(AT):
        report.add(key, f"only what is due at a moment that is named ({AT}<field>) has one", stage)


def check_duration(report: Report, key: str, duration: str | None, what: str = "", stage: str = "") -> None:
    """Complain of a duration that no clock of a call can keep; `what` cannot count working days."""
    found = length(duration or "")
    if what and found and found.unit == "wd":
        report.add(key, f"{what} cannot count working days: use s, m, h or d", stage)
    elif found and found.seconds > _LONGEST:
        report.add(key, "longer than a year", stage)


def _zone(name: str, report: Report) -> None:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        if not available_timezones():
            raise ZoneInfoNotFoundError(name) from error
        known = hint(name, available_timezones())
        report.add("timezone", f"there is no time zone '{name}'{known}")


def _hours(pack: Pack, report: Report, cache: Path | None) -> None:
    hours = pack.hours
    if hours is None:
        return
    check_hours(report, "hours", hours)
    for key, days in {"days_off": hours.days_off, "working_days": hours.working_days}.items():
        for day in dict.fromkeys(day for day in days if days.count(day) > 1):
            report.add(f"hours.{key}", f"{day} is there twice")
    country = hours.holidays
    if country and not is_kept(country, cache=cache) and country not in known_countries():
        report.add("hours.holidays", f"no public holidays are known of '{country}'")


def check_hours(report: Report, key: str, hours: WeekHours) -> None:
    """Complain of hours that cannot be, but not of those that one cannot tell."""
    for name, why in hours.wrong():
        if name != "closes" or not report.is_unread(f"{key}.opens"):
            report.add(f"{key}.{name}", why)
