"""`callscript pack import` and `pack export`: what supervisors rely on who have their questions in a form."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from callscript.runtime.paths import Folders
from callscript.runtime.settings import write_profile
from tests.packs.workbooks import form, row
from tests.programs import ROOT
from tests.test_cli import PROFILE, run

ROWS = [row("note", "hello", "Good day"), row("text", "who", "Who?", required="yes")]


def test_a_workbook_becomes_a_draft(tmp_path: Path) -> None:
    """The files of a pack lie in a new folder, and what is missing in them is told; the folder is taken only once."""
    path, folder = form(tmp_path / "form.xlsx", *ROWS), tmp_path / "enquiry"
    done = run("pack", "import", str(path), str(folder), home=tmp_path)
    assert (done.returncode, done.stdout) == (0, f"{folder}: 3 files\n")
    assert "what a form has no words for is still to be written" in done.stderr
    assert "no step ends a call" in done.stderr
    assert {each.name for each in folder.iterdir()} == {"pack.toml", "en.toml", "lv.toml"}
    again = run("pack", "import", str(path), str(folder), home=tmp_path)
    assert (again.returncode, again.stdout) == (1, "")
    assert "is there already" in again.stderr


def test_what_is_refused_leaves_nothing(tmp_path: Path) -> None:
    """A form with something that a script has no words for is told of, and no folder is made."""
    path, folder = form(tmp_path / "form.xlsx", *ROWS, row("geopoint", "where", "Where?")), tmp_path / "enquiry"
    done = run("pack", "import", str(path), str(folder), home=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    told = "a script has no words for geopoint; ask for it by text, or leave the row out"
    assert f"{path}: sheet survey, row 4: {told}\n" in done.stderr
    assert "nothing was made of it" in done.stderr
    assert not folder.exists()
    write_profile(Folders.resolve(tmp_path / "home").profile, PROFILE)
    lacking = run("pack", "import", str(tmp_path / "none.xlsx"), str(folder), home=tmp_path / "home")
    assert lacking.returncode == 1
    assert "No such file" in lacking.stderr
    unnamed = run("pack", "import", str(form(tmp_path / "sound.xlsx", *ROWS)), str(tmp_path / "No Id"), home=tmp_path)
    assert unnamed.returncode == 1
    assert "cannot be the id of a pack" in unnamed.stderr


def test_strict_is_who_loses_nothing(tmp_path: Path) -> None:
    """With --strict the status tells that something was left out; the draft is there all the same."""
    path = form(tmp_path / "form.xlsx", *ROWS, row("today", "today"))
    for strict, status in (((), 0), (("--strict",), 1)):
        folder = tmp_path / f"made-{status}"
        done = run("pack", "import", str(path), str(folder), *strict, home=tmp_path)
        assert done.returncode == status
        assert "row 4: today is not carried over" in done.stderr
        assert (folder / "pack.toml").exists()


def test_without_the_extra() -> None:
    """Where openpyxl is not installed it is said what is to be installed, and no other command misses it."""
    code = "import sys; sys.modules['openpyxl'] = None; from callscript.cli import main; sys.exit(main(sys.argv[1:]))"
    for command, status in ((("pack", "import", "form.xlsx", "made"), 69), (("check", "ua-court"), 0)):
        ran = [sys.executable, "-c", code, *command]
        done = subprocess.run(ran, cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == status, done.stderr
        assert ("pip install 'callscript[xlsform]'" in done.stderr) is (status == 69)


def test_a_script_becomes_a_workbook(tmp_path: Path) -> None:
    """What is not carried over is told; with --strict the status says so. A file that is there is left alone."""
    path = tmp_path / "form.xlsx"
    done = run("pack", "export", "ua-court", str(path), home=tmp_path)
    assert (done.returncode, done.stdout) == (0, f"{path}: 137 questions and groups\n")
    assert "not carried over: timers: hold, clarity\n" in done.stderr
    again = run("pack", "export", "ua-court", str(path), home=tmp_path)
    assert again.returncode == 1
    assert "is there already" in again.stderr
    strict = run("pack", "export", "ua-court", str(tmp_path / "other.xlsx"), "--strict", home=tmp_path)
    assert strict.returncode == 1
    assert (tmp_path / "other.xlsx").exists()


def test_a_form_comes_through_without_loss(tmp_path: Path) -> None:
    """A draft, though it has problems still, is written as a workbook, and nothing of what the form said is lost."""
    path, folder = form(tmp_path / "form.xlsx", *ROWS), tmp_path / "enquiry"
    run("pack", "import", str(path), str(folder), home=tmp_path)
    done = run("pack", "export", str(folder), str(tmp_path / "again.xlsx"), "--strict", home=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    run("pack", "import", str(tmp_path / "again.xlsx"), str(tmp_path / "twice" / "enquiry"), home=tmp_path)
    for name in ("en.toml", "lv.toml"):
        assert (tmp_path / "twice" / "enquiry" / name).read_bytes() == (folder / name).read_bytes()
