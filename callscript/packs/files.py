"""The files of a pack as they are on disk: read once and hashed.

What is hashed is what is parsed: a file that changes between two reads cannot make a script and its hash disagree. The
files of its directory lie apart, so that a centre can replace them; they are part of the pack all the same, and are
kept with it under names of their own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from callscript.runtime.shipped import data_folder

PACK = "pack.toml"
DIRECTORY = "directory.toml"
STANDARD = "standard.toml"

_LISTED = "directory-"
"""Before the name of a file of the directory that lay apart."""
_FOLDER = "directories"
_MOST = 500
"""Files that a pack has at most, when it goes to another host."""
_ID = re.compile(rb"^id\s*=\s*[\"']([a-z0-9][a-z0-9-]*)[\"']", re.MULTILINE)

Files = Mapping[str, bytes]
"""The content of a pack's TOML files, by name."""


def load(folder: Path) -> Files:
    """Read every TOML file of a folder; raise OSError if one cannot be read."""
    return {name: path.read_bytes() for name, path in lying_in(folder).items()}


def is_directory(name: str) -> bool:
    """Tell the files of a directory from the others of a pack."""
    return name == DIRECTORY or name.startswith(_LISTED)


def places(folder: Path, own: Path | None = None) -> Mapping[str, Path]:
    """Return where the files of a pack are, by the names that they have in it; those of its directory with them.

    The directory lies in the program, beside the pack, and in `own`, the centre's folder of directories. Of the same
    name the last of these counts, and an empty file takes one away. A pack with a file of its own for it uses none of
    the program's.
    """
    found = lying_in(folder)
    if PACK not in found:
        return found
    id, apart = id_of(folder), dict[str, Path]()
    if id and not any(map(is_directory, found)):
        apart |= lying_in(data_folder() / _FOLDER / id)
    apart |= lying_in(folder / _FOLDER)
    if id and own:
        apart |= lying_in(own / id)
    return found | {f"{_LISTED}{name}": path for name, path in sorted(apart.items()) if path.stat().st_size}


def id_of(folder: Path) -> str:
    """Return the id of the pack in a folder, read off without parsing it; empty: it cannot be told so."""
    file = folder / PACK
    named = _ID.search(file.read_bytes()) if file.is_file() else None
    return named[1].decode() if named else ""


def lying_in(folder: Path) -> dict[str, Path]:
    """Return the TOML files that lie in a folder itself, by their names."""
    return {path.name: path for path in sorted(folder.glob("*.toml")) if path.is_file()}


def digest(files: Files) -> str:
    """Return the hash that names this version of a pack."""
    return sha256(packed(files)).hexdigest()


def packed(files: Files) -> bytes:
    """Return the files in one piece: it is what is hashed, and what goes from host to host."""
    return b"".join(f"{name}\0{len(content)}\0".encode() + content for name, content in sorted(files.items()))


def unpacked(piece: bytes) -> Files:
    """Return the files that are in a piece; raise ValueError if they could not lie in the folder of a pack."""
    found, at = dict[str, bytes](), 0
    while at < len(piece):
        named = piece.index(b"\0", at)
        counted = piece.index(b"\0", named + 1)
        length = piece[named + 1 : counted]
        if not length.isdigit() or len(found) == _MOST:
            raise ValueError("not the files of a pack")
        name, at = piece[at:named].decode(), counted + 1 + int(length)
        found[name] = piece[counted + 1 : at]
    if packed(found) != piece or not all("/" not in name and name.endswith(".toml") for name in found):
        raise ValueError("not the files of a pack")
    return found
