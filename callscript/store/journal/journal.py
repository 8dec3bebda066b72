"""The journal in files: a file per operator and day, a line an event, on the disk before `append` returns.

`journal/2026/2026-11-23/17.jsonl`: the day on which the call started, on the centre's clock. Reading changes nothing;
only opening a file for appending repairs it, under the operator's lock.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import suppress
from datetime import date
from functools import lru_cache
from pathlib import Path
from threading import Lock

from callscript.core.call.events import Event
from callscript.runtime.files import read_private, replace
from callscript.runtime.untold import Untold
from callscript.store.errors import Damaged
from callscript.store.in_words import in_words, known_as
from callscript.store.journal import erasure, lines
from callscript.store.journal.day_file import DayFile
from callscript.store.journal.encoding import Encoder
from callscript.store.journal.stamp import Stamping
from callscript.store.logs import CallLog, DayLog
from callscript.store.names import day_folder, file_name, named_day, parse_log_id


class FileJournal:
    """All journal files below a folder."""

    def __init__(self, folder: Path, stamping: Stamping) -> None:
        self._folder = folder
        self._encoder = Encoder(stamping)
        self._open: DayFile | None = None
        self._notices = Untold[Damaged]()
        self._one_at_a_time = Lock()

    def append(self, call: str, events: Sequence[Event]) -> None:
        """Make events durable, or raise `StoreError`; then the same events can be given again, with later ones."""
        path = _file_of(call, self._folder)
        with self._one_at_a_time, in_words(path):
            file = self._file(path)
            file.append(self._encoder.encode(call, events, lambda: file.lines_of(call)))
            self._encoder.saved(call)

    def read_call(self, call: str) -> CallLog:
        """Return the events of a call, or of a desk log: none if it is not known."""
        if not (ref := parse_log_id(call)):
            return CallLog([], [])
        return self.read(ref.journal(self._folder)).of(call)

    def read(self, path: Path) -> DayLog:
        """Read one file: nothing if it is not there."""
        with in_words(path):
            try:
                data = read_private(path)
            except FileNotFoundError:
                return DayLog()
        return lines.read(data, known_as(path))

    def read_day(self, day: date, operator: str | None = None) -> DayLog:
        """Read the calls that started on a day, of all operators or of one."""
        log = DayLog()
        folder = day_folder(self._folder, day)
        with in_words(folder):
            paths = sorted(folder.glob("*.jsonl"))
        for path in paths:
            if operator is None or path.stem == file_name(operator):
                log.add(self.read(path))
        return log

    def days(self) -> list[date]:
        """Return the days that have calls, the earliest first."""
        with in_words(self._folder):
            names = [folder.name for folder in self._folder.glob("[0-9][0-9][0-9][0-9]/*-*-*")]
        return sorted(day for name in names if (day := named_day(name)))

    def erase(self, call: str, values: Collection[tuple[int, str]]) -> None:
        """Take away values that a caller gave, each named by the number of its event and its field."""
        path = _file_of(call, self._folder)
        with self._one_at_a_time, in_words(path):
            if self._open and self._open.path == path:
                self._leave(self._open)
            self._encoder.erase(call, values)
            with suppress(FileNotFoundError):
                replace(path, erasure.erased(read_private(path), call, values))

    def take_notices(self) -> list[Damaged]:
        """Return what was found damaged and set aside since the last time this was asked."""
        return self._notices.take()

    def close(self) -> None:
        """Let go of the file that is open."""
        with self._one_at_a_time:
            if self._open:
                self._open.close()
            self._open = None

    def _file(self, path: Path) -> DayFile:
        if self._open and (self._open.path != path or not self._open.usable):
            self._leave(self._open)
        if not self._open:
            self._open = DayFile(path, self._notices)
        return self._open

    def _leave(self, file: DayFile) -> None:
        if file.displaced:
            self._notices.extend([Damaged(known_as(file.path), 0, "was removed or replaced while it was in use")])
        file.close()
        self._open = None


@lru_cache(maxsize=8)  # asked for at each event of a call
def _file_of(call: str, folder: Path) -> Path:
    if not (ref := parse_log_id(call)):
        raise ValueError(f"not the id of a call: {call!r}")
    return ref.journal(folder)
