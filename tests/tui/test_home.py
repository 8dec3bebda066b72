"""Home and the lists: what is due is told whole, at every size, and nothing is cut without a way to the rest."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import replace
from textual.content import Content
from textual.widget import Widget

from callscript.dialogue.show.listing import breached
from callscript.screens.home import HomeScreen
from callscript.screens.lists import call_rows
from callscript.screens.wrap_up import WrapUpScreen
from callscript.widgets.choice_list import ChoiceList
from callscript.widgets.key_line import KeyLine
from callscript.widgets.looks import BAD, SOON
from callscript.widgets.task_panel import TaskPanel
from tests.tui.conftest import Table
from tests.tui.test_history import file_calls

Seat = Callable[..., Any]

SIZES = [(80, 24), (120, 40), (200, 60), (60, 20), (40, 10)]
PHONE = "+380671234567"


def shown(widget: Widget) -> Content:
    """Return what a widget draws."""
    content = widget.render()
    assert isinstance(content, Content)
    return content


def looks(content: Content, words: str) -> set[str]:
    """Return the looks of some words."""
    at = content.plain.index(words)
    return {str(span.style) for span in content.spans if span.start <= at and at + len(words) <= span.end}


async def promise(table: Table) -> None:
    """Take a call that ends with a promise to call back within the hour."""
    await table.press("enter", "enter", "enter", "f8")
    await table.type("Судовий збір")
    await table.press("enter")
    await table.type("0671234567")
    await table.press("enter", "1", "enter", "f12", "2")
    for _part in range(9):
        if isinstance(table.app.screen, HomeScreen):
            break
        assert isinstance(table.app.screen, WrapUpScreen)
        if table.app.focused:
            await table.type("why")
        await table.press("enter")
    await table.pilot.pause(0.2)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: "x".join(map(str, size)))
async def test_each_panel_of_home_is_in_sight_when_it_takes_the_keys(size: tuple[int, int], seat: Seat) -> None:
    """Tab leads to today's calls and to the menu, with at least a line of each, also where not all fit together."""
    async with seat() as table:
        await file_calls(table, "Бондар")
        await table.press("f1", "enter")
        table.app.screen.look()
        await table.pilot.resize_terminal(*size)
        await table.pilot.pause(0.2)
        for panel, words in (("#calls", "Бондар"), ("#menu", "Operator's profile")):
            await table.press("tab")
            await table.pilot.pause()
            active = table.app.screen.query_one(panel, ChoiceList)
            assert active.is_on_screen
            assert "→" in shown(active).plain
            assert words in shown(active).plain
            assert active.region.bottom <= size[1]


async def test_where_the_columns_do_not_fit_the_menu_comes_with_the_work(seat: Seat) -> None:
    """At 60 columns the calls give their place to the open work while the menu takes the keys."""
    async with seat(size=(60, 20)) as table:
        screen = table.app.screen
        assert screen.query_one("#calls").is_on_screen
        assert not screen.query_one("#tasks").is_on_screen
        await table.press("shift+tab")
        assert screen.query_one("#tasks").is_on_screen
        assert not screen.query_one("#calls").is_on_screen


async def test_what_is_due_and_overdue_is_a_badge(seat: Seat) -> None:
    """Within two hours before it is due work is yellow, then red, each with its words."""
    async with seat() as table:
        await promise(table)
        panel = table.app.screen.query_one(TaskPanel)
        assert looks(shown(panel), "• 11:00  1 h 0 min left") == {SOON}
        table.clock.advance(3600 + 40 * 60)
        table.app.screen.look()
        await table.pilot.pause(0.2)
        assert looks(shown(panel), "! 11:00  overdue 40 min") == {BAD}


