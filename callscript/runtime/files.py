"""Files that only their owner can read and that are whole or not there: the one place that creates, replaces and syncs.

Modes are given when a file is made, not afterwards, and do not depend on the umask. Symbolic links are not followed.
Every function may raise `OSError`.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

_SAFE = os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK  # a pipe put in a file's place must not hang the call


def make_folder(folder: Path) -> None:
    """Make a folder and those above it, for its owner alone (0700). One that exists is left as it is."""
    try:
        folder.mkdir(mode=0o700)
    except FileNotFoundError:
        make_folder(folder.parent)
        make_folder(folder)
    except FileExistsError:
        if not folder.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(folder)) from None
    else:
        folder.chmod(0o700)
        sync_folder(folder.parent)


def open_private(path: Path, flags: int) -> int:
    """Open a regular file, making it (0600) if it is not there; return its descriptor."""
    try:
        return _regular(os.open(path, flags | _SAFE), path)
    except FileNotFoundError:
        pass
    try:
        fd = os.open(path, flags | _SAFE | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:  # made by another process in between
        return _regular(os.open(path, flags | _SAFE), path)
    os.fchmod(fd, 0o600)
    return fd


def read_private(path: Path) -> bytes:
    """Read a whole regular file."""
    with os.fdopen(_regular(os.open(path, os.O_RDONLY | _SAFE), path), "rb") as file:
        return file.read()


def write_all(fd: int, data: bytes) -> None:
    """Write every byte: a nearly full disk takes a part without a complaint."""
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(fd, rest) :]


def write_new(path: Path, data: bytes) -> None:
    """Make a file that must not exist yet, down on the disk. Its folder is not synced."""
    fd = os.open(path, os.O_WRONLY | _SAFE | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        os.fchmod(fd, 0o600)
        write_all(fd, data)
        os.fsync(fd)
    except OSError:
        with suppress(OSError):
            path.unlink()
        raise
    finally:
        os.close(fd)


def replace(path: Path, data: bytes) -> None:
    """Give a file a new content: after a crash it is the old or the new one, whole. One writer at a time."""
    put({path: data})
    sync_folder(path.parent)


def put(contents: Mapping[Path, bytes]) -> None:
    """Give files new contents: none takes its place before all of them are on the disk.

    That they have their places lasts once their folders are synced.
    """
    places = {path.with_name(f".{path.name}.tmp"): path for path in contents}
    try:
        for temporary, path in places.items():
            temporary.unlink(missing_ok=True)
            write_new(temporary, contents[path])
        for temporary, path in places.items():
            temporary.replace(path)
    except OSError:
        for temporary in places:
            with suppress(OSError):
                temporary.unlink()
        raise


def free_name(path: Path) -> Path:
    """Return a name beside a damaged file under which it can be kept."""
    number = 1
    while os.path.lexists(kept := path.with_name(f"{path.name}.damaged-{number}")):
        number += 1
    return kept


def set_aside(path: Path) -> Path:
    """Rename a damaged file, never over another one; return where it is kept."""
    kept = free_name(path)
    path.rename(kept)
    sync_folder(path.parent)
    return kept


def sync_folder(folder: Path) -> None:
    """Make names that were given in a folder last."""
    fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


def _regular(fd: int, path: Path) -> int:
    if not stat.S_ISREG(os.fstat(fd).st_mode):
        os.close(fd)
        raise OSError(errno.EINVAL, "not a regular file", str(path))
    return fd
