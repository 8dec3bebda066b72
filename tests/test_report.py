"""`callscript report`: what a supervisor and their programs rely on."""

from __future__ import annotations

import csv
import json
import re
import shutil
from io import StringIO
from pathlib import Path
from typing import Any, get_args

import pytest
from msgspec.structs import replace

from callscript import cli
from callscript.core.call import events as e
from callscript.runtime.paths import Folders
from callscript.runtime.settings import InterfaceLanguage, write_profile
from callscript.store.files import FileStore
from tests.recount import lines_of
from tests.service.taken_at_random import FIRST, PACKS, take_calls
from tests.service.visits_booked import BEGUN, BOOKED, COUNTED, book_visits
from tests.test_cli import PROFILE, run

SHARE = re.compile(r"\d+ of \d+")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with some calls of both centres, and some that have booked visits, and a profile in English."""
    path = tmp_path_factory.mktemp("home")
    book_visits(take_calls(path, 60, seed=7), Folders.resolve(path))
    write_profile(Folders.resolve(path).profile, PROFILE)
    return path


def printed(home: Path, *arguments: str) -> str:
    """Return what the command prints, with nothing to complain of."""
    done = run("report", *arguments, home=home)
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    return done.stdout


def figures(home: Path, *arguments: str) -> list[dict[str, Any]]:
    """Return the figures of the command's JSON, each with its pack."""
    told = json.loads(printed(home, "--json", *arguments))
    return [{"pack": centre["pack"]} | each for centre in told["centres"] for each in centre["figures"]]


@pytest.mark.parametrize("language", get_args(InterfaceLanguage))
def test_no_line_is_longer_than_eighty_columns(home: Path, tmp_path: Path, language: InterfaceLanguage) -> None:
    """In each language of the interface."""
    shutil.copytree(home, tmp_path / "home")
    write_profile(Folders.resolve(tmp_path / "home").profile, replace(PROFILE, language=language))
    assert max(map(len, printed(tmp_path / "home", "--by", "operator").splitlines())) <= 80


def test_it_is_read_at_eighty_columns(home: Path) -> None:
    """Whatever figures are told apart by, no line is longer; every figure is so many of so many, never a per cent."""
    for by in ((), ("--by", "operator"), ("--by", "operator", "--by", "week")):
        told = printed(home, *by)
        assert max(map(len, told.splitlines())) <= 80
        assert "%" not in told
        for row in told.splitlines():
            words = re.split(r" {2,}", row.strip())
            if len(words) > 1 and any(SHARE.fullmatch(word) for word in words):
                assert all(SHARE.fullmatch(word) for word in words[1:]), row
    told = printed(home)
    for words in ("Єдиний контакт-центр", "UA-02", "LV-18", "Holds", "Promised work", "Feedback by class", "all calls"):
        assert words in told
    assert "№ 17, 2025-W01" not in told
    assert "№ 17, 2026-W01" in printed(home, "--by", "operator", "--by", "week")


def test_visits_stand_beside_what_else_came_of_calls(home: Path) -> None:
    """Of all that were booked: what came of them, a line each; they are no promised work, which stands beside them."""
    found = [each for each in figures(home) if each["section"] == "visits"]
    assert {each["pack"] for each in found} == {"lv-lvrtc"}
    assert {each["measure"]: each["number"] for each in found} == COUNTED
    assert {each["of"] for each in found} == {BOOKED}
    told = printed(home)
    (of_visits,) = (part for part in told.split("\n\n") if part.startswith("In-person visits "))
    for words in ("still to come", "came at the time", "came late", "did not come", "cancelled", "without warning"):
        assert re.search(rf"^{words} +\d of {BOOKED}$", of_visits, re.MULTILINE)
    assert "Klātienes tikšanās" not in told
    that_day = figures(home, "--from", f"{BEGUN:%Y-%m-%d}", "--to", f"{BEGUN:%Y-%m-%d}")  # of booked visits alone
    (clause,) = (each for each in that_day if (each["item"], each["measure"]) == ("LV-10", "breached"))
    assert clause["number"] == COUNTED["unwarned"]


def test_it_is_read_by_programs(home: Path) -> None:
    """JSON has each figure with all that it is told apart by; the shape is fixed."""
    told = json.loads(printed(home, "--json", "--by", "week", "--from", "2025-12-29", "--to", "31.12.2025"))
    assert (told["from"], told["to"], told["by"], told["uncounted"]) == ("2025-12-29", "2025-12-31", ["week"], 0)
    assert [centre["pack"] for centre in told["centres"]] == sorted(PACKS)
    for centre in told["centres"]:
        assert set(centre) == {"pack", "at", "figures"}
        for each in centre["figures"]:
            assert set(each) == {"section", "item", "measure", "group", "number", "of"}
            assert 0 <= each["number"] <= each["of"] > 0
            assert each["group"] in ({}, {"week": "2026-W01"})


