"""lv-lvrtc: what was taken back obliges to nothing, each matter is owed its own, no empty sign meets anything."""

from __future__ import annotations

from callscript.core.call import commands as c
from callscript.core.call.events import Chosen, DetourEntered, Ended, Registered, TaskDone, TaskOpened, TimerOverran
from callscript.core.script.model import Script
from tests.clauses.talk import NIGHT, Talk
from tests.clauses.ways import parted, welcomed

PHONE = "+37122222222"


def back(talk: Talk, times: int) -> Talk:
    """Press Backspace."""
    for _ in range(times):
        talk.do(c.Back())
    return talk


def ends_as_if_nothing_had_been(talk: Talk, clause: str) -> None:
    """Expect a call that goes on to a good end to owe nothing, to promise nothing, and to be filed as answered."""
    talk.at("need_kind")
    talk.stands(clause, "na")
    assert talk.call.tasks == ()
    talk.through(("need_kind", "answer"), "offer_solution")
    parted(talk)
    found = talk.verdict(clause)
    assert found.verdict == "na", f"{clause} is {found.verdict}"
    talk.do(c.SetOutcome("answered"))
    for other in ("follow_up", "suspension", "refused"):
        talk.refuses(c.SetOutcome(other), "outcome_unfit")
    talk.do(c.Close())
    assert talk.call.closed


# ---------------------------------------------------------------- taken back


def test_lv_05_a_transfer_taken_back_obliges_to_nothing(lv: Script) -> None:
    """A person picked, and the key pressed again: nobody was involved, and nobody had to be."""
    talk = welcomed(lv, need="")
    talk.key("transfer")
    talk.take("pick_person", "towers")
    talk.key("transfer")
    assert "colleague" not in talk.call.fields
    ends_as_if_nothing_had_been(talk, "LV-05")


def test_lv_05_a_colleague_taken_back_obliges_to_nothing(lv: Script) -> None:
    """A matter called beyond one's competence by mistake, a colleague picked, and back."""
    for clause in ("LV-04", "LV-05"):
        talk = welcomed(lv, need="colleague")
        talk.take("pick_colleague", "towers")
        back(talk, 2)
        assert "colleague" not in talk.call.fields
        talk.take("need_kind", "answer")
        talk.stands(clause, "na")
        back(talk, 1)
        ends_as_if_nothing_had_been(talk, clause)


def test_lv_05_whom_the_matter_went_to_is_told_only_once_it_went(lv: Script) -> None:
    """Refused, or taken back: no colleague is named with the call. Put through, handed over or advised by: one is."""
    talk = welcomed(lv)
    talk.key("transfer")
    talk.through(("pick_person", "towers"), ("handover_consent", "refuses"), ("handover_refused", "own"))
    assert "colleague" not in talk.call.fields
    talk.key("escalate")
    talk.through(("escalate_to", "body"), ("pick_body", "dvi"))
    back(talk, 3)
    assert "escalated_to" not in talk.call.fields
    talk.key("transfer")
    talk.through(("pick_person", "towers"), ("handover_consent", "agrees"), "handover_said", "handover_hang_up")
    assert talk.value("colleague") == "infrastruktūras nomas speciālists"
    for how, steps in (
        ("hand", (("ask_handed_phone", PHONE), ("handed_when", "week"), "handed_promise")),
        ("advises", (("ask_advice", "x"),)),
    ):
        talk = welcomed(lv, need="colleague")
        talk.through(("pick_colleague", "towers"), "colleague_told", ("colleague_how", how), *steps)
        assert talk.value("colleague") == "infrastruktūras nomas speciālists"


def test_lv_06_a_time_taken_back_obliges_to_nothing(lv: Script) -> None:
    """The time chosen and the way back: no promise is left, and no task."""
    talk = welcomed(lv, need="deferral")
    talk.through(("ask_answer_phone", PHONE), ("time_needed", "minutes"))
    assert talk.due("answer")
    back(talk, 3)
    ends_as_if_nothing_had_been(talk, "LV-06")


