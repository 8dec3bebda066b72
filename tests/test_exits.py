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


@pytest.mark.parametrize("arguments", [["run", "--plain"], ["demo", "--plain"], ["rebuild"]])
def test_a_home_that_cannot_be_made(arguments: list[str]) -> None:
    """Where the system lets nobody make a folder the place is named, and the remedy."""
    done = end((*PROGRAM, *arguments, "--home", "/proc/callscript"))
    assert done.returncode == 69, done.stderr
    assert "/proc/callscript: " in done.stderr
    assert "--home or CALLSCRIPT_HOME" in done.stderr


@pytest.mark.parametrize(
    "arguments", [["run", "--plain"], ["demo", "--plain"], ["calls"], ["show", CALL], ["rebuild"], ["doctor"]]
)
def test_a_working_directory_that_is_gone(arguments: list[str], tmp_path: Path) -> None:
    """A home that is named from a working directory which was deleted is told; `doctor` has it as a problem."""
    gone = tmp_path / "gone"
    gone.mkdir()
    command = 'rmdir "$PWD"; exec "$@"'
    env = environment(CALLSCRIPT_HOME="home", PYTHONPATH=str(ROOT))
    done = end(("sh", "-c", command, "sh", *PROGRAM, *arguments), env=env, cwd=gone)
    assert done.returncode == (1 if arguments == ["doctor"] else 69), done.stderr
    told = done.stdout + done.stderr
    assert "home: the working directory is gone" in told
    assert "--home or CALLSCRIPT_HOME" in told


def test_no_temporary_folder(tmp_path: Path) -> None:
    """Where nothing temporary can be written the demo says why, and that a home can be named."""
    done = end(("sh", "-c", 'ulimit -f 0; exec "$@"', "sh", *PROGRAM, "demo", "--plain"))
    assert done.returncode == 69, done.stderr
    assert "ulimit -f" in done.stderr
    assert "--home" in done.stderr
    env = {**os.environ, "TMPDIR": str(tmp_path / "nowhere")}
    assert end((*PROGRAM, "demo", "--plain"), env=env).returncode == 0, "another one will do"


FAILS = """
import sys, threading
from callscript import cli
def fail(_):
    {fail}
cli._packs = fail
sys.exit(cli.main())
"""


@pytest.mark.parametrize("home", ["/proc/callscript", "home"])
@pytest.mark.parametrize(
    ("fail", "status"), [('raise RuntimeError("Ганна")', 70), ("threading.Thread(target=lambda: 1 / 0).start()", 0)]
)
def test_an_error_that_cannot_be_logged(home: str, fail: str, status: int, tmp_path: Path) -> None:
    """Whatever the log would have is told on the standard error if there is no log to be had: no word of a caller."""
    gone = tmp_path / "gone"
    gone.mkdir()
    env = environment(CALLSCRIPT_HOME=home, PYTHONPATH=str(ROOT))
    program = (sys.executable, "-c", FAILS.format(fail=fail), "packs")
    done = end(("sh", "-c", 'rmdir "$PWD"; exec "$@"', "sh", *program), env=env, cwd=gone)
    assert done.returncode == status
    assert "went wrong in the program" in done.stderr
    assert "error log" in done.stderr
    assert "RuntimeError" in done.stderr if status else "ZeroDivisionError" in done.stderr
    assert "Ганна" not in done.stderr
