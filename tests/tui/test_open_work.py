"""Open work on screen: it is gone to, opened whole, taken, done, handed over, postponed, dropped, opened again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from textual.content import Content
from textual.widget import Widget

from callscript.core import acts
from callscript.core.call import events as e
from callscript.core.records import TaskRecord
from callscript.screens.home import HomeScreen
from callscript.screens.open_work import OpenWorkScreen
from callscript.screens.sheets import Sheet
from callscript.screens.task import TaskScreen
from callscript.service.work import Work
from callscript.store.files import FileStore
from callscript.widgets.bars import NoticeBar
from callscript.widgets.choice_list import ChoiceList
from callscript.widgets.hung_text import HungText
from callscript.widgets.looks import BAD, SOON
from callscript.widgets.piece import Piece
from callscript.widgets.task_panel import TaskPanel
from tests.core.scripts import due_of
from tests.service.at_work import sit_down
from tests.tui.conftest import Table
from tests.tui.test_home import PHONE, SIZES, looks, promise, shown

Seat = Callable[..., Any]

WHAT = "Зателефонувати заявнику"


def told(widget: Widget) -> str:
    """Return what a widget tells, however its lines are broken."""
    return " ".join(shown(widget).plain.split())


def listed(table: Table) -> str:
    """Return what the list of open work shows."""
    assert isinstance(table.app.screen, OpenWorkScreen)
    return told(table.app.screen.query_one(ChoiceList))


def opened(table: Table) -> str:
    """Return all that is told of the work that is opened."""
    assert isinstance(table.app.screen, TaskScreen)
    return " ".join(str(table.app.screen.query_one(HungText).shown_in(200)).split())


def message(table: Table) -> str:
    """Return what is said until the next key."""
    return table.app.screen.query_one(NoticeBar).message


def offered(table: Table) -> Content:
    """Return what can be done, or what is asked."""
    content = table.app.screen.query_one("#task-asked", Piece).render()
    assert isinstance(content, Content)
    return content


async def go_to_work(table: Table) -> None:
    """Open the first piece of open work."""
    await table.press("pagedown", "1")
    assert isinstance(table.app.screen, TaskScreen)


def other(table: Table) -> Work:
    """Return the work of another operator of the home."""
    return sit_down(table.folders, table.desk.script, "18", table.clock)[1]


def task(table: Table) -> TaskRecord:
    """Return the work that was promised first, as another program finds it."""
    (found,) = FileStore(table.folders).lookup.tasks()
    return found


def deeds(table: Table) -> list[e.Event]:
    """Return what was done, as it stands in the operator's desk log of the day; without what was being typed."""
    day = table.desk.now().astimezone(table.desk.script.zone).date()
    log = FileStore(table.folders).journal.read_call(f"{day:%Y%m%d}-17-desk").events
    return [event for event in log if not isinstance(event, e.Drafted)]


@pytest.mark.parametrize("size", SIZES, ids=lambda size: "x".join(map(str, size)))
async def test_open_work_is_a_key_away_and_whole(size: tuple[int, int], seat: Seat) -> None:
    """PgDn lists it with its due time; its digit opens it: whom to ring, what was promised, what can be done."""
    async with seat() as table:
        await promise(table)
        await table.pilot.resize_terminal(*size)
        await table.press("pagedown")
        for words in ("11:00", WHAT, PHONE, "yours"):
            assert words in listed(table)
        await table.press("1")
        assert f"To ring: {PHONE}" in opened(table)
        assert "Due: Mon 23.11.2026 11:00, 1 h 0 min left" in opened(table)
        assert "не пізніше понеділка, 23.11.2026 о 11:00" in opened(table)
        text = table.app.screen.query_one("#task-scroll")
        assert text.size.height >= 2
        for digit in "1234567":
            assert f" {digit} " in offered(table).plain
        assert table.app.screen.query_one("#task-acts").region.bottom <= size[1]
        await table.press("f12", "pagedown")
        assert isinstance(table.app.screen, HomeScreen)


async def test_overdue_work_has_a_sign_and_a_word(seat: Seat) -> None:
    """What is overdue stands first, red, with «!» and by how much; the due time has a column of its own."""
    async with seat() as table:
        await promise(table)
        table.clock.advance(3600 + 40 * 60)
        await table.press("pagedown")
        content = shown(table.app.screen.query_one(ChoiceList))
        assert looks(content, "! 11:00") == {BAD}
        assert looks(content, "overdue 40 min") == {BAD}