def test_lv_06_a_call_back_taken_back_obliges_to_nothing(lv: Script) -> None:
    """F8, the number, within the hour, and F8 again before anything was promised."""
    talk = welcomed(lv)
    talk.key("callback")
    talk.through(("ask_callback_phone", PHONE), ("callback_when", "hour"))
    talk.key("callback")
    ends_as_if_nothing_had_been(talk, "LV-06")


def test_lv_06_a_promise_that_was_said_stays(lv: Script) -> None:
    """Back out of a promise that the customer has heard, and the task stays."""
    talk = welcomed(lv)
    talk.key("callback")
    talk.through(("ask_callback_phone", PHONE), ("callback_when", "hour"), "callback_promise")
    talk.key("callback")
    talk.at("need_kind")
    assert [task.kind for task in talk.call.tasks] == ["callback"]
    talk.through(("need_kind", "answer"), "offer_solution")
    parted(talk)
    talk.do(c.SetOutcome("follow_up"))


def test_lv_07_a_refusal_taken_back_obliges_to_nothing(lv: Script) -> None:
    """A refusal begun by mistake, its reason typed, and back."""
    talk = welcomed(lv, need="refusal")
    talk.take("ask_refusal_reason", "nav")
    back(talk, 2)
    ends_as_if_nothing_had_been(talk, "LV-07")


def test_lv_09_a_gift_taken_back_obliges_to_nothing(lv: Script) -> None:
    """The key of the gift by mistake, the phrase confirmed, and back."""
    talk = welcomed(lv)
    talk.digit(8)
    talk.take("gift_declined")
    back(talk, 2)
    ends_as_if_nothing_had_been(talk, "LV-09")


def test_lv_14_a_suspension_taken_back_obliges_to_nothing(lv: Script) -> None:
    """The key of suspension by mistake, a service chosen, and back."""
    talk = welcomed(lv)
    talk.digit(9)
    talk.through(("suspension_action", "suspend"), ("suspension_service", "mobile"))
    back(talk, 3)
    ends_as_if_nothing_had_been(talk, "LV-14")


def test_lv_18_feedback_taken_back_obliges_to_nothing(lv: Script) -> None:
    """Feedback begun by mistake, and back; the same of a complaint."""
    talk = welcomed(lv, need="feedback")
    talk.take("ask_feedback", "teksts")
    back(talk, 2)
    ends_as_if_nothing_had_been(talk, "LV-18")
    talk = welcomed(lv)
    talk.key("complaint")
    talk.through("complaint_listen", ("complaint_cause", "teksts"))
    talk.key("complaint")
    ends_as_if_nothing_had_been(talk, "LV-18")


def test_lv_02_a_confirmed_fault_is_not_left_without_an_apology(lv: Script) -> None:
    """A complaint that is confirmed cannot be taken back before the apology; the screen says what to do."""
    talk = welcomed(lv)
    talk.key("complaint")
    talk.through("complaint_listen", ("complaint_cause", "x"), ("complaint_class", "service_complaint"))
    talk.through(("complaint_measure", "y"), ("fault", "confirmed"))
    talk.refuses(c.TakeDetour("complaint"), "detour_stays")
    assert "atvainojieties" in talk.text("detour_stay.complaint")
    talk.take("apology")
    talk.key("complaint")
    talk.at("need_kind")


def test_lv_06_a_time_that_is_changed_is_said_anew(lv: Script) -> None:
    """Whoever goes back and promises another time comes by the promise again, and owes it until it is said."""
    talk = welcomed(lv)
    talk.key("callback")
    talk.through(("ask_callback_phone", PHONE), ("callback_when", "hour"), "callback_promise")
    back(talk, 2)
    talk.take("callback_when", "working_day")
    talk.at("callback_promise")
    talk.is_owed_yet("LV-06")
    talk.say("callback_promise", "otrdienai, 24.11.2026 plkst. 10:00")
    talk.is_met_once_done("LV-06", "callback")
    assert [task.kind for task in talk.call.tasks] == ["callback"]


def test_lv_03_going_back_from_the_next_question_breaches_nothing(lv: Script) -> None:
    """«There is another question» by mistake, and back: another solution is offered for the first matter."""
    talk = welcomed(lv, need="answer")
    talk.through("offer_solution", ("understood", "more"))
    back(talk, 1)
    talk.through(("understood", "again"), "offer_solution")
    assert talk.verdict("LV-03").verdict == "met"


