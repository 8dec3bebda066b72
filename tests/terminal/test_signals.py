"""A program that is told to end, or whose terminal is gone: saved, the terminal as it was, gone in time, told why."""

from __future__ import annotations

import itertools
import os
import random
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from signal import SIGCONT, SIGHUP, SIGINT, SIGSTOP, SIGTERM, SIGTSTP, Signals
from typing import NamedTuple

import pytest

from callscript.core.call import events as e
from tests.terminal.calls import ADDRESS, HOME, PROGRAM, UA, WRAP_UP, Place
from tests.terminal.still import StillPlace
from tests.terminal.terminal import Terminal

GONE = 3.0
"""Seconds after which the program is gone at the latest."""
SEVERAL = 5
"""So often each way to end is tried."""
BATCHES, EACH = 4, 25
"""In a long run, a hundred of each, in parts that can be run side by side."""
KEEP_SIGHUP_AWAY = ("env", "--ignore-signal=HUP")


def sending(number: Signals) -> Callable[[Terminal], None]:
    """Return what sends the program a signal."""
    return lambda terminal: terminal.signal(number)


def leave(terminal: Terminal) -> None:
    """Press what leaves from home."""
    terminal.press("f12")


class Way(NamedTuple):
    """A way to end: what is done, the exit status, what the program is started by."""

    do: Callable[[Terminal], None]
    status: int
    prefix: tuple[str, ...] = ()


WAYS = {
    "SIGHUP": Way(sending(SIGHUP), 129),
    "SIGTERM": Way(sending(SIGTERM), 143),
    "SIGINT": Way(sending(SIGINT), 130),
    "closed": Way(Terminal.hang_up, 129),
    "closed, SIGHUP ignored": Way(Terminal.hang_up, 129, KEEP_SIGHUP_AWAY),
}


@pytest.mark.parametrize("how", WAYS)
def test_ended_while_typing(how: str, tmp_path: Path) -> None:
    """However it is told to end while a field is typed in: what was on screen is in the journal."""
    end_while_typing(how, SEVERAL, random.Random(how), tmp_path)


@pytest.mark.soak
@pytest.mark.parametrize("batch", range(BATCHES))
@pytest.mark.parametrize("how", WAYS)
def test_ended_while_typing_a_hundred_times(how: str, batch: int, tmp_path: Path) -> None:
    """The same, a hundred times."""
    end_while_typing(how, EACH, random.Random(f"{how} {batch}"), tmp_path)


def end_while_typing(how: str, times: int, chance: random.Random, tmp_path: Path) -> None:
    """Type something at random into a field and end the program, so many times."""
    way = WAYS[how]
    for number in range(times):
        place = Place(tmp_path / str(number), UA)
        place.folder.mkdir()
        with place.start(program=(*way.prefix, *PROGRAM)) as terminal:
            found = terminal.settings
            terminal.wait_for(HOME)
            assert terminal.settings != found
            text = "Ґ" + "".join(chance.choices("абвгґдеєжзиіїй", k=chance.randrange(5, 15)))
            terminal.press("enter", "enter", "enter")
            terminal.type(text)
            terminal.wait_for(text)
            ended(terminal, way)
            if how.startswith("SIG"):
                restored(terminal, found)
        assert place.call().drafts == {"address": text}


def ended(terminal: Terminal, way: Way) -> None:
    """End a program, and hold that it is gone in time and with the right status."""
    begun = time.monotonic()
    way.do(terminal)
    assert terminal.exit_status() == way.status
    assert time.monotonic() - begun < GONE


def restored(terminal: Terminal, found: list[object]) -> None:
    """Hold that a terminal is as it was found."""
    assert terminal.settings == found
    for mode in (b"1049", b"2004"):
        assert terminal.raw.rindex(b"\x1b[?" + mode + b"l") > terminal.raw.rindex(b"\x1b[?" + mode + b"h")
    for mode in (b"7", b"25"):
        assert terminal.raw.rindex(b"\x1b[?" + mode + b"h") > terminal.raw.rindex(b"\x1b[?" + mode + b"l")


