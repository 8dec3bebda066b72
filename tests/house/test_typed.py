"""What the type checker is not kept from proving, and readers from being told."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator

from tests.house.source import ROOT, modules

VALUES = {name for name, each in vars(builtins).items() if isinstance(each, type)}
"""Types of the language, which are no part of a union of ours."""


def test_every_match_over_a_union_ends_in_assert_never() -> None:
    """A match by our classes ends in `case _: assert_never(...)`, so that the type checker tells which is left out."""
    assert [
        module.at(match.subject)
        for module in modules()
        for foreign in [_foreign(module.tree)]
        for match in _matches(module.tree)
        if _by_class(match, foreign) and not _total(match)
    ] == []


def _matches(tree: ast.Module) -> Iterator[ast.Match]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Match))


def _by_class(match: ast.Match, foreign: set[str]) -> bool:
    """Does a case of it ask which of our classes the value itself is of?"""
    asked = {name for case in match.cases for name in _classes(case.pattern)}
    return any(name.split(".")[0] not in foreign for name in asked)


def _foreign(tree: ast.Module) -> set[str]:
    """Return the names by which a module knows types of the language, and what it imports from elsewhere: values from
    outside are of those, not of a union of ours."""
    names = set(VALUES)
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=imported):
                names.update(alias.asname or alias.name.split(".")[0] for alias in imported)
            case ast.ImportFrom(module=str(of), names=imported) if of.split(".")[0] != "callscript":
                names.update(alias.asname or alias.name for alias in imported)
            case _:
                pass
    return names


def _classes(pattern: ast.pattern) -> set[str]:
    match pattern:
        case ast.MatchClass(cls=cls):
            return {ast.unparse(cls)}
        case ast.MatchAs(pattern=ast.pattern() as inner):
            return _classes(inner)
        case ast.MatchOr(patterns=patterns):
            return set().union(*map(_classes, patterns))
        case _:
            return set()


def _total(match: ast.Match) -> bool:
    match match.cases[-1]:
        case ast.match_case(
            pattern=ast.MatchAs(pattern=None, name=None),
            guard=None,
            body=[ast.Expr(value=ast.Call(func=ast.Name(id="assert_never")))],
        ):
            return True
        case _:
            return False


def test_a_match_that_leaves_something_out_is_found() -> None:
    """The search sees a match by classes without an end, and one that ends in something else."""
    code = """
from msgspec import inspect
match event:
    case e.Said() | e.Done() as spoken: pass
match event:
    case Said(step=step) if step: pass
    case _: pass
match event:
    case Said(): pass
    case _: assert_never(event)
match value:
    case str() | [int(), *_]: pass
    case "text" | None: pass
match kind:
    case inspect.IntType(): pass
"""
    tree = ast.parse(code)
    found = [(each.subject.lineno, _by_class(each, _foreign(tree)), _total(each)) for each in _matches(tree)]
    assert found == [(3, True, False), (5, True, False), (8, True, True), (11, False, False), (14, False, False)]


def test_the_core_takes_no_parameters_that_the_type_checker_cannot_check() -> None:
    """No function of the core takes `**` parameters of just any type."""
    found = [
        f"{module.at(node)} **{taken.arg}"
        for module in modules("core")
        for node in ast.walk(module.tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (taken := node.args.kwarg)
        and (taken.annotation is None or ast.unparse(taken.annotation) in ("object", "Any", "typing.Any"))
    ]
    assert found == []


def test_the_dialogue_waits_for_nothing() -> None:
    """What is shown and what is read is worked out at once: no `async`, no `await`, no asyncio in the dialogue."""
    waiting = (ast.AsyncFunctionDef, ast.AsyncFor, ast.AsyncWith, ast.Await)
    nodes = [(module.name, node) for module in modules("dialogue") for node in ast.walk(module.tree)]
    assert [name for name, node in nodes if isinstance(node, waiting) or "asyncio" in _imported(node)] == []


def _imported(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Import(names=names):
            yield from (alias.name.split(".")[0] for alias in names)
        case ast.ImportFrom(module=str(of), level=0):
            yield of.split(".")[0]
        case _:
            pass


def test_every_module_says_what_it_is() -> None:
    """A module begins with a docstring of at least one sentence."""
    told = {module.name: ast.get_docstring(module.tree) or "" for module in modules()}
    assert [name for name, text in told.items() if not text.split("\n\n")[0].endswith((".", ":"))] == []


def test_its_types_are_for_others_too() -> None:
    """The package tells type checkers that it is typed: `py.typed` lies in it."""
    assert (ROOT / "callscript" / "py.typed").is_file()
