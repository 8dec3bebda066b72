"""Work that outlives a call: what events do to it, who is granted an attempt at it, and that a call holds just that."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from callscript.core.call import events as e
from callscript.core.call.apply import apply
from callscript.core.call.call import Call
from callscript.core.records import CallSummary, TaskHistory, TaskRecord, task_records
from callscript.core.tasks import (
    HELD,
    LEASE,
    Act,
    Lease,
    Standing,
    Task,
    TaskRefused,
    before_taken,
    granted,
    held,
    in_order,
    latest,
    moved,
    stands,
    tasks_after,
)
from tests.core.scripts import MONDAY

DUE = MONDAY + timedelta(hours=1)
OPENED = Task("t2", "notice", "promise", 2, due=DUE)
KINDS: tuple[type[e.TaskMoved], ...] = (
    e.TaskTaken,
    e.TaskGivenBack,
    e.TaskTried,
    e.TaskDone,
    e.TaskDropped,
    e.TaskHandedOver,
    e.TaskPostponed,
    e.TaskReopened,
)


def _opened(seq: int) -> e.TaskOpened:
    return e.TaskOpened(seq=seq, at=MONDAY, task=f"t{seq}", kind="notice", due=DUE, step="promise")


def _event(kind: type[e.TaskMoved], by: str, attempt: int, minutes: float = 0, **fields: Any) -> e.TaskMove:
    at = MONDAY + timedelta(minutes=minutes)
    made = kind(seq=9, at=at, task="t2", kind="notice", call="c1", by=by, attempt=attempt, **fields)
    assert isinstance(made, e.TaskMove)
    return made


def test_opened_and_dropped() -> None:
    """Work is open from its promise until it is dropped, in the order of the promises."""
    both = tasks_after(tasks_after((), _opened(2)), _opened(3))
    assert both == (OPENED, Task("t3", "notice", "promise", 3, due=DUE))
    assert tasks_after(both, e.TaskDropped(seq=4, at=MONDAY, task="t2")) == both[1:]


def test_dropping_what_is_not_open_changes_nothing() -> None:
    """A task that is not open cannot be dropped: what is open stays."""
    assert tasks_after((OPENED,), e.TaskDropped(seq=3, at=MONDAY, task="t9")) == (OPENED,)


def test_a_call_holds_what_its_events_leave_open() -> None:
    """The open work of a call is what its events make of it: there is no second count."""
    call = apply(apply(Call(), _opened(2)), _opened(3))
    assert call.tasks == tasks_after(tasks_after((), _opened(2)), _opened(3))
    assert apply(call, e.TaskDropped(seq=4, at=MONDAY, task="t3")).tasks == call.tasks[:1]
    done = apply(call, e.TaskDone(seq=4, at=MONDAY, task="t2", kind="notice"))
    assert ([each.id for each in done.tasks], [each.id for each in done.tasks_done]) == (["t3"], ["t2"])
    assert done.task("t2") == done.tasks_done[0]
    assert done.task("t9") is None
    again = apply(done, _opened(2))
    assert ([each.id for each in again.tasks], again.tasks_done) == (["t3", "t2"], ())


def test_the_registers_hold_what_a_call_leaves_open() -> None:
    """Each open task of a call is filed with what it takes to do it: whose it is, and whom to call."""
    summary = CallSummary(
        id="c1",
        day=MONDAY.date(),
        operator="17",
        pack="test",
        language="lv",
        phone="+3712",
        name="Anna",
        started=MONDAY,
    )
    assert task_records(summary, ()) == []
    record = TaskRecord(id="c1/t2", call="c1", operator="17", kind="notice", due=DUE, phone="+3712", name="Anna")
    assert task_records(summary, (OPENED,)) == [record]
    assert (record.whose, record.is_for("17"), record.is_for("18")) == ("17", True, False)
    history = TaskHistory(id=record.id, call="c1", opened=record, moves=(_event(e.TaskHandedOver, "17", 1),))
    assert (history.stands.whose, history.stands.is_for("18")) == ("", True)


def test_a_call_at_a_glance_stands_as_it_does_now() -> None:
    """What was owed when it was filed is breached once the time for it is over, though nobody has moved anything."""
    named = CallSummary(id="c1", day=MONDAY.date(), operator="17", pack="test", language="lv", started=MONDAY)
    later = DUE + timedelta(hours=1)
    filed = replace(named, owed=3, breached=1, limits=(DUE, later))
    assert filed.as_of(DUE) is filed
    over = filed.as_of(later)
    assert (over.owed, over.breached, over.limits) == (3, 2, (later,))
    assert filed.as_of(later + timedelta(seconds=1)).breached == 3
    assert replace(named, owed=3).as_of(later).breached is None
    assert filed.standing_as(replace(named, id="c2", owed=1, breached=1)) == replace(named, owed=1, breached=1)


def test_what_becomes_of_work() -> None:
    """Each event says whose it is then, whether it is still to be done, and since when."""
    cases: tuple[tuple[e.TaskMove, str, str], ...] = (
        (_event(e.TaskTaken, "18", 1), "taken", "18"),
        (_event(e.TaskGivenBack, "18", 1, to="19"), "open", "19"),
        (_event(e.TaskGivenBack, "18", 1, anyone=True), "open", ""),
        (_event(e.TaskTried, "18", 1), "open", "18"),
        (_event(e.TaskDone, "18", 1), "done", ""),
        (_event(e.TaskDropped, "18", 1), "dropped", ""),
        (_event(e.TaskHandedOver, "18", 1, to="19"), "open", "19"),
        (_event(e.TaskHandedOver, "18", 1), "open", ""),
        (_event(e.TaskPostponed, "18", 1, until=DUE), "open", "18"),
        (_event(e.TaskReopened, "18", 1), "open", "18"),
    )
    for event, state, owner in cases:
        after = moved(OPENED, event)
        assert (after.state, after.owner or "", after.by, after.attempt, after.since) == (
            (state, owner, "18", 1, MONDAY)
        ), event
        assert after.due == DUE, "what was promised by then stays promised by then"
        assert after.reminder == (DUE if isinstance(event, e.TaskPostponed) else None)
        assert after.tries == isinstance(event, e.TaskTried)


def test_what_was_taken_for_a_call_that_is_none_is_given_back() -> None:
    """It stands as it was before that: whose it was, and until when they did not want to be reminded."""
    later = DUE + timedelta(days=1)
    log = (*(_opened(seq) for seq in (2, 3)), e.Closed(seq=4, at=MONDAY))
    put_off = _event(e.TaskPostponed, "18", 1, 1, until=later)
    taken = _event(e.TaskTaken, "19", 2, 2, through="c2")
    for before, owner, reminder in (((), None, None), ((put_off,), "18", later)):
        was = before_taken(log, (taken, *before), "c2")
        assert was
        assert (was.state, was.owner, was.reminder) == ("open", owner, reminder)
        back = _event(e.TaskGivenBack, "19", 2, 3, to=owner or "", until=reminder, through="c2")
        again = stands(OPENED, (*before, taken, back))
        assert (again.state, again.owner, again.reminder, again.attempt) == ("open", owner, reminder, 2)
    assert before_taken(log, (taken,), "c3") is None, "it was not taken for that"
    assert before_taken((), (taken,), "c2") is None, "the call that has left it cannot be read"


def test_the_highest_attempt_counts() -> None:
    """What comes late of a lower one changes nothing, nor does another's with the same number; a higher one goes on."""
    taken = moved(OPENED, _event(e.TaskTaken, "18", 2))
    for late in (_event(e.TaskDone, "19", 1, 1), _event(e.TaskDone, "19", 2, 1)):
        assert moved(taken, late) is taken
    done = moved(taken, _event(e.TaskDone, "18", 2, 1))
    assert done.state == "done"
    assert moved(done, _event(e.TaskTried, "18", 2, 2)) is done, "what is done is not tried any more"
    assert moved(done, _event(e.TaskReopened, "19", 3, 3)).state == "open"


