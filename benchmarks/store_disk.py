"""The disk that the store is measured on, and what goes to it: a benchmark in memory would say nothing of a sync."""

from __future__ import annotations

import os
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

IN_MEMORY = ("tmpfs", "ramfs")


@contextmanager
def place(under: Path | None = None) -> Generator[Path]:
    """Give a folder that is gone afterwards, under the one given or under TMPDIR."""
    with TemporaryDirectory(prefix="callscript-benchmark-", dir=under) as folder:
        yield Path(folder)


def file_system(path: Path) -> str:
    """Name the kind of file system that a path is on."""
    found = [line.split() for line in Path("/proc/self/mountinfo").read_text(encoding="utf-8").splitlines()]
    mounts = {fields[4]: fields[fields.index("-") + 1] for fields in found}
    at = path.resolve()
    return next(mounts[str(each)] for each in (at, *at.parents) if str(each) in mounts)


def written() -> int:
    """Return how many bytes this process has made the disk write so far: whole pages, by the kernel's account."""
    counts = dict(line.split(": ") for line in Path("/proc/self/io").read_text(encoding="ascii").splitlines())
    return int(counts["write_bytes"])


def settle() -> None:
    """Have what was prepared on the disk, so that it does not go there at the expense of what is measured."""
    os.sync()
