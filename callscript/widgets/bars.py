"""The one-line bars of the call screen: who and where, what went wrong, and what the function keys do."""

from __future__ import annotations

from functools import lru_cache

from msgspec import Struct
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from callscript.dialogue.show.values import HeaderView
from callscript.runtime.text import clean_start
from callscript.widgets.timed_rows import TimedRows


class Header(TimedRows):
    """Who takes the call, where, and whether it is saved."""

    view: reactive[HeaderView] = reactive(HeaderView())

    def rows(self) -> list[Content]:
        width, right = self.size.width, Content(self.view.right)
        left = _fitting(self.view.left, width - right.cell_length - 3)
        gap = " " * max(1, width - 1 - left.cell_length - right.cell_length)
        return [Content.assemble(left, gap, (right.plain, "bold reverse" if self.view.alarm else "bold"))]


@lru_cache(maxsize=8)
def _fitting(parts: tuple[str, ...], room: int) -> Content:
    """Return as many parts as there is room for."""
    kept = Content("")
    for part in (clean_start(part, room) for part in parts):
        longer = Content("  ".join(filter(None, (kept.plain, part))))
        if longer.cell_length > room:
            break
        kept = longer
    return kept


class KeyCap(Struct, frozen=True):
    """A key of the bar."""

    cap: str
    behind_escape: str
    """What is typed behind Esc for it."""
    short: str
    offered: bool = True
    lit: bool = False
    """The detour of this key is being taken."""


class KeyBar(Widget):
    """What the function keys do now; behind Esc, which digits stand for them. The last one has all the room left."""

    keys: reactive[tuple[KeyCap, ...]] = reactive(())
    escaped: reactive[bool] = reactive(False)
    """Esc was pressed: the next digit is a function key."""

    def render(self) -> Content:
        if not self.keys:
            return Content("")
        *others, last = self.keys
        slot = self.size.width // len(self.keys)
        parts = [*(self._key(key, slot) for key in others), self._key(last, self.size.width - slot * len(others))]
        return Content.assemble(*(part for key in parts for part in key))

    def _key(self, key: KeyCap, slot: int) -> tuple[tuple[str, str], ...]:
        """Show a key in so many columns: what to press, what it does, and a gap."""
        cap = key.cap.removeprefix("F")
        if self.escaped:
            cap = f"Esc {key.behind_escape}" if slot > 16 else f"E{key.behind_escape}"
        elif slot > 12 or not cap[0].isdecimal():
            cap = f"{key.cap} "
        room = max(0, slot - len(cap) - 1)
        label = key.short[:room]
        look = "bold reverse" if key.lit else "underline" if key.offered else "dim"
        return ((cap, "bold" if key.offered else "dim"), (label, look), (" " * (room - len(label) + 1), ""))


class MessageBar(Widget):
    """The latest answer to a key: why it was refused, what was noticed. A trouble stays until it is over."""

    ROWS = 1
    """On which it stands at most."""

    message: reactive[str] = reactive("")
    trouble: reactive[str] = reactive("")

    def render(self) -> Content:
        room = self.size.width * self.ROWS
        if self.trouble:
            return Content.styled(clean_start(f"! {self.trouble}", room), "bold reverse")
        return Content.styled(clean_start(self.message, room), "bold")


class NoticeBar(MessageBar):
    """The same, on more rows where there is more to tell: between calls there is room."""

    ROWS = 5

    message: reactive[str] = reactive("", layout=True)
    trouble: reactive[str] = reactive("", layout=True)
