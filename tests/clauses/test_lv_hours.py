"""lv-lvrtc, LV-11 to LV-18: the recording, working time and what goes on outside it, applications and feedback."""

from __future__ import annotations

from datetime import UTC, datetime

from callscript.core.call import commands as c
from callscript.core.call.events import Chosen, Ended, Filled, Registered, Said, TaskDone, TaskOpened
from callscript.core.script.model import Script
from callscript.core.script.steps import Ask, Wait
from callscript.core.script.working_time import is_open, local, next_opening_change
from tests.clauses.talk import MONDAY, NIGHT, Talk
from tests.clauses.ways import CUT_SHORT, cut_short, excuses, parted, welcomed

CUSTOMER = {"given_name": "Jānis", "surname": "Ozols", "phone": "+37167108787", "email": "janis@example.lv"}


def closed(script: Script, answer: str, start: str = NIGHT) -> Talk:
    """Return a call outside working time that has answered what it is about."""
    talk = Talk(script, start)
    talk.through("greet_closed", "recording_closed", ("closed_choice", answer))
    return talk


def suspended(talk: Talk, action: str = "suspend") -> None:
    """Suspend or revoke a service."""
    if talk.call.step == "recording_suspension":
        talk.take("recording_suspension")
    talk.through(
        ("suspension_action", action), ("suspension_service", "mobile"), ("ask_suspension_given_name", "Jānis")
    )
    talk.through(("ask_suspension_surname", "Ozols"), ("suspension_identity", "proven"), ("suspension_confirm", "yes"))
    talk.take("register_suspension")


def test_lv_11_the_recording_is_announced_before_any_personal_data(lv: Script) -> None:
    """Before anything personal is asked for the customer hears that calls are recorded, at any hour and on any path."""
    notice = "sarunu kvalitātes kontroles nodrošināšanai visas sarunas tiek ierakstītas"
    talk = Talk(lv)
    talk.take("greet")
    talk.stands("LV-11", "open")
    talk.say("recording", notice)
    talk.stands("LV-11", "met", Said, phrase="recording")
    talk.at("ask_address")
    talk = Talk(lv, NIGHT)
    talk.take("greet_closed")
    talk.say("recording_closed", notice)
    talk.stands("LV-11", "met", Said, phrase="recording")
    for start in (MONDAY, NIGHT):
        talk = Talk(lv, start)
        for detour in ("gift", "hold", "complaint", "escalate", "transfer", "callback"):
            talk.refuses(c.TakeDetour(detour), "detour_not_offered")
            assert "LV-11" in talk.text(f"detour_unless.{detour}")
        talk.digit(9)
        talk.say("recording_suspension", notice)
        talk.stands("LV-11", "met", Said, phrase="recording")
        talk.key("suspension")
        talk.digit(9)
        talk.at("suspension_action")


def test_lv_11_data_taken_before_the_notice_breaches(lv: Script) -> None:
    """Whatever is written down of the customer before the notice breaches at once, whatever is said later."""
    talk = Talk(lv)
    for field in lv.fields:
        if field not in ("colleague", "escalated_to", "answer_by"):  # nothing about the customer
            talk = Talk(lv)
            talk.fill(field, "rīt 10:00" if lv.fields[field].kind == "time" else "x")
            talk.stands("LV-11", "breached", Filled, field=field)
    talk.through("greet", "recording", ("ask_address", "Ozola kungs"))
    talk.hang_up()
    parted(talk)
    assert talk.verdict("LV-11").verdict == "breached"
    talk.wants_a_reason("LV-11")
    excuses("LV-11", lambda: Talk(lv))


