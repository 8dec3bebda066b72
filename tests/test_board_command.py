"""`callscript board`: what programs are told, what is told line by line, and to whom."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path
from signal import SIGKILL
from typing import IO, Any

import pytest

from callscript.runtime.paths import Folders
from callscript.store.access import AccessRecords
from tests.programs import ROOT, SURROUNDINGS, completed
from tests.store.test_accounts import Office, office, take_call
from tests.terminal.any_terminal import soon

__all__ = ["office"]
PROGRAM = (sys.executable, "-m", "callscript")
PHONE = "0509876543"
SURNAME = "Прізвищенко"


def run(home: Path, *arguments: str, lines: str = "") -> subprocess.CompletedProcess[str]:
    """Run the board of a home."""
    command = [*PROGRAM, "board", "--home", str(home), *arguments]
    return completed(command, _own(), lines)


def told(home: Path) -> list[dict[str, Any]]:
    """Return what programs are told of the operators."""
    done = run(home, "--once", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    return json.loads(done.stdout)["operators"]


def states(home: Path) -> dict[str, tuple[str, str | None]]:
    """Return the state of each operator, and why they are silent."""
    return {each["operator"]: (each["state"], each["silence"]) for each in told(home)}


def _own() -> Mapping[str, str]:
    return {"HOME": str(Path.home()), **SURROUNDINGS}


@contextmanager
def sessions(home: Path, *numbers: str) -> Generator[dict[str, subprocess.Popen[str]]]:
    """Run sessions of operators line by line, each with a profile of its own in one home; kill them at the end."""
    running: dict[str, subprocess.Popen[str]] = {}
    try:
        for number in numbers:
            own = home.parent / f"own-{number}"
            settings = own / ".config" / "callscript" / "profile.toml"
            settings.parent.mkdir(parents=True)
            settings.write_text(
                f'number = "{number}"\nname = "Олена"\nname_latin = "Olena"\ngender = "feminine"\n'
                'pack = "ua-court"\nlanguage = "en"\n',
                encoding="utf-8",
            )
            for each in (settings, settings.parent, settings.parent.parent, own):
                each.chmod(0o600 if each.is_file() else 0o700)
            running[number] = subprocess.Popen(
                [*PROGRAM, "run", "--plain", "--home", str(home)],
                env={**_own(), "HOME": str(own)}, cwd=ROOT, text=True, encoding="utf-8",
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            )  # fmt: skip
        yield running
    finally:
        for each in running.values():
            each.kill()
            each.communicate()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home that several accounts may work in."""
    home = tmp_path / "home"
    home.mkdir()
    home.chmod(0o2770)
    (home / "settings.toml").write_text('[store]\nshare = "group"\n', encoding="utf-8")
    (home / "settings.toml").chmod(0o640)
    return home


def type_in(session: subprocess.Popen[str], text: str) -> None:
    """Type lines into a session."""
    line: IO[str] | None = session.stdin
    assert line
    line.write(text)
    line.flush()


def test_processes_killed_are_seen_as_gone(home: Path) -> None:
    """Ready, in a call, on hold: who is killed with -9 is gone at the next look, with the call that they left open."""
    with sessions(home, "17", "18", "19") as running:
        assert soon(lambda: states(home) == dict.fromkeys(("17", "18", "19"), ("ready", None))), states(home)
        type_in(running["17"], f"{PHONE}\n\n\n")
        type_in(running["18"], f"{PHONE}\n\n\n*2\n1\n")
        wanted = {"17": ("call", None), "18": ("hold", None), "19": ("ready", None)}
        assert soon(lambda: states(home) == wanted), states(home)
        for each in running.values():
            each.send_signal(SIGKILL)
            each.wait()
        assert states(home) == {"17": ("gone", "left"), "18": ("gone", "left")}
        listed = run(home, "--once")
        assert (listed.returncode, listed.stderr) == (0, "")
        counts, *lines = listed.stdout.splitlines()
        assert counts == "no sign of life: 2"
        assert all("gone" in line and line.endswith("! no sign of life") for line in lines)
        assert "ready" not in listed.stdout
    with sessions(home.parent / "home", "20") as running:
        assert soon(lambda: states(home).get("20") == ("ready", None))


