"""`callscript tasks` and `callscript task`: the work that calls left open, listed, told and moved by scripts.

A command acts as the operator of the account's profile. What it does goes to a log of its own beside that operator's
session, so that it neither waits for the session nor disturbs it.
"""

from __future__ import annotations

from argparse import ArgumentTypeError
from collections.abc import Mapping
from datetime import date, datetime
from typing import NamedTuple, get_args

from callscript.commands.at_place import Place, beside, on_clock, sit, tell_registers
from callscript.commands.report import Report, as_json
from callscript.commands.task_json import event_told, record_told
from callscript.core import acts
from callscript.core.call.events import Event, Result, Side, TaskMoved, TaskOpened
from callscript.core.call.fold import fold_all
from callscript.core.call.matters import told
from callscript.core.call.registrations import registrations
from callscript.core.operator_number import typed
from callscript.core.records import TaskRecord
from callscript.core.register_number import Number, read_number
from callscript.core.script.model import Script
from callscript.core.script.moments import written_moment
from callscript.core.script.working_time import local
from callscript.core.tasks import TOLD, TaskRefused
from callscript.dialogue.show import task_told, visit_told, work_lines
from callscript.dialogue.show.earlier import not_asked
from callscript.dialogue.show.registered import mistyped
from callscript.dialogue.show.timeline import timeline
from callscript.dialogue.show.work_left import left_by
from callscript.packs.versions import Versions
from callscript.runtime.exit_status import UNAVAILABLE, USAGE, Stop
from callscript.runtime.i18n import _
from callscript.runtime.text import clean
from callscript.service.arranged import has_worked_here, work_of
from callscript.service.desk_log import DeskLog
from callscript.service.notices import Notices
from callscript.service.work import Kept, Work
from callscript.store.logs import numbered_on
from callscript.store.names import new_aside_log_id


def when(text: str) -> datetime:
    """Read a moment of the centre's clock: `2026-11-27 10:00`, or `27.11.2026 10:00`."""
    if moment := written_moment(text):
        return moment
    raise ArgumentTypeError("not a time such as '2026-11-27 10:00' or '27.11.2026 10:00'")


class Given(NamedTuple):
    """What the command line says is to be done to work."""

    deed: str = ""
    to: str = ""
    reason: str = ""
    result: str = ""
    until: datetime | None = None
    side: Side = ""
    said: datetime | None = None


_TAKES: Mapping[str, frozenset[str]] = {
    "tried": frozenset({"reason"}),
    "done": frozenset({"result", "reason"}),
    "hand-over": frozenset({"to", "reason"}),
    "postpone": frozenset({"until", "reason"}),
    "move": frozenset({"until", "side", "reason", "said"}),
    "warn": frozenset({"until", "side", "reason", "said"}),
    "drop": frozenset({"side", "reason", "said"}),
    "reopen": frozenset({"reason"}),
    "free": frozenset({"reason"}),
}
"""By what is to be done: which options that takes."""


class Wanted(NamedTuple):
    """Which work is to be listed."""

    every: bool = False
    """That of all operators."""
    overdue: bool = False
    """Only what is overdue."""
    closed: bool = False
    """What was done or dropped on a day, in place of what is open."""
    day: date | None = None
    """Which day; None: today."""


def tasks(home: str | None, wanted: Wanted, *, json: bool) -> Report:
    """List open work, or work that was closed: the operator's and what is anybody's, or all of it."""
    if wanted.day and not wanted.closed:
        raise Stop(USAGE, "--day goes with --closed: open work is of no day")
    desk, report = sit(home), Report()
    now = desk.clock.now()
    report.trouble(desk.wrong)
    found = _closed_on(desk, wanted, now) if wanted.closed else _open(desk, wanted, now)
    tell_registers(desk, report)
    if json:
        report.lines.append(as_json([record_told(desk.script, task, now) for task in found]))
    else:
        report.lines.extend(clean(work_lines.work_line(desk.script, task, now)) for task in found)
        report.notes.extend(not_asked(desk.others.work is None or desk.others.work.asked))
        report.notes.extend([] if found else [_("no work closed that day") if wanted.closed else _("no open work")])
    return report


