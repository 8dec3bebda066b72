"""Whatever is missing where the program runs: it ends with a sentence and a status of its own, never without a word."""

from __future__ import annotations

import os
import pty
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from callscript.runtime.paths import Folders
from callscript.store.files import FileStore
from callscript.store.journal import checksum
from tests.store.samples import CALL, log

ROOT = Path(__file__).parents[1]
PROGRAM = (sys.executable, "-m", "callscript")
NOBODY = ("unshare", "--user", "--map-user=12345", "--map-group=12345")
"""As an account that has no entry anywhere."""

WITHOUT_ZONES = """
import sys, zoneinfo
zoneinfo.reset_tzpath(to=())
sys.modules["tzdata"] = None
from callscript.cli import main
sys.exit(main())
"""
WITHOUT_THREADS = """
import sys, threading
def refuse(thread):
    raise RuntimeError("can't start new thread")
threading.Thread.start = refuse
from callscript.cli import main
sys.exit(main())
"""


def end(
    command: Sequence[str], *, env: Mapping[str, str] | None = None, given: str = "", cwd: Path = ROOT
) -> subprocess.CompletedProcess[str]:
    """Run a program to its end."""
    return subprocess.run(
        command, cwd=cwd, env=env, input=given, capture_output=True, text=True, check=False, timeout=60
    )


def environment(**given: str) -> dict[str, str]:
    """Return an environment without a home folder."""
    return {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", **given}


@pytest.mark.parametrize("arguments", [["run", "--plain"], ["calls"], ["show", CALL], ["rebuild"], []])
@pytest.mark.parametrize("home", [{}, {"HOME": ""}])
def test_no_home_folder(arguments: list[str], home: dict[str, str]) -> None:
    """An account without a home folder is told how to name one, and nothing is made anywhere."""
    before = set(ROOT.iterdir())
    done = end((*NOBODY, *PROGRAM, *(arguments or ["packs"])), env=environment(**home))
    if not arguments:
        assert done.returncode == 0, "what needs no folder does without"
        return
    assert done.returncode == 69, done.stderr
    assert "--home or CALLSCRIPT_HOME" in done.stderr
    assert set(ROOT.iterdir()) == before


@pytest.mark.parametrize("arguments", [["run", "--plain"], ["calls"]])
def test_nobody_of_that_name(arguments: list[str]) -> None:
    """So it is with the home of an account that does not exist."""
    done = end((*PROGRAM, *arguments, "--home", "~nosuchuser/x"))
    assert done.returncode == 69
    assert "there is no account nosuchuser" in done.stderr


def test_no_time_zones(tmp_path: Path) -> None:
    """Without the data of time zones no call is taken, whether or not the pack has passed its check before."""
    demo = ["demo", "--plain", "--home", str(tmp_path)]
    for warm in (False, True):
        if warm:
            assert end((*PROGRAM, *demo)).returncode == 0
        done = end((sys.executable, "-c", WITHOUT_ZONES, *demo))
        assert done.returncode == 69, done.stderr
        assert "install tzdata" in done.stderr


def test_no_thread_to_be_had(tmp_path: Path) -> None:
    """Where the system has no more threads (EAGAIN), what they do is done in its turn, and a call is taken."""
    done = end(
        (sys.executable, "-c", WITHOUT_THREADS, "demo", "--plain", "--home", str(tmp_path)), given="\n\n\n1\n*12\n2\n"
    )
    assert done.returncode == 0, done.stderr
    journal = FileStore(Folders.resolve(tmp_path)).journal
    (day,) = journal.days()
    assert [len(events) > 3 for events in journal.read_day(day).calls.values()] == [True]


DEEP = "[" * 200_000


def test_too_deep_a_nesting(tmp_path: Path) -> None:
    """Brackets without end are told like any other damage, in a pack, a profile and a journal."""
    pack = shutil.copytree(ROOT / "data" / "packs" / "ua-court", tmp_path / "pack")
    (pack / "pack.toml").write_text(f"deep = {DEEP}", encoding="utf-8")
    assert end((*PROGRAM, "check", str(pack))).returncode == 1
    done = end((*PROGRAM, "demo", "--plain", "--pack", str(pack), "--home", str(tmp_path / "home")))
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)
    assert "no call can be taken" in done.stderr

    folders = Folders.resolve(tmp_path / "home")
    folders.make()
    folders.profile.write_text(f"deep = {DEEP}", encoding="utf-8")
    done = end((*PROGRAM, "run", "--plain", "--home", str(tmp_path / "home")))
    assert done.returncode == 0, done.stderr
    assert "profile cannot be used" in done.stdout

    store = FileStore(folders)
    store.journal.append(CALL, log(length=2))
    store.journal.close()
    (file,) = folders.journal.rglob("*.jsonl")
    with file.open("ab") as lines:
        lines.write(checksum.closed(b'{"v":1,"call":"' + CALL.encode() + b'","seq":3,"deep":' + DEEP.encode()))
    found = store.journal.read_call(CALL)
    assert found.events == log(length=2)
    assert found.problems


@pytest.mark.parametrize("arguments", [["demo"], ["demo", "--plain"], ["packs"]])
def test_a_terminal_that_is_gone(arguments: list[str], tmp_path: Path) -> None:
    """A terminal that was closed before the program began is told like one that closes later: 129."""
    master, slave = pty.openpty()
    os.close(master)
    home = ["--home", str(tmp_path)] if arguments[0] == "demo" else []
    done = subprocess.run(
        (*PROGRAM, *arguments, *home), cwd=ROOT, stdin=slave, stdout=slave, stderr=subprocess.PIPE, check=False
    )
    os.close(slave)
    assert done.returncode == 129, done.stderr
