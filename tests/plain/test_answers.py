"""What is typed line by line, whatever it is: recorded as it was meant, told as harmless text, never the end of it."""

from __future__ import annotations

import pytest

from tests.plain.conversation import NEW_CALL, harmless, lead, start
from tests.terminal.any_terminal import squeeze
from tests.terminal.calls import ADDRESS, Place
from tests.terminal.test_hostile import HOSTILE, record, shown
from tests.terminal.test_no_room import no_way_in

TO_THE_ADDRESS = ["", "", ""]
"""The ring and two steps: here an answer is typed."""


def value(place: Place, field: str) -> str:
    """Return what is recorded in a field."""
    return place.call().fields[field].text


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_name(kind: str, ua: Place) -> None:
    """A hostile name in the journal is told literally wherever it comes up, and nothing of it is obeyed."""
    literal = squeeze(shown(HOSTILE[kind]))
    record(ua, HOSTILE[kind])
    with start(ua) as talk:
        talk.prompted()
        for line in ("", "*+", "", "*=", "", "", ""):
            talk.say(line)
        assert squeeze(talk.text).count(literal) >= 4
        for line in ("", "", "1", "", "1", "5", "", "", "", literal):
            talk.say(line)
        assert literal in squeeze(talk.say("1"))
        assert literal in squeeze(talk.say("1"))
        harmless(talk.raw)
    assert ua.call().closed


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_line(kind: str, ua: Place) -> None:
    """A hostile line is kept and told as harmless text."""
    with start(ua) as talk:
        lead(talk, TO_THE_ADDRESS)
        talk.say(HOSTILE[kind])
        harmless(talk.raw)
    assert value(ua, "address") == shown(HOSTILE[kind])


def test_bytes_that_are_no_text(ua: Place) -> None:
    """What is not UTF-8 ends nothing; the rest of the line is kept."""
    with start(ua) as talk:
        lead(talk, TO_THE_ADDRESS)
        talk.say_bytes(b"Ol\xff\xfeena\xc3\n")
    assert value(ua, "address") == "Ol��ena�"


def test_line_ends_of_other_systems(ua: Place) -> None:
    """A carriage return at the end of a line is no part of the answer."""
    with start(ua) as talk:
        lead(talk, TO_THE_ADDRESS)
        talk.say_bytes(ADDRESS.encode() + b"\r\n")
    assert value(ua, "address") == ADDRESS


def test_a_very_long_line(ua: Place) -> None:
    """Nothing of a very long line is lost."""
    text = "Ґанок і ще щось " * 20_000 + "кінець"
    with start(ua) as talk:
        lead(talk, [*TO_THE_ADDRESS, ADDRESS, ""])
        talk.say(text)
    assert value(ua, "subject") == text


def test_a_line_longer_than_a_terminal_keeps(ua: Place) -> None:
    """A terminal cuts a typed line short by itself: the operator is told."""
    with ua.start(env={"TERM": "dumb"}, options=("--plain",)) as terminal:
        terminal.wait_for(NEW_CALL)
        terminal.press("enter", "enter", "enter")
        terminal.wait_for("Звертання>")
        terminal.type("x" * 5000)
        terminal.press("enter")
        terminal.wait_until(ua.recorded(lambda call: call.step == "offer_help"), "the next step")
        terminal.wait_until(lambda: b"may have cut this line short" in terminal.raw, "the warning")
    assert len(value(ua, "address")) == 4095


def test_a_text_that_begins_with_a_star(ua: Place) -> None:
    """Two stars are one star of a text; one star and something else is nothing, and is told to be."""
    with start(ua) as talk:
        lead(talk, TO_THE_ADDRESS)
        assert "There is no *Олено." in talk.say("*Олено")
        assert "address" not in ua.call().fields
        talk.say("**Олено")
    assert value(ua, "address") == "*Олено"


def test_what_can_be_done(ua: Place) -> None:
    """* tells what can be done now; *1 also what cannot, and why."""
    with start(ua) as talk:
        lead(talk, ["", ""])
        assert "*2  Hold" in talk.say("*")
        talk.say("*2")
        now, everything = talk.say("*"), talk.say("*1")
        assert "*0  End the call" in now
        talk.say("*4")
        assert "*2  " not in talk.say("*")
        assert "*2  Hold; again: back from hold — Already open: " in talk.say("*1")
        assert "*4  " in everything
        assert "F2" not in talk.text


def test_the_card(ua: Place) -> None:
    """The fields of the card are filled in any order, by number; the card tells what is recorded, and what is wrong."""
    with start(ua) as talk:
        lead(talk, [""])
        assert "1. Прізвище: empty" in talk.say("*+")
        assert talk.say("1").endswith("Прізвище> ")
        assert "Прізвище: Шевченко" in talk.say("Шевченко")
        assert talk.say("99").startswith("\nThere is no 99")
        talk.say("5")
        assert "type a dash and the reason in words" in talk.say("-")
        assert "+380501234567" in talk.say("050 123 45 67")
        assert "Доброго" in talk.say("")
        assert "1. зауваження" in talk.say("*+8")
        assert "Not one of the answers" in talk.say("99")
        assert "Доброго" in talk.say("5")
        talk.say("*+3")
        talk.say("-")
        talk.say("*+5")
        assert "looks wrong" in talk.say("12")
        talk.say("*+1")
        talk.say("*.")
    fields = ua.call().fields
    assert "surname" not in fields
    assert (fields["phone"].text, fields["kind"].text) == ("12", "request")
    assert fields["patronymic"].absent
    assert ua.call().step == "greet"


