"""Says at home what was begun to be entered, and waits to be gone on with."""

from __future__ import annotations

from callscript.dialogue.show.listing import named
from callscript.runtime.i18n import _
from callscript.service.desk import Desk


def begun_words(desk: Desk) -> tuple[str, ...]:
    """Say what was begun to be entered and is not registered yet; nothing if there is nothing."""
    if (begun := desk.begun_entry) is None:
        return ()
    what = named(begun.script, "entries", begun.call.entry)
    return (_("Begun to be entered, and not registered yet: {what}").format(what=what),)
