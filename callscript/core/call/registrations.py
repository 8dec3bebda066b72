"""What was registered in a call, in the order in which it was, each under its number."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from callscript.core.call.call import Call
from callscript.core.register_number import Number
from callscript.core.script.model import Script
from callscript.core.tasks import Task


class Registration(NamedTuple):
    """A matter that was registered."""

    what: str
    matter: int
    event: int
    """The number of the event that says so."""
    at: datetime
    number: str
    """What it goes by among people; empty: its call has an id of another making."""


def registrations(script: Script, call: Call) -> tuple[Registration, ...]:
    """Return what was registered: it stays so, whatever is taken back or corrected."""
    alphabet = script.pack.languages[0].alphabet
    start, found = call.start, list[Registration]()
    for each in call.record if start else ():
        for fact in each.facts:
            kind, _, what = fact.partition(":")
            if kind == "registered" and start:
                number = Number(start.call, len(found)).written(alphabet)
                found.append(Registration(what, each.matter, each.seq, each.at, number))
    return tuple(found)


def registered_as(script: Script, call: Call, matter: int) -> str:
    """Return the number that a matter was registered under last; empty: it was not yet."""
    numbers = [each.number for each in registrations(script, call) if each.matter == matter]
    return numbers[-1] if numbers else ""


def number_of(script: Script, call: Call, task: Task) -> str:
    """Return the number of what work of a call is about; empty: it is about nothing that was registered."""
    return registered_as(script, call, task.matter) or registered_as(script, call, call.main_of(task.matter))