def test_lv_12_open_on_working_days_from_nine_to_six_in_riga(lv: Script) -> None:
    """Open or closed, and until when, follows the clock in Riga, in winter and in summer."""
    for start, opened in (
        ("2026-11-23 08:59", False),
        ("2026-11-23 09:00", True),
        ("2026-11-23 17:59", True),
        ("2026-11-23 18:00", False),
        ("2026-11-21 12:00", False),
        ("2026-11-22 12:00", False),
        ("2026-11-23T07:00+00:00", True),
        ("2026-11-23T06:59+00:00", False),
        ("2026-07-06T06:00+00:00", True),
        ("2026-07-06T15:00+00:00", False),
    ):
        talk = Talk(lv, start)
        assert is_open(lv, talk.clock.now()) is opened, start
        talk.at("greet" if opened else "greet_closed")
    until = next_opening_change(lv, datetime(2026, 11, 20, 12, 0, tzinfo=UTC))
    assert until is not None
    assert local(lv, until).strftime("%Y-%m-%d %H:%M") == "2026-11-20 18:00"
    until = next_opening_change(lv, until)
    assert until is not None
    assert local(lv, until).strftime("%Y-%m-%d %H:%M") == "2026-11-23 09:00"
    talk = Talk(lv)
    talk.is_a_reminder("LV-12")
    assert "9:00–18:00" in talk.aids("LV-12")


def test_lv_12_closed_on_latvian_public_holidays(lv: Script) -> None:
    """On public holidays of Latvia the centre is closed, those that move included; other days are worked."""
    for day in (
        "2026-04-03",  # Good Friday
        "2026-04-06",  # Easter Monday
        "2026-05-01",
        "2026-05-04",
        "2026-06-22",  # a Monday off, for which Saturday the 27th is worked
        "2026-06-23",
        "2026-06-24",
        "2026-11-18",
        "2026-12-24",
        "2026-12-25",
        "2026-12-31",
        "2027-01-01",
    ):
        talk = Talk(lv, f"{day} 12:00")
        talk.at("greet_closed")
        talk.shows("Jūs zvanāt ārpus darba laika")
    for day in ("2026-11-17", "2026-11-19", "2026-12-23", "2026-12-28", "2027-01-04", "2026-06-27"):
        Talk(lv, f"{day} 12:00").at("greet")


def test_lv_13_outside_working_time_the_virtual_assistant_is_offered(lv: Script) -> None:
    """Outside working time the closed-hours script comes up by itself and offers the virtual assistant."""
    talk = Talk(lv, NIGHT)
    talk.stands("LV-13", "open", type(talk.log[0]))
    talk.say("greet_closed", "Labvakar", "Jūs zvanāt ārpus darba laika")
    talk.through("recording_closed", ("closed_choice", "other"))
    talk.say("virtual_assistant", "virtuālo asistentu", "zvanot vai rakstot portālā eparaksts.lv", "no 9:00 līdz 18:00")
    talk.stands("LV-13", "met", Said, phrase="virtual_assistant")
    assert talk.offers() == ["enough", "application", "feedback"]
    talk.take("closed_more", "enough")
    parted(talk)
    assert talk.had_it_not_been("LV-13", Said, phrase="virtual_assistant") == "breached"
    talk = welcomed(lv)
    talk.stands("LV-13", "na")


def test_lv_13_not_to_who_came_for_a_suspension(lv: Script) -> None:
    """Who came to suspend or revoke is not sent on; one more question of such a customer is."""
    talk = closed(lv, "suspension")
    suspended(talk)
    talk.stands("LV-13", "na", Registered, what="suspension")
    talk.take("suspended_told")
    talk.take("understood", "more")
    talk.say("virtual_assistant_more", "virtuālo asistentu", "portālā eparaksts.lv")
    talk.stands("LV-13", "met", Said, phrase="virtual_assistant")
    talk.at("ask_need")
    talk = closed(lv, "suspension")
    talk.through(("suspension_action", "portal"), "suspension_portal_told")
    talk.stands("LV-13", "na", Said, step="suspension_portal_told")
    talk = closed(lv, "suspension")
    talk.through(("suspension_action", "revoke"), ("suspension_service", "seal"))
    talk.through(("ask_suspension_given_name", "Jānis"), ("ask_suspension_surname", "Ozols"))
    talk.take("suspension_identity", "proven")
    talk.take("suspension_confirm", "no")
    talk.at("virtual_assistant")


