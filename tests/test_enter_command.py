"""`callscript enter`: what came without a call, entered by scripts beside a live session, counted with the calls."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from callscript import packs
from callscript.core.script.working_time import local
from callscript.runtime.clock import SystemClock
from callscript.runtime.exit_status import LOCKED
from callscript.runtime.paths import Folders
from callscript.runtime.settings import write_profile
from callscript.service.summary import filed
from callscript.store.files import FileStore
from callscript.store.journal.stamp import of_this_machine
from tests.checked import prepare
from tests.clauses.entering import Entering
from tests.test_cli import PROFILE, run

PACKS = ("ua-court", "lv-lvrtc")
CLASS = {"ua-court": "breach", "lv-lvrtc": "service_complaint"}
CLASSES = {"ua-court": ("breach", "rating"), "lv-lvrtc": ("service_complaint", "praise")}
FIELD = {"ua-court": "feedback", "lv-lvrtc": "feedback"}
HOSTILE = "=cmd|' /C calc'!A0 [red]\x1b[31m\u202e"


@pytest.fixture(params=PACKS)
def pack(request: pytest.FixtureRequest) -> str:
    """Each shipped pack."""
    return request.param


@pytest.fixture
def home(tmp_path: Path, pack: str) -> Path:
    """A home of operator 17."""
    folders = Folders.resolve(tmp_path)
    folders.make()
    prepare(tmp_path)
    write_profile(folders.profile, replace(PROFILE, pack=pack))
    return tmp_path


def printed(home: Path, *arguments: str) -> Any:
    """Return what a command prints as JSON."""
    found = run(*arguments, "--json", home=home)
    assert (found.returncode, found.stderr) == (0, ""), found
    return json.loads(found.stdout)


def number_of(home: Path, entry: str) -> str:
    """Return the number that an entry is registered under."""
    (registered,) = printed(home, "show", entry)["registered"]
    return registered["number"]


def entered(home: Path, pack: str, text: str = HOSTILE, *more: str) -> dict[str, Any]:
    """Enter feedback."""
    field = f"--field={FIELD[pack]}={text}"
    return printed(home, "enter", "feedback", "--channel", "post", "--class", CLASS[pack], field, *more)


def test_what_can_be_entered_is_listed(home: Path, pack: str) -> None:
    """With channels, classes and fields, those marked that are wanted."""
    kinds = printed(home, "enter")
    (found,) = [kind for kind in kinds if kind["kind"] == "feedback"]
    assert CLASS[pack] in found["classes"]
    assert "email" in found["channels"]
    assert found["requires"] == [FIELD[pack]]
    told = run("enter", home=home).stdout
    assert f"{FIELD[pack]}*" in told
    assert "--class" in told


def test_the_register_has_what_was_entered(home: Path, pack: str) -> None:
    """Its text, by which way and when it came, its class, and how it stands with the work because of it."""
    entry = entered(home, pack, "Дуже дякую")
    (row,) = printed(home, "register")
    assert row["fields"][FIELD[pack]] == "Дуже дякую"
    assert (row["channel"], row["received"], row["class"]) == (entry["channel"], entry["received"], entry["class"])
    (work,) = row["work"]
    assert (work["kind"], work["state"]) == ("feedback", "open")
    told = run("register", home=home).stdout
    assert "to be done, due " in told


def test_what_came_long_ago_is_entered_if_that_is_said(home: Path, pack: str) -> None:
    """More than a year ago is taken for a slip, unless it is said that it did come then."""
    entry = entered(home, pack, "Дякую", "--received", "2019-01-04 10:00", "--even-so")
    assert entry["received"].startswith("2019-01-04T10:00")
    told = ("--reason", "x", "--received", "2018-01-04 10:00")
    assert "--even-so" in run("enter", "--correct", entry["id"], *told, home=home).stderr
    corrected = printed(home, "enter", "--correct", entry["id"], *told, "--even-so")
    assert corrected["received"].startswith("2018-01-04T10:00")


def test_it_is_registered_counted_worked_at_and_erased(home: Path, pack: str) -> None:
    """It is shown as it came, its work is anybody's, its outcome stands in the report, a rebuild finds all of it."""
    found = entered(home, pack, HOSTILE, "--received", "2026-11-20 10:00")
    assert (found["channel"], found["class"]) == ("post", CLASS[pack])
    assert found["received"].startswith("2026-11-20T10:00")
    (task,) = printed(home, "tasks")
    assert (task["id"], task["owner"], task["kind"]) == (found["task"], None, "feedback")
    said = printed(home, "show", found["id"])
    assert said["entry"] == {
        "kind": "feedback", "channel": "post", "received": found["received"], "class": CLASS[pack]
    }  # fmt: skip
    shown = run("show", found["id"], home=home).stdout
    assert "\x1b" not in shown
    assert "[red]" in shown
    missing = run("task", task["id"], "done", home=home)
    assert (missing.returncode, "--result noted" in missing.stderr) == (2, True)
    assert printed(home, "task", task["id"], "done", "--result", "noted")["result"] == "noted"
    figures = printed(home, "report", "--by", "channel")["centres"][0]["figures"]
    shares = {(each["section"], each["item"], each["measure"], each["group"].get("channel")): each for each in figures}
    for key in (
        ("entries", "feedback", "closed", None),
        ("feedback", CLASS[pack], "given", "post"),
        ("feedback", CLASS[pack], "done", None),
        ("channels", "post", "given", None),
        ("results", "feedback.noted", "done", None),
    ):
        assert (shares[key]["number"], shares[key]["of"]) == (1, 1), key
    assert not [each for each in figures if each["section"] == "calls"]
    before = [(printed(home, "calls"), figures)]
    assert run("rebuild", home=home).returncode == 0
    assert printed(home, "calls") == before[0][0]
    assert run("erase", found["id"], "--ground", "request", home=home).returncode == 0
    assert printed(home, "report", "--by", "channel")["centres"][0]["figures"] == figures
    kept = b"".join(file.read_bytes() for file in home.rglob("*") if file.is_file() and "cache" not in file.parts)
    assert b"calc" not in kept
    assert printed(home, "show", found["id"])["entry"]["class"] == CLASS[pack]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("letter",), "there is no such entry"),
        (("feedback", "--channel", "pigeon"), "no such thing: pigeon"),
        (("feedback", "--channel", "post"), "Still missing: "),
        (("feedback", "--channel", "post", "--received", "2999-01-01 10:00"), "still to come"),
        (("feedback", "--channel", "post", "--received", "2026-03-29 03:30"), "This is no time: 29.03.2026 03:30"),
        (("feedback", "--channel", "post", "--received", "1999-01-04 10:00"), "more than a year ago: 04.01.1999 10:00"),
        (("feedback", "--field", "gift=x"), "not a field of this entry: gift"),
        (("feedback", "--field", "feedback"), "not a field of this entry"),
    ],
)
def test_what_cannot_be_entered_is_said(home: Path, arguments: tuple[str, ...], said: str) -> None:
    """And nothing is written."""
    found = run("enter", *arguments, home=home)
    assert (found.returncode, found.stdout) == (2, "")
    assert said in found.stderr
    assert printed(home, "calls") == []


