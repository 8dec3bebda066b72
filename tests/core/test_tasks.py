"""Open work: what events do to it, and that a call holds exactly that."""

from __future__ import annotations

from datetime import timedelta

from callscript.core.call import events as e
from callscript.core.call.apply import apply
from callscript.core.call.call import Call
from callscript.core.records import CallSummary, TaskRecord, task_records
from callscript.core.tasks import Task, tasks_after
from tests.core.scripts import MONDAY

DUE = MONDAY + timedelta(hours=1)


def _opened(seq: int) -> e.TaskOpened:
    return e.TaskOpened(seq=seq, at=MONDAY, task=f"t{seq}", kind="notice", due=DUE, step="promise")


def test_opened_and_dropped() -> None:
    """Work is open from its promise until it is dropped, in the order of the promises."""
    both = tasks_after(tasks_after((), _opened(2)), _opened(3))
    assert both == (Task("t2", "notice", DUE, "promise", 2), Task("t3", "notice", DUE, "promise", 3))
    assert tasks_after(both, e.TaskDropped(seq=4, at=MONDAY, task="t2")) == both[1:]


def test_dropping_what_is_not_open_changes_nothing() -> None:
    """A task that is not open cannot be dropped: what is open stays."""
    one = tasks_after((), _opened(2))
    assert tasks_after(one, e.TaskDropped(seq=3, at=MONDAY, task="t9")) == one


def test_a_call_holds_what_its_events_leave_open() -> None:
    """The open work of a call is what its events make of it: there is no second count."""
    call = apply(apply(Call(), _opened(2)), _opened(3))
    assert call.tasks == tasks_after(tasks_after((), _opened(2)), _opened(3))
    assert apply(call, e.TaskDropped(seq=4, at=MONDAY, task="t3")).tasks == call.tasks[:1]


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
    assert task_records(summary, tasks_after((), _opened(2))) == [
        TaskRecord(id="c1/t2", call="c1", operator="17", kind="notice", due=DUE, phone="+3712", name="Anna")
    ]