def test_lv_13_closing_without_the_offer_breaches(lv: Script) -> None:
    """Whoever closes a call outside working time comes by the offer; without it the clause is breached."""
    talk = Talk(lv, NIGHT)
    talk.through("greet_closed", "recording_closed")
    talk.hang_up()
    talk.say("virtual_assistant_last", "virtuālo asistentu", "arī brīvdienās un svētku dienās")
    talk.stands("LV-13", "met", Said, phrase="virtual_assistant")
    parted(talk)
    assert talk.had_it_not_been("LV-13", Said, phrase="virtual_assistant") == "breached"
    talk = Talk(lv, NIGHT)
    talk.through("greet_closed", "recording_closed")
    talk.key("transfer")
    talk.take("pick_person", "towers")
    talk.say("virtual_assistant_handover", "virtuālo asistentu", "no 9:00 līdz 18:00")
    talk.through(("handover_consent", "agrees"), "handover_said", "handover_hang_up")
    talk.stands("LV-13", "met", Said, phrase="virtual_assistant")
    assert talk.had_it_not_been("LV-13", Said, phrase="virtual_assistant") == "breached"
    excuses("LV-13", lambda: Talk(lv, NIGHT))


def test_lv_13_who_came_for_a_suspension_by_its_key_is_not_asked_for_it_again(lv: Script) -> None:
    """A suspension taken by its key ends the call, or goes on without a question that no answer fits."""
    for stands in ("greet_closed", "closed_choice"):
        talk = Talk(lv, NIGHT)
        if stands == "closed_choice":
            talk.through("greet_closed", "recording_closed")
        talk.key("suspension")
        suspended(talk)
        talk.take("suspended_told")
        ended = talk.fork()
        ended.take("dealt", "yes")
        ended.at("understood")
        parted(ended)
        ended.stands("LV-13", "na", Registered, what="suspension")
        talk.take("dealt", "no")
        talk.at(stands)
        if stands == "greet_closed":
            talk.take("greet_closed")  # the recording was told of in the suspension
            talk.at("understood")


class Suspending(Talk):
    """A call in which digit 9 is pressed before every step that is not typed into, and again to come back."""

    def take(self, step: str, answer: str = "") -> None:
        before = self.call.frames
        nine = [line for line in self.view.offers if line.number == 9]
        if not isinstance(self.script.steps[step], Ask):
            assert [line.id for line in nine] == ["suspension"], step
            assert all(line.offered for line in nine), step
            self.digit(9)
            assert self.call.step in ("recording_suspension", "suspension_action")
            self.key("suspension")
            if isinstance(wait := self.script.steps[step], Wait):  # somebody spoke with the caller: it is agreed anew
                assert wait.again
                super().take(wait.again, "agrees")
                before = self.call.frames
        assert self.call.frames == before
        super().take(step, answer)


def test_lv_14_suspension_is_one_key_away_at_any_hour_and_step(lv: Script) -> None:
    """Digit 9 opens suspension and revocation from every step that is not typed into, open or closed, and returns."""
    talk = Suspending(lv, MONDAY)
    talk.through("greet", "recording", ("ask_address", "Ozols"), ("ask_need", "karte"), ("need_kind", "colleague"))
    talk.through(("pick_colleague", "towers"), "colleague_told", ("colleague_how", "advises"))
    talk.through(("ask_advice", "x"), "offer_solution")
    talk.key("hold")
    talk.through(("hold_consent", "agrees"), "hold_wait", "hold_thanks", ("hold_result", "found"))
    talk.key("complaint")
    talk.through("complaint_listen", ("complaint_cause", "x"), ("complaint_class", "handling_complaint"))
    talk.through(("complaint_measure", "y"), ("fault", "confirmed"), "apology", "register_complaint")
    talk.through(
        ("complaint_resolved", "resolved"),
        ("dealt", "no"),
        ("understood", "done"),
        ("survey", "five"),
        "farewell",
        "hang_up",
    )
    for start in (NIGHT, "2026-11-18 03:00", "2026-11-22 12:00"):
        talk = Suspending(lv, start)
        talk.through("greet_closed", "recording_closed", ("closed_choice", "other"), "virtual_assistant")
        talk.through(("closed_more", "enough"), ("understood", "done"), ("survey", "five"), "farewell", "hang_up")


