"""Files that are whole or not there, for those alone whom their folder is for: the one place that creates, replaces and
syncs.

Modes are given when a file is made, not afterwards, and do not depend on the umask: what is made in a folder takes
after it. Nothing is followed, waited for or believed that stands in a file's place and is none (`Strange`), that
belongs to another account, or that others can write (`NotOurs`). Every function may raise `OSError`.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

_SAFE = os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK  # a pipe put in a file's place must not hang the call
_NO_FILES = (errno.ELOOP, errno.EISDIR, errno.ENXIO, errno.EOPNOTSUPP)
"""What the system says instead of opening a link, a folder, a pipe that nobody reads, a socket."""
_OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH

_KINDS = {
    stat.S_IFDIR: "a folder",
    stat.S_IFLNK: "a symbolic link",
    stat.S_IFIFO: "a pipe",
    stat.S_IFSOCK: "a socket",
}


class Access(NamedTuple):
    """For whom something is made: the modes of folders and of the files in them."""

    folder: int
    file: int


PRIVATE = Access(0o700, 0o600)
"""For its owner alone."""
SHARED = Access(0o2770, 0o660)
"""For a group: each of them reads and changes all of it."""
ADDED = Access(0o3770, 0o640)
"""For a group: each of them reads all of it, and changes what is their own."""


class Strange(OSError):  # noqa: N818 - these names say what is found
    """In a file's place stands something else: a folder, a link, a pipe. It can be set aside as a damaged file is."""


class NotOurs(OSError):  # noqa: N818
    """A file or folder belongs to another account, or others can write it: what it says may not be ours."""


def access_in(folder: Path) -> Access:
    """Return for whom the things in a folder are; raise `NotOurs` if others could have put them there."""
    found = folder.stat()
    access = _access(found.st_mode)
    if reason := refused(found, access, found.st_gid):
        raise NotOurs(errno.EPERM, f"its folder: {reason}", str(folder))
    return access


def make_folder(folder: Path, access: Access | None = None, *, last: bool = True) -> None:
    """Make a folder and those above it, for whom is told, or like the folder that it is in. One that exists stays.

    `last`: its name is made to last before this returns.
    """
    if not folder.parent.exists():
        make_folder(folder.parent, access)
    try:
        wanted = access or access_in(folder.parent)
        folder.mkdir(mode=PRIVATE.folder)
    except FileExistsError:
        if not folder.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(folder)) from None
    else:
        folder.chmod(wanted.folder)
        if last:
            sync_folder(folder.parent)


def refused(found: os.stat_result, access: Access, group: int = -1) -> str:
    """Tell why a file or folder cannot be trusted; nothing if it can. What a group shares belongs to that group."""
    shared = access != PRIVATE
    known = found.st_uid in (os.geteuid(), 0) or (shared and found.st_gid == group)
    if not known:
        return f"belongs to another account ({found.st_uid})"
    if stat.S_IMODE(found.st_mode) & (stat.S_IWOTH if shared else _OTHERS_WRITE):
        return f"others can write it (mode {stat.S_IMODE(found.st_mode):04o}): run callscript doctor --fix"
    return ""


def open_private(path: Path, flags: int, access: Access | None = None) -> int:
    """Open a regular file; make it, for whom is told or like its folder, if it is not there. Return its descriptor."""
    try:
        return _open(path, flags)
    except FileNotFoundError:
        pass
    mode = (access or access_in(path.parent)).file
    try:
        fd = os.open(path, flags | _SAFE | os.O_CREAT | os.O_EXCL, mode)
    except FileExistsError:  # made by another process in between
        return _open(path, flags)
    os.fchmod(fd, mode)
    return fd


def names_in(folder: Path) -> list[str]:
    """Return what is in a folder, in order: nothing if there is none. One that cannot be listed is never empty."""
    try:
        return sorted(path.name for path in folder.iterdir())
    except FileNotFoundError:
        return []


def read_private(path: Path) -> bytes:
    """Read a whole regular file."""
    with os.fdopen(_open(path, os.O_RDONLY), "rb") as file:
        return file.read()


def read_from(path: Path, start: int, *, synced: bool = False) -> tuple[bytes, os.stat_result]:
    """Read a regular file from a place on: what another process has appended to it.

    `synced`: not before all that was written to it by then is on the disk, and would not be gone with the machine.
    """
    with os.fdopen(_open(path, os.O_RDONLY), "rb") as file:
        found = os.fstat(file.fileno())
        if synced:
            os.fdatasync(file.fileno())
        file.seek(start)
        return file.read(max(0, found.st_size - start)), found