def test_lv_03_the_next_question_of_a_night_starts_empty(lv: Script) -> None:
    """What an application at night was about is not what the customer asks next."""
    talk = Talk(lv, NIGHT)
    talk.through("greet_closed", "recording_closed", ("closed_choice", "other"), "virtual_assistant")
    talk.through(("closed_more", "application"), ("ask_application", "karte"), ("ask_given_name", "Jānis"))
    talk.through(("ask_surname", "Ozols"), ("ask_phone", PHONE), ("ask_email", "a@b.lv"), "register_application")
    talk.through("application_told_closed", ("understood", "more"))
    talk.at("ask_need")
    assert "need" not in talk.call.fields


def test_lv_05_a_transfer_settles_what_was_begun(lv: Script) -> None:
    """Put through in the middle of a deferral, a refusal or an escalation: the colleague goes on with it."""
    for need in ("deferral", "refusal", "colleague"):
        talk = welcomed(lv, need=need)
        if need == "colleague":
            talk.take("pick_colleague", "contracts")
        through_to_a_colleague(talk)
    talk = welcomed(lv)
    talk.key("escalate")
    talk.through(("escalate_to", "colleague"), ("pick_escalation_colleague", "towers"))
    through_to_a_colleague(talk)
    talk = welcomed(lv)
    talk.digit(9)
    talk.through(("suspension_action", "suspend"), ("suspension_service", "eid"))
    through_to_a_colleague(talk)


def through_to_a_colleague(talk: Talk) -> None:
    """Put the call through, and expect nothing to be owed or breached."""
    talk.key("transfer")
    talk.through(("pick_person", "towers"), ("handover_consent", "agrees"), "handover_said", "handover_hang_up")
    for clause in talk.script.pack.standard:
        assert talk.verdict(clause).verdict not in ("open", "breached"), clause


# ---------------------------------------------------------------- each matter its own


def another(talk: Talk, need: str = "rēķins") -> Talk:
    """Come to the customer's next matter."""
    talk.through(("understood", "more"), ("ask_need", need))
    talk.at("need_kind")
    return talk


def test_lv_03_the_next_matter_is_asked_for_anew(lv: Script) -> None:
    """The second matter starts empty: what the customer wishes is asked for and recorded before a solution again."""
    talk = welcomed(lv, need="answer")
    talk.through("offer_solution", ("understood", "more"))
    talk.at("ask_need")
    assert "need" not in talk.call.fields
    assert talk.refuses(c.Advance(), "fill_first") == ("need",)
    talk.through(("ask_need", "rēķins"), ("need_kind", "answer"), "offer_solution")
    talk.stands("LV-03", "met", type(talk.log[-2]), step="offer_solution")
    assert talk.had_it_not_been("LV-03", type(talk.log[-1]), to="understood") == "met"
    assert talk.value("need") == "rēķins"


def advised_twice(script: Script) -> Talk:
    """Return a call with two matters beyond competence: advised in the first, a colleague named in the second."""
    talk = welcomed(script, need="colleague")
    talk.through(("pick_colleague", "towers"), "colleague_told", ("colleague_how", "advises"), ("ask_advice", "x"))
    talk.take("offer_solution")
    another(talk)
    for field in ("colleague", "advice"):
        assert field not in talk.call.fields
    talk.through(("need_kind", "colleague"), ("pick_colleague", "contracts"), "colleague_told")
    return talk


def test_lv_04_each_matter_beyond_competence_involves_a_colleague(lv: Script) -> None:
    """That a colleague gave advice in the first matter does not give the support in the second."""
    talk = advised_twice(lv)
    talk.stands("LV-04", "open", DetourEntered, detour="colleague")
    talk.hang_up()
    parted(talk)
    talk.stands("LV-04", "breached", Ended)


def test_lv_05_each_matter_beyond_competence_has_its_own_colleague(lv: Script) -> None:
    """The colleague of the first matter is not that of the second, and has not been involved in it."""
    talk = advised_twice(lv)
    talk.stands("LV-05", "open", Chosen, step="pick_colleague")
    talk.hang_up()
    parted(talk)
    talk.stands("LV-05", "breached", Ended)


