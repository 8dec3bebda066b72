"""Countdowns, worked out from the start of a timer and the time now: a tick is no event, only reaching a limit is."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

from msgspec import Struct

from callscript.core.call import events as e
from callscript.core.call.call import Call, Run
from callscript.core.script.durations import seconds
from callscript.core.script.model import Script

Phase = Literal["running", "warning", "over"]


class Countdown(Struct, frozen=True):
    """A running timer as the operator sees it."""

    timer: str
    left: int
    """Whole seconds; negative: over by so many."""
    phase: Phase


def countdowns(script: Script, call: Call, now: datetime) -> tuple[Countdown, ...]:
    """Return the running timers, the latest first."""
    shown = [_countdown(script, timer, run, now) for timer, run in call.running.items()]
    return tuple(reversed(shown))


def after_call_work(call: Call, now: datetime) -> Countdown | None:
    """Return how the work after a call stands with the centre's limit on it; None: it is not under way, or has none."""
    limit = call.allowed_after
    if not limit or call.ended is None or call.closed:
        return None
    left = limit - max(0, int((now - call.ended.at).total_seconds()))
    return Countdown("", left, "over" if left <= 0 else "warning" if left <= call.ended.warns else "running")


def limits_reached(script: Script, call: Call, now: datetime) -> tuple[e.TimerOverran, ...]:
    """Return the limits reached and not yet recorded, each at its own moment."""
    reached = [
        (run.started + _limit(script, timer), timer)
        for timer, run in call.running.items()
        if not run.overran and now >= run.started + _limit(script, timer)
    ]
    return tuple(
        e.TimerOverran(seq=call.seq + number, at=at, timer=timer)
        for number, (at, timer) in enumerate(sorted(reached), start=1)
    )


def next_alarm(script: Script, call: Call, now: datetime) -> datetime | None:
    """Return when a running timer will begin to warn or reach its limit; None: nothing is to come."""
    moments: list[datetime] = []
    for timer, run in call.running.items():
        limit = run.started + _limit(script, timer)
        warn = script.timers[timer].warn
        moments += [limit, limit - timedelta(seconds=seconds(warn))] if warn else [limit]
    if call.ended and not call.closed and (allowed := call.allowed_after):
        limit = call.ended.at + timedelta(seconds=allowed)
        moments += [limit, limit - timedelta(seconds=call.ended.warns)]
    return min((moment for moment in moments if moment > now), default=None)


def _limit(script: Script, timer: str) -> timedelta:
    return timedelta(seconds=seconds(script.timers[timer].limit))


def _countdown(script: Script, timer: str, run: Run, now: datetime) -> Countdown:
    spent = max(0, int((now - run.started).total_seconds()))
    left = seconds(script.timers[timer].limit) - spent
    warn = script.timers[timer].warn
    near = warn is not None and left <= seconds(warn)
    return Countdown(timer, left, "over" if left <= 0 else "warning" if near else "running")
