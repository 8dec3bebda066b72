"""Which conditions on earlier calls hold, by what is known of the number on all hosts; nothing, if that is not all."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from msgspec.structs import replace

from callscript.core.records import CallSummary, Earlier
from callscript.core.script.conditions import EarlierCalls
from callscript.core.script.model import Script
from callscript.service.callers import Callers
from callscript.store.others import Elsewhere, OneHost
from tests.core.scripts import MONDAY, make_script
from tests.service.conftest import Table

NUMBER = "+37120000000"
TODAY = date(2026, 11, 23)
ASKED = EarlierCalls(id="third", calls=2, within="90d")


class Others(OneHost):
    """Other hosts that have this to say."""

    def __init__(self, answer: Elsewhere) -> None:
        super().__init__()
        self.answer = answer

    def history(self, phone: str) -> Elsewhere:  # noqa: ARG002 - whoever is asked about
        """Return it."""
        return self.answer


def call(number: int, days: int = 3) -> CallSummary:
    """Return a call of some days ago."""
    return CallSummary(
        id=f"20261120-18-{number}",
        day=TODAY - timedelta(days=days),
        operator="18",
        pack="t",
        language="lv",
        phone=NUMBER,
        phones=(NUMBER,),
        started=MONDAY - timedelta(days=days),
        closed=True,
    )


def held(table: Table, script: Script, answer: Elsewhere, number: str = "20000000") -> tuple[str, ...] | None:
    """Return what holds, where other hosts have this and this one has one call."""
    table.store.registers.file_call(call(1), [])
    table.store.registers.file_call(call(0, days=200), [])
    desk = table.desk
    callers = Callers(script, desk.lookups._versions, desk.journal, table.store.lookup, Others(answer))  # pyright: ignore[reportPrivateUsage]
    return callers.known([number], "", number, TODAY).conditions


@pytest.mark.parametrize(
    ("answer", "holds"),
    [
        (Elsewhere(), ()),
        (Elsewhere([Earlier(call(2), sure=True, host="b")]), ("third",)),
        (Elsewhere([Earlier(call(2, days=91), sure=True, host="b")]), ()),
        (Elsewhere(asked=False), None),
        (Elsewhere([Earlier(call(2, days=91), sure=True, host="b")], left_out=3), ()),
        (Elsewhere([Earlier(call(2), sure=True, host="b")], left_out=3), ("third",)),
        (Elsewhere(left_out=3), None),
    ],
)
def test_what_is_known_of_all_hosts(table: Table, answer: Elsewhere, holds: tuple[str, ...] | None) -> None:
    """Calls of other hosts count; nothing is said if they were not asked, or if some that may count were left out."""
    assert held(table, make_script(earlier=(ASKED,), region="LV"), answer) == holds


def test_a_script_that_asks_nothing(table: Table) -> None:
    """Nothing is counted for it, and nobody's calls count where no number is known."""
    assert held(table, make_script(region="LV"), Elsewhere()) is None
    asked = replace(ASKED, calls=1)
    assert held(table, make_script(earlier=(asked,), region="LV"), Elsewhere()) == ("third",)
    assert held(table, make_script(earlier=(asked,), region="LV"), Elsewhere(), "") == ()
