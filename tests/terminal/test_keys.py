"""What the keys do in a real terminal: hold, cannot hear, ends, Esc and a digit, keys typed ahead."""

from __future__ import annotations

import time

import pytest

from callscript.core.call import events as e
from callscript.core.call.before import with_before
from tests.terminal.calls import HOME, WRAP_UP, Move, Place, clock, keys_of
from tests.terminal.still import StillPlace
from tests.terminal.terminal import KEYS, Terminal


def test_hold(still_plain: StillPlace) -> None:
    """F2 asks for consent, counts down by the second, and comes back on F2; the holds of a call are counted."""
    with still_plain.ring() as terminal:
        still_plain.walk(terminal, still_plain.route.moves[:2])
        step = still_plain.route.moves[2].step
        passed = 0
        for number in (1, 2):
            terminal.press("f2")
            still_plain.wait_for_step(terminal, "hold_consent")
            assert clock(terminal) is None
            terminal.press("1")
            still_plain.wait_for_step(terminal, "hold_wait")
            for left in (179, 178, 177):
                passed += 1
                still_plain.pass_time(passed)
                terminal.wait_until(lambda left=left: clock(terminal) == left, f"{left} s left")
            if number == 2:
                terminal.wait_until(
                    lambda: any("1" in line and "0:03" in line for line in terminal.lines), "the hold before"
                )
            terminal.press("f2")
            still_plain.wait_for_step(terminal, "hold_thanks")
            terminal.wait_until(lambda: clock(terminal) is None, "no clock")
            terminal.press("enter")
            still_plain.wait_for_step(terminal, "hold_result")
            terminal.press("1")
            still_plain.wait_for_step(terminal, step)
        still_plain.walk(terminal, still_plain.route.moves[2:])
        terminal.wait_for(WRAP_UP, "2 times, 0:06")
    assert len(still_plain.call().runs_of("hold")) == 2


def test_a_refused_hold(plain: Place) -> None:
    """A caller who does not agree to wait is not held: the refusal is recorded and other ways are offered."""
    with plain.ring() as terminal:
        plain.walk(terminal, plain.route.moves[:2])
        terminal.press("f2")
        plain.wait_for_step(terminal, "hold_consent")
        terminal.press("2")
        plain.wait_for_step(terminal, "hold_refused")
        terminal.press("3")
        plain.wait_for_step(terminal, plain.route.moves[2].step)
    assert plain.call().answers["hold_consent"] == "refuses"
    assert not plain.call().runs_of("hold")


def test_cannot_hear(still_plain: StillPlace) -> None:
    """F3 counts ten seconds; only at zero hanging up for no contact is offered; F3 again is back at the exact step."""
    with still_plain.ring() as terminal:
        still_plain.walk(terminal, still_plain.route.moves[:1])
        step = still_plain.route.moves[1].step
        still_plain.wait_for_step(terminal, step)
        terminal.press("f3")
        still_plain.wait_for_step(terminal, "clarity_wait")
        still_plain.pass_time(1)
        terminal.wait_until(lambda: clock(terminal) == 9)
        terminal.press("f12")
        still_plain.wait_for_step(terminal, "end_how")
        terminal.press("3")
        terminal.wait_until(lambda: "10" in terminal.lines[-2] or "F3" in terminal.lines[-2], "why it is not offered")
        assert still_plain.call().step == "end_how"
        still_plain.pass_time(9)
        terminal.wait_until(lambda: clock(terminal) == 1, "a second left")
        assert still_plain.call().step == "end_how"
        still_plain.pass_time(10)
        terminal.wait_until(lambda: clock(terminal) == 0, "zero")
        terminal.press("3")
        still_plain.wait_for_step(terminal, "not_heard")
        terminal.press("f12")
        still_plain.wait_for_step(terminal, "clarity_wait")
        terminal.press("f3")
        still_plain.wait_for_step(terminal, step)
        terminal.wait_until(lambda: clock(terminal) is None, "no clock")
        terminal.press("f3")
        still_plain.wait_for_step(terminal, "clarity_wait")
        terminal.press("f12")
        still_plain.wait_for_step(terminal, "end_how")
        assert not still_plain.call().ended


