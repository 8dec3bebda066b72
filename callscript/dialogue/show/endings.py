"""How a call ended, in words."""

from __future__ import annotations

from callscript.core.call.call import Call
from callscript.core.script import phrases
from callscript.core.script.model import Script
from callscript.core.script.steps import Choose
from callscript.dialogue.show.values import minutes
from callscript.runtime.i18n import _

_ABUSE = "abuse"
"""The detour that leads to the end of the same name."""


def ending(script: Script, how: str) -> str:
    """Say who or what ended a call; of a way that neither the program nor the script has, that it ended."""
    own = {
        "operator": _("ended by the operator"),
        "caller": _("ended by the caller"),
        "transfer": _("transferred"),
        "abuse": _("ended for inadmissible remarks"),
        "no_contact": _("ended for no contact"),
    }.get(how)
    return own or phrases.named(script, f"ending.{how}", script.own_language) or _("ended")


def how_ended(script: Script, call: Call) -> str:
    """Say how a call ended, after inadmissible remarks of which kind; empty: it has not ended."""
    if call.ended is None:
        return ""
    kind = _kind_of_abuse(script, call) if call.ended.how == _ABUSE else ""
    return ": ".join(filter(None, (ending(script, call.ended.how), kind)))


def ended(script: Script, call: Call) -> str:
    """Say how a call ended and how long it was; empty: it has not ended."""
    if call.ended is None or call.start is None:
        return ""
    return f"{how_ended(script, call)}, {minutes(int((call.ended.at - call.start.at).total_seconds()))}"


def after_call_work(call: Call) -> str:
    """Say how long the work after a call took that is closed; empty: it is not, or is none of an operator's."""
    if call.ended is None or call.closed is None or call.discarded:
        return ""
    lasted = int((call.closed - call.ended.at).total_seconds())
    told, limit = _("after-call work {time}").format(time=minutes(lasted)), call.allowed_after
    over = _("+{time} over {limit}").format(time=minutes(lasted - limit), limit=minutes(limit))
    more = _("prolonged by {time}").format(time=minutes(call.prolonged)) if call.prolonged else ""
    return ", ".join(filter(None, (told, more, over if 0 < limit < lasted else "")))


def _kind_of_abuse(script: Script, call: Call) -> str:
    """Name what was answered where the detour asks only of which kind they are."""
    detour = script.detours.get(_ABUSE)
    for step in script.stages[detour.stage].steps if detour else ():
        if isinstance(step, Choose) and step.id in call.answers and not any(option.leads for option in step.options):
            return phrases.own(script, call, f"option.{step.id}.{call.answers[step.id]}")
    return ""