def test_some_days_are_asked_for(home: Path) -> None:
    """The calls that began on them, with the days themselves; the later day may not be the first."""
    day = FIRST.date().isoformat()
    begun = [each for each in figures(home, "--from", day, "--to", day) if each["measure"] == "closed"]
    started = [line for log in lines_of(home).values() for line in log if line["type"] == "call_started"]
    assert begun[0]["of"] + begun[1]["of"] == sum(line["at"].startswith(day) for line in started)
    assert f"calls from {FIRST:%d.%m.%Y} on, to {FIRST:%d.%m.%Y}" in printed(home, "--from", day, "--to", day)
    wrong = run("report", "--from", "2026-01-02", "--to", "2026-01-01", home=home)
    assert (wrong.returncode, "the last day lies before the first" in wrong.stderr) == (2, True)
    empty = run("report", "--from", "2030-01-01", home=home)
    assert (empty.returncode, empty.stdout, empty.stderr.strip()) == (0, "", "no calls")
    assert json.loads(run("report", "--from", "2030-01-01", "--json", home=home).stdout)["centres"] == []


def test_a_spreadsheet_has_the_same_figures(home: Path) -> None:
    """CSV has a line a figure, with its name; what is not told apart is empty."""
    rows = list(csv.DictReader(StringIO(printed(home, "--csv", "--by", "operator"))))
    assert list(rows[0]) == ["pack", "operator", "year", "section", "item", "name", "measure", "number", "of"]
    told = [
        (row["pack"], row["section"], row["item"], row["measure"], row["operator"], row["year"],
         int(row["number"]), int(row["of"]))
        for row in rows
    ]  # fmt: skip
    assert told == [
        (each["pack"], each["section"], each["item"], each["measure"], each["group"].get("operator", ""),
         each["group"].get("year", ""), each["number"], each["of"])
        for each in figures(home, "--by", "operator")
    ]  # fmt: skip
    assert {row["name"] for row in rows if row["item"] == "UA-02"} == {"UA-02 Привітання"}
    assert run("report", "--csv", "--json", home=home).returncode == 2


def test_no_cell_is_run(tmp_path: Path) -> None:
    """An operator's number that a spreadsheet would run is a text."""
    store = take_calls(tmp_path, 3, seed=1)
    call, log = next(iter(store.journal.read_day(store.journal.days()[0]).calls.items()))
    first, *rest = log
    assert isinstance(first, e.CallStarted)
    other = f"{call[:8]}-19-k3f9abc"
    FileStore(Folders.resolve(tmp_path)).journal.append(
        other, [replace(first, call=other, operator=replace(first.operator, number='=HYPERLINK("x")')), *rest]
    )
    rows = list(csv.DictReader(StringIO(run("report", "--csv", "--by", "operator", home=tmp_path).stdout)))
    assert '\'=HYPERLINK("x")' in {row["operator"] for row in rows}
    assert not [cell for row in rows for cell in row.values() if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_nobody_is_named_in_it(home: Path) -> None:
    """Nothing that a caller said or is called, no telephone number; an operator's number, not the name."""
    told = "".join(printed(home, *way, "--by", "operator") for way in ((), ("--json",), ("--csv",)))
    for words in ("Олена Коваль", "Olena Koval", "441234567", "Ivan", "[/red]", "так було"):
        assert words not in told


def test_what_is_missing_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What can be counted is, and that it may not be all is said: status 1."""
    take_calls(tmp_path, 12, seed=3)
    write_profile(Folders.resolve(tmp_path).profile, PROFILE)
    file = next(Folders.resolve(tmp_path).journal.rglob("*.jsonl"))
    lines = file.read_bytes().splitlines(keepends=True)
    file.write_bytes(b"".join([b"garbage\n", *lines[1:]]))
    assert cli.main(["report", "--home", str(tmp_path)]) == 1
    shown = capsys.readouterr()
    assert "line 1" in shown.err
    assert "Calls" in shown.out


def test_a_new_home_has_no_calls(tmp_path: Path) -> None:
    """It is no trouble: nothing is to be counted yet."""
    done = run("report", home=tmp_path)
    assert (done.returncode, done.stdout, done.stderr.strip()) == (0, "", "no calls")
