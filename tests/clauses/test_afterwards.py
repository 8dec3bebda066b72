"""What a call has promised is judged by what became of it, on the day or days after: done in time, late, given up."""

from __future__ import annotations

from callscript.core.call.events import (
    Ended,
    TaskDone,
    TaskDropped,
    TaskHandedOver,
    TaskOpened,
    TaskPostponed,
    TaskReopened,
    TaskTaken,
    TaskTried,
)
from callscript.core.script.model import Script
from callscript.core.script.working_time import local
from tests.clauses.talk import Talk
from tests.clauses.ways import goodbye, greeted, parted, registered, welcomed

PHONE = "+37167108787"


def _sent_elsewhere(ua: Script, start: str = "2026-11-23 10:00") -> Talk:
    """Return a call in which an appeal beyond competence was registered, and not sent on yet."""
    talk = registered(ua, start, "beyond")
    talk.through(("pick_body", "hcj"), "dispatch_told")
    goodbye(talk)
    talk.take("dispatch", "later")
    return talk


def _called_back(ua: Script) -> Talk:
    """Return a call that has promised to call back within a working day."""
    talk = greeted(ua, "2026-11-27 12:00", need="callback")
    talk.through(("ask_callback_phone", "+380441234567"), ("callback_when", "working_day"), "callback_promise")
    goodbye(talk)
    return talk


def _deferred(lv: Script) -> Talk:
    """Return a call on a Friday that has promised an answer within a working day."""
    talk = welcomed(lv, "2026-11-27 12:00", need="deferral")
    talk.through(("ask_answer_phone", PHONE), ("time_needed", "working_day"), "time_promise")
    parted(talk)
    return talk


def _handed(lv: Script) -> Talk:
    """Return a call in which a colleague is to see to the matter within three working days."""
    talk = welcomed(lv, "2026-11-27 12:00", need="colleague")
    talk.through(("pick_colleague", "contracts"), "colleague_told", ("colleague_how", "hand"))
    talk.through(("ask_handed_phone", PHONE), ("handed_when", "three_days"), "handed_promise")
    parted(talk)
    return talk


def _applied(lv: Script) -> Talk:
    """Return a call on a Friday in which an application was registered."""
    talk = welcomed(lv, "2026-11-27 12:00", need="application")
    talk.through(("ask_given_name", "Jānis"), ("ask_surname", "Ozols"), ("ask_phone", PHONE), ("ask_email", "a@b.lv"))
    talk.through("register_application", "application_told")
    parted(talk)
    return talk


def _is_owed_today(talk: Talk) -> None:
    """Expect nothing but the sending on to be owed, until the end of the day."""
    verdict = talk.verdict("UA-11")
    assert (verdict.verdict, verdict.lasting) == ("open", True)
    assert verdict.limit == local(talk.script, talk.clock.now()).replace(
        hour=23, minute=59, second=59, microsecond=999_999
    )


def test_ua_11_an_appeal_is_sent_on_that_day_in_kyiv(ua: Script) -> None:
    """Until the last second of the day; a minute after midnight it was breached, though it is sent."""
    talk = _sent_elsewhere(ua)
    _is_owed_today(talk)
    late = talk.fork()
    talk.moved("dispatch", TaskTaken, "2026-11-23 18:00")
    _is_owed_today(talk)
    talk.moved("dispatch", TaskDone, "2026-11-23 23:59:59")
    talk.stands("UA-11", "met", TaskDone, kind="dispatch")
    late.moved("dispatch", TaskDone, "2026-11-24 00:01")
    late.stands("UA-11", "breached", TaskDone, kind="dispatch")
    assert late.call.tasks == ()


def test_ua_11_putting_it_off_does_not_put_off_its_day(ua: Script) -> None:
    """It is due that day, closed or not, whenever somebody wants to be reminded; Saturday or not."""
    talk = _sent_elsewhere(ua, "2026-11-28 21:00")
    talk.moved("dispatch", TaskPostponed, "2026-11-28 21:30")
    _is_owed_today(talk)
    talk.clock.advance(3 * 3600)
    assert talk.verdict("UA-11").verdict == "breached"


def test_ua_11_what_was_not_sent_and_is_given_up_is_breached(ua: Script) -> None:
    """On the day as well as later; opened again in time it is owed again, and can be met."""
    for when in ("2026-11-25 11:00", "2026-11-23 11:00"):
        talk = _sent_elsewhere(ua)
        talk.moved("dispatch", TaskDropped, when)
        talk.stands("UA-11", "breached", TaskDropped, kind="dispatch")
    talk = _sent_elsewhere(ua)
    talk.moved("dispatch", TaskDropped, "2026-11-23 11:00")
    talk.moved("dispatch", TaskReopened, "2026-11-23 12:00")
    _is_owed_today(talk)
    talk.moved("dispatch", TaskDone, "2026-11-23 13:00")
    talk.stands("UA-11", "met", TaskDone, kind="dispatch")


def test_ua_11_each_appeal_is_sent_by_itself(ua: Script) -> None:
    """Of two appeals beyond competence, one that was sent does not stand for the other."""
    talk = registered(ua, competence="beyond")
    talk.through(("pick_body", "hcj"), "dispatch_told", ("understood", "more"), ("ask_subject", "друге"))
    talk.through(("need_kind", "appeal"), "appeal_intro", "ask_substance", "register_appeal", ("competence", "beyond"))
    talk.through(("pick_body", "hcj"), "dispatch_told")
    goodbye(talk)
    talk.through(("dispatch", "later"), ("dispatch", "later"))
    assert [task.kind for task in talk.call.tasks] == ["dispatch", "dispatch"]
    talk.moved("dispatch", TaskDone, "2026-11-23 15:00")
    _is_owed_today(talk)
    talk.moved("dispatch", TaskDone, "2026-11-23 15:30", by="19")
    talk.stands("UA-11", "met", TaskDone, by="19")


