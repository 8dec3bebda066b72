"""Calls that a proof has found, kept as cases of the pack."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

import pytest

from callscript import packs
from callscript.commands.pack_cases import otherwise
from callscript.commands.pack_cases import test as lead
from callscript.commands.prove import by_arguments
from callscript.commands.report import Report
from callscript.runtime.exit_status import UNAVAILABLE, Stop
from tests.packs.conftest import Bench


def proved(bench: Bench, cases: Path, level: str = "main") -> Report:
    """Prove a pack, and keep what was found."""
    home = cases.parent / "home"
    return by_arguments(
        Namespace(pack=str(bench.folder), home=str(home), level=level, json=False, weak=False, cases=str(cases))
    )


def test_every_way_is_in_a_case(mini: Bench, tmp_path: Path) -> None:
    """They come to each step, answer and detour, and to the same once more; what is there already gets no other."""
    cases = tmp_path / "cases"
    report = proved(mini, cases)
    kept = sorted(cases.glob("*.toml"))
    assert [f"kept as a case: {file}" for file in kept] == report.notes
    found = lead(None, str(mini.folder), [str(file) for file in kept], json=False)
    assert found.problems == []
    assert [line for line in found.notes if "in no case" in line] == []
    kept[0].unlink()
    assert 1 <= len(proved(mini, cases).notes) < len(kept)
    own = mini.folder / "cases"
    cases.rename(own)
    assert proved(mini, tmp_path / "others").notes == []


def test_a_call_that_breaches_a_rule(mini: Bench, tmp_path: Path) -> None:
    """Its case has the name of the clause and the number of the rule, and breaches it once more."""
    mini.swap("pack.toml", 'some = ["said:greet"]', 'some = ["mark:thanked"]')
    cases = tmp_path / "cases"
    report = proved(mini, cases)
    file = cases / "mi-01-1.toml"
    assert f"kept as a case: {file}" in report.notes
    assert 'MI-01 = "breached"' in file.read_text(encoding="utf-8")
    assert otherwise(packs.read(mini.folder), [file]) == []
    before = file.read_bytes()
    assert f"there is a case of this name: {file}" in proved(mini, cases).problems
    assert file.read_bytes() == before


def test_a_call_that_the_operator_begins(tmp_path: Path) -> None:
    """What it is about, how often it was tried and what is known stand in the case; what the script has not is told."""
    case = tmp_path / "one.toml"
    text = """
begins = 2026-11-23T10:00:00
about = { kind = "callback", tries = 1, known = { surname = "Шевченко" } }
does = ["+lost"]
[expects]
ended = "operator"
"""
    script = packs.read(packs.locate("ua-court"))
    case.write_text(text, encoding="utf-8")
    [told] = otherwise(script, [case])
    ended = told.rpartition(" ")[2]
    case.write_text(text.replace('"operator"', f'"{ended}"'), encoding="utf-8")
    assert otherwise(script, [case]) == []
    case.write_text(text.replace('"callback"', '"dance"'), encoding="utf-8")
    assert otherwise(script, [case]) == ["one: the script rings nobody up about this: dance"]
    case.write_text(text.replace("surname", "shoe_size"), encoding="utf-8")
    assert otherwise(script, [case]) == ["one: the script has no field shoe_size"]


def test_nowhere_to_write(mini: Bench, tmp_path: Path) -> None:
    """A file where the folder is to be is told with its name."""
    cases = tmp_path / "cases"
    cases.write_text("")
    with pytest.raises(Stop, match=f"no case can be written: {cases}: ") as stop:
        proved(mini, cases)
    assert stop.value.status == UNAVAILABLE