def test_what_the_call_itself_has_done_stays_done() -> None:
    """Somebody who had it while the call was still open is too late."""
    done = moved(OPENED, e.TaskDone(seq=3, at=MONDAY, task="t2", kind="notice"))
    assert done.state == "done"
    assert moved(done, _event(e.TaskTaken, "18", 1)) is done


@given(st.lists(st.tuples(st.sampled_from(KINDS), st.sampled_from("ab"), st.integers(1, 4), st.integers(0, 9))))
def test_where_events_stand_does_not_matter(drawn: list[tuple[type[e.TaskMoved], str, int, int]]) -> None:
    """They come from the logs of several operators: in any order, work stands as by the highest attempt there is."""
    events = [_event(kind, by, attempt, minutes) for kind, by, attempt, minutes in drawn]
    found = stands(OPENED, events)
    assert found == stands(OPENED, sorted(events, key=lambda event: (event.at, event.attempt, event.by)))
    assert found.attempt == max((event.attempt for event in events), default=0)
    assert in_order(events) == in_order(in_order(events))


def test_who_has_work_keeps_others_away() -> None:
    """By a grant for a quarter of an hour, by an event that says so for a day's work; then it is free."""
    lease = Lease("18", 1, MONDAY)
    assert held(OPENED, None, MONDAY) is None
    assert held(OPENED, lease, MONDAY + LEASE - timedelta(seconds=1)) == lease
    assert held(OPENED, lease, MONDAY + LEASE) is None
    taken = moved(OPENED, _event(e.TaskTaken, "18", 1))
    assert [taken.is_with(by) for by in ("18", "1")] == [True, False]
    assert not moved(taken, _event(e.TaskGivenBack, "18", 1)).is_with("18")
    assert held(taken, None, MONDAY + HELD - timedelta(seconds=1)) == lease
    assert held(taken, lease, MONDAY + HELD) is None, "the grant is the one that the event has carried"
    dead = Lease("1", 2, MONDAY)
    assert held(OPENED, lease, MONDAY + 9 * HELD, stays=True) == lease
    assert held(taken, None, MONDAY + 9 * HELD, stays=True) == lease
    assert held(taken, dead, MONDAY) == dead
    assert held(taken, dead, MONDAY + LEASE) == lease, "who was to free it has died: its taker has it still"