def test_a_session_that_has_not_gone_on_is_no_sign_of_life(home: Path) -> None:
    """The program was started again, and asks whether to go on: nobody is in the call until that is answered."""
    with sessions(home, "17") as running:
        type_in(running["17"], f"{PHONE}\n\n")
        assert soon(lambda: states(home) == {"17": ("call", None)})
    own = home.parent / "own-17"
    again = subprocess.Popen(
        [*PROGRAM, "run", "--plain", "--home", str(home)],
        env={**_own(), "HOME": str(own)}, cwd=ROOT, text=True, encoding="utf-8",
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    try:
        assert soon(lambda: states(home) == {"17": ("call", "not_resumed")}), states(home)
        type_in(again, "1\n")
        assert soon(lambda: states(home) == {"17": ("call", None)}), states(home)
    finally:
        again.kill()
        again.communicate()


def test_no_word_of_a_caller_is_on_the_board(home: Path) -> None:
    """Of the number its end, of names nothing: not for programs, not in lines, not as changes are told."""
    with sessions(home, "17") as running:
        type_in(running["17"], f"{PHONE}\n\n\n{SURNAME}\n")
        assert soon(lambda: SURNAME in next(home.rglob("17.jsonl"), home / "settings.toml").read_text(encoding="utf-8"))
        found = told(home)
        assert [each["phone"] for each in found] == ["•••43"]
        every = json.dumps(found, ensure_ascii=False) + run(home, "--once").stdout + run(home, "--plain").stdout
        for planted in (SURNAME, PHONE, PHONE.lstrip("0"), "Олена", "Olena"):
            assert planted not in every
        assert "•••43" in every


def test_line_by_line_changes_are_told_and_a_call_is_opened(home: Path) -> None:
    """How everybody stands, then what changes; a number opens the call, behind a record of who did."""
    with sessions(home, "17") as running:
        assert soon(lambda: states(home) == {"17": ("ready", None)})
        command = [*PROGRAM, "board", "--plain", "--ascii", "--home", str(home)]
        with subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=_own(), cwd=ROOT, text=True, encoding="utf-8"
        ) as board:
            assert board.stdin
            assert board.stdout
            assert board.stdout.readline().startswith("The number of an operator")
            assert board.stdout.readline() == "ready: 1\n"
            assert board.stdout.readline().split("  ")[1] == "ready"
            type_in(running["17"], f"{PHONE}\n\n")
            assert "in a call" in board.stdout.readline()
            board.stdin.write("99\n17\n")
            board.stdin.close()
            rest = board.stdout.read()
        assert "99 has no open call" in rest
        assert "call begun, operator 17" in rest
        assert "+380509876543" in rest
    (record,) = AccessRecords(home / "access").all()
    assert (record.uid, record.operator) == (os.getuid(), "17")


KILLED = """
import os, signal, sys
from callscript.store.access import AccessRecords
record = AccessRecords.record
def recorded(self, access):
    record(self, access)
    os.kill(os.getpid(), signal.SIGKILL)
AccessRecords.record = recorded
from callscript.cli import main
sys.exit(main(sys.argv[1:]))
"""
"""A board that is killed once it is recorded who opens a call, before the call is read."""


def test_a_board_that_is_killed_before_it_reads_has_left_its_record(home: Path) -> None:
    """kill -9 between record and reading: it is known who was about to read, and no line of the call was told."""
    with sessions(home, "17") as running:
        type_in(running["17"], f"{PHONE}\n\n")
        assert soon(lambda: states(home) == {"17": ("call", None)})
        command = [sys.executable, "-c", KILLED, "board", "--plain", "--home", str(home)]
        done = subprocess.run(
            command, input="17\n", capture_output=True, text=True, encoding="utf-8", env=_own(), cwd=ROOT, check=False
        )
        assert done.returncode == -SIGKILL
        assert PHONE.lstrip("0") not in done.stdout
        (record,) = AccessRecords(home / "access").all()
        assert (record.uid, record.operator) == (os.getuid(), "17")


def test_without_a_terminal_and_with_arguments_that_make_no_sense(home: Path) -> None:
    """It needs a terminal, unless line by line or once; JSON is told once."""
    Folders.resolve(home)
    assert run(home, "--json").returncode == 2
    done = run(home)
    assert (done.returncode, "--plain" in done.stderr) == (2, True)
    empty = run(home, "--once")
    assert (empty.returncode, empty.stdout, empty.stderr) == (0, "", "nobody is here\n")


def test_a_supervisor_reads_what_the_group_shares(office: Office) -> None:
    """Of the group: the board, and calls behind a record in a file of that account. A stranger is told why not."""
    home, (operator, supervisor, stranger) = office.home, office[2:]
    take_call(operator, home)
    left = operator.run("run", "--plain", "--home", home, lines=f"{PHONE}\n\n")
    assert left.returncode == 0
    seen = supervisor.run("board", "--once", "--json", "--home", home)
    assert (seen.returncode, seen.stderr) == (0, "")
    (row,) = json.loads(seen.stdout)["operators"]
    assert (row["operator"], row["state"], row["silence"], row["phone"]) == ("17", "gone", "left", "•••43")
    opened = supervisor.run("board", "--plain", "--home", home, lines="17\n")
    assert "call begun, operator 17" in opened.stdout
    (file,) = (home / "access").iterdir()
    assert (file.name, file.stat().st_uid, file.stat().st_mode & 0o777) == (
        f"{supervisor.id}.jsonl",
        supervisor.id,
        0o640,
    )
    assert operator.sh(f"echo x >>{file}") != 0
    assert operator.sh(f"rm -f {file} && ! test -e {file}") != 0

    file.unlink()
    (home / "access").chmod(0o3550)
    os.chown(home / "access", operator.id, -1)
    refused = supervisor.run("board", "--plain", "--home", home, lines="17\n")
    assert "Not opened: " in refused.stdout
    assert "call begun" not in refused.stdout
    for arguments in (("--once",), ("--once", "--json"), ("--plain",)):
        done = stranger.run("board", *arguments, "--home", home)
        assert (done.returncode, done.stdout, "Permission denied" in done.stderr) == (69, "", True)


def test_a_home_that_is_not_shared_is_its_owners(office: Office) -> None:
    """Another account is told so, whatever group it is of."""
    own = office.first.home / "own"
    done = office.first.run("run", "--plain", "--home", own, lines="")
    assert done.returncode == 0, done.stderr
    office.first.home.chmod(0o755)
    refused = office.second.run("board", "--once", "--home", own)
    assert (refused.returncode, refused.stdout, "Permission denied" in refused.stderr) == (69, "", True)
