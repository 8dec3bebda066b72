"""What the screens of a call know themselves: the page of the answers, and that saving in silence may be refused."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.screen import Screen

from callscript.core.call import commands as c
from callscript.dialogue.actions import BY_KEY
from callscript.dialogue.show.endings import after_call_work
from callscript.dialogue.show.timeline import timeline
from callscript.screens.wrap_up import WrapUpScreen
from callscript.terminal.decoder import KEYS
from callscript.widgets.bars import Header, KeyBar, MessageBar
from callscript.widgets.gauge import Gauge
from callscript.widgets.script_pane import ScriptPane
from tests.packs.conftest import MINI, Bench

Seat = Callable[..., Any]
AGES = [f"age{number}" for number in range(1, 13)]


async def test_a_digit_chooses_what_is_on_the_page_that_is_shown(seat: Seat, tmp_path: Path) -> None:
    """9 turns the page; then a digit chooses what stands there, and one that has no answer there says so."""
    async with seat(pack=str(many_ages(tmp_path))) as table:
        await table.press("enter", "enter")
        pane = table.app.screen.query_one(ScriptPane)
        assert [offer.text for offer in pane.offers[:8]] == [f"Age {number}" for number in range(1, 9)]
        await table.press("9")
        assert [offer.text for offer in pane.offers[:4]] == [f"Age {number}" for number in range(9, 13)]
        await table.press("7")
        assert "7" in table.app.screen.query_one(MessageBar).message
        await table.press("9", "9", "2")
        assert table.call.fields["age"].text == "age10"
        await table.press("backspace")
        assert [offer.text for offer in pane.offers[:2]] == ["Age 1", "Age 2"]


async def test_the_work_after_a_call_has_a_clock_of_its_own(seat: Seat) -> None:
    """It runs from the end of the call until the wrap-up is closed, and is kept with the call."""
    async with seat() as table:
        await table.press("enter", "enter")
        await table.pass_time(40)
        await table.press("f12", "2", "enter")
        screen = table.app.screen
        assert isinstance(screen, WrapUpScreen)
        assert screen.query_one(Header).view.right == "after the call 0:00  saved"
        await table.pass_time(65)
        assert screen.query_one(Header).view.right == "after the call 1:05  saved"
        while not screen.session.call.closed:
            await table.press("enter")
            await table.type("-")
        assert after_call_work(screen.session.call) == "after-call work 1:05"


async def test_the_work_after_a_call_is_limited_and_prolonged(seat: Seat, tmp_path: Path) -> None:
    """Where the centre limits it a gauge counts it down, and F2 gives more time, while it is led and in the wrap-up;
    the record tells how much, and who did it."""
    settings = tmp_path / "centre.toml"
    settings.write_text('[after_call]\nlimit = "2m"\nwarn = "30s"\nmore = "1m"\n')
    settings.chmod(0o600)
    async with seat(size=(100, 30)) as table:

        def gauge() -> str:
            return table.app.screen.query_one(Gauge).render().plain

        await table.press("enter", "enter")
        assert "More time" not in table.app.screen.query_one(KeyBar).render().plain
        assert "After the call" not in gauge()
        await table.press("f12", "2", "enter")
        screen = table.app.screen
        assert isinstance(screen, WrapUpScreen)
        assert "2:00 left" in gauge()
        assert "F2: more time" in gauge()
        assert "More time" in screen.query_one(KeyBar).render().plain
        await table.pass_time(95)
        await table.comes(lambda: "! 0:25 left" in gauge())
        await table.press("f2")
        assert screen.query_one(MessageBar).message == "Prolonged: 3:00 in all for the work after the call."
        assert "1:25 left" in gauge()
        assert "prolonged by 1:00" in gauge()
        await table.pass_time(100)
        await table.comes(lambda: "+0:15 over 3:00 !!" in gauge())
        while not screen.session.call.closed:
            await table.press("enter")
            await table.type("-")
        assert after_call_work(screen.session.call) == "after-call work 3:15, prolonged by 1:00, +0:15 over 3:00"
        told = [line for line in timeline(screen.session.script, screen.session.log) if "prolonged" in line]
        assert [line.split("  ")[-1] for line in told] == ["work after the call prolonged by 1:00, operator 17"]


async def test_where_a_centre_limits_nothing_the_key_says_that_the_call_is_over(seat: Seat) -> None:
    """And no gauge is there."""
    async with seat() as table:
        await table.press("enter", "enter", "f12", "2", "enter")
        assert isinstance(table.app.screen, WrapUpScreen)
        assert not table.app.screen.query(Gauge)
        await table.press("f2")
        assert "over" in table.app.screen.query_one(MessageBar).message


def many_ages(folder: Path) -> Path:
    """Copy the small pack, with a question that has twelve answers."""
    mini = Bench(folder / "pack")
    shutil.copytree(MINI, mini.folder)
    mini.swap("pack.toml", 'field = "address"', 'field = "age"')
    mini.swap("pack.toml", '["child", "adult"]', str(AGES))
    for file in ("en.toml", "uk.toml"):
        path = mini.folder / file
        lines = [
            line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith(("child", "adu"))
        ]
        path.write_text("\n".join(lines), encoding="utf-8")
        mini.swap(file, "[value.age]", "\n".join(["[value.age]", *(f'{age} = "Age {age[3:]}"' for age in AGES)]))
    assert mini.complaints == []
    return mini.folder


async def test_what_cannot_be_kept_is_told(seat: Seat) -> None:
    """Where the call has been closed meanwhile, what is being typed is refused in words, and the program goes on."""
    async with seat(pack=str(MINI)) as table:
        await table.press("enter", "enter", "f12", "1")
        screen = table.app.screen
        assert isinstance(screen, WrapUpScreen)
        await table.press("1", *["down"] * 5)
        await table.type("summ")
        await screen.session.do(c.Close())
        await table.type("ary")  # what is typed behind it is never kept before, however slow the machine is
        await table.comes(lambda: screen.query_one(MessageBar).message)
        assert table.app.is_running


async def test_a_key_without_an_action_does_nothing(seat: Seat) -> None:
    """Whatever a key is called: End is no way to end the call, nor is any other key that nothing is said of."""
    async with seat() as table:
        await table.press("enter")
        assert table.app.screen.focused is None
        log = list(table.call_log)
        for key in sorted({press.key for press in KEYS.values()} - set(BY_KEY) - {"escape", "ctrl+q", "ctrl+c"}):
            if not key.isdecimal():
                await table.press(key)
        assert table.call_log == log


async def test_what_was_typed_just_before_leaving_is_kept(seat: Seat) -> None:
    """Leaving the program from a field keeps what is typed there, however soon; it is no answer."""
    async with seat() as table:
        await table.press("enter", "enter", "enter")
        session = table.app.screen.session
        await table.type("Olena")
        await table.pilot.press("ctrl+q", "2")
        await table.settle()
        assert session.call.drafts == {"address": "Olena"}
        assert "address" not in session.call.fields


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
async def test_a_key_lays_the_screen_out_once(seat: Seat, size: tuple[int, int]) -> None:
    """The card comes and goes, and a field, and what is at hand: each in one layout, not in a second one that follows
    when the first has told the sizes."""
    async with seat(size=size) as table:
        await table.press("enter", "enter")
        layouts, screen = list[Screen[Any]](), table.app.screen
        screen.screen_layout_refresh_signal.subscribe(screen, layouts.append, immediate=True)
        for key in ("enter", "tab", "tab", "enter", "backspace", "f2", "1", "enter", "backspace"):
            layouts.clear()
            await table.press(key)
            await table.pilot.pause(0.2)
            assert len(layouts) <= 1, key
