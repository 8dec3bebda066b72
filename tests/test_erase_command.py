"""`callscript erase`: what a supervisor or a script has erased, and what is said of what is left alone."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from callscript.core.register_number import Number
from callscript.packs.versions import Versions
from callscript.runtime.clock import SystemClock
from callscript.runtime.exit_status import USAGE
from callscript.runtime.settings import write_profile
from callscript.service.erasing import Eraser
from callscript.service.startup import Startup
from callscript.store.erasing.intents import Intent, Intents
from callscript.store.files import FileStore
from callscript.store.names import parse_call_id
from tests.service.conftest import Table, id_of
from tests.service.planted import Home, home_of
from tests.terminal.terminal import Terminal
from tests.test_cli import PROFILE, PROGRAM, run

GROUND = "заява № 412"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home with two calls, as it is before anything is erased."""
    home = home_of(tmp_path_factory.mktemp("made") / "home", "ua-court")
    write_profile(home.folders.profile, PROFILE)
    return home


@pytest.fixture
def home(made: Home, tmp_path: Path) -> Home:
    """A copy of it."""
    return made.at(tmp_path / "home")


def erase(home: Home, *arguments: str, status: int = 0) -> tuple[str, str]:
    """Erase; return what is said, and what is told aside."""
    done = run("erase", *arguments, home=home.folders.data)
    assert done.returncode == status, done
    return done.stdout, done.stderr


def told(home: Home, *arguments: str) -> Any:
    """Return what a command prints as JSON."""
    done = run(*arguments, "--json", home=home.folders.data)
    assert (done.returncode, done.stderr) == (0, ""), done
    return json.loads(done.stdout)


def figures(report: Any) -> list[Any]:
    """Return what a report has counted."""
    return [centre["figures"] for centre in report["centres"]]


def test_a_call_is_erased_and_says_so(home: Home) -> None:
    """It is named; lists, the call, its work tell when and why, in words and to programs; it still counts."""
    verdicts, counted = told(home, "show", home.call)["verdicts"], told(home, "report", "--by", "operator")
    assert erase(home, home.call, "--ground", GROUND) == (f"erased: {home.call}\n", "")
    assert home.found() == set()
    calls = {each["id"]: each for each in told(home, "calls", "--day", "2026-11-23")}
    assert calls.keys() == {home.call, home.other}
    one = calls[home.call]
    assert (one["phone"], one["phones"], one["name"], one["summary"], one["ground"]) == (None, [], None, None, GROUND)
    assert one["erased"]
    assert calls[home.other]["erased"] is None
    shown = told(home, "show", home.call)
    assert (shown["erased"]["by"], shown["erased"]["ground"]) == ("17", GROUND)
    assert shown["verdicts"] == verdicts
    assert figures(told(home, "report", "--by", "operator")) == figures(counted)
    work = [task for task in told(home, "tasks", "--all") if task["call"] == home.call]
    assert work
    assert {(task["phone"], task["ground"]) for task in work} == {(None, GROUND)}
    for arguments in (("calls", "--day", "2026-11-23"), ("tasks", "--all"), ("show", home.call)):
        assert "erased " in run(*arguments, home=home.folders.data).stdout
    assert (
        f"what the caller gave was erased by № 17, ground: {GROUND}"
        in run("show", home.call, home=home.folders.data).stdout
    )
    assert run("doctor", home=home.folders.data).stdout.count("problem ") == run(
        "doctor", home=home.folders.data
    ).stdout.count("problem         TERM")


def test_a_call_is_erased_by_the_number_of_what_was_registered(home: Home) -> None:
    """The number that the caller wrote down means its call, and no telephone; one that is mistyped erases nothing."""
    number = Number(home.call, 0).written("cyrillic")
    wrong = f"{number[:-3]}{(int(number[-3]) + 1) % 10}{number[-2:]}"
    before = home.found()
    assert "mistyped" in erase(home, wrong, "--ground", GROUND, status=USAGE)[1]
    assert home.found() == before
    assert erase(home, number, "--ground", GROUND) == (f"erased: {home.call}\n", "")
    assert home.found() == set()


def test_all_calls_of_a_number(home: Home) -> None:
    """However it is written; nothing is asked with --yes; afterwards the number leads nowhere."""
    said, aside = erase(home, "067 111 22 33", "--ground", GROUND, "--yes")
    assert (said, aside) == (f"erased: {home.call}\n", "")
    assert home.found() == set()
    assert erase(home, "067 111 22 33", "--ground", GROUND, "--yes") == ("", "no calls\n")
    assert told(home, "calls", "--phone", "+380671112233") == []


