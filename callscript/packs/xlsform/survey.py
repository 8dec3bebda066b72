"""The survey of a form: its rows one after the other, each a step, or the beginning or the end of a stage."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from callscript.core.script.conditions import Guard
from callscript.core.script.model import ADDRESS_FIELD, PLACEHOLDERS
from callscript.packs.xlsform.choices import misnamed
from callscript.packs.xlsform.expressions import CannotSay, Kind, Question, Said, both, bounds, condition, near
from callscript.packs.xlsform.form import Answer, Asked, Part, Texts
from callscript.packs.xlsform.sheets import SURVEY, Found, Row
from callscript.packs.xlsform.words import Languages, named, worded
from callscript.runtime.i18n import _

_TYPED: Mapping[str, Kind] = {
    "text": "text",
    "string": "text",
    "date": "date",
    "integer": "integer",
    "int": "integer",
    "decimal": "decimal",
}
_KNOWN = (*_TYPED, "note", "acknowledge", "select_one", "begin_group", "end_group")
_LOGGED = (
    "start",
    "end",
    "today",
    "deviceid",
    "username",
    "phonenumber",
    "email",
    "audit",
    "subscriberid",
    "simserial",
)
"""What a device notes by itself: the log of a call has it, or has no use for it."""
_ANSWERS = 9
"""Digits that a question can have."""


class _Group(NamedTuple):
    row: Row
    when: Said
    inner: int = 0
    """Groups and repetitions within it that are open: they were refused."""


class Survey:
    """Takes row by row."""

    def __init__(self, languages: Languages, lists: Mapping[str, Sequence[Answer]], found: Found) -> None:
        self._languages = languages
        self._lists = lists
        self._found = found
        self._known: dict[str, Question] = {}
        """What an expression can ask about: the questions so far."""
        self._typed: set[str] = set()
        """Those whose answers can be filled into texts."""
        self._rows: dict[str, int] = {}
        self._parts: list[Part] = []
        """Those without a name stand in no group."""
        self._group: _Group | None = None

    @property
    def parts(self) -> list[Part]:
        """The stages."""
        parts = [part for part in self._parts if part.asked]
        taken = {part.name for part in parts}
        free = (name for name in ("main", *(f"main_{n}" for n in range(2, 2 * len(parts) + 3))) if name not in taken)
        return [part if part.name else self._unnamed(part, next(free)) for part in parts]

    def take(self, row: Row) -> None:
        """Read a row."""
        kind, _blank, rest = " ".join(row.get("type").split()).partition(" ")
        if row.get("disabled").lower() in ("yes", "true"):
            self._found.leave(SURVEY, row.number, _("the row is disabled"))
        elif kind in ("begin", "end") and rest in ("group", "repeat"):
            self._bracket(row, f"{kind}_{rest}")
        elif kind in ("begin_group", "end_group", "begin_repeat", "end_repeat"):
            self._bracket(row, kind)
        elif kind in _LOGGED and not rest:
            self._found.leave(SURVEY, row.number, _("{kind} is not carried over").format(kind=kind))
        elif not kind:
            self._refuse(row, _("there is no type"))
        elif kind not in _KNOWN:
            self._refuse(row, _("a script has no words for {part}").format(part=row.get("type")) + near(kind, _KNOWN))
        elif kind != "select_one" and rest:
            self._refuse(row, _("a script has no words for {part}").format(part=row.get("type")))
        else:
            self._question(row, kind, rest)

    def end(self) -> None:
        """Complain of what was begun and not ended, and of a form that asks nothing."""
        if self._group is not None:
            self._refuse(self._group.row, _("this group is not ended"))
        if not self._found.refused and not self.parts:
            self._found.refuse(SURVEY, 0, _("there is nothing to say or to ask in it"))

    def _refuse(self, row: Row, message: str) -> None:
        self._found.refuse(SURVEY, row.number, message)

    def _bracket(self, row: Row, kind: str) -> None:
        group = self._group
        if kind.endswith("repeat"):
            if kind == "begin_repeat":
                self._refuse(row, _("a script has no words for {part}").format(part=kind))
        elif kind == "end_group" and group is None:
            self._refuse(row, _("no group was begun"))
        elif kind == "end_group" and group:
            self._end(group)
        elif group is not None:
            self._refuse(row, _("a group within a group: a stage has no stages in it"))
            self._group = group._replace(inner=group.inner + 1)
        else:
            self._begin(row)

    def _begin(self, row: Row) -> None:
        name = self._name(row, stage=True)
        labels = self._worded(row, "label", ())
        if not labels:
            self._found.leave(SURVEY, row.number, _("the group has no label: its name stands for it"))
            labels = dict.fromkeys(self._languages.codes, name)
        self._group = _Group(row, self._condition(row))
        self._parts.append(Part(name, labels, []))

    def _end(self, group: _Group) -> None:
        if group.inner:
            self._group = group._replace(inner=group.inner - 1)
            return
        self._group = None
        if not self._parts[-1].asked and group.when is not False and not self._found.refused:
            self._refuse(group.row, _("the group is empty"))

    def _question(self, row: Row, kind: str, of_list: str) -> None:
        name = self._name(row)
        labels, hints = self._worded(row, "label", self._typed), self._worded(row, "hint", self._typed)
        if not labels:
            self._refuse(row, _("there is no label"))
        when = both([self._group.when if self._group else True, self._condition(row)])
        if when is False:
            self._found.leave(SURVEY, row.number, _("it is never asked, and left out"))
            return
        optional = not self._required(row)
        asked = Asked(name, "ask", labels, hints, when if isinstance(when, Guard) else None, optional)
        if kind == "select_one":
            asked = asked._replace(step="choose", answers=self._answers(row, of_list), optional=False)
            self._known[name] = Question("choice", tuple(each.name for each in asked.answers))
            if optional:
                self._found.leave(SURVEY, row.number, _("a choice is always answered"))
        elif kind == "note":
            asked = asked._replace(step="say", optional=False)
        elif kind == "acknowledge":
            asked = asked._replace(step="do", optional=False)
            self._known[name] = Question("done")
        else:
            asked = self._ask(row, asked._replace(kind=_TYPED[kind]))
        if asked.step != "ask" and row.get("constraint"):
            self._found.leave(SURVEY, row.number, _("the constraint is not carried over"))
        self._stage().append(asked)

    def _ask(self, row: Row, asked: Asked) -> Asked:
        name = asked.name
        if name in PLACEHOLDERS and name != "phone":
            self._refuse(row, _("'{name}' is a name of the program's own").format(name=name))
        if name == ADDRESS_FIELD:
            self._found.leave(SURVEY, row.number, _("'address' is the form of address in a script"))
        self._known[name] = Question(asked.kind)
        self._typed.add(name)
        if not (constraint := row.get("constraint")):
            return asked
        try:
            least, most = bounds(constraint, asked.kind)
        except CannotSay as cannot:
            told = _("the constraint is not carried over: {why}")
            self._found.leave(SURVEY, row.number, told.format(why=cannot))
            return asked
        return asked._replace(least=least, most=most)

    def _stage(self) -> list[Asked]:
        """Return the steps of the stage that a question belongs to: what stands in no group is a stage of its own."""
        if self._group is None and (not self._parts or self._parts[-1].name):
            self._parts.append(Part("", {}, []))
        return self._parts[-1].asked

    def _unnamed(self, part: Part, name: str) -> Part:
        return Part(name, dict.fromkeys(self._languages.codes, name), part.asked)

    def _name(self, row: Row, *, stage: bool = False) -> str:
        name = row.get("name")
        if not name:
            self._refuse(row, _("there is no name"))
        elif wrong := misnamed(name):
            self._refuse(row, wrong)
        key = f"group {name}" if stage else name
        first = self._rows.setdefault(key, row.number)
        if name and first != row.number:
            told = _("the name '{name}' is used in row {row} already")
            self._refuse(row, told.format(name=name, row=first))
        return name

    def _condition(self, row: Row) -> Said:
        text = row.get("relevant")
        try:
            return condition(text, self._known) if text else True
        except CannotSay as cannot:
            self._refuse(row, f"relevant: {cannot}")
            return True

    def _required(self, row: Row) -> bool:
        text = row.get("required").lower().removesuffix("()")
        if text not in ("", "yes", "no", "true", "false"):
            self._refuse(row, _("required: yes or no, not an expression"))
        return text in ("yes", "true")

    def _answers(self, row: Row, of_list: str) -> Sequence[Answer]:
        name, _blank, rest = of_list.partition(" ")
        answers = self._lists.get(name, ())
        if rest:
            self._refuse(row, _("a script has no words for {part}").format(part=rest))
        if not name or not answers:
            told = _("there is no list '{name}' on the sheet choices")
            self._refuse(row, told.format(name=name) + near(name, self._lists))
        if len(answers) > _ANSWERS:
            told = _("{number} answers, and a question has nine at most: ask it in two steps")
            self._refuse(row, told.format(number=len(answers)))
        return answers

    def _worded(self, row: Row, column: str, typed: Sequence[str] | set[str]) -> Texts:
        texts = self._languages.texts(row, column)
        try:
            return {language: worded(text, typed) for language, text in texts.items()}
        except CannotSay as cannot:
            self._refuse(row, f"{column}: {cannot}")
            return named(texts)
