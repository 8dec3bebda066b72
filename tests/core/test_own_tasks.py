"""A call that is gone on with leaves alone what somebody has moved while it was left open; the rest is its own."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from callscript.core.call import commands as c
from callscript.core.call import events as e
from callscript.core.call.meanwhile import as_known, in_vain, is_being_done
from callscript.core.script.model import Script, Stage, Start
from callscript.core.script.steps import Choose, End, Option, Say, TaskSpec
from callscript.core.standard.clauses import Clause, Response
from callscript.core.standard.verdicts import verdicts
from callscript.core.tasks import Task
from tests.core.scripts import Walk, make_script

DISPATCH = TaskSpec(kind="dispatch", due="1d")


def _script() -> Script:
    options = (Option(id="send", task=DISPATCH), Option(id="both", task=DISPATCH), Option(id="keep", spares="answer"))
    kinds = Choose(id="kind", options=options)
    begin = Stage(id="begin", steps=(Say(id="owe", task=TaskSpec(kind="answer", due="1d")), kinds, End(id="hang_up")))
    sent = Choose(id="sent", each="dispatch", options=(Option(id="yes", closes="dispatch"), Option(id="no")))
    return make_script(
        stages=(begin, Stage(id="after", steps=(sent,))),
        start=(Start(stage="begin"),),
        after_call="after",
        detours=(),
        clauses=(),
        standard=(),
        outcomes=(),
    )


def _moved(walk: Walk, kind: str) -> Task:
    """Have somebody be at work while the call is left open, as a session knows that goes on with it."""
    (task,) = (task for task in walk.call.tasks if task.kind == kind)
    taken = e.TaskTaken(seq=1, at=walk.now, task=task.id, kind=kind, call="c1", by="18", attempt=1)
    walk.call = replace(walk.call, became=(taken,))
    return task


def _ended(answer: str) -> Walk:
    return Walk(_script()).go("+", answer, "+")


def _kinds(walk: Walk) -> list[str]:
    return [task.kind for task in walk.call.tasks]


def test_it_is_not_asked_for() -> None:
    """After the call, what is still the call's is asked about; what somebody is at, or has done, is not."""
    assert _ended("send").call.step == "sent"
    walk = Walk(_script()).go("+", "send")
    _moved(walk, "dispatch")
    assert walk.go("+").call.over
    assert _kinds(walk) == ["answer", "dispatch"]
    assert [task.kind for task in walk.call.own_tasks] == ["answer"]


def test_it_is_not_done_over() -> None:
    """Where it was asked already, the answer is recorded, and the work stays with whoever has it."""
    walk = _ended("send")
    assert _kinds(walk.go("yes")) == ["answer"]
    walk = _ended("send")
    _moved(walk, "dispatch")
    events = walk.do(c.Answer("yes"))
    assert [type(event) for event in events] == [e.Chosen, e.Moved]
    assert _kinds(walk) == ["answer", "dispatch"]


def test_it_is_not_dropped() -> None:
    """An answer that is changed, or by which work is not owed, drops what is the call's, and nothing else."""
    walk = Walk(_script()).go("+", "send", "<", "both")
    assert _kinds(walk) == ["answer", "dispatch"]
    walk = Walk(_script()).go("+", "send")
    taken = _moved(walk, "dispatch")
    assert _kinds(walk.go("<", "both")) == ["answer", "dispatch", "dispatch"]
    assert taken in walk.call.tasks
    assert _kinds(Walk(_script()).go("+", "keep")) == []
    walk = Walk(_script()).go("+")
    _moved(walk, "answer")
    assert _kinds(walk.go("keep")) == ["answer"]


def test_a_call_that_has_not_ended_after_all() -> None:
    """What was moved stays so when the end is taken back: it is not asked for at the next end."""
    walk = _ended("send")
    task = _moved(walk, "dispatch")
    walk.do(c.TakeEndBack("still there"))
    assert walk.call.under_way
    assert task not in walk.call.own_tasks
    assert walk.go("+").call.over


