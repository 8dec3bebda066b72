"""In-person visits: their time is asked for and read, and the work that a visit is falls due at it."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from callscript.core import acts
from callscript.core.call import commands as c
from callscript.core.call import events as e
from callscript.core.call.decide import decide
from callscript.core.call.fold import fold_all
from callscript.core.call.refusal import Refused
from callscript.core.records import TaskRecord, task_record
from callscript.core.script import phrases
from callscript.core.script.hours import DayHours
from callscript.core.script.model import WEEKDAYS, Field, Hours, Script, Start
from callscript.core.script.steps import Ask, Choose, End, Option, Register, Say, Stage, TaskSpec
from callscript.core.script.visits import Visits
from callscript.core.script.working_time import due_at, needs_hours, receives
from callscript.core.standard.clauses import Absence, Clause, Response
from callscript.core.standard.facts import facts
from callscript.core.tasks import Standing, TaskRefused, stands
from tests.core.scripts import MONDAY, Walk, make_script

RIGA = ZoneInfo("Europe/Riga")
HOURS = Hours(days=(1, 2, 3, 4, 5), opens="09:00", closes="18:00", working_days=(date(2026, 12, 5),))
VISITS = Visits(task="visit", field="visit_at", opens="10:00", closes="16:30")
SPEC = TaskSpec(kind="visit", due="at:visit_at", anyone=True)
WAKE = TaskSpec(kind="wake", due="at:wake_at", any_hour=True, grace="15m")
MAIN = Stage(
    id="main",
    steps=(
        Ask(id="ask_visit", field="visit_at"),
        Register(id="book", what="visit", requires=("visit_at",), task=SPEC),
        Say(id="told"),
        Ask(id="ask_ring", field="ring_at", optional=True, task=TaskSpec(kind="ring", due="at:ring_at")),
        Ask(id="ask_other", field="other_at", optional=True),
        Ask(id="ask_wake", field="wake_at", optional=True, task=WAKE),
        Choose(id="more", options=(Option(id="again", to="main"), Option(id="no"))),
        End(id="hang_up"),
    ),
)
FREE = date(2026, 12, 1)
"""A day off."""


CLAUSE = Clause(
    id="T-01",
    modality="should",
    rules=(
        Response(
            after=("task:visit",), then=(("task_done:visit", "task_dropped:visit"),), by_matter=True, outlives=True
        ),
        Absence(none=("task_unwarned:visit",), when=("task:visit",)),
    ),
)


def script(visits: Visits | None = VISITS, hours: Hours | None = HOURS) -> Script:
    return make_script(
        frozenset({FREE}),
        stages=(MAIN,),
        start=(Start(stage="main"),),
        after_call=None,
        detours=(),
        fields=tuple(Field(id=name, kind="time") for name in ("visit_at", "ring_at", "other_at", "wake_at")),
        matter=("visit_at",),
        hours=hours,
        visits=visits,
        clauses=(CLAUSE,),
        standard=("T-01",),
    )


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=RIGA)


def test_a_visit_is_due_at_its_time_and_is_anybodys() -> None:
    """What was typed is recorded as a date with its time, and the work falls due at that very moment."""
    call = Walk(script()).go("visit_at=pirmdien plkst. 14", "+", "+").call
    assert call.fields["visit_at"].text == "23.11.2026 14:00"
    (task,) = call.tasks
    assert (task.kind, task.due, task.owner) == ("visit", at("2026-11-23 14:00"), "")
    assert task_record("c1", "17", task).is_for("18")


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("nākamnedēļ", "no_time"),
        ("24.11.2026", "no_time"),
        ("02.12.2026 11:00, Rīga", "no_time"),
        ("9:59", "time_over"),
        ("10:00", "time_over"),
        ("20.11.2026 11:00", "time_over"),
        ("20.11. 11:00", "time_over"),
        ("25.11.2027 11:00", "too_far"),
        ("24.11. 9:59", "not_received"),
        ("24.11. 16:30", "not_received"),
        ("28.11. 11:00", "not_received"),  # a Saturday
    ],
)
def test_what_is_no_time_for_a_visit_is_refused(typed: str, code: str) -> None:
    """What is no time, what is over, what nobody would be there for."""
    assert Walk(script()).refusal(f"visit_at={typed}") == (code, "visit_at")


def test_a_public_holiday_is_refused_as_one() -> None:
    """For a visit and for a time at which the centre is to be open; not if it is worked."""
    call = Walk(script())
    assert call.refusal("visit_at=1.12. 11:00") == ("holiday", "visit_at", "01.12.2026")
    call.go("visit_at=14:00", "+", "+", "+")
    assert call.refusal("ring_at=1.12. 11:00") == ("holiday", "ring_at", "01.12.2026")
    worked = Walk(script(hours=replace(HOURS, working_days=(FREE,)))).go("visit_at=1.12. 11:00")
    assert worked.call.fields["visit_at"].text == "01.12.2026 11:00"


@pytest.mark.parametrize("typed", ["24.11. 10:00", "24.11. 16:29", "5.12. 10:00", "10:01"])
def test_visitors_are_received_by_the_hours_of_the_pack(typed: str) -> None:
    """From the first minute to the last, and on a Saturday that is worked."""
    assert Walk(script()).go(f"visit_at={typed}", "visit_at=").call.fields == {}


def test_visitors_may_be_received_on_some_days_only() -> None:
    """Only on days that the pack names, and only if the centre works on them; of a pack without visits, never."""
    tuesdays = script(Visits(task="visit", field="visit_at", opens="00:00", closes="23:59", days=(2, 6)))
    days = [day for day in range(23, 31) if receives(tuesdays, at(f"2026-11-{day} 10:00"))]
    assert days == [24]
    assert [day for day in range(1, 9) if receives(tuesdays, at(f"2026-12-0{day} 10:00"))] == [5, 8]
    assert receives(script(hours=None), at("2026-11-29 12:00"))
    assert not receives(script(None), at("2026-11-24 12:00"))


def test_visitors_may_be_received_by_the_day_of_the_week() -> None:
    """With hours of its own for each, and with a break; on a day that is not named nobody is received."""
    week = (DayHours(days=(2,), open=("10:00-12:00", "13:00-16:00")), DayHours(days=(4,), open=("09:00-12:00",)))
    by_day = script(Visits(task="visit", field="visit_at", week=week))
    times = {"11-24 11:59": True, "11-24 12:30": False, "11-24 13:00": True, "11-26 09:30": True}
    times |= {"11-24 09:30": False, "11-26 13:00": False, "11-25 10:30": False, "12-01 11:00": False}
    assert {time: receives(by_day, at(f"2026-{time}")) for time in times} == times


def test_other_times_are_by_the_hours_of_the_centre() -> None:
    """What is promised for a moment is promised for one at which the centre is open; any other time is only to come."""
    call = Walk(script()).go("visit_at=14:00", "+", "+", "+")
    assert call.refusal("ring_at=rīt 8:59") == ("closed_then", "ring_at")
    call.go("ring_at=rīt 9:00", "+", "other_at=rīt 3:00", "+", "wake_at=rīt 4:00", "+")
    assert [(task.kind, task.due, task.owner) for task in call.call.tasks][1:] == [
        ("ring", at("2026-11-24 09:00"), None),
        ("wake", at("2026-11-24 04:00"), None),
    ]


def test_a_moment_that_was_named_is_kept_a_little_later_too() -> None:
    """What has a grace is in time for so long from then on; what has none, or no term, is not."""
    call = Walk(script()).go("visit_at=14:00", "+", "+", "+", "+", "+", "wake_at=rīt 4:00", "+")
    visit, _, wake = call.call.tasks
    assert wake.latest == at("2026-11-24 04:15")
    assert visit.latest == visit.due == at("2026-11-23 14:00")
    assert Standing(due=None, grace=900).latest is None


def test_a_time_corrected_moves_the_visit() -> None:
    """A slip that is found after the call moves the work that relies on the time; it cannot be taken away."""
    call = Walk(script()).go("visit_at=14:00", "+", "+", "+", "+", "+", "+", "no", "+")
    call.do(c.CorrectField("visit_at", "rīt 14:30", "misheard"))
    assert call.call.tasks[0].due == at("2026-11-24 14:30")
    assert call.call.fields["visit_at"].text == "24.11.2026 14:30"
    with pytest.raises(Refused, match="registered_keeps"):
        call.do(c.CorrectField("visit_at", "", "misheard"))


def test_work_due_at_a_time_that_is_not_known_is_due_this_day() -> None:
    """A version of the pack whose field took any text may have left one."""
    for text in ("", "02.12.2026 10:00, Rīga"):
        assert due_at(script(), SPEC, MONDAY, text) == at("2026-11-23 18:00")
    assert not needs_hours(SPEC)


def test_work_opened_again_is_anybodys_still() -> None:
    """An answer that is changed opens the work again that it had called done: as it was."""
    closing = Choose(id="came", options=(Option(id="yes", closes="visit"), Option(id="no")))
    stage = Stage(id="main", steps=(*MAIN.steps[:2], closing, MAIN.steps[2], MAIN.steps[-1]))
    again = make_script(
        stages=(stage,),
        start=(Start(stage="main"),),
        after_call=None,
        detours=(),
        fields=(Field(id="visit_at", kind="time"),),
        visits=VISITS,
        clauses=(),
        standard=(),
    )
    call = Walk(again).go("visit_at=14:00", "+", "+", "yes")
    assert not call.call.tasks
    call.go("<", "no")
    assert [task.owner for task in call.call.tasks] == [""]
    assert sum(isinstance(event, e.TaskOpened) for event in call.log) == 2


def test_a_time_is_told_with_its_day_of_the_week() -> None:
    """In the words that the pack has for when something is; a text of an older version as it was typed."""
    days = {f"on_day.{day}": f"{day}dien" for day in WEEKDAYS}
    spoken = script()
    told = Script(spoken.pack, {"lv": {**days, "step.told": "Gaidīsim {visit_at}."}}, hash="abc")
    call = Walk(told).go("visit_at=rīt 14:00", "+", "+").call
    assert phrases.wording(told, call, "step.told") == "Gaidīsim tuedien, 24.11.2026 14:00."
    assert phrases.value(told, "visit_at", "rīt, Rīgā", "lv") == "rīt, Rīgā"
    assert phrases.value(told, "gone", "24.11.2026 14:00", "lv") == "24.11.2026 14:00"
    assert phrases.value(spoken, "visit_at", "24.11.2026 14:00", "lv") == "24.11.2026 14:00"


class Booked(Walk):
    """A call that has booked a visit for 14:00 today, and is closed."""

    def __init__(self) -> None:
        super().__init__(script())
        self.go("visit_at=14:00", "+", "+", "+", "+", "+", "+", "no", "+")
        self.do(c.SetOutcome("complete"), c.Close())
        self.attempt = 0

    def then(self, deed: acts.Deed, when: str, by: str = "18") -> TaskRecord:
        """Have somebody move the visit, at a time of the day."""
        task = self.task
        self.attempt += 1
        event = acts.event_of(task, deed, by, self.attempt, at(f"2026-11-23 {when}"))
        self._take((replace(event, seq=self.call.seq + 1),))
        assert fold_all(self.script, self.log) == self.call
        return self.task

    @property
    def task(self) -> TaskRecord:
        """The visit as it stands."""
        (task,) = (task for task in (*self.call.tasks, *self.call.tasks_done) if task.visit)
        stands = {name: getattr(task, name) for name in Standing.__struct_fields__}
        return replace(task_record("c1", "17", task), **stands)

    @property
    def verdict_now(self) -> str:
        return self.found("T-01")[0]


def correction(call: Booked, known: bool, value: str = "rīt 15:30") -> str:
    """Correct the time of the visit in the call; return why that is refused. What became of it is known, or not."""
    moves = tuple(event for event in call.log if isinstance(event, e.TaskMove))
    own = fold_all(call.script, [event for event in call.log if not isinstance(event, e.TaskMove)])
    own = replace(own, became=moves if known else ())
    try:
        (event,) = decide(call.script, own, c.CorrectField("visit_at", value, "misheard"), call.now)
    except Refused as refused:
        return " ".join((refused.code, *refused.names))
    assert isinstance(event, e.FieldCorrected)
    return f"{event.tasks} {event.due}"


def test_the_time_of_a_visit_is_corrected_where_it_stands() -> None:
    """Once it was moved, cancelled or is over, the field of the call that has booked it says nothing of it any more."""
    moved, cancelled, over = Booked(), Booked(), Booked()
    assert correction(moved, known=True).endswith(f" {at('2026-11-24 15:30')}")
    moved.then(acts.Move(at("2026-11-24 10:00"), "customer"), "12:00")
    cancelled.then(acts.Drop("ill", "customer"), "12:00")
    over.then(acts.Finish("came"), "14:10")
    found = [correction(call, known=True) for call in (moved, cancelled, over)]
    assert found == ["visit_moved visit_at 24.11.2026 10:00", "visit_cancelled visit_at", "visit_over visit_at"]
    cancelled.then(acts.Reopen("they come after all"), "12:10")
    assert correction(cancelled, known=True) == correction(Booked(), known=True)
    moved.then(acts.Drop("ill", "customer"), "12:20")
    assert correction(moved, known=True) == "visit_cancelled visit_at"


def test_what_has_become_of_other_work_changes_no_correction() -> None:
    """A delay that was announced moves no visit; and another value of another field is nothing that one is by."""
    call = Booked()
    call.then(acts.Warn("customer"), "13:00")
    assert correction(call, known=True) == correction(call, known=False)
    call.then(acts.Finish("came"), "14:10")
    call.call = replace(call.call, became=tuple(event for event in call.log if isinstance(event, e.TaskMove)))
    call.do(c.CorrectField("other_at", "rīt 3:00", "misheard"))
    assert call.call.fields["other_at"].text == "24.11.2026 03:00"


@pytest.mark.parametrize(
    ("deed", "when", "code"),
    [
        (acts.Finish("came"), "2026-11-22 23:59", "not_that_day"),
        (acts.Finish("came"), "2026-11-23 00:00", ""),
        (acts.Finish("came"), "2026-11-24 09:00", ""),
        (acts.Finish("missed"), "2026-11-22 12:00", ""),  # not before its time, whatever the calendar says
        (acts.Move(at("2026-11-24 16:30"), "customer"), "2026-11-22 12:00", "not_received"),
        (acts.Move(at("2026-11-24 16:00"), "customer"), "2026-11-22 12:00", ""),
        (acts.Move(at("2026-12-01 12:00"), "customer"), "2026-11-22 12:00", "holiday"),
    ],
)
def test_what_suits_the_calendar(deed: acts.Deed, when: str, code: str) -> None:
    """Who comes early comes on the day appointed, on the centre's calendar; visitors are received in its hours."""
    found = ""
    try:
        acts.must_suit(script(), Booked().task, deed, at(when))
    except TaskRefused as refused:
        found = refused.code
    assert found == code


