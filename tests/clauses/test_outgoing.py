"""A call that the operator begins, about what an earlier one has left: what is known, what binds, what it comes to."""

from __future__ import annotations

from datetime import datetime

import pytest

from callscript.core.acts import Finish, Try
from callscript.core.call import commands as c
from callscript.core.call import events as e
from callscript.core.call.outgoing import continued
from callscript.core.came_to import came_of
from callscript.core.script.base import EndKind
from callscript.core.script.model import Script
from tests.clauses.talk import Talk
from tests.clauses.ways import begun, cut_short, greeted, registered, welcomed

KYIV = "+380441234567"
RIGA = "+37167108787"
UA_CALLED = ("ringing_dial", ("ringing_answered", "answered"), "ringing_greet", "ringing_introduce")
LV_CALLED = ("ringing_dial", ("ringing_answered", "answered"), "ringing_greet", "ringing_recording")


def rung_up(earlier: Talk, kind: str, start: str, phone: str = "") -> Talk:
    """Begin a call about work of a kind that an earlier one has left."""
    task = next((task for task in earlier.call.tasks if task.kind == kind), None)
    assert task is not None, f"no task {kind}"
    assert earlier.call.start is not None
    name = f"{earlier.call.start.call}/{task.id}"
    goes_on = continued(earlier.script, earlier.script, earlier.call, name, kind, 1)
    return Talk(earlier.script, start, phone=phone, goes_on=goes_on)


def came(talk: Talk) -> str:
    """Tell what a call has come to with the work that it was begun for."""
    found = came_of(talk.script, talk.call)
    if found is None:
        return "not done"
    deed, at = found
    assert talk.call.ended is not None
    assert at <= talk.call.ended.at
    return f"done, {deed.result}" if isinstance(deed, Finish) else "tried"


def promised(ua: Script) -> Talk:
    """Return a call to the Ukrainian centre that has promised to call back."""
    talk = greeted(ua, "2026-11-27 12:00", need="callback")
    talk.through(("ask_callback_phone", KYIV), ("callback_when", "working_day"), "callback_promise")
    talk.hang_up("caller")
    return talk


def deferred(lv: Script) -> Talk:
    """Return a call to the Latvian centre that has promised an answer."""
    talk = welcomed(lv, "2026-11-26 12:00", need="deferral")
    talk.through(("ask_answer_phone", RIGA), ("time_needed", "working_day"), "time_promise")
    talk.hang_up("caller")
    return talk


def called_back(ua: Script) -> Talk:
    """Return a call back of the Ukrainian centre that has come to what the caller needs."""
    talk = rung_up(promised(ua), "callback", "2026-11-28 11:00", KYIV)
    talk.through(*UA_CALLED, ("ringing_who", "caller"), "ringing_callback")
    talk.at("need_kind")
    return talk


def answered(lv: Script) -> Talk:
    """Return a call of the Latvian centre with a promised answer that has come to what the customer needs."""
    talk = rung_up(deferred(lv), "answer", "2026-11-27 11:00", RIGA)
    talk.through(*LV_CALLED, ("ringing_who", "customer"), "ringing_answer")
    talk.at("need_kind")
    return talk


def test_ua_19_a_call_back_begins_with_what_is_known(ua: Script) -> None:
    """Number, form of address and request of the call before are there, and the number to ring is said."""
    talk = rung_up(promised(ua), "callback", "2026-11-28 11:00", KYIV)
    talk.say("ringing_dial", KYIV)
    assert (talk.value("subject"), talk.value("phone")) == ("Судовий збір", KYIV)
    talk.take("ringing_answered", "answered")
    talk.say("ringing_greet", "Доброго дня")
    talk.say("ringing_introduce", "Оператор № 17")
    talk.shows("Олено Іванівно")
    assert talk.row("subject").value == "Судовий збір"


def _is_of_a_call_that_is_answered(ua: Script, clause: str) -> None:
    """Of a call that the operator begins it asks nothing, whatever is said in it; of one that is answered it does."""
    assert Talk(ua).verdict(clause).verdict == "open"
    talk = rung_up(promised(ua), "callback", "2026-11-28 11:00", KYIV)
    talk.stands(clause, "na")
    talk = called_back(ua)
    talk.stands(clause, "na")
    talk.take("need_kind", "consultation")
    talk.through("give_advice", ("understood", "clear"), ("rating", "five"), "farewell", "hang_up")
    talk.stands(clause, "na")


