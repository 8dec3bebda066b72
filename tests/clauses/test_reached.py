"""Both packs: nobody is promised what cannot be kept, and what was begun for a caller who is gone is not lost."""

from __future__ import annotations

from callscript.core.call import commands as c
from callscript.core.call.events import DetourEntered, Ended, TaskDone
from callscript.core.script.model import Script
from tests.clauses.talk import MONDAY, NIGHT, Talk

LV = "Enter Enter «Ozola kungs» «karte» "
UA = "Enter Enter «Олено Петрівно» Enter «пенсія» "
"""Up to the question how the matter is handled."""
NUMBER = "«+37167108787»"


def played(script: Script, keys: str, start: str = MONDAY, phone: str = "") -> Talk:
    """Return a call in which these keys were pressed."""
    talk = Talk(script, start, phone=phone)
    talk.play(keys)
    return talk


def left(talk: Talk) -> list[str]:
    """Let the caller hang up; name the work that is left."""
    talk.hang_up("caller")
    return [task.kind for task in talk.call.tasks]


def no_call_back_to_what_is_no_number(script: Script, keys: str) -> None:
    """Expect a text without a digit to be kept and doubted; nobody can be called at it."""
    talk = played(script, keys + "F8 «phone: Jānis»")
    assert talk.value("phone") == "phone: Jānis"
    assert talk.row("phone").state == "doubtful"
    assert talk.offers() == ["none"]
    talk.play("Back «29123456»")
    assert "hour" in talk.offers()


def no_number_for_a_reason(script: Script, keys: str) -> None:
    """Expect a number that was typed behind a dash not to be recorded as the reason for having none."""
    talk = played(script, keys + "F8")
    talk.refuses(c.Fill("phone", "29123456", absent=True), "absent_reason")
    talk.play("«--- - negrib»")
    assert talk.call.fields["phone"].absent
    assert talk.value("phone") == "negrib"
    assert talk.offers() == ["none"]


def called_back_though_no_time_was_agreed(script: Script, keys: str) -> None:
    """Expect who hangs up with a call-back asked for to be called back, once; who wants none is left alone."""
    talk = played(script, keys + f"F8 {NUMBER}")
    declined, back = talk.fork(), talk.fork()
    assert left(talk) == ["callback"]
    declined.take("callback_when", "none")
    back.play("Back Back")
    for other in (declined, back):
        assert left(other) == []
    clause = "UA-19" if script.pack.id == "ua-court" else "LV-06"
    for agreed in ("", " 1"):
        gone = played(script, keys + f"F8 {NUMBER}{agreed}")
        assert left(gone) == ["callback"]
        gone.moved("callback", TaskDone, "2026-11-23 10:30", result="reached")
        gone.stands(clause, "met", TaskDone)


def test_lv_06_no_call_back_is_promised_to_what_is_no_number(lv: Script) -> None:
    """Only «do not» can be answered then."""
    no_call_back_to_what_is_no_number(lv, LV)
    no_number_for_a_reason(lv, LV)


def test_ua_19_no_call_back_is_promised_to_what_is_no_number(ua: Script) -> None:
    """The same in the other script."""
    no_call_back_to_what_is_no_number(ua, UA)
    no_number_for_a_reason(ua, UA)


def test_lv_06_who_hangs_up_before_a_time_was_agreed_is_called_back(lv: Script) -> None:
    """A call-back was asked for, and the number is known."""
    called_back_though_no_time_was_agreed(lv, LV)


def test_ua_19_who_hangs_up_before_a_time_was_agreed_is_called_back(ua: Script) -> None:
    """The same in the other script."""
    called_back_though_no_time_was_agreed(ua, UA)


def test_lv_06_what_is_no_address_is_no_way_to_answer(lv: Script) -> None:
    """Who left neither a number nor an address is told when to call."""
    talk = played(lv, LV + "3 «phone: Jānis» «x@y» 2")
    talk.at("time_rings")
    talk = played(lv, LV + "3 «phone: Jānis» «x@y.lv» 2")
    talk.at("time_promise")


