"""How a call stands with the standard follows what became of its work after the call; nothing else of it changes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from callscript.core.call import commands as c
from callscript.core.call import events as e
from callscript.core.call.fold import fold, fold_all
from callscript.core.script.model import Script
from callscript.core.standard.clauses import Clause, Response
from tests.core.scripts import CLAUSES, MONDAY, TO_REGISTERED, Walk, make_script

LATER = (
    Clause(
        id="T-13",
        modality="must",
        rules=(Response(after=("task:dispatch",), then=("task_done:dispatch",), within="due", outlives=True),),
    ),
    Clause(
        id="T-14",
        modality="must",
        rules=(
            Response(
                after=("registered:appeal",),
                then=("task:dispatch", ("task_done:dispatch", "task_handed:dispatch")),
                by_matter=True,
                outlives=True,
            ),
        ),
    ),
)


def _script() -> Script:
    clauses = (*CLAUSES, *LATER)
    return make_script(clauses=clauses, standard=tuple(clause.id for clause in clauses))


class After(Walk):
    """A call that registered an appeal and is closed: a dispatch is to be done."""

    def __init__(self) -> None:
        super().__init__(_script())
        self.go(*TO_REGISTERED, "no", "+", "+")
        self.go("+", "told")
        self.do(c.SetOutcome("registered"))
        for clause in ("T-13", "T-14"):
            if self.verdict(clause).verdict == "open":
                self.do(c.Explain(clause, "later"))
        self.do(c.Close())
        self.task = next(task for task in self.call.tasks if task.kind == "dispatch")

    def then(self, kind: type[e.TaskMoved], by: str, attempt: int, **fields: Any) -> None:
        """Have somebody move the dispatch."""
        event = kind(
            seq=self.call.seq + 1, at=self.now, task=self.task.id, kind="dispatch", call="c1", by=by, attempt=attempt,
            **fields,
        )  # fmt: skip
        assert isinstance(event, e.TaskMove)
        self.log.append(event)
        self.call = fold(self.script, self.call, event)

    def stands(self) -> tuple[str, str]:
        """Return the verdicts on the dispatch."""
        return self.found("T-13")[0], self.found("T-14")[0]


def test_done_in_time() -> None:
    """The clause that was open is met, by the event that says so, and the log says all of it again."""
    call = After()
    assert call.stands() == ("open", "open")
    call.wait(60).then(e.TaskTaken, "18", 1)
    assert call.stands() == ("open", "open")
    call.wait(60).then(e.TaskDone, "18", 1)
    assert call.found("T-13") == ("met", call.call.seq)
    assert call.stands() == ("met", "met")
    assert (call.call.tasks_done[-1].by, call.call.tasks_done[-1].state) == ("18", "done")
    assert fold_all(call.script, call.log) == call.call


def test_done_late() -> None:
    """What is done after it was due was breached, though it is done."""
    call = After()
    call.now = call.task.due + timedelta(seconds=1)
    assert call.stands()[0] == "breached"
    call.then(e.TaskDone, "18", 1)
    assert call.stands() == ("breached", "met")


def test_dropped() -> None:
    """What is not going to be done any more is breached at once, and never met."""
    call = After()
    call.then(e.TaskDropped, "18", 1, reason="nobody asks for it")
    assert call.found("T-13") == ("breached", call.call.seq)
    assert call.stands() == ("breached", "breached")


def test_opened_again() -> None:
    """What was called done, or dropped, and is open again is owed as before, until the same time."""
    for closed in (e.TaskDone, e.TaskDropped):
        call = After()
        limit = call.verdict("T-13").limit
        call.then(closed, "18", 1)
        call.wait(60).then(e.TaskReopened, "19", 2, reason="it was another one")
        assert call.stands() == ("open", "open")
        assert call.verdict("T-13").limit == limit == call.task.due
        call.wait(60).then(e.TaskDone, "19", 2)
        assert call.stands() == ("met", "met")


def test_opened_again_it_was_handed_over_still() -> None:
    """Only what closed it is taken back: what was enough before stays."""
    call = After()
    call.then(e.TaskHandedOver, "17", 1, to="18")
    call.then(e.TaskDone, "18", 2)
    call.then(e.TaskReopened, "18", 3, reason="it was another one")
    assert call.stands() == ("open", "met")


def test_handed_over() -> None:
    """Where it is enough that somebody has it, handing it over is enough; leaving it to anybody is not."""
    call = After()
    call.then(e.TaskHandedOver, "17", 1)
    assert call.stands() == ("open", "open")
    call.then(e.TaskHandedOver, "17", 2, to="18")
    assert call.stands() == ("open", "met")


def test_what_does_not_count() -> None:
    """What comes of an attempt that another's has followed establishes nothing; nor does what is about unknown work."""
    call = After()
    call.then(e.TaskTaken, "18", 2)
    call.then(e.TaskDone, "17", 1)
    assert call.stands() == ("open", "open")
    call.task = type(call.task)("elsewhere", "dispatch", "", 1, due=call.task.due)
    call.then(e.TaskDone, "18", 2)
    assert call.stands() == ("open", "open")


def test_the_higher_attempt_undoes_what_was_called_done() -> None:
    """Its holder was taken for dead, and another has it: it is not done until that one says so."""
    call = After()
    call.then(e.TaskDone, "18", 1)
    call.then(e.TaskTaken, "19", 2)
    assert call.stands() == ("open", "open")


def test_it_is_about_the_matter_that_it_was_promised_for() -> None:
    """However many matters the caller had since: what answers a matter is the work of that one."""
    call = After()
    assert call.task.matter == 1
    call.then(e.TaskDone, "18", 1)
    assert call.call.record[-1].matter == 1
    assert call.call.latest == call.now
    assert call.now == MONDAY
