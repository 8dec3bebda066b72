"""Says of what came without a call what it is, by which way it came and when, and of which class it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from callscript.core.call.call import Call
from callscript.core.call.events import Received, ReceivedCorrected
from callscript.core.script import phrases
from callscript.core.script.entries import CHANNEL, CLASS, RECEIVED
from callscript.core.script.model import Script
from callscript.core.script.moments import RECORDED
from callscript.core.script.working_time import local
from callscript.dialogue.show import field_text
from callscript.dialogue.show.dates import day_and_time
from callscript.dialogue.show.listing import named
from callscript.runtime.i18n import _


def row_name(script: Script, row: str) -> str:
    """Name what is recorded of an entry: by which way it came, when, its class, or a field."""
    own = {CHANNEL: _("How it came"), RECEIVED: _("When it came"), CLASS: _("Class")}
    return own.get(row) or phrases.label(script, f"field.{row}")


def row_text(script: Script, call: Call, row: str) -> str:
    """Return what is recorded in a line of an entry, as it is read; nothing if nothing is."""
    if row in (CHANNEL, RECEIVED, CLASS):
        return _row_of(script, call.received, row) if call.received else ""
    value = call.fields.get(row)
    language = script.own_language
    return field_text.recorded(script, language, row, value.text, absent=value.absent) if value else ""


def _row_of(script: Script, known: Received, row: str) -> str:
    if row == RECEIVED:
        return local(script, known.received).strftime(RECORDED) if known.received else ""
    name = known.channel if row == CHANNEL else known.classed
    return named(script, row, name) if name else ""


def row_typed(script: Script, call: Call, row: str) -> str:
    """Return the same as it is typed."""
    return row_text(script, call, row) if row == RECEIVED else field_text.value_as_typed(script, call, row)


def row_ids(script: Script, call: Call, row: str) -> tuple[str, ...]:
    """Return the channels, or the classes, that can be chosen in a line; of any other line there are none."""
    kind = script.entry_kinds[call.entry]
    return {CHANNEL: kind.channels, CLASS: kind.classes}.get(row, ())


def row_choices(script: Script, call: Call, row: str) -> tuple[str, ...]:
    """Return what can be chosen in a line, in the order of the digits; nothing if it is typed."""
    if row == RECEIVED:
        return ()
    if ids := row_ids(script, call, row):
        return tuple(named(script, row, each) for each in ids)
    return tuple(name for _id, name in field_text.choices(script, row))


def received_words(script: Script, event: Received) -> Iterator[str]:
    """Yield by which way an entry came, when, and of which class it is, as far as that is recorded."""
    if event.channel:
        yield named(script, "channel", event.channel)
    if event.received:
        yield _("received {time}").format(time=day_and_time(local(script, event.received), year=True))
    if event.classed:
        yield _("class: {name}").format(name=named(script, "class", event.classed))


def came_otherwise(script: Script, event: ReceivedCorrected, was: Mapping[str, str | bool]) -> Iterator[str]:
    """Yield what a correction has changed of how an entry came, each with what was recorded before."""
    old_moment = str(was.get("old_received", ""))
    before = Received(
        seq=0,
        at=event.at,
        channel=str(was.get("old", "")),
        received=datetime.fromisoformat(old_moment) if old_moment else None,
        classed=str(was.get("old_class", "")),
    )
    after = Received(seq=0, at=event.at, channel=event.channel, received=event.received, classed=event.classed)
    for row, change in {
        CHANNEL: (before.channel, after.channel),
        RECEIVED: (before.received, after.received),
        CLASS: (before.classed, after.classed),
    }.items():
        if change[0] != change[1]:
            old, new = (_row_of(script, each, row) for each in (before, after))
            yield f"{row_name(script, row)}: {new}" + _(" (was: {old})").format(old=old)


def entered_words(script: Script, call: Call) -> str:
    """Say of an entry what it is, and all that is recorded of how it came."""
    known = received_words(script, call.received) if call.received else ()
    return ", ".join((named(script, "entries", call.entry), *known))


def enters(script: Script) -> tuple[str, ...]:
    """Return the line of a menu that leads to what came without a call; nothing if the centre enters nothing."""
    return (_("Enter what came without a call"),) if script.pack.entries else ()
