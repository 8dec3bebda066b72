"""A script written as the sheets of a form, with what a form has no words for, by the keys of the pack.

The main script comes first, in the order of the pack. Stages that no call comes to by itself (of detours, of the
operator's own calls, of the work after a call) stand behind it as groups that are never asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal, assert_never, cast

import msgspec

from callscript.core.script.model import Field, Pack, Text
from callscript.core.script.phrases import PLACEHOLDER
from callscript.core.script.steps import Ask, Choose, Do, End, Pick, Register, Say, Stage, Step, Wait
from callscript.packs.draft import PackDraft
from callscript.packs.parts import Version
from callscript.packs.xlsform.sheets import CHOICES, SETTINGS, SURVEY, Row, Sheet, Sheets
from callscript.packs.xlsform.telling import NEVER, Before, NoExpression

_NAMES = {"uk": "Ukrainian", "lv": "Latvian", "en": "English", "lt": "Lithuanian", "et": "Estonian", "pl": "Polish"}
"""What forms call a language, before its code; any other goes by its code."""
_TYPES = {"date": "date", "time": "dateTime"}
_PACK = {"format", "id", "languages", "stages", "fields", "start", "timezone", "region"}
"""What is written, and what every pack has and no form asks for."""
_FIELD = {"id", "kind", "options", "several", "least", "most", "decimals", "group", "days"}
_STEP = {"kind", "id", "when", "phrase", "field", "optional", "options", "directory"}

Left = Mapping[str, Sequence[str]]
"""What is not carried over, by what it is: of which parts."""


def write(version: Version) -> tuple[Sheets, Left]:
    """Return a script as sheets, and what of it they do not say."""
    writing = _Writing(version.pack, version.draft)
    return writing.sheets(), writing.left


class _Writing:
    def __init__(self, pack: Pack, draft: PackDraft) -> None:
        self.left: dict[str, list[str]] = {}
        self._pack = pack
        self._draft = draft
        self._languages = [language.id for language in pack.languages]
        self._fields = {field.id: field for field in pack.fields}
        self._before = Before()
        self._lists: dict[str, list[dict[str, str]]] = {}

    def sheets(self) -> Sheets:
        """Return the sheets."""
        stages = _in_order(self._pack)
        main = _reached(self._pack)
        rows = [(stage, [self._step(step) for step in stage.steps]) for stage in stages]
        survey = [row for stage, asked in rows for row in self._group(stage, asked, never=stage.id not in main)]
        following = dict(zip((stage.id for stage in stages), (stage.id for stage in stages[1:]), strict=False))
        for stage in stages:
            if stage.next and stage.next != following.get(stage.id):
                self._leave("stages.next", stage.id)
        for name, value in _said(self._pack).items():
            if name not in _PACK and value and not (name == "day_parts" and len(value) == 1):
                self._leave(name, *_ids(value))
        for start in self._pack.start:
            if start.when or start is not self._pack.start[0]:
                self._leave("start", start.stage)
        if self._draft.directory:
            self._leave("directory")
        for field in self._pack.fields:
            if field.id not in self._before.filled:
                self._leave("fields", field.id)
            for name in _said(field).keys() - _FIELD:
                self._leave(f"fields.{name}", field.id)
        choices = [cells | {"list_name": name} for name, answers in self._lists.items() for cells in answers]
        title = {"form_title": self._text(self._languages[0], "centre"), "form_id": self._pack.id}
        settings = [title | {"default_language": _named(self._languages[0])}]
        return {
            SURVEY: _sheet(
                ("type", "name", *self._headings("label", "hint"), "required", "relevant", "constraint"), survey
            ),
            CHOICES: _sheet(("list_name", "name", *self._headings("label")), choices),
            SETTINGS: _sheet(("form_title", "form_id", "default_language"), settings),
        }

    def _leave(self, what: str, *names: str) -> None:
        found = self.left.setdefault(what, [])
        found += [name for name in names if name not in found]

    def _headings(self, *columns: str) -> list[str]:
        return [f"{column}::{_named(language)}" for column in columns for language in self._languages]

    def _group(self, stage: Stage, asked: list[dict[str, str]], *, never: bool) -> Iterator[dict[str, str]]:
        name = stage.id
        if name in self._before.referred:  # what is said of a question must not mean a group as well
            name = f"stage_{stage.id}"
            self._leave("stages.id", stage.id)
        yield {"type": "begin_group", "name": name, "relevant": NEVER if never else ""} | self._words(
            "label", f"stage.{stage.id}"
        )
        yield from asked
        yield {"type": "end_group"}

    def _step(self, step: Step) -> dict[str, str]:
        key = f"step.{(isinstance(step, Say) and step.phrase) or step.id}"
        row = {"name": step.id} | self._words("label", key) | self._words("hint", f"tip.{step.id}")
        if step.when is not None:
            try:
                row["relevant"] = self._before.expression(step.when)
            except NoExpression:
                self._leave("steps.when", step.id)
        for name in _said(step).keys() - _STEP:
            self._leave(f"steps.{name}", step.id)
        match step:
            case Say():
                return row | {"type": "note"}
            case Ask():
                return row | self._ask(step, self._fields.get(step.field) or Field(id=step.field))
            case Choose():
                for option in step.options:
                    for name in _said(option).keys() - {"id"}:
                        self._leave(f"options.{name}", f"{step.id}.{option.id}")
                    if any(f"answer.{step.id}.{option.id}" in texts for texts in self._draft.texts.values()):
                        self._leave("answer", f"{step.id}.{option.id}")
                labels = {option.id: self._words("label", f"option.{step.id}.{option.id}") for option in step.options}
                self._before.answered.add(step.id)
                return row | self._choice("select_one", step.id, labels)
            case Pick():
                entries = self._draft.entries(step.directory)
                labels = {
                    entry.id: {f"label::{_named(each)}": entry.name.get(each, entry.id) for each in self._languages}
                    for entry in entries
                }
                self._leave("pick", step.id)
                self._before.filled.setdefault(step.field, []).append(step.id)
                self._before.answered.add(step.id)
                return row | (self._choice("select_one", f"directory-{step.directory}", labels) if labels else _TEXT)
            case Do() | Wait() | Register() | End():
                if not isinstance(step, Do):
                    self._leave(str(step.__struct_config__.tag), step.id)
                self._before.done.add(step.id)
                return row | {"type": "acknowledge"}
            case _:
                assert_never(step)

    def _ask(self, step: Ask, field: Field) -> dict[str, str]:
        if field.kind == "date" and field.days != "any":
            self._leave("fields.days", field.id)
        for name in () if field.kind in ("text", "date", "number", "choice") else (field.kind,):
            self._leave(f"fields.kind = {name}", field.id)
        if any(self._renamed(each, step.id, field.id) for each in self._languages):
            self._leave("field", field.id)
        required = {"required": "" if step.optional else "yes"}
        self._before.filled.setdefault(field.id, []).append(step.id)
        if field.kind == "choice" and field.options:
            labels = {each: self._words("label", f"value.{field.id}.{each}") for each in field.options}
            kind: Literal["select_one", "select_multiple"] = "select_multiple" if field.several else "select_one"
            return self._choice(kind, f"field-{field.id}", labels) | required
        if field.kind != "number":
            return {"type": _TYPES.get(field.kind, "text")} | required
        bounds = [
            f". {sign} {bound:.15g}" for sign, bound in ((">=", field.least), ("<=", field.most)) if bound is not None
        ]
        return {"type": "decimal" if field.decimals else "integer", "constraint": " and ".join(bounds)} | required

    def _renamed(self, language: str, step: str, field: str) -> bool:
        asked = PLACEHOLDER.sub("…", self._text(language, f"step.{step}"))
        return self._text(language, f"field.{field}") != asked

    def _choice(self, kind: str, of_list: str, labels: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
        self._lists[of_list] = [{"name": name, **label} for name, label in labels.items()]
        return {"type": f"{kind} {of_list}", "required": "yes"}

    def _words(self, column: str, key: str) -> dict[str, str]:
        """Return a text in each language; what was typed before is filled in, in a form's own way."""
        found: dict[str, str] = {}
        for language in self._languages:
            text = self._text(language, key)
            for name in PLACEHOLDER.findall(text) if key.startswith(("step.", "tip.")) else ():
                asked = self._before.filled.get(name, ())
                typed = name in self._fields and self._fields[name].kind != "choice"
                if typed and asked and asked[-1] not in self._before.answered:
                    self._before.referred.add(asked[-1])
                    text = text.replace(f"{{{name}}}", f"${{{asked[-1]}}}")
            if PLACEHOLDER.search(text.replace("${", "")):
                self._leave("{…}", key)
            found[f"{column}::{_named(language)}"] = text
        return found

    def _text(self, language: str, key: str) -> str:
        """Return a text; of one with several wordings that which fits any call."""
        text = self._draft.texts.get(language, {}).get(key, "")
        if isinstance(text, dict):
            self._leave("wordings", key)
        return _plain(text)


