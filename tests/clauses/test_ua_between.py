"""ua-court: what comes in between leaves nothing stale in force, nothing owed forgotten, and nobody at a dead end.

The calls are played by their keys, as an operator presses them.
"""

from __future__ import annotations

from collections.abc import Callable

from callscript.core.call import commands as c
from callscript.core.call import events as e
from callscript.core.call.fold import fold, fold_all
from callscript.core.script.model import KEY_DETOURS, Script
from callscript.core.standard.verdicts import Finding, verdicts
from tests.clauses.talk import Talk
from tests.clauses.test_ua_true import CLOSED, GREETED, PERSON, owed, played, tasks

PROMISED = "F8 «0501112233» 1 Enter"
TALKS = {
    "hold": "F2 1 5s Enter Enter 1",
    "complaint": "F4 Enter «довго» «перевірено» 4 Enter 1",
    "abuse": "F5 1 Enter 1",
    "escalate": "F6 2 4 «складне» «пункт 14» «0501112233» 3 Enter",
    "transfer": "F7 3",
    "callback": PROMISED,
}
"""By detour: a talk in it, from its key until one is back."""
NUMBER = "+380441234567"


def had_not_been(talk: Talk, clause: str, gone: Callable[[e.Event], bool]) -> Finding:
    """Judge the log as it would be without some events: what the script does not let happen is still judged."""
    left = [event for event in talk.log if not gone(event)]
    assert len(left) < len(talk.log)
    judged = verdicts(talk.script, fold_all(talk.script, left).watches, talk.clock.now())
    return next(verdict.verdict for verdict in judged if verdict.clause == clause)


def timed(event: e.Event) -> bool:
    """Tell of an event whether it is one of a countdown."""
    return isinstance(event, e.TimerStarted | e.TimerOverran | e.TimerStopped)


# ------------------------------------------------------------ a talk makes stale what was tried or told before


def test_ua_17_after_a_talk_the_ten_seconds_are_tried_anew(ua: Script) -> None:
    """Who has talked after ten seconds of trying cannot end on them; a key taken back changes nothing."""
    for detour, keys in TALKS.items():
        talk = played(ua, f"{GREETED} F3 11s Enter {keys}")
        talk.at("clarity_result")
        assert talk.offers() == ["heard", "again"], detour
        assert "10 секунд" in talk.offer("no_contact").text
        talk.play("F12")
        assert not talk.offer("no_contact").offered
        talk.play("5 2 11s Enter 3 Enter Enter")
        talk.stands("UA-17", "met", e.Ended, how="no_contact")
        mistaken = played(ua, f"{GREETED} F3 11s Enter {keys.split()[0]} {keys.split()[0]}")
        assert mistaken.offer("no_contact").offered, detour


def test_ua_17_what_was_tried_before_a_talk_does_not_serve(ua: Script) -> None:
    """Had the ten seconds not been tried anew after a talk, whatever that was, the ending would breach."""
    for detour, keys in TALKS.items():
        talk = played(ua, f"{GREETED} F3 11s Enter {keys}")
        came = talk.number(e.DetourLeft, detour=detour)
        talk.play("2 11s Enter 3 Enter Enter")

        def again(event: e.Event, came: int = came) -> bool:
            return timed(event) and event.seq > came

        assert had_not_been(talk, "UA-17", again) == "breached", detour


def test_ua_18_what_was_said_before_a_talk_does_not_serve(ua: Script) -> None:
    """Had it not been said again after a talk that the caller cannot be heard, the ending would breach."""
    for detour, keys in TALKS.items():
        talk = played(ua, f"{GREETED} F3 11s F12 3 Enter")
        said = talk.number(e.Said, step="not_heard")
        talk.play(f"F12 {keys}")
        came = talk.number(e.DetourLeft, detour=detour)
        talk.play("11s F12 3 Enter Enter")
        talk.stands("UA-18", "met", e.Ended, how="no_contact")

        def again(event: e.Event, said: int = said, came: int = came) -> bool:
            return (timed(event) and event.seq > said) or (isinstance(event, e.Said) and event.seq > came)

        assert had_not_been(talk, "UA-18", again) == "breached", detour