def test_work_that_is_no_visit_suits_any_day() -> None:
    """It may have no term at all."""
    acts.must_suit(script(), replace(Booked().task, due=None), acts.Finish("came"), at("2026-11-01 12:00"))


def test_a_customer_who_comes_keeps_the_order() -> None:
    """Open until it is known; whoever records that has the visit no more than anybody else."""
    call = Booked()
    assert call.verdict_now == "open"
    task = call.then(acts.Finish("came"), "14:10")
    assert (task.state, task.owner, task.unwarned, call.verdict_now) == ("done", "", False, "met")


@pytest.mark.parametrize("result", ["late", "missed"])
def test_a_customer_who_is_not_there_and_has_not_warned_does_not(result: e.Result) -> None:
    """Nor by warning afterwards; who finds that it was a slip opens it again, and it is as if it had not been."""
    call = Booked()
    assert call.then(acts.Warn("customer"), "14:05").warned is None
    assert call.then(acts.Finish(result), "14:30").unwarned
    assert call.verdict_now == "breached"
    assert not call.then(acts.Reopen("it was somebody else"), "14:40").unwarned
    assert call.verdict_now == "open"
    call.then(acts.Finish("came"), "14:41")
    assert call.verdict_now == "met"


@pytest.mark.parametrize("result", ["late", "missed"])
def test_a_customer_who_warns_beforehand_does(result: e.Result) -> None:
    """A delay of which they have told, and not coming after that; the centre's own delay says nothing of them."""
    call = Booked()
    assert call.then(acts.Warn("centre", "a fire drill"), "13:00").warned is None
    assert call.then(acts.Warn("customer", "a jam"), "13:50").warned == at("2026-11-23 13:50")
    assert call.then(acts.Warn("centre", "still"), "13:55").warned == at("2026-11-23 13:50")
    assert not call.then(acts.Finish(result), "14:30").unwarned
    assert call.verdict_now == "met"


