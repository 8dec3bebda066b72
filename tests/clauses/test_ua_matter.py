"""ua-court, UA-07 to UA-13: the matter itself, from what is out of scope to the farewell."""

from __future__ import annotations

from datetime import timedelta

from callscript.core.call import commands as c
from callscript.core.call.events import (
    Chosen,
    DetourEntered,
    Done,
    Ended,
    Filled,
    Gender,
    NoticeDelivered,
    Registered,
    Said,
    TaskOpened,
)
from callscript.core.call.fold import fold
from callscript.core.call.notices import Delivery, deliveries, not_delivered
from callscript.core.script.model import Script
from tests.clauses.talk import Talk
from tests.clauses.ways import APPEAL, CUT_SHORT, advised, cut_short, excuses, goodbye, greeted, registered

WANTED = tuple(field for field in (*APPEAL, "subject") if field != "kind")
"""What an appeal cannot be registered without, or without a caller who declines to say it."""


def test_ua_07_the_reason_is_chosen_explained_and_kept(ua: Script) -> None:
    """A request outside the powers of the judiciary is owed a reason, out of a list, that is said and kept."""
    for reason, words in (
        ("other_body", "не входить до повноважень органів судової влади"),
        ("legal_advice", "правнича допомога не входить до повноважень"),
        ("case_influence", "суд незалежний"),
    ):
        talk = greeted(ua)
        talk.stands("UA-07", "na")
        talk.take("need_kind", "out_of_scope")
        talk.stands("UA-07", "open", DetourEntered, detour="out_of_scope")
        talk.take("scope_reason", reason)
        talk.say(f"explain_{reason}", words, "На жаль")
        talk.stands("UA-07", "met", Said, step=f"explain_{reason}")
        assert talk.had_it_not_been("UA-07", Chosen, step="scope_reason") == "open"
        assert talk.answer("scope_reason") == reason
        talk.at("understood")


def test_ua_07_the_reason_can_be_typed(ua: Script) -> None:
    """Another reason is typed, cannot be left empty, and is said as it was typed."""
    talk = greeted(ua)
    talk.through(("need_kind", "out_of_scope"), ("scope_reason", "other"))
    assert talk.refuses(c.Advance(), "fill_first") == ("scope_reason",)
    talk.take("ask_scope_reason", "це питання до нотаріуса")
    talk.say("explain_other", "консультацію з цього питання. Це питання до нотаріуса.")
    assert talk.value("scope_reason") == "це питання до нотаріуса"
    talk.stands("UA-07", "met", Said, step="explain_other")


def test_ua_07_closing_without_the_reason_breaches(ua: Script) -> None:
    """What was found out of scope stays owed until it is explained, or until the answer is changed."""
    for option in ("consultation", "appeal", "search", "callback"):
        talk = greeted(ua)
        talk.take("need_kind", "out_of_scope")
        talk.key("out_of_scope")
        talk.at("need_kind")
        talk.take("need_kind", option)
        talk.stands("UA-07", "na")
    excuses("UA-07", lambda: greeted(ua, need="out_of_scope"))
    talk = greeted(ua)
    talk.take("need_kind", "out_of_scope")
    talk.hang_up()
    goodbye(talk)
    talk.stands("UA-07", "breached", Ended)
    talk.wants_a_reason("UA-07")


def test_ua_08_clarifying_questions_are_at_hand_in_the_operators_gender(ua: Script) -> None:
    """Clarifying questions are allowed: both prescribed ones are at hand, with the form of the operator's profile."""
    forms: tuple[tuple[Gender, str, str], ...] = (
        ("feminine", "зрозуміла", "зрозумів "),
        ("masculine", "зрозумів", "зрозуміла"),
    )
    for gender, form, other in forms:
        talk = greeted(ua, gender=gender)
        talk.is_a_reminder("UA-08")
        assert "«Будь ласка, уточніть Ваш запит щодо…»" in talk.aids("UA-08")
        assert f"«Якщо я Вас вірно {form} Ви бажаєте…»" in talk.aids("UA-08")
        assert other not in talk.aids("UA-08")
        assert talk.verdict("UA-08").modality == "may"


