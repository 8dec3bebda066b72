"""The registry of actions: what each key does, its name, and when it is offered. Key bar, help and routing read it.

A key means the same in every state, but for F12, which is about the end: it ends the call, and corrects what was
recorded once that has ended (`after`); between calls it leads back, and from home out of the program. And F2, which
stops a clock from pressing, has after the call that of the work after it, where the centre limits that. Operators'
keyboards deliver F1–F9, F12, digits, arrows, Tab, Enter, Esc, Backspace and the page keys under every layout and
terminal; nothing else is relied on. Line by line, an action is a star and a digit or a sign, as on a telephone: no
letter, and nothing that has another place under another layout.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from callscript.core.call.call import Call
from callscript.core.call.flow import why_no_detour
from callscript.core.call.refusal import Refused
from callscript.core.script import phrases
from callscript.core.script.model import KEY_DETOURS, Script
from callscript.runtime.i18n import N_, _

URGENT = "urgent"
"""The action that takes the one detour that a script marks as urgent, from anywhere."""

HOLD = "hold"
"""The action that takes the caller on hold; once the call has ended, it prolongs the work after it."""

ARTICLES = "articles"
"""The action that looks for articles, from anywhere."""


class Action(Struct, frozen=True, kw_only=True):
    """Something a key does."""

    id: str
    key: str = ""
    """The name Textual gives it; empty: there is no key for it."""
    cap: str = ""
    """What stands on the key."""
    star: str | None = None
    """What is typed behind a star where calls are led line by line; None: nothing does it there."""
    short: str = ""
    """What it does, for the key bar: the whole name, one of six letters or so and, if need be, a still shorter
    one, parted by |; empty: not in the bar.
    """
    title: str
    line_title: str = ""
    """Its title where calls are led line by line, if that is another."""
    again: str = ""
    """The same while the detour is being taken, if another press means something else."""
    after: str = ""
    """The same once the call has ended, if it means something else then."""
    after_title: str = ""
    """Its title then."""

    @property
    def typed(self) -> str:
        """What is typed for it where calls are led line by line: a star and its sign, or what stands on the key."""
        return self.cap if self.star is None else f"*{self.star}"

    @property
    def behind_escape(self) -> str:
        """What is typed behind Esc for it, where keyboards or terminals lack the key; empty: nothing."""
        if self.id == URGENT:
            return "!"
        return {"F10": "?", "F12": "0", "Shift+Tab": "Tab"}.get(self.cap, self.cap[1:] if self.short else "")

    @property
    def detour(self) -> bool:
        """Whether it takes a detour: that of its own id, or the one that a script marks as urgent."""
        return self.id in KEY_DETOURS or self.id == URGENT


ACTIONS = (
    Action(
        id="help", key="f1", cap="F1", star="1", short=N_("Help|Help|?"), title=N_("Help: the keys of the moment"),
        line_title=N_("All that can be done, and why something cannot be done now"),
    ),
    Action(
        id=HOLD, key="f2", cap="F2", star="2", short=N_("Hold|Hold"), again=N_("Off hold|Back"),
        title=N_("Hold; again: back from hold"),
        after=N_("More time|More"), after_title=N_("More time for the work after the call, if it is limited"),
    ),
    Action(
        id="unclear", key="f3", cap="F3", star="3", short=N_("Cannot hear|Unheard"), again=N_("Heard again|Heard"),
        title=N_("The caller cannot be heard; again: heard again"),
    ),
    Action(
        id="complaint", key="f4", cap="F4", star="4", short=N_("Complaint|Compl."),
        title=N_("The caller is dissatisfied"),
    ),
    Action(
        id="abuse", key="f5", cap="F5", star="5", short=N_("Abuse|Abuse"), title=N_("Obscenity, insults, incitement")
    ),
    Action(
        id="escalate", key="f6", cap="F6", star="6", short=N_("Escalate|Escal."),
        title=N_("Escalate to whoever is competent"),
    ),
    Action(id="transfer", key="f7", cap="F7", star="7", short=N_("Transfer|Trans."), title=N_("Transfer the call")),
    Action(
        id="callback", key="f8", cap="F8", star="8", short=N_("Call back|Call back|Call"),
        title=N_("Promise a call-back"),
    ),
    Action(id="language", key="f9", cap="F9", star="9", short=N_("Language|Lang."), title=N_("Language of the script")),
    Action(
        id=ARTICLES, key="f10", cap="F10", star="15",
        title=N_("Look up: the centre's articles, whom to hand over to"),
        line_title=N_("Look up, with words behind it: the centre's articles, whom to hand over to"),
    ),
    Action(
        id="end", key="f12", cap="F12", star="0", short=N_("End the call|End"), title=N_("End the call"),
        after=N_("Correct|Fix"), after_title=N_("Correct: it has not ended, how it ended, a field"),
    ),
    Action(id=URGENT, key="insert", cap="Ins", star="!", title=N_("The urgent matter")),
    Action(id="go", key="enter", cap="Enter", title=N_("Said, done: go on")),
    Action(id="choose", key="1", cap="1–9", title=N_("Choose a numbered answer")),
    Action(
        id="back", key="backspace", cap="Backspace", star="-", title=N_("One step back (outside a field)"),
        line_title=N_("One step back"),
    ),
    Action(
        id="next_panel", key="tab", cap="Tab", star="+", title=N_("Next panel: script, caller's card"),
        line_title=N_("The caller's card; with a number behind it, that field"),
    ),
    Action(
        id="caller", key="shift+tab", cap="Shift+Tab", star="14",
        title=N_("What is known of this caller: calls, open work, warnings"),
        line_title=N_("What is known of this caller; with a number behind it, that open work"),
    ),
    Action(id="field_up", key="up", cap="↑ ↓", title=N_("Previous or next field of the card")),
    Action(id="aids", key="pageup", cap="PgUp", star="13", title=N_("Words and facts at hand")),
    Action(
        id="standard", key="pagedown", cap="PgDn", star="12",
        title=N_("The standard: every clause and where it stands"),
    ),
)  # fmt: skip
"""What keys do, in the order of the help."""

LINES = (
    *ACTIONS,
    Action(id="owed", star="11", title=N_("What the standard still asks for")),
    Action(id="tell", star="=", title=N_("Where the call stands, and the step once more")),
    Action(id="erase", star=".", title=N_("Erase what is recorded in the field")),
    Action(id="list", star="", title=N_("What can be done now")),
    Action(id="leave", star="10", title=N_("Leave the program")),
)
"""What lines do: all that keys do, and what only a line does."""

BY_KEY = {action.key: action for action in ACTIONS} | {
    alias: action
    for action in ACTIONS
    for alias in {"enter": ("ctrl+j", "ctrl+m"), "up": ("down",), "backspace": ("ctrl+h",)}.get(action.key, ())
}
BY_ID = {action.id: action for action in LINES}
BY_STAR = {action.star: action for action in LINES if action.star is not None}


def detour_of(action: Action, script: Script) -> str:
    """Return the detour that an action takes in a script; empty: none."""
    if action.id == URGENT:
        return script.urgent.id if script.urgent else ""
    return action.id if action.detour else ""


def in_script(actions: Iterable[Action], script: Script) -> Iterator[Action]:
    """Yield the actions that mean something in a script, which has not got every detour that there is a key for."""
    return (action for action in actions if not action.detour or detour_of(action, script) in script.detours)


def changes(action: Action, script: Script, call: Call) -> bool:
    """Tell whether a key means something else once the call has ended: to prolong what is not limited is nothing."""
    limited = bool(call.ended.allowed if call.ended else script.after_call_work.limit)
    return bool(action.after) and (limited or action.id != HOLD)


def prolongs(action: Action, script: Script, call: Call) -> bool:
    """Tell whether a key prolongs the work after the call now."""
    return action.id == HOLD and call.ended is not None and changes(action, script, call)


def title(action: Action, script: Script, call: Call) -> str:
    """Return what an action is called: the urgent one as its detour."""
    if action.id == URGENT and script.urgent:
        return phrases.label(script, f"detour.{script.urgent.id}")
    return _(action.after_title if call.ended and changes(action, script, call) else action.title)


def why_not(action: Action, script: Script, call: Call) -> Refused | None:
    """Tell why a key of the bar is not offered now; None: it is."""
    detour = detour_of(action, script)
    if call.ended and not call.closed and changes(action, script, call):
        return None
    if not detour or (call.under_way and call.frame is not None and call.frame.detour == detour):
        return None
    return why_no_detour(script, call, detour)
