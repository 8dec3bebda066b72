"""E-mail addresses: how one is read."""

from __future__ import annotations

from functools import lru_cache


@lru_cache(maxsize=256)
def address(text: str) -> str:
    """Return an e-mail address as it should be written; empty if it cannot be one. Asks no name server."""
    from email_validator import EmailNotValidError, validate_email

    try:
        return validate_email(text, check_deliverability=False).normalized
    except EmailNotValidError:
        return ""
