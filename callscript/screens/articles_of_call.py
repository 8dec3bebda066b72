"""The search for articles, as a call opens it: it begins with what was looked for the last time in this call."""

from __future__ import annotations

from collections.abc import Collection

from callscript.screens.base import KeyScreen
from callscript.service.desk import Desk
from callscript.service.session import Session


class ArticlesOfCall:
    """What a call remembers of its search."""

    def __init__(self, desk: Desk, session: Session, passes: Collection[str]) -> None:
        self._desk = desk
        self._session = session
        self._passes = passes
        """Keys that reach the call through the search."""
        self._looked_for = ""

    def screen(self) -> KeyScreen[str]:
        """Return the screen of the search."""
        from callscript.screens.articles import ArticlesScreen  # a start need not wait for it

        return ArticlesScreen(self._desk, self._session, self._looked_for, self._keep, self._passes)

    def _keep(self, looked_for: str) -> None:
        self._looked_for = looked_for
