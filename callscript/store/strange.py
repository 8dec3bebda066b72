"""What stands in the place of a file of ours and is none: a folder, a link, a pipe. It is moved aside like damage."""

from __future__ import annotations

from pathlib import Path

from callscript.runtime.files import set_aside, stranger
from callscript.runtime.untold import Untold
from callscript.store.errors import Damaged
from callscript.store.in_words import known_as


def move_strange_aside(file: Path, notices: Untold[Damaged]) -> None:
    """Rename what stands in a file's place if it is no regular file, and have it told. It is never opened."""
    if what := stranger(file):
        notices.extend([Damaged(known_as(file), 0, f"{what} stood in its place", str(set_aside(file)))])
