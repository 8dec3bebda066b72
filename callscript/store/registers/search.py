"""Finding filed calls, the latest first, a day at a time: what is not asked for is not read; and their order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime

from callscript.contacts.phones import same
from callscript.contacts.search import has_words
from callscript.core.records import CallSummary, Earlier, Query, TaskRecord
from callscript.runtime.text import clean

_NEVER = datetime.max.replace(tzinfo=UTC)

Summaries = Callable[[date, str | None], Sequence[CallSummary]]
History = Callable[[str], Sequence[Earlier]]


def search(query: Query, latest_days: Iterable[date], summaries: Summaries, history: History) -> Iterator[CallSummary]:
    """Yield the calls that answer a query, the latest first; behind them those whose names do so only roughly."""
    if query.phones:
        found = iter(reversed(in_order(_each_once(map(history, query.phones)))))
    else:
        days = (day for day in latest_days if _within(day, query))
        found = (each for day in days for each in reversed(summaries(day, query.operator or None)))
    roughly: list[CallSummary] = []
    for summary in found:
        if not _answers(summary, query):
            continue
        if (named := has_words(clean(summary.name), query.name)) is True:  # a name is looked for as it is shown
            yield summary
        elif named is None:
            roughly.append(summary)
    yield from roughly


def in_order(summaries: Iterable[CallSummary]) -> list[CallSummary]:
    """Return calls, the earliest first."""
    return sorted(summaries, key=lambda each: (each.started, each.id))


def alike(phone: str, summaries: Iterable[CallSummary]) -> list[Earlier]:
    """Return the calls under a number, the latest first: the same number, or maybe the same."""
    told = [(each, has_any((phone,), each)) for each in reversed(in_order(summaries))]
    return [Earlier(each, sure) for each, sure in told if sure is not None]


def has_any(numbers: Iterable[str], summary: CallSummary) -> bool | None:
    """Tell whether a call has one of some numbers: True surely, False maybe, None not."""
    found = {same(number, other) for number in numbers for other in filed_under(summary)}
    return True if True in found else False if False in found else None


def filed_under(summary: CallSummary) -> tuple[str, ...]:
    """Return the numbers that a call is found by: none of one discarded, the caller's of one filed long ago."""
    if summary.discarded:
        return ()
    return summary.phones or ((summary.phone,) if summary.phone else ())


def by_urgency(tasks: Iterable[TaskRecord]) -> list[TaskRecord]:
    """Return open work, each once, the most urgent first; what has no term stands last."""
    each_once = {task.id: task for task in tasks}.values()
    return sorted(each_once, key=lambda task: (task.due or _NEVER, task.id))


def last_closed(tasks: Iterable[TaskRecord]) -> list[TaskRecord]:
    """Return what of work is closed, what was closed last first."""
    closed = [task for task in tasks if not task.is_open]
    return sorted(closed, key=lambda task: (task.since or _NEVER, task.id), reverse=True)


def _answers(summary: CallSummary, query: Query) -> bool:
    return (
        _within(summary.day, query)
        and query.operator in ("", summary.operator)
        and query.outcome in ("", summary.outcome)
        and query.call in ("", summary.id)
    )


def _each_once(found: Iterable[Sequence[Earlier]]) -> Iterable[CallSummary]:
    return {each.summary.id: each.summary for earlier in found for each in earlier}.values()


def _within(day: date, query: Query) -> bool:
    return (query.first is None or query.first <= day) and (query.last is None or day <= query.last)
