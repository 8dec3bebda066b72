"""Why an answer is not offered: what the pack says of it, or that the centre is closed then."""

from __future__ import annotations

from datetime import datetime

from callscript.core.call.call import Call
from callscript.core.call.flow import SHUT
from callscript.core.script import phrases
from callscript.core.script.model import Script
from callscript.core.script.working_time import is_public_holiday, local
from callscript.dialogue.show.dates import hours_words
from callscript.runtime.i18n import _


def why_not(script: Script, call: Call, key: str) -> str:
    """Say why an answer is not offered, by the text that tells it."""
    hours = script.hours
    if key != SHUT or hours is None:
        return phrases.own(script, call, key)
    today = local(script, call.latest).date() if call.latest else None
    if today and is_public_holiday(script, today):
        return _("The centre is closed today: it is a public holiday.")
    told = _("The centre must be open from now until then: it works {hours}.")
    return told.format(hours=hours_words(hours, today))


def closed_then(script: Script, now: datetime | None) -> str:
    """Say that the centre is closed at a time that was typed, and when it works."""
    hours = script.hours
    if hours is None:
        return ""
    told = _("The centre is closed then: it works {hours}.")
    return told.format(hours=hours_words(hours, local(script, now).date() if now else None))


def holiday(day: str) -> str:
    """Say that a day that was typed is a public holiday."""
    return _("Type another day: {day} is a public holiday.").format(day=day)
