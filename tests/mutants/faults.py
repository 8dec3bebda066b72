"""The faults that can be put into a module: a comparison turned, a call dropped, a condition made true or false."""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]

_TURNED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.GtE,
    ast.GtE: ast.Lt,
    ast.Gt: ast.LtE,
    ast.LtE: ast.Gt,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
_TYPING = ("TYPE_CHECKING", "assert_never")


class Fault(NamedTuple):
    """A fault that can be put into a module."""

    file: str
    """Below the root of the checkout."""
    place: str
    """The class and function."""
    line: int
    kind: str
    was: str
    """The code as it is written."""
    number: int
    """Among those of the file."""

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What it is known by while lines move."""
        return self.file, self.place, self.kind, self.was

    def __str__(self) -> str:
        return f"{self.file}:{self.line} {self.place}: {self.kind}: {self.was}"


def faults(file: str) -> list[Fault]:
    """Return all faults that can be put into a file."""
    return [
        Fault(file, site.place, site.node.lineno, site.kind, ast.unparse(site.node).splitlines()[0], number)
        for number, site in enumerate(_sites(ast.parse((ROOT / file).read_bytes())))
    ]


def with_fault(source: bytes, number: int) -> ast.Module:
    """Return a module with the fault of this number in it."""
    for at, tree in enumerate(with_each(source)):
        if at == number:
            return tree
    raise IndexError(number)


def with_each(source: bytes) -> Iterator[ast.Module]:
    """Yield a module with each of its faults in turn: one tree, to be used before the next is asked for."""
    tree = ast.parse(source)
    for site in tuple(_sites(tree)):
        site.put(site.instead)
        yield ast.fix_missing_locations(tree)
        site.put(site.node)


class _Site(NamedTuple):
    """Where a fault can be put in."""

    place: str
    node: ast.expr | ast.stmt
    kind: str
    instead: ast.AST
    put: Callable[[ast.AST], None]
    """Puts something where the node stands."""


def _sites(tree: ast.Module) -> Iterator[_Site]:
    """Yield each place that a fault can be put into."""
    yield from _within(tree, "")


def _within(parent: ast.AST, place: str) -> Iterator[_Site]:
    if isinstance(parent, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        place = f"{place}.{parent.name}".lstrip(".")
    for name, value in ast.iter_fields(parent):
        for at, node in enumerate(value if isinstance(value, list) else [value]):
            if not isinstance(node, ast.AST) or name in ("decorator_list", "returns", "annotation"):
                continue
            if place and not any(word in ast.unparse(node)[:80] for word in _TYPING):
                yield from _at(parent, name, at if isinstance(value, list) else None, node, place)
            yield from _within(node, place)


def _at(parent: ast.AST, name: str, at: int | None, node: ast.AST, place: str) -> Iterator[_Site]:
    def put(instead: ast.AST) -> None:
        if at is None:
            setattr(parent, name, instead)
        else:
            getattr(parent, name)[at] = instead

    match node:
        case ast.Compare(ops=[op]) if type(op) in _TURNED:
            turned = copy.copy(node)
            turned.ops = [_TURNED[type(op)]()]
            yield _Site(place, node, "comparison turned", ast.copy_location(turned, node), put)
        case ast.Expr(value=ast.Call() | ast.Await(value=ast.Call())):
            yield _Site(place, node, "call dropped", ast.copy_location(ast.Pass(), node), put)
        case _:
            pass
    if isinstance(parent, ast.If | ast.IfExp | ast.While) and name == "test" and isinstance(node, ast.expr):
        for truth in (True, False):
            if truth and isinstance(parent, ast.While):
                continue  # it would only hang
            made = _made(node, truth)
            yield _Site(place, node, f"condition made {str(truth).lower()}", ast.copy_location(made, node), put)


def _made(node: ast.expr, truth: bool) -> ast.expr:
    """Return a condition that is always so; what it names by `:=` is named all the same."""
    constant = ast.Constant(truth)
    if not any(isinstance(each, ast.NamedExpr) for each in ast.walk(node)):
        return constant
    whole = ast.Tuple([copy.deepcopy(node), constant], ast.Load())
    return ast.Subscript(whole, ast.Constant(1), ast.Load())
