"""Reads a pack's folder into a `Script`, or tells all that is wrong with it. A pack with a problem makes no script.

A start reads a pack that is known: what takes one apart and checks it is loaded for one that is not.
"""

from __future__ import annotations

from pathlib import Path

from callscript.core.script.model import Script
from callscript.packs import compiled
from callscript.packs.compiled import Compiled
from callscript.packs.errors import PackErrors, Problem
from callscript.packs.files import Files, digest, lying_in, places
from callscript.packs.holiday import YEARS, public_holidays
from callscript.packs.house import in_force


def check(folder: Path, cache: Path | None = None, *, own: Path | None = None) -> list[Problem]:
    """Return every problem of the pack in `folder`; none: a call may start on it.

    `own` is where the centre keeps directories of its own.
    """
    try:
        where = places(folder, own)
        files = {name: path.read_bytes() for name, path in where.items()}
    except OSError as error:
        return [_unreadable(folder, error)]
    from callscript.packs.apart import checked

    return checked(folder, files, cache, where)[1]


def read(
    folder: Path, years: range = YEARS, cache: Path | None = None, *, own: Path | None = None, whole: bool = False
) -> Script:
    """Return the pack in `folder` as a script, with the public holidays of `years`; raise PackErrors on problems.

    An entry of the directory that something is wrong with is left out; `check` tells of it.

    `cache` is a folder to keep what was worked out in: the pack once it has passed its check, public holidays; `own`
    where the centre keeps directories of its own. `whole`: it is a version that was kept, with the directory it had.
    """
    try:
        where = lying_in(folder) if whole else places(folder, own)
        files = {name: path.read_bytes() for name, path in where.items()}
    except OSError as error:
        raise PackErrors([_unreadable(folder, error)])
    version = digest(files)
    if cache and (known := compiled.take(cache, version)):
        return _script(known, version, years, cache)
    from callscript.packs.apart import checked, spared

    draft, problems = checked(folder, files, cache, where)
    if problems and draft:
        draft = spared(draft, problems, cache)
    if draft is None:
        raise PackErrors(problems)
    known = compiled.compiled(draft.pack, draft.texts, draft.directory)
    if cache and not problems:
        compiled.keep(cache, version, known)
    return _script(known, version, years, cache)


def read_kept(folder: Path, files: Files, years: range, cache: Path | None) -> Script:
    """Return a script of files that passed their check when they were kept; raise PackErrors if they have no shape."""
    from callscript.packs.apart import take_apart, without_broken

    draft, problems = take_apart(folder, files)
    if problems and draft:
        draft = without_broken(draft, problems)
    if draft is None:
        raise PackErrors(problems)
    return _script(compiled.compiled(draft.pack, draft.texts, draft.directory), digest(files), years, cache)


def _script(known: Compiled, version: str, years: range, cache: Path | None) -> Script:
    hours = known.pack.hours
    country = hours.holidays if hours else None
    return Script(
        pack=in_force(known.pack),
        texts=known.texts,
        directory=known.directory,
        holidays=public_holidays(country, years, cache) if country else frozenset(),
        hash=version,
        plural=_plural,
    )


def _plural(language: str, number: str) -> str:
    from callscript.packs.plurals import form  # only a text that counts pays for loading it

    return form(language, number)


def _unreadable(folder: Path, error: OSError) -> Problem:
    return Problem(str(error.filename or folder), "", "", f"cannot be read: {error.strerror or error}")
