"""What a call is filed under is what came of it: nothing is proposed that was not done, nothing done is left out.

The calls are played by their keys, as an operator presses them.
"""

from __future__ import annotations

from callscript.core.call.guards import holds
from callscript.core.script.model import Script
from tests.clauses.talk import Talk
from tests.clauses.test_lv_true import DAY
from tests.clauses.test_ua_true import CLOSED, GREETED, PERSON, played

APPEAL = f"2 {PERSON} Enter «0501112233» «-» Enter 1 Enter"
NUMBER = "«67108787»"


def fitting(talk: Talk) -> list[str]:
    """Name the outcomes that fit, the one that is proposed first."""
    ended = talk.call.ended
    assert ended is not None
    known = talk.script.pack.outcomes
    return [each.id for each in known if ended.how in each.ended and holds(each.when, talk.call)]


def test_advice_is_proposed_where_it_was_given(ua: Script) -> None:
    """A search in vain and a caller who declines all else is no advice; nor is a call that ended at once."""
    for keys, expected in (
        (f"1 Enter 1 {CLOSED}", ["consultation", "unfinished"]),
        (f"4 1 Enter Enter 4 4 {CLOSED}", ["declined", "unfinished"]),
        (f"4 1 Enter Enter 1 Enter 1 {CLOSED}", ["consultation", "unfinished"]),
        (f"4 1 Enter Enter 4 1 Enter 1 {CLOSED}", ["consultation", "unfinished"]),
        (f"F12 1 {CLOSED}", ["unfinished"]),
        (f"3 1 Enter 1 {CLOSED}", ["out_of_scope", "unfinished"]),
        (f"F4 Enter «довго» «перевірено» 4 Enter 1 6 1 {CLOSED}", ["complaint", "unfinished"]),
        (f"7 «не привіталися» 1 Enter Enter 1 {CLOSED}", ["feedback", "unfinished"]),
        (f"7 «не привіталися» F12 1 {CLOSED}", ["unfinished"]),
    ):
        assert fitting(played(ua, f"{GREETED} {keys}")) == expected, keys


def test_what_was_done_is_there_whoever_ended_the_call(ua: Script) -> None:
    """An appeal is one, a promise is one, though the caller hung up; work that nobody promised is no promise."""
    gone = "F12 2"
    for keys, expected in (
        (f"{APPEAL} {gone}", ["appeal", "dropped"]),
        (f"{APPEAL} F3 11s Enter 3 Enter Enter", ["appeal", "no_contact"]),
        (f"{APPEAL} F5 1 Enter 2 Enter Enter", ["appeal", "abuse"]),
        (f"{APPEAL} 1 F7 1 4 1 Enter Enter", ["transferred", "appeal"]),
        (f"F8 «0501112233» 1 Enter {gone}", ["callback", "dropped"]),
        (f"F8 «0501112233» 1 {gone}", ["dropped"]),
        (f"F2 1 {gone}", ["dropped"]),
        (f"F6 1 1 «складне» «пункт 14» «0501112233» 3 Enter {gone}", ["escalated", "dropped"]),
        (f"1 Enter {gone}", ["dropped", "consultation"]),
        (gone, ["dropped"]),
    ):
        assert fitting(played(ua, f"{GREETED} {keys}", phone="+380441234567")) == expected, keys


def test_lv_an_answer_is_proposed_where_one_was_given(lv: Script) -> None:
    """The same of the Latvian centre: closed before anything was done, registered and hung up, promised and hung up."""
    gone, closed = "F12 2", "5 Enter Enter"
    for keys, expected in (
        (f"1 Enter 1 {closed}", ["answered", "unfinished"]),
        (f"F12 1 {closed}", ["unfinished"]),
        (f"5 «Jānis» «Ozols» {NUMBER} «-» Enter Enter {gone}", ["follow_up", "dropped", "answered"]),
        (f"9 1 1 «Jānis» «Ozols» 1 1 Enter Enter {gone}", ["suspension", "dropped", "answered"]),
        (f"3 {NUMBER} 1 Enter {gone}", ["follow_up", "dropped", "answered"]),
        (f"4 «nav pieejams» «līgums» Enter Enter {gone}", ["refused", "dropped", "answered"]),
        (gone, ["dropped"]),
    ):
        assert fitting(played(lv, f"{DAY} {keys}")) == expected, keys
