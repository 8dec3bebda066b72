"""The journal, which is the truth: a file per operator and day, a line an event, on the disk before `append` returns.

`journal/2026/2026-11-23/17.jsonl`: the day on which the call started, on the centre's clock. Reading changes nothing;
only opening a file for appending repairs it, under the operator's lock.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from threading import Lock

from callscript.core.call.events import Event
from callscript.runtime.files import read_private
from callscript.store.errors import Damaged, in_words
from callscript.store.journal import lines
from callscript.store.journal.day_file import DayFile
from callscript.store.journal.lines import CallLog, DayLog
from callscript.store.names import day_folder, file_name, parse_call_id


class Journal:
    """All journal files below a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._open: DayFile | None = None
        self._notices: list[Damaged] = []
        self._one_at_a_time = Lock()

    def append(self, call: str, events: Sequence[Event]) -> None:
        """Make events durable, or raise `StoreError`; then the same events can be given again, with later ones."""
        if not (ref := parse_call_id(call)):
            raise ValueError(f"not the id of a call: {call!r}")
        data = b"".join(lines.encode(call, event) for event in events)
        path = ref.journal(self._folder)
        with self._one_at_a_time, in_words(path):
            self._file(path).append(data)

    def read_call(self, call: str) -> CallLog:
        """Return the events of a call: none if it is not known."""
        if not (ref := parse_call_id(call)):
            return CallLog([], [])
        log = self.read(ref.journal(self._folder))
        return CallLog(log.calls.get(call, []), log.problems)

    def read(self, path: Path) -> DayLog:
        """Read one file: nothing if it is not there."""
        with in_words(path):
            try:
                data = read_private(path)
            except FileNotFoundError:
                return DayLog()
        return lines.read(data, path)

    def read_day(self, day: date, operator: str | None = None) -> DayLog:
        """Read the calls that started on a day, of all operators or of one."""
        log = DayLog()
        for path in self.files(day):
            if operator is None or path.stem == file_name(operator):
                one = self.read(path)
                log.calls.update(one.calls)
                log.problems.extend(one.problems)
        return log

    def files(self, day: date) -> list[Path]:
        """Return a day's files."""
        folder = day_folder(self._folder, day)
        with in_words(folder):
            return sorted(folder.glob("*.jsonl"))

    def days(self) -> list[date]:
        """Return the days that have calls, the earliest first."""
        with in_words(self._folder):
            names = [folder.name for folder in self._folder.glob("[0-9][0-9][0-9][0-9]/*-*-*")]
        return sorted(date.fromisoformat(name) for name in names if _is_day(name))

    def take_notices(self) -> list[Damaged]:
        """Return what was found damaged and set aside since the last time this was asked."""
        taken, self._notices = self._notices, []
        return taken

    def close(self) -> None:
        """Let go of the file that is open."""
        with self._one_at_a_time:
            if self._open:
                self._open.close()
            self._open = None

    def _file(self, path: Path) -> DayFile:
        if self._open and (self._open.path != path or not self._open.usable):
            if self._open.displaced:
                self._notices.append(Damaged(self._open.path, 0, "was removed or replaced while it was in use"))
            self._open.close()
            self._open = None
        if not self._open:
            self._open = DayFile(path)
            self._notices.extend(self._open.notices)
        return self._open


def _is_day(name: str) -> bool:
    try:
        date.fromisoformat(name)
    except ValueError:
        return False
    return True
