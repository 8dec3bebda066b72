"""What the key bar of the call screen says."""

from __future__ import annotations

from collections.abc import Sequence

from callscript.core.call.call import Call
from callscript.core.script.model import Script
from callscript.dialogue.actions import ACTIONS, URGENT, Action, changes, detour_of, title, why_not
from callscript.runtime.i18n import _
from callscript.runtime.text import clean
from callscript.widgets.bars import KeyCap
from callscript.widgets.key_names import abbreviated

_SHORT = 6
"""Letters of the shorter name of a matter that a pack names."""


def keys(script: Script, call: Call) -> tuple[KeyCap, ...]:
    """Say what the function keys do now, and which matter is urgent."""
    return tuple(
        _cap(action, script, call) for action in ACTIONS if action.short or (action.id == URGENT and script.urgent)
    )


def _cap(action: Action, script: Script, call: Call) -> KeyCap:
    detour = detour_of(action, script)
    taken = bool(detour and call.frame and call.frame.detour == detour)
    lacking = action.detour and detour not in script.detours
    after = action.after if changes(action, script, call) else ""
    now = after if after and call.ended else action.again if action.again and taken else action.short
    states = [_names(each) for each in (action.short, action.again, after) if each] if action.short else []
    if not states:
        name = clean(title(action, script, call))
        states = [tuple(dict.fromkeys((name, abbreviated(name, _SHORT))))]
    return KeyCap(
        cap=action.cap,
        behind_escape=action.behind_escape,
        names=() if lacking else _names(now) if now else states[0],
        room=_rooms(states),
        offered=why_not(action, script, call) is None,
        lit=taken,
    )


def _rooms(states: Sequence[Sequence[str]]) -> tuple[int, ...]:
    """Return how long each of the names of a key can become; a state may have fewer of them than another."""
    levels = max(map(len, states))
    return tuple(max(len(names[min(level, len(names) - 1)]) for names in states) for level in range(levels))


def _names(short: str) -> tuple[str, ...]:
    return tuple(_(short).split("|"))
