"""A program that fails inside: it ends, gives the terminal back, says one sentence; nobody learns who was calling."""

from __future__ import annotations

import re
import stat
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from callscript.core.call import commands as c
from callscript.runtime.failures import record
from callscript.runtime.paths import Folders
from tests.terminal.calls import UA, Place
from tests.terminal.opened import UNFINISHED, fill_all, free_fields, leave_open
from tests.terminal.terminal import Terminal
from tests.terminal.test_signals import GONE, restored

FAILING = """
import asyncio, os, runpy, sys, threading, warnings
trip, patch = sys.argv.pop(1), sys.argv.pop(1)

def fail(*_, **__):
    caller = "Канарка-змінна"
    raise RuntimeError("Канарка-повідомлення", caller)

async def fail_later():
    fail()

class Fails:
    def __del__(self):
        fail()

def trap(owner, name, instead=fail, *, once=True):
    do = getattr(owner, name)
    def do_or_fail(*given, **named):
        if os.path.exists(trip):
            if once:
                os.remove(trip)
            instead(*given)
        return do(*given, **named)
    setattr(owner, name, do_or_fail)

def soon(call):
    return lambda *_: call(asyncio.get_running_loop())

from callscript import app
from callscript.service import desk
from callscript.screens import keyboard
from callscript.service import session
from callscript.screens import call, wrap_up
from callscript.store.journal import journal
from callscript.terminal import display, driver
from callscript.widgets import bars, entry
exec(patch)
runpy.run_module("callscript", run_name="__main__", alter_sys=True)
"""
"""The program, but for one function of it that fails once a file is there."""

CRASHES = {
    "a key": "trap(call.CallScreen, 'obey')",
    "the keyboard": "trap(keyboard.Keyboard, 'put')",
    "a field": "trap(entry.Entry, '_edit')",
    "a worker": "trap(call.CallScreen, 'obey', lambda screen, *_: screen.run_worker(fail_later()))",
    "what a widget shows": "trap(bars.Header, 'rows')",
    "what a line shows": "trap(display._Display, '_draw')",
    "a timer": "trap(call.CallScreen, 'tick')",
    "a callback": "trap(call.CallScreen, 'obey', lambda screen, *_: screen.call_later(fail))",
    "a task": "trap(call.CallScreen, 'obey', soon(lambda loop: loop.create_task(fail_later())))",
    "the loop": "trap(call.CallScreen, 'obey', soon(lambda loop: loop.call_soon(fail)))",
    "a thread": "trap(call.CallScreen, 'obey', lambda *_: threading.Thread(target=fail).start())",
    "the line": "trap(driver.TerminalDriver, '_hand_on')",
    "the display": "trap(display._Display, '_send')",
    "the journal": "trap(journal.FileJournal, 'append')",
    "the journal, and again": "trap(journal.FileJournal, 'append', once=False)",
    "saving what is typed": "trap(call.CallScreen, 'obey', once=False); trap(call.CallScreen, 'keep_typed')",
}
"""By where it fails: how."""
BEFORE_THE_JOURNAL = ("saving what is typed",)
"""Where it fails, what is not saved yet cannot be saved either."""

LIVES = {
    "an object that is thrown away": "trap(call.CallScreen, 'obey', lambda *_: Fails())",
    "a warning": "trap(call.CallScreen, 'obey', lambda *_: warnings.warn('Канарка-повідомлення', stacklevel=1))",
}
"""What fails, or only warns, without a consequence for the call."""

CANARY = "Канарка"
NUMBER = "447654321"
DEBUGGING = {"PYTHONDEVMODE": "1", "PYTHONASYNCIODEBUG": "1", "PYTHONFAULTHANDLER": "1", "PYTHONWARNINGS": "always"}
"""What makes Python tell all it can; none of it may come to be read."""


class Failing:
    """A program in a call of which every field is filled, at the step that asks how to address the caller."""

    def __init__(self, place: Place, patch: str) -> None:
        self.place = place
        self.trip = place.folder / "trip"
        commands = [c.Advance(), c.Advance(), *fill_all(place, canary, but="address")]
        self.call_id = leave_open(place, commands, phone=f"+380{NUMBER}")
        program = (sys.executable, "-c", FAILING, str(self.trip), patch)
        self.terminal = place.start(columns=110, rows=36, program=program, env=DEBUGGING)

    def fail(self, *, key: str = "enter", kept: bool = False) -> None:
        """Type into the field, maybe until that is kept as a draft, then have the program fail at a key."""
        self.terminal.wait_for("An open call")
        self.terminal.press("enter")
        self.place.wait_for_step(self.terminal, "ask_address")
        self.terminal.wait_for(canary("surname"), canary("subject"))
        self.terminal.type(canary("address"))
        self.terminal.wait_for(canary("address"))
        if kept:
            typed = {"address": canary("address")}
            self.terminal.wait_until(self.place.recorded(lambda call: dict(call.drafts) == typed), "the draft")
        self.trip.touch()
        self.terminal.press(key)


def canary(field: str) -> str:
    """Return what stands in a field and nowhere else."""
    return f"{CANARY}-{field}"


