"""What registers are made again from: every call of the journal, summarised anew, and what became of its work since."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain

from callscript.core.call.events import Event, TaskMove, is_afterwards
from callscript.core.records import Filed, Summarise
from callscript.core.tasks import in_order
from callscript.store.errors import Damaged
from callscript.store.logs import DayLog, numbered_on
from callscript.store.ports import Journal

Remade = tuple[Filed, Sequence[TaskMove]]
"""What is filed of a call, and what became of the work that it left open."""


def all_calls(journal: Journal, summarise: Summarise, problems: list[Damaged]) -> Iterator[Remade]:
    """Yield the calls, a day at a time; what cannot be used of the journal is added to `problems` at the end.

    The latest day comes first: what became of work stands in the desk logs of the same day and of later ones. A call
    is yielded twice if somebody's clock has put that into an earlier day: the second time counts.
    """
    moves: dict[str, list[TaskMove]] = defaultdict(list)
    wrong: list[list[Damaged]] = []
    late: set[str] = set()
    for day in reversed(journal.days()):
        log = journal.read_day(day)
        newer = [Damaged(f"call {call}", 0, "recorded in a newer format, and left out") for call in log.newer]
        wrong.append([*log.problems, *newer])
        late |= _moved(log, moves)
        for call in log.calls:
            late.discard(call)
            if log.of(call).practice:
                continue
            if remade := made(log.of(call).whole, summarise, moves[call]):
                yield remade
            else:
                wrong[-1].append(Damaged(f"{day}", 0, f"call {call} cannot be summarised"))
    for call in sorted(late):
        if remade := made(journal.read_call(call).whole, summarise, moves[call]):
            yield remade
    problems += chain.from_iterable(reversed(wrong))


def _moved(log: DayLog, moves: dict[str, list[TaskMove]]) -> set[str]:
    """Take what became of work out of desk logs; return the calls that it is of."""
    calls: set[str] = set()
    for event in chain.from_iterable(log.desks.values()):
        if isinstance(event, TaskMove) and is_afterwards(event):
            moves[event.call].append(event)
            calls.add(event.call)
    return calls


def made(events: Sequence[Event], summarise: Summarise, moves: Sequence[TaskMove]) -> Remade | None:
    """Summarise a call with what became of its work since; None: that cannot be done."""
    ordered = in_order(moves)
    filed = summarise([*events, *numbered_on(events, ordered)]) if events else None
    return (filed, ordered) if filed else None
