"""Work that calls left open, moved by several operators: nothing is lost, nothing done twice, whoever dies when."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from callscript.core import acts
from callscript.core.call import events as e
from callscript.core.records import Granted, TaskRecord
from callscript.core.script.model import Script
from callscript.core.tasks import HELD, LEASE, Act, TaskRefused
from callscript.packs.versions import Versions
from callscript.runtime.clock import FakeClock
from callscript.runtime.paths import Folders
from callscript.service.desk_log import DeskLog
from callscript.service.notices import Notices
from callscript.service.summary import by_own_script, filed
from callscript.service.work import Kept, Work
from callscript.store.errors import StoreUnavailable
from callscript.store.memory import MemoryStore
from callscript.store.names import desk_log_id
from callscript.store.ports import Store, Tasks
from tests.checked import script_of
from tests.clauses.talk import Talk
from tests.clauses.ways import greeted
from tests.service.conftest import Table, close, hang_up

UA = script_of("ua-court")
ENDED = "2026-11-23 12:00"


class Died(BaseException):
    """The program was killed here."""


class Deadly:
    """A desk log and shared work, behind which an operator can die."""

    def __init__(self, store: Store) -> None:
        self.tasks: Tasks = store.tasks
        self.log = DeskLog(store.journal)
        self.dies_behind = ""
        self.full = False

    def take(self, task: str, by: str, at: datetime, act: Act = "move") -> Granted:
        granted = self.tasks.take(task, by, at, act)
        self._live_on("grant")
        return granted

    def enter(self, call: str, owed: Callable[[], Sequence[TaskRecord]]) -> None:
        self.tasks.enter(call, owed)

    def file(self, event: e.TaskMove) -> TaskRecord | None:
        return self.tasks.file(event)

    def find(self, task: str) -> TaskRecord | None:
        return self.tasks.find(task)

    def of_call(self, call: str) -> list[e.TaskMove]:
        return self.tasks.of_call(call)

    def record(self, log_id: str, event: e.TaskMove) -> None:
        if self.full:
            raise StoreUnavailable("17.jsonl", "no room")
        self.log.record(log_id, event)
        self._live_on("event")

    def _live_on(self, behind: str) -> None:
        if self.dies_behind == behind:
            raise Died


class Centre:
    """Operators who share what one call has left open."""

    def __init__(self, talk: Talk, store: Store, folders: Folders) -> None:
        self.store, self.script = store, talk.script
        self.clock = FakeClock(talk.clock.now())
        self.versions = Versions(folders, talk.script)
        assert talk.call.start
        self.call = talk.call.start.call
        store.journal.append(self.call, talk.log)
        found = filed(talk.script, talk.call)
        assert found
        store.registers.file_call(*found)
        self.tasks = [task.id for task in store.lookup.tasks()]
        self.notices = Notices()
        self._at_work: dict[str, tuple[Work, Deadly]] = {}

    def of(self, operator: str) -> tuple[Work, Deadly]:
        """Return what an operator works with; started anew after a death."""
        if operator not in self._at_work:
            deadly, store = Deadly(self.store), self.store
            kept = Kept(store.journal, _as_log(deadly), store.registers, deadly, store.lookup, store.outbox)
            work = Work(operator, self.script, self.versions, self.clock, self.notices, kept, lambda: None)
            work.look()
            self._at_work[operator] = work, deadly
        return self._at_work[operator]

    def do(self, operator: str, task: str, deed: acts.Deed, dies_behind: str = "") -> TaskRecord | None:
        """Have an operator do something; None: the operator has died of it."""
        work, deadly = self.of(operator)
        deadly.dies_behind = dies_behind
        try:
            return work.do(task, deed)
        except Died:
            del self._at_work[operator]
            return None
        finally:
            deadly.dies_behind = ""

    def refusal(self, operator: str, task: str, deed: acts.Deed) -> tuple[str, str]:
        """Expect a refusal; return why, and who has it."""
        with pytest.raises(TaskRefused) as refused:
            self.do(operator, task, deed)
        return refused.value.code, refused.value.by

    def rebuilt(self) -> list[TaskRecord]:
        """Return the open work as the journals alone tell it."""
        _calls, problems = self.store.registers.rebuild(
            self.store.journal, by_own_script(self.versions, self.store.outbox)
        )
        assert problems == []
        return self.store.lookup.tasks()


def _as_log(deadly: Deadly) -> DeskLog:
    """Have something taken for a desk log that does what one does."""
    log: object = deadly
    return log  # type: ignore[return-value]


def promised(script: Script, number: int = 1) -> Talk:
    """Return a closed call that has promised call-backs."""
    talk = greeted(script, ENDED)
    for each in range(number):
        talk.key("callback")
        if each == 0:
            talk.take("ask_callback_phone", "+380441234567")
        talk.through(("callback_when", ("hour", "today", "working_day")[each % 3]), "callback_promise")
    talk.hang_up("caller")
    return talk


@pytest.fixture
def centre(tmp_path: Path) -> Centre:
    """A call-back is to be made."""
    return Centre(promised(UA), MemoryStore(), Folders.resolve(tmp_path))


REACHED = acts.Finish("reached", "дякував")
DAY = timedelta(days=1)


def test_a_call_back_is_made(centre: Centre) -> None:
    """Taken, tried, postponed, done: each deed stands in the log of the day on which it was done, and is registered."""
    (task,) = centre.tasks
    taken = centre.do("18", task, acts.Take())
    assert taken
    assert (taken.state, taken.whose) == ("taken", "18")
    assert centre.refusal("17", task, acts.Take()) == ("held", "18")
    centre.do("18", task, acts.Try("не відповідає"))
    centre.clock.advance(24 * 3600)
    centre.do("18", task, acts.Postpone(centre.clock.now() + DAY, "просив завтра"))
    assert centre.refusal("18", task, acts.Finish()) == ("result_wanted", "")
    done = centre.do("18", task, REACHED)
    assert done
    assert done.state == "done"
    assert centre.store.lookup.tasks() == centre.rebuilt() == []
    logs = [desk_log_id("18", day) for day in centre.store.journal.days()]
    found = [[type(event) for event in centre.store.journal.read_call(log).events] for log in logs]
    assert found == [[e.TaskTaken, e.TaskTried], [e.TaskPostponed, e.TaskDone]]
    assert centre.refusal("17", task, REACHED) == ("done", "18")
    assert centre.refusal("17", "20261123-17-none/x", acts.Take()) == ("unknown", "")


def test_how_many_clauses_are_owed_is_filed_with_what_became_of_work(centre: Centre) -> None:
    """The lists say of a call how it stands now: a call-back that was made is owed no more."""
    (task,) = centre.tasks
    (before,) = centre.store.lookup.summaries(centre.clock.now().date())
    centre.do("18", task, REACHED)
    (after,) = centre.store.lookup.summaries(centre.clock.now().date())
    assert (before.owed - after.owed, after.owed) == (1, before.owed - 1)
    centre.rebuilt()
    assert centre.store.lookup.summaries(centre.clock.now().date()) == [after]


@pytest.mark.parametrize("dies_behind", ["grant", "event"])
def test_who_dies_holds_nothing_for_ever(centre: Centre, dies_behind: str) -> None:
    """What was only granted is free after a quarter of an hour; what was recorded is found by whoever comes then."""
    (task,) = centre.tasks
    assert centre.do("18", task, REACHED, dies_behind) is None
    assert centre.refusal("17", task, REACHED) == ("held", "18")
    centre.clock.advance(LEASE.total_seconds())
    if dies_behind == "event":
        assert centre.refusal("17", task, REACHED) == ("done", "18")
    else:
        found = centre.do("17", task, REACHED)
        assert found
        assert (found.state, found.attempt) == ("done", 2)
    assert centre.rebuilt() == []


def test_who_has_died_starts_again(centre: Centre) -> None:
    """The next start registers what the one before has recorded and could not register."""
    (task,) = centre.tasks
    centre.do("17", task, acts.HandOver("", "усім"), "event")
    assert centre.store.lookup.tasks("18") == []
    centre.of("17")
    assert [each.id for each in centre.store.lookup.tasks("18")] == [task]


def test_a_supervisor_frees_what_a_dead_operator_has(centre: Centre) -> None:
    """At once, with a ground; but what was done is done, though its doer could not say so any more."""
    (task,) = centre.tasks
    assert centre.refusal("1", task, acts.Free("захворів")) == ("not_held", "")
    centre.do("18", task, acts.Take())
    assert centre.refusal("1", task, acts.Free("?")) == ("reason_wanted", "")
    freed = centre.do("1", task, acts.Free("захворів"))
    assert freed
    assert (freed.state, freed.owner) == ("open", "")
    centre.do("18", task, acts.Take())
    assert centre.do("18", task, REACHED, "event") is None
    assert centre.refusal("1", task, acts.Free("захворів")) == ("done", "18")


def test_what_cannot_be_recorded_is_done_and_recorded_later(centre: Centre) -> None:
    """The deed is granted, and so nobody else's; it is tried again, and put elsewhere if the desk is left."""
    (task,) = centre.tasks
    work, deadly = centre.of("18")
    deadly.full = True
    assert work.do(task, acts.Take()).state == "taken"
    assert (work.unsaved, work.waiting, bool(work.trouble)) == (1, True, True)
    work.retry()
    assert work.unsaved == 1
    assert centre.refusal("17", task, acts.Take()) == ("held", "18")
    deadly.full = False
    work.retry()
    assert (work.unsaved, work.waiting, work.trouble) == (0, False, None)
    assert [each.state for each in centre.rebuilt()] == ["taken"]


