"""Names that are typed with slips: one or two letters wrong, and numbers as they are."""

from __future__ import annotations

import subprocess
import sys

import pytest

from callscript.contacts.search import despite_slips

COURTS = ("Вінницький апеляційний суд", "Волинський апеляційний суд", "Господарський суд міста Києва 044 207-35-46")


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("віницький", [0]),  # a letter too few
        ("вінницькй суд", [0]),
        ("вінниицький", [0]),  # one too many
        ("вінинцький", [0]),  # two exchanged
        ("волинсьукий апиляц", [1]),  # half typed, too
        ("гоподарський мсіта", [2]),
        ("київа", [2]),
        ("207", [2]),
        ("208", []),  # a number is another one
        ("суб", []),  # too short to be doubted
        ("херсонський", []),
        ("", []),
    ],
)
def test_slips_are_forgiven(typed: str, found: list[int]) -> None:
    """What was meant is found, what was not is not."""
    assert [at for at, fits in enumerate(despite_slips(COURTS, typed)) if fits] == found


def test_who_types_without_a_slip_loads_nothing() -> None:
    """The library that compares letters is loaded with the first slip, and by no start."""
    code = "import callscript.dialogue.read.digits, sys; print('rapidfuzz' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False"
