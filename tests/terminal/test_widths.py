"""What a caller says may have signs of whose width terminals have different opinions: frames stay where they are."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from callscript.terminal.display import glyphs
from tests.terminal.calls import Place
from tests.terminal.emulator import widths
from tests.terminal.terminal import Terminal

NAME = "👍🏽 ❤\ufe0f🇺🇦 क्षि நீ e\u0323 字"
FRAME = set("│║─═┌┐└┘╔╗╚╝")


@pytest.mark.parametrize("letter", [1, 2])
@pytest.mark.parametrize("mark", [0, 1])
def test_frames_stand_still(letter: int, mark: int, ua: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """However wide a terminal draws emoji and marks, the frames beside them stay in their places."""
    monkeypatch.setattr("pyte.screens.wcwidth", widths(letter, mark))
    with ua.ring(columns=120) as terminal:  # there the card is open beside the script
        terminal.press("tab")
        terminal.wait_until(lambda: terminal.cursor is not None and (20, 75) in frames(terminal), "the card")
        before = frames(terminal)
        for typed in (NAME, NAME[3:]):
            terminal.type(typed)
            terminal.press("enter")
        terminal.wait_until(ua.recorded(lambda call: {"surname", "given_name"} <= set(call.fields)), "both names")
        terminal.press("tab")
        terminal.wait_until(lambda: terminal.cursor is None, "the script")
        terminal.press("tab", "up", "up")
        terminal.wait_until(lambda: terminal.cursor is not None, "the card")
        terminal.wait_until(lambda: frames(terminal) == before, "the frames in their places")


@pytest.mark.parametrize("text", [NAME, "❤\ufe0f", "1\ufe0f2", "\ufe0fa", "a❤", "字\ufe0f", "e\u0301\ufe0f"])
def test_a_text_is_as_wide_as_it_was_laid_out(text: str) -> None:
    """What stands behind a sign that is shown as a picture is drawn where the layout has put it."""
    assert sum(width for _, width in glyphs(text)) == cell_len(text)


def frames(terminal: Terminal) -> dict[tuple[int, int], object]:
    """Return where the frames are."""
    return {
        (y, x): cell[0]
        for y, row in enumerate(terminal.cells())
        for x, cell in enumerate(row)
        if cell[0] in FRAME and y < 21
    }
