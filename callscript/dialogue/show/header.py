"""Who takes the call, where and for how long; whether the centre is open; whether everything is saved."""

from __future__ import annotations

from datetime import datetime

from callscript.core.call.call import Call
from callscript.core.call.events import CallStarted, Operator
from callscript.core.script import phrases
from callscript.core.script.model import Script
from callscript.core.script.working_time import is_open, local, next_opening_change
from callscript.dialogue.show.dates import day_and_time
from callscript.dialogue.show.languages import script_in
from callscript.dialogue.show.values import HeaderView, minutes
from callscript.runtime.i18n import _


def header(
    script: Script, call: Call, operator: Operator, now: datetime, unsaved: int, clock_wrong: int = 0
) -> HeaderView:
    """Say who takes the call, for how long, in which language, and whether it is saved.

    `clock_wrong`: by how many seconds the clock of this machine is.
    """
    saved = _("NOT SAVED: {number}").format(number=unsaved) if unsaved else _("saved")
    return HeaderView(
        left=(
            _("№ {number}").format(number=operator.number),
            *_wrong(clock_wrong),
            *((_number(call.start),) if call.start and call.start.phone else ()),
            script_in(call.language),
            *opening_hours(script, now),
            phrases.label(script, "centre"),
        ),
        right="  ".join(filter(None, (_clock(call, now), saved))),
        alarm=bool(unsaved),
    )


def _clock(call: Call, now: datetime) -> str:
    """Say how long the call has lasted, or the work after it."""
    if call.closed:
        return ""
    if call.ended:
        return _("after the call {time}").format(time=minutes(int((now - call.ended.at).total_seconds())))
    return _("call {time}").format(time=minutes(int((now - call.start.at).total_seconds()) if call.start else 0))


def _number(start: CallStarted) -> str:
    return _("to {phone}").format(phone=start.phone) if start.outgoing else start.phone


def _wrong(seconds: int) -> tuple[str, ...]:
    return (_("! clock wrong: {seconds} s").format(seconds=seconds),) if seconds else ()


def home_header(script: Script, operator: Operator, now: datetime, clock_wrong: int = 0) -> HeaderView:
    """Say who sits at the desk, whether the centre is open, and the time; by how much the machine's clock is wrong."""
    own = script.own_language
    return HeaderView(
        left=(
            _("№ {number}").format(number=operator.number) + f" {phrases.operator_name(script, operator, own)}",
            *opening_hours(script, now),
            phrases.label(script, "centre", own),
        ),
        right="  ".join((*_wrong(clock_wrong), local(script, now).strftime("%d.%m.%Y %H:%M"))),
        alarm=bool(clock_wrong),
    )


def opening_hours(script: Script, now: datetime) -> tuple[str, ...]:
    """Say whether the centre is open, and until when; nothing of a centre that states no hours."""
    if script.hours is None:
        return ()
    change = next_opening_change(script, now)
    if change is None:
        return (_("closed"),)
    shown = local(script, change)
    same_day = shown.date() == local(script, now).date()
    until = shown.strftime("%H:%M") if same_day else day_and_time(shown)
    return ((_("open until {time}") if is_open(script, now) else _("closed until {time}")).format(time=until),)


def trouble(error: Exception, unsaved: int) -> str:
    """Say that events could not be saved, why, and that the call goes on."""
    return _("NOT SAVED: {number}. The call goes on, saving is tried again. {reason}").format(
        number=unsaved, reason=error
    )


def trouble_at_home(error: Exception | None, unsaved: int) -> str:
    """Say that events of calls that are over could not be saved, and why."""
    return _("NOT SAVED: {number}. Saving is tried again. {reason}").format(number=unsaved, reason=error or "").strip()


def only_here(number: int) -> str:
    """Say how much is saved on this host and not sent on to the centre yet; empty: nothing, longer than usual."""
    told = _("ON THIS HOST ONLY: {number}. Work goes on; it is sent on later by itself.")
    return told.format(number=number) if number else ""


def not_delivered(waiting: int, given_up: int) -> str:
    """Say what others were to be told and were not; empty: nothing is late."""
    parts = (
        _("NOT DELIVERED, and not tried any more: {number}.").format(number=given_up) if given_up else "",
        _("On its way, not delivered yet: {number}.").format(number=waiting) if waiting else "",
        _("See callscript outbox.") if given_up or waiting else "",
    )
    return " ".join(filter(None, parts))


def leaving(error: Exception | None, unsaved: int, lost: str, *, in_call: bool) -> str:
    """Say what becomes of what was recorded if the program is left now: it is kept elsewhere, or why it is `lost`."""
    if unsaved and lost:
        return _(
            "NOT SAVED: {number}. It cannot be kept anywhere: {reason}. Stay until there is room, or leave and lose it."
        ).format(number=unsaved, reason=lost)
    if unsaved:
        return _(
            "NOT SAVED: {number}. {reason} If you leave now, it is kept elsewhere on this machine and taken in at the "
            "next start."
        ).format(number=unsaved, reason=f"{error}." if error else "")
    if in_call:
        return _("A call is open. What was recorded is kept, and the next start offers to go on with it.")
    return _("Everything is saved now.")