def test_fields_are_read_from_standard_input(home: Path, pack: str) -> None:
    """A command line is seen by everybody on the machine; what is recorded is the same, and `--field` goes with it."""
    name = "surname" if pack == "ua-court" else "given_name"
    phone = "0671234567" if pack == "ua-court" else "67108787"
    told = {FIELD[pack]: f"  {HOSTILE}\nслово=слово ", name: "- not given"}
    command = ("enter", "feedback", "--channel", "post", "--class", CLASS[pack], "--json")
    found = run(*command, "--fields", "-", "--field", f"phone={phone}", home=home, told=json.dumps(told))
    assert (found.returncode, found.stderr) == (0, "")
    there = printed(home, "show", json.loads(found.stdout)["id"])["fields"]
    entered(home, pack, told[FIELD[pack]], f"--field={name}={told[name]}", f"--field=phone={phone}")
    other = next(call["id"] for call in printed(home, "calls") if call["id"] != json.loads(found.stdout)["id"])
    assert there == printed(home, "show", other)["fields"]
    assert "слово=слово" in there[FIELD[pack]]
    mended = json.dumps({FIELD[pack]: "y"})
    corrected = ("enter", "--correct", other, "--reason", "so", "--fields", "-")
    assert run(*corrected, home=home, told=mended).returncode == 0
    assert printed(home, "show", other)["fields"][FIELD[pack]] == "y"


