"""What a report counts: what one call adds to it, and the sums over many."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import get_args

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from callscript.core import acts
from callscript.core.call import commands as c
from callscript.core.call import events as e
from callscript.core.call.call import Call
from callscript.core.call.fold import fold_all
from callscript.core.counts import (
    DIMENSIONS,
    TALLIES,
    Counted,
    Dimension,
    Mark,
    Measure,
    Section,
    counted,
)
from callscript.core.script.model import Script
from callscript.core.script.steps import Choose
from callscript.core.sums import Figure, Sums
from callscript.core.tallied import step_of
from tests.clauses.talk import Talk
from tests.clauses.test_lv_visits import booked
from tests.clauses.ways import greeted, parted, welcomed
from tests.core.scripts import MONDAY, OPERATOR
from tests.core.walks import PACKS, Urges, led, script_of, starts, urges
from tests.recount import Retold, pack_of

LATER = MONDAY + timedelta(days=30)
UA, LV = script_of("ua-court"), script_of("lv-lvrtc")


def marks(script: Script, call: Call, now: datetime = LATER) -> Counter[Mark]:
    """Return what a call adds, with how often."""
    found = counted(script, call, now)
    assert found
    return Counter(found.marks)


def of(section: Section, found: Counter[Mark]) -> dict[tuple[str, str], int]:
    """Return what is counted in a section, by item and measure."""
    return {(mark.item, mark.measure): number for mark, number in found.items() if mark.section == section}


def closed(talk: Talk) -> Talk:
    """Close a call that is over."""
    now = talk.clock.now()
    talk.log.append(e.Closed(seq=talk.call.seq + 1, at=now))
    talk.call = fold_all(talk.script, talk.log)
    return talk


def older(script: Script) -> Script:
    """Return the script as it was before packs said what is counted."""
    stages = tuple(
        replace(
            stage,
            steps=tuple(replace(step, tally=None) if isinstance(step, Choose) else step for step in stage.steps),
        )
        for stage in script.pack.stages
    )
    return Script(replace(script.pack, stages=stages), script.texts, script.directory, script.holidays, script.hash)


def rated(script: Script, *marks: str) -> Talk:
    """Return a closed call in which the conversation was rated, and rated again."""
    talk = greeted(script)
    talk.through(("need_kind", "consultation"), "give_advice", ("understood", "clear"))
    for at, mark in enumerate(marks):
        if at:
            talk.do(c.Back())
        talk.take("rating", mark)
    talk.through("farewell", "hang_up")
    return closed(talk)


def test_calls_are_counted_by_how_far_they_are() -> None:
    """One that has not begun is none; one that is not closed, or was opened by mistake, adds nothing else."""
    assert counted(UA, Call(), LATER) is None
    talk = greeted(UA)
    assert marks(UA, talk.call) == {Mark("calls", "", "not_closed"): 1}
    mistaken = Talk(UA)
    mistaken.do(c.Discard())
    assert marks(UA, mistaken.call) == {Mark("calls", "", "discarded"): 1}
    done = rated(UA, "five")
    assert of("calls", marks(UA, done.call)) == {("", "closed"): 1}
    found = counted(UA, done.call, LATER)
    assert found
    assert (found.operator, found.day) == ("17", date(2026, 11, 23))


def test_clauses_are_counted_as_they_stand() -> None:
    """Each clause that a log can decide once, by its verdict; what a log cannot decide is left out."""
    found = of("clauses", marks(UA, rated(UA, "five").call))
    decided = {each.id for each in UA.pack.clauses if each.rules}
    assert {clause for clause, _ in found} == decided
    assert set(found.values()) == {1}
    assert ("UA-02", "met") in found
    assert ("UA-11", "na") in found


@pytest.mark.parametrize("script", [UA, older(UA)], ids=["said by the pack", "before packs said it"])
def test_of_a_mark_the_last_counts(script: Script) -> None:
    """Whoever thinks better of it has given one mark; the pack says which answers are marks, those before it too."""
    found = marks(script, rated(script, "two", "five").call)
    assert of("rating", found) == {("", "answered"): 1, ("five", "given"): 1}
    assert of("survey", found) == of("feedback", found) == {}


@pytest.mark.parametrize("script", [LV, older(LV)], ids=["said by the pack", "before packs said it"])
def test_feedback_is_counted_by_matter(script: Script) -> None:
    """Each piece of feedback has its class; it is registered or not, and a call that had several is one call."""
    talk = welcomed(script, need="feedback")
    talk.through(("ask_feedback", "paldies"), ("feedback_class", "praise"), "register_feedback", "feedback_thanks")
    talk.at("understood")
    talk.digit(4)
    talk.through(("ask_feedback", "lēni"), ("feedback_class", "suggestion"))
    talk.do(c.LoseLine())
    found = marks(script, closed(talk).call)
    assert of("feedback", found) == {
        ("", "answered"): 1,
        ("praise", "given"): 1,
        ("praise", "registered"): 1,
        ("praise", "open"): 1,
        ("suggestion", "given"): 1,
    }
    assert of("channels", found) == {("call", "given"): 2}


def test_a_complaint_is_feedback() -> None:
    """Its class counts with those of other feedback; what came of it, and the mark of the survey, by themselves."""
    talk = welcomed(LV, need="answer")
    talk.key("complaint")
    talk.through("complaint_listen", ("complaint_cause", "rupji"), ("complaint_class", "handling_complaint"))
    talk.through(("complaint_measure", "runāts"), ("fault", "unconfirmed"), "fault_unconfirmed", "register_complaint")
    talk.take("complaint_resolved", "resolved")
    talk.take("dealt", "yes")
    parted(talk)
    found = marks(LV, closed(talk).call)
    assert of("feedback", found) == {
        ("", "answered"): 1,
        ("handling_complaint", "given"): 1,
        ("handling_complaint", "registered"): 1,
        ("handling_complaint", "done"): 1,
    }
    assert of("survey", found) == {("", "answered"): 1, ("four", "given"): 1}
    assert of("complaint", found) == {("", "answered"): 1, ("resolved", "given"): 1}


def test_holds_are_counted_one_by_one() -> None:
    """Two holds, one of them over the limit, are two holds and one call."""
    talk = greeted(UA)
    for seconds in (20, 181):
        talk.key("hold")
        talk.take("hold_consent", "agrees")
        talk.wait(seconds)
        talk.through("hold_wait", "hold_thanks", ("hold_result", "found"))
    talk.do(c.LoseLine())
    assert of("holds", marks(UA, closed(talk).call)) == {
        ("", "given"): 2,
        ("", "with_hold"): 1,
        ("", "over_limit"): 1,
        ("", "with_over_limit"): 1,
    }


def promised() -> Talk:
    """Return a closed call that has promised to call back."""
    talk = greeted(UA)
    talk.key("callback")
    talk.through(("ask_callback_phone", "+380441234567"), ("callback_when", "today"), "callback_promise")
    talk.do(c.LoseLine())
    return closed(talk)


@pytest.mark.parametrize(
    ("moves", "now", "expected"),
    [
        ([], "2026-11-23 11:00", "not_due"),
        ([], "2026-11-24 11:00", "overdue"),
        ([(e.TaskTaken, "2026-11-23 11:00")], "2026-11-24 11:00", "overdue"),
        ([(e.TaskDone, "2026-11-23 11:00")], "2026-11-24 11:00", "in_time"),
        ([(e.TaskDone, "2026-11-24 10:00")], "2026-11-24 11:00", "late"),
        ([(e.TaskDropped, "2026-11-23 11:00")], "2026-11-24 11:00", "dropped"),
        ([(e.TaskDone, "2026-11-23 11:00"), (e.TaskReopened, "2026-11-23 12:00")], "2026-11-24 11:00", "overdue"),
    ],
)
def test_work_is_counted_by_what_became_of_it(
    moves: list[tuple[type[e.TaskMoved], str]], now: str, expected: Measure
) -> None:
    """Done in time or late, still to be done and overdue or not due yet, dropped: now, not when the call was closed."""
    talk = promised()
    for event, at in moves:
        talk.moved("callback", event, at)
    at = datetime.fromisoformat(now).replace(tzinfo=UA.zone)
    assert of("work", marks(UA, talk.call, at)) == {("callback", expected): 1}


@pytest.mark.parametrize(
    ("deeds", "expected"),
    [
        ((), {"expected"}),
        ((acts.Finish("came"),), {"came"}),
        ((acts.Finish("late"),), {"came_late", "unwarned"}),
        ((acts.Finish("missed"),), {"missed", "unwarned"}),
        ((acts.Drop("avārija", "centre"),), {"cancelled"}),
        ((acts.Drop("slims", "customer"),), {"cancelled", "unwarned"}),
        ((acts.Move(LATER, "centre"),), {"expected", "moved"}),
        ((acts.Move(LATER, "centre"), acts.Finish("came")), {"came", "moved"}),
    ],
)
def test_visits_are_counted_by_what_came_of_them(deeds: tuple[acts.Deed, ...], expected: set[Measure]) -> None:
    """Each once, whatever came of it; besides, whether it was moved, and whether who was not there had warned."""
    talk = closed(booked(LV))
    for deed in deeds:
        talk.visited(deed, "2026-12-02 10:20")
    found = marks(LV, talk.call)
    assert of("visits", found) == {("", measure): 1 for measure in ("given", *expected)}
    assert of("work", found) == {}


def test_a_visit_that_was_done_in_some_other_way_is_none_of_these() -> None:
    """What a journal says of it and no pack leads to: it was booked, and is not said to be cancelled."""
    talk = closed(booked(LV))
    talk.moved("visit", e.TaskDone, "2026-12-02 10:20")
    assert of("visits", marks(LV, talk.call)) == {("", "given"): 1}


@given(name=st.sampled_from(["ua-court", "lv-lvrtc"]), at=starts, wishes=urges)
def test_answers_holds_and_work_are_as_lines_tell_them(name: str, at: datetime, wishes: Urges) -> None:
    """On any walk, with steps back and detours taken back, what counts is what a recount of the plain lines finds."""
    script = script_of(name)
    walk = led(script, at, wishes)
    log = [*walk.log]
    if not walk.call.discarded and not walk.call.closed:
        log.append(e.Closed(seq=walk.call.seq + 1, at=walk.now))
    found = marks(script, fold_all(script, log))
    again = Retold(pack_of(PACKS / name)).tell(json.loads(msgspec.json.encode(event)) for event in log)
    if again.state == "discarded":
        assert found == {Mark("calls", "", "discarded"): 1}
        return
    for tally in TALLIES:
        given_ = Counter(answer["option"] for answer in again.tallied(tally))
        assert {item: n for (item, what), n in of(tally, found).items() if what == "given"} == given_
        kept = Counter(each["option"] for each in again.tallied(tally) if each["matter"] in again.registered)
        if tally == "feedback":
            assert {item: n for (item, what), n in of(tally, found).items() if what == "registered"} == kept
    holds = of("holds", found)
    assert (holds.get(("", "given"), 0), holds.get(("", "over_limit"), 0)) == (len(again.holds), sum(again.holds))
    work = Counter((task["kind"], again.became(task, LATER)) for task in again.tasks.values() if not task["visit"])
    assert of("work", found) == work
    assert sum(n for (_, what), n in of("visits", found).items() if what == "given") == again.visits


def call(operator: str, day: str, *parts: tuple[Section, str, Measure]) -> Counted:
    """Return what a closed call of an operator adds."""
    return Counted(operator, date.fromisoformat(day), (Mark("calls", "", "closed"), *(Mark(*each) for each in parts)))


def summed(script: Script, by: tuple[Dimension, ...], *calls: Counted) -> list[Figure]:
    """Return the figures of some calls."""
    sums = Sums(by)
    for each in calls:
        sums.add(each)
    return list(sums.figures(script))


def test_figures_are_shares_of_their_wholes() -> None:
    """Calls to which a clause applies, answers given: each share has its own whole, and of nothing there is none."""
    calls = (
        call("17", "2026-11-23", ("clauses", "UA-02", "met"), ("clauses", "UA-11", "na"), ("rating", "", "answered"),
             ("rating", "five", "given"), ("work", "callback", "late")),
        call("17", "2026-11-24", ("clauses", "UA-02", "breached"), ("clauses", "UA-11", "owed")),
        Counted("17", date(2026, 11, 24), (Mark("calls", "", "discarded"),)),
    )  # fmt: skip
    found = {each[:3]: (each.number, each.of) for each in summed(UA, (), *calls) if not each.group}
    assert found["calls", "", "closed"] == (2, 3)
    assert found["calls", "", "discarded"] == (1, 3)
    assert found["clauses", "UA-02", "met"] == found["clauses", "UA-02", "breached"] == (1, 2)
    assert found["clauses", "UA-02", "na"] == (0, 2)
    assert found["clauses", "UA-11", "owed"] == (1, 1)
    assert found["clauses", "UA-11", "na"] == (1, 2)
    assert found["holds", "", "with_hold"] == (0, 2)
    assert ("holds", "", "over_limit") not in found
    assert found["work", "callback", "late"] == (1, 1)
    assert found["rating", "", "answered"] == (1, 2)
    assert found["rating", "five", "given"] == (1, 1)
    assert found["rating", "one", "given"] == (0, 1)
    assert ("survey", "", "answered") not in found
    assert ("clauses", "UA-01", "na") not in found
    assert summed(UA, ()) == []


def test_figures_are_told_apart() -> None:
    """By operator and week; marks by year, unless by something else of the calendar; 2 comes before 17."""
    parts: tuple[Section, str, Measure] = ("rating", "five", "given")
    calls = (call("17", "2027-01-01", parts), call("2", "2026-12-31", parts), call("17", "2026-06-01", parts))

    def groups(section: Section, *by: Dimension) -> list[tuple[str, ...]]:
        found = [each.group for each in summed(UA, by, *calls) if each.section == section and each.item in ("", "five")]
        return [tuple(value for _, value in group) for group in dict.fromkeys(found)]

    assert groups("calls") == [()]
    assert groups("rating") == [(), ("2026",), ("2027",)]
    assert groups("calls", "operator") == [(), ("2",), ("17",)]
    assert groups("rating", "operator") == [(), ("2", "2026"), ("17", "2026"), ("17", "2027")]
    assert groups("calls", "week") == groups("rating", "week") == [(), ("2026-W23",), ("2026-W53",)]
    assert groups("calls", "month") == [(), ("2026-06",), ("2026-12",), ("2027-01",)]
    assert groups("calls", "day", "operator", "day")[1] == ("2026-06-01", "17")
    assert groups("calls", "year") == [(), ("2026",), ("2027",)]
    assert set(DIMENSIONS) == set(get_args(Dimension))


def test_what_only_an_older_version_had_is_counted_too() -> None:
    """A clause or an answer that the script has no more stands behind those that it has."""
    found = summed(LV, (), call("17", "2026-11-23", ("clauses", "LV-99", "met"), ("survey", "six", "given"),
                                ("rating", "five", "given")))  # fmt: skip
    items = [(each.section, each.item) for each in found if not each.group]
    assert [item for section, item in items if section == "survey"][-1] == "six"
    assert ("clauses", "LV-99") in items
    assert ("rating", "five") in items
    assert step_of(LV, "survey", "one") == "survey"
    assert step_of(LV, "feedback", "service_complaint") == "feedback_class"
    assert step_of(LV, "survey", "six") == ""


def test_nothing_in_it_is_about_a_caller() -> None:
    """What a call adds holds no word of a caller, and of the operator the number only."""
    talk = promised()
    found = counted(UA, talk.call, datetime(2026, 12, 1, tzinfo=UTC))
    assert found
    words = msgspec.json.encode(found).decode()
    for private in ("Олено", "Судовий", "+380441234567", OPERATOR.name, OPERATOR.name_latin):
        assert private not in words


@given(name=st.sampled_from(["ua-court", "lv-lvrtc"]), at=starts, wishes=urges, later=st.integers(0, 20 * 24 * 60))
def test_what_a_call_adds_holds_until_the_moment_it_says(name: str, at: datetime, wishes: Urges, later: int) -> None:
    """Nothing that is still owed, or still to be done, is late before it; behind it something is."""
    script = script_of(name)
    walk = led(script, at, wishes)
    log = [*walk.log]
    if not walk.call.closed:
        log.append(e.Closed(seq=walk.call.seq + 1, at=walk.now))
    call = fold_all(script, log)
    found, then = counted(script, call, walk.now), walk.now + timedelta(minutes=later)
    again = counted(script, call, then)
    assert found
    assert again
    assert found.until is None or found.until >= walk.now
    if found.until is None or then <= found.until:
        assert again.marks == found.marks
    elif not call.discarded:
        assert again.marks != found.marks
