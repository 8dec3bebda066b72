"""What is read on a sheet: titles with what stands under them."""

from __future__ import annotations

from msgspec import Struct

from callscript.dialogue.show.standing import JudgedLine


class Section(Struct, frozen=True):
    """A title with what stands under it, which may be several lines."""

    title: str
    lines: tuple[str, ...] = ()
    note: str = ""
    verdicts: tuple[JudgedLine, ...] = ()
    """In the place of lines."""