def test_ua_16_after_a_talk_the_caller_is_warned_anew(ua: Script) -> None:
    """A warning before a talk ends no call: the step says what to do, and without a new one it would be a breach."""
    for detour, keys in TALKS.items():
        if detour == "abuse":
            continue
        talk = played(ua, f"{GREETED} F5 1 Enter {keys} 900s")
        assert talk.offers() == ["go_on"], detour
        assert "знову F5" in talk.offer("stop").text
        came = talk.number(e.DetourLeft, detour=detour)
        talk.play("1 F5 1 Enter 2 Enter Enter")
        talk.stands("UA-16", "met", e.Ended, how="abuse")

        def again(event: e.Event, came: int = came) -> bool:
            return event.seq > came and isinstance(event, e.Said | e.Chosen)

        assert had_not_been(talk, "UA-16", again) == "breached", detour
        mistaken = played(ua, f"{GREETED} F5 1 Enter {keys.split()[0]} {keys.split()[0]}")
        assert mistaken.offers() == ["go_on", "stop"], detour


def test_ua_17_who_is_parting_comes_back_first(ua: Script) -> None:
    """On the way to hang up for no contact, or for abuse, no key begins a talk; one is back by the key of the way."""
    for keys, back in (("F3 11s Enter 3", "F3"), ("F3 11s F12 3 Enter", "F12"), ("F5 1 Enter 2 Enter", "F5")):
        talk = played(ua, f"{GREETED} {keys}")
        for detour in (each for each in KEY_DETOURS if each not in ("unclear", "end")):
            if any(frame.detour == detour for frame in talk.call.frames):
                continue
            talk.refuses(c.TakeDetour(detour), "detour_not_offered")
            assert "поверніться до" in talk.text(f"detour_unless.{detour}")
        talk.play(f"{back} {PROMISED}")
        assert tasks(talk) == ["callback"]


# ------------------------------------------------------------ each matter is one of its own


def test_ua_07_each_refusal_is_explained(ua: Script) -> None:
    """The reason that was explained for one question does not stand for that of another one."""
    talk = played(ua, f"{GREETED} 1 Enter 2 «друге» 3 F12 1 2 «третє» 3 1 Enter")
    assert talk.verdict("UA-07").verdict == "open"
    talk.play(f"1 {CLOSED}")
    talk.stands("UA-07", "breached", e.Ended)


def test_ua_19_a_search_in_a_complaint_is_none_for_the_request(ua: Script) -> None:
    """What the request lacks is not found by what a complaint is searched for: it is owed, and asked for at the end."""
    talk = played(ua, f"{GREETED} F2 1 Enter Enter 4 F4 Enter «довго»")
    talk.refuses(c.TakeDetour("hold"), "detour_not_offered")
    untried = played(ua, f"{GREETED} F2 2 3 F4 Enter «довго» F7")
    assert not untried.offer("found").offered
    assert "закінчіть скаргу" in untried.offer("found").text
    talk.play("«перевірено» 4 Enter 1 6")
    talk.at("unsettled")
    assert talk.verdict("UA-19").verdict == "open"
    own = played(ua, f"{GREETED} F4 Enter «довго» F2 1 Enter Enter 1 «перевірено» 4 Enter 1 6 1 {CLOSED}")
    assert owed(own) == []


def test_ua_19_a_search_for_the_request_is_none_for_a_complaint(ua: Script) -> None:
    """Nor the other way round: what a complaint lacks is settled before anything else is searched for."""
    complained = f"{GREETED} F4 Enter «довго»"
    for search in ("F2 1 Enter Enter 4", "F2 2 3"):
        talk = played(ua, f"{complained} {search} «перевірено» 4 Enter 1")
        assert not talk.offer("search").offered
        assert "чого бракує" in talk.offer("search").text
        talk.refuses(c.TakeDetour("hold"), "detour_not_offered")
        assert talk.verdict("UA-19").verdict == "open"
        settled = talk.fork()
        settled.play(PROMISED)
        assert settled.offer("search").offered
        assert settled.verdict("UA-19").verdict == "open", "until the call-back was made"
        talk.play("6")
        talk.at("unsettled")
        talk.play(f"1 Enter 1 {CLOSED}")
        assert owed(talk) == []
    ended = played(ua, f"{complained} F2 1 Enter Enter 4 F12 1")
    ended.at("unsettled")
    ended.refuses(c.TakeDetour("hold"), "detour_not_offered")
    kept = played(ua, f"{complained} F2 2 3")
    assert kept.refuses(c.TakeDetour("complaint"), "detour_stays") == ("complaint",)
    before = played(ua, f"{GREETED} F2 1 Enter Enter 4 F4 Enter «довго» «перевірено» 4 Enter 1")
    assert before.offer("search").offered, "what the request lacks is searched for again"
    mistaken = played(ua, f"{GREETED} F2 1 Enter Enter 4 F4 F4")
    assert mistaken.offer("search").offered


