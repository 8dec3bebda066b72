"""ua-court: no verdict says met of what was not done, none holds against anybody what was taken back, nobody is stuck.

The calls are played by their keys, as an operator presses them.
"""

from __future__ import annotations

from callscript.core.call import commands as c
from callscript.core.call.events import (
    Chosen,
    Ended,
    Registered,
    Said,
    TaskDone,
    TaskDropped,
    TaskOpened,
    TimerOverran,
    TimerStopped,
)
from callscript.core.script.model import Script
from tests.clauses.talk import MONDAY, Talk
from tests.clauses.ways import registered
from tests.core.scripts import due_of

GREETED = "Enter Enter «Олено» Enter «питання»"
"""To the question what the caller needs."""
PERSON = "Enter «Шевченко» «Тарас» «-» «Київ»"
"""From the answer that it is an appeal: who the caller is."""
CLOSED = "6 Enter Enter"
"""From the invitation to rate to the end."""


def played(script: Script, keys: str, start: str = MONDAY, phone: str = "") -> Talk:
    """Return a call in which these keys were pressed."""
    talk = Talk(script, start, phone=phone)
    talk.play(keys)
    return talk


def owed(talk: Talk) -> list[str]:
    """Name the clauses that are not met, not excused and not promised for later."""
    judged = [talk.verdict(clause) for clause in talk.script.pack.standard]
    return [
        each.clause for each in judged if each.verdict == "breached" or (each.verdict == "open" and not each.lasting)
    ]


def tasks(talk: Talk) -> list[str]:
    """Name the kinds of work that are open."""
    return [task.kind for task in talk.call.tasks]


# ------------------------------------------------------------ what was done once does not serve for later


def test_ua_17_the_ten_seconds_are_owed_each_time(ua: Script) -> None:
    """Ten seconds of an earlier bad line open no farewell now, neither at the step nor by the end key."""
    talk = played(ua, f"{GREETED} 1 F3 11s Enter")
    talk.at("clarity_result")
    talk.play("1 F3 Enter")
    talk.at("clarity_result")
    assert talk.offers() == ["heard", "again"]
    talk.play("1")
    talk.at("give_advice")
    talk.play("F3 F12")
    assert not talk.offer("no_contact").offered
    talk.play("Back F3 F3 11s Enter 3 Enter Enter")
    talk.stands("UA-17", "met", Ended, how="no_contact")
    assert talk.had_it_not_been("UA-17", TimerOverran, seq=talk.number(TimerOverran)) == "breached"


def test_ua_17_a_correction_there_and_back_changes_nothing(ua: Script) -> None:
    """How a call ended is corrected, and corrected again to what it was: what it met then it meets."""
    for clauses, keys in (
        (("UA-17", "UA-18"), f"{GREETED} F3 11s Enter 3 Enter Enter"),
        (("UA-16",), f"{GREETED} F5 1 Enter 2 Enter Enter"),
        (("UA-19",), f"{GREETED} F7 1 4 1 Enter Enter"),
    ):
        talk = played(ua, keys)
        assert talk.call.ended
        how = talk.call.ended.how
        talk.do(c.CorrectEnd("caller", "натиснуто помилково"), c.CorrectEnd("operator", "натиснуто помилково"))
        assert talk.verdict(clauses[0]).verdict != "met"
        talk.do(c.CorrectEnd(how, "так і було"))
        for clause in clauses:
            talk.stands(clause, "met", Ended)


def test_ua_17_a_talk_is_no_trying(ua: Script) -> None:
    """Who takes up something else in the ten seconds has not tried for them: they begin anew on coming back."""
    talk = played(ua, f"{GREETED} F3 3s F4 Enter «довго» «перевірено» 60s 4 Enter 1")
    talk.at("clarity_wait")
    assert talk.clock_line().left == 10
    talk.play("F12")
    assert not talk.offer("no_contact").offered
    talk.play("5 Enter")
    assert talk.offers() == ["heard", "again"]
    talk.play("1")
    talk.at("need_kind")


def test_ua_17_what_follows_can_still_be_chosen_from_the_end_key(ua: Script) -> None:
    """After the ten seconds the farewell is there at the question and by the end key, and not once one is heard."""
    talk = played(ua, f"{GREETED} F3 11s F12")
    assert talk.offer("no_contact").offered
    talk.play("5 Enter F12")
    assert talk.offer("no_contact").offered
    talk.play("5 1 F12")
    assert not talk.offer("no_contact").offered


