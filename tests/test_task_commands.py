"""`callscript tasks` and `callscript task`: work that calls left open, listed and moved by scripts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from callscript import cli, packs
from callscript.core.call import commands as c
from callscript.runtime.exit_status import LOCKED
from callscript.runtime.paths import Folders
from callscript.runtime.settings import write_profile
from callscript.store.files import FileStore
from callscript.store.names import beside
from tests.clauses.ways import goodbye, registered
from tests.service.filed import put_in
from tests.service.test_work import promised
from tests.test_cli import PROFILE, run


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home of operator 17, in which a call of long ago has promised two call-backs."""
    folders = Folders.resolve(tmp_path)
    put_in(folders, promised(packs.read(packs.locate("ua-court")), 2))
    write_profile(folders.profile, PROFILE)
    return tmp_path


def tasks(home: Path, *arguments: str) -> list[dict[str, Any]]:
    """Return what `tasks --json` prints."""
    found = run("tasks", "--json", *arguments, home=home)
    assert found.returncode == 0, found.stderr
    return json.loads(found.stdout)


def done(home: Path, *arguments: str) -> str:
    """Do something to work; return what is printed of it."""
    found = run("task", *arguments, home=home)
    assert (found.returncode, found.stderr) == (0, ""), found
    return found.stdout


def refused(home: Path, *arguments: str, status: int = 1) -> str:
    """Expect a refusal; return what is said."""
    found = run("task", *arguments, home=home)
    assert (found.returncode, found.stdout) == (status, ""), found
    return found.stderr


def test_work_is_listed_to_be_read(home: Path) -> None:
    """Overdue first, by sign and word, with the weekday, the number to ring, whose it is, and a name to type."""
    found = run("tasks", home=home)
    first, second = found.stdout.splitlines()
    assert first.split()[1:4] == ["!", "Mon", "23.11.2026"] == second.split()[1:4]
    assert "13:00" in first
    assert "18:00" in second
    for line in (first, second):
        assert "overdue since" in line
        assert "+380441234567" in line
        assert line.endswith("№ 17")
    assert (run("tasks", "--overdue", home=home).stdout, found.returncode) == (found.stdout, 0)


def test_work_is_moved_by_its_short_name(home: Path) -> None:
    """Taken, tried, put off, done: each is told as it stands then; the whole is told with the work, and in the call."""
    one = tasks(home)[0]
    name = one["id"].removeprefix("20261123-17-")
    assert "taken by № 17 since" in done(home, name, "take")
    assert "nobody reached 1 time" in done(home, name, "tried", "--note", "не відповідає")
    assert "reminder Sat 27.11.2049 10:00" in done(
        home, name, "postpone", "--until", "27.11.2049 10:00", "--reason", "просив"
    )
    assert "reached" in refused(home, name, "done")
    assert "№ 17 has done it" in done(home, name, "done", "--result", "reached", "--note", "дякував")
    assert [each["id"] for each in tasks(home)] != [one["id"]]
    told = done(home, one["id"])
    for words in ("№ 17 is at it", "не відповідає", "просив", "the caller was reached — дякував"):
        assert told.count(words) == 1, told
    shown = json.loads(run("show", "--json", one["call"], home=home).stdout)
    assert [each["type"] for each in shown["events"][-4:]] == [
        "task_taken",
        "task_tried",
        "task_postponed",
        "task_done",
    ]
    history = json.loads(done(home, one["id"], "--json"))["history"]
    assert [each["type"] for each in history] == ["task_opened", *(each["type"] for each in shown["events"][-4:])]
    assert "№ 17 has done it" in refused(home, one["id"], "take")
    assert [each["id"] for each in tasks(home, "--closed")] == [one["id"]]
    assert "№ 17" in done(home, name, "reopen", "--reason", "не той номер")
    assert tasks(home, "--closed") == []


def test_what_is_given_in_vain_is_told(home: Path) -> None:
    """An option that the deed does not take is refused, and nothing is done; nobody is told by sending something on."""
    name = tasks(home)[0]["id"]
    for given in (
        ("tried", "--to", "5"),
        ("take", "--note", "так"),
        ("--until", "27.11.2049 10:00"),
        ("drop", "--to", "5"),
    ):
        assert "not taken here: --" in refused(home, name, *given, status=2)
    assert tasks(home)[0]["attempt"] == 0
    appeal = registered(packs.read(packs.locate("ua-court")), competence="beyond")
    appeal.through(("pick_body", "hcj"), "dispatch_told")
    goodbye(appeal)
    appeal.take("dispatch", "later")
    appeal.do(c.SetOutcome("appeal"), c.Close())
    put_in(Folders.resolve(home), appeal)
    (dispatch,) = (each for each in tasks(home, "--all") if each["kind"] == "dispatch")
    assert "nobody is told by doing this" in refused(home, dispatch["id"], "done", "--result", "reached", status=2)
    assert "№ 17 has done it" in done(home, dispatch["id"], "done")


