"""The caller's card as values: every field with its state, what is still missing, what may be wrong."""

from __future__ import annotations

from msgspec.structs import replace

from callscript.contacts.fields import doubt
from callscript.core.call.call import Call
from callscript.core.call.event import of_entry
from callscript.core.call.fold import orphaned_fields
from callscript.core.call.groups import entries
from callscript.core.script import phrases
from callscript.core.script.model import Field, Script
from callscript.core.script.steps import Register
from callscript.dialogue.show.field_text import choices, recorded, suggested, typed
from callscript.dialogue.show.values import FieldRow
from callscript.runtime.i18n import _


def card(script: Script, call: Call) -> tuple[FieldRow, ...]:
    """Return the lines of the caller's card: behind them, what the register wants besides, so that it can be mended.

    Only until it is registered: the caller was told then, and work is due by it; afterwards it is corrected.
    """
    wanted = required_fields(script, call)
    left = orphaned_fields(script, call)
    fields = script.pack.fields
    listed = [field for field in fields if field.group != "call"]
    several = entries(script, call)
    of_several = {field for each in several for field in script.fields_of(each.detour)}
    also = wanted.difference(_registered(call), of_several)
    listed += [field for field in fields if field.group == "call" and field.id in also]
    rows = [_row(script, call, field, field.id in wanted, field.id in left) for field in listed]
    for each in several:  # one after the other: what was misheard of any of them can be mended
        aside = each.matter if call.about(each.matter).aside.values else 0
        number = each.which or int(bool(aside))
        which = _("№ {number}").format(number=number) + " " if number else ""
        for field in (script.fields[id] for id in script.fields_of(each.detour)):
            if aside or field not in listed:
                live = (field.id in wanted, field.id in left) if not aside else (False, False)
                row = _row(script, call, field, *live, aside)
                rows.append(replace(row, label=which + row.label))
    return tuple(rows)


def _registered(call: Call) -> frozenset[str]:
    return frozenset(field for field, value in call.fields.items() if value.registered)


def required_fields(script: Script, call: Call) -> frozenset[str]:
    """Return the fields that the register of this script wants, once the call has come to the stage that registers."""
    stage = {
        script.stage_of[step].id
        for frame in call.frames
        for step, matter in zip(frame.trail, frame.matters, strict=True)
        if matter == frame.matters[frame.at]
    }
    return frozenset(
        field
        for step in script.steps.values()
        if isinstance(step, Register) and script.stage_of[step.id].id in stage
        for field in step.requires
    )


def _row(script: Script, call: Call, field: Field, wanted: bool, orphaned: bool, matter: int = 0) -> FieldRow:
    value, place = call.values_of(matter).get(field.id), of_entry(field.id, matter)
    language = script.own_language
    text = value.text if value else ""
    draft = call.drafts.get(place, "")
    state = "missing" if wanted else "empty"
    if value is not None:
        doubtful = doubt(script, field, text, absent=value.absent) is not None
        state = "orphaned" if orphaned else "doubtful" if doubtful else "absent" if value.absent else "filled"
    return FieldRow(
        id=place,
        label=phrases.label(script, f"field.{field.id}", language),
        value=typed(script, call, place),
        shown=recorded(script, language, field.id, value.text, absent=value.absent) if value else draft,
        state=state,
        hint=phrases.own(script, call, f"hint.{field.id}"),
        options=tuple(name for _value, name in choices(script, field.id)),
        suggested=suggested(script, call, place),
        draft=draft,
    )
