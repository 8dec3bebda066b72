"""ua-court, UA-14 to UA-21: dissatisfied and abusive callers, bad lines, holds and transfers, the rating."""

from __future__ import annotations

from callscript.core.call import commands as c
from callscript.core.call.events import (
    Chosen,
    Done,
    Ended,
    Said,
    TimerOverran,
    TimerStarted,
    TimerStopped,
)
from callscript.core.call.timers import countdowns
from callscript.core.script.model import Script
from callscript.dialogue.show.standing import standing
from tests.clauses.talk import MONDAY, Talk
from tests.clauses.ways import advised, begun, excuses, goodbye, greeted


def complained(script: Script, fault: str) -> Talk:
    """Return a call with a complaint that has come to what follows from the fault."""
    talk = greeted(script)
    talk.key("complaint")
    talk.through("complaint_listen", ("complaint_cause", "довго чекав"), ("complaint_measure", "перевірено"))
    talk.take("fault", fault)
    return talk


def test_ua_14_listen_cause_and_measure_one_by_one(ua: Script) -> None:
    """At any moment a dissatisfied caller is listened to, then the cause and the measure are asked for and kept."""
    talk = greeted(ua)
    talk.stands("UA-14", "na")
    talk.key("complaint")
    talk.say("complaint_listen", "терпляче і спокійно")
    assert talk.verdict("UA-14").verdict == "open"
    assert talk.refuses(c.Advance(), "fill_first") == ("cause",)
    talk.take("complaint_cause", "довго чекав")
    assert talk.refuses(c.Advance(), "fill_first") == ("measure",)
    talk.shows("оперативних заходів по усуненню причин незадоволення")
    talk.take("complaint_measure", "з’єднано")
    talk.stands("UA-14", "met", Done, step="complaint_measure")
    talk.through(("fault", "unconfirmed"), "fault_unconfirmed", ("complaint_resolved", "resolved"))
    talk.at("need_kind")
    assert (talk.value("cause"), talk.value("measure")) == ("довго чекав", "з’єднано")
    for words in ("терпляче і спокійно", "вжити оперативних заходів по усуненню причин незадоволення"):
        assert words in talk.aids("UA-14")
    assert talk.had_it_not_been("UA-14", Done, step="complaint_cause") == "open"


def test_ua_14_closing_before_all_was_done_breaches(ua: Script) -> None:
    """A call closed before listening, or before the cause and the measure, is breached; a mistaken key is not."""
    talk = greeted(ua)
    talk.key("complaint")
    talk.hang_up()
    goodbye(talk)
    talk.stands("UA-14", "breached", Ended)
    talk.wants_a_reason("UA-14")
    talk = greeted(ua)
    talk.key("complaint")
    talk.through("complaint_listen", ("complaint_cause", "довго чекав"))
    talk.hang_up()
    goodbye(talk)
    talk.stands("UA-14", "breached", Ended)
    talk = greeted(ua)
    talk.key("complaint")
    talk.key("complaint")
    talk.at("need_kind")
    talk.stands("UA-14", "na")

    def entered(*steps: str) -> Talk:
        talk = greeted(ua)
        talk.key("complaint")
        talk.through(*steps)
        return talk

    excuses("UA-14", entered)
    excuses("UA-14", lambda: entered("complaint_listen"))


def test_ua_14_every_dissatisfaction_is_listened_to(ua: Script) -> None:
    """A caller who is dissatisfied again is listened to again: until then nobody is put through to another one."""
    talk = complained(ua, "unconfirmed")
    talk.through("fault_unconfirmed", ("complaint_resolved", "resolved"))
    talk.stands("UA-14", "met", Done, step="complaint_measure")
    talk.key("complaint")
    talk.key("transfer")
    talk.through(("transfer_search", "not_found"), ("pick_person", "fees"))
    assert "закінчіть розпочате" in talk.offer("agrees").text
    talk.refuses(c.Answer("agrees"), "not_offered")
    talk.through(("transfer_consent", "refuses"), "complaint_listen", ("complaint_cause", "грубо"))
    talk.through(("complaint_measure", "перевірено"), ("fault", "matter"))
    talk.key("transfer")
    talk.through(("pick_person", "fees"), ("transfer_consent", "agrees"), "transfer_announce", "transfer_hang_up")
    talk.stands("UA-14", "met", Done, step="complaint_measure")
    assert talk.had_it_not_been("UA-14", Done, seq=talk.number(Done, step="complaint_listen")) == "breached"


