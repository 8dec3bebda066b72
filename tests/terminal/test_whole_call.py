"""Whole calls, from the ring to the closed wrap-up, in a real terminal of 80×24, and what is stored of them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from callscript import packs
from callscript.core.script.working_time import is_open, local
from tests.terminal.calls import LV, LV_CLOSED, MAILED, Place, keys_of
from tests.terminal.terminal import KEYS

MOST_KEYS = 16


def test_a_whole_call(place: Place) -> None:
    """Every word of every step is on screen at 80×24, and the stored call says what was done."""
    lead(place)
    check(place)


def test_the_latvian_pack_as_shipped(tmp_path: Path) -> None:
    """The Latvian pack by its id, at whatever hour this runs: the path of opening hours comes up by itself."""
    now_open = is_open(packs.read(packs.locate("lv-lvrtc")), datetime.now(UTC))
    place = Place(tmp_path, (LV if now_open else LV_CLOSED)._replace(hour=None))
    lead(place)
    check(place)


def test_a_plain_consultation_takes_sixteen_keys(plain: Place) -> None:
    """From the ring to the closed wrap-up a plain consultation takes at most 16 keys besides the text typed."""
    keys = ["enter", *keys_of(plain.route.moves), "enter", "enter"]
    with plain.start() as terminal:
        terminal.wait_for("New call")
        texts = iter([move.text for move in plain.route.moves])
        terminal.press(keys[0])
        for key in keys[1:]:
            terminal.send_alone(next(texts, "").encode())
            terminal.send_alone(KEYS[key])
        terminal.wait_until(plain.recorded(lambda call: call.closed is not None), "the call closed")
        terminal.wait_for("New call")
    print(f"{plain.route.pack}: {len(keys)} keys")  # noqa: T201 - the figure is the result
    assert len(keys) <= MOST_KEYS
    check(plain)


def lead(place: Place) -> None:
    """Take a call step by step, as an operator who reads."""
    with place.ring() as terminal:
        assert "saved" in terminal.lines[0]
        place.walk(terminal, place.route.moves)
        place.close(terminal)
        terminal.wait_for("Today's calls")
        terminal.press("f12")
        assert terminal.exit_status() == 0


def check(place: Place) -> None:
    """Hold the stored call against the route that led to it."""
    day = local(place.script, place.log()[0].at).date()
    calls: list[dict[str, Any]] = place.tell("calls", "--day", day.isoformat())
    assert len(calls) == 1
    told: dict[str, Any] = place.tell("show", calls[0]["id"])
    assert calls[0]["outcome"] == told["outcome"] == place.route.outcome
    assert told["ended_by"] == "operator"
    assert told["pack"]["id"] == place.route.pack
    assert told["operator"]["number"] == "17"
    done = {event["step"] for event in told["events"] if event["type"] in ("said", "done", "chosen")}
    assert {move.step for move in place.route.moves} - done <= {"hang_up"}
    typed = {move.text for move in place.route.moves if len(move.text) > 1}
    kept = [str(value) for value in told["fields"].values()]
    assert all(any(text in value or text.startswith("050") for value in kept) for text in typed)
    assert [event["seq"] for event in told["events"]] == list(range(1, len(told["events"]) + 1))
    own = told["events"][: len(place.log())]
    assert own[-1]["type"] == "closed"
    assert [event["type"] for event in told["events"][len(own) :]] in ([], ["notice_delivered"])
    assert {each["clause"] for each in told["verdicts"]} == set(place.script.clauses)
    assert not [each for each in told["verdicts_now"] if each["verdict"] in ("breached", "open")]
    assert {each["clause"] for each in told["verdicts"] if each["verdict"] in ("breached", "open")} <= {MAILED}
    assert [each for each in told["verdicts"] if each["verdict"] == "met"]
