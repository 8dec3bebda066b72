"""The shape of a pack's files, held against the structs of `core/script/`: keys, types, patterns, allowed values.

All complaints are gathered in one walk, and what was meant is put in place of what was written (the nearest key, the
nearest kind), so that the meaning of the rest can be checked in the same run. A pack with a complaint is never used.
"""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date, datetime
from functools import lru_cache
from typing import Any, TypeVar, cast

import msgspec
from msgspec import inspect

from callscript.packs.errors import Report, hint, named, nearest
from callscript.packs.instead import TELLTALE, in_its_place, instead
from callscript.packs.wanted import as_duration, in_words

T = TypeVar("T", bound=msgspec.Struct)

_DATE = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Where(msgspec.Struct, frozen=True):
    """A place in a file."""

    key: str = ""
    stage: str = ""

    def at(self, name: str) -> Where:
        """Go to a key of a table."""
        return Where(f"{self.key}.{name}" if self.key else name, self.stage)

    def item(self, number: int, value: object) -> Where:
        """Go to an item of a list."""
        found = cast("dict[str, object]", value).get("id") if isinstance(value, dict) else None
        name = found if isinstance(found, str) and found else str(number)
        stage = name if self.key == "stages" else self.stage
        return Where(f"{self.key}[{name}]", stage)


def shaped(kind: type[T], data: dict[str, Any], report: Report) -> T:
    """Return `data` as a `kind`, with mistakes mended by what was most likely meant; `report` gets every complaint."""
    with suppress(msgspec.MsgspecError, OverflowError):
        if b"\\n" not in msgspec.json.encode(data):  # msgspec's patterns let a line break at the end pass
            return msgspec.convert(data, kind, strict=True)
    return walked(kind, data, report)


def walked(kind: type[T], data: dict[str, Any], report: Report) -> T:
    """Return the same without msgspec's decoder, which is fast but stops at the first complaint."""
    return cast(T, _Walk(report, frozenset(kind.__struct_encode_fields__)).value(_type_info(kind), data, Where()))


@lru_cache(maxsize=8)
def _type_info(kind: type[msgspec.Struct]) -> inspect.Type:
    return inspect.type_info(kind)


