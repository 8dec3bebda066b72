"""lv-lvrtc, key by key: nothing answers for another matter, memories lapse, nobody is promised in vain."""

from __future__ import annotations

import pytest

from callscript.core.call import commands as c
from callscript.core.call.events import Chosen, Done, Ended, Filled, Said, TimerOverran
from callscript.core.script.model import Script
from tests.clauses.talk import MONDAY, NIGHT, Talk

DAY = "Enter Enter «Ozola kungs» «karte» "
"""By day, up to the question how the matter is handled."""
DARK = "Enter Enter "
"""Outside working time, up to the question what the call is about."""
NUMBER = "«67108787»"


def played(script: Script, keys: str, start: str = MONDAY) -> Talk:
    """Return a call in which these keys were pressed."""
    talk = Talk(script, start)
    talk.play(keys)
    return talk


def nothing_is_owed(talk: Talk) -> None:
    """Expect no clause of the standard to be breached, or open for anything but work that was promised."""
    for clause in talk.script.pack.standard:
        verdict = talk.verdict(clause)
        assert verdict.verdict != "breached", clause
        assert verdict.verdict != "open" or verdict.lasting, clause


def kinds(talk: Talk) -> list[str]:
    """Name the work that is open."""
    return [task.kind for task in talk.call.tasks]


# ---------------------------------------------------------------- each matter its own


def test_lv_04_each_matter_has_its_colleague(lv: Script) -> None:
    """What is done for one matter does not do for another; a transfer takes along all that was begun."""
    keys = DAY + f"2 1 Enter F8 {NUMBER} 1 Enter F12 1 2 «rēķins» 2 2 Enter "
    talk = played(lv, keys + "3 «atbilde» Enter 1 1 Enter Enter")
    talk.stands("LV-04", "breached", Ended)
    talk = played(lv, keys + "1 1 Enter Enter")
    talk.stands("LV-04", "met", Ended, how="transfer")
    nothing_is_owed(talk)


def test_lv_05_each_matter_has_its_colleague(lv: Script) -> None:
    """The same of whom was picked to be put through to, and of whom a matter was to be passed to."""
    talk = played(lv, DAY + f"2 1 Enter F8 {NUMBER} 1 Enter F12 1 2 «rēķins» 2 2 Enter 3 «a» Enter 1 1 Enter Enter")
    talk.stands("LV-05", "breached", Ended)
    talk = played(lv, DAY + f"1 Enter F7 1 F12 1 2 «rēķins» 2 2 Enter 2 {NUMBER} 1 Enter 1 1 Enter Enter")
    talk.stands("LV-05", "breached", Ended)
    talk = played(lv, DAY + "F7 1 1 Enter Enter")
    talk.stands("LV-05", "met", Ended, how="transfer")
    talk = played(lv, DAY + f"1 Enter F6 2 1 F12 1 2 «rēķins» F6 3 1 «x» «y» {NUMBER} 2 Enter 1 1 5 Enter Enter")
    talk.stands("LV-05", "breached", Ended)
    for inside in ("F6 2 1 F4 Enter «x» 1 «y» F7 2", "2 1 Enter F4 Enter «x» 1 «y» F7 2"):
        talk = played(lv, DAY + inside + " 1 Enter Enter")
        nothing_is_owed(talk)
        assert talk.value("colleague") == "eParaksta lietošanas speciālists"


def test_lv_04_what_is_taken_back_at_its_first_step_obliges_to_nothing(lv: Script) -> None:
    """«Beyond my competence» by mistake, back, and a call-back instead that deals with the matter."""
    talk = played(lv, DAY + f"2 Back F8 {NUMBER} 1 Enter 1 1 5 Enter Enter")
    talk.stands("LV-04", "na")
    nothing_is_owed(talk)


def test_lv_14_a_suspension_half_done_is_not_left_for_another(lv: Script) -> None:
    """With a service chosen the call is not closed: it is done, declined, refused, or taken back."""
    half = played(lv, DAY + "9 1 1")
    for keys in ("F12", "F2 F12", f"F8 {NUMBER} F12", "F4 Enter F12"):
        talk = half.fork()
        talk.play(keys)
        assert not talk.offer("close").offered
        talk.refuses(c.Answer("close"), "not_offered")
    for keys in ("«Jānis» «Ozols» 1 1 Enter Enter", "«Jānis» «Ozols» 1 2", "Back Back Back", "Back Back 3 Enter"):
        talk = half.fork()
        talk.play(keys)
        talk.play("F12 1")
        talk.at("understood" if talk.call.happened.get("mark:served") else "survey")
        assert talk.verdict("LV-14").verdict in ("met", "na")
    again = half.fork()
    again.play("«Jānis» «Ozols» 1 1 Enter Enter 2 9 2 3 F12")
    assert not again.offer("close").offered
    again.take("end_how", "stay")
    again.stands("LV-14", "open", Chosen, step="suspension_service")


