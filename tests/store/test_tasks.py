"""What every implementation of the port `Tasks` promises: work is shared, moved, and never lost or done twice."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from callscript.core.call import events as e
from callscript.core.records import TaskRecord
from callscript.core.tasks import HELD, LEASE, Act, TaskRefused
from callscript.store.errors import Locked
from callscript.store.ports import Store
from tests.store.samples import CALL, START, log, records, summarise, task

TASK = f"{CALL}/t1"
NOON = START + timedelta(hours=4)


def left_open(store: Store, *more: e.Event) -> list[e.Event]:
    """Have a call of operator 17 leave a call-back open."""
    events = [*log(phone="+380501234567"), task(6), *more]
    store.journal.append(CALL, events)
    store.registers.file_call(*records(events))
    return events


def moved(kind: type[e.TaskMoved], by: str, attempt: int, minutes: float = 0, **fields: Any) -> e.TaskMove:
    """Return an event that moves the sample task."""
    at = NOON + timedelta(minutes=minutes)
    made = kind(seq=0, at=at, task="t1", kind="callback", call=CALL, by=by, attempt=attempt, **fields)
    assert isinstance(made, e.TaskMove)
    return made


def ids(found: list[TaskRecord]) -> list[str]:
    return [each.id for each in found]


def refused(store: Store, by: str, minutes: float = 0, act: Act = "move") -> tuple[object, ...]:
    """Expect that an attempt is not granted; return why, who has the work, since when."""
    with pytest.raises(TaskRefused) as refusal:
        store.tasks.take(TASK, by, NOON + timedelta(minutes=minutes), act)
    return refusal.value.code, refusal.value.by, refusal.value.since


def test_what_somebody_was_granted_nobody_else_is(store: Store) -> None:
    """One who takes gets an attempt; another is refused and told who has it since when; the same one is not."""
    left_open(store)
    granted = store.tasks.take(TASK, "18", NOON)
    assert (granted.attempt, granted.task.id, granted.task.phone) == (1, TASK, "+380501234567")
    assert refused(store, "19", 1) == ("held", "18", NOON)
    assert store.tasks.take(TASK, "18", NOON + timedelta(minutes=1)).attempt == 1
    assert store.lookup.tasks("17")[0].lease is not None


def test_what_is_owed_before_the_call_is_filed(store: Store) -> None:
    """It is entered once, beside what is known of it; filed later, the call leaves it with what became of it."""
    events = [*log(phone="+380501234567"), task(6)]
    found = records(events)
    store.tasks.enter(CALL, lambda: found[1])
    assert store.lookup.tasks() == list(found[1])
    granted = store.tasks.take(TASK, "18", NOON)
    store.tasks.enter(CALL, lambda: found[1])
    assert store.tasks.file(moved(e.TaskTaken, "18", granted.attempt))
    store.tasks.enter(CALL, lambda: found[1])
    store.registers.file_call(*found)
    (task_now,) = store.lookup.tasks()
    assert (task_now.id, task_now.state, task_now.by) == (TASK, "taken", "18")
    store.tasks.enter("no call", lambda: [])
    assert ids(store.lookup.tasks()) == [TASK]


def test_what_nobody_has_filed_is_free_again(store: Store) -> None:
    """A grant without an event keeps others away for a quarter of an hour; the next attempt is a new one."""
    left_open(store)
    store.tasks.take(TASK, "18", NOON)
    assert refused(store, "19", LEASE.total_seconds() / 60 - 1)[:2] == ("held", "18")
    assert store.tasks.take(TASK, "19", NOON + LEASE).attempt == 2
    assert store.tasks.file(moved(e.TaskTaken, "19", 2, 15))
    assert refused(store, "18", 16)[:2] == ("held", "19")
    late = store.tasks.file(moved(e.TaskDone, "18", 1, 17))
    assert late
    assert (late.state, late.by) == ("taken", "19")


def test_what_was_taken_is_its_takers(store: Store) -> None:
    """It stands in the taker's list, for longer than a lease, and is done under the attempt that it was taken under."""
    left_open(store)
    taken = moved(e.TaskTaken, "18", store.tasks.take(TASK, "18", NOON).attempt)
    stands = store.tasks.file(taken)
    assert stands
    assert (stands.state, stands.whose, stands.attempt) == ("taken", "18", 1)
    assert (ids(store.lookup.tasks("17")), ids(store.lookup.tasks("18"))) == ([], [TASK])
    assert refused(store, "17", 60) == ("held", "18", NOON)
    assert store.tasks.take(TASK, "18", NOON + timedelta(minutes=60)).attempt == 1
    assert store.tasks.take(TASK, "17", NOON + HELD).attempt == 2


