"""What was recorded wrongly is corrected, with a reason: in the wrap-up, and of a filed call until its day is over."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from callscript.core.call import events as e
from callscript.runtime.paths import Folders
from callscript.store.files import FileStore
from tests.plain.conversation import start
from tests.terminal.calls import HOME, UA, WRAP_UP, Place, picked
from tests.terminal.terminal import Terminal

LIST = "What was recorded wrongly?"
CORRECTED = "Corrected."


def to_the_need(place: Place, terminal: Terminal) -> None:
    """Lead a call to the question what the caller needs."""
    place.walk(terminal, UA.moves[:5])
    place.wait_for_step(terminal, "need_kind")


def hang_up(terminal: Terminal) -> None:
    """Have the caller hang up: F12, 2."""
    terminal.press("f12")
    terminal.wait_for("Як завершується дзвінок?")
    terminal.press("2")
    terminal.wait_for(WRAP_UP, "ended by the caller")


def pick(terminal: Terminal, line: str) -> None:
    """Go down to a line of the list, and take it."""
    for _line in range(20):
        if line in picked(terminal):
            break
        before = picked(terminal)
        terminal.press("down")
        terminal.wait_until(lambda before=before: picked(terminal) not in ("", before), "the next line")
    terminal.press("enter")
    terminal.wait_for("How should it be?")


def test_an_end_by_mistake_is_taken_back(tmp_path: Path) -> None:
    """F12 2 by mistake: F12 again, and the call goes on at the very step where it was, owing what it owed."""
    place = Place(tmp_path, UA)
    with place.ring() as terminal:
        to_the_need(place, terminal)
        before = place.call()
        hang_up(terminal)
        assert terminal.shows("Fix")
        terminal.press("f12")
        terminal.wait_for(LIST, "The call has not ended: it goes on")
        terminal.press("enter")
        terminal.wait_for("Why is it corrected?", "a key was pressed by mistake")
        terminal.press("enter")
        place.wait_for_step(terminal, "need_kind")
        after = place.call()
        assert (after.frames, after.answers, after.fields) == (before.frames, before.answers, before.fields)
        assert after.under_way
        place.walk(terminal, UA.moves[5:])
        place.close(terminal)
    assert place.call().ended
    assert place.call().outcome == UA.outcome


def test_who_ended_it_and_a_field_in_the_wrap_up(tmp_path: Path) -> None:
    """The wrap-up corrects how the call ended and what a field has, and goes on with the outcomes that fit now."""
    place = Place(tmp_path, UA)
    with place.ring() as terminal:
        to_the_need(place, terminal)
        hang_up(terminal)
        terminal.press("f12")
        terminal.wait_for(LIST)
        pick(terminal, "How it ended")
        terminal.type("1")
        terminal.press("enter")
        terminal.wait_for("Why is it corrected?")
        terminal.press("enter")
        terminal.wait_for("A correction needs a reason.")
        terminal.type("I hung up myself")
        terminal.press("enter")
        terminal.wait_for(CORRECTED, "ended by the operator")
        pick(terminal, "Суть")
        terminal.type("Строк позову")
        terminal.press("enter")
        terminal.wait_for("Why is it corrected?")
        terminal.type("misheard")
        terminal.press("enter")
        terminal.wait_for(CORRECTED)
        terminal.press("f12")
        terminal.wait_for(WRAP_UP, "ended by the operator", "Не завершено")
    call = place.call()
    assert call.ended
    assert call.ended.how == "operator"
    assert call.fields["subject"].text == "Строк позову"


def test_a_filed_call_on_screen(tmp_path: Path) -> None:
    """From today's calls a filed one is opened and corrected; its own log stays, and all who read it see both."""
    place = Place(tmp_path, UA)
    with place.ring() as terminal:
        place.walk(terminal, UA.moves)
        place.close(terminal)
        recorded = place.log()
        terminal.press("tab", "enter")
        terminal.wait_for("Recorded", "1 correct")
        terminal.press("1")
        terminal.wait_for(LIST)
        assert not terminal.shows("it goes on")
        pick(terminal, "Суть")
        terminal.type("Строк позову")
        terminal.press("enter")
        terminal.wait_for("Why is it corrected?")
        terminal.type("misheard")
        terminal.press("enter")
        terminal.wait_for(CORRECTED)
        terminal.press("f12")
        terminal.wait_for("Recorded", "1 correct")
        terminal.press("enter")
        terminal.wait_for(HOME)
        terminal.press("f12")
        assert terminal.exit_status() == 0
    assert place.log() == recorded
    assert isinstance(recorded[0], e.CallStarted)
    told = place.run("show", recorded[0].call)
    assert "corrected: " in told
    assert "misheard" in told
    shown = place.tell("show", recorded[0].call)
    made = [event["type"] for event in shown["events"] if event["type"] != "drafted"]
    assert made[-2:] == ["closed", "field_corrected"]
    assert shown["verdicts"] == shown["verdicts_now"]