@pytest.mark.parametrize("told", ["", "x", "[]", '{"feedback": 1}', '{"feedback": null}', '{"feedback": "\\ud800"}'])
def test_what_is_no_object_of_texts_is_said(home: Path, pack: str, told: str) -> None:
    """Nothing is written."""
    found = run("enter", "feedback", "--channel", "post", "--class", CLASS[pack], "--fields", "-", home=home, told=told)
    assert (found.returncode, found.stdout) == (2, "")
    assert "no JSON object" in found.stderr
    assert printed(home, "calls") == []


def test_an_address_that_is_none_is_told(home: Path, pack: str) -> None:
    """It is kept as it was given, and that is said beside: whoever enters for others learns of it."""
    fields = (f"--field={FIELD[pack]}=x", "--field=email=not an email")
    found = run("enter", "feedback", "--channel", "post", "--class", CLASS[pack], *fields, home=home)
    assert found.returncode == 0
    assert "it is no e-mail address: not an email" in found.stderr


def test_it_works_beside_a_session_and_not_beside_another_command(home: Path, pack: str) -> None:
    """The operator's seat is taken, that does not matter; the place beside it is, and that is said."""
    store = FileStore(Folders.resolve(home), of_this_machine(SystemClock()))
    seat = store.seats.sit_down("17")
    entered(home, pack)
    aside = store.seats.sit_down("17", aside=True)
    found = run("enter", "feedback", "--channel", "post", "--class", CLASS[pack], f"--field={FIELD[pack]}=x", home=home)
    assert found.returncode == LOCKED
    aside.leave()
    seat.leave()


def test_what_a_command_that_died_could_not_file_is_filed_by_the_next(home: Path, pack: str) -> None:
    """It was durable before that, and is still marked; of what it had only marked there is nothing, and what was not
    whole is discarded.
    """
    store = FileStore(Folders.resolve(home), of_this_machine(SystemClock()))
    whole, torn = (_died(pack, place) for place in (0, 1))
    seat = store.seats.sit_down("17", aside=True)
    for name in (id_of(whole), id_of(torn), "20261123-17_aside-abcdefg"):
        seat.begin(name)
    seat.leave()
    store.journal.append(id_of(whole), whole.log)
    store.journal.append(id_of(torn), torn.log[:2])
    store.journal.close()
    listed = printed(home, "register", "--day", "23.11.2026")
    assert [row["call"] for row in listed] == [id_of(whole)]  # so whoever has sent it knows what to enter again
    told = run("doctor", home=home).stdout
    assert told.count("callscript register tells whether it is entered") == 3
    assert "offers to go on with it" not in told
    entered(home, pack, "y")
    found = {call.id: call for call in store.lookup.summaries(date(2026, 11, 23))}
    assert {name: (call.closed, call.discarded) for name, call in found.items()} == {
        id_of(whole): (True, False),
        id_of(torn): (True, True),
    }
    assert [task["call"] for task in printed(home, "tasks")].count(id_of(whole)) == 1
    assert store.seats.sit_down("17", aside=True).marked() == []


def _died(pack: str, place: int) -> Entering:
    """Return what a command was entering when it died."""
    start = f"2026-11-23 10:0{place}"
    entry = Entering(packs.read(packs.locate(pack)), "feedback", start, aside=True)
    return entry.came("post", "2026-11-20 10:00", CLASS[pack]).with_fields(**{FIELD[pack]: "x"}).registered()


def id_of(entry: Entering) -> str:
    """Return the id of an entry."""
    assert entry.call.start
    return entry.call.start.call


