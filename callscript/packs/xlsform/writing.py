"""A script written as the sheets of a form, with what a form has no words for, by the keys of the pack.

The main script comes first, in the order of the pack. Stages that no call comes to by itself (of detours, of the
operator's own calls, of the work after a call) stand behind it as groups that are never asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, NamedTuple, assert_never

from callscript.core.script.model import Field, Pack
from callscript.core.script.steps import Ask, Choose, Do, End, Pick, Register, Say, Stage, Step, Wait
from callscript.packs.draft import PackDraft
from callscript.packs.parts import Version
from callscript.packs.xlsform.calculation import choice_name
from callscript.packs.xlsform.days import TO_COME, as_constraint
from callscript.packs.xlsform.order import ids, in_order, reached, said
from callscript.packs.xlsform.repeats import Loop, counted, loop
from callscript.packs.xlsform.sheets import CHOICES, SETTINGS, SURVEY, Row, Sheet, Sheets
from callscript.packs.xlsform.telling import NEVER, NoExpression
from callscript.packs.xlsform.wording import Wording, language_name

_PACK = {"format", "id", "languages", "stages", "fields", "start", "timezone", "region"}
"""What is written, and what every pack has and no form asks for."""
_FIELD = {"id", "kind", "options", "several", "least", "most", "decimals", "group", "days"}
_ANSWERED = ("required", "relevant", "constraint", "repeat_count", "calculation")
_STEP = {"kind", "id", "when", "phrase", "field", "optional", "options", "directory"}

Left = Mapping[str, Sequence[str]]
"""What is not carried over, by what it is: of which parts."""


def write(version: Version) -> tuple[Sheets, Left]:
    """Return a script as sheets, and what of it they do not say."""
    writing = _Writing(version.pack, version.draft)
    return writing.sheets(), writing.left


class _Block(NamedTuple):
    kind: Literal["group", "repeat"]
    stage: str
    asked: list[dict[str, str]]
    cells: dict[str, str]
    """Of the row that begins it."""


class _Writing(Wording):
    def __init__(self, pack: Pack, draft: PackDraft) -> None:
        super().__init__(pack, draft)
        self._asked = {step.field for stage in pack.stages for step in stage.steps if isinstance(step, Ask | Pick)}
        self._lists: dict[str, list[dict[str, str]]] = {}
        self._loops: dict[str, Loop] = {}
        """By the stage that asks whether there is another."""

    def sheets(self) -> Sheets:
        """Return the sheets."""
        stages = in_order(self._pack)
        main = reached(self._pack)
        self._loops = {stage.id: found for stage in stages if stage.id in main and (found := loop(self._pack, stage))}
        inner = {found.stage.id for found in self._loops.values()}
        stages = [stage for stage in stages if stage.id not in inner]
        blocks = [block for stage in stages for block in self._blocks(stage, never=stage.id not in main)]
        survey = [row for block in blocks for row in self._group(block)]
        kept = {stage.id for stage in stages}
        following = dict(zip((stage.id for stage in stages), (stage.id for stage in stages[1:]), strict=False))
        for stage in stages:
            found = self._loops.get(stage.id)
            goes_on = found.choice.options[-1].to if found else stage.next
            if goes_on in kept and goes_on != following.get(stage.id):
                self._leave("stages.next", stage.id)
        carried = {found.detour.id for found in self._loops.values()}
        for name, value in said(self._pack).items():
            if name not in _PACK and value:
                names = [each for each in ids(value) if name != "detours" or each not in carried]
                if names or name != "detours":
                    self._leave(name, *names)
        for start in self._pack.start:
            if start.when or start is not self._pack.start[0]:
                self._leave("start", start.stage)
        if self._draft.directory:
            self._leave("directory")
        for field in self._pack.fields:
            if field.id not in self._asked:
                self._leave("fields", field.id)
            for name in said(field).keys() - _FIELD:
                self._leave(f"fields.{name}", field.id)
        choices = [cells | {"list_name": name} for name, answers in self._lists.items() for cells in answers]
        title = {"form_title": self._text(self._languages[0], "centre"), "form_id": self._pack.id}
        settings = [title | {"default_language": language_name(self._languages[0])}]
        return {
            SURVEY: _sheet(("type", "name", *self._headings("label", "hint"), *_ANSWERED), survey),
            CHOICES: _sheet(("list_name", "name", *self._headings("label")), choices),
            SETTINGS: _sheet(("form_title", "form_id", "default_language"), settings),
        }

    def _blocks(self, stage: Stage, *, never: bool) -> Iterator[_Block]:
        found = self._loops.get(stage.id)
        steps = stage.steps[:-1] if found else stage.steps
        if steps:
            yield _Block("group", stage.id, [self._step(step) for step in steps], {"relevant": NEVER if never else ""})
        if found:
            yield self._repeat(found)

    def _repeat(self, found: Loop) -> _Block:
        """Return a repeated group: what is asked in it can be asked about there alone."""
        choice, before, cells = found.choice, self._before, dict[str, str]()
        another = f"{choice.id}.{choice.options[0].id}"
        how_often = counted(found)
        try:
            cells = self._before.repeated(*how_often) if how_often else cells
        except NoExpression:
            how_often = None
        if how_often is None:
            self._leave("options.when", another)
        for name in said(found.detour).keys() - {"id", "stage", "matter"}:
            self._leave(f"detours.{name}", found.detour.id)
        for key in [f"option.{choice.id}.{option.id}" for option in choice.options]:
            if any(key in texts for texts in self._draft.texts.values()):
                self._leave("option", key.partition(".")[2])
        self._before = before.copy()
        asked = [self._step(step) for step in found.stage.steps]
        self._before = before
        return _Block("repeat", found.stage.id, asked, cells)

    def _group(self, block: _Block) -> Iterator[dict[str, str]]:
        name = block.stage
        if name in self._before.referred:  # what is said of a question must not mean a group as well
            name = f"stage_{name}"
            self._leave("stages.id", block.stage)
        label = self._words("label", f"stage.{block.stage}")
        yield {"type": f"begin_{block.kind}", "name": name} | block.cells | label
        for row in block.asked:
            yield row
            step = row["name"]
            if step in self._said:
                yield {"type": "calculate", "name": self._said[step], "calculation": choice_name(step)}
        yield {"type": f"end_{block.kind}"}

    def _step(self, step: Step) -> dict[str, str]:
        key = f"step.{(isinstance(step, Say) and step.phrase) or step.id}"
        row = {"name": step.id} | self._words("label", key) | self._words("hint", self._hint(step))
        if step.when is not None:
            try:
                row["relevant"] = self._before.expression(step.when)
            except NoExpression:
                self._leave("steps.when", step.id)
        for name in said(step).keys() - _STEP:
            self._leave(f"steps.{name}", step.id)
        match step:
            case Say():
                return row | {"type": "note"}
            case Ask():
                return row | self._ask(step, self._fields.get(step.field) or Field(id=step.field))
            case Choose():
                for option in step.options:
                    for name in said(option).keys() - {"id"}:
                        self._leave(f"options.{name}", f"{step.id}.{option.id}")
                    if any(f"answer.{step.id}.{option.id}" in texts for texts in self._draft.texts.values()):
                        self._leave("answer", f"{step.id}.{option.id}")
                labels = {option.id: self._words("label", f"option.{step.id}.{option.id}") for option in step.options}
                self._before.answered.add(step.id)
                return row | self._choice("select_one", step.id, labels)
            case Pick():
                entries = self._draft.entries(step.directory)
                labels = {
                    entry.id: {
                        f"label::{language_name(each)}": entry.name.get(each, entry.id) for each in self._languages
                    }
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
        for name in () if field.kind in ("text", "date", "time", "number", "choice") else (field.kind,):
            self._leave(f"fields.kind = {name}", field.id)
        if any(self._renamed(each, step.id, field.id) for each in self._languages):
            self._leave("field", field.id)
        required = {"required": "" if step.optional else "yes"}
        self._before.filled.setdefault(field.id, []).append(step.id)
        if field.kind == "choice" and field.options:
            labels = {each: self._words("label", f"value.{field.id}.{each}") for each in field.options}
            kind: Literal["select_one", "select_multiple"] = "select_multiple" if field.several else "select_one"
            return self._choice(kind, f"field-{field.id}", labels) | required
        if field.kind in ("date", "time"):
            kept = as_constraint(field.days) if field.kind == "date" else TO_COME
            return {"type": "dateTime" if field.kind == "time" else "date", "constraint": kept} | required
        if field.kind != "number":
            return {"type": "text"} | required
        bounds = [
            f". {sign} {bound:.15g}" for sign, bound in ((">=", field.least), ("<=", field.most)) if bound is not None
        ]
        return {"type": "decimal" if field.decimals else "integer", "constraint": " and ".join(bounds)} | required

    def _choice(self, kind: str, of_list: str, labels: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
        self._lists[of_list] = [{"name": name, **label} for name, label in labels.items()]
        return {"type": f"{kind} {of_list}", "required": "yes"}


_TEXT = {"type": "text", "required": "yes"}


def _sheet(headings: Sequence[str], lines: Sequence[Mapping[str, str]]) -> Sheet:
    return Sheet(headings, [Row(number, line) for number, line in enumerate(lines, start=2)])
