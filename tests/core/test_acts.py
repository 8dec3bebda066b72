"""What an operator does to work: what is recorded of it, and what cannot be done."""

from __future__ import annotations

from datetime import datetime, timedelta
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
    (acts.GiveBack("c2"), e.TaskGivenBack(seq=0, at=MONDAY, task="", through="c2"), "move"),
    (acts.GiveBack("c2", "19"), e.TaskGivenBack(seq=0, at=MONDAY, task="", through="c2", to="19"), "move"),
    (
        acts.GiveBack("c2", "", LATER),
        e.TaskGivenBack(seq=0, at=MONDAY, task="", through="c2", anyone=True, until=LATER),
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


VISIT = replace(TASK, kind="visit", visit=True)
OVER = MONDAY + timedelta(minutes=1)
EARLY = MONDAY - timedelta(minutes=1)
VISITED: tuple[tuple[acts.Deed, datetime, e.TaskMove], ...] = (
    (acts.Finish("came", "early"), EARLY, e.TaskDone(seq=0, at=EARLY, task="", result="came", note="early")),
    (acts.Finish("late"), OVER, e.TaskDone(seq=0, at=OVER, task="", result="late", unwarned=True)),
    (acts.Finish("missed"), MONDAY, e.TaskDone(seq=0, at=MONDAY, task="", result="missed", unwarned=True)),
    (
        acts.Drop("ill", "customer", "c2"),
        EARLY,
        e.TaskDropped(seq=0, at=EARLY, task="", reason="ill", side="customer", through="c2"),
    ),
    (
        acts.Drop("ill", "customer"),
        OVER,
        e.TaskDropped(seq=0, at=OVER, task="", reason="ill", side="customer", unwarned=True),
    ),
    (acts.Drop("flooded", "centre"), OVER, e.TaskDropped(seq=0, at=OVER, task="", reason="flooded", side="centre")),
    (
        acts.Move(LATER, "customer", "a train", "c2"),
        EARLY,
        e.TaskRescheduled(
            seq=0, at=EARLY, task="", until=LATER, was=MONDAY, side="customer", reason="a train", through="c2"
        ),
    ),
    (
        acts.Move(LATER, "customer"),
        OVER,
        e.TaskRescheduled(seq=0, at=OVER, task="", until=LATER, was=MONDAY, side="customer", unwarned=True),
    ),
    (
        acts.Move(LATER, "centre"),
        OVER,
        e.TaskRescheduled(seq=0, at=OVER, task="", until=LATER, was=MONDAY, side="centre"),
    ),
    (
        acts.Warn("customer", "a jam", "c2"),
        EARLY,
        e.TaskWarned(seq=0, at=EARLY, task="", side="customer", note="a jam", through="c2"),
    ),
    (acts.Warn("centre"), OVER, e.TaskWarned(seq=0, at=OVER, task="", side="centre")),
    (
        acts.Warn("customer", until=LATER),
        OVER,
        e.TaskWarned(seq=0, at=OVER, task="", side="customer", until=LATER),
    ),
)


@pytest.mark.parametrize(("deed", "at", "event"), VISITED)
def test_what_is_recorded_of_a_visit(deed: acts.Deed, at: datetime, event: e.TaskMove) -> None:
    """How it went, who wanted it otherwise, who has warned; and if the customer was not there and had not warned."""
    wanted = replace(event, task="c1-9", kind="visit", call="c1", by="18", attempt=3)
    assert acts.event_of(VISIT, deed, "18", 3, at) == wanted
    assert acts.act_of(deed) == "move"


@pytest.mark.parametrize("deed", [acts.Finish("late"), acts.Finish("missed"), acts.Drop("ill", "customer")])
def test_who_has_warned_has_warned(deed: acts.Deed) -> None:
    """A customer who said before the time appointed that they will be late has done what they were asked for."""
    event = acts.event_of(replace(VISIT, warned=EARLY), deed, "18", 1, OVER)
    assert isinstance(event, e.TaskDone | e.TaskDropped)
    assert not event.unwarned


@pytest.mark.parametrize(
    ("task", "deed", "at", "code"),
    [
        (VISIT, acts.Finish(), OVER, "result_wanted"),
        (VISIT, acts.Finish("reached"), OVER, "result_wanted"),
        (VISIT, acts.Finish("late"), EARLY, "not_yet"),
        (VISIT, acts.Finish("missed"), EARLY, "not_yet"),
        (VISIT, acts.Drop("ill"), EARLY, "side_wanted"),
        (VISIT, acts.Drop("", "customer"), EARLY, "reason_wanted"),
        (VISIT, acts.Move(LATER, ""), EARLY, "side_wanted"),
        (VISIT, acts.Move(EARLY, "customer"), EARLY, "past"),
        (VISIT, acts.Move(MONDAY + timedelta(days=367), "customer"), MONDAY, "too_far"),
        (VISIT, acts.Warn(""), EARLY, "side_wanted"),
        (VISIT, acts.Warn("customer", until=MONDAY), EARLY, "no_delay"),
        (VISIT, acts.Warn("customer", until=OVER), LATER, "past"),
        (replace(VISIT, due=None), acts.Warn("customer", until=EARLY), OVER, "past"),
        (TASK, acts.Finish("came"), OVER, "no_visit"),
        (TASK, acts.Move(LATER, "customer"), EARLY, "no_visit"),
        (TASK, acts.Warn("customer"), EARLY, "no_visit"),
        (TASK, acts.Drop("ill", "customer"), EARLY, "no_visit"),
    ],
)
def test_what_cannot_be_done_to_a_visit(task: TaskRecord, deed: acts.Deed, at: datetime, code: str) -> None:
    """Nobody is late before the time appointed, and it is said who wants it otherwise; other work is none."""
    with pytest.raises(TaskRefused) as refused:
        acts.event_of(task, deed, "18", 1, at)
    assert refused.value.code == code


def test_every_deed_is_here() -> None:
    """What can be done to work is in the tables above."""
    assert {type(deed) for deed, *_ in (*DEEDS, *VISITED)} == set(get_args(acts.Deed))


@pytest.mark.parametrize(
    ("deed", "code"),
    [
        (acts.Postpone(MONDAY, "asleep"), "past"),
        (acts.Postpone(LATER, "?"), "reason_wanted"),
        (acts.Drop(""), "reason_wanted"),
        (acts.Reopen("-"), "reason_wanted"),
        (acts.Free("17"), "reason_wanted"),
        (acts.HandOver("17"), "theirs"),
        (acts.HandOver("ill"), "no_number"),
        (acts.HandOver("at 10:00"), "no_number"),
        (acts.HandOver("1" * 33), "no_number"),
    ],
)
def test_what_cannot_be_done(deed: acts.Deed, code: str) -> None:
    """A reason is in words, a reminder lies ahead, and nobody is handed what they have."""
    with pytest.raises(TaskRefused) as refused:
        acts.event_of(TASK, deed, "18", 1, MONDAY)
    assert refused.value.code == code


@pytest.mark.parametrize("kind", ["callback", "answer", "colleague", "escalation"])
def test_what_is_owed_to_the_caller_is_done_when_the_caller_was_told(kind: str) -> None:
    """A call-back, or an answer, is not given by saying that it is: somebody was reached, or told in another way."""
    callback = replace(TASK, kind=kind)
    with pytest.raises(TaskRefused, match="result_wanted"):
        acts.event_of(callback, acts.Finish(), "18", 1, MONDAY)
    for result in ("reached", "informed"):
        event = acts.event_of(callback, acts.Finish(result), "18", 1, MONDAY)
        assert moved(callback, event).state == "done"


def test_who_has_taken_work_can_hand_it_back_to_itself() -> None:
    """What was taken is put down again by handing it over to whose it is."""
    taken = moved(TASK, acts.event_of(TASK, acts.Take(), "17", 1, MONDAY))
    assert moved(taken, acts.event_of(taken, acts.HandOver("17"), "17", 1, MONDAY)).state == "open"


def test_work_of_people_is_handed_to_any_operator() -> None:
    """Whose call it was has it no more than anybody else; what is anybody's already is not given to all once more."""
    theirs = replace(TASK, people="management")
    assert moved(theirs, acts.event_of(theirs, acts.HandOver("17"), "18", 1, MONDAY)).owner == "17"
    anybodys = moved(theirs, acts.event_of(theirs, acts.HandOver(), "18", 1, MONDAY))
    with pytest.raises(TaskRefused, match="theirs"):
        acts.event_of(anybodys, acts.HandOver(), "18", 2, MONDAY)
