"""What is about to be registered, read back whole: a digit goes to each field, to mend it, or to fill in what may be
left empty.
"""

from __future__ import annotations

from callscript.core.call.call import Call
from callscript.core.call.event import field_at
from callscript.core.call.groups import entries
from callscript.core.call.matters import recorded as recorded_by_matter
from callscript.core.script import phrases
from callscript.core.script.model import Script
from callscript.dialogue.show.card import card
from callscript.dialogue.show.field_text import recorded
from callscript.dialogue.show.values import FieldRow, OfferLine
from callscript.runtime.i18n import _


def review(script: Script, call: Call) -> tuple[OfferLine, ...]:
    """List every field that is recorded or still missing, and behind them what else the matter can have."""
    rows = card(script, call)
    asked = (call.about(call.matter).detour, *(each.detour for each in entries(script, call)))
    of_matter = {field for detour in asked for field in script.fields_of(detour)}
    listed = [row for row in rows if row.state != "empty"]
    listed += [row for row in rows if row.state == "empty" and field_at(row.id)[0] in of_matter]
    return tuple(
        OfferLine(number=number, text=_text(row), id=row.id, field=row.id, lacking=row.state == "missing")
        for number, row in enumerate(listed, start=1)
    )


def besides(script: Script, call: Call) -> str:
    """Tell what else is recorded of the matter, and is not on the card: it was said or done; empty: nothing is."""
    on_card = {row.id for row in card(script, call)}
    found = {each.matter: each.values for each in recorded_by_matter(script, call)}.get(call.matter, {})
    told = [
        phrases.label(script, f"field.{field}")
        + ": "
        + recorded(script, script.own_language, field, value.text, absent=value.absent)
        for field, value in found.items()
        if field not in on_card
    ]
    return _("Recorded of this besides: {values}").format(values="; ".join(told)) if told else ""


def _text(row: FieldRow) -> str:
    if row.state == "empty":
        return _("{field}: can be added").format(field=row.label)
    shown = row.shown or _("missing")
    return f"{row.label}: {shown}"
