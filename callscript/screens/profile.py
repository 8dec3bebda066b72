"""The operator's profile: asked at the first start, changed from home."""

from __future__ import annotations

from collections.abc import Mapping
from typing import get_args

from msgspec import convert
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from callscript import i18n
from callscript.core.events import Gender
from callscript.i18n import _
from callscript.screens.base import KeyScreen
from callscript.settings import Profile, problems
from callscript.terminal.text import clean
from callscript.widgets.bars import MessageBar
from callscript.widgets.entry import Entry

_TYPED = ("number", "name", "name_latin")
_ROWS = ("number", "name", "name_latin", "gender", "pack", "language", "bell")


class ProfileScreen(KeyScreen[Profile | None]):
    """A form, a line a setting. Dismissed with the profile, or with None if it was left as it was."""

    CSS_PATH = ["home.tcss", "profile.tcss"]

    def __init__(self, profile: Profile | None, packs: Mapping[str, str], *, language: str, notice: str = "") -> None:
        super().__init__()
        self._packs = packs
        """By id or path: the name of the centre."""
        self._first = profile is None
        self._notice = notice
        self._at = 0
        self._values = {
            "number": profile.number if profile else "",
            "name": profile.name if profile else "",
            "name_latin": profile.name_latin if profile else "",
            "gender": profile.gender if profile else "feminine",
            "pack": profile.pack if profile else next(iter(packs)),
            "language": profile.language if profile else language,
            "bell": "yes" if profile is None or profile.bell else "no",
        }

    def compose_screen(self) -> ComposeResult:
        with Vertical(id="profile-box") as box:
            box.border_title = Content(_("Operator's profile"))
            yield Static(id="profile-rows", markup=False)
        yield Static(id="profile-label", markup=False)
        yield Entry(id="query")
        yield MessageBar()
        yield Static(id="home-keys", markup=False)

    def on_mount(self) -> None:
        self.query_one(MessageBar).message = self._notice
        self._open(0)

    def _choices(self, row: str) -> dict[str, str]:
        if row == "gender":
            return dict(zip(get_args(Gender), (_("feminine"), _("masculine")), strict=True))
        if row == "pack":
            return dict(self._packs)
        if row == "language":
            return i18n.LANGUAGES
        return {"yes": _("yes"), "no": _("no")} if row == "bell" else {}

    def _label(self, row: str) -> str:
        return {
            "number": _("Operator's number"),
            "name": _("Full name, in Cyrillic"),
            "name_latin": _("Full name, in Latin letters"),
            "gender": _("Grammatical gender"),
            "pack": _("Centre"),
            "language": _("Language of the interface"),
            "bell": _("Bell at warnings"),
        }[row]

    def _wrong(self, row: str) -> str:
        return {
            "number": _("Write the operator's number, at most 32 characters."),
            "name": _("Write the full name in Cyrillic letters."),
            "name_latin": _("Write the full name in Latin letters."),
        }.get(row, _("Choose one of the numbers."))

    def _open(self, at: int) -> None:
        self._at = max(0, min(len(_ROWS) - 1, at))
        row = _ROWS[self._at]
        entry = self.query_one(Entry)
        entry.display = row in _TYPED
        if row in _TYPED:
            entry.put(self._values[row])
        self.set_focus(entry if row in _TYPED else None)
        self._show()

    def _show(self) -> None:
        lines: list[Content] = []
        for at, row in enumerate(_ROWS):
            choices = self._choices(row)
            value = choices.get(self._values[row], self._values[row])
            look = "bold reverse" if at == self._at else ""
            lines.append(
                Content.assemble((f"{'→' if at == self._at else ' '} {self._label(row):<30}", look), clean(value))
            )
        row = _ROWS[self._at]
        names = [f"  {number} {clean(name)}" for number, name in enumerate(self._choices(row).values(), start=1)]
        self.query_one("#profile-rows", Static).update(Content("\n").join(lines))
        self.query_one("#profile-label", Static).update(Content("\n".join([f"{self._label(row)}:", *names])))
        keys = _("Enter next   ↑ ↓ move   digit choose   Enter on the last line: save")
        self.query_one("#home-keys", Static).update(keys if self._first else keys + "   " + _("F12 back"))

    async def press(self, key: str) -> None:
        row = _ROWS[self._at]
        if row in _TYPED:
            self._values[row] = clean(self.query_one(Entry).value).strip()
        self.query_one(MessageBar).message = ""
        match key:
            case "up" | "shift+tab":
                self._open(self._at - 1)
            case "down" | "tab":
                self._open(self._at + 1)
            case "enter" | "ctrl+j":
                self._go(row)
            case "f12" | "leave":
                self.dismiss(None)
            case _:
                choices = list(self._choices(row))
                if key.isdecimal() and 1 <= int(key) <= len(choices):
                    self._values[row] = choices[int(key) - 1]
                    if row == "language":
                        i18n.use(self._values[row])
                    self._show()

    def _go(self, row: str) -> None:
        wrong = problems(self._profile())
        if row in wrong:
            self.query_one(MessageBar).message = self._wrong(row)
        elif self._at + 1 < len(_ROWS):
            self._open(self._at + 1)
        elif wrong:
            self._open(_ROWS.index(next(iter(wrong))))
            self.query_one(MessageBar).message = self._wrong(next(iter(wrong)))
        else:
            self.dismiss(self._profile())

    def _profile(self) -> Profile:
        return convert({**self._values, "bell": self._values["bell"] == "yes"}, Profile)
