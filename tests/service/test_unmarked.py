"""An open call whose marker is gone is found by the journal of the last days, marked again and offered."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from callscript.commands.doctor import examine
from callscript.core.call.events import Event
from callscript.runtime.clock import FakeClock
from callscript.service.open_calls import LOOKED_BACK, looked_through
from tests.powers import no_powers
from tests.service.conftest import Table, close, hang_up, id_of


async def left_unmarked(table: Table) -> tuple[str, list[Event]]:
    """Leave a call open, and take its marker away; return the call."""
    session = await table.desk.start_call("044 277 76 01")
    table.desk.leave()
    (marker,) = table.folders.open_calls.iterdir()
    marker.unlink()
    return id_of(session), session.log


async def test_it_is_offered_and_marked_again(table: Table, tmp_path: Path) -> None:
    """The operator is told, goes on with it, and it is over as any other; nothing is offered twice."""
    call, log = await left_unmarked(table)
    again = Table(tmp_path)
    left = await again.desk.left_open()
    assert left
    assert (left.id, list(left.log)) == (call, log)
    assert [file.name for file in table.folders.open_calls.iterdir()] == [f"{call}.open"]
    assert "its mark was gone" in " ".join(again.desk.notices.take())
    assert await again.desk.left_open() is None
    session = await again.desk.resume(left)
    await hang_up(session)
    await close(again.desk, session)
    await again.desk.finish(session)
    assert not list(table.folders.open_calls.iterdir())
    assert [each.closed for each in again.filed()] == [True]
    again.desk.leave()
    last = Table(tmp_path)
    assert await last.desk.left_open() is None
    assert last.desk.notices.take() == []
    last.desk.leave()


@pytest.mark.parametrize(("days", "offered"), [(LOOKED_BACK - 1, True), (LOOKED_BACK, False)])
async def test_those_of_the_last_days_are_found(table: Table, tmp_path: Path, days: int, offered: bool) -> None:
    """A call of Friday is offered on Monday; the journals of earlier days are not read at each start."""
    call, _log = await left_unmarked(table)
    again = Table(tmp_path, clock=FakeClock(table.clock.now() + timedelta(days=days)))
    left = await again.desk.left_open()
    assert (left.id if left else None) == (call if offered else None)
    assert len(looked_through(table.clock.now().date())) == LOOKED_BACK
    again.desk.leave()


async def test_one_that_was_given_up_is_not_offered_again(table: Table, tmp_path: Path) -> None:
    """A call that brought the program down three times cannot do so at every start for want of a marker."""
    session = await table.desk.start_call()
    table.desk.leave()
    (marker,) = table.folders.open_calls.iterdir()
    marker.rename(marker.with_suffix(".attempt-3"))
    for told in ("could not be restored", ""):
        again = Table(tmp_path)
        assert await again.desk.left_open() is None
        assert told in " ".join(again.desk.notices.take())
        again.desk.leave()
        (marker,) = table.folders.open_calls.iterdir()
        assert marker.name == f"{id_of(session)}.attempt-3.damaged-1"


async def test_one_that_cannot_be_marked_is_offered_all_the_same(table: Table, tmp_path: Path) -> None:
    """Its marker matters at the next start only."""
    call, _log = await left_unmarked(table)
    table.folders.open_calls.chmod(0o500)
    again = Table(tmp_path)
    with no_powers():
        left = await again.desk.left_open()
    table.folders.open_calls.chmod(0o700)
    assert left
    assert left.id == call
    assert "Permission denied" in " ".join(again.desk.notices.take())
    again.desk.leave()


async def test_calls_begun_at_this_desk_are_not_taken_for_left_ones(table: Table) -> None:
    """Only what was there at the start is looked at."""
    assert await table.desk.left_open() is None
    session = await table.desk.start_call()
    for marker in table.folders.open_calls.iterdir():
        marker.unlink()
    assert await table.desk.left_open() is None
    assert session.call.under_way
    table.desk.leave()


async def test_a_day_that_cannot_be_read_hides_no_other(table: Table, tmp_path: Path) -> None:
    """It is told, and the calls of the other days are offered."""
    call, _log = await left_unmarked(table)
    day = next(table.folders.journal.glob("*/*"))
    before = day.with_name((table.clock.now().date() - timedelta(days=1)).isoformat())
    before.mkdir(mode=0)
    again = Table(tmp_path)
    with no_powers():
        left = await again.desk.left_open()
    assert left
    assert left.id == call
    assert before.name in " ".join(again.desk.notices.take())
    again.desk.leave()


async def test_doctor_says_so(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    """The call is named, and what becomes of it; one that is marked is no problem."""
    session = await table.desk.start_call()
    (marker,) = table.folders.open_calls.iterdir()
    today = table.clock.now().date()

    def of_the_call(_: date) -> list[date]:
        return looked_through(today)

    monkeypatch.setattr("callscript.commands.left_open.looked_through", of_the_call)

    def problems() -> list[str]:
        home = str(table.folders.data)
        return [each.text for each in examine(home) if each.what == "open call" and each.level == "problem"]

    assert problems() == []
    marker.unlink()
    (problem,) = problems()
    assert id_of(session) in problem
    assert "its marker is gone" in problem
    table.desk.leave()
