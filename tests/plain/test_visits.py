"""In-person visits line by line: booked, told, moved, warned of, missed; and moved in the customer's next call."""

from __future__ import annotations

from pathlib import Path

import pytest

from callscript.core.call import events as e
from tests.plain.conversation import Conversation, start
from tests.plain.deeds import deeds
from tests.terminal.calls import LV
from tests.terminal.still import StillPlace

NUMBER = "67108787"
DAY = 24 * 3600
TO_THE_VISIT = (NUMBER, "", "", "Ozola kungs", "Vēlos atnākt", "6")
TO_THE_END = ("Zemitāna ielā 9", "Jānis", "Ozols", NUMBER, "")


@pytest.fixture
def place(tmp_path: Path) -> StillPlace:
    """A home of the Latvian centre, where time passes only when it is told to; it is ten o'clock on a Monday."""
    return StillPlace(tmp_path, LV)


def book(talk: Conversation) -> str:
    """Take a call that books a visit for Tuesday at two; return what is told the customer."""
    talk.prompted()
    for line in (*TO_THE_VISIT, "rīt plkst. 14", *TO_THE_END[:-1]):
        talk.say(line)
    told = talk.say(TO_THE_END[-1])
    for line in ("", "1", "6", "", "", "", ""):
        talk.say(line)
    return told


def test_a_time_is_asked_for_until_it_is_one(place: StillPlace) -> None:
    """What is no time, or over, or when nobody is received, is refused with what to type; then it is told back."""
    with start(place, program=place.program) as talk:
        talk.prompted()
        for line in TO_THE_VISIT:
            talk.say(line)
        assert "Type a day and a time, such as 25.11. 14:00" in talk.say("nezinu")
        assert "This time is over" in talk.say("9:00")
        assert "Visitors are received on working days, Mon–Fri 09:00–18:00." in talk.say("svētdien 10:00")
        assert "Kur Jums būtu ērti ierasties?" in talk.say("pirmdien 9:30")
        for line in TO_THE_END[:-1]:
            talk.say(line)
        assert "pieteikta: pirmdien, 30.11.2026 plkst. 09:30, Zemitāna ielā 9." in talk.say(TO_THE_END[-1])


def test_booked_moved_warned_of_and_missed(place: StillPlace) -> None:
    """The visit is anybody's work; it is moved to a time that is read as such, and its history keeps the old one."""
    with start(place, program=place.program) as talk:
        assert "otrdien, 24.11.2026 plkst. 14:00" in book(talk)
        told = talk.say("2")
        assert "1. comes Tue 24.11. 14:00  Klātienes tikšanās № " in told
        assert "Ozols Jānis  +37167108787  anyone" in told
        told = talk.say("1")
        assert "4. Move it to another time" in told
        assert "What was promised" not in told
        assert "8. Call back — not done by ringing up: ring, and move or cancel it here" in told
        assert "not done by ringing up: ring, and move" in talk.say("8")
        talk.say("4")
        assert "Visitors are received on working days, Mon–Fri 09:00–18:00." in talk.say("rīt 19:00")
        assert "At whose wish?" in talk.say("trešdien plkst. 9.30")
        talk.say("1")
        assert "moved 1 time" in talk.say("vilciens")
        talk.say("2")
        assert "until then nobody is late" in talk.say("3")
        assert "nobody comes for it before that day. On another day, move it first." in talk.say("1")
        assert "Who has warned?" in talk.say("4")
        assert "When will they be there?" in talk.say("1")
        assert "a delay is to later than that. To come earlier is to move it." in talk.say("9:00")
        assert "This is no time to come: drīz" in talk.say("drīz")
        talk.say("20")
        assert "the customer will be late, known since 10:00, delayed until Wed 25.11. 09:50" in talk.say("sastrēgums")
        place.pass_time(2 * DAY)
        talk.say("2")
        talk.say("2")
        assert "the customer came late, № 17, 10:00" in talk.say("")
    rescheduled, warned, done = deeds(place)
    assert isinstance(rescheduled, e.TaskRescheduled)
    assert isinstance(warned, e.TaskWarned)
    assert isinstance(done, e.TaskDone)
    assert (rescheduled.side, rescheduled.reason, warned.side, warned.note) == (
        "customer",
        "vilciens",
        "customer",
        "sastrēgums",
    )
    assert (done.result, done.unwarned) == ("late", False)
    shown = place.run("show", next(iter(place.logs())))
    assert "has moved it from Tue 24.11.2026 14:00 to Wed 25.11.2026 09:30" in shown
    assert "will be late: Klātienes tikšanās — delayed until Wed 25.11.2026 09:50 — sastrēgums" in shown
    assert "№ 17 has recorded how it went: Klātienes tikšanās — the customer came late" in shown
    assert "LV-10 still owed, now: met" in shown


