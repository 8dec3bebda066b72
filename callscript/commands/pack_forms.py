"""`callscript pack import` and `pack export`: a script out of an XLSForm workbook, and one as such a workbook."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path

from callscript import packs
from callscript.commands.extra import wanting
from callscript.commands.pack_named import folder_of, home_of
from callscript.commands.report import Report
from callscript.packs.copying import copy
from callscript.packs.parts import take
from callscript.packs.xlsform import reading, writing
from callscript.packs.xlsform.drafting import draft
from callscript.packs.xlsform.sheets import SURVEY, Sheets
from callscript.runtime.exit_status import PROBLEMS, Stop
from callscript.runtime.i18n import _
from callscript.runtime.text import clean

_NO_QUESTION = ("end_group", "end_repeat", "calculate")


def import_(home: str | None, file: str, name: str, language: str = "", *, strict: bool) -> Report:
    """Make a draft of a workbook in a new folder, whose name is the id of the pack, and tell what is missing in it."""
    home_of(home)
    with _wanting_openpyxl():
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


def export(home: str | None, pack: str, file: str, *, strict: bool) -> Report:
    """Write a script as a new workbook, and tell what it does not say; a draft with problems can be written too."""
    folders, report = home_of(home), Report()
    with _wanting_openpyxl():
        from callscript.packs.xlsform import workbook
    folder, whole = folder_of(folders, pack)
    try:
        sheets, left = writing.write(take(folder, own=folders.directories, whole=whole))
        workbook.write(Path(file), sheets)
    except OSError as error:
        raise Stop(PROBLEMS, f"{error.filename or file}: {error.strerror or error}") from error
    report.lines.append(clean(_("{file}: {number} questions and groups").format(file=file, number=_groups(sheets))))
    told = _("not carried over: {what}: {names}")
    bare = _("not carried over: {what}")
    report.notes += [
        clean((told if names else bare).format(what=what, names=", ".join(names)))
        for what, names in sorted(left.items())
    ]
    report.trouble([_("not all was carried over")] if strict and left else [])
    return report


def _groups(sheets: Sheets) -> int:
    return sum(row.cells["type"] not in _NO_QUESTION for row in sheets[SURVEY].rows)


def _wanting_openpyxl() -> AbstractContextManager[None]:
    return wanting("openpyxl", "xlsform", "docs/xlsform.md")
