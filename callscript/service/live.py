"""How the operators of a home stand, read off what their sessions leave behind: the journals of the last days, the
markers of open calls, and the locks that are held on seats. Nothing is written, and no session notices.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from msgspec.structs import replace

from callscript.core.call.events import CallStarted, Closed, Discarded, Erased, Event
from callscript.core.live import LiveCall, LiveRow, follow, live_row
from callscript.core.script.model import Script
from callscript.packs.versions import Versions
from callscript.runtime.clock import Clock
from callscript.runtime.files import names_in
from callscript.runtime.paths import Folders
from callscript.store.errors import StoreError
from callscript.store.in_words import in_words
from callscript.store.journal.following import FollowedFile
from callscript.store.life import FileLife, Life
from callscript.store.live import Look
from callscript.store.names import JOURNAL, LogRef, day_folder, is_beside, operator_named, parse_call_id
from callscript.store.seats import all_markers, call_of

_SHIFT = timedelta(hours=12)
"""For so long somebody who has left is listed."""
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


class JournalLive:
    """The operators of a home on this host."""

    def __init__(self, folders: Folders, versions: Versions, clock: Clock) -> None:
        self._folders = folders
        self._versions = versions
        self._clock = clock
        self._life = FileLife(folders.locks)
        self._wanted: Mapping[Path, LogRef] = {}
        """The journals of the look before, in order."""
        self._followed: dict[Path, _Followed] = {}
        self._seats: Mapping[str, Life] = {}

    def look(self) -> Look:
        """Return a row for each operator of the day, of each open call, and of each seat that is taken."""
        now = self._clock.now()
        self._wanted = dict(sorted(self._files(now), key=lambda each: each[1]))
        self._followed = {
            path: self._followed.get(path) or _Followed(path, ref.operator, self._versions)
            for path, ref in self._wanted.items()
        }
        rows, troubles = self._rows(self._wanted)
        self._seats = self._life.seated(now)
        return Look(list(_with_life(rows, {*rows, *self._seats}, self._seats, now)), troubles)

    def look_at(self, paths: Iterable[Path]) -> Sequence[LiveRow] | None:
        """Return the rows of the operators whose journals these are, with the seats of the look before; None: only a
        whole look tells, since one of them was not there then.
        """
        grown = [self._wanted.get(path) for path in paths]
        if None in grown:
            return None
        operators = {ref.operator for ref in grown if ref}
        rows, _ = self._rows({path: ref for path, ref in self._wanted.items() if ref.operator in operators})
        return list(_with_life(rows, rows, self._seats, self._clock.now()))

    def _rows(self, wanted: Mapping[Path, LogRef]) -> tuple[dict[str, LiveRow], list[StoreError]]:
        """Read on in journals; return how their operators stand by them, and what cannot be read."""
        rows: dict[str, LiveRow] = {}
        troubles: list[StoreError] = []
        for path, ref in wanted.items():
            try:
                found = self._followed[path].look()
            except StoreError as error:
                troubles.append(error)
                found = LiveRow(operator=operator_named(ref.operator), state="unknown")
            if found and _counts_more(found, rows.get(ref.operator)):
                rows[ref.operator] = found
        return rows, troubles

    def _files(self, now: datetime) -> Iterator[tuple[Path, LogRef]]:
        """Yield the journals in which something may be going on: of these days, and of calls that are marked open.

        The day is the centre's: somewhere on earth it is still the day before, or the next one already.
        """
        for day in (now.date() + timedelta(days=by) for by in (-1, 0, 1)):
            yield from self._of_day(day)
        with in_words(self._folders.open_calls):
            for marker in all_markers(self._folders.open_calls):
                ref = None if marker.old else parse_call_id(call_of(marker))
                if ref and not is_beside(ref.operator):
                    yield ref.journal(self._folders.journal), ref

    def _of_day(self, day: date) -> Iterator[tuple[Path, LogRef]]:
        folder = day_folder(self._folders.journal, day)
        with in_words(folder):
            names = names_in(folder)
        for name in names:
            operator = name.removesuffix(JOURNAL)
            if operator != name and not is_beside(operator):
                yield folder / name, LogRef(day, operator)


class _Followed:
    """A journal, with the calls that are led in it."""

    def __init__(self, path: Path, operator: str, versions: Versions) -> None:
        self._file = FollowedFile(path)
        self._versions = versions
        self._operator = operator_named(operator)
        self._calls: dict[str, LiveCall] = {}
        """The open ones."""
        self._closed: datetime | None = None
        """When the latest of the others was closed."""
        self._row: LiveRow | None = None

    def look(self) -> LiveRow | None:
        """Return how the operator stands by this file; None: nothing in it tells."""
        if not self._file.look():
            self._calls, self._closed, self._row = {}, None, None
        events = list(self._file.events())
        for call, event in events:
            self._take(call, event)
        if events:
            self._row = self._standing()
        return self._row

    def _take(self, call: str, event: Event) -> None:
        live = self._calls.get(call)
        if isinstance(event, Closed | Discarded | Erased):
            self._calls.pop(call, None)
            self._closed = event.at
        elif live or (isinstance(event, CallStarted) and not (event.entry or event.practice)):  # nobody is on the line
            followed = live or LiveCall()
            self._calls[call] = follow(self._script(followed.call.start or event), followed, event)

    def _standing(self) -> LiveRow | None:
        """Return how it stands with the call that is led: of several, the one in which something happened last."""
        if self._calls:
            live = max(self._calls.values(), key=lambda each: each.call.latest or _LONG_AGO)
            if live.call.start:
                self._operator = live.call.start.operator.number
            return live_row(self._script(live.call.start), self._operator, live)
        return LiveRow(operator=self._operator, since=self._closed, latest=self._closed) if self._closed else None

    def _script(self, start: Event | None) -> Script | None:
        return self._versions.of([start]) if start else None


def _counts_more(row: LiveRow, known: LiveRow | None) -> bool:
    """Tell whether what one file says of an operator counts before what another one does: an open call does."""
    if known is None or "unknown" in (row.state, known.state):
        return known is None or row.state == "unknown"
    if bool(row.call) != bool(known.call):
        return bool(row.call)
    return (row.latest or _LONG_AGO) >= (known.latest or _LONG_AGO)


def _with_life(
    rows: Mapping[str, LiveRow], names: Iterable[str], seats: Mapping[str, Life], now: datetime
) -> Iterator[LiveRow]:
    """Yield the rows of operators with what is known of their seats; some have recorded nothing."""
    for name in sorted(names):
        row = rows.get(name) or LiveRow(operator=operator_named(name))
        seat = seats.get(name)
        if seat or row.call or row.state == "unknown" or (row.latest and now - row.latest < _SHIFT):
            yield replace(row, seated=seat is not None, seated_since=seat.since if seat else None)
