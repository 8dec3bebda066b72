"""The clock of home changes with the minute, without waking up more often than twice a minute."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from callscript.screens.later import until_next

NINE = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize("gone", [0, 0.25, 17, 29.9, 30, 41, 59.99])
def test_it_looks_just_past_each_full_and_half_minute(gone: float) -> None:
    """However late it is in the minute: no sooner, and hardly later."""
    now = NINE + timedelta(seconds=gone)
    then = now + timedelta(seconds=until_next(now))
    assert 0 < (then - NINE).total_seconds() % 30 < 0.1
    assert then - now <= timedelta(seconds=30.1)
