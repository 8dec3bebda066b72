"""An in-person visit in a real terminal: its time is asked for until it is one, and told back with the weekday."""

from __future__ import annotations

from pathlib import Path

from tests.terminal.calls import LV, Move
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
        terminal.wait_for("otrdien, 24.11.2026 14:00")
    (task,) = place.call().tasks
    assert (task.kind, task.owner) == ("visit", "")
    assert place.call().fields["visit_at"].text == "24.11.2026 14:00"
