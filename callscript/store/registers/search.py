"""Finding calls in the registers, the latest first, a day at a time: what is not asked for is not read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from callscript.contacts import phones
from callscript.contacts.search import has_words
from callscript.core.records import CallSummary, Query
from callscript.store.ports import Store


def search(store: Store, query: Query) -> Iterator[CallSummary]:
    """Return the calls that answer a query, the latest first."""
    return (summary for summary in _candidates(store, query) if _answers(summary, query))


def _candidates(store: Store, query: Query) -> Iterable[CallSummary]:
    if query.phone and phones.bucket(query.phone):
        return (earlier.summary for earlier in store.history(query.phone))
    days = [day for day in reversed(store.days()) if _within(day, query)]
    return (each for day in days for each in reversed(store.summaries(day, query.operator or None)))


def _answers(summary: CallSummary, query: Query) -> bool:
    return (
        _within(summary.day, query)
        and query.operator in ("", summary.operator)
        and query.outcome in ("", summary.outcome)
        and (not query.phone or phones.same(query.phone, summary.phone) is not None)
        and has_words(summary.name, query.name)
    )


def _within(day: date, query: Query) -> bool:
    return (query.first is None or query.first <= day) and (query.last is None or day <= query.last)
