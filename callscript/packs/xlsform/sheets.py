"""The sheets of a form as plain values, and what is found in them that a script cannot say."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from callscript.packs.errors import PackError
from callscript.runtime.i18n import _

SURVEY, CHOICES, SETTINGS = "survey", "choices", "settings"

_LANGUAGE = re.compile(r"(?:.*\(\s*)?([a-z]{2,3})(?:\s*\))?", re.IGNORECASE)
_ALIASES = {"relevance": "relevant", "caption": "label", "list name": "list_name", "value": "name"}


class Trouble(NamedTuple):
    """Something that is told of a place in a workbook."""

    sheet: str
    row: int
    """As a spreadsheet numbers them; 0: the sheet itself."""
    message: str

    def __str__(self) -> str:
        if not self.row:
            return _("sheet {sheet}: {message}").format(sheet=self.sheet, message=self.message)
        told = _("sheet {sheet}, row {row}: {message}")
        return told.format(sheet=self.sheet, row=self.row, message=self.message)


class Found:
    """What is found in a form, by places."""

    def __init__(self) -> None:
        self.refused: list[Trouble] = []
        """What a script has no words for: nothing is made of the form."""
        self.left: list[Trouble] = []
        """What is left out, and changes no answer."""

    def refuse(self, sheet: str, row: int, message: str) -> None:
        """Note what cannot be said."""
        self.refused.append(Trouble(sheet, row, message))

    def leave(self, sheet: str, row: int, message: str) -> None:
        """Note what is left out."""
        self.left.append(Trouble(sheet, row, message))


class Row(NamedTuple):
    """A row that something stands in."""

    number: int
    cells: Mapping[str, str]
    """By heading."""

    def get(self, column: str) -> str:
        """Return what stands in a column that knows no languages; empty: nothing, or there is no such column."""
        return next((text for heading, text in self.cells.items() if headed(heading) == (column, "")), "")


class Sheet(NamedTuple):
    """A sheet: its first row says what stands in each column."""

    headings: Sequence[str]
    rows: Sequence[Row]


Sheets = Mapping[str, Sheet]
"""By name."""


class NoForm(PackError):  # noqa: N818 - named for what happened
    """A workbook cannot be made a script of, or cannot be read or written."""

    frame = "{reason}"


def headed(heading: str) -> tuple[str, str]:
    """Return what a column holds, and the language that its heading names; empty: none."""
    what, _colons, language = heading.partition("::")
    name = " ".join(what.split()).lower()
    return _ALIASES.get(name, name), " ".join(language.split())


def code_of(language: str) -> str:
    """Return the code of a language named as forms do, `Latvian (lv)`, or by its code alone; empty: it has none."""
    found = _LANGUAGE.fullmatch(language.strip())
    return found[1].lower() if found else ""
