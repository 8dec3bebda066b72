"""Letters in the outbox: notices on their way to whom they are for, and what became of them."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from msgspec import Struct

State = Literal["waiting", "sent", "given_up"]


class Letter(Struct, frozen=True, kw_only=True):
    """A notice about a call. When it was delivered nothing of its words is kept, only that it was."""

    call: str
    event: int
    """The number of the event that it tells of."""
    notice: str
    """Which of the pack's notices it is."""
    to: str
    """Whom the centre's settings give the addresses of."""
    since: datetime
    """When it came to be owed."""
    subject: str = ""
    text: str = ""
    state: State = "waiting"
    begun: datetime
    """Since when it is tried: it is given up a while after."""
    tries: int = 0
    next_try: datetime
    error: str = ""
    """Why the latest try failed."""
    reached: tuple[str, ...] = ()
    """The addresses for which it was taken over already."""
    delivered: datetime | None = None
    """When it was taken over for all of them."""
    reply: str = ""
    """What took it over: the mail server with its own words, or the mail folder."""

    @property
    def id(self) -> str:
        """What it goes by: the call, the event that it tells of, and what it tells."""
        return f"{self.call}.{self.event}.{self.notice}"

    @property
    def is_open(self) -> bool:
        """Whether it still has to be delivered."""
        return self.state != "sent"
