"""Finding calls in the registers, the latest first, a day at a time: what is not asked for is not read."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date

from msgspec import Struct

from callscript.store import Store, phones
from callscript.store.records import CallSummary


class Query(Struct, frozen=True, kw_only=True):
    """What to look for; what is empty does not matter."""

    first: date | None = None
    last: date | None = None
    operator: str = ""
    phone: str = ""
    """E.164 or as typed."""
    name: str = ""
    """Words, or parts of them, in any order."""
    outcome: str = ""


def find(store: Store, query: Query) -> Iterator[CallSummary]:
    """Return the calls that answer a query, the latest first."""
    return (summary for summary in _candidates(store, query) if _answers(summary, query))


def _candidates(store: Store, query: Query) -> Iterable[CallSummary]:
    if query.phone and phones.bucket(query.phone):
        return (earlier.summary for earlier in store.history(query.phone))
    days = [day for day in reversed(store.days()) if _within(day, query)]
    return (each for day in days for each in reversed(store.summaries(day, query.operator or None)))


def _answers(summary: CallSummary, query: Query) -> bool:
    name = _plain(summary.name)
    return (
        _within(summary.day, query)
        and query.operator in ("", summary.operator)
        and query.outcome in ("", summary.outcome)
        and (not query.phone or phones.same(query.phone, summary.phone) is not None)
        and all(word in name for word in _plain(query.name).split())
    )


def _within(day: date, query: Query) -> bool:
    return (query.first is None or query.first <= day) and (query.last is None or day <= query.last)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKD", text).casefold().replace("’", "'").replace("ʼ", "'")
