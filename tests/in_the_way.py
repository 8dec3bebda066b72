"""Puts something that is no file in the place of one, as an accident or somebody else might."""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import Generator, Iterable
from contextlib import chdir, contextmanager
from pathlib import Path


def put_in_the_way(kind: str, place: Path, tmp_path: Path) -> None:
    """Put something else in the place of a file or folder."""
    if place.is_dir():
        shutil.rmtree(place)
    else:
        place.unlink(missing_ok=True)
    place.parent.mkdir(parents=True, exist_ok=True)
    match kind:
        case "folder":
            place.mkdir()
            (place / "inside").touch()
        case "pipe":
            os.mkfifo(place)
        case "socket":
            with socket.socket(socket.AF_UNIX) as made, chdir(place.parent):  # a socket's path may not be long
                made.bind(place.name)
        case "link":
            (tmp_path / "target").write_text("kept")
            place.symlink_to(tmp_path / "target")
        case _:
            place.symlink_to(tmp_path / "nowhere")


@contextmanager
def nothing_in(places: Iterable[Path]) -> Generator[None]:
    """Let nobody make these folders, not even root: files stand in their places."""
    files = tuple(places)
    for each in files:
        each.touch()
    try:
        yield
    finally:
        for each in files:
            each.unlink()


IN_THE_WAY = ("folder", "pipe", "socket", "link", "dangling")
