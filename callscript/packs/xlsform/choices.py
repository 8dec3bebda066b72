"""The choices of a form: its lists, each with the answers that a question may have."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from callscript.packs.xlsform.expressions import CannotSay, near
from callscript.packs.xlsform.form import Answer
from callscript.packs.xlsform.sheets import CHOICES, Found, Sheet
from callscript.packs.xlsform.words import Languages, worded
from callscript.runtime.i18n import _

_MOST = 9
"""Digits that a question can have."""
_IDENTIFIER = re.compile(r"[a-z][a-z0-9_]*")


def lists(sheet: Sheet, languages: Languages, found: Found) -> dict[str, list[Answer]]:
    """Return the answers of each list, and complain of those that no script can offer."""
    answers: dict[str, list[Answer]] = {}
    for row in sheet.rows:
        of_list, name = row.get("list_name"), row.get("name")
        if not of_list or not name:
            found.refuse(CHOICES, row.number, _("an answer needs list_name and name"))
            continue
        known = answers.setdefault(of_list, [])
        if wrong := misnamed(name):
            found.refuse(CHOICES, row.number, wrong)
        if name in (each.name for each in known):
            told = _("the name '{name}' is used in this list already")
            found.refuse(CHOICES, row.number, told.format(name=name))
        labels = languages.texts(row, "label")
        if not labels:
            found.refuse(CHOICES, row.number, _("there is no label"))
        try:
            labels = {language: worded(text, {}) for language, text in labels.items()}
        except CannotSay as cannot:
            found.refuse(CHOICES, row.number, str(cannot))
        known.append(Answer(name, labels))
    return answers


def offered(of_list: str, known: Mapping[str, Sequence[Answer]]) -> tuple[Sequence[Answer], list[str]]:
    """Return the answers that a question names by their list, and what a script has no words for in them."""
    name, _blank, rest = of_list.partition(" ")
    answers, wrong = known.get(name, ()), list[str]()
    if rest:
        wrong.append(_("a script has no words for {part}").format(part=rest))
    if not name or not answers:
        told = _("there is no list '{name}' on the sheet choices")
        wrong.append(told.format(name=name) + near(name, known))
    if len(answers) > _MOST:
        told = _("{number} answers, and a question has nine at most: ask it in two steps")
        wrong.append(told.format(number=len(answers)))
    return answers, wrong


def misnamed(name: str) -> str:
    """Say why a name is none in a script, and which would be; empty: it is one."""
    if _IDENTIFIER.fullmatch(name):
        return ""
    near = re.sub(r"[^a-z0-9_]+", "_", name.lower()).strip("_")
    near = near if _IDENTIFIER.fullmatch(near) else f"a_{near}".rstrip("_")
    told = _("'{name}' is no name in a script: small Latin letters, digits and _, a letter first, such as '{near}'")
    return told.format(name=name, near=near)
