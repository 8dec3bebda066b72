"""A caller is rung up from open work line by line: a number or a star begins the call; home tells what came of it."""

from __future__ import annotations

import json
import time
from pathlib import Path
from signal import SIGKILL

import msgspec
import pytest

from callscript.core.call import events as e
from callscript.runtime.paths import Folders
from callscript.store.files import FileStore
from tests.plain.conversation import UNLIKE, start
from tests.plain.deeds import deeds
from tests.plain.test_open_work import WHAT, promise, task
from tests.terminal.calls import HOME, UA, Place
from tests.terminal.still import StillPlace, with_changes
from tests.terminal.terminal import PATIENCE, Terminal
from tests.test_cli import run

PHONE = "+380671234567"
REACHED = ("", "1", "", "", "1", "", "1", "", "1", "5", "", "")
"""What is typed from dialling to hanging up: the caller has answered, and was told."""
CLOSED = ("", "")
"""The outcome that is proposed, and no summary."""


def calls(place: Place) -> list[list[e.Event]]:
    """Return the calls of a home, the first one first."""
    journal = FileStore(Folders.resolve(place.home)).journal
    found = [list(log) for day in journal.days() for log in journal.read_day(day).calls.values()]
    return sorted(found, key=lambda log: isinstance(log[0], e.CallStarted) and log[0].outgoing)


@pytest.mark.parametrize("key", ["8", "*8"])
def test_reached(key: str, still_ua: StillPlace) -> None:
    """The number to ring and why one rings are told; then the work is done, and both calls tell of each other."""
    with start(still_ua, program=still_ua.program) as talk:
        promise(talk)
        talk.say("2")
        assert "8. Call back" in talk.say("1")
        told = talk.say(key)
        assert f"Зателефонуйте заявнику на номер {PHONE}." in told
        for line in REACHED:
            told = talk.say(line)
        for line in CLOSED:
            told = talk.say(line)
        assert f"Done, the caller was reached: {WHAT}" in told
        assert "none" in talk.say("2")
        talk.say("")
        assert talk.say("1").count("→ outgoing: ") == 1
        both = talk.say("1") + talk.say("2")
        assert f"Call back: rung up {PHONE}: {WHAT} — goes on with the call" in both
        assert f"№ 17 has done it: {WHAT} — the caller was reached — call " in both
    taken, done = deeds(still_ua)
    (_first, second) = calls(still_ua)
    assert isinstance(second[0], e.CallStarted)
    assert isinstance(taken, e.TaskTaken)
    assert isinstance(done, e.TaskDone)
    assert taken.through == done.through == second[0].call
    assert second[0].continues == f"{taken.call}/{taken.task}"
    listed = ("calls", "--day", f"{second[0].at:%Y-%m-%d}")
    assert run(*listed, home=still_ua.home).stdout.count("→ outgoing: ") == 1
    told = json.loads(run(*listed, "--json", home=still_ua.home).stdout)
    assert {(call["outgoing"], call["continues"]) for call in told} == {(False, None), (True, second[0].continues)}


def test_nobody_answers_and_from_a_call(still_ua: StillPlace) -> None:
    """From a filed call to its work and to the call back; a try is recorded, and the work is open again."""
    with start(still_ua, program=still_ua.program) as talk:
        promise(talk)
        talk.say("1")
        talk.say("1")
        assert "8. Call back" in talk.say("*14")
        talk.say("8")
        for line in ("", "2", ""):
            told = talk.say(line)
        assert "Додзвонитися не вдалося" in told
        for line in CLOSED:
            told = talk.say(line)
        assert f"Nobody was reached, it stays to be done: {WHAT}" in told
        assert "nobody reached 1 time" in talk.say("2")
    assert task(still_ua).tries == 1