def _open(desk: Place, wanted: Wanted, now: datetime) -> list[TaskRecord]:
    lookup = desk.store.lookup
    found = lookup.tasks() if wanted.every else work_of(lookup, desk.script, desk.profile.number)
    return [task for task in found if not wanted.overdue or task.is_overdue(now)]


def _closed_on(desk: Place, wanted: Wanted, now: datetime) -> list[TaskRecord]:
    """Return what was closed on a day of the centre's: by the operator, or of their calls, or all of it."""
    script, number = desk.script, desk.profile.number
    day = wanted.day or local(script, now).date()
    return [
        task
        for task in desk.store.lookup.closed()
        if task.since and local(script, task.since).date() == day
        if wanted.every or number in (task.by, task.operator)
    ]


def task(home: str | None, name: str, given: Given, *, json: bool) -> Report:
    """Show work with what became of it, or do something to it."""
    desk, report = sit(home), Report()
    found = _found(desk, name)
    given = given._replace(to=typed(clean(given.to), desk.profile.number))
    _must_take(given)
    deed = _deed(given, desk.script, found.kind)
    if deed is not None:
        found = _move(desk, found, deed, report)
        report.notes.extend(filter(None, [visit_told.too_late(found, deed)]))
    if given.deed == "hand-over" and given.to and not has_worked_here(desk.store.journal, desk.script, given.to):
        told = _("nobody has worked here as № {by} yet: it is in no list but that of all until somebody does")
        report.notes.append(told.format(by=clean(given.to)))
    tell_registers(desk, report)
    now, events = desk.clock.now(), _log(desk, found.call)
    if json:
        told = [event_told(desk.script, event) for event in events if _is_of(event, found)]
        report.lines.append(as_json(record_told(desk.script, found, now) | {"history": told}))
    else:
        report.lines.append(clean(work_lines.work_line(desk.script, found, now)))
        if deed is None:
            script = Versions(desk.folders, desk.script).of(events) or desk.script
            report.lines.extend(clean(line) for line in (timeline(script, events, found.task) if events else ()))
    return report


def _must_take(given: Given) -> None:
    """Complain of an option that what is to be done does not take: it would be given in vain."""
    options = [name for name in given._fields[1:] if getattr(given, name)]
    if vain := [f"--{name}" for name in options if name not in _TAKES.get(given.deed, ())]:
        raise Stop(USAGE, _("not taken here: {names}").format(names=", ".join(vain)))


def _deed(given: Given, script: Script, kind: str) -> acts.Deed | None:
    """Return what is to be done; None: nothing, the work is only shown."""
    said = on_clock(script, given.said)
    match given.deed:
        case "take":
            return acts.Take()
        case "tried":
            return acts.Try(given.reason)
        case "done":
            return _finished(given, script, kind)
        case "hand-over":
            return acts.HandOver(given.to, given.reason)
        case "postpone" | "move":
            if (until := on_clock(script, given.until)) is None:
                raise Stop(USAGE, _("until when? Give --until"))
            if given.deed == "move":
                return acts.Move(until, given.side, given.reason, said=said)
            return acts.Postpone(until, given.reason)
        case "warn":
            return acts.Warn(given.side, given.reason, until=on_clock(script, given.until), said=said)
        case "drop":
            return acts.Drop(given.reason, given.side, said=said)
        case "reopen":
            return acts.Reopen(given.reason)
        case "free":
            return acts.Free(given.reason)
        case _:
            return None


