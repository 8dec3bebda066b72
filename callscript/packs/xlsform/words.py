"""The words of a form: in which language a column is, and what a label says once it is a text of a script."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from callscript.core.script.model import PLACEHOLDERS
from callscript.core.script.phrases import PLACEHOLDER
from callscript.packs.xlsform.calculation import choice_name
from callscript.packs.xlsform.expressions import CannotSay
from callscript.packs.xlsform.sheets import Found, Row, Sheet, Sheets, code_of, headed
from callscript.runtime.i18n import _

IN_LANGUAGES = ("label", "hint")
"""The columns that there is one of for each language."""

_REFERENCE = re.compile(r"\$\{\s*([^}]*?)\s*\}")
_MARKUP = re.compile(r"</?[A-Za-z][^<>]*>|\*\*[^*]+\*\*|!?\[[^\]]*\]\([^)]*\)|^#{1,6} ", re.MULTILINE)


class Languages:
    """The languages of a form, by the headings of its columns."""

    def __init__(self, sheets: Sheets, default: str, found: Found) -> None:
        """`default` is the language of columns that name none."""
        self._codes: dict[str, str] = {"": code_of(default)} if default else {}
        for name, sheet in sheets.items():
            for language in _named(sheet):
                self._add(name, language, found)
        first = [code for code in (code_of(default),) if code]
        self.codes = tuple(dict.fromkeys([*first, *filter(None, self._codes.values())]))

    def _add(self, sheet: str, language: str, found: Found) -> None:
        if language in self._codes:
            return
        code = self._codes[language] = code_of(language)
        others = [name for name, other in self._codes.items() if code and name and other == code]
        if not language:
            told = _("a label names no language: write label::English (en), or give --language")
            found.refuse(sheet, 1, told)
        elif not code:
            told = _("the language '{language}' has no code: write label::{language} (en)")
            found.refuse(sheet, 1, told.format(language=language))
        elif len(others) > 1:
            told = _("two languages have the code {code}: {languages}")
            found.refuse(sheet, 1, told.format(code=code, languages=", ".join(others)))

    def texts(self, row: Row, column: str) -> dict[str, str]:
        """Return what a row says in a column, by the codes of languages."""
        found: dict[str, str] = {}
        for heading, text in row.cells.items():
            what, language = headed(heading)
            if what == column and (code := self._codes.get(language, "")):
                found.setdefault(code, text)
        return found


def _named(sheet: Sheet) -> Iterable[str]:
    return (language for what, language in map(headed, sheet.headings) if what in IN_LANGUAGES)


def worded(text: str, fields: Mapping[str, str]) -> str:
    """Return a label as a text of a script; raise CannotSay. `fields` says by which placeholder it fills in what the
    form refers to by a name.
    """
    if found := _MARKUP.search(text):
        raise CannotSay(_("a text has no markup: {part}").format(part=found[0][:20]))
    for name in _REFERENCE.findall(text):
        if name not in fields:
            told = _(
                "only what was typed before can be filled in, and '{name}' was not (what was chosen: by a row of type"
                " calculate, {example})"
            )
            raise CannotSay(told.format(name=name, example=choice_name(name)))
    bare = _REFERENCE.sub("", text)
    if lost := [name for name in PLACEHOLDER.findall(bare) if name not in PLACEHOLDERS]:
        raise CannotSay(_("what stands in braces would be filled in: {part}").format(part=f"{{{lost[0]}}}"))
    return _REFERENCE.sub(lambda found: f"{{{fields[found[1]]}}}", text)


def named(texts: Mapping[str, str]) -> dict[str, str]:
    """Return texts as names, in which nothing is filled in."""
    return {language: PLACEHOLDER.sub("…", text) for language, text in texts.items()}
