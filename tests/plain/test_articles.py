"""Looking something up line by line: a star with words, numbers open and mark, Enter leads back; and both ways of
leading a call leave the same records of it."""

from __future__ import annotations

from pathlib import Path

from tests.plain.conversation import lead, line_of, start, told_of
from tests.terminal.calls import HOME, UA, Place
from tests.terminal.still import StillPlace

TO_NAME = tuple(map(line_of, UA.moves[:2]))
BACK_TO_CALL, BACK_TO_LIST = "Enter: back to the call> ", "Enter: back to the list> "
TOLD = "Information given: it stands in the log."


def test_looking_up_while_the_caller_waits(still_ua: StillPlace) -> None:
    """A list by number, an article by number, marks by number; the clock is told all the while, and the call stands
    where it stood."""
    place = still_ua
    with start(place, program=place.program) as talk:
        lead(talk, ["", *TO_NAME, "*2", "1"])
        frames = place.call().frames
        found = talk.say("*15 усне звернення")
        assert "1. Усне звернення: як його подати: " in found
        assert found.endswith(BACK_TO_CALL)
        opened = talk.say("1")
        assert "\n5. суть порушеного питання" in opened
        assert opened.endswith(BACK_TO_LIST)
        assert "There is no 99 to choose here." in talk.say("99")
        assert TOLD in talk.say("5")
        assert "Not given after all" in talk.say("5")
        before = len(talk.raw)
        place.pass_time(155)
        talk.wait_for("nearly over")
        assert talk.prompted(after=before).endswith(BACK_TO_LIST)
        assert TOLD in talk.say("2")
        assert "1. Усне звернення" in talk.say("")
        assert "(given)" in talk.say("1")
        assert "Верховний Суд (directory)" in talk.say("верховний")
        assert "There is no 7 to choose here." in talk.say("7")
        assert "none" in talk.say("немаєтакого")
        assert "Заявник чекає на лінії" in talk.say("")
        assert place.call().frames == frames
        assert [each.paragraph for each in place.call().informed] == [2]
        assert "Дякую за очікування" in talk.say("*2")
    assert f"Усне звернення: як його подати — {place.call().informed[0].text}" in place.run("show", call_id(place))


def test_from_a_field_and_back(ua: Place) -> None:
    """In the middle of a field or the card the search opens and closes, and nothing is recorded by it; a detour or the
    card leads out of it; stars alone list everything there is."""
    with start(ua) as talk:
        lead(talk, ["", *TO_NAME])
        assert "12. Електронний суд" in talk.say("*15")
        assert "Як я можу до Вас звертатись?" in talk.say("*-")
        talk.say("*+")
        assert "Рух справи та дата засідання" in talk.say("*15 дата засідання")
        talk.say("1")
        assert talk.say("*-").endswith(BACK_TO_CALL)
        assert "This is not offered now." in talk.say("*.")
        assert talk.say("").endswith("Field number> ")
        talk.say("")
        talk.say("*15 суд")
        assert "Мені потрібно знайти" in talk.say("*2")
        talk.say("*15 суд")
        assert "The caller's card" in talk.say("*+")
        talk.say("")
        talk.say("*2")
        assert "*15  Look up" in talk.say("*")
    assert ua.call().fields == {}
    assert ua.call().informed == ()


def test_after_the_end_nothing_is_looked_up(ua: Place) -> None:
    """Once the call is over, so is the search."""
    with start(ua) as talk:
        lead(talk, ["", *TO_NAME, "*0", "2"])
        assert "The call is over." in talk.say("*15 суд")


def test_the_same_records(tmp_path: Path) -> None:
    """What is looked up and marked, and the mark that is taken back, is recorded alike on screen and line by line."""
    plain, screen = Place(tmp_path / "plain", UA), Place(tmp_path / "screen", UA)
    for each in (plain, screen):
        each.folder.mkdir()
    with start(plain) as talk:
        lead(
            talk,
            [
                "",
                *TO_NAME,
                "*2",
                "1",
                "*15 усне звернення",
                "1",
                "5",
                "2",
                "5",
                "",
                "верховний",
                "1",
                "1",
                "",
                "",
                "*2",
            ],
        )
    with screen.start() as terminal:
        terminal.wait_for(HOME)
        terminal.press("enter")
        screen.walk(terminal, UA.moves[:2])
        screen.wait_for_step(terminal, "ask_address")
        terminal.press("f2")
        screen.wait_for_step(terminal, "hold_consent")
        terminal.press("1")
        screen.wait_for_step(terminal, "hold_wait")
        terminal.press("f10")
        terminal.wait_for("Look up ▸")
        terminal.type("усне звернення")
        terminal.press("enter")
        terminal.wait_for("back to the list")
        for digit, marked in (("5", 1), ("2", 2), ("5", 1)):
            terminal.press(digit)
            terminal.wait_until(screen.recorded(lambda call, n=marked: len(call.informed) == n), f"{marked} marked")
        terminal.press("escape", "f10")
        screen.wait_for_step(terminal, "hold_wait")
        terminal.press("f10")
        terminal.wait_for("Look up ▸")
        terminal.type("верховний")
        terminal.press("enter")
        terminal.wait_for("Касаційні справи", "back to the list")
        terminal.press("1")
        terminal.wait_until(screen.recorded(lambda call: len(call.informed) == 2), "both marked")
        terminal.press("f2")
        screen.wait_for_step(terminal, "hold_thanks")
    assert told_of(plain.log()) == told_of(screen.log())
    assert [each.article for each in plain.call().informed] == ["01-usne-zvernennia", "directory:supreme_court"]


def call_id(place: Place) -> str:
    """Return the id of the latest call."""
    started = place.call().start
    assert started
    return started.call
