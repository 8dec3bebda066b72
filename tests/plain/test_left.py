"""A call that is left line by line: by a signal, at the end of the input, with nobody to hear. It stays open."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from signal import SIGHUP, SIGINT, SIGTERM, Signals

import pytest

from tests.plain.conversation import NEW_CALL, Conversation, lead, line_of, start
from tests.terminal.calls import ADDRESS, HOME, PROGRAM, Place
from tests.terminal.terminal import Terminal

GONE = 3.0
"""Seconds after which the program is gone at the latest."""
TO_THE_NEED = ["", "", "", ADDRESS, ""]
"""The ring and four steps."""

END_SIGNALS = {"SIGHUP": (SIGHUP, 129), "SIGTERM": (SIGTERM, 143), "SIGINT": (SIGINT, 130)}


@pytest.mark.parametrize("how", END_SIGNALS)
def test_a_signal(how: str, ua: Place) -> None:
    """Told to end, it is gone in time with the status of the signal, and all that was entered is in the journal."""
    signal, status = END_SIGNALS[how]
    with start(ua) as talk:
        lead(talk, TO_THE_NEED)
        assert ended(talk, signal) == status
    assert ua.call().step == "ask_subject"
    assert ua.call().fields["address"].text == ADDRESS
    come_back(ua)


@pytest.mark.parametrize("how", END_SIGNALS)
def test_a_signal_on_a_dumb_terminal(how: str, ua: Place) -> None:
    """So it is on a terminal, in the middle of a line that is being typed."""
    signal, status = END_SIGNALS[how]
    with ua.start(env={"TERM": "dumb"}, options=("--plain",)) as terminal:
        terminal.wait_for(NEW_CALL)
        terminal.press("enter", "enter")
        ua.wait_for_step(terminal, "introduce")
        terminal.type("half a line")
        begun = time.monotonic()
        terminal.signal(signal)
        assert terminal.exit_status() == status
        assert time.monotonic() - begun < GONE
    assert ua.call().step == "introduce"


def interrupt(terminal: Terminal) -> None:
    """Press Ctrl+C."""
    terminal.press("ctrl+c")


@pytest.mark.parametrize(("do", "status"), [(Terminal.hang_up, 129), (interrupt, 130)])
def test_a_terminal_that_goes(do: Callable[[Terminal], None], status: int, ua: Place) -> None:
    """A window that is closed ends it as SIGHUP does, Ctrl+C as SIGINT does."""
    with ua.start(env={"TERM": "dumb"}, options=("--plain",)) as terminal:
        terminal.wait_for(NEW_CALL)
        terminal.press("enter")
        ua.wait_for_step(terminal, "greet")
        do(terminal)
        assert terminal.exit_status() == status
    assert ua.call().under_way


def test_a_signal_while_nobody_reads(ua: Place) -> None:
    """With nobody to read what is told, a signal is obeyed all the same."""
    talk = start(ua)
    try:
        talk.send(b"\n" + b"*12\n" * 200)
        deadline = time.monotonic() + 20
        while not ua.logs():
            assert time.monotonic() < deadline
        before = -1
        while before != (before := _waits(talk)):  # until it stands still, with the pipe full
            time.sleep(0.5)
        talk.signal(SIGTERM)
        begun = time.monotonic()
        assert talk.process.wait(GONE) == 143
        assert time.monotonic() - begun < GONE
    finally:
        talk.listen()
        talk.__exit__(None, None, None)
    assert ua.call().step == "greet"


def _waits(talk: Conversation) -> int:
    """Return how often the program has waited so far."""
    status = Path(f"/proc/{talk.process.pid}/status").read_text()
    return sum(int(line.split()[1]) for line in status.splitlines() if "ctxt_switches" in line)


def test_the_end_of_the_input(ua: Place) -> None:
    """The end of the input leaves; a last line without its end counts; the next start offers to go on."""
    with start(ua) as talk:
        lead(talk, TO_THE_NEED)
        talk.send("Куди подати позов?".encode())
        assert talk.hang_up() == 0
        assert talk.complaints == b""
    assert ua.call().step == "need_kind"
    assert ua.call().fields["subject"].text == "Куди подати позов?"
    come_back(ua)


def test_ctrl_d(ua: Place) -> None:
    """Ctrl+D on a terminal leaves a call open, with status 0."""
    with ua.start(env={"TERM": "dumb"}, options=("--plain",)) as terminal:
        terminal.wait_for(NEW_CALL)
        terminal.press("enter")
        ua.wait_for_step(terminal, "greet")
        terminal.send(b"\x04")
        assert terminal.exit_status() == 0
    assert ua.call().under_way


def test_nobody_to_hear(ua: Place) -> None:
    """With the output closed at the other end it leaves, without a complaint."""
    talk = start(ua)
    talk.stop_listening()
    try:
        assert talk.process.wait(20) == 0
    finally:
        talk.__exit__(None, None, None)
    assert talk.complaints == b""


def test_an_output_that_is_full(ua: Place) -> None:
    """An output that takes nothing ends it with a complaint and status 1."""
    command = (*PROGRAM, "demo", "--plain", "--home", str(ua.home))
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=full, stderr=subprocess.PIPE, timeout=60)
    assert done.returncode == 1
    assert done.stderr == b"callscript: the output cannot be written: No space left on device\n"


def test_no_input_at_all(ua: Place) -> None:
    """With its input closed it leaves at once."""
    command = ("sh", "-c", 'exec "$@" <&-', "sh", *PROGRAM, "demo", "--plain", "--home", str(ua.home))
    done = subprocess.run(command, capture_output=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, b"")


def test_leaving_asks_first(ua: Place) -> None:
    """*10 asks before it leaves in the middle of a call; Enter stays."""
    with start(ua) as talk:
        lead(talk, TO_THE_NEED)
        assert "A call is open" in talk.say("*10")
        assert "Суть> " in talk.say("")
        talk.say("*10")
        talk.send(b"2\n")
        assert talk.exit_status() == 0
    come_back(ua)


def test_begun_on_screen(ua: Place) -> None:
    """A call begun on screen goes on line by line, at its step."""
    with ua.ring() as terminal:
        ua.walk(terminal, ua.route.moves[:4])
        ua.wait_for_step(terminal, "ask_subject")
        terminal.kill()
    come_back(ua)


def test_begun_line_by_line(ua: Place) -> None:
    """A call begun line by line goes on on screen, at its step."""
    with start(ua) as talk:
        lead(talk, TO_THE_NEED)
        talk.process.kill()
        talk.process.wait()
    with ua.resume() as terminal:
        ua.walk(terminal, ua.route.moves[4:])
        ua.close(terminal)
    assert ua.call().closed


def test_a_caller_who_is_gone(ua: Place) -> None:
    """A call left open whose caller is gone is closed by its wrap-up."""
    with start(ua) as talk:
        lead(talk, TO_THE_NEED)
        assert talk.hang_up() == 0
    with start(ua) as talk:
        assert "The call of" in talk.prompted()
        assert "Wrap-up. ended by the caller" in talk.say("2")
        lead(talk, ["", ""])
        assert talk.hang_up() == 0
    assert ua.call().closed
    assert ua.call().ended


def ended(talk: Conversation, signal: Signals) -> int:
    """End a program by a signal; return its status."""
    begun = time.monotonic()
    talk.signal(signal)
    status = talk.exit_status()
    assert time.monotonic() - begun < GONE
    assert talk.complaints == b""
    return status


def come_back(place: Place) -> None:
    """Go on line by line with a call that was left open, to its end."""
    step = place.call().step
    rest = place.route.moves[[move.step for move in place.route.moves].index(step) :]
    with start(place) as talk:
        assert "The call of" in talk.prompted()
        told = talk.say("")
        assert place.call().step == step
        for words in place.words():
            assert words in told
        for line in (*map(line_of, rest), "", ""):
            talk.say(line)
        assert talk.text.endswith(NEW_CALL)
        assert HOME in talk.text
    assert place.call().closed


@pytest.mark.parametrize("number", [Signals.SIGTERM, Signals.SIGHUP])
def test_a_line_that_was_begun_is_kept(ua: Place, number: Signals) -> None:
    """Told to end in the middle of a line that comes down a pipe, it is no answer and comes back as what was typed."""
    with start(ua) as talk:
        lead(talk, ["", *map(line_of, ua.route.moves[:2])])
        talk.send("пані Ол".encode())
        talk.signal(number)
        assert talk.exit_status() == 128 + number
    assert ua.call().drafts == {"address": "пані Ол"}
    assert "address" not in ua.call().fields
    with start(ua) as talk:
        talk.prompted()
        assert "Typed before, not confirmed: пані Ол." in talk.say("1")