def test_what_a_dead_taker_has_is_freed(store: Store) -> None:
    """A supervisor frees it at once; what is free already cannot be freed."""
    left_open(store)
    assert refused(store, "1", act="free")[0] == "not_held"
    store.tasks.file(moved(e.TaskTaken, "18", store.tasks.take(TASK, "18", NOON).attempt))
    assert store.tasks.take(TASK, "1", NOON, "free").attempt == 2
    freed = store.tasks.file(moved(e.TaskHandedOver, "1", 2, 1, reason="at home, ill"))
    assert freed
    assert (freed.state, freed.owner, freed.lease) == ("open", "", None)
    assert ids(store.lookup.tasks("19")) == [TASK], "it is anybody's"
    assert store.tasks.take(TASK, "19", NOON + timedelta(minutes=2)).attempt == 3


def test_what_is_done_is_in_no_list(store: Store) -> None:
    """It is known with what became of it, and cannot be taken; nor can what was dropped. It can be opened again."""
    left_open(store)
    assert refused(store, "18", act="reopen")[0] == "open"
    done = moved(e.TaskDone, "18", store.tasks.take(TASK, "18", NOON).attempt, result="reached", note="дякував")
    store.tasks.file(done)
    assert store.lookup.tasks() == store.lookup.tasks("17") == store.lookup.tasks("18") == []
    assert store.tasks.of_call(CALL) == [done]
    assert refused(store, "19", 1) == ("done", "18", NOON)
    assert refused(store, "1", 1, "free")[0] == "done"
    found = store.tasks.find(TASK)
    assert found
    assert (found.state, found.by, found.since, found.name) == ("done", "18", NOON, "Іван [/red] \x1b[c")
    assert store.lookup.closed() == [found]

    again = moved(e.TaskReopened, "19", store.tasks.take(TASK, "19", NOON, "reopen").attempt, 3, reason="wrong number")
    assert again.attempt == 2
    store.tasks.file(again)
    assert ids(store.lookup.tasks("19")) == [TASK]
    dropped = moved(e.TaskDropped, "19", store.tasks.take(TASK, "19", NOON).attempt, 4, reason="withdrawn")
    store.tasks.file(dropped)
    assert refused(store, "17", 5)[:2] == ("dropped", "19")
    assert store.tasks.of_call(CALL) == [done, again, dropped]


def test_what_was_closed_last_stands_first(store: Store) -> None:
    """Done or dropped, of any day; what is open, or was opened again, is not among it."""
    left_open(store, task(7, "t2"), task(8, "t3"))
    assert store.lookup.closed() == []
    for name, minutes in (("t1", 1), ("t3", 2), ("t2", 3)):
        store.tasks.take(f"{CALL}/{name}", "18", NOON)
        event = replace(moved(e.TaskDropped, "18", 1, minutes, reason="x"), task=name)
        assert store.tasks.file(event)
    assert ids(store.lookup.closed()) == [f"{CALL}/{name}" for name in ("t2", "t3", "t1")]
    store.tasks.file(replace(moved(e.TaskReopened, "18", 2, 4, reason="x"), task="t3"))
    assert ids(store.lookup.closed()) == [f"{CALL}/{name}" for name in ("t2", "t1")]


