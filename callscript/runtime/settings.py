"""The operator's profile: who takes the calls, and how the program talks to them. A small TOML file.

A damaged file is reported, and kept under another name before a new profile is written.
"""

from __future__ import annotations

import json
import tomllib
import unicodedata
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from callscript.core.call.events import Gender, Operator
from callscript.core.operator_number import LONGEST, is_number
from callscript.runtime.files import PRIVATE, NotOurs, make_folder, read_private, replace, set_aside
from callscript.runtime.locks import EXCLUSIVE, held
from callscript.runtime.paths import FolderUnavailable
from callscript.runtime.text import has_refused

InterfaceLanguage = Literal["uk", "lv", "en"]

_NAME_LENGTH = 100
_IN_NAMES = " -.'’ʼ"


class ProfileDamaged(Exception):  # noqa: N818 - it says what happened
    """The profile cannot be read as one."""

    def __init__(self, file: Path, reason: str) -> None:
        super().__init__(f"{file}: {reason}")
        self.file = file
        self.reason = reason


class Profile(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An operator's settings, as the first start asks for them."""

    number: str
    name: str
    """Full name in Cyrillic; empty: no script asks for it."""
    name_latin: str
    """Full name in Latin letters; empty: no script asks for it."""
    gender: Gender
    pack: str
    """The id of a shipped script pack, or the path of one's own."""
    language: InterfaceLanguage
    """Of the interface; the script has its own."""
    bell: bool = True
    """Ring at warnings and at zero."""

    @property
    def operator(self) -> Operator:
        """The operator as calls record them."""
        return Operator(number=self.number, name=self.name, name_latin=self.name_latin, gender=self.gender)


def problems(profile: Profile) -> dict[str, str]:
    """Return why a profile cannot be used: a reason by the name of each setting that is wrong."""
    one = bool(profile.name or profile.name_latin)
    found = {
        "number": _wrong_number(profile.number),
        "name": _wrong_name(profile.name, "CYRILLIC", "write the full name in Cyrillic letters", optional=one),
        "name_latin": _wrong_name(profile.name_latin, "LATIN", "write the full name in Latin letters", optional=one),
        "pack": "" if profile.pack.strip() and not has_refused(profile.pack) else "choose a centre",
    }
    return {name: reason for name, reason in found.items() if reason}


def read_profile(file: Path) -> Profile | None:
    """Read the profile; None if there is none yet. Raise `ProfileDamaged` if it cannot be used.

    One that others may have written is no damage to be got rid of: `FolderUnavailable`.
    """
    try:
        raw = tomllib.loads(read_private(file).decode())
        profile = msgspec.convert(raw, Profile)
    except FileNotFoundError:
        return None
    except NotOurs as error:
        raise FolderUnavailable(file, error.strerror or str(error)) from error
    except OSError as error:
        raise ProfileDamaged(file, error.strerror or str(error)) from error
    except (ValueError, RecursionError) as error:  # not UTF-8, not TOML, not a profile
        raise ProfileDamaged(file, str(error)) from error
    if wrong := problems(profile):
        raise ProfileDamaged(file, "; ".join(f"{name}: {reason}" for name, reason in wrong.items()))
    return profile


def write_profile(file: Path, profile: Profile) -> Path | None:
    """Write the profile; return where a damaged one was kept, if there was one. Raise `OSError` if it cannot be."""
    if wrong := problems(profile):
        raise ValueError(f"not a valid profile: {', '.join(wrong)}")
    make_folder(file.parent, PRIVATE)
    with held(file.with_name(f".{file.name}.lock"), EXCLUSIVE, patience=5):
        kept = None
        try:
            read_profile(file)
        except ProfileDamaged:
            kept = set_aside(file)
        replace(file, _toml(profile).encode())
    return kept


def _toml(profile: Profile) -> str:
    # The values are strings without control characters, and yes or no: what JSON writes for them is TOML.
    return "".join(
        f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in msgspec.structs.asdict(profile).items()
    )


def _wrong_number(number: str) -> str:
    if not number.strip():
        return "write the operator's number"
    return "" if is_number(number) else f"at most {LONGEST} characters, without spaces around them"


def _wrong_name(name: str, script: str, reason: str, *, optional: bool) -> str:
    if optional and not name:
        return ""
    letters = [sign for sign in unicodedata.normalize("NFC", name) if sign not in _IN_NAMES]
    right = all(unicodedata.name(sign, "").startswith(script) and sign.isalpha() for sign in letters)
    return "" if letters and right and len(name) <= _NAME_LENGTH else reason
