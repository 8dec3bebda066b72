"""A text that was refused is not added to by mistake, and an emptied field can be left by Backspace alone."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from callscript.core.call.call import Value
from callscript.screens.sheets import Sheet
from callscript.widgets.bars import MessageBar
from callscript.widgets.hung_text import HungText
from callscript.widgets.script_pane import ScriptPane

Seat = Callable[..., Any]


async def test_typing_replaces_what_was_refused(seat: Seat) -> None:
    """A dash alone is refused; the number that is typed then stands in its place, not behind it."""
    async with seat() as table:
        await table.press("enter", "enter", "f8")
        await table.type("збір")
        await table.press("enter")
        await table.type("-")
        await table.press("enter")
        assert "in words" in table.app.screen.query_one(MessageBar).message
        await table.type("0671234567")
        await table.press("enter")
        assert table.call.fields["phone"] == Value("+380671234567")
        assert table.call.step == "callback_when"


async def test_what_was_refused_can_be_gone_on_with(seat: Seat) -> None:
    """End goes behind it."""
    async with seat() as table:
        await table.press("enter", "enter", "f8")
        await table.type("збір")
        await table.press("enter")
        await table.type("-")
        await table.press("enter", "end")
        await table.type(" не хоче")
        await table.press("enter")
        assert table.call.fields["phone"] == Value("не хоче", absent=True)


async def test_backspace_leaves_an_emptied_field_after_a_pause(seat: Seat) -> None:
    """What was typed is erased by it letter by letter; pressed again, after a pause, it goes a step back."""
    async with seat() as table:
        await table.press("enter", "enter", "enter")
        assert table.call.step == "ask_address"
        await table.type("ab")
        await table.press("backspace", "backspace", "backspace")
        assert (table.call.step, table.app.screen.query_one(ScriptPane).answer.value) == ("ask_address", "")
        await asyncio.sleep(1.1)
        await table.press("backspace")
        assert table.call.step == "introduce"


async def test_a_message_that_is_cut_says_where_it_is_read_whole(seat: Seat) -> None:
    """Not a letter of the row is lost without a sign; what has room stands as it is."""
    async with seat() as table:
        await table.press("enter")
        bar = table.app.screen.query_one(MessageBar)
        for message in ("x" * bar.size.width, "x" * (bar.size.width + 1)):
            bar.message = message
            row = bar.render().plain.splitlines()[-1]
            fits = len(message) <= bar.size.width
            assert row == (message if fits else "x" * (bar.size.width - 4) + "… F1")


async def test_help_tells_what_was_cut_and_no_more_once_it_is_done(seat: Seat) -> None:
    """The refusal that was cut stands in the help, however often that is opened; behind the next key it does not."""
    async with seat() as table:
        await table.press("enter")
        bar = table.app.screen.query_one(MessageBar)
        bar.message = refused = "x" * (bar.size.width + 1)
        await table.press("f1", "escape", "f1")
        assert isinstance(table.app.screen, Sheet)
        text = table.app.screen.query_one("#sheet-scroll HungText", HungText)
        assert refused[:40] in text.render().plain
        await table.press("escape", "enter")
        assert bar.cut == ()
