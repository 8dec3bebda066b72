"""What is handed out: the wheel, installed with pip into an empty environment, without the checkout."""

from __future__ import annotations

import subprocess
import sys
import venv
from collections.abc import Sequence
from pathlib import Path
from zipfile import ZipFile

import pytest
from babel.messages.pofile import read_po

from callscript import __version__
from tests.terminal.terminal import ROOT, Terminal

pytestmark = pytest.mark.timeout(900)

PACKS = ("ua-court", "lv-lvrtc")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel."""
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--wheel", "--outdir", folder, ROOT)
    (built,) = folder.glob("*.whl")
    return built


def run(*command: str | Path, folder: Path | None = None) -> str:
    """Run a command that must succeed; return what it prints."""
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_wheel_has_all_its_data(wheel: Path) -> None:
    """Packs, styles and compiled translations are in the wheel; tests are not."""
    names = set(ZipFile(wheel).namelist())
    data = [file for file in (ROOT / "data").rglob("*") if file.suffix in (".toml", ".po")]
    assert len(data) >= 8
    for file in data:
        assert (
            f"callscript/{file.relative_to(ROOT).with_suffix('.mo' if file.suffix == '.po' else file.suffix)}" in names
        )
    for style in (ROOT / "callscript").rglob("*.tcss"):
        assert str(style.relative_to(ROOT)) in names
    assert all(name.startswith("callscript") for name in names)


def test_the_installed_program(wheel: Path, tmp_path: Path) -> None:
    """In an empty environment the wheel brings the command, both packs, which are sound, and a demo under each."""
    command = installed(wheel, tmp_path / "environment")
    (packs,) = command.parents[1].glob("lib/python*/site-packages/callscript/data/packs")
    assert run(command, "--version", folder=tmp_path) == f"callscript {__version__}\n"
    listed = run(command, "packs", folder=tmp_path)
    assert run(command, "check", *PACKS, *(packs / pack for pack in PACKS), folder=tmp_path) == ""
    for pack in PACKS:
        assert pack in listed
        come_and_go([command, "demo", "--pack", pack], tmp_path, "New call")
    come_and_go([command, "demo"], tmp_path, "New call")
    for language in ("uk", "lv"):
        come_and_go([command, "demo"], tmp_path, translated("New call", language), LANG=f"{language}.UTF-8")


def installed(wheel: Path, folder: Path) -> Path:
    """Install the wheel into an empty environment; return the command."""
    venv.create(folder, with_pip=True)
    run(folder / "bin" / "python", "-m", "pip", "install", "--quiet", wheel)
    return folder / "bin" / "callscript"


def come_and_go(command: Sequence[str | Path], home: Path, shown: str, **env: str) -> None:
    """Start the program, see its home screen, and leave."""
    with Terminal(list(map(str, command)), home, env=env) as terminal:
        terminal.wait_for(shown, "№ 17")
        terminal.press("f12")
        assert terminal.exit_status() == 0


def translated(message: str, language: str) -> str:
    """Return what the interface says in a language."""
    with (ROOT / "data" / "locale" / language / "LC_MESSAGES" / "callscript.po").open("rb") as file:
        found = read_po(file)[message]
    assert found.string
    return str(found.string)
