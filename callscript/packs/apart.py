"""Takes the files of a pack apart, and checks them: their shape, and what they say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from callscript.core.script.model import DirectoryEntry, Language, Pack, Text
from callscript.packs.draft import PackDraft
from callscript.packs.errors import Problem, Report, hint, nearest
from callscript.packs.files import DIRECTORY, PACK, STANDARD, Files, is_directory
from callscript.packs.shape import shaped
from callscript.packs.standard import Standard
from callscript.packs.texts import flatten
from callscript.packs.toml import parse

_ENTRY = re.compile(r"entry\[([^\]]+)\]")
"""How a complaint begins that is about an entry of a directory."""


class _Directory(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A file of a directory."""

    entry: tuple[DirectoryEntry, ...] = ()


def checked(
    folder: Path, files: Files, cache: Path | None, where: Mapping[str, Path]
) -> tuple[PackDraft | None, list[Problem]]:
    """Check the shape of every file, and what they say together."""
    from callscript.packs.meaning import check_meaning  # not needed for a version that is kept

    try:
        draft, problems = take_apart(folder, files, where)
        if draft is not None:
            check_meaning(draft, cache)
            problems = _gather(draft.reports)
    except RecursionError:
        return None, [Problem(str(folder / PACK), "", "", "conditions are nested too deeply")]
    return draft, problems


def spared(draft: PackDraft, problems: Iterable[Problem], cache: Path | None) -> PackDraft | None:
    """Return a draft without the entries of its directory that something is wrong with; None: more is wrong than these.

    Calls that can be led without somebody who could not be read are led.
    """
    from callscript.packs.meaning import check_meaning

    rest = without_broken(draft, problems)
    if rest is not None:
        check_meaning(rest, cache)
    return rest if rest and not _gather(rest.reports) else None


def without_broken(draft: PackDraft, problems: Iterable[Problem]) -> PackDraft | None:
    """Return a draft without the entries that problems name; None: a problem is not one of the directory."""
    listed = {report.file for name, report in draft.reports.items() if is_directory(name)}
    found = [(problem.file, _ENTRY.match(problem.key)) for problem in problems]
    if not all(file in listed for file, _entry in found):
        return None
    return draft.without({(file, entry[1]) for file, entry in found if entry})


def take_apart(folder: Path, files: Files, where: Mapping[str, Path] = {}) -> tuple[PackDraft | None, list[Problem]]:
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
    pack = _with_files(shaped(Pack, data, reports[PACK]), files, reports[PACK])
    directory = {
        name: shaped(_Directory, table, reports[name]).entry
        for name, table in tables.items()
        if is_directory(name) and table is not None
    }
    ids = {step.id for stage in pack.stages for step in stage.steps} | {field.id for field in pack.fields}
    texts: dict[str, Mapping[str, Text]] = {}
    for language in pack.languages:
        name = f"{language.id}.toml"
        if (table := tables.get(name)) is not None:
            texts[language.id] = flatten(table, reports[name], ids)
    expected = {PACK, DIRECTORY, STANDARD, *directory, *(f"{language.id}.toml" for language in pack.languages)}
    for name in files.keys() - expected - set(filter(is_directory, files)):
        reports[name].add("", f"no language of the pack has this file{hint(name, expected)}")
    prescribed = tables.get(STANDARD)
    standard = shaped(Standard, prescribed, reports[STANDARD]) if prescribed is not None else None
    return PackDraft(pack, texts, directory, standard, reports), _gather(reports)


def _with_files(pack: Pack, files: Files, report: Report) -> Pack:
    """Complain of languages that have no file of texts; one that is left over is of the language that was meant."""
    known = {PACK, STANDARD, *filter(is_directory, files), *(f"{each.id}.toml" for each in pack.languages)}
    left = {name.removesuffix(".toml") for name in files.keys() - known}
    found: list[Language] = []
    for language in pack.languages:
        twice = language.id in (each.id for each in found)
        if language.id and (twice or f"{language.id}.toml" not in files):
            meant = nearest(language.id, left) or next((each for each in left if len(left) == 1), "")
            what = f"the id '{language.id}' is used twice" if twice else f"there is no file {language.id}.toml"
            key = f"languages[{language.id}]"
            if (meant or not twice) and not report.is_unread(f"{key}.id"):
                report.add(key, what + (f": there is {meant}.toml" if meant else " of its texts"))
            report.leave_unread("languages", lost=False)
            left.discard(meant)
            language = replace(language, id=meant or language.id)
        found.append(language)
    return replace(pack, languages=tuple(found))


def _gather(reports: Mapping[str, Report]) -> list[Problem]:
    """Return the problems of all files, the pack's own first, each file's in the order they were found."""
    first = sorted(reports, key=lambda name: (name != PACK, name))
    return [problem for name in first for problem in reports[name].problems]
