"""`callscript outbox`: what is on its way to others, a line a letter; delivers it now, or watches over it."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from datetime import UTC, tzinfo
from threading import Event
from types import FrameType
from zoneinfo import ZoneInfo

from callscript.commands.report import Report, as_json, moment, own_centre
from callscript.core.letters import Letter, State
from callscript.packs.versions import Versions
from callscript.runtime.clock import SystemClock
from callscript.runtime.exit_status import DONE
from callscript.runtime.i18n import _
from callscript.runtime.paths import Folders
from callscript.runtime.signals import END_SIGNALS
from callscript.runtime.text import clean
from callscript.service.delivery.filing import Filing
from callscript.service.delivery.office import Office, way_of
from callscript.service.delivery.watch import Watch
from callscript.service.notices import Notices
from callscript.store.files import FileStore


def outbox(home: str | None, *, json: bool, retry: bool) -> Report:
    """List the letters that still have to be delivered; `retry`: try all of them once more before."""
    folders = Folders.resolve(home)
    centre = own_centre(folders)
    zone = centre.zone if centre else None
    store, report = FileStore(folders), Report()
    if retry:
        report.lines.extend([] if json else _tried_again(folders, store, report))
    letters = store.outbox.open()
    report.trouble(store.outbox.take_notices())
    report.trouble(_given_up(letter) for letter in letters if letter.state == "given_up")
    if json:
        report.lines.append(as_json([_record(letter, zone or UTC) for letter in letters]))
    else:
        report.lines.extend(clean(line) for letter in letters for line in _lines(letter, zone))
        report.notes.extend([] if letters else [_("nothing is on its way")])
    return report


def watch(home: str | None, say: Callable[[str], None]) -> int:
    """Deliver for all operators of a home until a signal ends that; return the exit status."""
    folders = Folders.resolve(home)
    own_centre(folders)
    for wanting in folders.make():
        say(str(wanting))
    stop, status = Event(), DONE

    def end(number: int, _frame: FrameType | None) -> None:
        nonlocal status
        status = 128 + number
        stop.set()

    for number in END_SIGNALS:
        signal.signal(number, end)
    way_of(folders)  # settings that cannot be used are told at once
    say(_("watching over {folder}").format(folder=folders.outbox))
    Watch(FileStore(folders), Versions(folders), lambda: way_of(folders), SystemClock(), say).run(stop)
    return status


def _tried_again(folders: Folders, store: FileStore, report: Report) -> Iterator[str]:
    """Try all letters once more, whatever became of them; yield those that were delivered."""
    way_of(folders)
    delivered: list[Letter] = []
    notices = Notices()
    filing = Filing(store.journal, store.registers, store.tasks, store.outbox, Versions(folders), notices)
    office = Office(store.outbox, lambda: way_of(folders), SystemClock().now, delivered.append)
    office.deliver(again=True)
    for letter in delivered:
        if not letter.is_open:
            filing.file_again(letter.call)
            yield clean(_("delivered: {letter}, {reply}").format(letter=letter.id, reply=letter.reply))
    report.trouble(notices.take())


def _lines(letter: Letter, zone: ZoneInfo | None) -> Iterator[str]:
    """Tell a letter by the clock of the account's centre; where none is known by UTC, which is said."""
    names: dict[State, str] = {"waiting": _("waiting"), "given_up": _("given up"), "sent": _("delivered")}
    at, next_try = letter.since.astimezone(zone or UTC), letter.next_try.astimezone(zone or UTC)
    clock = "" if zone else " UTC"
    tried = _("tries: {number}").format(number=letter.tries)
    then = "" if letter.state == "given_up" else ", " + _("next at {time}").format(time=f"{next_try:%H:%M:%S}" + clock)
    yield f"{letter.id}  {names[letter.state]}  {at:%d.%m.%Y %H:%M:%S}{clock}  {letter.to}  {tried}{then}"
    if letter.error:
        yield f"    {letter.error}"


def _given_up(letter: Letter) -> str:
    return _("not delivered, and not tried any more: {letter}").format(letter=letter.id)


def _record(letter: Letter, zone: tzinfo) -> dict[str, object]:
    return {
        "id": letter.id,
        "call": letter.call,
        "event": letter.event,
        "notice": letter.notice,
        "to": letter.to,
        "since": moment(letter.since, zone),
        "state": letter.state,
        "tries": letter.tries,
        "next_try": moment(letter.next_try, zone) if letter.state == "waiting" else None,
        "error": letter.error or None,
        "reached": list(letter.reached),
    }
