"""Puts the drawing face of practice together: the usual screens, with the caller heard in the call."""

from __future__ import annotations

from callscript.app import CallscriptApp, ScreenFace
from callscript.screens.practice.call import PracticeScreen
from callscript.service.desk import Desk
from callscript.service.journey import Wish
from callscript.service.practice import Practice
from callscript.service.session import Session


class ScreenPractice(ScreenFace):
    """Asks the trainee on screens: for one call."""

    def __init__(self, app: CallscriptApp, practice: Practice) -> None:
        super().__init__(app)
        self._practice = practice

    async def home(self, desk: Desk) -> Wish:  # noqa: ARG002 - nothing of the desk is shown
        """Have the telephone ring, and after the call the program left."""
        return self._practice.wish()

    async def call(self, desk: Desk, session: Session) -> bool:
        """Show the call, with the caller heard, until nothing more is asked."""
        self._practice.take(session)
        return await self._app.push_screen_wait(PracticeScreen(desk, session, self._practice)) == "left"
