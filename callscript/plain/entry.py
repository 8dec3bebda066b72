"""What came without a call, entered line by line: how it came, when, its class, its fields; then it is registered."""

from __future__ import annotations

from contextlib import suppress
from typing import assert_never

from callscript.core.call.refusal import Refused
from callscript.core.script.entries import RECEIVED
from callscript.dialogue.actions import BY_ID
from callscript.dialogue.show.listing import named
from callscript.plain import typed
from callscript.plain.conversation import Conversation, numbered
from callscript.plain.line_io import Gone
from callscript.plain.typed import NoSuchStar, Star, Text, Typed
from callscript.runtime.i18n import _
from callscript.service.desk import Desk
from callscript.service.forms.entry import END, EntryForm
from callscript.service.journey import MakeEntry, entry_unasked
from callscript.service.session import Session


async def choose_kind(talk: Conversation, desk: Desk) -> MakeEntry:
    """Ask what is to be entered, unless something was begun, or there is only one kind."""
    if unasked := entry_unasked(desk):
        return unasked
    kinds = desk.script.pack.entries
    names = [named(desk.script, "entries", kind.id) for kind in kinds]
    return MakeEntry(kinds[await talk.choose(_("What is to be entered?"), names) - 1].id)


class PlainEntry:
    """Asks for an entry, a line after another."""

    def __init__(self, talk: Conversation, desk: Desk, session: Session) -> None:
        self._talk = talk
        self._desk = desk
        self._form = EntryForm(desk, session)
        self._at = self._form.rows.index(self._form.first)
        self._left = ""

    async def lead(self) -> bool:
        """Ask until it is registered, discarded or set aside; tell whether the program is to be left."""
        how = _("Enter keeps what is shown, {back} goes back a line, {tell} tells all of it, {aside} sets it aside.")
        stars = {"back": "back", "tell": "tell", "aside": "end"}
        await self._talk.tell(
            self._form.title, how.format(**{name: BY_ID[action].typed for name, action in stars.items()})
        )
        while not (self._form.done or self._left):
            await self._talk.tell(*numbered(self._form.choices(self._row)))
            await self._take(await self._ask())
            await self._talk.tell(typed.typeable(self._form.told))
            await self._form.tick()
        await self._form.set_aside()
        return self._left == "leave"

    @property
    def _row(self) -> str:
        return self._form.rows[self._at]

    async def _ask(self) -> Typed:
        row, form = self._row, self._form
        shown = form.as_typed(row) if form.is_draft(row) or row == RECEIVED else form.shown(row)
        try:
            return await self._talk.ask(f"{form.label(row)}: {shown}" if shown else form.label(row))
        except Gone as gone:
            if isinstance(begun := typed.read(gone.begun), Text) and begun.text:
                with suppress(Refused):
                    await form.keep(row, begun.text)
            raise

    async def _take(self, line: Typed) -> None:
        self._form.told = ""
        match line:
            case NoSuchStar():
                await self._talk.tell(line.words)
            case Star(action) if action.id == "back":
                self._at = max(0, self._at - 1)
            case Star(action) if action.id in ("end", "leave"):
                self._left = action.id
            case Star(action) if action.id in ("tell", "list", "help"):
                await self._talk.tell(*self._all())
            case Star(action) if action.id == "erase" and self._form.is_typed(self._row) and self._row != RECEIVED:
                await self._form.take(self._row, "")
            case Star():
                await self._talk.tell(_("This is not offered here."))
            case Text():
                await self._answer(line)
            case _:
                assert_never(line)

    async def _answer(self, line: Text) -> None:
        form, row = self._form, self._row
        if not form.is_typed(row):
            asked = form.question(row, line.number or 0)
            if asked and await self._talk.choose(asked.text, asked.answers) != 2:
                return
            if line.text and not (line.number and await form.choose(row, line.number)) and not form.told:
                form.told = _("Choose one of the numbers.")
            taken = not form.told
            if row == END and not line.text:
                taken = await form.choose(END, 1)
        else:
            text = line.text or (form.as_typed(row) if form.is_draft(row) or row == RECEIVED else "")
            taken = not text or await form.take(row, text)
        if taken and row != END:
            self._at += 1

    def _all(self) -> list[str]:
        form = self._form
        return [": ".join(filter(None, (form.name(row), form.shown(row)))) for row in form.rows]
