"""The core is pure: importing it loads nothing that draws, stores or reads a clock."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import callscript.core

CORE = Path(callscript.core.__file__).parent
MODULES = sorted(
    ".".join(("callscript.core", *path.relative_to(CORE).with_suffix("").parts)).removesuffix(".__init__")
    for path in CORE.rglob("*.py")
)
FOREIGN = ("textual", "rich", "tinydb", "filelock", "platformdirs", "phonenumbers", "email_validator", "holidays")


def test_core_loads_nothing_but_itself() -> None:
    """A process that has imported the core has loaded no screen, no store and nothing else of this program."""
    code = f"import sys, {', '.join(MODULES)}; print(*sys.modules, sep='\\n')"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(run.stdout.split())
    assert set(MODULES) <= loaded
    assert not loaded.intersection(FOREIGN)
    ours = {name for name in loaded if name.split(".")[0] == "callscript"}
    assert ours == {"callscript", *MODULES}
