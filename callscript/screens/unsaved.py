"""What of the desk's is not saved: a screen says so, and tries again while that is so."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual.screen import Screen

from callscript.dialogue.show.header import trouble_at_home
from callscript.screens.later import SAVE_AGAIN, Later
from callscript.service.desk import Desk
from callscript.widgets.bars import NoticeBar


class Unsaved:
    """Says on a screen with a `NoticeBar` how much is not saved, and why."""

    def __init__(self, screen: Screen[Any], desk: Desk, tried: Callable[[], object]) -> None:
        self._screen = screen
        self._desk = desk
        self._tried = tried
        """Called when it was tried again, while the screen is there."""
        self._again = Later(screen, self._save_again, SAVE_AGAIN)

    def show(self, otherwise: str = "") -> None:
        """Say what is not saved, and try again in a moment; if all is, say what else there is to be said."""
        unsaved = self._desk.unsaved
        bar = self._screen.query_one(NoticeBar)
        bar.trouble = trouble_at_home(self._desk.trouble, unsaved) if unsaved else otherwise
        if unsaved:
            self._again.soon()

    async def _save_again(self) -> None:
        await self._desk.catch_up()
        if self._screen.is_attached:
            self._tried()