def test_of_a_number_it_is_asked_first(home: Home, tmp_path: Path) -> None:
    """The calls are listed; only the number of them, typed, has them erased. Where nobody can be asked nothing is."""
    said, aside = erase(home, "+380671112233", "--ground", GROUND, status=USAGE)
    assert home.call in said
    assert "say --yes" in aside
    command = [*PROGRAM, "erase", "+380671112233", "--ground", GROUND, "--home", str(home.folders.data)]
    for typed, outcome in (("y", "nothing was erased"), ("1", f"erased: {home.call}")):
        assert home.found()
        with Terminal(command, tmp_path, columns=120) as terminal:
            terminal.wait_for("type 1:")
            assert terminal.shows(home.call)
            terminal.type(f"{typed}\r")
            terminal.wait_for(outcome)
            assert terminal.exit_status() == 0
    assert home.found() == set()


def test_what_is_left_alone_is_told(home: Home) -> None:
    """A call of the number that is still open is named, and goes on; so is what makes no sense."""
    table = Table(home.folders.data, clock=home.clock)

    async def begun() -> str:
        session = await table.desk.start_call("+380671112233")
        return id_of(session)

    call = asyncio.run(begun())
    said, aside = erase(home, "+380671112233", "--ground", GROUND, "--yes", status=1)
    assert said == ""
    assert f"left alone: {call}: still open" in aside
    assert f"left alone: {home.call}: operator 17 has a live session" in aside
    table.desk.leave()
    said, aside = erase(home, "+380671112233", "--ground", GROUND, "--yes", status=1)
    assert said == f"erased: {home.call}\n"
    assert f"left alone: {call}: still open" in aside
    assert "still open" in erase(home, call, "--ground", GROUND, status=1)[1]
    assert "on what ground" in erase(home, home.call, status=USAGE)[1]
    assert "neither the id" in erase(home, "Шевченко", "--ground", GROUND, status=USAGE)[1]


@pytest.mark.parametrize("by", ["erase", "rebuild", "a start"])
def test_what_was_begun_is_finished(home: Home, by: str) -> None:
    """A program died in the middle: doctor says so, whoever comes next finishes it, and all is as it should be."""
    at = home.clock.now()
    Intents(home.folders.erasing).put(Intent(call=home.call, ground=GROUND, by="18", at=at))
    assert f"{home.call}: begun and not finished" in run("doctor", home=home.folders.data).stdout
    if by == "a start":
        desk = Startup(home.folders, SystemClock()).open_desk(PROFILE)
        assert desk.notices.take() == []
        desk.leave()
    else:
        assert run(by, home=home.folders.data).returncode == 0
    assert home.found() == set()
    assert told(home, "show", home.call)["erased"]["by"] == "18"
    assert "begun and not finished" not in run("doctor", home=home.folders.data).stdout


def test_registers_that_lack_something_lead_to_no_number(home: Home) -> None:
    """What they do not know would be left: they are to be made again first."""
    next(home.folders.registers.glob("phones/*.json")).write_text("no register")
    run("calls", "--phone", "+380671112233", home=home.folders.data)
    assert "run callscript rebuild" in erase(home, "+380671112233", "--ground", GROUND, "--yes", status=69)[1]
    assert home.found()


def test_what_was_put_elsewhere_of_an_erased_call_is_tidied(home: Home) -> None:
    """A note on its work that its account could not save is erased there too, by the next start of that account."""
    eraser = Eraser(home.folders, Versions(home.folders), home.clock, "17")
    ref = parse_call_id(home.call)
    assert ref
    desk = f"{ref.day:%Y%m%d}-18-desk"
    line = next(line for line in (home.folders.journal.rglob("18.jsonl")).__next__().read_bytes().splitlines(True))
    assert eraser.erase(home.call, GROUND) == ""
    unsaved = home.folders.spare[0] / f"{desk}.jsonl"
    unsaved.parent.mkdir(mode=0o700, exist_ok=True)
    unsaved.write_bytes(line)
    unsaved.chmod(0o600)
    assert eraser.finish() == []
    assert home.found() == set()
    assert FileStore(home.folders).journal.read_call(desk).problems == []
