"""A call-back at the time that the caller names (UA-19, LV-06): read, told back, work of one's own or of anybody's."""

from __future__ import annotations

from datetime import datetime

import pytest

from callscript.core.call import commands as c
from callscript.core.call import events as e
from callscript.core.records import task_record
from callscript.core.script.base import Finding
from callscript.core.script.model import Script
from callscript.core.script.working_time import local
from tests.clauses.talk import Talk
from tests.clauses.ways import goodbye, greeted, welcomed

KYIV, RIGA = "+380441234567", "+37167108787"
NAMED = ("callback_when", "named")
ANYONE = ("callback_when", "anyone")


def asked(ua: Script, *answers: tuple[str, str]) -> Talk:
    """Return a call in which the caller is asked when to call back."""
    talk = greeted(ua, need="callback")
    talk.through(("ask_callback_phone", KYIV), *answers)
    return talk


def asked_in_riga(lv: Script, *answers: tuple[str, str], start: str = "2026-11-26 12:00") -> Talk:
    """Return such a call to the Latvian centre."""
    talk = welcomed(lv, start)
    talk.key("callback")
    talk.through(("ask_callback_phone", RIGA), *answers)
    return talk


def due(talk: Talk) -> str:
    """Say when the call-back is due, on the centre's clock."""
    (task,) = (task for task in talk.call.tasks if task.kind == "callback")
    assert task.due
    return f"{local(talk.script, task.due):%Y-%m-%d %H:%M}"


def whose(talk: Talk) -> str:
    """Say whose the call-back is."""
    (task,) = (task for task in talk.call.tasks if task.kind == "callback")
    return task_record("call", "17", task).whose


@pytest.mark.parametrize(
    ("typed", "when", "told"),
    [
        ("завтра о 10:00", "2026-11-24 10:00", "у вівторок, 24.11.2026 о 10:00"),
        ("у понеділок о 9:30", "2026-11-30 09:30", "у понеділок, 30.11.2026 о 09:30"),
        ("30.11. 14:00", "2026-11-30 14:00", "у понеділок, 30.11.2026 о 14:00"),
        ("12:15", "2026-11-23 12:15", "у понеділок, 23.11.2026 о 12:15"),
    ],
)
def test_ua_19_a_call_back_at_the_time_that_the_caller_names(ua: Script, typed: str, when: str, told: str) -> None:
    """It is told back with its day of the week, and is due then: by whoever has promised it, or by anybody."""
    for answers, step, owner in (
        ([NAMED], "ask_callback_at", "17"),
        ([ANYONE, ("callback_anyone_when", "named")], "ask_callback_anyone_at", ""),
    ):
        talk = asked(ua, *answers)
        talk.take(step, typed)
        talk.say("callback_promise_at", KYIV, told)
        assert (due(talk), whose(talk)) == (when, owner)
        goodbye(talk)
        assert talk.verdict("UA-19").lasting


def test_ua_19_what_is_no_time_to_call_back(ua: Script) -> None:
    """What is none, is over or is more than a year ahead is asked for again."""
    talk = asked(ua, NAMED)
    for typed, code in (
        ("якось", "no_time"),
        ("завтра", "no_time"),
        ("9:00", "time_over"),
        ("30.11.2126 10:00", "too_far"),
    ):
        assert talk.refuses(c.Fill("callback_at", typed), code) == ("callback_at",)
    talk.at("ask_callback_at")
    assert not talk.call.tasks


def test_ua_19_a_named_time_is_kept_within_a_quarter_of_an_hour(ua: Script) -> None:
    """Rung up at the time named, or before it; a quarter of an hour after it is late."""
    kept: dict[str, Finding] = {"2026-11-24 09:58": "met", "2026-11-24 10:15": "met", "2026-11-24 10:16": "breached"}
    for done, verdict in kept.items():
        talk = asked(ua, NAMED, ("ask_callback_at", "завтра о 10:00"))
        talk.take("callback_promise_at")
        goodbye(talk)
        limit = talk.verdict("UA-19").limit
        assert limit == datetime.fromisoformat("2026-11-24 10:15").replace(tzinfo=ua.zone)
        talk.moved("callback", e.TaskDone, done, by="17")
        talk.stands("UA-19", verdict, e.TaskDone, kind="callback")


def test_ua_19_anybody_may_call_within_a_term(ua: Script) -> None:
    """The quick times are there for anybody too, and it can be one's own again; without that no key more is needed."""
    talk = asked(ua, ANYONE)
    assert talk.offers() == ["hour", "today", "working_day", "named", "mine"]
    own = talk.fork()
    talk.take("callback_anyone_when", "working_day")
    talk.say("callback_promise", KYIV, "вівторка, 24.11.2026 о 10:00")
    assert (due(talk), whose(talk)) == ("2026-11-24 10:00", "")
    own.through(("callback_anyone_when", "mine"), ("callback_when", "working_day"))
    own.say("callback_promise", KYIV, "вівторка, 24.11.2026 о 10:00")
    assert (due(own), whose(own)) == ("2026-11-24 10:00", "17")


