"""The core is pure: importing it loads nothing that draws, stores or reads a clock."""

from __future__ import annotations

import subprocess
import sys
import tomllib
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


def test_every_module_of_the_core_has_a_place_in_its_layers() -> None:
    """The order of the core's modules, which import-linter holds, names each of them."""
    contracts = tomllib.loads((CORE.parents[1] / "pyproject.toml").read_text(encoding="utf-8"))
    (order,) = (
        contract["layers"]
        for contract in contracts["tool"]["importlinter"]["contracts"]
        if contract["type"] == "layers" and contract["containers"] == ["callscript.core"]
    )
    placed = [f"callscript.core.{name.strip()}" for layer in order for name in layer.split("|")]
    packages = {path.parent.name for path in CORE.glob("*/__init__.py")}
    assert sorted(placed) == sorted(
        set(MODULES) - {"callscript.core"} - {f"callscript.core.{name}" for name in packages}
    )
