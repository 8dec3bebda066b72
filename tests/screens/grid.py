"""A picture as text: its rows, and under them how their cells look where that is not plain, a letter a look."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path

from callscript.terminal.cells import PLAIN, Cell, Look, Picture

GRIDS = Path(__file__).parent / "grids"
LETTERS = {
    Look(("1",)): "b",
    Look(("2",)): "d",
    Look(("3",)): "i",
    Look(("4",)): "u",
    Look(("7",)): "r",
    Look(("1", "4")): "t",
    Look(("2", "4")): "p",
    Look(("4", "7")): "m",
    Look((), "30", "46"): "K",
    Look((), "30", "42"): "G",
    Look((), "30", "43"): "S",
    Look((), "97", "41"): "B",
    Look((), "32"): "g",
    Look((), "", "46"): "K",
    Look((), "", "42"): "G",
    Look((), "", "43"): "S",
    Look((), "", "41"): "B",
}
"""By look: bold, dim, italic, underlined, reversed, what is typed over, the badges, the band, a badge without words."""


def grid(picture: Picture) -> str:
    """Write a picture down: the looks as row, column and number of cells."""
    text = ["".join(cell.glyph for cell in row).rstrip() for row in picture.rows]
    looks = [f"{y} {runs}" for y, row in enumerate(picture.rows) if (runs := " ".join(_runs(row)))]
    size = f"{picture.width}x{picture.height}"
    return "\n".join([f"== {size}", *text, f"-- {size}", *looks, ""])


def _runs(row: Sequence[Cell]) -> Iterator[str]:
    """Yield where a look begins and on how many cells it is; the blanks between two of the same belong to them."""
    letters = re.sub(r"([a-zA-Z]) +(?=\1)", lambda found: found[0].replace(" ", found[1]), "".join(map(_letter, row)))
    x = 0
    for letter, cells in groupby(letters):
        number = len(list(cells))
        if letter.isalpha():
            yield f"{x}{letter}{number}"
        x += number


def _letter(cell: Cell) -> str:
    if cell.look == PLAIN:
        return "." if cell.glyph.strip() else " "
    assert cell.look in LETTERS, f"{cell.look} is a look that no state had before: give it a letter in {__name__}"
    return LETTERS[cell.look]


def file_of(walk: str, state: str, folder: Path = GRIDS) -> Path:
    """Return where a state of a walk is kept."""
    return folder / f"{walk}-{state}.txt"


def written(pictures: Mapping[str, Sequence[Picture]]) -> dict[str, str]:
    """Return by state what its file says: its picture at each size."""
    return {state: "\n".join(map(grid, each)) for state, each in pictures.items()}
