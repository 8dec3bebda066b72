"""Everything that is measured, in one table: `python -m benchmarks [--quick]`. It takes half an hour, on a
machine that does nothing else meanwhile. `results.md` holds the latest one that was kept.
"""

from __future__ import annotations

import platform
import sys
from datetime import UTC, datetime
from importlib.metadata import version
from os import cpu_count
from pathlib import Path

from benchmarks import decide, screen, store
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


def main(*, quick: bool) -> int:
    """Print the table; return 0 if every target is met."""
    rows = [
        *screen.rows(quick=quick),
        *store.rows(quick=quick),
        *decide.rows(),
    ]
    print(f"# What was measured\n\n{machine()}\n")
    print("\n".join(lines(rows)))
    missed = sum(not row.met for row in rows)
    print(f"\n{len(rows)} figures, {missed} missed")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(quick="--quick" in sys.argv))