def test_ua_14_what_is_not_settled_is_escalated(ua: Script) -> None:
    """A complaint not settled is passed on, with reason and grounds; the caller is told until when the answer comes."""
    for whom, pick, entry, name, time, by, said in (
        ("management", "pick_management", "head", "керівник контакт-центру", "today", "2026-11-23 18:00", "23.11."),
        ("body", "pick_escalation_body", "hcj", "Вища рада правосуддя", "working_day", "2026-11-24 10:00", "24.11."),
        ("colleague", "pick_colleague", "records", "канцелярія суду", "week", "2026-11-30 10:00", "30.11."),
    ):
        talk = complained(ua, "unconfirmed")
        talk.through("fault_unconfirmed", ("complaint_resolved", "unresolved"), ("escalate_to", whom), (pick, entry))
        talk.through(("ask_escalation_reason", "скарга"), ("ask_escalation_grounds", "UA-14"))
        talk.take("ask_escalation_phone", "+380441234567")
        assert talk.refuses(c.Advance(), "choose_first") == ()
        talk.take("escalation_when", time)
        talk.say("escalation_told", name, "не пізніше", said)
        assert talk.value("escalated_to") == name
        assert talk.value("escalation_reason") == "скарга"
        assert talk.value("escalation_grounds") == "UA-14"
        assert talk.due("escalation") == by
        talk.at("need_kind")


def test_ua_14_an_answer_is_promised_to_whom_it_can_be_given(ua: Script) -> None:
    """A number is asked for where nothing is known, then an address; who leaves neither is told when to call for it."""

    def passed_on(**known: str) -> Talk:
        talk = greeted(ua)
        for field, value in known.items():
            talk.fill(field, value)
        talk.key("escalate")
        talk.through(("escalate_to", "management"), ("pick_management", "head"))
        talk.through(("ask_escalation_reason", "скарга"), ("ask_escalation_grounds", "UA-14"))
        return talk

    passed_on(phone="+380441234567").at("escalation_when")
    passed_on(email="olena@example.com").at("escalation_when")
    talk = passed_on()
    talk.at("ask_escalation_phone")
    assert talk.refuses(c.Advance(), "fill_first") == ("phone",)
    talk.fill("phone", "не хоче називати", absent=True)
    talk.take("ask_escalation_phone")
    written = talk.fork()
    written.through(("ask_escalation_email", "olena@example.com"), ("escalation_when", "week"))
    written.say("escalation_told", "Відповідь Ви отримаєте не пізніше")
    talk.fill("email", "", absent=True)
    talk.through("ask_escalation_email", ("escalation_when", "week"))
    assert "отримаєте" not in talk.view.words
    talk.say("escalation_rings", "керівник контакт-центру", "не пізніше понеділка, 30.11.2026", "зателефонуйте нам")
    assert talk.due("escalation") == "2026-11-30 10:00"


def test_ua_14_what_is_not_settled_can_be_recorded_as_an_appeal(ua: Script) -> None:
    """A complaint that is not settled can be recorded as an oral appeal, from where it was heard."""
    talk = complained(ua, "unconfirmed")
    talk.through("fault_unconfirmed", ("complaint_resolved", "appeal"))
    talk.take("ask_complaint_substance", "довго чекав")
    assert talk.verdict("UA-09").verdict == "open"
    talk.through("appeal_intro", ("ask_surname", "Шевченко"), ("ask_given_name", "Олена"))
    talk.through(("ask_patronymic", "Іванівна"), ("ask_residence", "Київ"))
    talk.through(("ask_phone", "+380441234567"), ("ask_email", "olena@example.com"), "register_appeal")
    assert talk.verdict("UA-09").verdict == "met"
    assert talk.value("subject") == "довго чекав"
    assert [frame.detour for frame in talk.call.frames] == [""]


def test_ua_15_apologises_in_the_prescribed_words(ua: Script) -> None:
    """A confirmed fault is followed by an apology in the prescribed words; either of the two sentences is enough."""
    apology = (
        "Просимо вибачення за неякісне обслуговування, надалі ці недоліки ми обов’язково врахуємо в роботі "
        "та терміново їх усунемо"
    )
    for fault, step, words in (
        ("service", "apology_service", "на цю проблему"),
        ("mistake", "apology_mistake", "на цю помилку"),
    ):
        talk = complained(ua, fault)
        talk.stands("UA-15", "open", Chosen, step="fault")
        assert "Досить однієї" in (talk.view.tip or "")
        talk.say(step, apology, f"Дякуємо, що Ви звернули нашу увагу {words}")
        talk.stands("UA-15", "met", Said, step=step)
        assert talk.had_it_not_been("UA-15", Said, step=step) == "open"
        talk.at("complaint_resolved")
        assert apology in talk.aids("UA-15")


