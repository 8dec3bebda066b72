"""What registers are made again from: every call of the journal, summarised anew."""

from __future__ import annotations

from collections.abc import Iterator

from callscript.core.records import Filed, Summarise
from callscript.store.errors import Damaged
from callscript.store.ports import Journal


def all_calls(journal: Journal, summarise: Summarise, problems: list[Damaged]) -> Iterator[Filed]:
    """Yield the calls, a day at a time; what cannot be used of the journal is added to `problems`."""
    for day in journal.days():
        log = journal.read_day(day)
        problems += log.problems
        problems += [Damaged(f"call {call}", 0, "recorded in a newer format, and left out") for call in log.newer]
        for call in log.calls:
            events = log.of(call).whole
            if filed := summarise(events) if events else None:
                yield filed
            else:
                problems.append(Damaged(f"{day}", 0, f"call {call} cannot be summarised"))
