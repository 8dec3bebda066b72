"""What all parts of a script pack are made of: the record that refuses unknown keys, and the ids that name things."""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from msgspec import Meta, Struct

Identifier = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]*$")]
ClauseId = Annotated[str, Meta(pattern=r"^[A-Z]+-[0-9]+$")]

Number = Annotated[float, Meta(ge=-1e12, le=1e12)]
"""A number as it is typed into a field, or compared with that."""

Often = Annotated[int, Meta(ge=0, le=999)]
"""How often something happens in a call, or how much of it."""

TimeOfDay = Annotated[str, Meta(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
"""`HH:MM` on the centre's clock."""

EndKind = Literal["operator", "caller", "transfer", "abuse", "no_contact"]
"""Who or what ended the call: the operator after closing it, the caller (dropped), and so on."""

ENDS: tuple[EndKind, ...] = get_args(EndKind)

Ending = Identifier
"""How a call ended: an `EndKind`, or a way of ending of the pack's own, which is otherwise as `operator`."""

Finding = Literal["met", "breached", "open", "na", "reminder"]
"""How a call stands with a clause of the standard."""


class Record(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Base of everything in a pack: frozen, keyword only, unknown keys refused."""
