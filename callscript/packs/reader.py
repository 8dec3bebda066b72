"""Reads a pack's folder into a `Script`, or tells all that is wrong with it. A pack with a problem makes no script."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from callscript.core.script.model import DirectoryEntry, Pack, Script, Text
from callscript.packs import compiled
from callscript.packs.compiled import Compiled
from callscript.packs.draft import PackDraft
from callscript.packs.errors import PackErrors, Problem, Report, hint
from callscript.packs.files import DIRECTORY, PACK, STANDARD, Files, digest, is_directory, places
from callscript.packs.holiday import YEARS, public_holidays
from callscript.packs.house import in_force
from callscript.packs.shape import shaped
from callscript.packs.standard import Standard
from callscript.packs.texts import flatten
from callscript.packs.toml import parse


class _Directory(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A file of a directory."""

    entry: tuple[DirectoryEntry, ...] = ()


def check(folder: Path, cache: Path | None = None, *, own: Path | None = None) -> list[Problem]:
    """Return every problem of the pack in `folder`; none: a call may start on it.

    `own` is where the centre keeps directories of its own.
    """
    try:
        where = places(folder, own)
        files = {name: path.read_bytes() for name, path in where.items()}
    except OSError as error:
        return [_unreadable(folder, error)]
    return _check(folder, files, cache, where)[1]


def read(folder: Path, years: range = YEARS, cache: Path | None = None, *, own: Path | None = None) -> Script:
    """Return the pack in `folder` as a script, with the public holidays of `years`; raise PackErrors on problems.

    `cache` is a folder to keep what was worked out in: the pack once it has passed its check, public holidays; `own`
    where the centre keeps directories of its own.
    """
    try:
        where = places(folder, own)
        files = {name: path.read_bytes() for name, path in where.items()}
    except OSError as error:
        raise PackErrors([_unreadable(folder, error)])
    version = digest(files)
    if cache and (known := compiled.take(cache, version)):
        return _script(known, version, years, cache)
    draft, problems = _check(folder, files, cache, where)
    if problems or draft is None:
        raise PackErrors(problems)
    checked = Compiled(draft.pack, draft.texts, draft.directory)
    if cache:
        compiled.keep(cache, version, checked)
    return _script(checked, version, years, cache)


def read_kept(folder: Path, files: Files, years: range, cache: Path | None) -> Script:
    """Return a script of files that passed their check when they were kept; raise PackErrors if they have no shape."""
    draft, problems = _take_apart(folder, files)
    if problems or draft is None:
        raise PackErrors(problems)
    return _script(Compiled(draft.pack, draft.texts, draft.directory), digest(files), years, cache)


def _script(known: Compiled, version: str, years: range, cache: Path | None) -> Script:
    hours = known.pack.hours
    country = hours.holidays if hours else None
    return Script(
        pack=in_force(known.pack),
        texts=known.texts,
        directory=known.directory,
        holidays=public_holidays(country, years, cache) if country else frozenset(),
        hash=version,
    )


def _check(
    folder: Path, files: Files, cache: Path | None, where: Mapping[str, Path]
) -> tuple[PackDraft | None, list[Problem]]:
    from callscript.packs.meaning import check_meaning  # not needed for a pack that is known

    try:
        draft, problems = _take_apart(folder, files, where)
        if draft is not None:
            check_meaning(draft, cache)
            problems = _gather(draft.reports)
    except RecursionError:
        return None, [Problem(str(folder / PACK), "", "", "conditions are nested too deeply")]
    return draft, problems


def _take_apart(folder: Path, files: Files, where: Mapping[str, Path] = {}) -> tuple[PackDraft | None, list[Problem]]:
    """Check the shape of every file; no draft if there is no telling what the pack is. They lie in it or `where`."""
    reports = {name: Report(str(where.get(name, folder / name))) for name in files}
    if PACK not in files:
        missing = Report(str(folder / PACK))
        missing.add("", "there is no such file" if folder.is_dir() else "there is no such folder")
        return None, missing.problems
    tables = {name: parse(content, reports[name]) for name, content in files.items()}
    data = tables[PACK]
    if data is None:
        return None, _gather(reports)
    pack = shaped(Pack, data, reports[PACK])
    directory = {
        name: shaped(_Directory, table, reports[name]).entry
        for name, table in tables.items()
        if is_directory(name) and table is not None
    }
    texts: dict[str, Mapping[str, Text]] = {}
    for language in pack.languages:
        name = f"{language.id}.toml"
        if language.id and name not in files:
            reports[PACK].add(f"languages[{language.id}]", f"there is no file {name} of its texts")
        elif (table := tables.get(name)) is not None:
            texts[language.id] = flatten(table, reports[name])
    expected = {PACK, DIRECTORY, STANDARD, *directory, *(f"{language.id}.toml" for language in pack.languages)}
    for name in files.keys() - expected - set(filter(is_directory, files)):
        reports[name].add("", f"no language of the pack has this file{hint(name, expected)}")
    prescribed = tables.get(STANDARD)
    standard = shaped(Standard, prescribed, reports[STANDARD]) if prescribed is not None else None
    return PackDraft(pack, texts, directory, standard, reports), _gather(reports)


def _gather(reports: Mapping[str, Report]) -> list[Problem]:
    """Return the problems of all files, the pack's own first, each file's in the order they were found."""
    first = sorted(reports, key=lambda name: (name != PACK, name))
    return [problem for name in first for problem in reports[name].problems]


def _unreadable(folder: Path, error: OSError) -> Problem:
    return Problem(str(error.filename or folder), "", "", f"cannot be read: {error.strerror or error}")