def test_ua_02_binds_an_incoming_call_only(ua: Script) -> None:
    """Whoever rings up greets as well, but owes it to nobody."""
    _is_of_a_call_that_is_answered(ua, "UA-02")


def test_ua_03_binds_an_incoming_call_only(ua: Script) -> None:
    """Whoever rings up says who is calling, but owes no number."""
    _is_of_a_call_that_is_answered(ua, "UA-03")


def test_ua_04_binds_an_incoming_call_only(ua: Script) -> None:
    """How to address the caller is known, or stays unknown."""
    _is_of_a_call_that_is_answered(ua, "UA-04")


def test_ua_05_binds_an_incoming_call_only(ua: Script) -> None:
    """Whoever rings up says why, and offers no help."""
    _is_of_a_call_that_is_answered(ua, "UA-05")


def test_ua_19_a_call_back_that_was_answered_is_made(ua: Script) -> None:
    """The caller was given what was missing: the work is done, at that moment, and the clause is met in its call."""
    earlier, talk = promised(ua), called_back(ua)
    assert came(talk) == "not done"
    talk.through(("need_kind", "consultation"), "give_advice", ("understood", "clear"), ("rating", "five"))
    talk.say("farewell", "Дякуємо Вам за дзвінок, при потребі телефонуйте ще, завжди будемо раді Вам допомогти")
    talk.do(c.Advance())
    assert came(talk) == "done, reached"
    assert talk.verdict("UA-12").verdict == talk.verdict("UA-13").verdict == "met"
    found = came_of(ua, talk.call)
    assert found is not None
    assert found[1] == next(event.at for event in talk.log if isinstance(event, e.Done) and event.step == "give_advice")
    earlier.moved("callback", e.TaskDone, "2026-11-28 11:05", by="17")
    earlier.stands("UA-19", "met", e.TaskDone, kind="callback")


def _nobody_answers(script: Script, clause: str) -> None:
    """Expect a try, whether nobody answers or somebody else does: the clause is of a line on which somebody is."""
    is_ua = script.own_language == "uk"
    earlier, kind, phone = (promised(script), "callback", KYIV) if is_ua else (deferred(script), "answer", RIGA)
    talk = rung_up(earlier, kind, "2026-11-27 15:00", phone)
    absent = talk.fork()
    talk.through("ringing_dial", ("ringing_answered", "nobody"), "ringing_hang_up")
    absent.through(*(UA_CALLED if is_ua else LV_CALLED), ("ringing_who", "absent"))
    absent.through("ringing_later", "ringing_absent_hang_up")
    for each in (talk, absent):
        assert came(each) == "tried"
        each.stands(clause, "na", e.Chosen)
        each.do(c.SetOutcome("unanswered"), c.Close())
        assert each.call.closed


def test_ua_17_nobody_answers(ua: Script) -> None:
    """Ten seconds are not tried for on a line that nobody has answered."""
    _nobody_answers(ua, "UA-17")


def test_ua_18_nobody_answers(ua: Script) -> None:
    """Nobody is told that they cannot be heard."""
    _nobody_answers(ua, "UA-18")


def test_h_02_nobody_answers(lv: Script) -> None:
    """So it is with the rule of the Latvian centre's own."""
    _nobody_answers(lv, "H-02")


@pytest.mark.parametrize("how", ["caller", "no_contact", "abuse"])
def test_a_call_back_that_is_cut_off(ua: Script, how: EndKind) -> None:
    """Nothing was told: whoever has the work has it still; where nobody could be heard, that was a try."""
    talk = called_back(ua)
    cut_short(talk, how)
    assert came(talk) == ("tried" if how == "no_contact" else "not done")


def test_ua_19_another_time_is_agreed(ua: Script) -> None:
    """Then the call back was made, and another one is promised, about the same matter."""
    talk = rung_up(promised(ua), "callback", "2026-11-30 11:00", KYIV)
    talk.through(*UA_CALLED)
    talk.key("callback")
    talk.through(("callback_when", "hour"), "callback_promise")
    talk.hang_up("caller")
    assert came(talk) == "done, reached"
    assert [task.kind for task in talk.call.tasks] == ["callback"]


def test_lv_06_another_time_is_agreed(lv: Script) -> None:
    """So it is there."""
    talk = rung_up(_to_call_back(lv), "callback", "2026-11-27 11:00", RIGA)
    talk.through(*LV_CALLED)
    talk.key("callback")
    talk.through(("callback_when", "hour"), "callback_promise", ("dealt", "yes"))
    talk.hang_up("caller")
    assert came(talk) == "done, reached"
    assert [task.kind for task in talk.call.tasks] == ["callback"]


