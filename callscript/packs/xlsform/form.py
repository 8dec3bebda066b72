"""A form that has been read: what a script can say of it, ready to be drafted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

from callscript.core.script.conditions import Guard
from callscript.packs.xlsform.expressions import Kind

Texts = Mapping[str, str]
"""By language."""


Days = Literal["coming", "past", "any"]


class Answer(NamedTuple):
    """An answer of a choice."""

    name: str
    labels: Texts


class Asked(NamedTuple):
    """A row of the survey that is a step."""

    name: str
    step: Literal["say", "do", "ask", "choose"]
    labels: Texts
    hints: Texts
    when: Guard | None
    optional: bool = False
    kind: Kind = "text"
    """Of what is typed."""
    answers: Sequence[Answer] = ()
    """Of a choice; of an `ask`, several of them may be chosen."""
    days: Days = "any"
    """Of a date."""
    least: float | None = None
    most: float | None = None


class Repeat(NamedTuple):
    """What makes a group a repeated one: it is asked for each of several."""

    when: Guard
    """Another one is asked about while this holds."""
    counted: bool
    """Otherwise there are no more of them; if not, the operator asks whether there are."""


class Part(NamedTuple):
    """A group, or a run of questions that are in none: a stage."""

    name: str
    labels: Texts
    asked: list[Asked]
    repeat: Repeat | None = None


class Form(NamedTuple):
    """A form."""

    title: str
    languages: Sequence[str]
    """Their codes; the first is its own."""
    parts: Sequence[Part]
