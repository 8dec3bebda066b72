"""`standard.toml`: the words that a standard prescribes, by clause. The check alone reads them."""

from __future__ import annotations

from callscript.core.script.base import Record


class Prescribed(Record, frozen=True, kw_only=True):
    """The words of a clause."""

    said: tuple[str, ...] = ()
    """What a step or an aid that names the clause must say."""
    wording: tuple[str, ...] = ()
    """What the text of the clause must quote."""


class Standard(Record, frozen=True, kw_only=True):
    """The file."""

    language: str
    """The one that the standard is written in."""
    clause: dict[str, Prescribed]
