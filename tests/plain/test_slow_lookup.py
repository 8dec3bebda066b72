"""Look-ups that take their time, line by line: no line waits for one, and each is told when it is there."""

from __future__ import annotations

import time
from collections.abc import Generator
from contextlib import contextmanager
from signal import SIGTERM

import pytest

from tests.plain.conversation import NEW_CALL, Conversation, lead, start
from tests.terminal.calls import Place
from tests.terminal.lookups import AT_ONCE, SLOW, file_calls, shut, slow_program

NUMBER = "0502222222"


@pytest.fixture
def filed(ua: Place) -> Place:
    """A home in which a call of today is filed."""
    file_calls(ua, [(NUMBER, "Бондар")])
    return ua


@contextmanager
def at_once() -> Generator[None]:
    """Hold that something is done long before a look-up is answered."""
    begun = time.monotonic()
    yield
    assert time.monotonic() - begun < AT_ONCE


def test_every_look_up_takes_two_seconds(filed: Place) -> None:
    """Home, the first words of a call and what is saved do not wait; what was looked up is told as news, once."""
    with start(filed, program=slow_program(filed)) as talk:
        assert talk.prompted().endswith(f"1. Today's calls\n2. Open work\n{_rest(talk)}")
        begun = time.monotonic()
        talk.wait_for("Today's calls: 1")
        talk.wait_for("Open work: 0")
        assert time.monotonic() - begun < SLOW + AT_ONCE
        talk.wait_until(lambda: talk.text.endswith(NEW_CALL), "the prompt again")
        with at_once():
            told = talk.say(NUMBER)
        assert "Добр" in told
        assert "Бондар" not in told
        with at_once():
            talk.say("")
        assert filed.call().step == "introduce"
        talk.wait_for("Бондар")
        talk.wait_until(lambda: talk.text.endswith("> "), "the prompt again")
        assert talk.text.count("Бондар") == 1
        talk.say("")
        assert talk.text.count("Бондар") == 1


def _rest(talk: Conversation) -> str:
    """Return what was told behind the counted lines."""
    return talk.text[talk.text.index("3. Find a call") :]


def test_an_answer_is_waited_for_until_the_next_line(filed: Place) -> None:
    """What is asked for is told when it is there; a line that comes before means what it means at home."""
    with start(filed, program=slow_program(filed, 0)) as talk:
        assert "1. Today's calls: 1" in talk.prompted()
        shut(filed)
        nothing_told(talk, b"1\n")
        with at_once():
            talk.send(b"\n")
            talk.wait_for("Добр")
        shut(filed, False)
        lead(talk, ["*0", "2", "", ""])
        assert "Бондар" in talk.say("1")
        shut(filed)
        before = len(talk.raw)
        nothing_told(talk, b"1\n")
        shut(filed, False)
        told = talk.prompted(after=before + 1)
        assert "ended by the caller" in told
        assert told.endswith("Number of a call> ")
        assert talk.say("").endswith(NEW_CALL)


def nothing_told(talk: Conversation, line: bytes) -> None:
    """Hold that a line is not answered for a while."""
    before = len(talk.raw)
    talk.send(line)
    with pytest.raises(AssertionError):
        talk.wait_until(lambda: bool(talk.raw[before:].strip()), "an answer", 0.5)


@pytest.mark.parametrize("asked", [b"", b"1\n", b"2\n", b"3\n\n"])
@pytest.mark.parametrize("how", ["*10", "the end of the input", "SIGTERM"])
def test_left_while_the_store_does_not_answer(how: str, asked: bytes, filed: Place) -> None:
    """A look-up that is never answered holds up no way to leave."""
    with start(filed, program=slow_program(filed, 0)) as talk:
        assert "1. Today's calls: 1" in talk.prompted()
        shut(filed)
        talk.send(asked)
        with at_once():
            if how == "*10":
                talk.send(b"*10\n")
            elif how == "SIGTERM":
                talk.signal(SIGTERM)
            status = talk.hang_up() if how == "the end of the input" else talk.exit_status()
        assert status == (143 if how == "SIGTERM" else 0)
        assert not talk.complaints


def test_lines_typed_ahead_of_an_answer(filed: Place) -> None:
    """Where files answer at once, the next line is dealt with behind the answer, however soon it comes."""
    with start(filed) as talk:
        talk.prompted()
        talk.send(b"1\n1\n\n*10\n")
        assert talk.exit_status() == 0
        assert talk.text.count("Number of a call> ") == 2
        assert "ended by the caller" in talk.text
