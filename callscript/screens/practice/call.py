"""The call screen with a row for what the caller says: it is kept from the beginning, so that nothing moves."""

from __future__ import annotations

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.content import Content

from callscript.dialogue.show.caller_says import caller_says
from callscript.screens.call import CallScreen
from callscript.service.desk import Desk
from callscript.service.practice import Practice
from callscript.service.session import Session
from callscript.widgets.piece import Piece


class PracticeScreen(CallScreen):
    """A call that is practised."""

    CSS_PATH = ["../call.tcss", "call.tcss"]

    def __init__(self, desk: Desk, session: Session, practice: Practice) -> None:
        super().__init__(desk, session)
        self._practice = practice

    def compose_above(self) -> ComposeResult:
        yield Piece(id="caller-says")

    def show(self) -> None:
        super().show()
        self._show_said()

    def show_second(self) -> None:
        super().show_second()
        self._show_said()

    def _show_said(self) -> None:
        talk, row = self._practice.heard(self._desk), self.query_one("#caller-says", Piece)
        said = caller_says(talk.last)
        if talk.answer and cell_len(both := caller_says(f"{talk.answer} — {talk.last}")) <= row.content_size.width:
            said = both  # else nobody could type what was told before it was talked over
        row.put(Content(said))
