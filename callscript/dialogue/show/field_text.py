"""The text that stands in a field to be typed over: what is recorded, or a value known from elsewhere."""

from __future__ import annotations

from callscript.core.call.call import Call
from callscript.core.script.model import Script


def typed(script: Script, call: Call, field: str) -> str:
    """Return a field's value as it is typed: a choice by its number, a reason why there is none behind a dash."""
    value = call.fields.get(field)
    if value is None:
        return ""
    if value.absent:
        return f"- {value.text}".rstrip()
    options = script.fields[field].options
    return str(options.index(value.text) + 1) if value.text in options else value.text


def suggested(script: Script, call: Call, field: str) -> str:
    """Return a value known from elsewhere, to be confirmed: the number the caller rang from."""
    wanted = script.fields[field].kind == "phone" and field not in call.fields
    return call.start.phone if wanted and call.start else ""
