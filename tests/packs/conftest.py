"""A small valid pack in a folder of its own, to be broken in one way at a time."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from callscript.packs import check

MINI = Path(__file__).parent / "fixtures" / "mini"


class Bench:
    """A copy of the small pack that a test may damage."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def swap(self, file: str, old: str, new: str) -> None:
        """Put `new` in the place of the first `old`, which must be there."""
        path = self.folder / file
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{file} has no {old!r}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    def add(self, file: str, text: str) -> None:
        """Write `text` behind what is there."""
        path = self.folder / file
        path.write_text(path.read_text(encoding="utf-8") + "\n" + text, encoding="utf-8")

    @property
    def complaints(self) -> list[str]:
        """All that the check says, without the name of the folder."""
        return [str(problem).replace(f"{self.folder}/", "") for problem in check(self.folder)]


@pytest.fixture
def mini(tmp_path: Path) -> Bench:
    """Copy the small pack."""
    folder = tmp_path / "mini"
    shutil.copytree(MINI, folder)
    return Bench(folder)