def test_lv_06_a_name_in_place_of_a_number_does_not_stand_for_a_way_to_inform(lv: Script) -> None:
    """Nor is work left for nobody to do."""
    talk = played(lv, LV + "3 «phone: Jānis» «-» 2")
    assert left(talk) == ["answer"]


def test_lv_06_who_hangs_up_before_anything_was_passed_on_is_told(lv: Script) -> None:
    """A complaint that was not settled, and whatever else was to be passed on, is not lost with the line."""
    for keys, registered in (("F4 Enter «x» 1 «y» 2 Enter Enter 2", ["feedback"]), ("F6", [])):
        for further in ("", " 1", " 1 1", " 1 1 «a»", " 1 1 «a» «b»"):
            talk = played(lv, LV + keys + further, phone="+37167108787")
            talk.stands("LV-06", "open", DetourEntered, detour="escalate")
            assert left(talk) == [*registered, "inform"]
            talk.is_made_good_by("LV-06", "inform")
            assert left(played(lv, LV + keys + further)) == registered, "nobody can be told"


def test_lv_05_whoever_was_picked_is_involved(lv: Script) -> None:
    """The management and another body no less than a colleague."""
    for pick in ("1 1", "2 1", "3 1"):
        talk = played(lv, LV + f"F6 {pick} «a» «b» {NUMBER} 2")
        assert talk.verdict("LV-05").verdict == "open"
        gone = talk.fork()
        gone.play("F12 1 5 Enter Enter")
        gone.stands("LV-05", "breached", Ended)
        talk.play("Enter")
        talk.is_met_once_taken("LV-05", "escalation")


def test_ua_14_who_hangs_up_before_the_complaint_was_passed_on_is_not_forgotten(ua: Script) -> None:
    """Not settled, and gone: it is passed on, whoever was picked and whatever was typed until then."""
    for further in ("", " 1", " 1 1", " 1 1 «a»", " 1 1 «a» «b»"):
        talk = played(ua, UA + "F4 Enter «x» «y» 4 Enter 2" + further, phone="+380671234567")
        assert left(talk) == ["escalation"], further


def test_lv_14_a_suspension_broken_off_at_night_is_seen_to_at_night(lv: Script) -> None:
    """It is done round the clock: whoever was cut off is called within the hour, not on the next working day."""
    talk = played(lv, "9 Enter 1 2 «Zane»", NIGHT, phone="+37167108787")
    assert left(talk) == ["inform"]
    assert talk.due("inform") == "2026-11-23 23:00"


def test_lv_11_the_recording_is_told_of_once(lv: Script) -> None:
    """Whoever heard of it in the suspension is not told again where the call goes on."""
    for start in (MONDAY, NIGHT):
        talk = played(lv, "9 Enter 3 Enter 2", start)
        talk.play("Enter")
        assert talk.call.step == ("ask_address" if start == MONDAY else "understood")
        assert talk.verdict("LV-11").verdict == "met"


def test_ua_19_a_call_back_agreed_instead_of_a_transfer_is_promised(ua: Script) -> None:
    """A time that was agreed is said, whatever led there; the caller who is gone is called back all the same."""
    talk = played(ua, UA + f"F7 1 1 2 {NUMBER} 1")
    talk.at("callback_promise")
    owing, gone = talk.fork(), talk.fork()
    assert left(gone) == ["callback"]
    owing.play("F12 1 4 6 Enter Enter")
    owing.stands("UA-19", "breached", Ended)
    talk.play("Enter F12 1 1 6 Enter Enter")
    talk.is_promised("UA-19", "callback")


def test_lv_06_nothing_is_promised_by_a_day_off(lv: Script) -> None:
    """A Saturday, a holiday, today after closing: refused, so that what is recorded is when the answer is due."""
    for keys, kind in (("3 «29123456» 7", "answer"), ("2 1 Enter 2 «29123456» 6", "colleague")):
        talk = played(lv, LV + keys)
        talk.refuses(c.Fill("answer_by", "28.11.2026"), "day_off")
        talk.refuses(c.Fill("answer_by", "25.12.2026"), "holiday")
        talk.play("«30.11.26»")
        assert talk.value("answer_by") == "30.11.2026"
        assert talk.due(kind) == "2026-11-30 18:00"
