"""How long a class and a file may be: what has outgrown it is more than one idea."""

from __future__ import annotations

from tests.house.source import classes, modules

CLASS, FILE = 200, 300
"""Lines at most."""


def test_no_file_is_longer_than_300_lines() -> None:
    """A module of the program has at most 300 lines."""
    lengths = {module.name: len(module.text.splitlines()) for module in modules()}
    assert {name: length for name, length in lengths.items() if length > FILE} == {}


def test_no_class_is_longer_than_200_lines() -> None:
    """A class of the program has at most 200 lines, from its first decorator to its end."""
    long = [
        f"{module.at(each)} {each.name}: {length}"
        for module in modules()
        for each in classes(module.tree)
        if (length := (each.end_lineno or 0) - min(node.lineno for node in (each, *each.decorator_list)) + 1) > CLASS
    ]
    assert long == []
