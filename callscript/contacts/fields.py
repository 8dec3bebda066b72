"""Checks and normalises what is typed into fields by their kind. It advises, it never blocks."""

from __future__ import annotations

from callscript.contacts.emails import address
from callscript.contacts.phones import e164
from callscript.core.script.model import Field, Script


def normal(script: Script, field: Field, text: str) -> str:
    """Return the form in which a value is kept: E.164 for a number, an address as its domain writes it."""
    if field.kind == "phone":
        return e164(text, script.pack.region) or text
    if field.kind == "email":
        return address(text) or text
    return text


def doubt(script: Script, field: Field, text: str) -> bool:
    """Tell whether a value looks wrong for its field."""
    if not text:
        return False
    if field.kind == "phone":
        return not e164(text, script.pack.region)
    return field.kind == "email" and not address(text)
