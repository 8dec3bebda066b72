"""The history: what is typed is looked for, what is found can be opened, and what cannot be found is told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual.widgets import Static

from callscript.core.call import commands as c
from callscript.screens.history import HistoryScreen
from callscript.screens.sheets import Sheet
from callscript.service.forms.wrap_up import WrapUp
from callscript.widgets.bars import MessageBar
from callscript.widgets.choice_list import ChoiceList
from tests.tui.conftest import Table

Seat = Callable[..., Any]


async def file_calls(table: Table, *names: str) -> None:
    """File calls of callers, one after another."""
    for name in names:
        session = await table.desk.start_call()
        await session.do(c.Fill("surname", name))
        await session.do(c.LoseLine())
        wrap_up = WrapUp(session, table.desk.now)
        while not session.call.closed:
            await wrap_up.go("")
        await table.desk.finish(session)
        table.clock.advance(60)


async def open_history(table: Table) -> None:
    """Open the history, with what is found there."""
    await table.press("tab", "tab", "enter")
    assert isinstance(table.app.screen, HistoryScreen)
    await table.pilot.pause(0.1)


async def test_enter_opens_what_is_looked_for(seat: Seat) -> None:
    """Enter right after a letter opens a call that answers what is typed, not one of the list before."""
    async with seat() as table:
        await file_calls(table, "Бондар", "Шевченко")
        await open_history(table)
        assert len(table.app.screen.query_one(ChoiceList).lines) == 2
        await table.pilot.press(*"Бон", "enter")
        await table.pilot.pause(0.2)
        assert isinstance(table.app.screen, Sheet)
        shown = str(table.app.screen.query_one("#sheet-scroll Static", Static).render())
        assert "Бондар" in shown
        assert "Шевченко" not in shown


async def test_a_search_that_fails_is_told(seat: Seat) -> None:
    """A search that fails is not one that finds nothing: the message line says why, until the next key."""
    async with seat() as table:
        await file_calls(table, "Бондар")
        (register,) = table.folders.registers.glob("calls/*/*.json")
        register.unlink()
        register.mkdir()
        table.desk.notices.take()
        await open_history(table)
        assert register.name in table.app.screen.query_one(MessageBar).message
        await table.press("down")
        assert table.app.screen.query_one(MessageBar).message == ""


async def test_the_call_that_is_picked_stays_picked(seat: Seat) -> None:
    """A list at home that is looked up again keeps the call that is picked: Enter opens that one, not the one that has
    come to stand in its place."""
    async with seat() as table:
        await file_calls(table, "Бондар", "Шевченко")
        await table.press("f1", "enter")
        home = table.app.screen
        home.look()
        await table.pilot.pause(0.1)
        await table.press("tab", "down")
        calls = home.query_one("#calls", ChoiceList)
        assert "Бондар" in calls.lines[calls.picked].text
        await file_calls(table, "Коваль")
        home.look()
        await table.pilot.pause(0.1)
        assert "Бондар" in calls.lines[calls.picked].text
        assert "Коваль" in calls.lines[0].text
        await table.press("enter")
        await table.pilot.pause(0.2)
        assert "Бондар" in str(table.app.screen.query_one("#sheet-scroll Static", Static).render())


async def test_what_is_found_for_another_query_is_not_picked(seat: Seat) -> None:
    """While it is looked for, what was found before is shown, but none of it is picked."""
    async with seat() as table:
        await file_calls(table, "Бондар", "Шевченко")
        await open_history(table)
        calls = table.app.screen.query_one(ChoiceList)
        assert "→" in calls.render().plain
        await table.pilot.press("Б")
        assert calls.awaited
        assert "→" not in calls.render().plain
        await table.pilot.pause(0.5)
        assert "→" in calls.render().plain
        assert len(calls.lines) == 1
