"""Open work, told in parts: plain values, which lists and panels set as they have room."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct


class TaskRow(Struct, frozen=True):
    """Open work, told in parts."""

    due: str
    when: Literal["over", "soon", "later"]
    what: str
    who: str = ""
    phone: str = ""
    at: str = ""
    """The moment at which it is due."""
    left: str = ""
    """By how much it is overdue, or how much time is left, beyond a day nothing; or that a reminder has come."""
    kind: str = ""
    """What it is, without the number of what it is about."""
    number: str = ""
    """That number."""
    to: str = ""
    """Whom of the directory it goes to."""

    @property
    def caller(self) -> str:
        """Who waits for it, else their number."""
        return self.who or self.phone

    @property
    def sign(self) -> str:
        """What marks it where there are no colours."""
        return {"over": "!", "soon": "•", "later": ""}[self.when]

    @property
    def time(self) -> str:
        """Until when it is due, and that it is overdue, or how much time is left: in this order, behind its sign."""
        return "  ".join(filter(None, (" ".join(filter(None, (self.sign, self.at))), self.left)))
