"""What one version of a pack changes against another: by what it means in a call, not by lines of files.

What operators have in their fingers comes first: a digit that means something else. Then the standard's own words,
letter by letter; then the structure, and all other words. The order of stages in a file means nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal, cast

from msgspec import Struct

from callscript.core.script.steps import LEADS
from callscript.packs import parts
from callscript.packs.parts import Part, Version
from callscript.packs.prescribed import says

How = Literal["digit", "words", "added", "removed", "changed", "moved", "renamed"]
_NAMES_STAGES = ("stage", "next", "to", "out", "after_call", "at")
"""The keys that name stages."""


class Change(Struct, frozen=True, kw_only=True):
    """One thing that is otherwise."""

    how: How
    kind: str
    """Of what: `step`, `field`, `text`, `standard` …"""
    id: str
    key: str = ""
    """What of it: a key of the pack, a digit, a language."""
    clauses: tuple[str, ...] = ()
    """The clauses whose prescribed words are concerned."""
    before: Any = None
    after: Any = None


class Difference(Struct, frozen=True):
    """All that is otherwise, what matters most first."""

    changes: tuple[Change, ...]
    same_rules: tuple[str, ...]
    """The clauses whose verdicts can be compared over both versions."""
    other_rules: tuple[str, ...]
    """Those whose rules are others, and those that only one version has."""


def difference(old: Version, new: Version) -> Difference:
    """Compare two versions."""
    names = dict(_renamed(old, new))
    before, after = _called(parts.parts(old), names), parts.parts(new)
    changes = (
        *_digits(old, new, before, after),
        *_prescribed(old, new),
        *(Change(how="renamed", kind="stage", id=name, before=was, after=name) for was, name in names.items()),
        *_parts(before, after),
        *_moved(old, new, names),
        *_texts(old, new),
    )
    clauses = sorted({id for kind, id in (*before, *after) if kind == "clause"})
    same = tuple(id for id in clauses if _judged(before.get(("clause", id))) == _judged(after.get(("clause", id))))
    return Difference(tuple(sorted(changes, key=_weight)), same, tuple(id for id in clauses if id not in same))


def _judged(clause: Mapping[str, Any] | None) -> object:
    """Return what of a clause makes its verdicts: not why it may be breached, or is blind."""
    rules = cast("list[dict[str, Any]]", (clause or {}).get("rules", []))
    return clause and {**clause, "rules": [rule | {"accepted": "", "repeats": ""} for rule in rules]}


def _weight(change: Change) -> int:
    """Sort what operators have in their fingers first, then the words of the standard; the rest stays as it is."""
    return 0 if change.how == "digit" else 1 if change.clauses else 2


def _digits(old: Version, new: Version, before: Mapping[Part, Any], after: Mapping[Part, Any]) -> Iterator[Change]:
    """Yield the digits that were something and are something else now, or lead elsewhere."""
    was, now = parts.digits(old), parts.digits(new)
    for place in was.keys() & now.keys():
        for digit, meant in was[place].items():
            means = now[place].get(digit, "")
            if meant != means:
                yield Change(how="digit", kind="digit", id=place, key=str(digit), before=meant, after=means or None)
            elif (led := _leads(before, place, meant)) != (leads := _leads(after, place, means)):
                yield Change(how="digit", kind="digit", id=place, key=str(digit), before=led, after=leads)


def _leads(said: Mapping[Part, Any], step: str, answer: str) -> str:
    """Return an answer with where it leads."""
    of_it = said.get(("answer", f"{step}.{answer}"), {})
    ways = (f"{way} {of_it[way]}" for way in LEADS if way in of_it)
    return " → ".join((answer, *ways))


def _prescribed(old: Version, new: Version) -> Iterator[Change]:
    was, now = parts.prescribed(old), parts.prescribed(new)
    for key in dict.fromkeys((*was, *now)):
        if was.get(key) != now.get(key):
            clause = (key.split(".")[0],)
            yield Change(how="words", kind="standard", id=key, clauses=clause, before=was.get(key), after=now.get(key))


def _renamed(old: Version, new: Version) -> Iterator[tuple[str, str]]:
    """Yield the stages that have the same steps under another name."""
    was, now = parts.order(old.pack), parts.order(new.pack)
    of_steps = {tuple(steps): name for name, steps in now.items() if name not in was and steps}
    for name, steps in was.items():
        if name not in now and (called := of_steps.get(tuple(steps))):
            yield name, called


def _called(said: Mapping[Part, Any], names: Mapping[str, str]) -> dict[Part, Any]:
    """Return parts with stages called as in the new version: a new name alone changes nothing else."""
    found: dict[Part, Any] = {}
    for (kind, id), of_it in said.items():
        part = (kind, names.get(id, id)) if kind == "stage" else (kind, id)
        found[part] = _with_names(of_it, names)
    return found


def _with_names(said: Any, names: Mapping[str, str], *, stage: bool = False) -> Any:
    match said:
        case dict():
            each = cast("dict[str, Any]", said).items()
            return {key: _with_names(value, names, stage=key in _NAMES_STAGES) for key, value in each}
        case list():
            return [_with_names(value, names, stage=stage) for value in cast("list[Any]", said)]
        case _:
            return names.get(said, said) if stage else said


def _parts(before: Mapping[Part, Any], after: Mapping[Part, Any]) -> Iterator[Change]:
    for part in dict.fromkeys((*before, *after)):
        kind, id = part
        if part not in after:
            yield Change(how="removed", kind=kind, id=id, before=before[part])
        elif part not in before:
            yield Change(how="added", kind=kind, id=id, after=after[part])
        else:
            for key in dict.fromkeys((*before[part], *after[part])):
                was, now = before[part].get(key), after[part].get(key)
                if was != now:
                    yield Change(how="changed", kind=kind, id=id, key=key, before=was, after=now)


def _moved(old: Version, new: Version, names: Mapping[str, str]) -> Iterator[Change]:
    """Yield the stages whose steps come in another order."""
    was = {names.get(name, name): steps for name, steps in parts.order(old.pack).items()}
    for name, steps in parts.order(new.pack).items():
        both = set(steps).intersection(was.get(name, ()))
        before, after = ([step for step in each if step in both] for each in (was.get(name, ()), steps))
        if before != after:
            yield Change(how="moved", kind="stage", id=name, before=before, after=after)


def _texts(old: Version, new: Version) -> Iterator[Change]:
    for language in dict.fromkeys((*old.draft.texts, *new.draft.texts)):
        was, now = parts.texts(old, language), parts.texts(new, language)
        for key in dict.fromkeys((*was, *now)):
            if was.get(key) == now.get(key):
                continue
            how = "added" if key not in was else "removed" if key not in now else "words"
            clauses = tuple(_touched(old, new, language, key, was.get(key, ""), now.get(key, "")))
            yield Change(
                how=how, kind="text", id=key, key=language, clauses=clauses, before=was.get(key), after=now.get(key)
            )


def _touched(old: Version, new: Version, language: str, key: str, was: str, now: str) -> Iterator[str]:
    """Yield the clauses whose prescribed words one of two wordings says and the other does not, or says otherwise."""
    found: set[str] = set()
    for version in (old, new):
        standard = version.draft.standard
        if standard is None or standard.language != language:
            continue
        for clause, prescribed in standard.clause.items():
            quoted = key.startswith(f"clause.{clause}.")
            phrases = prescribed.wording if quoted else prescribed.said
            if any(says(was, phrase) != says(now, phrase) for phrase in phrases):
                found.add(clause)
    yield from sorted(found)
