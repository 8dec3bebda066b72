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
_UP = timedelta(seconds=5)
"""For so long a timer that repeats shows that its time was up, before it counts down to the next time."""


class Countdown(Struct, frozen=True):
    """A running timer as the operator sees it."""

    timer: str
    left: int
    """Whole seconds; negative: over by so many."""
    phase: Phase


def countdowns(script: Script, call: Call, now: datetime) -> tuple[Countdown, ...]:
    """Return the running timers: those of waits first, of which the latest leads; then clocks of their own."""
    latest_first = tuple(call.running.items())[::-1]
    runs = [*(each for each in latest_first if each[1].step), *(each for each in latest_first if not each[1].step)]
    return tuple(_countdown(script, timer, run, now) for timer, run in runs)


def after_call_work(call: Call, now: datetime) -> Countdown | None:
    """Return how the work after a call stands with the centre's limit on it; None: it is not under way, or has none."""
    limit = call.allowed_after
    if not limit or call.ended is None or call.closed:
        return None
    left = limit - max(0, int((now - call.ended.at).total_seconds()))
    return Countdown("", left, "over" if left <= 0 else "warning" if left <= call.ended.warns else "running")


def limits_reached(script: Script, call: Call, now: datetime) -> tuple[e.TimerOverran, ...]:
    """Return the limits reached and not yet recorded, each at its own moment; of a timer that repeats, the latest."""
    reached = [
        (run.started + _limit(script, timer) * rounds, timer, rounds if script.timers[timer].repeats else 0)
        for timer, run in call.running.items()
        if (rounds := _rounds(script, timer, run, now)) > run.reached
    ]
    return tuple(
        e.TimerOverran(seq=call.seq + number, at=at, timer=timer, reached=rounds)
        for number, (at, timer, rounds) in enumerate(sorted(reached), start=1)
    )


def next_limit(script: Script, timer: str, run: Run) -> datetime | None:
    """Return when a running timer reaches its limit next; None: it has, and does not repeat."""
    if run.reached and not script.timers[timer].repeats:
        return None
    return run.started + _limit(script, timer) * (run.reached + 1)


def next_alarm(script: Script, call: Call, now: datetime) -> datetime | None:
    """Return when a running timer will begin to warn or reach its limit; None: nothing is to come."""
    moments: list[datetime] = []
    for timer, run in call.running.items():
        round_begun = _round_begun(script, timer, run, now)
        limit = round_begun + _limit(script, timer)
        warn = script.timers[timer].warn
        moments += [limit, limit - timedelta(seconds=seconds(warn))] if warn else [limit]
        moments += [round_begun + _UP] if round_begun > run.started else []
    if call.ended and not call.closed and (allowed := call.allowed_after):
        limit = call.ended.at + timedelta(seconds=allowed)
        moments += [limit, limit - timedelta(seconds=call.ended.warns)]
    return min((moment for moment in moments if moment > now), default=None)


def _limit(script: Script, timer: str) -> timedelta:
    return timedelta(seconds=seconds(script.timers[timer].limit))


def _rounds(script: Script, timer: str, run: Run, now: datetime) -> int:
    """Return how often a timer has reached its limit by now; one that does not repeat, once."""
    rounds = max(0, (now - run.started) // _limit(script, timer))
    return rounds if script.timers[timer].repeats else min(rounds, 1)


def _round_begun(script: Script, timer: str, run: Run, now: datetime) -> datetime:
    """Return since when a timer counts down to the limit that comes next; one that does not repeat, from its start."""
    rounds = _rounds(script, timer, run, now) if script.timers[timer].repeats else 0
    return run.started + _limit(script, timer) * rounds


def _countdown(script: Script, timer: str, run: Run, now: datetime) -> Countdown:
    begun = _round_begun(script, timer, run, now)
    if begun > run.started and now < begun + _UP:
        return Countdown(timer, 0, "over")
    left = seconds(script.timers[timer].limit) - max(0, int((now - begun).total_seconds()))
    warn = script.timers[timer].warn
    near = warn is not None and left <= seconds(warn)
    return Countdown(timer, left, "over" if left <= 0 else "warning" if near else "running")