def _to_call_back(lv: Script) -> Talk:
    talk = welcomed(lv, "2026-11-26 12:00")
    talk.key("callback")
    talk.through(("ask_callback_phone", RIGA), ("callback_when", "working_day"), "callback_promise")
    talk.hang_up("caller")
    return talk


def test_ua_19_another_matter_begins_with_nothing(ua: Script) -> None:
    """Whoever was called back about one matter has another: its fields are empty, the first one keeps its own."""
    talk = called_back(ua)
    talk.through(("need_kind", "consultation"), "give_advice", ("understood", "more"))
    talk.at("ask_subject")
    assert (talk.call.matter, "subject" in talk.call.fields) == (2, False)
    assert talk.call.values_of(1)["subject"].text == "Судовий збір"


def test_lv_03_another_matter_begins_with_nothing(lv: Script) -> None:
    """No solution is offered for a need that is not known."""
    talk = answered(lv)
    talk.through(("need_kind", "answer"), "offer_solution")
    talk.stands("LV-03", "met", e.Done, step="offer_solution")
    talk.take("understood", "more")
    talk.at("ask_need")
    assert (talk.call.matter, "need" in talk.call.fields) == (2, False)
    assert talk.call.values_of(1)["need"].text == "eParaksts nedarbojas"


def test_ua_11_a_caller_who_was_cut_off_is_told_where_the_appeal_goes(ua: Script) -> None:
    """The body that was picked is there, and is told; where none was, it is picked first."""
    for body in ("hcj", ""):
        earlier = registered(ua, "2026-11-23 10:00", "beyond")
        if body:
            earlier.take("pick_body", body)
        cut_short(earlier, "caller")
        talk = rung_up(earlier, "inform", "2026-11-23 11:00", KYIV)
        talk.through(*UA_CALLED, ("ringing_who", "caller"))
        if not body:
            talk.take("ringing_body", "hcj")
        talk.say("ringing_inform", talk.value("sent_to"))
        talk.through(("need_kind", "done"), ("understood", "clear"), ("rating", "five"), "farewell", "hang_up")
        assert came(talk) == "done, reached"
        talk.do(c.SetOutcome("informed"))


def test_ua_09_an_appeal_is_recorded_to_its_end(ua: Script) -> None:
    """What was told before the caller was cut off is not asked again, and stands in the register."""
    earlier = greeted(ua, "2026-11-23 10:00", need="appeal")
    earlier.through("appeal_intro", ("ask_surname", "Шевченко"))
    earlier.fill("phone", KYIV)
    cut_short(earlier, "caller")
    talk = rung_up(earlier, "appeal", "2026-11-23 11:00", KYIV)
    talk.through(*UA_CALLED, ("ringing_who", "caller"), "ringing_appeal", ("need_kind", "appeal"), "appeal_intro")
    talk.through(("ask_given_name", "Олена"), ("ask_patronymic", "Іванівна"), ("ask_residence", "Київ"))
    talk.through("ask_substance", ("ask_email", "olena@example.com"), "register_appeal", ("competence", "within"))
    talk.through("appeal_accepted", ("understood", "clear"))
    assert talk.verdict("UA-09").verdict == "met"
    talk.hang_up("caller")
    assert came(talk) == "done, reached"


def test_ua_15_an_apology_that_was_cut_off_is_made(ua: Script) -> None:
    """The words of the standard are said, and no fault has to be confirmed for it again."""
    earlier = greeted(ua, "2026-11-23 10:00")
    earlier.fill("phone", KYIV)
    earlier.key("complaint")
    earlier.through("complaint_listen", ("complaint_cause", "грубість"), ("complaint_measure", "розмова"))
    earlier.take("fault", "service")
    earlier.do(c.LoseLine())
    talk = rung_up(earlier, "apology", "2026-11-23 11:00", KYIV)
    talk.through(*UA_CALLED, ("ringing_who", "caller"))
    talk.say("ringing_apology", "Просимо вибачення за неякісне обслуговування")
    talk.through(("need_kind", "done"), ("understood", "clear"), ("rating", "five"), "farewell", "hang_up")
    talk.stands("UA-15", "na")
    assert came(talk) == "done, reached"


