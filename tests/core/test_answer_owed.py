"""The answer to what was registered: people of the centre owe it, so long as its settings say, unless it is spared."""

from __future__ import annotations

from dataclasses import replace as settled
from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from callscript.core.acts import Finish, event_of
from callscript.core.call import events as e
from callscript.core.call.call import Call
from callscript.core.counts import counted
from callscript.core.records import TaskRecord
from callscript.core.script.model import Script
from callscript.core.script.phrases import wording
from callscript.core.script.steps import Choose, Do, Option, Register, Stage, Step, TaskSpec
from callscript.core.script.work_settings import WorkSettings
from callscript.core.script.working_time import falls_due, needs_hours
from callscript.core.tasks import TaskRefused
from tests.core.scripts import MONDAY, STAGES, TO_RECORD, Walk, make_script

ANSWER = TaskSpec(kind="answer", due="centre", people="management")
OPTIONS = (
    Option(id="within"),
    Option(id="beyond", task=TaskSpec(kind="dispatch", due="today"), spares="answer"),
    Option(id="court", task=TaskSpec(kind="dispatch", due="today"), spares="answer"),
)
SETTINGS = WorkSettings(within={"answer": "30d"}, people={"management": ("3", "4"), "archive": ("4",)})
RECORD = TaskRecord(id="c1/t", call="c1", operator="17", kind="answer", due=None, people="management")


def _stage(stage: Stage) -> Stage:
    steps = list[Step]()
    for step in stage.steps:
        if isinstance(step, Register):
            steps += [replace(step, task=ANSWER), Choose(id="competence", options=OPTIONS), Do(id="note_it")]
        elif step.id != "promise":
            steps.append(step)
    return replace(stage, steps=tuple(steps))


@pytest.fixture
def owing() -> Script:
    """A script by which an answer is owed."""
    return make_script(stages=tuple(map(_stage, STAGES)))


def _registered(script: Script) -> Walk:
    """Register an appeal; whether the centre is competent is asked next."""
    return Walk(script).go(*TO_RECORD, "agreed", "name=Ivan", "+", "phone=+37120000000", "+")


def _kinds(call: Call) -> list[str]:
    return [task.kind for task in call.tasks]


def test_it_is_owed_from_the_moment_of_registration(owing: Script) -> None:
    """By the people whom the script names; due when the settings say, and without a term if they do not."""
    (task,) = _registered(owing).call.tasks
    assert (task.kind, task.people, task.due, task.matter) == ("answer", "management", None, 1)
    (task,) = _registered(settled(owing, work=SETTINGS)).call.tasks
    assert task.due
    assert task.due.date() == (MONDAY + timedelta(days=30)).date()


def test_a_term_of_hours_is_counted_like_any_other(owing: Script) -> None:
    """So are days that are over at their hour; another kind of work has no term of this one's."""
    spec = TaskSpec(kind="answer", due="centre")
    settings = [WorkSettings(within={"answer": within}, ends="hour") for within in ("30d", "3wd")]
    for work in (*settings, WorkSettings(within={"answer": "36h"})):
        script, within = settled(owing, work=work), work.within["answer"]
        assert falls_due(script, spec, MONDAY) == falls_due(script, replace(spec, due=within), MONDAY)
        assert falls_due(script, replace(spec, kind="other"), MONDAY) is None
    assert not needs_hours(spec)


@pytest.mark.parametrize("answer", ["beyond", "court"])
def test_what_is_sent_on_is_not_answered_here(owing: Script, answer: str) -> None:
    """The answer is not owed any more: it was never promised, and no report counts it."""
    walk = _registered(owing).go(answer)
    assert _kinds(walk.call) == ["dispatch"]
    assert not walk.call.tasks_done
    assert [event.task for event in walk.log if isinstance(event, e.TaskDropped)]


def test_an_answer_that_is_changed_changes_what_is_owed(owing: Script) -> None:
    """Back to what the centre settles itself it is owed again; from one other body to another it stays spared."""
    walk = _registered(owing).go("beyond", "<", "court")
    assert _kinds(walk.call) == ["dispatch"]
    walk.go("<", "within")
    assert _kinds(walk.call) == ["answer"]
    assert walk.call.tasks[0].people == "management"
    walk.go("<", "beyond", "<", "within")
    assert _kinds(walk.call) == ["answer"]


