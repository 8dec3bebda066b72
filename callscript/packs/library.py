"""Where packs are found, and where the versions that calls began with are kept.

A kept version lies in a folder named by its hash, whole or not there at all, and is never changed.
"""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

from callscript.core.script.model import Script
from callscript.packs.errors import PackChanged, PackNotFound, hint
from callscript.packs.files import PACK, Files, digest, load, places
from callscript.packs.holiday import YEARS
from callscript.packs.reader import read, read_kept
from callscript.runtime import files
from callscript.runtime.shipped import data_folder

_HASH = re.compile(r"[0-9a-f]{64}")


def shipped() -> list[Path]:
    """Return the folders of the packs that come with the program."""
    return sorted(path.parent for path in (data_folder() / "packs").glob(f"*/{PACK}"))


def locate(id_or_path: str) -> Path:
    """Return the folder of a shipped pack by its id, or a folder of one's own; raise PackNotFound."""
    known = {folder.name: folder for folder in shipped()}
    if id_or_path in known:
        return known[id_or_path]
    own = Path(id_or_path).expanduser()
    if own.name == PACK and own.is_file():
        return own.parent
    if id_or_path and own.is_dir():
        return own
    raise PackNotFound(f"there is no pack or folder '{id_or_path}'{hint(id_or_path, known)}")


def keep(folder: Path, store: Path, script: Script, *, own: Path | None = None) -> Path | None:
    """Keep the files that `script` was read from; raise PackChanged if they are others now, OSError if it fails.

    `own` is where the centre keeps directories of its own.

    If what was kept of it is damaged that is set aside: return where it is.
    """
    if is_kept(store, script.hash):
        return None
    found = {name: path.read_bytes() for name, path in places(folder, own).items()}
    if digest(found) != script.hash:
        raise PackChanged(f"{folder}: changed since it was read")
    return put(store, script.hash, found)


def is_kept(store: Path, hash: str) -> bool:
    """Tell whether a version is kept, whole; raise OSError if that cannot be told."""
    folder = store / hash
    return folder.is_dir() and digest(load(folder)) == hash


def put(store: Path, hash: str, found: Files) -> Path | None:
    """Keep the files of a version, which have this hash; raise OSError if it fails.

    What stands in its place is set aside: return where it is.
    """
    folder, aside = store / hash, None
    if folder.is_dir():
        aside = files.set_aside(folder)
    files.make_folder(store)
    temporary = store / f".{hash}.{os.getpid()}.tmp"
    shutil.rmtree(temporary, ignore_errors=True)
    files.make_folder(temporary)
    try:
        for name, content in found.items():
            files.write_new(temporary / name, content)
        files.sync_folder(temporary)
        temporary.rename(folder)
    except OSError:
        shutil.rmtree(temporary, ignore_errors=True)
        if not folder.is_dir():  # else another session has kept the same version meanwhile
            raise
    files.sync_folder(store)
    return aside


def is_hash(name: str) -> bool:
    """Tell whether a name can be that of a version."""
    return bool(_HASH.fullmatch(name))


def kept(store: Path, hash: str, years: range = YEARS, cache: Path | None = None) -> Script:
    """Return the script of a version that was kept; raise PackNotFound or PackChanged if it is not there.

    It passed its check when the call began, and is not checked again: a stricter check must not lose a call.
    """
    folder = _place(store, hash)
    found = load(folder)
    if digest(found) != hash:
        raise PackChanged(f"{folder}: not the version that was kept")
    return read_kept(folder, found, years, cache)


def version(store: Path, hash: str, cache: Path | None = None) -> Script:
    """Return the script of a version that was kept, for calls to begin on: it has to pass the check of this release.

    Raise a PackError if it is not there, is another, or does not pass.
    """
    script = read(_place(store, hash), cache=cache, whole=True)
    if script.hash != hash:
        raise PackChanged(f"{store / hash}: not the version that was kept")
    return script


def _place(store: Path, hash: str) -> Path:
    folder = store / hash
    if not is_hash(hash) or not folder.is_dir():
        raise PackNotFound(f"{folder}: is not there")
    return folder
