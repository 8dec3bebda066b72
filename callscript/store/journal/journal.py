"""The journal in files: a file per operator and day, a line an event, on the disk before `append` returns.

`journal/2026/2026-11-23/17.jsonl`: the day on which the call started, on the centre's clock. Reading changes nothing;
only opening a file for appending repairs it, under the operator's lock.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from datetime import date
from functools import lru_cache
from pathlib import Path
from threading import Lock

from callscript.core.call.events import Event
from callscript.runtime.files import Strange, names_in, read_private, stranger
from callscript.runtime.untold import Untold
from callscript.store.errors import Damaged, StoreUnavailable
from callscript.store.in_words import in_words, known_as, reason_of
from callscript.store.journal import glance
from callscript.store.journal.day_file import DayFile
from callscript.store.journal.encoding import Encoder
from callscript.store.journal.line import Line
from callscript.store.journal.lines import FileLines, whole
from callscript.store.journal.spare import Spare
from callscript.store.journal.stamp import Stamping
from callscript.store.logs import CallLog, DayLog
from callscript.store.names import JOURNAL, LogRef, day_folder, desk_log_of, file_name, named_day, parse_log_id
from callscript.store.others import Recorded

_YEAR = re.compile("[0-9]{4}")


class FileJournal:
    """All journal files below a folder."""

    def __init__(
        self, folder: Path, stamping: Stamping, spare: Spare | None = None, recorded: Recorded | None = None
    ) -> None:
        self._folder = folder
        self._encoder = Encoder(stamping)
        self._spare = spare or Spare()
        self._recorded = recorded
        self._open: DayFile | None = None
        self._notices = Untold[Damaged]()
        self._one_at_a_time = Lock()

    def take_up(self, call: str, log: Sequence[Event]) -> None:
        """Have a call go on from what was read of it: what is appended next follows these events."""
        with self._one_at_a_time:
            self._encoder.take_up(call, log)

    def append(self, call: str, events: Sequence[Event]) -> None:
        """Make events durable, or raise `StoreError`; then the same events can be given again, with later ones."""
        path = _file_of(call, self._folder)
        with self._one_at_a_time, in_words(path):
            file = self._file(path)
            lines = self._encoder.lines(call, events, lambda: self._stored(path, call))
            if lines.there is None:
                lines.there = file.there(lines)
            file.append(lines.missing())
            lines.saved()
            self._notices.extend(self._spare.taken_in(call, lines.raw))
        if self._recorded:
            self._recorded(path, len(events))

    def bring(self, call: str, lines: Sequence[bytes]) -> None:
        """Have a call as another host has recorded it, line by line; what else is said of it here is set aside."""
        path = _file_of(call, self._folder)
        with self._one_at_a_time, in_words(path):
            file = self._file(path)
            written = self._encoder.bring(call, whole(call, lines))
            written.there = file.there(written)
            file.append(written.missing())
            written.saved()

    def keep_elsewhere(self, call: str, events: Sequence[Event]) -> str:
        """Put a call into the second place, with some events that the journal does not take; return where."""
        path = _file_of(call, self._folder)
        with self._one_at_a_time, in_words(path):
            lines = self._encoder.lines(call, events, lambda: self._stored(path, call))
            return str(self._spare.keep(call, b"".join(lines.raw)))

    def kept_elsewhere(self, operator: str) -> list[str]:
        """Return the calls and desk logs of an operator that are in the second place."""
        return [log for log, ref in self._put_elsewhere() if ref.operator == file_name(operator)]

    def read_call(self, call: str, *, alone: bool = False) -> CallLog:
        """Return the events of a call, or of a desk log: none if it is not known.

        `alone`: what is wrong with other calls beside it need not be looked at.
        """
        if not (ref := parse_log_id(call)):
            return CallLog([], [])
        path = self._of(ref)
        found = self._with_spare(path, ref, (call, desk_log_of(call)) if alone else ())
        log, whole = found.log().of(call), found.whole(call)
        log.cut_short = found.cut_short(call)
        log.boot = whole[-1].boot if whole else None
        if found.beside:
            log.unsaved = len(whole) - len(self._lines(path).whole(call))
        return log

    def read(self, path: Path) -> DayLog:
        """Read one file, with what is in the second place of its calls: nothing if it is not there."""
        day = named_day(path.parent.name)
        return (self._with_spare(path, LogRef(day, path.stem)) if day else self._lines(path)).log()

    def read_day(self, day: date, operator: str | None = None) -> DayLog:
        """Read the calls that started on a day, of all operators or of one."""
        log = DayLog()
        for path in self._files(day):
            if operator is None or path.stem == file_name(operator):
                log.add(self.read(path))
        return log

    def not_closed(self, day: date, operator: str | None = None) -> list[str]:
        """Return the calls that started on a day and are not closed, as far as is seen without reading them."""
        own = [self._of(LogRef(day, file_name(operator)))] if operator is not None else None
        return [call for path in own or self._files(day) for call in _at_a_glance(path)]

    def logs(self, day: date) -> Mapping[LogRef, object]:
        """Return the logs of a day, with the size and the time of the latest change of each file."""
        found: dict[LogRef, object] = {}
        for path in self._files(day):
            with in_words(path):
                try:
                    there = path.lstat()
                    found[LogRef(day, path.stem)] = (there.st_size, there.st_mtime_ns)
                except FileNotFoundError:  # all of it is in the second place
                    found[LogRef(day, path.stem)] = None
        return found

    def read_log(self, log: LogRef) -> DayLog:
        """Read an operator's calls of a day."""
        return self.read(self._of(log))

    def days(self) -> list[date]:
        """Return the days that have calls, the earliest first."""
        with in_words(self._folder):
            years = [self._folder / name for name in names_in(self._folder) if _YEAR.fullmatch(name)]
        there = {ref.day for _, ref in self._put_elsewhere()}
        for year in years:
            with in_words(year):
                there |= {day for name in names_in(year) if (day := named_day(name))}
        return sorted(there)

    def take_notices(self) -> list[Damaged]:
        """Return what was found damaged and set aside since the last time this was asked."""
        return self._notices.take()

    def close(self) -> None:
        """Let go of the file that is open."""
        with self._one_at_a_time:
            if self._open:
                self._open.close()
            self._open = None

    def _lines(self, path: Path, *spare: bytes, only: Collection[str] = ()) -> FileLines:
        """Read a file, and what is in the second place of it: no lines if it is not there, or something else is."""
        found = FileLines(b"", known_as(path), *spare)
        with in_words(path):
            try:
                found = FileLines(read_private(path), known_as(path), *spare, only=only)
            except FileNotFoundError:
                pass
            except OSError:
                if not (what := stranger(path)):
                    raise
                found.note(f"{what} stands in its place")
        return found

    def _with_spare(self, path: Path, ref: LogRef, only: Collection[str] = ()) -> FileLines:
        """Read a file with what is in the second place of it. What cannot be read there is noted."""
        contents, unread = self._spare.of(ref)
        found = self._lines(path, *contents, only=only)
        for reason in unread:
            found.note(f"more may have been put elsewhere: {reason}")
        return found

    def _put_elsewhere(self) -> list[tuple[str, LogRef]]:
        try:
            return self._spare.calls()
        except OSError as error:
            raise StoreUnavailable(str(error.filename), reason_of(error)) from error

    def _files(self, day: date) -> list[Path]:
        """Return the files of a day, those too of which all is in the second place."""
        folder = day_folder(self._folder, day)
        with in_words(folder):
            paths = {folder / name for name in names_in(folder) if name.endswith(JOURNAL)}
        paths |= {self._of(ref) for _, ref in self._put_elsewhere() if ref.day == day}
        return sorted(paths)

    def _stored(self, path: Path, call: str) -> Sequence[Line]:
        return self._with_spare(path, _named(call)).whole(call)

    def _of(self, ref: LogRef) -> Path:
        return ref.journal(self._folder)

    def _file(self, path: Path) -> DayFile:
        if self._open and (self._open.path != path or not self._open.usable):
            self._leave(self._open)
        if not self._open:
            self._encoder.look_again()
            self._open = DayFile(path, self._notices)
        return self._open

    def _leave(self, file: DayFile) -> None:
        if file.displaced:
            reason = "was removed or replaced while it was in use: the call in progress was written to a new one"
            self._notices.extend([Damaged(known_as(file.path), 0, reason)])
        file.close()
        self._open = None


def _at_a_glance(path: Path) -> list[str]:
    with in_words(path), suppress(FileNotFoundError, Strange):  # what stands in its place is told by whoever reads it
        return glance.not_closed(read_private(path))
    return []


@lru_cache(maxsize=8)  # asked for at each event of a call
def _file_of(call: str, folder: Path) -> Path:
    return _named(call).journal(folder)


def _named(call: str) -> LogRef:
    if not (ref := parse_log_id(call)):
        raise ValueError(f"not the id of a call: {call!r}")
    return ref
