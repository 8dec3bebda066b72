"""The command line: what scripts and other programs rely on."""

from __future__ import annotations

import asyncio
import json
import math
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from typing import Any, get_args

import pytest
from msgspec.structs import replace

from callscript import cli
from callscript.commands.arguments import DIMENSIONS, LANGUAGES, PROOF_LEVELS, STORE_DEEDS
from callscript.commands.calls import day
from callscript.commands.store import Deed
from callscript.core import counts
from callscript.core.call import commands as c
from callscript.core.call.events import CallStarted
from callscript.packs import centres
from callscript.proof import keys
from callscript.runtime import i18n
from callscript.runtime.clock import FakeClock, SystemClock
from callscript.runtime.failures import explain, note_call
from callscript.runtime.paths import Folders
from callscript.runtime.settings import InterfaceLanguage, Profile, write_profile
from callscript.service.startup import Startup
from callscript.store.files import FileStore
from tests.programs import SURROUNDINGS, completed
from tests.terminal.terminal import Terminal

MINI = Path(__file__).parent / "packs" / "fixtures" / "mini"
PROGRAM = (sys.executable, "-m", "callscript")
HOSTILE = "Іван [/red] \x1b[31m\x9b5n\u202e=cmd\x7f"
DAY = datetime(2026, 3, 5, 8, 0, tzinfo=UTC)
PROFILE = Profile(
    number="17", name="Олена Коваленко", name_latin="Olena Kovalenko", gender="feminine", pack="ua-court", language="en"
)


