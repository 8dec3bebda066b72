"""Two matters in one call, in both packs: what was done about one of them is not done about the other."""

from __future__ import annotations

from callscript.core.call import events as e
from callscript.core.script.model import Script
from tests.clauses.talk import Talk
from tests.clauses.test_outgoing import answered, called_back
from tests.clauses.test_ua_between import had_not_been
from tests.clauses.test_ua_true import CLOSED, GREETED, owed, played, tasks
from tests.clauses.ways import welcomed

PROMISED = "F8 «0501112233» 1 Enter"
ACCEPTED = "«-» Enter 1 Enter"
"""From the address of an appeal until the caller knows that it is accepted."""


def more(talk: Talk) -> Talk:
    """Go on to another matter of the caller's."""
    talk.take("understood", "more")
    return talk


def test_ua_09_each_appeal_has_a_substance_of_its_own(ua: Script) -> None:
    """Also where one rings up and the first appeal is a complaint: what the second is about is asked, and its own."""
    talk = called_back(ua)
    talk.play(f"F4 Enter «грубість» «перевірено» 4 Enter 3 «грубість» Enter «Шевченко» «Тарас» «-» «Київ» {ACCEPTED}")
    more(talk).at("ask_subject")
    assert "subject" not in talk.call.fields
    talk.play(f"«довідка» 2 Enter Enter {ACCEPTED.removeprefix('«-» ')}")
    talk.stands("UA-09", "met", e.Registered)
    second = talk.number(e.Filled, field="subject")

    def is_the_same(event: e.Event) -> bool:
        return event.seq == second or (isinstance(event, e.Moved) and event.begins)

    assert had_not_been(talk, "UA-09", is_the_same) == "breached"


def test_lv_03_another_matter_is_asked_for_where_the_first_was_passed_on(lv: Script) -> None:
    """Also where one rings up, and no answer to what the customer needs was given before."""
    talk = answered(lv)
    talk.key("escalate")
    talk.through(("escalate_to", "body"), ("pick_body", "dvi"), ("ask_escalation_reason", "sarežģīts"))
    talk.through(("ask_escalation_grounds", "līgums"), ("escalation_when", "week"), "escalation_told", ("dealt", "yes"))
    more(talk).at("ask_need")
    talk.play("«cits» 1 Enter")
    talk.stands("LV-03", "met", e.Done, step="offer_solution")


def test_ua_19_each_call_back_is_promised(ua: Script) -> None:
    """What was begun about one question, and left by the end key, is not promised with the next one's."""
    begun = f"{GREETED} 1 Enter F8 «0501112233»"
    for keys, agreed in ((f"{begun} F12 1", "entered"), (f"{begun} 4 F12 1", "agreed")):
        talk = played(ua, keys)
        more(talk).play("«друге» 1 Enter F8 1 Enter 1")
        assert talk.verdict("UA-19").verdict == "open", agreed
        talk.play(CLOSED)
        assert talk.verdict("UA-19").verdict == "breached", agreed
    talk = played(ua, f"{GREETED} 1 Enter {PROMISED}")
    more(talk).play(f"«друге» 1 Enter F8 1 Enter 1 {CLOSED}")
    assert len(talk.call.tasks) == 2
    assert owed(talk) == []
    talk.is_promised("UA-19", "callback")


def test_lv_18_each_feedback_has_a_class_of_its_own(lv: Script) -> None:
    """The class of a complaint that came in between is none of the suggestion that it came in."""
    talk = welcomed(lv, need="feedback")
    talk.take("ask_feedback", "rindas")
    talk.key("complaint")
    talk.through("complaint_listen", ("complaint_cause", "gaidīju"), ("complaint_class", "service_complaint"))
    talk.through(("complaint_measure", "pārbaudīts"), ("fault", "unconfirmed"), "fault_unconfirmed")
    talk.through("register_complaint", ("complaint_resolved", "resolved"), ("feedback_class", "suggestion"))
    talk.take("register_feedback")
    talk.stands("LV-18", "met", e.Registered)
    assert talk.had_it_not_been("LV-18", e.Chosen, step="feedback_class") == "open"
    assert talk.had_it_not_been("LV-18", e.Chosen, step="complaint_class") == "breached"


def test_an_answer_that_leads_out_leaves_the_branch_behind_the_one_before(ua: Script) -> None:
    """Gone back to and answered otherwise: what was agreed on the branch, and what that had opened, is owed no more."""
    agreed = f"{GREETED} 1 Enter F8 «0501112233» 5 1"
    talk = played(ua, agreed)
    assert tasks(talk) == ["callback"]
    talk.play("Back Back 6")
    assert tasks(talk) == []
    talk.play(f"1 {CLOSED}")
    assert talk.verdict("UA-19").verdict == "na"
    assert owed(talk) == []


def test_lv_03_what_is_needed_is_known_where_it_was_told_before_it_was_asked_for(lv: Script) -> None:
    """What was typed for a call-back that was taken back stands in the field, and Enter takes it for what is needed."""
    talk = Talk(lv)
    talk.key("suspension")
    talk.play("Enter 3 Enter 1 F8 «rēķins» «22222222» F8 2 Enter 1 Enter")
    talk.stands("LV-03", "met", e.Done, step="offer_solution")
