"""Lines of CSV for a spreadsheet: a cell holds what was recorded and is never run.

A spreadsheet takes a cell that begins with `=`, `+`, `-` or `@` for a formula, whatever quotes stand around it. What a
caller said may begin so, and a telephone number does: an apostrophe before it says that it is text.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from io import StringIO

from callscript.runtime.text import clean

Cell = str | int | float | None

_RUN = ("=", "+", "-", "@", "＝", "＋", "－", "﹣", "−", "＠", "﹦", "﹢", "﹫")
"""What a formula begins with, in the shapes that some spreadsheets take for the same."""


def csv_line(cells: Iterable[Cell]) -> str:
    """Write cells as a line: texts made harmless, numbers as they are, nothing where there is nothing."""
    line = StringIO()
    csv.writer(line, lineterminator="").writerow([_harmless(cell) if isinstance(cell, str) else cell for cell in cells])
    return line.getvalue()


def _harmless(text: str) -> str:
    shown = clean(text)
    return f"'{shown}" if shown.lstrip().startswith(_RUN) else shown