def test_lv_07_two_refusals_have_a_reason_each(lv: Script) -> None:
    """The reason and the grounds of the first refusal are not those of the second."""
    talk = welcomed(lv, need="refusal")
    talk.through(("ask_refusal_reason", "a"), ("ask_refusal_grounds", "b"), "ask_legal_ground", "refusal_said")
    another(talk)
    talk.take("need_kind", "refusal")
    talk.at("ask_refusal_reason")
    for field in ("refusal_reason", "refusal_grounds"):
        assert field not in talk.call.fields
        assert talk.refuses(c.Advance(), "fill_first") == (field,)
        talk.take(f"ask_{field}", "c")
    assert talk.verdict("LV-07").verdict == "open"
    talk.through("ask_legal_ground", "refusal_said")
    assert talk.verdict("LV-07").verdict == "met"
    for field in ("refusal_reason", "refusal_grounds"):
        filled = max(event.seq for event in talk.log if getattr(event, "field", "") == field)
        assert talk.had_it_not_been("LV-07", type(talk.log[filled - 1]), seq=filled) == "breached"
    for _ in range(2):
        talk.digit(9)
        talk.through(("suspension_action", "revoke"), ("suspension_service", "seal"))
        if "surname" not in talk.call.fields:
            talk.through(("ask_suspension_given_name", "Jānis"), ("ask_suspension_surname", "Ozols"))
        talk.take("suspension_identity", "unproven")
        for field in ("refusal_reason", "refusal_grounds"):
            assert talk.refuses(c.Advance(), "fill_first") == (field,)
            talk.take(f"ask_{field}", "d")
        talk.through("ask_legal_ground", "refusal_said", ("dealt", "no"))


def test_lv_14_two_suspensions_are_done_each(lv: Script) -> None:
    """The first service suspended does not suspend the second one."""
    talk = welcomed(lv)
    talk.digit(9)
    talk.through(("suspension_action", "suspend"), ("suspension_service", "mobile"))
    talk.through(("ask_suspension_given_name", "Jānis"), ("ask_suspension_surname", "Ozols"))
    talk.through(("suspension_identity", "proven"), ("suspension_confirm", "yes"), "register_suspension")
    talk.through("suspended_told", ("dealt", "no"))
    talk.stands("LV-14", "met", Registered, what="suspension")
    talk.digit(9)
    talk.refuses(c.Advance(), "choose_first")
    talk.through(("suspension_action", "suspend"), ("suspension_service", "card"))
    talk.stands("LV-14", "open", Chosen, step="suspension_service")
    talk.key("end")
    assert not talk.offer("close").offered
    talk.through(("end_how", "stay"), ("suspension_identity", "proven"), ("suspension_confirm", "yes"))
    talk.through("register_suspension", "suspended_told", ("dealt", "yes"))
    parted(talk)
    talk.stands("LV-14", "met", Registered, what="suspension")
    second = talk.number(Registered, what="suspension")
    assert talk.had_it_not_been("LV-14", Registered, seq=second) == "breached"


def test_lv_18_two_complaints_have_a_class_each(lv: Script) -> None:
    """The class of the first complaint is not that of the second, nor is its cause."""
    talk = welcomed(lv)
    talk.key("complaint")
    talk.through("complaint_listen", ("complaint_cause", "x"), ("complaint_class", "service_complaint"))
    talk.through(("complaint_measure", "y"), ("fault", "confirmed"), "apology", "register_complaint")
    talk.through(("complaint_resolved", "resolved"), ("dealt", "no"))
    talk.stands("LV-18", "met", Registered, what="complaint")
    talk.key("complaint")
    talk.take("complaint_listen")
    assert talk.refuses(c.Advance(), "fill_first") == ("cause",)
    talk.take("complaint_cause", "z")
    assert talk.verdict("LV-18").verdict == "open"
    talk.refuses(c.Advance(), "choose_first")
    talk.through(("complaint_class", "handling_complaint"), ("complaint_measure", "y"), ("fault", "unconfirmed"))
    talk.through("fault_unconfirmed", "register_complaint")
    talk.stands("LV-18", "met", Registered, what="complaint")
    assert talk.had_it_not_been("LV-18", Chosen, option="handling_complaint") == "breached"


