"""Leaving while something is not saved: it is put into the second place before anything is promised of it, and what can
be kept nowhere is lost only after the operator was told so plainly.
"""

from __future__ import annotations

from msgspec import Struct

from callscript.dialogue.show import header
from callscript.runtime.i18n import _
from callscript.service.desk import Desk


class Asked(Struct, frozen=True):
    """The question before the program is left, or something is given up."""

    text: str
    answers: tuple[str, str]
    """The first stays, the second goes."""


class Leaving:
    """A wish to leave: asked about until what was told of it holds."""

    def __init__(self, desk: Desk, *, in_call: bool) -> None:
        self._desk = desk
        self._in_call = in_call
        self._asked: Asked | None = None
        self._lost = ""

    async def question(self) -> Asked | None:
        """Return what is to be asked next; None: nothing is to be asked, or it was answered with
        leaving, and all is as was told then."""
        before, self._lost = self._lost, "; ".join((await self._desk.put_aside()).lost)
        nothing_to_ask = not (self._in_call or self._desk.unsaved)
        if nothing_to_ask or (self._asked and (before or not self._lost)):
            return None
        self._asked = self._words()
        return self._asked

    async def as_it_is(self) -> Asked | None:
        """Try again to save, and return the question as it is to be read now: saving may have come back meanwhile."""
        if self._desk.unsaved:
            await self._desk.catch_up()
        if self._asked and not self._desk.unsaved:
            self._lost = ""
            self._asked = self._words()
        return self._asked

    def _words(self) -> Asked:
        text = header.leaving(self._desk.trouble, self._desk.unsaved, self._lost, in_call=self._in_call)
        leave = _("Leave, and lose it") if self._lost else _("Leave the program")
        return Asked(text, (_("Stay"), leave))
