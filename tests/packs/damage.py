"""The small pack as tables that can be damaged, and written down again."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

from callscript.packs.files import load
from tests.packs.conftest import MINI

ORIGINAL: dict[str, Any] = {name: tomllib.loads(content.decode()) for name, content in load(MINI).items()}


def write(folder: Path, files: dict[str, Any]) -> None:
    """Write tables as TOML files."""
    for name, data in files.items():
        lines = [f"{_toml(str(key))} = {_toml(value)}" for key, value in data.items()]
        (folder / name).write_text("\n".join(lines), encoding="utf-8")


def _toml(value: Any) -> str:
    match value:
        case dict():
            return "{" + ", ".join(f"{_toml(str(key))} = {_toml(each)}" for key, each in value.items()) + "}"
        case list():
            return "[" + ", ".join(map(_toml, value)) + "]"
        case bool():
            return str(value).lower()
        case str():
            return '"' + "".join(c if c.isalnum() else f"\\u{ord(c):04x}" for c in value) + '"'
        case date():
            return value.isoformat()
        case _:
            return str(value)


def paths(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the way to everything in a table, itself first."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(found for key, each in inner for found in paths(each, (*path, key)))]


def changed(value: Any, path: tuple[Any, ...], change: tuple[str, Any]) -> Any:
    """Return a copy that is damaged at `path`, which is not empty."""
    if path[1:]:
        inner = changed(value[path[0]], path[1:], change)
        return (
            {**value, path[0]: inner} if isinstance(value, dict) else [*value[: path[0]], inner, *value[path[0] + 1 :]]
        )
    (key, *_), (how, junk) = path, change
    if isinstance(value, dict):
        rest = {name: each for name, each in value.items() if name != key}
        return {"drop": rest, "put": {**value, key: junk}, "rename": {**rest, f"{key}x": value[key]}}[how]
    at = value[:key], value[key + 1 :]
    return {"drop": [*at[0], *at[1]], "put": [*at[0], junk, *at[1]], "rename": [*value, value[key]]}[how]
