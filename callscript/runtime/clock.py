"""The only place that says what time it is; others only measure how long they wait. Time never jumps while a call runs:
the system clock is read once, at an anchor, and what has passed since then is counted by a clock that nobody sets.
"""

from __future__ import annotations

import secrets
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import NamedTuple, Protocol

_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")
_SIGNS_OF_BOOT = 8
"""As many of its id as tell one start of a machine from all others of the same machine."""


class SinceBoot(NamedTuple):
    """A moment as a clock tells it that nobody sets: the seconds since a machine was started, asleep or not."""

    boot: str
    """Another one each time that the machine is started; empty: the moment lies before this start."""
    seconds: float


class Clock(Protocol):
    """What tells the session the time."""

    def now(self) -> datetime:
        """Return the time, aware, in UTC."""
        ...

    def since_boot(self, at: datetime) -> SinceBoot:
        """Return what the boot clock said at a moment."""
        ...

    def anchor(self) -> None:
        """Take over the system's idea of the time; only between calls."""
        ...

    def follow(self, ahead: Callable[[], float]) -> None:
        """Take over at each anchor what the centre's clock says: by how many seconds it is ahead of the system's."""
        ...

    def go_on_from(self, at: datetime, boot: SinceBoot | None) -> bool:
        """Go on from a moment of a call that is taken up, with what the boot clock said then.

        False: that is of no help, since the machine was started again, and only the system's clock tells how long it
        has been. That may have been set: it is taken over, but time never goes back behind that moment.
        """
        ...


class SystemClock:
    """The time of the machine, taken over at creation and at each `anchor`."""

    def __init__(self) -> None:
        self._ahead: Callable[[], float] = float
        self.anchor()

    def now(self) -> datetime:
        """Return the anchored time plus what has passed since."""
        return self._wall + timedelta(seconds=_elapsed() - self._base)

    def since_boot(self, at: datetime) -> SinceBoot:
        """Count from the anchor, at which both clocks were read."""
        return _since(_boot(), self._base + (at - self._wall).total_seconds())

    def anchor(self) -> None:
        """Read the system clock again."""
        self._wall = datetime.now(UTC) + timedelta(seconds=self._ahead())
        self._base = _elapsed()

    def follow(self, ahead: Callable[[], float]) -> None:
        """Take over at each anchor what the centre's clock says."""
        self._ahead = ahead

    def go_on_from(self, at: datetime, boot: SinceBoot | None) -> bool:
        """Go on from a moment of a call."""
        self.anchor()
        if boot and boot.boot == _boot():
            self._wall, self._base = at, boot.seconds
            return True
        self._wall = max(self._wall, at)
        return False


class FakeClock:
    """A clock that moves when it is told to: three minutes pass in no time."""

    def __init__(
        self,
        start: datetime = datetime(2026, 11, 23, 8, 0, tzinfo=UTC),
        *,
        running: float = 0.0,
        boot: str = "boot",
    ) -> None:
        self._now = _utc(start)
        self._boot = self._now - timedelta(seconds=running)
        """When the machine was started, so many seconds ago."""
        self._name = boot
        self._jump = timedelta()
        self._ahead: Callable[[], float] = float
        self._taken_over = 0.0

    def now(self) -> datetime:
        """Return the time it was set to."""
        return self._now

    def since_boot(self, at: datetime) -> SinceBoot:
        """Count from when the machine was started, which is when the clock was made unless that is told."""
        return _since(self._name, (at - self._boot).total_seconds())

    def anchor(self) -> None:
        """Take over the jumps of the system clock since the last anchor."""
        ahead, before = self._ahead(), self._taken_over
        self.jump(ahead - before)
        self._taken_over = ahead
        self._now += self._jump
        self._boot += self._jump
        self._jump = timedelta()

    def go_on_from(self, at: datetime, boot: SinceBoot | None) -> bool:
        """Go on from a moment of a call."""
        self.anchor()
        running = self._now - self._boot
        known = boot is not None and boot.boot == self._name
        self._now = at + running - timedelta(seconds=boot.seconds) if boot and known else max(self._now, at)
        self._boot = self._now - running
        return known

    def follow(self, ahead: Callable[[], float]) -> None:
        """Take over at each anchor what the centre's clock says."""
        self._ahead = ahead

    def advance(self, seconds: float) -> None:
        """Let time pass."""
        self._now += timedelta(seconds=seconds)

    def set(self, moment: datetime) -> None:
        """Go to a moment at once."""
        self._now = _utc(moment)

    def jump(self, seconds: float) -> None:
        """Have somebody set the system clock: seen only at the next `anchor`."""
        self._jump += timedelta(seconds=seconds)


if sys.platform == "linux":

    def _elapsed() -> float:
        return time.clock_gettime(time.CLOCK_BOOTTIME)  # goes on while the machine is suspended: so does a hold

    @cache
    def _boot() -> str:
        try:
            return _BOOT_ID.read_text(encoding="ascii")[:_SIGNS_OF_BOOT]
        except OSError:  # /proc need not be there
            return secrets.token_hex(_SIGNS_OF_BOOT // 2)
else:

    def _elapsed() -> float:
        return time.monotonic()

    @cache
    def _boot() -> str:
        return secrets.token_hex(_SIGNS_OF_BOOT // 2)


def _since(boot: str, seconds: float) -> SinceBoot:
    """Return a moment of a start of the machine, or of none: a call may have gone on while the machine was off."""
    return SinceBoot(boot, round(seconds, 6)) if seconds >= 0 else SinceBoot("", 0.0)


def _utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a moment without an offset")
    return moment.astimezone(UTC)
