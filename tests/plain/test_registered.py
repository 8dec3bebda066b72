"""An appeal line by line: its number is told to the caller, and finds its call again."""

from __future__ import annotations

from callscript.runtime.paths import Folders
from tests.plain.conversation import start
from tests.service.filed import put_in
from tests.terminal.still import StillPlace
from tests.test_register_command import appeal, number_of


def left(place: StillPlace, competence: str) -> str:
    """Have an appeal left in the home; return its number."""
    talk = appeal("2026-11-23 09:30", competence)
    put_in(Folders.resolve(place.home), talk)
    return number_of(talk)


def test_the_history_finds_a_call_by_the_number(still_ua: StillPlace) -> None:
    """However it is parted; of one that is mistyped it is said so."""
    number = left(still_ua, "beyond")
    with start(still_ua, program=still_ua.program) as conversation:
        conversation.prompted()
        conversation.say("3")
        assert "Шевченко" in conversation.say(number.replace("-", " "))
        told = conversation.say("1")
        assert f"Усне звернення № {number}" in told
        conversation.say("")
        conversation.say("3")
        told = conversation.say(f"{number[:-3]}{(int(number[-3]) + 1) % 10}{number[-2:]}")
        assert "This number is mistyped" in told
        assert "no calls" in told


def test_management_answers_an_appeal(still_ua: StillPlace) -> None:
    """It stands in their list under its number, with whose it is; done, it says how the caller was told, and what."""
    number = left(still_ua, "within")
    settings = Folders.resolve(still_ua.home).centre
    settings.write_text('[work]\npeople.management = ["17"]\n')
    settings.chmod(0o600)
    with start(still_ua, program=still_ua.program) as conversation:
        conversation.prompted()
        assert f"1. without a term  Дати відповідь на звернення № {number}" in conversation.say("2")
        told = conversation.say("1")
        assert "Who has it: керівництво" in told
        assert "Due: the centre has set no term" in told
        assert "3. the caller was told in another way" in conversation.say("2")
        conversation.say("3")
        assert "№ 17 has done it" in conversation.say("Лист № 7")
        assert "none" in conversation.say("")


def test_nobody_else_has_it_in_their_list(still_ua: StillPlace) -> None:
    """Without settings it is among the work of all operators only."""
    number = left(still_ua, "within")
    with start(still_ua, program=still_ua.program) as conversation:
        conversation.prompted()
        assert number not in conversation.say("2")
        assert number in conversation.say("*+")
