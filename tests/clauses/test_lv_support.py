"""lv-lvrtc, LV-01 to LV-10: how support is given, deferred, handed over and refused."""

from __future__ import annotations

from collections.abc import Callable

from callscript.core.call import commands as c
from callscript.core.call.events import (
    Chosen,
    DetourEntered,
    Done,
    Ended,
    Filled,
    Registered,
    Said,
    TaskOpened,
)
from callscript.core.script.model import Script
from tests.clauses.talk import NIGHT, Talk
from tests.clauses.ways import excuses, parted, welcomed


def changes_its_mind(script: Script, clause: str, need: str) -> None:
    """Expect an answer to oblige to nothing once another one was given in its place."""
    for other in ("answer", "colleague", "deferral", "refusal", "application", "visit", "feedback"):
        if other != need:
            talk = welcomed(script, need=need)
            talk.do(c.Back())
            talk.take("need_kind", other)
            talk.stands(clause, "na")


def test_lv_01_mission_vision_and_values_are_at_hand(lv: Script) -> None:
    """The mission, the vision and the three values can be read during the whole call; living by them is a reminder."""
    for start in ("2026-11-23 10:00", NIGHT):
        talk = Talk(lv, start)
        talk.is_a_reminder("LV-01")
        for words in (
            "Nodrošināt un attīstīt augstas pieejamības, integritātes un drošības",
            "Droša, jaudīga un iekļaujoša digitālā Latvija. Kas agrāk bija neiespējams, šodien ir digitāls.",
            "Atbildība / Ar atbildību par mums uzticēto.",
            "Attīstība / Ar drošu skatu augšup.",
            "Atvērtība / Ar atvērtu prātu.",
        ):
            assert words in talk.aids("LV-01")


def test_lv_02_courtesy_is_a_reminder_that_asks_for_nothing(lv: Script) -> None:
    """A positive attitude is reminded of, and spoken by the script: greeting by time of day, thanks, farewell."""
    for clock, words in (("09:00", "Labrīt"), ("12:00", "Labdien"), ("17:59", "Labdien"), ("18:00", "Labvakar")):
        Talk(lv, f"2026-11-23 {clock}").shows(words)
    Talk(lv, "2026-11-23T09:00+00:00").shows("Labdien")
    talk = welcomed(lv, need="answer")
    talk.is_a_reminder("LV-02")
    assert "Pozitīva, uz risinājumu vērsta attieksme" in talk.aids("LV-02")
    talk.through("offer_solution", ("understood", "done"), ("survey", "five"))
    talk.shows("Paldies par zvanu", "Ozola kungs")
    assert "LV-02" in talk.view.clauses
    talk.key("abuse")
    talk.take("abuse_kind", "insults")
    talk.shows("Lūdzu, ievērojiet vispārpieņemtās uzvedības normas")


def test_lv_03_a_solution_only_after_the_need_is_recorded(lv: Script) -> None:
    """The need is asked for and cannot be left empty; only then is a solution offered."""
    talk = Talk(lv)
    talk.through("greet", "recording", ("ask_address", "Ozola kungs"))
    talk.shows("Ozola kungs", "kā varu Jums palīdzēt?")
    assert talk.refuses(c.Advance(), "fill_first") == ("need",)
    talk.through(("ask_need", "eParaksts nedarbojas"), ("need_kind", "answer"))
    talk.stands("LV-03", "na")
    talk.say("offer_solution", "piemērotāko risinājumu")
    talk.stands("LV-03", "met", Done, step="offer_solution")
    assert talk.value("need") == "eParaksts nedarbojas"
    assert talk.had_it_not_been("LV-03", Filled, field="need") == "breached"


def test_lv_03_a_solution_cannot_be_offered_again_before_there_is_a_need(lv: Script) -> None:
    """At the end another solution is offered only where a need was recorded; otherwise the screen says why not."""
    talk = Talk(lv, NIGHT)
    talk.through("greet_closed", "recording_closed", ("closed_choice", "other"), "virtual_assistant")
    talk.take("closed_more", "enough")
    assert not talk.offer("again").offered
    assert "vēlmes" in talk.offer("again").text
    talk.refuses(c.Answer("again"), "not_offered")
    talk = welcomed(lv, need="answer")
    talk.through("offer_solution", ("understood", "again"))
    talk.at("offer_solution")


