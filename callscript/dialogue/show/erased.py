"""Says of calls and of open work that what the caller gave was erased: when, and why."""

from __future__ import annotations

from datetime import datetime

from callscript.core.call.call import Call
from callscript.core.call.events import Erased
from callscript.core.records import CallSummary, TaskRecord
from callscript.core.script.model import Script
from callscript.core.script.working_time import local
from callscript.runtime.i18n import _


def erased(script: Script, known: CallSummary | TaskRecord, *, why: bool = False) -> str:
    """Say when what a caller gave was erased, and why if that is wanted; empty: it was not."""
    return _told(script, known.erased, known.ground if why else "") if known.erased else ""


def erased_of(script: Script, call: Call) -> str:
    """Say of a call when what the caller gave was erased, and why; empty: it was not."""
    return _told(script, call.erased.at, call.erased.ground) if call.erased else ""


def erased_by(event: Erased) -> str:
    """Say who erased: an operator by number, or an account by name."""
    return _("№ {number}").format(number=event.by) if any(map(str.isdigit, event.by)) else event.by


def _told(script: Script, at: datetime, ground: str) -> str:
    day = f"{local(script, at):%d.%m.%Y}"
    if not ground:
        return _("erased {day}").format(day=day)
    return _("erased {day}, ground: {ground}").format(day=day, ground=ground)
