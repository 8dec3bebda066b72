"""`callscript pack new` and `print`: a script to begin another one with, and a script on paper."""

from __future__ import annotations

from pathlib import Path

from callscript import packs
from callscript.commands.pack_named import folder_of, home_of, script_of
from callscript.commands.report import Report
from callscript.packs.copying import copy
from callscript.packs.files import lying_in, places
from callscript.packs.printing import printed
from callscript.runtime.exit_status import PROBLEMS, USAGE, Stop
from callscript.runtime.i18n import _
from callscript.runtime.text import clean


def new(home: str | None, name: str, source: str) -> Report:
    """Copy a pack into a new folder, and check it there."""
    folders, report = home_of(home), Report()
    folder, whole = folder_of(folders, source)
    try:
        where = lying_in(folder) if whole else places(folder, folders.directories)
        files = {each: path.read_bytes() for each, path in where.items()}
        copy(files, Path(name))
    except OSError as error:
        raise Stop(PROBLEMS, f"{error.filename or name}: {error.strerror or error}") from error
    report.lines += [clean(str(problem)) for problem in packs.check(Path(name))]
    report.trouble([_("the copy has problems, as has what it was copied from")] if report.lines else [])
    told = _("{folder}: {number} files; articles are not copied")
    report.notes.append(clean(told.format(folder=name, number=len(files))))
    return report


def on_paper(home: str | None, pack: str, language: str) -> Report:
    """Return a script as a text to be printed, in a language of its own or in the centre's."""
    script = script_of(home_of(home), pack)
    language = language or script.own_language
    if language not in script.texts:
        told = _("the script is not written in {language}, but in: {known}")
        raise Stop(USAGE, told.format(language=clean(language), known=", ".join(script.texts)))
    return Report([clean(line) for line in printed(script, language)])