def test_ua_19_a_call_back_is_made(ua: Script) -> None:
    """By the time that was promised, on another day; an attempt that reached nobody is none that was made."""
    talk = _called_back(ua)
    talk.is_promised("UA-19", "callback")
    assert talk.due("callback") == "2026-11-30 12:00"
    late, dropped = talk.fork(), talk.fork()
    talk.moved("callback", TaskTried, "2026-11-30 10:00")
    talk.is_promised("UA-19", "callback")
    talk.moved("callback", TaskDone, "2026-11-30 11:59", by="17")
    talk.stands("UA-19", "met", TaskDone, kind="callback")
    late.moved("callback", TaskTried, "2026-11-30 11:59")
    late.moved("callback", TaskDone, "2026-12-01 09:00")
    late.stands("UA-19", "breached", TaskDone, kind="callback")
    dropped.moved("callback", TaskDropped, "2026-11-27 13:00")
    dropped.stands("UA-19", "breached", TaskDropped, kind="callback")


def test_lv_05_a_colleague_is_really_involved(lv: Script) -> None:
    """A colleague has it, or it is done: named and told is not enough, nor is handed over or left to anybody."""
    talk = _handed(lv)
    talk.is_promised("LV-05", "colleague")
    done, dropped = talk.fork(), talk.fork()
    talk.moved("colleague", TaskHandedOver, "2026-11-27 13:00")
    talk.is_promised("LV-05", "colleague")
    for to in ("21", "424242"):
        talk.moved("colleague", TaskHandedOver, "2026-11-27 14:00", to=to)
        talk.is_promised("LV-05", "colleague")
    given_up = talk.fork()
    given_up.moved("colleague", TaskDropped, "2026-11-27 14:10")
    given_up.stands("LV-05", "breached", TaskDropped, kind="colleague")
    talk.moved("colleague", TaskTaken, "2026-11-27 14:05", by="17")
    talk.is_promised("LV-05", "colleague")
    talk.moved("colleague", TaskTaken, "2026-11-27 14:15", by="21")
    talk.stands("LV-05", "met", TaskTaken, by="21")
    freed = talk.fork()
    freed.moved("colleague", TaskHandedOver, "2026-11-27 15:00", by="1", reason="x")
    freed.is_promised("LV-05", "colleague")
    freed.moved("colleague", TaskDropped, "2026-11-27 15:10", reason="x")
    freed.stands("LV-05", "breached", TaskDropped, kind="colleague")
    talk.is_promised("LV-06", "colleague")
    talk.moved("colleague", TaskDone, "2026-12-02 11:00", by="21")
    talk.stands("LV-06", "met", TaskDone, kind="colleague")
    done.moved("colleague", TaskDone, "2026-12-03 11:00")
    done.stands("LV-05", "breached", TaskDone, kind="colleague")
    dropped.moved("colleague", TaskDropped, "2026-11-27 14:00")
    dropped.stands("LV-05", "breached", TaskDropped, kind="colleague")


def test_lv_06_a_promised_answer_is_given(lv: Script) -> None:
    """By the time that was said, the weekend not counted; an answer that is given up was promised and is not given."""
    talk = _deferred(lv)
    talk.is_promised("LV-06", "answer")
    assert talk.due("answer") == "2026-11-30 12:00"
    late, dropped = talk.fork(), talk.fork()
    talk.moved("answer", TaskDone, "2026-11-30 11:00")
    talk.stands("LV-06", "met", TaskDone, kind="answer")
    late.moved("answer", TaskDone, "2026-11-30 12:01")
    late.stands("LV-06", "breached", TaskDone, kind="answer")
    dropped.moved("answer", TaskDropped, "2026-11-30 09:30")
    dropped.stands("LV-06", "breached", TaskDropped, kind="answer")
    dropped.moved("answer", TaskReopened, "2026-11-30 10:00")
    dropped.moved("answer", TaskDone, "2026-11-30 11:00")
    dropped.stands("LV-06", "met", TaskDone, kind="answer")


def test_lv_15_an_application_is_processed(lv: Script) -> None:
    """Within a working day; days late it was breached, and is processed all the same."""
    talk = _applied(lv)
    talk.is_promised("LV-15", "application")
    late = talk.fork()
    talk.moved("application", TaskDone, "2026-11-30 11:59")
    talk.stands("LV-15", "met", TaskDone, kind="application")
    assert late.verdict("LV-15").event == late.number(TaskOpened, kind="application")
    late.moved("application", TaskDone, "2026-12-04 10:00")
    late.stands("LV-15", "breached", TaskDone, kind="application")


def test_what_is_recorded_at_the_end_of_the_call_does_not_change(lv: Script) -> None:
    """What became of work tells nothing of how the call ended, nor of what was said in it."""
    talk = _deferred(lv)
    before = {each.clause: each for each in map(talk.verdict, ("LV-03", "LV-11", "LV-16")) if each.verdict != "open"}
    ended = talk.call.ended
    talk.moved("answer", TaskDone, "2026-11-30 11:00")
    assert {clause: talk.verdict(clause) for clause in before} == before
    assert talk.call.ended == ended
    assert talk.number(Ended) < talk.number(TaskDone)
