"""The work that calls have left, of all hosts, as PostgreSQL has it: several homes, one server."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import permutations
from pathlib import Path
from typing import Any

import msgspec
import pytest

from benchmarks.store_calls import PACK, phone
from callscript.core import acts
from callscript.core.call import events as e
from callscript.core.call.events import TaskMove
from callscript.core.records import TaskHistory, TaskRecord
from callscript.core.script.model import Script
from callscript.packs import locate, read
from callscript.relay.filing import file_calls
from callscript.relay.migrations import newest
from callscript.runtime.clock import FakeClock
from callscript.runtime.files import replace
from callscript.store.journal.erasure import without_caller
from callscript.store.names import desk_log_id
from tests.relay.office import Office, add_relay, register
from tests.relay.test_commands import begun, month_ago
from tests.relay.test_damage import erase
from tests.relay.test_sending import NAME
from tests.service.at_work import sit_down

ROWS = "select * from callscript.task order by day, call, id"
NOTE = "просить дзвонити зранку"


@pytest.fixture(scope="module")
def script() -> Script:
    """What the calls are led by."""
    return read(locate(PACK))


def second(office: Office, home: Path, host: str = "desk8") -> Office:
    """Return another host of the centre."""
    with office.connect() as connection:
        add_relay(connection, host)
    return Office(office.server, office.database, home, host)


def histories(office: Office) -> list[TaskHistory]:
    """Return what PostgreSQL has of all work."""
    found = office.rows("select record from callscript.task order by id")
    return [msgspec.json.decode(record, type=TaskHistory) for (record,) in found]


def stands(office: Office) -> list[TaskRecord]:
    """Return how it stands."""
    return [each.stands for each in histories(office)]


def note(office: Office, operator: str, *moves: TaskMove) -> None:
    """Have an operator of a host note what became of work, in the own desk log of today."""
    office.folders.make()
    log = desk_log_id(operator, datetime.now(UTC).date())
    with office.store() as kept:
        before = kept.journal.read_call(log).events
        kept.journal.take_up(log, before)
        numbered = [msgspec.structs.replace(move, seq=len(before) + n) for n, move in enumerate(moves, start=1)]
        kept.journal.append(log, numbered)


def of(task: TaskHistory | TaskRecord, operator: str, attempt: int, minutes: int = 0) -> dict[str, Any]:
    """Return what every move of work says."""
    at = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=1) + timedelta(minutes=minutes)
    return {
        "seq": 0,
        "at": at,
        "task": task.id.partition("/")[2],
        "call": task.call,
        "by": operator,
        "attempt": attempt,
    }


def take_notes_away(office: Office, operator: str, call: str) -> None:
    """Take what an operator has noted about an erased call out of the desk log of today."""
    file = office.file_of(desk_log_id(operator, datetime.now(UTC).date()))
    replace(file, without_caller(file.read_bytes(), call))


def as_columns_say(office: Office) -> None:
    """Hold the columns of each row against its record."""
    columns = (
        "select id, host, owner, people, kind, due, state, attempt, taken_by, erased from callscript.task order by id"
    )
    for row, task in zip(office.rows(columns), stands(office), strict=True):
        by = task.by if task.state == "taken" else ""
        assert row[0] == task.id
        assert row[2:] == (task.whose, task.theirs, task.kind, task.due, task.state, task.attempt, by, task.erased)


def test_work_is_known_as_the_registers_know_it(office: Office, script: Script) -> None:
    """What a call has left stands in PostgreSQL as in the registers of its host, also once it was moved there."""
    yesterday = datetime.now(UTC).replace(hour=9) - timedelta(days=1)
    calls = [office.lead("17", number, yesterday, appeal=True) for number in range(2)]
    office.lead("18", 9)
    store, work = sit_down(office.folders, script, "18", FakeClock(yesterday + timedelta(minutes=30)))
    for call in calls:
        register(store, script, call)
    office.send()
    there = sorted(store.lookup.tasks(), key=lambda task: task.id)
    assert len(there) > 1
    assert stands(office) == there
    as_columns_say(office)
    [first, *_, last] = there
    work.do(first.id, acts.Take())
    work.do(first.id, acts.HandOver("19", NOTE))
    work.do(last.id, acts.Take())
    store.journal.close()
    office.send()
    there = sorted(
        (task for task in map(store.tasks.find, [each.id for each in there]) if task), key=lambda task: task.id
    )
    assert {task.whose for task in there} >= {"18", "19"}
    assert stands(office) == [msgspec.structs.replace(task, lease=None) for task in there]
    as_columns_say(office)
    assert set(office.rows("select host from callscript.task")) == {("desk7",)}


def test_whatever_comes_first(office: Office, tmp_path: Path) -> None:
    """Events of three hosts come in any order, again and again: the row is the same, and the highest attempt stands."""
    offices = [office, *(second(office, tmp_path / host, host) for host in ("desk8", "desk9"))]
    office.lead("17", 1, appeal=True)
    office.send()
    [task, *_] = histories(office)
    note(offices[1], "18", e.TaskTaken(**of(task, "18", 1)), e.TaskTried(**of(task, "18", 1, 5), note=NOTE))
    note(offices[2], "19", e.TaskTaken(**of(task, "19", 2, 6)), e.TaskDone(**of(task, "19", 2, 9), note=NOTE))
    note(offices[0], "17", e.TaskDropped(**of(task, "17", 1, 7), reason=NOTE))  # of a lower attempt: it counts nothing
    found = set[str]()
    for order in permutations(offices):
        for name in ("event", "cursor", "call", "task"):
            office.rows(f"delete from callscript.{name} returning 1")
        for each in order:
            each.send()
        found.add(repr(office.rows(ROWS)))
    [moved, *others] = stands(office)
    assert len(found) == 1
    assert (moved.state, moved.by, moved.attempt, moved.tries) == ("done", "19", 2, 1)
    assert {each.attempt for each in others} <= {0}
    office.rows("delete from callscript.cursor returning 1")  # a server that is behind is sent all of it again
    for each in offices:
        each.send()
    assert {repr(office.rows(ROWS))} == found
    assert office.rows("select distinct host from callscript.task") == [("desk7",)]
    as_columns_say(office)


def test_work_is_made_again(office: Office, tmp_path: Path) -> None:
    """Made again from the lines it is what it was, row for row; what no line knows of is gone."""
    other = second(office, tmp_path / "other")
    for number in range(3):
        office.lead(str(17 + number), number, appeal=True)
    office.send()
    [task, *_] = histories(office)
    note(other, "20", e.TaskTaken(**of(task, "20", 1)), e.TaskPostponed(**of(task, "20", 1, 4), reason=NOTE))
    other.send()
    before = office.rows(ROWS)
    assert len(before) > 2
    office.administer("rebuild")
    assert office.rows(ROWS) == before
    office.rows(
        "update callscript.task set state = 'done', record = '{}', owner = 'x', due = null, host = '' returning 1"
    )
    office.rows("delete from callscript.task where call = (select max(call) from callscript.task) returning 1")
    columns = "host, owner, people, kind, due, state, attempt, taken_by, erased, record"
    strange = f"select day, {{}}, 'x', {columns} from callscript.task"
    office.rows(f"insert into callscript.task {strange.format(repr('20261123-99-none'))} limit 1 returning 1")
    office.rows(f"insert into callscript.task {strange.format('call')} limit 1 returning 1")
    office.administer("rebuild")
    assert office.rows(ROWS) == before


def test_what_is_erased_is_erased_of_work_too(office: Office, tmp_path: Path) -> None:
    """After an erasure the work of the call stands as it did, without a word of the caller, or of what was noted."""
    other = second(office, tmp_path / "other")
    call = office.lead("17", 1, appeal=True)
    office.send()
    before = histories(office)
    note(office, "18", e.TaskTaken(**of(before[0], "18", 1)), e.TaskTried(**of(before[0], "18", 1, 5), note=NOTE))
    note(
        other, "19", e.TaskTaken(**of(before[0], "19", 2, 7)), e.TaskPostponed(**of(before[0], "19", 2, 8), reason=NOTE)
    )
    for each in (office, other):
        each.send()
    whole = str(office.rows(ROWS))
    assert all(word in whole for word in (NAME, phone(1), NOTE))
    counted = "select id, owner, due, state, attempt from callscript.task order by id"
    [*as_before] = office.rows(counted)
    erase(office, call)
    take_notes_away(other, "19", call)
    for each in (office, other):
        each.send()
    left = str(office.rows(ROWS))
    assert not any(word in left for word in (NAME, phone(1), NOTE))
    assert office.rows(counted) == as_before
    assert office.rows("select count(*) from callscript.task where erased is null") == [(0,)]
    rows = office.rows(ROWS)
    office.administer("rebuild")
    assert office.rows(ROWS) == rows


def test_a_month_is_dropped_but_for_what_is_open(office: Office, tmp_path: Path) -> None:
    """With a month goes the work that was closed; what is open stays, is moved on and closed as ever, and goes then."""
    month, other = month_ago(2), second(office, tmp_path / "other")
    for number in range(3):
        office.lead("17", number, begun(month), appeal=True)
    office.send()
    closed, tried, idle = histories(office)
    note(other, "18", e.TaskDone(**of(closed, "18", 1), note=NOTE))
    note(office, "19", e.TaskTaken(**of(tried, "19", 1)), e.TaskTried(**of(tried, "19", 1, 1), note=NOTE))
    for each in (office, other):
        each.send()
    before = histories(office)[1:]
    assert office.administer("drop-month", month)[-1] == "task: 1"
    assert histories(office) == before
    office.administer("rebuild")
    assert histories(office) == before
    note(other, "20", e.TaskTaken(**of(tried, "20", 2, 2)), e.TaskTried(**of(tried, "20", 2, 3)))
    other.send()
    assert [(each.by, each.tries, each.attempt) for each in stands(office)] == [("20", 2, 2), ("", 0, 0)]
    erase(office, tried.call)
    office.send()
    assert NOTE not in str(office.rows(ROWS))
    assert [(each.tries, bool(each.erased), bool(each.phone)) for each in stands(office)] == [
        (2, True, False),
        (0, False, True),
    ]
    as_columns_say(office)
    note(other, "20", *(e.TaskDone(**of(task, "20", 3, 9), note=NOTE) for task in (tried, idle)))
    other.send()
    assert [each.state for each in stands(office)] == ["done", "done"]
    assert str(office.rows(ROWS)).count(NOTE) == 1
    assert office.administer("drop-month", month)[-1] == "task: 2"
    assert office.rows("select * from callscript.call") == office.rows(ROWS) == []


def test_in_a_backlog_too(office: Office) -> None:
    """What became of open work of a month that was dropped is noted, however much is sent on at once."""
    month = month_ago(2)
    office.lead("17", 1, begun(month), appeal=True)
    office.send()
    office.administer("drop-month", month)
    [task, *_] = histories(office)
    for number in range(240):
        office.lead("17", number)
    note(office, "18", e.TaskDone(**of(task, "18", 1)))
    office.send()
    assert next(each for each in stands(office) if each.id == task.id).state == "done"


def test_a_host_without_the_script(office: Office, tmp_path: Path) -> None:
    """Work is moved on and erased, and lost by nobody, also by a host that cannot summarise its call."""
    call, other = office.lead("17", 1, appeal=True), second(office, tmp_path / "other")
    office.send()
    [task], before = histories(office), office.rows(ROWS)
    note(other, "18", e.TaskTaken(**of(task, "18", 1)), e.TaskTried(**of(task, "18", 1, 5), note=NOTE))
    other.send()
    moved = office.rows(ROWS)
    assert (stands(office)[0].tries, NOTE in str(moved)) == (1, True)
    for row in (before, moved):
        file_without_script(other, call, row)
        assert office.rows(ROWS) == moved
    erase(office, call)
    take_notes_away(other, "18", call)
    for each in (other, office):
        each.send()
    for row in (before, moved):
        file_without_script(other, call, row)
        assert not any(word in str(office.rows(ROWS)) for word in (NAME, phone(1), NOTE))
        assert office.rows("select state, attempt, erased is null from callscript.task") == [("open", 1, False)]
        assert stands(office)[0].tries == 1


def file_without_script(office: Office, call: str, known: Sequence[tuple[Any, ...]]) -> None:
    """Have a relay work a call out that has not its script, where some row of its work is known."""
    with office.connect(f"cs_relay_{office.host}") as connection, connection.transaction():
        connection.execute("delete from callscript.task")
        columns = ", ".join(["%s"] * len(known[0]))
        connection.execute(f"insert into callscript.task values ({columns})".encode(), known[0])
        assert file_calls(connection, [call], lambda _: None, newest()).without_script == {call}


def test_what_only_a_newer_release_can_read_stays(office: Office) -> None:
    """A record that this release cannot read is left as it is where it cannot be made again."""
    month = month_ago(2)
    office.lead("17", 1, begun(month), appeal=True)
    office.send()
    [task, *_] = histories(office)
    office.administer("drop-month", month)
    office.rows("update callscript.task set record = '{\"song\":1}' returning 1")
    note(office, "18", e.TaskDone(**of(task, "18", 1)))
    office.send()
    assert set(office.rows("select record, state from callscript.task")) == {('{"song":1}', "open")}


def test_a_schema_without_work(office: Office) -> None:
    """On tables of the release before all else goes on; what is sent then has its work once they are made again."""
    with office.connect() as connection:
        connection.execute("delete from callscript.version where number >= 12")
        connection.execute("drop table callscript.task, callscript.erasure, callscript.place")
        connection.execute("alter table callscript.call drop column holds, drop column holds_over")
    month = month_ago(2)
    office.lead("16", 3, begun(month), appeal=True)
    call = office.lead("17", 1, appeal=True)
    assert office.send().endswith("calls worked out: 2")
    assert office.administer("drop-month", month)[-1] == "access: 0"
    office.administer("rebuild")
    assert office.administer("migrate")
    assert office.rows(ROWS) == []
    office.administer("rebuild")
    assert {each.call for each in histories(office)} == {call}


def test_who_reads_of_work(office: Office) -> None:
    """Whoever answers for privacy sees which work there is, and whether it is erased, and no word of it."""
    office.lead("17", 1, appeal=True)
    office.send()
    with office.connect() as connection:
        if not connection.execute("select 1 from pg_roles where rolname = 'cs_guarding'").fetchone():
            connection.execute("create role cs_guarding login in role cs_privacy")
    seen = office.rows("select state, erased from callscript.task", "cs_guarding")
    assert set(seen) == {("open", None)}
