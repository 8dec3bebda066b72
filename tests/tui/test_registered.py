"""An appeal on screen: warned of before its day is over, and found again by its number."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from callscript.screens.history import HistoryScreen
from callscript.screens.home import HomeScreen
from callscript.widgets.bars import NoticeBar
from callscript.widgets.choice_list import ChoiceList
from tests.clauses.talk import Talk
from tests.service.filed import put_in
from tests.test_register_command import UA, appeal, number_of
from tests.tui.conftest import Table
from tests.tui.test_history import open_history
from tests.tui.test_home import shown

Seat = Callable[..., Any]


def left(table: Table) -> Talk:
    """Have operator 17 leave an appeal that is still to be sent on."""
    talk = appeal("2026-11-23 09:30", "beyond")
    put_in(table.folders, talk)
    return talk


async def test_home_warns_before_the_day_is_over(seat: Seat) -> None:
    """Two hours before its end, and louder half an hour before it; nothing before, nor when it was sent."""
    async with seat() as table:
        left(table)
        for time, told in (
            ("12:00", ""),
            ("22:29", "To be sent on today: 1, 1 h 30 min left."),
            ("23:40", "NOT SENT ON YET: 1, only 19 min left of the day."),
        ):
            table.clock.set(datetime.fromisoformat(f"2026-11-23 {time}").replace(tzinfo=UA.zone))
            assert isinstance(table.app.screen, HomeScreen)
            table.app.screen.look()
            await table.pilot.pause(0.3)
            assert table.app.screen.query_one(NoticeBar).trouble == told


async def test_the_history_finds_a_call_by_the_number(seat: Seat) -> None:
    """However it is parted; of one that is mistyped it is said so, and nothing is listed."""
    async with seat() as table:
        number = number_of(left(table))
        await open_history(table)
        history = table.app.screen
        assert isinstance(history, HistoryScreen)
        mistyped = f"{number[:-3]}{(int(number[-3]) + 1) % 10}{number[-2:]}"
        for typed, told in ((number.replace("-", " "), "Шевченко"), (mistyped, "This number is mistyped")):
            history._entry.value = typed
            await table.pilot.pause()
            while history.query_one(ChoiceList).awaited:
                await table.pilot.pause(0.05)
            assert told in shown(history.query_one(ChoiceList)).plain
