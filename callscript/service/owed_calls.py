"""Reads off the journals what calls owe that are marked as open: of each file what was appended since it was read."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import NamedTuple

from callscript.core.call.call import Call
from callscript.core.call.events import CallStarted, Closed, Discarded, Erased, Event, TaskOpened
from callscript.core.call.fold import fold
from callscript.core.records import CallSummary, TaskRecord
from callscript.packs.versions import Versions
from callscript.runtime.paths import Folders
from callscript.service.summary import filed
from callscript.store.errors import StoreError
from callscript.store.journal.following import FollowedFile
from callscript.store.life import FileLife
from callscript.store.names import LogRef
from callscript.store.ports import Journal

_CLOSES = Closed | Discarded | Erased


class Owed(NamedTuple):
    """What a call owes that is marked as open."""

    summary: CallSummary
    tasks: Mapping[str, TaskRecord]
    """By id: what it has promised and not done or dropped itself, as it is filed."""
    led_by: str
    """The number of the operator who leads it now; empty: nobody does, or it is over but for its wrap-up."""


class OwedCalls:
    """The calls of a home that owe something."""

    def __init__(self, folders: Folders, versions: Versions, journal: Journal) -> None:
        self._folder = folders.journal
        self._versions = versions
        self._journal = journal
        self._life = FileLife(folders.locks)
        self._files: dict[LogRef, _OpenFile] = {}

    def look(self, marked: Mapping[str, LogRef], now: datetime) -> Mapping[str, Owed]:
        """Return those of the calls marked that have promised something, by id."""
        found: dict[str, Owed] = {}
        for call, ref in marked.items():
            # It is kept while nothing is open in it, too: else all of it is read again at its operator's next call.
            file = self._files.setdefault(ref, _OpenFile(FollowedFile(ref.journal(self._folder))))
            with suppress(StoreError):  # doctor says which of them cannot be read
                if owed := file.of(call, self._versions, self._journal):
                    found[call] = owed
        for file in self._files.values():
            file.forget_closed(marked)
        gone = self._gone({marked[call].operator for call, owed in found.items() if owed.led_by}, now)
        return {
            call: owed._replace(led_by="") if marked[call].operator in gone else owed for call, owed in found.items()
        }

    def _gone(self, operators: Collection[str], now: datetime) -> Collection[str]:
        """Return those operators who have no live session; where the system does not tell, nobody is taken for gone."""
        with suppress(StoreError):
            return frozenset(operators).difference(self._life.seated(now)) if operators else ()
        return ()


class _Known(NamedTuple):
    """What is known of a call by the first events of its log."""

    events: int = 0
    call: Call = Call()
    owed: Owed | None = None


class _OpenFile:
    """A journal, with what is owed by the calls that are open in it."""

    def __init__(self, file: FollowedFile) -> None:
        self._file = file
        self._logs: dict[str, list[Event]] = {}
        self._known: dict[str, _Known] = {}
        """By call."""

    def of(self, call: str, versions: Versions, journal: Journal) -> Owed | None:
        """Return what a call owes; None: it has promised nothing, or cannot be read."""
        log = self._log(call, journal)
        known = self._known.get(call, _Known())
        if len(log) > known.events:
            known = self._known[call] = _read_on(log, known, versions)
        return known.owed

    def forget_closed(self, but: Collection[str]) -> None:
        """Forget the calls that are closed, leaving out some."""
        closed = [call for call, log in self._logs.items() if log and isinstance(log[-1], _CLOSES)]
        for call in filter(lambda each: each not in but, closed):
            del self._logs[call]
            self._known.pop(call, None)

    def _log(self, call: str, journal: Journal) -> Sequence[Event]:
        if not self._file.look():
            self._logs, self._known = {}, {}
        for of, event in self._file.events():
            log = self._logs.setdefault(of, [])
            if not log or event.seq > log[-1].seq:  # else it was read of the call below
                log.append(event)
        log = self._logs.get(call, [])
        if log and not isinstance(log[0], CallStarted):  # closed, and still marked: killed before it was filed
            log = self._logs[call] = list(journal.read_call(call).events)
        return log


def _read_on(log: Sequence[Event], known: _Known, versions: Versions) -> _Known:
    """Read a log on from what is known of it."""
    promised = any(isinstance(event, TaskOpened) for event in log)
    script = versions.of(log) if promised else None
    if script is None:
        return _Known()
    call = known.call
    for event in log[known.events :]:
        call = fold(script, call, event)
    found = filed(script, call)
    led_by = found.summary.operator if found and not (call.closed or call.over) else ""
    owed = Owed(found.summary, {task.id: task for task in found.tasks}, led_by) if found else None
    return _Known(len(log), call, owed)
