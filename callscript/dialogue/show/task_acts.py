"""What can be done to work that a call has left: the acts by name, and what each of them asks for."""

from __future__ import annotations

from typing import Literal, assert_never

from callscript.core.records import TaskRecord
from callscript.dialogue.show import visit_told
from callscript.runtime.i18n import _

Act = Literal["take", "done", "hand_over", "postpone", "drop", "reopen"]
ACTS: tuple[Act, ...] = ("take", "done", "hand_over", "postpone", "drop", "reopen")
"""What can be done to work, in the order of the digits."""

WANT_WHY: tuple[Act, ...] = ("postpone", "drop", "reopen")
"""The acts that want a reason, not only a note."""
Part = Literal["act", "result", "to", "sure", "until", "side", "said", "why"]
"""What can be asked for: which act, how it went, whose it is to be, whether it is
meant for somebody who is not known, until when, who wants it so, since when, why."""
PARTS: dict[Act, tuple[Part, ...]] = {
    "take": (),
    "done": ("result", "why"),
    "hand_over": ("to", "sure", "why"),
    "postpone": ("until", "why"),
    "drop": ("why",),
    "reopen": ("why",),
}
"""What each act wants to know, in order."""


def act_name(act: Act, task: TaskRecord) -> str:
    """Return what is chosen to do something to work; of a visit some acts have other names."""
    if task.visit and (named := visit_told.act_names().get(act)):
        return named[0]
    return {
        "take": _("Take it: nobody else is at it then"),
        "done": _("Done"),
        "hand_over": _("Hand it over"),
        "postpone": _("Be reminded later"),
        "drop": _("Drop it"),
        "reopen": _("Open it again"),
    }[act]


def short_act(act: Act, task: TaskRecord) -> str:
    """Return the same in a word, where there is little room."""
    if task.visit and (named := visit_told.act_names().get(act)):
        return named[1]
    return {
        "take": _("take"),
        "done": _("done"),
        "hand_over": _("hand over"),
        "postpone": _("later"),
        "drop": _("drop"),
        "reopen": _("reopen"),
    }[act]


def sure_choices() -> tuple[str, str]:
    """Return what can be answered to that: first what a mistyped number wants."""
    return _("Another number"), _("Hand it over all the same")


def question(part: Part, act: Act, day: str, *, visit: bool = False) -> str:
    """Ask for something that an act wants to know; `day`: one to come, for an example."""
    match part:
        case "side" | "until" if act == "done":
            return visit_told.about_delay(part)
        case "said":
            return visit_told.when_said()
        case "side":
            return _("At whose wish?")
        case "until" if visit:
            return _("To which time? Such as {day} 14:00 or Monday 9:30.").format(day=day)
        case "act":
            return ""
        case "result":
            return _("How did it go?")
        case "to":
            return _("To which operator? The number; empty: to anyone.")
        case "sure":
            return _("Nobody has worked here under this number yet: the work would be in no list but that of all.")
        case "until":
            return _("When to remind you? 14:30, {day} 10:00, or in how many minutes. It is due as before.").format(
                day=day
            )
        case "why" if act in WANT_WHY and not (visit and act == "postpone"):
            return _("Why?")
        case "why" if act in ("hand_over", "postpone"):
            return _("Why, or what is to be known? It may stay empty.")
        case "why":
            return _("What came of it? It may stay empty.")
        case _:
            assert_never(part)
