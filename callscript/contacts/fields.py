"""Checks and normalises what is typed into fields by their kind. It advises, it never blocks."""

from __future__ import annotations

from typing import Literal

from callscript.contacts.emails import address, mixes_alphabets
from callscript.contacts.phones import kept, numbers
from callscript.core.call.call import Call
from callscript.core.script.model import Field, Script

Doubt = Literal["no_number", "more", "no_address", "mixed", "in_reason"]
"""No whole telephone number; more than one number; no e-mail address; one in letters of two alphabets; a number or an
address in the reason why there is none."""


def normal(script: Script, field: Field, text: str) -> str:
    """Return the form in which a value is kept: a number as E.164, an address as its domain writes it.

    Nothing that was typed is dropped: a text that is no single number, or no address, is kept as it is.
    """
    if field.kind == "phone":
        return kept(text, script.pack.region) or text
    if field.kind == "email":
        return address(text) or text
    return text


def phone_texts(script: Script, call: Call) -> tuple[str, ...]:
    """Return the texts of a call that are to be numbers: the one that rang, and those in fields of every matter."""
    kinds = {field.id: field.kind for field in script.pack.fields}
    everywhere = (call.fields, *(matter.aside.values for _number, matter in call.set_aside))
    given = (value.text for values in everywhere for field, value in values.items() if kinds.get(field) == "phone")
    rang = call.start.phone if call.start else ""
    return tuple(dict.fromkeys(filter(None, (rang, *given))))


def doubt(script: Script, field: Field, text: str, *, absent: bool = False) -> Doubt | None:
    """Tell why a value, or the reason why there is none, looks wrong for its field; None if it does not."""
    if absent:
        there = {"phone": numbers(text, script.pack.region), "email": any(map(address, text.split()))}
        return "in_reason" if there.get(field.kind) else None
    if field.kind == "phone" and text and not kept(text, script.pack.region):
        whole = any(number.startswith("+") for number in numbers(text, script.pack.region))
        return "more" if whole else "no_number"
    if field.kind == "email" and text and not address(text):
        return "mixed" if mixes_alphabets(text) else "no_address"
    return None