def test_ua_18_the_words_are_said_each_time(ua: Script) -> None:
    """That the caller cannot be heard is said of the line of now; said of an earlier one it does not serve."""
    talk = played(ua, f"{GREETED} F3 11s Enter 3 Enter Back Back F3 F3 11s Enter 3 Enter Enter")
    talk.stands("UA-18", "met", Ended, how="no_contact")
    assert talk.had_it_not_been("UA-18", Said, seq=talk.number(Said, step="not_heard")) == "breached"


def test_ua_19_a_wait_that_was_ended_is_agreed_anew(ua: Script) -> None:
    """Backspace from the question asked anew does not lead to the answer of before: no wait begins without one."""
    talk = played(ua, f"{GREETED} F2 1 5s F3 2s F3")
    talk.at("hold_consent")
    assert talk.refuses(c.Advance(), "choose_first") == ()
    talk.play("Back")
    talk.at("need_kind")
    talk.play("F2 1 5s Enter Enter 1 1 Enter")
    assert talk.verdict("UA-19").verdict == "met"


def test_ua_12_who_goes_back_is_asked_again(ua: Script) -> None:
    """Going back behind the question whether all is clear leads to it again, not past it."""
    talk = played(ua, f"{GREETED} 1 Enter 1 Back Back Enter")
    talk.at("understood")
    talk.play(f"1 {CLOSED}")
    assert owed(talk) == []


def test_ua_16_a_warning_is_used_up_when_the_talk_goes_on(ua: Script) -> None:
    """What the caller was told of earlier remarks is no warning for later ones: without a new one it would breach."""
    talk = played(ua, f"{GREETED} F5 2 Enter 1 600s F12 4 3 Enter 2 Enter Enter")
    talk.stands("UA-16", "met", Ended, how="abuse")
    assert talk.had_it_not_been("UA-16", Said, seq=talk.number(Said, step="abuse_warning")) == "breached"


# ------------------------------------------------------------ each matter is one of its own

SECOND = "2 «друге» 2 Enter Enter Enter"
"""From the question whether all is clear: another appeal, whose caller is known, to its registration."""


def two_appeals(script: Script, first: str, second: str) -> Talk:
    """Return a call with two appeals that has been brought to its end."""
    return played(script, f"{GREETED} 2 {PERSON} «перше» «0501112233» «-» Enter {first} {SECOND} {second} 1 {CLOSED}")


def test_ua_11_each_appeal_beyond_competence_is_sent(ua: Script) -> None:
    """Of two appeals the one beyond competence is told of and dispatched, whichever came first."""
    for first, second, body, subject in (
        ("2 1 Enter", "1 Enter", "Верховний Суд", "перше"),
        ("1 Enter", "2 3 Enter", "Вища рада правосуддя", "друге"),
    ):
        talk = two_appeals(ua, first, second)
        talk.at("dispatch")
        talk.shows(body)
        assert talk.value("subject") == subject
        assert sorted(tasks(talk)) == ["answer", "dispatch"]
        talk.stands("UA-11", "open", Chosen, step="competence", option="beyond")
        talk.play("1")
        assert tasks(talk) == ["answer"]
        assert talk.verdict("UA-11").verdict == "met"


def test_ua_11_two_appeals_are_sent_one_by_one(ua: Script) -> None:
    """Two appeals beyond competence are two dispatches, each about its own body; the one left stays a task of today."""
    talk = two_appeals(ua, "2 1 Enter", "2 3 Enter")
    talk.shows("Верховний Суд")
    assert tasks(talk) == ["dispatch", "dispatch"]
    talk.play("1")
    talk.shows("Вища рада правосуддя")
    talk.play("2")
    assert tasks(talk) == ["dispatch"]
    assert talk.due("dispatch") == "2026-11-23 23:59"
    assert talk.verdict("UA-11").verdict == "open"


def test_ua_11_each_caller_is_told(ua: Script) -> None:
    """An appeal sent on without a word is a breach, whatever was said of another one."""
    talk = played(ua, f"{GREETED} 2 {PERSON} «перше» «0501112233» «-» Enter 2 2 Enter {SECOND} 2 4 F12 1 1 {CLOSED}")
    talk.play("1 1")
    talk.stands("UA-11", "breached", Ended)


