"""What the key bar of the call screen says."""

from __future__ import annotations

from callscript.core.call.call import Call
from callscript.core.script.model import Script
from callscript.dialogue.actions import ACTIONS, URGENT, Action, detour_of, title, why_not
from callscript.runtime.i18n import _
from callscript.runtime.text import clean
from callscript.widgets.bars import KeyCap


def keys(script: Script, call: Call) -> tuple[KeyCap, ...]:
    """Say what the function keys do now, and which matter is urgent."""
    return tuple(
        _cap(action, script, call) for action in ACTIONS if action.short or (action.id == URGENT and script.urgent)
    )


def _cap(action: Action, script: Script, call: Call) -> KeyCap:
    detour = detour_of(action, script)
    taken = bool(detour and call.frame and call.frame.detour == detour)
    return KeyCap(
        cap=action.cap,
        behind_escape=action.behind_escape,
        short=_label(action, script, call, taken),
        offered=why_not(action, script, call) is None,
        lit=taken,
    )


def _label(action: Action, script: Script, call: Call, taken: bool) -> str:
    """Return what stands behind a key: nothing, if the script has not got the detour."""
    if action.detour and detour_of(action, script) not in script.detours:
        return ""
    if not action.short:
        return clean(title(action, script, call))
    if action.after and call.ended:
        return _(action.after)
    return _(action.again if action.again and taken else action.short)