def test_who_rings_up_in_time_has_warned_in_time() -> None:
    """However long it takes to record it: their call had begun before the time appointed."""
    in_time, too_late = at("2026-11-23 13:57"), at("2026-11-23 14:00")
    for deed in (acts.Warn("customer", through="c2"), acts.Move(at("2026-11-24 10:00"), "customer", through="c2")):
        assert not Booked().then(replace(deed, said=in_time), "14:01").unwarned
    assert Booked().then(acts.Warn("customer", through="c2", said=in_time), "14:01").warned == in_time
    assert Booked().then(acts.Warn("customer", through="c2", said=too_late), "14:01").warned is None
    for said, verdict in ((in_time, "met"), (too_late, "breached")):
        missed, cancelled = Booked(), Booked()
        missed.then(acts.Warn("customer", through="c2", said=said), "14:01")
        missed.then(acts.Finish("missed"), "14:30")
        cancelled.then(acts.Drop("ill", "customer", "c2", said), "14:01")
        assert (missed.verdict_now, cancelled.verdict_now) == (verdict, verdict)
        assert getattr(cancelled.log[-1], "said", None) == said


def test_a_letter_counts_from_when_it_came() -> None:
    """Who wrote in time has warned in time; what is told of when it came is not later than now, and of a visit."""
    wrote = at("2026-11-23 13:20")
    for deed in (acts.Warn("customer"), acts.Drop("ill", "customer"), acts.Move(at("2026-11-24 10:00"), "customer")):
        call = Booked()
        assert not call.then(replace(deed, said=wrote), "14:30").unwarned
        assert getattr(call.log[-1], "said", None) == wrote
        with pytest.raises(TaskRefused, match="ahead"):
            Booked().then(replace(deed, said=at("2026-11-23 14:31")), "14:30")
        with pytest.raises(TaskRefused, match="no_visit"):
            acts.event_of(replace(call.task, visit=False), replace(deed, said=wrote, side=""), "18", 9, call.now)
    late = Booked().then(acts.Warn("customer", until=at("2026-11-23 14:20"), said=wrote), "14:30")
    assert (late.warned, late.expected) == (wrote, at("2026-11-23 14:20"))