def test_lv_04_beyond_ones_competence_a_colleague_is_involved(lv: Script) -> None:
    """To have said that a matter is beyond one's competence is to owe the involvement of a colleague."""
    talk = welcomed(lv)
    talk.stands("LV-04", "na")
    talk.take("need_kind", "colleague")
    talk.stands("LV-04", "open", DetourEntered, detour="colleague")
    talk.take("pick_colleague", "esignature")
    talk.stands("LV-04", "open", DetourEntered, detour="colleague")
    talk.through("colleague_told", ("colleague_how", "advises"), ("ask_advice", "atjaunot sertifikātu"))
    talk.stands("LV-04", "met", Done, step="ask_advice")
    assert talk.value("advice") == "atjaunot sertifikātu"
    talk.at("offer_solution")
    talk = welcomed(lv, need="colleague")
    talk.hang_up()
    parted(talk)
    talk.stands("LV-04", "breached", Ended)
    talk.wants_a_reason("LV-04")
    changes_its_mind(lv, "LV-04", "colleague")
    excuses("LV-04", lambda: welcomed(lv, need="colleague"))


def test_lv_05_the_colleague_is_named_and_the_customer_told(lv: Script) -> None:
    """The colleague comes out of a directory of competences, is kept with the call, and is named to the customer."""
    talk = welcomed(lv, need="colleague")
    lines = [line for line in talk.view.offers if not line.apart]
    assert [line.text for line in lines][:2] == [
        "uzticamības pakalpojumu speciālists",
        "eParaksta lietošanas speciālists",
    ]
    assert all(line.note for line in lines)
    talk.take("pick_colleague", "trust_services")
    assert talk.value("colleague") == "uzticamības pakalpojumu speciālists"
    talk.stands("LV-05", "open", Chosen, step="pick_colleague")
    talk.say("colleague_told", "Jums palīdzēs uzticamības pakalpojumu speciālists")
    talk.stands("LV-05", "open", Chosen, step="pick_colleague")
    assert talk.offers() == ["transfer", "hand", "advises"]
    talk.through(("colleague_how", "transfer"), ("handover_consent", "agrees"), "handover_said", "handover_hang_up")
    talk.stands("LV-05", "met", Ended, how="transfer")
    assert talk.had_it_not_been("LV-05", Ended) == "open"


def test_lv_05_the_colleague_is_really_involved(lv: Script) -> None:
    """Named and told is not involved: the call is put through, the matter is handed over, or the advice is recorded."""

    def picked() -> Talk:
        talk = welcomed(lv, need="colleague")
        talk.through(("pick_colleague", "trust_services"), "colleague_told")
        return talk

    for refused in (False, True):
        for how in ("hand", "advises"):
            talk = picked()
            if refused:
                talk.through(("colleague_how", "transfer"), ("handover_consent", "refuses"))
                assert talk.offers() == ["hand", "advises"]
                assert "ārpus Jūsu kompetences" in talk.offer("own").text
            talk.take("handover_refused" if refused else "colleague_how", how)
            talk.stands("LV-05", "open", Chosen, step="pick_colleague")
            if how == "hand":
                talk.through(("ask_handed_phone", "+37167108787"), ("handed_when", "working_day"))
                assert talk.due("colleague") == "2026-11-24 10:00"
                talk.say("handed_promise", "uzticamības pakalpojumu speciālists", "otrdienai, 24.11.2026 plkst. 10:00")
                talk.is_met_once_taken("LV-05", "colleague")
                talk.is_met_once_done("LV-06", "colleague")
                talk.at("understood")
            else:
                assert talk.refuses(c.Advance(), "fill_first") == ("advice",)
                talk.take("ask_advice", "atjaunot sertifikātu")
                talk.stands("LV-05", "met", Done, step="ask_advice")
                talk.at("offer_solution")
    talk = picked()
    talk.through(("colleague_how", "transfer"), ("handover_consent", "refuses"))
    talk.hang_up()
    parted(talk)
    talk.stands("LV-05", "breached", Ended)
    talk.wants_a_reason("LV-05")


