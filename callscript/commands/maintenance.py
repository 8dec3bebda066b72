"""`callscript check` and `callscript rebuild`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from callscript import packs
from callscript.commands.report import Report
from callscript.packs import PackError, house
from callscript.packs.holiday import known_years
from callscript.packs.room import shown_by_pages
from callscript.packs.versions import Versions
from callscript.runtime.paths import Folders
from callscript.runtime.text import clean
from callscript.service.summary import by_own_script
from callscript.store.files import FileStore


def check(paths: Sequence[str]) -> Report:
    """Return all that is wrong with packs, each given by its folder or by its id, a line a problem."""
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
    elif folder.name == "pack.toml":
        folder = folder.parent
    if problems := packs.check(folder):
        return list(map(str, problems))
    script = packs.read(folder)
    notes = (known_years(script.pack), house.in_words(script.pack), *shown_by_pages(script))
    report.notes += [clean(f"{path}: {note}") for note in notes if note]
    return []


def rebuild(home: str | None) -> Report:
    """Make the registers again from the journals."""
    folders = Folders.resolve(home)
    wanting = folders.make()
    store = FileStore(folders)
    rebuilt = store.registers.rebuild(store.journal, by_own_script(Versions(folders)))
    report = Report([f"calls: {rebuilt.calls}"])
    report.trouble(rebuilt.problems)
    report.trouble(wanting)
    return report
