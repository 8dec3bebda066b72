"""What a step wants of the operator, in a word, and the key that is pressed then."""

from __future__ import annotations

from typing import TypeGuard, assert_never

from callscript.core.call.call import Call
from callscript.core.script.model import Script
from callscript.core.script.steps import Ask, Choose, Do, End, Pick, Register, Say, Step, Wait
from callscript.dialogue.actions import ACTIONS, detour_of
from callscript.runtime.i18n import _

_DIGITS = 9


def is_typed(step: Step | None, script: Script) -> TypeGuard[Ask]:
    """Tell whether a step's answer is typed, as against chosen by a digit."""
    return isinstance(step, Ask) and not script.fields[step.field].options


def is_looked_for(step: Step | None, script: Script) -> TypeGuard[Pick]:
    """Tell whether a name is found by typing: there are more of them than digits."""
    if not isinstance(step, Pick):
        return False
    free = _DIGITS - sum(bool(detour.digit) for detour in script.pack.detours)
    return sum(entry.kind == step.directory for entry in script.directory) > free


def act(script: Script, step: Step) -> str:
    """Name what the operator does at a step."""
    match step:
        case Say():
            return _("Say")
        case Ask() if is_typed(step, script):
            return _("Say and type") if step.aloud else _("Write down")
        case Ask() | Choose() | Pick():
            return _("Find out")
        case Do():
            return _("Do")
        case Wait():
            return _("Say and wait") if step.aloud else _("Wait")
        case Register():
            return _("Register")
        case End():
            return _("Put through") if step.how == "transfer" else _("Hang up")
        case _:
            assert_never(step)


def keys(script: Script, call: Call, step: Step) -> str:
    """Tell which key is pressed at a step, and what that says."""
    match step:
        case Say():
            return _("Enter: said")
        case Ask() if is_typed(step, script):
            return _("type, Enter")
        case Pick() if is_looked_for(step, script):
            return _("type to find, choose a number")
        case Ask() | Choose() | Pick():
            return _("choose a number")
        case Do():
            return _("Enter: done")
        case Wait():
            return _over(script, call)
        case Register():
            return _("Enter: register, digit: mend")
        case End():
            return _("Enter: put through") if step.how == "transfer" else _("Enter: hung up")
        case _:
            assert_never(step)


def _over(script: Script, call: Call) -> str:
    """Tell how a wait is ended: by Enter, and by the key of its detour, which may lead back at once instead."""
    detour = call.frame.detour if call.frame else ""
    cap = next((action.cap for action in ACTIONS if detour and detour_of(action, script) == detour), "")
    if not cap:
        return _("Enter: it is over")
    if script.detours[detour].again == "leave":
        return _("Enter: go on, {key}: back").format(key=cap)
    return _("Enter or {key}: it is over").format(key=cap)
