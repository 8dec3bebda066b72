"""A second of a supervisor's board over a hundred operators, beside reading all of the day's journals anew; and what a
board costs a processor.

Run as `python -m benchmarks.board [--folder FOLDER] [--quick]`.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from time import process_time
from typing import NamedTuple, TypeVar
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from benchmarks import alone
from benchmarks.store_calls import lead, phone, script
from benchmarks.table import Row, middle, pairs
from callscript.core.call.events import CallStarted, Event
from callscript.core.live import LiveRow, follow_all, live_row, standing
from callscript.dialogue.show.board import board_counts, board_lines
from callscript.packs.versions import Versions
from callscript.runtime.clock import FakeClock
from callscript.runtime.paths import Folders
from callscript.service.live import JournalLive
from callscript.store.files import FileStore
from callscript.store.names import new_call_id

Answer = TypeVar("Answer")

_LIMIT = 1000.0
"""Milliseconds of a second."""
_SHARE = 0.05
"""So much of a processor may a board take."""
_BESIDE = 0.05
"""So much of what reading all anew takes may a look take."""


class Scale(NamedTuple):
    """How much is measured."""

    operators: int
    closed: int
    """Calls that each of them has closed today."""
    seconds: int
    each: int
    """A second adds an event to the call of every so manieth of them."""


FULL, QUICK = Scale(100, 30, 20, 2), Scale(4, 2, 3, 2)


def rows(folder: Path | None = None, *, quick: bool = False) -> list[Row]:
    """Measure the board."""
    with tempfile.TemporaryDirectory(prefix="callscript-board-", dir=folder) as made:
        return _measured(Folders.resolve(Path(made)), QUICK if quick else FULL)


def _measured(folders: Folders, scale: Scale) -> list[Row]:
    folders.make()
    zone = ZoneInfo(script().pack.timezone)
    clock = FakeClock(datetime.combine(datetime.now(zone).date(), time(12), tzinfo=zone).astimezone(UTC))
    store, versions = FileStore(folders), Versions(folders, script())
    calls = [_operator(store, str(17 + number), clock.now(), scale.closed) for number in range(scale.operators)]
    live = JournalLive(folders, versions, clock)
    first, _ = _timed(live.look)
    ours: list[float] = []
    theirs: list[float] = []
    for second in range(scale.seconds):
        clock.advance(1)
        for call in calls[second % scale.each :: scale.each]:
            store.journal.append(call.id, [call.log[call.at]])
            call.at += 1
        spent, found = _timed(lambda: _shown(live.look().rows, clock.now()))
        ours.append(spent)
        anew, same = _timed(lambda: _anew(store, clock.now()))
        theirs.append(anew)
        assert found == same, "the board says something else than the journals"
    store.journal.close()
    what = f"a second of the board, {scale.operators} operators, {scale.operators // scale.each} events"
    return [
        Row(f"{what}, p50", middle(ours), "ms", "all journals read anew", middle(theirs), _BESIDE, pairs(ours, theirs)),
        Row(f"{what}, processor", middle(ours), "ms", "a second", _LIMIT, _SHARE),
        Row(f"the first look, {scale.operators} operators", first, "ms", "all journals read anew", middle(theirs), 1),
    ]


class _Led:
    """The call that an operator leads, and how far it has come."""

    def __init__(self, call_id: str, log: list[Event]) -> None:
        self.id = call_id
        self.log = log
        self.at = 1


def _operator(store: FileStore, number: str, now: datetime, closed: int) -> _Led:
    """Give an operator a day of calls, and an open one."""
    for earlier in range(closed):
        led = lead(number, now - timedelta(minutes=5 * (closed - earlier)), phone(earlier))
        store.journal.append(led.id, led.log)
    led = lead(number, now, phone(closed))
    call_id = new_call_id(number, now.astimezone(ZoneInfo(script().pack.timezone)))
    first, *rest = led.log
    assert isinstance(first, CallStarted)
    log = [replace(first, call=call_id), *rest]
    store.journal.append(call_id, log[:1])
    return _Led(call_id, log)


def _shown(found: Sequence[LiveRow], now: datetime) -> object:
    """Put rows into words."""
    standings = [standing(row, now) for row in found]
    return board_counts(standings), board_lines(standings)


def _anew(store: FileStore, now: datetime) -> object:
    """Read all calls of the day, and show the open ones."""
    found: list[LiveRow] = []
    for day in store.journal.days():
        for log in store.journal.read_day(day).calls.values():
            first = log[0]
            live = follow_all(script(), log)
            if isinstance(first, CallStarted) and not live.call.closed:
                found.append(replace(live_row(script(), first.operator.number, live), seated=False))
    return _shown(sorted(found, key=lambda row: row.operator), now)


def _timed(look: Callable[[], Answer]) -> tuple[float, Answer]:
    """Return the milliseconds of processor time that something takes, and its answer."""
    begun = process_time()
    found = look()
    return (process_time() - begun) * 1000, found


if __name__ == "__main__":
    sys.exit(alone.run(rows, alone.parser("board", "Measure a supervisor's board.").parse_args()))
