"""What of the desk's is not saved, and what is on this host only: a screen says so, and tries again to save."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextvars import copy_context
from typing import Any

from callscript.dialogue.show import header
from callscript.screens.base import KeyScreen
from callscript.screens.later import SAVE_AGAIN, Later
from callscript.service.desk import Desk
from callscript.widgets.bars import NoticeBar


class Unsaved:
    """Says on a screen with a `NoticeBar` how much is not saved, and why."""

    def __init__(self, screen: KeyScreen[Any], desk: Desk, tried: Callable[[], object]) -> None:
        self._screen = screen
        self._desk = desk
        self._tried = tried
        """Called when it was tried again, while the screen is there."""
        self._only_here = OnlyHere(screen, desk, tried)
        self._again = Later(screen, self._save_again, SAVE_AGAIN)

    def show(self, otherwise: str = "") -> None:
        """Say what is not saved, and try again in a moment; if all is, say what is on this host only, and what else
        there is to be said.
        """
        unsaved = self._desk.unsaved
        bar = self._screen.query_one(NoticeBar)
        otherwise = " ".join(filter(None, (self._only_here.words(), otherwise)))
        bar.trouble = header.trouble_at_home(self._desk.trouble, unsaved) if unsaved else otherwise
        if unsaved:
            self._again.soon()

    async def _save_again(self) -> None:
        await self._desk.catch_up()
        if self._screen.stands:
            self._tried()


class OnlyHere:
    """Says on one screen what is on this host only."""

    def __init__(self, screen: KeyScreen[Any], desk: Desk, changed: Callable[[], object]) -> None:
        self._screen = screen
        self._others = desk.others
        self._changed = changed
        self._heard: Callable[[], object] | None = None

    def words(self) -> str:
        """Say it; from the first time on the screen is told when it changes, and no other one is."""
        if self._heard is None:
            loop, context = asyncio.get_running_loop(), copy_context()
            self._heard = self._others.heard = lambda: loop.call_soon_threadsafe(self._show, context=context)
        return header.only_here(self._others.only_here)

    def _show(self) -> None:
        if self._screen.stands:
            self._changed()
