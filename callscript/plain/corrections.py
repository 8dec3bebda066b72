"""Corrects a call that has ended, line by line: what was recorded wrongly, how it should be, and why."""

from __future__ import annotations

from typing import assert_never

from callscript.core.call.refusal import Refused
from callscript.plain.conversation import Conversation, numbered
from callscript.plain.typed import Star, Text
from callscript.runtime.i18n import _
from callscript.service.forms.corrections import Corrections
from callscript.service.session import Session


class PlainCorrections:
    """What is asked for a correction."""

    def __init__(self, talk: Conversation, session: Session) -> None:
        self._talk = talk
        self._session = session
        self._form = Corrections(session)
        self._done = False

    async def lead(self) -> int:
        """Ask until nothing more is to be corrected; return how many corrections were made."""
        told: tuple[str, ...] = ()
        while not self._done and not self._session.call.under_way:
            asked = (self._form.question, *numbered(self._list))
            if asked != told:
                await self._talk.tell(*asked)
                told = asked
                if drafted := self._form.drafted:
                    typed = _("Typed before, not confirmed: {value}. Enter takes it.")
                    await self._talk.tell(typed.format(value=drafted))
                elif self._form.text:
                    await self._talk.tell(_("Recorded: {value}. Enter keeps it.").format(value=self._form.text))
            made = self._form.made
            await self._talk.go_on(self._session, self._label, self._take, self._form.draft)
            if self._form.made > made:
                await self._talk.tell(_("Corrected."))
        return self._form.made

    @property
    def _list(self) -> tuple[str, ...]:
        return tuple(line.text for line in self._form.lines) if self._form.part == "what" else self._form.choices

    @property
    def _label(self) -> str:
        labels = {"what": _("Number, Enter: nothing more"), "how": _("How it should be"), "why": _("Why")}
        return labels[self._form.part]

    async def _take(self, line: Text | Star) -> None:
        match line:
            case Star(action) if action.id == "back":
                self._done = not await self._form.back()
            case Star(action) if action.id == "erase" and self._form.part == "how" and not self._form.choices:
                await self._form.go("")
            case Star():
                raise Refused("not_offered")
            case Text() if self._form.part != "what":
                await self._form.go(line.text or self._form.text)
            case Text(""):
                self._done = True
            case Text():
                if line.number is None or not self._form.choose(line.number):
                    await self._talk.tell(_("Choose one of the numbers."))
            case _:
                assert_never(line)