def test_ua_09_the_form_is_filled_in_any_order_and_says_what_is_missing(ua: Script) -> None:
    """All that an appeal needs can be written at any moment; it is not registered before all of it is there."""
    talk = Talk(ua)
    for field in reversed(APPEAL):
        assert talk.row(field).state == "empty"
        talk.fill(field, APPEAL[field])
    talk.through("greet", "introduce", ("ask_address", "Олено"), "offer_help", ("ask_subject", "затримка"))
    talk.through(("need_kind", "appeal"), "appeal_intro", "ask_substance")
    talk.at("register_appeal")
    for field in WANTED:
        kept = talk.value(field)
        talk.fill(field, "")
        assert talk.row(field).state == "missing"
        assert talk.refuses(c.Advance(), "missing_fields") == (field,)
        talk.fill(field, kept)
    talk.stands("UA-09", "open", Chosen, step="need_kind")
    talk.take("register_appeal")
    talk.stands("UA-09", "met", Registered, what="appeal")
    assert {field: talk.value(field) for field in APPEAL} == APPEAL
    assert talk.value("subject") == "затримка"
    for field in WANTED:
        assert talk.had_it_not_been("UA-09", Filled, field=field) == "breached"


def test_ua_09_each_detail_is_asked_for(ua: Script) -> None:
    """The caller is told what the data are for and who gets them; then what is not on the card yet is asked for."""
    talk = greeted(ua)
    talk.take("need_kind", "appeal")
    talk.say("appeal_intro", "щоб розглянути звернення й відповісти Вам", "отримає керівництво", "орган судової влади")
    talk.through(("ask_surname", "Шевченко"), ("ask_given_name", "Олена"), ("ask_patronymic", "Іванівна"))
    talk.take("ask_residence", "Київ")
    talk.shows("суть порушеного питання", "зауваження", "пропозиції", "заяву чи скаргу", "прохання чи вимоги")
    talk.take("ask_substance", "затримка")
    talk.through(("ask_phone", "+380441234567"), ("ask_email", "olena@example.com"), "register_appeal")
    talk.stands("UA-09", "met", Registered)


def test_ua_09_a_kind_may_be_noted_and_several_may(ua: Script) -> None:
    """The kind of an appeal is part of its substance: it can be noted on the card, one or several, and none must."""
    for kind, shown in (("", ""), ("complaint", "скарга"), ("complaint,request", "скарга, прохання")):
        talk = greeted(ua)
        talk.through(("need_kind", "appeal"), "appeal_intro")
        for field in APPEAL:
            talk.fill(field, kind if field == "kind" else APPEAL[field])
        assert talk.row("kind").state == ("filled" if kind else "empty")
        assert talk.row("kind").shown == shown
        talk.refuses(c.Fill("kind", "complaint,rumour"), "not_a_value")
        talk.refuses(c.Fill("subject", "", absent=True), "absent_never")
        talk.through("ask_surname", "ask_substance", "register_appeal")
        talk.stands("UA-09", "met", Registered)


def test_ua_09_who_declines_to_say_something_is_recorded_with_the_reason(ua: Script) -> None:
    """Name, residence and phone may be declined, never without a reason; the substance is what the appeal is."""
    talk = greeted(ua)
    talk.through(("need_kind", "appeal"), "appeal_intro")
    talk.refuses(c.Fill("subject", "не каже", absent=True), "absent_never")
    for field in ("surname", "given_name", "residence", "phone"):
        talk.refuses(c.Fill(field, "", absent=True), "absent_reason")
        assert talk.refuses(c.Advance(), "fill_first") == ("surname",)
    for field in ("surname", "given_name", "residence", "phone", "patronymic", "email"):
        talk.fill(field, "не бажає називати", absent=True)
        assert talk.row(field).state == "absent"
        assert "не бажає називати" in talk.row(field).shown
    talk.through("ask_surname", "ask_substance", "register_appeal")
    talk.stands("UA-09", "met", Registered)
    for field in ("surname", "given_name", "residence", "phone"):
        assert talk.had_it_not_been("UA-09", Filled, field=field) == "breached"


