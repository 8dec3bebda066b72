"""The operator's profile as it is filled in: its lines, what can be chosen in them, what is wrong with them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, get_args

from msgspec import convert
from msgspec.structs import replace

from callscript.core.call.events import Gender
from callscript.runtime import i18n
from callscript.runtime.i18n import _
from callscript.runtime.settings import Profile, problems
from callscript.runtime.text import clean

TYPED = ("number", "name", "name_latin")
_ROWS = ("number", "pack", "name", "name_latin", "gender", "language", "bell")
_ALPHABETS = {"name": "cyrillic", "name_latin": "latin"}
"""By line: the alphabet that a name is written in there."""


class Choice(NamedTuple):
    """A centre that can be chosen."""

    name: str
    alphabets: frozenset[str] = frozenset(_ALPHABETS.values())
    """Those of its languages: the operator's name is asked for in each."""


class ProfileForm:
    """A profile that is being filled in."""

    def __init__(self, profile: Profile | None, packs: Mapping[str, Choice], language: str) -> None:
        self._packs = packs
        """By id or path."""
        self._values = {
            "number": profile.number if profile else "",
            "name": profile.name if profile else "",
            "name_latin": profile.name_latin if profile else "",
            "gender": profile.gender if profile else "feminine",
            "pack": profile.pack if profile else next(iter(packs)),
            "language": profile.language if profile else language,
            "bell": "yes" if profile is None or profile.bell else "no",
        }

    @property
    def profile(self) -> Profile:
        """The profile as it is filled in; it may have problems."""
        filled = convert({**self._values, "bell": self._values["bell"] == "yes"}, Profile)
        unseen = {row: "" for row in problems(filled) if row in _ALPHABETS and row not in self.rows}
        return replace(filled, **unseen)

    @property
    def wrong(self) -> list[str]:
        """The lines that have a problem, in their order."""
        found = problems(self.profile)
        return [row for row in self.rows if row in found or not self._values[row]]

    @property
    def rows(self) -> tuple[str, ...]:
        """The lines: the name only in the alphabets that the centre writes."""
        centre = self._packs.get(self._values["pack"]) or Choice("")
        return tuple(row for row in _ROWS if _ALPHABETS.get(row) in (None, *centre.alphabets))

    def value(self, row: str) -> str:
        """Return what is typed or chosen in a line."""
        return self._values[row]

    def shown(self, row: str) -> str:
        """Return what a line shows: of a choice, its name."""
        return self.choices(row).get(self._values[row], self._values[row])

    def type(self, row: str, text: str) -> None:
        """Fill in a line that is typed."""
        self._values[row] = clean(text).strip()

    def choose(self, row: str, digit: int) -> bool:
        """Choose in a line by number; tell whether there is such a choice. The language is spoken at once."""
        choices = list(self.choices(row))
        if not 1 <= digit <= len(choices):
            return False
        self._values[row] = choices[digit - 1]
        if row == "language":
            i18n.use(self._values[row])
        return True

    def choices(self, row: str) -> dict[str, str]:
        """Return what a line can be, with what it is called; nothing where it is typed."""
        if row == "gender":
            return dict(zip(get_args(Gender), (_("feminine"), _("masculine")), strict=True))
        if row == "pack":
            return {id: centre.name for id, centre in self._packs.items()}
        if row == "language":
            return i18n.LANGUAGES
        return {"yes": _("yes"), "no": _("no")} if row == "bell" else {}


def label(row: str) -> str:
    """Return what a line is called."""
    return {
        "number": _("Operator's number"),
        "name": _("Full name, in Cyrillic"),
        "name_latin": _("Full name, in Latin letters"),
        "gender": _("Grammatical gender"),
        "pack": _("Centre"),
        "language": _("Language of the interface"),
        "bell": _("Bell at warnings"),
    }[row]


def remedy(row: str) -> str:
    """Say what to write in a line that has a problem."""
    return {
        "number": _("Write the operator's number, at most 32 characters."),
        "name": _("Write the full name in Cyrillic letters, at most 100."),
        "name_latin": _("Write the full name in Latin letters, at most 100."),
    }.get(row, _("Choose one of the numbers."))
