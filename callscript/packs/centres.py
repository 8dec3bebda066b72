"""Which centres there are, read off their packs without checking them: enough for a list, not for a call."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Struct

from callscript import packs


class Centre(Struct, frozen=True):
    """A pack at a glance."""

    id: str
    name: str
    """In the centre's own language."""
    languages: tuple[str, ...]
    """Of the script; the first is the centre's own."""
    alphabets: frozenset[str]
    """Those that the script's languages are written in."""
    timezone: str
    region: str
    folder: Path

    @property
    def zone(self) -> ZoneInfo:
        """The centre's time zone."""
        return ZoneInfo(self.timezone)


class _Language(Struct):
    id: str
    alphabet: str


class _Pack(Struct):
    id: str
    languages: tuple[_Language, ...]
    timezone: str
    region: str


class _Texts(Struct):
    centre: str


def describe(folder: Path) -> Centre | None:
    """Return the centre whose pack is in `folder`; None if it cannot be told."""
    try:
        pack = msgspec.convert(_toml(folder / "pack.toml"), _Pack)
        languages = tuple(language.id for language in pack.languages)
        texts = msgspec.convert(_toml(folder / f"{languages[0]}.toml"), _Texts)
        ZoneInfo(pack.timezone)
    except (OSError, ValueError, LookupError, RecursionError):
        return None
    alphabets = frozenset(language.alphabet for language in pack.languages)
    return Centre(pack.id, texts.centre, languages, alphabets, pack.timezone, pack.region, folder)


def shipped() -> Iterator[Centre]:
    """Return the centres that come with the program."""
    return (centre for folder in packs.shipped() if (centre := describe(folder)))


def _toml(file: Path) -> object:
    return tomllib.loads(file.read_text(encoding="utf-8-sig"))
