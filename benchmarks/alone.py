"""One benchmark by itself: its arguments, its table, and how busy the machine was meanwhile."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from os import getloadavg
from pathlib import Path
from typing import Protocol

from benchmarks.table import Row, lines


class Rows(Protocol):
    """Measures."""

    def __call__(self, folder: Path | None = None, *, quick: bool = False) -> list[Row]:
        """Return what was measured, below a folder; quickly, to see that it works."""
        ...


def parser(name: str, told: str) -> ArgumentParser:
    """Return the parser of what every benchmark takes."""
    made = ArgumentParser(prog=f"python -m benchmarks.{name}", description=told)
    made.add_argument("--folder", type=Path, help="where to keep the data meanwhile, on a disk (TMPDIR)")
    made.add_argument("--quick", action="store_true", help="a small run, to see that it works")
    return made


def run(rows: Rows, options: Namespace) -> int:
    """Measure, and print the table; return 0 if all targets are met."""
    before = getloadavg()[0]
    found = rows(options.folder, quick=options.quick)
    print("\n".join((*lines(found), "", f"load: {before:.1f} before, {getloadavg()[0]:.1f} after")))
    return 0 if all(row.met for row in found) else 1