def test_lv_14_a_refusal_of_something_else_does_not_settle_it(lv: Script) -> None:
    """Only who does not prove who they are is refused a suspension; that refusal is owed then."""
    talk = played(lv, DAY + "9 2 4 «Jānis» «Ozols» 2")
    talk.stands("LV-14", "na", Chosen, step="suspension_identity")
    assert talk.verdict("LV-07").verdict == "open"
    talk.play("Back 1")
    talk.stands("LV-14", "open", Chosen, step="suspension_service")
    talk.stands("LV-07", "na")
    talk = played(lv, DAY + "9 1 2 «Jānis» «Ozols» 2 «a» «b» Enter Enter 2 9 1 1")
    talk.stands("LV-14", "open", Chosen, step="suspension_service")


# ---------------------------------------------------------------- memories that lapse


TALKS = ("9 3 Enter 2", "8 Enter «x»", "F2 2 3", f"F8 {NUMBER} 1 Enter 2", "F6 F2 2 3 F6", "F7 1 3 3")
"""Ways to talk with the customer, out of any other detour and back into it."""


@pytest.mark.parametrize("talked", TALKS)
def test_talk_makes_the_ten_seconds_owed_again(lv: Script, talked: str) -> None:
    """Whoever talks with the customer meanwhile has contact: the ten seconds begin again, and are asked for again."""
    talk = played(lv, DAY + f"F3 11s {talked}")
    talk.at("clarity_wait")
    assert not talk.call.running["clarity"].overran
    talk.play("F12")
    assert not talk.offer("no_contact").offered
    talk = played(lv, DAY + f"F3 11s Enter {talked}")
    talk.at("clarity_result")
    assert not talk.offer("no_contact").offered
    assert "mēģiniet nodibināt sakarus" in talk.offer("no_contact").text
    talk.play("2 11s Enter 3 Enter Enter")
    assert talk.verdict("H-02").verdict == "met"
    talk = played(lv, DAY + f"F3 11s Enter 3 Enter {talked}")
    talk.at("no_contact_hang_up")
    talk.play("Enter")
    talk.stands("H-02", "breached", Ended, how="no_contact")


def test_h_02_talk_makes_the_ten_seconds_owed_again(lv: Script) -> None:
    """The clock stops where somebody speaks with the customer; a detour taken back is no talk."""
    talk = played(lv, DAY + f"F3 11s F8 {NUMBER} 1 11s Enter 2")
    talk.at("clarity_wait")
    talk.play("F12")
    assert not talk.offer("no_contact").offered
    talk.play("5 9s F12")
    assert not talk.offer("no_contact").offered
    talk.play("5 2s F12 3 Enter Enter")
    talk.stands("H-02", "met", Ended, how="no_contact")
    assert talk.had_it_not_been("H-02", TimerOverran, seq=talk.number(TimerOverran)) == "breached"
    talk = played(lv, DAY + f"F3 11s Enter F8 {NUMBER} 1 Enter 2")
    assert not talk.offer("no_contact").offered
    talk = played(lv, DAY + f"F3 11s Enter 3 Enter F8 {NUMBER} 1 Enter 2 Enter")
    talk.stands("H-02", "breached", Ended, how="no_contact")
    talk = played(lv, DAY + "F3 11s Enter F8 F8 3 Enter Enter")
    talk.stands("H-02", "met", Ended, how="no_contact")


@pytest.mark.parametrize("talked", TALKS)
def test_talk_makes_the_warning_owed_again(lv: Script, talked: str) -> None:
    """A call that has gone on since the warning is ended only after another one."""
    talk = played(lv, DAY + f"F5 1 Enter {talked}")
    talk.at("abuse_after")
    assert not talk.offer("continues").offered
    talk.play("F12")
    assert not talk.offer("abuse").offered
    talk.play("5 3 1 Enter 2 Enter Enter")
    talk.stands("H-03", "met", Ended, how="abuse")
    last = max(event.seq for event in talk.log if isinstance(event, Said) and event.phrase == "abuse_warning")
    assert talk.had_it_not_been("H-03", Said, seq=last) == "breached"


