"""The Latvian script in a real terminal: what is taken back, what is dealt with, and whose rules are whose."""

from __future__ import annotations

import re
from pathlib import Path

from tests.terminal.calls import LV, LV_CLOSED, WRAP_UP, Move, Place
from tests.terminal.terminal import Terminal

TO_NEED = LV.moves[:4]
TO_THE_END = LV.moves[4:]


def to_the_end(place: Place, terminal: Terminal) -> None:
    """Answer the question, and close a call in which nothing is owed: a reason would be asked for otherwise."""
    place.walk(terminal, TO_THE_END)
    terminal.wait_for(WRAP_UP)
    assert not terminal.shows("Why was")
    place.close(terminal)


def test_a_transfer_taken_back_leaves_nothing(tmp_path: Path) -> None:
    """F7, a colleague, F7 again: the call is closed without a reason, and nobody is told to have been put through."""
    place = Place(tmp_path, LV)
    with place.ring() as terminal:
        place.walk(terminal, TO_NEED)
        place.wait_for_step(terminal, "need_kind")
        terminal.press("f7")
        place.wait_for_step(terminal, "pick_person")
        terminal.press("1")
        place.wait_for_step(terminal, "handover_consent")
        terminal.press("f7")
        to_the_end(place, terminal)
    told = place.run("show", next(iter(place.logs())))
    assert "LV-05" in told
    fields = told.split("\n\n")[1]
    assert "Kolēģis" not in fields
    assert not re.search("LV-05 (breached|still owed)", told)


def test_a_call_back_taken_back_promises_nothing(tmp_path: Path) -> None:
    """F8, a number, within the working day, F8 again: no work is left open, and the call is filed as answered."""
    place = Place(tmp_path, LV)
    with place.ring() as terminal:
        place.walk(terminal, TO_NEED)
        place.wait_for_step(terminal, "need_kind")
        terminal.press("f8")
        place.walk(terminal, (Move("ask_callback_phone", text="67108787"), Move("callback_when", "3")))
        place.wait_for_step(terminal, "callback_promise")
        terminal.press("f8")
        to_the_end(place, terminal)
        terminal.wait_for("Open work", "none")
    assert place.call().tasks == ()
    assert place.call().outcome == "answered"


def test_the_next_matter_starts_empty_on_screen(tmp_path: Path) -> None:
    """What the customer wished first is not in the field when the second question is asked."""
    place = Place(tmp_path, LV)
    with place.ring() as terminal:
        place.walk(terminal, (*TO_NEED, *TO_THE_END[:2], Move("understood", "2")))
        place.wait_for_step(terminal, "ask_need")
        terminal.wait_until(lambda: not terminal.shows("eID?"), "the field is empty")
        place.walk(terminal, (Move("ask_need", text="Un rēķins?"), *TO_THE_END[:2]))
        place.wait_for_step(terminal, "understood")
    assert place.call().fields["need"].text == "Un rēķins?"


def test_a_suspension_at_night_leads_to_the_end(tmp_path: Path) -> None:
    """Digit 9 before the greeting: when it is done the call goes to its closing, and nobody is greeted again."""
    place = Place(tmp_path, LV_CLOSED)
    moves = (
        Move("recording_suspension"),
        Move("suspension_action", "1"),
        Move("suspension_service", "1"),
        Move("ask_suspension_given_name", text="Anna"),
        Move("ask_suspension_surname", text="Ozola"),
        Move("suspension_identity", "1"),
        Move("suspension_confirm", "1"),
        Move("register_suspension"),
        Move("suspended_told"),
        Move("dealt", "1"),
        *LV_CLOSED.moves[-4:],
    )
    with place.ring() as terminal:
        terminal.press("9")
        place.walk(terminal, moves)
        place.close(terminal)
    assert place.call().outcome == "suspension"


def test_promises_for_closed_hours_are_not_offered(tmp_path: Path) -> None:
    """At night «within the hour» is dimmed, with the reason, and its digit does nothing."""
    place = Place(tmp_path, LV_CLOSED)
    with place.ring() as terminal:
        place.walk(terminal, LV_CLOSED.moves[:2])
        place.wait_for_step(terminal, "closed_choice")
        terminal.press("f8")
        place.walk(terminal, (Move("ask_callback_need", text="eParaksts"), Move("ask_callback_phone", text="67108787")))
        terminal.wait_for("Stundas laikā (The centre must be open")
        terminal.press("1")
        terminal.wait_for("from now until then: it works Mon–Sun 09:00–18:00.")
        place.walk(terminal, (Move("callback_when", "3"),))
        place.wait_for_step(terminal, "callback_promise")
    assert [task.kind for task in place.call().tasks] == ["callback"]


def test_a_call_is_not_closed_over_what_is_owed(tmp_path: Path) -> None:
    """Before the notice, and with a suspension half done, the closing is dimmed, with the reason."""
    place = Place(tmp_path, LV)
    with place.ring() as terminal:
        place.wait_for_step(terminal, "greet")
        terminal.press("f12")
        place.wait_for_step(terminal, "end_how")
        terminal.wait_for("Atvadīties un pabeigt (Vēl nav")
        terminal.press("1")
        terminal.wait_for("atvainošanās vai sāktā apturēšana")
        place.wait_for_step(terminal, "end_how")
        terminal.press("f12")
        place.walk(terminal, TO_NEED)
        place.wait_for_step(terminal, "need_kind")
        terminal.press("9")
        place.walk(terminal, (Move("suspension_action", "1"), Move("suspension_service", "1")))
        place.wait_for_step(terminal, "ask_suspension_given_name")
        terminal.press("f12")
        terminal.wait_for("Atvadīties un pabeigt (Vēl nav")
        terminal.press("f12")
        place.wait_for_step(terminal, "ask_suspension_given_name")
        terminal.press("insert")
        to_the_end(place, terminal)
    assert place.call().outcome == "answered"


def test_rules_of_the_centres_own_are_called_so(tmp_path: Path) -> None:
    """The list of the standard says in the operator's language which rules are the house's own."""
    place = Place(tmp_path, LV)
    with place.start(env={"LANG": "lv_LV.UTF-8", "LC_ALL": "lv_LV.UTF-8"}) as terminal:
        terminal.wait_for("Nr. 17")
        terminal.press("enter")
        place.wait_for_step(terminal, "greet")
        terminal.press("pagedown", "end")
        terminal.wait_for("H-03 (iekšējā kārtība)")


def test_a_rule_switched_off_takes_its_key_along(tmp_path: Path) -> None:
    """Without H-03 in the pack there is no label at F5, and F5 does nothing."""
    place = Place(tmp_path, LV)
    flow = tmp_path / "lv-lvrtc" / "pack.toml"
    text = flow.read_text(encoding="utf-8")
    assert 'house = ["H-01", "H-02", "H-03"]' in text
    flow.write_text(text.replace('["H-01", "H-02", "H-03"]', '["H-01", "H-02"]'), encoding="utf-8")
    place = Place(tmp_path, LV)
    with place.ring() as terminal:
        terminal.wait_for("4Com")
        assert not terminal.shows("Abuse")
        terminal.press("f5", "enter")
        place.wait_for_step(terminal, "recording")
    assert "abuse" not in place.script.detours