def test_lv_14_a_service_is_suspended_or_revoked(lv: Script) -> None:
    """What is suspended or revoked, for whom, is kept; it is confirmed first, registered, and said."""
    for start, action, told in ((MONDAY, "suspend", "suspended_told"), (NIGHT, "revoke", "revoked_told")):
        talk = Talk(lv, start)
        talk.stands("LV-14", "na")
        talk.digit(9)
        talk.through("recording_suspension", ("suspension_action", action), ("suspension_service", "card"))
        talk.stands("LV-14", "open", Chosen, step="suspension_service")
        talk.through(("ask_suspension_given_name", "Jānis"), ("ask_suspension_surname", "Ozols"))
        talk.shows("identitāti")
        talk.take("suspension_identity", "proven")
        talk.take("suspension_confirm", "yes")
        talk.fill("surname", "")
        assert talk.refuses(c.Advance(), "missing_fields") == ("surname",)
        talk.fill("surname", "Ozols")
        talk.take("register_suspension")
        talk.stands("LV-14", "met", Registered, what="suspension")
        talk.say(told, "apturēts" if action == "suspend" else "anulēts", "visu diennakti", "portālā eparaksts.lv")
        assert talk.offers() == ["yes", "no"]
        talk.take("dealt", "no")
        assert (talk.answer("suspension_action"), talk.answer("suspension_service")) == (action, "card")
        talk.at("greet" if start == MONDAY else "greet_closed")


def test_lv_14_a_suspension_begun_and_not_done_breaches(lv: Script) -> None:
    """A suspension asked for and left undone breaches; one not confirmed, or done by the customer, does not."""
    talk = welcomed(lv)
    talk.digit(9)
    talk.through(("suspension_action", "suspend"), ("suspension_service", "eid"))
    talk.key("end")
    assert not talk.offer("close").offered
    assert "sāktā apturēšana (Insert" in talk.offer("close").text
    talk.take("end_how", "stay")
    done = talk.fork()
    done.through(("ask_suspension_given_name", "Jānis"), ("ask_suspension_surname", "Ozols"))
    done.through(("suspension_identity", "proven"), ("suspension_confirm", "yes"), "register_suspension")
    done.hang_up()
    parted(done)
    assert done.had_it_not_been("LV-14", Registered) == "breached"
    talk.key("suspension")
    talk.hang_up()
    talk.at("survey")
    talk.stands("LV-14", "na")
    talk = welcomed(lv)
    talk.digit(9)
    talk.through(
        ("suspension_action", "suspend"), ("suspension_service", "eid"), ("ask_suspension_given_name", "Jānis")
    )
    talk.through(("ask_suspension_surname", "Ozols"), ("suspension_identity", "proven"))
    talk.take("suspension_confirm", "no")
    talk.stands("LV-14", "na", Chosen, step="suspension_confirm")
    talk.at("need_kind")
    talk = welcomed(lv)
    talk.digit(9)
    talk.take("suspension_action", "portal")
    talk.say("suspension_portal_told", "visu diennakti portālā eparaksts.lv", "67108787")
    talk.stands("LV-14", "na")
    talk.at("dealt")
    asked = welcomed(lv)
    asked.digit(9)
    asked.through(("suspension_action", "suspend"), ("suspension_service", "eid"))
    excuses("LV-14", asked.fork)
    talk = asked.fork()
    talk.through(("ask_suspension_given_name", "Jānis"))
    talk.do(c.Back())
    talk.do(c.Back())
    talk.do(c.Back())
    talk.take("suspension_action", "portal")
    talk.stands("LV-14", "na")


def applied(script: Script, start: str) -> Talk:
    """Return a call that has registered an application, in working time or outside it."""
    if is_open(script, Talk(script, start).clock.now()):
        talk = welcomed(script, start, "application")
    else:
        talk = closed(script, "other", start)
        talk.through("virtual_assistant", ("closed_more", "application"), ("ask_application", "jauna karte"))
    talk.through(*((f"ask_{field}", value) for field, value in CUSTOMER.items()))
    talk.take("register_application")
    return talk