def test_the_time_of_a_visit_is_corrected_where_it_stands(place: StillPlace) -> None:
    """Its field says nothing of it once it was moved; who corrects the call that has booked it is told where to go."""
    with start(place, program=place.program) as talk:
        book(talk)
        for line in ("1", "1"):
            talk.say(line)
        number = next(
            each for each in talk.say("*0").splitlines() if "24.11.2026" in each and "14:00" in each
        ).partition(".")[0]
        assert "Why is it corrected?" in talk.say(number) + talk.say("rīt plkst. 15")
        assert "Corrected." in talk.say("pārklausījos")
        assert "due Tue 24.11.2026 15:00 — pārklausījos" in talk.say("")
        talk.say("*14")
        talk.say("4")
        talk.say("trešdien plkst. 9.30")
        talk.say("1")
        assert "moved 1 time" in talk.say("vilciens")
        talk.say("")
        talk.say("1")
        talk.say("*0")
        told = talk.say(number)
        assert "The visit was moved since, to 25.11.2026 09:30. Move it in the work that the call has left." in told
        assert "How it should be" not in told
        talk.say("")
        talk.say("*14")
        talk.say("5")
        talk.say("1")
        assert "cancelled by № 17" in talk.say("slims")
        talk.say("")
        talk.say("1")
        talk.say("*0")
        assert "The visit was cancelled: open it again in the work that the call has left" in talk.say(number)


def test_the_next_call_of_the_customer_cancels_it(place: StillPlace) -> None:
    """It is told as the call begins, opened by its number, and cancelled there: both calls are named."""
    with start(place, program=place.program) as talk:
        book(talk)
        assert "is going to come Tue 24.11. 14:00" in talk.say(NUMBER)
        assert "1  comes Tue 24.11. 14:00  Klātienes tikšanās" in talk.say("*14")
        assert "Choose one of the numbers." in talk.say("*14 2")
        told = talk.say("*14 1")
        assert "Appointed: Tue 24.11.2026 14:00" in told
        assert "8. Call back — a call is being led" in told
        assert "a call is being led" in talk.say("8")
        assert "Outcome: Reģistrēts" in talk.say("7")
        talk.say("5")
        talk.say("1")
        assert "cancelled by № 17, 10:00" in talk.say("slims")
        assert "cancelled by № 17, 10:00" in talk.say("5")
        assert "Labrīt!" in talk.say("")
    (dropped,) = deeds(place)
    assert isinstance(dropped, e.TaskDropped)
    assert (dropped.side, dropped.reason) == ("customer", "slims")
    assert dropped.call != dropped.through
    assert {dropped.call, dropped.through} == set(place.logs())
    assert "LV-10 still owed, now: met" in place.run("show", dropped.call)


def test_a_letter_that_came_in_time_warns_in_time(place: StillPlace) -> None:
    """It is read when the time is over: when it came is asked for and told; it is a time gone by."""
    with start(place, program=place.program) as talk:
        book(talk)
        place.pass_time(DAY + 4 * 3600 + 1800)
        for line in ("2", "1", "2", "4"):
            talk.say(line)
        assert "When did they say so, or their letter come?" in talk.say("1")
        assert "This time is still to come: say when it came." in talk.say("15:00")
        assert "This is no time: agri" in talk.say("agri")
        assert "When will they be there?" in talk.say("13:20")
        talk.say("14:20")
        assert "the customer will be late, known since 13:20, delayed until 14:20" in talk.say("e-pastā")
        for line in ("2", "2"):
            talk.say(line)
        assert "the customer came late" in talk.say("")
    warned, done = deeds(place)
    assert isinstance(warned, e.TaskWarned)
    assert isinstance(done, e.TaskDone)
    assert warned.said
    assert (warned.said < warned.at, warned.through, done.unwarned) == (True, "", False)
    assert "delayed until Tue 24.11.2026 14:20 — known since Tue 24.11.2026 13:20 — e-pastā" in place.run(
        "show", warned.call
    )


def test_a_call_that_began_in_time_warns_in_time(place: StillPlace) -> None:
    """The customer rings three minutes before the time; that they warn of a delay is recorded when it has come."""
    with start(place, program=place.program) as talk:
        book(talk)
        place.pass_time(DAY + 4 * 3600 - 180)
        talk.say(NUMBER)
        place.pass_time(DAY + 4 * 3600 + 20)
        talk.say("*14 1")
        for line in ("2", "4", "1", ""):
            talk.say(line)
        assert "the customer will be late, known since 13:57" in talk.say("sastrēgums")
    (warned,) = deeds(place)
    assert isinstance(warned, e.TaskWarned)
    assert warned.said
    assert warned.said < warned.at