def test_ua_15_another_justified_question_is_no_fault(ua: Script) -> None:
    """A caller who is right about something else is thanked in the standard's words, and no apology is owed."""
    talk = complained(ua, "matter")
    talk.say("thanks_matter", "Дякуємо, що Ви звернули нашу увагу на це питання")
    talk.at("complaint_resolved")
    talk.stands("UA-15", "na")


def test_ua_15_no_apology_before_a_fault_is_confirmed(ua: Script) -> None:
    """What is not confirmed is not apologised for, and an apology without confirmation would breach."""
    talk = complained(ua, "unconfirmed")
    talk.at("fault_unconfirmed")
    talk.take("fault_unconfirmed")
    talk.at("complaint_resolved")
    talk.stands("UA-15", "na")
    talk = complained(ua, "service")
    talk.take("apology_service")
    assert talk.had_it_not_been("UA-15", Chosen, step="fault") == "breached"


def test_ua_15_a_confirmed_fault_without_apology_breaches(ua: Script) -> None:
    """A fault confirmed and not apologised for would breach when the call ends; taken back, it owes nothing."""
    talk = complained(ua, "service")
    talk.through("apology_service", ("complaint_resolved", "resolved"))
    talk.hang_up()
    goodbye(talk)
    assert talk.had_it_not_been("UA-15", Said, step="apology_service") == "breached"
    talk = complained(ua, "service")
    talk.do(c.Back())
    talk.take("fault", "unconfirmed")
    talk.stands("UA-15", "na")
    talk.at("fault_unconfirmed")
    excuses("UA-15", lambda: complained(ua, "service"))


def test_ua_16_the_call_is_ended_for_abuse_only_after_the_warning(ua: Script) -> None:
    """Whoever ends a call for abuse has told the caller that it is inadmissible; which of three kinds, is kept."""
    for kind, words in (
        ("obscenity", "Ненормативна лексика"),
        ("insults", "Образи: особисті чи на адресу контакт-центру"),
        ("hatred", "Заклики до розпалювання національної, расової, релігійної ворожнечі"),
    ):
        talk = greeted(ua)
        talk.key("abuse")
        assert words in talk.offer(kind).text
        talk.take("abuse_kind", kind)
        talk.say("abuse_warning", "неприпустимі")
        talk.through(("abuse_after", "stop"), "abuse_farewell")
        assert talk.call.ended is None
        talk.take("abuse_hang_up")
        assert talk.answer("abuse_kind") == kind
        talk.stands("UA-16", "met", Ended, how="abuse")
        assert talk.had_it_not_been("UA-16", Said, step="abuse_warning") == "breached"


def test_ua_16_it_is_a_right_not_a_duty(ua: Script) -> None:
    """A caller is told, and the call goes on at the exact step or ends at once; no second chance is owed."""
    talk = greeted(ua)
    talk.key("abuse")
    talk.through(("abuse_kind", "insults"), "abuse_warning")
    assert talk.offers() == ["go_on", "stop"]
    talk.take("abuse_after", "go_on")
    talk.at("need_kind")
    talk.stands("UA-16", "na")
    assert talk.verdict("UA-16").modality == "may"
    talk.key("abuse")
    talk.through(("abuse_kind", "insults"), "abuse_warning")
    talk.key("end")
    assert "Ви вже про це говорите" in talk.offer("abuse").text
    talk.refuses(c.Answer("abuse"), "not_offered")


def test_ua_16_each_time_it_is_told_and_its_kind_kept(ua: Script) -> None:
    """A warning of earlier in the call does not serve for what is said now, nor does the kind of then."""
    talk = greeted(ua)
    talk.key("abuse")
    talk.through(("abuse_kind", "insults"), "abuse_warning", ("abuse_after", "go_on"))
    talk.wait(600)
    talk.hang_up("abuse")
    talk.through(("abuse_kind", "hatred"), "abuse_warning", ("abuse_after", "stop"), "abuse_farewell", "abuse_hang_up")
    assert talk.answer("abuse_kind") == "hatred"
    talk.stands("UA-16", "met", Ended)