def test_lv_15_what_was_registered_is_not_emptied(lv: Script) -> None:
    """After the application is registered its fields can be changed, not taken away."""
    talk = welcomed(lv, need="application")
    talk.through(("ask_given_name", "Jānis"), ("ask_surname", "Ozols"), ("ask_phone", PHONE), ("ask_email", "a@b.lv"))
    talk.take("register_application")
    for field in ("need", "given_name", "surname", "phone", "email"):
        assert talk.refuses(c.Fill(field, ""), "registered_keeps") == (field,)
    talk.fill("surname", "Ozoliņš")
    assert talk.value("surname") == "Ozoliņš"


# ---------------------------------------------------------------- empty signs, lapsed memories, lines that are cut


def test_lv_07_a_sign_is_no_reason(lv: Script) -> None:
    """A dash, a dot or a question mark is neither a wish, nor a reason, nor grounds, nor advice."""
    talk = Talk(lv)
    talk.through("greet", "recording", ("ask_address", "Ozols"))
    for field in ("need", "refusal_reason", "refusal_grounds", "cause", "measure", "advice", "gift", "feedback"):
        for sign in ("-", ".", "?", "—"):
            assert talk.refuses(c.Fill(field, sign), "says_nothing") == (field,)


def test_h_02_ten_seconds_of_trying_each_time(lv: Script) -> None:
    """Heard again, and lost again a minute later: the ten seconds are owed anew, in the flow and in the rule."""
    talk = welcomed(lv)
    talk.key("unclear")
    talk.wait(11)
    talk.through("clarity_wait", ("clarity_result", "heard"))
    talk.key("unclear")
    talk.wait(1)
    talk.take("clarity_wait")
    talk.at("clarity_result")
    assert talk.offers() == ["heard", "again"]
    talk.take("clarity_result", "heard")
    talk.at("need_kind")
    talk.key("unclear")
    talk.key("end")
    assert not talk.offer("no_contact").offered
    talk.take("end_how", "stay")
    talk.wait(11)
    talk.through("clarity_wait", ("clarity_result", "no_contact"), "not_heard", "no_contact_hang_up")
    talk.stands("H-02", "met", Ended, how="no_contact")
    last = talk.number(TimerOverran)
    assert talk.had_it_not_been("H-02", TimerOverran, seq=last) == "breached"


def test_h_03_a_warning_of_long_ago_does_not_end_a_call(lv: Script) -> None:
    """After a customer has calmed down, other remarks are warned of anew."""
    talk = welcomed(lv)
    talk.key("abuse")
    talk.through(("abuse_kind", "insults"), "abuse_warning", ("abuse_after", "calmed"))
    talk.key("abuse")
    talk.key("end")
    assert not talk.offer("abuse").offered
    talk.take("end_how", "stay")
    talk.through(("abuse_kind", "threats"), "abuse_warning", ("abuse_after", "continues"))
    talk.through("abuse_farewell", "abuse_hang_up")
    talk.stands("H-03", "met", Ended, how="abuse")
    last = max(event.seq for event in talk.log if getattr(event, "phrase", "") == "abuse_warning")
    assert talk.had_it_not_been("H-03", type(talk.log[last - 1]), seq=last) == "breached"


def test_h_01_talk_is_not_hold(lv: Script) -> None:
    """A complaint taken while the customer waits ends the wait; it is agreed anew, and counted from its beginning."""
    talk = welcomed(lv)
    talk.key("hold")
    talk.take("hold_consent", "agrees")
    talk.wait(20)
    talk.key("complaint")
    assert talk.call.running == {}
    talk.wait(300)
    talk.key("complaint")
    talk.at("hold_consent")
    assert talk.call.running == {}
    talk.take("hold_consent", "agrees")
    talk.wait(5)
    talk.key("end")
    talk.take("end_how", "stay")
    talk.at("hold_wait")
    talk.take("hold_wait")
    assert [(run.ended - run.started).seconds for run in talk.call.runs_of("hold")] == [20, 5]
    assert talk.verdict("H-01").verdict == "met"
    last = max(event.seq for event in talk.log if getattr(event, "option", "") == "agrees")
    assert talk.had_it_not_been("H-01", Chosen, seq=last) == "breached"