@pytest.mark.parametrize("how", WAYS)
def test_ended_anywhere(how: str, tmp_path: Path) -> None:
    """At home, with a question open, and in the wrap-up the program ends as soon and as rightly as in a call."""
    way = WAYS[how]
    place = Place(tmp_path, UA)
    with place.start(program=(*way.prefix, *PROGRAM)) as terminal:
        terminal.wait_for(HOME)
        ended(terminal, way)
    with place.start(program=(*way.prefix, *PROGRAM)) as terminal:
        terminal.wait_for(HOME)
        terminal.press("enter")
        place.walk(terminal, place.route.moves)
        terminal.wait_for(WRAP_UP)
        terminal.press("enter")
        terminal.wait_for("Enter closes the call")
        terminal.type("Усе гаразд")
        terminal.wait_for("Усе гаразд")
        terminal.press("ctrl+q")
        terminal.wait_for("Leave?")
        ended(terminal, way)
    call = place.call()
    assert (call.drafts, call.closed) == ({e.SUMMARY: "Усе гаразд"}, None)
    with place.start(program=(*way.prefix, *PROGRAM)) as terminal:
        terminal.wait_for("An open call")
        ended(terminal, way)
    with place.start() as terminal:
        terminal.wait_for("An open call")


@pytest.mark.parametrize("how", ["SIGHUP", "SIGTERM", "SIGINT"])
def test_told_again_and_again(how: str, ua: Place) -> None:
    """Being told to end once more while it ends changes nothing."""
    way = WAYS[how]
    with ua.start() as terminal:
        found = terminal.settings
        terminal.wait_for(HOME)
        begun = time.monotonic()
        while terminal.ended is None and time.monotonic() - begun < GONE:
            way.do(terminal)
            with suppress(AssertionError):
                terminal.wait_until(lambda: terminal.ended is not None, patience=0.005)
        assert terminal.ended == way.status
        terminal.exit_status()
        restored(terminal, found)


def test_the_demo_leaves_nothing(ua: Place) -> None:
    """A demo without a home that is told to end leaves no folder behind."""
    for way in WAYS.values():
        folder = ua.folder / "tmp"
        folder.mkdir(exist_ok=True)
        command = (*way.prefix, *PROGRAM, "demo")
        with Terminal(command, ua.folder, env={"TMPDIR": str(folder)}) as terminal:
            terminal.wait_for(HOME)
            assert list(folder.iterdir())
            ended(terminal, way)
        assert list(folder.iterdir()) == []


@pytest.mark.parametrize("keys", [b"a", b"\x7f", b"\r", b"\x1b[A"], ids=["letters", "backspaces", "enters", "arrows"])
@pytest.mark.parametrize("how", ["SIGTERM", "closed"])
def test_ended_in_a_flood_of_keys(how: str, keys: bytes, ua: Place) -> None:
    """However many keys come at once, as from a key that is stuck, none of them holds up the end."""
    with ua.ring() as terminal:
        terminal.press("enter", "enter")
        ua.wait_for_step(terminal, "ask_address")
        before = terminal.read
        terminal.flood(keys * 60_000)
        terminal.wait_until(lambda: terminal.read > before + 5_000, "the flood")
        ended(terminal, WAYS[how])


# A terminal that stops reading


def hold(terminal: Terminal) -> None:
    """Hold up the line as Ctrl+S does."""
    terminal.hold_output()


def clog(terminal: Terminal) -> None:
    """Read nothing more, and have the picture drawn anew until the line is full."""
    terminal.stop_reading()
    for size in itertools.cycle([(200, 60), (190, 50)]):
        written = terminal.written
        terminal.resize(*size)
        try:
            # A byte is what a signal itself has the program write, to its own loop.
            terminal.wait_until(lambda written=written: terminal.written > written + 1, patience=0.5)
        except AssertionError:
            return


@pytest.mark.parametrize("stop", [hold, clog])
def test_a_terminal_that_stops_reading(stop: Callable[[Terminal], None], still_ua: StillPlace) -> None:
    """While a terminal does not read, keys, saving and clocks go on; when it reads again it shows how things stand."""
    with still_ua.ring() as terminal:
        still_ua.walk(terminal, still_ua.route.moves[:2])
        still_ua.wait_for_step(terminal, "ask_address")
        stop(terminal)
        terminal.type(ADDRESS)
        terminal.wait_until(still_ua.recorded(lambda call: call.drafts == {"address": ADDRESS}), "the draft")
        terminal.press("enter")
        terminal.wait_until(still_ua.recorded(lambda call: call.step == "offer_help"), "the next step")
        assert still_ua.call().fields["address"].text == ADDRESS
        terminal.press("f3")
        terminal.wait_until(still_ua.recorded(lambda call: "clarity" in call.running), "the clock")
        still_ua.pass_time(10)
        terminal.wait_until(
            lambda: any(isinstance(event, e.TimerOverran) for event in still_ua.log()), "ten seconds over"
        )
        terminal.press("f3")
        terminal.wait_until(still_ua.recorded(lambda call: call.step == "offer_help"), "heard again")
        terminal.resize(80, 24)
        terminal.go_on()
        still_ua.wait_for_step(terminal, "offer_help")
        terminal.press("enter")
        still_ua.wait_for_step(terminal, "ask_subject")


