"""What is to be told and has not been yet. Any thread may add some or take it."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from contextlib import suppress
from typing import Generic, TypeVar

Told = TypeVar("Told")


class Untold(Generic[Told]):
    """What is to be told: each once."""

    def __init__(self) -> None:
        self._waiting: deque[Told] = deque()  # whose single steps are atomic

    def extend(self, found: Iterable[Told]) -> None:
        """Have something told."""
        self._waiting.extend(found)

    def waits(self, found: Told) -> bool:
        """Tell whether something is still to be told."""
        return found in self._waiting

    def drop(self, found: Told) -> None:
        """Have something told no more, if it was not told yet."""
        with suppress(ValueError):
            self._waiting.remove(found)

    def take(self) -> list[Told]:
        """Return what is to be told, and count it as told."""
        taken: list[Told] = []
        while True:
            try:
                taken.append(self._waiting.popleft())
            except IndexError:
                return taken
