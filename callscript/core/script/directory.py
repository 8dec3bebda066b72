"""Whom a call or a matter can go to: bodies, courts, people, as a centre's directory has them."""

from __future__ import annotations

from callscript.core.script.base import Identifier, Record
from callscript.core.script.hours import Hours


class DirectoryEntry(Record, frozen=True, kw_only=True):
    """Somebody a call or a matter can go to."""

    id: Identifier
    kind: Identifier
    name: dict[str, str]
    """By language."""
    competence: dict[str, str] = {}
    contact: str = ""
    """How they are reached, in whatever words."""
    phone: str = ""
    email: str = ""
    address: str = ""
    hours: Hours | None = None
    """When they are there; None: that is not known."""

    def all_words(self) -> str:
        """Return all that it can be found by."""
        told = (*self.name.values(), *self.competence.values(), self.contact, self.phone, self.email, self.address)
        return " ".join(filter(None, told))