def test_lv_15_an_application_is_due_within_one_working_day(lv: Script) -> None:
    """The due time, by working time and public holidays, is a task and is said; outside, work starts the next day."""
    for start, due in (
        ("2026-11-23 10:00", "2026-11-24 10:00"),
        ("2026-11-27 15:00", "2026-11-30 15:00"),
        ("2026-11-17 15:00", "2026-11-19 15:00"),
        ("2026-12-23 12:00", "2026-12-28 12:00"),
        ("2026-11-23 22:00", "2026-11-24 18:00"),
        ("2026-11-23 08:00", "2026-11-23 18:00"),
        ("2026-11-21 12:00", "2026-11-23 18:00"),
        ("2026-11-17 22:00", "2026-11-19 18:00"),
    ):
        talk = applied(lv, start)
        assert talk.due("application") == due
        day, clock = due.split()
        outside = not is_open(lv, talk.clock.now()) and start != "2026-11-23 08:00"
        talk.shows(f"{'.'.join(reversed(day.split('-')))} plkst. {clock}")
        if outside:
            talk.say("application_told_closed", "nākamajā darba dienā")
        elif start == "2026-11-23 08:00":
            talk.say("application_told_today", "sāksim šodien")
        else:
            talk.say("application_told", "1 darba dienas laikā")
        talk.is_promised("LV-15", "application")
        assert talk.number(TaskOpened, kind="application") < talk.number(Said)
        assert {field: talk.value(field) for field in CUSTOMER} == CUSTOMER
        assert talk.had_it_not_been("LV-15", TaskOpened) in ("open", "breached")
        late = talk.fork()
        talk.finish("application", after=3600)
        talk.stands("LV-15", "met", TaskDone)
        late.finish("application", after=6 * 86_400)
        late.stands("LV-15", "breached", TaskDone)


def test_lv_15_who_is_cut_off_while_applying_is_rung_up(lv: Script) -> None:
    """What was noted of the application is not lost: it is owed, and then work to ring the customer up."""
    talk = welcomed(lv, need="application")
    talk.through(("ask_given_name", "Jānis"), ("ask_surname", "Ozols"), ("ask_phone", CUSTOMER["phone"]))
    talk.is_owed_yet("LV-15")
    excuses("LV-15", talk.fork)
    back = talk.fork()
    for _ in range(4):
        back.do(c.Back())
    back.stands("LV-15", "na")
    cut_short(talk, "caller")
    assert [task.kind for task in talk.call.tasks] == ["inform"]
    assert talk.due("inform") == "2026-11-24 10:00"
    talk.stands("LV-15", "na", Ended)


def test_lv_15_who_applied_must_be_told_by_when(lv: Script) -> None:
    """What is on the card is not asked for, what is missing is refused; registered and not told breaches."""
    talk = welcomed(lv)
    for field, value in CUSTOMER.items():
        talk.fill(field, value)
    talk.take("need_kind", "application")
    talk.at("register_application")
    talk = welcomed(lv)
    talk.stands("LV-15", "na")
    talk.take("need_kind", "application")
    talk.through(*((f"ask_{field}", value) for field, value in CUSTOMER.items()))
    talk.fill("phone", "")
    assert talk.refuses(c.Advance(), "missing_fields") == ("phone",)
    talk.fill("phone", "grib tikai e-pastu", absent=True)
    talk.take("register_application")
    assert talk.verdict("LV-15").verdict == "open"
    told = talk.fork()
    for how in CUT_SHORT:
        gone = told.fork()
        cut_short(gone, how)
        gone.is_promised("LV-15", "application")
        gone.finish("application")
        gone.stands("LV-15", "met", TaskDone, kind="application")  # nobody was left to be told
    talk.hang_up()
    parted(talk)
    talk.stands("LV-15", "breached", Ended)
    talk.wants_a_reason("LV-15")


