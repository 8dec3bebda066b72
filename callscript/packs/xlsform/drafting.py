"""A form written down as the files of a pack: a draft, with a remark wherever a form has no words for a script's."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from callscript.core.script.phrases import PLACEHOLDER
from callscript.packs.files import PACK, Files
from callscript.packs.xlsform.expressions import opposite
from callscript.packs.xlsform.form import Asked, Form, Part, Repeat
from callscript.packs.xlsform.words import named

_PLACES = {"uk": ("Europe/Kyiv", "UA"), "lv": ("Europe/Riga", "LV")}
_DECIMALS = 9


def draft(form: Form, pack: str, source: str) -> Files:
    """Return the files of a pack; `source` names what it was made of."""
    files = {PACK: "\n".join(_structure(form, pack, source))}
    files |= {f"{language}.toml": "\n".join(_texts(form, language)) for language in form.languages}
    return {name: f"{text}\n".encode() for name, text in files.items()}


def _structure(form: Form, pack: str, source: str) -> Iterator[str]:
    timezone, region = _PLACES.get(form.languages[0], ("UTC", "GB"))
    yield f"# A draft, made of the form {' '.join(source.split())}. What a form has no words for stands at TODO."
    yield ""
    yield "format = 1"
    yield f"id = {_value(pack)}"
    yield f"languages = {_value([{'id': each, 'alphabet': _alphabet(form, each)} for each in form.languages])}"
    yield "# TODO: where the centre is; region: the country of telephone numbers without a country code"
    yield f"timezone = {_value(timezone)}"
    yield f"region = {_value(region)}"
    yield "# TODO: the ids of all clauses of the standard, each of which is then judged by a [[clauses]] below"
    yield "standard = []"
    yield f"start = [{{ stage = {_value(_entry(form, form.parts[0]))} }}]"
    yield "# TODO: day_parts, where greetings differ by the time of day"
    yield "# TODO: the ways to file a call, and their texts; for a beginning, this in place of the line below it:"
    yield '# outcomes = [{ id = "answered", ended = ["operator"] }]'
    yield "outcomes = []"
    yield "# TODO: [hours] in which the centre is open"
    for part, following in zip(form.parts, [*form.parts[1:], None], strict=True):
        if part.repeat:
            yield from _repeated(form, part, part.repeat, _entry(form, following))
        else:
            yield from _stage(part, _entry(form, following) if following else "")
    yield ""
    yield "# TODO: the end of the call, and its text; for a beginning:"
    if form.parts[-1].repeat:
        yield "# [[stages]]"
        yield f"# id = {_value(_entry(form, None))}"
    yield "# [[stages.steps]]"
    yield '# kind = "end"'
    yield '# id = "hang_up"'
    for part in form.parts:
        for asked in part.asked:
            if asked.step == "ask":
                yield from _field(asked, "matter" if part.repeat else "call")
    yield ""
    yield "# TODO: [[detours]] (hold, complaint, …), [[timers]], [[clauses]] and [[aids]]: see docs/packs.md"


def _entry(form: Form, part: Part | None) -> str:
    """Return the stage that a part begins with: of a repeated one, that which asks whether there is another; None: the
    end, which a form has no words for.
    """
    if part is not None and not part.repeat:
        return part.name
    taken = {name for each in form.parts for name in (each.name, *(asked.name for asked in each.asked))}
    wanted = f"{part.name}_more" if part else "closing"
    return next(name for name in (wanted, *(f"{wanted}_{n}" for n in range(2, len(taken) + 3))) if name not in taken)


def _repeated(form: Form, part: Part, repeat: Repeat, following: str) -> Iterator[str]:
    """Yield what asks after each whether there is another, and what is asked of each: a detour, a matter each time."""
    more = _entry(form, part)
    no_more: dict[str, Any] = {"id": "no_more", "to": following}
    if repeat.counted:
        no_more["when"] = msgspec.to_builtins(opposite(repeat.when))
    yield from ("", "[[stages]]", f"id = {_value(more)}", f"next = {_value(more)}", "")
    yield from ("[[stages.steps]]", 'kind = "choose"', f"id = {_value(more)}", "aloud = false", "options = [")
    another = {"id": "another", "detour": part.name, "when": msgspec.to_builtins(repeat.when)}
    yield from (f"  {_value(option)}," for option in (another, no_more))
    yield from ("]", "", "[[detours]]", f"id = {_value(part.name)}", f"stage = {_value(part.name)}")
    yield f"matter = {_value([asked.name for asked in part.asked if asked.step == 'ask'])}"
    yield from _stage(part, "")


def _stage(part: Part, following: str) -> Iterator[str]:
    yield ""
    yield "[[stages]]"
    yield f"id = {_value(part.name)}"
    if following:
        yield f"next = {_value(following)}"
    for asked in part.asked:
        yield ""
        yield "[[stages.steps]]"
        yield f"kind = {_value(asked.step)}"
        yield f"id = {_value(asked.name)}"
        if asked.step == "ask":
            yield f"field = {_value(asked.name)}"
        if asked.optional:
            yield "optional = true"
        if asked.when is not None:
            yield f"when = {_value(msgspec.to_builtins(asked.when))}"
        if asked.step == "choose":
            yield "options = ["
            yield from (f"  {{ id = {_value(answer.name)} }}," for answer in asked.answers)
            yield "]"


def _field(asked: Asked, group: str) -> Iterator[str]:
    yield ""
    yield "[[fields]]"
    yield f"id = {_value(asked.name)}"
    yield f"group = {_value(group)}"
    if asked.kind == "date":
        yield 'kind = "date"'
        yield f"days = {_value(asked.days)}"
    if asked.kind == "time":
        yield 'kind = "time"'
    if asked.kind == "several":
        yield 'kind = "choice"'
        yield f"options = {_value([answer.name for answer in asked.answers])}"
        yield "several = true"
    if asked.kind in ("integer", "decimal"):
        yield 'kind = "number"'
    if asked.kind == "decimal":
        yield f"decimals = {_DECIMALS}"
    for word, bound in (("least", asked.least), ("most", asked.most)):
        if bound is not None:
            yield f"{word} = {_value(bound)}"


def _texts(form: Form, language: str) -> Iterator[str]:
    every = [asked for part in form.parts for asked in part.asked]
    yield f"centre = {_value(form.title)}"
    again = {part.name: part.labels.get(language) for part in form.parts if part.repeat}
    more = {_entry(form, part): part.labels.get(language) for part in form.parts if part.repeat}
    yield from _table("stage", {part.name: part.labels.get(language) for part in form.parts} | more)
    if form.parts[-1].repeat:
        yield f'# {_entry(form, None)} = "…"'
    yield from _table("detour", again)
    yield from _table("step", {asked.name: asked.labels.get(language) for asked in every} | more)
    yield '# hang_up = "…"'
    for name in more:
        yield from ("", "# TODO: whether there is another one, and why there is not", f"# [option.{name}]")
        yield from ('# another = "…"', '# no_more = "…"', "")
        yield from (f"# [unless.{name}]", '# another = "…"', '# no_more = "…"')
    hints = {asked.name: asked.hints.get(language) for asked in every}
    yield from _table("tip", {asked.name: hints[asked.name] for asked in every if not _of_field(asked)})
    yield from _table("hint", {asked.name: hints[asked.name] for asked in every if _of_field(asked)})
    for asked in every:
        answers = {answer.name: answer.labels.get(language) for answer in asked.answers}
        yield from _table(f"{'option' if asked.step == 'choose' else 'value'}.{asked.name}", answers)
    fields = {asked.name: named(asked.labels).get(language) for asked in every if asked.step == "ask"}
    yield from _table("field", fields)
    yield ""
    yield "# [outcome]"
    yield '# answered = "…"'


def _of_field(asked: Asked) -> bool:
    """Tell whether the hint is that of a field: it stands on the card too, where nothing is filled in."""
    return asked.step == "ask" and not any(map(PLACEHOLDER.search, asked.hints.values()))


def _table(heading: str, texts: Mapping[str, str | None]) -> Iterator[str]:
    if any(texts.values()):
        yield ""
        yield f"[{heading}]"
        yield from (f"{name} = {_value(text)}" for name, text in texts.items() if text)


def _value(value: Any) -> str:
    """Write a value as TOML, on one line."""
    match value:
        case bool():
            return str(value).lower()
        case str():
            return json.dumps(value, ensure_ascii=False)  # escapes as TOML does
        case dict():
            pairs: Sequence[tuple[str, Any]] = list(value.items())  # pyright: ignore[reportUnknownArgumentType, reportUnknownMemberType]
            return "{ " + ", ".join(f"{key} = {_value(each)}" for key, each in pairs) + " }"
        case list() | tuple():
            return "[" + ", ".join(map(_value, value)) + "]"  # pyright: ignore[reportUnknownArgumentType]
        case _:
            return str(int(value)) if float(value).is_integer() else repr(value)


def _alphabet(form: Form, language: str) -> str:
    """Tell the alphabet of a language from what is written in it."""
    texts = (text for part in form.parts for each in (part, *part.asked) for text in [each.labels.get(language, "")])
    letters = [letter for text in texts for letter in text if letter.isalpha()]
    cyrillic = sum(unicodedata.name(letter, "").startswith("CYRILLIC") for letter in letters)
    return "cyrillic" if cyrillic * 2 > len(letters) else "latin"