def cut_off(talk: Talk) -> list[str]:
    """Lose the customer; name the work that is left."""
    talk.do(c.LoseLine())
    return [task.kind for task in talk.call.tasks]


def test_lv_06_who_hangs_up_is_informed_later(lv: Script) -> None:
    """Not told by when, and gone: where the number is known, work to inform the customer stays."""
    talk = welcomed(lv, need="deferral")
    talk.through(("ask_answer_phone", PHONE), ("time_needed", "week"))
    assert cut_off(talk) == ["answer", "inform"]
    talk.is_promised("LV-06", "answer")
    talk.finish("answer")
    talk.is_made_good_by("LV-06", "inform")
    assert talk.due("inform") == "2026-11-24 10:00"
    talk = welcomed(lv, need="deferral")
    talk.take("ask_answer_phone", PHONE)
    assert cut_off(talk) == ["inform"]
    talk.moved("inform", TaskDone, "2026-11-24 10:00", result="reached")
    talk.stands("LV-06", "na", TaskDone)
    talk = welcomed(lv, need="deferral")
    assert cut_off(talk) == []
    for steps in (
        ("colleague", ("pick_colleague", "towers"), "colleague_told", ("colleague_how", "hand")),
        ("escalate", ("escalate_to", "body"), ("pick_body", "dvi"), ("ask_escalation_reason", "x")),
    ):
        talk = welcomed(lv, need="colleague" if steps[0] == "colleague" else "")
        if steps[0] == "escalate":
            talk.key("escalate")
        talk.through(*steps[1:])
        if steps[0] == "escalate":
            talk.through(("ask_escalation_grounds", "y"), ("ask_escalation_phone", PHONE), ("escalation_when", "week"))
        else:
            talk.through(("ask_handed_phone", PHONE), ("handed_when", "week"))
        assert cut_off(talk)[-1] == "inform"
    talk = welcomed(lv, need="deferral")
    talk.through(("ask_answer_phone", PHONE), ("time_needed", "week"), "time_promise")
    assert cut_off(talk) == ["answer"]


def test_lv_05_a_colleague_who_has_it_counts_though_the_customer_hung_up(lv: Script) -> None:
    """Who hung up before the promise was said is told later; that a colleague saw to the matter is not lost by it."""
    talk = welcomed(lv, need="colleague")
    talk.through(("pick_colleague", "towers"), "colleague_told", ("colleague_how", "hand"))
    talk.through(("ask_handed_phone", PHONE), ("handed_when", "week"))
    assert cut_off(talk) == ["colleague", "inform"]
    talk.moved("colleague", TaskDone, "2026-11-24 09:00", by="21")
    assert talk.verdict("LV-04").verdict == "met"
    talk.is_made_good_by("LV-05", "inform")
    talk.is_made_good_by("LV-06", "inform")


def test_lv_07_who_hangs_up_is_informed_later(lv: Script) -> None:
    """A refusal that the customer has not heard the reasons of is told later, where the number is known."""
    talk = welcomed(lv)
    talk.fill("phone", PHONE)
    talk.through(("need_kind", "refusal"), ("ask_refusal_reason", "a"))
    assert cut_off(talk) == ["inform"]
    assert talk.verdict("LV-07").lasting
    assert talk.number(TaskOpened, kind="inform") < talk.number(Ended)
    talk.moved("inform", TaskDone, "2026-11-24 10:00", result="reached")
    talk.stands("LV-07", "na", TaskDone)
    talk = welcomed(lv)
    talk.fill("phone", PHONE)
    talk.through(("need_kind", "refusal"), ("ask_refusal_reason", "a"), ("ask_refusal_grounds", "b"))
    assert cut_off(talk) == ["inform"]
    talk.is_made_good_by("LV-07", "inform")


