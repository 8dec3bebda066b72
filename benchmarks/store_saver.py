"""One operator of the crowd: saves the same calls to our store and to the peer's database, each when it is asked to."""

from __future__ import annotations

import gc
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter_ns

import msgspec

from benchmarks.store_calls import APPEALS, Led, lead, phone, script
from benchmarks.store_crowd import Round
from benchmarks.store_peer import Line, Peer
from callscript.core.call.call import fold_all
from callscript.core.call.events import Event
from callscript.core.records import CallSummary, open_tasks
from callscript.runtime.paths import Folders
from callscript.service.summary import summarise
from callscript.store.errors import StoreError
from callscript.store.files import FileStore
from callscript.store.journal import lines

CALLERS = 997
"""Few enough that operators file calls of the same callers."""


class Saver:
    """An operator with calls to save."""

    def __init__(self, folder: Path, operator: str, calls: int) -> None:
        self._store = FileStore(Folders.resolve(folder / "home"))
        self._seat = self._store.sit_down(operator)
        self._peer = Peer(folder / "peer.sqlite")
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
        self._store.close()
        self._peer.close()

    def _ours(self, led: Led, done: Round) -> None:
        self._seat.begin(led.id)
        *before, last = led.batches
        for events in before:
            self._acknowledge(led, events, done, done.keys, lambda events=events: self._store.append(led.id, events))
        summary = _summary(led)

        def close() -> None:
            self._store.append(led.id, last)
            self._store.file_call(summary, open_tasks(summary, led.log))
            self._seat.done()

        if self._acknowledge(led, last, done, done.closings, close):
            done.filed[led.id] = summary.phone

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
            _timed(lambda events=events: self._peer.append(_lines(led, events)), done.keys)
        summary = _summary(led)
        tasks = open_tasks(summary, led.log)
        _timed(lambda: self._peer.close_call(_lines(led, last), summary, tasks), done.closings)


def _led(operator: str, number: int) -> Led:
    began = datetime.now(UTC) + timedelta(minutes=number)
    caller = phone((int(operator) * 31 + number) % CALLERS)
    return lead(operator, began, caller, appeal=(int(operator) + number) % APPEALS == 0)


def _summary(led: Led) -> CallSummary:
    summary = summarise(script(), fold_all(script(), led.log))
    assert summary
    return summary


def _lines(led: Led, events: tuple[Event, ...]) -> list[Line]:
    return [(led.id, lines.encode(led.id, event)) for event in events]


def _timed(save: Callable[[], None], costs: list[float]) -> None:
    begun = perf_counter_ns()
    save()
    costs.append((perf_counter_ns() - begun) / 1e6)