def test_killed_and_discarded(still_ua: StillPlace) -> None:
    """A call back that was begun by mistake, killed and taken up again: discarded, it leaves the work free."""
    with start(still_ua, program=still_ua.program) as talk:
        promise(talk)
        talk.say("2")
        assert f"Зателефонуйте заявнику на номер {PHONE}." in talk.say("1") + talk.say("8")
        talk.process.kill()
        talk.process.wait()
    assert task(still_ua).state == "taken"
    with start(still_ua, program=still_ua.program) as talk:
        talk.prompted()
        talk.say("")
        talk.say("*-")
        assert f"As it was before the call: {WHAT}" in talk.say("2")
    found = task(still_ua)
    assert (found.state, found.whose, found.attempt) == ("open", "17", 1)


def test_found_in_the_history(still_ua: StillPlace) -> None:
    """A call that is found leads there too."""
    with start(still_ua, program=still_ua.program) as talk:
        promise(talk)
        for line in ("3", "", "1", "*14"):
            talk.say(line)
        assert f"Зателефонуйте заявнику на номер {PHONE}." in talk.say("8")


def test_the_same_records(tmp_path: Path) -> None:
    """Line by line and on screen the same call is recorded, apart from times and ids."""
    plain, screen = (StillPlace(tmp_path / name, UA) for name in ("plain", "screen"))
    with start(plain, program=plain.program) as talk:
        promise(talk)
        for line in ("2", "1", "8", *REACHED, *CLOSED):
            talk.say(line)
    with start(screen, program=screen.program) as talk:
        promise(talk)
    with screen.start() as terminal:
        terminal.wait_for(HOME)
        terminal.press("pagedown")
        terminal.wait_for(WHAT)
        terminal.press("1")
        terminal.wait_for("Call back")
        terminal.press("8")
        _led(terminal)
    assert _same(plain) == _same(screen)


def _led(terminal: Terminal) -> None:
    for shown, key in (
        (PHONE, "enter"), ("Чи відповідають", "1"), ("Доброго", "enter"), ("Оператор №", "enter"), ("зручно Вам", "1"),
        ("за Вашим запитом", "enter"), ("Що потрібно заявнику?", "1"), ("повну відповідь", "enter"),
        ("все Вам зрозуміло", "1"), ("Оцініть", "5"), ("Дякуємо Вам за дзвінок", "enter"), ("Завершіть", "enter"),
        ("Wrap-up", "enter"),
    ):  # fmt: skip
        terminal.wait_for(shown)
        terminal.press(key)
    terminal.press("enter")
    terminal.wait_for(HOME)


def _same(place: Place) -> list[dict[str, object]]:
    unlike = (*UNLIKE, "continues", "through")
    (_first, second) = calls(place)
    told: list[dict[str, object]] = [msgspec.to_builtins(event) for event in (*second, *deeds(place))]
    return [{name: value for name, value in each.items() if name not in unlike} for each in told]


def test_killed_before_the_call_is_begun(still_ua: StillPlace) -> None:
    """The work is taken, and the program is gone: the next start says so, and the caller is rung up after all."""
    kill = """
import os, signal
start_call = Desk.start_call
async def killed(desk, phone="", about=None, **more):
    if about:
        os.kill(os.getpid(), signal.SIGKILL)
    return await start_call(desk, phone, about, **more)
Desk.start_call = killed
"""
    with start(still_ua, program=with_changes(still_ua, kill)) as talk:
        promise(talk)
        talk.say("2")
        talk.say("1")
        talk.send(b"8\n")
        assert talk.process.wait(PATIENCE) == -SIGKILL
    (taken,) = deeds(still_ua)
    assert isinstance(taken, e.TaskTaken)
    assert len(calls(still_ua)) == 1
    with start(still_ua, program=still_ua.program) as talk:
        talk.prompted()
        told, until = "The program had ended before the caller was rung up.", time.monotonic() + PATIENCE
        while told not in talk.text and time.monotonic() < until:  # it is told at the next occasion
            talk.say("2")
            talk.say("")
        assert f"{told} As it was before that: {WHAT}, {PHONE}" in talk.text
        assert task(still_ua).state == "open"
        talk.send(b"2\n1\n8\n")  # something may still be told by itself, with a prompt of its own
        talk.wait_for(f"Зателефонуйте заявнику на номер {PHONE}.")
