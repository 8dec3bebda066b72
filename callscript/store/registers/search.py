"""Finding filed calls, the latest first, a day at a time: what is not asked for is not read; and their order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date

from callscript.contacts import phones
from callscript.contacts.search import has_words
from callscript.core.records import CallSummary, Earlier, Query, TaskRecord
from callscript.runtime.text import clean

Summaries = Callable[[date, str | None], Sequence[CallSummary]]
History = Callable[[str], Sequence[Earlier]]


def search(query: Query, latest_days: Iterable[date], summaries: Summaries, history: History) -> Iterator[CallSummary]:
    """Return the calls that answer a query, the latest first."""
    if query.phone and phones.bucket(query.phone):
        found = (earlier.summary for earlier in history(query.phone))
    else:
        days = (day for day in latest_days if _within(day, query))
        found = (each for day in days for each in reversed(summaries(day, query.operator or None)))
    return (summary for summary in found if _answers(summary, query))


def in_order(summaries: Iterable[CallSummary]) -> list[CallSummary]:
    """Return calls, the earliest first."""
    return sorted(summaries, key=lambda each: (each.started, each.id))


def alike(phone: str, summaries: Iterable[CallSummary]) -> list[Earlier]:
    """Return the calls under a number, the latest first: the same number, or maybe the same."""
    told = [(each, phones.same(phone, each.phone)) for each in reversed(in_order(summaries))]
    return [Earlier(each, sure) for each, sure in told if sure is not None]


def by_urgency(tasks: Iterable[TaskRecord]) -> list[TaskRecord]:
    """Return open work, the most urgent first."""
    return sorted(tasks, key=lambda task: (task.due, task.id))


def _answers(summary: CallSummary, query: Query) -> bool:
    return (
        _within(summary.day, query)
        and query.operator in ("", summary.operator)
        and query.outcome in ("", summary.outcome)
        and (not query.phone or phones.same(query.phone, summary.phone) is not None)
        and has_words(clean(summary.name), query.name)  # a name is looked for as it is shown
    )


def _within(day: date, query: Query) -> bool:
    return (query.first is None or query.first <= day) and (query.last is None or day <= query.last)
