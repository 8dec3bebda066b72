"""Who may correct a call that is filed, or an entry that is registered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from callscript.core.call.events import Event
from callscript.core.call.fold import fold_all
from callscript.core.script.model import Script
from callscript.core.script.working_time import local


def is_correctable(script: Script, log: Sequence[Event], operator: str, now: datetime) -> bool:
    """Tell whether an operator can correct something: it is their own, is closed, and began today.

    An entry may be begun days before it is registered: there the day is that of its registration.
    """
    call = fold_all(script, log)
    started = call.start
    if started is None or not call.closed or call.discarded or call.erased:
        return False
    at = call.closed if call.entry else started.at
    return started.operator.number == operator and local(script, at).date() == local(script, now).date()