def test_closed_work_is_listed_by_its_day(home: Path) -> None:
    """What one has closed, or one's calls had left; that of all; today unless a day is given, which only that has."""
    name = tasks(home)[0]["id"]
    done(home, name, "drop", "--reason", "відкликано")
    assert name.removeprefix("20261123-17-") in run("tasks", "--closed", home=home).stdout
    assert tasks(home, "--closed", "--day", "2026-11-22") == []
    assert "no work closed that day" in run("tasks", "--closed", "--day", "22.11.2026", home=home).stderr
    write_profile(Folders.resolve(home).profile, replace(PROFILE, number="19"))
    assert tasks(home, "--closed") == []
    assert [each["state"] for each in tasks(home, "--closed", "--all")] == ["dropped"]
    for wrong in (("--day", "2026-11-22"), ("--closed", "--overdue")):
        assert run("tasks", *wrong, home=home).returncode == 2


def test_work_is_everybodys(home: Path) -> None:
    """It goes from list to list; what somebody else has is refused in words, and freed with a ground."""
    one = tasks(home)[0]
    name = one["id"]
    folders = Folders.resolve(home)
    assert "Not an operator’s number: хворію." in refused(home, name, "hand-over", "--to", "хворію")
    assert "it is № 17’s already" in refused(home, name, "hand-over", "--to", "17")
    found = run("task", name, "hand-over", "--to", "№ 18", home=home)
    assert (found.returncode, "nobody has worked here as № 18 yet" in found.stderr) == (0, True), found
    assert name not in [each["id"] for each in tasks(home)]
    assert name in [each["id"] for each in tasks(home, "--all")]
    write_profile(folders.profile, replace(PROFILE, number="18"))
    assert [(each["id"], each["owner"]) for each in tasks(home)] == [(name, "18")]
    done(home, name, "take")
    write_profile(folders.profile, replace(PROFILE, number="1"))
    assert "№ 18 has it since" in refused(home, name, "take")
    assert "in words" in refused(home, name, "free")
    assert "anyone" in done(home, name, "free", "--ground", "захворів")
    assert [(each["id"], each["owner"], each["held_by"]) for each in tasks(home)] == [(name, None, None)]
    assert "nobody has it" in refused(home, name, "free", "--ground", "захворів")


def test_a_command_acts_beside_a_session(home: Path) -> None:
    """The operator takes calls meanwhile; what the command does stands in a log of its own."""
    one, folders = tasks(home)[0], Folders.resolve(home)
    seat = FileStore(folders).seats.sit_down("17")
    done(home, one["id"], "take")
    seat.leave()
    (log,) = folders.journal.rglob(f"{beside('17')}.jsonl")
    assert b'"type":"task_taken"' in log.read_bytes()


def test_two_commands_wait_for_each_other(home: Path) -> None:
    """Of the same operator; one that has to wait too long says so, with the status of what is locked."""
    one = tasks(home)[0]
    seat = FileStore(Folders.resolve(home)).seats.sit_down("17", aside=True)
    assert "another command of this operator" in refused(home, one["id"], "take", status=LOCKED)
    seat.leave()


def test_what_cannot_be_meant(home: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """A name that nothing has, one that several have, a time that is none, an operator who is not known."""
    names = [each["id"] for each in tasks(home)]
    assert "there is no such work: none" in refused(home, "none")
    assert "there is no such work" in refused(home, "20261123-17-none-3", "take")
    assert cli.main(["task", "x", "postpone", "--until", "27.11.2049 10:00", "--home", str(home)]) == 1
    assert "until when" in refused(home, names[0], "postpone", "--reason", "спить", status=2)
    for wrong in ("завтра", "2049-02-30 10:00", "10:00"):
        found = run("task", names[0], "postpone", "--until", wrong, home=home)
        assert (found.returncode, "not a time" in found.stderr) == (2, True)
    passed_over = refused(home, names[0], "postpone", "--until", "2049-03-28 03:30", "--reason", "спить", status=2)
    assert "This is no time: 28.03.2049 03:30" in passed_over
    empty = tmp_path_factory.mktemp("empty")
    for command in (("tasks",), ("task", "x")):
        found = run(*command, home=empty)
        assert (found.returncode, "no operator’s profile" in found.stderr) == (2, True)


def test_no_work(home: Path) -> None:
    """What is listed is nothing, and that is said aside."""
    for each in tasks(home):
        done(home, each["id"], "drop", "--reason", "відкликано")
    found = run("tasks", home=home)
    assert (found.stdout, found.stderr.strip()) == ("", "no open work")
