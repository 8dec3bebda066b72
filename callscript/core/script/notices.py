"""What a call has told to others without anybody's doing, as a pack writes it: when, to whom, which of the fields."""

from __future__ import annotations

from callscript.core.script.base import Identifier, Record


class Notice(Record, frozen=True, kw_only=True):
    """Something that is told by mail. Its words are the texts `notice.<id>.subject` and `notice.<id>.text`."""

    id: Identifier
    on: str
    """The fact that it tells of: each occurrence is a notice of its own."""
    to: Identifier = "management"
    """Whom the centre's settings give the addresses of."""
    after_call: bool = False
    """It waits for the end of the call; otherwise it goes as soon as what it tells of cannot be taken back any more."""
    fields: tuple[str, ...] = ()
    """What it says of the caller and of the matter, in this order."""
    answers: tuple[Identifier, ...] = ()
    """The choices of which it tells what was answered last before it."""
    instead: tuple[Identifier, ...] = ()
    """Kinds of work: where such work is left about the matter, its words are `notice.<id>.<kind>`, not `.text`."""
