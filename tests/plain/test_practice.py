"""Practice as a program: line by line and on screen, in a home of its own, counted nowhere."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from signal import SIGKILL

import pytest

from callscript import packs
from callscript.commands.run import demo_profile
from callscript.core.call.events import CallStarted, Registered
from callscript.runtime.exit_status import PROBLEMS, USAGE
from callscript.runtime.paths import Folders
from callscript.runtime.settings import write_profile
from tests.plain.conversation import Conversation, lead, line_of
from tests.plain.test_same_records import type_in
from tests.programs import ROOT
from tests.terminal.calls import LV, PROGRAM, UA_APPEAL, WRAP_UP, Route
from tests.terminal.still import StillPlace, with_changes
from tests.terminal.terminal import Terminal

STILL = """
from callscript.commands import pack_practice
pack_practice.SystemClock = StillClock
"""
APPEAL, HOLD, QUESTION = "elderly-appeal-interrupts", "hold-not-for-long", "question-identity-card"
LINES = tuple(map(line_of, UA_APPEAL.moves))
CLOSING = ("", "усе")
WAIT = "+187"
"""In the place of a line: so many seconds pass."""
NOT_YET = "*7"
LATE = (
    NOT_YET,
    "",
    "",
    "*-",
    "",
    "пані Ірино",
    "",
    "Коли засідання?",
    "4",
    "1",
    WAIT,
    "",
    "",
    "1",
    "",
    "1",
    "5",
    "",
    "",
)
"""A transfer that is not allowed yet, a step back, a hold that is too long."""


def practised(
    place: StillPlace, caller: str, *options: str, env: Mapping[str, str] = {}, home: bool = True
) -> Conversation:
    """Begin to practise line by line."""
    own = ("--home", str(place.home)) if home else ()
    words = ("pack", "practice", str(place.pack), "--caller", caller, "--plain", *own, *options)
    return Conversation((*with_changes(place, STILL), *words), place.folder, env=env)


def played(place: StillPlace, caller: str, lines: Sequence[str], *options: str, status: int = 0) -> str:
    """Practise to the end; return what is told behind the last line."""
    return _played(place, caller, lines, options, status, [])


def _played(
    place: StillPlace, caller: str, lines: Sequence[str], options: Sequence[str], status: int, steps: list[str]
) -> str:
    with practised(place, caller, *options) as talk:
        talk.prompted()
        for line in lines:
            if line == WAIT:
                place.pass_time(int(WAIT))
                talk.wait_for("+0:07 over> ")
            else:
                talk.say(line)
            steps.append(place.call().step)
        before = len(talk.raw)
        talk.send(f"{CLOSING[-1]}\n".encode())
        assert talk.exit_status() == status, talk.complaints.decode()
        return talk.raw[before:].decode()


@pytest.fixture
def ua(tmp_path: Path) -> StillPlace:
    """A place for calls of the court, on a clock that is told to go on."""
    return StillPlace(tmp_path, UA_APPEAL)


def tree(folder: Path) -> dict[str, bytes]:
    """Return all files below a folder."""
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def test_the_caller_is_heard_in_a_line_of_their_own(ua: StillPlace) -> None:
    """Behind the step, told apart by a word; and unasked, when the time comes."""
    with practised(ua, APPEAL) as talk:
        assert "\nCaller: Алло! Алло, це суд?\n> " in talk.prompted()
        for line in LINES[:7]:
            talk.say(line)
        ua.pass_time(4)
        talk.wait_for("\nCaller: Зачекайте, окуляри знайду… Все, кажіть.\n")
        talk.prompted()
        assert talk.text.count("окуляри") == 1


def test_on_screen_an_answer_that_is_talked_over_stays(ua: StillPlace) -> None:
    """Before what interrupts it: what is asked for can still be typed."""
    ua.folder.mkdir(exist_ok=True)
    ua.pass_time(0)
    with Terminal(_command(ua, APPEAL), ua.folder) as terminal:
        terminal.wait_for("Caller: Алло! Алло, це суд?")
        ua.walk(terminal, UA_APPEAL.moves[:7])
        terminal.wait_for("Caller: Та Шевченко я, пишіть.")
        ua.pass_time(4)
        terminal.wait_for("Caller: Та Шевченко я, пишіть. — Зачекайте, окуляри знайду… Все, кажіть.")


def test_the_same_keys_come_to_the_same_score_in_both_faces(tmp_path: Path) -> None:
    """Line by line twice, and on screen: what was breached with the seconds over, what was not allowed, steps back."""
    places = [StillPlace(tmp_path / name, UA_APPEAL) for name in ("one", "two", "screen")]
    for place in places:
        place.folder.mkdir(exist_ok=True)
        place.pass_time(0)
    lines = (*LATE, "")
    steps: list[str] = []
    told = [_played(place, HOLD, lines, ("--json",), PROBLEMS, steps) for place in places[:2]]
    found = [json.loads(_last(text)) for text in told]
    assert found[0] == found[1]
    assert (found[0]["refused"], found[0]["backs"], found[0]["ended"]) == (1, 1, "operator")
    assert [(each["clause"], each["over"]) for each in found[0]["should"]] == [("UA-20", 7.0)]
    assert [each["what"] for each in found[0]["unmet"]] == ["UA-20"]
    one = found[0]
    with Terminal(_command(places[2], HOLD), places[2].folder) as terminal:
        terminal.wait_for("Caller: Вітаю.")
        _on_screen(places[2], terminal, steps[: len(LATE)])
        terminal.wait_for(
            f"met: {one['met']}/{one['of']} of the clauses that applied",
            "UA-20 breached, 7 s over the limit",
            "not allowed by the script: 1; steps back: 1",
        )
        assert terminal.exit_status() == PROBLEMS


def _last(text: str) -> str:
    return text.strip().splitlines()[-1]


def _command(place: StillPlace, caller: str) -> list[str]:
    words = ("pack", "practice", str(place.pack), "--caller", caller, "--home", str(place.home))
    return [*with_changes(place, STILL), *words]


def _on_screen(place: StillPlace, terminal: Terminal, steps: Sequence[str]) -> None:
    """Do on screen what `LATE` does line by line, each when the one before has led to the same step."""
    for line, step in zip(LATE, steps, strict=True):
        if line == WAIT:
            place.pass_time(int(WAIT))
            terminal.wait_until(place.recorded(lambda call: call.running["hold"].overran), "the limit is recorded")
        else:
            type_in(place, terminal, line)
        if line == NOT_YET:
            terminal.wait_for("Спершу привітайтеся до кінця")
        terminal.wait_until(place.recorded(lambda call, then=step: call.step == then), f"after «{line}»")
        terminal.wait_for(*(place.words() if step else [WRAP_UP]))
    for line in CLOSING:
        terminal.type(line)
        terminal.press("enter")


def test_a_practised_call_is_counted_nowhere(ua: StillPlace) -> None:
    """Not in lists, registers, reports, on the board, behind a number, in the outbox; not after a rebuild either."""
    played(ua, APPEAL, (*LINES, ""))
    (log,) = ua.logs().values()
    assert isinstance(start := log[0], CallStarted)
    assert start.practice
    assert any(isinstance(event, Registered) for event in log)
    assert tree(ua.home / "outbox") == {}
    write_profile(Folders.resolve(ua.home).profile, demo_profile("ua-court"))
    for _ in range(2):
        assert "calls: 0" in ua.run("rebuild")
        assert ua.tell("calls", "--day", "2026-11-23") == []
        assert ua.tell("calls", "--phone", "0671234567") == []
        assert ua.tell("register", "--day", "2026-11-23") == []
        assert ua.tell("tasks", "--all") == []
        assert ua.tell("outbox") == []
        assert ua.tell("report")["centres"] == []
        assert json.loads(ua.run("board", "--once", "--json"))["operators"] == []


def test_a_real_home_stays_as_it_is(ua: StillPlace, tmp_path: Path) -> None:
    """Whether the call is closed or the program killed in the middle of it: nothing is written there."""
    real = tmp_path / "real"
    shutil.copytree(ROOT / "tests" / "store" / "format1" / "home", real)
    for path in [real, *real.rglob("*")]:
        path.chmod(0o700 if path.is_dir() else 0o600)
    before, env = tree(real), {"CALLSCRIPT_HOME": str(real), "TMPDIR": str(tmp_path)}
    with practised(ua, APPEAL, env=env, home=False) as talk:
        lead(talk, LINES[:9])
        (made,) = tmp_path.glob("callscript-practice-*")
        assert made.stat().st_mode & 0o777 == 0o700
        talk.signal(SIGKILL)
        talk.exit_status()
    assert tree(real) == before
    with practised(ua, QUESTION if ua.route.pack == "lv-lvrtc" else "abusive", env=env, home=False) as talk:
        lead(talk, ["", "*0", "2"])
        talk.say("")
        talk.send(b"\n")
        talk.exit_status()
    assert tree(real) == before
    assert list(tmp_path.glob("callscript-practice-*")) == [made]


def test_a_home_that_anything_else_lies_in_is_refused(ua: StillPlace, tmp_path: Path) -> None:
    """A real home, given by mistake, is left alone."""
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "profile.toml").write_text("", encoding="utf-8")
    with practised(ua, APPEAL) as talk:
        assert talk.exit_status() == USAGE
        assert b"no home for practice" in talk.complaints
    assert list(tree(tmp_path / "home")) == ["profile.toml"]


@pytest.mark.parametrize(
    ("route", "caller", "lines"),
    [
        (UA_APPEAL, APPEAL, LINES),
        (LV, QUESTION, tuple(map(line_of, LV.moves))),
    ],
)
def test_what_was_played_is_kept_as_a_case(route: Route, caller: str, lines: tuple[str, ...], tmp_path: Path) -> None:
    """`pack test` leads it once more, to the same verdicts; a name is taken once."""
    draft = tmp_path / "draft"
    shutil.copytree(packs.locate(route.pack), draft)
    place = StillPlace(tmp_path, route)
    place.pack = draft
    told = played(place, caller, (*lines, ""), "--keep", "one")
    assert "All that the caller expects has come." in told
    case = (draft / "cases" / "one.toml").read_text(encoding="utf-8")
    assert 'ended = "operator"' in case
    assert "✓ one" in _run("pack", "test", str(draft)).stdout
    with practised(place, caller, "--keep", "one") as talk:
        assert talk.exit_status() == USAGE
        assert b"there is a case of this name" in talk.complaints


def test_callers_are_listed(tmp_path: Path) -> None:
    """Without one, those that there are; one that there is not is told with the others."""
    told = _run("pack", "practice", "lv-lvrtc").stdout.splitlines()
    assert len(told) == 6
    assert any(line.startswith("refuses-to-hold ") for line in told)
    done = _run("pack", "practice", "lv-lvrtc", "--caller", "nobody", "--plain", "--home", str(tmp_path / "x"))
    assert done.returncode == USAGE
    assert "there is no caller nobody; known ones: abusive-stops" in done.stderr
    assert not (tmp_path / "x").exists()


def _run(*arguments: str) -> subprocess.CompletedProcess[str]:
    env = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "HOME": os.environ["HOME"]}
    return subprocess.run((*PROGRAM, *arguments), capture_output=True, text=True, check=False, cwd=ROOT, env=env)
