"""The last release that recorded calls in format 1, got out of the history of the repository."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

import pytest

from tests.store.children import ROOT

COMMIT = "938ec56"


class ReleaseBefore:
    """A checkout of that release, run with the packages of this one."""

    def __init__(self, folder: Path) -> None:
        history = subprocess.run(["git", "archive", COMMIT, "callscript", "data"], cwd=ROOT, capture_output=True)
        if history.returncode:
            pytest.fail(f"this needs the history of the repository, back to {COMMIT}: git fetch --unshallow")
        with tarfile.open(fileobj=BytesIO(history.stdout)) as archive:
            archive.extractall(folder, filter="data")
        self._folder = folder

    def environment(self, others: Mapping[str, str] = os.environ) -> dict[str, str]:
        """Return what has Python load that release, wherever it is started."""
        return {**others, "PYTHONPATH": str(self._folder), "PYTHONSAFEPATH": "1", "LANG": "C.UTF-8"}

    def run(self, *arguments: str | Path, given: str = "") -> subprocess.CompletedProcess[str]:
        """Run a command of that release."""
        command = [sys.executable, "-m", "callscript", *map(str, arguments)]
        return subprocess.run(
            command, env=self.environment(), input=given, capture_output=True, text=True, encoding="utf-8", timeout=120
        )
