"""`callscript doctor`: what on this machine would get in the way of taking calls. It mends nothing but the modes of
files and folders, if it is asked to.
"""

from __future__ import annotations

import fcntl
import locale
import os
import shutil
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from msgspec import Struct

from callscript import __version__, packs
from callscript.commands.centre_told import Level, told_of_centre
from callscript.commands.left_open import left_open
from callscript.commands.modes import close_to_others, wrong
from callscript.core.script.working_time import local
from callscript.packs import PackError
from callscript.packs.holiday import known_years, wanting_year
from callscript.packs.published import Publications, begun_on
from callscript.runtime import i18n
from callscript.runtime.centre import HoursWrong
from callscript.runtime.clock import SystemClock
from callscript.runtime.files import names_in
from callscript.runtime.paths import Folders, FolderUnavailable, wrong_with
from callscript.runtime.settings import ProfileDamaged, read_profile
from callscript.runtime.text import clean
from callscript.service.arranged import arranged
from callscript.store.errors import StoreError
from callscript.store.files import FileStore

MEGABYTE = 1024 * 1024
_LITTLE_ROOM = 1024 * MEGABYTE
_NO_ROOM = 50 * MEGABYTE
"""A day of calls is a few megabytes."""
_NAMED = 10
"""Files with a wrong mode, and registers that are gone, that are named at most."""
_FULL_SIZE = (80, 24)
_SMALLEST = (40, 10)


class Finding(Struct, frozen=True):
    """A thing looked at."""

    level: Level
    what: str
    text: str

    def __str__(self) -> str:
        return clean(f"{self.level:<8}{self.what:<15}{self.text}")


def examine(home: str | None, *, fix: bool = False) -> Iterator[Finding]:
    """Yield what was found, one thing at a time; `fix`: mend the modes of what belongs to this account."""
    for look in (_program, _terminal, _term, _locale, _keys):
        yield from look()
    try:
        folders = Folders.resolve(home)
    except FolderUnavailable as error:
        if not (fix and close_to_others(error.folder)):
            yield Finding("problem", "settings", str(error))
            return
        folders = Folders.resolve(home)
    yield from _modes(folders, fix=fix)
    for look in (_profile, _disk, _folders, _sessions, _damaged, _erasing, _store, _centre, _log):
        try:
            yield from look(folders)
        except (OSError, StoreError, FolderUnavailable) as error:
            yield Finding("problem", look.__name__.strip("_"), str(error))


def _program() -> Iterator[Finding]:
    python = ".".join(map(str, sys.version_info[:3]))
    try:
        yield Finding("ok", "program", f"callscript {__version__}, textual {version('textual')}, python {python}")
    except PackageNotFoundError:
        yield Finding("problem", "program", f"callscript {__version__}, python {python}: textual is not installed")


def _terminal() -> Iterator[Finding]:
    if not (os.isatty(0) and os.isatty(1)):
        yield Finding("note", "terminal", "this is not run on a terminal: without one calls are taken with --plain")
        return
    width, height = os.get_terminal_size(1)
    size = f"{width}×{height}"
    if width < _SMALLEST[0] or height < _SMALLEST[1]:
        yield Finding("problem", "terminal", f"{size} is too small; at least 40×10, better 80×24")
    elif width < _FULL_SIZE[0] or height < _FULL_SIZE[1]:
        yield Finding("note", "terminal", f"{size}: not everything can be shown; better 80×24")
    else:
        yield Finding("ok", "terminal", size)


def _term() -> Iterator[Finding]:
    term = os.environ.get("TERM", "")
    if term in ("", "dumb", "unknown"):
        yield Finding("problem", "TERM", f"'{term}': a terminal that cannot place text; --plain can be used on it")
    else:
        yield Finding("ok", "TERM", term)
    if term == "linux":
        yield Finding("note", "font", "on the console, a font such as Uni2-Terminus16 has both Ukrainian and Latvian")


def _locale() -> Iterator[Finding]:
    encoding = locale.getencoding()  # what the terminal is likely set to, whatever is put out
    names = " ".join(f"{name}={os.environ[name]}" for name in ("LC_ALL", "LC_CTYPE", "LANG") if os.environ.get(name))
    if encoding.lower().replace("-", "") == "utf8":
        yield Finding("ok", "locale", f"{encoding} {names}".rstrip())
    else:
        yield Finding("note", "locale", f"{encoding} {names}: callscript draws in UTF-8; set the terminal to UTF-8 too")
    yield Finding("ok", "interface", f"{i18n.LANGUAGES[i18n.of_locale()]} unless the profile says otherwise")


def _keys() -> Iterator[Finding]:
    yield Finding("ok", "function keys", "F1–F9 and F12; where one does not arrive, Esc and its digit (Esc 0 is F12)")
    if os.environ.get("TMUX"):
        yield Finding("note", "function keys", "under tmux: 'set -s escape-time 25' keeps Esc from being slow")
    if os.environ.get("SSH_CONNECTION"):
        yield Finding("note", "function keys", "from PuTTY: Terminal, Keyboard, 'ESC[n~', 'Linux' or 'Xterm R6'")


