"""What is known of a call's caller: the mark on the card, and all of it behind Shift+Tab."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from threading import Event
from typing import Any

import pytest
from textual.content import Content
from textual.widgets import Static

from callscript.core.call import commands as c
from callscript.core.records import Earlier
from callscript.screens.call import CallScreen
from callscript.screens.sheets import Sheet
from callscript.screens.wrap_up import WrapUpScreen
from callscript.service.forms.wrap_up import WrapUp
from callscript.widgets.caller_card import CallerCard
from callscript.widgets.entry import Entry
from callscript.widgets.rows import DrawnRows
from tests.tui.conftest import Table

Seat = Callable[..., Any]

NUMBER, TITLE = "0671111111", "What is known of this caller"
WAITS = "waits for an answer, due 11:00"


async def file_call(table: Table, *, promised: bool = True) -> None:
    """File a call from the number, with a call-back promised within the hour."""
    session = await table.desk.start_call(NUMBER)
    await session.do(c.Fill("surname", "Шевченко"))
    if promised:
        for command in (c.Advance(), c.Advance(), c.TakeDetour("callback"), c.Fill("subject", "Судовий збір")):
            await session.do(command)
        await session.do(c.Advance())
        await session.do(c.Fill("phone", NUMBER))
        await session.do(c.Advance())
        await session.do(c.Answer("hour"))
        await session.do(c.Advance())
        assert session.call.tasks
    await session.do(c.LoseLine())
    wrap_up = WrapUp(session, table.desk.now)
    while not session.call.closed:
        await wrap_up.go("")
    await table.desk.finish(session)


async def settled(table: Table) -> None:
    """Wait until what is looked up is shown."""
    await table.pilot.pause(0.15)
    await table.settle()


def mark(table: Table) -> str:
    """Return the mark on the card, as it is drawn."""
    (screen,) = (each for each in table.app.screen_stack if isinstance(each, CallScreen))
    card = screen.query_one(CallerCard)
    drawn = [row.plain for row in card.query_one("#card-rows", DrawnRows).drawn]
    last = max(at for at, row in enumerate(drawn) if card.rows[-1].label in row)
    shown = "".join("".join(drawn[last + 1 :]).split())
    assert any("".join(form.split()).startswith(shown) for form in (card.awaited, card.known))
    assert bool(shown) == bool(card.known)
    return card.known


def sheet(table: Table) -> str:
    """Return what stands in the sheet."""
    assert isinstance(table.app.screen, Sheet)
    assert table.app.screen.query_one("#sheet").border_title == Content(TITLE).markup
    return str(table.app.screen.query_one("#sheet-scroll Static", Static).render())


async def test_the_mark_of_the_number_that_rang(seat: Seat) -> None:
    """A caller who waits for an answer is marked as such as the call opens; Shift+Tab shows the rest, and closes it."""
    async with seat() as table:
        await file_call(table)
        await table.type(NUMBER)
        await table.press("enter")
        await settled(table)
        assert mark(table) == WAITS
        drawn = table.app.screen.query_one("#card-rows", DrawnRows).drawn
        assert "waits, due 11:00: Зателефонувати заявнику" in " ".join(" ".join(row.plain for row in drawn).split())
        await table.press("shift+tab")
        assert "due 11:00  Зателефонувати заявнику  operator 17" in sheet(table)
        assert "Шевченко" in sheet(table)
        await table.press("shift+tab", "enter")
        assert table.call.step == "introduce"
        table.clock.advance(3601)
        await table.press("enter")
        assert mark(table) == "waits for an answer, overdue since 11:00"


async def test_the_mark_comes_when_the_number_is_typed(seat: Seat) -> None:
    """A call without a number is looked up as soon as a number is recorded, by its field of the card or of the script;
    a number of nobody takes the mark away."""
    async with seat() as table:
        await file_call(table)
        await table.press("enter")
        await settled(table)
        assert mark(table) == ""
        await table.press("shift+tab")
        assert "No number of the caller is known." in sheet(table)
        await table.press("enter", "tab", *["down"] * 4)
        await table.type(NUMBER)
        assert mark(table) == ""
        await table.press("enter")
        await settled(table)
        assert mark(table) == WAITS
        await table.press("up")
        await table.type("0509999999")
        await table.press("enter")
        await settled(table)
        assert mark(table) == ""


async def test_from_the_card_it_leads_back_to_the_script(seat: Seat) -> None:
    """On the card Shift+Tab is the way back, as Tab is; from the script it opens no card."""
    async with seat() as table:
        await table.press("enter", "tab")
        assert table.app.screen.query_one(CallerCard).editing == 0
        await table.press("shift+tab")
        assert table.app.screen.query_one(CallerCard).editing == -1
        assert isinstance(table.app.screen, CallScreen)
        await table.press("shift+tab")
        assert isinstance(table.app.screen, Sheet)
        await table.press("tab")
        assert table.app.screen.query_one(CallerCard).editing == 0


async def test_what_is_half_typed_is_kept(seat: Seat) -> None:
    """Looking takes nothing away from what is being typed, and a number typed at a step is looked up by then."""
    async with seat() as table:
        await file_call(table, promised=False)
        await table.press("enter", "enter", "enter", "О", "л", "shift+tab")
        assert "No number" in sheet(table)
        await table.press("shift+tab", "е")
        assert table.app.screen.focused.value == "Оле"
        await table.press("f8")
        await table.type("збір")
        await table.press("enter")
        await table.type(NUMBER)
        await table.press("shift+tab")
        await settled(table)
        assert "Шевченко" in sheet(table)
        await table.press("shift+tab")
        assert mark(table) == "1 call before, last 10:00"


async def test_other_sheets_lead_to_it(seat: Seat) -> None:
    """Over another sheet of the call the key opens this one, and detours are a key away from it."""
    async with seat() as table:
        await table.press("enter", "enter", "pagedown", "shift+tab")
        assert "No number" in sheet(table)
        await table.press("f1")
        assert table.app.screen.query_one("#sheet").border_title != TITLE
        await table.press("shift+tab", "f2")
        assert table.call.frame.detour == "hold"


async def test_in_the_wrap_up(seat: Seat) -> None:
    """After the call it is there too, and the part that is filled in stays, with what is typed."""
    async with seat() as table:
        await file_call(table)
        await table.type(NUMBER)
        await table.press("enter", "f12", "2", "enter")
        assert isinstance(table.app.screen, WrapUpScreen)
        await table.type("довідка")
        await table.press("shift+tab")
        assert "Зателефонувати заявнику" in sheet(table)
        await table.press("shift+tab")
        assert table.app.screen.query_one(Entry).value == "довідка"
        await table.press("enter")
        await settled(table)
        assert "довідка" in [call.summary for call in await table.desk.lookups.today()]


async def test_what_is_missing_is_told_and_looked_up_again(seat: Seat) -> None:
    """Registers that are gone are never called empty: the mark says that not all is known until they are made again."""
    async with seat() as table:
        await file_call(table)
        shutil.rmtree(table.folders.registers / "phones")
        marks: list[str] = []

        def note(known: str) -> None:
            marks.append(known)

        await table.press("enter")
        table.app.screen.watch(table.app.screen.query_one(CallerCard), "known", note)
        await table.press("tab", *["down"] * 4)
        await table.type(NUMBER)
        await table.press("enter")
        for _ in range(30):
            await settled(table)
            if mark(table) == WAITS:
                break
        assert marks == ["", "earlier calls: not all is known", WAITS]


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Event:
    """Look-ups of numbers that are answered when this is set."""
    from callscript.store.registers.lookup import FileLookup

    go_on, history = Event(), FileLookup.history

    def held_up(self: FileLookup, phone: str) -> list[Earlier]:
        go_on.wait(10)
        return history(self, phone)

    monkeypatch.setattr(FileLookup, "history", held_up)
    return go_on


async def test_a_store_that_does_not_answer_holds_up_nothing(held: Event, seat: Seat) -> None:
    """Keys go on while the caller is looked up; an open sheet says so, and shows what is known once it is there."""
    async with seat() as table:
        await file_call(table)
        await table.press("enter", "tab", *["down"] * 4)
        await table.type(NUMBER)
        await table.press("enter", "shift+tab", "enter")
        assert table.call.step == "introduce"
        assert mark(table) == ""
        await table.press("shift+tab")
        assert "It is still being looked up." in sheet(table)
        held.set()
        await settled(table)
        assert "Зателефонувати заявнику" in sheet(table)
        assert mark(table) == WAITS


async def test_a_call_that_is_over_before_the_answer_comes(held: Event, seat: Seat) -> None:
    """An answer that comes behind the end of a call is shown nowhere, and fails nowhere."""
    async with seat() as table:
        await table.type(NUMBER)
        await table.press("enter", "f12", "2", "enter", "enter")
        held.set()
        await settled(table)
        assert table.app.failure is None
        assert table.app.return_code in (None, 0)
