"""E-mail addresses: how one is read, and which looks like another."""

from __future__ import annotations

import unicodedata
from functools import lru_cache


@lru_cache(maxsize=256)
def address(text: str) -> str:
    """Return an e-mail address as it should be written; empty if it cannot be one, or if letters of it may be others.

    Asks no name server. Only case and composition are changed: where more would be, the text is no address as it is.
    """
    from email_validator import EmailNotValidError, validate_email

    try:
        found = validate_email(text, check_deliverability=False)
    except EmailNotValidError:
        return ""
    same = found.normalized.casefold() == unicodedata.normalize("NFC", text).casefold()
    return found.normalized if same and not mixes_alphabets(text) else ""


def mixes_alphabets(text: str) -> bool:
    """Tell whether an address mixes alphabets: letters that look alike, such as а and a, were typed on both keyboards.

    A domain in another alphabet may have Latin mailboxes; a Latin domain has no others.
    """
    local, _, domain = text.rpartition("@")
    of_local, of_domain = _alphabets(local), _alphabets(domain)
    return len(of_local) > 1 or len(of_domain) > 1 or not of_local <= of_domain | {"LATIN"}


def _alphabets(text: str) -> set[str]:
    """Return the alphabets of the letters of a text, as Unicode names them."""
    return {unicodedata.name(letter, "?").split()[0] for letter in text if letter.isalpha()}