def test_lv_15_who_hangs_up_is_informed_later(lv: Script) -> None:
    """An application registered and not told of: the customer is informed later."""
    talk = welcomed(lv, need="application")
    talk.through(("ask_given_name", "Jānis"), ("ask_surname", "Ozols"), ("ask_phone", PHONE), ("ask_email", "a@b.lv"))
    talk.take("register_application")
    assert cut_off(talk) == ["application", "inform"]


# ---------------------------------------------------------------- nobody is stuck


def test_lv_03_what_a_key_has_dealt_with_leads_to_the_end(lv: Script) -> None:
    """After a call-back, a complaint passed on or a suspension the call goes to its closing, not back to a question."""
    talk = welcomed(lv)
    talk.key("callback")
    talk.through(("ask_callback_phone", PHONE), ("callback_when", "hour"), "callback_promise", ("dealt", "yes"))
    talk.at("understood")
    assert talk.call.frames[1:] == ()
    parted(talk)
    talk = welcomed(lv)
    talk.key("complaint")
    talk.through("complaint_listen", ("complaint_cause", "x"), ("complaint_class", "service_complaint"))
    talk.through(("complaint_measure", "y"), ("fault", "unconfirmed"), "fault_unconfirmed", "register_complaint")
    talk.through(("complaint_resolved", "unresolved"), ("escalate_to", "body"), ("pick_body", "dvi"))
    talk.through(("ask_escalation_reason", "x"), ("ask_escalation_grounds", "y"), ("ask_escalation_phone", PHONE))
    talk.through(("escalation_when", "working_day"), "escalation_told", ("dealt", "yes"))
    talk.at("understood")
    parted(talk)
    talk = welcomed(lv)
    talk.key("hold")
    talk.through(("hold_consent", "agrees"), "hold_wait", "hold_thanks", ("hold_result", "deferral"))
    talk.through(("ask_answer_phone", PHONE), ("time_needed", "hour"), "time_promise", ("dealt", "yes"))
    talk.at("understood")
    parted(talk)


def test_lv_03_nothing_that_was_begun_is_left_undone_by_the_way_to_the_end(lv: Script) -> None:
    """Inside a suspension, a complaint or an application the question whether all is dealt with does not come."""
    suspending = welcomed(lv)
    suspending.digit(9)
    suspending.through(("suspension_action", "suspend"), ("suspension_service", "mobile"))
    complaining = welcomed(lv)
    complaining.key("complaint")
    complaining.through("complaint_listen", ("complaint_cause", "x"))
    for talk in (suspending, complaining, welcomed(lv, need="application")):
        stood = talk.call.step
        talk.key("callback")
        talk.through(("ask_callback_phone", PHONE), ("callback_when", "hour"), "callback_promise")
        talk.at(stood)
        talk.key("hold")
        talk.through(("hold_consent", "agrees"), "hold_wait", "hold_thanks", ("hold_result", "deferral"))
        talk.through(("time_needed", "hour"), "time_promise")
        talk.at(stood)


def test_lv_03_another_solution_is_offered_only_where_one_was(lv: Script) -> None:
    """After a deferral or a refusal «offer another solution» would show nothing: it is dimmed, with the reason."""
    talk = welcomed(lv, need="deferral")
    talk.through(("ask_answer_phone", PHONE), ("time_needed", "hour"), "time_promise")
    talk.at("understood")
    assert not talk.offer("again").offered
    assert "Risinājums nav Jūsu ziņā" in talk.offer("again").text
    another(talk).through(("need_kind", "answer"), "offer_solution")
    assert talk.offer("again").offered


def test_a_plain_consultation_takes_no_more_keys_than_before(lv: Script) -> None:
    """A question that is answered at once takes eleven steps, one key each besides what is typed."""
    talk = Talk(lv)
    talk.through("greet", "recording", ("ask_address", "Ozols"), ("ask_need", "x"), ("need_kind", "answer"))
    talk.through("offer_solution", ("understood", "done"), ("survey", "five"), "farewell", "hang_up")
    assert len([event for event in talk.log if event.__class__.__name__ in ("Said", "Done", "Chosen", "Ended")]) == 10
