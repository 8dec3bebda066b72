"""One module names private parts of Textual, so that a new release of it is looked through in one place."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path

import textual

from tests.house.source import Module, classes, modules

ALLOWED = "callscript.terminal.textual_private"
NOT_OF_TEXTUAL = {"_replace", "_exit"}
"""Public names of the standard library, of named tuples and of `os`, that begin with an underline."""


def test_one_module_names_private_parts_of_textual() -> None:
    """No other module imports a private module or name of Textual, reads or overrides a private part of its classes, or
    has a private part of its own that is called like one of theirs."""
    assert [each for module in modules() if module.name != ALLOWED for each in found(module)] == []


def test_private_parts_are_found() -> None:
    """The search sees what it is for: the module that may name private parts names them."""
    (module,) = modules(ALLOWED.removeprefix("callscript."))
    assert len(list(found(module))) > 10


def found(module: Module) -> Iterator[str]:
    """Yield where a module names private parts of Textual."""
    if not any(_of_textual(node) for node in ast.walk(module.tree)) and not _subclasses(module):
        return
    inherited = _subclasses(module)
    for node in ast.walk(module.tree):
        for name in _imported(node):
            yield f"{module.at(node)} imports {name}"  # pyright: ignore[reportArgumentType] - an import is a statement
        if isinstance(node, ast.Attribute) and not _own(node) and node.attr in _names_of_textual() - NOT_OF_TEXTUAL:
            yield f"{module.at(node)} {ast.unparse(node)}"
    for each in classes(module.tree):
        for node, name in _members(each):
            if name in inherited.get(each.name, ()):
                yield f"{module.at(node)} {each.name}.{name}"


def _subclasses(module: Module) -> dict[str, set[str]]:
    """Return the module's classes that are made of Textual's, each with the private names of those."""
    if module.name.endswith("__main__"):
        return {}
    loaded = import_module(module.name)
    return {
        name: {private for base in each.__mro__ if _made_by_textual(base) for private in _private_names(base)}
        for name, each in inspect.getmembers(loaded, inspect.isclass)
        if each.__module__ == module.name and any(map(_made_by_textual, each.__mro__))
    }


def _made_by_textual(each: type) -> bool:
    return each.__module__.split(".")[0] == "textual"


@cache
def _private_names(each: type) -> frozenset[str]:
    found = classes(_tree(Path(inspect.getfile(each))))
    return frozenset(name for node in found if node.name == each.__name__ for _, name in _members(node))


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def _names_of_textual() -> frozenset[str]:
    """Return the private names of all its classes."""
    names: set[str] = set()
    for path in Path(textual.__file__).parent.rglob("*.py"):
        for each in classes(_tree(path)):
            names.update(name for _, name in _members(each))
    return frozenset(names)


def _members(each: ast.ClassDef) -> Iterator[tuple[ast.expr | ast.stmt, str]]:
    """Yield the private names that a class gives to methods and attributes, or uses as its own."""
    for node in each.body:
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                named = node.name
            case ast.AnnAssign(target=ast.Name(id=named)) | ast.Assign(targets=[ast.Name(id=named)]):
                pass
            case _:
                continue
        if _private(named):
            yield node, named
    for node in ast.walk(each):
        if isinstance(node, ast.Attribute) and _own(node) and _private(node.attr):
            yield node, node.attr


def _own(node: ast.Attribute) -> bool:
    """Is it a part of the object itself?"""
    match node.value:
        case ast.Name(id="self" | "cls") | ast.Call(func=ast.Name(id="super")):
            return True
        case _:
            return False


def _private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__")


def _of_textual(node: ast.AST) -> bool:
    match node:
        case ast.Import(names=names):
            return any(alias.name.split(".")[0] == "textual" for alias in names)
        case ast.ImportFrom(module=str(module), level=0):
            return module.split(".")[0] == "textual"
        case _:
            return False


def _imported(node: ast.AST) -> Iterator[str]:
    """Yield the private modules and names that an import takes from Textual."""
    if _of_textual(node):
        assert isinstance(node, ast.Import | ast.ImportFrom)
        of = f"{node.module}." if isinstance(node, ast.ImportFrom) else ""
        names = [f"{of}{alias.name}" for alias in node.names]
        yield from (name for name in names if any(map(_private, name.split("."))))
