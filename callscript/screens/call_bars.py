"""Puts the bars of the call screen into words: header, key bar, and what is wrong with saving."""

from __future__ import annotations

from callscript.core import phrases
from callscript.core.call import Call
from callscript.core.script import Script
from callscript.core.worktime import is_open, local, next_change
from callscript.desk import Desk
from callscript.i18n import _
from callscript.keys import ACTIONS, why_not
from callscript.session import Session
from callscript.store.errors import StoreError
from callscript.telling.values import minutes
from callscript.widgets.bars import HeaderView, KeyCap


def header(desk: Desk, session: Session) -> HeaderView:
    """Say who takes the call, for how long, in which language, and whether it is saved."""
    script, call = session.script, session.call
    ended = call.ended.at if call.ended else desk.now()
    length = int((ended - call.start.at).total_seconds()) if call.start else 0
    saved = _("NOT SAVED: {number}").format(number=session.unsaved) if session.unsaved else _("saved")
    return HeaderView(
        left=(
            f"№ {desk.operator.number}",
            call.start.phone if call.start and call.start.phone else script.pack.id,
            _("script: {language}").format(language=call.language),
            opening(desk, script),
            phrases.label(script, "centre", call.language),
        ),
        right=f"{saved}  {minutes(length)}",
        alarm=bool(session.unsaved),
    )


def opening(desk: Desk, script: Script) -> str:
    """Say whether the centre is open, and until when."""
    now = desk.now()
    change = next_change(script, now)
    if script.pack.hours is None or change is None:
        return _("open round the clock") if script.pack.hours is None else _("closed")
    shown = local(script, change)
    same_day = shown.date() == local(script, now).date()
    until = shown.strftime("%H:%M" if same_day else "%d.%m. %H:%M")
    return (_("open until {time}") if is_open(script, now) else _("closed until {time}")).format(time=until)


def keys(script: Script, call: Call) -> tuple[KeyCap, ...]:
    """Say what the function keys do now."""
    taken = call.frame.detour if call.frame else ""
    return tuple(
        KeyCap(
            cap=action.cap,
            short=_(action.again if action.again and taken == action.id else action.short),
            offered=why_not(action, script, call) is None,
            lit=taken == action.id,
        )
        for action in ACTIONS
        if action.short
    )


def trouble(error: StoreError, unsaved: int) -> str:
    """Say that events could not be saved, why, and that the call goes on."""
    return _("NOT SAVED: {number}. The call goes on, saving is tried again. {reason}").format(
        number=unsaved, reason=error
    )
