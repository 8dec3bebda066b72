"""How an operator stands now: what a supervisor's board shows, folded from the events of the one call that is led.

A row changes with events only, as the call does: what passes by itself (a hold that goes on, a limit that is reached, a
seat that falls silent) is worked out from it and the time (`standing`). So a row is the same wherever it comes from. It
holds nothing that a caller said: of a number the last two digits.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from callscript.core.call import events as e
from callscript.core.call.apply import apply
from callscript.core.call.call import Call
from callscript.core.script import phrases
from callscript.core.script.durations import seconds
from callscript.core.script.model import Script

State = Literal["ready", "call", "hold", "unheard", "consult", "after_call", "gone", "unknown"]
"""`unknown`: what is recorded of the operator cannot be read."""
Silence = Literal["", "left", "unrecorded", "not_resumed", "quiet", "cut_off"]
"""Why it is not believed that somebody leads the open call: nobody has the seat; a limit was reached and not recorded,
which a session does by itself; the program was started again and has not gone on with it; nothing came for long. Of a
host that is not heard nothing is believed, with a call or without.
"""

AFTER_CALL = "after_call"
"""The name of the clock of the work after a call."""
_CONSULTS = frozenset({"escalate", "transfer"})
_UNHEARD = "unclear"
_LATE = 15.0
"""Seconds within which a session records that a limit is reached, however busy the machine is."""
_QUIET = 600.0
"""Seconds without an event after which an open call is held to be silent: a step seldom lasts so long."""
_KEPT, _TELLING = 2, 7
"""So many digits are left of a number, if it has that many: a short one would be known by them."""
_HIDDEN = "•••"


class Clock(Struct, frozen=True, kw_only=True):
    """A timer that is running."""

    name: str
    """In the centre's language; or `AFTER_CALL`."""
    started: datetime
    limit: int
    """Seconds."""
    warn: int = 0
    """Seconds before the limit; 0: it does not warn."""
    hold: bool = False
    """The caller is on hold meanwhile."""
    recorded: bool = False
    """The session has recorded that the limit is reached."""
    about: bool = False
    """The machine was started again meanwhile."""


class LiveRow(Struct, frozen=True, kw_only=True):
    """How an operator stands, as far as events tell it; and whether somebody has the seat."""

    operator: str
    """The number."""
    state: State = "ready"
    since: datetime | None = None
    """Since when it is so; None: that is not known."""
    call: str = ""
    """The open call; empty: there is none."""
    latest: datetime | None = None
    """When the latest event was recorded."""
    stage: str = ""
    """The id of the stage in the main script."""
    stage_name: str = ""
    """Its name in the centre's language."""
    detour: str = ""
    """The name of the detour that is being taken, in the centre's language."""
    phone: str = ""
    """The end of the caller's number."""
    clocks: tuple[Clock, ...] = ()
    holds: int = 0
    """How many holds of the call are over."""
    held: float = 0.0
    """Seconds that they lasted together."""
    holds_over: int = 0
    """How many of them went on over the limit."""
    host: str = ""
    """Where the session runs; empty: on this host."""
    seated: bool = True
    """A session has the seat."""
    seated_since: datetime | None = None
    """None: that is not known."""
    unheard: datetime | None = None
    """Since when nothing is heard of the host; None: something is."""


class LiveCall(Struct, frozen=True):
    """A call that is being led, and since when it stands as it does."""

    call: Call = Call()
    state: State = "call"
    since: datetime | None = None


class Running(Struct, frozen=True):
    """A clock at a moment."""

    clock: Clock
    spent: int
    """Whole seconds."""
    phase: Literal["running", "warning", "over"]


class Standing(Struct, frozen=True):
    """How an operator stands at a moment."""

    row: LiveRow
    state: State
    silence: Silence
    seconds: int | None
    """For how long it is so; None: that is not known."""
    silent_for: int
    """Seconds since the latest event, or since the host was heard; 0: nothing is silent."""
    clocks: tuple[Running, ...]
    hold: int | None
    """Seconds of the hold that goes on; None: the caller is not on hold."""
    held: int
    """Seconds of all holds of the call, that one among them."""


def follow(script: Script | None, live: LiveCall, event: e.Event) -> LiveCall:
    """Return a call that is led as it is after an event. Facts and clauses are not asked: nobody shows them here."""
    call = replace(apply(live.call, event), seq=event.seq, latest=event.at)
    state = _state(script, call)
    return LiveCall(call, state, live.since if live.since and live.state == state else event.at)


def follow_all(script: Script | None, log: Iterable[e.Event]) -> LiveCall:
    """Return the call that is led and whose events so far these are."""
    live = LiveCall()
    for event in log:
        live = follow(script, live, event)
    return live


