"""The outbox in memory, gone with the process."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from threading import Lock

from msgspec.structs import replace

from callscript.core.letters import Letter
from callscript.store.errors import Damaged


class MemoryOutbox:
    """The letters by their ids."""

    def __init__(self) -> None:
        self.letters: dict[str, Letter] = {}
        self._held = set[str]()
        self._one_at_a_time = Lock()

    def put(self, letter: Letter) -> bool:
        """Put a letter in; False: it was put in before."""
        return self.letters.setdefault(letter.id, letter) is letter

    def open(self) -> list[Letter]:
        """Return the letters that still have to be delivered."""
        return sorted(
            (each for each in self.letters.values() if each.is_open), key=lambda each: (each.next_try, each.id)
        )

    def sent(self, call: str) -> list[Letter]:
        """Return what was delivered about a call."""
        return [each for each in self.letters.values() if each.call == call and not each.is_open]

    @contextmanager
    def hold(self, letter: str) -> Generator[Letter | None]:
        """Have an open letter to oneself."""
        with self._one_at_a_time:
            free = letter not in self._held
            self._held.add(letter)
        try:
            found = self.letters.get(letter)
            yield found if free and found and found.is_open else None
        finally:
            if free:
                self._held.discard(letter)

    def change(self, letter: Letter) -> None:
        """Say what became of a letter."""
        self.letters[letter.id] = letter if letter.is_open else replace(letter, subject="", text="")

    def take_notices(self) -> list[Damaged]:
        """Nothing is damaged."""
        return []
