"""The text of a field: as it is read, and as it stands there to be typed over."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from callscript.core.call.call import Call, Value, Values
from callscript.core.call.event import field_at
from callscript.core.call.fold import orphaned_fields
from callscript.core.call.matters import Recorded, are_several
from callscript.core.call.matters import recorded as recorded_by_matter
from callscript.core.script import phrases
from callscript.core.script.model import Script
from callscript.core.script.steps import Ask
from callscript.dialogue.show.visit_told import moved_to
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
    """Return what is recorded or typed in each field, a line a field; under the matter, where there are several."""
    groups = recorded_by_matter(script, call)
    if not are_several(groups):
        return _of_now(script, call, call.fields) + _draft_lines(script, call)
    lines = _of_now(script, call, groups[0].values) + _draft_lines(script, call)
    for group in groups[1:]:
        aside = call.about(group.matter).aside.values
        shown = (_lines if aside else _of_now)(script, call, group.values, group.matter)
        lines += ["", matter_heading(script, group), *shown]
    return lines


def matter_lines(script: Script, call: Call, number: int) -> list[str]:
    """Return what is recorded of the caller and of one of their matters; 0: of all of them."""
    groups = recorded_by_matter(script, call)
    if not number or not are_several(groups):
        return field_lines(script, call)
    lines = _lines(script, call, groups[0].values)
    for group in groups[1:]:
        if group.number == number:
            lines += [matter_heading(script, group), *_lines(script, call, group.values, group.matter)]
    return lines


def matter_heading(script: Script, group: Recorded) -> str:
    """Name a matter: by its number, the detour that it began in, and what it was registered as."""
    name = of_matter(script, group)
    registered = ", ".join(phrases.label(script, f"register.{what}") for what in group.registered)
    return ": ".join(filter(None, (name, registered)))


def of_matter(script: Script, group: Recorded) -> str:
    """Name a matter by its number and the detour that it began in: the how manieth of them, if there are several."""
    detour = phrases.label(script, f"detour.{group.detour}") if group.detour else ""
    detour += f" {group.which}" if group.which else ""
    detour = _("taken back: {name}").format(name=detour) if group.taken_back else detour
    return ", ".join(filter(None, (_("matter {number}").format(number=group.number), detour)))


def one_of_several(script: Script, group: Recorded, texts: Mapping[str, str]) -> str:
    """Return what is recorded of one of several in a line, from the text of each of its fields."""
    name = phrases.label(script, f"detour.{group.detour}") + (f" {group.which}" if group.which else "")
    told = (f"{phrases.label(script, f'field.{field}')}: {text}" for field, text in texts.items())
    return f"{name} — {'; '.join(told)}"


def _of_now(script: Script, call: Call, values: Values, matter: int = 0) -> list[str]:
    left, of_a_branch_left = orphaned_fields(script, call), _("from an answer that was changed")
    there = {name: value for name, value in values.items() if name not in left}
    gone = {name: value for name, value in values.items() if name in left}
    lines = _lines(script, call, there, matter)
    return lines + [f"~ {line} ({of_a_branch_left})" for line in _lines(script, call, gone, matter)]


def _lines(script: Script, call: Call, values: Values, matter: int = 0) -> list[str]:
    return [
        f"{phrases.label(script, f'field.{field}')}: {stands(script, call, field, value, matter)}"
        for field, value in values.items()
    ]


def stands(script: Script, call: Call, field: str, value: Value, matter: int = 0) -> str:
    """Return a value as it is read; of the time of a visit that was moved since, the time now, and what it was."""
    text = recorded(script, script.own_language, field, value.text, absent=value.absent)
    now = moved_to(script, call, field, matter)
    return now + _(" (was: {old})").format(old=text) if now else text


def _draft_lines(script: Script, call: Call) -> list[str]:
    return [
        f"{phrases.label(script, f'field.{field}')}: " + _("{text} (typed, not confirmed)").format(text=text)
        for place, text in call.drafts.items()
        if (field := field_at(place)[0]) in script.fields
    ]


def typed(script: Script, call: Call, place: str) -> str:
    """Return what stands in a field: what was being typed there before the program ended, or else its value."""
    return call.drafts.get(place) or value_as_typed(script, call, place)


def half_typed(script: Script, call: Call) -> tuple[str, ...]:
    """Return the fields that were being typed in when a detour was taken: what stands there is to be gone on with."""
    return tuple(
        step.field
        for below, above in pairwise(call.frames)
        if isinstance(step := script.steps[below.step], Ask)
        and _latest_before(call, above.since[0]) == (f"filled:{step.field}",)
    )


def _latest_before(call: Call, number: int) -> tuple[str, ...]:
    """Return what the operator established last before an event; clocks run on by themselves."""
    facts = (each.facts for each in reversed(call.record) if each.seq < number)
    return next((each for each in facts if each[0].partition(":")[0] not in ("timing", "stopped", "overran")), ())


def value_as_typed(script: Script, call: Call, place: str) -> str:
    """Return a field's value as it is typed: a choice by its number, a reason why there is none behind a dash."""
    field, matter = field_at(place)
    return as_typed(script, field, call.values_of(matter).get(field))


def as_typed(script: Script, field: str, value: Value | None) -> str:
    """Return a value as it is typed into its field."""
    if value is None:
        return ""
    if value.absent:
        return f"- {value.text}".rstrip()
    known = script.fields[field]
    numbers = [str(known.options.index(each) + 1) for each in known.chosen(value.text) if each in known.options]
    return ", ".join(numbers) or value.text


def suggested(script: Script, call: Call, place: str) -> str:
    """Return a value known from elsewhere, to be confirmed: of the caller's own number, the one that rang."""
    field, matter = field_at(place)
    wanted = script.fields[field].own and field not in call.fields and not matter
    return call.start.phone if wanted and call.start else ""