def test_ua_14_an_answer_to_what_was_passed_on(ua: Script) -> None:
    """It was answered once the answer was given; another promise is none."""
    earlier = greeted(ua, "2026-11-23 10:00")
    earlier.key("escalate")
    earlier.through(("escalate_to", "management"), ("pick_management", "head"))
    earlier.through(("ask_escalation_reason", "скарга"), ("ask_escalation_grounds", "пункт 5"))
    earlier.through(("ask_escalation_phone", KYIV), ("escalation_when", "week"), "escalation_told")
    cut_short(earlier, "caller")
    talk = rung_up(earlier, "escalation", "2026-11-25 11:00", KYIV)
    talk.through(*UA_CALLED, ("ringing_who", "caller"), "ringing_escalation")
    promise = talk.fork()
    talk.through(("need_kind", "consultation"), "give_advice")
    talk.hang_up("caller")
    assert came(talk) == "done, reached"
    promise.key("callback")
    promise.through(("callback_when", "hour"), "callback_promise")
    promise.hang_up("caller")
    assert came(promise) == "not done"


def test_lv_11_the_notice_of_recording_is_given_again(lv: Script) -> None:
    """Before anything is taken down, though much is known: without it the clause is owed."""
    talk = rung_up(deferred(lv), "answer", "2026-11-27 11:00", RIGA)
    assert (talk.value("need"), talk.value("address")) == ("eParaksts nedarbojas", "Ozola kungs")
    assert talk.verdict("LV-11").verdict == "open"
    silent = talk.fork()
    silent.fill("email", "a@b.lv")
    silent.stands("LV-11", "breached", e.Filled, field="email")
    talk.through("ringing_dial", ("ringing_answered", "answered"))
    talk.say("ringing_greet", "Labdien!")
    talk.say("ringing_recording", "sarunu kvalitātes kontroles nodrošināšanai visas sarunas tiek ierakstītas")
    talk.stands("LV-11", "met", e.Said, phrase="recording")


def test_lv_06_a_promised_answer_is_given(lv: Script) -> None:
    """The need was recorded in the call before, so that the answer may be offered; then the work is done."""
    earlier, talk = deferred(lv), answered(lv)
    later = talk.fork()
    talk.through(("need_kind", "answer"), "offer_solution", ("understood", "done"), ("survey", "four"))
    talk.say("farewell_rung", "Paldies par sarunu!")
    talk.do(c.Advance())
    assert talk.verdict("LV-03").verdict == talk.verdict("LV-11").verdict == "met"
    assert came(talk) == "done, reached"
    earlier.moved("answer", e.TaskDone, "2026-11-27 11:05", by="17")
    earlier.stands("LV-06", "met", e.TaskDone, kind="answer")
    later.take("need_kind", "deferral")
    later.through(("time_needed", "hour"), "time_promise")
    later.hang_up("caller")
    assert came(later) == "not done"


def test_lv_05_a_colleague_answers(lv: Script) -> None:
    """Whoever the matter was handed to rings up with the answer."""
    talk = rung_up(_handed_over(lv), "colleague", "2026-11-27 11:00", RIGA)
    talk.through(*LV_CALLED, ("ringing_who", "customer"), "ringing_answer")
    talk.through("ringing_advice", ("need_kind", "answer"), "offer_solution")
    talk.hang_up("caller")
    assert came(talk) == "done, reached"


def test_lv_05_what_was_advised_is_noted_with_the_work(lv: Script) -> None:
    """Who has promised the answer and rings up with it notes what was advised; nothing noted, it is breached."""
    for kind, earlier, why in (
        ("colleague", _handed_over(lv), "ringing_answer"),
        ("escalation", _passed_on(lv), "ringing_escalation"),
    ):
        talk = rung_up(earlier, kind, "2026-11-26 15:00", RIGA)
        talk.through(*LV_CALLED, ("ringing_who", "customer"), why)
        for advised, finding in (("jāatjauno sertifikāts", "met"), ("", "breached")):
            each, left = talk.fork(), earlier.fork()
            each.take("ringing_advice", advised)
            each.through(("need_kind", "answer"), "offer_solution", ("understood", "more"), ("ask_need", "cits"))
            each.hang_up("caller")
            found = came_of(lv, each.call)
            assert found is not None
            assert isinstance(found.deed, Finish)
            assert found.deed.note == advised
            left.moved(kind, e.TaskDone, "2026-11-26 15:05", by="17", note=found.deed.note)
            assert left.verdict("LV-05").verdict == finding
            left.stands("LV-06", "met", e.TaskDone, kind=kind)