def _closed(walk: Walk, kind: str, how: type[e.TaskDone | e.TaskDropped]) -> Task:
    """Have somebody close work while the call is left open."""
    (task,) = (task for task in walk.call.own_tasks if task.kind == kind)
    gone = how(seq=1, at=walk.now, task=task.id, kind=kind, call="c1", by="18", attempt=1)
    walk.call = replace(walk.call, became=(*walk.call.became, gone))
    return task


def test_a_question_that_stands_is_passed_by() -> None:
    """Gone on with at the question about work that was moved, the call is over; at any other it stays where it was."""
    walk = _ended("send")
    walk.do(c.Resume())
    assert walk.call.step == "sent", "it is the call's own"
    _closed(walk, "dispatch", e.TaskDone)
    walk.do(c.Resume())
    assert walk.call.over
    walk.do(c.Resume())
    assert walk.call.over
    walk = Walk(_script()).go("+")
    _closed(walk, "answer", e.TaskDone)
    walk.do(c.Resume())
    assert walk.call.step == "kind"


def _promising() -> Script:
    agree = Choose(
        id="when",
        options=(
            Option(id="back", task=TaskSpec(kind="callback", due="1d")),
            Option(id="all", task=TaskSpec(kind="callback", due="1d", anyone=True)),
            Option(id="send", task=DISPATCH),
        ),
    )
    begin = Stage(id="begin", steps=(agree, Say(id="promise"), Say(id="bye"), End(id="hang_up")))
    return make_script(
        stages=(begin,),
        start=(Start(stage="begin"),),
        after_call=None,
        detours=(),
        clauses=(
            Clause(
                id="T-20",
                modality="must",
                rules=(Response(after=("task:callback",), then=("task_done:callback",), within="due", outlives=True),),
            ),
        ),
        standard=("T-20",),
        outcomes=(),
    )


@pytest.mark.parametrize("answer", ["back", "all"])
@pytest.mark.parametrize("how", [e.TaskDone, e.TaskDropped])
def test_a_promise_does_not_stand_on_work_that_is_closed(answer: str, how: type[e.TaskDone | e.TaskDropped]) -> None:
    """Said after somebody has closed its work, it opens that anew, due and whose as before; and the standard waits for
    that, whatever was done before.
    """
    walk = Walk(_promising()).go(answer)
    task = _closed(walk, "callback", how)
    assert in_vain(walk.call) == (task,)
    opened, said, *_ = walk.do(c.Advance())
    assert isinstance(opened, e.TaskOpened)
    assert isinstance(said, e.Said)
    assert opened.task == f"c1-{opened.seq}" != task.id
    assert (opened.kind, opened.due, opened.step, opened.anyone) == ("callback", task.due, "when", answer == "all")
    assert [each.id for each in walk.call.own_tasks] == [opened.task]
    assert [each.id for each in as_known(walk.script, walk.call).tasks] == [opened.task]
    stands = verdicts(walk.script, as_known(walk.script, walk.call).watches, walk.now)
    assert stands[0].verdict == ("open" if how is e.TaskDone else "breached")
    walk.go("+")
    assert len(walk.call.tasks) == 2, "it is opened once"


def test_what_is_promised_as_it_is() -> None:
    """What was sent on is as promised; what somebody is at is still to be done; what the caller has heard of was done
    after that.
    """
    walk = Walk(_promising()).go("send")
    _closed(walk, "dispatch", e.TaskDone)
    assert len(walk.go("+").call.tasks) == 1
    walk = Walk(_promising()).go("back")
    _moved(walk, "callback")
    assert is_being_done(walk.call)
    assert len(walk.go("+").call.tasks) == 1
    walk = Walk(_promising()).go("back", "+")
    _closed(walk, "callback", e.TaskDone)
    assert not is_being_done(walk.call)
    assert len(walk.go("+").call.tasks) == 1
    walk = Walk(_promising()).go("back", "<", "all", "+")
    assert not is_being_done(walk.call)
    assert as_known(walk.script, walk.call) is walk.call
