"""What is known of a call's caller, by every number that the call knows: calls, open work, and whether that is all."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime, timedelta

import pytest

from callscript.core.call import commands as c
from callscript.core.records import Caller, CallSummary, TaskRecord
from callscript.service.known import CallerLookup
from callscript.service.session import Session
from tests.service.conftest import Table, close, hang_up, id_of

RANG, OWN, OTHER = "+380671111111", "+380502222222", "+380443333333"
BEGAN = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)


def file_call(
    table: Table, number: int, phone: str, *, operator: str = "17", due: int | None = None, discarded: bool = False
) -> str:
    """File a call of some days before, with work that is due so many hours behind its beginning; return its id."""
    summary = CallSummary(
        id=f"20261120-{operator}-{number}",
        day=date(2026, 11, 20),
        operator=operator,
        pack="ua-court",
        language="uk",
        phone=phone,
        phones=(phone,),
        started=BEGAN + timedelta(minutes=number),
        discarded=discarded,
    )
    until = BEGAN + timedelta(hours=due or 0)
    task = TaskRecord(id=f"{summary.id}/t", call=summary.id, operator=operator, kind="callback", due=until)
    table.store.registers.file_call(summary, [task] if due else [])
    return summary.id


async def known(table: Table, session: Session) -> Caller:
    """Look up what is known of a call's caller."""
    return await CallerLookup(table.desk.lookups, session).ask()


def calls(caller: Caller) -> list[str]:
    """Return the ids of the calls before."""
    return [each.summary.id for each in caller.earlier]


async def test_by_every_number_that_the_call_knows(table: Table) -> None:
    """The number that rang, the caller's own and those in the fields of every matter find calls, the latest first, each
    once, with whichever operator; the call itself is none of them, nor one that was discarded."""
    first, second = file_call(table, 1, RANG, operator="18"), file_call(table, 2, OWN)
    file_call(table, 3, OTHER)
    file_call(table, 4, RANG, discarded=True)
    session = await table.desk.start_call(RANG)
    assert calls(await known(table, session)) == [first]
    await session.do(c.Fill("phone", OWN))
    await hang_up(session)
    await close(table.desk, session)
    await table.desk.finish(session)
    assert table.filed()
    caller = await known(table, session)
    assert calls(caller) == [second, first]
    assert (caller.told, caller.sure, caller.older, caller.complete) == ((RANG, OWN), 2, 0, True)


async def test_when_it_is_to_be_looked_up_again(table: Table) -> None:
    """A number that the call did not know makes what was looked up outdated; anything else does not."""
    session = await table.desk.start_call()
    lookup = CallerLookup(table.desk.lookups, session)
    assert not lookup.outdated
    assert (await lookup.ask()).told == ()
    await session.do(c.Fill("surname", "Шевченко"))
    assert not lookup.outdated
    await session.do(c.Fill("phone", OWN))
    assert lookup.outdated
    assert (await lookup.ask()).told == (OWN,)
    assert not lookup.outdated
    await session.do(c.Fill("phone", OTHER))
    assert lookup.outdated
    asked = lookup.ask()
    assert (await lookup.ask()).told == (OTHER,)
    assert asked.cancelled()


async def test_open_work_of_the_same_caller(table: Table) -> None:
    """What earlier calls left open, with whichever operator, is known, the most urgent first, and nobody else's."""
    late, soon = file_call(table, 1, RANG, due=30), file_call(table, 2, RANG, operator="18", due=3)
    file_call(table, 3, OTHER, due=1)
    caller = await known(table, await table.desk.start_call(RANG))
    assert [(promise.task.call, promise.sure) for promise in caller.promises] == [(soon, True), (late, True)]


async def test_maybe_is_told_from_surely(table: Table) -> None:
    """A number of which only the end agrees is maybe the same caller's: its calls and promises say so."""
    file_call(table, 1, "1111111", due=1)
    file_call(table, 2, RANG, due=2)
    caller = await known(table, await table.desk.start_call(RANG))
    assert [each.sure for each in caller.earlier] == [True, False]
    assert [promise.sure for promise in caller.promises] == [False, True]
    assert caller.sure == 1


async def test_no_more_than_are_worth_listing(table: Table) -> None:
    """Of a number from which very many call, a hundred are listed, and of what is open: the rest is counted."""
    for number in range(103):
        file_call(table, number, RANG, due=number + 1)
    caller = await known(table, await table.desk.start_call(RANG))
    assert (len(caller.earlier), caller.older, caller.sure) == (100, 3, 103)
    assert caller.earlier[0].summary.id.endswith("-102")
    assert (len(caller.promises), caller.less_urgent) == (100, 3)
    assert caller.promises[0].task.call.endswith("-0")


@pytest.mark.parametrize("part", ["phones", "tasks", "calls"])
async def test_registers_that_are_gone_are_never_called_empty(part: str, table: Table) -> None:
    """What is missing is told as not complete, whatever is found, until it was made again."""
    session = await table.desk.start_call(RANG)
    await hang_up(session)
    await close(table.desk, session)
    await table.desk.finish(session)
    shutil.rmtree(table.folders.registers / part)
    following = await table.desk.start_call(RANG)
    caller = await known(table, following)
    assert not caller.complete
    table.desk.upkeep.wait()
    caller = await known(table, following)
    assert (calls(caller), caller.complete) == ([id_of(session)], True)
    assert "made again" in " ".join(table.desk.notices.take())


async def test_a_damaged_register_is_told(table: Table) -> None:
    """What cannot be read is a notice, and what is known is not all."""
    file_call(table, 1, RANG, due=1)
    session = await table.desk.start_call(RANG)
    for register in (table.folders.registers / "tasks").iterdir():
        register.unlink()
        register.mkdir()
    caller = await known(table, session)
    assert len(caller.earlier) == 1
    assert (caller.promises, caller.complete) == ([], False)
    assert "17.json" in " ".join(table.desk.notices.take())
