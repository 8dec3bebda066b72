"""Packs that are read and checked once in a run, not once in every home: a program that starts in a home in which its
pack was checked before takes half the time.
"""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

from callscript import packs
from callscript.core.script.model import Script
from callscript.runtime.paths import Folders


def script_at(folder: Path) -> Script:
    """Return the pack in a folder."""
    return packs.read(folder, cache=_kept())


@cache
def script_of(pack: str) -> Script:
    """Return a pack that comes with the program, the same one every time: it is never changed."""
    return script_at(packs.locate(pack))


def prepare(home: Path) -> None:
    """Leave in a home what a program leaves there that has checked the packs; the home may be there."""
    script_of("ua-court")
    script_of("lv-lvrtc")
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not (kept := Folders.resolve(home).cache).exists():
        shutil.copytree(_kept(), kept)


@cache
def _kept() -> Path:
    """Return the folder in which it is kept which packs were checked."""
    folder = tempfile.mkdtemp(prefix="checked-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder) / "cache"
