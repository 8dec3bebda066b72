"""The text of a field: as it is read, and as it stands there to be typed over."""

from __future__ import annotations

from callscript.core.call.call import Call, Values
from callscript.core.call.fold import orphaned_fields
from callscript.core.script import phrases
from callscript.core.script.model import Script
from callscript.runtime.i18n import _


def recorded(script: Script, language: str, field: str, text: str, *, absent: bool) -> str:
    """Return what is recorded in a field as it is read: a choice by its name, why there is none in brackets."""
    return "(" + (text or _("none")) + ")" if absent else phrases.value(script, field, text, language)


def choices(script: Script, field: str) -> tuple[tuple[str, str], ...]:
    """Return what a field can have, each with its name, where it is chosen: values, or names out of the directory."""
    options = script.fields[field].options
    named = tuple((each, phrases.label(script, f"value.{field}.{each}", script.own_language)) for each in options)
    return named or tuple((name, name) for name in script.names_of.get(field, ()))


def field_lines(script: Script, call: Call) -> list[str]:
    """Return what is recorded or typed in each field, a line a field; those of the other matters follow."""
    left, of_a_branch_left = orphaned_fields(script, call), _("from an answer that was changed")
    there = {name: value for name, value in call.fields.items() if name not in left}
    gone = {name: value for name, value in call.fields.items() if name in left}
    lines = _lines(script, script.own_language, there) + _draft_lines(script, call)
    lines += [f"~ {line} ({of_a_branch_left})" for line in _lines(script, script.own_language, gone)]
    for number, matter in call.set_aside:
        names = (phrases.label(script, f"register.{what}") for what in matter.registered)
        lines += ["", ": ".join(filter(None, (_("matter {number}").format(number=number), ", ".join(names))))]
        lines += _lines(script, script.own_language, matter.aside.values)
    return lines


def _lines(script: Script, language: str, values: Values) -> list[str]:
    return [
        f"{phrases.label(script, f'field.{field}', language)}: "
        f"{recorded(script, language, field, value.text, absent=value.absent)}"
        for field, value in values.items()
    ]


def _draft_lines(script: Script, call: Call) -> list[str]:
    return [
        f"{phrases.label(script, f'field.{field}')}: " + _("{text} (typed, not confirmed)").format(text=text)
        for field, text in call.drafts.items()
        if field in script.fields
    ]


def typed(script: Script, call: Call, field: str) -> str:
    """Return what stands in a field: what was being typed there before the program ended, or else its value."""
    return call.drafts.get(field) or value_as_typed(script, call, field)


def value_as_typed(script: Script, call: Call, field: str) -> str:
    """Return a field's value as it is typed: a choice by its number, a reason why there is none behind a dash."""
    value = call.fields.get(field)
    if value is None:
        return ""
    if value.absent:
        return f"- {value.text}".rstrip()
    known = script.fields[field]
    numbers = [str(known.options.index(each) + 1) for each in known.chosen(value.text) if each in known.options]
    return ", ".join(numbers) or value.text


def suggested(script: Script, call: Call, field: str) -> str:
    """Return a value known from elsewhere, to be confirmed: of the caller's own number, the one that rang."""
    wanted = script.fields[field].own and field not in call.fields
    return call.start.phone if wanted and call.start else ""
