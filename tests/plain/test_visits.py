"""An in-person visit line by line: its time is asked for until it is one, told back, and is everybody's work."""

from __future__ import annotations

from pathlib import Path

from tests.plain.conversation import start
from tests.terminal.calls import LV
from tests.terminal.still import StillPlace

NUMBER = "67108787"
TO_THE_VISIT = (NUMBER, "", "", "Ozola kungs", "Vēlos atnākt", "6")
TO_THE_END = ("", "1", "6", "", "", "", "")


def test_a_visit_is_booked_at_a_time_that_is_one(tmp_path: Path) -> None:
    """What is no time, or over, or when nobody is received, is refused with what to type; the visit is told back."""
    place = StillPlace(tmp_path, LV)
    with start(place, program=place.program) as talk:
        talk.prompted()
        for line in TO_THE_VISIT:
            talk.say(line)
        assert "Type a day and a time, such as 30.11. 14:00" in talk.say("nezinu")
        assert "This time is over" in talk.say("9:00")
        assert "Visitors are received on working days, Mon–Fri 09:00–18:00." in talk.say("svētdien 10:00")
        assert "Kur Jums būtu ērti ierasties?" in talk.say("rīt plkst. 14")
        for line in ("Zemitāna ielā 9", "Jānis", "Ozols", NUMBER):
            talk.say(line)
        assert "pieteikta: otrdien, 24.11.2026 14:00, Zemitāna ielā 9." in talk.say("")
        for line in TO_THE_END:
            talk.say(line)
        told = talk.say("2")
        assert "1. due Tue 24.11. 14:00  Klātienes tikšanās № " in told
        assert "Ozols Jānis  +37167108787  anyone" in told
        assert "Tikšanās: otrdien, 24.11.2026 14:00" in talk.say("1")
