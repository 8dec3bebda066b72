"""What an operator does to work: what is recorded of it, and what cannot be done."""

from __future__ import annotations

from datetime import timedelta
from typing import get_args

import pytest
from msgspec.structs import replace

from callscript.core import acts
from callscript.core.call import events as e
from callscript.core.records import TaskRecord
from callscript.core.tasks import TaskRefused, moved
from tests.core.scripts import MONDAY

TASK = TaskRecord(id="c1/c1-9", call="c1", operator="17", kind="dispatch", due=MONDAY)
LATER = MONDAY + timedelta(days=1)
DEEDS: tuple[tuple[acts.Deed, e.TaskMove, str], ...] = (
    (acts.Take(), e.TaskTaken(seq=0, at=MONDAY, task=""), "move"),
    (acts.Take("c2"), e.TaskTaken(seq=0, at=MONDAY, task="", through="c2"), "move"),
    (acts.Try(through="c2"), e.TaskTried(seq=0, at=MONDAY, task="", through="c2"), "move"),
    (
        acts.Finish("reached", through="c2"),
        e.TaskDone(seq=0, at=MONDAY, task="", result="reached", through="c2"),
        "move",
    ),
    (acts.Try("no answer"), e.TaskTried(seq=0, at=MONDAY, task="", note="no answer"), "move"),
    (acts.Finish(note="by mail"), e.TaskDone(seq=0, at=MONDAY, task="", result="done", note="by mail"), "move"),
    (acts.HandOver("18", "hers"), e.TaskHandedOver(seq=0, at=MONDAY, task="", to="18", reason="hers"), "move"),
    (acts.HandOver(), e.TaskHandedOver(seq=0, at=MONDAY, task=""), "move"),
    (acts.Postpone(LATER, "asleep"), e.TaskPostponed(seq=0, at=MONDAY, task="", until=LATER, reason="asleep"), "move"),
    (acts.Drop("withdrawn"), e.TaskDropped(seq=0, at=MONDAY, task="", reason="withdrawn"), "move"),
    (acts.Reopen("not sent"), e.TaskReopened(seq=0, at=MONDAY, task="", reason="not sent"), "reopen"),
    (acts.Free("ill"), e.TaskHandedOver(seq=0, at=MONDAY, task="", reason="ill"), "free"),
)


@pytest.mark.parametrize(("deed", "event", "act"), DEEDS)
def test_what_is_recorded(deed: acts.Deed, event: e.TaskMove, act: str) -> None:
    """The event names the work, its kind, its call, who did it and the attempt, and what was said of it."""
    wanted = replace(event, task="c1-9", kind="dispatch", call="c1", by="18", attempt=3)
    assert acts.event_of(TASK, deed, "18", 3, MONDAY) == wanted
    assert acts.act_of(deed) == act


def test_every_deed_is_here() -> None:
    """What can be done to work is in the table above."""
    assert {type(deed) for deed, _, _ in DEEDS} == set(get_args(acts.Deed))


@pytest.mark.parametrize(
    ("deed", "code"),
    [
        (acts.Postpone(MONDAY, "asleep"), "past"),
        (acts.Postpone(LATER, "?"), "reason_wanted"),
        (acts.Drop(""), "reason_wanted"),
        (acts.Reopen("-"), "reason_wanted"),
        (acts.Free("17"), "reason_wanted"),
        (acts.HandOver("17"), "theirs"),
    ],
)
def test_what_cannot_be_done(deed: acts.Deed, code: str) -> None:
    """A reason is in words, a reminder lies ahead, and nobody is handed what they have."""
    with pytest.raises(TaskRefused) as refused:
        acts.event_of(TASK, deed, "18", 1, MONDAY)
    assert refused.value.code == code


def test_what_is_owed_to_the_caller_is_done_when_the_caller_was_told() -> None:
    """A call-back is not done by saying that it is done: somebody was reached, or told in another way."""
    callback = replace(TASK, kind="callback")
    with pytest.raises(TaskRefused, match="result_wanted"):
        acts.event_of(callback, acts.Finish(), "18", 1, MONDAY)
    for result in ("reached", "informed"):
        event = acts.event_of(callback, acts.Finish(result), "18", 1, MONDAY)
        assert moved(callback, event).state == "done"


def test_who_has_taken_work_can_hand_it_back_to_itself() -> None:
    """What was taken is put down again by handing it over to whose it is."""
    taken = moved(TASK, acts.event_of(TASK, acts.Take(), "17", 1, MONDAY))
    assert moved(taken, acts.event_of(taken, acts.HandOver("17"), "17", 1, MONDAY)).state == "open"
