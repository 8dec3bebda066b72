"""The pictures of docs/screens/ are what the program draws."""

from __future__ import annotations

from pathlib import Path

import pytest

from docs.screens import FOLDER, drawn, file_names, walks_of_pictures

LARGEST = 40_000
"""Bytes of a picture."""


@pytest.mark.parametrize("walk", walks_of_pictures())
async def test_pictures_are_what_the_program_draws(walk: str, tmp_path: Path) -> None:
    """Each picture is, letter by letter, what the script draws of the program now: `python docs/screens.py`."""
    async for name, picture in drawn(walk, tmp_path):
        kept = (FOLDER / name).read_text(encoding="utf-8")
        assert kept == picture, f"{name} is not what the program shows now: run docs/screens.py"
        assert len(kept.encode()) < LARGEST


def test_no_picture_is_left_over() -> None:
    """The folder has the pictures that the script draws, and no others."""
    assert {file.name for file in FOLDER.iterdir()} == set(file_names())
