"""A small pack that a test has changed, led line by line."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from tests.packs.conftest import Bench
from tests.plain.conversation import Conversation, harmless
from tests.terminal.calls import PROGRAM


@contextmanager
def led(pack: Bench, place: Path) -> Generator[Conversation]:
    """Begin a call by the pack, at any hour, and come to what is asked behind the first answer."""
    pack.swap("pack.toml", "when = { open = false }", 'when = { open = true, field = "title" }')
    command = (*PROGRAM, "demo", "--plain", "--home", str(place / "home"), "--pack", str(pack.folder))
    with Conversation(command, place) as talk:
        talk.prompted()
        for line in ("", "", "", "1"):
            talk.say(line)
        yield talk
        harmless(talk.raw)