def test_when_who_is_late_will_be_there() -> None:
    """What was said last holds, until the visit is moved; who warns again and says nothing of it leaves it so."""
    call = Booked()
    assert call.then(acts.Warn("customer"), "13:00").expected is None
    assert call.then(acts.Warn("customer", until=at("2026-11-23 14:40")), "13:10").expected == at("2026-11-23 14:40")
    assert call.then(acts.Warn("customer", until=at("2026-11-23 14:20")), "13:20").expected == at("2026-11-23 14:20")
    assert call.then(acts.Warn("customer"), "13:30").expected == at("2026-11-23 14:20")
    assert call.then(acts.Move(at("2026-11-24 10:00"), "customer"), "13:40").expected is None


@pytest.mark.parametrize(
    ("deed", "when", "unwarned"),
    [
        (acts.Drop("ill", "customer"), "13:59", False),
        (acts.Drop("ill", "customer"), "14:00", True),
        (acts.Drop("flooded", "centre"), "14:30", False),
    ],
)
def test_a_visit_that_is_cancelled(deed: acts.Deed, when: str, *, unwarned: bool) -> None:
    """The customer has warned of not coming, unless it was too late; what the centre cancels is asked of nobody."""
    call = Booked()
    task = call.then(deed, when)
    assert (task.state, task.unwarned) == ("dropped", unwarned)
    assert call.verdict_now == ("breached" if unwarned else "met")