async def test_taken_and_done(seat: Seat) -> None:
    """What one has taken is one's own until it is done, with the result that fits; then it is in no list, and its call
    tells what became of it."""
    async with seat() as table:
        await promise(table)
        await go_to_work(table)
        await table.press("1")
        assert message(table) == "Recorded: you have it since 10:00"
        assert "you have it since 10:00" in offered(table).plain  # why it cannot be taken again
        await table.press("2")
        assert "How did it go?" in offered(table).plain
        await table.press("1")
        await table.type("by himself")
        await table.press("enter")
        assert message(table) == "Recorded: № 17 has done it, 10:00"
        assert "№ 17 has done it: Зателефонувати заявнику — the caller was reached — by himself" in opened(table)
        assert [type(event) for event in deeds(table)] == [e.TaskTaken, e.TaskDone]
        await table.press("7")
        assert isinstance(table.app.screen, Sheet)
        sheet = str(table.app.screen.query_one(HungText).shown_in(200))
        assert f"{WHAT}: № 17 has done it, 10:00" in sheet
        await table.press("enter", "f12")
        assert "none" in listed(table)


async def test_nobody_reached_is_an_attempt(seat: Seat) -> None:
    """It stays to be done, and tells how often it was tried."""
    async with seat() as table:
        await promise(table)
        await go_to_work(table)
        await table.press("2", "2", "enter")
        assert message(table) == "Recorded: yours, nobody reached 1 time"
        assert task(table).is_open


async def test_work_of_another_is_refused_in_words(seat: Seat) -> None:
    """Who has it since when is told where it was taken while it was being looked at, and what cannot be done is dim."""
    async with seat() as table:
        await promise(table)
        await go_to_work(table)
        other(table).do(task(table).id, acts.Take())
        await table.press("1")
        assert message(table) == "№ 18 has it since 10:00"
        assert "Who has it: taken by № 18 since 10:00" in opened(table)
        assert looks(offered(table), "1  Take it") == {"dim"}
        await table.press("2")
        assert message(table) == "№ 18 has it since 10:00"
        assert not deeds(table)


async def test_taken_by_another_and_done_the_next_day(seat: Seat) -> None:
    """Handed over to № 18 it is in that operator's list only; all of the home's are a key away, and what was done the
    day after stands in the call."""
    async with seat() as table:
        await promise(table)
        await go_to_work(table)
        await table.press("3")
        await table.type("№ 18")
        await table.press("enter")
        assert "Nobody has worked here under this number yet" in offered(table).plain
        await table.press("2")
        await table.type("rings better")
        await table.press("enter")
        assert message(table) == "Recorded: № 18"
        await table.press("f12")
        assert "none" in listed(table)
        await table.press("tab")
        assert "№ 18" in listed(table)
        work, found = other(table), task(table)
        table.clock.advance(24 * 3600)
        work.do(found.id, acts.Take())
        work.do(found.id, acts.Finish("reached"))
        await table.press("tab")
        assert "none" in listed(table)
        await table.press("f12")
        await table.press("tab", "tab", "enter")
        await table.pilot.pause(0.2)
        await table.press("enter")
        told = f"{WHAT}: № 18 has done it, 10:00"
        await table.comes(lambda: told in str(table.app.screen.query_one(HungText).shown_in(200)))


async def test_postponed_it_is_due_as_before(seat: Seat) -> None:
    """The reminder moves, the due time does not; a time that is over, or none, and no reason, are refused in words."""
    async with seat() as table:
        await promise(table)
        await go_to_work(table)
        await table.press("4")
        await table.type("at noon")
        await table.press("enter")
        assert message(table) == "This is no time to come: at noon"
        await table.type("9:00")
        await table.press("enter")
        assert message(table) == "This time is over: say one to come."
        await table.type("10:30")
        await table.press("enter", "enter")
        assert message(table) == "Say why, in words."
        await table.type("not there before")
        await table.press("enter")
        assert message(table) == "Recorded: yours, reminder 10:30"
        found = task(table)
        assert found.reminder
        assert due_of(found) - found.reminder == timedelta(minutes=30)


