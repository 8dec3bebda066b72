"""The store beside sqlite: saving an event, looking a caller up, listing work, starting, and many operators at once.

Run as `python -m benchmarks.store [--folder FOLDER] [--quick]`. The folder, or TMPDIR, is to be on a disk: in memory a
sync costs nothing and says nothing. What is made there, two gigabytes of it, is gone afterwards.
"""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path

from benchmarks import store_append, store_crowd, store_history, store_work
from benchmarks.store_disk import IN_MEMORY, file_system, place
from benchmarks.store_scale import FULL, QUICK
from benchmarks.table import Row, lines


def rows(folder: Path | None = None, *, quick: bool = False) -> list[Row]:
    """Measure everything, under a folder; quickly, to see that it works."""
    scale = QUICK if quick else FULL
    found: list[Row] = []
    for part in (store_append.rows, store_crowd.rows, store_history.rows, store_work.rows):
        with place(folder) as home:
            found += part(home, scale)
    return found


def main() -> int:
    """Print the table; return 0 if all targets are met."""
    parser = ArgumentParser(prog="python -m benchmarks.store", description="Measure the store.")
    parser.add_argument("--folder", type=Path, help="where to keep the data meanwhile, on a disk (TMPDIR)")
    parser.add_argument("--quick", action="store_true", help="a small run, to see that it works")
    options = parser.parse_args()
    with place(options.folder) as home:
        kind = file_system(home)
    print(f"on {kind}{': in memory, a sync says nothing' if kind in IN_MEMORY else ''}\n")
    found = rows(options.folder, quick=options.quick)
    print("\n".join(lines(found)))
    return 0 if all(row.met for row in found) else 1


if __name__ == "__main__":
    sys.exit(main())