def test_ua_09_a_person_without_patronymic_email_or_phone_can_be_recorded(ua: Script) -> None:
    """Patronymic and e-mail may be recorded as none, a phone only with a reason."""
    talk = greeted(ua)
    talk.through(("need_kind", "appeal"), "appeal_intro")
    talk.refuses(c.Fill("phone", "", absent=True), "absent_reason")
    for field in ("patronymic", "email"):
        talk.fill(field, "", absent=True)
        assert talk.row(field).state == "absent"
    talk.fill("phone", "живе за кордоном", absent=True)
    assert "живе за кордоном" in talk.row("phone").shown
    talk.through(("ask_surname", "Шевченко"), ("ask_given_name", "Олена"), ("ask_residence", "Київ"))
    talk.through("ask_substance", "register_appeal")
    talk.stands("UA-09", "met", Registered)


def test_ua_09_an_appeal_begun_and_not_registered_breaches(ua: Script) -> None:
    """An oral appeal is always recorded: to have begun one and to close without it breaches; a lost line does not."""
    talk = greeted(ua)
    talk.through(("need_kind", "appeal"), "appeal_intro")
    talk.hang_up()
    goodbye(talk)
    talk.stands("UA-09", "breached", Ended)
    talk.wants_a_reason("UA-09")
    talk = greeted(ua)
    talk.stands("UA-09", "na")
    talk.through(("need_kind", "appeal"), "appeal_intro")
    talk.do(c.LoseLine())
    talk.stands("UA-09", "na", Ended)

    def begin() -> Talk:
        talk = greeted(ua, need="appeal")
        talk.take("appeal_intro")
        return talk

    excuses("UA-09", begin)


def test_ua_10_management_is_told_at_once(ua: Script) -> None:
    """Once the appeal is registered and the call over, management is told by itself, within 60 s."""
    talk = registered(ua)
    talk.say("appeal_accepted", "повідомлю", "керівництво контакт-центру", "по суті та надання Вам відповіді")
    talk.stands("UA-10", "na")
    assert talk.owes() == []
    goodbye(talk)
    talk.stands("UA-10", "open", Ended)
    assert talk.owes() == ["appeal"]
    talk.wait(60)
    talk.stands("UA-10", "open", Ended)
    talk.deliver()
    talk.stands("UA-10", "met", NoticeDelivered, notice="appeal")
    assert talk.owes() == []


def test_ua_10_later_than_a_minute_breaches(ua: Script) -> None:
    """After a minute the notice is overdue, delivered or not; a caller who hung up changes nothing in that."""
    talk = registered(ua)
    talk.do(c.LoseLine())
    talk.wait(61)
    talk.stands("UA-10", "breached", Ended)
    talk.deliver()
    talk.stands("UA-10", "breached", NoticeDelivered, notice="appeal")
    talk.wants_a_reason("UA-10")


def test_ua_10_is_met_by_when_it_was_delivered(ua: Script) -> None:
    """What counts is when the notice was delivered, not when the call came to know of it."""
    talk = registered(ua)
    talk.do(c.LoseLine())
    at = talk.clock.now()
    talk.wait(90)
    (owed,) = not_delivered(ua, talk.call)
    found = [Delivery(owed.notice, owed.event, at + timedelta(seconds=59))]
    for event in deliveries(ua, talk.call, found):
        talk.call = fold(ua, talk.call, event)
    assert talk.verdict("UA-10").verdict == "met"


def test_ua_10_what_may_still_be_delivered_holds_up_nothing(ua: Script) -> None:
    """A call can be closed within the minute: the notice is on its way, and no reason is wanted."""
    talk = registered(ua)
    talk.do(c.LoseLine())
    talk.do(c.SetOutcome("appeal"), c.Close())
    assert talk.call.closed
    talk.stands("UA-10", "open", Ended)


def test_ua_10_without_an_appeal_there_is_nothing_to_tell(ua: Script) -> None:
    """A call without a registered appeal has no work after it."""
    talk = advised(ua)
    goodbye(talk)
    talk.stands("UA-10", "na")
    assert talk.call.step == ""


def test_ua_11_the_appeal_goes_to_the_competent_body_the_same_day(ua: Script) -> None:
    """Beyond competence: a body out of the directory, the caller told so and when, the dispatch recorded."""
    talk = registered(ua, competence="beyond")
    talk.stands("UA-11", "open", Chosen, step="competence")
    assert "Верховний Суд" in [line.text for line in talk.view.offers]
    assert all(line.note for line in talk.view.offers if not line.apart)
    talk.take("pick_body", "supreme_court")
    assert talk.value("sent_to") == "Верховний Суд"
    talk.say("dispatch_told", "поза компетенцією контакт-центру", "сьогодні ж", "Верховний Суд")
    goodbye(talk)
    talk.stands("UA-11", "open", Chosen, step="competence")
    talk.shows("Верховний Суд")
    talk.take("dispatch", "sent")
    talk.stands("UA-11", "met", Chosen, step="dispatch")