def test_no_contact(still_ua: StillPlace) -> None:
    """A call with nobody to be heard ends after ten seconds of trying and the prescribed farewell, and is filed so."""
    with still_ua.ring() as terminal:
        terminal.press("f3")
        still_ua.wait_for_step(terminal, "clarity_wait")
        still_ua.pass_time(10)
        terminal.wait_until(lambda: clock(terminal) == 0, "zero")
        terminal.press("f12")
        still_ua.wait_for_step(terminal, "end_how")
        terminal.press("3")
        still_ua.wait_for_step(terminal, "not_heard")
        terminal.press("enter")
        still_ua.wait_for_step(terminal, "no_contact_hang_up")
        terminal.press("enter")
        still_ua.close(terminal)
    call = still_ua.call()
    assert (call.ended and call.ended.how, call.outcome) == ("no_contact", "no_contact")


def test_the_caller_hangs_up(plain: Place) -> None:
    """F12 and the caller's hanging up end a call at any step: it is filed as dropped."""
    with plain.ring() as terminal:
        plain.walk(terminal, plain.route.moves[:3])
        terminal.press("f12")
        plain.wait_for_step(terminal, "end_how")
        terminal.press("2")
        terminal.wait_for("ended by the caller")
        plain.close(terminal)
    call = plain.call()
    assert (call.ended and call.ended.how, call.outcome) == ("caller", "dropped")


def test_abuse(plain: Place) -> None:
    """A call is ended for abuse behind the words that say why, and the wrap-up says how it ended."""
    with plain.ring() as terminal:
        plain.walk(terminal, plain.route.moves[:1])
        plain.wait_for_step(terminal, plain.route.moves[1].step)
        terminal.press("f5")
        plain.wait_for_step(terminal, "abuse_kind")
        terminal.press("2")
        plain.wait_for_step(terminal, "abuse_warning")
        terminal.press("enter")
        plain.wait_for_step(terminal, "abuse_after")
        terminal.press("2")
        plain.wait_for_step(terminal, "abuse_farewell")
        terminal.press("enter")
        plain.wait_for_step(terminal, "abuse_hang_up")
        terminal.press("enter")
        terminal.wait_for(WRAP_UP, "ended for inadmissible remarks")
    assert plain.call().ended


@pytest.mark.parametrize("slow", [False, True], ids=["fast", "slow"])
def test_escape_and_a_digit(slow: bool, ua: Place) -> None:
    """Esc and a digit is the function key of that digit, in one write or half a second apart; Esc 0 is F12."""
    ways = {"2": "hold_consent", "3": "clarity_wait", "5": "abuse_kind", "6": "escalate_to", "0": "end_how"}
    with ua.ring() as terminal:
        ua.walk(terminal, ua.route.moves[:1])
        ua.wait_for_step(terminal, "introduce")
        for digit, step in ways.items():
            escape(terminal, digit, slow=slow)
            ua.wait_for_step(terminal, step)
            escape(terminal, digit, slow=slow)
            ua.wait_for_step(terminal, "introduce")
        escape(terminal, "1", slow=slow)
        terminal.wait_for("Help: the keys of the moment")
        terminal.press("enter")
        ua.walk(terminal, ua.route.moves[1:2])
        ua.wait_for_step(terminal, "ask_address")
        terminal.type("Пані 2")
        escape(terminal, "2", slow=slow)
        ua.wait_for_step(terminal, "hold_consent")
    assert ua.call().fields["address"].text == "Пані 2"


def escape(terminal: Terminal, digit: str, *, slow: bool) -> None:
    """Press Esc and a digit."""
    if not slow:
        terminal.press("escape", digit)
        return
    terminal.press("escape")
    terminal.wait_until(lambda: "E1" in terminal.lines[-1], "the digits in the key bar")
    pressed = time.monotonic()
    terminal.wait_until(lambda: time.monotonic() - pressed >= 0.5)
    terminal.press(digit)
    terminal.wait_until(lambda: "E1" not in terminal.lines[-1])


def type_ahead(terminal: Terminal, place: Place, enters: int) -> None:
    """Type a whole call without looking, from the ring on, and at its end so many times Enter in one go."""
    *moves, last = [Move("ring"), *place.route.moves]
    for move in moves:
        for keys in (move.text.encode(), KEYS[move.key]):
            terminal.send_alone(keys)
    terminal.press(last.key, *["enter"] * enters)


