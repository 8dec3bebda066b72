"""The files of a pack as they are on disk: read once, hashed, and taken apart as TOML.

What is hashed is what is parsed: a file that changes between two reads cannot make a script and its hash disagree.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from callscript.packs.errors import Report

PACK = "pack.toml"
DIRECTORY = "directory.toml"

Files = Mapping[str, bytes]
"""The content of a pack's TOML files, by name."""

_PLACE = re.compile(r" \(at line (\d+), column \d+\)$")


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


def parse(content: bytes, report: Report) -> dict[str, Any] | None:
    """Return the tables of a TOML file; None, with a complaint that names the line, if it is none."""
    try:
        return tomllib.loads(content.decode())
    except UnicodeDecodeError as error:
        report.add(_line(content[: error.start]), "not UTF-8: save the file as UTF-8")
    except tomllib.TOMLDecodeError as error:
        message = str(error)
        place = _PLACE.search(message)
        report.add(f"line {place[1]}" if place else _line(content), f"not valid TOML: {_PLACE.sub('', message)}")
    except RecursionError:
        report.add("", "tables and lists are nested too deeply")
    return None


def _line(before: bytes) -> str:
    count = before.count(b"\n") + 1
    return f"line {count}"
