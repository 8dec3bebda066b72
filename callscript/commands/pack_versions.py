"""`callscript pack list`, `publish` and `rollback`: the versions of a script, and which one calls begin on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from callscript import packs
from callscript.commands.pack_calls import Led, led
from callscript.commands.pack_named import SHORT, home_of, named
from callscript.commands.report import Report, acting, as_json, moment
from callscript.core.call.fields import says_something
from callscript.core.script.model import Script
from callscript.core.script.moments import RECORDED, appointed, is_too_far
from callscript.packs import PackError, centres
from callscript.packs.library import version
from callscript.packs.parts import Version, take
from callscript.packs.published import Publication, Publications, meant
from callscript.runtime.clock import SystemClock
from callscript.runtime.exit_status import LOCKED, UNAVAILABLE, USAGE, Stop
from callscript.runtime.files import names_in
from callscript.runtime.i18n import _
from callscript.runtime.paths import Folders
from callscript.runtime.text import clean


def listed(home: str | None, pack: str, *, counts: bool, json: bool) -> Report:
    """List what was published, of one pack or of all, the latest last; `counts`: with the calls of each version."""
    folders, report = home_of(home), Report()
    wanted = named(pack) if pack else ""
    try:
        found, damaged = Publications(folders).all()
    except OSError as error:
        raise Stop(UNAVAILABLE, f"{error.filename}: {error.strerror or error}") from error
    report.trouble([_("lines that are damaged: {number}").format(number=damaged)] if damaged else [])
    found = [each for each in found if wanted in ("", each.pack)]
    now = SystemClock().now()
    in_use = {each.pack: each for each in found if each.counts(now)}
    calls = led(folders, wanted, report) if counts else None
    if json:
        report.lines.append(as_json([_record(folders, each, in_use.get(each.pack) is each, calls) for each in found]))
        return report
    for each in found:
        report.lines += [clean(line) for line in _lines(folders, each, in_use.get(each.pack) is each)]
        if calls:
            told = "    " + _("calls: {closed} closed, {open} open")
            report.lines.append(told.format(closed=calls.closed[each.hash], open=calls.open[each.hash]))
    if not found:
        report.notes.append(_("nothing was published: calls begin on a script as it is in its folder"))
    return report


def publish(home: str | None, pack: str, note: str, starts: str = "") -> Report:
    """Have calls begin on a pack as it is in its folder, if check, cases and proof find nothing wrong with it.

    They do at once, or from a time to come by the centre's clock.
    """
    folders, report = home_of(home), Report()
    folder = packs.locate(pack)
    if wrong := packs.check(folder, folders.cache, own=folders.directories):
        report.lines += [clean(str(problem)) for problem in wrong]
        report.trouble([_("nothing was published: the script has problems")])
        return report
    script = packs.read(folder, cache=folders.cache, own=folders.directories)
    if otherwise := _cases(script, folder):
        report.lines += [clean(each) for each in otherwise]
        report.trouble([_("nothing was published: cases of the script are otherwise now")])
        return report
    now = SystemClock().now()
    if not _is_proved(script, folders, now, report):
        return report
    from_then = _to_come(script, starts, now) if starts else None
    published = Publications(folders).of(script.pack.id)
    last, before = (published or [None])[-1], Publications(folders).latest(script.pack.id, now)
    if last and last.hash == script.hash and (last.starts == from_then or (last is before and not from_then)):
        report.notes.append(_("this version is published already: {version}").format(version=script.hash[:SHORT]))
        return report
    if before and before.hash != script.hash:
        report.notes += _changes(folders, before, str(folder), take(folder, own=folders.directories))
    if last and not last.counts(now):
        report.notes.append(_("this takes the place of what is yet to come:"))
        report.notes += [clean(line) for line in _lines(folders, last, in_use=False)]
    if not _says_why(note, report):
        return report
    folders.make()
    try:
        packs.keep(folder, folders.packs, script, own=folders.directories)
    except OSError as error:
        raise Stop(UNAVAILABLE, f"{folders.packs}: {error.strerror or error}") from error
    _add(
        folders,
        Publication(
            at=now,
            by=acting(folders),
            pack=script.pack.id,
            hash=script.hash,
            was=last.hash if last else "",
            note=note.strip(),
            starts=from_then,
        ),
        report,
    )
    return report


def rollback(home: str | None, pack: str, to: str, note: str) -> Report:
    """Have calls begin on a version that was there before: the one published before, or the one named by its hash."""
    folders, report = home_of(home), Report()
    id = named(pack)
    published = Publications(folders).of(id)
    if not published:
        raise Stop(USAGE, _("{pack} was never published: there is nothing to go back to").format(pack=clean(id)))
    before = published[-1]
    if to:
        hash = meant(to, names_in(folders.packs))
    else:
        hash = next((each.hash for each in reversed(published) if each.hash != before.hash), "")
        if not hash:
            told = _("no other version of {pack} was ever published: publish the one to go back to")
            raise Stop(USAGE, told.format(pack=clean(id)))
    if not hash or hash == before.hash:
        told = _("no other version of {pack} is kept that begins so: see callscript pack list")
        raise Stop(USAGE, told.format(pack=clean(id)))
    script = version(folders.packs, hash, folders.cache)
    if script.pack.id != id:
        told = _("{version} is a version of {other}, not of {pack}")
        raise Stop(USAGE, told.format(version=hash[:SHORT], other=script.pack.id, pack=clean(id)))
    now = SystemClock().now()
    in_use = Publications(folders).latest(id, now)
    if in_use and in_use.hash != hash:
        report.notes += _changes(folders, in_use, hash[:SHORT], take(folders.packs / hash, whole=True))
    if not _says_why(note, report):
        return report
    _add(
        folders,
        Publication(at=now, by=acting(folders), pack=id, hash=hash, was=before.hash, note=note.strip(), back=True),
        report,
    )
    return report


def _changes(folders: Folders, before: Publication, called: str, version: Version) -> list[str]:
    """Tell what is going to be otherwise: whoever says why has seen it."""
    from callscript.commands.pack_diff import Side, lines
    from callscript.packs.difference import difference

    try:
        old = Side(before.hash[:SHORT], take(folders.packs / before.hash, whole=True))
    except (PackError, OSError):  # it is gone: what comes in its place is all the more wanted
        return []
    new = Side(called, version)
    return [clean(line) for line in lines(old, new, difference(old.version, new.version))]


def _says_why(note: str, report: Report) -> bool:
    if said := says_something(note):
        return said
    report.trouble([_("nothing was published: say why, with --note")])
    return False


def _cases(script: Script, folder: Path) -> list[str]:
    """Return what is otherwise in the cases that lie with a pack."""
    from callscript.commands.pack_cases import found_in, otherwise

    return otherwise(script, found_in(folder))


def _is_proved(script: Script, folders: Folders, now: datetime, report: Report) -> bool:
    """Tell which rules a call can breach without function keys, and how, other than those where it is accepted, and of
    how many that is undecided; return whether there are none.

    Where no call could breach a rule without function keys until now, it was accepted of calls that do it with them:
    the same words do not accept it of others.
    """
    from callscript.commands.proof_told import lines_of
    from callscript.commands.prove import proof_of
    from callscript.proof.worked_out import WorkedOut

    rules = proof_of(WorkedOut(script), "main", folders).rules
    breached = [rule for rule in rules if rule.unexcused]
    told = _("nothing was published: a call can breach rules; mend that, or say in {key} of a rule why it is so")
    if not breached and (excused := [rule for rule in rules if rule.verdict == "breached"]):
        before = _in_use(folders, script.pack.id, now)
        until_now = proof_of(WorkedOut(before), "main", folders).rules if before else ()
        proved = {(rule.clause, rule.accepted) for rule in until_now if rule.verdict == "proved"}
        proved -= {(rule.clause, rule.accepted) for rule in until_now if rule.verdict != "proved"}
        breached = [rule for rule in excused if (rule.clause, rule.accepted) in proved]
        told = _(
            "nothing was published: a call can breach rules without function keys, and none could when their {key} was "
            "written; mend that, or say in {key} in other words why it is so"
        )
    if breached:
        report.lines += [clean(line) for rule in breached for line in lines_of(rule)]
        report.trouble([told.format(key="accepted")])
    elif undecided := sum(rule.verdict == "undecided" for rule in rules):
        told = _("rules of which it is undecided whether a call can breach them: {number}; callscript prove says why")
        report.notes.append(told.format(number=undecided))
    return not breached


def _in_use(folders: Folders, id: str, now: datetime) -> Script | None:
    """Return the script that calls begin on until now, as far as it is kept or comes with the program."""
    latest = Publications(folders).latest(id, now)
    try:
        if latest:
            return version(folders.packs, latest.hash, folders.cache)
        comes_with = next((folder for folder in packs.shipped() if folder.name == id), None)
        return packs.read(comes_with, cache=folders.cache, own=folders.directories) if comes_with else None
    except (PackError, OSError):  # it is gone: there is nothing to compare with
        return None


def _to_come(script: Script, text: str, now: datetime) -> datetime:
    """Return the time to come that a text names by the centre's clock; raise Stop if it is none."""
    found = appointed(script, text, now)
    if not found:
        raise Stop(USAGE, _("This is no time: {text}").format(text=clean(text)))
    if found <= now or is_too_far(found, now):
        told = _("{time} is past, or more than a year ahead: without --at calls begin on it at once")
        raise Stop(USAGE, told.format(time=f"{found:{RECORDED}}"))
    return found


