"""The files of a pack as they are on disk: read once and hashed.

What is hashed is what is parsed: a file that changes between two reads cannot make a script and its hash disagree.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

PACK = "pack.toml"
DIRECTORY = "directory.toml"
STANDARD = "standard.toml"

Files = Mapping[str, bytes]
"""The content of a pack's TOML files, by name."""


def load(folder: Path) -> Files:
    """Read every TOML file of a folder; raise OSError if one cannot be read."""
    return {path.name: path.read_bytes() for path in sorted(folder.glob("*.toml")) if path.is_file()}


def digest(files: Files) -> str:
    """Return the hash that names this version of a pack."""
    total = sha256()
    for name, content in sorted(files.items()):
        total.update(f"{name}\0{len(content)}\0".encode())
        total.update(content)
    return total.hexdigest()