def test_handed_over_tried_postponed(store: Store) -> None:
    """Work goes from list to list; its due time stays, its reminder does not; who is reached by nobody is counted."""
    left_open(store)

    def do(kind: type[e.TaskMoved], by: str, minutes: float, **fields: Any) -> TaskRecord:
        granted = store.tasks.take(TASK, by, NOON + timedelta(minutes=minutes))
        found = store.tasks.file(moved(kind, by, granted.attempt, minutes, **fields))
        assert found
        return found

    due = do(e.TaskHandedOver, "17", 1, to="18", reason="їхня справа").due
    assert [ids(store.lookup.tasks(number)) for number in ("17", "18")] == [[], [TASK]]
    tried = do(e.TaskTried, "18", 2)
    assert (tried.tries, tried.state, tried.whose) == (1, "open", "18")
    later = do(e.TaskPostponed, "18", 3, until=NOON + timedelta(days=1), reason="asleep")
    assert (later.due, later.reminder, later.attempt) == (due, NOON + timedelta(days=1), 3)
    assert do(e.TaskTried, "19", 4).reminder is None
    assert do(e.TaskHandedOver, "19", 5).owner == ""
    assert [ids(store.lookup.tasks(number)) for number in ("17", "18", "19")] == [[TASK]] * 3


def test_what_became_of_work_counts_once(store: Store) -> None:
    """After an error the same event is filed again; so it is by whoever finds it in a dead operator's log."""
    left_open(store)
    tried = moved(e.TaskTried, "18", store.tasks.take(TASK, "18", NOON).attempt)
    assert store.tasks.file(tried) == store.tasks.file(replace(tried, seq=5))
    assert store.tasks.of_call(CALL) == [tried]
    assert [each.tries for each in store.lookup.tasks("18")] == [1]


def test_a_call_that_is_filed_anew_brings_no_work_back(store: Store) -> None:
    """A correction files it again: what was done stays done, what was handed over is where it is."""
    events = left_open(store, task(7, "t2"))
    store.tasks.file(moved(e.TaskDone, "17", store.tasks.take(TASK, "17", NOON).attempt))
    given = moved(e.TaskHandedOver, "17", 1, to="18", reason="x")
    given = replace(given, task="t2")
    store.tasks.take(f"{CALL}/t2", "17", NOON)
    store.tasks.file(given)
    store.registers.file_call(*records(events))
    assert [ids(store.lookup.tasks(number)) for number in ("17", "18")] == [[], [f"{CALL}/t2"]]
    store.registers.file_call(*records([*events, e.TaskDone(seq=8, at=START, task="t2", kind="callback")]))
    assert store.lookup.tasks() == []
    assert [event.task for event in store.tasks.of_call(CALL)] == ["t1"]


def test_unknown_work(store: Store) -> None:
    """What no call has left open is not granted, not filed, and nothing became of it."""
    left_open(store)
    for unknown in (f"{CALL}/t9", "20261123-17-none/t1", "nonsense", "../../x", ""):
        assert store.tasks.find(unknown) is None
        with pytest.raises(TaskRefused, match="unknown"):
            store.tasks.take(unknown, "18", NOON)
    stray = e.TaskDone(seq=1, at=NOON, task="t9", kind="callback", call="nonsense", by="18", attempt=1)
    assert store.tasks.file(stray) is None
    assert store.tasks.of_call("nonsense") == []
    assert ids(store.lookup.tasks()) == [TASK]


def test_how_a_call_stands_now_is_filed_wherever_it_is_listed(store: Store) -> None:
    """How many of its clauses are owed, once its work was moved; of a call that is not filed, nothing is."""
    left_open(store)
    (filed,) = store.lookup.summaries(START.date())
    store.registers.note_owed(replace(filed, owed=3, breached=1))
    for call in (CALL, "20261123-17-none", "nonsense"):
        store.registers.note_owed(replace(filed, id=call, owed=2, breached=0, limits=(NOON,), name="Somebody else"))
    now = [replace(filed, owed=2, breached=0, limits=(NOON,))]
    assert store.lookup.summaries(START.date()) == now
    assert [each.summary for each in store.lookup.history("+380501234567")] == now


