"""Scenes: whole screens, as the peers read and show them. Knows nothing but the standard library."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, NamedTuple

Row = list[tuple[str, str]]
"""Pieces of a row, each with its look: letters for bold, dim, italic, underlined, reverse, struck; a capital for a
colour of the letters, a digit for one of the background."""


class Scene(NamedTuple):
    """A whole screen."""

    rows: list[Row]
    caret: tuple[int, int] | None
    """Column and row of the cursor, where a field is typed in."""


class Scenes(NamedTuple):
    """What a peer shows."""

    home: Scene
    typing: Scene
    """A field that letters are typed into."""
    card: Scene
    """The same with the caller's card to type into."""
    stages: list[Scene]
    """A round of stages."""
    ticks: list[Scene]
    """A hold, second by second."""

    @property
    def first(self) -> Scene:
        """What is shown at the start: home, or the call screen if the command line asks for it."""
        return self.typing if "call" in sys.argv[2:] else self.home

    @property
    def looks(self) -> set[str]:
        """All looks that there are."""
        scenes = self.home, self.typing, self.card, *self.stages, *self.ticks
        return {look for scene in scenes for row in scene.rows for _, look in row if look}


def write(scenes: Scenes, file: Path) -> None:
    """Write scenes for the peers."""
    file.write_text(json.dumps(scenes, ensure_ascii=False), encoding="utf-8")


def read() -> Scenes:
    """Read the file that the command line names."""
    home, typing, card, stages, ticks = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    return Scenes(_scene(home), _scene(typing), _scene(card), [*map(_scene, stages)], [*map(_scene, ticks)])


def _scene(told: Any) -> Scene:
    rows, caret = told
    return Scene(rows, tuple(caret) if caret else None)