def test_ua_19_the_next_question_waits_for_what_is_missing(ua: Script) -> None:
    """With something missing the talk goes on to no other matter: neither to a question nor to an appeal."""
    talk = played(ua, f"{GREETED} 1 Enter F2 1 Enter Enter 4")
    talk.at("understood")
    assert talk.offers() == ["clear", "again"]
    assert "F8" in talk.offer("more").text
    talk.play(PROMISED)
    assert talk.offer("more").offered
    talk = played(ua, f"{GREETED} F2 1 Enter Enter 4 F4 Enter «довго» «перевірено» 4 Enter")
    assert not talk.offer("appeal").offered


def test_ua_14_each_question_is_passed_on_for_its_own_reason(ua: Script) -> None:
    """Another question starts without the reason and the grounds of before; a complaint leaves them alone."""
    passed_on = "F6 1 1 «складне» «пункт 14» «0501112233» 2 Enter"
    talk = played(ua, f"{GREETED} {passed_on} F4 Enter «довго» «перевірено» 4 Enter 1")
    assert talk.value("escalation_reason") == "складне"
    talk.play("6 2 «друге» F6 1 1")
    assert talk.refuses(c.Advance(), "fill_first") == ("escalation_reason",)
    talk.play("«інше»")
    assert talk.refuses(c.Advance(), "fill_first") == ("escalation_grounds",)


# ------------------------------------------------------------ what is agreed is said, what is promised has its day


def test_ua_19_a_call_back_that_was_agreed_is_promised(ua: Script) -> None:
    """A time chosen for a call-back and not told to the caller is a breach, unless the caller is gone."""
    talk = played(ua, f"{GREETED} {PROMISED[:-6]}")
    assert talk.verdict("UA-19").verdict == "open"
    gone = talk.fork()
    gone.play("F12 2")
    gone.is_promised("UA-19", "callback")
    assert tasks(gone) == ["callback"]
    transferred = talk.fork()
    transferred.play("F7 1 4")
    assert not transferred.offer("agrees").offered
    closed = talk.fork()
    closed.play("F12")
    assert not closed.offer("close").offered
    assert "обіцянку" in closed.offer("close").text
    closed.play("5 F4 Enter «довго» «перевірено» 4 Enter")
    assert not closed.offer("appeal").offered
    talk.play("Enter")
    talk.is_promised("UA-19", "callback")
    talk.play(f"F12 1 1 {CLOSED}")
    talk.is_promised("UA-19", "callback")
    assert talk.had_it_not_been("UA-19", e.Said, step="callback_promise") == "breached"


def test_ua_11_the_day_ends_at_midnight(ua: Script) -> None:
    """An appeal not sent on by the end of its day in Kyiv is a breach; one sent on that day is not."""
    talk = played(ua, f"{GREETED} 2 {PERSON} Enter «0501112233» «-» Enter 2 2 Enter 1 {CLOSED}")
    sent = talk.fork()
    sent.wait(13.9 * 3600)
    sent.play("1")
    assert sent.verdict("UA-11").verdict == "met"
    talk.play("2")
    talk.wait(13.9 * 3600)
    assert talk.verdict("UA-11").verdict == "open"
    talk.wait(1200)
    assert talk.verdict("UA-11").verdict == "breached"


# ------------------------------------------------------------ what is owed to a caller who is gone


CUT_OFF = {
    "UA-09": ("2 Enter «Шевченко»", "appeal", 1),
    "UA-14": ("F4 Enter «довго» «перевірено» 4 Enter 2", "escalation", 2),
    "UA-15": ("F4 Enter «довго» «перевірено» 2", "apology", 2),
}


