"""The store beside sqlite: saving an event, looking a caller up, listing work, starting, and many operators at once.

Run as `python -m benchmarks.store [--folder FOLDER] [--quick]`. The folder, or TMPDIR, is to be on a disk: in memory a
sync costs nothing and says nothing. What is made there, two gigabytes of it, is gone afterwards.
"""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks import alone, store_append, store_crowd, store_history, store_work
from benchmarks.store_disk import IN_MEMORY, file_system, place
from benchmarks.store_scale import FULL, QUICK
from benchmarks.table import Row


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
    options = alone.parser("store", "Measure the store.").parse_args()
    with place(options.folder) as home:
        kind = file_system(home)
    print(f"on {kind}{': in memory, a sync says nothing' if kind in IN_MEMORY else ''}\n")
    return alone.run(rows, options)


if __name__ == "__main__":
    sys.exit(main())
