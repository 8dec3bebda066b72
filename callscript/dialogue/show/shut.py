"""Why an answer is not offered: what the pack says of it, or that the centre is closed then."""

from __future__ import annotations

from callscript.core.call.call import Call
from callscript.core.call.flow import SHUT
from callscript.core.script import phrases
from callscript.core.script.model import Script
from callscript.dialogue.show.dates import days_of_week
from callscript.runtime.i18n import _


def why_not(script: Script, call: Call, key: str) -> str:
    """Say why an answer is not offered, by the text that tells it."""
    hours = script.hours
    if key != SHUT or hours is None:
        return phrases.own(script, call, key)
    words = _("The centre is closed then: it works {days} {opens}–{closes}.")
    return words.format(days=days_of_week(hours.days), opens=hours.opens, closes=hours.closes)