def cut_off(script: Script, clause: str) -> None:
    """Expect work to be left and owed, about its matter, where a number is known; else nothing held against anybody."""
    keys, kind, matter = CUT_OFF[clause]
    talk = played(script, f"{GREETED} {keys} F12 2", phone=NUMBER)
    assert [(task.kind, task.matter) for task in talk.call.tasks] == [(kind, matter)]
    assert talk.due(kind) == "2026-11-24 10:00"
    talk.is_made_good_by(clause, kind)
    unknown = played(script, f"{GREETED} {keys} F12 2")
    assert unknown.verdict(clause).verdict in ("na", "met")
    assert tasks(unknown) == []


def test_ua_09_a_caller_gone_in_the_middle_of_an_appeal_is_rung_up(ua: Script) -> None:
    """An appeal that a lost line leaves half recorded is work for the next day."""
    cut_off(ua, "UA-09")


def test_ua_14_a_caller_gone_with_a_complaint_unsettled_is_answered(ua: Script) -> None:
    """A complaint that a lost line leaves unsettled is passed on the next day; what was agreed already, at its time."""
    cut_off(ua, "UA-14")
    keys = f"{GREETED} {CUT_OFF['UA-14'][0]} 1 1 «складне» «пункт 14» «0501112233» 3 F12 2"
    talk = played(ua, keys, phone=NUMBER)
    assert tasks(talk) == ["escalation"]
    assert talk.due("escalation") == "2026-11-30 10:00"


def test_ua_15_a_caller_gone_before_the_apology_is_owed_it(ua: Script) -> None:
    """A fault that is confirmed is apologised for the next day if the line is lost before."""
    cut_off(ua, "UA-15")


# ------------------------------------------------------------ nobody is stuck, no way leads past what is owed


def test_ua_19_a_wait_that_is_needed_no_more_is_over(ua: Script) -> None:
    """After a detour has ended a wait there is an answer for who need not wait any more; before one, there is not."""
    talk = played(ua, f"{GREETED} 1 F2")
    assert not talk.offer("over").offered
    assert "ще не чекав" in talk.offer("over").text
    talk.play("1 20s F4 Enter «довго» «перевірено» 4 Enter 1")
    talk.at("hold_consent")
    assert talk.offers() == ["agrees", "refuses", "over"]
    talk.play("3")
    talk.at("give_advice")
    assert not talk.call.running
    talk = played(ua, f"{GREETED} F2 1 20s F4 F4 3 F2")
    assert not talk.offer("over").offered


def test_ua_19_over_is_not_missing(ua: Script) -> None:
    """That no wait is needed any more says nothing of what is missing: what was, is asked for at the end, once."""
    talk = played(ua, f"{GREETED} 4 1 20s F4 F4 3")
    talk.at("unsettled")
    talk.play(f"1 Enter 1 {CLOSED}")
    assert owed(talk) == []


def test_ua_19_the_question_comes_until_it_is_settled(ua: Script) -> None:
    """No call-back after all, or no transfer: the question is there again with all its answers."""
    for begun, searched, more in (("F2 1 Enter Enter 4", "", ()), ("F2 2 3", "1", ("3 2 2 3",))):
        for keys in ("2 «0501112233» 6", "2 «0501112233» F8", f"3 {searched} 4 3", "3 F7", *more):
            talk = played(ua, f"{GREETED} {begun} 1 Enter")
            talk.at("unsettled")
            talk.play(keys)
            talk.at("unsettled")
            assert talk.offers() == ["found", "callback", "transfer", "declined"]
            talk.play(f"4 1 {CLOSED}")
            assert owed(talk) == []


def test_ua_19_no_way_leads_past_the_question(ua: Script) -> None:
    """What is missed at the end of the talk, at the rating or the farewell too, is asked for before the call ends."""
    for keys, then in (("", "1"), ("1", "6"), ("1 6", "Enter")):
        talk = played(ua, f"{GREETED} 1 Enter {keys} F2 1 Enter Enter 4 {then}")
        talk.at("unsettled")
        talk.play("1")
        assert talk.verdict("UA-19").verdict == "open"
        talk.play("Enter 1")
        while talk.call.step == "rating":
            talk.play("6")
        talk.play("Enter Enter")
        assert owed(talk) == []