def test_a_visit_that_is_moved() -> None:
    """It is due at its new time, the history keeps the old one, and a warning of a delay was for that."""
    call = Booked()
    call.then(acts.Warn("customer"), "13:00")
    moved = call.then(acts.Move(at("2026-11-24 10:00"), "customer", "a train"), "13:59", by="19")
    assert (moved.due, moved.warned, moved.rescheduled) == (at("2026-11-24 10:00"), None, 1)
    assert (moved.state, moved.owner, moved.is_open, call.verdict_now) == ("open", "", True, "open")
    assert isinstance(call.log[-1], e.TaskRescheduled)
    assert call.log[-1].was == at("2026-11-23 14:00")
    late = call.then(acts.Move(at("2026-11-25 10:00"), "centre"), "14:30")
    assert (late.rescheduled, late.unwarned) == (2, False)
    assert call.verdict_now == "open"


def test_a_visit_moved_when_it_was_over_was_missed() -> None:
    """The customer asks for another time after the first: that they had not warned stays."""
    call = Booked()
    assert call.then(acts.Move(at("2026-11-24 10:00"), "customer"), "14:20").unwarned
    assert call.verdict_now == "breached"


@pytest.mark.parametrize("closing", [acts.Finish("missed"), acts.Finish("came"), acts.Drop("flooded", "centre")])
def test_opening_again_takes_back_what_closed_it_and_no_more(closing: acts.Deed) -> None:
    """That the customer was not there at the first time stays, however the second was recorded by mistake."""
    call = Booked()
    call.then(acts.Move(at("2026-11-23 15:00"), "customer"), "14:20")
    call.then(closing, "15:30")
    opened = call.then(acts.Reopen("a slip"), "15:40")
    assert (opened.state, opened.result, opened.unwarned, call.verdict_now) == ("open", "", True, "breached")
    assert call.then(acts.Finish("came"), "15:41").unwarned
    assert call.verdict_now == "breached"


