"""The peer in urwid: piles and columns, as one would write the screen with its widgets."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle
from typing import Any

import urwid

from benchmarks.peers.boxes import Columns, Field, Part, Rule, Text, parse
from benchmarks.peers.scenes import Row, Scene, read

_NAMES = {"b": "bold", "d": "", "i": "italics", "u": "underline", "r": "standout", "s": "strikethrough"}
_FOREGROUNDS = {
    "K": "black", "R": "dark red", "G": "dark green", "Y": "brown", "C": "dark cyan", "W": "white",
}  # fmt: skip
_BACKGROUNDS = {"1": "dark red", "2": "dark green", "3": "brown", "6": "dark cyan"}


def _entry(look: str) -> tuple[str, str, str]:
    """Return the entry of the palette for a look."""
    colour = next((_FOREGROUNDS[each] for each in look if each in _FOREGROUNDS), "default")
    names = [_NAMES[each] for each in look if _NAMES.get(each)]
    return (
        look,
        ",".join((colour, *names)),
        next((_BACKGROUNDS[each] for each in look if each in _BACKGROUNDS), "default"),
    )


class Screen:
    """The call screen."""

    def __init__(self) -> None:
        self.scenes = read()
        self._parsed: dict[int, list[Part]] = {}
        self._running: list[urwid.Text] = []
        """The texts of the hold, top to bottom."""
        self.stage, self.card = 0, False
        self.holder: urwid.WidgetPlaceholder[Any] = urwid.WidgetPlaceholder(urwid.SolidFill())
        self.show(self.scenes.first)
        screen = urwid.raw_display.Screen()
        screen.set_terminal_properties(colors=16, bright_is_bold=False)
        palette = [_entry(look) for look in self.scenes.looks]
        self.loop = urwid.MainLoop(self.holder, palette, screen, unhandled_input=self.press, handle_mouse=False)

    def show(self, scene: Scene) -> None:
        """Show a scene."""
        self.holder.original_widget = urwid.Filler(stacked(self._parts(scene)), "top")

    def _parts(self, scene: Scene) -> list[Part]:
        """Return what a scene is made of; that is worked out once, and not measured."""
        if id(scene) not in self._parsed:
            self._parsed[id(scene)] = parse(scene)
        return self._parsed[id(scene)]

    def press(self, key: Any) -> None:
        """Do what a key asks for."""
        if key == "f12":
            raise urwid.ExitMainLoop
        if key == "f2":
            self.hold()
        elif key == "tab":
            self.card = not self.card
            self.show(self.scenes.card if self.card else self.scenes.typing)
        elif key == "enter":
            self.show(self.scenes.stages[self.stage % len(self.scenes.stages)])
            self.stage += 1

    def hold(self) -> None:
        """Show a hold, whose clocks run from now on."""
        first, *others = self.scenes.ticks
        parts = self._parts(first)
        pile = stacked(parts)
        self.holder.original_widget = urwid.Filler(pile, "top")
        self._running = list(_texts(pile))
        self._seconds = cycle([[markup(rows) for rows in _rows(parse(scene))] for scene in (*others, first)])
        self.loop.set_alarm_in(1, self.tick)

    def tick(self, *_: Any) -> None:
        """Show the next second: only the texts that it changes."""
        for text, new in zip(self._running, next(self._seconds), strict=True):
            if text.get_text()[0] != "".join(each if isinstance(each, str) else each[1] for each in new):
                text.set_text(new)
        self.loop.set_alarm_in(1, self.tick)


def _texts(widget: Any) -> Iterator[urwid.Text]:
    """Yield the texts of a screen, but for the lines between columns."""
    if isinstance(widget, urwid.Pile | urwid.Columns):
        for each, _ in widget.contents:
            yield from _texts(each)
    elif isinstance(widget, urwid.Text) and not set(widget.text) <= {"│", "\n"}:
        yield widget


def _rows(parts: list[Part]) -> Iterator[list[Row]]:
    """Yield the rows of each of these texts."""
    for part in parts:
        match part:
            case Text():
                yield part.rows
            case Columns():
                for side in part.sides:
                    yield from _rows(side)
            case Field():
                yield [part.before]
            case Rule():
                pass


def stacked(parts: list[Part]) -> urwid.Pile:
    """Return a widget for parts below one another, with the cursor in the one that has the field."""
    focus = next((at for at, part in enumerate(parts) if has_field(part)), 0)
    return urwid.Pile([widget(part) for part in parts], focus_item=focus)


def widget(part: Part) -> Any:
    """Return the widget for a part."""
    match part:
        case Text():
            return urwid.Text(markup(part.rows), wrap="clip")
        case Field():
            entry = urwid.AttrMap(urwid.Edit("", part.value, wrap="clip"), "u")
            sides = [_fixed(part.before), (part.width, entry), _fixed(part.behind)]
            return urwid.Columns([side for side in sides if side[0]], focus_column=1 if part.before else 0)
        case Rule():
            return urwid.AttrMap(urwid.Divider("─"), part.look)
        case Columns():
            upright = "\n".join("│" * part.height)
            sides = [(width, stacked(side)) for side, width in zip(part.sides, part.widths, strict=True)]
            between = [each for side in sides for each in (side, (1, urwid.Text(upright)))][:-1]
            focus = next((at for at, side in enumerate(part.sides) if any(map(has_field, side))), 0)
            return urwid.Columns(between, focus_column=2 * focus)


def _fixed(row: Row) -> tuple[int, Any]:
    return sum(len(text) for text, _ in row), urwid.Text(markup([row]), wrap="clip")


def markup(rows: list[Row]) -> list[Any]:
    """Return rows as urwid has text with looks."""
    return list(_pieces(rows)) or [""]


def _pieces(rows: list[Row]) -> Iterator[Any]:
    for at, row in enumerate(rows):
        if at:
            yield "\n"
        for text, look in row:
            yield (look, text) if look else text


def has_field(part: Part) -> bool:
    """Tell whether a part is the field that is typed into, or holds it."""
    match part:
        case Text() | Rule():
            return False
        case Field():
            return True
        case Columns():
            return any(has_field(each) for side in part.sides for each in side)


if __name__ == "__main__":
    Screen().loop.run()
