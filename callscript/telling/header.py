"""Who takes the call, where and for how long; whether the centre is open; whether everything is saved."""

from __future__ import annotations

from callscript.core import phrases
from callscript.core.script import Script
from callscript.core.worktime import is_open, local, next_change
from callscript.desk import Desk
from callscript.i18n import _
from callscript.session import Session
from callscript.store.errors import StoreError
from callscript.telling.values import HeaderView, minutes


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


def home_header(desk: Desk) -> HeaderView:
    """Say who sits at the desk, whether the centre is open, and the time."""
    return HeaderView(
        left=(
            f"№ {desk.operator.number} {desk.operator_name}",
            opening(desk, desk.script),
            phrases.label(desk.script, "centre", desk.script.pack.languages[0].id),
        ),
        right=local(desk.script, desk.now()).strftime("%d.%m.%Y %H:%M"),
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


def trouble(error: StoreError, unsaved: int) -> str:
    """Say that events could not be saved, why, and that the call goes on."""
    return _("NOT SAVED: {number}. The call goes on, saving is tried again. {reason}").format(
        number=unsaved, reason=error
    )
