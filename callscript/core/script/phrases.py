"""The words to say: a text of the pack with its variants chosen and its placeholders filled in.

A text is chosen by the part of the day in which the call began, by the operator's grammatical gender, and by whether
the caller's form of address is known, and by what a number wants to stand beside it. What is not known yet shows as an
ellipsis, never as a placeholder. What was typed or answered stands in its sentence as if it had been written there: a
capital at its beginning, one full stop at its end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime

from callscript.core.call.call import Call
from callscript.core.call.events import Operator
from callscript.core.call.registrations import registered_as
from callscript.core.script.conditions import Answered
from callscript.core.script.model import ADDRESS_FIELD, WEEKDAYS, Script, Text
from callscript.core.script.moments import recorded_moment
from callscript.core.script.steps import Pick
from callscript.core.script.working_time import local
from callscript.core.tasks import Task

UNKNOWN = "…"
TIMES = "times:"
"""How the placeholder of how often something has happened begins; the fact follows."""
ANSWER = "answer:"
"""How the placeholder of what was answered to a choice begins; the step follows."""
PLACEHOLDER = re.compile(rf"\{{((?:{TIMES}[^{{}}]+)|(?:{ANSWER})?[a-z0-9_]+)\}}")

_FILLED = re.compile(PLACEHOLDER.pattern + r"(\.(?!\.))?")
"""A placeholder, with the full stop of the sentence if that comes next."""
_COMING = "{coming_day}"
_NUMBER = "{register_number}"
_STOPS = (".", "!", "?", "…")
_OPENING = ' «“„"('
_AND_WORDS = re.compile(r"([+\d][\d +()./\u2010-\u2015-]*)(?<=\d)[,;\s]*([^\W\d].*)")
"""A number, and words behind it: an extension, whom to ask for."""
_AS_TYPED = ("phone", "email")
"""Kinds of fields whose values have no capital of their own."""


def wording(script: Script, call: Call, key: str, language: str = "") -> str:
    """Return the text of `key` as it is to be said in this call; empty if the pack has none."""
    language = language or call.language
    text = script.texts[language].get(key)
    if text is None:
        return ""
    chosen = text if isinstance(text, str) else _choose(script, call, text, language)
    if "{" not in chosen:
        return chosen
    values = _values(script, call, language)
    if _NUMBER in chosen:
        values["register_number"] = registered_as(script, call, call.matter)
    if _COMING in chosen:
        from callscript.core.script.coming import coming_day  # a start waits for no example

        values["coming_day"] = coming_day(script, call.latest)
    if TIMES in chosen:
        values.update(_times(call, chosen))
    if ANSWER in chosen:
        steps = {name.removeprefix(ANSWER) for name in PLACEHOLDER.findall(chosen) if name.startswith(ANSWER)}
        values.update((f"{ANSWER}{step}", answer(script, call, step, language)) for step in steps)
    return _FILLED.sub(lambda found: _in_sentence(script, values, found), chosen)


def _times(call: Call, text: str) -> Iterator[tuple[str, str]]:
    """Yield how often has happened what a text asks for, since the caller's latest matter began."""
    for name in PLACEHOLDER.findall(text):
        if name.startswith(TIMES):
            yield name, _how_often(call, name)


def _how_often(call: Call, name: str) -> str:
    """Return the number that stands where a text names a fact that is counted."""
    from callscript.core.call.guards import how_often  # a start counts nothing, nor do other scripts

    return str(how_often(call, name.removeprefix(TIMES), ("matter",)))


def answer(script: Script, call: Call, step: str, language: str) -> str:
    """Return what was answered to a choice, in the words for a sentence where the pack has some; empty: nothing, or it
    was on a branch that was left."""
    from callscript.core.call.guards import is_so  # a start says no answers, nor do other scripts

    if not is_so(call, Answered(step)):
        return ""
    option = call.answers[step]
    if words := named(script, f"answer.{step}.{option}", language):
        return words
    if isinstance(script.steps[step], Pick):
        entry = script.entries.get(option)
        return entry.name.get(language) or script.name_of(entry) if entry else ""
    return wording(script, call, f"option.{step}.{option}", language)


def own(script: Script, call: Call, key: str) -> str:
    """Return a text for the operator alone, in the centre's own language; empty if the pack has none."""
    return wording(script, call, key, script.own_language)


def label(script: Script, key: str, language: str = "") -> str:
    """Return a text that no call changes (a name, a label), in the centre's own language unless in another; the key
    itself if the pack has none."""
    text = script.texts[language or script.own_language].get(key)
    return text if isinstance(text, str) else key


def named(script: Script, key: str, language: str) -> str:
    """Return a text that no call changes; empty if the pack has none: it was another one that had it."""
    text = script.texts[language].get(key)
    return text if isinstance(text, str) else ""