def test_it_is_no_promise_to_name_a_time_by(owing: Script) -> None:
    """What people of the centre owe is not what the words promise: `due` is what the operator has promised."""
    script = settled(owing, work=SETTINGS)
    said = settled(script, texts={**script.texts, "lv": {**script.texts["lv"], "step.promise": "Līdz {due}"}})
    walk = _registered(said)
    assert wording(said, walk.call, "step.promise") == "Līdz …"
    assert "23.11.2026" in wording(said, walk.go("beyond").call, "step.promise")


def test_it_stands_in_the_list_of_those_people() -> None:
    """Nobody else has it in theirs, the operator of the call neither; whoever has taken it has."""
    assert SETTINGS.named("3") == ("management",)
    assert SETTINGS.named("4") == ("management", "archive")
    assert SETTINGS.named("17") == ()
    assert RECORD.theirs == "management"
    assert RECORD.is_listed_for("3", SETTINGS.named("3"))
    assert not RECORD.is_listed_for("17", ())
    left = replace(RECORD, owner="")
    assert (left.theirs, left.is_listed_for("17", ())) == ("management", False)
    taken = replace(RECORD, owner="17")
    assert (taken.theirs, taken.is_listed_for("17", ()), taken.is_listed_for("3", ("management",))) == ("", True, False)
    mine = replace(RECORD, people="")
    assert (mine.theirs, mine.is_listed_for("17", ()), mine.is_listed_for("3", ())) == ("", True, False)


def test_it_is_put_off_until_its_reminder() -> None:
    """Whoever has it is reminded then; what has a term is not put off beyond it."""
    later = replace(RECORD, reminder=MONDAY + timedelta(days=2))
    assert not RECORD.is_put_off(MONDAY)
    assert later.is_put_off(MONDAY)
    assert not later.is_put_off(MONDAY + timedelta(days=3))
    assert not replace(later, due=MONDAY).is_put_off(MONDAY + timedelta(hours=1))


def test_a_reminder_that_has_come_is_one_until_something_is_done() -> None:
    """From its moment on; work that is closed has none. In a list it stands before all that is not overdue."""
    later = replace(RECORD, reminder=MONDAY + timedelta(days=2))
    come = MONDAY + timedelta(days=2)
    assert [later.is_reminded_of(at) for at in (MONDAY, come, come + timedelta(days=9))] == [False, True, True]
    assert not RECORD.is_reminded_of(come)
    assert not replace(later, state="done").is_reminded_of(come)
    late = replace(later, due=MONDAY)
    assert [each.place(come) for each in (late, later, RECORD)] == [0, 1, 2]
    assert later.place(MONDAY) == 3


def test_what_has_no_term_is_never_late() -> None:
    """It is not overdue, whatever the moment; what has one is once it is past."""
    later = MONDAY + timedelta(days=400)
    assert not RECORD.is_overdue(later)
    assert replace(RECORD, due=MONDAY).is_overdue(later)
    assert not replace(RECORD, due=MONDAY).is_overdue(MONDAY)


def test_a_report_counts_it_in_time_if_there_is_no_term(owing: Script) -> None:
    """Open it is not due yet; done it is done in time; with a term it can be late."""
    for script, became in ((owing, ["not_due", "in_time"]), (settled(owing, work=SETTINGS), ["overdue", "late"])):
        walk = _registered(script).go("within", "+", "+", "no", "+", "+")
        later = walk.now + timedelta(days=60)
        call = replace(walk.call, closed=walk.now)
        found = counted(script, call, later)
        assert found
        assert [mark.measure for mark in found.marks if mark.section == "work" and mark.item == "answer"] == became[:1]
        (task,) = [task for task in call.tasks if task.kind == "answer"]
        done = replace(call, tasks=(), tasks_done=(replace(task, state="done", by="3", since=later),))
        found = counted(script, done, later)
        assert found
        assert [mark.measure for mark in found.marks if mark.section == "work" and mark.item == "answer"] == became[1:]


def test_it_is_done_once_the_caller_was_answered() -> None:
    """How the caller was told is said: reached, or in another way; what was answered is noted."""
    at = datetime(2026, 12, 1, 9, tzinfo=UTC)
    with pytest.raises(TaskRefused, match="result_wanted"):
        event_of(RECORD, Finish("done"), "3", 1, at)
    done = event_of(RECORD, Finish("informed", "a letter"), "3", 1, at)
    assert isinstance(done, e.TaskDone)
    assert (done.result, done.note, done.by) == ("informed", "a letter", "3")
