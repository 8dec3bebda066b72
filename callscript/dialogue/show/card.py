"""The caller's card as values: every field with its state, what is still missing, what may be wrong."""

from __future__ import annotations

from callscript.contacts.fields import doubt
from callscript.core.call.call import Call
from callscript.core.call.fold import orphaned_fields
from callscript.core.script import phrases
from callscript.core.script.model import Field, Script
from callscript.core.script.steps import Register
from callscript.dialogue.show.field_text import choices, recorded, suggested, typed
from callscript.dialogue.show.values import FieldRow


def card(script: Script, call: Call) -> tuple[FieldRow, ...]:
    """Return the lines of the caller's card: behind them, what the register wants besides, so that it can be mended.

    Only until it is registered: the caller was told then, and work is due by it; afterwards it is corrected.
    """
    wanted = required_fields(script, call)
    left = orphaned_fields(script, call)
    fields = script.pack.fields
    listed = [field for field in fields if field.group != "call"]
    listed += [field for field in fields if field.group == "call" and field.id in wanted.difference(_registered(call))]
    return tuple(_row(script, call, field, field.id in wanted, field.id in left) for field in listed)


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


def _row(script: Script, call: Call, field: Field, wanted: bool, orphaned: bool) -> FieldRow:
    value = call.fields.get(field.id)
    language = script.own_language
    text = value.text if value else ""
    draft = call.drafts.get(field.id, "")
    state = "missing" if wanted else "empty"
    if value is not None:
        doubtful = doubt(script, field, text, absent=value.absent) is not None
        state = "orphaned" if orphaned else "doubtful" if doubtful else "absent" if value.absent else "filled"
    return FieldRow(
        id=field.id,
        label=phrases.label(script, f"field.{field.id}", language),
        value=typed(script, call, field.id),
        shown=recorded(script, language, field.id, value.text, absent=value.absent) if value else draft,
        state=state,
        hint=phrases.own(script, call, f"hint.{field.id}"),
        options=tuple(name for _value, name in choices(script, field.id)),
        suggested=suggested(script, call, field.id),
        draft=draft,
    )
