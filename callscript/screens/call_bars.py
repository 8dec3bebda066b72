"""What the key bar of the call screen says."""

from __future__ import annotations

from callscript.core.call.call import Call
from callscript.core.script.model import Script
from callscript.dialogue.actions import ACTIONS, Action, why_not
from callscript.runtime.i18n import _
from callscript.widgets.bars import KeyCap


def keys(script: Script, call: Call) -> tuple[KeyCap, ...]:
    """Say what the function keys do now."""
    taken = call.frame.detour if call.frame else ""
    return tuple(
        KeyCap(
            cap=action.cap,
            short=_label(action, script, taken),
            offered=why_not(action, script, call) is None,
            lit=taken == action.id,
        )
        for action in ACTIONS
        if action.short
    )


def _label(action: Action, script: Script, taken: str) -> str:
    """Return what stands behind a key: nothing, if the script has not got the detour."""
    if action.detour and action.id not in script.detours:
        return ""
    return _(action.again if action.again and taken == action.id else action.short)
