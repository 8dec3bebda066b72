"""`callscript erase`: takes what a caller gave out of everything that a home keeps, of one call or of all calls that a
telephone number leads to. The events stay, with every verdict; who erased, when and why is recorded in the call.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence

from callscript.commands.report import Report, acting, own_centre
from callscript.contacts.phones import numbers
from callscript.core.call.fields import says_why
from callscript.core.records import CallSummary
from callscript.core.register_number import read_number
from callscript.dialogue.show.listing import call_line
from callscript.dialogue.show.registered import mistyped
from callscript.packs.versions import Versions
from callscript.runtime.clock import SystemClock
from callscript.runtime.exit_status import USAGE, Stop
from callscript.runtime.i18n import _, n_
from callscript.runtime.paths import Folders
from callscript.runtime.text import clean
from callscript.service.erasing import Eraser, FoundBy
from callscript.store.names import parse_call_id


def erase(home: str | None, what: str, ground: str, *, yes: bool, say: Callable[[str], None]) -> Report:
    """Erase a call, by its id or a number of the register, or all calls of a telephone number once that is confirmed;
    finish what was begun before.
    """
    folders = Folders.resolve(home)
    centre = own_centre(folders)
    region = centre.region if centre else ""
    if wrong := mistyped(what):
        raise Stop(USAGE, wrong)
    if number := read_number(what):
        what = number.call
    is_call = parse_call_id(what) is not None
    if what and not (is_call or numbers(what, region)):
        told = _("neither the id of a call nor a telephone number: {text}; see callscript calls")
        raise Stop(USAGE, told.format(text=clean(what)))
    if what and not says_why(ground):
        raise Stop(USAGE, _("on what ground? Give --ground: it is recorded, and stays"))
    eraser, report = Eraser(folders, Versions(folders), SystemClock(), acting(folders)), Report()
    report.trouble(eraser.finish())
    if is_call:
        _erase(eraser, [what], ground, report)
    elif what:
        found = eraser.found_by(what, region)
        _leave_alone(found, report)
        if found.sure and (yes or _confirmed(eraser, found.sure, say)):
            _erase(eraser, [each.id for each in found.sure], ground, report)
        elif not found.sure:
            report.notes.append(_("no calls"))
    return report


def _erase(eraser: Eraser, calls: Sequence[str], ground: str, report: Report) -> None:
    others: list[str] = []
    for call in calls:
        if left := eraser.erase(call, ground):
            report.trouble([_("left alone: {call}: {reason}").format(call=call, reason=left)])
        else:
            report.lines.append(_("erased: {call}").format(call=call))
            others += eraser.goes_with(call)
    for call in sorted({*others} - {*calls}):
        told = _("not erased: {call}: the caller was rung up in the same matter; name it to erase it, too")
        report.notes.append(told.format(call=call))
    report.notes += [clean(each) for each in eraser.notices.take()]


def _leave_alone(found: FoundBy, report: Report) -> None:
    """Tell which calls the number leads to that are not going to be erased."""
    maybe = _("left alone: {call}: maybe of another number; name the call to erase it")
    report.trouble(maybe.format(call=each.id) for each in found.maybe)
    still = _("left alone: {call}: still open: its operator goes on with it, and closes it")
    report.trouble(still.format(call=call) for call in found.open)


def _confirmed(eraser: Eraser, calls: Sequence[CallSummary], say: Callable[[str], None]) -> bool:
    """List the calls, and ask for how many they are."""
    for each in calls:
        script = eraser.script_of(each.id)
        say(clean(f"{each.id}  {call_line(script, each, with_day=True)}" if script else each.id))
    if not sys.stdin.isatty():
        raise Stop(USAGE, _("nothing was erased: where nobody can be asked, say --yes"))
    asked = n_(
        "What the caller gave is erased from {number} call for good. To do that, type {number}:",
        "What the caller gave is erased from {number} calls for good. To do that, type {number}:",
        len(calls),
    )
    say(asked.format(number=len(calls)))
    if sys.stdin.readline().strip() == str(len(calls)):
        return True
    say(_("nothing was erased"))
    return False
