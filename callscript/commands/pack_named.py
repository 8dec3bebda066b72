"""What commands on scripts are given: a home; a script, by its folder, its id or the beginning of a hash."""

from __future__ import annotations

from pathlib import Path

from callscript import packs
from callscript.commands.report import own_centre
from callscript.core.script.model import Script
from callscript.packs import PackError
from callscript.packs.files import id_of
from callscript.packs.published import Publications, meant
from callscript.runtime.clock import SystemClock
from callscript.runtime.files import names_in
from callscript.runtime.paths import Folders

SHORT = 12
"""Letters of a hash that are shown."""
_SHORTEST = 6
"""Letters of a hash that name a version."""


def home_of(home: str | None) -> Folders:
    """Return where a home is, and speak the language of the account's profile."""
    folders = Folders.resolve(home)
    own_centre(folders)
    return folders


def named(pack: str) -> str:
    """Return the id of a pack, given by it or by its folder: one that is published need not lie anywhere any more."""
    try:
        return id_of(packs.locate(pack)) or pack
    except (PackError, OSError):
        return pack


def folder_of(folders: Folders, name: str) -> tuple[Path, bool]:
    """Return where a version lies, and whether it is one that was kept: named by the beginning of its hash, by the id
    of a pack, which means what is published of it, or by a folder."""
    if len(name) >= _SHORTEST and (hash := meant(name, names_in(folders.packs))):
        return folders.packs / hash, True
    is_id = not Path(name).exists() or name in {folder.name for folder in packs.shipped()}
    if is_id and (latest := Publications(folders).latest(name, SystemClock().now())):
        return folders.packs / latest.hash, True
    return packs.locate(name), False


def script_of(folders: Folders, name: str) -> Script:
    """Return the script of a version, named as for a comparison; raise a PackError if it has problems."""
    folder, whole = folder_of(folders, name)
    return packs.read(folder, cache=folders.cache, own=folders.directories, whole=whole)