def test_ua_17_ten_seconds_of_trying_before_no_contact(ua: Script) -> None:
    """One key starts 10 s of trying, with phrases to try; only at zero may the call be ended for no contact."""
    talk = greeted(ua)
    talk.key("unclear")
    talk.shows("Вас погано чути")
    assert (talk.clock_line().left, talk.clock_line().phase) == (10, "running")
    talk.wait(9)
    assert talk.clock_line().left == 1
    talk.key("end")
    assert not talk.offer("no_contact").offered
    assert "10 секунд" in talk.offer("no_contact").text
    talk.refuses(c.Answer("no_contact"), "not_offered")
    talk.wait(1)
    assert talk.clock_line().phase == "over"
    assert talk.call.ended is None
    talk.through(("end_how", "no_contact"), "not_heard", "no_contact_hang_up")
    talk.stands("UA-17", "met", Ended, how="no_contact")
    assert talk.had_it_not_been("UA-17", TimerOverran) == "breached"


def test_ua_17_heard_again_returns_to_the_exact_step(ua: Script) -> None:
    """The same key goes back to where the call was, at any moment; without trying there is no ending for no contact."""
    for tried in (3, 20):
        talk = greeted(ua)
        talk.key("unclear")
        talk.wait(tried)
        talk.key("unclear")
        talk.at("need_kind")
        talk.stands("UA-17", "na")
        talk.key("end")
        talk.refuses(c.Answer("no_contact"), "not_offered")


def test_ua_17_after_the_ten_seconds_the_operator_decides(ua: Script) -> None:
    """Enter asks: heard, another ten seconds, or the farewell; before they are over, not for the last."""
    talk = greeted(ua)
    talk.key("unclear")
    talk.wait(9)
    talk.do(c.Advance())
    talk.at("clarity_result")
    assert talk.offers() == ["heard", "again"]
    talk.take("clarity_result", "heard")
    talk.at("need_kind")
    talk.key("unclear")
    talk.wait(10)
    talk.do(c.Advance())
    talk.take("clarity_result", "again")
    talk.at("clarity_wait")
    assert [clock.left for clock in countdowns(talk.script, talk.call, talk.clock.now())] == [10]
    talk.wait(10)
    talk.do(c.Advance())
    talk.take("clarity_result", "heard")
    talk.at("need_kind")
    talk.key("unclear")
    talk.wait(10)
    talk.do(c.Advance())
    talk.take("clarity_result", "no_contact")
    talk.at("not_heard")
    talk.through("not_heard", "no_contact_hang_up")
    talk.stands("UA-17", "met", Ended)


def test_ua_18_says_that_the_caller_cannot_be_heard(ua: Script) -> None:
    """Before the operator ends an unusable line the prescribed words are said; nothing hangs up by itself."""
    talk = greeted(ua)
    talk.key("unclear")
    talk.wait(10)
    talk.hang_up("no_contact")
    talk.say("not_heard", "Зателефонуйте, будь ласка ще раз, Вас не чути")
    talk.wait(3600)
    assert talk.call.ended is None
    talk.stands("UA-18", "na")
    talk.take("no_contact_hang_up")
    talk.stands("UA-18", "met", Ended, how="no_contact")
    assert talk.verdict("UA-18").modality == "may"
    for words in ("голосніше", "044 207-35-46", "F3"):
        assert words in talk.aids("UA-18")
    assert talk.had_it_not_been("UA-18", Said, step="not_heard") == "breached"


def test_ua_19_a_hold_only_after_consent(ua: Script) -> None:
    """The wait is agreed first, each time anew; without consent no hold starts, and it would be a breach."""
    talk = advised(ua)
    for _ in range(2):
        talk.key("hold")
        talk.shows("Чи можете Ви зачекати на лінії до трьох хвилин?")
        talk.refuses(c.Advance(), "choose_first")
        assert not talk.call.running
        talk.take("hold_consent", "agrees")
        talk.stands("UA-19", "open", Chosen, step="hold_consent")
        talk.wait(30)
        talk.through("hold_wait", "hold_thanks", ("hold_result", "found"))
        talk.stands("UA-19", "met", Chosen, step="hold_result")
        talk.at("understood")
    assert talk.had_it_not_been("UA-19", Chosen, step="hold_consent") == "breached"
    assert talk.had_it_not_been("UA-19", Chosen, seq=talk.number(Chosen, step="hold_consent")) == "breached"