def _profile(folders: Folders) -> Iterator[Finding]:
    try:
        profile = read_profile(folders.profile)
    except ProfileDamaged as damaged:
        yield Finding("problem", "profile", f"{damaged}; the next start asks for it again")
        return
    if profile is None:
        yield Finding("note", "profile", f"none yet; the first start asks for it: {folders.profile}")
        return
    yield Finding("ok", "profile", f"№ {profile.number}: {folders.profile}")
    try:
        folder = packs.locate(profile.pack)
        script = begun_on(folder, folders, SystemClock().now())
    except PackError as error:
        first = str(error).splitlines()[0]
        yield Finding("problem", "pack", f"{profile.pack}: {first} (see callscript check)")
    else:
        yield Finding("ok", "pack", f"{script.pack.id}, version {script.hash[:12]}")
        # What lies in the folder of a pack that is published is a draft.
        published = Publications(folders).latest(script.pack.id, SystemClock().now())
        for problem in () if published else packs.check(folder, folders.cache, own=folders.directories):
            yield Finding("problem", "directory", f"{problem}: left out until that is mended")
        script, unfit = arranged(script, folders.centre, folders.cache)
        for error in (each for each in unfit if isinstance(each, HoursWrong)):
            yield Finding("problem", error.part, str(error))
        if known := known_years(script.hours):
            year = wanting_year(script.hours, local(script, SystemClock().now()).date())
            keys = f"days_off, working_days and known_until = {year}"
            remedy = f": enter those of {year} into {folders.centre}, below [hours]: {keys}" if year else ""
            yield Finding("note" if year else "ok", "days off", known + remedy)


def _disk(folders: Folders) -> Iterator[Finding]:
    there = next(folder for folder in (folders.data, *folders.data.parents) if folder.exists())
    free = shutil.disk_usage(there).free
    level: Level = "problem" if free < _NO_ROOM else "note" if free < _LITTLE_ROOM else "ok"
    yield Finding(level, "disk", f"{free // MEGABYTE} MB free at {there}")
    nodes = os.statvfs(there)
    if nodes.f_files and nodes.f_favail < 1000:
        yield Finding("problem", "disk", f"only {nodes.f_favail} more files can be made at {there}")


def _modes(folders: Folders, *, fix: bool) -> Iterator[Finding]:
    count = 0
    for found in wrong(folders):
        if fix and found.ours:
            try:
                found.mend()
                yield Finding("ok", "mended", f"{found.path}: {found.reason}")
                continue
            except OSError as error:
                yield Finding("problem", "modes", f"{found.path}: cannot be mended: {error.strerror}")
                continue
        count += 1
        if count <= _NAMED:
            remedy = "callscript doctor --fix" if found.ours else "only its owner or root can mend that"
            yield Finding("problem", "modes", f"{found.path}: {found.reason}: {remedy}")
    if count > _NAMED:
        yield Finding("problem", "modes", f"{count - _NAMED} more like these")


def _folders(folders: Folders) -> Iterator[Finding]:
    there = {folder: access for folder, access in folders.layout.items() if folder.exists()}
    problems = {folder: reason for folder, access in there.items() if (reason := wrong_with(folder, access))}
    for folder, reason in problems.items():
        yield Finding("problem", "folders", f"{folder}: {reason}")
    if not there:
        yield Finding("note", "folders", f"nothing yet: {folders.data}")
    elif not problems:
        whose = "shared with the group" if folders.share == "group" else "private"
        yield Finding("ok", "folders", f"{whose} and writable: {folders.data}")


def _sessions(folders: Folders) -> Iterator[Finding]:
    for lock in (folders.locks / name for name in names_in(folders.locks) if name.endswith(".lock")):
        try:
            held = _held(lock)
        except PermissionError:
            yield Finding("note", "session", f"operator {lock.stem} is of another account")
            continue
        if held:
            yield Finding("note", "session", f"operator {lock.stem} has a live session")
    for left in left_open(folders):
        yield Finding(left.level, "open call", left.text)


def _held(lock: Path) -> bool:
    """Tell whether another process holds a lock, by taking it for an instant."""
    fd = os.open(lock, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    try:
        fcntl.flock(fd, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(fd)
    return False


def _damaged(folders: Folders) -> Iterator[Finding]:
    for folder in dict.fromkeys((folders.config, folders.data)):
        for kept in sorted(folder.rglob("*.damaged-*")):
            yield Finding("problem", "set aside", f"{kept}: damaged; move it away once it was looked at")


def _erasing(folders: Folders) -> Iterator[Finding]:
    for name in (name for name in names_in(folders.erasing) if not name.startswith(".")):
        call = name.removesuffix(".json")
        yield Finding("problem", "erasing", f"{call}: begun and not finished: run callscript erase")


def _store(folders: Folders) -> Iterator[Finding]:
    store = FileStore(folders)
    calls, sound = 0, True
    for day in store.journal.days():
        try:
            log = store.journal.read_day(day)
        except StoreError as error:  # others can be read
            sound = False
            yield Finding("problem", "journal", str(error))
            continue
        calls += len(log.calls)
        for call in (*log.calls, *log.newer):
            if log.of(call).only_newer:
                yield Finding("note", "newer release", f"call {call} can be taken up only there")
        for problem in log.problems:
            sound = False
            yield Finding("problem", "journal", str(problem))
    wanting = store.registers.wanting()
    for error in wanting[:_NAMED]:
        yield Finding("problem", "registers", str(error))
    if len(wanting) > _NAMED:
        yield Finding("problem", "registers", f"{len(wanting) - _NAMED} more like these")
    standing = store.registers.standing(store.journal)
    if standing.gone:
        sound = False
        first, number = standing.gone[0], len(standing.gone)
        yield Finding(
            "problem", "journal", f"{number} days are gone, the first is {first}: only the registers know them"
        )
    if wanting or not standing.complete:
        sound = False
        yield Finding("problem", "registers", "incomplete: run callscript rebuild")
    if sound:
        yield Finding("ok", "journals", f"{calls} calls")


def _centre(folders: Folders) -> Iterator[Finding]:
    for found in told_of_centre(folders):
        yield Finding(*found)


def _log(folders: Folders) -> Iterator[Finding]:
    if folders.log.exists():
        yield Finding("note", "log", f"something went wrong in the program before: {folders.log}")
