"""What is typed into a field, and what it means: a number for a choice, a dash for «there is none»."""

from __future__ import annotations

import re

from msgspec.structs import replace

from callscript.contacts.fields import normal
from callscript.core.call import commands as c
from callscript.core.call.call import Call
from callscript.core.call.event import field_at
from callscript.core.script.model import Field, Script
from callscript.dialogue.show.field_text import choices, suggested

DASHES = ("-", "–", "—")
_BETWEEN = re.compile(r"[,;\s]+")


def read(script: Script, field_id: str, text: str) -> c.Fill:
    """Return what typing `text` into a field and leaving it asks for."""
    field = script.fields[field_id]
    if field.absent != "never" and text.startswith(DASHES):
        return c.Fill(field_id, text.lstrip("".join((*DASHES, " "))), absent=True)
    known = choices(script, field_id)
    return c.Fill(field_id, _chosen(field, known, text) if known else normal(script, field, text))


def entered(script: Script, call: Call, place: str, text: str, *, confirm: bool = False) -> c.Fill | None:
    """Return what leaving a field with `text` in it asks for; `confirm` takes over a value that is only suggested."""
    field, matter = field_at(place)
    text = text.strip() or (suggested(script, call, place) if confirm else "")
    if not text and script.fields[field].options:
        return None  # a choice is changed, not erased
    fill = replace(read(script, field, text), matter=matter)
    return replace(fill, confirm=True) if confirm else fill


_Choices = tuple[tuple[str, str], ...]


def _chosen(field: Field, known: _Choices, text: str) -> str:
    """Find the value of a choice, or all that were named where several may be, in the order of the pack."""
    if not field.several:
        return _option(known, text)
    named = {_option(known, each) for each in _BETWEEN.split(text) if each}
    order = [*field.options, *sorted(named - set(field.options))]
    return ",".join(each for each in order if each in named)


def _option(known: _Choices, text: str) -> str:
    """Find the value of a choice by its number, or by the beginning of its name."""
    if text.isdecimal() and 1 <= int(text) <= len(known):
        return known[int(text) - 1][0]
    named = [value for value, name in known if name.casefold().startswith(text.casefold())]
    return named[0] if text and len(named) == 1 else text
