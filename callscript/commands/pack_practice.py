"""`callscript pack practice`: a call with a caller who is data, in a home of its own, and what it came to."""

from __future__ import annotations

import re
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import msgspec

from callscript import packs
from callscript.commands.pack_cases import FOLDER as CASES
from callscript.commands.pack_cases import otherwise
from callscript.commands.pack_named import folder_of
from callscript.commands.practice_told import told
from callscript.commands.report import Report, as_json
from callscript.commands.run import demo_profile, prepare, temporary_home
from callscript.core.script.model import Script
from callscript.core.script.moments import on_the_clock
from callscript.packs.files import lying_in, places
from callscript.practice import callers
from callscript.practice.caller import Caller
from callscript.practice.kept import Unkept, as_case
from callscript.runtime import i18n
from callscript.runtime.clock import Clock, SystemClock
from callscript.runtime.exit_status import UNAVAILABLE, USAGE, Stop
from callscript.runtime.files import PRIVATE, make_folder, names_in, write_new
from callscript.runtime.i18n import _
from callscript.runtime.paths import Folders
from callscript.runtime.text import clean
from callscript.service.practice import Practice, PracticeDesk, Shifted
from callscript.service.startup import Startup

MARK = "practice"
"""A file that says of a home that calls are practised in it, and in no other are they."""
_SCRIPT = "script"
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]*")


class Asked(NamedTuple):
    """What is asked for on the command line."""

    pack: str
    caller: str
    """The id, or a file; empty: callers are listed."""
    keep: str
    home: str | None
    plain: bool
    ascii_only: bool
    json: bool


def practise(asked: Asked) -> Report:
    """Have a call practised; return what it came to."""
    i18n.use(i18n.of_locale())
    folders = Folders.resolve()
    folder, whole = folder_of(folders, asked.pack)
    where = lying_in(folder) if whole else places(folder, folders.directories)
    script = packs.read(folder, own=folders.directories, whole=whole)
    found = callers.files(folder, script.pack.id)
    if not asked.caller:
        return _listed(script, found)
    caller = callers.read(_named(asked.caller, found), script)
    case = _case(folder, asked.keep, whole=whole) if asked.keep else None
    prepare(plain=asked.plain)
    with ExitStack() as stack:
        home = Path(asked.home or stack.enter_context(temporary_home("practice")))
        copy = _make_ready(home, {name: path.read_bytes() for name, path in where.items()})
        practice = Practice(script, caller)
        status, last_words = _lead(asked, home, copy, practice)
    report = _told(practice, json=asked.json)
    report.status = status
    if case and practice.session:
        _keep(case, practice, report)
    report.trouble(last_words)
    return report


def _listed(script: Script, found: list[Path]) -> Report:
    """List the callers of a pack; what is wrong with one is told in its place."""
    report, language = Report(), i18n.of_locale()
    for file in found:
        if wrong := callers.problems(script, [file]):
            report.trouble(wrong)
        else:
            caller = callers.read(file, script)
            report.lines.append(clean(f"{caller.id:<28}  {caller.called(language)}"))
    told = _("there are no callers: they are kept in the folder {folder} of a pack")
    report.notes += [] if found else [told.format(folder=callers.FOLDER)]
    return report


def _named(name: str, found: list[Path]) -> Path:
    by_id = {file.stem: file for file in found}
    if file := by_id.get(name):
        return file
    if name.endswith(".toml"):
        return Path(name)
    told = _("there is no caller {name}; known ones: {known}")
    raise Stop(USAGE, clean(told.format(name=name, known=", ".join(by_id) or "—")))


def _case(folder: Path, name: str, *, whole: bool) -> Path:
    """Return where the call is to be kept, before it begins: afterwards it would be lost."""
    if whole:
        raise Stop(USAGE, _("a version that was kept is never changed: name the folder of the pack"))
    if not _NAME.fullmatch(name):
        told = _("a case is named with small Latin letters, digits, - and _: {name}")
        raise Stop(USAGE, clean(told.format(name=name)))
    case = folder / CASES / f"{name}.toml"
    if case.exists():
        raise Stop(USAGE, clean(_("there is a case of this name: {file}").format(file=case)))
    try:
        case.parent.mkdir(exist_ok=True)
        case.touch(exist_ok=False)
        case.unlink()
    except OSError as error:
        told = _("no case can be written: {file}: {reason}. Practise with a copy of the pack (callscript pack new)")
        raise Stop(UNAVAILABLE, clean(told.format(file=case, reason=error.strerror or error))) from error
    return case


def _make_ready(home: Path, files: dict[str, bytes]) -> Path:
    """Make a home for practice alone, with the script in it; refuse one that anything else lies in."""
    try:
        if home.exists() and (there := names_in(home)) and MARK not in there:
            told = _("{folder} is not empty, and no home for practice: name a new folder")
            raise Stop(USAGE, clean(told.format(folder=home)))
        make_folder(home, PRIVATE)
        if not (home / MARK).exists():
            write_new(home / MARK, b"")
        copy = home / _SCRIPT
        if copy.exists():
            for name in names_in(copy):
                (copy / name).unlink()
        make_folder(copy, PRIVATE)
        for name, content in files.items():
            write_new(copy / name, content)
    except OSError as error:
        told = _("no home for practice can be made: {reason}")
        raise Stop(UNAVAILABLE, clean(told.format(reason=f"{error.filename or home}: {error.strerror or error}")))
    return copy


def _lead(asked: Asked, home: Path, copy: Path, practice: Practice) -> tuple[int, list[str]]:
    profile = demo_profile(str(copy))
    clock = _clock(practice.script, practice.caller)
    startup = Startup(Folders.resolve(home), clock, profile, ascii_only=asked.ascii_only, kind_of_desk=PracticeDesk)
    startup.open_ahead(profile)
    if asked.plain:
        from callscript.plain import program
        from callscript.plain.practice import PlainPractice

        status = program.run(startup, lambda talk: PlainPractice(talk, practice))
    else:
        from callscript import app
        from callscript.app_practice import ScreenPractice

        status = app.run(startup, lambda own: ScreenPractice(own, practice))
    return status, startup.last_words


def _clock(script: Script, caller: Caller) -> Clock:
    clock = SystemClock()
    if caller.begins is None:
        return clock
    begins: datetime | None = on_the_clock(script, caller.begins)
    return Shifted(clock, begins - clock.now()) if begins else clock


def _told(practice: Practice, *, json: bool) -> Report:
    report = Report()
    score = practice.score()
    if score is None:
        report.notes.append(_("no call was led: there is nothing to be told of it"))
    elif json:
        report.lines.append(as_json(msgspec.to_builtins(score)))
    else:
        report.lines += [clean(line) for line in told(practice.script, practice.caller, score)]
    if score and score.unmet:
        report.trouble([_("not as the caller expects: {number}").format(number=len(score.unmet))])
    return report


def _keep(case: Path, practice: Practice, report: Report) -> None:
    """Keep what was played as a case, and tell if it does not come to the same once more."""
    assert practice.session
    if practice.session.resumed:
        report.trouble([_("the call was interrupted: it is kept as no case")])
        return
    try:
        text = as_case(practice.script, practice.begun, practice.session.played)
        case.write_text(text, encoding="utf-8")
    except Unkept as unkept:
        report.trouble([_("the call is kept as no case: there is no line for {what}").format(what=unkept)])
    except OSError as error:
        report.trouble([f"{case}: {error.strerror or error}"])
    else:
        report.notes.append(clean(_("kept as a case: {file}").format(file=case)))
        report.trouble(otherwise(practice.script, [case]))
