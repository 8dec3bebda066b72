"""What a line means."""

from __future__ import annotations

import unicodedata

import pytest

from callscript.dialogue.actions import ACTIONS, BY_ID, BY_STAR, LINES
from callscript.plain.typed import NoSuchStar, Star, Text, read, typeable


@pytest.mark.parametrize(
    ("line", "means"),
    [
        ("", Text("")),
        ("  \t ", Text("")),
        ("пані Олено ", Text("пані Олено")),
        ("-", Text("-")),
        ("*", Star(BY_ID["list"])),
        ("*2", Star(BY_ID["hold"])),
        (" * 2 ", Star(BY_ID["hold"])),
        ("*0", Star(BY_ID["end"])),
        ("*10", Star(BY_ID["leave"])),
        ("*+", Star(BY_ID["next_panel"])),
        ("*+12", Star(BY_ID["next_panel"], 12)),
        ("*+x", NoSuchStar("*+x")),
        ("*15", Star(BY_ID["articles"])),
        (" *15  судовий збір ", Star(BY_ID["articles"], text="судовий збір")),
        ("*15суд", NoSuchStar("*15суд")),
        ("*2 x", NoSuchStar("*2 x")),
        ("*99", NoSuchStar("*99")),
        ("*so*", NoSuchStar("*so*")),
        ("**", Text("*")),
        ("**2", Text("*2")),
    ],
)
def test_a_line(line: str, means: object) -> None:
    """A star and what is known behind it is an action; everything else is an answer, or nothing."""
    assert read(line) == means


@pytest.mark.parametrize(("text", "number"), [("7", 7), ("12", 12), ("٣", None), ("²", None), ("1a", None), ("", None)])
def test_a_number(text: str, number: int | None) -> None:
    """Digits choose, those of other alphabets do not."""
    assert Text(text).number == number


def test_every_key_can_be_typed() -> None:
    """What a key does has a line that does it, each another; none needs a letter."""
    assert {action.id for action in ACTIONS if action.star is None} == {"field_up", "go", "choose"}
    stars = [action.star for action in LINES if action.star is not None]
    assert len(set(stars)) == len(stars) == len(BY_STAR)
    assert not [sign for star in stars for sign in star if unicodedata.category(sign).startswith("L")]


def test_the_digits_are_those_of_the_function_keys() -> None:
    """A star and a digit is what Esc and that digit is on screen."""
    for action in ACTIONS:
        if action.short:
            assert action.star == ("0" if action.cap == "F12" else action.cap[1:])


def test_texts_that_speak_of_keys() -> None:
    """Keys are told as what is typed instead; words that only look like keys stay."""
    assert typeable("F2 — hold, F12 ends, Tab, Shift+Tab, PgDn; Enter") == "*2 — hold, *0 ends, *+, *14, *12; Enter"
    assert typeable("F22, AF2, F11") == "F22, AF2, F11"
