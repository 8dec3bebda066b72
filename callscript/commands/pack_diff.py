"""`callscript pack diff`: what one version of a script changes against another, by what it means in a call."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from itertools import groupby
from typing import Any, NamedTuple

import msgspec

from callscript import packs
from callscript.commands.pack_named import SHORT, folder_of, home_of, named
from callscript.commands.report import Report, as_json
from callscript.packs.difference import Change, Difference, difference
from callscript.packs.parts import Version, take
from callscript.packs.published import Publications
from callscript.runtime.clock import SystemClock
from callscript.runtime.exit_status import USAGE, Stop
from callscript.runtime.i18n import _
from callscript.runtime.paths import Folders
from callscript.runtime.text import clean

_FEW = 3
"""Letters of which it is told which ones they are: those that look alike."""


class Side(NamedTuple):
    """One of the two that are compared."""

    called: str
    version: Version


def diff(home: str | None, first: str, second: str, *, json: bool) -> Report:
    """Compare two versions; with one pack alone, what is published of it with what lies in its folder."""
    folders, report = home_of(home), Report()
    if second:
        old, new = side(folders, first), side(folders, second)
    else:
        id = named(first)
        latest = Publications(folders).latest(id, SystemClock().now())
        if latest is None:
            told = _("{pack} was never published: name two to be compared")
            raise Stop(USAGE, told.format(pack=clean(id)))
        old = side(folders, latest.hash)
        new = Side(first, take(packs.locate(first), own=folders.directories))
    found = difference(old.version, new.version)
    if json:
        report.lines.append(as_json(_record(old, new, found)))
    else:
        report.lines += [clean(line) for line in lines(old, new, found)]
    return report


def side(folders: Folders, name: str) -> Side:
    """Return one of the two."""
    folder, whole = folder_of(folders, name)
    return Side(name, take(folder, own=folders.directories, whole=whole))


def lines(old: Side, new: Side, found: Difference) -> Iterator[str]:
    """Tell people what is otherwise, both sides named first."""
    yield f"{_called(old)} → {_called(new)}"
    if not found.changes:
        yield _("no change in what a call does")
        return
    for kind, changes in groupby(found.changes, key=_section):
        yield ""
        yield _sections()[kind]
        for change in changes:
            yield from _lines(change)
    yield ""
    yield _("clauses with the same rules, which can be compared: {number}").format(number=len(found.same_rules))
    if found.other_rules:
        told = _("do not compare over this change: {clauses}")
        yield told.format(clauses=", ".join(found.other_rules))


def _called(side: Side) -> str:
    hash = side.version.hash
    return hash[:SHORT] if hash.startswith(side.called) else f"{side.called} ({hash[:SHORT]})"


def _section(change: Change) -> str:
    if change.how == "digit":
        return "digit"
    if change.clauses:
        return "standard"
    return "text" if change.kind == "text" else "structure"


def _sections() -> dict[str, str]:
    return {
        "digit": _("Digits that mean something else"),
        "standard": _("Words of the standard"),
        "structure": _("Structure"),
        "text": _("Other words"),
    }


def _lines(change: Change) -> Iterator[str]:
    signs = {"added": "+", "removed": "−"}
    if change.how == "digit":
        now = change.after or _("nothing")
        told = _("{place}: {digit} was {before}, is {after} now")
        yield "  ! " + told.format(place=change.id, digit=change.key, before=change.before, after=now)
        return
    if change.kind in ("text", "standard"):
        clauses = (f"§ {clause}" for clause in change.clauses)
        yield "  " + " ".join(filter(None, (signs.get(change.how, "~"), *clauses, change.key, change.id)))
        yield from _wordings(change.before, change.after)
    elif change.how == "renamed":
        yield "  ~ " + _("stage {before} is called {after} now").format(before=change.before, after=change.after)
    elif change.how == "moved":
        yield "  ~ " + _("stage {stage}: steps in another order").format(stage=change.id)
        yield from _wordings(", ".join(change.before), ", ".join(change.after))
    elif change.how == "changed":
        yield f"  ~ {change.kind} {change.id} {change.key}: {_value(change.before)} → {_value(change.after)}"
    else:
        yield f"  {signs[change.how]} {change.kind} {change.id}"
        said: Mapping[str, Any] = change.before or change.after or {}
        for key, value in said.items():
            yield f"      {key}: {_value(value)}"


def _wordings(before: str | None, after: str | None) -> Iterator[str]:
    yield from () if before is None else (f"      − {before}",)
    yield from () if after is None else (f"      + {after}",)
    if before is not None and after is not None:
        yield from (f"        {told}" for told in _letters(before, after))


def _letters(before: str, after: str) -> Iterator[str]:
    """Yield which letters are others, where they are so few that they may look alike."""
    for tag, i, j, m, n in SequenceMatcher(a=before, b=after, autojunk=False).get_opcodes():
        if tag != "equal" and max(j - i, n - m) <= _FEW:
            yield f"{_points(before[i:j])} → {_points(after[m:n])}"


def _points(letters: str) -> str:
    return f"«{letters}» " + " ".join(f"U+{ord(each):04X}" for each in letters) if letters else "—"


def _value(value: Any) -> str:
    return "—" if value is None else value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _record(old: Side, new: Side, found: Difference) -> dict[str, object]:
    sides = ({"name": each.called, "pack": each.version.pack.id, "hash": each.version.hash} for each in (old, new))
    return {
        **dict(zip(("before", "after"), sides, strict=True)),
        "changes": [msgspec.to_builtins(change) for change in found.changes],
        "same_rules": list(found.same_rules),
        "other_rules": list(found.other_rules),
    }
