"""Home and the open work of a busy day: at every size and in each language the lists tell what tells most."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from callscript.core.call import commands as c
from callscript.core.call.flow import offers
from callscript.core.script.steps import Ask, Choose, Pick
from callscript.runtime import i18n
from callscript.runtime.settings import InterfaceLanguage
from callscript.screens.open_work import OpenWorkScreen
from callscript.service.forms.wrap_up import WrapUp
from callscript.widgets.choice_list import ChoiceList
from callscript.widgets.task_panel import TaskPanel
from tests.tui.conftest import Table
from tests.tui.test_home import shown

Seat = Callable[..., Any]

NAMES = ("Перебийніс-Галаган", "Бондар", "Коваль", "Ткач", "Шевченко", "Мельник")
PHONE = "+38067123456{number}"
DAY = 12
"""How many calls."""
SIZES = [(80, 24), (60, 20)]
OVERDUE: dict[InterfaceLanguage, str] = {"uk": "прострочено", "lv": "nokavēts", "en": "overdue"}
LEAST = 9
"""Letters of a cell below which it tells nothing, if the rest of it is cut."""


async def led(table: Table, number: int, pack: str) -> None:
    """File a call that leaves work behind: of every third in Latvia a colleague owes the answer."""
    phone, name = PHONE.format(number=number % 10), NAMES[number % len(NAMES)]
    session = await table.desk.start_call(phone)
    colleague = pack == "lv-lvrtc" and not number % 3
    answers = iter(("expert", "hand", "hour") if colleague else (("hour", "today")[number % 2],))
    await session.do(c.Fill("address" if pack == "lv-lvrtc" else "surname", name))
    wish = None
    while wish is None or session.call.frame != wish:
        step = session.script.steps[session.call.step]
        if isinstance(step, Ask) and step.field not in session.call.fields:
            await session.do(c.Fill(step.field, phone if step.field == "phone" else name))
        elif not isinstance(step, Choose | Pick):
            await session.do(c.Advance())
        elif wish is None:
            wish = session.call.frame
            await session.do(c.TakeDetour("colleague" if colleague else "callback"))
        elif (answer := next(answers, None)) is not None:
            offered = [each.id for each in offers(session.script, session.call)]
            await session.do(c.Answer(answer if answer in offered else offered[0]))
        else:
            break
    await session.do(c.LoseLine())
    wrap_up = WrapUp(session, table.desk.now)
    while not session.call.closed:
        await wrap_up.go("так")
    await table.desk.finish(session)
    table.clock.advance(60)


@pytest.fixture
def back_to_english() -> Iterator[None]:
    """Leave the interface to other tests as it was."""
    yield
    i18n.use("en")


def cut_short(text: str) -> list[str]:
    """Return the cells of lines that are cut, and tell nothing."""
    cells = [cell for line in text.split("\n") for cell in re.split(r"  +", line.strip())]
    return [cell for cell in cells if cell.endswith("…") and 0 < len(cell) - 1 < LEAST]


@pytest.mark.usefixtures("back_to_english")
@pytest.mark.parametrize("language", OVERDUE)
@pytest.mark.parametrize("size", SIZES, ids=lambda size: "x".join(map(str, size)))
@pytest.mark.parametrize("pack", ["ua-court", "lv-lvrtc"])
async def test_a_busy_day_can_be_read(
    pack: str, size: tuple[int, int], language: InterfaceLanguage, seat: Seat
) -> None:
    """Calls have time, name and outcome; work has its due time, what it is, whom it is about; no cell is a letter."""
    async with seat(pack, size=size, language=language) as table:
        i18n.use(language)
        for number in range(DAY):
            await led(table, number, pack)
        table.clock.advance(3600)
        table.app.screen.look()
        await table.pilot.pause(0.3)
        calls, panel = table.app.screen.query_one("#calls", ChoiceList), table.app.screen.query_one(TaskPanel)
        told = shown(calls).plain
        assert not cut_short(told), told
        rows = [line for line in told.split("\n") if re.match(r"\s*\d\d:\d\d", line)]
        assert len(rows) > 6
        for line in rows:
            assert any(name[:LEAST] in line for name in NAMES), told
        if size == (80, 24):
            assert re.search(r"! \d\d:\d\d  " + OVERDUE[language], shown(panel).plain), shown(panel).plain
        await table.press("pagedown")
        assert isinstance(table.app.screen, OpenWorkScreen)
        work = table.app.screen.query_one(ChoiceList)
        await table.comes(lambda: work.lines)
        told = shown(work).plain
        assert not cut_short(told), told
        rows = [line for line in told.split("\n")[1:] if re.search(r"\d\d:\d\d", line)]
        assert len(rows) >= DAY - 1
        for line in rows[1:]:  # the one that is picked is told whole, in lines of its own
            assert any(name[:LEAST] in line for name in NAMES), told
        assert not re.search(r"^\s*0 ", told, re.MULTILINE), told
        assert re.search("! .*" + OVERDUE[language], told), told