def test_ua_11_what_is_not_sent_yet_is_a_task_due_today(ua: Script) -> None:
    """What is not sent at once becomes a task due by the end of that day in Kyiv; it stays owed, without a reason."""
    talk = registered(ua, competence="beyond")
    talk.through(("pick_body", "hcj"), "dispatch_told")
    goodbye(talk)
    talk.through(("dispatch", "later"))
    assert talk.due("dispatch") == "2026-11-23 23:59"
    assert talk.number(TaskOpened, kind="dispatch")
    talk.stands("UA-11", "open", Chosen, step="competence")
    talk.do(c.SetOutcome("appeal"))
    talk.do(c.Close())
    assert talk.call.closed
    talk.stands("UA-11", "open", Chosen, step="competence")


def test_ua_11_whom_it_was_sent_to_stands_as_it_was_sent(ua: Script) -> None:
    """The body can be corrected while the appeal is still to be sent on; behind that, the record would tell another."""
    talk = registered(ua, competence="beyond")
    talk.through(("pick_body", "hcj"), "dispatch_told")
    goodbye(talk)
    late = talk.fork()
    other = c.CorrectField("sent_to", "Верховний Суд", "не той орган", matter=talk.call.matter)
    for each, answer in ((talk, "sent"), (late, "later")):
        each.take("dispatch", answer)
        each.do(c.SetOutcome("appeal"), c.Close())
    assert talk.refuses(other, "sent_on") == ("sent_to",)
    late.do(other)
    assert late.call.values_of(1)["sent_to"].text == "Верховний Суд"


def test_ua_11_not_telling_the_caller_breaches(ua: Script) -> None:
    """The caller must be told, unless there is nobody any more; an appeal within competence owes nothing of this."""
    for how in CUT_SHORT:
        talk = registered(ua, competence="beyond")
        cut_short(talk, how)
        talk.through(("dispatch", "sent"))
        if how == "abuse":  # nobody is rung up who has insulted somebody: it was sent on all the same
            talk.stands("UA-11", "met", Chosen, step="dispatch")
        else:
            talk.is_made_good_by("UA-11", "inform")
    talk = registered(ua, competence="beyond")
    talk.do(c.Back())
    talk.take("competence", "within")
    talk.stands("UA-11", "na")
    talk = registered(ua, competence="beyond")
    talk.hang_up()
    goodbye(talk)
    talk.stands("UA-11", "breached", Ended)
    talk.through(("dispatch", "sent"))
    talk.stands("UA-11", "breached", Ended)
    talk = registered(ua)
    talk.take("appeal_accepted")
    goodbye(talk)
    talk.stands("UA-11", "na")
    assert talk.call.step == ""


def test_ua_11_an_appeal_is_either_sent_on_or_answered_here(ua: Script) -> None:
    """Who goes back and answers that the centre is competent after all owes an answer, and no dispatch that the caller
    had been told of; the other way round likewise.
    """
    talk = registered(ua, competence="beyond")
    talk.through(("pick_body", "hcj"), "dispatch_told")
    for step in ("dispatch_told", "pick_body", "competence"):
        talk.do(c.Back())
        talk.at(step)
    talk.take("competence", "within")
    assert [task.kind for task in talk.call.tasks] == ["answer"]
    talk.say("appeal_accepted", "керівництво контакт-центру")
    talk.stands("UA-11", "met", Said, step="dispatch_told")  # that was told all the same; nothing is to be sent on
    goodbye(talk)
    assert talk.call.step == ""
    back = registered(ua)
    back.take("appeal_accepted")
    for _ in range(2):
        back.do(c.Back())
    back.through(("competence", "beyond"), ("pick_body", "hcj"), "dispatch_told")
    assert [task.kind for task in back.call.tasks] == ["dispatch"]
    back.stands("UA-11", "open", Chosen, step="competence", option="beyond")


