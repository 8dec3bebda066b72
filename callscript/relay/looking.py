"""Looks for what is new in the journals of a home, and keeps how far each was read and sent on over one connection."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path

from callscript.relay.tail import Cursor, Sent, Tail
from callscript.relay.telling import Telling
from callscript.runtime.clock import Clock
from callscript.runtime.files import names_in
from callscript.store.names import JOURNAL, day_folder, named_day

_ALL = timedelta(minutes=1)
"""How often those of all days are looked at: what was erased or mended, work that was done by a clock set wrong."""
_DAYS = (-1, 0, 1)
"""The days looked at each time, from today by the clock of the world: a centre's own may be another one."""


class Looking:
    """Looks at the journals below a folder."""

    def __init__(self, journal: Path, clock: Clock, telling: Telling) -> None:
        self._journal = journal
        self._clock = clock
        self._telling = telling
        self._tails: dict[str, Tail] = {}
        """The files of these days that were looked at over this connection."""
        self._cursors: dict[str, Cursor] = {}
        """How far each file was sent on."""
        self._wanted: set[str] = set()
        """Files that somebody waits for and that were not looked at yet."""
        self._looked_at_all = clock.now() - _ALL

    def begin(self, cursors: Mapping[str, Cursor]) -> None:
        """Note how far a server has the files; what was read for another one counts no more."""
        self._cursors, self._tails = dict(cursors), {}
        self.look_at_all()

    def sent(self, cursors: Mapping[str, Cursor]) -> None:
        """Note how far files are sent on now."""
        self._cursors |= cursors

    def look_at_all(self) -> None:
        """Have the journals of all days looked at next."""
        self._looked_at_all = self._clock.now() - _ALL

    @property
    def all_are_due(self) -> bool:
        """Whether the journals of all days are to be looked at."""
        return not timedelta() <= self._clock.now() - self._looked_at_all < _ALL

    def wanted(self, files: Iterable[str]) -> Iterator[tuple[str, Tail]]:
        """Yield those of some files that have something new; what was not looked at yet is found by `changed`."""
        for name in sorted(files):
            if tail := self._tails.get(name):
                with suppress(FileNotFoundError):
                    if tail.changed():
                        yield name, tail
            else:
                self._wanted.add(name)

    @property
    def wants_more(self) -> bool:
        """Whether somebody waits for what is found by `changed` alone."""
        return bool(self._wanted)

    def changed(self) -> Iterator[tuple[str, Tail]]:
        """Yield the files that may have something new, those of the earliest day first."""
        these = self._these_days()
        for day in self._days():
            folder = day_folder(self._journal, day)
            for path in (folder / file for file in self._names(folder) if file.endswith(JOURNAL)):
                name = path.relative_to(self._journal).as_posix()
                tail = self._tails.get(name) or Tail(path, self._cursors.get(name))
                if day in these:  # of all other days nothing is kept here but how far they are
                    self._tails[name] = tail
                with suppress(FileNotFoundError):
                    if tail.changed():
                        yield name, tail

    def read(self, tail: Tail) -> list[Sent] | None:
        """Read what is new in a file; None: it cannot be read."""
        before = tail.unusable, tail.other_format
        try:
            lines = tail.read()
        except FileNotFoundError:  # it was taken away, or is being replaced
            return None
        except OSError as error:
            self._cannot_read(error)
            return None
        self._telling.left_out(tail.unusable - before[0], tail.other_format - before[1])
        return lines

    def _days(self) -> list[date]:
        wanted, self._wanted = (named_day(Path(file).parent.name) for file in self._wanted), set()
        if not self.all_are_due:
            return sorted({*self._these_days(), *filter(None, wanted)})
        self._looked_at_all = self._clock.now()
        years = [year for year in self._names(self._journal) if year.isdecimal()]
        days = [named_day(name) for year in years for name in self._names(self._journal / year)]
        return sorted(day for day in days if day)

    def _these_days(self) -> list[date]:
        return [self._clock.now().date() + timedelta(days=each) for each in _DAYS]

    def _names(self, folder: Path) -> list[str]:
        try:
            return names_in(folder)
        except OSError as error:
            self._cannot_read(error)
            return []

    def _cannot_read(self, error: OSError) -> None:
        reason = error.strerror or type(error).__name__
        self._telling.once("journals", f"some journals cannot be read ({reason}): see callscript doctor")