def test_lv_05_a_transfer_that_is_refused_involves_nobody(lv: Script) -> None:
    """Whoever will not be put through is called by the colleague, or the matter turns out to be the operator's own."""
    talk = welcomed(lv)
    talk.key("transfer")
    talk.through(("pick_person", "towers"), ("handover_consent", "refuses"))
    talk.stands("LV-05", "open", Chosen, step="pick_person")
    owing = talk.fork()
    owing.hang_up()
    parted(owing)
    owing.stands("LV-05", "breached", Ended)
    talk.take("handover_refused", "own")
    talk.stands("LV-05", "na", Chosen, step="handover_refused")
    talk.at("need_kind")
    talk.key("transfer")
    talk.through(("pick_person", "towers"), ("handover_consent", "callback"))
    talk.through(("ask_handed_phone", "+37167108787"), ("handed_when", "hour"))
    talk.is_owed_yet("LV-05")
    talk.say("handed_promise", "infrastruktūras nomas speciālists")
    talk.is_met_once_taken("LV-05", "colleague")
    talk.take("dealt", "yes")
    talk.at("understood")


def test_lv_05_a_colleague_involved_behind_the_customers_back_breaches(lv: Script) -> None:
    """A colleague involved, by any of the ways to one, and not named to the customer breaches."""
    talk = welcomed(lv, need="colleague")
    talk.take("pick_colleague", "trust_services")
    talk.hang_up()
    parted(talk)
    talk.stands("LV-05", "breached", Ended)
    talk.wants_a_reason("LV-05")
    told = welcomed(lv, need="colleague")
    told.take("pick_colleague", "trust_services")
    excuses("LV-05", told.fork)
    talk = welcomed(lv)
    talk.key("transfer")
    talk.take("pick_person", "towers")
    talk.shows("infrastruktūras nomas speciālists")
    talk.stands("LV-05", "open", Chosen, step="pick_person")
    talk = welcomed(lv)
    talk.key("escalate")
    talk.through(("escalate_to", "colleague"), ("pick_escalation_colleague", "contracts"))
    talk.stands("LV-05", "open", Chosen, step="pick_escalation_colleague")
    talk.through(("ask_escalation_reason", "rēķins"), ("ask_escalation_grounds", "LV-05"))
    talk.through(("ask_escalation_phone", "+37167108787"), ("escalation_when", "working_day"))
    talk.say("escalation_told", "līgumu un norēķinu speciālists")
    talk.is_met_once_taken("LV-05", "escalation")
    talk.take("dealt", "no")
    talk.at("need_kind")


def test_lv_06_the_time_needed_is_said_and_becomes_a_task(lv: Script) -> None:
    """What cannot be answered at once has its time chosen, kept as a due task, and said to the customer."""
    for option, due in (
        ("minutes", "2026-11-23 10:15"),
        ("hour", "2026-11-23 11:00"),
        ("today", "2026-11-23 18:00"),
        ("working_day", "2026-11-24 10:00"),
        ("three_days", "2026-11-26 10:00"),
        ("week", "2026-11-30 10:00"),
    ):
        talk = welcomed(lv)
        talk.stands("LV-06", "na")
        talk.take("need_kind", "deferral")
        talk.stands("LV-06", "open", DetourEntered, detour="deferral")
        talk.through(("ask_answer_phone", "+37167108787"), ("time_needed", option))
        assert talk.due("answer") == due
        assert talk.number(TaskOpened, kind="answer")
        day, clock = due.split()
        talk.is_owed_yet("LV-06")
        talk.say("time_promise", "uzreiz atbildēt nevaram", f"{'.'.join(reversed(day.split('-')))} plkst. {clock}")
        talk.is_met_once_done("LV-06", "answer")
        assert talk.answer("time_needed") == option