def test_keys_typed_ahead(plain: Place) -> None:
    """The keys of a whole call, typed ahead while nothing can be seen, are applied in order and end in the same record:
    however fast they come, they come one after another."""
    with plain.start() as terminal:
        terminal.wait_for(HOME)
        terminal.hold_output()
        type_ahead(terminal, plain, 2)
        terminal.go_on()
        terminal.wait_until(plain.recorded(lambda call: call.closed is not None), "the call closed")
        terminal.wait_for(HOME)
    call = plain.call()
    assert call.outcome == plain.route.outcome
    assert [value.text for value in call.fields.values()] == [move.text for move in plain.route.moves if move.text]
    assert len(plain.logs()) == 1
    assert len(keys_of(plain.route.moves)) + 3 <= 16


def test_keys_are_not_carried_over(ua: Place) -> None:
    """Keys typed before a call was closed are dropped with it: they neither take nor lead the next call."""
    with ua.start() as terminal:
        terminal.wait_for(HOME)
        type_ahead(terminal, ua, 12)
        terminal.wait_until(ua.recorded(lambda call: call.closed is not None), "the call closed")
        terminal.wait_for(HOME, "Today's calls")
        terminal.type("0501234567")
        terminal.wait_for("0501234567")
        assert terminal.shows(HOME)
        assert len(ua.logs()) == 1
        terminal.press("enter")
        ua.wait_for_step(terminal, "greet")
    assert len(ua.logs()) == 2


def test_keys_typed_ahead_in_a_sheet(ua: Place) -> None:
    """Each key scrolls from where the one before has led, however fast they come: at the end PgDn closes the sheet."""
    with ua.ring() as terminal:
        terminal.press("enter", "pagedown", "pagedown", "end", "pagedown", "f2")
        ua.wait_for_step(terminal, "hold_consent")


def test_keys_typed_ahead_through_sheets(ua: Place) -> None:
    """A key that leads from one sheet to the next is dealt with before the next key is: none of those typed behind it
    reaches the call below, or a sheet that is not there yet."""
    with ua.ring() as terminal:
        terminal.press("enter")
        ua.wait_for_step(terminal, "introduce")
        for _ in range(4):
            terminal.press("pagedown", "f1", "up", "shift+tab", "up", "enter", "pageup", "shift+tab", "f1", "enter")
            terminal.press("f2")
            ua.wait_for_step(terminal, "hold_consent")
            terminal.press("f2")
            ua.wait_for_step(terminal, "introduce")
    assert not [event for event in ua.log() if isinstance(event, e.Said) and event.step == "introduce"]


def test_back(ua: Place) -> None:
    """Backspace outside a field goes back a step; what was recorded there stays, and Enter goes on again."""
    with ua.ring() as terminal:
        ua.walk(terminal, ua.route.moves[:6])
        ua.wait_for_step(terminal, "give_advice")
        terminal.press("backspace")
        ua.wait_for_step(terminal, "need_kind")
        terminal.press("2")
        ua.wait_for_step(terminal, "appeal_intro")
    chosen = [(event.option, old["old"]) for event, old in with_before(ua.log()) if isinstance(event, e.Chosen)]
    assert chosen == [("consultation", ""), ("appeal", "consultation")]


def test_another_window(ua: Place) -> None:
    """While the operator looks at another window, and right after coming back, no key is lost or goes elsewhere."""
    with ua.ring() as terminal:
        ua.walk(terminal, ua.route.moves[:2])
        ua.wait_for_step(terminal, "ask_address")
        for focus in (b"\x1b[O", b"\x1b[I", b"\x1b[O\x1b[I"):
            terminal.type("пані ")
            terminal.send(focus)
        terminal.type("5")
        terminal.wait_for("пані пані пані 5")
        terminal.press("enter")
        ua.wait_for_step(terminal, "offer_help")
    assert ua.call().fields["address"].text == "пані пані пані 5"


def test_letters_answer_nothing(ua: Place) -> None:
    """A text typed where there is no field chooses nothing by its digits and says nothing by Enter; after a pause, or
    another key, digits count again."""
    with ua.ring() as terminal:
        ua.wait_for_step(terminal, "greet")
        terminal.type("пані Олена")
        terminal.press("enter")
        terminal.wait_for("Nothing is typed here")
        terminal.press("right", "enter")
        ua.walk(terminal, ua.route.moves[1:5])
        ua.wait_for_step(terminal, "need_kind")
        for keys in ("дім 12", "вул. 1"):
            terminal.type(keys)
            terminal.press("enter", "backspace", "1")
        terminal.wait_for("Nothing is typed here")
        typed = time.monotonic()
        terminal.wait_until(lambda: time.monotonic() - typed > 1.1)
        assert ua.call().step == "need_kind"
        terminal.press("1")
        ua.wait_for_step(terminal, "give_advice")