def test_what_comes_late_does_not_count(centre: Centre) -> None:
    """Recorded after the work was given to somebody else, it is kept and told, and changes nothing."""
    (task,) = centre.tasks
    late, deadly = centre.of("18")
    deadly.full = True
    late.do(task, REACHED)
    centre.clock.advance(LEASE.total_seconds())
    centre.do("19", task, acts.Take())
    deadly.full = False
    late.retry()
    (found,) = centre.store.lookup.tasks()
    assert (found.state, found.by, found.attempt) == ("taken", "19", 2)
    assert [event.attempt for event in centre.store.tasks.of_call(centre.call)] == [1, 2]
    assert [found] == centre.rebuilt()


DEEDS: Sequence[acts.Deed] = (
    acts.Take(),
    acts.Try(),
    REACHED,
    acts.HandOver("18"),
    acts.HandOver(""),
    acts.Drop("не треба"),
    acts.Reopen("помилка"),
    acts.Free("захворів"),
)
STEPS = st.lists(
    st.tuples(
        st.sampled_from(("17", "18", "19")),
        st.integers(0, 1),
        st.sampled_from(DEEDS),
        st.sampled_from(("", "", "", "grant", "event")),
        st.sampled_from((1, 60, int(LEASE.total_seconds()), int(HELD.total_seconds()))),
    ),
    max_size=14,
)


