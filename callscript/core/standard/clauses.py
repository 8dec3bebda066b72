"""Clauses of a standard as a pack writes them: obligations with the rules that decide them."""

from __future__ import annotations

from typing import Literal

from callscript.core.script.base import ClauseId, Often, Record
from callscript.core.script.durations import Within
from callscript.core.script.steps import TaskSpec

Modality = Literal["must", "should", "may", "consent"]


class _Rule(Record, frozen=True, kw_only=True):
    when: tuple[str, ...] = ()
    """Scope: the clause does not apply until one of these facts has occurred."""
    unless: tuple[str, ...] = ()
    """If one of these facts occurs while the clause is still owed, it does not apply."""
    outlives: bool = False
    """What is owed when the call ends may still be met afterwards."""
    accepted: str = ""
    """Why it is accepted that a call can breach it: a proof tells it, and no verdict asks."""
    repeats: str = ""
    """Why it is right that it asks for nothing more when something happens once more: no verdict asks for this."""
    cut: TaskSpec | None = None
    """Work to open if the caller is gone while this is owed and can be rung up: the duty does not go with the line."""


class Existence(_Rule, frozen=True, kw_only=True, tag_field="kind", tag="existence"):
    """One of `some` occurs; not before the first of `after`, and before the first of `before`.

    One of `lapses` withdraws it: it must come again then, unless `before`, or else the end of the call, has come.
    """

    some: tuple[str, ...]
    times: Often = 1
    """So often."""
    after: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    lapses: tuple[str, ...] = ()


class Absence(_Rule, frozen=True, kw_only=True, tag_field="kind", tag="absence"):
    """None of `none` ever occurs."""

    none: tuple[str, ...]


class Precedence(_Rule, frozen=True, kw_only=True, tag_field="kind", tag="precedence"):
    """`then` occurs only after one of `first`, which one of `lapses` makes stale: it must come again then."""

    first: tuple[str, ...]
    then: tuple[str, ...]
    fresh: bool = False
    """Each `then` needs a `first` of its own."""
    lapses: tuple[str, ...] = ()


class Response(_Rule, frozen=True, kw_only=True, tag_field="kind", tag="response"):
    """Each occurrence of `after` is followed by all of `then`, in that order, within `within` if given.

    Where several facts stand together in `then`, any of them will do.
    """

    after: tuple[str, ...]
    then: tuple[str | tuple[str, ...], ...]
    within: Within | None = None
    by_matter: bool = False
    """Only what happens about the same matter of the caller answers it."""
    redeemed: bool = False
    """The work of `cut` makes good what was cut short before the last of `then`: it is owed until that is done."""


Rule = Existence | Absence | Precedence | Response


class Clause(Record, frozen=True, kw_only=True):
    """A numbered obligation of the standard, or a rule of the centre's own."""

    id: ClauseId
    modality: Modality
    house: bool = False
    """A rule of the centre's own, outside of the standard: in force while the pack's `house` names it."""
    rules: tuple[Rule, ...] = ()
    """All of them must hold. None: a log cannot decide it, and the clause is a reminder."""
