"""`callscript register`: what was registered on a day, by all operators of a home, read off the journals, so that what
became of it since is told too. `docs/command-line.md` fixes the shape of the JSON.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

from callscript.commands.csv_cells import Cell, csv_line
from callscript.commands.report import Report, as_json, moment, of_value, own_centre
from callscript.core.call.call import Values
from callscript.core.call.events import CallStarted, Registered, TaskMove
from callscript.core.call.fold import fold_all, moved_on
from callscript.core.script import phrases
from callscript.core.script.model import Script
from callscript.core.script.working_time import local
from callscript.core.tasks import Task
from callscript.dialogue.show.register import (
    Answer,
    Row,
    channel_name,
    class_name,
    field_ids,
    field_of,
    rows,
    same_day,
    state_word,
)
from callscript.dialogue.show.register_told import row_lines
from callscript.dialogue.show.work_told import result_word
from callscript.packs.versions import Versions
from callscript.runtime.clock import SystemClock
from callscript.runtime.i18n import _
from callscript.runtime.paths import Folders
from callscript.runtime.text import clean
from callscript.service.delivery.delivered import with_deliveries
from callscript.store.errors import StoreError
from callscript.store.files import FileStore
from callscript.store.logs import CallLog

Form = Literal["text", "json", "csv"]


class _Found(NamedTuple):
    """A matter, and the script that it was registered by."""

    row: Row
    script: Script


def register(home: str | None, on: date | None, form: Form) -> Report:
    """Print what was registered on a day; today unless one is given."""
    folders = Folders.resolve(home)
    own_centre(folders)
    report, store, scripts = Report(), FileStore(folders), Versions(folders)
    now = SystemClock().now()
    # Today may be another day on the centre's clock than on the machine's; a call may have begun on the day before.
    days = [now.date() + timedelta(days=by) for by in (-2, -1, 0, 1)] if on is None else [on - timedelta(days=1), on]
    found = [
        each
        for log in _logs(store, days, report)
        for each in _in_call(store, scripts, log, report)
        if local(each.script, each.row.at).date() == (on or local(each.script, now).date())
    ]
    found.sort(key=lambda each: (each.row.at, each.row.number))
    match form:
        case "json":
            report.lines.append(as_json([_record(each) for each in found]))
        case "csv":
            report.lines.extend(_csv(found))
        case "text":
            report.lines.extend(clean(line) for each in found for line in row_lines(each.script, each.row, now))
            report.notes.extend([] if found else [_("nothing was registered on this day")])
    return report


def _logs(store: FileStore, days: list[date], report: Report) -> Iterator[CallLog]:
    for day in days:
        try:
            log = store.journal.read_day(day)
        except StoreError as error:  # that of another day can be read
            report.trouble([error, _("the list is not complete")])
            continue
        report.trouble(log.problems)
        newer = _("call {call} was recorded by a newer release of callscript")
        report.trouble(newer.format(call=call) for call in log.newer)
        for call, events in log.calls.items():
            if any(isinstance(event, Registered) for event in events):
                yield log.of(call)


def _in_call(store: FileStore, scripts: Versions, log: CallLog, report: Report) -> Iterator[_Found]:
    """Yield what was registered in a call, with what became of it since."""
    start = log.events[0] if log.events else None
    if not isinstance(start, CallStarted):
        return
    if (script := scripts.of(log.events)) is None:
        told = _("call {call} cannot be read, or the script that it was led by is not here any more")
        report.trouble([told.format(call=start.call)])
        return
    call, moves = with_deliveries(script, fold_all(script, log.whole), store.outbox), list[TaskMove]()
    try:
        moves = store.tasks.of_call(start.call)
        call = moved_on(script, call, moves)
    except StoreError as error:  # of the registers: what the journal tells is shown
        report.trouble([error, _("what became of open work since is not known")])
    report.trouble(store.registers.take_notices())
    yield from (_Found(row, script) for row in rows(script, call, moves))


def _record(found: _Found) -> dict[str, object]:
    row, zone = found.row, found.script.zone
    return {
        "number": row.number or None,
        "what": row.what,
        "at": moment(row.at, zone),
        "operator": {"number": row.operator},
        "call": row.call,
        "matter": row.matter,
        "fields": _values(row.fields),
        "several": [{"detour": each.detour, "fields": _values(each.values)} for each in row.several],
        "channel": row.channel or None,
        "received": moment(row.received, zone),
        "class": row.classed or None,
        "work": [_work(task, zone) for task in row.work],
        "competence": row.competence or None,
        "body": row.body or None,
        "due": moment(row.due, zone),
        "sent": moment(row.sent, zone),
        "sent_by": row.sent_by or None,
        "sending_dropped": row.not_going_to,
        "same_day": same_day(found.script, row),
        "told": row.told,
        "answer": _answer(row.answer, zone) if row.answer else None,
    }


def _work(task: Task, zone: ZoneInfo) -> dict[str, object]:
    return {
        "kind": task.kind,
        "visit": task.visit,
        "due": moment(task.due, zone),
        "state": task.state,
        "by": task.by or None,
        "since": moment(task.since, zone),
    }


def _answer(answer: Answer, zone: ZoneInfo) -> dict[str, object]:
    return {
        "due": moment(answer.due, zone),
        "answered": moment(answer.answered, zone),
        "by": answer.by or None,
        "result": answer.how or None,
        "note": answer.words or None,
        "in_time": answer.in_time,
        "dropped": answer.not_going_to,
    }


def _values(values: Values) -> dict[str, object]:
    return {field: of_value(value) for field, value in values.items()}


def _csv(found: list[_Found]) -> Iterator[str]:
    """Yield a heading and a line a matter; the columns of fields are those of all scripts that are found."""
    scripts = {each.script.hash: each.script for each in found}.values()
    fields = {id: phrases.label(script, f"field.{id}") for script in scripts for id in field_ids(script)}
    came = (_("How it came"), _("When it came"), _("Class of feedback"))
    before = (_("Number"), _("Registered"), _("Operator"), _("What"), *came)
    work = (_("To do"), _("Due"), _("State"))
    behind = (_("Competence"), _("Competent body"), _("Sent"), _("Sent by"), _("The same day"), _("Caller told"))
    answered = (_("Answer due"), _("Answered"), _("Answered by"), _("In time"), _("Answer"))
    yield csv_line([*before, *fields.values(), *work, *behind, *answered, _("Call")])
    yield from (csv_line([*_first_cells(each), *_field_cells(each, fields), *_last_cells(each)]) for each in found)


def _first_cells(found: _Found) -> Iterator[Cell]:
    row, script = found
    yield row.number
    yield f"{local(script, row.at):%Y-%m-%d %H:%M}"
    yield row.operator
    yield phrases.label(script, f"register.{row.what}")
    yield channel_name(script, row)
    yield f"{local(script, row.received):%Y-%m-%d %H:%M}" if row.received else ""
    yield class_name(script, row)


def _field_cells(found: _Found, fields: dict[str, str]) -> Iterator[Cell]:
    yield from (field_of(found.script, found.row, field) for field in fields)


def _last_cells(found: _Found) -> Iterator[Cell]:
    row, script = found
    yield _each(phrases.label(script, f"task.{task.kind}") for task in row.work)
    yield _each(f"{local(script, task.due):%Y-%m-%d %H:%M}" if task.due else "" for task in row.work)
    yield _each(state_word(task) for task in row.work)
    yield {"within": _("within"), "beyond": _("beyond"), "": ""}[row.competence]
    yield row.body
    yield (
        f"{local(script, row.sent):%Y-%m-%d %H:%M}"
        if row.sent
        else _("it is not going to be sent on")
        if row.not_going_to
        else ""
    )
    yield row.sent_by
    yield _yes(same_day(script, row))
    yield _yes(row.told)
    yield from _answer_cells(found)
    yield row.call


def _answer_cells(found: _Found) -> Iterator[Cell]:
    answer, script = found.row.answer, found.script
    for at in (answer and answer.due, answer and answer.answered):
        yield f"{local(script, at):%Y-%m-%d %H:%M}" if at else ""
    yield answer.by if answer else ""
    yield _yes(answer.in_time if answer else None)
    given = " — ".join(filter(None, (result_word(answer.how), answer.words))) if answer else ""
    yield _("it is not going to be answered") if answer and answer.not_going_to else given


def _each(told: Iterable[str]) -> str:
    """Return what is told of each piece of work in one cell, in the same order in all of them."""
    cells = list(told)
    return "; ".join(each or "—" for each in cells) if len(cells) > 1 else "".join(cells)


def _yes(answer: bool | None) -> str:
    return "" if answer is None else _("yes") if answer else _("no")
