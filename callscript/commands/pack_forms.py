"""`callscript pack import` and `pack export`: a script out of an XLSForm workbook, and one as such a workbook."""

from __future__ import annotations

from pathlib import Path

from callscript import packs
from callscript.commands.extra import wanting
from callscript.commands.pack_named import home_of
from callscript.commands.report import Report
from callscript.packs.copying import copy
from callscript.packs.xlsform import reading
from callscript.packs.xlsform.drafting import draft
from callscript.runtime.exit_status import PROBLEMS, Stop
from callscript.runtime.i18n import _
from callscript.runtime.text import clean


def import_(home: str | None, file: str, name: str, language: str = "", *, strict: bool) -> Report:
    """Make a draft of a workbook in a new folder, whose name is the id of the pack, and tell what is missing in it."""
    home_of(home)
    with wanting("openpyxl", "xlsform", "docs/xlsform.md"):
        from callscript.packs.xlsform import workbook
    report = Report()
    try:
        sheets, others, unread = workbook.read(Path(file), reading.WANTED)
        form, found = reading.read(sheets, Path(file).stem, language)
        if refused := [*unread, *found.refused]:
            report.trouble(f"{file}: {each}" for each in refused)
            report.trouble([_("nothing was made of it")])
            return report
        files = draft(form, Path(name).name, Path(file).name)
        copy(files, Path(name))
    except OSError as error:
        raise Stop(PROBLEMS, f"{error.filename or name}: {error.strerror or error}") from error
    report.lines.append(clean(_("{folder}: {number} files").format(folder=name, number=len(files))))
    left = [f"{file}: {each}" for each in found.left]
    left += [_("{file}: sheet {sheet}: is not carried over").format(file=file, sheet=each) for each in others]
    report.notes += map(clean, left)
    if missing := packs.check(Path(name)):
        report.notes.append(_("what a form has no words for is still to be written, at TODO in the draft:"))
        report.notes += [clean(str(each)) for each in missing]
    report.trouble([_("not all was carried over")] if strict and left else [])
    return report
