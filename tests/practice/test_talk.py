"""What a caller says when: at the steps, and by the clock."""

from __future__ import annotations

from functools import cache

import pytest
from msgspec.structs import replace

from callscript import packs
from callscript.core.call import commands as c
from callscript.core.call.refusal import Refused
from callscript.core.script.model import Script
from callscript.practice.caller import Caller, Does, Expects, Says
from tests.practice.operators import Led

CALLER = Caller(id="x", pack="ua-court", title={"uk": "x"})


@cache
def court() -> Script:
    """Return the script of the court."""
    return packs.read(packs.locate("ua-court"))


def begun(**changed: object) -> Led:
    """Begin a call of a caller."""
    return Led(court(), replace(CALLER, **changed))


def said(call: Led) -> list[str]:
    """Return all that was said so far."""
    call.talk.follow(call.log, call.now)
    return [line.text for line in call.talk.lines]


def test_an_answer_a_fact_or_what_is_in_stock() -> None:
    """What stands at the step goes before what is known of its field, and that before the stock; else nothing."""
    call = begun(
        says=(Says(at="greet", text="Алло"),), facts={"address": "Ганно"}, stock={"say": "Угу", "choose": "Га?"}
    )
    call.do(c.Advance(), c.Advance(), c.Fill("address", "Ганно"), c.Advance())
    assert said(call) == ["Алло", "Угу", "Ганно", "Угу"]
    call.do(c.Advance(), c.Fill("subject", "Позов"), c.Advance())
    assert said(call) == ["Алло", "Угу", "Ганно", "Угу", "Га?"]
    assert call.talk.last == "Га?"


def test_an_answer_that_is_talked_over_is_still_known() -> None:
    """Till the next step, at which something else is said; what is done in silence talks nothing over."""
    does = (Does(after="said:greet", seconds=3, text="Швидше!"),)
    call = begun(says=(Says(at="introduce", text="Так."),), does=does)
    call.do(c.Advance())
    assert (said(call), call.talk.answer) == (["Так."], "")
    call.passes(3)
    assert (said(call), call.talk.answer, call.talk.last) == (["Так.", "Швидше!"], "Так.", "Швидше!")
    call.do(c.Advance())
    assert (said(call)[2:], call.talk.answer) == ([], "")


def test_what_only_the_operator_reads_is_not_answered_from_the_facts() -> None:
    """A field that is noted without asking is not told."""
    call = begun(facts={"measure": "Нічого"})
    call.do(c.Advance(), c.TakeDetour("complaint"), c.Advance(), c.Fill("cause", "Чекав"), c.Advance())
    assert call.call.step == "complaint_measure"
    assert said(call) == []


def test_back_from_a_detour_nothing_is_said_anew() -> None:
    """A step that is come back to is not answered twice; one that is gone back to is."""
    call = begun(says=(Says(at="introduce", text="Так?"),))
    call.do(c.Advance(), c.TakeDetour("hold"), c.TakeDetour("hold"))
    assert said(call) == ["Так?"]
    call.do(c.Advance(), c.Back())
    assert said(call) == ["Так?", "Так?"]


ACT = Does(after="said:greet", seconds=10, text="Ей!")


def test_by_the_clock_once() -> None:
    """So many seconds after a fact, not sooner, and once; the moment is known before."""
    call = begun(does=(ACT,))
    assert call.talk.next_due is None
    call.do(c.Advance())
    due = call.talk.next_due
    assert due
    assert (due - call.now).total_seconds() == 10
    call.passes(9.9)
    assert said(call) == []
    call.passes(0.1)
    assert said(call) == ["Ей!"]
    call.do(c.Back(), c.Advance())
    call.passes(60)
    assert said(call) == ["Ей!"]
    assert call.talk.next_due is None


def test_what_came_in_between_takes_it_away() -> None:
    """A hold that is over in time is not hung up on; the next one is counted anew."""
    gone = Does(after="timing:hold", seconds=100, unless="stopped:hold", text="(гудки)")
    call = begun(does=(gone,))
    call.do(c.Advance(), c.TakeDetour("hold"), c.Answer("agrees"))
    call.passes(99)
    call.do(c.Advance())
    call.passes(60)
    assert said(call) == []
    call.do(c.TakeDetour("hold"), c.TakeDetour("hold"), c.Answer("agrees"))
    call.passes(99)
    assert said(call) == []
    call.passes(1)
    assert said(call) == ["(гудки)"]


