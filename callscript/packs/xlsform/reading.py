"""Sheets read into a form: all that a script has no words for is complained of, row by row, in one run."""

from __future__ import annotations

from collections.abc import Sequence

from callscript.packs.xlsform.choices import lists
from callscript.packs.xlsform.form import Form
from callscript.packs.xlsform.sheets import CHOICES, SETTINGS, SURVEY, Found, Row, Sheet, Sheets, headed
from callscript.packs.xlsform.survey import Survey
from callscript.packs.xlsform.words import IN_LANGUAGES, Languages
from callscript.runtime.i18n import _

FOREIGN = ("entities", "external_choices", "osm")
"""Sheets that make something else of a form."""
WANTED = (SURVEY, CHOICES, SETTINGS, *FOREIGN)

_COLUMNS = {
    SURVEY: (
        "type",
        "name",
        "required",
        "relevant",
        "constraint",
        "disabled",
        "repeat_count",
        "calculation",
        *IN_LANGUAGES,
    ),
    CHOICES: ("list_name", "name", "label"),
    SETTINGS: ("form_title", "form_id", "id_string", "default_language"),
}
_MEANING = {
    *("choice_filter", "default", "trigger", "read_only", "readonly", "parameters"),
    *("media", "image", "big-image", "audio", "video", "bind", "body", "instance", "save_to", "intent"),
}
"""Columns that make another question of a row; of all others only looks or messages are lost."""
_EMPTY = Sheet((), ())


def read(sheets: Sheets, title: str, language: str = "") -> tuple[Form, Found]:
    """Read a form, with what of it a script cannot say, and what was left out.

    `language` is that of labels which name none, `title` stands for a title that the form has not.
    """
    found = Found()
    settings = next(iter(sheets.get(SETTINGS, _EMPTY).rows), Row(0, {}))
    worded_in = {name: sheets[name] for name in (SURVEY, CHOICES) if name in sheets}
    languages = Languages(worded_in, settings.get("default_language") or language, found)
    for name in FOREIGN:
        if name in sheets and sheets[name].rows:
            found.refuse(name, sheets[name].rows[0].number, _("a script has no words for what this sheet says"))
    for name, known in _COLUMNS.items():
        _columns(name, sheets.get(name, _EMPTY), known, found)
    answers = lists(sheets.get(CHOICES, _EMPTY), languages, found)
    survey = Survey(languages, answers, found)
    _survey(sheets, survey, found)
    if not languages.codes and not found.refused:
        found.refuse(SURVEY, 0, _("there is no label in it"))
    for each in (found.refused, found.left):
        each.sort(key=lambda trouble: (WANTED.index(trouble.sheet), trouble.row))
    return Form(settings.get("form_title") or title, languages.codes, survey.parts), found


def _survey(sheets: Sheets, survey: Survey, found: Found) -> None:
    if SURVEY not in sheets:
        found.refuse(SURVEY, 0, _("there is no such sheet"))
        return
    sheet = sheets[SURVEY]
    lacking = [name for name in ("type", "name") if (name, "") not in map(headed, sheet.headings)]
    for name in lacking:
        found.refuse(SURVEY, 1, _("there is no column {name}").format(name=name))
    if lacking:
        return
    for row in sheet.rows:
        survey.take(row)
    survey.end()


def _columns(name: str, sheet: Sheet, known: Sequence[str], found: Found) -> None:
    """Complain of columns that a script has no words for, where something stands in them."""
    told: set[str] = set()
    for row in sheet.rows:
        for heading in row.cells:
            what, _language = headed(heading)
            if what in known:
                continue
            if what in _MEANING:
                found.refuse(name, row.number, _("a script has no words for {part}").format(part=what))
            elif heading not in told:
                told.add(heading)
                found.leave(name, row.number, _("the column {name} is not carried over").format(name=heading))
