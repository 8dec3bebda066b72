"""Whole calls in the windows of real terminals, by keys that are pressed, under each layout of the centres."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.terminal.calls import HOME, ROUTES, Place
from tests.terminal.desktop import STROKES, Desktop
from tests.terminal.every_key import in_letters_of, lead
from tests.terminal.windows import WINDOWS, Pterm

MODES = {"ESC[n~": 0, "Linux": 1, "Xterm R6": 2, "VT400": 3, "VT100+": 4, "Xterm 216+": 6}
"""By the name that PuTTY gives to what function keys send: how it stores that. "SCO" has keys that are letters."""
DETOURS = {"f2": "hold_consent", "f3": "clarity_wait", "f4": "complaint_listen", "f5": "abuse_kind"} | {
    "f6": "escalate_to", "f7": "transfer_search", "f8": "ask_callback_subject", "f12": "end_how"
}  # fmt: skip
"""By key: the step to which it leads."""

CALLS = [
    pytest.param(emulator, layout, route, marks=[] if (number + at) % 2 == other else [pytest.mark.soak])
    for number, emulator in enumerate(WINDOWS)
    for at, layout in enumerate(STROKES)
    for other, route in enumerate(["ua", "lv"])
]
"""Each layout in each window, with the one or the other standard in turn; with the other one in a long run."""


@pytest.mark.parametrize(("emulator", "layout", "route"), CALLS)
def test_a_whole_call(emulator: str, layout: str, route: str, desktop: Desktop, tmp_path: Path) -> None:
    """Every key of a call does its work in every window, and letters are recorded as the layout types them."""
    desktop.lay_out(layout)
    place = Place(tmp_path, in_letters_of(layout, ROUTES[route]))
    with WINDOWS[emulator](desktop, place.command(), tmp_path) as window:
        lead(window, place, layout)


@pytest.mark.parametrize("mode", MODES)
def test_function_keys_of_putty(mode: str, desktop: Desktop, ua: Place) -> None:
    """Every function key does its work in each of PuTTY's modes but "SCO"."""
    desktop.lay_out("ua")
    with Pterm(desktop, ua.command(), ua.folder, function_keys=MODES[mode]) as window:
        window.wait_for(HOME)
        window.press("enter")
        ua.walk(window, ua.route.moves[:4])
        ua.wait_for_step(window, "ask_subject")
        for key, step in DETOURS.items():
            window.press(key)
            ua.wait_for_step(window, step)
            window.press(key)
            ua.wait_for_step(window, "ask_subject")
        window.press("f10")
        window.wait_for("back to the call")
        window.press("f10")
        window.press("f1")
        window.wait_for("Help: the keys of the moment")
        window.press("f1", "f9")
        window.wait_until(lambda: "script: English" in window.lines[0], "the script in another language")
