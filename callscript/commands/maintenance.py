"""`callscript check` and `callscript rebuild`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from callscript import packs
from callscript.articles.folders import folders, look
from callscript.articles.library import problems
from callscript.commands.report import Report
from callscript.packs import PackError, house
from callscript.packs.files import PACK
from callscript.packs.holiday import known_years
from callscript.packs.room import shown_by_pages
from callscript.packs.versions import Versions
from callscript.practice import callers
from callscript.runtime.clock import SystemClock
from callscript.runtime.paths import Folders
from callscript.runtime.text import clean
from callscript.service.erasing import Eraser
from callscript.service.summary import by_own_script
from callscript.store.files import FileStore


def check(paths: Sequence[str]) -> Report:
    """Return all that is wrong with packs, each given by its folder or by its id, or with folders of articles or
    directories."""
    report = Report()
    for path in paths:
        report.lines.extend(clean(line) for line in _check(path, report))
    report.notes.extend([] if report.lines else ["no problems"])
    return report


def _check(path: str, report: Report) -> list[str]:
    folder = Path(path)
    if not folder.exists():
        try:
            folder = packs.locate(path)
        except PackError as error:
            return [f"{path}: {error}"]
    elif folder.name == PACK:
        folder = folder.parent
    elif folder.is_dir() and not (folder / PACK).exists() and look([folder]):
        return list(_articles(path, [folder], report))
    own = _own_directory(folder)
    if own:
        folder = packs.locate(folder.name)
    if wrong := packs.check(folder, own=own):
        return list(map(str, wrong))
    script = packs.read(folder, own=own)
    notes = (known_years(script.pack.hours), house.in_words(script.pack), *shown_by_pages(script))
    report.notes += [clean(f"{path}: {note}") for note in notes if note]
    if played := callers.beside(folder):
        report.notes.append(clean(f"{path}: callers to practise with: {len(played)}"))
    if wrong := callers.problems(script, played):
        return list(map(str, wrong))
    return list(_articles(path, folders(script.pack.id, folder), report))


def _own_directory(folder: Path) -> Path | None:
    """Return where a folder lies that is the directory of a centre's own, for a pack that comes with the program."""
    listed = not (folder / PACK).exists() and any(folder.glob("*.toml"))
    return folder.resolve().parent if listed and folder.name in {each.name for each in packs.shipped()} else None


def _articles(path: str, places: Sequence[Path], report: Report) -> Iterator[str]:
    """Yield what is wrong with articles; note how many there are."""
    if found := look(places):
        report.notes.append(clean(f"{path}: articles: {len(found)}"))
    yield from problems(places)


def rebuild(home: str | None) -> Report:
    """Make the registers again from the journals."""
    own = Folders.resolve(home)
    wanting = own.make()
    unfinished = Eraser(own, Versions(own), SystemClock()).finish()
    store = FileStore(own)
    rebuilt = store.registers.rebuild(store.journal, by_own_script(Versions(own), store.outbox))
    report = Report([f"calls: {rebuilt.calls}"])
    report.trouble(rebuilt.problems)
    report.trouble([*wanting, *unfinished])
    return report