def test_ua_19_refused_consent_is_a_path_too(ua: Script) -> None:
    """Who does not agree to wait is not put on hold: a call-back or a transfer is offered instead."""
    talk = greeted(ua)
    talk.key("hold")
    talk.take("hold_consent", "refuses")
    assert talk.answer("hold_consent") == "refuses"
    assert talk.offers() == ["callback", "transfer", "resume"]
    assert not [event for event in talk.log if isinstance(event, TimerStarted)]
    talk.take("hold_refused", "callback")
    talk.through(("ask_callback_phone", "+380441234567"), ("callback_when", "hour"))
    talk.say("callback_promise", "+380441234567", "23.11.2026 о 11:00")
    assert talk.due("callback") == "2026-11-23 11:00"
    talk.at("need_kind")
    talk.is_promised("UA-19", "callback")


def test_ua_19_the_search_goes_on_while_holding(ua: Script) -> None:
    """While the caller waits the operator searches; what was not found leads to a call-back or a transfer."""
    talk = greeted(ua)
    talk.through(("need_kind", "search"), ("hold_consent", "agrees"))
    talk.shows("Шукайте потрібні відомості")
    talk.key("hold")
    talk.take("hold_thanks")
    assert talk.offers() == ["found", "callback", "transfer", "none"]
    talk.take("hold_result", "transfer")
    talk.through(("pick_person", "fees"), ("transfer_consent", "agrees"), "transfer_announce", "transfer_hang_up")
    assert talk.value("transferred_to") == "фахівець із судового збору"
    talk.stands("UA-19", "met", Ended, how="transfer")
    assert talk.had_it_not_been("UA-19", Chosen, step="hold_result") == "breached"


def test_ua_19_a_transfer_only_after_a_search(ua: Script) -> None:
    """The transfer key asks first whether a search was made; if not, the search comes first."""
    talk = greeted(ua)
    talk.key("transfer")
    assert talk.offers() == ["not_found", "not_yet", "found"]
    talk.take("transfer_search", "found")
    talk.at("need_kind")
    talk.stands("UA-19", "na")
    talk.key("transfer")
    talk.through(("transfer_search", "not_yet"), ("hold_consent", "agrees"), "hold_wait", "hold_thanks")
    talk.take("hold_result", "none")
    assert talk.offers() == ["ecourt", "decisions", "enforcement", "fees", "records", "press"]
    talk.take("pick_person", "records")
    talk.shows("канцелярія суду", "Чи згодні Ви")
    talk.take("transfer_consent", "refuses")
    talk.at("need_kind")
    assert talk.verdict("UA-19").verdict == "open"
    talk = greeted(ua)
    talk.key("transfer")
    talk.through(("transfer_search", "not_found"), ("pick_person", "records"), ("transfer_consent", "agrees"))
    talk.through("transfer_announce", "transfer_hang_up")
    talk.stands("UA-19", "met", Ended, how="transfer")
    assert talk.value("transferred_to") == "канцелярія суду"


def test_ua_19_call_back_and_transfer_are_one_key_away(ua: Script) -> None:
    """At any step one key leads to a call-back, with the caller's number and a due time, or to a transfer."""
    for option, due in (
        ("hour", "23.11.2026 о 11:00"),
        ("today", "23.11.2026 о 18:00"),
        ("working_day", "24.11.2026 о 10:00"),
    ):
        talk = begun(ua, MONDAY, "greet")
        talk.key("callback")
        assert talk.refuses(c.Advance(), "fill_first") == ("subject",)
        talk.through(
            ("ask_callback_subject", "Судовий збір"), ("ask_callback_phone", "+380671112233"), ("callback_when", option)
        )
        talk.say("callback_promise", "+380671112233", due)
        assert talk.due("callback")
        talk.at("introduce")
        talk.through("introduce", ("ask_address", "Олено Іванівно"), "offer_help")
        talk.at("ask_subject")
        assert talk.value("subject") == "Судовий збір"
    talk = greeted(ua, need="callback")
    talk.at("ask_callback_phone")
    talk.key("callback")
    talk.key("transfer")
    talk.through(("transfer_search", "not_found"), ("pick_person", "fees"), ("transfer_consent", "callback"))
    talk.at("ask_callback_phone")
    assert "F2" in talk.aids("UA-19")
    assert "F7" in talk.aids("UA-19")
    assert "F8" in talk.aids("UA-19")