def test_ua_09_the_second_appeal_has_a_substance_of_its_own(ua: Script) -> None:
    """Another question starts with an empty substance and kind; who the caller is is not asked again."""
    talk = played(ua, f"{GREETED} 2 {PERSON} «перше» «0501112233» «-» Enter 1 Enter 2")
    talk.at("ask_subject")
    assert talk.row("subject").state in ("empty", "missing")
    assert talk.refuses(c.Advance(), "fill_first") == ("subject",)
    talk.play("«друге» 2 Enter Enter")
    talk.at("register_appeal")
    assert talk.verdict("UA-09").verdict == "open"
    talk.play("Enter")
    assert talk.verdict("UA-09").verdict == "met"
    assert talk.value("surname") == "Шевченко"


def test_ua_09_the_other_appeal_does_not_stand_for_this(ua: Script) -> None:
    """Had the first of two appeals not been registered, the second one would not do for it."""
    talk = two_appeals(ua, "1 Enter", "1 Enter")
    assert talk.verdict("UA-09").verdict == "met"
    first = next(event.seq for event in talk.log if isinstance(event, Registered))
    assert talk.had_it_not_been("UA-09", Registered, seq=first) == "breached"


def test_ua_11_the_other_word_does_not_stand_for_this(ua: Script) -> None:
    """Had the first of two callers' appeals been sent on without a word, the word on the second one would not do."""
    talk = two_appeals(ua, "2 1 Enter", "2 3 Enter")
    talk.play("1 1")
    assert talk.verdict("UA-11").verdict == "met"
    first = next(event.seq for event in talk.log if isinstance(event, Said) and event.step == "dispatch_told")
    assert talk.had_it_not_been("UA-11", Said, seq=first) == "breached"


def test_ua_09_an_appeal_begun_is_registered_whatever_another_one_was(ua: Script) -> None:
    """A second appeal begun and not registered is a breach; the first one does not stand for it."""
    talk = played(ua, f"{GREETED} 2 {PERSON} «перше» «0501112233» «-» Enter 1 Enter 2 «друге» 2 Enter F12 1 1 {CLOSED}")
    talk.stands("UA-09", "breached", Ended)


def test_ua_09_what_is_registered_cannot_be_emptied(ua: Script) -> None:
    """What an appeal could not be registered without is changed, never taken away again."""
    talk = registered(ua)
    for field in ("residence", "surname", "phone", "subject"):
        assert talk.refuses(c.Fill(field, ""), "registered_keeps") == (field,)
    talk.fill("residence", "Львів")
    assert talk.value("residence") == "Львів"
    assert talk.verdict("UA-09").verdict == "met"


def test_ua_15_each_confirmed_fault_is_apologised_for(ua: Script) -> None:
    """A complaint that is not confirmed does not excuse the apology that an earlier one was owed."""
    talk = played(ua, f"{GREETED} F4 Enter «довго» «перевірено» 1 Enter 1 F4 Enter «грубо» «перевірено» 2")
    assert talk.verdict("UA-15").verdict == "open"
    talk.play(f"Enter 1 6 1 {CLOSED}")
    assert talk.verdict("UA-15").verdict == "met"
    for each in ("apology_service", "apology_mistake"):
        assert talk.had_it_not_been("UA-15", Said, step=each) == "breached"


def test_ua_15_the_key_does_not_lead_past_the_apology(ua: Script) -> None:
    """Right after a fault was confirmed its key goes nowhere: it says what to do, and Backspace changes the answer."""
    talk = played(ua, f"{GREETED} F4 Enter «довго» «перевірено» 1")
    talk.refuses(c.TakeDetour("complaint"), "detour_stays")
    assert "вибачення" in talk.text("detour_stay.complaint")
    talk.play("Back 4 Enter F4")
    talk.at("need_kind")
    talk.stands("UA-15", "na")
    talk = played(ua, f"{GREETED} F4 Enter «довго» «перевірено» 1 Enter F4")
    talk.at("need_kind")


