"""What is wrong in the journals of a host: lines of days that cannot be."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from benchmarks.store_calls import phone
from callscript.packs.versions import Versions
from callscript.runtime.clock import SystemClock
from callscript.service.erasing import Eraser
from tests.relay.office import Office
from tests.relay.test_sending import NAME


@pytest.mark.parametrize("begun", [datetime(1970, 1, 2, 9, tzinfo=UTC), datetime.now(UTC) + timedelta(days=800)])
def test_a_day_that_cannot_be_keeps_no_other_day(office: Office, begun: datetime) -> None:
    """What was recorded by a clock that was wrong by years is kept beside, with the reason; all else is sent on."""
    strange = office.lead("17", 1, begun)
    of_strange = office.file_of(strange).read_text(encoding="utf-8").splitlines()
    call = office.lead("17", 2)
    told = office.send()
    assert f"late or contradicting, kept apart: {len(of_strange)}" in told
    assert office.events() == sorted(office.file_of(call).read_text(encoding="utf-8").splitlines())
    assert office.rows("select id, closed from callscript.call") == [(call, True)]
    late = office.rows("select line, why from callscript.late order by seq")
    assert [line for line, _ in late] == of_strange
    assert {why for _, why in late} == {f"no month of calls: {strange[:4]}-{strange[4:6]}"}
    assert office.send() == ""
    erase(office, strange)
    office.send()
    left = str(office.rows("select line from callscript.late"))
    assert phone(1) not in left
    assert NAME not in left
    assert office.rows("select id from callscript.call") == [(call,)]


def erase(office: Office, call: str) -> None:
    """Erase a call on its host."""
    eraser = Eraser(office.folders, Versions(office.folders), SystemClock(), "17")
    assert eraser.erase(call, "прохання від 26.11.2026") == ""
