"""What an event asks to be done to the outside world, as values: the service carries them out."""

from __future__ import annotations

from msgspec import Struct

from callscript.core.call.events import Closed, Event


class FileCall(Struct, frozen=True):
    """File the call in the registers, with the work that it leaves open."""


Effect = FileCall
"""Everything that an event can ask for."""


def effects(event: Event) -> tuple[Effect, ...]:
    """Return what is to be done because of `event`, in order."""
    return (FileCall(),) if isinstance(event, Closed) else ()