def test_ua_12_makes_sure_that_the_caller_understood(ua: Script) -> None:
    """After advice and before closing the caller is asked; who has not understood is advised again, and asked again."""
    talk = greeted(ua)
    talk.stands("UA-12", "na")
    talk.through(("need_kind", "consultation"), "give_advice")
    talk.stands("UA-12", "open", Done, step="give_advice")
    talk.shows("чи все Вам зрозуміло?", "запитання")
    talk.take("understood", "again")
    talk.say("explain_again", "ще раз")
    talk.through(("understood", "more"), ("ask_subject", "ще одне"))
    assert talk.verdict("UA-12").verdict == "open"
    talk.through(("need_kind", "consultation"), "give_advice", ("understood", "clear"))
    talk.stands("UA-12", "met", Chosen, step="understood")


def test_ua_12_whatever_was_explained_is_explained_once_more(ua: Script) -> None:
    """Who has not understood is told again: advice, a registered appeal, a reason why there is no advice, a promise."""
    out_of_scope = greeted(ua, need="out_of_scope")
    out_of_scope.through(("scope_reason", "legal_advice"), "explain_legal_advice")
    promised = greeted(ua, need="callback")
    promised.through(("ask_callback_phone", "+380441234567"), ("callback_when", "hour"), "callback_promise")
    accepted = registered(ua)
    accepted.take("appeal_accepted")
    sent_on = registered(ua, competence="beyond")
    sent_on.through(("pick_body", "hcj"), "dispatch_told")
    for talk in (advised(ua), out_of_scope, promised, accepted, sent_on):
        talk.through(("understood", "again"), "explain_again", ("understood", "clear"))
        talk.at("rating")


def test_ua_12_there_is_no_way_round_the_question(ua: Script) -> None:
    """Closing from anywhere after advice comes to the question first; without its answer the clause is breached."""
    talk = advised(ua)
    talk.hang_up()
    talk.at("understood")
    assert talk.refuses(c.Advance(), "choose_first") == ()
    talk.through(("understood", "clear"), ("rating", "five"), "farewell", "hang_up")
    assert talk.had_it_not_been("UA-12", Chosen, step="understood") == "breached"
    assert talk.had_it_not_been("UA-12", Done, step="give_advice") == "na"
    talk = advised(ua)
    talk.key("transfer")
    talk.through(("transfer_search", "not_found"), ("pick_person", "fees"), ("transfer_consent", "agrees"))
    talk.through("transfer_announce", "transfer_hang_up")
    talk.stands("UA-12", "na", Ended, how="transfer")
    excuses("UA-12", lambda: advised(ua))


def test_ua_13_closes_kindly(ua: Script) -> None:
    """The farewell is said in the prescribed words before the operator ends the call."""
    talk = advised(ua)
    talk.through(("understood", "clear"), ("rating", "five"))
    talk.stands("UA-13", "open")
    talk.say("farewell", "Дякуємо Вам за дзвінок, при потребі телефонуйте ще, завжди будемо раді Вам допомогти")
    talk.stands("UA-13", "met", Said, step="farewell")
    talk.take("hang_up")
    assert talk.had_it_not_been("UA-13", Said, step="farewell") == "breached"


def test_ua_13_is_not_asked_of_a_call_that_ended_otherwise(ua: Script) -> None:
    """A call ended by the caller, by transfer, for abuse or for no contact owes no farewell."""
    dropped = advised(ua)
    dropped.hang_up("caller")
    transferred = greeted(ua)
    transferred.key("transfer")
    transferred.through(("transfer_search", "not_found"), ("pick_person", "fees"), ("transfer_consent", "agrees"))
    transferred.through("transfer_announce", "transfer_hang_up")
    abused = greeted(ua)
    abused.key("abuse")
    abused.through(("abuse_kind", "hatred"), "abuse_warning", ("abuse_after", "stop"))
    abused.through("abuse_farewell", "abuse_hang_up")
    unheard = Talk(ua)
    unheard.key("unclear")
    unheard.wait(10)
    unheard.hang_up("no_contact")
    unheard.through("not_heard", "no_contact_hang_up")
    for talk, how in ((dropped, "caller"), (transferred, "transfer"), (abused, "abuse"), (unheard, "no_contact")):
        talk.stands("UA-13", "na", Ended, how=how)
