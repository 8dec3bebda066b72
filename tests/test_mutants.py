"""The tool that puts small faults into the program and counts those that the quick tests notice."""

from __future__ import annotations

import subprocess
import sys

from tests.mutants.__main__ import TESTS, equivalent, files
from tests.mutants.faults import ROOT, faults, with_each


def test_every_fault_can_be_put_in() -> None:
    """Each makes another program that Python takes; no two are the same one."""
    for file in files():
        source = (ROOT / file).read_bytes()
        made = [compile(tree, file, "exec") for tree in with_each(source)]
        assert len(made) == len(faults(file))
        assert made or file.endswith(("event.py", "stamp.py"))


def test_what_runs_is_there() -> None:
    """The files and the tests that the tool names are there."""
    named = {*TESTS, *(test for tests in TESTS.values() for test in tests)}
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_faults_that_change_nothing_are_in_the_code() -> None:
    """What is named as changing nothing is still there to be named, with a reason."""
    known = {fault.key for file in files() for fault in faults(file)}
    assert [key for key, why in equivalent().items() if key not in known or not why] == []


def test_a_fault_is_noticed_and_a_sound_program_is_not() -> None:
    """The tests pass for the program as it is and fail for a fault; the files of the program stay as they are."""
    file = "callscript/store/memory.py"
    before = (ROOT / file).read_bytes()
    command = [sys.executable, "-m", "tests.mutants", file, "--count", "2"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "noticed 2 of 2; 0 more change nothing"), done.stdout
    assert (ROOT / file).read_bytes() == before
