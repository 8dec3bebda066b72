"""The conversation with the operator: what is told, what is asked, what comes up while an answer is waited for."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from typing import Any, NamedTuple, TypeVar

from callscript.core.call.refusal import Refused
from callscript.core.records import TaskRecord
from callscript.dialogue.actions import BY_ID
from callscript.dialogue.show import refusals
from callscript.plain import typed
from callscript.plain.line_io import Gone, LineStream
from callscript.plain.watch import HomeWatch, Watch
from callscript.runtime.i18n import _
from callscript.service.desk import Desk
from callscript.service.lookup import soon
from callscript.service.session import Session

Answer = TypeVar("Answer")

MARK = "> "
"""The end of every prompt."""
LEFT = 0
"""In the place of an answer's number: the program is to be left."""
_LEAVE = BY_ID["leave"]


class Conversation:
    """Tells and asks, one thing a line, the prompt last."""

    def __init__(self, line: LineStream) -> None:
        self._line = line
        self._desk: Desk | None = None
        self._watch: Watch | HomeWatch | None = None
        self._awaited: list[_Awaited] = []

    def begin(self, desk: Desk, session: Session, watch: Watch | None = None) -> None:
        """Watch a call from now on; `watch` watches it, where more is told than of any call."""
        self._sit_at(desk)
        if not isinstance(self._watch, Watch):
            self._watch = watch or Watch(desk, session)

    def rest(self, desk: Desk) -> None:
        """Watch, between calls, over what is not saved of those before."""
        self._sit_at(desk)
        if self._watch is None:
            self._watch = HomeWatch(desk)

    def remind_of(self, tasks: Iterable[TaskRecord]) -> None:
        """Tell the reminders of this work unasked when they come, as long as no call is led."""
        if isinstance(self._watch, HomeWatch):
            self._watch.look_at(tasks)

    def end(self) -> None:
        """Watch nothing more: a call is closed. What was typed before was meant for it."""
        self._watch = None
        self.forget()
        self._line.drop()

    async def break_in(self) -> None:
        """Watch nothing more, and have what comes next stand on a line of its own, behind a prompt as it is."""
        self.end()
        await self._line.break_off()

    def forget(self) -> None:
        """Tell no answer that is still awaited: it is about what is over."""
        for awaited in self._awaited:
            awaited.answer.cancel()
        self._awaited.clear()

    async def tell(self, *texts: str) -> None:
        """Tell something, each line of each text on its own; empty ones are passed over."""
        for text in texts:
            for line in filter(str.strip, text.splitlines()):
                await self._line.tell(line)

    async def ask(self, label: str = "") -> typed.Typed:
        """Ask for a line; meanwhile record what comes to pass, and tell what has to be known."""
        await self._tell_news()
        await self._line.prompt(self._prompt(label))
        while (line := await self._line.read(self._watch.patience if self._watch else None)) is None:
            if self._watch:
                await self._watch.tick()
            if await self._tell_news(behind_prompt=True):
                await self._line.prompt(self._prompt(label))
        return typed.read(line)

    async def tell_answer(self, answer: asyncio.Future[Answer], words: Callable[[Answer], Iterable[str]]) -> None:
        """Tell what is looked up: now if it is there by now, else unasked, while the next line is waited for."""
        self._awaited.append(_Awaited(answer, words))
        if answer.done():
            await self.tell(*self._answers())
        else:
            answer.add_done_callback(lambda _: self._line.wake())

    async def wait_for(self, answer: asyncio.Future[Answer]) -> Answer | None:
        """Wait for an answer; None: the next line was there sooner, and nobody wants it any more."""
        await soon(answer)
        answer.add_done_callback(lambda _: self._line.wake())
        while not answer.done():
            if await self._line.comes():
                answer.cancel()
                return None
        return await answer

    async def go_on(
        self,
        session: Session,
        label: str,
        take: Callable[[typed.Text | typed.Star], Awaitable[None]],
        keep: Callable[[str], Awaitable[None]],
    ) -> None:
        """Ask what is to be done in a call, and have it done; say so where it means nothing, or why it cannot be.

        If the program is told to end in the middle of a line, that is kept.
        """
        try:
            line = await self.ask(label)
        except Gone as gone:
            if isinstance(begun := typed.read(gone.begun), typed.Text) and begun.text:
                with suppress(Refused):
                    await keep(begun.text)
            raise
        if isinstance(line, typed.NoSuchStar):
            await self.tell(line.words)
            return
        try:
            await take(line)
        except Refused as refused:
            await self.tell(typed.typeable(refusals.words(refused, session.script, session.call)))

    async def choose(self, question: str, answers: Sequence[str], *, leaves: bool = False) -> int:
        """Ask a question that has numbered answers; return the number of the one that is given, Enter the first.

        `leaves`: the program can be left here; then that is `LEFT`.
        """
        way_out = f"{_LEAVE.typed}  {_(_LEAVE.title)}" if leaves else ""
        while True:
            await self.tell(question, *numbered(answers), way_out)
            answer = await self.ask()
            if leaves and isinstance(answer, typed.Star) and answer.action == _LEAVE:
                return LEFT
            if isinstance(answer, typed.Text) and not answer.text:
                return 1
            if isinstance(answer, typed.Text) and answer.number and answer.number <= len(answers):
                return answer.number
            await self.tell(_("Choose one of the numbers."))

    def _sit_at(self, desk: Desk) -> None:
        """Have news of a desk told, also what comes from a thread of its own."""
        self._desk = desk
        loop = asyncio.get_running_loop()
        desk.others.heard = lambda: loop.call_soon_threadsafe(self._line.wake)

    def _prompt(self, label: str) -> str:
        clocks = self._watch.clocks if self._watch else ""
        return ", ".join(filter(None, (clocks, label))) + MARK

    async def _tell_news(self, *, behind_prompt: bool = False) -> bool:
        alarms = list(self._watch.alarms()) if self._watch else []
        saving = list(self._watch.saving()) if self._watch else []
        told = self._desk.notices.take() if self._desk else []
        news = [*alarms, *saving, *told, *self._answers()]
        if news and behind_prompt:
            await self._line.break_off()
        if alarms and self._desk:
            self._desk.ring(self._line.ring)
        await self.tell(*news)
        return bool(news)

    def _answers(self) -> Iterator[str]:
        """Yield the answers that are there by now; those that were withdrawn are passed over."""
        there = [awaited for awaited in self._awaited if awaited.answer.done()]
        self._awaited = [awaited for awaited in self._awaited if not awaited.answer.done()]
        for awaited in there:
            if not awaited.answer.cancelled():
                yield from awaited.words(awaited.answer.result())


class _Awaited(NamedTuple):
    """What was looked up, and how it is told."""

    answer: asyncio.Future[Any]
    words: Callable[[Any], Iterable[str]]


def numbered(names: Iterable[str]) -> list[str]:
    """Return lines with a number before each."""
    return [f"{number}. {name}" for number, name in enumerate(names, start=1)]