def test_ua_19_a_named_time_is_owed_in_words(ua: Script) -> None:
    """A time that was agreed is told back before the call ends."""
    talk = asked(ua, NAMED)
    talk.is_owed_yet("UA-19")
    talk.take("ask_callback_at", "завтра о 10:00")
    talk.is_owed_yet("UA-19")
    talk.take("callback_promise_at")
    talk.stands("UA-19", "open", e.TaskOpened, kind="callback")


@pytest.mark.parametrize(
    ("typed", "when", "told"),
    [
        ("rīt 10:00", "2026-11-27 10:00", "piektdien, 27.11.2026 plkst. 10:00"),
        ("pirmdien 9:30", "2026-11-30 09:30", "pirmdien, 30.11.2026 plkst. 09:30"),
        ("30.11. plkst. 14", "2026-11-30 14:00", "pirmdien, 30.11.2026 plkst. 14:00"),
    ],
)
def test_lv_06_a_call_back_at_the_time_that_the_customer_names(lv: Script, typed: str, when: str, told: str) -> None:
    """So it is there, where it is said by when the answer comes."""
    for answers, step, owner in (
        ([NAMED], "ask_callback_at", "17"),
        ([ANYONE, ("callback_anyone_when", "named")], "ask_callback_anyone_at", ""),
    ):
        talk = asked_in_riga(lv, *answers)
        talk.take(step, typed)
        talk.say("callback_promise_at", RIGA, told)
        assert (due(talk), whose(talk)) == (when, owner)
        talk.take("dealt", "yes")
        talk.hang_up("caller")
        assert talk.verdict("LV-06").lasting
        late = talk.fork()
        talk.moved("callback", e.TaskDone, when, by="17")
        talk.stands("LV-06", "met", e.TaskDone, kind="callback")
        late.moved("callback", e.TaskDone, "2026-11-30 18:00", by="17")
        late.stands("LV-06", "breached", e.TaskDone, kind="callback")


def test_lv_06_a_call_back_while_the_centre_is_open(lv: Script) -> None:
    """At night, on a Saturday or a holiday, and right when the centre closes nobody calls back: that is refused."""
    talk = asked_in_riga(lv, NAMED)
    for typed in ("rīt 8:59", "sestdien 12:00", "rīt 18:00"):
        talk.refuses(c.Fill("callback_at", typed), "closed_then")
    talk.refuses(c.Fill("callback_at", "25.12. 10:00"), "holiday")
    talk.take("ask_callback_at", "rīt 17:59")
    talk.at("callback_promise_at")


def test_a_call_back_about_a_complaint_is_about_something(ua: Script, lv: Script) -> None:
    """Once it is noted what the caller complains of, nothing else is asked for; before that it is."""
    for script, first in ((ua, ("greet",)), (lv, ("greet", "recording"))):
        talk = Talk(script, "2026-11-23 10:00")
        talk.through(*first)
        talk.key("complaint")
        talk.take("complaint_listen")
        early = talk.fork()
        early.key("callback")
        assert early.call.step in ("ask_callback_subject", "ask_callback_need")
        talk.take("complaint_cause", "грубість")
        talk.key("callback")
        talk.at("ask_callback_phone")


def test_lv_06_today_is_promised_before_the_centre_opens(lv: Script) -> None:
    """Before nine on a working day the centre is still going to work today; within the hour it does not."""
    for start, offered in (
        ("2026-11-27 01:37", ["today", "working_day", "three_days", "named", "anyone", "none"]),
        ("2026-11-28 01:37", ["working_day", "three_days", "named", "anyone", "none"]),
    ):
        talk = Talk(lv, start)
        talk.through("greet_closed", "recording_closed")
        talk.key("callback")
        assert talk.refuses(c.Advance(), "fill_first") == ("need",)
        talk.through(("ask_callback_need", "eParaksts"), ("ask_callback_phone", RIGA))
        assert talk.offers() == offered
        assert "09:00–18:00" in talk.offer("hour").text
        if "today" in offered:
            talk.take("callback_when", "today")
            talk.say("callback_promise", "piektdienai, 27.11.2026 plkst. 18:00")


def test_a_call_back_that_is_not_agreed_leads_back(ua: Script, lv: Script) -> None:
    """What led there is asked again: without a call-back the caller has no answer yet."""
    talk = asked(ua, ("callback_when", "none"))
    talk.at("need_kind")
    assert talk.call.fields["subject"].text == "Судовий збір"
    advised = talk.fork()
    advised.take("need_kind", "consultation")
    advised.at("give_advice")
    talk.through(("need_kind", "callback"), ("callback_when", "hour"), "callback_promise")
    talk.at("understood")
    searched = welcomed(lv, "2026-11-26 12:00")
    searched.key("hold")
    searched.through(("hold_consent", "agrees"), "hold_wait", "hold_thanks", ("hold_result", "callback"))
    searched.through(("ask_callback_phone", RIGA), ("callback_when", "none"))
    searched.at("hold_result")
