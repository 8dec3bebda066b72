"""On screen: what the script asks about earlier calls comes while the call is led, and no key waits for it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from threading import Event
from typing import Any

import pytest

from callscript.core.call.events import EarlierFound
from callscript.core.records import CallSummary, Earlier
from callscript.screens.call import CallScreen
from callscript.store.files import FileStore
from callscript.store.registers.lookup import FileLookup
from callscript.widgets.caller_card import CallerCard
from tests.packs.conftest import Bench
from tests.packs.conftest import mini as mini  # the fixture that the next one is made of
from tests.packs.test_earlier import NUMBER, OTHER, WORDS, with_own
from tests.packs.test_earlier import third as third
from tests.tui.conftest import MORNING, Table

Seat = Callable[..., Any]


def file_calls(table: Table) -> None:
    """File two calls of the number."""
    for number in range(2):
        call = CallSummary(
            id=f"20261120-17-{number}",
            day=date(2026, 11, 20),
            operator="17",
            pack="mini",
            language="uk",
            phone="+380502222222",
            phones=("+380502222222",),
            started=MORNING,
            closed=True,
        )
        FileStore(table.folders).registers.file_call(call, [])


def found(table: Table) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Return what the call has recorded of earlier ones."""
    (screen,) = (each for each in table.app.screen_stack if isinstance(each, CallScreen))
    return [(each.found, each.gone) for each in screen.session.log if isinstance(each, EarlierFound)]


async def test_it_comes_to_the_call_and_to_the_card(seat: Seat, third: Bench) -> None:
    """The mark names it, and the step comes; another number takes both away."""
    with_own(third)
    async with seat(str(third.folder)) as table:
        file_calls(table)
        await table.type(NUMBER)
        await table.press("enter")
        await table.comes(lambda: found(table))
        assert found(table) == [(("third",), ())]
        await table.comes(lambda: WORDS["uk.toml"][1] in table.app.screen.query_one(CallerCard).known)
        await table.press("enter")
        assert table.call.step == "tell_supervisor"
        await table.press("tab", "down", "down", "down")
        await table.type(OTHER)
        await table.press("enter")
        await table.comes(lambda: len(found(table)) > 1)
        assert found(table)[1:] == [((), ("third",))]
        await table.comes(lambda: WORDS["uk.toml"][1] not in table.app.screen.query_one(CallerCard).known)


async def test_no_key_waits_for_it(seat: Seat, third: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """While the store says nothing the call goes on; what it says then is recorded at the step that is come to."""
    async with seat(str(third.folder)) as table:
        file_calls(table)
        may_go_on, history = Event(), FileLookup.history

        def slow(lookup: FileLookup, phone: str) -> list[Earlier]:
            may_go_on.wait()
            return history(lookup, phone)

        monkeypatch.setattr(FileLookup, "history", slow)
        await table.type(NUMBER)
        await table.press("enter", "enter")
        assert table.call.step == "ask_address"
        assert found(table) == []
        may_go_on.set()
        await table.comes(lambda: found(table))
        assert table.call.step == "ask_address"
        assert "earlier:third" in table.call.happened
