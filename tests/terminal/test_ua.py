"""The Ukrainian script in a real terminal: each time anew, each matter its own, and what a key says when it cannot."""

from __future__ import annotations

from pathlib import Path

from tests.terminal.calls import UA, UA_APPEAL, WRAP_UP, Move, Place
from tests.terminal.still import StillPlace
from tests.terminal.terminal import Terminal

TO_NEED = UA.moves[:5]
TO_THE_END = UA.moves[5:]
GRUMBLE = (
    Move("complaint_listen"),
    Move("complaint_cause", text="довго чекав"),
    Move("complaint_measure", text="перевірено"),
)


def to_the_end(place: Place, terminal: Terminal) -> None:
    """Give advice, and close a call in which nothing is owed: a reason would be asked for otherwise."""
    place.walk(terminal, TO_THE_END)
    terminal.wait_for(WRAP_UP)
    assert not terminal.shows("Why was")
    place.close(terminal)


def test_before_the_greeting_a_key_says_what_comes_first(tmp_path: Path) -> None:
    """A key of something to say is refused with the reason before the greeting, and taken after it."""
    place = Place(tmp_path, UA)
    with place.ring() as terminal:
        for key in ("f2", "f4", "f6", "f7", "f8"):
            terminal.press(key)
            terminal.wait_for("Спершу привітайтеся")
            terminal.press("escape", "escape")
        assert place.call().step == "greet"
        place.walk(terminal, UA.moves[:1])
        place.wait_for_step(terminal, "introduce")
        terminal.press("f4")
        place.wait_for_step(terminal, "complaint_listen")


def test_ten_seconds_each_time(tmp_path: Path) -> None:
    """F3, ten seconds, heard again; F3 and Enter later on asks whether, and offers no farewell."""
    place = StillPlace(tmp_path, UA)
    with place.ring() as terminal:
        place.walk(terminal, TO_NEED)
        place.wait_for_step(terminal, "need_kind")
        terminal.press("f3")
        place.wait_for_step(terminal, "clarity_wait")
        place.pass_time(11)
        terminal.wait_for("time is up")
        terminal.press("enter")
        place.wait_for_step(terminal, "clarity_result")
        terminal.press("1")
        place.wait_for_step(terminal, "need_kind")
        terminal.press("f3")
        place.wait_for_step(terminal, "clarity_wait")
        terminal.press("enter")
        place.wait_for_step(terminal, "clarity_result")
        terminal.press("1")
        place.wait_for_step(terminal, "need_kind")
        to_the_end(place, terminal)


def test_a_talk_ends_the_hold(tmp_path: Path) -> None:
    """During a hold F4 stops the clock; after the complaint the caller is asked anew, and the clock begins anew."""
    place = StillPlace(tmp_path, UA)
    with place.ring() as terminal:
        place.walk(terminal, TO_NEED)
        place.wait_for_step(terminal, "need_kind")
        terminal.press("f2")
        place.walk(terminal, (Move("hold_consent", "1"),))
        terminal.wait_for("3:00 left")
        place.pass_time(20)
        terminal.wait_for("2:40 left")
        terminal.press("f4")
        place.wait_for_step(terminal, "complaint_listen")
        terminal.wait_until(lambda: not terminal.shows("2:40 left"), "no clock")
        place.pass_time(80)
        place.walk(terminal, (*GRUMBLE, Move("fault", "4"), Move("fault_unconfirmed"), Move("complaint_resolved", "1")))
        place.walk(terminal, (Move("hold_consent", "1"),))
        terminal.wait_for("3:00 left", "0:20")


def test_a_confirmed_fault_is_not_left_without_apology(tmp_path: Path) -> None:
    """F4 again right after a fault was confirmed stays and says what to do; then the call is closed, nothing owed."""
    place = Place(tmp_path, UA)
    with place.ring() as terminal:
        place.walk(terminal, TO_NEED)
        place.wait_for_step(terminal, "need_kind")
        terminal.press("f4")
        place.walk(terminal, (*GRUMBLE, Move("fault", "1")))
        place.wait_for_step(terminal, "apology_service")
        terminal.press("f4")
        terminal.wait_for("попросіть вибачення")
        assert place.call().step == "apology_service"
        place.walk(terminal, (Move("apology_service"), Move("complaint_resolved", "1")))
        to_the_end(place, terminal)


def test_a_call_back_taken_back_promises_nothing(tmp_path: Path) -> None:
    """F8, a number, within the hour, F8 again: no work is left open, and the call is filed as a consultation."""
    place = Place(tmp_path, UA)
    with place.ring() as terminal:
        place.walk(terminal, TO_NEED)
        place.wait_for_step(terminal, "need_kind")
        terminal.press("f8")
        place.walk(terminal, (Move("ask_callback_phone", text="050 111 22 33"), Move("callback_when", "3")))
        place.wait_for_step(terminal, "callback_promise")
        terminal.press("f8")
        to_the_end(place, terminal)
        terminal.wait_for("Open work", "none")
    assert place.call().outcome == "consultation"


def test_two_appeals_are_sent_one_by_one(tmp_path: Path) -> None:
    """Two appeals beyond competence in one call: the second starts empty, and each is asked about with its own body."""
    place = Place(tmp_path, UA_APPEAL)
    first, rest = UA_APPEAL.moves[:-5], UA_APPEAL.moves[-5:]
    again = (
        Move("understood", "2"),
        Move("ask_subject", text="Скарга на суддю"),
        Move("need_kind", "2"),
        Move("appeal_intro"),
        Move("ask_substance"),
        Move("register_appeal"),
        Move("competence", "2"),
        Move("pick_body", "3"),
        Move("dispatch_told"),
    )
    assert rest[0].step == "understood"
    with place.ring() as terminal:
        place.walk(terminal, (*first, again[0]))
        place.wait_for_step(terminal, "ask_subject")
        terminal.wait_until(lambda: not terminal.shows("Куди подати"), "the substance is empty")
        place.walk(terminal, (*again[1:], *rest))
        terminal.wait_for("Вища рада правосуддя")
        terminal.press("2")
        terminal.wait_for(WRAP_UP)
    assert [task.kind for task in place.call().tasks] == ["dispatch"]
