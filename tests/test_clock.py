"""Time goes forward by itself and jumps only between calls."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path

import pytest

from callscript.runtime import clock
from callscript.runtime.clock import Clock, FakeClock, SinceBoot, SystemClock


class Set:
    """A system clock that somebody sets, and a count of seconds that nobody does."""

    def __init__(self) -> None:
        self.wall = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
        self.elapsed = 100.0

    def now(self, _zone: tzinfo) -> datetime:
        return self.wall


def test_the_system_clock_is_read_at_anchors_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """An hour put back in the middle of a hold changes nothing until the next call."""
    machine = Set()
    monkeypatch.setattr(clock, "datetime", machine)
    monkeypatch.setattr(clock, "_elapsed", lambda: machine.elapsed)
    system = SystemClock()
    start = system.now()
    machine.wall -= timedelta(hours=1)
    machine.elapsed += 180
    assert system.now() - start == timedelta(minutes=3)
    system.anchor()
    assert system.now() == machine.wall


def test_a_moment_by_the_clock_that_nobody_sets(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the clock since boot said at a moment is known later too, however the system clock is set in between."""
    machine = Set()
    monkeypatch.setattr(clock, "datetime", machine)
    monkeypatch.setattr(clock, "_elapsed", lambda: machine.elapsed)
    system = SystemClock()
    machine.elapsed += 30
    moment = system.now()
    machine.elapsed += 150
    machine.wall -= timedelta(hours=1)
    assert system.since_boot(moment).seconds == 130.0
    assert system.since_boot(moment).boot == SystemClock().since_boot(moment).boot != ""
    system.anchor()
    assert system.since_boot(system.now()).seconds == 280.0


def test_a_moment_before_the_machine_was_started_has_no_boot(monkeypatch: pytest.MonkeyPatch) -> None:
    """A timer of a call resumed after a restart may have run out while the machine was off, told by no clock."""
    machine = Set()
    monkeypatch.setattr(clock, "datetime", machine)
    monkeypatch.setattr(clock, "_elapsed", lambda: machine.elapsed)
    system, fake = SystemClock(), FakeClock()
    for kept, start in ((system, machine.wall - timedelta(seconds=100)), (fake, fake.now())):
        assert kept.since_boot(start).boot
        assert kept.since_boot(start).seconds == 0.0
        assert kept.since_boot(start - timedelta(seconds=1)) == SinceBoot("", 0.0)


def test_a_machine_without_its_id_gets_one(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Where the system does not tell one start of the machine from another, one process is told from another."""
    system = SystemClock()
    known = system.since_boot(system.now()).boot
    monkeypatch.setattr(clock, "_BOOT_ID", tmp_path / "none")
    clock._boot.cache_clear()
    made = [system.since_boot(system.now()).boot for _ in range(2)]
    clock._boot.cache_clear()
    assert made[0] == made[1] != known
    assert len(made[0]) == len(known) == 8


def test_the_clock_since_boot_goes_on_between_calls() -> None:
    """Two moments are as far apart by it as they are by the clock, unless that was set."""
    system = SystemClock()
    first, second = system.now(), system.now()
    apart = system.since_boot(second).seconds - system.since_boot(first).seconds
    assert apart == pytest.approx((second - first).total_seconds(), abs=2e-6)
    fake = FakeClock()
    fake.advance(5)
    fake.jump(-60)
    fake.anchor()
    fake.advance(1)
    assert fake.since_boot(fake.now()).seconds == 6.0


def test_the_system_clock_tells_the_time() -> None:
    """It is aware, in UTC, right, and does not go back."""
    system = SystemClock()
    times = [system.now() for _ in range(100)]
    assert times == sorted(times)
    assert times[0].utcoffset() == timedelta()
    assert abs(times[-1] - datetime.now(UTC)) < timedelta(seconds=5)


def test_the_fake_clock_keeps_the_same_promises() -> None:
    """Tests move it: forward, to a moment, or by a jump that shows at the next anchor."""
    fake = FakeClock()
    kept: Clock = fake
    start = kept.now()
    fake.advance(180)
    fake.jump(-3600)
    assert kept.now() - start == timedelta(minutes=3)
    kept.anchor()
    assert kept.now() - start == timedelta(minutes=3, hours=-1)
    fake.set(datetime.fromisoformat("2026-11-23T10:00:00+02:00"))
    assert kept.now() == datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
    assert kept.now().utcoffset() == timedelta()
    with pytest.raises(ValueError, match="without an offset"):
        fake.set(datetime(2026, 11, 23, 8, 0))  # noqa: DTZ001 - that is what must be refused
