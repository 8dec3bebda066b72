"""An operator of the benchmarks, who leads one call after the other in this process."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path
from time import perf_counter

from benchmarks.store_calls import STAMPING, Place, copied_id, copied_log, phone, today
from callscript.core.call.events import Event
from callscript.runtime.paths import Folders
from callscript.store.files import FileStore
from callscript.store.others import Recorded


class Writer:
    """An operator, who leads one call after the other."""

    def __init__(self, home: Path, operator: str, recorded: Recorded | None = None) -> None:
        """`recorded` hears of each save."""
        self.store = FileStore(Folders.resolve(home), STAMPING, recorded)
        self.operator = operator
        self._events = self._led()

    def append(self) -> tuple[str, float]:
        """Have the next event saved; return its call, and the milliseconds that it took."""
        call, event = next(self._events)
        begun = perf_counter()
        self.store.journal.append(call, [event])
        return call, (perf_counter() - begun) * 1000

    def _led(self) -> Iterator[tuple[str, Event]]:
        for number in count():
            of_day = Place(self.operator, today(), number)
            call = copied_id(of_day)
            yield from ((call, event) for event in copied_log(of_day, call, phone(number)))
