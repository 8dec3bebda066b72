"""`callscript show`: a call as its log and its script tell it. `docs/command-line.md` fixes the shape of the JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, tzinfo

import msgspec

from callscript.commands.report import Report, as_json, moment, of_value, own_centre
from callscript.core.call.before import with_before
from callscript.core.call.call import Call
from callscript.core.call.events import CallStarted, Event
from callscript.core.call.fold import fold_all
from callscript.core.call.matters import are_several, recorded
from callscript.core.call.registrations import registrations
from callscript.core.register_number import read_number
from callscript.core.script import phrases
from callscript.core.script.model import Script
from callscript.core.script.working_time import local
from callscript.core.standard.verdicts import Verdict
from callscript.dialogue.show.clocks import length
from callscript.dialogue.show.endings import after_call_work, how_ended
from callscript.dialogue.show.entered import entered_words
from callscript.dialogue.show.erased import erased_of
from callscript.dialogue.show.field_text import field_lines
from callscript.dialogue.show.languages import script_in
from callscript.dialogue.show.registered import mistyped, registered_lines
from callscript.dialogue.show.standing import judged, judged_words
from callscript.dialogue.show.timeline import timeline
from callscript.dialogue.show.work_told import going_on
from callscript.packs.versions import Versions
from callscript.runtime.clock import SystemClock
from callscript.runtime.exit_status import USAGE, Stop
from callscript.runtime.i18n import _
from callscript.runtime.paths import Folders
from callscript.runtime.text import clean
from callscript.service.delivery.delivered import delivered
from callscript.store.errors import StoreError
from callscript.store.files import FileStore
from callscript.store.logs import numbered_on
from callscript.store.names import parse_call_id


def show(home: str | None, call_id: str, json: bool) -> Report:
    """Show a call, given by its id or by the number of something that was registered in it."""
    folders = Folders.resolve(home)
    own_centre(folders)
    if number := read_number(call_id):
        call_id = number.call
    if wrong := mistyped(call_id):
        raise Stop(USAGE, wrong)
    if parse_call_id(call_id) is None:
        raise Stop(USAGE, _("not the id of a call: {call}; see callscript calls").format(call=clean(call_id)))
    report = Report()
    store = FileStore(folders)
    found = store.journal.read_call(call_id)
    report.trouble(found.problems)
    log = found.whole
    try:
        log = [*log, *(numbered_on(log, store.tasks.of_call(call_id)) if log else ())]
        report.trouble(store.registers.take_notices())
    except StoreError as error:  # of the registers: what the journal tells is shown
        report.trouble([error, _("what became of open work since is not known")])
    if found.newer:
        told = _("call {call} was recorded by a newer release of callscript and can be shown only there")
        report.trouble([told.format(call=call_id)])
    elif not log or not isinstance(log[0], CallStarted):
        report.trouble([_("there is no call {call}").format(call=call_id)])
    elif (script := Versions(folders).of(log)) is None:
        told = _("the call was led by version {hash} of the pack {pack}, which is not here any more")
        report.trouble([told.format(hash=log[0].pack_hash, pack=log[0].pack)])
    else:
        told = _("call {call} was recorded by a newer release of callscript and can be taken up only there")
        report.notes.extend([told.format(call=call_id)] if found.only_newer else [])
        start, log = log[0], [*log, *delivered(script, fold_all(script, log), store.outbox)]
        call = fold_all(script, log)
        now = SystemClock().now()
        if json:
            report.lines.append(as_json(record(script, start, call, log, now)))
        else:
            report.lines.extend(map(clean, lines(script, start, log, now)))
    return report


def record(script: Script, start: CallStarted, call: Call, log: Sequence[Event], now: datetime) -> dict[str, object]:
    """Return a call as `show --json` prints it."""
    zone, found, groups = script.zone, judged(script, log, now), recorded(script, call)
    return {
        "id": start.call,
        "pack": {"id": start.pack, "hash": start.pack_hash},
        "operator": {"number": start.operator.number},
        "language": call.language,
        "started": moment(start.at, zone),
        "ended": moment(call.ended.at, zone) if call.ended else None,
        "ended_by": call.ended.how if call.ended else None,
        "continues": start.continues or None,
        "entry": _entry(call, zone),
        "outcome": call.outcome or None,
        "discarded": call.discarded,
        "erased": _erased(call, zone),
        "fields": {field: of_value(value) for field, value in call.fields.items()},
        "matters": [
            {
                "matter": each.number,
                "detour": each.detour or None,
                "registered": list(each.registered),
                "taken_back": each.taken_back,
                "fields": {field: of_value(value) for field, value in each.values.items()},
            }
            for each in (groups[1:] if are_several(groups) else ())
        ],
        "registered": [
            {"what": each.what, "number": each.number or None, "matter": each.matter, "at": moment(each.at, zone)}
            for each in registrations(script, call)
        ],
        "holds": [
            {
                "started": moment(hold.started, zone),
                "ended": moment(hold.ended, zone),
                "seconds": (hold.ended - hold.started).total_seconds(),
            }
            for hold in call.runs_of(script.hold_timer)
        ],
        "events": [_event(event, was, zone) for event, was in with_before(log)],
        "verdicts": [_verdict(each.closing) for each in found],
        "verdicts_now": [_verdict(each.now) for each in found],
    }


def _entry(call: Call, zone: tzinfo) -> object:
    """Return what came without a call: by which way, when, of which class; nothing of a call."""
    came = call.received
    known = (came.channel, moment(came.received, zone), came.classed) if came else ("", None, "")
    keys = ("channel", "received", "class")
    told = dict(zip(keys, (each or None for each in known), strict=True))
    return {"kind": call.entry} | told if call.entry else None


def _erased(call: Call, zone: tzinfo) -> object:
    if call.erased is None:
        return None
    return {"at": moment(call.erased.at, zone), "by": call.erased.by, "ground": call.erased.ground}


def _verdict(verdict: Verdict) -> dict[str, object]:
    return {name: getattr(verdict, name) for name in ("clause", "modality", "verdict", "event")}


def _event(event: Event, was: Mapping[str, str | bool], zone: tzinfo) -> dict[str, object]:
    plain: dict[str, object] = msgspec.to_builtins(event.written(), builtin_types=(datetime,))
    told = {name: moment(value, zone) if isinstance(value, datetime) else value for name, value in plain.items()}
    return {name: told[name] for name in ("seq", "at", "type")} | told | dict(was)


def lines(script: Script, start: CallStarted, log: Sequence[Event], now: datetime) -> Iterator[str]:
    """Yield a call as `show` prints it for people."""
    call = fold_all(script, log)
    centre = phrases.label(script, "centre")
    number = _("№ {number}").format(number=start.operator.number)
    yield f"{start.call}  {number}  {centre}  {script_in(call.language)}"
    yield _("started: {time}").format(time=_time(script, start.at))
    if start.outgoing:
        yield going_on(script, start)
    if start.entry:
        yield _("entered: {what}").format(what=entered_words(script, call))
    if start.entry and not call.discarded:
        yield _("registered") if call.closed else _("not registered yet")
    elif call.ended:
        yield _("ended: {time}").format(time=_time(script, call.ended.at)) + f"  {how_ended(script, call)}"
        if work := after_call_work(call):
            yield work
    else:
        yield _discarded(call) if call.discarded else _("not finished")
    if call.outcome:
        name = phrases.label(script, f"outcome.{call.outcome}")
        yield _("outcome: {name}").format(name=name)
    for number, hold in enumerate(call.runs_of(script.hold_timer), start=1):
        lasted = length(int((hold.ended - hold.started).total_seconds()), about=hold.about)
        yield _("hold {number}: {time}, {length}").format(
            number=number, time=_time(script, hold.started), length=lasted
        )
    if call.erased:
        yield _("What the caller gave") + f": {erased_of(script, call)}"
    if call.summary:
        yield _("summary: {text}").format(text=call.summary)
    yield from registered_lines(script, call)
    yield ""
    yield from field_lines(script, call)
    yield ""
    yield from timeline(script, log)
    yield ""
    for each in judged(script, log, now):
        yield judged_words(script, call, each)


def _discarded(call: Call) -> str:
    return _("discarded") if call.entry else _("opened by mistake, and discarded: it counts as no call")


def _time(script: Script, at: datetime) -> str:
    return local(script, at).strftime("%d.%m.%Y %H:%M:%S")
