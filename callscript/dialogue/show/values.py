"""Plain values that faces show of a call, already put into words."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

State = Literal["done", "now", "ahead"]


class OfferLine(Struct, frozen=True):
    """A numbered answer."""

    number: int
    text: str
    id: str = ""
    """Empty: the digit turns the page."""
    note: str = ""
    """What else is worth knowing, as far as there is room in the line."""
    found_by: str = ""
    """All that it is found by; empty: by what is shown."""
    offered: bool = True
    chosen: bool = False
    """It was the answer given before."""
    apart: bool = False
    """It is a detour that is open at every step, not an answer to this one."""
    field: str = ""
    """The digit goes to this field, to mend what is read back."""
    lacking: bool = False
    """Nothing is recorded in the field, and something must be."""


class ScriptView(Struct, frozen=True):
    """The step of the moment and its neighbours."""

    title: str = ""
    before: str = ""
    """The line said before."""
    earlier: tuple[str, ...] = ()
    """The lines before that one."""
    act: str = ""
    """What is to be done with the words: say them, do what they tell, find out what they ask."""
    keys: str = ""
    """Which key is pressed then."""
    words: str = ""
    spoken: bool = False
    """They are said to the caller, as against read by the operator alone."""
    clauses: tuple[str, ...] = ()
    tip: str = ""
    doubts: tuple[str, ...] = ()
    """What looks wrong in that which is about to be registered."""
    field: str = ""
    """The field that the answer is typed into."""
    offers: tuple[OfferLine, ...] = ()
    after: tuple[str, ...] = ()
    """The lines that follow."""


class TrailLine(Struct, frozen=True):
    """A line of a list with its state: a stage, a step of a detour."""

    text: str
    state: State = "ahead"


class FieldRow(Struct, frozen=True):
    """A field of the caller's card."""

    id: str
    label: str
    value: str = ""
    """As it is typed."""
    shown: str = ""
    """As it is read: a choice by its name, a reason in brackets."""
    state: Literal["missing", "empty", "filled", "absent", "doubtful", "orphaned"] = "empty"
    hint: str = ""
    options: tuple[str, ...] = ()
    """The names of the values of a choice, in the order of their digits."""
    suggested: str = ""
    """A value known from elsewhere, to be confirmed with Enter."""
    draft: str = ""
    """What was being typed when the program ended, and is not confirmed."""


class OwedLine(Struct, frozen=True):
    """A clause and how the call stands with it."""

    clause: str
    name: str
    """Its id, and that it is a rule of the centre's own if it is one."""
    title: str
    verdict: Literal["met", "breached", "open", "na", "reminder"]
    must: bool = True
    left: int | None = None
    """Seconds until it falls due."""


class HeaderView(Struct, frozen=True):
    """Who and where, the most important first; where there is no room, parts are left out from the end."""

    left: tuple[str, ...] = ()
    right: str = ""
    """Always shown: whether everything is saved, and the length of the call."""
    alarm: bool = False


class ClockLine(Struct, frozen=True):
    """A running countdown."""

    name: str
    left: int
    phase: Literal["running", "warning", "over"]
    note: str = ""
    about: bool = False
    """How long it has been running is not known for sure."""
    limit: int = 0
    """Seconds that it runs for."""
    warns: int = 0
    """Seconds before its end at which it warns; 0: it does not."""
    hold: bool = False
    """It measures how long the caller is on hold: something is being looked up."""
    after_call: bool = False
    """It is that of the work after the call: it can be prolonged."""
    waits: bool = True
    """The caller waits meanwhile, or is not heard."""


def minutes(seconds: int) -> str:
    """Write seconds as m:ss, or h:mm:ss from an hour on."""
    whole = abs(seconds)
    hours, rest = divmod(whole, 3600)
    return f"{hours}:{rest // 60:02}:{rest % 60:02}" if hours else f"{rest // 60}:{rest % 60:02}"
