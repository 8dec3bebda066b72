"""In-person visits: the work that one is falls due at a time that is asked for, while visitors are received."""

from __future__ import annotations

from callscript.core.script.durations import AT
from callscript.packs.calendar import check_hours
from callscript.packs.draft import PackDraft

_SAID = "a visit is closed by saying how it went, or by cancelling it, and by nothing else"


def check_visits(draft: PackDraft) -> None:
    """Complain of names that nothing bears, and of hours in which nobody could come."""
    visits, report = draft.pack.visits, draft.report
    if visits is None:
        return
    draft.must_exist(visits.task, draft.task_kinds, "task", "visits.task")
    times = (field.id for field in draft.pack.fields if field.kind == "time")
    draft.must_exist(visits.field, times, "field of kind 'time'", "visits.field")
    check_hours(report, "visits", visits)
    hours, days = draft.pack.hours, visits.weekdays
    if hours and days and not days & {*hours.weekdays, *(day.isoweekday() for day in hours.worked)}:
        report.add(f"visits.{'week' if visits.week else 'days'}", "names only days on which the centre does not work")
    tasks = [(place.key, place.stage.id, place.step.task) for place in draft.places]
    tasks += [(key, place.stage.id, option.task) for place, option, key in draft.options()]
    for key, stage, task in tasks:
        if task and task.kind == visits.task and task.due != f"{AT}{visits.field}":
            message = f"a visit is due at the time appointed: use {AT}{visits.field}"
            report.add(f"{key}.task.due", message, stage)
    closers = [(place.key, place.stage.id, place.step.closes) for place in draft.places]
    closers += [(key, place.stage.id, option.closes) for place, option, key in draft.options()]
    for key, stage, closes in closers:
        if closes == visits.task:
            report.add(f"{key}.closes", _SAID, stage)
    if draft.pack.outgoing and visits.task in draft.pack.outgoing.done:
        report.add(f"outgoing.done.{visits.task}", _SAID)
