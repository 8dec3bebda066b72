"""What is about to be registered, read back whole: a digit goes to each field, to mend it."""

from __future__ import annotations

from callscript.core.call.call import Call
from callscript.core.script.model import Script
from callscript.dialogue.show.card import card
from callscript.dialogue.show.values import OfferLine
from callscript.runtime.i18n import _


def review(script: Script, call: Call) -> tuple[OfferLine, ...]:
    """List every field that is recorded or still missing."""
    missing = _("missing")
    rows = [row for row in card(script, call) if row.state != "empty"]
    return tuple(
        OfferLine(
            number=number,
            text=f"{row.label}: {row.shown or missing}",
            id=row.id,
            field=row.id,
            lacking=row.state == "missing",
        )
        for number, row in enumerate(rows, start=1)
    )
