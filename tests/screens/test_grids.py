"""Every state of the screens, at three sizes, is the grid of text and looks that was looked at and kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from callscript.terminal.cells import PLAIN, Cell, Look, Picture
from tests.screens.grid import GRIDS, file_of, grid, written
from tests.screens.svg import svg
from tests.screens.walks import WALKS, Shot, pictures


@pytest.mark.parametrize("walk", WALKS)
async def test_states_are_the_grids_that_were_kept(walk: str, tmp_path: Path) -> None:
    """What is on screen in each state is what was looked at: `python docs/screens.py` keeps another one."""
    found = written(await pictures(WALKS[walk], tmp_path))
    changed = [
        state
        for state, text in found.items()
        if not (file := file_of(walk, state)).exists() or file.read_text(encoding="utf-8") != text
    ]
    if changed:
        assert found[changed[0]] == file_of(walk, changed[0]).read_text(encoding="utf-8")
    assert not changed


def test_no_grid_is_left_over() -> None:
    """There is a grid for each state, and none of a state that is no more."""
    states = {file_of(name, each.name) for name, walk in WALKS.items() for each in walk.way if isinstance(each, Shot)}
    assert {*GRIDS.glob("*")} == states


def test_a_changed_look_changes_the_grid() -> None:
    """The same letters in another look are another grid, and another picture."""
    plain, bold = Picture(3, 1), Picture(3, 1)
    plain.rows[0][0] = Cell("a", PLAIN)
    bold.rows[0][0] = Cell("a", Look(("1",)))
    assert grid(plain) != grid(bold)
    assert svg(plain, "") != svg(bold, "")
    assert grid(bold) == "== 3x1\na\n-- 3x1\n0 0b1\n"
