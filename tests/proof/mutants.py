"""Scripts that lack something, by a seed: a condition, a mark, an excuse, the order of steps, where an answer leads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from random import Random
from typing import Any

import msgspec

from callscript.core.script.model import Pack, Script

Tree = Any


def mutant(script: Script, seed: int) -> Script:
    """Return a script with one edit."""
    tree = msgspec.json.decode(msgspec.json.encode(script.pack))
    owner, key, value = Random(seed).choice(list(_edits(tree)))
    if value is None:
        del owner[key]
    else:
        owner[key] = value
    return replace(script, pack=msgspec.convert(tree, Pack))


def _edits(tree: Tree) -> Iterator[tuple[Tree, Any, Any]]:
    """Yield what can be edited: what holds it, its key, and what it becomes; None: it is taken away."""
    for stage in tree["stages"]:
        steps = stage["steps"]
        for place, step in enumerate(steps):
            yield from ((step, key, None) for key in ("when", "marks", "requires") if key in step)
            if place:
                yield stage, "steps", [*steps[: place - 1], step, steps[place - 1], *steps[place + 1 :]]
            for option in step.get("options", ()):
                yield from ((option, key, None) for key in ("when", "marks", "leave", "back") if key in option)
                if "to" in option:
                    yield option, "to", stage["id"]
    for detour in tree["detours"]:
        yield from ((detour, key, None) for key in ("when", "stay") if key in detour)
    for clause in tree["clauses"]:
        for rule in clause.get("rules", ()):
            yield from ((rule, key, None) for key in ("unless", "when", "lapses") if key in rule)
