"""The urgent matter of a pack: one key takes it from anywhere in a call, and one comes back to what was being done."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from callscript.screens.call import CallScreen
from callscript.screens.sheets import Sheet
from callscript.screens.wrap_up import WrapUpScreen
from callscript.widgets.bars import KeyBar, MessageBar
from callscript.widgets.caller_card import CallerCard
from callscript.widgets.script_pane import ScriptPane

Seat = Callable[..., Any]

WAYS = [("insert",), ("escape", "exclamation_mark")]


@pytest.mark.parametrize("way", WAYS[:1])
async def test_out_of_a_field(way: tuple[str, ...], seat: Seat) -> None:
    """It is taken while an answer is typed, which digits are not; what was typed is gone on with afterwards."""
    async with seat("lv-lvrtc") as table:
        await table.press("enter", "enter", "enter")
        assert table.call.step == "ask_address"
        await table.type("Anna 9")
        assert table.call.step == "ask_address"
        await table.press(*way)
        assert table.call.frame.detour == "suspension"
        await table.press(*way)
        assert table.call.step == "ask_address"
        await table.type("9")
        assert table.app.screen.query_one(ScriptPane).answer.value == "Anna 99"


async def test_out_of_the_card(seat: Seat) -> None:
    """It is taken while the card is filled in, and leads back to the line of the card."""
    async with seat("lv-lvrtc") as table:
        await table.press("enter", "tab")
        await table.type("Bēr")
        await table.press("insert")
        assert table.call.frame.detour == "suspension"
        assert table.app.screen.focused is None
        await table.press("insert")
        await table.type("ziņa")
        assert table.app.screen.query_one(CallerCard).entry.value == "Bērziņa"


@pytest.mark.parametrize("sheet", ["f1", "pageup", "pagedown", "leave"])
async def test_through_a_sheet(sheet: str, seat: Seat) -> None:
    """What lies over the call does not hold it up: the key closes the sheet, or the question, and is obeyed."""
    async with seat("lv-lvrtc") as table:
        await table.press("enter", "enter", *(["f1", "0"] if sheet == "leave" else [sheet]))
        assert not isinstance(table.app.screen, CallScreen)
        await table.press("insert")
        assert isinstance(table.app.screen, CallScreen)
        assert table.call.frame.detour == "suspension"


async def test_the_keys_of_the_call_reach_it_through_a_sheet(seat: Seat) -> None:
    """So do the keys of the other detours and Tab; F1 opens the help; F12, which goes back elsewhere, only closes."""
    async with seat("lv-lvrtc") as table:
        await table.press("enter", "enter", "enter", "pagedown", "f2")
        assert table.call.frame.detour == "hold"
        await table.press("f2", "pageup", "f12")
        assert table.call.step == "ask_address"
        await table.press("pageup", "f1")
        assert isinstance(table.app.screen, Sheet)
        await table.press("tab")
        assert table.app.screen.focused is table.app.screen.query_one(CallerCard).entry


async def test_its_name_is_told(seat: Seat) -> None:
    """Key bar and help name it as the pack does; the help says that digits are text in a field."""
    async with seat("lv-lvrtc", size=(80, 24)) as table:
        await table.press("enter")
        bar = table.app.screen.query_one(KeyBar)
        assert "InsAptur." in bar.render().plain
        assert bar.render().cell_length <= 80
        bar.escaped = True
        assert " !" in bar.render().plain
        await table.press("f1")
        text = str(table.app.screen.query_one("#sheet-scroll Static").content)
        assert "Ins       Esc !   Apturēšana" in text
        assert "8, 9 are text" in text


async def test_a_pack_without_one(seat: Seat) -> None:
    """A pack that marks none has no such key: it is named nowhere and does nothing."""
    async with seat() as table:
        await table.press("enter", "insert", "f1")
        assert "Ins" not in str(table.app.screen.query_one("#sheet-scroll Static").content).replace("Insults", "")
        await table.press("enter")
        assert "Ins" not in table.app.screen.query_one(KeyBar).render().plain
        assert len(table.call_log) == 1


async def test_after_the_call(seat: Seat) -> None:
    """After the call it is refused with a word, as every detour is."""
    async with seat("lv-lvrtc") as table:
        await table.press("enter", "f12", "2")
        assert isinstance(table.app.screen, WrapUpScreen)
        for key in ("insert", "f4"):
            await table.press(key)
            assert table.app.screen.query_one(MessageBar).message == "The call is over."


@pytest.mark.parametrize(("columns", "shown"), [(80, "InsAptur."), (120, "InsApturēšana")])
async def test_the_key_bar_keeps_its_keys_apart(columns: int, shown: str, seat: Seat) -> None:
    """An eleventh key shortens the names of others, as far as need be, and the gaps between them stay."""
    async with seat("lv-lvrtc", (columns, 24)) as table:
        await table.press("enter")
        keys = re.split(r" +(?=\d|Ins)", str(table.app.screen.query_one(KeyBar).render()))
        assert len(keys) == 11
        assert keys[-1] == shown
