"""What looks wrong among the values of a call, in words: told when a field is left, and before it is registered."""

from __future__ import annotations

from typing import assert_never

from callscript.contacts.fields import Doubt, doubt
from callscript.core.call.call import Call
from callscript.core.call.event import field_at
from callscript.core.script import phrases
from callscript.core.script.model import Script
from callscript.runtime.i18n import _


def doubted(script: Script, call: Call, place: str) -> str:
    """Say what looks wrong about the value of a field; empty: nothing does."""
    field, matter = field_at(place)
    value = call.values_of(matter).get(field)
    if value is None or not (found := doubt(script, script.fields[field], value.text, absent=value.absent)):
        return ""
    name = phrases.label(script, f"field.{field}")
    return f"{name}: {_words(found).format(text=value.text)}"


def doubts(script: Script, call: Call) -> tuple[str, ...]:
    """Say what looks wrong about all that is recorded."""
    return tuple(filter(None, (doubted(script, call, field.id) for field in script.pack.fields)))


def _words(found: Doubt) -> str:
    match found:
        case "no_number":
            return _("kept as it was typed, but it is no whole telephone number: {text}")
        case "more":
            return _("kept as it was typed, but it is more than a telephone number: {text}")
        case "no_address":
            return _("kept as it was typed, but it is no e-mail address: {text}")
        case "mixed":
            return _("kept as it was typed, but letters of two alphabets are mixed in this address: {text}")
        case "in_reason":
            return _("recorded as having none, though the reason holds a number or an address: {text}")
        case _:
            assert_never(found)
