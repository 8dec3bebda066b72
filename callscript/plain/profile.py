"""Asks for the operator's profile line by line, one question for each setting."""

from __future__ import annotations

from collections.abc import Mapping
from typing import assert_never

from callscript.dialogue.actions import BY_ID
from callscript.plain.conversation import Conversation, numbered
from callscript.plain.typed import NoSuchStar, Star, Text, Typed
from callscript.runtime.i18n import _
from callscript.runtime.settings import Profile
from callscript.service.forms.profile import TYPED, Choice, ProfileForm, label, remedy


class PlainProfile:
    """Asks for a profile, or for what is to change in one."""

    def __init__(self, talk: Conversation, profile: Profile | None, packs: Mapping[str, Choice], language: str) -> None:
        self._talk = talk
        self._form = ProfileForm(profile, packs, language)
        self._at = 0

    async def fill_in(self) -> Profile | None:
        """Ask for every setting; return the profile, or None if it was left as it was."""
        await self._talk.tell(_("Operator's profile"))
        how = _("Enter keeps what is shown, {back} goes back a line, {leave} leaves everything as it was.")
        await self._talk.tell(how.format(back=BY_ID["back"].typed, leave=BY_ID["leave"].typed))
        while True:
            await self._tell_row()
            answer = await self._talk.ask(self._label)
            if isinstance(answer, Star) and answer.action.id == "leave":
                return None
            if await self._take(answer) and self._at == len(self._form.rows):
                if not (wrong := self._form.wrong):
                    return self._form.profile
                self._at = self._form.rows.index(wrong[0])

    @property
    def _row(self) -> str:
        return self._form.rows[self._at]

    @property
    def _label(self) -> str:
        shown = self._form.shown(self._row)
        return f"{label(self._row)}: {shown}" if shown else label(self._row)

    async def _tell_row(self) -> None:
        await self._talk.tell(*numbered(self._form.choices(self._row).values()))

    async def _take(self, line: Typed) -> bool:
        """Take an answer; tell whether it led to another line."""
        row = self._row
        match line:
            case Star() if line.action.id == "back":
                self._at = max(0, self._at - 1)
                return True
            case Star() | NoSuchStar():
                await self._talk.tell(_("This is not offered now."))
                return False
            case Text() if row in TYPED:
                self._form.type(row, line.text or self._form.value(row))
                wrong = row in self._form.wrong
            case Text():
                wrong = bool(line.text) and not (line.number and self._form.choose(row, line.number))
            case _:
                assert_never(line)
        if wrong:
            await self._talk.tell(remedy(row))
            return False
        self._at += 1
        return True
