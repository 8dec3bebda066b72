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
from filelock import FileLock

from callscript import __version__
from callscript.cli import make_parser
from tests.programs import ROOT
from tests.terminal.any_terminal import tool
from tests.terminal.terminal import Terminal

pytestmark = pytest.mark.timeout(900)

PACKS = ("ua-court", "lv-lvrtc")
ERASE_LINE = b"\x15"
"""Ctrl+U: bash forgets what was typed."""


@pytest.fixture(scope="session")
def handed_out(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A folder with the wheel, and an environment with it and what the lock says is deployed; made by one worker."""
    base = tmp_path_factory.getbasetemp()
    folder = (base if worker_id == "master" else base.parent) / "handed-out"
    with FileLock(f"{folder}.lock"):
        if not (folder / "environment" / "bin" / "callscript").exists():
            run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT)
            install(folder)
    return folder


@pytest.fixture
def wheel(handed_out: Path) -> Path:
    """The wheel."""
    (built,) = handed_out.glob("*.whl")
    return built


@pytest.fixture
def environment(handed_out: Path) -> Path:
    """An environment with the wheel and what the lock says is deployed, nothing else."""
    return handed_out / "environment"


def install(folder: Path) -> None:
    """Make an environment beside a wheel, and install the wheel as the manual says."""
    (wheel,) = folder.glob("*.whl")
    venv.create(folder / "environment")
    pip = (sys.executable, "-m", "pip", "--python", folder / "environment")
    locked = ("--require-hashes", "-r", ROOT / "requirements" / "deployed.txt")
    run(*pip, "install", "--quiet", "--no-compile", *locked)
    run(*pip, "install", "--quiet", "--no-compile", "--no-deps", wheel)
    run(*pip, "check")


def run(*command: str | Path, folder: Path | None = None) -> str:
    """Run a command that must succeed; return what it prints."""
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_wheel_has_all_its_data(wheel: Path) -> None:
    """Packs, articles, tables, styles and compiled translations are in the wheel; tests are not."""
    names = set(ZipFile(wheel).namelist())
    data = [file for file in (ROOT / "data").rglob("*") if file.suffix in (".toml", ".po", ".md", ".sql")]
    assert len(data) >= 8
    for file in data:
        assert (
            f"callscript/{file.relative_to(ROOT).with_suffix('.mo' if file.suffix == '.po' else file.suffix)}" in names
        )
    for style in (ROOT / "callscript").rglob("*.tcss"):
        assert str(style.relative_to(ROOT)) in names
    assert all(name.startswith("callscript") for name in names)


def test_the_installed_program(environment: Path, tmp_path: Path) -> None:
    """In an empty environment the wheel brings the command, both packs, which are sound, and a demo under each."""
    command = environment / "bin" / "callscript"
    (packs,) = environment.glob("lib/python*/site-packages/callscript/data/packs")
    assert run(command, "--version", folder=tmp_path) == f"callscript {__version__}\n"
    listed = run(command, "packs", folder=tmp_path)
    assert run(command, "check", *PACKS, *(packs / pack for pack in PACKS), folder=tmp_path) == ""
    for pack in PACKS:
        assert pack in listed
        come_and_go([command, "demo", "--pack", pack], tmp_path, "New call")
    come_and_go([command, "demo"], tmp_path, "New call")
    for language in ("uk", "lv"):
        come_and_go([command, "demo"], tmp_path, translated("New call", language), LANG=f"{language}.UTF-8")


def test_what_makes_the_package_is_not_installed_with_it(environment: Path) -> None:
    """What makes the man page and the completion stays where the wheel was built."""
    tools = [path.name for name in ("shtab", "argparse_manpage") for path in environment.rglob(name)]
    assert tools == []


def test_the_man_page(environment: Path) -> None:
    """The man page reads without a warning, and tells of every command and option and of the exit statuses."""
    page = environment / "share" / "man" / "man1" / "callscript.1"
    done = subprocess.run(
        [tool("groff"), "-man", "-ww", "-k", "-Tutf8", "-P-cbou", page],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    assert done.stderr == ""
    words = " ".join(done.stdout.split())
    parser, commands = make_parser()
    for name in commands:
        assert f"callscript {name}" in words
    for option in ("--plain", "--ascii", "--language {uk,lv,en}", "--pack ID|PATH", "--home DIR", "--day D", "--json"):
        assert option in words
    for status in ("0 done", "2 usage", "75 locked by another live session"):
        assert status in words
    assert parser.description
    assert parser.description in words


def test_bash_completes(environment: Path, tmp_path: Path) -> None:
    """In bash the Tab key completes commands, options, their values and folders; the other shells have their files."""
    share = environment / "share"
    (tmp_path / "archive").mkdir()
    (tmp_path / "arrears").touch()
    with Terminal([tool("bash"), "--noprofile", "--norc", "-i"], tmp_path, env={"PS1": "ready> "}) as terminal:
        terminal.wait_for("ready> ")
        terminal.type(f"cd {tmp_path}; clear; . {share}/bash-completion/completions/callscript")
        terminal.press("enter")
        for typed, rest in (
            ("callscript reb", "uild "),
            ("callscript demo --pl", "ain "),
            ("callscript calls --ph", "one "),
            ("callscript run --language l", "v "),
            ("callscript show --home ar", "chive/"),
        ):
            terminal.type(typed)
            terminal.press("tab")
            terminal.wait_until(lambda line=f"ready> {typed}{rest}": line == before_cursor(terminal), typed)
            terminal.send(ERASE_LINE)
    assert "callscript" in (share / "zsh" / "site-functions" / "_callscript").read_text(encoding="utf-8")
    assert "callscript" in (share / "fish" / "vendor_completions.d" / "callscript.fish").read_text(encoding="utf-8")


def before_cursor(terminal: Terminal) -> str:
    """Return what stands in the line before the cursor."""
    assert terminal.cursor
    return terminal.parted(*terminal.cursor)[0]


def come_and_go(command: Sequence[str | Path], home: Path, shown: str, **env: str) -> None:
    """Start the program, see its home screen, and leave."""
    with Terminal(list(map(str, command)), home, env=env) as terminal:
        terminal.wait_for(shown, " 17 ")
        terminal.press("f12")
        assert terminal.exit_status() == 0


def translated(message: str, language: str) -> str:
    """Return what the interface says in a language."""
    with (ROOT / "data" / "locale" / language / "LC_MESSAGES" / "callscript.po").open("rb") as file:
        found = read_po(file)[message]
    assert found.string
    return str(found.string)