_TEXT = {"type": "text", "required": "yes"}


def _plain(text: Text) -> str:
    while isinstance(text, dict):
        text = next((text[each] for each in ("plain", "day", "other") if each in text), next(iter(text.values()), ""))
    return text


def _sheet(headings: Sequence[str], lines: Sequence[Mapping[str, str]]) -> Sheet:
    return Sheet(headings, [Row(number, line) for number, line in enumerate(lines, start=2)])


def _named(language: str) -> str:
    return f"{_NAMES.get(language, language)} ({language})"


def _said(part: msgspec.Struct) -> dict[str, Any]:
    """Return what a part of a pack says that is not left out."""
    return cast("dict[str, Any]", msgspec.to_builtins(part))


def _ids(value: Any) -> list[str]:
    """Name the parts of a key of the pack."""
    items = cast("list[Any]", value) if isinstance(value, list | tuple) else []
    return [str(cast("dict[str, Any]", each).get("id", "")) if isinstance(each, dict) else str(each) for each in items]


def _reached(pack: Pack) -> set[str]:
    """Return the stages of the main script: those that a call comes to from its beginning."""
    stages = {stage.id: stage for stage in pack.stages}
    found, waiting = set[str](), [start.stage for start in pack.start]
    while waiting:
        stage = stages.get(waiting.pop())
        if stage is None or stage.id in found:
            continue
        found.add(stage.id)
        options = [option for step in stage.steps if isinstance(step, Choose) for option in step.options]
        waiting += [each for each in (stage.next, *(option.to or option.out for option in options)) if each]
    return found


def _in_order(pack: Pack) -> list[Stage]:
    """Return the stages of the main script, then the others, each in the pack's order."""
    main = _reached(pack)
    return sorted(pack.stages, key=lambda stage: stage.id not in main)