def test_ua_15_the_fault_of_another_complaint_is_none_of_this(ua: Script) -> None:
    """An apology is for the fault that was confirmed in this complaint, not in an earlier one."""
    complaint = "F4 Enter «довго» «перевірено» 1 Enter 1"
    talk = played(ua, f"{GREETED} {complaint} {complaint}")
    assert talk.verdict("UA-15").verdict == "met"
    assert talk.had_it_not_been("UA-15", Chosen, seq=talk.number(Chosen, step="fault")) == "breached"


def test_ua_14_what_was_not_settled_is_owed(ua: Script) -> None:
    """A complaint not settled is passed on: until then the call is not closed, and it would be a breach."""
    talk = played(ua, f"{GREETED} F4 Enter «довго» «перевірено» 4 Enter 2 F12")
    assert not talk.offer("close").offered
    assert "передачу" in talk.offer("close").text
    talk.play(f"5 1 1 «складне» «пункт 14» «0501112233» 2 Enter 6 1 {CLOSED}")
    talk.stands("UA-14", "met", Said, step="escalation_told")
    assert talk.had_it_not_been("UA-14", Said, step="escalation_told") == "breached"


def test_ua_14_each_complaint_is_passed_on(ua: Script) -> None:
    """What was told of one complaint does not stand for another one; each is work of its own."""
    first = "F4 Enter «довго» «перевірено» 4 Enter 2 1 1 «складне» «пункт 14» «0501112233» 2 Enter"
    talk = played(ua, f"{GREETED} {first} F4 Enter «грубо» «перевірено» 4 Enter 2 1 1")
    assert talk.verdict("UA-14").verdict == "open"
    talk.play(f"«інше» «пункт 2» 2 Enter 6 1 {CLOSED}")
    assert talk.verdict("UA-14").verdict == "met"
    assert [task.matter for task in talk.call.tasks] == [2, 3]
    told = [event.seq for event in talk.log if isinstance(event, Said) and event.step == "escalation_told"]
    assert [talk.had_it_not_been("UA-14", Said, seq=seq) for seq in told] == ["breached", "breached"]


def test_ua_14_each_complaint_has_a_cause_and_a_measure_of_its_own(ua: Script) -> None:
    """Cause and measure of an earlier complaint are not taken for those of a later one."""
    talk = played(ua, f"{GREETED} F4 Enter «довго» «перевірено» 4 Enter 1 F4 Enter")
    talk.at("complaint_cause")
    assert talk.refuses(c.Advance(), "fill_first") == ("cause",)
    talk.play("«грубо»")
    assert talk.refuses(c.Advance(), "fill_first") == ("measure",)


def test_ua_07_each_refusal_has_a_reason_of_its_own(ua: Script) -> None:
    """A second request outside the powers is explained too, by a reason of its own."""
    talk = played(ua, f"{GREETED} 3 4 «немає повноважень» Enter 2 «друге» 3 4")
    talk.at("ask_scope_reason")
    assert talk.refuses(c.Advance(), "fill_first") == ("scope_reason",)
    assert talk.verdict("UA-07").verdict == "open"


# ------------------------------------------------------------ an empty sign is no content


def test_ua_14_a_sign_is_no_cause_and_no_measure(ua: Script) -> None:
    """A dash, a dot, a question mark or a space is neither what the caller minds nor what was done about it."""
    talk = played(ua, f"{GREETED} F4 Enter")
    for step, field, text in (("complaint_cause", "cause", "довго"), ("complaint_measure", "measure", "перевірено")):
        talk.at(step)
        for sign in ("-", ".", "?", "…", "— —"):
            assert talk.refuses(c.Fill(field, sign), "says_nothing") == (field,)
        talk.play(f"«{text}»")


def test_ua_07_a_sign_is_no_reason(ua: Script) -> None:
    """The reason why there is no advice, and what an appeal is about, are words."""
    talk = played(ua, f"{GREETED} 3 4")
    talk.refuses(c.Fill("scope_reason", "-"), "says_nothing")
    talk.refuses(c.Fill("subject", "-"), "says_nothing")


# ------------------------------------------------------------ talk is not hold


