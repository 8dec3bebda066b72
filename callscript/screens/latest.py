"""Answers on a screen, which come when they are looked up: keys, clocks and letters do not wait for them."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any

from textual.css.query import NoMatches

from callscript.service.lookup import soon

if TYPE_CHECKING:
    from callscript.screens.base import KeyScreen


class Latest:
    """A place on a screen that shows answers, those of the question asked last."""

    def __init__(self, screen: KeyScreen[Any]) -> None:
        self._screen = screen
        self._showing: asyncio.Task[None] | None = None
        self._waited = False

    def show(self, answer: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Have an answer awaited and shown, in the place of the one that is awaited now."""
        self.drop()
        self._waited = False
        self._showing = asyncio.get_running_loop().create_task(answer, name="answer")
        self._showing.add_done_callback(self._tell_failure)
        return self._showing

    @property
    def at_work(self) -> bool:
        """Whether an answer is still awaited."""
        return self._showing is not None and not self._showing.done()

    def drop(self) -> None:
        """Show nothing that is awaited now: the screen is gone, or the operator does something else."""
        if self._showing is not None:
            self._showing.cancel()
            self._showing = None

    async def soon(self) -> None:
        """Give what is awaited a moment, once: the key at hand, or the next one, may need it."""
        if self._showing is not None and not self._waited:
            self._waited = True
            await soon(self._showing)

    async def there(self) -> None:
        """Wait until what is awaited is shown: what is on the screen till then answers another question."""
        if self._showing is not None:
            await asyncio.wait([self._showing])

    def _tell_failure(self, showing: asyncio.Task[None]) -> None:
        if showing.cancelled() or not (error := showing.exception()):
            return
        if isinstance(error, NoMatches) and not self._screen.stands:
            return  # the screen was left, or the program takes it down
        context = {"message": "an answer could not be shown", "exception": error, "task": showing}
        showing.get_loop().call_exception_handler(context)
