"""Practice line by line: what the caller says is told in a line of its own, before the prompt or as it comes."""

from __future__ import annotations

from collections.abc import Iterator

from callscript.dialogue.show.caller_says import caller_says
from callscript.plain.conversation import Conversation
from callscript.plain.program import PlainFace
from callscript.plain.watch import BEHIND, Watch
from callscript.service.desk import Desk
from callscript.service.journey import Wish
from callscript.service.practice import Practice
from callscript.service.session import Session


class PracticeWatch(Watch):
    """Watches a call while the operator is waited for, and hears what the caller says meanwhile."""

    def __init__(self, desk: Desk, session: Session, practice: Practice) -> None:
        super().__init__(desk, session)
        self._practice = practice
        self._told = 0
        """So many of the caller's lines were told."""

    @property
    def patience(self) -> float | None:
        """For how many seconds nothing will have to be told or done; None: for ever."""
        talk = self._practice.heard(self._desk)
        if len(talk.lines) > self._told:  # said since this was looked at: nothing else would tell
            return 0.0
        waits = [super().patience]
        if due := talk.next_due:
            waits.append(max((due - self._desk.now()).total_seconds(), 0.0) + BEHIND)
        return min((each for each in waits if each is not None), default=None)

    def saving(self) -> Iterator[str]:
        """Yield what the caller says, and that there is trouble with saving."""
        lines = self._practice.heard(self._desk).lines
        yield from (caller_says(line.text) for line in lines[self._told :])
        self._told = len(lines)
        yield from super().saving()


class PlainPractice(PlainFace):
    """Asks the trainee line by line: for one call."""

    def __init__(self, talk: Conversation, practice: Practice) -> None:
        super().__init__(talk)
        self._practice = practice

    async def home(self, desk: Desk) -> Wish:  # noqa: ARG002 - nothing of the desk is shown
        """Have the telephone ring, and after the call the program left."""
        return self._practice.wish()

    async def call(self, desk: Desk, session: Session) -> bool:
        """Lead the call, with the caller heard."""
        self._practice.take(session)
        self._talk.begin(desk, session, PracticeWatch(desk, session, self._practice))
        return await super().call(desk, session)
