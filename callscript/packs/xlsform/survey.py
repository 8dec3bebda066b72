"""The survey of a form: its rows one after the other, each a step, or the beginning or the end of a stage."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from callscript.core.script.conditions import Guard
from callscript.core.script.model import ADDRESS_FIELD, PLACEHOLDERS
from callscript.packs.xlsform.cells import Cells
from callscript.packs.xlsform.days import TO_COME, days_of, is_to_come
from callscript.packs.xlsform.expressions import (
    CannotSay,
    Kind,
    Question,
    Said,
    both,
    bounds,
    near,
)
from callscript.packs.xlsform.form import Answer, Asked, Part
from callscript.packs.xlsform.sheets import SURVEY, Found, Row
from callscript.packs.xlsform.words import Languages
from callscript.runtime.i18n import _

_TYPED: Mapping[str, Kind] = {
    "text": "text",
    "string": "text",
    "date": "date",
    "dateTime": "time",
    "select_multiple": "several",
    "integer": "integer",
    "int": "integer",
    "decimal": "decimal",
}
_KNOWN = (
    *(*_TYPED, "note", "calculate", "acknowledge", "select_one"),
    *("begin_group", "end_group", "begin_repeat", "end_repeat"),
)
_INSTEAD = {
    **dict.fromkeys(("geopoint", "geotrace", "geoshape", "image", "audio", "video", "file", "barcode"), "text"),
    **dict.fromkeys(("time", "hidden"), "text"),
    "range": "integer",
    **dict.fromkeys(("select_one_external", "select_one_from_file"), "select_one"),
    **dict.fromkeys(("rank", "select_multiple_external", "select_multiple_from_file"), "select_multiple"),
}
"""What a question of another type can be asked as."""
_CHOICES = ("select_one", "select_multiple")
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


class _Group(NamedTuple):
    row: Row
    when: Said
    """When each question in it is asked; of a repeated one that is when another one is."""
    typed: Mapping[str, str]
    """What could be filled in before it."""
    repeated: bool = False
    inner: int = 0
    """Groups and repetitions within it that are open: they were refused."""

    @property
    def kind(self) -> str:
        return "begin_repeat" if self.repeated else "begin_group"


class Survey(Cells):
    """Takes row by row."""

    def __init__(self, languages: Languages, lists: Mapping[str, Sequence[Answer]], found: Found) -> None:
        super().__init__(languages, lists, found)
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
            told = _("a script has no words for {part}").format(part=row.get("type"))
            other = _INSTEAD.get(kind)
            instead = _("; ask for it by {kind}, or leave the row out").format(kind=other) if other else ""
            self._refuse(row, told + (instead or near(kind, _KNOWN)))
        elif kind not in _CHOICES and rest:
            self._refuse(row, _("a script has no words for {part}").format(part=row.get("type")))
        elif kind == "calculate":
            self._calculate(row)
        else:
            self._question(row, kind, rest)

    def end(self) -> None:
        """Complain of what was begun and not ended, and of a form that asks nothing."""
        if self._group is not None:
            self._refuse(self._group.row, _("this group is not ended"))
            self._group = None
        if not self._found.refused and not self.parts:
            self._found.refuse(SURVEY, 0, _("there is nothing to say or to ask in it"))

    def _bracket(self, row: Row, kind: str) -> None:
        group, repeat = self._group, kind.endswith("repeat")
        if kind.startswith("end") and group is None:
            self._refuse(row, _("no group was begun"))
        elif kind.startswith("end") and group:
            if not group.inner and repeat is not group.repeated:
                told = _("the {kind} of row {row} is to be ended here")
                self._refuse(row, told.format(kind=group.kind, row=group.row.number))
            self._end(group)
        elif group is not None:
            told = _("a group within a group: a stage has no stages in it; write the end of {kind} '{name}' before it")
            self._refuse(row, told.format(kind=group.kind, name=group.row.get("name")))
            self._group = group._replace(inner=group.inner + 1)
        else:
            self._begin(row, repeat=repeat)

    def _begin(self, row: Row, *, repeat: bool) -> None:
        name = self._name(row, stage=True)
        labels = self._worded(row, "label", {})
        if not labels:
            self._found.leave(SURVEY, row.number, _("the group has no label: its name stands for it"))
            labels = dict.fromkeys(self._languages.codes, name)
        when = self._condition(row)
        part = Part(name, labels, [])
        if repeat and when is not False:
            part = part._replace(repeat=self._repeated(row, name, when))
        self._group = _Group(row, when, dict(self._typed), repeat)
        self._parts.append(part)

    def _end(self, group: _Group) -> None:
        if group.inner:
            self._group = group._replace(inner=group.inner - 1)
            return
        self._group = None
        if group.repeated:
            self._typed = dict(group.typed)
            for each in self._parts[-1].asked:
                self._known[each.name] = Question("each")
        if not self._parts[-1].asked and group.when is not False and not self._found.refused:
            self._refuse(group.row, _("the group is empty"))

    def _question(self, row: Row, kind: str, of_list: str) -> None:
        for column in ("repeat_count", "calculation"):
            if row.get(column):
                self._refuse(row, _("a script has no words for {part}").format(part=column))
        name = self._name(row)
        labels, hints = self._worded(row, "label", self._typed), self._worded(row, "hint", self._typed)
        if not labels:
            self._refuse(row, _("there is no label"))
        when = both([self._given(), self._condition(row)])
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
            several = self._answers(row, of_list) if kind == "select_multiple" else ()
            asked = self._ask(row, asked._replace(kind=_TYPED[kind], answers=several))
        if asked.step != "ask" and row.get("constraint"):
            self._found.leave(SURVEY, row.number, _("the constraint is not carried over"))
        self._stage().append(asked)

    def _given(self) -> Said:
        """Return what holds wherever the next question is asked at all, if its group says so."""
        group = self._group
        return True if group is None or (group.repeated and group.when is not False) else group.when

    def _ask(self, row: Row, asked: Asked) -> Asked:
        name = asked.name
        if name in PLACEHOLDERS and name != "phone":
            self._refuse(row, _("'{name}' is a name of the program's own").format(name=name))
        if name == ADDRESS_FIELD:
            self._found.leave(SURVEY, row.number, _("'address' is the form of address in a script"))
        self._known[name] = Question(asked.kind, tuple(each.name for each in asked.answers))
        if asked.kind != "several":
            self._typed[name] = name
        constraint = row.get("constraint")
        if asked.kind == "time" and not is_to_come(constraint):
            told = _("a script asks for a time still to come: give it the constraint {example}, or ask by date or text")
            self._refuse(row, told.format(example=TO_COME))
            return asked
        if not constraint or asked.kind == "time":
            return asked
        if asked.kind == "date" and (days := days_of(constraint)):
            return asked._replace(days=days)
        try:
            least, most = bounds(constraint, asked.kind)
        except CannotSay as cannot:
            told = _("the constraint is not carried over: {why}")
            self._found.leave(SURVEY, row.number, told.format(why=cannot))
            return asked
        self._known[name] = Question(asked.kind, least=least)
        return asked._replace(least=least, most=most)

    def _stage(self) -> list[Asked]:
        """Return the steps of the stage that a question belongs to: what stands in no group is a stage of its own."""
        if self._group is None and (not self._parts or self._parts[-1].name):
            self._parts.append(Part("", {}, []))
        return self._parts[-1].asked

    def _unnamed(self, part: Part, name: str) -> Part:
        return Part(name, dict.fromkeys(self._languages.codes, name), part.asked)
