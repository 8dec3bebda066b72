"""What is being typed is on the disk within a second, means nothing yet, and comes back after kill -9 where it was."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.plain.conversation import lead, start
from tests.terminal.calls import ADDRESS, LV, Place

WITHIN = 1.0
"""Seconds after which a letter is kept at the latest."""
GAP = 0.2
"""Seconds between two letters."""
LATE = 0.5
"""Seconds that a busy machine may take besides."""


def test_steady_typing_is_kept(ua: Place) -> None:
    """Without a moment's silence, letter by letter; killed, the program comes back with it in its field."""
    text = "Куди подати позов про аліменти?"
    with ua.ring() as terminal:
        ua.walk(terminal, ua.route.moves[:4])
        ua.wait_for_step(terminal, "ask_subject")
        typed_at: list[float] = []
        for letter in text:
            terminal.type(letter)
            typed_at.append(time.monotonic())
            time.sleep(GAP)
        killed = time.monotonic()
        terminal.kill()
    due = sum(moment < killed - WITHIN - LATE for moment in typed_at)
    call = ua.call()
    kept = call.drafts["subject"]
    assert text.startswith(kept)
    assert len(kept) >= due > len(text) // 2
    assert "subject" not in call.fields
    assert "filled:subject" not in call.happened
    with ua.resume() as terminal:
        ua.wait_for_step(terminal, "ask_subject")
        terminal.wait_for(kept)
        terminal.type(text[len(kept) :])
        terminal.press("enter")
        ua.wait_for_step(terminal, "need_kind")
    assert ua.call().fields["subject"].text == text
    assert ua.call().drafts == {}


def test_on_the_card(ua: Place) -> None:
    """Something typed on the card comes back on the card, in its line."""
    with ua.ring() as terminal:
        ua.walk(terminal, ua.route.moves[:4])
        ua.wait_for_step(terminal, "ask_subject")
        terminal.press("tab")
        terminal.type("Шевчен")
        terminal.wait_until(ua.recorded(lambda call: "Шевчен" in call.drafts.values()), "the draft")
        terminal.kill()
    (field,) = (field for field, text in ua.call().drafts.items() if text == "Шевчен")
    with ua.resume() as terminal:
        terminal.wait_for("Шевчен")
        terminal.type("ко")
        terminal.press("enter")
        terminal.wait_until(ua.recorded(lambda call: field in call.fields), "the value")
    assert ua.call().fields[field].text == "Шевченко"


@pytest.mark.parametrize("turn", range(4))
def test_right_behind_the_key_that_opens_the_card(turn: int, tmp_path: Path) -> None:  # noqa: ARG001 - it was a race
    """What is typed before the card is laid out stands in its field once it is, without another key."""
    lv = Place(tmp_path, LV)
    with lv.ring() as terminal:
        terminal.press("enter", "enter", "f2")
        lv.wait_for_step(terminal, "hold_consent")
        terminal.press("1", "f4")
        terminal.wait_until(lv.recorded(lambda call: len(call.frames) == 3), "the complaint")
        terminal.press("tab")
        terminal.type("Шевченко")
        terminal.wait_for("▸Шевченко")


def test_line_by_line(ua: Place) -> None:
    """Line by line it is told, and Enter takes it."""
    with ua.ring() as terminal:
        ua.walk(terminal, ua.route.moves[:2])
        ua.wait_for_step(terminal, "ask_address")
        terminal.type(ADDRESS)
        terminal.wait_until(ua.recorded(lambda call: call.drafts.get("address") == ADDRESS), "the draft")
        terminal.kill()
    with start(ua) as talk:
        lead(talk, [""])
        assert f"not confirmed: {ADDRESS}" in talk.text
        lead(talk, [""])
    assert ua.call().fields["address"].text == ADDRESS