def test_a_caller_who_is_not_heard_and_one_who_is_gone() -> None:
    """Words are lost until the caller can be heard; nothing comes from somebody who has hung up, nor after the end."""
    noise = replace(ACT, text="(тріск)", act="unheard", until="left:unclear")
    bye = Does(after="left:unclear", seconds=20, text="(гудки)", act="hangs_up")
    late = Does(after="left:unclear", seconds=30, text="Ще я!")
    says = (
        Says(at="ask_address", text="Ганна"),
        Says(at="offer_help", text="Так"),
        Says(at="clarity_wait", text="Що?"),
    )
    call = begun(does=(noise, bye, late), says=says)
    call.do(c.Advance())
    call.passes(10)
    call.do(c.Advance(), c.TakeDetour("unclear"))
    assert said(call) == ["(тріск)"]
    call.do(c.TakeDetour("unclear"), c.Fill("address", "Ганно"), c.Advance())
    assert said(call) == ["(тріск)", "Так"]
    call.passes(60)
    call.do(c.Back())
    assert said(call) == ["(тріск)", "Так", "(гудки)"]
    call.do(c.TakeDetour("end"), c.Answer("caller"))
    assert (call.talk.last, call.talk.next_due) == ("", None)


def test_acts_come_in_their_order_whenever_it_is_looked() -> None:
    """Looked at once or each second, the same was said, between the same answers."""
    does = (ACT, replace(ACT, seconds=5, text="Гей!"))
    call = begun(does=does, says=(Says(at="ask_address", text="Ганна"),))
    call.do(c.Advance())
    call.now = call.now.replace(second=30)
    call.do(c.Advance())
    assert said(call) == ["Гей!", "Ей!", "Ганна"]


@pytest.mark.parametrize(
    ("seconds", "missing"), [(20, ()), (21, ("entered:complaint",)), (None, ("entered:complaint",))]
)
def test_what_is_expected_comes_in_time_or_is_named(seconds: int | None, missing: tuple[str, ...]) -> None:
    """With the event upon which the caller did it."""
    call = begun(does=(replace(ACT, expects="entered:complaint", within=20),))
    call.do(c.Advance())
    call.passes(10)
    if seconds is not None:
        call.passes(seconds)
        call.do(c.TakeDetour("complaint"))
    call.do(c.Advance())
    unmet = call.score.unmet
    assert tuple(each.expected for each in unmet) == missing
    assert all((each.what, each.event) == ("does", 2) for each in unmet)


def test_what_never_came_to_it_is_not_expected() -> None:
    """A call that is over before obliges to nothing."""
    call = begun(does=(replace(ACT, expects="entered:complaint"),))
    call.do(c.Advance())
    call.passes(9)
    assert call.score.unmet == ()


def test_the_score() -> None:
    """By clause: what binds, what is recommended, with the seconds over; what was refused, went back, was misheard."""
    expects = Expects(ended="operator", met=("UA-20", "UA-13"), not_breached="must")
    call = begun(expects=expects, says=(Says(at="hold_consent", text="Ні!", answers="refuses"),))
    call.do(c.Advance(), c.Advance(), c.Back(), c.Advance(), c.TakeDetour("hold"), c.Answer("agrees"))
    call.passes(187.5)
    call.do(c.Advance(), c.Advance(), c.Answer("none"))
    with pytest.raises(Refused):
        call.do(c.Answer("nonsense"))
    found = call.score
    assert [(each.clause, each.verdict, each.over) for each in found.should if each.clause == "UA-20"] == [
        ("UA-20", "breached", 7.5)
    ]
    assert {"UA-13"} <= {each.clause for each in found.must}
    assert (found.backs, found.refused, found.ended) == (1, 1, "")
    assert [(each.step, each.meant, each.chosen) for each in found.misheard] == [("hold_consent", "refuses", "agrees")]
    unmet = [(each.what, each.expected, each.found) for each in found.unmet]
    assert unmet[0] == ("ended", "operator", "")
    assert {("UA-20", "met", "breached"), ("UA-19", "not_breached", "open")} <= set(unmet)
    assert found.of - found.met == len(found.must) + len(found.should)


def test_what_is_for_after_the_call_is_nobody_s_fault() -> None:
    """A call-back that was promised is owed still, and is not among what the call came to."""
    call = begun(phone="067 123 45 67")
    call.do(c.Advance(), c.Advance(), c.Fill("address", "Ганно"), c.Advance(), c.Advance())
    call.do(
        c.TakeDetour("callback"),
        c.Fill("subject", "Судовий збір"),
        c.Advance(),
        c.Fill("phone", "067 123 45 67"),
        c.Advance(),
        c.Answer("working_day"),
    )
    call.do(c.Advance())
    call.do(c.TakeDetour("end"), c.Answer("close"))
    while not call.call.ended:
        call._answer()
    found = call.score
    assert "UA-19" not in {each.clause for each in (*found.must, *found.should)}
    assert found.met == found.of
