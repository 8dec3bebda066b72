"""Checks and normalises what is typed into fields by their kind. It advises, it never blocks."""

from __future__ import annotations

from callscript.contacts.emails import address
from callscript.contacts.phones import kept
from callscript.core.script.model import Field, Script


def normal(script: Script, field: Field, text: str) -> str:
    """Return the form in which a value is kept: a number as E.164, an address as its domain writes it.

    Nothing that was typed is dropped: a text that is no single number, or no address, is kept as it is.
    """
    if field.kind == "phone":
        return kept(text, script.pack.region) or text
    if field.kind == "email":
        return address(text) or text
    return text


def doubt(script: Script, field: Field, text: str) -> bool:
    """Tell whether a value looks wrong for its field."""
    if not text:
        return False
    if field.kind == "phone":
        return not kept(text, script.pack.region)
    return field.kind == "email" and not address(text)
