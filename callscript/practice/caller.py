"""A caller to practise with, as data: what is known of them, what they say at which step, what they do by the clock."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

from callscript.core.script.base import ClauseId, Ending, Identifier, Record

StepKind = Literal["say", "do", "ask", "choose", "pick", "wait", "register", "end"]
"""The kinds of steps for which a caller can have a stock answer."""


class Says(Record, frozen=True, kw_only=True):
    """What the caller says when a step is come to."""

    at: Identifier
    """The step."""
    text: str
    answers: str = ""
    """The answer of the step that the words stand for: nothing is chosen for the operator, who is told afterwards."""


class Does(Record, frozen=True, kw_only=True):
    """What the caller does by themselves: once in a call, so many seconds after something has happened."""

    after: str
    """The fact (see docs/packs.md) that it comes after."""
    seconds: int = 0
    """How long after it."""
    unless: str = ""
    """If this fact comes in between, it does not come to it."""
    text: str
    act: Literal["interrupts", "unheard", "hangs_up"] = "interrupts"
    """`unheard`: nothing else is heard from then on, until `until`; `hangs_up`: nothing at all."""
    until: str = ""
    """The fact with which the caller can be heard again."""
    expects: str = ""
    """The fact that a fitting operator establishes then."""
    within: int = 0
    """In so many seconds; 0: before the call is over."""


class Expects(Record, frozen=True, kw_only=True):
    """How the call should go."""

    ended: Ending | None = None
    met: tuple[ClauseId, ...] = ()
    """Clauses that are met in the end."""
    not_breached: Literal["nothing", "must", "all"] = "nothing"
    """Of which clauses none is breached, nor owed when the call is over: those that bind, or all."""


class Caller(Record, frozen=True, kw_only=True):
    """A caller."""

    id: str
    pack: str
    title: Mapping[str, str]
    """By language of the interface: what the call is about, for whoever chooses a caller."""
    begins: datetime | None = None
    """When the call is to be, by the centre's clock; None: now."""
    phone: str = ""
    """The number that rings, if it is known before the call is answered."""
    earlier: tuple[Identifier, ...] = ()
    """What of the script's conditions on earlier calls holds for their number."""
    facts: Mapping[str, str] = {}
    """By field of the script: what the caller tells of it, where nothing else is said at the step that asks for it."""
    says: tuple[Says, ...] = ()
    stock: Mapping[StepKind, str] = {}
    """What is said at steps of a kind that are not named."""
    does: tuple[Does, ...] = ()
    expects: Expects = Expects()

    def called(self, language: str) -> str:
        """Return the title in a language, or else in whatever language there is one in."""
        return self.title.get(language) or next(iter(self.title.values()), self.id)
