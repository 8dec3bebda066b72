"""The operator's profile: asked at the first start, changed from home."""

from __future__ import annotations

from collections.abc import Mapping

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from callscript.runtime.i18n import _
from callscript.runtime.settings import Profile
from callscript.runtime.text import clean
from callscript.screens.base import KeyScreen
from callscript.screens.sheets import Sheet, help_with
from callscript.service.forms.profile import TYPED, Choice, ProfileForm, label, remedy
from callscript.widgets.bars import MessageBar
from callscript.widgets.entry import Entry


class ProfileScreen(KeyScreen[Profile | None]):
    """A form, a line a setting. Dismissed with the profile, or with None if it was left as it was."""

    CSS_PATH = ["home.tcss", "profile.tcss"]
    ESCAPE_CLOSES = True

    def __init__(
        self, profile: Profile | None, packs: Mapping[str, Choice], *, language: str, notice: str = ""
    ) -> None:
        super().__init__()
        self._form = ProfileForm(profile, packs, language)
        self._first = profile is None
        self._notice = notice
        self._at = 0

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

    def _open(self, at: int) -> None:
        self._at = max(0, min(len(self._form.rows) - 1, at))
        row = self._form.rows[self._at]
        entry = self.query_one(Entry)
        entry.display = row in TYPED
        if row in TYPED:
            entry.put(self._form.value(row))
        self.set_focus(entry if row in TYPED else None)
        self._show()

    def _show(self) -> None:
        lines: list[Content] = []
        for at, row in enumerate(self._form.rows):
            mark, look = ("→", "bold reverse") if at == self._at else (" ", "")
            lines.append(Content.assemble((f"{mark} {label(row):<30}", look), clean(self._form.shown(row))))
        row = self._form.rows[self._at]
        names = [f"  {number} {clean(name)}" for number, name in enumerate(self._form.choices(row).values(), start=1)]
        self.query_one("#profile-rows", Static).update(Content("\n").join(lines))
        self.query_one("#profile-label", Static).update(Content("\n".join([f"{label(row)}:", *names])))
        keys = _("Enter next   ↑ ↓ move   digit choose   Enter on the last line: save")
        self.query_one("#home-keys", Static).update(keys if self._first else keys + "   " + _("F12 back"))

    async def press(self, key: str) -> None:
        row = self._form.rows[self._at]
        if row in TYPED:
            self._form.type(row, self.query_one(Entry).value)
        self.query_one(MessageBar).message = ""
        match key:
            case "up" | "shift+tab":
                self._open(self._at - 1)
            case "down" | "tab":
                self._open(self._at + 1)
            case "enter" | "ctrl+j":
                self._go(row)
            case "backspace" | "ctrl+h":
                self._open(self._at - 1)
            case "escape" if self._first:
                self.query_one(MessageBar).message = _("F12 leaves the program.")
            case "f12" | "leave" | "escape":
                self.dismiss(None)
            case "f1":
                self.root.push_screen(_help(first=self._first))
            case _:
                if key.isdecimal() and self._form.choose(row, int(key)):
                    self._show()

    def _go(self, row: str) -> None:
        wrong = self._form.wrong
        if row in wrong:
            self.query_one(MessageBar).message = remedy(row)
        elif self._at + 1 < len(self._form.rows):
            self._open(self._at + 1)
        elif wrong:
            self._open(self._form.rows.index(wrong[0]))
            self.query_one(MessageBar).message = remedy(wrong[0])
        else:
            self.dismiss(self._form.profile)


def _help(*, first: bool) -> Sheet:
    return help_with(
        _("Enter          keep the line, go to the next one; on the last line: save"),
        _("↑ ↓ Tab        another line; so does Backspace before anything is typed"),
        _("digit          choose what is listed under the line"),
        _("F12            leave the program") if first else _("F12, Esc       back, everything stays as it was"),
    )