def live_row(script: Script | None, operator: str, live: LiveCall) -> LiveRow:
    """Return how the operator of a call stands; without the script, whose version may be nowhere, unnamed."""
    call = live.call
    if call.closed:
        return LiveRow(operator=operator, since=call.closed, latest=call.latest)
    holds = call.runs_of(script.hold_timer) if script else ()
    stage, name, detour = _place(script, call) if script else ("", "", "")
    return LiveRow(
        operator=operator,
        state=live.state,
        since=live.since,
        call=call.start.call if call.start else "",
        latest=call.latest,
        stage=stage,
        stage_name=name,
        detour=detour,
        phone=end_of(call.start.phone) if call.start else "",
        clocks=(*(_clocks(script, call) if script else ()), *_after_call(call)),
        holds=len(holds),
        held=sum((run.ended - run.started).total_seconds() for run in holds),
        holds_over=sum(run.overran for run in holds),
    )


def standing(row: LiveRow, now: datetime) -> Standing:
    """Return how an operator stands at a moment: nobody who gives no sign of life counts as free."""
    clocks = tuple(_running(clock, now) for clock in row.clocks)
    silence = _silence(row, now)
    state = row.state if row.seated else "gone"
    since = row.since if row.seated else row.latest
    if row.unheard and not row.call:
        state, since = "unknown", row.unheard
    elif row.seated and not row.call and row.seated_since:
        since = max(row.since, row.seated_since) if row.since else row.seated_since
    hold = next((each.spent for each in clocks if each.clock.hold), None)
    return Standing(
        row=row,
        state=state,
        silence=silence,
        seconds=_passed(since, now) if since else None,
        silent_for=_passed(heard, now) if silence and (heard := row.unheard or row.latest) else 0,
        clocks=clocks,
        hold=hold,
        held=int(row.held) + (hold or 0),
    )


def moved(row: LiveRow, later: timedelta) -> LiveRow:
    """Return a row as a clock tells it that is so much ahead of the one that told it."""
    since, latest, seated = (each and each + later for each in (row.since, row.latest, row.seated_since))
    clocks = tuple(replace(clock, started=clock.started + later) for clock in row.clocks)
    return replace(row, since=since, latest=latest, seated_since=seated, clocks=clocks)


def end_of(phone: str) -> str:
    """Return what may be seen of a caller's number; nothing, if there was none."""
    digits = [sign for sign in phone if sign.isdecimal()]
    if not digits:
        return ""
    return _HIDDEN + ("".join(digits[-_KEPT:]) if len(digits) >= _TELLING else "")


def _state(script: Script | None, call: Call) -> State:
    if call.closed:
        return "ready"
    if call.ended:
        return "after_call"
    if (script.hold_timer if script else "hold") in call.running:
        return "hold"
    taken = {frame.detour for frame in call.frames}
    return "unheard" if _UNHEARD in taken else "consult" if taken & _CONSULTS else "call"


def _place(script: Script, call: Call) -> tuple[str, str, str]:
    """Return the id and the name of the stage in the main script, and the name of the detour taken."""
    if not call.frames:
        return "", "", ""
    stage = script.stage_of.get(call.frames[0].step)
    detour = call.frames[-1].detour
    name = phrases.label(script, f"stage.{stage.id}") if stage else ""
    return stage.id if stage else "", name, phrases.label(script, f"detour.{detour}") if detour else ""


def _clocks(script: Script, call: Call) -> Iterator[Clock]:
    for timer, run in reversed(tuple(call.running.items())):
        if limit := script.timers.get(timer):
            over = timedelta(seconds=seconds(limit.limit) * run.reached) if limit.repeats else timedelta()
            yield Clock(
                name=phrases.label(script, f"timer.{timer}"),
                started=run.started + over,
                limit=seconds(limit.limit),
                warn=seconds(limit.warn) if limit.warn else 0,
                hold=timer == script.hold_timer,
                recorded=run.overran and not limit.repeats,
                about=run.about,
            )


def _after_call(call: Call) -> Iterator[Clock]:
    """Yield the clock of the work after a call, if the centre limits it: a session records no reaching of that."""
    if call.ended and (limit := call.allowed_after):
        warns = call.ended.warns
        yield Clock(name=AFTER_CALL, started=call.ended.at, limit=limit, warn=warns, recorded=True)


def _running(clock: Clock, now: datetime) -> Running:
    spent = _passed(clock.started, now)
    near = bool(clock.warn) and spent >= clock.limit - clock.warn
    return Running(clock, spent, "over" if spent >= clock.limit else "warning" if near else "running")


def _silence(row: LiveRow, now: datetime) -> Silence:
    if row.unheard:
        return "cut_off"
    if not row.call:
        return ""
    if not row.seated:
        return "left"
    if row.seated_since and row.latest and row.seated_since > row.latest:
        return "not_resumed"
    if any(not each.recorded and _since(each.started, now) > each.limit + _LATE for each in row.clocks):
        return "unrecorded"
    return "quiet" if row.latest and _since(row.latest, now) > _QUIET else ""


def _since(moment: datetime, now: datetime) -> float:
    return (now - moment).total_seconds()


def _passed(moment: datetime, now: datetime) -> int:
    return max(0, int(_since(moment, now)))
