"""A thousand sessions killed, with faults of the system and lines tampered with: nothing is lost unnamed."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.store.children import ROOT


@pytest.mark.parametrize("kills", [50, pytest.param(1000, marks=pytest.mark.soak)])
def test_kills_with_faults(kills: int, tmp_path: Path) -> None:
    """Faults of the system cost nothing that was acknowledged; what tampering costs is named as missing."""
    command = [sys.executable, "-m", "tests.store.kills", str(kills), "20261126", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False, text=True)
    print(done.stdout)  # noqa: T201 - the figures are the result
    assert done.returncode == 0, done.stdout + done.stderr
    faults, tampered = (
        {word: int(number) for word, number in re.findall(r"(\w+) (\d+)", line)} for line in done.stdout.splitlines()
    )
    assert faults["acknowledged"] == faults["recovered"] > kills
    assert tampered["acknowledged"] == tampered["recovered"] + tampered["named"] > tampered["recovered"]