def test_ua_19_no_search_begins_after_the_farewell(ua: Script) -> None:
    """At the last step no key begins what could not be settled any more; back at the questions it can be begun."""
    talk = played(ua, f"{GREETED} 1 Enter 1 6 Enter")
    talk.at("hang_up")
    for detour in ("hold", "transfer"):
        talk.refuses(c.TakeDetour(detour), "detour_not_offered")
    talk.play("Back Back 5")
    for detour in ("hold", "transfer"):
        talk.key(detour)
        talk.key(detour)
    talk.play("Enter Back Back Back 2 «друге» F2")
    talk.at("hold_consent")


def test_ua_19_found_is_told(ua: Script) -> None:
    """What was found in the end is told to the caller, whatever the request was: until then it is owed."""
    for keys in ("3 1 Enter", "5 «0501112233» 6 3 1 Enter"):
        talk = played(ua, f"{GREETED} F2 1 Enter Enter 4 {keys}")
        talk.at("unsettled")
        talk.play("1")
        assert talk.verdict("UA-19").verdict == "open"
        talk.say("give_found", "знайдені відомості", "кваліфіковану та повну")
        assert talk.verdict("UA-19").verdict == "met"
        assert talk.verdict("UA-12").verdict == "open"
        talk.play(f"1 {CLOSED}")
        assert owed(talk) == []


def test_ua_12_what_was_found_is_to_be_understood(ua: Script) -> None:
    """Whoever is told what was found in the end is asked whether all is clear, though it was asked before."""
    talk = played(ua, f"{GREETED} 1 Enter 1 F2 1 Enter Enter 4 6 1 Enter")
    talk.at("understood")
    assert talk.verdict("UA-12").verdict == "open"


def test_ua_19_a_transfer_after_a_promise(ua: Script) -> None:
    """Who was promised a call-back can be put through all the same: the key leads to whom. The promise stands."""
    talk = played(ua, f"{GREETED} F2 1 Enter Enter 4 {PROMISED} F7")
    talk.at("pick_person")
    talk.play("4 1 Enter Enter")
    talk.is_promised("UA-19", "callback")
    talk.finish("callback")
    talk.stands("UA-19", "met", e.TaskDone)


def test_ua_15_the_stay_is_of_this_complaint(ua: Script) -> None:
    """With a fault confirmed the call is not closed before the apology; a complaint taken by mistake is taken back."""
    talk = played(ua, f"{GREETED} F4 Enter «довго» «перевірено» 1 F12")
    assert not talk.offer("close").offered
    assert "вибачення" in talk.offer("close").text
    talk.play("5 Enter F12")
    assert talk.offer("close").offered
    talk.play("1")
    talk.play("F4 Enter F4")
    talk.at("rating")
    # Left without an apology, as the script of before allowed it, the fault does not hold the next complaint.
    lost = played(ua, f"{GREETED} F4 Enter «довго» «перевірено» 1")
    lost.log.append(e.DetourLeft(seq=len(lost.log) + 1, at=lost.clock.now(), detour="complaint"))
    lost.call = fold(ua, lost.call, lost.log[-1])
    lost.play("F4 Enter F4")
    lost.at("need_kind")


HALF_DONE = {
    "an appeal": "2 Enter",
    "an appeal of which nothing is told": f"2 {PERSON} Enter «0501112233» «-» Enter",
    "a reason": "3 1",
    "a complaint": "F4 Enter «довго»",
    "a fault": "F4 Enter «довго» «перевірено» 1",
    "a complaint not passed on": "F4 Enter «довго» «перевірено» 4 Enter 2",
}


def test_ua_14_nobody_is_put_through_in_the_middle_of_a_duty(ua: Script) -> None:
    """A transfer ends the call: what was begun and would be a breach then is finished first, and the step says so."""
    for name, keys in HALF_DONE.items():
        talk = played(ua, f"{GREETED} {keys} F7 1 4")
        assert talk.offers() == ["callback", "refuses"], name
        assert "закінчіть розпочате" in talk.offer("agrees").text
    appeal = f"2 {PERSON} Enter «0501112233» «-» Enter 1 Enter"
    for keys in ("", "1", "3 Back", "F4 Enter «довго» «перевірено» 1 Enter", appeal):
        assert played(ua, f"{GREETED} {keys} F7 1 4").offer("agrees").offered, keys