def test_ua_20_talk_is_not_hold(ua: Script) -> None:
    """A complaint taken up during a wait ends it; on coming back the caller is asked anew, and a new wait begins."""
    talk = played(ua, f"{GREETED} F2 1 20s F4")
    talk.stands("UA-20", "met", TimerStopped)
    talk.play("Enter «довго» «перевірено» 300s 4 Enter 1")
    talk.at("hold_consent")
    assert not talk.call.running
    assert [(run.ended - run.started).seconds for run in talk.call.runs_of("hold")] == [20]
    assert talk.refuses(c.Advance(), "choose_first") == ()
    talk.play("1")
    assert talk.clock_line().left == 180
    talk.play("F12 10s 5")
    talk.at("hold_wait")
    assert talk.clock_line().left == 170


# ------------------------------------------------------------ what is missing is owed to the end


def test_ua_19_what_was_not_found_is_owed(ua: Script) -> None:
    """Not found and back to the talk: a call-back or a transfer is owed, and asked for before the call is closed."""
    talk = played(ua, f"{GREETED} F2 1 Enter Enter 4")
    assert talk.verdict("UA-19").verdict == "open"
    talk.play("1 Enter")
    talk.at("unsettled")
    talk.play("2 «0501112233» 1 Enter")
    talk.is_promised("UA-19", "callback")
    assert tasks(talk) == ["callback"]
    talk.play(f"1 {CLOSED}")
    assert owed(talk) == []


def test_ua_19_who_does_not_wait_is_owed_the_answer_too(ua: Script) -> None:
    """A caller who does not agree to wait frees nobody: what then is asked at the end, and a refusal recorded."""
    talk = played(ua, f"{GREETED} 4 2 3")
    talk.at("unsettled")
    assert talk.verdict("UA-19").verdict == "open"
    declined = talk.fork()
    declined.play("4")
    assert declined.verdict("UA-19").verdict == "na"
    assert declined.answer("unsettled") == "declined"
    talk.play("1")
    assert talk.verdict("UA-19").verdict == "open"
    talk.say("give_found", "кваліфіковану та повну")
    talk.at("understood")
    assert talk.verdict("UA-19").verdict != "open"
    handed = played(ua, f"{GREETED} 4 2 3 3 1 4 1 Enter Enter")
    handed.stands("UA-19", "met", Ended, how="transfer")


def test_ua_19_nothing_is_said_of_a_search_that_was_not_made(ua: Script) -> None:
    """A caller who does not wait: the words of the next steps are true though nobody has searched."""
    talk = played(ua, f"{GREETED} F2 2 2")
    talk.at("transfer_search")
    assert "Утримання вже відкрито" in talk.offer("not_yet").text
    assert "шукаєте" not in talk.offer("not_yet").text
    talk = played(ua, f"{GREETED} F2 2 3 1 Enter")
    talk.at("unsettled")
    talk.shows("ще немає")
    assert "не знайдено" not in talk.view.words


def test_ua_19_closing_on_what_is_missing_breaches(ua: Script) -> None:
    """A transfer that the caller refused leaves the answer owed, to the end: a call that ended so would breach."""
    talk = played(ua, f"{GREETED} F7 1 4 3")
    assert "transferred_to" not in talk.call.fields
    assert talk.verdict("UA-19").verdict == "open"
    talk.play("1 Enter 3 4 3")
    talk.at("unsettled")
    assert talk.offers() == ["found", "callback", "transfer", "declined"]
    talk.play(f"4 1 {CLOSED}")
    assert talk.verdict("UA-19").verdict == "na"
    assert talk.had_it_not_been("UA-19", Chosen, step="unsettled", option="declined") == "breached"


def test_ua_19_a_search_is_one_with_consent_and_clock(ua: Script) -> None:
    """Who has not searched yet asks for consent and searches by the clock; only what was not found is transferred."""
    talk = played(ua, f"{GREETED} F7 2")
    talk.at("hold_consent")
    talk.play("2 3")
    talk.at("need_kind")
    assert talk.verdict("UA-19").verdict == "open"
    talk = played(ua, f"{GREETED} F7 2 1")
    assert talk.clock_line().left == 180
    talk.play("30s Enter Enter 1")
    talk.at("need_kind")
    assert talk.verdict("UA-19").verdict == "met"
    talk = played(ua, f"{GREETED} F7 2 1 30s Enter Enter 4")
    talk.at("pick_person")
    talk.play("4 1 Enter Enter")
    talk.stands("UA-19", "met", Ended, how="transfer")
    promised = played(ua, f"{GREETED} F7 2 1 30s Enter Enter 2 «0501112233» 1 Enter")
    promised.at("need_kind")


