"""What can be wrong with a pack, in words that name the place.

    PackError
    ├── PackErrors      the check found problems: no call may start on this pack
    ├── PackNotFound    there is no pack of this id or in this folder
    └── PackChanged     the files are not those that the call's script was read from

A problem is never raised alone: a check gathers all of them, so that one run shows all there is to mend.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from callscript.runtime.exit_status import Foreseen
from callscript.runtime.i18n import N_


class Problem(Struct, frozen=True, order=True):
    """One thing to mend, and where."""

    file: str
    stage: str
    """Empty where no stage is concerned."""
    key: str
    """Dotted, list items by their id, or by their number from 1 where they have none; empty: the file itself."""
    message: str

    def __str__(self) -> str:
        stage = f"stage {self.stage}" if self.stage else ""
        return ": ".join(part for part in (self.file, stage, self.key, self.message) if part)


class PackError(Foreseen):
    """Base of all that this package raises."""

    frame = N_("no call can be taken with this script pack:\n{reason}")


class PackErrors(PackError):  # noqa: N818 - it carries several
    """Carry every problem of a pack that failed its check."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = tuple(problems)


class PackNotFound(PackError):  # noqa: N818 - named for what happened
    """Tell that there is no such pack."""


class PackChanged(PackError):  # noqa: N818 - named for what happened
    """Tell that a pack's files do not have the content that was asked for."""


class Report:
    """Gathers the problems of one file."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self.lost = False
        """Parts of the file could not be read: what else there would be, and what is used there, is not known."""
        self._unread: dict[str, bool] = {}

    def add(self, key: str, message: str, stage: str = "") -> None:
        """Note a problem; the same one twice is one, and what could not be read is told of once."""
        problem = Problem(self.file, stage, key, message)
        if problem not in self.problems and not self.is_unread(key):
            self.problems.append(problem)

    def leave_unread(self, key: str, *, lost: bool) -> None:
        """Say, once that is told, that what stands under a key could not be read. `lost`: a part with names in it."""
        self._unread[key] = lost
        self.lost |= lost

    def is_wholly_unread(self, key: str) -> bool:
        """Tell whether nothing of what stands under a key could be read."""
        return key in self._unread

    def is_unread(self, key: str) -> bool:
        """Tell whether what stands under a key could not be read: it, what it is in, one of its items or names."""
        for each, lost in self._unread.items():
            if key == each or key.startswith((f"{each}.", f"{each}[")):
                return True
            if each.startswith(f"{key}[") and (lost or "." not in each.removeprefix(key)):
                return True
        return False


def nearest(word: str, known: Iterable[str], likeness: float = 0.6) -> str | None:
    """Return the known word that `word` was most likely meant to be, if it is as like it as that."""
    from difflib import get_close_matches  # only a pack with a mistake pays for loading it

    return next(iter(get_close_matches(word, sorted(known), n=1, cutoff=likeness)), None)


def hint(word: str, known: Iterable[str], what: str = "known") -> str:
    """Return the end of a complaint about `word`: the nearest known one, or all of them if they are few."""
    words = sorted(known)
    near = nearest(word, words)
    if near:
        return f"; the nearest {what} one is '{near}'"
    if not words:
        return "; there are none"
    return f"; {what} ones: {', '.join(words)}" if len(words) <= 12 else ""


def named(value: object) -> str:
    """Say what was found, briefly."""
    match value:
        case str():
            return f"'{_brief(value)}'"
        case bool():
            return str(value).lower()
        case list():
            return "a list"
        case dict():
            return "a table"
        case _:
            return _brief(str(value))


def _brief(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"
