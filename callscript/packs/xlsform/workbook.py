"""Workbooks read into sheets, and sheets written as a workbook. No cell is ever worked out: text stays text.

What is unpacked is bounded before it is: a workbook that says it is larger, or that holds more rows than any form, is
refused, and one that lies about its size is cut off there.
"""

from __future__ import annotations

import lzma
import os
import warnings
import zlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, BinaryIO
from zipfile import BadZipFile, ZipFile

import openpyxl

from callscript.packs.xlsform.sheets import NoForm, Row, Sheet, Sheets, Trouble
from callscript.runtime.i18n import _
from callscript.runtime.text import clean_lines, has_refused

_MOST = 16 * 1024 * 1024
"""Bytes of a workbook, unpacked."""
_ROWS, _COLUMNS = 5000, 200
_BEGINNING = 4096
"""Bytes of a part in which it would declare entities."""


def read(path: Path, wanted: Iterable[str]) -> tuple[Sheets, list[str], list[Trouble]]:
    """Return the sheets that are wanted, by their names in small letters, the names of others, and cells that no text
    stands in; raise NoForm.
    """
    _measure(path)
    troubles: list[Trouble] = []
    sheets, others = dict[str, Sheet](), list[str]()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about looks, which no script has
        try:
            with path.open("rb") as file:  # it is closed in time of a damaged workbook too
                book: Any = openpyxl.load_workbook(file, read_only=True, data_only=False)
                for each in book.worksheets:
                    name = str(each.title).strip().lower()
                    if name in wanted:
                        sheets[name] = _sheet(name, each, troubles)
                    else:
                        others.append(str(each.title))
        except NoForm:
            raise
        except Exception as error:  # a damaged workbook fails wherever it is read
            raise NoForm(_("{file}: is not a workbook that can be read (.xlsx)").format(file=path)) from error
    return sheets, others, troubles


def write(path: Path, sheets: Sheets) -> None:
    """Write sheets as a new workbook; raise NoForm if there is a file already, or OSError."""
    book: Any = openpyxl.Workbook()
    book.remove(book.active)
    for name, sheet in sheets.items():
        made = book.create_sheet(name)
        lines = [list(sheet.headings)]
        lines += [[row.cells.get(heading, "") for heading in sheet.headings] for row in sheet.rows]
        for number, line in enumerate(lines, start=1):
            _fill(made, number, line)
    try:
        opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    except FileExistsError:
        raise NoForm(_("{file}: is there already").format(file=path)) from None
    with os.fdopen(opened, "wb") as file:
        book.save(file)


def _fill(made: Any, number: int, line: Sequence[str]) -> None:
    for column, text in enumerate(line, start=1):
        if text:
            cell = made.cell(number, column, clean_lines(text))
            cell.data_type = "s"  # a text that begins with = is one still


def _measure(path: Path) -> None:
    """Refuse what is no workbook, and what would be too much, by what its directory says."""
    with path.open("rb") as file:
        try:
            _look_into(path, file)
        except (BadZipFile, RuntimeError, ValueError, EOFError, OSError, zlib.error, lzma.LZMAError):
            raise NoForm(_("{file}: is not a workbook that can be read (.xlsx)").format(file=path)) from None


def _look_into(path: Path, file: BinaryIO) -> None:
    with ZipFile(file) as packed:
        parts = packed.infolist()
        if sum(part.file_size for part in parts) > _MOST:
            told = _("{file}: is too large for a form: more than {most} MB unpacked")
            raise NoForm(told.format(file=path, most=_MOST // 1024 // 1024))
        for part in parts:
            with packed.open(part) as opened:
                if b"<!DOCTYPE" in opened.read(_BEGINNING).replace(b"\0", b""):
                    raise NoForm(_("{file}: declares entities, as no workbook does").format(file=path))


def _sheet(name: str, given: Any, troubles: list[Trouble]) -> Sheet:
    headings: list[str] = []
    rows: list[Row] = []
    for number, line in enumerate(given.iter_rows(max_col=_COLUMNS), start=1):
        if number > _ROWS:
            troubles.append(Trouble(name, number, _("more than {most} rows").format(most=_ROWS)))
            break
        texts = [_text(name, number, cell, troubles) for cell in line]
        if not headings:
            headings = texts if any(texts) else []
        elif any(texts):
            cells = {heading: text for heading, text in zip(headings, texts, strict=False) if heading and text}
            rows.append(Row(number, cells))
    doubled = sorted({each for each in headings if each and headings.count(each) > 1})
    troubles += [Trouble(name, 1, _("the column {name} is there twice").format(name=each)) for each in doubled]
    return Sheet([each for each in headings if each], rows)


def _text(sheet: str, row: int, cell: Any, troubles: list[Trouble]) -> str:
    value = cell.value
    if value is None:
        return ""
    if cell.data_type in ("f", "e"):
        told = _("the cell {cell} holds a formula: write what it comes to")
        troubles.append(Trouble(sheet, row, told.format(cell=cell.coordinate)))
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = str(value).replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ").strip()
    if has_refused(text.replace("\n", " ")):
        told = _("the cell {cell} holds a sign that nobody can see")
        troubles.append(Trouble(sheet, row, told.format(cell=cell.coordinate)))
        text = clean_lines(text)
    return text