def test_ua_19_a_search_of_another_matter_does_not_serve(ua: Script) -> None:
    """For another question the search is asked about again, and without one the transfer would breach."""
    talk = played(ua, f"{GREETED} F2 1 Enter Enter 4 1 Enter 4 2 «друге» F7")
    talk.at("transfer_search")
    talk.play("1 4 1 Enter Enter")
    talk.stands("UA-19", "met", Ended, how="transfer")
    assert talk.had_it_not_been("UA-19", Chosen, step="transfer_search") == "breached"


def test_ua_19_a_promise_informs_nobody_yet(ua: Script) -> None:
    """A call-back that was promised is owed until it was made, each one by its own time; it wants no reason before."""
    talk = played(ua, f"{GREETED} F2 1 Enter Enter 2 «0501112233» 1 Enter F8 3 Enter 1 Enter 1 {CLOSED}")
    assert tasks(talk) == ["callback", "callback"]
    talk.is_promised("UA-19", "callback")
    late, never = talk.fork(), talk.fork()
    talk.finish("callback", after=3000)
    talk.is_promised("UA-19", "callback")
    talk.finish("callback")
    talk.stands("UA-19", "met", TaskDone)
    late.finish("callback", after=3601)
    late.stands("UA-19", "breached", TaskDone)
    never.wait(3601)
    never.stands("UA-19", "breached", TaskOpened, due=min(map(due_of, never.call.tasks)))


def test_ua_19_who_hangs_up_is_called_back(ua: Script) -> None:
    """If the caller is gone while an answer is owed, a call-back is opened where a number is known, and owed."""
    for keys in ("F2 1", "F2 1 Enter Enter 4"):
        gone = played(ua, f"{GREETED} {keys} F12 2", phone="+380441234567")
        assert tasks(gone) == ["callback"]
        gone.is_promised("UA-19", "callback")
        gone.finish("callback")
        gone.stands("UA-19", "met", TaskDone)
    unsaid = played(ua, f"{GREETED} F8 «0501112233» 1 Enter F8 3 F12 2")
    unsaid.is_promised("UA-19", "callback")
    assert tasks(unsaid) == ["callback", "callback"]


def test_ua_19_who_is_gone_and_cannot_be_reached_was_not_informed(ua: Script) -> None:
    """Without a number nobody can be called back: that is not held against anybody, and is not met."""
    for keys in ("F2 1", "F2 1 Enter Enter 4", "F2 1 Enter Enter 1 F2 1 Enter Enter 4"):
        gone = played(ua, f"{GREETED} {keys} F12 2")
        assert tasks(gone) == []
        gone.stands("UA-19", "na", Ended)


def test_ua_11_who_hangs_up_is_still_to_be_told(ua: Script) -> None:
    """A caller gone before being told where the appeal goes is not held against anybody, and is to be told today."""
    talk = registered(ua, competence="beyond")
    talk.take("pick_body", "hcj")
    talk.do(c.LoseLine())
    assert sorted(tasks(talk)) == ["dispatch", "inform"]
    assert talk.due("inform") == "2026-11-23 23:59"
    talk.through(("dispatch", "sent"))
    talk.is_made_good_by("UA-11", "inform")


def test_ua_11_who_cannot_be_told_leaves_the_dispatch_to_be_judged(ua: Script) -> None:
    """A caller who is gone and has left no number cannot be told: the clause counts as what became of the dispatch."""
    talk = registered(ua, competence="beyond")
    talk.do(c.Fill("phone", "не назвав", absent=True))
    talk.take("pick_body", "hcj")
    talk.do(c.LoseLine())
    assert tasks(talk) == ["dispatch"]
    sent, later = talk.fork(), talk.fork()
    sent.through(("dispatch", "sent"))
    sent.stands("UA-11", "met", Chosen, step="dispatch")
    later.through(("dispatch", "later"))
    assert later.verdict("UA-11").verdict == "open"
    in_time, late, dropped = later.fork(), later.fork(), later.fork()
    in_time.moved("dispatch", TaskDone, "2026-11-23 23:59")
    in_time.stands("UA-11", "met", TaskDone, kind="dispatch")
    late.moved("dispatch", TaskDone, "2026-11-24 00:01")
    late.stands("UA-11", "breached", TaskDone, kind="dispatch")
    dropped.moved("dispatch", TaskDropped, "2026-11-23 12:00", reason="x")
    dropped.stands("UA-11", "breached", TaskDropped, kind="dispatch")


