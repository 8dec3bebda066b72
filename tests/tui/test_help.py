"""The help of the call: what is to be known first, then the keys, on one screen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from textual.containers import VerticalScroll

from callscript.dialogue.actions import ACTIONS, URGENT
from callscript.dialogue.show.sheets import essence
from callscript.screens.wrap_up import WrapUpScreen
from callscript.widgets.hung_text import HungText

Seat = Callable[..., Any]
KEYS = [action.cap for action in ACTIONS if action.id != URGENT]


def lines(table: Any) -> list[str]:
    """Return what the sheet shows before it is scrolled."""
    scroll = table.app.screen.query_one(VerticalScroll)
    text = scroll.query_one(HungText).shown_in(scroll.scrollable_content_region.width)
    return text.plain.split("\n")[: scroll.size.height]


async def test_the_essence_and_every_key_stand_on_the_first_screen(seat: Seat) -> None:
    """At 80×24 nothing has to be scrolled to: two lines, and a line a key where all are offered."""
    async with seat() as table:
        await table.press("enter", "enter", "enter")
        await table.type("Anna")
        await table.press("enter", "enter", "f1")
        first = lines(table)
        told = list(essence())
        assert first[: len(told)] == told
        assert [line[:10].split("  ")[0].strip() for line in first[len(told) :]] == KEYS


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_wrap_up_tells_of_itself_first(size: tuple[int, int], seat: Seat) -> None:
    """After the call nothing is said aloud any more: the help begins with what the screen there is for."""
    async with seat(size=size) as table:
        await table.press("enter", "f12", "2")
        assert isinstance(table.app.screen, WrapUpScreen)
        await table.press("f1")
        assert not set(lines(table)) & set(essence())
        assert lines(table)[0].startswith("Enter")
