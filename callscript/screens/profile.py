"""The operator's profile: asked at the first start, changed from home."""

from __future__ import annotations

from collections.abc import Mapping

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content

from callscript.runtime.i18n import _
from callscript.runtime.settings import Profile
from callscript.runtime.text import clean
from callscript.screens.base import KeyScreen
from callscript.screens.sheets import Sheet, help_with
from callscript.service.forms.profile import TYPED, Choice, ProfileForm, label, remedy
from callscript.widgets.bars import MessageBar
from callscript.widgets.choice_list import ChoiceList
from callscript.widgets.columns import Row
from callscript.widgets.key_line import KeyLine, key_cap
from callscript.widgets.looks import KEY
from callscript.widgets.piece import Piece
from callscript.widgets.rule import Rule
from callscript.widgets.typed_line import TypedLine


class ProfileScreen(KeyScreen[Profile | None]):
    """A form, a line a setting. Dismissed with the profile, or with None if it was left as it was."""

    CSS_PATH = "profile.tcss"
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
        with Vertical(id="profile-box"):
            yield ChoiceList(id="profile-rows")
        yield Rule()
        with Vertical(id="profile-asked"):
            yield Piece(id="profile-label")
            yield TypedLine(id="profile-typed")
        yield MessageBar()
        yield KeyLine()

    def on_mount(self) -> None:
        rows = self.query_one(ChoiceList)
        rows.active = True
        self.query_one(MessageBar).message = self._notice
        self._open(0)

    def _open(self, at: int) -> None:
        self._at = max(0, min(len(self._form.rows) - 1, at))
        row = self._form.rows[self._at]
        line = self.query_one(TypedLine)
        line.display = row in TYPED
        if row in TYPED:
            line.entry.put(self._form.value(row))
        self.set_focus(line.entry if row in TYPED else None)
        self._show()

    def _show(self) -> None:
        form, row = self._form, self._form.rows[self._at]
        rows = self.query_one(ChoiceList)
        rows.title = _("Operator's profile")
        rows.lines = tuple(Row(((label(each), form.shown(each)),)) for each in form.rows)
        rows.picked = self._at
        names = [
            Content.assemble((f" {number} ", KEY), f" {clean(name)}")
            for number, name in enumerate(form.choices(row).values(), start=1)
        ]
        asked = Content.styled(f"{label(row)}:", "bold")
        self.query_one("#profile-label", Piece).put(Content("\n").join([asked, *names]))
        keys = [
            key_cap("Enter", _("next") if self._at + 1 < len(form.rows) else _("save")),
            key_cap("↑ ↓", _("another line|line")),
        ]
        keys += [key_cap(f"1–{len(names)}", _("choose"))] if names else []
        keys += [key_cap("F1", _("help")), key_cap("F12", _("leave") if self._first else _("back"))]
        self.query_one(KeyLine).keys = tuple(keys)

    async def press(self, key: str) -> None:
        row = self._form.rows[self._at]
        if row in TYPED:
            self._form.type(row, self.query_one(TypedLine).entry.value)
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
