"""What `callscript enter` does with what was entered before: finishes what a command left, corrects what is wrong."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from datetime import datetime
from types import TracebackType
from typing import NamedTuple

import msgspec

from callscript.commands.at_place import Place, beside, on_clock
from callscript.commands.report import Report
from callscript.core.call import commands as c
from callscript.core.call.call import Call
from callscript.core.call.decide import carry_out
from callscript.core.call.events import Event
from callscript.core.call.fold import fold_all
from callscript.core.call.refusal import Refused
from callscript.core.register_number import read_number
from callscript.core.script.model import Script
from callscript.core.script.moments import RECORDED, is_long_ago
from callscript.dialogue.read.field_text import entered, read
from callscript.dialogue.show import refusals
from callscript.dialogue.show.doubts import doubts
from callscript.dialogue.show.registered import mistyped
from callscript.packs.versions import Versions
from callscript.runtime.exit_status import LOCKED, USAGE, Stop
from callscript.runtime.i18n import _
from callscript.runtime.text import clean
from callscript.service.beside import finish_left
from callscript.service.correcting import is_correctable
from callscript.service.delivery.filing import Filing
from callscript.service.desk_log import DeskLog
from callscript.service.notices import Notices
from callscript.store.errors import Locked
from callscript.store.names import is_aside, parse_call_id
from callscript.store.ports import Seat


class Given(NamedTuple):
    """What the command line says of what came."""

    kind: str = ""
    channel: str = ""
    received: datetime | None = None
    """On the centre's clock; None: now."""
    classed: str = ""
    fields: tuple[str, ...] = ()
    """Each a name, `=` and a text."""
    correct: str = ""
    """The entry that is corrected, by its id or the number it is registered under. Empty: something is entered."""
    reason: str = ""
    """Why it is corrected."""
    told: bytes | None = None
    """Fields as JSON: what the standard input had; None: it was not to be read."""
    even_so: bool = False
    """It came when it is said to have come, however long ago that is."""


class Beside:
    """The place beside an operator's session, or their seat, while something is entered or corrected there."""

    def __init__(self, place: Place, report: Report, seat: Seat | None = None) -> None:
        self.versions = Versions(place.folders, place.script)
        self._place, self._report, self._notices = place, report, Notices()
        store = place.store
        self.filing = Filing(store.journal, store.registers, store.tasks, store.outbox, self.versions, self._notices)
        self.seat = seat or beside(store, place.profile.number)

    def __enter__(self) -> Beside:
        return self

    def finish_left(self) -> None:
        """Finish what commands before have left: what is durable is filed, and of what is not whole, nothing counts."""
        finish_left(self.seat, self._place.store.journal, self.filing, self.versions, self._place.clock)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Tell what is to be told, and leave."""
        store = self._place.store
        self._report.trouble([*self._notices.take(), *store.take_notices()])
        store.journal.close()
        self.seat.leave()


@contextmanager
def words_of(script: Script, call: Call) -> Generator[None]:
    """Say in words what is refused."""
    try:
        yield
    except Refused as refused:
        raise Stop(USAGE, refusals.words(refused, script, call)) from None


def doubted_of(script: Script, call: Call) -> Iterator[str]:
    """Yield what looks wrong among the fields of an entry: it is kept as it was given."""
    yield from map(clean, doubts(script, call))


def received_at(script: Script, given: Given, now: datetime) -> datetime | None:
    """Return when it came, if that is given; complain of a time so long ago that its year was mistyped, maybe."""
    received = on_clock(script, given.received)
    if received and is_long_ago(received, now) and not given.even_so:
        told = _("more than a year ago: {time}; if it did come then, say so: --even-so")
        raise Stop(USAGE, told.format(time=f"{received:{RECORDED}}"))
    return received


def fields_of(script: Script, call: Call, given: Given) -> Iterator[c.Fill]:
    """Yield what fields are given; complain of what is none of this entry."""
    for name, text in _named(script, call, given):
        if fill := entered(script, call, name, text):
            yield fill


def _named(script: Script, call: Call, given: Given) -> Iterator[tuple[str, str]]:
    known = script.entry_kinds[call.entry].fields
    for name, sign, text in (*(each.partition("=") for each in given.fields), *_told(given.told)):
        if not sign or name not in known:
            told = _("not a field of this entry: {name}; there are: {names}")
            raise Stop(USAGE, told.format(name=clean(name), names=", ".join(known)))
        yield name, clean(text).strip()


def _told(data: bytes | None) -> Iterator[tuple[str, str, str]]:
    """Yield the fields that came as JSON, as if each stood in the command line."""
    try:
        fields = msgspec.json.decode(data, type=dict[str, str]) if data is not None else {}
    except msgspec.DecodeError:
        raise Stop(USAGE, _("the standard input is no JSON object with a text for each field")) from None
    for name, text in fields.items():
        yield name, "=", text


def correct(place: Place, given: Given, report: Report) -> tuple[Script, str, Call]:
    """Correct an entry: its own operator can, on the day on which it was registered."""
    if wrong := mistyped(given.correct):
        raise Stop(USAGE, wrong)
    number = read_number(given.correct)
    entry_id = number.call if number else given.correct
    if parse_call_id(entry_id) is None:
        raise Stop(USAGE, _("not the id of a call: {call}; see callscript calls").format(call=clean(entry_id)))
    with Beside(place, report, _seat_of(place, entry_id)) as at:
        at.finish_left()
        log = place.store.journal.read_call(entry_id).whole
        script = at.versions.of(log)
        call = fold_all(script, log) if script else Call()
        if script is None or not call.entry:
            raise Stop(USAGE, _("there is no such entry: {name}").format(name=clean(given.correct)))
        now = place.clock.now()
        if not is_correctable(script, log, place.profile.number, now):
            raise Stop(1, _("an entry is corrected by its own operator, on the day on which it was registered"))
        events = list[Event]()
        with words_of(script, call):
            for command in _corrections(script, call, given, now):
                made, call = carry_out(script, call, command, now)
                events += made
        if not events:
            raise Stop(USAGE, _("say what is to be corrected"))
        at.seat.begin(entry_id)
        DeskLog(place.store.journal).append(entry_id, events)
        at.filing.file(script, call)
        at.seat.done(entry_id)
    return script, entry_id, call


def _corrections(script: Script, call: Call, given: Given, now: datetime) -> Iterator[c.Command]:
    received = received_at(script, given, now)
    if given.channel or received or given.classed:
        yield c.CorrectReceived(given.reason, given.channel, received, given.classed)
    for name, text in _named(script, call, given):
        fill = read(script, name, text)
        yield c.CorrectField(name, fill.value, given.reason, fill.absent)


def _seat_of(place: Place, entry_id: str) -> Seat | None:
    """Return the operator's own seat for what a session has entered; None: the place beside it will do."""
    if is_aside(entry_id):
        return None
    try:
        return place.store.seats.sit_down(place.profile.number)
    except Locked:
        told = _("what a session has entered is corrected there while it is live: Enter on it, then 1")
        raise Stop(LOCKED, told) from None