def test_lv_06_what_takes_longer_than_five_days_has_a_date(lv: Script) -> None:
    """A longer time is told by a date that is still to come: it is recorded, a task, and said, on every path."""
    deferred = welcomed(lv, need="deferral")
    deferred.through(("ask_answer_phone", "+37167108787"), ("time_needed", "later"))
    handed = welcomed(lv, need="colleague")
    handed.through(("pick_colleague", "towers"), "colleague_told", ("colleague_how", "hand"))
    handed.through(("ask_handed_phone", "+37167108787"), ("handed_when", "later"))
    passed = welcomed(lv)
    passed.key("escalate")
    passed.through(("escalate_to", "body"), ("pick_body", "dvi"), ("ask_escalation_reason", "x"))
    passed.through(("ask_escalation_grounds", "y"), ("ask_escalation_phone", "+37167108787"))
    passed.take("escalation_when", "later")
    for talk, asks, says, kind in (
        (deferred, "ask_answer_by", "time_promise", "answer"),
        (handed, "ask_handed_by", "handed_promise", "colleague"),
        (passed, "ask_escalation_by", "escalation_told", "escalation"),
    ):
        talk.at(asks)
        for wrong in ("drīz", "31.11.2026"):
            assert talk.refuses(c.Fill("answer_by", wrong), "no_day") == ("answer_by",)
        for over in ("1.11.2026", "1.11.", "22.11."):
            assert talk.refuses(c.Fill("answer_by", over), "day_over") == ("answer_by",)
        for mistyped in ("14.12.2062", "2027-12-14"):
            assert talk.refuses(c.Fill("answer_by", mistyped), "too_far") == ("answer_by",)
        assert talk.refuses(c.Advance(), "fill_first") == ("answer_by",)
        talk.take(asks, "14.12.")
        assert talk.value("answer_by") == "14.12.2026"
        assert talk.due(kind) == "2026-12-14 18:00"
        talk.is_owed_yet("LV-06")
        talk.say(says, "līdz pirmdienai, 14.12.2026 plkst. 18:00")
        talk.is_met_once_done("LV-06", kind)


def test_lv_06_an_answer_deferred_without_a_time_breaches(lv: Script) -> None:
    """A deferred answer whose time was not chosen, or not said, breaches at the end of the call."""
    talk = welcomed(lv, need="deferral")
    talk.hang_up()
    parted(talk)
    talk.stands("LV-06", "breached", Ended)
    talk.wants_a_reason("LV-06")
    talk = welcomed(lv, need="deferral")
    talk.through(("ask_answer_phone", "+37167108787"), ("time_needed", "hour"))
    talk.hang_up()
    parted(talk)
    talk.stands("LV-06", "breached", Ended)
    talk = welcomed(lv, need="deferral")
    talk.through(("ask_answer_phone", "+37167108787"), ("time_needed", "hour"))
    talk.key("deferral")
    talk.through(("need_kind", "answer"), "offer_solution")
    parted(talk)
    talk.stands("LV-06", "na")
    changes_its_mind(lv, "LV-06", "deferral")
    excuses("LV-06", lambda: welcomed(lv, need="deferral"))


def test_lv_06_a_matter_passed_on_has_its_time_too(lv: Script) -> None:
    """Whoever is told that an answer will be given is told by when, whoever gives it: it is recorded, and owed."""

    def passed_on(to: str, who: tuple[str, str]) -> Talk:
        talk = welcomed(lv)
        talk.key("escalate")
        talk.through(("escalate_to", to), who, ("ask_escalation_reason", "x"), ("ask_escalation_grounds", "y"))
        talk.take("ask_escalation_phone", "+37167108787")
        return talk

    for to, who in (("management", ("pick_management", "head")), ("body", ("pick_body", "dvi"))):
        talk = passed_on(to, who)
        talk.take("escalation_when", "three_days")
        talk.is_owed_yet("LV-06")
        assert talk.due("escalation") == "2026-11-26 10:00"
        owing = talk.fork()
        owing.hang_up()
        parted(owing)
        owing.stands("LV-06", "breached", Ended)
        talk.say("escalation_told", "atbilde Jums tiks sniegta līdz ceturtdienai, 26.11.2026 plkst. 10:00")
        talk.is_met_once_done("LV-06", "escalation")
        talk.take("dealt", "yes")
        talk.at("understood")
        excuses("LV-06", owed_by(passed_on(to, who), ("escalation_when", "week")))
    talk = welcomed(lv)
    talk.key("complaint")
    talk.through("complaint_listen", ("complaint_cause", "x"), ("complaint_class", "service_complaint"))
    talk.through(("complaint_measure", "y"), ("fault", "unconfirmed"), "fault_unconfirmed", "register_complaint")
    talk.through(("complaint_resolved", "unresolved"), ("escalate_to", "management"), ("pick_management", "quality"))
    talk.through(("ask_escalation_reason", "x"), ("ask_escalation_grounds", "y"), ("ask_escalation_phone", "67108787"))
    talk.through(("escalation_when", "week"))
    talk.say("escalation_told", "līdz pirmdienai, 30.11.2026 plkst. 10:00")
    talk.take("dealt", "yes")
    talk.at("understood")


