"""What the tests of the house read: the program's modules, as names, as text and as syntax trees."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]


class Module(NamedTuple):
    """A module of the program."""

    name: str
    path: Path
    text: str
    tree: ast.Module

    def at(self, node: ast.stmt | ast.expr) -> str:
        """Say where something stands."""
        return f"{self.path.relative_to(ROOT)}:{node.lineno}"


@cache
def modules(room: str = "") -> tuple[Module, ...]:
    """Return the modules of the program, or of one of its rooms."""
    return tuple(_modules(ROOT / "callscript" / room.replace(".", "/")))


def _modules(place: Path) -> Iterator[Module]:
    for path in sorted(place.rglob("*.py")) if place.is_dir() else [place.with_suffix(".py")]:
        text = path.read_text(encoding="utf-8")
        parts = path.relative_to(ROOT).with_suffix("").parts
        yield Module(".".join(parts).removesuffix(".__init__"), path, text, ast.parse(text))


def classes(tree: ast.Module) -> Iterator[ast.ClassDef]:
    """Yield the classes of a module, nested ones too."""
    return (node for node in ast.walk(tree) if isinstance(node, ast.ClassDef))