def test_going_back(ua: Place) -> None:
    """*- goes back, over the answers; Enter keeps what is recorded, another text takes its place."""
    with start(ua) as talk:
        lead(talk, [*TO_THE_ADDRESS, ADDRESS, ""])
        talk.say("Довідка")
        assert "1. Консультація" in talk.text
        for _step in range(3):
            talk.say("*-")
        assert f"Recorded: {ADDRESS}. Enter keeps it." in talk.text
        talk.say("")
        assert ua.call().step == "offer_help"
        talk.say("*-")
        talk.say("Ганно Петрівно")
        assert ua.call().step == "offer_help"
    assert value(ua, "address") == "Ганно Петрівно"
    assert value(ua, "subject") == "Довідка"


def test_the_callers_number(ua: Place) -> None:
    """The number known before the call is offered, and taken over with Enter; what is no number begins no call."""
    with start(ua) as talk:
        talk.prompted()
        assert "This is no number: Олена" in talk.say("Олена")
        assert not ua.logs()
        assert "no earlier calls" in talk.say("067 123 45 67")
        talk.say("")
        talk.say("*8")
        talk.say("Судовий збір")
        assert "Known: +380671234567. Enter takes it." in talk.text
        talk.say("")
    assert value(ua, "phone") == "+380671234567"


def test_what_is_owed_and_the_words_at_hand(ua: Place) -> None:
    """*11 tells what is owed, *12 every clause, *13 the words at hand."""
    with start(ua) as talk:
        lead(talk, [""])
        assert "UA-02 still owed: " in talk.say("*11")
        told = talk.say("*12")
        assert [clause for clause in ua.script.pack.standard if f"\n{clause} " not in told] == []
        assert "«Прошу Вас»" in talk.say("*13")
        assert "F4" not in talk.text


def test_a_reason_for_what_was_not_met(ua: Place) -> None:
    """The wrap-up asks for each reason that is wanted; = repeats the one before, *- goes back to one."""
    with start(ua) as talk:
        lead(talk, ["", "", "", "Олено", "", "Судовий збір", "2", "*4", "*0", "1", "6", "", ""])
        talk.say("")
        assert "Why was UA-09 not met?" in talk.text
        assert "A reason is wanted for UA-09" in talk.say("")
        talk.say("Поспішав")
        assert "UA-14> " in talk.text
        talk.say("=")
        assert "Recorded: Поспішав. Enter keeps it." in talk.say("*-")
        talk.say("Обірвався зв’язок")
        talk.say("")
    assert ua.call().reasons == {"UA-09": "Поспішав", "UA-14": "Обірвався зв’язок"}
    assert ua.call().closed


def test_trouble_with_saving(ua: Place) -> None:
    """Trouble with saving is told once, the call goes on, and so is that it is over; nothing is lost."""
    with start(ua) as talk:
        lead(talk, TO_THE_ADDRESS)
        with no_way_in(ua, talk.process):  # pyright: ignore[reportArgumentType] - it asks for nothing but the process
            assert "NOT SAVED: 3. The call goes on" in talk.say(ADDRESS)
            assert "NOT SAVED" not in talk.say("")
        talk.wait_for("Everything is saved again.")
        talk.prompted()
    assert ua.call().step == "ask_subject"


def test_ascii(ua: Place) -> None:
    """With --ascii quotes, dashes and signs are those that every font has; letters stay."""
    with start(ua, "--ascii") as talk:
        lead(talk, ["", "*13", "*1"])
        assert '"Прошу Вас"' in talk.text
        assert not set("«»—№’…•·") & set(talk.text)


def test_a_find(ua: Place) -> None:
    """A filed call is found by its name, day, number or outcome, and told with timeline, fields and verdicts."""
    with start(ua) as talk:
        lead(talk, ["067 123 45 67", "*+1", "Шевченко", "*0", "2", "", ""])
        for query in ("Шевч", "0671234567", ""):
            assert "Find a call> " in talk.say("3")
            assert "1. " in talk.say(query)
            told = talk.say("1")
            assert "Timeline:" in told
            assert "Прізвище: Шевченко" in told
            assert talk.say("").endswith(NEW_CALL)
        before = talk.text.count("Operator's profile")
        assert "no calls" in talk.say("3") + talk.say("Ніхто")
        assert talk.text.count("Operator's profile") == before  # home goes on where it was


def test_another_locale(ua: Place) -> None:
    """Under a locale of another encoding it speaks UTF-8, and takes it."""
    env = {"LANG": "", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    with start(ua, env=env) as talk:
        lead(talk, [*TO_THE_ADDRESS, ADDRESS])
        assert "Дякую" in talk.text
    assert value(ua, "address") == ADDRESS
