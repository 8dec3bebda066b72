"""No text is ever read as markup, held by reading the program: a way in which one could be does not occur in it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import pytest

import callscript

PROGRAM = Path(callscript.__file__).parent
FILES = sorted(PROGRAM.rglob("*.py"))
Node = TypeVar("Node", bound=ast.AST)

PLAIN_WIDGETS = {"Static", "Input"}
"""Of those that come with Textual: `Static` if it is told so, `Input` always. Others read markup."""
READ_AS_MARKUP = {"border_title", "border_subtitle", "tooltip", "help", "loading"}
"""Attributes of widgets of which a plain text is read as markup, unless it is a `Content`."""
PARSERS = {"from_markup", "from_rich_text", "from_ansi", "render_markup", "to_content", "visualize", "notify"}
PARSING_MODULES = {"rich.markup", "rich.prompt", "rich.traceback", "rich.logging", "rich.pretty", "textual.markup"}
MADE_BY = {"styled", "assemble", "join", "truncate"}
"""What makes a `Content` out of text as it stands."""


def nodes(*kinds: type[Node]) -> Iterator[tuple[str, Node]]:
    """Yield every node of some kinds in the program with the place where it stands."""
    for file in FILES:
        name = file.relative_to(PROGRAM)
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, kinds):
                yield f"{name}:{getattr(node, 'lineno', 0)}", node


def name_of(node: ast.AST) -> str:
    """Return the last part of the name of what is called or read."""
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def literal(node: ast.AST) -> bool:
    """Tell whether an expression can only be a `Content` made of text as it stands."""
    if isinstance(node, ast.IfExp):
        return literal(node.body) and literal(node.orelse)
    if not isinstance(node, ast.Call):
        return False
    return name_of(node.func) == "Content" or (name_of(node.func) in MADE_BY and "Content" in ast.unparse(node.func))


def test_the_widgets_of_textual() -> None:
    """Only those widgets of Textual's are used that can show text as it stands, and they are told to."""
    for place, node in nodes(ast.ImportFrom, ast.Call):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("textual.widgets"):
            assert {alias.name for alias in node.names} <= PLAIN_WIDGETS | {"Selection"}, place
        if isinstance(node, ast.Call) and name_of(node.func) == "Static":
            told = {keyword.arg: keyword.value for keyword in node.keywords}
            assert isinstance(markup := told.get("markup"), ast.Constant), place
            assert markup.value is False, place


def test_titles_and_tooltips() -> None:
    """What Textual would read as markup where it is set as an attribute is set as text that is made already."""
    found = 0
    for place, node in nodes(ast.Assign, ast.Call):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Attribute) and target.attr in READ_AS_MARKUP:
                    found += 1
                    assert literal(node.value), place
        if isinstance(node, ast.Call) and name_of(node.func) == "setattr" and isinstance(node.args[1], ast.Constant):
            assert node.args[1].value not in READ_AS_MARKUP, place
    assert found >= 4


def test_what_widgets_of_ours_show() -> None:
    """They make their text themselves: what `render` returns is a `Content`, by its signature, which is checked."""
    renders = [(place, node) for place, node in nodes(ast.FunctionDef) if node.name == "render"]
    assert len(renders) > 5
    for place, node in renders:
        assert node.returns is not None, place
        assert ast.unparse(node.returns) == "Content", place


def test_nothing_reads_markup() -> None:
    """Nothing that reads markup, or shows text by something that does, is called, imported or switched on."""
    for place, node in nodes(ast.Attribute, ast.Name, ast.ImportFrom, ast.Import, ast.keyword):
        if isinstance(node, ast.Attribute | ast.Name):
            assert name_of(node) not in PARSERS, place
        if isinstance(node, ast.ImportFrom):
            assert node.module not in PARSING_MODULES, place
            if node.module in ("rich", "rich.text", "rich.console"):
                assert {alias.name for alias in node.names} <= {"RenderableType"}, place
        if isinstance(node, ast.Import):
            assert not {alias.name for alias in node.names} & {*PARSING_MODULES, "rich"}, place
        if isinstance(node, ast.keyword) and node.arg == "markup":
            assert isinstance(node.value, ast.Constant), place
            assert node.value.value is False, place


@pytest.mark.parametrize(
    ("line", "is_literal"),
    [
        ("Content(clean(text))", True),
        ("Content.styled(text, 'dim')", True),
        ("Content(text) if text else Content('')", True),
        ("text", False),
        ("f'{text}'", False),
        ("Content.from_markup(text)", False),
        ("Content(text) if text else text", False),
        ("_('Title')", False),
    ],
)
def test_what_counts_as_made(line: str, is_literal: bool) -> None:
    """These tests tell text that is made from text that is not."""
    assert literal(ast.parse(line, mode="eval").body) == is_literal
