"""What passes the check as short enough is seen whole on a terminal of 80 columns and 24 rows."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest

from callscript.packs import check, locate
from callscript.packs.room import ROWS, ROWS_IN_DETOUR, ROWS_OF_CLOCKS
from callscript.widgets.script_pane import ScriptPane
from tests.tui.conftest import Table

Seat = Callable[..., AbstractAsyncContextManager[Table]]


@pytest.mark.parametrize(
    ("key", "keys", "room"),
    [
        ("introduce", ["enter", "enter"], ROWS),
        ("complaint_listen", ["enter", "enter", "f4"], ROWS_IN_DETOUR),
        ("hold_wait", ["enter", "enter", "f2", "1"], ROWS_IN_DETOUR - ROWS_OF_CLOCKS),
    ],
)
async def test_the_longest_words_are_seen(key: str, keys: list[str], room: int, seat: Seat, tmp_path: Path) -> None:
    """A row more is complained of; without it the last word is within the pane, a countdown and a detour beside it."""
    folder = tmp_path / "ua-court"
    shutil.copytree(locate("ua-court"), folder)
    (folder / "standard.toml").unlink()
    texts = folder / "uk.toml"
    lines = texts.read_text(encoding="utf-8").splitlines()
    at, *tips = _places(lines, key)

    def words(rows: int) -> None:
        filled = "№ {operator_number}, {operator_name}" if key == "introduce" else "рядок"
        said = "\\n".join([filled, *(f"рядок {row}" for row in range(2, rows + 1))])
        texts.write_text(
            "\n".join(
                [
                    *lines[:at],
                    f'{key} = "{said}"',
                    *(each for n, each in enumerate(lines[at + 1 :], at + 1) if n not in tips),
                ]
            ),
            encoding="utf-8",
        )

    words(room + 1)
    assert [str(problem) for problem in check(folder) if f"step.{key}: longer than the pane" in str(problem)]
    words(room)
    assert check(folder) == []
    async with seat(str(folder)) as table:
        await table.press(*keys)
        pane = table.app.screen.query_one(ScriptPane)
        now = pane.query_one("#now")
        assert now.size.height == room
        last = max(now.region.bottom, pane.query_one("#offers").region.bottom)
        assert last <= pane.content_region.bottom


def _places(lines: list[str], key: str) -> tuple[int, ...]:
    return tuple(number for number, line in enumerate(lines) if line.startswith(f"{key} = "))