def test_lv_06_a_colleagues_answer_has_its_time_too(lv: Script) -> None:
    """Whoever hears that a colleague will answer hears by when: it is a task, and owed until it was said."""

    def handed() -> Talk:
        talk = welcomed(lv, need="colleague")
        talk.through(("pick_colleague", "contracts"), "colleague_told", ("colleague_how", "hand"))
        talk.through(("ask_handed_phone", "+37167108787"), ("handed_when", "week"))
        return talk

    talk = handed()
    talk.is_owed_yet("LV-06")
    assert talk.due("colleague") == "2026-11-30 10:00"
    owing = talk.fork()
    owing.hang_up()
    parted(owing)
    owing.stands("LV-06", "breached", Ended)
    talk.say("handed_promise", "līgumu un norēķinu speciālists", "līdz pirmdienai, 30.11.2026 plkst. 10:00")
    talk.is_met_once_done("LV-06", "colleague")
    excuses("LV-06", handed)


def test_lv_06_a_call_back_has_its_time_too(lv: Script) -> None:
    """A call-back that is promised is said with its time, and counts."""

    def agreed() -> Talk:
        talk = welcomed(lv)
        talk.key("callback")
        talk.take("ask_callback_phone", "+37167108787")
        return talk

    talk = agreed()
    talk.stands("LV-06", "open", DetourEntered, detour="callback")
    declined = talk.fork()
    declined.take("callback_when", "none")
    declined.stands("LV-06", "na", Chosen, step="callback_when")
    talk.take("callback_when", "hour")
    talk.is_owed_yet("LV-06")
    owing = talk.fork()
    owing.hang_up()
    parted(owing)
    owing.stands("LV-06", "breached", Ended)
    talk.say("callback_promise", "līdz pirmdienai, 23.11.2026 plkst. 11:00")
    talk.is_met_once_done("LV-06", "callback")
    talk.take("dealt", "yes")
    talk.at("understood")
    excuses("LV-06", owed_by(agreed(), ("callback_when", "three_days")))


def test_lv_06_nothing_is_promised_for_when_the_centre_is_closed(lv: Script) -> None:
    """At two minutes to six an answer within the hour is not offered, at night not one for today either."""
    talk = welcomed(lv, "2026-11-23 17:58", need="deferral")
    talk.take("ask_answer_phone", "+37167108787")
    assert talk.offers() == ["today", "working_day", "three_days", "week", "later"]
    assert "must be open from now until then" in talk.offer("hour").text
    talk.take("time_needed", "today")
    talk.say("time_promise", "līdz pirmdienai, 23.11.2026 plkst. 18:00")
    talk = Talk(lv, NIGHT)
    talk.through("greet_closed", "recording_closed")
    talk.key("callback")
    talk.take("ask_callback_need", "eParaksts")
    talk.take("ask_callback_phone", "+37167108787")
    assert talk.offers() == ["working_day", "three_days", "named", "anyone", "none"]
    assert "must be open" in talk.offer("today").text


def owed_by(talk: Talk, step: tuple[str, str]) -> Callable[[], Talk]:
    """Return what makes such calls, each having done one step more."""

    def owing() -> Talk:
        other = talk.fork()
        other.take(*step)
        return other

    return owing


