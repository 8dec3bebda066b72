"""What is known of a call's caller, line by line."""

from __future__ import annotations

from pathlib import Path

from tests.plain.conversation import start
from tests.terminal.calls import UA_APPEAL, Place
from tests.terminal.lookups import file_calls

NUMBER = "0502222222"


def test_told_and_asked_for(ua: Place) -> None:
    """The latest calls of the number that rang are told as the call begins; *14 tells all, then and after the call."""
    file_calls(ua, [(NUMBER, "Бондар")])
    with start(ua) as talk:
        talk.prompted()
        told = talk.say(NUMBER) + talk.say("")  # what is not found at once is told before the next line
        assert told.count("Бондар") == 1
        told = talk.say("*14")
        assert "Earlier calls:\n" in told
        assert "Бондар  +380502222222" in told
        assert "operator 17" in told
        assert "*14  What is known of this caller" in talk.say("*")
        talk.say("*0")
        talk.say("2")
        assert "Бондар" in talk.say("*14")


def test_a_number_that_is_typed(ua: Place) -> None:
    """Where no number is known, *14 says so; one that is typed later is looked up, and what is known is told once."""
    file_calls(ua, [(NUMBER, "Бондар")])
    with start(ua) as talk:
        talk.prompted()
        talk.say("")
        assert "No number of the caller is known." in talk.say("*14")
        talk.say("*+5")
        assert "Бондар" in talk.say(NUMBER)
        assert "Бондар" not in talk.say("")


def test_an_open_promise(tmp_path: Path) -> None:
    """What a caller waits for is told before their calls, with when it is due."""
    place = Place(tmp_path, UA_APPEAL)
    with start(place) as talk:
        talk.prompted()
        for line in (NUMBER, "", "", "*8", "Судовий збір", NUMBER, "1", "", "*0", "2", "", ""):
            talk.say(line)
        assert place.call().closed
        told = talk.say(NUMBER)
        assert "\nwaits, due " in f"\n{told}"
        assert ": Зателефонувати заявнику\n" in told
        assert told.index("waits, due") < told.index("+380502222222")
        assert "Зателефонувати заявнику  operator 17" in talk.say("*14")