def _handed_over(lv: Script) -> Talk:
    talk = welcomed(lv, "2026-11-26 12:00", need="colleague")
    talk.through(("pick_colleague", "contracts"), "colleague_told", ("colleague_how", "hand"))
    talk.through(("ask_handed_phone", RIGA), ("handed_when", "three_days"), "handed_promise")
    talk.hang_up("caller")
    return talk


def _passed_on(lv: Script) -> Talk:
    talk = welcomed(lv, "2026-11-26 12:00")
    talk.key("escalate")
    talk.through(("escalate_to", "management"), ("pick_management", "head"))
    talk.through(("ask_escalation_reason", "sūdzība"), ("ask_escalation_grounds", "LV-05"))
    talk.through(("ask_escalation_phone", RIGA), ("escalation_when", "working_day"), "escalation_told")
    talk.hang_up("caller")
    return talk


def test_lv_06_a_customer_who_was_cut_off_rejoins_the_matter(lv: Script) -> None:
    """The call is gone on with, at the need that was told."""
    earlier = welcomed(lv, "2026-11-26 12:00", need="refusal")
    earlier.fill("phone", RIGA)
    cut_short(earlier, "caller")
    talk = rung_up(earlier, "inform", "2026-11-26 13:00", RIGA)
    talk.through(*LV_CALLED, ("ringing_who", "customer"))
    talk.say("ringing_inform", "pārtrūka")
    talk.through(("need_kind", "answer"), "offer_solution")
    talk.hang_up("caller")
    assert came(talk) == "done, reached"


def test_lv_15_an_application_that_was_cut_off_is_registered(lv: Script) -> None:
    """What was noted of it is there, and only what is missing is asked for."""
    earlier = welcomed(lv, "2026-11-26 12:00", need="application")
    earlier.through(("ask_given_name", "Jānis"), ("ask_surname", "Ozols"), ("ask_phone", RIGA))
    cut_short(earlier, "caller")
    talk = rung_up(earlier, "inform", "2026-11-26 13:00", RIGA)
    talk.through(*LV_CALLED, ("ringing_who", "customer"), "ringing_inform", ("need_kind", "application"))
    talk.through(("ask_email", "janis@example.lv"), "register_application", "application_told")
    noted = [talk.value(field) for field in ("need", "given_name", "surname", "phone")]
    assert noted == ["eParaksts nedarbojas", "Jānis", "Ozols", RIGA]
    talk.is_promised("LV-15", "application")
    talk.hang_up("caller")
    assert came(talk) == "done, reached"


def test_lv_13_the_virtual_assistant_is_not_offered_to_whom_we_ring_up(lv: Script) -> None:
    """Outside of working time neither the script nor the clause asks for it in a call of one's own."""
    talk = rung_up(deferred(lv), "answer", "2026-11-27 19:00", RIGA)
    talk.through(*LV_CALLED, ("ringing_who", "customer"), "ringing_answer", ("need_kind", "answer"), "offer_solution")
    talk.through(("understood", "done"), ("survey", "four"), "farewell_rung", "hang_up")
    assert talk.verdict("LV-13").verdict == "na"
    assert "said:virtual_assistant" not in talk.call.happened


def test_lv_06_an_escalated_matter_is_answered(lv: Script) -> None:
    """Whoever was told by when is rung up with the answer."""
    talk = rung_up(_passed_on(lv), "escalation", "2026-11-27 11:00", RIGA)
    talk.through(*LV_CALLED, ("ringing_who", "customer"), "ringing_escalation")
    talk.through("ringing_advice", ("need_kind", "answer"), "offer_solution")
    talk.hang_up("caller")
    assert came(talk) == "done, reached"


def test_an_incoming_call_goes_on_with_nothing(ua: Script) -> None:
    """What came of it is told of no work but that which it leaves."""
    talk = promised(ua)
    assert came_of(ua, talk.call) is None
    assert begun(ua, "2026-11-28 11:00").call.start is not None


def test_the_moment_of_a_try_is_the_end_of_the_call(ua: Script) -> None:
    """It is told with the call in which it was made."""
    talk = rung_up(promised(ua), "callback", "2026-11-28 11:00", KYIV)
    talk.through("ringing_dial", ("ringing_answered", "nobody"))
    talk.clock.advance(30)
    talk.take("ringing_hang_up")
    assert talk.call.start is not None
    at = datetime.fromisoformat("2026-11-28 11:00:30").replace(tzinfo=ua.zone)
    assert came_of(ua, talk.call) == (Try(through=talk.call.start.call), at)
