"""Which version of a pack calls begin on, once its centre has published one.

A publication is a line that is never changed: who, when, why, and the hash of the version, which is kept like those
that calls were begun with. Going back to an earlier version is a line too. A pack that was never published is begun on
as it lies in its folder; one that ever was is not, whatever becomes of that folder.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import msgspec
from msgspec import Struct

from callscript.core.script.model import Script
from callscript.packs.errors import PackChanged, PackError
from callscript.packs.files import id_of
from callscript.packs.library import version
from callscript.packs.reader import read
from callscript.runtime import files, locks
from callscript.runtime.exit_status import LOCKED
from callscript.runtime.i18n import _
from callscript.runtime.paths import Folders

FILE = "published.jsonl"
"""In the folder of the kept versions."""
_PATIENCE = 3.0
"""Seconds to wait for somebody else who publishes."""


class Publication(Struct, frozen=True, kw_only=True):
    """That calls begin on a version from now on, or from a time to come."""

    at: datetime
    by: str
    """The number of an operator, or the name of an account."""
    pack: str
    """Its id."""
    hash: str
    was: str
    """The hash of what was published before, be it yet to come; empty: nothing was."""
    note: str
    back: bool = False
    """It went back to a version that was there before."""
    starts: datetime | None = None
    """The time to come from which calls begin on it; None: they do from `at` on."""

    def counts(self, now: datetime) -> bool:
        """Tell whether it is not yet to come."""
        return self.starts is None or self.starts <= now


class Overtaken(PackError):  # noqa: N818 - named for what happened
    """Somebody else has published the pack meanwhile."""

    status = LOCKED
    frame = "{reason}"


class Publications:
    """The publications of a home, in their order."""

    def __init__(self, folders: Folders) -> None:
        self._file = folders.packs / FILE
        self._lock = folders.locks / "published.lock"

    @property
    def exist(self) -> bool:
        """Whether something was ever published."""
        return self._file.exists()

    def stamp(self, now: datetime) -> tuple[int, int, int] | None:
        """Return what tells whether another version has come into use since; None: nothing was ever published."""
        try:
            found = self._file.stat()
        except FileNotFoundError:
            return None
        try:
            counting = sum(each.counts(now) for each in self.all()[0])
        except OSError:  # told when calls are to begin on it
            counting = 0
        return found.st_size, found.st_mtime_ns, counting

    def all(self) -> tuple[list[Publication], int]:
        """Return every publication that can be read, and how many lines are damaged.

        A line that was not written to its end was never a publication. Raise OSError if the file cannot be read.
        """
        try:
            data = files.read_private(self._file)
        except FileNotFoundError:
            return [], 0
        lines = data[: data.rfind(b"\n") + 1].splitlines()
        found = [each for line in lines if (each := _read(line))]
        return found, len(lines) - len(found)

    def of(self, pack: str) -> list[Publication]:
        """Return the publications of a pack; none: calls begin on it as it lies in its folder.

        Raise PackChanged if that cannot be told.
        """
        try:
            found, damaged = self.all()
        except OSError as error:
            raise PackChanged(f"{self._file}: {error.strerror or error}") from error
        own = [each for each in found if each.pack == pack]
        if damaged and not own:
            raise PackChanged(
                _("{file}: a line is damaged: put it back from a copy, or publish").format(file=self._file)
            )
        return own

    def latest(self, pack: str, now: datetime) -> Publication | None:
        """Return the publication that counts; None: calls begin on the pack as it lies. Raise PackChanged like `of`.

        What is published behind one that is yet to come takes its place.
        """
        return next((each for each in reversed(self.of(pack)) if each.counts(now)), None)

    def add(self, publication: Publication) -> None:
        """Publish, and have it on the disk; raise Overtaken if `was` is not what was published last."""
        with locks.held(self._lock, locks.EXCLUSIVE, _PATIENCE):
            found, _damaged = self.all()
            before = next((each for each in reversed(found) if each.pack == publication.pack), None)
            if before and before.hash != publication.was:
                told = _("{who} has published {version} meanwhile: {note}")
                raise Overtaken(told.format(who=before.by, version=before.hash[:12], note=before.note))
            fd = files.open_private(self._file, os.O_RDWR | os.O_APPEND)
            try:
                data = os.pread(fd, os.fstat(fd).st_size, 0)
                os.ftruncate(fd, data.rfind(b"\n") + 1)  # what was not written to its end was never published
                files.write_all(fd, msgspec.json.encode(publication) + b"\n")
                os.fsync(fd)
            finally:
                os.close(fd)
            files.sync_folder(self._file.parent)


def begun_on(folder: Path, folders: Folders, now: datetime) -> Script:
    """Return the script that calls begin on: the pack in `folder` as it was published, or as it lies if it never was.

    Raise a PackError if that cannot be used.
    """
    publications = Publications(folders)
    if not publications.exist:
        return read(folder, cache=folders.cache, own=folders.directories)
    if (told := _told(folder)) and (found := publications.latest(told, now)):
        return version(folders.packs, found.hash, folders.cache)
    script = read(folder, cache=folders.cache, own=folders.directories)
    if found := publications.latest(script.pack.id, now):
        return version(folders.packs, found.hash, folders.cache)
    return script


def _told(folder: Path) -> str:
    try:
        return id_of(folder)
    except OSError:  # told when it is read
        return ""


def meant(hash: str, known: Sequence[str]) -> str:
    """Return the version whose hash begins so; empty: none does, or several do."""
    found = {each for each in known if hash and each.startswith(hash)}
    return found.pop() if len(found) == 1 else ""


def _read(line: bytes) -> Publication | None:
    try:
        return msgspec.json.decode(line, type=Publication)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