def test_lv_16_invites_to_the_survey(lv: Script) -> None:
    """At the end of a call anyone is invited to say how satisfied they are; the mark or the refusal is kept."""
    for start, answers in ((MONDAY, ("one", "two", "three")), (NIGHT, ("four", "five", "refused"))):
        for mark in answers:
            talk = welcomed(lv, need="answer") if start == MONDAY else closed(lv, "other")
            talk.is_a_reminder("LV-16")
            assert "vismaz reizi gadā" in talk.aids("LV-16")
            talk.hang_up()
            if talk.call.step == "virtual_assistant_last":
                talk.through("virtual_assistant_last", ("understood", "done"))
            talk.at("survey")
            talk.shows("novērtēt apmierinātību ar saņemto pakalpojumu un apkalpošanu")
            assert "LV-16" in talk.view.clauses
            talk.through(("survey", mark), "farewell", "hang_up")
            assert talk.answer("survey") == mark


def test_lv_17_feedback_is_taken_and_its_channels_can_be_read_out(lv: Script) -> None:
    """Feedback is taken in words during a call, and every other channel for it is at hand."""
    talk = welcomed(lv)
    talk.is_a_reminder("LV-17")
    for channel in (
        "Būsim pateicīgi, ja sniegsiet atsauksmi mutiski vai rakstveidā par saņemto pakalpojumu",
        "pa e-pastu",
        "valsts vienotajā elektroniskajā adresē",
        "pa pastu: Zemitāna iela 9 k-3, Rīga, Latvija, LV-1012",
        "+371 67108787",
        "LVRTC mājas lapā pie konkrētā pakalpojuma",
        "klientu aptaujās un pētījumos",
    ):
        assert channel in talk.aids("LV-17")
    talk.take("need_kind", "feedback")
    talk.shows("Būsim pateicīgi par Jūsu atsauksmi")
    assert talk.refuses(c.Advance(), "fill_first") == ("feedback",)
    talk.through(("ask_feedback", "ātri atbildējāt"), ("feedback_class", "praise"), "register_feedback")
    assert talk.number(Registered, what="feedback")
    talk.say("feedback_thanks", "Paldies par atsauksmi")
    assert talk.value("feedback") == "ātri atbildējāt"
    talk.at("understood")
    assert "feedback" in talk.offers()


def test_lv_18_feedback_is_classed_in_four_classes(lv: Script) -> None:
    """Feedback is not registered before it is classed as a suggestion, praise, or one of two sorts of complaint."""
    for option, name in (
        ("suggestion", "Ierosinājums"),
        ("praise", "Uzslava"),
        ("service_complaint", "Sūdzība par pakalpojumu"),
        ("handling_complaint", "Sūdzība par apkalpošanu"),
    ):
        talk = welcomed(lv, need="feedback")
        talk.stands("LV-18", "na")
        talk.take("ask_feedback", "gaidīju ilgi")
        assert talk.verdict("LV-18").verdict == "open"
        talk.refuses(c.Advance(), "choose_first")
        assert talk.offers() == ["suggestion", "praise", "service_complaint", "handling_complaint"]
        assert talk.offer(option).text == name
        talk.through(("feedback_class", option), "register_feedback")
        talk.stands("LV-18", "met", Registered, what="feedback")
        assert talk.answer("feedback_class") == option
        assert talk.had_it_not_been("LV-18", Chosen, step="feedback_class") == "breached"


def test_lv_18_a_complaint_during_a_call_is_classed_too(lv: Script) -> None:
    """A complaint made in a call is classed by what it is about; one without a class breaches."""
    for option, name in (
        ("service_complaint", "Sūdzība par pakalpojumu"),
        ("handling_complaint", "Sūdzība par apkalpošanu"),
    ):
        talk = welcomed(lv)
        talk.key("complaint")
        talk.through("complaint_listen", ("complaint_cause", "ilgi jāgaida"))
        assert talk.offer(option).text == name
        talk.through(("complaint_class", option), ("complaint_measure", "pārbaudīts"), ("fault", "confirmed"))
        talk.say("apology", "Atvainojamies")
        talk.take("register_complaint")
        talk.stands("LV-18", "met", Registered, what="complaint")
    talk = welcomed(lv)
    talk.key("complaint")
    talk.through("complaint_listen", ("complaint_cause", "ilgi jāgaida"))
    unclassed = talk.fork()
    excuses("LV-18", unclassed.fork)
    talk.hang_up()
    parted(talk)
    talk.stands("LV-18", "breached", Ended)
    talk.wants_a_reason("LV-18")