@pytest.mark.parametrize("where", CRASHES)
def test_a_crash_tells_nothing_of_the_caller(where: str, ua: Place) -> None:
    """Wherever it fails: status 70, the terminal as it was, no word of the caller anywhere but in the store."""
    failing = Failing(ua, CRASHES[where])
    with failing.terminal as terminal:
        found = terminal.settings
        failing.fail(key="left" if where == "a field" else "enter", kept=where == "the journal, and again")
        assert terminal.exit_status() == 70
        restored(terminal, found)
    discreet(ua, terminal)
    logged(ua, failing.call_id)
    with ua.resume() as terminal:
        text = "" if where in BEFORE_THE_JOURNAL else canary("address")
        terminal.wait_for(CANARY, text)
    missing = {"address"} if where in BEFORE_THE_JOURNAL else set[str]()
    filled = {field: canary(field) for field in free_fields(ua)}
    kept = {field: value.text for field, value in ua.call().fields.items()} | dict(ua.call().drafts)
    assert kept == {field: text for field, text in filled.items() if field not in missing}


def test_the_log_is_for_its_owner_alone(tmp_path: Path) -> None:
    """A log that was made by somebody else is closed to others before anything is written into it."""
    log = Folders.resolve(tmp_path).log
    log.touch(mode=0o644)
    record(RuntimeError(CANARY), str(tmp_path))
    assert stat.S_IMODE(log.stat().st_mode) == 0o600
    assert "RuntimeError" in log.read_text(encoding="utf-8")


@pytest.mark.parametrize("what", LIVES)
def test_what_fails_without_consequence(what: str, ua: Place) -> None:
    """What fails aside from the call is recorded as discreetly, and the call goes on."""
    failing = Failing(ua, LIVES[what])
    with failing.terminal as terminal:
        failing.fail()
        ua.wait_for_step(terminal, "offer_help")
        terminal.press("ctrl+q")
        terminal.wait_for("Leave?")
        terminal.press("2")
        assert terminal.exit_status() == 0
    discreet(ua, terminal)
    if what == "a warning":
        assert not Folders.resolve(ua.home).log.exists()
    else:
        logged(ua, failing.call_id)


def test_a_crash_in_the_wrap_up(tmp_path: Path) -> None:
    """A reason and a summary tell as little when it fails after the call, and are there again at the next start."""
    place = Place(tmp_path, UA)
    commands = [*fill_all(place, canary), *UNFINISHED]
    commands += [c.SetOutcome("unfinished"), c.Explain("UA-09", canary("UA-09")), c.Summarise(canary("early"))]
    call_id = leave_open(place, commands, phone=f"+380{NUMBER}")
    trip = tmp_path / "trip"
    program = (sys.executable, "-c", FAILING, str(trip), "trap(wrap_up.WrapUpScreen, 'obey')")
    with place.start(columns=110, rows=36, program=program, env=DEBUGGING) as terminal:
        found = terminal.settings
        terminal.wait_for("An open call")
        terminal.press("enter")
        terminal.wait_for("Wrap-up", canary("UA-09"), "Why was")
        terminal.type(canary("late"))
        terminal.wait_for(canary("late"))
        trip.touch()
        terminal.press("enter")
        assert terminal.exit_status() == 70
        restored(terminal, found)
    discreet(place, terminal)
    logged(place, call_id)
    with place.start(columns=110, rows=36) as terminal:
        terminal.wait_for("An open call")
        terminal.press("enter")
        terminal.wait_for("Wrap-up", canary("UA-09"), canary("late"), canary("early"))


def test_a_crash_while_the_disk_hangs(ua: Place) -> None:
    """A disk that does not answer does not hold up the end either."""
    hang = "trap(os, 'fdatasync', lambda *_: threading.Event().wait(), once=False)"
    failing = Failing(ua, f"trap(call.CallScreen, 'obey', once=False); {hang}")
    with failing.terminal as terminal:
        found = terminal.settings
        failing.fail()
        begun = time.monotonic()
        assert terminal.exit_status() == 70
        assert time.monotonic() - begun < GONE
        restored(terminal, found)


def discreet(place: Place, terminal: Terminal) -> None:
    """Hold that after the end nothing of the caller is on the terminal, nor in any file but those of the store."""
    told = terminal.raw.decode()
    assert f"{CANARY}-повідомлення" not in told
    assert f"{CANARY}-змінна" not in told
    assert "Traceback" not in told
    after = told[told.rindex("\x1b[?1049l") :]
    assert after.count("\n") == ("something went wrong" in after)
    assert CANARY not in after
    assert NUMBER not in after
    keeps = Folders.resolve(place.home)
    elsewhere = [
        file
        for file in files_below(place.folder)
        if not {keeps.journal, keeps.registers, *keeps.spare} & set(file.parents)
    ]
    assert elsewhere
    for file in elsewhere:
        data = file.read_bytes()
        assert CANARY.encode() not in data, file
        assert NUMBER.encode() not in data, file


def files_below(folder: Path) -> Iterator[Path]:
    """Yield every file below a folder."""
    return (file for file in folder.rglob("*") if file.is_file())


def logged(place: Place, call_id: str) -> None:
    """Hold that the log, which only its owner can read, has the kind of the failure, where it was, and which call's."""
    log = Folders.resolve(place.home).log
    assert stat.S_IMODE(log.stat().st_mode) == 0o600
    text = log.read_text(encoding="utf-8")
    assert f"call {call_id}\n" in text
    assert re.search(r"(?m)^  builtins.RuntimeError$", text)
    assert re.search(r"(?m)^    .*:\d+ fail$", text)
