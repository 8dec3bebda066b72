"""`callscript enter`: what came without a call, entered by scripts, with the fields that the pack lists for its kind.

It stands in a log of its own beside the operator's session, is registered at once, and leaves the same work as what is
entered on screen. `docs/command-line.md` fixes the shape of the JSON.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from callscript import packs
from callscript.commands.at_place import Place, sit
from callscript.commands.entered import Beside, Given, correct, doubted_of, fields_of, received_at, words_of
from callscript.commands.report import Report, as_json, moment
from callscript.core.call import commands as c
from callscript.core.call.call import Call
from callscript.core.call.decide import carry_out
from callscript.core.call.entries import begin_entry
from callscript.core.call.events import Event
from callscript.core.call.fold import fold_all
from callscript.core.call.registrations import registered_as
from callscript.core.script.entries import EntryKind
from callscript.core.script.model import Script
from callscript.core.script.working_time import local
from callscript.dialogue.show.dates import due_until
from callscript.dialogue.show.entered import entered_words
from callscript.dialogue.show.listing import named
from callscript.runtime.exit_status import USAGE, Stop
from callscript.runtime.i18n import _
from callscript.runtime.text import clean
from callscript.store.names import new_call_id


def enter(home: str | None, given: Given, *, json: bool) -> Report:
    """Enter what came without a call, or correct that; without a kind, list what can be entered."""
    place, report = sit(home), Report()
    script = place.script
    if given.correct:
        script, entry_id, call = correct(place, given, report)
    elif not given.kind:
        kinds = [_kind(script, kind) for kind in script.pack.entries]
        report.lines.extend([as_json(kinds)] if json else _listed(script))
        report.notes.extend([] if kinds else [_("the script of this centre has nothing that is entered")])
        return report
    elif given.kind not in script.entry_kinds:
        names = ", ".join(script.entry_kinds) or "—"
        raise Stop(USAGE, _("there is no such entry; there are: {names}").format(names=names))
    else:
        entry_id, call = _enter(place, given, report)
    report.notes.extend(doubted_of(script, call))
    if json:
        report.lines.append(as_json(_entry(script, entry_id, call)))
    else:
        what = clean(entered_words(script, call))
        (task,) = (*call.tasks, *call.tasks_done)
        number = registered_as(script, call, call.matter)
        report.lines.append(f"{entry_id}  {number}  {what}  " + f"{task.id}, {due_until(script, task.due)}")
    return report


def _enter(place: Place, given: Given, report: Report) -> tuple[str, Call]:
    """Make an entry durable, then file it; what commands before could not do any more is done first."""
    script = place.script
    place.folders.make()
    packs.keep(place.pack, place.folders.packs, script, own=place.folders.directories)
    with Beside(place, report) as at:
        at.finish_left()
        now = place.clock.now()
        log, call = _decided(script, _free_id(place, now), place, given, now)
        entry_id = call.start.call if call.start else ""
        at.seat.begin(entry_id)
        place.store.journal.append(entry_id, log)
        at.filing.file(script, call)
        at.seat.done(entry_id)
    return entry_id, call


def _free_id(place: Place, now: datetime) -> str:
    """Return an id that nothing else has, be it in the journal or, should that have been set aside, filed.

    No other command enters anything meanwhile.
    """
    at, number = local(place.script, now), place.profile.number
    filed = {call.id for call in place.store.lookup.summaries(at.date(), number)}
    while True:
        entry_id = new_call_id(number, at, aside=True)
        if entry_id not in filed and not place.store.journal.read_call(entry_id).events:
            return entry_id


def _decided(script: Script, entry_id: str, place: Place, given: Given, now: datetime) -> tuple[list[Event], Call]:
    """Decide the whole entry before anything is written; complain of what it cannot take, or lacks."""
    log: list[Event] = [*begin_entry(script, entry_id, place.profile.operator, now, given.kind)]
    call = fold_all(script, log)
    received = received_at(script, given, now) or now
    fields = fields_of(script, call, given)
    with words_of(script, call):
        for command in (c.Receive(given.channel, received, given.classed), *fields, c.Close()):
            events, call = carry_out(script, call, command, now)
            log += events
    return log, call


def _entry(script: Script, entry_id: str, call: Call) -> dict[str, object]:
    came, (task,) = call.received, (*call.tasks, *call.tasks_done)
    return {
        "id": entry_id,
        "number": registered_as(script, call, call.matter),
        "kind": call.entry,
        "channel": came.channel if came else None,
        "received": moment(came.received, script.zone) if came else None,
        "class": (came.classed or None) if came else None,
        "task": task.id,
        "due": moment(task.due, script.zone),
    }


def _kind(script: Script, kind: EntryKind) -> dict[str, object]:
    return {
        "kind": kind.id,
        "name": named(script, "entries", kind.id),
        "channels": list(kind.channels),
        "classes": list(kind.classes),
        "fields": list(kind.fields),
        "requires": list(kind.requires),
    }


def _listed(script: Script) -> Iterator[str]:
    for kind in script.pack.entries:
        yield f"{kind.id}  {named(script, 'entries', kind.id)}"
        told = {"--channel": kind.channels, "--class": kind.classes}
        for option, names in told.items():
            if names:
                yield f"  {option} {' | '.join(names)}"
        yield "  --field " + ", ".join(f"{name}*" if name in kind.requires else name for name in kind.fields)
