"""A place on a screen shows the answer of the question asked last, and no key waits for it twice."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Any

import pytest
from textual.css.query import NoMatches

from callscript.screens import later
from callscript.screens.base import KeyScreen
from callscript.screens.latest import Latest
from callscript.service.journey import Leave
from callscript.service.lookup import GRACE, Questioner
from callscript.widgets.bars import Header
from tests.service.gate import Gate, begun

Seat = Callable[..., Any]


async def test_a_place_shows_the_answer_of_the_question_asked_last() -> None:
    """An older answer is never shown, nor one for a place that is gone."""
    gate, questioner, place = Gate(), Questioner[str](), Latest(KeyScreen())
    shown: list[str] = []

    async def show(what: str) -> None:
        shown.append(await questioner.ask(gate.look_up(what)))

    place.show(show("1"))
    await begun(gate, "1")
    place.show(show("2"))
    last = place.show(show("3"))
    gate.open()
    await last
    assert shown == ["3"]
    gone = place.show(show("4"))
    place.drop()
    await asyncio.wait([gone])
    assert shown == ["3"]


async def test_a_key_waits_for_an_answer_once() -> None:
    """The first key gives a question its moment; the next ones go on without the answer."""
    place, never = Latest(KeyScreen()), asyncio.get_running_loop().create_future()

    async def show() -> None:
        await never

    place.show(show())
    began = time.monotonic()
    for _ in range(20):
        await place.soon()
    assert time.monotonic() - began < 10 * GRACE
    place.drop()


async def test_a_failure_to_show_reaches_the_loop() -> None:
    """What fails while an answer is shown is told to the loop's handler at once, as any failure."""
    told: list[object] = []
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda _, context: told.append(context["exception"]))
    error = RuntimeError("while it was shown")

    async def fail(error: Exception) -> None:
        raise error

    await asyncio.wait([Latest(KeyScreen()).show(fail(NoMatches("the screen is gone")))])
    await asyncio.wait([Latest(KeyScreen()).show(fail(error))])
    await asyncio.sleep(0)
    assert told == [error]


async def test_a_place_that_is_missing_on_a_screen_that_stands(seat: Seat) -> None:
    """An answer that finds no place is a failure, unless the screen is gone."""
    told: list[object] = []
    async with seat() as table:
        asyncio.get_running_loop().set_exception_handler(lambda _, context: told.append(context["exception"]))

        async def show() -> None:
            table.app.screen.query_one("#nowhere")

        await asyncio.wait([Latest(table.app.screen).show(show())])
        await asyncio.sleep(0)
    assert [type(each) for each in told] == [NoMatches]


@pytest.mark.parametrize("screen", ["home", "call"])
async def test_what_comes_as_a_screen_is_left_is_shown_nowhere(seat: Seat, screen: str) -> None:
    """An answer that is there in the moment between, when the screen has lost its widgets, does not end the program;
    nor does what changes on other hosts, or is saved, then."""
    told: list[object] = []
    async with seat() as table:
        asyncio.get_running_loop().set_exception_handler(lambda _, context: told.append(context.get("exception")))
        if screen == "call":
            await table.press("enter")
        left = table.app.screen
        comes: asyncio.Future[None] = asyncio.get_running_loop().create_future()

        async def show() -> None:
            await comes
            left.query_one(Header)

        showing = left.place().show(show())
        await asyncio.sleep(0)
        left.dismiss(Leave() if screen == "home" else "left")
        while left.is_attached:
            assert not left.stands
            if screen == "call":
                left._only_here._show()
            if not comes.done() and not left.query(Header):
                comes.set_result(None)
            await asyncio.sleep(0)
        await asyncio.wait([showing])
        assert showing.cancelled()
    assert told == []


async def test_a_list_that_is_made_again_is_not_looked_at_on_a_screen_that_was_left(
    seat: Seat, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What waits for the lists looks while the screen stands; not in the moment in which it has lost its widgets."""
    monkeypatch.setattr(later, "_MENDED", 1e-6)
    stood: list[bool] = []
    async with seat() as table:
        home = table.app.screen
        while not stood:  # it may not stand yet
            later.look_once_mended(home, lambda: stood.append(home.stands))
            await asyncio.sleep(0.001)
        home.dismiss(Leave())
        while home.is_attached:
            later.look_once_mended(home, lambda: stood.append(home.stands))
            await asyncio.sleep(0)
    assert all(stood)