def test_ua_12_is_judged_of_appeals_too(ua: Script) -> None:
    """Whoever was told what becomes of an appeal is asked whether all is clear, and that is judged."""
    talk = registered(ua)
    talk.stands("UA-12", "na")
    talk.take("appeal_accepted")
    assert talk.verdict("UA-12").verdict == "open"
    talk.take("understood", "clear")
    talk.stands("UA-12", "met", Chosen, step="understood")


# ------------------------------------------------------------ what was taken back obliges to nothing

TAKEN_BACK = {
    "the key of a call-back, its time chosen": "F8 «0501112233» 1 F8",
    "a call-back as an answer": "5 «0501112233» 1 Back Back Back",
    "the key of a complaint, listened to": "F4 Enter F4",
    "a complaint up to the fault": "F4 Enter «довго» «перевірено» 4 Back Back Back Back Back",
    "a search": "F2 F2",
    "a transfer picked": "F7 1 1 F7",
    "a transfer by Backspace": "F7 1 1 Back Back Back",
    "an escalation up to its time": "F6 1 1 «складне» «пункт 14» «0501112233» 1 F6",
    "out of scope": "3 4 «немає повноважень» Back Back Back",
    "abuse": "F5 1 F5",
    "a fault confirmed": "F4 Enter «довго» «перевірено» 1 Back 4 F4",
}


def taken_back(script: Script, name: str) -> None:
    """Expect a call in which something was taken up by mistake to be as one without it."""
    talk = played(script, f"{GREETED} {TAKEN_BACK[name]}")
    talk.at("need_kind")
    assert tasks(talk) == []
    for field in ("transferred_to", "escalated_to", "sent_to"):
        assert field not in talk.call.fields
    talk.play(f"1 Enter 1 {CLOSED}")
    assert owed(talk) == []
    talk.refuses(c.SetOutcome("callback"), "outcome_unfit")
    talk.refuses(c.SetOutcome("escalated"), "outcome_unfit")
    talk.do(c.SetOutcome("consultation"))
    talk.do(c.Close())


def test_ua_14_what_was_taken_back_obliges_to_nothing(ua: Script) -> None:
    """A detour taken by mistake and taken back, at any of its steps, leaves nothing owed, promised or recorded."""
    for name in TAKEN_BACK:
        taken_back(ua, name)


def test_ua_11_competence_mistaken_is_put_right(ua: Script) -> None:
    """Beyond competence chosen by mistake owes neither telling nor dispatch; what is registered is answered here."""
    talk = registered(ua, competence="beyond")
    assert tasks(talk) == ["dispatch"]
    talk.play("Back")
    assert talk.refuses(c.Back(), "registered") == ()
    talk.play(f"1 Enter 1 {CLOSED}")
    talk.deliver()
    assert tasks(talk) == ["answer"]
    assert owed(talk) == []
    assert talk.call.step == ""


# ------------------------------------------------------------ the record claims no more than happened


def test_ua_19_a_name_picked_is_no_transfer(ua: Script) -> None:
    """Whom the caller was put through to is recorded by the deed: not when refused, not when a call-back came of it."""
    talk = played(ua, f"{GREETED} F7 1 4 1 Enter Enter")
    assert talk.value("transferred_to") == "фахівець із судового збору"
    for keys in ("F7 1 4 3", "F7 1 4 2 «0501112233» 1 Enter", "F7 1 4 F12 2"):
        assert "transferred_to" not in played(ua, f"{GREETED} {keys}").call.fields
    otherwise = talk.fork()
    otherwise.do(c.CorrectEnd("operator", "фахівець не відповів"))
    assert "transferred_to" not in otherwise.call.fields
    talk.do(c.TakeEndBack("фахівець не відповів"))
    talk.play("F7")
    assert "transferred_to" not in talk.call.fields


