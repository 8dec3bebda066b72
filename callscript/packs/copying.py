"""Copies a pack to begin another one with: the same files, another id."""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from pathlib import Path

from callscript.packs.errors import PackError
from callscript.packs.files import PACK

_NAME = re.compile(r"[a-z0-9][a-z0-9-]*")
_ID = re.compile(rb"^(id\s*=\s*)[\"'][a-z0-9][a-z0-9-]*[\"']", re.MULTILINE)
_TABLE = re.compile(rb"^\s*\[", re.MULTILINE)
"""Behind the first of these an id is that of something else."""


class NotCopied(PackError):  # noqa: N818 - named for what happened
    """A pack cannot be copied there."""

    frame = "{reason}"


def copy(files: Mapping[str, bytes], folder: Path) -> None:
    """Put the files of a pack into a new folder, whose name is the id of the copy.

    Raise NotCopied if that is no id, or is taken; OSError. What was begun is taken away again.
    """
    if not _NAME.fullmatch(folder.name):
        raise NotCopied(f"'{folder.name}' cannot be the id of a pack: small letters, digits and '-'")
    whole = files.get(PACK, b"")
    head = _TABLE.split(whole, maxsplit=1)[0]
    made, found = _ID.subn(rb'\1"' + folder.name.encode() + rb'"', head, count=1)
    if not found:
        raise NotCopied(f"{PACK}: its id cannot be told")
    try:
        folder.mkdir(parents=True)
    except FileExistsError:
        raise NotCopied(f"{folder}: is there already") from None
    try:
        for name, content in {**files, PACK: made + whole[len(head) :]}.items():
            (folder / name).write_bytes(content)
    except OSError:
        shutil.rmtree(folder, ignore_errors=True)
        raise