def test_lv_06_a_fruitless_search_ends_in_a_time_too(lv: Script) -> None:
    """Who waited for nothing is told how long the answer will take, and the search was agreed first."""
    talk = welcomed(lv)
    talk.key("hold")
    talk.through(("hold_consent", "agrees"), "hold_wait", "hold_thanks", ("hold_result", "deferral"))
    talk.stands("LV-06", "open", DetourEntered, detour="deferral")
    talk.through(("ask_answer_phone", "+37167108787"), ("time_needed", "hour"), "time_promise")
    talk.is_met_once_done("LV-06", "answer")

    def sought() -> Talk:
        talk = welcomed(lv)
        talk.key("hold")
        talk.through(("hold_consent", "agrees"), "hold_wait", "hold_thanks", ("hold_result", "deferral"))
        return talk

    talk = sought()
    talk.hang_up()
    parted(talk)
    talk.stands("LV-06", "breached", Ended)
    for result in ("found", "callback", "transfer", "none"):
        talk = sought()
        talk.do(c.Back())
        talk.take("hold_result", result)
        assert talk.verdict("LV-06").verdict == ("open" if result == "callback" else "na")
    excuses("LV-06", sought)
    promised = sought()
    promised.through(("ask_answer_phone", "+37167108787"), ("time_needed", "hour"))
    excuses("LV-06", promised.fork)


def test_lv_07_a_refusal_names_its_reason_and_its_grounds(lv: Script) -> None:
    """A refusal cannot be completed without both; both are said, and both are kept."""
    talk = welcomed(lv)
    talk.stands("LV-07", "na")
    talk.take("need_kind", "refusal")
    talk.stands("LV-07", "open", DetourEntered, detour="refusal")
    for step, field, value in (
        ("ask_refusal_reason", "refusal_reason", "beidzies līgums."),
        ("ask_refusal_grounds", "refusal_grounds", "noteikumu 5. punkts"),
    ):
        talk.at(step)
        assert talk.refuses(c.Advance(), "fill_first") == (field,)
        talk.refuses(c.Fill(field, "nav", absent=True), "absent_never")
        talk.take(step, value)
    talk.take("ask_legal_ground")
    talk.say("refusal_said", "Atteikuma iemesls: beidzies līgums. Pamatojums: noteikumu 5. punkts.")
    talk.stands("LV-07", "met", Said, step="refusal_said")
    assert (talk.value("refusal_reason"), talk.value("refusal_grounds")) == ("beidzies līgums.", "noteikumu 5. punkts")
    for field in ("refusal_reason", "refusal_grounds"):
        assert talk.had_it_not_been("LV-07", Filled, field=field) == "breached"
        assert talk.had_it_not_been("LV-07", Done, step=f"ask_{field}") == "open"
    assert talk.had_it_not_been("LV-07", Said, step="refusal_said") == "open"


def test_lv_07_a_refusal_half_done_breaches(lv: Script) -> None:
    """To refuse and to close before reason and grounds were said breaches; to answer after all does not."""
    talk = welcomed(lv, need="refusal")
    talk.take("ask_refusal_reason", "beidzies līgums")
    talk.hang_up()
    parted(talk)
    talk.stands("LV-07", "breached", Ended)
    talk.wants_a_reason("LV-07")
    changes_its_mind(lv, "LV-07", "refusal")
    excuses("LV-07", lambda: welcomed(lv, need="refusal"))