def test_where_more_is_known_of_work() -> None:
    """Of two places that know work, the one counts that has the higher attempt, or what came of the same one later."""
    taken, tried = _event(e.TaskTaken, "18", 1), _event(e.TaskTried, "18", 1, 5)
    known = [stands(OPENED, events) for events in ((), (taken,), (taken, tried), (_event(e.TaskTaken, "19", 2),))]
    for number, less in enumerate(known):
        assert latest(less, replace(less)) is less
        for more in known[number + 1 :]:
            assert latest(less, more) is latest(more, less) is more


@pytest.mark.parametrize(
    ("work", "lease", "by", "act", "found"),
    [
        (OPENED, None, "18", "move", 1),
        (OPENED, Lease("18", 1, MONDAY), "18", "move", 1),
        (OPENED, Lease("18", 1, MONDAY), "19", "move", "held"),
        (OPENED, Lease("18", 1, MONDAY - LEASE), "19", "move", 2),
        (OPENED, Lease("18", 1, MONDAY), "19", "free", 2),
        (OPENED, None, "19", "free", "not_held"),
        (OPENED, None, "19", "reopen", "open"),
        (moved(OPENED, _event(e.TaskTaken, "18", 3)), None, "18", "move", 3),
        (moved(OPENED, _event(e.TaskTaken, "18", 3)), None, "19", "move", "held"),
        (moved(OPENED, _event(e.TaskTaken, "18", 3)), None, "19", "free", 4),
        (moved(OPENED, _event(e.TaskDone, "18", 3)), None, "19", "move", "done"),
        (moved(OPENED, _event(e.TaskDropped, "18", 3)), None, "19", "free", "dropped"),
        (moved(OPENED, _event(e.TaskDone, "18", 3)), None, "19", "reopen", 4),
        (moved(OPENED, _event(e.TaskDone, "18", 3)), Lease("18", 4, MONDAY), "19", "reopen", "held"),
        (moved(OPENED, _event(e.TaskDone, "18", 3)), Lease("18", 4, MONDAY), "18", "reopen", 4),
    ],
)
def test_who_is_granted_an_attempt(work: Standing, lease: Lease | None, by: str, act: Act, found: int | str) -> None:
    """Whoever has it goes on under the same number, whoever comes later gets a higher one, or is told who has it."""
    if isinstance(found, int):
        assert granted(work, lease, by, MONDAY, act) == Lease(by, found, MONDAY)
        return
    with pytest.raises(TaskRefused) as refusal:
        granted(work, lease, by, MONDAY, act)
    assert refusal.value.code == found
    if found == "held":
        assert (refusal.value.by, refusal.value.since) == ("18", MONDAY)


def test_what_stands_behind_a_call_is_told_from_it() -> None:
    """A log ends with what became of its work; what the call itself has done, or what is no work, is the call's own."""
    own: list[e.Event] = [_opened(2), e.TaskDone(seq=3, at=MONDAY, task="t2", kind="notice")]
    assert e.without_moves([*own, _event(e.TaskTried, "18", 1), _event(e.TaskDone, "18", 2)]) == own
    assert e.without_moves(own) == own
    assert e.without_moves([]) == []
    assert not e.is_afterwards(e.Closed(seq=4, at=MONDAY))
