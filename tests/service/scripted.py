"""A face in memory that has an answer to each question of a journey."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import Any, NamedTuple

from callscript.runtime.settings import Profile
from callscript.service.call_back import CallBack
from callscript.service.desk import Desk
from callscript.service.forms.profile import Choice
from callscript.service.journey import Wish
from callscript.service.open_calls import OpenCall
from callscript.service.session import Session


class Act(NamedTuple):
    """What the face is asked, and what comes of it: an answer, an error, or what does something and answers."""

    asked: str
    answer: object = None


class Scripted:
    """A face that has an answer to each question, in order. What is asked out of order fails."""

    def __init__(self, *acts: Act) -> None:
        self.told: list[object] = []
        """What it was told along with the questions."""
        self._acts = list(acts)

    @property
    def left(self) -> list[str]:
        """The questions that were not asked."""
        return [act.asked for act in self._acts]

    async def _ask(self, asked: str, *given: Any) -> Any:
        expected, answer = self._acts.pop(0)
        assert expected == asked, f"{asked} was asked in the place of {expected}"
        if isinstance(answer, BaseException):
            raise answer
        if callable(answer):
            answer = answer(*given)
        return await answer if inspect.isawaitable(answer) else answer

    async def ask_profile(
        self, before: Profile | None, centres: Mapping[str, Choice], language: str, notice: str
    ) -> Profile | None:
        self.told += [before, language, notice]
        assert "ua-court" in centres
        return await self._ask("profile")

    async def ask_open_call(self, left: OpenCall) -> bool | None:
        self.told.append(left.id)
        return await self._ask("open call", left)

    async def choose(self, title: str, question: str, answers: tuple[str, ...]) -> int:
        self.told += [title, question, answers]
        return await self._ask("choice")

    async def end(self, title: str, text: str) -> None:
        self.told += [title, text]
        await self._ask("end")

    async def home(self, desk: Desk) -> Wish:
        self.told += desk.notices.take()
        return await self._ask("home", desk)

    async def ask_to_leave(self, desk: Desk) -> bool:
        self.told.append(desk.unsaved)
        return await self._ask("leave", desk)

    async def history(self, desk: Desk) -> CallBack | None:
        return await self._ask("history", desk)

    async def call(self, desk: Desk, session: Session) -> bool:
        self.told.append(session.call.start and session.call.start.phone)
        return await self._ask("call", desk, session)

    async def wrap_up(self, desk: Desk, session: Session) -> bool:
        return await self._ask("wrap-up", desk, session)

    async def entry(self, desk: Desk, session: Session) -> bool:
        return await self._ask("entry", desk, session)

    def drop_typed(self) -> None:
        expected, do = self._acts.pop(0)
        assert expected == "drop"
        if callable(do):
            do()
