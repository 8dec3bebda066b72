"""On screen: what was misheard of an earlier one of several is mended on the card, and all are read back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from callscript.core.call.events import Filled
from callscript.widgets.caller_card import CallerCard
from callscript.widgets.rows import DrawnRows
from callscript.widgets.script_pane import ScriptPane
from tests.packs.conftest import Bench
from tests.packs.conftest import mini as mini  # the fixture that the next one is made of
from tests.packs.test_groups import contacts as contacts
from tests.tui.conftest import Table

Seat = Callable[..., Any]
ANNA = ("Anna", "0501112233", "20.11.2026")
PETRO = ("Petro", "0671112233", "21.11.2026")


async def _answer(table: Table, *texts: str) -> None:
    for text in texts:
        await table.type(text)
        await table.press("enter")


@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
async def test_a_name_of_an_earlier_contact_is_mended(seat: Seat, contacts: Bench, size: tuple[int, int]) -> None:
    """While the second one is asked for; half typed it stays; then both are read back, and a digit leads to each."""
    async with seat(str(contacts.folder), size) as table:
        await table.press("enter", "enter", "enter", "1")
        await _answer(table, "2")
        await table.press("1")
        await _answer(table, *ANNA)
        await table.press("1")
        await table.type("Petro")
        await table.press("tab")
        card = table.app.screen.query_one(CallerCard)
        at = next(number for number, row in enumerate(card.rows) if row.label == "№ 1 Хто")
        await table.press(*["up"] * 20, *["down"] * at)
        assert card.row
        assert (card.row.label, card.entry.value) == ("№ 1 Хто", "Anna")
        await _answer(table, "Ganna")
        (mended,) = (each for each in table.call_log if isinstance(each, Filled) and each.matter)
        assert (mended.field, mended.value, mended.matter) == ("contact_name", "Ganna", 2)
        await table.press("tab")
        assert table.call.fields["contact_name"].text == "Petro"
        await table.press("enter")
        await _answer(table, *PETRO[1:])
        await table.press("2")
        await _answer(table, "Faust")
        pane = table.app.screen.query_one(ScriptPane)
        offers = {offer.text: str(offer.number) for offer in pane.offers}
        assert {"№ 1 Хто: Ganna", "№ 2 Хто: Petro"} <= set(offers)
        await table.press(offers["№ 1 Номер: +380501112233"])
        await _answer(table, "0501112244")
        assert table.call.values_of(2)["contact_phone"].text == "+380501112244"


async def test_of_nine_contacts_what_is_typed_in_is_in_view(seat: Seat, contacts: Bench) -> None:
    """Closed, the card has the latest of them, and says how many lines there are more; open, each can be gone to."""
    async with seat(str(contacts.folder)) as table:
        await table.press("enter", "enter", "enter", "1")
        await _answer(table, "9")
        for number in range(8):
            await table.press("1")
            await _answer(table, f"Anna{number}", *ANNA[1:])
        card, rows = table.app.screen.query_one(CallerCard), table.app.screen.query_one("#card-rows", DrawnRows)
        shown = [line.plain.rstrip() for line in rows.drawn]
        assert any(line.endswith("more: Tab") for line in shown), shown
        assert any("№ 8 Хто" in line for line in shown), shown
        assert not any("№ 1 Хто" in line for line in shown), shown
        await table.press("tab", *["up"] * 40)
        for row in card.rows:
            assert card.row == row
            assert 4 <= card.entry.region.y < 21, row.label
            await table.press("down")
