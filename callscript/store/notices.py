"""Damage that was found and set aside, until somebody asks for it. Any thread may add some or take it."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable

from callscript.store.errors import Damaged


class Notices:
    """What is to be told: each once."""

    def __init__(self) -> None:
        self._waiting: deque[Damaged] = deque()  # whose single steps are atomic

    def extend(self, found: Iterable[Damaged]) -> None:
        """Have damage told."""
        self._waiting.extend(found)

    def take(self) -> list[Damaged]:
        """Return what is to be told, and count it as told."""
        taken: list[Damaged] = []
        while True:
            try:
                taken.append(self._waiting.popleft())
            except IndexError:
                return taken
