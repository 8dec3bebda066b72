"""An in-person visit in a real terminal: its time is asked for until it is one; it is moved in the next call."""

from __future__ import annotations

from pathlib import Path

from callscript import packs
from callscript.core.call import commands as c
from callscript.core.call import events as e
from callscript.runtime.paths import Folders
from callscript.service.summary import filed
from callscript.store.files import FileStore
from tests.clauses.test_lv_visits import booked
from tests.plain.deeds import deeds
from tests.terminal.calls import HOME, LV, Move
from tests.terminal.still import StillPlace


def test_a_visit_is_booked_at_a_time_that_is_one(tmp_path: Path) -> None:
    """A time outside of the hours in which visitors are received is refused with them; the visit stands at home."""
    place = StillPlace(tmp_path, LV)
    with place.ring() as terminal:
        place.walk(terminal, LV.moves[:4])
        place.walk(terminal, (Move("need_kind", "6"),))
        place.wait_for_step(terminal, "ask_visit_at")
        terminal.type("svētdien 10:00")
        terminal.wait_for("svētdien 10:00")
        terminal.press("enter")
        terminal.wait_for("Visitors are received on working days")
        terminal.press(*["backspace"] * len("svētdien 10:00"))
        terminal.type("rīt plkst. 14")
        terminal.wait_for("rīt plkst. 14")
        terminal.press("enter")
        place.wait_for_step(terminal, "ask_visit_place")
        place.walk(
            terminal,
            (
                Move("ask_visit_place", text="Rīgā"),
                Move("ask_visit_given_name", text="Jānis"),
                Move("ask_visit_surname", text="Ozols"),
                Move("ask_visit_phone", text="67108787"),
                Move("register_visit"),
            ),
        )
        place.wait_for_step(terminal, "visit_told")
        terminal.wait_for("otrdien, 24.11.2026 plkst. 14:00")
    (task,) = place.call().tasks
    assert (task.kind, task.owner) == ("visit", "")
    assert place.call().fields["visit_at"].text == "24.11.2026 14:00"


def test_a_visit_is_moved_in_the_next_call_of_the_customer(tmp_path: Path) -> None:
    """What they wait for is told as the call begins, opened by its digit, moved, and the call goes on where it was."""
    place = StillPlace(tmp_path, LV)
    book(place)
    with place.start() as terminal:
        terminal.wait_for(HOME)
        terminal.type("67108787")
        terminal.press("enter")
        place.wait_for_step(terminal, "greet")
        terminal.wait_for("is going to come Wed 02.12. 10:00")
        terminal.press("shift+tab")
        terminal.wait_for("What is known of this caller", "1  comes Wed 02.12. 10:00", "1 open")
        terminal.press("1")
        terminal.wait_for("Appointed: Wed 02.12.2026 10:00", "Move it to another time", "a call is being led")
        terminal.press("4")
        terminal.wait_for("To which time?")
        terminal.type("svētdien 10:00")
        terminal.press("enter")
        terminal.wait_for("Visitors are received on working days")
        terminal.type("03.12. plkst. 14")
        terminal.press("enter")
        terminal.wait_for("At whose wish?")
        terminal.press("1")
        terminal.wait_for("Why, or what is to be known?")
        terminal.type("vilciens")
        terminal.press("enter")
        terminal.wait_for("moved 1 time", "Appointed: Thu 03.12.2026 14:00")
        terminal.press("f12")
        place.wait_for_step(terminal, "greet")
        terminal.wait_for("is going to come Thu 03.12. 14:00")
        terminal.press("enter")
        place.wait_for_step(terminal, "recording")
    (moved,) = deeds(place)
    assert isinstance(moved, e.TaskRescheduled)
    assert (moved.side, moved.reason) == ("customer", "vilciens")
    assert {moved.call, moved.through} == set(place.logs())


def book(place: StillPlace) -> None:
    """File a call of an hour ago that has booked a visit for 2 December."""
    folders, talk = Folders.resolve(place.home), booked(packs.read(packs.locate("lv-lvrtc")), "2026-11-23 09:00")
    talk.do(c.SetOutcome("follow_up"), c.Close())
    store, found = FileStore(folders), filed(talk.script, talk.call)
    assert found
    assert talk.call.start
    folders.make()
    store.journal.append(talk.call.start.call, talk.log)
    store.registers.file_call(*found)
    store.journal.close()
