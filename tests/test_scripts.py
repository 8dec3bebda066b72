"""The scripts by which people and CI make the environment, run the demonstration, the tests and the checks."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.programs import ROOT
from tests.terminal.any_terminal import tool

ORDINARY = ("sh", "dirname", "sed", "grep", "id", "env", "python3")
"""What is on any machine."""


@pytest.fixture
def bare(tmp_path: Path) -> dict[str, str]:
    """A machine that has no packages of Debian, and nothing that installs any."""
    (tmp_path / "bin").mkdir()
    for name in ORDINARY:
        (tmp_path / "bin" / name).symlink_to(tool(name))
    return {"PATH": str(tmp_path / "bin")}


def test_packages_that_cannot_be_installed(bare: dict[str, str], tmp_path: Path) -> None:
    """Where packages are missing and cannot be installed, it ends at once, with a sentence that names them all."""
    shutil.copytree(ROOT / "scripts", tmp_path / "scripts")
    (tmp_path / "tests").mkdir()
    shutil.copy(ROOT / "tests" / "debian-packages.txt", tmp_path / "tests")
    done = subprocess.run(
        [tmp_path / "scripts" / "test", "-m", "unit"], env=bare, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert done.stdout == ""
    said = done.stderr.splitlines()[-1]
    assert "these packages of Debian are needed" in said
    listed = re.findall(r"(?m)^[\w-]+", (ROOT / "tests" / "debian-packages.txt").read_text(encoding="utf-8"))
    assert len(listed) > 10
    assert said.split(":")[-1].split() == listed
    assert not (tmp_path / ".venv").exists()


def test_every_script_is_a_program() -> None:
    """All but what they share can be run, and each begins with what it is for."""
    for script in (ROOT / "scripts").iterdir():
        first, second, *_ = script.read_text(encoding="utf-8").splitlines()
        if script.suffix == ".sh":
            assert first.startswith("# ")
        else:
            assert first == "#!/bin/sh"
            assert second.startswith("# ")
            assert script.stat().st_mode & 0o111


def test_ci_runs_what_people_run() -> None:
    """CI checks and tests by the scripts that people use, and by nothing else."""
    lines = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    run = [line.split()[0] for line in lines if line and not line.startswith(("#", "set ", "cd "))]
    assert run == ["scripts/check", "scripts/test"]
