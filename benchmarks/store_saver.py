"""One operator of the crowd: saves the same calls to our store and to the peer's database, each when it is asked to."""

from __future__ import annotations

import gc
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter_ns

import msgspec

from benchmarks.store_calls import APPEALS, STAMPING, Led, Lines, lead, phone, records
from benchmarks.store_crowd import Round
from benchmarks.store_peer import Line, Peer
from callscript.core.call.events import Event
from callscript.runtime.paths import Folders
from callscript.store.errors import StoreError
from callscript.store.files import FileStore

CALLERS = 997
"""Few enough that operators file calls of the same callers."""


class Saver:
    """An operator with calls to save."""

    def __init__(self, folder: Path, operator: str, calls: int) -> None:
        self._store = FileStore(Folders.resolve(folder / "home"), STAMPING)
        self._seat = self._store.seats.sit_down(operator)
        self._peer = Peer(folder / "peer.sqlite")
        self._lines = Lines()
        self._calls = [_led(operator, number) for number in range(calls)]
        gc.collect()
        gc.freeze()

    def save(self, kind: str, first: int, end: int) -> str:
        """Save some of the calls; return the round as JSON."""
        done = Round()
        for led in self._calls[first:end]:
            (self._ours if kind == "ours" else self._theirs)(led, done)
        return msgspec.json.encode(done).decode()

    def close(self) -> None:
        """Let go of everything."""
        self._seat.leave()
        self._store.journal.close()
        self._peer.close()

    def _ours(self, led: Led, done: Round) -> None:
        self._seat.begin(led.id)
        *before, last = led.batches
        for events in before:
            self._acknowledge(
                led, events, done, done.keys, lambda events=events: self._store.journal.append(led.id, events)
            )
        filed = records(led.log)

        def close() -> None:
            self._store.journal.append(led.id, last)
            self._store.registers.file_call(*filed)
            self._seat.done(led.id)

        if self._acknowledge(led, last, done, done.closings, close):
            done.filed[led.id] = filed.summary.phone

    def _acknowledge(
        self, led: Led, events: tuple[Event, ...], done: Round, costs: list[float], save: Callable[[], None]
    ) -> bool:
        done.attempted[led.id] = done.attempted.get(led.id, 0) + len(events)
        try:
            _timed(save, costs)
        except StoreError:
            done.refused += 1
            return False
        done.acknowledged[led.id] = done.acknowledged.get(led.id, 0) + len(events)
        return True

    def _theirs(self, led: Led, done: Round) -> None:
        *before, last = led.batches
        for events in before:
            _timed(lambda events=events: self._peer.append(self._of(led, events)), done.keys)
        filed = records(led.log)
        _timed(lambda: self._peer.close_call(self._of(led, last), *filed), done.closings)

    def _of(self, led: Led, events: tuple[Event, ...]) -> list[Line]:
        return [(led.id, self._lines.of(led.id, event)) for event in events]


def _led(operator: str, number: int) -> Led:
    began = datetime.now(UTC) + timedelta(minutes=number)
    caller = phone((int(operator) * 31 + number) % CALLERS)
    return lead(operator, began, caller, appeal=(int(operator) + number) % APPEALS == 0)


def _timed(save: Callable[[], None], costs: list[float]) -> None:
    begun = perf_counter_ns()
    save()
    costs.append((perf_counter_ns() - begun) / 1e6)
