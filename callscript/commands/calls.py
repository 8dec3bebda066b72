"""`callscript calls`: those of a day, read off the journals, so that a call still open is among them; or those from a
telephone number, which the registers lead to.
"""

from __future__ import annotations

import re
from argparse import ArgumentTypeError
from datetime import date, datetime, timedelta

from msgspec import Struct

from callscript.commands.report import Report, as_json, moment, own_centre
from callscript.contacts.phones import numbers
from callscript.core.call.fold import fold_all, moved_on
from callscript.core.records import CallSummary
from callscript.core.script.model import Script
from callscript.dialogue.show.listing import call_line
from callscript.packs.versions import Versions
from callscript.runtime.clock import SystemClock
from callscript.runtime.i18n import _
from callscript.runtime.paths import Folders
from callscript.runtime.text import clean
from callscript.service.delivery.delivered import with_deliveries
from callscript.service.summary import summarise
from callscript.store.errors import StoreError
from callscript.store.files import FileStore
from callscript.store.logs import CallLog
from callscript.store.ports import Standing
from callscript.store.registers.search import has_any

_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_DOTTED = re.compile(r"([0-9]{2})\.([0-9]{2})\.([0-9]{4})")


def day(text: str) -> date:
    """Read a day, written in one of the two ways that cannot be read in another."""
    try:
        if found := _ISO.fullmatch(text):
            return date(int(found[1]), int(found[2]), int(found[3]))
        if found := _DOTTED.fullmatch(text):
            return date(int(found[3]), int(found[2]), int(found[1]))
    except ValueError:
        pass
    raise ArgumentTypeError("not a day such as 2026-11-23 or 23.11.2026")


class _Row(Struct):
    summary: CallSummary
    script: Script
    sure: bool | None
    """Is it from the number asked for: surely, maybe, or not."""


def calls(home: str | None, on: date | None, phone: str, json: bool) -> Report:
    """List the calls of a day (today unless given), or those from a number (of any day unless one is given)."""
    folders = Folders.resolve(home)
    centre = own_centre(folders)
    store, scripts, report = FileStore(folders), Versions(folders), Report()
    wanted = numbers(phone, centre.region if centre else "")
    now = SystemClock().now()
    # A centre's today may be another day than the machine's: its own clock decides below.
    days = [on] if on else [now.date() + timedelta(days=offset) for offset in (-1, 0, 1)]
    logs: dict[str, CallLog] = {}
    unread = False
    for day in days:
        try:
            log = store.journal.read_day(day)
        except StoreError as error:  # that of another day can be read
            unread = True
            report.trouble([error])
            continue
        report.trouble(log.problems)
        logs |= {call: log.of(call) for call in (*log.newer, *log.calls)}
    report.trouble([_("the list is not complete")] if unread else [])
    if phone and not on:
        ids = [earlier.summary.id for number in wanted for earlier in store.lookup.history(number)]
        logs |= {call: store.journal.read_call(call) for call in ids if call not in logs}
        report.trouble(store.take_notices())
    try:
        standing = store.registers.standing(store.journal)
    except StoreError as error:
        report.trouble([error])
        standing = Standing(complete=False, gone=[])
    if phone and not standing.complete:
        report.trouble([_("the registers are not complete: run callscript rebuild")])
    missing = [day for day in standing.gone if phone or day in days]
    report.trouble(_("the journal of {day} is missing").format(day=day.isoformat()) for day in missing)
    rows: list[_Row] = []
    for call, found in logs.items():
        if found.practice:
            continue
        script = scripts.of(found.events)
        if found.newer:
            report.trouble([_("call {call} was recorded by a newer release of callscript").format(call=call)])
        elif script is None or (summary := _summary(store, script, found, now)) is None:
            told = _("call {call} cannot be read, or the script that it was led by is not here any more")
            report.trouble([told.format(call=call)])
        elif on is None and not phone and summary.day != now.astimezone(script.zone).date():
            continue
        elif (sure := has_any(wanted, summary)) is not None or not phone:
            rows.append(_Row(summary, script, sure))
            told = _("call {call} can be taken up only by a newer release")
            report.notes.extend([told.format(call=call)] if found.only_newer else [])
    rows.sort(key=lambda row: (row.summary.started, row.summary.id))
    if json:
        report.lines.append(as_json([_record(row, bool(phone)) for row in rows]))
    else:
        report.lines.extend(clean(_line(row, with_day=on is None and bool(phone))) for row in rows)
        report.notes.extend([] if rows or unread else [_("no calls")])
    return report


def _summary(store: FileStore, script: Script, found: CallLog, now: datetime) -> CallSummary | None:
    """Return a call at a glance, as it stands now with what became of its work."""
    call = with_deliveries(script, fold_all(script, found.whole), store.outbox)
    moves = store.tasks.of_call(call.start.call) if call.start else ()
    summary = summarise(script, moved_on(script, call, moves))
    return summary.as_of(now) if summary else None


def _line(row: _Row, *, with_day: bool) -> str:
    maybe = _("maybe") + ": " if row.sure is False else ""
    return f"{row.summary.id}  {maybe}{call_line(row.script, row.summary, with_day=with_day)}"


def _record(row: _Row, by_phone: bool) -> dict[str, object]:
    call, zone = row.summary, row.script.zone
    record: dict[str, object] = {
        "id": call.id,
        "day": call.day.isoformat(),
        "pack": {"id": call.pack, "hash": row.script.hash},
        "operator": {"number": call.operator},
        "language": call.language,
        "phone": call.phone or None,
        "phones": list(call.phones),
        "name": call.name or None,
        "started": moment(call.started, zone),
        "ended": moment(call.ended, zone),
        "ended_by": call.ended_by or None,
        "outcome": call.outcome or None,
        "summary": call.summary or None,
        "closed": call.closed,
        "discarded": call.discarded,
        "outgoing": bool(call.continues),
        "continues": call.continues or None,
        "erased": moment(call.erased, zone),
        "ground": call.ground or None,
        "owed": call.owed,
        "entry": call.entry or None,
        "channel": call.channel or None,
        "received": moment(call.received, zone),
    }
    return record | ({"sure": bool(row.sure)} if by_phone else {})
