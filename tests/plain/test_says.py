"""A text that says what was answered, with words that follow a number, is told line by line as it is to be said."""

from __future__ import annotations

from pathlib import Path

from tests.plain.conversation import Conversation, harmless
from tests.terminal.calls import PROGRAM

TELLS = Path(__file__).parents[1] / "packs" / "fixtures" / "tells"


def test_a_call_tells_what_was_answered(tmp_path: Path) -> None:
    """The number with its words, the place, and the name as it stands, with nothing in it obeyed or filled in."""
    command = (*PROGRAM, "demo", "--plain", "--home", str(tmp_path / "home"), "--pack", str(TELLS))
    with Conversation(command, tmp_path) as talk:
        talk.prompted()
        for line in ("", "5", "2"):
            talk.say(line)
        told = " ".join(talk.say("1").split())
        assert "5 книг чекатимуть на пошті. Ольга [bold]Книш[/bold] {operator_number} їх підготує." in told
        harmless(talk.raw)
