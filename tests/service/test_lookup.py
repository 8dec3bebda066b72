"""Looking up off the loop: one look-up at a time, the newest question next, nothing held up."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading
import time

import pytest

from callscript.service.lookup import GRACE, Questioner, off_loop, soon
from tests.service.gate import Gate, begun


async def test_the_newest_question_is_answered() -> None:
    """Of the questions that wait only the newest is looked up; those before it are withdrawn."""
    gate, questioner = Gate(), Questioner[str]()
    first = questioner.ask(gate.look_up("0"))
    await begun(gate, "0")
    others = [questioner.ask(gate.look_up(f"06712{letter}")) for letter in "345"]
    gate.open()
    assert await others[-1] == "067125"
    assert gate.begun == ["0", "067125"]
    assert first.cancelled()
    assert all(each.cancelled() for each in others[:-1])


async def test_one_look_up_at_a_time() -> None:
    """A questioner never has two look-ups running; another one is not held up by it."""
    gate, other = Gate(), Gate()
    questioner = Questioner[str]()
    questioner.ask(gate.look_up("1"))
    await begun(gate, "1")
    last = questioner.ask(gate.look_up("2"))
    other.open()
    assert await Questioner[str]().ask(other.look_up("other")) == "other"
    assert not last.done()
    gate.open()
    assert await last == "2"
    assert gate.most == 1


async def test_an_answer_that_nobody_wants_is_dropped() -> None:
    """A question that is withdrawn while it waits is never looked up, and its questioner can be asked again."""
    gate, questioner = Gate(), Questioner[str]()
    questioner.ask(gate.look_up("1"))
    await begun(gate, "1")
    questioner.ask(gate.look_up("2")).cancel()
    gate.open()
    assert await questioner.ask(gate.look_up("3")) == "3"
    assert gate.begun == ["1", "3"]


async def test_an_error_is_raised_where_the_answer_is_awaited() -> None:
    """What fails on the thread fails where it is awaited, and the next question is answered."""

    def fail() -> str:
        raise ValueError("no")

    questioner = Questioner[str]()
    with pytest.raises(ValueError, match="no"):
        await questioner.ask(fail)
    assert await questioner.ask(lambda: "yes") == "yes"
    with pytest.raises(ValueError, match="no"):
        await off_loop(fail)


class Odd(BaseException):
    """What ends a thread that does not expect it."""


async def test_whatever_a_look_up_raises_the_next_one_is_answered() -> None:
    """What is no ordinary error is raised where the answer is awaited too, and blocks nothing."""

    def fail() -> str:
        raise Odd

    questioner = Questioner[str]()
    async with asyncio.timeout(5):
        with pytest.raises(Odd):
            await questioner.ask(fail)
        assert await questioner.ask(lambda: "yes") == "yes"


async def test_no_thread_stays() -> None:
    """A thread ends when there is nothing more to look up."""
    questioner = Questioner[str]()
    assert await questioner.ask(lambda: "yes") == "yes"
    async with asyncio.timeout(5):
        while any(thread.name == "look-up" for thread in threading.enumerate()):
            await asyncio.sleep(0.001)


async def test_look_ups_do_not_use_up_the_threads_that_save() -> None:
    """However many look-ups run, what is done on the loop's own threads, such as saving, is done at once."""
    gates = [Gate() for _ in range(64)]
    asked = [Questioner[str]().ask(gate.look_up("x")) for gate in gates]
    async with asyncio.timeout(5):
        assert await asyncio.to_thread(lambda: "saved") == "saved"
    assert not any(each.done() for each in asked)
    for gate in gates:
        gate.open()
    await asyncio.gather(*asked)


def test_the_exit_is_not_held_up() -> None:
    """A program ends while something is looked up, without a word."""
    program = (
        "import asyncio, time\nfrom callscript.service.lookup import Questioner, soon\n"
        "async def main():\n    await soon(Questioner().ask(lambda: time.sleep(60)))\n"
        "asyncio.run(main())"
    )
    begun_at = time.monotonic()
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, timeout=30)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert time.monotonic() - begun_at < 20


async def test_the_grace_is_short() -> None:
    """An answer that is there at once is waited for; one that takes its time is not."""
    quick = asyncio.ensure_future(asyncio.sleep(0, "quick"))
    await soon(quick)
    assert quick.done()
    slow = asyncio.get_running_loop().create_future()
    began = time.monotonic()
    await soon(slow)
    assert GRACE * 0.9 <= time.monotonic() - began < GRACE + 0.5
    assert not slow.cancelled()
