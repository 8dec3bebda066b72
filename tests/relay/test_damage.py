"""What is wrong in the journals of a host: lines of days that cannot be."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from benchmarks.store_calls import phone
from callscript.packs.versions import Versions
from callscript.runtime.clock import SystemClock
from callscript.runtime.files import replace
from callscript.service.erasing import Eraser
from callscript.store.journal.lines import FileLines
from tests.relay.office import Office, work_about
from tests.relay.test_sending import NAME

GROUND = "прохання від 26.11.2026"


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


def test_a_damaged_call_is_erased_there_too(office: Office) -> None:
    """A journal was damaged after it was sent on: what the erasure then leaves of it has neither the damaged line nor
    those behind it. They have no word of the caller in PostgreSQL either; events, chain and counts are as they were.
    """
    call, kept = office.lead("17", 1, appeal=True), office.lead("18", 2)
    work_about(office, call, "Шевченко просить дзвонити зранку")
    office.send()
    [before] = office.rows(COUNTED.format(call))
    damage(office.file_of(call), 3)
    damage(office.file_of(kept), -1)  # the line of the desk log about it
    erase(office, call)
    office.send()
    lines = office.rows("select line from callscript.event union all select line from callscript.late")
    of_call = [line for (line,) in lines if call in line]
    assert len(of_call) > 8
    assert not [line for line in of_call if '"given"' in line]
    assert not any(word in str(of_call) for word in (NAME, phone(1)))
    assert office.rows(COUNTED.format(call)) == [before]
    assert not any(FileLines("".join(f"{line}\n" for line in own_lines(office, call)).encode(), "").problems())
    row = f"select phone, phones, name, summary, erased is not null, ground from callscript.call where id = '{call}'"
    erased = ("", [], "", "", True, GROUND)
    assert office.rows(row) == [erased]
    assert office.rows(f"select phone, erased from callscript.call where id = '{kept}'") == [(phone(2), None)]
    office.administer("rebuild")
    assert office.rows(row) == [erased]


def test_what_comes_of_an_erased_call_later_is_erased_too(office: Office) -> None:
    """Work about a call that is noted in a file which reaches PostgreSQL after its erasure has no word either."""
    call = office.lead("17", 1, appeal=True)
    office.send()
    erase(office, call)
    office.send()
    work_about(office, call, "Шевченко просить дзвонити зранку")
    office.send()
    assert len(office.rows(f"select from callscript.event where about = '{call}'")) == 1
    assert NAME not in str(office.rows(f"select line from callscript.event where about = '{call}'"))


COUNTED = "select count(*), max(seq), sum(hashtext(callscript.chain(line))) from callscript.event where call = '{}'"


def own_lines(office: Office, call: str) -> list[str]:
    """Return what PostgreSQL has of a call, in order."""
    return [line for (line,) in office.rows(f"select line from callscript.event where call = '{call}' order by seq")]


def damage(file: Path, number: int) -> None:
    """Turn a bit of a line, as a disk does."""
    lines = file.read_bytes().splitlines(keepends=True)
    lines[number] = lines[number].replace(b'"event"', b'"evens"')
    replace(file, b"".join(lines))


def erase(office: Office, call: str) -> None:
    """Erase a call on its host."""
    eraser = Eraser(office.folders, Versions(office.folders), SystemClock(), "17")
    assert eraser.erase(call, GROUND) == ""
