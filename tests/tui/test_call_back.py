"""A caller is rung up from open work on screen: the call begins with what is known, and home tells what it came to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import replace

from callscript.core.call import events as e
from callscript.core.script.model import Script
from callscript.screens.call import CallScreen
from callscript.screens.history import HistoryScreen
from callscript.screens.home import HomeScreen
from callscript.screens.sheets import Sheet
from callscript.screens.task import TaskScreen
from callscript.screens.wrap_up import WrapUpScreen
from callscript.widgets.bars import Header, NoticeBar
from callscript.widgets.choice_list import ChoiceList
from callscript.widgets.hung_text import HungText
from tests.tui.conftest import Table
from tests.tui.test_home import PHONE, promise
from tests.tui.test_open_work import WHAT, deeds, go_to_work, listed, message, offered, opened

Seat = Callable[..., Any]


async def wrapped_up(table: Table) -> None:
    """Go through the wrap-up."""
    for _part in range(12):
        if not isinstance(table.app.screen, WrapUpScreen):
            break
        if table.app.focused:
            await table.type("why")
        await table.press("enter")
    assert isinstance(table.app.screen, HomeScreen)
    await table.pilot.pause(0.2)


@pytest.mark.parametrize("key", ["8", "f8"])
async def test_reached(key: str, seat: Seat) -> None:
    """One key takes the work and begins the call; what it came to is told at home, and stands in both calls."""
    async with seat() as table:
        await promise(table)
        table.clock.advance(60)
        await go_to_work(table)
        assert " 8  Call back" in offered(table).plain
        await table.press(key)
        assert isinstance(table.app.screen, CallScreen)
        assert table.call.step == "ringing_dial"
        assert f"to {PHONE}" in " ".join(table.app.screen.query_one(Header).view.left)
        assert [type(event) for event in deeds(table)] == [e.TaskTaken]
        await table.press("enter", "1", "enter", "enter", "1", "enter", "1", "enter", "1", "5", "enter", "enter")
        await wrapped_up(table)
        assert f"Done, the caller was reached: {WHAT}" in table.app.screen.query_one(NoticeBar).message
        assert isinstance(deeds(table)[-1], e.TaskDone)
        calls = table.app.screen.query_one("#calls", ChoiceList)
        assert [("→ outgoing: " in row.text) for row in calls.lines] == [True, False]
        await table.press("pagedown")
        assert "none" in listed(table)
        await table.press("f12", "tab", "enter")
        sheet = str(table.app.screen.query_one(HungText).shown_in(300))
        assert f"Call back: rung up {PHONE}: {WHAT} — goes on with the call" in sheet
        taken = deeds(table)[0]
        assert isinstance(taken, e.TaskTaken)
        await table.press("enter", "down", "enter")
        assert isinstance(table.app.screen, Sheet)
        sheet = str(table.app.screen.query_one(HungText).shown_in(300))
        assert f"№ 17 has done it: {WHAT} — the caller was reached — call {taken.through}" in sheet


async def test_nobody_answers(seat: Seat) -> None:
    """Three keys, and the wrap-up with the outcome that fits; the work is open again, with its tries."""
    async with seat() as table:
        await promise(table)
        await go_to_work(table)
        await table.press("8", "enter", "2", "enter")
        assert isinstance(table.app.screen, WrapUpScreen)
        await wrapped_up(table)
        assert f"Nobody was reached, it stays to be done: {WHAT}" in table.app.screen.query_one(NoticeBar).message
        await table.press("pagedown")
        assert "nobody reached 1 time" in listed(table)


async def test_a_script_without_such_a_way(seat: Seat) -> None:
    """The key says so, and the work is moved by hand as before."""
    async with seat() as table:
        await promise(table)
        script = table.desk.script
        pack = replace(script.pack, outgoing=None)
        table.desk.script = Script(pack, script.texts, script.directory, hash=script.hash)
        await go_to_work(table)
        await table.press("8")
        assert message(table).startswith("the script has no way for calls of your own")
        assert isinstance(table.app.screen, TaskScreen)
        await table.press("1")
        assert message(table) == "Recorded: you have it since 10:00"


async def test_from_a_filed_call(seat: Seat) -> None:
    """Found in the history, too, a call leads to its work, and that to the call back."""
    async with seat() as table:
        await promise(table)
        await table.press("tab", "tab", "1")
        assert isinstance(table.app.screen, HistoryScreen)
        await table.pilot.pause(0.2)
        await table.press("enter", "2")
        assert PHONE in opened(table)
        await table.press("8")
        assert isinstance(table.app.screen, CallScreen)
        assert table.call.start is not None
        assert table.call.start.outgoing


@pytest.mark.parametrize("way", ["work", "filed"])
async def test_no_key_comes_between(way: str, seat: Seat) -> None:
    """What is typed right behind the key that rings up is for the call, whatever lies below: it takes no other one."""
    async with seat() as table:
        await promise(table)
        await table.press(*(("pagedown", "1") if way == "work" else ("tab", "enter", "2")))
        assert isinstance(table.app.screen, TaskScreen)
        await table.pilot.press("8", "enter", "2", "enter")
        await table.settle()
        assert isinstance(table.app.screen, WrapUpScreen)
        await wrapped_up(table)
        assert "Today's calls: 2" in " ".join(table.app.screen.query_one("#calls", ChoiceList).title.split())