def test_ua_20_three_minutes_of_hold_a_warning_and_the_overrun(ua: Script) -> None:
    """The hold counts down from 3:00, warns 30 s before its end, and counts the overrun up; it never ends by itself."""
    talk = greeted(ua)
    talk.stands("UA-20", "na")
    talk.key("hold")
    talk.take("hold_consent", "agrees")
    talk.stands("UA-20", "open", TimerStarted)
    assert (talk.clock_line().left, talk.clock_line().phase) == (180, "running")
    talk.wait(149)
    assert talk.clock_line().phase == "running"
    talk.wait(1)
    assert (talk.clock_line().left, talk.clock_line().phase) == (30, "warning")
    talk.wait(30)
    assert (talk.clock_line().left, talk.clock_line().phase) == (0, "over")
    talk.stands("UA-20", "open", TimerStarted)
    talk.wait(5)
    assert (talk.clock_line().left, talk.clock_line().phase) == (-5, "over")
    talk.stands("UA-20", "breached", TimerStarted)
    talk.at("hold_wait")
    talk.take("hold_wait")
    talk.stands("UA-20", "breached", TimerStopped)
    assert talk.verdict("UA-20").modality == "should"


def test_ua_20_every_hold_is_added_up(ua: Script) -> None:
    """A hold of three minutes or less meets the clause, and the next hold shows how many there were, and how long."""
    talk = greeted(ua)
    for seconds in (180, 65):
        talk.key("hold")
        talk.take("hold_consent", "agrees")
        talk.wait(seconds)
        talk.through("hold_wait", "hold_thanks", ("hold_result", "none"))
        talk.stands("UA-20", "met", TimerStopped)
    assert [(run.ended - run.started).seconds for run in talk.call.runs_of("hold")] == [180, 65]
    talk.key("hold")
    talk.take("hold_consent", "agrees")
    assert "2" in talk.clock_line().note
    assert "4:05" in talk.clock_line().note


def test_ua_20_both_clocks_agree(ua: Script) -> None:
    """At any moment of a hold the clock and the line of the clause show the same time, before and after its end."""
    talk = greeted(ua)
    talk.key("hold")
    talk.take("hold_consent", "agrees")
    for seconds in (0.2, 0.7, 0.1, 147.5, 31.4, 0.5, 40.2):
        talk.wait(seconds)
        (line,) = (line for line in standing(ua, talk.call, talk.clock.now()) if line.clause == "UA-20")
        assert line.left == talk.clock_line().left


def test_ua_20_is_a_recommendation(ua: Script) -> None:
    """An overrun warns and is judged, but it does not keep the call from being closed."""
    talk = advised(ua)
    talk.key("hold")
    talk.take("hold_consent", "agrees")
    talk.wait(400)
    talk.through("hold_wait", "hold_thanks", ("hold_result", "found"))
    goodbye(talk)
    talk.stands("UA-20", "breached", TimerStopped)
    talk.do(c.SetOutcome("consultation"))
    talk.do(c.Close())
    assert talk.call.closed


def test_ua_21_callers_are_invited_to_rate_and_to_report(ua: Script) -> None:
    """A call that ends normally invites to rate it and names the address for reports; the mark or a refusal is kept."""
    for mark in ("one", "two", "three", "four", "five", "refused"):
        talk = advised(ua)
        talk.take("understood", "clear")
        talk.shows("Оцініть, будь ласка", "просимо обов’язково повідомляти", "help-info@ics.gov.ua")
        assert "help-info@ics.gov.ua" in talk.aids("UA-21")
        talk.take("rating", mark)
        talk.stands("UA-21", "met", Chosen, step="rating", option=mark)
        talk.through("farewell", "hang_up")
        assert talk.answer("rating") == mark
        assert talk.had_it_not_been("UA-21", Chosen, step="rating") == "breached"


def test_ua_21_is_an_invitation_that_warns_and_no_more(ua: Script) -> None:
    """To rate is offered: a call in which it was not is judged, and can be closed without a reason."""
    talk = advised(ua)
    goodbye(talk)
    assert talk.verdict("UA-21").modality == "should"


def test_ua_21_a_call_cut_short_owes_no_invitation(ua: Script) -> None:
    """The invitation is open until the call ends, and not asked of a call that the caller broke off."""
    talk = advised(ua)
    talk.stands("UA-21", "open")
    talk.key("transfer")
    talk.through(("transfer_search", "not_found"), ("pick_person", "fees"), ("transfer_consent", "agrees"))
    talk.through("transfer_announce", "transfer_hang_up")
    talk.stands("UA-21", "na", Ended, how="transfer")
    excuses("UA-21", lambda: advised(ua))
