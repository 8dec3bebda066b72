"""Calls for the tests of the store, without a script behind them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from msgspec.structs import replace

from callscript.core.call import events as e
from callscript.core.call.apply import apply
from callscript.core.call.call import Call
from callscript.core.call.events import Event
from callscript.core.letters import Letter
from callscript.core.records import CallSummary, Filed, task_records
from callscript.runtime.clock import SinceBoot
from callscript.store.journal.stamp import Stamp
from callscript.store.names import parse_call_id

START = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
CALL = "20261123-17-abc"
HOSTILE = ("../../x", "[red]", "№ 17", "a/b", "", ".", "..", "17\n", "\x1b[c", "Ґ" * 200, "=cmd", "a\x00b", "\udc80")


def operator(number: str = "17") -> e.Operator:
    """Return the operator of every sample."""
    return e.Operator(number=number, name="Олена Д’Артаньян", name_latin="Olena DArtanian", gender="feminine")


def started(call: str = CALL, *, phone: str = "", number: str = "17") -> Event:
    """Return the first event of a call."""
    return e.CallStarted(
        seq=1,
        at=START,
        call=call,
        pack="ua-court",
        pack_hash="0" * 16,
        operator=operator(number),
        language="uk",
        phone=phone,
        open=True,
        day_part="day",
        step="greet",
    )


def filled(seq: int, value: str = "Іван [/red] \x1b[c") -> Event:
    """Return an event with a caller's words in it."""
    return e.Filled(seq=seq, at=START + timedelta(seconds=seq), field="name", value=value)


def log(call: str = CALL, length: int = 5, *, phone: str = "", number: str = "17") -> list[Event]:
    """Return a call of so many events."""
    return [started(call, phone=phone, number=number), *(filled(seq) for seq in range(2, length + 1))]


def task(seq: int, name: str = "t1") -> Event:
    """Return an event that leaves work open."""
    return e.TaskOpened(seq=seq, at=START, task=name, kind="callback", due=START + timedelta(hours=seq), step="promise")


def stamping(at: datetime) -> Stamp:
    """Stamp everything alike, on a machine that was started with the first call."""
    return Stamp(SinceBoot("b007", (at - START).total_seconds()), "desk-7")


def summarise(events: Sequence[Event]) -> Filed | None:
    """Make a summary without a script."""
    first = events[0]
    if not isinstance(first, e.CallStarted) or not (ref := parse_call_id(first.call)):
        return None
    summary = CallSummary(
        id=first.call,
        day=ref.day,
        operator=first.operator.number,
        pack=first.pack,
        language=first.language,
        phone=first.phone,
        name=next((event.value for event in events if isinstance(event, e.Filled)), ""),
        started=first.at,
        closed=isinstance(events[-1], e.Closed),
    )
    call = Call()
    for event in e.without_moves(events):
        call = apply(call, event)
    return Filed(summary, task_records(summary, call.tasks))


def records(events: Sequence[Event]) -> Filed:
    """Make what is filed of a call that can be summarised."""
    made = summarise(events)
    assert made
    return made


def summary(events: Sequence[Event]) -> CallSummary:
    """Make a summary that cannot be missing."""
    return records(events).summary


NOW = START + timedelta(minutes=5)


def letter(event: int = 7, call: str = CALL, **changes: Any) -> Letter:
    """Return a letter that was put in just now."""
    made = Letter(
        call=call,
        event=event,
        notice="appeal",
        to="management",
        since=NOW,
        subject="Зареєстровано усне звернення",
        text="Прізвище: Шевченко\n",
        begun=NOW,
        next_try=NOW,
    )
    return replace(made, **changes)