def test_h_03_a_warning_of_before_does_not_end_a_call(lv: Script) -> None:
    """Calmed down, left for the closing, or talked with for a quarter of an hour: the warning is of before."""
    for keys in ("1", "F5", "F12 1"):
        talk = played(lv, DAY + f"F5 1 Enter {keys} 1800s F12")
        assert not talk.offer("abuse").offered
        assert "F5" in talk.offer("abuse").text
    talk = played(lv, DAY + f"F5 1 Enter F8 {NUMBER} 1 Enter 2 900s")
    assert not talk.offer("continues").offered
    assert "vispirms brīdiniet vēlreiz (3)" in talk.offer("continues").text
    talk.play("3 2 Enter 2 Enter Enter")
    talk.stands("H-03", "met", Ended, how="abuse")
    talk = played(lv, DAY + "F5 1 Enter 2")
    talk.play(f"F8 {NUMBER} 1 Enter 2 Enter Enter")
    talk.stands("H-03", "breached", Ended, how="abuse")
    for keys in ("F12 4", "F4 Enter F4 2"):
        talk = played(lv, DAY + f"F5 1 Enter {keys} Enter Enter")
        talk.stands("H-03", "met", Ended, how="abuse")


def test_h_01_who_need_not_wait_any_more_goes_back_to_the_call(lv: Script) -> None:
    """A wait that a complaint has ended need not begin again, nor be called refused."""
    talk = played(lv, DAY + "F2")
    assert talk.offers() == ["agrees", "refuses"]
    talk.play("1 20s F4 Enter F4")
    talk.at("hold_consent")
    assert "Vairs nav jāgaida" in talk.offer("over").text
    talk.play("3")
    talk.at("need_kind")
    assert talk.call.running == {}
    assert talk.verdict("H-01").verdict == "met"
    talk.play("F2")
    assert talk.offers() == ["agrees", "refuses"]


# ---------------------------------------------------------------- a need, and a way to the customer


def test_lv_03_a_need_that_was_emptied_is_asked_for_again(lv: Script) -> None:
    """The need taken off the card before an answer is offered: it is asked for again, whoever advises."""
    for keys in ("1", "2 1 Enter 3 «padoms»"):
        talk = played(lv, DAY)
        talk.fill("need", "")
        talk.play(keys)
        talk.at("ask_need_again")
        assert talk.refuses(c.Advance(), "fill_first") == ("need",)
        talk.play("«rēķins» Enter")
        talk.at("understood")
        assert talk.verdict("LV-03").verdict == "met"
        filled = talk.number(Filled, field="need", value="rēķins")
        assert talk.had_it_not_been("LV-03", Filled, seq=filled) == "breached"
    talk = played(lv, DAY + "1")
    talk.fill("need", "")
    talk.play("Enter")
    talk.stands("LV-03", "breached", Done, step="offer_solution")


def test_lv_07_a_reason_that_was_emptied_is_none(lv: Script) -> None:
    """A refusal whose reason or grounds were taken away again before it was said is not founded."""
    for field in ("refusal_reason", "refusal_grounds"):
        talk = played(lv, DAY + "4 «a» «b» Enter")
        talk.fill(field, "")
        talk.play("Enter")
        talk.stands("LV-07", "breached", Said, phrase="refusal_said")


def test_lv_03_twice_back_from_the_next_question(lv: Script) -> None:
    """«There is another question», twice back and on again: the customer is asked again whether all is clear."""
    talk = played(lv, DAY + "1 Enter 2 Back Back")
    talk.at("offer_solution")
    done = talk.fork()
    done.play("Enter")
    done.at("understood")
    done.play("1 5 Enter Enter")
    nothing_is_owed(done)
    talk.play("Enter 2 «rēķins» 1 Enter 1 5 Enter Enter")
    talk.stands("LV-03", "met", Done, step="offer_solution")
    assert len([event for event in talk.log if isinstance(event, Done) and event.step == "offer_solution"]) == 2
    nothing_is_owed(talk)


def test_lv_06_nobody_is_promised_an_answer_that_cannot_reach_them(lv: Script) -> None:
    """A known number takes no key more; without one the e-mail is asked for, then the customer rings."""
    talk = played(lv, DAY + f"3 {NUMBER} 4")
    talk.at("time_promise")
    for keys, rings, kind in (
        ("3", "time_rings", "answer"),
        ("2 1 Enter 2", "handed_rings", "colleague"),
        ("F7 1 2", "handed_rings", "colleague"),
        ("F6 3 1 «x» «y»", "escalation_rings", "escalation"),
    ):
        talk = played(lv, DAY + keys + " «- nav»")
        talk.shows("e-pasta adresi")
        written = talk.fork()
        written.play("«janis@example.lv»")
        written.take(written.call.step, "working_day")
        assert written.call.step != rings
        written.play("Enter")
        assert written.call.step != rings
        written.is_met_once_done("LV-06", kind)
        talk.play("«-»")
        talk.take(talk.call.step, "working_day")
        assert kinds(talk) == [kind]
        talk.is_owed_yet("LV-06")
        talk.say(rings, "gatava līdz otrdienai, 24.11.2026 plkst. 10:00", "zvaniet mums pa tālruni 67108787")
        talk.is_met_once_done("LV-06", kind)
        if kind == "answer":
            assert talk.verdict("LV-05").verdict == "na"
        else:
            talk.is_met_once_taken("LV-05", kind)
        if rings != "time_rings":
            assert talk.value("colleague" if rings == "handed_rings" else "escalated_to")