def test_ua_14_a_name_picked_is_not_passed_on(ua: Script) -> None:
    """To whom a matter was passed on is recorded when the caller is told."""
    keys = f"{GREETED} F6 1 1 «складне» «пункт 14» «0501112233» 2"
    told, dropped = played(ua, f"{keys} Enter"), played(ua, f"{keys} F12 2")
    assert told.value("escalated_to") == "керівник контакт-центру"
    assert "escalated_to" not in dropped.call.fields


# ------------------------------------------------------------ nobody is stuck

DEALT_WITH = {
    "a call-back promised": ("F8 «0501112233» 1 Enter", "callback"),
    "a complaint settled": ("F4 Enter «довго» «перевірено» 4 Enter 1", "complaint"),
    "a fault apologised for": ("F4 Enter «довго» «перевірено» 1 Enter 1", "complaint"),
    "a complaint passed on": (
        "F4 Enter «довго» «перевірено» 4 Enter 2 1 1 «складне» «пункт 14» «0501112233» 2 Enter",
        "escalated",
    ),
    "a matter passed on": ("F6 2 4 «складне» «пункт 14» «0501112233» 3 Enter", "escalated"),
}


def test_ua_12_what_was_dealt_with_leads_to_an_end(ua: Script) -> None:
    """Whatever key has dealt with the matter, the question what is needed has an answer that goes on to the end."""
    talk = played(ua, GREETED)
    assert not talk.offer("done").offered
    assert "нічого не вирішено" in talk.offer("done").text
    for keys, outcome in DEALT_WITH.values():
        talk = played(ua, f"{GREETED} {keys}")
        talk.at("need_kind")
        talk.play("6 3")
        talk.say("explain_again", "ще раз")
        talk.play(f"1 {CLOSED}")
        assert owed(talk) == []
        talk.do(c.SetOutcome(outcome))
        talk.do(c.Close())


def test_ua_12_another_question_is_not_dealt_with_by_the_first(ua: Script) -> None:
    """What dealt with the first question does not close the second one."""
    talk = played(ua, f"{GREETED} F8 «0501112233» 1 Enter 6 2 «друге»")
    assert not talk.offer("done").offered
    talk.play(f"1 Enter 1 {CLOSED}")
    assert owed(talk) == []


def test_ua_14_a_complaint_becomes_an_appeal_of_its_own(ua: Script) -> None:
    """A complaint recorded as an appeal is a matter beside the one that the caller rang about."""
    talk = played(ua, f"{GREETED} F4 Enter «довго» «перевірено» 4 Enter 3 «довго чекав»")
    talk.play(f"{PERSON} «0501112233» «-» Enter 1 Enter")
    assert talk.verdict("UA-09").verdict == "met"
    assert talk.value("subject") == "довго чекав"
    first = talk.call.about(1).aside.values.get("subject")
    assert first is not None
    assert first.text == "питання"
    talk.play(f"1 {CLOSED}")
    talk.deliver()
    assert owed(talk) == []


def test_ua_14_an_appeal_of_it_leaves_nothing_half_done(ua: Script) -> None:
    """A complaint becomes an appeal when greeting, recording and explaining are over; until then it says so."""
    complaint = "F4 Enter «довго» «перевірено» 4 Enter"
    appeal = f"{GREETED} 2 {PERSON} Enter «0501112233» «-»"
    for keys in ("Enter", f"{GREETED} 2", f"{GREETED} 2 Enter", f"{appeal} Enter", f"{GREETED} 3 1"):
        talk = played(ua, f"{keys} {complaint}")
        assert not talk.offer("appeal").offered
        assert "закінчіть розпочате" in talk.offer("appeal").text
    for keys in (GREETED, f"{GREETED} 1", f"{appeal} Enter 1 Enter", f"{GREETED} 3 1 Enter", f"{GREETED} 3 Back"):
        assert played(ua, f"{keys} {complaint}").offer("appeal").offered


def test_ua_13_a_plain_consultation_is_few_keys(ua: Script) -> None:
    """A plain consultation takes at most sixteen keys besides what is typed, one for each step."""
    keys = f"Enter {GREETED} 1 Enter 1 5 Enter Enter Enter Enter".split()  # from the ring to the closed wrap-up
    assert len(keys) <= 16
    talk = played(ua, f"{GREETED} 1 Enter 1 5 Enter Enter")
    talk.do(c.SetOutcome("consultation"))
    talk.do(c.Close())
    assert not any(isinstance(event, TaskOpened) for event in talk.log)
