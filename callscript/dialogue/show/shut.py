"""Why an answer is not offered: what the pack says of it, or that the centre is closed then."""

from __future__ import annotations

from callscript.core.call.call import Call
from callscript.core.call.flow import SHUT
from callscript.core.script import phrases
from callscript.core.script.model import Script
from callscript.core.script.working_time import local
from callscript.dialogue.show.dates import hours_words
from callscript.runtime.i18n import _


def why_not(script: Script, call: Call, key: str) -> str:
    """Say why an answer is not offered, by the text that tells it."""
    hours = script.hours
    if key != SHUT or hours is None:
        return phrases.own(script, call, key)
    today = local(script, call.latest).date() if call.latest else None
    return _("The centre is closed then: it works {hours}.").format(hours=hours_words(hours, today))