class Model:
    """One piece of work, as somebody who watched all of it would tell: by what was recorded, in turn."""

    def __init__(self, owner: str) -> None:
        self.closed = False
        self.owner = owner
        self.taken: tuple[str, datetime] | None = None
        self.granted: tuple[str, datetime] | None = None
        """To one who died before anything was recorded."""
        self.unsaid = False
        """Whoever moved it last died before it was registered: until somebody finds out, others may be kept away."""

    def keeps_away(self, operator: str, now: datetime) -> bool:
        """Tell whether somebody else has it."""
        at_it = self.taken is not None and now < self.taken[1] + HELD and self.taken[0] != operator
        return at_it or (self.granted is not None and now < self.granted[1] + LEASE and self.granted[0] != operator)

    def recorded(self, operator: str, deed: acts.Deed, now: datetime) -> None:
        """Take in what was recorded."""
        self.taken = (operator, now) if isinstance(deed, acts.Take) else None
        self.closed = isinstance(deed, acts.Finish | acts.Drop)
        if isinstance(deed, acts.HandOver | acts.Free):
            self.owner = deed.to if isinstance(deed, acts.HandOver) else ""
        elif not self.closed:
            self.owner = operator


def attempted(
    centre: Centre, operator: str, task: str, deed: acts.Deed, dies_behind: str
) -> tuple[TaskRecord | None, TaskRefused | None]:
    """Return what came of a deed: how the work stands, or why it was refused; neither: its doer has died."""
    try:
        return centre.do(operator, task, deed, dies_behind), None
    except TaskRefused as refused:
        return None, refused


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_against_a_model(tmp_path: Path, steps: list[tuple[str, int, acts.Deed, str, int]]) -> None:
    """Whatever three operators do to two pieces of work, and die of: none is done that is done or somebody else's, what
    is free can be moved, and in the end the registers say what was recorded, as does a rebuild."""
    centre = Centre(promised(UA, 2), MemoryStore(), Folders.resolve(tmp_path))
    models = {task: Model("17") for task in centre.tasks}
    for operator, which, deed, dies_behind, seconds in steps:
        task = centre.tasks[which]
        model = models[task]
        centre.clock.advance(seconds)
        now, frees, opens = centre.clock.now(), isinstance(deed, acts.Free), isinstance(deed, acts.Reopen)
        done, refused = attempted(centre, operator, task, deed, dies_behind)
        if refused:
            unsure = frees or opens or model.granted or model.unsaid
            free = not (model.closed or unsure or model.keeps_away(operator, now))
            assert refused.code == "theirs" or not free, (refused.code, deed)
            continue
        assert model.closed == opens, deed
        assert frees or not model.keeps_away(operator, now), deed
        if done is None and dies_behind == "grant":
            model.granted = (operator, now) if not opens else model.granted
            continue
        model.recorded(operator, deed, now)
        model.granted, model.unsaid = None, done is None
    for operator in ("17", "18", "19"):
        centre.of(operator)
    centre.clock.advance(LEASE.total_seconds())
    for task in centre.tasks:  # whoever looks at what a dead operator had finds what that one recorded
        with pytest.raises(TaskRefused):
            centre.do("20", task, acts.Take() if models[task].closed else acts.Reopen("нічого"))
    found: list[list[e.TaskMove]] = []
    for _ in range(2):
        listed = {each.id: each for each in centre.store.lookup.tasks()}
        for task, model in models.items():
            assert (task in listed) == (not model.closed)
            if not model.closed:
                assert listed[task].whose == model.owner
                assert (listed[task].state == "taken") == (model.taken is not None)
        found.append(centre.store.tasks.of_call(centre.call))
        centre.rebuilt()
    assert found[0] == found[1]


# At the desk


async def test_at_the_desk(table: Table) -> None:
    """What is done at a desk is saved before it is said to be, and is told with the call."""
    session = await table.desk.start_call("+380441234567")
    await hang_up(session)
    await close(table.desk, session)
    await table.desk.finish(session)
    tasks = await table.desk.lookups.tasks()
    assert [task.state for task in tasks] == ["open"] * len(tasks)
