"""`callscript task` on an in-person visit: moved, warned of, cancelled by scripts; how it went."""

from __future__ import annotations

import csv
import json
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from callscript import packs
from callscript.core.call import commands as c
from callscript.core.script.working_time import is_working_day
from callscript.runtime.paths import Folders
from callscript.runtime.settings import write_profile
from tests.checked import script_of
from tests.clauses.test_lv_visits import booked
from tests.service.filed import put_in
from tests.test_cli import PROFILE, run
from tests.test_task_commands import done, refused, tasks

LATVIA = script_of("lv-lvrtc")
_SOON = datetime.now(LATVIA.zone).date() + timedelta(days=14)
DAY = next(
    day
    for day in (_SOON + timedelta(days=number) for number in range(60))
    if day.weekday() == 4 and is_working_day(LATVIA, day) and not is_working_day(LATVIA, day + timedelta(days=1))
)
"""A Friday within the year, and no working day behind it."""
FRIDAY = f"{DAY:%d.%m.%Y} 10:00"


def at(hour: str) -> str:
    """Write an hour of that day as JSON has it."""
    return datetime.combine(DAY, time.fromisoformat(hour), LATVIA.zone).isoformat()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home of operator 18, who has nothing to do with the call of operator 17 that has booked a visit."""
    folders, talk = Folders.resolve(tmp_path), booked(packs.read(packs.locate("lv-lvrtc")))
    for command in (c.SetOutcome("follow_up"), c.Close()):
        talk.do(command)
    put_in(folders, talk)
    write_profile(folders.profile, replace(PROFILE, number="18", pack="lv-lvrtc"))
    return tmp_path


@pytest.fixture
def past(tmp_path: Path) -> Path:
    """The same, whose visit was appointed for a day that is over."""
    folders, talk = Folders.resolve(tmp_path), booked(packs.read(packs.locate("lv-lvrtc")), "2025-11-24 10:00")
    for command in (c.SetOutcome("follow_up"), c.Close()):
        talk.do(command)
    put_in(folders, talk)
    write_profile(folders.profile, replace(PROFILE, number="18", pack="lv-lvrtc"))
    return tmp_path


def visit(home: Path) -> dict[str, Any]:
    """Return the only open work."""
    (found,) = tasks(home)
    return found


def test_the_register_and_the_call_tell_the_time_now(home: Path) -> None:
    """A visit that was moved has its time now, and what it was; the register has its place, and how it stands."""
    day = "23.11.2026"
    (before,) = json.loads(run("register", "--day", day, "--json", home=home).stdout)
    was = before["work"][0]["due"]
    assert (before["channel"], before["work"][0]["kind"], before["work"][0]["state"]) == ("call", "visit", "open")
    assert before["fields"]["visit_place"]
    told = run("register", "--day", day, home=home).stdout
    assert "by a call 23.11.2026" in told
    assert "(was: " not in told
    done(home, visit(home)["id"], "move", "--until", FRIDAY, "--side", "customer")
    (after,) = json.loads(run("register", "--day", day, "--json", home=home).stdout)
    assert after["work"][0]["due"] == at("10:00") != was
    for words in (run("register", "--day", day, home=home).stdout, run("show", before["call"], home=home).stdout):
        assert f"piektdien, {FRIDAY.replace(' ', ' plkst. ')} (was: " in words
    heading, line = csv.reader(run("register", "--day", day, "--csv", home=home).stdout.splitlines())
    row = dict(zip(heading, line, strict=True))
    assert (row["How it came"], row["Due"], row["State"]) == ("by a call", f"{DAY} 10:00", "to be done")
    assert row["Vieta"] == before["fields"]["visit_place"]


def test_a_visit_is_moved_warned_of_and_cancelled(home: Path) -> None:
    """It is in everybody's list; who wants it so is said; the history keeps each time, and a rebuild agrees."""
    before = visit(home)
    assert (before["kind"], before["visit"], before["owner"], before["rescheduled"]) == ("visit", True, None, 0)
    name = before["id"]
    assert "who wants it so" in refused(home, name, "move", "--until", FRIDAY)
    assert "Visitors are received" in refused(
        home, name, "move", "--until", f"{DAY + timedelta(days=1):%d.%m.%Y} 10:00", "--side", "customer"
    )
    assert "over" in refused(home, name, "move", "--until", "26.11.2020 10:00", "--side", "customer")
    assert f"Fri {FRIDAY}" in done(home, name, "move", "--until", FRIDAY, "--side", "centre", "--reason", "remonts")
    assert visit(home)["due"] == at("10:00")
    assert "until then nobody is late" in refused(home, name, "done", "--result", "missed")
    assert "nobody comes for it before that day" in refused(home, name, "done", "--result", "came")
    for result in ((), ("--result", "done"), ("--result", "reached")):
        assert "the customer came (came)" in refused(home, name, "done", *result)
    assert "who wants it so" in refused(home, name, "warn")
    before_that = ("--until", f"{DAY} 09:45")
    assert "is to later than that" in refused(home, name, "warn", "--side", "customer", *before_that)
    assert "say when it came" in refused(home, name, "warn", "--side", "customer", "--said", f"{DAY} 09:00")
    done(home, name, "warn", "--side", "customer", "--said", "24.11.2026 09:40")
    assert visit(home)["warned"] == "2026-11-24T09:40:00+02:00"
    done(home, name, "warn", "--side", "customer", "--until", f"{DAY:%d.%m.%Y} 10:30", "--note", "sastrēgums")
    assert visit(home)["warned"]
    assert visit(home)["expected"] == at("10:30")
    run("rebuild", home=home)
    assert visit(home)["rescheduled"] == 1
    assert "who wants it so" in refused(home, name, "drop", "--reason", "slims")
    assert "cancelled by № 18" in done(home, name, "drop", "--side", "customer", "--reason", "slims")
    assert "№ 18 has cancelled it" in refused(home, name, "warn", "--side", "customer")
    history = json.loads(done(home, name, "--json"))["history"]
    kinds = ["task_opened", "task_rescheduled", "task_warned", "task_warned", "task_dropped"]
    assert [each["type"] for each in history] == kinds
    assert history[1]["was"] == "2026-12-02T10:00:00+02:00"
    assert "task: Klātienes tikšanās, appointed Wed 02.12.2026 10:00" in done(home, name)
    assert "LV-10 still owed, now: met" in run("show", before["call"], home=home).stdout


def test_a_visit_is_kept(past: Path) -> None:
    """The customer has come: it is in no list any more, and the call says so."""
    home, before = past, visit(past)
    late = run("task", before["id"], "warn", "--side", "customer", home=home)
    assert (late.returncode, "does not count as warning beforehand" in late.stderr) == (0, True)
    told = done(home, before["id"], "done", "--result", "came")
    assert "the customer came at the time appointed, № 18" in told
    assert json.loads(done(home, before["id"], "--json"))["result"] == "came"
    assert tasks(home) == []
    shown = run("show", before["call"], home=home).stdout
    assert "the customer came at the time appointed" in shown


def test_what_was_said_of_a_visit_is_erased(home: Path) -> None:
    """What is erased of a caller takes the words of those who moved the visit along, and no time."""
    name = visit(home)["id"]
    done(home, name, "move", "--until", FRIDAY, "--side", "customer", "--reason", "Ozola kungs lidos")
    found = run("erase", visit(home)["call"], "--ground", "lūgums", home=home)
    assert found.returncode == 0, found.stderr
    history = json.dumps(json.loads(done(home, name, "--json"))["history"])
    assert "lidos" not in history
    assert at("10:00") in history