def run(
    *arguments: str, home: Path | None = None, told: str = "", **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run the program without a terminal; its standard input has what it is told, and ends."""
    own = {"HOME": str(Path.home()), "TERM": "xterm-256color", **SURROUNDINGS} | environment
    own |= {"CALLSCRIPT_HOME": str(home)} if home else {}
    return completed([*PROGRAM, *arguments], own, told)


def take_call(home: Path, at: datetime = DAY) -> str:
    """Have a call taken under ua-court, with a hold, and dropped by the caller; return its id."""
    return asyncio.run(_take_call(home, at))


async def _take_call(home: Path, at: datetime) -> str:
    clock = FakeClock(at)
    desk = Startup(Folders.resolve(home), clock).open_desk(PROFILE)
    session = await desk.start_call("044 277 76 01")
    for command in (
        c.Advance(),
        c.Fill("surname", HOSTILE),
        c.Fill("email", "немає адреси", absent=True),
        c.TakeDetour("hold"),
        c.Answer("agrees"),
    ):
        await session.do(command)
    clock.advance(42.5)
    await session.do(c.Advance())
    await session.do(c.LoseLine())
    await desk.finish(session)
    desk.leave()
    assert session.call.start
    return session.call.start.call


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a home with one call."""
    folder = tmp_path_factory.mktemp("home")
    take_call(folder)
    return folder


@pytest.fixture(scope="module")
def call_id(home: Path) -> str:
    """Return the id of the call in the home."""
    return next(iter(FileStore(Folders.resolve(home)).journal.read_day(DAY.date()).calls))


# What is loaded

DRAWING = {"textual", "rich"}
HEAVY = DRAWING | {"msgspec", "tinydb", "filelock", "holidays", "phonenumbers", "platformdirs", "callscript.core"}


@pytest.mark.parametrize(
    ("arguments", "unwanted"),
    [
        (["--version"], HEAVY),
        (["--help"], HEAVY),
        (["calls", "--help"], HEAVY),
        (["packs"], DRAWING),
        (["check", str(MINI)], DRAWING),
        (["calls", "--day", "2026-03-05"], DRAWING),
        (["calls", "--phone", "0442777601"], DRAWING),
        (["show", "CALL"], DRAWING),
        (["rebuild"], DRAWING),
        (["doctor"], DRAWING),
        (["run"], DRAWING),
        (["demo"], DRAWING),
    ],
)
def test_only_what_draws_loads_textual(arguments: list[str], unwanted: set[str], home: Path, call_id: str) -> None:
    """Only the commands that draw load Textual, and only when they draw; help and version load nothing at all."""
    arguments = [call_id if each == "CALL" else each for each in arguments]
    watch = (
        "import sys\nfrom callscript.cli import main\n"
        "try: main(sys.argv[1:])\nexcept SystemExit: pass\n"
        "print('\\n'.join(sys.modules), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", watch, *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=os.environ | {"CALLSCRIPT_HOME": str(home)},
        stdin=subprocess.DEVNULL,
    )
    assert "callscript.cli" in done.stderr.split()
    assert not unwanted & set(done.stderr.split())


def test_the_version_comes_at_once() -> None:
    """--version and --help take at most three times as long as Python takes to start."""
    program = "import sys; from callscript.cli import main; sys.exit(main())"  # as the installed command does
    taken = fastest([program, "--version"], [program, "--help"], ["pass"])
    assert any(max(version, help) <= 3 * nothing for version, help, nothing in islice(taken, 14, 60))


def fastest(*programs: list[str]) -> Iterator[list[float]]:
    """Yield the seconds of work that each program takes at its best so far; they take turns: others are at work too."""
    best = [math.inf for _ in programs]
    while True:
        for at, program in enumerate(programs):
            before = getrusage(RUSAGE_CHILDREN)
            subprocess.run([sys.executable, "-c", *program], check=True, capture_output=True)
            after = getrusage(RUSAGE_CHILDREN)
            best[at] = min(best[at], after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
        yield best


# Exit statuses


@pytest.mark.parametrize(
    "arguments",
    [
        ["--frob"],
        ["frob"],
        ["run", "--language", "de"],
        ["run", "--lang", "en"],
        ["check"],
        ["show"],
        ["show", "../../etc/passwd"],
        ["calls", "--day", "05/03/2026"],
        ["calls", "--day", "5.3.2026"],
        ["calls", "--day", "2026-02-30"],
        ["calls", "--day", "05.03.26"],
    ],
)
def test_wrong_usage(arguments: list[str], tmp_path: Path) -> None:
    """Arguments that make no sense: status 2, a word on stderr, nothing on stdout."""
    done = run(*arguments, home=tmp_path)
    assert done.returncode == 2
    assert done.stderr
    assert not done.stdout


@pytest.mark.parametrize("arguments", [[], ["run"], ["demo"], ["--pack", "ua-court"], ["--language", "lv"]])
def test_not_a_terminal(arguments: list[str], tmp_path: Path) -> None:
    """Without a terminal no call is taken, and nothing is made: status 2. Without a command, `run` is meant."""
    done = run(*arguments, home=tmp_path / "home")
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize("term", ["dumb", ""])
def test_a_terminal_that_cannot_place_text(term: str, tmp_path: Path) -> None:
    """TERM=dumb, or none: one sentence and status 2."""
    with Terminal([*PROGRAM, "demo"], tmp_path, env={"TERM": term}) as terminal:
        assert terminal.exit_status() == 2
        terminal.wait_for("TERM")
        assert b"\x1b" not in terminal.raw


@pytest.mark.parametrize("arguments", [["rebuild"], ["demo"], ["run"]])
def test_the_store_cannot_be_had(arguments: list[str], tmp_path: Path) -> None:
    """Where the folders cannot be made, the status is 69."""
    (tmp_path / "file").touch()
    with Terminal([*PROGRAM, *arguments, "--home", str(tmp_path / "file" / "x")], tmp_path) as terminal:
        assert terminal.exit_status() == 69
        assert b"\x1b[?1049h" not in terminal.raw


def test_another_live_session(tmp_path: Path) -> None:
    """Where the operator has a live session already, the status is 75, before anything is drawn."""
    folders = Folders.resolve(tmp_path / "home")
    write_profile(folders.profile, PROFILE)
    folders.make()
    seat = FileStore(folders).seats.sit_down("17")
    with Terminal([*PROGRAM, "--home", str(tmp_path / "home")], tmp_path) as terminal:
        assert terminal.exit_status() == 75
        terminal.wait_for("another live session")
        assert b"\x1b[?1049h" not in terminal.raw
    seat.leave()


def test_a_pack_that_fails_its_check(tmp_path: Path) -> None:
    """A pack that fails its check starts no call: its problems as plain text, status 1."""
    (tmp_path / "pack.toml").write_text("format = 1\n", encoding="utf-8")
    with Terminal([*PROGRAM, "--pack", str(tmp_path), "--home", str(tmp_path / "home")], tmp_path) as terminal:
        assert terminal.exit_status() == 1
        terminal.wait_for("pack.toml")
        assert b"\x1b[?1049h" not in terminal.raw


def test_what_nobody_expected_leaves_no_word_of_a_caller(tmp_path: Path) -> None:
    """An error is recorded by kind, lines of code and call, for the account alone; its message goes nowhere."""
    note_call("20260305-17-abc")
    with pytest.raises(KeyError) as raised:
        {}["Шевченко +380501234567"]
    status, told = explain(raised.value, str(tmp_path))
    note_call("")
    log = Folders.resolve(tmp_path).log
    written = log.read_text(encoding="utf-8")
    assert status == 70
    assert log.stat().st_mode & 0o777 == 0o600
    assert re.search(r"call 20260305-17-abc\n  builtins.KeyError\n    tests/test_cli.py:\d+ test_what", written)
    assert "380" not in written + told
    assert "Шевченко" not in written + told


def test_what_nobody_expected_is_told_in_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """No traceback reaches the terminal: one sentence, status 70."""

    def fail() -> None:
        raise RuntimeError("Шевченко")

    monkeypatch.setattr(centres, "shipped", fail)
    monkeypatch.setenv("CALLSCRIPT_HOME", str(tmp_path))
    assert cli.main(["packs"]) == 70
    said = capsys.readouterr()
    assert not said.out
    assert "Шевченко" not in said.err
    assert "Traceback" not in said.err


def test_a_crash_on_the_screen(tmp_path: Path) -> None:
    """A crash while the screen is drawn gives the terminal back, and says one sentence: no traceback, no locals."""
    program = (
        "import sys\nfrom callscript import cli\nfrom callscript.service import desk\n"
        "def fail(self):\n    caller = 'Шевченко'\n    raise RuntimeError(caller)\n"
        "desk.Desk.left_open = fail\nsys.exit(cli.main(sys.argv[1:]))"
    )
    home = tmp_path / "home"
    with Terminal([sys.executable, "-c", program, "demo", "--home", str(home)], tmp_path) as terminal:
        assert terminal.exit_status() == 70
        terminal.wait_for("something went wrong", "callscript.log")
        assert "Шевченко" not in terminal.raw.decode()
        assert terminal.raw.rindex(b"\x1b[?1049l") < terminal.raw.index(b"something went wrong")
    assert "RuntimeError" in Folders.resolve(home).log.read_text(encoding="utf-8")


def test_nobody_reads_the_output(home: Path) -> None:
    """A pipe that is closed early is no reason for a traceback."""
    command = f"{sys.executable} -m callscript doctor --home '{home}' | true"
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True)
    assert not done.stderr


# Packs


def test_packs() -> None:
    """The shipped packs are listed with id, centre and languages."""
    done = run("packs")
    assert done.returncode == 0
    assert [line.split()[0] for line in done.stdout.splitlines()] == ["lv-lvrtc", "ua-court"]
    assert "Єдиний контакт-центр судової влади України  (uk, en)" in done.stdout
    assert "Latvijas Valsts radio un televīzijas centrs  (lv, en)" in done.stdout


@pytest.mark.parametrize("pack", ["ua-court", "lv-lvrtc", str(MINI), str(MINI / "pack.toml")])
def test_check_of_a_sound_pack(pack: str) -> None:
    """A pack without a problem: status 0, nothing on stdout."""
    done = run("check", pack)
    assert (done.returncode, done.stdout) == (0, "")
    assert ("moved by order" in done.stderr) is (pack in ("ua-court", "lv-lvrtc"))


def test_check_names_every_problem_in_a_line(tmp_path: Path) -> None:
    """Every problem of every pack is one line on stdout, whatever stands in the files; status 1."""
    (tmp_path / "pack.toml").write_text('format = 1\n"stages\\u001b[31m" = []\n"x\\ny" = 1\n', encoding="utf-8")
    done = run("check", str(tmp_path), str(tmp_path / "missing"), str(MINI))
    lines = done.stdout.splitlines()
    assert done.returncode == 1
    assert "\x1b" not in done.stdout
    assert all(str(tmp_path) in line for line in lines)
    assert len(lines) > 3
    assert str(tmp_path / "missing") in lines[-1]


def test_check_shows_the_line_that_is_no_toml(tmp_path: Path) -> None:
    """With its number, what stands there and what was most likely done wrong; nothing in it is obeyed by a terminal."""
    folder = tmp_path / "mini"
    shutil.copytree(MINI, folder)
    texts = (folder / "en.toml").read_text(encoding="utf-8").splitlines()
    texts[2] = 'greeting = "Greeting \x1b[2J'
    (folder / "en.toml").write_text("\n".join(texts), encoding="utf-8")
    done = run("check", str(folder))
    assert done.returncode == 1
    assert "en.toml: line 3: not valid TOML: " in done.stdout
    assert 'greeting = "Greeting' in done.stdout
    assert "\x1b" not in done.stdout


def test_check_names_articles_that_cannot_be_read(tmp_path: Path) -> None:
    """Articles beside a pack, or in a folder of their own, are looked through: a line a problem; status 1."""
    folder = tmp_path / "mini"
    shutil.copytree(MINI, folder)
    (folder / "articles").mkdir()
    (folder / "articles" / "good.md").write_text("# Fees\n\nNone.\n", encoding="utf-8")
    done = run("check", str(folder))
    assert (done.returncode, done.stdout) == (0, "")
    assert f"{folder}: articles: 1" in done.stderr
    (folder / "articles" / "bad\x1b[2J.md").write_text("no title", encoding="utf-8")
    (folder / "articles" / "raw.md").write_bytes(b"# Fees\n\n\xff")
    for place in (folder, folder / "articles"):
        done = run("check", str(place))
        assert done.returncode == 1
        assert len(done.stdout.splitlines()) == 2
        assert "raw.md: line 3: not UTF-8" in done.stdout
        assert "\x1b" not in done.stdout


def test_check_takes_a_folder_before_an_id(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder of the name of a shipped pack is the one that is checked: it is what is being edited."""
    (tmp_path / "ua-court").mkdir()
    (tmp_path / "ua-court" / "pack.toml").touch()
    monkeypatch.chdir(tmp_path)
    assert cli.main(["check", "ua-court"]) == 1


# Calls


def test_days() -> None:
    """A day is written in one of two ways that cannot be read in another."""
    assert day("2026-03-05") == day("05.03.2026") == date(2026, 3, 5)


def test_show_json(home: Path, call_id: str) -> None:
    """`show --json` prints one object of the documented shape, times by the centre's clock with their offset."""
    done = run("show", call_id, "--json", home=home)
    assert done.returncode == 0, done.stderr
    call: dict[str, Any] = json.loads(done.stdout)
    assert list(call) == [
        *("id", "pack", "operator", "language", "started", "ended", "ended_by", "continues", "entry"),
        *("outcome", "discarded", "erased", "fields", "matters", "registered", "holds", "events", "verdicts"),
        "verdicts_now",
    ]
    assert call["id"] == call_id
    assert call["pack"]["id"] == "ua-court"
    assert re.fullmatch("[0-9a-f]{64}", call["pack"]["hash"])
    assert call["operator"] == {"number": "17"}
    assert call["language"] == "uk"
    assert call["started"] == "2026-03-05T10:00:00+02:00"
    assert call["ended"] == "2026-03-05T10:00:42.500000+02:00"
    assert (call["ended_by"], call["outcome"]) == ("caller", None)
    assert call["fields"]["surname"] == HOSTILE
    assert call["fields"]["email"] == {"value": None, "reason": "немає адреси"}
    assert call["holds"] == [{"started": call["started"], "ended": call["ended"], "seconds": 42.5}]
    assert [event["seq"] for event in call["events"]] == list(range(1, len(call["events"]) + 1))
    assert all(list(event)[:3] == ["seq", "at", "type"] for event in call["events"])
    assert all(event["at"].endswith("+02:00") for event in call["events"])
    assert all(list(each) == ["clause", "modality", "verdict", "event"] for each in call["verdicts"])
    standard = [f"UA-{number:02}" for number in range(1, 22)]
    assert [each["clause"] for each in call["verdicts"]] == [*standard, "H-21"]
    assert {"met", "na", "reminder"} <= {each["verdict"] for each in call["verdicts"]}


def test_what_a_caller_said_is_never_obeyed(home: Path, call_id: str) -> None:
    """A caller's words are shown as they are, without what a terminal would obey; JSON escapes it."""
    shown = run("show", call_id, home=home).stdout + run("calls", "--day", "2026-03-05", home=home).stdout
    assert "Іван [/red] [31m5n=cmd" in shown
    assert not set(shown) & set("\x1b\x9b\u202e\x7f")
    for arguments in (["show", call_id, "--json"], ["calls", "--day", "2026-03-05", "--json"]):
        printed = run(*arguments, home=home).stdout
        assert printed.isascii()
        assert "\x7f" not in printed
        assert "\x1b" not in printed


def test_calls_of_a_day(home: Path, call_id: str) -> None:
    """Calls are listed by day; a day without any is an empty list."""
    for written in ("2026-03-05", "05.03.2026"):
        calls = json.loads(run("calls", "--day", written, "--json", home=home).stdout)
        assert [(call["id"], call["ended_by"]) for call in calls] == [(call_id, "caller")]
        assert calls[0]["started"] == "2026-03-05T10:00:00+02:00"
        assert call_id in run("calls", "--day", written, home=home).stdout
    empty = run("calls", "--day", "2026-03-06", "--json", home=home)
    assert (empty.returncode, json.loads(empty.stdout)) == (0, [])


def test_today_is_the_centres(tmp_path: Path) -> None:
    """A call taken now is among today's wherever the machine stands: the centre's clock decides."""
    call = take_call(tmp_path, SystemClock().now())
    for zone in ("Pacific/Kiritimati", "Etc/GMT+12", "Europe/Kyiv"):
        (listed,) = json.loads(run("calls", "--json", home=tmp_path, TZ=zone).stdout)
        assert listed["id"] == call


def test_calls_from_a_number(home: Path, call_id: str) -> None:
    """Calls are found by number on any day, however it is written; a number that may be the same is called so."""
    for written, sure in (("+380 44 277 76 01", True), ("277-76-01", False)):
        calls = json.loads(run("calls", "--phone", written, "--json", home=home).stdout)
        assert [(call["id"], call["sure"]) for call in calls] == [(call_id, sure)]
    assert "maybe" in run("calls", "--phone", "2777601", home=home).stdout
    assert json.loads(run("calls", "--phone", "+380442777602", "--json", home=home).stdout) == []
    wrong_day = run("calls", "--phone", "+380442777601", "--day", "2026-03-06", "--json", home=home)
    assert json.loads(wrong_day.stdout) == []


def test_a_call_that_was_never_filed_is_listed(tmp_path: Path) -> None:
    """The journal is the truth: a call that never reached the registers is among the day's."""
    call_id = take_call(tmp_path)
    for file in Folders.resolve(tmp_path).registers.rglob("*.json"):
        file.unlink()
    assert call_id in run("calls", "--day", "2026-03-05", home=tmp_path).stdout


def test_a_rebuild_that_would_lose_calls_asks_somebody_to_look(tmp_path: Path) -> None:
    """With the journal gone the registers are kept beside, the calls are named, and the status is 1."""
    call_id = take_call(tmp_path)
    folders = Folders.resolve(tmp_path)
    shutil.rmtree(folders.journal)
    done = run("rebuild", home=tmp_path)
    assert (done.returncode, done.stdout) == (1, "calls: 0\n")
    assert call_id in done.stderr
    assert "registers.damaged-1" in done.stderr
    assert "was gone" in done.stderr
    assert call_id in "".join(path.read_text() for path in (tmp_path / "registers.damaged-1" / "calls").rglob("*.json"))
    found = run("doctor", home=tmp_path, TERM="xterm")
    assert found.returncode == 1
    assert "registers.damaged-1" in found.stdout


def test_calls_that_are_not_all_are_told(tmp_path: Path) -> None:
    """A list that lacks something says so, status 1: registers that are gone, a day whose journal is."""
    take_call(tmp_path)
    folders = Folders.resolve(tmp_path)
    shutil.rmtree(folders.registers)
    done = run("calls", "--phone", "0442777601", home=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert "not complete" in done.stderr
    assert run("rebuild", home=tmp_path).returncode == 0
    assert run("calls", "--phone", "0442777601", home=tmp_path).returncode == 0
    shutil.rmtree(folders.journal)
    for asked in (("--day", f"{DAY:%Y-%m-%d}"), ("--phone", "0442777601")):
        done = run("calls", *asked, home=tmp_path)
        assert done.returncode == 1
        assert f"the journal of {DAY:%Y-%m-%d} is missing" in done.stderr
    found = run("doctor", home=tmp_path, TERM="xterm").stdout
    assert "only the registers know them" in found


def test_rebuild_brings_the_registers_back(tmp_path: Path) -> None:
    """After a rebuild a call is found by its number again."""
    call_id = take_call(tmp_path)
    for file in Folders.resolve(tmp_path).registers.rglob("*.json"):
        file.unlink()
    assert json.loads(run("calls", "--phone", "+380442777601", "--json", home=tmp_path).stdout) == []
    done = run("rebuild", home=tmp_path)
    assert (done.returncode, done.stdout) == (0, "calls: 1\n")
    assert call_id in run("calls", "--phone", "+380442777601", home=tmp_path).stdout


def test_a_call_is_judged_by_the_version_it_was_led_by(tmp_path: Path) -> None:
    """The version kept with the call is used; where it is missing, the status is 1 and nothing is made up."""
    call_id = take_call(tmp_path)
    folders = Folders.resolve(tmp_path)
    (kept,) = folders.packs.iterdir()
    kept.rename(tmp_path / "elsewhere")
    assert run("show", call_id, home=tmp_path).returncode == 0  # the shipped pack is of the same version
    journal = FileStore(folders).journal
    first, *rest = journal.read_call(call_id).events
    assert isinstance(first, CallStarted)
    next(folders.journal.rglob("*.jsonl")).unlink()
    journal.append(call_id, [replace(first, pack_hash="0" * 64), *rest])
    done = run("show", call_id, "--json", home=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert "which is not here any more" in done.stderr


def test_a_damaged_line_is_reported(tmp_path: Path) -> None:
    """What can be read is shown, what cannot is reported: status 1."""
    call_id = take_call(tmp_path)
    file = next(Folders.resolve(tmp_path).journal.rglob("*.jsonl"))
    lines = file.read_bytes().splitlines(keepends=True)
    file.write_bytes(b"".join([*lines[:3], b"garbage\n", *lines[4:]]))
    done = run("show", call_id, "--json", home=tmp_path)
    assert done.returncode == 1
    assert "line 4" in done.stderr
    assert len(json.loads(done.stdout)["events"]) == 3


def test_a_call_that_is_not_known(tmp_path: Path) -> None:
    """The id of no call: status 1."""
    done = run("show", "20260305-17-abc", "--json", home=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")


# Doctor


def test_doctor_of_a_sound_home(home: Path) -> None:
    """Nothing wrong: status 0."""
    done = run("doctor", home=home, TERM="xterm")
    assert done.returncode == 0, done.stdout
    for word in ("TERM", "locale", "function keys", "disk", "folders", "1 calls"):
        assert word in done.stdout


def test_doctor_says_until_when_days_off_are_known(tmp_path: Path) -> None:
    """Where the centre goes by holidays, days moved by an order are known only until the year that its pack names."""
    folders = Folders.resolve(tmp_path)
    folders.make()
    write_profile(folders.profile, replace(PROFILE, pack="lv-lvrtc"))
    (line,) = [line for line in run("doctor", home=tmp_path, TERM="xterm").stdout.splitlines() if "days off" in line]
    assert "days moved by order until 20" in line


def test_doctor_finds_what_is_wrong(tmp_path: Path) -> None:
    """Open folders, damaged files, a profile that cannot be read, a dumb terminal: each a line; status 1."""
    take_call(tmp_path)
    folders = Folders.resolve(tmp_path)
    folders.journal.chmod(0o755)
    folders.profile.write_text("number = 17\n", encoding="utf-8")
    file = next(folders.journal.rglob("*.jsonl"))
    file.write_bytes(b"garbage\n" + file.read_bytes())
    (folders.registers / "incomplete").touch()
    (folders.registers / "x.json.damaged-1").touch()
    done = run("doctor", home=tmp_path, TERM="dumb")
    assert done.returncode == 1
    problems = {
        line.removeprefix("problem").split()[0] for line in done.stdout.splitlines() if line.startswith("problem")
    }
    assert problems >= {"TERM", "modes", "profile", "journal", "registers", "set"}
    assert f"{folders.journal}: open to other accounts" in done.stdout
    assert f"mended         {folders.journal}" in run("doctor", "--fix", home=tmp_path, TERM="xterm").stdout
    assert "modes" not in run("doctor", home=tmp_path, TERM="xterm").stdout


@pytest.mark.parametrize(
    ("text", "what", "told"),
    [
        ('[work]\nwithin.answer = "soon"\n', "work", "work.within.answer: write how long, such as 15d"),
        ("[mail]\nport = 0\n", "mail", "mail.port: write a number"),
        ('[store]\nkind = "postgres"\n', "store", "store.kind: write kind"),
        ("[mial]\nport = 0\n", "centre", "unknown key 'mial'"),
    ],
)
def test_doctor_tells_a_mistake_of_the_centres_under_its_name(text: str, what: str, told: str, tmp_path: Path) -> None:
    """With the file, the line, the key and the remedy; what cannot be used until then is a note, the rest is used."""
    folders = Folders.resolve(tmp_path)
    folders.make()
    sound = run("doctor", home=tmp_path, TERM="xterm").stdout
    assert "ok      work           no term is set" in sound
    folders.centre.write_text(text)
    folders.centre.chmod(0o600)
    found = run("doctor", home=tmp_path, TERM="xterm")
    (problem,) = [line for line in found.stdout.splitlines() if line.startswith("problem")]
    assert problem.split()[1] == what
    assert f"{folders.centre}, line {1 if what == 'centre' else 2}: {told}" in problem
    notes = {line.split()[1] for line in found.stdout.splitlines() if "is mended" in line}
    assert notes == ({what} & {"mail", "work", "store"} or {"mail", "work", "store"})
    right = {line.split()[1] for line in found.stdout.splitlines() if line.startswith("ok")} & {"mail", "work"}
    assert right == {"mail", "work"} - notes
    folders.centre.write_text('[work]\nwithin.answer = "30d"\npeople.management = ["1", "12"]\n')
    mended = run("doctor", home=tmp_path, TERM="xterm").stdout
    assert "ok      work           answer within 30d; terms of days end at midnight; management are 1, 12" in mended


def test_doctor_tells_settings_that_no_script_reads(tmp_path: Path) -> None:
    """A kind of work, or people, that no script leaves to the centre: with file, line and the name that was meant."""
    folders = Folders.resolve(tmp_path)
    folders.make()
    folders.centre.write_text('[work]\nwithin.answer = "30d"\nwithin.anwser = "30d"\n\npeople.bosses = ["1"]\n')
    folders.centre.chmod(0o600)
    found = run("doctor", home=tmp_path, TERM="xterm").stdout
    term = "work.within.anwser: no script leaves the term of such work to the centre; the nearest known one is 'answer'"
    assert f"{folders.centre}, line 3: {term}. Mend the name, or take the line out" in found
    assert f"{folders.centre}, line 5: work.people.bosses: no script leaves work to them; known ones: " in found
    assert "ok      work" not in found
    folders.profile.write_text("broken")
    assert "no script leaves" not in run("doctor", home=tmp_path, TERM="xterm").stdout, "the script is not known"


def test_doctor_sees_a_live_session(tmp_path: Path) -> None:
    """Who has a live session, and which call was left open."""
    folders = Folders.resolve(tmp_path)
    folders.make()
    take_call(tmp_path)
    seat = FileStore(folders).seats.sit_down("17")
    seat.begin("20260305-17-abc")
    told = run("doctor", home=tmp_path, TERM="xterm").stdout
    assert "operator 17 has a live session" in told
    assert "operator 17: the next start offers to go on with it" in told
    assert "the call 20260305-17-abc cannot be gone on with: nothing of it can be read in the journal" in told
    seat.leave()
    assert "has a live session" not in run("doctor", home=tmp_path, TERM="xterm").stdout


# The environment


def start(tmp_path: Path, *arguments: str, env: Mapping[str, str] = {}) -> Terminal:
    """Start the program on a terminal."""
    return Terminal([*PROGRAM, *arguments], tmp_path, env=env)


def test_the_demo_leaves_nothing_behind(tmp_path: Path) -> None:
    """Without a home, the demo's is gone when it ends, and the account's folders are not touched."""
    (tmp_path / "tmp").mkdir()
    with start(tmp_path, "demo", env={"TMPDIR": str(tmp_path / "tmp")}) as terminal:
        terminal.wait_for("New call", "№ 17 Олена Коваленко")
        assert len(list((tmp_path / "tmp").glob("callscript-demo-*"))) == 1
        terminal.press("f12")
        assert terminal.exit_status() == 0
    assert [path.name for path in tmp_path.rglob("*")] == ["tmp"]


def test_the_demo_uses_the_home_given(tmp_path: Path) -> None:
    """With a home, the demo keeps its calls there, and no profile."""
    with start(tmp_path, "demo", "--pack", "lv-lvrtc", "--home", str(tmp_path / "home")) as terminal:
        terminal.wait_for("New call", "№ 17")
        terminal.press("f12")
        assert terminal.exit_status() == 0
    folders = Folders.resolve(tmp_path / "home")
    assert folders.journal.is_dir()
    assert not folders.profile.exists()


def test_variables_of_textual_have_no_say(tmp_path: Path) -> None:
    """What TEXTUAL_… variables would do (write keys to a file, load code) is not done, and there is no core file."""
    harmful = {"TEXTUAL_DRIVER": "no.such:Driver", "TEXTUAL_LOG": str(tmp_path / "log"), "TEXTUAL": "debug"}
    with start(tmp_path, "demo", env=harmful) as terminal:
        terminal.wait_for("New call")
        limits = Path(f"/proc/{terminal.pid}/limits")
        if limits.exists():
            assert re.search(r"Max core file size +0 +0", limits.read_text(encoding="ascii"))
    assert not (tmp_path / "log").exists()


def test_a_locale_of_another_encoding(tmp_path: Path) -> None:
    """The screen is drawn in UTF-8, whatever the locale says."""
    other = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "ascii"}
    with start(tmp_path, "demo", env=other) as terminal:
        terminal.wait_for("New call", "Олена Коваленко")


@pytest.mark.parametrize(("asked", "profile", "language"), [("lv", "uk", "lv"), ("", "uk", "uk"), ("en", "lv", "en")])
def test_language_of_the_interface(asked: str, profile: InterfaceLanguage, language: str, tmp_path: Path) -> None:
    """The command line's language goes before the profile's, until the profile is given another."""
    first = replace(PROFILE, language=profile)
    opening = Startup(Folders.resolve(tmp_path), FakeClock(), first, language=asked)
    assert opening.interface_language(first) == language
    for chosen in get_args(InterfaceLanguage):
        if chosen != profile:
            assert opening.interface_language(replace(PROFILE, language=chosen)) == chosen


def test_a_pack_of_ones_own(tmp_path: Path) -> None:
    """--pack goes before the profile's centre, and the profile form offers it by its centre's name, first."""
    opening = Startup(Folders.resolve(tmp_path), FakeClock(), PROFILE, pack=str(MINI))
    assert list(opening.centres()) == [str(MINI), "ua-court", "lv-lvrtc"]
    desk = opening.open_desk(PROFILE)
    assert desk.script.pack.id == "mini"
    desk.leave()


def test_what_can_be_chosen_in_the_command_line_is_what_there_is() -> None:
    """The arguments load nothing of what they are about; so what can be chosen stands there once more."""
    assert set(LANGUAGES) == set(i18n.LANGUAGES) == set(get_args(InterfaceLanguage))
    assert (PROOF_LEVELS, DIMENSIONS) == (keys.LEVELS, counts.DIMENSIONS)
    assert set(STORE_DEEDS) == set(get_args(Deed))
