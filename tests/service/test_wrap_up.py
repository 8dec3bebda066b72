"""The wrap-up goes to what is missing, and asks no reason for what can still be done."""

from __future__ import annotations

import pytest

from callscript.core.call import commands as c
from callscript.core.call.flow import offers
from callscript.core.call.refusal import Refused
from callscript.service.forms.wrap_up import AGAIN, OUTCOME, SUMMARY, WrapUp
from callscript.service.session import Session
from tests.service.conftest import Table


async def cut_short(table: Table) -> Session:
    """Lead a call that the operator ends in the middle of an appeal and a complaint: two clauses want a reason."""
    session = await table.desk.start_call()
    told = [c.Fill("address", "Олено"), c.Fill("subject", "Судовий збір"), *(c.Advance(),) * 5]
    begun = [c.Answer("appeal"), c.TakeDetour("complaint"), c.TakeDetour("end"), c.Answer("close")]
    for command in (*told, *begun):
        await session.do(command)
    while session.call.step:
        found = offers(session.script, session.call)
        await session.do(c.Answer(found[-1].id) if found else c.Advance())
    return session


async def test_closing_goes_to_the_reason_that_is_missing(table: Table) -> None:
    """Who goes to the summary past a reason is told which is missing and stands at it; so with the outcome."""
    wrap_up = WrapUp(await cut_short(table), table.desk.now)
    wanted = [each.clause for each in wrap_up.not_met if each.must]
    assert len(wanted) > 1
    for _ in range(len(wrap_up.not_met) + 1):
        wrap_up.move(1)
    assert wrap_up.part == SUMMARY
    with pytest.raises(Refused, match="outcome_first"):
        await wrap_up.go("a summary")
    assert wrap_up.part == OUTCOME
    await wrap_up.go("")
    assert wrap_up.part == wanted[0]
    await wrap_up.go("the line broke")
    assert wrap_up.part == wanted[1]
    wrap_up.move(len(wrap_up.not_met))
    assert wrap_up.part == SUMMARY
    with pytest.raises(Refused) as refused:
        await wrap_up.go("a summary")
    assert (refused.value.code, refused.value.names) == ("reasons_first", tuple(wanted[1:]))
    assert wrap_up.part == wanted[1]
    with pytest.raises(Refused, match="reasons_first"):
        await wrap_up.go(" ")
    assert wrap_up.part == wanted[1]
    for _ in wanted[1:]:
        await wrap_up.go(AGAIN)
    assert (wrap_up.part, wrap_up.text) == (SUMMARY, "a summary")
    assert {each.reason for each in wrap_up.not_met if each.must} == {"the line broke"}
    await wrap_up.go(wrap_up.text)
    table.desk.leave()


async def test_a_wrap_up_taken_up_again_goes_on_where_it_stood(table: Table) -> None:
    """With an outcome chosen before, it begins at the first reason that is missing."""
    session = await cut_short(table)
    first = WrapUp(session, table.desk.now)
    assert first.part == OUTCOME
    await first.go("")
    wanted = first.part
    await first.go("the line broke")
    again = WrapUp(session, table.desk.now)
    assert again.part not in (OUTCOME, SUMMARY, wanted)
    assert again.outcomes[again.picked].id == session.call.outcome
    table.desk.leave()


async def test_an_outcome_that_was_only_proposed_is_not_recorded_by_passing_it_by(table: Table) -> None:
    """Going on to the summary files nothing that nobody chose; a digit does, and so does going on from it."""
    session = await cut_short(table)
    wrap_up = WrapUp(session, table.desk.now)
    await wrap_up.keep("")
    wrap_up.move(1)
    assert session.call.outcome == ""
    wrap_up.move(-1)
    assert wrap_up.pick(len(wrap_up.outcomes))
    await wrap_up.keep("")
    assert session.call.outcome == wrap_up.outcomes[-1].id
    other = WrapUp(session, table.desk.now)
    other.move(-9)
    assert other.pick(1)
    await other.go("")
    assert session.call.outcome == other.outcomes[0].id
    table.desk.leave()