def write_all(fd: int, data: bytes) -> None:
    """Write every byte: a nearly full disk takes a part without a complaint."""
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(fd, rest) :]


def write_new(path: Path, data: bytes) -> None:
    """Make a file that must not exist yet, down on the disk. Its folder is not synced."""
    mode = access_in(path.parent).file
    fd = os.open(path, os.O_WRONLY | _SAFE | os.O_CREAT | os.O_EXCL, mode)
    try:
        os.fchmod(fd, mode)
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


def rewrite(path: Path, data: bytes) -> None:
    """Give a file a new content as `replace` does, and leave it as open as it was, and whose it was.

    What a group shares belongs to whoever of them has written it last, unless that is root.
    """
    found = path.stat()
    temporary = path.with_name(f".{path.name}.tmp")
    _clear(temporary)
    write_new(temporary, data)
    try:
        owner, made = found.st_uid if os.geteuid() == 0 else os.geteuid(), temporary.stat()
        if (owner, found.st_gid) != (made.st_uid, made.st_gid):
            os.chown(temporary, owner, found.st_gid)
        temporary.chmod(stat.S_IMODE(found.st_mode))
        temporary.replace(path)
    except OSError:
        temporary.unlink()
        raise
    sync_folder(path.parent)


def put(contents: Mapping[Path, bytes]) -> None:
    """Give files new contents: none takes its place before all of them are on the disk.

    That they have their places lasts once their folders are synced.
    """
    places = {path.with_name(f".{path.name}.tmp"): path for path in contents}
    try:
        for temporary, path in places.items():
            _clear(temporary)
            write_new(temporary, contents[path])
        for temporary, path in places.items():
            temporary.replace(path)
    except OSError:
        for temporary in places:
            with suppress(OSError):
                temporary.unlink()
        raise


def _clear(temporary: Path) -> None:
    """Take away what a writer that was killed has left; a folder that stands there is kept under another name."""
    try:
        temporary.unlink(missing_ok=True)
    except OSError:
        if not temporary.is_dir():
            raise
        set_aside(temporary)


def stranger(path: Path) -> str:
    """Say what stands in a file's place if it is no regular file; nothing if it is one, or if nothing is there."""
    try:
        mode = path.lstat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return ""
    return "" if stat.S_ISREG(mode) else _KINDS.get(stat.S_IFMT(mode), "a device")


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


def swap(one: Path, other: Path) -> None:
    """Have two folders take each other's place in one step (renameat2), or in two where the system has no such step."""
    import ctypes  # seldom needed, and not quick to load

    here, exchange = -100, 2  # AT_FDCWD, RENAME_EXCHANGE
    try:
        failed = ctypes.CDLL(None).renameat2(here, os.fsencode(one), here, os.fsencode(other), exchange)
    except AttributeError:
        failed = True
    if failed:
        between = free_name(other)
        other.rename(between)
        one.rename(other)
        between.rename(one)
    for folder in {one.parent, other.parent}:
        sync_folder(folder)


def sync_folder(folder: Path) -> None:
    """Make names that were given in a folder last."""
    fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


def _access(mode: int) -> Access:
    if mode & stat.S_ISGID and mode & stat.S_IWGRP:
        return ADDED if mode & stat.S_ISVTX else SHARED
    return PRIVATE


def _open(path: Path, flags: int) -> int:
    """Open a file that is there, if it is one and can be trusted."""
    try:
        fd = os.open(path, flags | _SAFE)
    except OSError as error:
        if error.errno in _NO_FILES and path.parent.is_dir():
            raise _strange(path, path.lstat().st_mode) from None
        raise
    try:
        found = os.fstat(fd)
        if not stat.S_ISREG(found.st_mode):
            raise _strange(path, found.st_mode)
        access = access_in(path.parent)
        if reason := refused(found, access, path.parent.stat().st_gid if access != PRIVATE else -1):
            raise NotOurs(errno.EPERM, reason, str(path))
    except BaseException:
        os.close(fd)
        raise
    return fd


def _strange(path: Path, mode: int) -> Strange:
    what = "is a symbolic link" if stat.S_ISLNK(mode) else "not a regular file"
    return Strange(errno.EINVAL, what, str(path))