# ---------------------------------------------------------------- the line is cut


def left(talk: Talk) -> list[str]:
    """Lose the customer; name the work that is left."""
    talk.do(c.LoseLine())
    return kinds(talk)


def test_lv_05_who_hangs_up_before_anybody_was_involved_is_told_later(lv: Script) -> None:
    """A colleague named, and the customer gone: where a number is known, work to inform them stays."""
    for keys in ("2 1", "2 1 Enter", "2 1 Enter 3", "F7 1", "F6 2 1"):
        talk = played(lv, DAY)
        assert left(played(lv, DAY + keys)) == []
        talk.fill("phone", "+37167108787")
        talk.play(keys)
        assert left(talk) == ["inform"]
        assert talk.due("inform") == "2026-11-24 10:00"
        nothing_is_owed(talk)


def test_lv_04_who_hangs_up_before_anybody_was_involved_is_told_later(lv: Script) -> None:
    """Beyond one's competence, and nobody picked yet."""
    talk = played(lv, DAY)
    talk.fill("phone", "+37167108787")
    talk.play("2")
    assert left(talk) == ["inform"]


def test_lv_14_who_hangs_up_before_the_service_is_suspended_is_called(lv: Script) -> None:
    """A service was to be suspended: that is worth a call within the hour."""
    talk = played(lv, DAY)
    talk.fill("phone", "+37167108787")
    talk.play("9 1 1 «Jānis»")
    assert left(talk) == ["inform"]
    assert talk.due("inform") == "2026-11-23 11:00"


def test_lv_18_who_hangs_up_before_a_complaint_is_registered_is_called(lv: Script) -> None:
    """A complaint heard, or classed too, and not registered is not lost; one registered is to be looked into."""
    for keys in ("F4 Enter «x»", "F4 Enter «x» 1", "F4 Enter «x» 1 «y» 2 Enter", "7 «x»", "7 «x» 2"):
        talk = played(lv, DAY)
        talk.fill("phone", "+37167108787")
        talk.play(keys)
        assert left(talk) == ["inform"], keys
        nothing_is_owed(talk)
    talk = played(lv, DAY)
    talk.fill("phone", "+37167108787")
    talk.play("F4 Enter «x» 1 «y» 2 Enter Enter")
    assert left(talk) == ["feedback"]


def test_lv_18_what_is_classed_is_registered(lv: Script) -> None:
    """A class that is not kept with anything is none; a colleague to whom the call is put through goes on with it."""
    for keys in ("F4 Enter «x» 1 F12 1 5 Enter Enter", "7 «x» 2 F12 1 5 Enter Enter"):
        played(lv, DAY + keys).stands("LV-18", "breached", Ended)
    talk = played(lv, DAY + "F4 Enter «x» 1 F7 1 1 Enter Enter")
    nothing_is_owed(talk)


# ---------------------------------------------------------------- nothing is left undone, nobody is stuck


def test_lv_05_who_was_not_put_through_after_all(lv: Script) -> None:
    """The end was no transfer, or there was none: no colleague is told of, until one is really involved."""
    talk = played(lv, DAY + "F7 1 1 Enter Enter")
    assert talk.value("colleague")
    other = talk.fork()
    other.do(c.CorrectEnd("operator", "kolēģis neatbildēja"))
    assert "colleague" not in other.call.fields
    assert other.verdict("LV-05").verdict == "breached"
    other.do(c.CorrectEnd("transfer", "tomēr atbildēja"))
    assert other.value("colleague") == talk.value("colleague")
    other.stands("LV-05", "met", Ended)
    talk.do(c.TakeEndBack("kolēģis neatbildēja"))
    assert talk.verdict("LV-05").verdict == "open"
    talk.play("F7")
    assert "colleague" not in talk.call.fields


