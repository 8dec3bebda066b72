"""The one-line bars of the call screen: who and where, what went wrong, and what the function keys do."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from msgspec import Struct
from rich.cells import cell_len
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from callscript.dialogue.show.values import HeaderView
from callscript.runtime.text import bound, clean_start
from callscript.widgets.key_names import abbreviated, levels, most_letters
from callscript.widgets.looks import BAD, HERE
from callscript.widgets.rows import Rows
from callscript.widgets.rule import rule


class Header(Rows):
    """Who takes the call, where, and whether it is saved."""

    view: reactive[HeaderView] = reactive(HeaderView())

    def rows(self) -> list[Content]:
        width, right = self.size.width, Content(self.view.right)
        left = _fitting(self.view.left, width - right.cell_length - 2)
        gap = " " * max(1, width - left.cell_length - right.cell_length)
        return [Content.assemble(left, gap, (right.plain, BAD if self.view.alarm else "bold"))]


@lru_cache(maxsize=8)
def _fitting(parts: tuple[str, ...], room: int) -> Content:
    """Return as many parts as there is room for."""
    kept = Content("")
    for at, part in enumerate(clean_start(part, room) for part in parts if part):
        shown = Content.styled(f" {part} ", HERE) if at == 0 else Content.styled(part, "dim" if at > 1 else "")
        longer = Content.assemble(kept, "  " if kept else "", shown)
        if longer.cell_length > room:
            break
        kept = longer
    return kept


class KeyCap(Struct, frozen=True):
    """A key of the bar."""

    cap: str
    behind_escape: str
    """What is typed behind Esc for it."""
    names: tuple[str, ...]
    """What it does, the longest first."""
    room: tuple[int, ...]
    """How long each of these can become, whatever the key does then: the keys keep their places."""
    offered: bool = True
    lit: bool = False
    """The detour of this key is being taken."""


class KeyBar(Rows):
    """What the function keys do now; behind Esc, which digits stand for them. The longest names that all have room."""

    keys: reactive[tuple[KeyCap, ...]] = reactive(())
    escaped: reactive[bool] = reactive(False)
    """Esc was pressed: the next digit is a function key."""

    def rows(self) -> Sequence[Content]:
        if not self.keys:
            return ()
        caps = [self._cap(key) for key in self.keys]
        free = self.size.width - sum(map(len, caps))
        gaps = len(caps) - 1
        rooms = tuple(key.room for key in self.keys)
        chosen = levels(rooms, free - gaps)
        most = most_letters([room[level] for room, level in zip(rooms, chosen, strict=True)], free, gaps)
        widths = [min(most, room[level]) for room, level in zip(rooms, chosen, strict=True)]
        slack = (free - sum(widths)) // max(1, gaps)
        parts = map(self._key, self.keys, caps, chosen, widths)
        return [Content(" " * slack).join(parts).rstrip().truncate(self.size.width)]

    def _cap(self, key: KeyCap) -> str:
        """Return what to press: the first key says that they are function keys, or what is typed behind Esc, for
        digits are answers.
        """
        first = key is self.keys[0]
        if self.escaped:
            return f"E{key.behind_escape}" if first else key.behind_escape
        return key.cap if first else key.cap.removeprefix("F")

    def _key(self, key: KeyCap, cap: str, level: int, room: int) -> Content:
        name = abbreviated(key.names[min(level, len(key.names) - 1)], room) if key.names else ""
        look = HERE if key.lit else "" if key.offered else "dim"
        gap = " " * (room - len(name))
        return Content.assemble((cap, "bold" if key.offered else "dim"), (name, look), gap)


class MessageBar(Widget):
    """The latest answer to a key: why it was refused, what was noticed. A trouble stays until it is over."""

    ROWS = 1
    """On which it stands at most."""

    message: reactive[str] = reactive("")
    trouble: reactive[str] = reactive("")

    def __init__(self, *, whole_by: str = "") -> None:
        super().__init__()
        self._latest = ""
        self._whole_by = whole_by
        """The key that shows what is cut whole; empty: none does."""

    def watch_message(self) -> None:
        """Remember what was said, for whoever wants to read it whole."""
        self._latest = self.message or self._latest

    def drop(self, *, remembered: bool) -> None:
        """Say it no more: it goes from the screen with what a key changes, in one picture. `remembered`: whoever wants
        to read it whole still can.
        """
        self.set_reactive(MessageBar.message, "")
        self._latest = self._latest if remembered else ""

    @property
    def cut(self) -> tuple[str, ...]:
        """What was said last, and the trouble, if there is no room for the whole of it; a row behind parts them off."""
        told = tuple(filter(None, (self.trouble, self._latest)))
        has_room = all(cell_len(each) + 2 <= self.size.width for each in told)
        return () if has_room else (*told, "")

    def render(self) -> Content:
        above = [rule(self.size.width)] if self.size.height > self.ROWS else []
        return Content("\n").join([*above, self._line()])

    def _line(self) -> Content:
        room = self.size.width * self.ROWS
        text, look = (f"! {self.trouble}", BAD) if self.trouble else (self.message, "bold")
        line = Content.styled(bound(clean_start(text, room)), look)
        if line.cell_length <= room:
            return line
        more = Content.styled(f" {self._whole_by}".rstrip(), look)
        return line.truncate(room - more.cell_length, ellipsis=True) + more


class NoticeBar(MessageBar):
    """The same, on more rows where there is more to tell: between calls there is room."""

    ROWS = 7

    message: reactive[str] = reactive("", layout=True)
    trouble: reactive[str] = reactive("", layout=True)
