"""Checks and normalises what is typed into fields: telephone numbers, e-mail addresses. It advises, it never blocks.

The libraries are loaded when the first value is checked: they are not needed to show the first screen.
"""

from __future__ import annotations

from functools import lru_cache

from callscript.core.script import Field, Script


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


@lru_cache(maxsize=256)
def e164(text: str, region: str) -> str:
    """Return a number as +380…, read as dialled in `region`; empty if it cannot be one."""
    import phonenumbers

    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_valid_number(number):
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


@lru_cache(maxsize=256)
def address(text: str) -> str:
    """Return an e-mail address as it should be written; empty if it cannot be one. Asks no name server."""
    from email_validator import EmailNotValidError, validate_email

    try:
        return validate_email(text, check_deliverability=False).normalized
    except EmailNotValidError:
        return ""
