"""Clocks line by line: recorded at their moment while a line is waited for, told once, and nothing done in between."""

from __future__ import annotations

import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from callscript.core.call import events as e
from tests.plain.conversation import Conversation, harmless, lead, start
from tests.terminal.calls import Place
from tests.terminal.still import StillPlace
from tests.terminal.terminal import PATIENCE

CLARITY = 10.0
"""Seconds of trying to be heard: the shortest clock there is."""


def test_a_limit_is_recorded_while_waiting(still_ua: StillPlace) -> None:
    """Ten seconds without a line: the overrun is in the journal, at its own moment, and told once before the prompt."""
    with start(still_ua, program=still_ua.program) as talk:
        lead(talk, ["", ""])
        assert "0:10 left> " in talk.say("*3")
        began = len(talk.raw)
        assert not overruns(still_ua)
        still_ua.pass_time(10)
        talk.wait_until(lambda: bool(overruns(still_ua)), "the overrun in the journal")
        talk.wait_for("time is up")
        told = talk.prompted(after=began)
        assert told.count("time is up") == 2  # once told, once in the prompt
        assert told.endswith("time is up> ")
        (overrun,), started = overruns(still_ua), begun(still_ua)
        assert (overrun.at - started.at).total_seconds() == CLARITY
        assert still_ua.call().under_way
        silent_from = len(talk.raw)
        still_ua.pass_time(100)
        time.sleep(1)  # in which it looks at its clock ten times
        assert len(talk.raw) == silent_from
        harmless(talk.raw)
        assert "3. " in talk.say("")


def test_a_warning_is_told(ua: Place) -> None:
    """On hold the prompt shows what is left; the number and the sum of the holds before are kept by the call."""
    with start(ua) as talk:
        lead(talk, ["", ""])
        talk.say("*2")
        assert "3:00 left> " in talk.say("1") or "2:59 left> " in talk.text
        assert "left> " not in talk.say("*2").splitlines()[-1]


def test_nothing_is_done_while_nothing_happens(ua: Place) -> None:
    """Between calls and in a call without a clock the program does not wake up; with one it hardly does."""
    with start(ua) as talk:
        talk.prompted()
        with waking(talk, at_most=0):
            time.sleep(1.5)
        lead(talk, [""])
        with waking(talk, at_most=0):
            time.sleep(1.5)
        talk.say("*3")
        with waking(talk, at_most=3):
            time.sleep(4)


def test_the_work_after_a_call_is_counted_down_and_prolonged(still_ua: StillPlace) -> None:
    """The prompt shows what is left of the centre's limit, a warning is told, and *2 gives more time."""
    settings = still_ua.home / "centre.toml"
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text('[after_call]\nlimit = "2m"\nwarn = "30s"\n')
    settings.chmod(0o600)
    with start(still_ua, program=still_ua.program) as talk:
        lead(talk, ["", "", "*0"])
        assert "After the call 2:00 left" in talk.say("2")
        still_ua.pass_time(95)
        talk.wait_for("After the call 0:25 left, nearly over")
        talk.send(b"*2\n")
        talk.wait_for("Prolonged: 3:00 in all for the work after the call.")
        talk.wait_for("After the call 1:25 left")
    (prolonged,) = [event for event in still_ua.log() if isinstance(event, e.AfterCallProlonged)]
    start_of_it = still_ua.call().start
    assert start_of_it
    assert (prolonged.seconds, prolonged.operator) == (60, start_of_it.operator.number)


@contextmanager
def waking(talk: Conversation, *, at_most: int) -> Generator[None]:
    """Hold that none of a program's threads was woken more often than that."""
    settled(talk)
    before = woken(talk)
    yield
    assert woken(talk) - before <= at_most


def settled(talk: Conversation) -> None:
    """Wait until a program has done what there was to do behind its prompt."""
    deadline = time.monotonic() + PATIENCE
    before = -1
    while before != (before := woken(talk)):
        assert time.monotonic() < deadline
        time.sleep(0.3)


def woken(talk: Conversation) -> int:
    """Return how often the threads of a program have been woken."""
    threads = Path(f"/proc/{talk.process.pid}/task").glob("*/status")
    lines = (line for status in threads for line in status.read_text().splitlines())
    return sum(int(line.split()[1]) for line in lines if line.startswith("voluntary_ctxt_switches"))


def overruns(place: Place) -> list[e.TimerOverran]:
    """Return the overruns in the journal."""
    return [event for event in place.log() if isinstance(event, e.TimerOverran)]


def begun(place: Place) -> e.TimerStarted:
    """Return when the clock was started."""
    (event,) = [event for event in place.log() if isinstance(event, e.TimerStarted)]
    return event