def _add(folders: Folders, new: Publication, report: Report) -> None:
    try:
        Publications(folders).add(new)
    except TimeoutError as error:
        raise Stop(LOCKED, _("somebody else is publishing: try again")) from error
    except OSError as error:
        raise Stop(UNAVAILABLE, f"{folders.packs}: {error.strerror or error}") from error
    report.lines += [clean(line) for line in _lines(folders, new, in_use=new.starts is None)]


def _lines(folders: Folders, each: Publication, in_use: bool) -> Iterator[str]:
    at = _on_clock(folders, each, each.at)
    sign, back = "→" if in_use else " ", _(" (back)") if each.back else ""
    was = f"{each.was[:SHORT]} → " if each.was else ""
    yield f"{sign} {each.pack}  {was}{each.hash[:SHORT]}  {at:%d.%m.%Y %H:%M}  {each.by}{back}"
    if each.starts:
        yield "    " + _("calls begin on it from {time} on").format(
            time=f"{_on_clock(folders, each, each.starts):%d.%m.%Y %H:%M}"
        )
    yield f"    {each.note}"


def _on_clock(folders: Folders, each: Publication, moment: datetime) -> datetime:
    """Return a moment by the clock of a version's centre, or of this machine if that version is not there any more."""
    centre = centres.describe(Path(folders.packs, each.hash))
    return moment.astimezone(centre.zone if centre else None)


def _record(folders: Folders, each: Publication, in_use: bool, calls: Led | None) -> dict[str, object]:
    at = _on_clock(folders, each, each.at)
    return {
        "pack": each.pack,
        "hash": each.hash,
        "was": each.was or None,
        "at": moment(at, at.tzinfo) if at.tzinfo else None,
        "by": each.by,
        "note": each.note,
        "back": each.back,
        "starts": moment(each.starts, at.tzinfo) if each.starts and at.tzinfo else None,
        "in_use": in_use,
        "calls": calls and {"closed": calls.closed[each.hash], "open": calls.open[each.hash]},
    }
