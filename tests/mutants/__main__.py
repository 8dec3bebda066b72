"""`python -m tests.mutants [--seed N] [--count N] [--all] [FILE…]`: how many faults the quick tests notice.

It takes faults at random, the same ones for the same seed, out of each of the files (those of `TESTS` unless some are
given), and prints those that nobody notices. Those that change nothing are named in `equivalent.toml`, with the reason.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
import tomllib
from pathlib import Path

from tests.mutants.faults import ROOT, Fault, faults
from tests.mutants.run import notices

_STORE = tuple(
    f"tests/store/test_{name}.py" for name in ("contract", "files", "tasks", "registers_gone", "closed_folders")
)
_JOURNAL = (
    "tests/store/test_contract.py",
    *(f"tests/store/test_{name}.py" for name in ("encoding", "journal", "format2", "format1", "newer")),
)
_SEATS = (
    "tests/store/test_seats.py",
    "tests/store/test_contract.py",
    "tests/store/test_files.py",
    "tests/store/test_format1.py",
)
_SERVICE = (*(f"tests/service/test_{name}.py" for name in ("session", "desk", "upkeep", "effects")), "tests/service")

TESTS: dict[str, tuple[str, ...]] = {
    "callscript/service/session.py": _SERVICE,
    "callscript/service/desk.py": _SERVICE,
    "callscript/service/saving.py": _SERVICE,
    "callscript/service/open_calls.py": _SERVICE,
    "callscript/service/desk_log.py": _SERVICE,
    "callscript/service/effects.py": _SERVICE,
    "callscript/service/upkeep.py": _SERVICE,
    "callscript/store/seats.py": _SEATS,
    "callscript/store/seat_lock.py": _SEATS,
    "callscript/store/rebuilding.py": _STORE,
    "callscript/store/memory.py": _STORE[:1],
    "callscript/store/names.py": _JOURNAL,
    "callscript/store/logs.py": _JOURNAL,
    "callscript/store/registers": _STORE,
    "callscript/store/journal": (*_JOURNAL, "tests/service/test_saving.py"),
}
"""By file or folder, the tests that run in seconds and have to do with it, the likeliest first."""


def equivalent() -> dict[tuple[str, str, str, str], str]:
    """Return the faults that change nothing, and why."""
    told = tomllib.loads((Path(__file__).parent / "equivalent.toml").read_text(encoding="utf-8"))
    return {(each["file"], each["place"], each["kind"], each["was"]): each["why"] for each in told["fault"]}


def files() -> dict[str, tuple[str, ...]]:
    """Return every file that faults are put into, with its tests."""
    found: dict[str, tuple[str, ...]] = {}
    for place, tests in TESTS.items():
        path = ROOT / place
        below = sorted(path.glob("*.py")) if path.is_dir() else [path]
        found |= {str(file.relative_to(ROOT)): tests for file in below if file.name != "__init__.py"}
    return found


def main() -> int:
    """Put faults in, and print who noticed."""
    asks = argparse.ArgumentParser(
        prog="python -m tests.mutants", description=__doc__.splitlines()[0] if __doc__ else ""
    )
    asks.add_argument("files", nargs="*", metavar="FILE")
    asks.add_argument("--seed", type=int, default=1)
    asks.add_argument("--count", type=int, default=60, help="how many faults, over all files")
    asks.add_argument("--all", action="store_true", help="every fault there is")
    given = asks.parse_args()
    known, tests = equivalent(), files()
    chosen = [file for file in tests if not given.files or any(file.startswith(each) for each in given.files)]
    every = [fault for file in chosen for fault in faults(file)]
    if not given.all:
        every = sorted(random.Random(given.seed).sample(every, min(given.count, len(every))))
    sound = [fault for fault in every if fault.key not in known]
    for suite in dict.fromkeys(tests[fault.file] for fault in sound):
        if notices(None, suite):
            print(f"these tests fail for the program as it is: {' '.join(suite)}")
            return 2
    survived: list[Fault] = []
    for number, fault in enumerate(sound, start=1):
        begun = time.monotonic()
        noticed = notices(fault, tests[fault.file])
        if not noticed:
            survived.append(fault)
        print(
            f"{number}/{len(sound)} {'noticed' if noticed else 'NOT NOTICED'} {time.monotonic() - begun:.0f}s {fault}",
            flush=True,
        )
    print(f"noticed {len(sound) - len(survived)} of {len(sound)}; {len(every) - len(sound)} more change nothing")
    for fault in survived:
        print(f"not noticed: {fault}")
    return 1 if len(survived) * 10 > len(sound) else 0


if __name__ == "__main__":
    sys.exit(main())
