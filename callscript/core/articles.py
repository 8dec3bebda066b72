"""What a centre has written for its operators to look up, and what a search of it finds."""

from __future__ import annotations

from typing import Literal, NamedTuple

from msgspec import Struct

Kind = Literal["text", "item", "heading"]


class Part(Struct, frozen=True, array_like=True):
    """A paragraph, an item of a list or a heading."""

    text: str
    kind: Kind = "text"


class Article(Struct, frozen=True):
    """A title, and what stands under it."""

    id: str
    """The name of its file without the ending; of an entry of the directory, `ENTRY` and its id."""
    title: str
    parts: tuple[Part, ...]

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """What can be told to a caller: everything but the headings."""
        return tuple(part.text for part in self.parts if part.kind != "heading")


ENTRY = "directory:"
"""The beginning of the id of what stands in the directory of the script: no file is named so."""


class Wanted(NamedTuple):
    """A word that is looked for, folded."""

    word: str
    begins: bool = False
    """Any word that begins so is meant."""


class Hit(Struct, frozen=True):
    """An article that was found, or an entry of the directory."""

    id: str
    title: str
    context: str = ""
    """The line of it that says most of what is looked for."""
    wanted: tuple[Wanted, ...] = ()
    """What it was found by."""

    @property
    def entry(self) -> bool:
        """Whether it is somebody to hand over to, out of the directory."""
        return self.id.startswith(ENTRY)


class Found(Struct, frozen=True):
    """What a search has found, the best first."""

    asked: str = ""
    hits: tuple[Hit, ...] = ()
    unreadable: int = 0
    """How many articles are there that could not be read."""