async def test_more_work_than_there_is_room_for_is_counted(seat: Seat) -> None:
    """What does not fit whole has a line, while there is one; then it is said how much more there is, and the key."""
    async with seat() as table:
        await promise(table)
        panel = table.app.screen.query_one(TaskPanel)
        (task,) = panel.tasks
        panel.tasks = (task,) * 30
        lines = shown(panel).plain.split("\n")
        assert len(lines) == panel.size.height
        assert lines[-1] == f"… {30 - sum('11:00' in line for line in lines)} more: PgDn"
        whole = sum(PHONE in line for line in lines)
        assert 0 < whole < panel.size.height - 2
        panel.tasks = (task,) * (whole + 1)
        lines = shown(panel).plain.split("\n")
        assert (len(lines), sum("11:00" in line for line in lines)) == (panel.size.height, whole + 1)


async def test_a_call_in_which_a_clause_was_not_met_is_marked(seat: Seat) -> None:
    """The heading says in how many calls, and each of them has a badge with their number."""
    async with seat() as table:
        await table.press("enter", "enter", "f2", "1")
        await table.pass_time(200)
        await table.press("f2", "enter", "f12", "2", "enter", "enter")
        await table.pilot.pause(0.2)
        assert isinstance(table.app.screen, HomeScreen)
        calls = table.app.screen.query_one("#calls", ChoiceList)
        assert calls.note == "not met in: 1"
        assert looks(shown(calls), " ! ") == {BAD}
        await table.press("tab")
        assert looks(shown(calls), " ! ") == {BAD}  # where it is picked too: reversed it would be red letters


async def test_the_line_that_is_picked_is_told_whole(seat: Seat) -> None:
    """However long a name, and however few columns: number, length and outcome are there once its line is picked."""
    name = "Перебийніс-Галаган-Солом’янко Олександра Володимирівна"
    async with seat(size=(40, 20)) as table:
        await file_calls(table, name, "Бондар", "Коваль", "Мельник", "Ткач", "Шевченко")
        table.app.screen.look()
        await table.pilot.pause(0.2)
        calls = table.app.screen.query_one("#calls", ChoiceList)
        calls.lines = calls.lines * 3  # not all can be whole
        assert "…" in shown(calls).plain
        await table.press("tab", *["down"] * 5)
        picked = shown(calls).plain.partition("→")[2]
        assert name in " ".join(picked.split())
        assert f"{calls.picked + 1}/{len(calls.lines)}" in shown(calls).plain
        assert all(Content(line).cell_length <= 40 for line in shown(calls).plain.split("\n"))


async def test_the_keys_of_home_follow_the_panel(seat: Seat) -> None:
    """The line of keys says what Enter does in the panel at hand; behind Esc it says which digits are function keys."""
    async with seat() as table:
        keys = table.app.screen.query_one(KeyLine)
        assert shown(keys).plain.startswith("Enter new call")
        await table.press("tab")
        assert shown(keys).plain.startswith("↑ ↓ choose   Enter open")
        await table.press("escape")
        assert shown(keys).plain == "Esc 1 help   Esc 0 leave"


async def test_what_is_only_open_is_no_breach(seat: Seat) -> None:
    """A call whose call-back is owed has a yellow mark and is not counted as not met; made too late, it is red."""
    async with seat() as table:
        await promise(table)
        calls = table.app.screen.query_one("#calls", ChoiceList)
        assert calls.note == ""
        assert looks(shown(calls), " • ") == {SOON}
        assert "still owed: 1" in shown(calls).plain
        table.clock.advance(2 * 3600)
        await table.press("pagedown", "1", "2", "1", "enter", "f12", "f12")
        await table.pilot.pause(0.2)
        assert calls.note == "not met in: 1"
        assert looks(shown(calls), " ! ") == {BAD}


async def test_the_sign_of_a_register_of_before(seat: Seat) -> None:
    """What was filed by a release that did not tell the two apart keeps its red sign."""
    async with seat() as table:
        await promise(table)
        (call,) = await table.desk.lookups.today()
        before = replace(call, breached=None)
        assert breached([before]) == "not met in: 1"
        (row,) = call_rows(table.desk.script, [before], with_day=False)
        assert row.badge_is_bad