def test_line_by_line(tmp_path: Path) -> None:
    """So it is line by line: *0 in the wrap-up and behind a filed call; the call that had not ended goes on."""
    place = Place(tmp_path, UA)
    with start(place) as talk:
        talk.prompted()
        for line in ("", "", "", "пані Олено", "", "Куди подати позов?"):
            talk.say(line)
        talk.say("*0")
        assert "ended by the caller" in talk.say("2")
        assert "1. The call has not ended: it goes on" in talk.say("*0")
        assert "a key was pressed by mistake" in talk.say("1")
        assert "1. Консультація" in talk.say("")
        talk.say("*0")
        talk.say("2")
        assert "2. How it ended: ended by the caller" in talk.say("*0")
        assert "1. ended by the operator" in talk.say("2")
        talk.say("1")
        assert "A correction needs a reason." in talk.say("")
        assert "Corrected." in talk.say("I hung up myself")
        talk.say("")
        told = talk.say("")
        while "Today's calls" not in told:
            told = talk.say("the line was lost" if "Why was" in told else "")
        talk.say("1")
        assert "*0 corrects this call." in talk.say("1")
        assert "1. How it ended: ended by the operator" in talk.say("*0")
        talk.say("1")
        talk.say("2")
        assert "Corrected." in talk.say("the line was lost")
        told = talk.say("")
        assert "corrected: ended by the caller (was: ended by the operator), outcome: " in told
        assert ") — the line was lost" in told
        talk.say("")
        assert talk.hang_up() == 0
    call = place.call()
    assert call.ended
    assert call.ended.how == "operator"


def end_by(way: str, terminal: Terminal, typed: Callable[[], bool]) -> None:
    """End the program while a reason is typed: at once, or as a terminal that is closed."""
    if way == "hang up":
        terminal.hang_up()
        assert terminal.exit_status() == 129
    else:
        terminal.wait_until(typed, "what is being typed kept")
        terminal.kill()


@pytest.mark.parametrize("way", ["kill", "hang up"])
def test_what_is_being_typed_comes_back_in_the_wrap_up(tmp_path: Path, way: str) -> None:
    """The next start leads back to the correction: the value as it was given, the reason as far as it was typed."""
    place = Place(tmp_path, UA)
    with place.ring() as terminal:
        to_the_need(place, terminal)
        hang_up(terminal)
        terminal.press("f12")
        terminal.wait_for(LIST)
        pick(terminal, "Суть")
        terminal.type("Строк позову")
        terminal.press("enter")
        terminal.wait_for("Why is it corrected?")
        terminal.type("mish")
        terminal.wait_for("mish")
        end_by(way, terminal, lambda: "mish" in place.call().drafts.values())
    assert place.call().fields["subject"].text != "Строк позову"
    with place.start() as terminal:
        terminal.wait_for("An open call")
        terminal.press("enter")
        terminal.wait_for("Why is it corrected?", "mish")
        terminal.type("eard")
        terminal.press("enter")
        terminal.wait_for(CORRECTED)
        terminal.press("f12")
        terminal.wait_for(WRAP_UP)
    assert place.call().fields["subject"].text == "Строк позову"
    assert isinstance(found := place.log()[-1], e.FieldCorrected)
    assert found.reason == "misheard"


@pytest.mark.parametrize("way", ["kill", "hang up"])
def test_what_is_being_typed_comes_back_at_a_filed_call(tmp_path: Path, way: str) -> None:
    """So it does where the call that is corrected was closed: when it is opened to be corrected."""
    place = Place(tmp_path, UA)
    journal = FileStore(Folders.resolve(place.home)).journal
    with place.ring() as terminal:
        place.walk(terminal, UA.moves)
        place.close(terminal)
        recorded = place.log()
        assert isinstance(recorded[0], e.CallStarted)
        call = recorded[0].call
        terminal.press("tab", "enter")
        terminal.wait_for("Recorded", "1 correct")
        terminal.press("1")
        terminal.wait_for(LIST)
        pick(terminal, "Суть")
        terminal.type("Строк позову")
        terminal.wait_for("Строк позову")
        end_by(way, terminal, lambda: b"drafted" in place.journal.read_bytes().splitlines()[-1])
    kept = journal.read_call(call)
    assert [event.text for event in kept.corrections if isinstance(event, e.Drafted)][-1] == "Строк позову"
    with place.start() as terminal:
        terminal.wait_for(HOME)
        terminal.press("tab", "enter")
        terminal.wait_for("Recorded", "1 correct")
        terminal.press("1")
        terminal.wait_for("How should it be?", "Строк позову")
        terminal.press("enter")
        terminal.wait_for("Why is it corrected?")
        terminal.type("misheard")
        terminal.press("enter")
        terminal.wait_for(CORRECTED)
        terminal.press("f12")
        terminal.wait_for("Recorded")
    assert place.log() == recorded
    assert "Строк позову" in place.run("show", call)