class _Walk:
    def __init__(self, report: Report, of_the_file: frozenset[str]) -> None:
        self.report = report
        self._of_the_file = of_the_file
        """The keys that stand before the first heading."""

    def value(self, kind: inspect.Type, value: object, where: Where) -> object:
        match kind:
            case inspect.UnionType():
                return self._union(kind, value, where)
            case inspect.StructType():
                return self._record(kind, value, where)
            case inspect.VarTupleType():
                return self._list(kind, value, where)
            case inspect.DictType():
                return self._table(kind, value, where)
            case inspect.LiteralType():
                return self._literal(kind, value, where)
            case _:
                return self._plain(kind, value, where)

    def _complain(self, where: Where, message: str) -> None:
        self.report.add(where.key, message, where.stage)

    def _wrong(self, kind: inspect.Type, value: object, where: Where) -> object:
        self._complain(where, f"must be {_describe(kind)}, not {named(value)}")
        return self._unread(kind, where)

    def _unread(self, kind: inspect.Type, where: Where) -> object:
        lists = isinstance(kind, inspect.VarTupleType | inspect.DictType | inspect.StructType)
        self.report.leave_unread(where.key, lost=lists)
        return _hole(kind)

    def _union(self, kind: inspect.UnionType, value: object, where: Where) -> object:
        kinds = [each for each in kind.types if not isinstance(each, inspect.NoneType)]
        if kind.includes_none:
            before, fitting = len(self.report.problems), next((each for each in kinds if _fits(each, value)), kinds[0])
            found = self.value(fitting, value, where)
            told = len(self.report.problems) == before or found != _hole(fitting)
            return found if told else None
        records = [each for each in kinds if isinstance(each, inspect.StructType)]
        if records:
            return self._tagged(records, value, where)
        lists = [each for each in kinds if isinstance(each, inspect.VarTupleType) is isinstance(value, list)]
        return self.value(lists[0], value, where)

    def _tagged(self, records: list[inspect.StructType], value: object, where: Where) -> object:
        """Tell a step's or a rule's kind by its tag, or by what else it says."""
        if not isinstance(value, dict):
            return self._wrong(records[0], value, where)
        table = cast("dict[str, object]", value)
        field = records[0].tag_field or "kind"
        kinds = {str(each.tag): each for each in records}
        tag = table.get(field)
        if isinstance(tag, str) and tag in kinds:
            return self._record(kinds[tag], table, where)
        if isinstance(tag, str):
            self._complain(where.at(field), f"there is no kind '{tag}'{hint(tag, kinds)}")
        elif tag is None:
            self._complain(where, f"the key '{field}' is missing; one of {', '.join(sorted(kinds))}")
        else:
            self._complain(where.at(field), f"must be a text, not {named(tag)}")
        meant = nearest(tag, kinds) if isinstance(tag, str) else None
        told = next((name for key, name in TELLTALE.items() if key in table and name in kinds), None)
        return self._record(kinds[meant or told or next(iter(kinds))], table, where)

    def _record(self, kind: inspect.StructType, value: object, where: Where) -> object:
        if not isinstance(value, dict):
            return self._wrong(kind, value, where)
        table = self._spelt(kind, cast("dict[str, object]", value), where)
        found: dict[str, object] = {}
        for field in kind.fields:
            if field.encode_name in table:
                value = self.value(field.type, table[field.encode_name], where.at(field.encode_name))
                if value is not msgspec.UNSET or field.required:
                    found[field.name] = _hole(field.type) if value is msgspec.UNSET else value
            elif field.required and self.report.is_unread(where.at(field.encode_name).key):
                found[field.name] = _hole(field.type)
            elif field.required:
                self._complain(where, f"the key '{field.encode_name}' is missing")
                self.report.lost = True  # what it would name is not known
                found[field.name] = self._unread(field.type, where.at(field.encode_name))
        return kind.cls(**found)

    def _spelt(self, kind: inspect.StructType, table: dict[str, object], where: Where) -> dict[str, object]:
        """Complain of unknown keys, and put the nearest known one in the place of each."""
        known = {field.encode_name for field in kind.fields}
        known |= {kind.tag_field} if kind.tag_field else set()
        spelt = {key: value for key, value in table.items() if key in known}
        missing = [each.encode_name for each in kind.fields if each.required and each.encode_name not in table]
        for key, value in table.items():
            if key not in known:
                if key in self._of_the_file and key.removesuffix("s") not in known:
                    self._complain(where.at(key), "a key of the file itself: put it before the first heading")
                    continue
                better = instead(kind, key)
                if not better and len(missing) == 1 and not nearest(key, known - table.keys()):
                    better = in_its_place(kind, key, missing[0])
                    self.report.leave_unread(where.at(missing[0]).key, lost=True)
                self._complain(where.at(key), f"unknown key{better or hint(key, known)}")
                meant = None if better else nearest(key, known - table.keys())
                if meant:
                    spelt.setdefault(meant, value)
                else:
                    self.report.leave_unread(where.at(nearest(key, known) or key).key, lost=True)
        return spelt

    def _list(self, kind: inspect.VarTupleType, value: object, where: Where) -> object:
        if not isinstance(value, list):
            return self._wrong(kind, value, where)
        items = enumerate(cast("list[object]", value), start=1)
        return tuple(self.value(kind.item_type, item, where.item(number, item)) for number, item in items)

    def _table(self, kind: inspect.DictType, value: object, where: Where) -> object:
        if not isinstance(value, dict):
            return self._wrong(kind, value, where)
        table = cast("dict[str, object]", value)
        return {key: self.value(kind.value_type, item, where.at(key)) for key, item in table.items()}

    def _literal(self, kind: inspect.LiteralType, value: object, where: Where) -> object:
        if value in kind.values and type(value) in {type(each) for each in kind.values}:
            return value
        allowed = ", ".join(str(each) for each in kind.values)
        meant = nearest(value, [str(each) for each in kind.values]) if isinstance(value, str) else None
        near = f"; the nearest is '{meant}'" if meant else ""
        self._complain(where, f"must be one of {allowed}, not {named(value)}{near}")
        return meant or msgspec.UNSET

    def _plain(self, kind: inspect.Type, value: object, where: Where) -> object:
        match kind:
            case inspect.StrType() if isinstance(value, str):
                if kind.pattern and not re.fullmatch(kind.pattern, value):
                    meant = as_duration(kind.pattern, value)
                    self._complain(where, f"must be {_describe(kind)}, not {named(value)}{meant}")
                    self.report.leave_unread(where.key, lost=False)
                return value
            case inspect.IntType() if isinstance(value, int) and not isinstance(value, bool):
                return value if _is_within(kind, value) else self._wrong(kind, value, where)
            case inspect.FloatType() if isinstance(value, int | float) and not isinstance(value, bool):
                if not _is_within(kind, value):
                    self._complain(where, f"must be a number from {kind.ge:.0f} to {kind.le:.0f}, not {named(value)}")
                    return _hole(kind)
                return value
            case inspect.BoolType() if isinstance(value, bool):
                return value
            case inspect.DateType() if isinstance(value, str) and _DATE.fullmatch(value):
                with suppress(ValueError):
                    return date.fromisoformat(value)
                return self._wrong(kind, value, where)
            case inspect.DateType() if isinstance(value, date) and not isinstance(value, datetime):
                return value
            case _:
                return self._wrong(kind, value, where)


def _fits(kind: inspect.Type, value: object) -> bool:
    """Tell whether a value is of a kind by what it is written as."""
    match kind:
        case inspect.StrType():
            return isinstance(value, str)
        case inspect.VarTupleType():
            return isinstance(value, list)
        case _:
            return not isinstance(value, str | list)


def _is_within(kind: inspect.IntType | inspect.FloatType, value: float) -> bool:
    """Tell whether a number keeps the bounds of its kind; one that is none keeps none."""
    return (kind.ge is None or value >= kind.ge) and (kind.le is None or value <= kind.le)


def _describe(kind: inspect.Type) -> str:
    match kind:
        case inspect.StrType():
            return in_words(kind.pattern) if kind.pattern else "a text"
        case inspect.IntType():
            return f"a number from {kind.ge} to {kind.le}" if kind.ge is not None else "a whole number"
        case inspect.FloatType():
            return "a number"
        case inspect.BoolType():
            return "true or false"
        case inspect.DateType():
            return "a date like 2026-12-31"
        case inspect.VarTupleType():
            return "a list"
        case _:
            return "a table"


def _hole(kind: inspect.Type) -> object:
    """Return a placeholder for a value that could not be read: the checks of meaning ignore it."""
    match kind:
        case inspect.UnionType():
            return None if kind.includes_none else _hole(kind.types[0])
        case inspect.StructType():
            return kind.cls(**{field.name: _hole(field.type) for field in kind.fields if field.required})
        case inspect.VarTupleType():
            return ()
        case inspect.DictType():
            return {}
        case inspect.LiteralType():
            return kind.values[0]
        case inspect.IntType():
            return kind.ge or 0
        case inspect.FloatType():
            return 0.0
        case inspect.BoolType():
            return False
        case inspect.DateType():
            return date.min
        case _:
            return ""
