"""Accounts of the system, by name."""

from __future__ import annotations

import pwd


def account_name(number: int) -> str:
    """Return what an account is called; empty: the system does not know it."""
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return ""
