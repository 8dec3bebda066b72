"""Versions that lack something: edits of a shipped script in memory, each a function from script to script.

A part of the pack is named by a path: keys, ids and positions with dots between them (`clauses.UA-02.rules`). A step
may be named by `steps` and its id, whatever its stage.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import msgspec

from callscript.core.script.model import Pack, Script, Text

Mutation = Callable[[Script], Script]
Tree = Any


def both(*mutations: Mutation) -> Mutation:
    """Do several edits."""

    def mutate(script: Script) -> Script:
        for mutation in mutations:
            script = mutation(script)
        return script

    return mutate


def drop(*paths: str) -> Mutation:
    """Take parts of the pack away."""

    def edit(tree: Tree) -> None:
        for path in paths:
            owner, key = _find(tree, path)
            del owner[key]

    return _edited(edit)


def put(path: str, value: object) -> Mutation:
    """Give a part of the pack another value."""

    def edit(tree: Tree) -> None:
        owner, key = _find(tree, path)
        owner[key] = value

    return _edited(edit)


def swap(stage: str, one: str, other: str) -> Mutation:
    """Let two steps of a stage change places."""

    def edit(tree: Tree) -> None:
        steps, first = _find(tree, f"stages.{stage}.steps.{one}")
        second = _find(tree, f"stages.{stage}.steps.{other}")[1]
        steps[first], steps[second] = steps[second], steps[first]

    return _edited(edit)


def unruled(*clauses: str) -> Mutation:
    """Leave clauses to a reminder, without their rules."""
    return both(*(put(f"clauses.{clause}.rules", []) for clause in clauses))


def without_rule(clause: str, place: int) -> Mutation:
    """Take one rule of a clause away."""
    return drop(f"clauses.{clause}.rules.{place}")


def reword(old: str, new: str = "") -> Mutation:
    """Put other words for some in every text that has them."""

    def mutate(script: Script) -> Script:
        texts = {
            language: {key: _reworded(text, old, new) for key, text in texts.items()}
            for language, texts in script.texts.items()
        }
        assert texts != script.texts, f"no text says {old!r}"
        return replace(script, texts=texts)

    return mutate


def without_text(*keys: str) -> Mutation:
    """Leave texts empty in all languages."""

    def mutate(script: Script) -> Script:
        texts = {language: {**texts, **dict.fromkeys(keys, "")} for language, texts in script.texts.items()}
        return replace(script, texts=texts)

    return mutate


def without_holidays(script: Script) -> Script:
    """Forget the public holidays."""
    return replace(script, holidays=frozenset())


def without_competences(script: Script) -> Script:
    """Forget what the people and bodies in the directory are competent for."""
    return replace(script, directory=tuple(msgspec.structs.replace(entry, competence={}) for entry in script.directory))


def without_entries(kind: str) -> Mutation:
    """Leave a kind of entries out of the directory."""
    return lambda script: replace(script, directory=tuple(entry for entry in script.directory if entry.kind != kind))


def without_detour(detour: str, *steps: str) -> Mutation:
    """Take a detour away, and the answers of the same name at these steps."""
    return drop(f"detours.{detour}", *(f"steps.{step}.options.{detour}" for step in steps))


def _edited(edit: Callable[[Tree], None]) -> Mutation:
    def mutate(script: Script) -> Script:
        tree = msgspec.json.decode(msgspec.json.encode(script.pack))
        edit(tree)
        return replace(script, pack=msgspec.convert(tree, Pack))

    return mutate


def _find(tree: Tree, path: str) -> tuple[Tree, Any]:
    """Return what holds a part, and the key under which it does."""
    parts = path.split(".")
    if parts[0] == "steps":
        stage = next(stage["id"] for stage in tree["stages"] if any(step["id"] == parts[1] for step in stage["steps"]))
        parts = ["stages", stage, *parts]
    owner, key = tree, parts[0]
    for part in parts[1:]:
        owner, key = owner[_place(owner, key)], part
    return owner, _place(owner, key)


def _place(owner: Tree, key: str) -> Any:
    if not isinstance(owner, list):
        return key
    return int(key) if key.isdigit() else [each["id"] for each in _items(owner)].index(key)


def _items(owner: Any) -> Iterator[Any]:
    yield from owner


def _reworded(text: Text, old: str, new: str) -> Text:
    if isinstance(text, str):
        return text.replace(old, new)
    return {name: _reworded(variant, old, new) for name, variant in text.items()}
