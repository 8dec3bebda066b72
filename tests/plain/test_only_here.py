"""Line by line it is told that events are on this host only if that lasts: a line that was told stays."""

from __future__ import annotations

from pathlib import Path

from callscript.plain.watch import BEHIND, HomeWatch
from callscript.runtime.clock import FakeClock
from tests.service.conftest import Table

LASTS = 2.0
"""Seconds that it has to last."""


def test_what_lasts_is_told_once(tmp_path: Path) -> None:
    """What is sent on soon is not told, however often that is; what lasts is, once, and that it is over, too."""
    table = Table(tmp_path)
    others, watch, clock = table.desk.others, HomeWatch(table.desk), table.clock
    assert isinstance(clock, FakeClock)
    assert watch.patience is None
    for _ in range(3):
        setattr(others, "only_here", 1)  # noqa: B010 - what another host would say
        assert list(watch.saving()) == []
        assert watch.patience == LASTS + BEHIND
        clock.advance(LASTS - 0.1)
        assert list(watch.saving()) == []
        setattr(others, "only_here", 0)  # noqa: B010
        assert list(watch.saving()) == []
        assert watch.patience is None
    setattr(others, "only_here", 2)  # noqa: B010
    assert list(watch.saving()) == []
    clock.advance(LASTS + 1)
    assert watch.patience == BEHIND, "its moment has come unseen"
    assert [line.partition(".")[0] for line in watch.saving()] == ["ON THIS HOST ONLY: 2"]
    assert list(watch.saving()) == []
    assert watch.patience is None
    setattr(others, "only_here", 0)  # noqa: B010
    assert list(watch.saving()) == ["What was on this host only is sent on."]
    assert list(watch.saving()) == []