def test_lv_05_the_call_is_not_put_through_over_what_is_owed(lv: Script) -> None:
    """With a gift, feedback, a complaint or an application begun, «agrees» is dimmed, and the screen says why."""
    applied = f"5 «Jānis» «Ozols» {NUMBER} «-» Enter"
    for begun, rest in (
        ("8", "Enter «ziedi»"),
        ("8 Enter", "«ziedi»"),
        ("7 «x»", "1 Enter Enter"),
        ("7 «x» 1", "Enter Enter"),
        ("F4 Enter «x»", "1"),
        ("F4 Enter «x» 1 «y» 1", "Enter"),
        (applied, "Enter"),
    ):
        talk = played(lv, DAY + begun)
        stood = talk.call.step
        talk.play("F7 1")
        assert not talk.offer("agrees").offered, begun
        assert "pabeidziet iesākto" in talk.offer("agrees").text
        assert talk.offers() == ["callback", "refuses"]
        talk.play("F7")
        talk.at(stood)
        talk.play(rest)
        talk.play("F7 1 1 Enter Enter")
        nothing_is_owed(talk)


def test_lv_13_a_call_put_through_at_night_hears_of_the_assistant(lv: Script) -> None:
    """Outside working time the virtual assistant is offered before the call is put through, once."""
    talk = played(lv, DARK + "F7 1", NIGHT)
    talk.say("virtual_assistant_handover", "virtuālo asistentu")
    talk.play("1 Enter Enter")
    talk.stands("LV-13", "met", Said, phrase="virtual_assistant")
    talk = played(lv, DARK + "2 Enter F7 1", NIGHT)
    talk.at("handover_consent")
    talk = played(lv, DARK + "1 3 Enter F7 1", NIGHT)
    talk.at("handover_consent")


def test_lv_03_dealt_with_leaves_nothing_undone(lv: Script) -> None:
    """Whatever a key has dealt with, what was begun outside of it is gone back to, not jumped out of."""
    applied = f"5 «Jānis» «Ozols» {NUMBER} «-» Enter"
    for begun in ("4", "4 «a»", "7 «x»", "8", applied, "9 1 1", "2 1", "3", "6", "F4 Enter «x»", "F6 2 1", "F7 1"):
        for inner in ("callback", "suspension", "escalate", "transfer"):
            talk = played(lv, DAY + begun)
            talk.fill("phone", "+37167108787")
            stood = talk.call.step
            if any(frame.detour == inner for frame in talk.call.frames):
                continue
            talk.key(inner)
            talk.play(
                {
                    "callback": "1 Enter",
                    "suspension": "3 Enter",
                    "escalate": "3 1 «x» «y» 2 Enter",
                    "transfer": "1 2 4 Enter",
                }[inner]
            )
            talk.at(stood)


def test_lv_11_the_call_is_not_closed_before_the_notice(lv: Script) -> None:
    """At its first steps a call can be lost or gone back to, not closed: the notice comes first."""
    for start, keys in ((MONDAY, ""), (MONDAY, "Enter"), (NIGHT, ""), (NIGHT, "Enter")):
        talk = played(lv, keys + " F12", start)
        assert not talk.offer("close").offered
        assert "paziņojums par ierakstīšanu (LV-11)" in talk.offer("close").text
        assert talk.offers() == ["caller", "stay"]
    talk = played(lv, "Enter Enter F12 1 5 Enter Enter")
    nothing_is_owed(talk)


def test_lv_11_the_screen_warns_of_the_card(lv: Script) -> None:
    """Before the notice the screen says that nothing is to be written on the card yet."""
    for start in (MONDAY, NIGHT):
        assert "Pirms paziņojuma par ierakstīšanu kartē neko nerakstiet" in Talk(lv, start).view.tip


def test_lv_02_a_confirmed_fault_is_not_closed_over(lv: Script) -> None:
    """Before the apology the call is neither closed nor put through; another complaint is not held by this one."""
    talk = played(lv, DAY + "F4 Enter «x» 1 «y» 1 F12")
    assert not talk.offer("close").offered
    assert "atvainošanās" in talk.offer("close").text
    talk.play("5 Enter Enter 1 2 F4 F4")
    talk.at("need_kind")


def test_a_consultation_takes_no_more_keys(lv: Script) -> None:
    """None of this costs a key where nothing is amiss."""
    for keys in (
        "1 Enter 1 5 Enter Enter",
        f"3 {NUMBER} 4 Enter 1 5 Enter Enter",
        f"2 1 Enter 2 {NUMBER} 4 Enter 1 5 Enter Enter",
        "9 1 1 «Jānis» «Ozols» 1 1 Enter Enter 1 1 5 Enter Enter",
        "F7 1 1 Enter Enter",
    ):
        talk = played(lv, DAY + keys)
        assert talk.call.ended is not None, keys
        nothing_is_owed(talk)