def test_who_is_granted_a_visit_that_was_called_missed_has_it_as_before() -> None:
    """Whoever called it so was taken for dead: it has not gone in any way yet."""
    call = Booked()
    call.then(acts.Finish("missed"), "14:30")
    taken = call.then(acts.Take(), "14:31", by="19")
    assert (taken.state, taken.result, taken.unwarned, call.verdict_now) == ("taken", "", False, "open")


def test_a_visit_that_is_dropped_in_the_call_was_never_booked() -> None:
    """Neither is it owed, nor is it given up; other work that is dropped is given up as before."""
    spoken = script()
    dropped = e.TaskDropped(seq=1, at=MONDAY, task="t1", kind="visit", by="18", attempt=1, side="centre")
    assert facts(spoken, dropped) == ("task_dropped:visit",)
    assert facts(spoken, replace(dropped, kind="ring")) == ("given_up:task_done:ring",)
    assert facts(script(None), dropped) == ("given_up:task_done:visit",)
    assert facts(spoken, replace(dropped, by="")) == ()
    moved = e.TaskRescheduled(seq=1, at=MONDAY, task="t1", kind="visit", by="18", attempt=1)
    assert facts(spoken, moved) == facts(spoken, e.TaskWarned(seq=1, at=MONDAY, task="t1", by="18")) == ()
    assert stands(Standing(due=MONDAY), [moved]).due == MONDAY


VISIT_WORK = TaskRecord(id="c1/t", call="c1", operator="17", kind="visit", due=at("2026-11-23 14:00"), visit=True)


def test_a_visit_is_moved_and_a_delay_is_said_within_the_hours_of_visits() -> None:
    """Where nobody is received, nobody can be expected; who does not say when they come is expected all the same."""
    for deed in (acts.Move(at("2026-11-24 16:30"), "customer"), acts.Warn("customer", until=at("2026-11-23 19:00"))):
        with pytest.raises(TaskRefused, match="not_received"):
            acts.must_suit(script(), VISIT_WORK, deed, at("2026-11-23 14:00"))
    for deed in (acts.Warn("customer"), acts.Warn("customer", until=at("2026-11-23 16:29")), acts.Take()):
        acts.must_suit(script(), VISIT_WORK, deed, at("2026-11-23 14:00"))