def value(script: Script, field: str, text: str, language: str) -> str:
    """Return the value of a field as it is read: of a choice, its name; a moment with its day of the week."""
    if entry := script.entry_by_name.get(text):
        return entry.name.get(language) or text
    known = script.fields.get(field)
    if known and known.kind == "time" and (at := recorded_moment(script, text)):
        return on_day(script, at, language)
    if known and known.kind == "number":
        return text if language == "en" else text.replace(".", ",")
    if not (known and known.options and text):
        return text
    return ", ".join(label(script, f"value.{field}.{each}", language) for each in known.chosen(text))


def operator_name(script: Script, operator: Operator, language: str) -> str:
    """Return the operator's name in the letters of a language of the script; as it is, if it is not known in them."""
    alphabet = next((each.alphabet for each in script.pack.languages if each.id == language), "latin")
    return (operator.name if alphabet == "cyrillic" else operator.name_latin) or operator.name or operator.name_latin


def _choose(script: Script, call: Call, text: Text, language: str) -> str:
    variants = _variants(call)
    while not isinstance(text, str):
        chosen = next((text[name] for name in variants if name in text), None)
        text = _beside_number(script, call, text, language) if chosen is None else chosen
    return text


def _beside_number(script: Script, call: Call, table: Mapping[str, Text], language: str) -> Text:
    """Return the words that a number wants beside it, of a table by the field that it is in, or by a fact that is
    counted; of any other, the first.

    Which forms a language has may change with a release of what tells them: `other` is always there.
    """
    name, forms = next(iter(table.items()))
    field, counted = script.fields.get(name), name.startswith(TIMES)
    if isinstance(forms, str) or not (counted or (field and field.kind == "number")):
        return forms
    value = call.fields.get(name)
    number = _how_often(call, name) if counted else value.text if value and value.counts else ""
    form = script.plural(language, number) if script.plural and number else ""
    return forms.get(form) or forms["other"]


def _variants(call: Call) -> tuple[str, ...]:
    if call.start is None:
        return ("plain",)
    addressed = call.fields.get(ADDRESS_FIELD)
    known = addressed is not None and not addressed.absent
    return (call.start.day_part, call.start.operator.gender, "addressed" if known else "plain")


def _in_sentence(script: Script, values: Mapping[str, str], found: re.Match[str]) -> str:
    """Return a value as its place in the sentence wants it, with the full stop that followed unless it has one."""
    name, stop = found[1], found[2] or ""
    value = values.get(name) or UNKNOWN
    before = found.string[: found.start()].rstrip(_OPENING)
    field = script.fields.get(name)
    if (not before or before.endswith((*_STOPS, "\n"))) and not (field and field.kind in _AS_TYPED):
        value = value[0].upper() + value[1:]
    return value if stop and value.endswith(_STOPS) else value + stop


def _values(script: Script, call: Call, language: str) -> dict[str, str]:
    values = {name: "" if kept.absent else value(script, name, kept.text, language)
              for name, kept in call.fields.items()}  # fmt: skip
    for name in values:
        if script.fields[name].kind == "phone":
            values[name] = _number(values[name])
    values["centre"] = label(script, "centre", language)
    if call.start is not None:
        values["operator_number"] = call.start.operator.number
        values["operator_name"] = operator_name(script, call.start.operator, language)
        if script.own_number == "phone" or "phone" not in script.fields:
            values["phone"] = values.get(script.own_number) or _number(call.start.phone)
    if (latest := promised_last(call)) and latest.due:
        values["due"] = _moment(script, latest.due, language)
    return values


def promised_last(call: Call) -> Task | None:
    """Return the work whose time `{due}` names: what the caller was promised last by a time."""
    return next((task for task in reversed(call.tasks) if task.due and not task.people), None)


def _number(text: str) -> str:
    """Return a number as it stands in a sentence: words that were typed behind it are put in brackets."""
    found = _AND_WORDS.fullmatch(text)
    return f"{found[1].rstrip()} ({found[2]})" if found else text


def on_day(script: Script, at: datetime, language: str) -> str:
    """Say when something is: `on Monday, 30.11.2026 at 14:00`, where the pack has the words for it."""
    return _moment(script, at, language, "on_day")


def by_day(script: Script, at: datetime, language: str) -> str:
    """Say until when something is to be done: `by Monday, 30.11.2026 at 14:00`, where the pack has the words for it."""
    return f"{named(script, 'weekday.by', language)} {_moment(script, at, language)}".lstrip()


def _moment(script: Script, at: datetime, language: str, table: str = "weekday") -> str:
    """Say when: with the day of the week, where the pack has the words for it."""
    here = local(script, at)
    day = named(script, f"{table}.{WEEKDAYS[here.weekday()]}", language)
    hour = " ".join(filter(None, (named(script, f"{table}.at", language), f"{here:%H:%M}")))
    return f"{day}{', ' if day else ''}{here:%d.%m.%Y} {hour}"
