"""What every event of a call has, and who takes the call."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar, Literal

from msgspec import Struct

Gender = Literal["feminine", "masculine"]

ERASED = "[…]"
"""What stands in the place of a value that a caller gave and that was erased from the journal later."""


SUMMARY = "wrap_up.summary"
"""The place of a draft of the summary."""


RECEIVED = "entry.received"
"""The place of a draft of the moment at which something came that is entered."""


def reason_of(clause: str) -> str:
    """Return the place of a draft of the reason why a clause was not met."""
    return f"clause.{clause}"


GOES_ON, ENDED = "goes_on", "ended"
"""What can be corrected beside fields, which go by their ids: that it has ended, how it ended."""
_CORRECTION = "correct"
_GROUP = "group"


def correction_of(what: str, matter: int, part: str) -> str:
    """Return the place of a draft of a correction: how it should be, or why (`part`)."""
    return f"{_CORRECTION}.{part}.{matter}.{what}"


def corrected_at(place: str) -> str:
    """Return what is corrected in the draft at a place; empty: it is of no correction."""
    parts = place.split(".", 3)
    return parts[3] if len(parts) == 4 and parts[0] == _CORRECTION else ""


def of_entry(field: str, matter: int) -> str:
    """Return the place of a field: of a matter that was set aside, if one is given."""
    return f"{_GROUP}.{matter}.{field}" if matter else field


def field_at(place: str) -> tuple[str, int]:
    """Return the field at a place, and the matter if it is that of one that was set aside; else 0."""
    parts = place.split(".")
    of_group = len(parts) == 3 and parts[0] == _GROUP and parts[1].isdecimal()
    return (parts[2], int(parts[1])) if of_group else (place, 0)


def of_work(task: str, act: str, part: str) -> str:
    """Return the place of a draft of what an act on work of a call wants to know (`part`)."""
    return f"work.{task}.{act}.{part}"


class Operator(Struct, frozen=True, kw_only=True):
    """Who takes the call."""

    number: str
    name: str
    """Full name in Cyrillic."""
    name_latin: str
    gender: Gender


class EventBase(Struct, frozen=True, kw_only=True, tag_field="type"):
    given: ClassVar[tuple[str, ...]] = ()
    """The fields whose text comes from a caller, or speaks of one: it can be erased later, the event stays."""
    later: ClassVar[tuple[str, ...]] = ()
    """The fields that a later release has added: they are written only where they say something."""
    seq: int
    """Position in the call's log, from 1."""
    at: datetime
    """Aware."""

    def written(self) -> dict[str, Any]:
        """Return its fields by name, as they are written down, its type first."""
        fields = {
            name: value for name in self.__struct_fields__ if (value := getattr(self, name)) or name not in self.later
        }
        return {"type": self.__struct_config__.tag, **fields}
