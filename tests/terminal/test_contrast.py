"""Badges can be read: each pair of colours in every palette that terminals bring; and no letter has a colour alone."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest
from textual.color import Color, ColorParseError
from textual.css.errors import StyleValueError
from textual.css.tokenizer import TokenError
from textual.style import Style

from callscript.widgets import looks
from tests.house.source import ROOT, Module, modules
from tests.terminal.palettes import PALETTES, colours, contrast

LEAST = 3.5
"""The contrast that a pair has at least: WCAG asks for 3 where letters are large or bold, 4.5 where they are small."""
LOOKS = "callscript.widgets.looks"
PAIRS = {name: value for name, value in vars(looks).items() if isinstance(value, str) and " on " in value}
SET = re.compile(r"(?<![\w-])(color|background|[\w-]*(?:-color|-background)|tint)\s*:\s*([^;]+);")


def worst(style: str) -> tuple[float, str]:
    """Return the least contrast of a pair, and the palette that has it."""
    foreground, background = style.split(" on ")
    return min((contrast(colours(each)[foreground], colours(each)[background]), each) for each in PALETTES)


@pytest.mark.parametrize("name", PAIRS)
def test_badges_can_be_read_in_every_palette(name: str) -> None:
    """The letters of a badge stand out from its background wherever it is shown."""
    assert worst(PAIRS[name]) >= (LEAST, "")


def test_there_are_four_meanings() -> None:
    """The pairs are the four that have a meaning, each with one background of its own."""
    assert set(PAIRS) == {"KEY", "GOOD", "SOON", "BAD"}
    assert len({pair.split(" on ")[1] for pair in PAIRS.values()}) == len(PAIRS)


@pytest.mark.parametrize(
    "style",
    [
        "ansi_bright_white on ansi_green",
        "ansi_bright_white on ansi_yellow",
        "ansi_white on ansi_red",
        "ansi_black on ansi_blue",
    ],
)
def test_what_cannot_be_read_is_found(style: str) -> None:
    """Pairs that look well in one palette and are lost in another are told from those that can be read."""
    assert worst(style) < (LEAST, "")


def test_the_contrast_is_that_of_the_guidelines() -> None:
    """Black on white is 21:1, a colour on itself 1:1, and mid grey on white what WCAG's own examples say."""
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    assert contrast((12, 34, 56), (12, 34, 56)) == pytest.approx(1)
    assert contrast((0x76, 0x76, 0x76), (255, 255, 255)) == pytest.approx(4.54, abs=0.01)


# No letter has a colour on the terminal's own background


def test_colours_have_one_place() -> None:
    """No screen and no widget names a colour but `looks`, in which letters have a background of their own."""
    rooms = (*modules("widgets"), *modules("screens"), *modules("app"))
    assert [each for module in rooms if module.name != LOOKS for each in coloured(module)] == []
    (own,) = modules("widgets.looks")
    in_pairs = {*PAIRS.values(), looks.BAND}
    assert {style for _, style in found(own) if has_colour(style)} == in_pairs


def test_a_colour_alone_is_for_bands() -> None:
    """What has a foreground alone is the band of a gauge, and that is a heavy rule: no letter is drawn with it."""
    assert Style.parse(looks.BAND).background is None
    used = [use for module in (*modules("widgets"), *modules("screens")) for use in banded(module)]
    named = [each for module in modules() for each in ast.walk(module.tree) if _is_band(each)]
    assert len(used) == len(named) > 0
    assert set("".join(used)) == {"━"}


def test_style_sheets_have_no_colours() -> None:
    """The style sheets know the terminal's own colours, and no others."""
    files = sorted((ROOT / "callscript").rglob("*.tcss"))
    assert files
    wrong = [
        f"{file.name}: {what}: {value}"
        for file in files
        for what, value in SET.findall(re.sub(r"/\*.*?\*/", "", file.read_text(encoding="utf-8"), flags=re.DOTALL))
        if value.strip() != "ansi_default"
    ]
    assert wrong == []
    borders = {
        word
        for file in files
        for value in re.findall(r"border[\w-]*:\s*([^;]+);", file.read_text(encoding="utf-8"))
        for word in value.split()
        if _is_colour(word)
    }
    assert borders <= {"ansi_default"}


@pytest.mark.parametrize(
    "style", ["red", "bold ansi_green", "on yellow", "ansi_black on ansi_cyan", "#ff0000", "$error"]
)
def test_colours_are_found(style: str) -> None:
    """The search sees a colour however it is written."""
    tree = ast.parse(f"Content.styled('text', {style!r})")
    assert coloured(Module("x", ROOT / "x.py", "", tree))


def coloured(module: Module) -> Iterator[str]:
    """Yield the colours that a module names."""
    return (f"{module.at(node)} {style}" for node, style in found(module) if has_colour(style))


def found(module: Module) -> Iterator[tuple[ast.Constant, str]]:
    """Yield the texts of a module that are neither docstrings nor to be translated."""
    others = {
        id(each)
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Expr)
        or (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("_", "n_", "N_"))
        for each in (ast.walk(node) if isinstance(node, ast.Call) else [node.value])
    }
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in others:
            yield node, node.value


def has_colour(style: str) -> bool:
    """Tell whether a text, read as a style, has a colour; words that are no style have none."""
    if "$" in style:
        return bool(re.search(r"\$[a-z]", style))
    return any(map(_is_colour, style.split())) and _is_style(style)


def _is_colour(word: str) -> bool:
    try:
        Color.parse(word)
    except ColorParseError:
        return False
    return True


def _is_style(text: str) -> bool:
    try:
        Style.parse(text)
    except (ColorParseError, StyleValueError, TokenError):
        return False
    return True


def banded(module: Module) -> Iterator[str]:
    """Yield the glyphs that a module draws with the colour of a band."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and any(_names_band(each) for each in node.args[1:]):
            yield "".join(
                each.value
                for each in ast.walk(node.args[0])
                if isinstance(each, ast.Constant) and isinstance(each.value, str)
            )


def _names_band(node: ast.expr) -> bool:
    return any(map(_is_band, ast.walk(node)))


def _is_band(node: ast.AST) -> bool:
    return isinstance(node, ast.Name) and node.id == "BAND" and isinstance(node.ctx, ast.Load)