def _finished(given: Given, script: Script, kind: str) -> acts.Finish:
    """Return that work is done: what came of it, where the pack names what can, else how the caller was told."""
    results, outgoing = script.pack.results.get(kind, ()), script.pack.outgoing
    is_told = kind in TOLD or kind == script.visit_kind or (outgoing is not None and kind in outgoing.done)
    match given.result:
        case result if result in results:
            return acts.Finish("done", given.reason, came_to=result)
        case _ if results:
            raise Stop(USAGE, _("say what came of it: --result {names}").format(names=", ".join(results)))
        case "" | "done":
            return acts.Finish("done", given.reason)
        case "reached" | "informed" if not is_told:
            raise Stop(USAGE, _("nobody is told by doing this: leave out --result"))
        case "reached" | "informed" | "came" | "late" | "missed" as how:
            return acts.Finish(how, given.reason)
        case _:
            raise Stop(USAGE, _("say how it was done: --result {names}").format(names=", ".join(get_args(Result)[1:])))


def _found(desk: Place, name: str) -> TaskRecord:
    """Return the work of a name: its whole name, or an end that no other has, or none that is open; or of a number."""
    if wrong := mistyped(name):
        raise Stop(USAGE, wrong)
    if number := read_number(name):
        found = _of_number(desk, number)
    else:
        found = [task for task in desk.store.lookup.tasks() if work_lines.is_named(task, name)]
        found = found or _closed(desk, name)
    if len(found) > 1:
        names = ", ".join(each.task for each in found)
        raise Stop(USAGE, _("several have that name: {names}").format(names=names))
    if found:
        return found[0]
    told = _("there is no such work: {name}; see callscript tasks --all, and tasks --closed").format(name=clean(name))
    raise Stop(1, told)


def _closed(desk: Place, name: str) -> list[TaskRecord]:
    """Return the closed work of a name; by its whole name it is found without looking through all there is."""
    call = name.partition("/")[0] if "/" in name else name.rpartition("-")[0]
    if whole := desk.store.tasks.find(name if "/" in name else f"{call}/{name}"):
        return [whole]
    return [task for task in desk.store.lookup.closed() if work_lines.is_named(task, name)]


def _of_number(desk: Place, number: Number) -> list[TaskRecord]:
    """Return the work about what was registered under a number: what is open, or else what was closed."""
    log = _log(desk, number.call)
    if not log or not (script := Versions(desk.folders, desk.script).of(log)):
        return []
    call = fold_all(script, log)
    matters = {told(call, each.matter) for each in registrations(script, call)[number.before : number.before + 1]}
    names = [each.id for each in left_by(script, log) if each.matter in matters]
    found = [task for task in map(desk.store.tasks.find, names) if task]
    return [task for task in found if task.is_open] or found


def _move(desk: Place, found: TaskRecord, deed: acts.Deed, report: Report) -> TaskRecord:
    number, notices, store = desk.profile.number, Notices(), desk.store
    desk.folders.make()
    seat = beside(store, number)
    try:
        kept = Kept(store.journal, DeskLog(store.journal), store.registers, store.tasks, store.lookup, store.outbox)
        versions = Versions(desk.folders, desk.script)
        work = Work(number, desk.script, versions, desk.clock, notices, kept, seat.hold, new_aside_log_id)
        moved = work.do(found.id, deed)
        if work.trouble:
            raise Stop(UNAVAILABLE, _("it could not be recorded: {reason}").format(reason=work.trouble))
        return moved
    except TaskRefused as refusal:
        raise Stop(1, task_told.refused(desk.script, refusal, desk.clock.now(), visit=found.visit)) from None
    finally:
        report.trouble([*notices.take(), *store.take_notices()])
        store.journal.close()
        seat.leave()


def _log(desk: Place, call: str) -> list[Event]:
    """Return the log of a call, with what became of its work."""
    log = desk.store.journal.read_call(call).whole
    return [*log, *numbered_on(log, desk.store.tasks.of_call(call))] if log else []


def _is_of(event: Event, found: TaskRecord) -> bool:
    return isinstance(event, TaskOpened | TaskMoved) and event.task == found.task