def test_it_is_corrected_by_id_or_number(home: Path, pack: str) -> None:
    """With a reason; what it was before is told; lists, its work and the report follow, and a rebuild agrees."""
    found = entered(home, pack, "x", "--received", "2026-11-20 10:00")
    other = next(each for each in CLASSES[pack] if each != CLASS[pack])
    number = number_of(home, found["id"])
    assert "_" not in number
    after = printed(home, "enter", "--correct", number, "--channel", "email", "--reason", "from the envelope")
    assert (after["id"], after["channel"], after["class"]) == (found["id"], "email", CLASS[pack])
    field = f"--field={FIELD[pack]}=y"
    more = ("--class", other, "--received", "2026-11-19 10:00", field, "--reason", HOSTILE)
    after = printed(home, "enter", "--correct", found["id"], *more)
    assert (after["class"], after["received"][:10]) == (other, "2026-11-19")
    assert after["due"] < found["due"]
    (task,) = printed(home, "tasks")
    assert task["due"] == after["due"]
    shown = printed(home, "show", found["id"])
    assert shown["fields"][FIELD[pack]] == "y"
    kinds = [event["type"] for event in shown["events"]][-3:]
    assert kinds == ["received_corrected", "received_corrected", "field_corrected"]
    assert [event["old"] for event in shown["events"][-3:]] == ["post", "email", "x"]
    assert shown["events"][-2]["old_class"] == CLASS[pack]
    told = run("show", found["id"], home=home).stdout
    assert "from the envelope" in told
    assert "\x1b" not in told
    figures = printed(home, "report", "--by", "channel")["centres"][0]["figures"]
    given = {(each["item"], each["group"].get("channel")): each["number"] for each in figures
             if (each["section"], each["measure"]) == ("feedback", "given")}  # fmt: skip
    assert (given[other, None], given[other, "email"], given[CLASS[pack], None]) == (1, 1, 0)
    before = printed(home, "calls"), printed(home, "tasks")
    assert before[0][0]["channel"] == "email"
    assert run("rebuild", home=home).returncode == 0
    assert (printed(home, "calls"), printed(home, "tasks")) == before
    assert run("erase", found["id"], "--ground", "request", home=home).returncode == 0
    kept = b"".join(file.read_bytes() for file in home.rglob("*") if file.is_file() and "cache" not in file.parts)
    assert b"calc" not in kept


def test_what_cannot_be_corrected_is_said(home: Path, pack: str) -> None:
    """And nothing is recorded."""
    found = entered(home, pack, "x")
    write_profile(Folders.resolve(home).profile, replace(PROFILE, pack=pack, number="18"))
    refused = run("enter", "--correct", found["id"], "--channel", "email", "--reason", "so", home=home)
    assert (refused.returncode, "its own operator" in refused.stderr) == (1, True)
    write_profile(Folders.resolve(home).profile, replace(PROFILE, pack=pack))
    for arguments, said in (
        ((found["id"], "--channel", "email"), "needs a reason"),
        ((found["id"], "--channel", "post", "--reason", "so"), "That is what is recorded"),
        ((found["id"], "--reason", "so"), "say what is to be corrected"),
        ((found["id"], "--field=gift=x", "--reason", "so"), "not a field of this entry: gift"),
        ((found["id"], "--received", "2999-01-01 10:00", "--reason", "so"), "registered before that"),
        (("20261123-17_aside-1440f9a", "--channel", "email", "--reason", "so"), "there is no such entry"),
        (("letter", "--channel", "email", "--reason", "so"), "not the id of a call"),
        (("231126-17-1212-169-514-A", "--channel", "email", "--reason", "so"), "letter"),
    ):
        refused = run("enter", "--correct", *arguments, home=home)
        assert (refused.returncode, refused.stdout) == (2, ""), arguments
        assert said in refused.stderr, (arguments, refused.stderr)
    assert len(printed(home, "show", found["id"])["events"]) == 6


def test_what_a_session_has_entered_is_corrected_here_unless_the_session_is_live(home: Path, pack: str) -> None:
    """It stands in the file that the session writes."""
    clock = SystemClock()
    store = FileStore(Folders.resolve(home), of_this_machine(clock))
    script = packs.read(packs.locate(pack))
    entry = Entering(script, "feedback", f"{local(script, clock.now()):%Y-%m-%d %H:%M}")
    entry.came("post", "2026-11-20 10:00", CLASS[pack]).with_fields(**{FIELD[pack]: "x"}).registered()
    assert entry.call.start
    store.journal.append(entry.call.start.call, entry.log)
    store.journal.close()
    found = filed(script, entry.call)
    assert found
    store.registers.file_call(*found)
    seat = store.seats.sit_down("17")
    command = ("enter", "--correct", entry.call.start.call, "--channel", "email", "--reason", "so")
    refused = run(*command, home=home)
    assert (refused.returncode, "while it is live" in refused.stderr) == (LOCKED, True)
    seat.leave()
    assert printed(home, *command)["channel"] == "email"
    assert printed(home, "calls")[0]["channel"] == "email"
