"""Workbooks of the tests, and an evaluator of a form's expressions that shares nothing with the program's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from pathlib import Path

import openpyxl

Rows = Sequence[Sequence[object]]
LANGUAGES = ("label::Latvian (lv)", "label::English (en)")
SURVEY = ("type", "name", *LANGUAGES, "hint::Latvian (lv)", "hint::English (en)", "required", "relevant", "constraint")
CHOICES = ("list_name", "name", *LANGUAGES)
YES_NO: Rows = [("yes_no", "yes", "Jā", "Yes"), ("yes_no", "no", "Nē", "No"), ("yes_no", "later", "Vēlāk", "Later")]
SETTINGS: Rows = [("form_title", "default_language"), ("Veidlapa", "Latvian (lv)")]


def workbook(path: Path, **sheets: Rows) -> Path:
    """Write a workbook, in which a text that begins with = is a text; `Formula` makes one."""
    book = openpyxl.Workbook()
    assert book.active is not None
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for number, row in enumerate(rows, start=1):
            for column, value in enumerate(row, start=1):
                cell = sheet.cell(number, column, value)  # pyright: ignore[reportArgumentType]
                if isinstance(value, str) and not isinstance(value, Formula):
                    cell.data_type = "s"
    book.save(path)
    return path


class Formula(str):
    """Stands in a cell as a formula."""


def form(path: Path, *rows: Sequence[object], choices: Rows = YES_NO, settings: Rows = SETTINGS) -> Path:
    """Write a form in two languages."""
    return workbook(path, survey=[SURVEY, *rows], choices=[CHOICES, *choices], settings=settings)


def row(kind: str, name: str, label: str = "", **cells: object) -> tuple[object, ...]:
    """Return a row of the survey, with a label in both languages."""
    found = {"type": kind, "name": name, LANGUAGES[0]: label and f"{label} (latviski)", LANGUAGES[1]: label, **cells}
    return tuple(found.get(heading) for heading in SURVEY)


class _Value(str):
    """An answer, compared as XPath compares a node."""

    __hash__ = str.__hash__

    def number(self) -> float:
        return float(self) if self else float("nan")

    def __eq__(self, other: object) -> bool:
        return self.number() == other if isinstance(other, int | float) else str(self) == other

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __lt__(self, other: object) -> bool:
        return self.number() < _number(other)

    def __le__(self, other: object) -> bool:
        return self.number() <= _number(other)

    def __gt__(self, other: object) -> bool:
        return self.number() > _number(other)

    def __ge__(self, other: object) -> bool:
        return self.number() >= _number(other)


def _number(value: object) -> float:
    assert isinstance(value, int | float)
    return value


def holds(expression: str, answers: Mapping[str, str]) -> bool:
    """Tell what an expression comes to; an empty one always holds."""
    python = re.sub(r"\$\{(\w+)\}", r"v('\1')", expression)
    python = re.sub(r"(?<![<>!])=", "==", python).replace("true()", "True").replace("false()", "False")

    def value(name: str) -> _Value:
        return _Value(answers[name])

    def selected(of: _Value, one: str) -> bool:
        return of == one

    told = eval(python or "True", {"v": value, "selected": selected})
    assert isinstance(told, bool)
    return told


def every(values: Mapping[str, Sequence[str]]) -> Iterator[dict[str, str]]:
    """Yield every combination of answers."""
    for each in product(*values.values()):
        yield dict(zip(values, each, strict=True))