def test_lv_07_who_does_not_prove_who_they_are_is_refused(lv: Script) -> None:
    """A suspension for somebody whose identity is not proven is refused, with a reason and grounds like any refusal."""

    def unproven() -> Talk:
        talk = welcomed(lv)
        talk.digit(9)
        talk.through(("suspension_action", "revoke"), ("suspension_service", "seal"))
        talk.through(("ask_suspension_given_name", "Jānis"), ("ask_suspension_surname", "Ozols"))
        talk.take("suspension_identity", "unproven")
        return talk

    talk = unproven()
    talk.stands("LV-07", "open", DetourEntered, detour="refusal")
    assert talk.refuses(c.Advance(), "fill_first") == ("refusal_reason",)
    talk.through(("ask_refusal_reason", "identitāte nav apstiprināta"), ("ask_refusal_grounds", "noteikumu 3. punkts"))
    talk.take("ask_legal_ground")
    talk.say("refusal_said", "identitāte nav apstiprināta", "noteikumu 3. punkts")
    talk.stands("LV-07", "met", Said, step="refusal_said")
    talk.stands("LV-14", "na", Chosen, step="suspension_identity")
    talk.take("dealt", "no")
    talk.at("need_kind")
    excuses("LV-07", unproven)
    owing = unproven()
    owing.hang_up()
    parted(owing)
    owing.stands("LV-07", "breached", Ended)
    talk = unproven()
    talk.do(c.Back())
    talk.take("suspension_identity", "proven")
    talk.at("suspension_confirm")
    talk.stands("LV-07", "na")
    talk = welcomed(lv, need="refusal")
    talk.key("suspension")
    talk.through(("suspension_action", "revoke"), ("suspension_service", "seal"))
    talk.through(("ask_suspension_given_name", "Jānis"), ("ask_suspension_surname", "Ozols"))
    assert not talk.offer("unproven").offered
    assert "jau sākts" in talk.offer("unproven").text


def test_lv_08_a_legal_ground_can_be_attached(lv: Script) -> None:
    """A legal ground can be written to an answer or a refusal at any time; lawfulness itself is a reminder."""
    talk = Talk(lv)
    talk.is_a_reminder("LV-08")
    assert "normatīvo aktu prasībām" in talk.aids("LV-08")
    assert talk.row("legal_ground").state == "empty"
    talk = welcomed(lv, need="answer")
    talk.fill("legal_ground", "Elektronisko dokumentu likums, 3. pants")
    assert talk.row("legal_ground").state == "filled"
    talk.take("offer_solution")
    assert talk.value("legal_ground") == "Elektronisko dokumentu likums, 3. pants"
    talk = welcomed(lv, need="refusal")
    talk.through(("ask_refusal_reason", "a"), ("ask_refusal_grounds", "b"), ("ask_legal_ground", "likums, 3. pants"))
    assert talk.value("legal_ground") == "likums, 3. pants"
    talk.at("refusal_said")


def test_lv_09_a_gift_is_declined_with_a_ready_phrase_and_kept(lv: Script) -> None:
    """At any step that is not typed into, digit 8 declines a gift in ready words; what was offered is kept."""
    talk = welcomed(lv)
    talk.stands("LV-09", "na")
    talk.digit(8)
    assert talk.verdict("LV-09").verdict == "open"
    words = "dāvanas, materiālas pateicības, viesmīlības piedāvājumus un citus materiālus labumus"
    talk.say("gift_declined", "Paldies", f"{words} nepieprasām un nepieņemam")
    assert talk.verdict("LV-09").verdict == "open"
    assert talk.refuses(c.Advance(), "fill_first") == ("gift",)
    talk.take("gift_offer", "konfektes")
    talk.stands("LV-09", "met", Done, step="gift_offer")
    assert talk.value("gift") == "konfektes"
    talk.at("need_kind")


def test_lv_09_a_gift_not_declined_breaches(lv: Script) -> None:
    """To close the call instead of declining, or without keeping the offer, breaches; a mistaken key does not."""
    talk = welcomed(lv)
    talk.digit(8)
    talk.hang_up()
    parted(talk)
    talk.stands("LV-09", "breached", Ended)
    talk.wants_a_reason("LV-09")
    talk = welcomed(lv)
    talk.digit(8)
    talk.take("gift_declined")
    talk.hang_up()
    parted(talk)
    talk.stands("LV-09", "breached", Ended)
    talk = welcomed(lv)
    talk.digit(8)
    talk.key("gift")
    talk.at("need_kind")
    talk.stands("LV-09", "na")

    def offered() -> Talk:
        talk = welcomed(lv)
        talk.digit(8)
        return talk

    excuses("LV-09", offered)
    talk = offered()
    talk.take("gift_declined")
    excuses("LV-09", talk.fork)


