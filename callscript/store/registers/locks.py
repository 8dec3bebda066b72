"""The locks of the registers. Whoever changes some files takes a share of the whole and has the lanes that these files
are in to itself, so that operators seldom wait for each other; a rebuild has the whole to itself.

Lanes are taken in one order: the operator's, those of telephone numbers by their names, that of the mark. An operator's
seat lies elsewhere.
"""

from __future__ import annotations

import os
from collections.abc import Generator, Iterable
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path

from callscript.runtime.locks import EXCLUSIVE, SHARE, held
from callscript.runtime.untold import Untold
from callscript.store.errors import Damaged
from callscript.store.in_words import known_as

PATIENCE = 3.0
"""Seconds to wait for another process's change."""


class Locks:
    """The locks below a folder. Each may raise `OSError` when it is taken."""

    def __init__(self, folder: Path, notices: Untold[Damaged]) -> None:
        self._folder = folder
        self._notices = notices
        """What stood in the place of a lock file and was set aside."""
        self.whole_file = folder / "all.lock"

    @property
    def used(self) -> bool:
        """Whether anybody has changed something before."""
        return os.path.lexists(self.whole_file)

    def whole(self) -> AbstractContextManager[None]:
        """Keep everybody else out."""
        return self._held(self.whole_file, EXCLUSIVE)

    def share(self) -> AbstractContextManager[None]:
        """Keep out those who want the whole. It must be taken before any lane."""
        return self._held(self.whole_file, SHARE)

    @contextmanager
    def lanes(self, names: Iterable[str]) -> Generator[None]:
        """Keep others out of these lanes."""
        with ExitStack() as stack:
            for name in sorted(set(names)):
                stack.enter_context(self._held(self._folder / f"{name}.lock", EXCLUSIVE))
            yield

    @contextmanager
    def _held(self, file: Path, how: int) -> Generator[None]:
        with held(file, how, PATIENCE) as kept:
            if kept:
                self._notices.extend([Damaged(known_as(file), 0, "not a lock file", str(kept))])
            yield
