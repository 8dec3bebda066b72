"""Drops the months that are older than the settings say: a timer runs it; what one run has left, the next one drops."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from callscript.relay.admin import drop_month
from callscript.relay.migrations import hold_fit
from callscript.relay.postgres import Connected
from callscript.relay.settings import Settings, SettingsWrong
from callscript.runtime.clock import Clock

_OLDER = "select month, dropped is not null from callscript.month where month < %s order by month"


def retain(connection: Connected, settings: Settings, clock: Clock) -> Iterator[str]:
    """Drop what is older than is kept, the oldest month first; yield what that was."""
    hold_fit(connection)
    months = _kept(settings)
    for month, dropped in _older(connection, months, clock):
        told = drop_month(connection, month, clock)  # of one that was dropped, what a run that was killed has left
        if not dropped or any(not line.endswith(": 0") for line in told[1:]):
            yield from told
    yield f"kept: from {_first(months, clock):%Y-%m} on"


def kept(connection: Connected, settings: Settings, clock: Clock) -> Iterator[str]:
    """Yield what is kept, and what is still there of what is not."""
    if settings.keep_months is None:
        yield "kept: all (there is no keep_months in the settings)"
        return
    due = [f"{month:%Y-%m}" for month, dropped in _older(connection, settings.keep_months, clock) if not dropped]
    yield f"kept: from {_first(settings.keep_months, clock):%Y-%m} on; to be dropped: {', '.join(due) or 'none'}"


def _kept(settings: Settings) -> int:
    if settings.keep_months is None:
        told = "it says not how long calls are kept: write how many months, as in keep_months = 24"
        raise SettingsWrong(settings.file, told)
    return settings.keep_months


def _first(months: int, clock: Clock) -> date:
    """Return the first month that is kept: so many that are over, and the one that goes on."""
    now = clock.now().date()
    number = now.year * 12 + now.month - 1 - months
    return date(number // 12, number % 12 + 1, 1)


def _older(connection: Connected, months: int, clock: Clock) -> list[tuple[date, bool]]:
    """Return the months there were before those that are kept, and whether they were dropped."""
    return connection.execute(_OLDER, (_first(months, clock),)).fetchall()