def test_a_place_beside_the_seat(store: Store) -> None:
    """A command of an operator does not wait for the operator's session; two commands do, for each other."""
    seat, aside = store.seats.sit_down("17"), store.seats.sit_down("17", aside=True)
    assert aside.hold()
    assert aside.marked() == []
    with pytest.raises(Locked):
        store.seats.sit_down("17", aside=True)
    aside.leave()
    store.seats.sit_down("17", aside=True).leave()
    seat.leave()


def test_a_rebuild_knows_what_became_of_work(store: Store) -> None:
    """It stands in the desk logs of others, of later days, of commands; what was only granted is not made again."""
    left_open(store)
    events: list[e.TaskMove] = []
    for number, (log_id, by) in enumerate(
        (("20261123-18-desk", "18"), ("20261124-19_aside-desk", "19"), ("20261201-17-desk", "17"))
    ):
        granted = store.tasks.take(TASK, by, NOON + timedelta(days=number))
        event = moved(e.TaskTried, by, granted.attempt, number * 24 * 60, note="не відповідає")
        store.journal.append(log_id, [replace(event, seq=1)])
        store.tasks.file(event)
        events.append(event)
    before, history = store.lookup.tasks(), store.tasks.of_call(CALL)
    store.tasks.take(TASK, "17", NOON + timedelta(days=9))
    assert history == events
    assert store.registers.rebuild(store.journal, summarise) == (1, [])
    assert store.lookup.tasks() == before
    assert store.tasks.of_call(CALL) == history
    assert [(each.tries, each.whose, each.attempt) for each in before] == [(3, "17", 3)]


def test_a_rebuild_finds_what_a_wrong_clock_has_put_before_the_call(store: Store) -> None:
    """Of which day the log is does not matter: nothing that became of work is lost."""
    left_open(store)
    event = moved(e.TaskDone, "18", store.tasks.take(TASK, "18", NOON).attempt)
    store.journal.append("20261120-18-desk", [replace(event, seq=1)])
    assert store.registers.rebuild(store.journal, summarise) == (1, [])
    assert (store.lookup.tasks(), store.tasks.of_call(CALL)) == ([], [event])
    store.journal.append("20261119-18-desk", [e.TaskDone(seq=1, at=NOON, task="t", call="20261123-17-gone", by="1")])
    assert store.registers.rebuild(store.journal, summarise) == (1, [])


def test_work_that_is_anybodys_from_the_beginning(store: Store) -> None:
    """Everybody has it in their list; it is shared, moved, filed again and made again by a rebuild like any other."""
    events = left_open(store, replace(task(7), task="t2", anyone=True))
    visit = f"{CALL}/t2"
    assert [ids(store.lookup.tasks(number)) for number in ("17", "18")] == [[TASK, visit], [visit]]
    assert store.tasks.find(visit) == store.lookup.tasks("18")[0]
    assert store.tasks.take(visit, "18", NOON).attempt == 1
    store.registers.file_call(*records(events))
    assert ids(store.lookup.tasks("18")) == [visit]
    for by, kind, listed in (
        ("18", e.TaskTaken, [[TASK], [visit], []]),
        ("18", e.TaskHandedOver, [[TASK, visit], [visit], [visit]]),
        ("19", e.TaskPostponed, [[TASK], [], [visit]]),
        ("19", e.TaskDone, [[TASK], [], []]),
    ):
        granted = store.tasks.take(visit, by, NOON)
        event = replace(moved(kind, by, granted.attempt), task="t2")
        assert store.tasks.file(event)
        assert [ids(store.lookup.tasks(number)) for number in ("17", "18", "19")] == listed, kind
    assert store.tasks.file(replace(event, task="t3")) is None
    assert store.tasks.find(f"{CALL}/t3") is None
    store.registers.rebuild(store.journal, summarise)
    assert [ids(store.lookup.tasks(number)) for number in ("17", "18")] == [[TASK, visit], [visit]]
