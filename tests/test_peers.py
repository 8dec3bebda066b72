"""The peers of the benchmarks show what the program shows: else there would be nothing to compare."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from benchmarks.peers.scenes import Row, Scene, Scenes, write
from benchmarks.scenes import FORTH, scene
from tests.terminal.calls import HOME, UA, Place
from tests.terminal.terminal import Terminal


@pytest.fixture(params=[(80, 24), (200, 60)], ids=["80x24", "200x60"])
def scenes(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[tuple[int, int], Scenes]:
    """Home and the call screen, as the program shows them."""
    place = Place(tmp_path, UA)
    columns, rows = request.param
    with place.start(columns=columns, rows=rows) as terminal:
        terminal.wait_for(HOME)
        terminal.wait_until(lambda: terminal.cursor is not None)
        home = scene(terminal)
        terminal.press("enter")
        place.walk(terminal, FORTH[:2])
        place.wait_for_step(terminal, FORTH[2].step)
        terminal.wait_until(lambda: terminal.cursor is not None)
        typing = scene(terminal)
    return request.param, Scenes(home, typing, typing, [typing], [typing])


@pytest.mark.parametrize("peer", ["curses", "urwid", "textual"])
def test_a_peer_shows_the_same(peer: str, scenes: tuple[tuple[int, int], Scenes], tmp_path: Path) -> None:
    """curses and urwid show every sign in its place, curses every look too; stock Textual shows every word."""
    (columns, rows), shown = scenes
    file = tmp_path / "scenes.json"
    write(shown, file)
    command = (sys.executable, "-m", f"benchmarks.peers.in_{peer}", str(file))
    for asked, wanted in (((), shown.home), (("call",), shown.typing)):
        with Terminal((*command, *asked), tmp_path, columns=columns, rows=rows) as terminal:
            if peer == "textual":
                terminal.wait_until(
                    lambda wanted=wanted: words(wanted) <= set(re.findall(r"\w+", "".join(terminal.lines)))
                )
            else:
                of = texts if peer == "urwid" else rows_of
                terminal.wait_until(lambda wanted=wanted, of=of: of(scene(terminal)) == of(wanted))
            terminal.press("f12")
            assert terminal.exit_status() == 0


def rows_of(shown: Scene) -> list[Row]:
    """Return the rows of a screen, with the looks of what stands there."""
    return shown.rows


def texts(shown: Scene) -> list[str]:
    """Return the rows of a screen."""
    return ["".join(text for text, _ in row) for row in shown.rows]


def words(shown: Scene) -> set[str]:
    """Return the words of a screen, but for its last quarter, where a long panel ends sooner, and what is cut."""
    rows = texts(shown)
    found = re.findall(r"(\w+)(…?)", "\n".join(rows[: -len(rows) // 4]))
    return {word for word, cut in found if not cut}
