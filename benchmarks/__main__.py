"""Everything that is measured, in one table: `python -m benchmarks [--quick] [--before CHECKOUT]`. It takes an hour, on
a machine that does nothing else meanwhile. `results.md` holds the latest one that was kept.
"""

from __future__ import annotations

import platform
import sys
from argparse import ArgumentParser
from datetime import UTC, datetime
from importlib.metadata import version
from os import cpu_count
from pathlib import Path

from benchmarks import articles, board, decide, relay, relay_board, relay_work, screen, store
from benchmarks.table import lines


def machine() -> str:
    """Say on what it was measured."""
    model = next(
        (line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in line),
        platform.machine(),
    )
    return (
        f"{datetime.now(UTC):%d.%m.%Y}, {model}, {cpu_count()} cores, {platform.system()} {platform.release()}, "
        f"Python {platform.python_version()}, Textual {version('textual')}, urwid {version('urwid')}"
    )


def main(*, quick: bool, before: Path | None) -> int:
    """Print the table; return 0 if every target is met."""
    rows = [
        *screen.rows(quick=quick, before=before),
        *store.rows(quick=quick),
        *articles.rows(quick=quick),
        *board.rows(quick=quick),
        *relay.rows(quick=quick),
        *relay_board.rows(quick=quick),
        *relay_work.rows(quick=quick),
        *decide.rows(),
    ]
    print(f"# What was measured\n\n{machine()}\n")
    print("\n".join(lines(rows)))
    missed = sum(not row.met for row in rows)
    print(f"\n{len(rows)} figures, {missed} missed")
    return 1 if missed else 0


if __name__ == "__main__":
    parser = ArgumentParser(prog="python -m benchmarks", description="Measure everything.")
    parser.add_argument("--quick", action="store_true", help="a small run, to see that it works")
    parser.add_argument("--before", type=Path, metavar="CHECKOUT", help="another release of callscript to measure too")
    options = parser.parse_args()
    sys.exit(main(quick=options.quick, before=options.before))