async def test_a_reminder_that_has_come_is_marked(seat: Seat) -> None:
    """In both lists as what is due soon, first of all that is not overdue; what is overdue is told as that."""
    async with seat() as table:
        await promise(table)
        postponed = task(table)
        await go_to_work(table)
        await table.press("4")
        await table.type("10:30")
        await table.press("enter")
        await table.type("not there before")
        await table.press("enter", "f12", "f12")
        await promise(table)

        async def first() -> str:
            assert isinstance(table.app.screen, HomeScreen)
            table.app.screen.look()
            await table.pilot.pause(0.2)
            return (await table.desk.lookups.tasks())[0].id

        assert await first() != postponed.id, "what is put off stands behind"
        table.clock.advance(31 * 60)
        assert await first() == postponed.id
        panel = table.app.screen.query_one(TaskPanel)
        assert looks(shown(panel), " reminder 10:30 ") == {SOON}
        assert f"{WHAT}, due 11:00 · 29 min left" in told(panel)
        await table.press("pagedown")
        assert f"• 11:00 reminder 10:30 {WHAT}" in listed(table)
        await table.press("1")
        assert "Due: Mon 23.11.2026 11:00, reminder 10:30" in opened(table)
        found = FileStore(table.folders).tasks.find(postponed.id)
        assert found
        assert due_of(found) == due_of(postponed)
        await table.press("f12", "f12")
        table.clock.advance(30 * 60)
        await first()
        assert looks(shown(panel), "overdue 1 min ") == {BAD}


async def test_dropped_and_opened_again(seat: Seat) -> None:
    """Both want a reason; what is dropped today can be opened again where it stands, tomorrow no more."""
    async with seat() as table:
        await promise(table)
        await go_to_work(table)
        await table.press("6")
        assert message(table) == "it is open"
        await table.press("5")
        await table.type("rang back")
        await table.press("enter", "6")
        await table.type("a slip")
        await table.press("enter")
        assert message(table) == "Recorded: yours"
        await table.press("5")
        await table.type("rang back")
        await table.press("enter")
        table.clock.advance(24 * 3600)
        await table.press("6")
        assert message(table) == "it was closed before today"


async def test_backspace_and_f12_go_back_a_step(seat: Seat) -> None:
    """Of what is asked one step, then out of the work, to the list, to home."""
    async with seat() as table:
        await promise(table)
        await go_to_work(table)
        await table.press("2", "1", "f12")
        assert "How did it go?" in offered(table).plain
        await table.press("backspace")
        assert "Take it" in offered(table).plain
        await table.press("escape")
        assert isinstance(table.app.screen, OpenWorkScreen)
        assert not deeds(table)


async def test_an_answer_that_is_asked_for_again_is_typed_over(seat: Seat) -> None:
    """A number that nobody works under is asked about; another one stands in its place, not behind it."""
    async with seat() as table:
        await promise(table)
        await go_to_work(table)
        await table.press("3")
        await table.type("993")
        await table.press("enter", "1")
        await table.type("18")
        await table.press("enter")
        assert "993" not in offered(table).plain
        await table.press("2")
        await table.press("enter")
        (deed,) = deeds(table)
        assert isinstance(deed, e.TaskHandedOver)
        assert deed.to == "18"


async def test_from_a_call_to_its_work_and_back(seat: Seat) -> None:
    """A filed call says what became of its work; 2 opens it."""
    async with seat() as table:
        await promise(table)
        await table.press("tab", "enter")
        assert isinstance(table.app.screen, Sheet)
        assert f"{WHAT}: yours, due Mon 23.11.2026 11:00" in str(table.app.screen.query_one(HungText).shown_in(200))
        await table.press("2")
        assert PHONE in opened(table)
        await table.press("f12")
        assert isinstance(table.app.screen, HomeScreen)


async def test_what_could_not_be_saved_is_asked_about(seat: Seat) -> None:
    """A deed that was granted and not recorded is told of, tried again, and asked about before leaving."""
    async with seat() as table:
        await promise(table)
        await go_to_work(table)
        (day,) = table.folders.journal.glob("*/*")
        aside = day.rename(day.with_name("aside"))
        day.touch()
        await table.press("1")
        assert table.desk.unsaved == 1
        assert table.app.screen.query_one(NoticeBar).trouble
        day.unlink()
        aside.rename(day)
        await table.comes(lambda: table.desk.unsaved == 0 and not table.app.screen.query_one(NoticeBar).trouble)
        assert [type(event) for event in deeds(table)] == [e.TaskTaken]