@pytest.mark.parametrize("stop", [hold, clog])
@pytest.mark.parametrize("how", WAYS)
def test_ended_while_nobody_reads(how: str, stop: Callable[[Terminal], None], tmp_path: Path) -> None:
    """A terminal that does not read holds up neither the end nor what is saved before it."""
    way, place = WAYS[how], Place(tmp_path, UA)
    with place.start(program=(*way.prefix, *PROGRAM)) as terminal:
        found = terminal.settings
        terminal.wait_for(HOME)
        terminal.press("enter", "enter", "enter")
        terminal.type("пані")
        terminal.wait_for("пані")
        stop(terminal)
        ended(terminal, way)
        if how.startswith("SIG"):
            assert terminal.settings == found
            assert stop is hold or terminal.raw.endswith(b"\x1b[?1049l")
    assert place.call().drafts == {"address": "пані"}


@pytest.mark.parametrize("stop", [hold, clog])
def test_left_while_nobody_reads(stop: Callable[[Terminal], None], ua: Place) -> None:
    """A terminal that does not read does not hold up leaving."""
    with ua.start() as terminal:
        terminal.wait_for(HOME)
        stop(terminal)
        ended(terminal, Way(leave, 0))


# A disk that does not answer

HUNG_DISK = """
import os, runpy, sys, time
wait, sync = sys.argv.pop(1), os.fdatasync
def hang(fd):
    while os.path.exists(wait):
        time.sleep(0.05)
    sync(fd)
os.fdatasync = hang
runpy.run_module("callscript", run_name="__main__", alter_sys=True)
"""


@pytest.mark.parametrize("how", WAYS)
def test_ended_while_the_disk_hangs(how: str, tmp_path: Path) -> None:
    """A disk that does not answer any more holds up neither drawing nor the end."""
    way, place, hung = WAYS[how], Place(tmp_path, UA), tmp_path / "hung"
    program = (sys.executable, "-c", HUNG_DISK, str(hung))
    with place.start(program=(*way.prefix, *program)) as terminal:
        found = terminal.settings
        terminal.wait_for(HOME)
        terminal.press("enter", "enter", "enter")
        place.wait_for_step(terminal, "ask_address")
        hung.touch()
        terminal.type("пані")
        terminal.wait_for("пані")
        ended(terminal, way)
        if how.startswith("SIG"):
            restored(terminal, found)


# Stopped and continued


def test_stopped_and_continued(ua: Place) -> None:
    """Ctrl+Z is no way out; after a stop from outside the terminal is taken over anew and shows everything."""
    with ua.ring() as terminal:
        raw = terminal.settings
        terminal.send(b"\x1a\x1c")
        terminal.signal(SIGTSTP)
        terminal.press("enter")
        ua.wait_for_step(terminal, "introduce")
        terminal.signal(SIGSTOP)
        terminal.wait_until(lambda: state_of(terminal) == "T", "stopped")
        before = len(terminal.raw)
        terminal.used_by_others(b"\x1b[?1049l\x1b[2J$ ls\r\n")
        terminal.signal(SIGCONT)
        terminal.wait_until(lambda: b"\x1b[?1049h" in terminal.raw[before:], "the other screen")
        ua.wait_for_step(terminal, "introduce")
        assert not terminal.shows("$ ls")
        assert terminal.settings == raw
        terminal.press("enter")
        ua.wait_for_step(terminal, "ask_address")


def state_of(terminal: Terminal) -> str:
    """Return the letter for the state of the program's process."""
    return Path(f"/proc/{terminal.pid}/stat").read_text().rpartition(")")[2].split()[0]


def test_the_terminal_does_not_stay_unblocked(ua: Place) -> None:
    """Who shares the terminal with the program finds its standard input and output waiting as before, also at work."""
    with ua.start() as terminal:
        terminal.wait_for(HOME)
        flags = [int(line.split()[1], 8) for fd in (0, 1, 2) for line in fd_info(terminal, fd) if "flags" in line]
        assert len(flags) == 3
        assert not any(flag & os.O_NONBLOCK for flag in flags)


def fd_info(terminal: Terminal, fd: int) -> Iterator[str]:
    """Return what the system tells about an open file."""
    yield from Path(f"/proc/{terminal.pid}/fdinfo/{fd}").read_text().splitlines()
