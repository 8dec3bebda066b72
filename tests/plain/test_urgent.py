"""The urgent matter of a pack, line by line."""

from __future__ import annotations

from pathlib import Path

from tests.plain.conversation import start
from tests.terminal.calls import LV, UA, Place


def test_from_anywhere(tmp_path: Path) -> None:
    """A star and ! takes it where an answer is typed and where the card is filled in; it is listed by its name."""
    place = Place(tmp_path, LV._replace(hour=None))
    with start(place) as talk:
        for line in ("", "", ""):
            talk.say(line)
        talk.say("*")
        talk.wait_for("*!  Apturēšana")
        talk.say("*!")
        talk.wait_until(lambda: taken(place), "the detour")
        talk.say("*!")
        talk.wait_until(lambda: not taken(place), "the script")
        talk.say("*+1")
        talk.say("*!")
        talk.wait_until(lambda: taken(place), "the detour")


def taken(place: Place) -> bool:
    """Tell whether the urgent matter is being gone through."""
    return place.call().frames[-1].detour == "suspension"


def test_where_a_pack_has_none(tmp_path: Path) -> None:
    """Where a pack marks none, it is not listed, and asking for it is refused with a word."""
    place = Place(tmp_path, UA)
    with start(place) as talk:
        talk.say("")
        assert "*!" not in talk.say("*")
        talk.say("*!")
        talk.wait_for("This is not offered now.")
    assert len(place.log()) == 1
