"""Draws the pictures of docs/screens/ as SVG, and keeps the grids of all states that the tests compare.

Run it from the checkout: `python docs/screens.py`. Look at what has changed before it is committed.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections.abc import AsyncGenerator, Iterable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from callscript.runtime.settings import InterfaceLanguage
from tests.screens.grid import GRIDS, file_of, written
from tests.screens.svg import svg
from tests.screens.walks import NORMAL, PAGES, WALKS, WIDE, pictures, seen

FOLDER = Path(__file__).parent / "screens"
DRAWN = WALKS | PAGES
"""The walks of which there are pictures."""
LANGUAGES: dict[str, InterfaceLanguage] = {"in-latvian": "lv", "in-english": "en"}
"""By walk: the interface's language in its pictures; of any other walk it is Ukrainian."""
PICTURES = {
    ("talk", "say"): "A step to say",
    ("talk", "type-long"): "A long matter is typed",
    ("talk", "choose"): "A question with numbered answers",
    ("talk", "hold"): "A call on hold",
    ("talk", "look-up"): "Looking something up while the caller waits",
    ("talk", "article"): "An article, a paragraph of it marked as the information given",
    ("talk", "hold-warning"): "The hold is nearly over",
    ("talk", "hold-over"): "The hold is over its three minutes",
    ("talk", "unclear"): "The caller cannot be heard",
    ("talk", "complaint"): "A complaint",
    ("appeal", "review"): "Read back before it is registered",
    ("appeal", "home-work"): "Between calls, with open work",
    ("appeal", "task"): "A piece of open work",
    ("appeal", "wrap-up"): "The wrap-up",
    ("appeal", "filed"): "A call that is filed",
    ("board", "operators"): "A supervisor's board over three hosts",
    ("practice", "practice-interrupted"): "Practice: the caller interrupts, on hold",
    ("in-latvian", "say"): "Solis, kurā jārunā",
    ("in-latvian", "hold"): "Klients gaida uz līnijas",
    ("in-latvian", "review"): "Pārbaude pirms reģistrēšanas",
    ("in-english", "say"): "A step to say",
    ("in-english", "hold"): "The caller is on hold",
    ("in-english", "review"): "Read back before it is registered",
}
"""By walk and state: what is to be seen."""
ALSO_WIDE = {("talk", "hold"), ("board", "operators")}
"""What is drawn at 120×40 too."""


def file_names(language: str | None = None) -> Iterable[str]:
    """Return the names of all pictures, or of those in a language."""
    for walk, state in PICTURES:
        if language in (None, _language(walk)):
            yield _file_name(walk, state)
            if (walk, state) in ALSO_WIDE:
                yield _file_name(walk, state, wide=True)


def _language(walk: str) -> InterfaceLanguage:
    return LANGUAGES.get(walk, "uk")


def _file_name(walk: str, state: str, *, wide: bool = False) -> str:
    language = f".{LANGUAGES[walk]}" if walk in LANGUAGES else ""
    return f"{state}{'-wide' if wide else ''}{language}.svg"


def walks_of_pictures() -> list[str]:
    """Return the walks on which there is something to be drawn."""
    return list(dict.fromkeys(walk for walk, _ in PICTURES))


async def drawn(walk: str, home: Path) -> AsyncGenerator[tuple[str, str]]:
    """Go a way; yield the pictures that are drawn on it, by their file's name."""

    def wanted(state: str) -> list[tuple[int, int]]:
        return [NORMAL] * ((walk, state) in PICTURES) + [WIDE] * ((walk, state) in ALSO_WIDE)

    async for state, picture in seen(DRAWN[walk], home, wanted, _language(walk)):
        wide = (picture.width, picture.height) != NORMAL
        yield _file_name(walk, state, wide=wide), svg(picture, PICTURES[walk, state])


async def draw() -> None:
    """Draw all pictures, and keep all grids."""
    for folder in (FOLDER, GRIDS):
        folder.mkdir(exist_ok=True)
        for file in folder.iterdir():
            file.unlink()
    for walk in WALKS:
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
            for state, text in written(await pictures(WALKS[walk], Path(home))).items():
                file_of(walk, state).write_text(text, encoding="utf-8")
    for walk in walks_of_pictures():
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
            async for name, text in drawn(walk, Path(home)):
                (FOLDER / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    asyncio.run(draw())
