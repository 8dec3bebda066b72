"""The calls that were led by a script pack, read from the journals of a home."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from callscript.commands.report import Report
from callscript.core.call.events import CallStarted, Closed, Discarded, Event
from callscript.runtime.paths import Folders
from callscript.store.errors import StoreError
from callscript.store.files import FileStore


class Led(NamedTuple):
    """How many calls began on each version, by its hash. Those opened by mistake are none, and practice is none."""

    closed: Counter[str]
    open: Counter[str]
    """They are led now, or their wrap-up is still to be finished."""


def led(folders: Folders, pack: str, report: Report) -> Led:
    """Count the calls of a pack, or of all: empty; tell what cannot be read."""
    found = Led(Counter(), Counter())
    for start, log in _logs(folders, pack, None, None, report):
        kinds = {type(event) for event in log}
        if Discarded not in kinds:
            (found.closed if Closed in kinds else found.open)[start.pack_hash] += 1
    return found


def logs(
    folders: Folders, pack: str, first: date | None, last: date | None, report: Report
) -> Iterator[Sequence[Event]]:
    """Yield each call of a pack that began from one day to another; tell what cannot be read."""
    return (log for _start, log in _logs(folders, pack, first, last, report))


def _logs(
    folders: Folders, pack: str, first: date | None, last: date | None, report: Report
) -> Iterator[tuple[CallStarted, Sequence[Event]]]:
    journal = FileStore(folders).journal
    for day in journal.days():
        if (first and day < first) or (last and day > last):
            continue
        try:
            found = journal.read_day(day)
        except StoreError as error:
            report.trouble([error])
            continue
        report.trouble(found.problems)
        for call in found.calls:
            log = found.of(call)
            start = next(iter(log.events), None)
            if isinstance(start, CallStarted) and pack in ("", start.pack) and not log.practice:
                yield start, log.events