def test_lv_09_every_gift_is_declined(lv: Script) -> None:
    """A second gift is declined before the call is put through; without that it breaches what was met before."""
    talk = welcomed(lv)
    talk.digit(8)
    talk.through("gift_declined", ("gift_offer", "konfektes"))
    talk.stands("LV-09", "met", Done, step="gift_offer")
    talk.digit(8)
    talk.key("transfer")
    talk.take("pick_person", "towers")
    assert not talk.offer("agrees").offered
    assert "atteikšanos no dāvanas" in talk.offer("agrees").text
    talk.key("transfer")
    talk.through("gift_declined", ("gift_offer", "ziedi"))
    talk.key("transfer")
    talk.through(("pick_person", "towers"), ("handover_consent", "agrees"), "handover_said", "handover_hang_up")
    talk.stands("LV-09", "met", Done, step="gift_offer")
    second = talk.number(Done, step="gift_offer")
    assert talk.had_it_not_been("LV-09", Done, seq=second) == "breached"


def test_lv_10_the_principles_of_cooperation_are_at_hand_by_name(lv: Script) -> None:
    """Each principle that the customer is asked to keep to can be read out during the whole call."""
    talk = Talk(lv)
    talk.stands("LV-10", "na")
    assert talk.verdict("LV-10").modality == "should"
    for name, words in (
        (
            "Informācija",
            "iepazīties ar LVRTC pakalpojumu sniegšanas vietnēs publicēto informāciju par pakalpojumiem, to iegūšanas "
            "un lietošanas nosacījumiem",
        ),
        (
            "Normatīvie akti",
            "nepieciešamības gadījumā iepazīties ar normatīvajos aktos noteiktajām prasībām",
        ),
        ("Patiesums", "sniegt tikai patiesu informāciju"),
        ("Cieņa", "izturēties ar cieņu pret LVRTC darbiniekiem"),
        ("Ētika", "ievērot sabiedrībā vispārpieņemtās ētikas un uzvedības normas"),
        (
            "Klātiene",
            "ievērot noteikto kārtību apkalpošanai klātienē, piesakot klātienes tikšanos, ierasties noteiktajā laikā "
            "vai iepriekš brīdinot par kavējumu vai neierašanos",
        ),
    ):
        assert f"\n{name}: {words}." in talk.aids("LV-10")
    assert "Apkalpošana klātienē\nAicinām ievērot noteikto kārtību apkalpošanai klātienē" in talk.aids("LV-10")


def test_lv_10_an_in_person_visit_is_booked_and_recorded(lv: Script) -> None:
    """The booking of a visit wants its time and place, and the customer is asked to come on time or to warn."""
    talk = welcomed(lv, need="visit")
    talk.refuses(c.Fill("visit_at", "02.12.2026 10:00, Rīga"), "no_time")
    talk.refuses(c.Fill("visit_at", "šodien 9:00"), "time_over")
    talk.refuses(c.Fill("visit_at", "svētdien 10:00"), "not_received")
    talk.take("ask_visit_at", "02.12. plkst. 10")
    talk.take("ask_visit_place", "Zemitāna ielā 9 k-3")
    talk.through(("ask_visit_given_name", "Jānis"), ("ask_visit_surname", "Ozols"), ("ask_visit_phone", "+37167108787"))
    talk.fill("visit_at", "")
    assert talk.refuses(c.Advance(), "missing_fields") == ("visit_at",)
    talk.fill("visit_at", "trešdien, 02.12.2026 plkst. 10:00")
    talk.take("register_visit")
    assert talk.number(Registered, what="visit")
    assert talk.due("visit") == "2026-12-02 10:00"
    told = "trešdien, 02.12.2026 plkst. 10:00, Zemitāna ielā 9 k-3"
    talk.is_owed_yet("LV-10")
    talk.say("visit_told", told, "ierodieties noteiktajā laikā vai iepriekš brīdiniet par")
    assert talk.value("visit_at") == "02.12.2026 10:00"
    assert talk.verdict("LV-10").lasting
    talk.at("understood")
