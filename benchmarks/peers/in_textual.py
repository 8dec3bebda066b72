"""The peer in stock Textual: its driver, theme and Footer, a widget for everything, as its guides teach."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import cycle
from typing import Any, ClassVar, cast

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Footer, Input, Label, Static

from benchmarks.peers.boxes import Box, Columns, Field, Part, Text, parse
from benchmarks.peers.scenes import Row, Scene, read

_NAMES = {"b": "bold", "d": "dim", "i": "italic", "u": "underline", "r": "reverse", "s": "strike"}
_LABEL = 13
SCENES = read()
_SHOWN: dict[int, Scene] = {}
_KEYS = re.findall(r"(\d+)(\S+)", "".join(text for text, _ in SCENES.typing.rows[-1]))


class Stock(App[None]):
    """The program."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *((f"f{number}", f"press('{number}')", label) for number, label in _KEYS if number not in ("2", "12")),
        ("f2", "hold", "Hold"),
        ("f12", "quit", "End"),
    ]
    ENABLE_COMMAND_PALETTE = False
    CSS = """
    .box { border: solid white; height: auto; }
    .fill { height: 1fr; }
    .row { height: 1; }
    #main { width: 1fr; } #side { width: 30; }
    Label { width: 14; }
    Input { border: none; height: 1; padding: 0; width: 1fr; }
    """

    def on_mount(self) -> None:
        self.push_screen(Home() if SCENES.first is SCENES.home else Call(SCENES.typing))

    def action_press(self, key: str) -> None:
        """Do nothing: the key is there to be shown."""

    def action_hold(self) -> None:
        """Begin a hold."""
        if isinstance(self.screen, Call):
            self.screen.hold()


def _app(screen: Screen[None]) -> App[None]:
    return cast("App[None]", cast("Any", screen).app)


class Home(Screen[None]):
    """Home."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("tab", "call", show=False, priority=True)]

    def compose(self) -> ComposeResult:
        for part in parse(SCENES.home):
            yield from widgets(part)
        yield Footer()

    def on_mount(self) -> None:
        entry = self.query_one(Input)
        entry.cursor_blink = False
        entry.focus()

    def on_input_submitted(self) -> None:
        _app(self).push_screen(Call())

    def action_call(self) -> None:
        """Show a call whose field can be typed into."""
        _app(self).push_screen(Call(SCENES.typing))


class Call(Screen[None]):
    """The call screen. Its keys come before those of its fields, so that each is obeyed once."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "next", show=False, priority=True),
        Binding("tab", "card", show=False, priority=True),
    ]

    def __init__(self, scene: Scene | None = None) -> None:
        super().__init__()
        self.scene = scene or SCENES.stages[0]
        self.stage, self.ticks = 0 if scene else 1, cycle(SCENES.ticks)

    def compose(self) -> ComposeResult:
        yield Static(id="header")
        yield Static(id="stages")
        with Horizontal():
            with Vertical(id="main"):
                yield Static(id="clocks")
                with Vertical(id="script", classes="box fill"):
                    yield Static(id="before")
                    with Vertical(id="now", classes="box"):
                        yield Static(id="words")
                    yield Input(id="answer")
                    yield Static(id="after")
                with Vertical(id="detour", classes="box fill"):
                    yield Static(id="steps")
            with Vertical(id="side"):
                with Vertical(id="card", classes="box"):
                    for row in range(_height(SCENES.typing)):
                        with Horizontal(classes="row"):
                            yield Label(id=f"label{row}")
                            yield Input(id=f"value{row}")
                with Vertical(id="owed", classes="box fill"):
                    yield Static(id="clauses")
        yield Static(id="message")
        yield Footer()

    def on_mount(self) -> None:
        for entry in self.query(Input):
            entry.cursor_blink = False
        self.show(self.scene)

    def action_next(self) -> None:
        """Show the next stage."""
        self.show(SCENES.stages[self.stage % len(SCENES.stages)])
        self.stage += 1

    def action_card(self) -> None:
        """Go to the card, and back."""
        answer, first = self.query_one("#answer", Input), self.query_one("#value0", Input)
        self.set_focus(answer if self.focused is first else first)

    def hold(self) -> None:
        """Begin a hold."""
        self.tick()
        self.set_interval(1, self.tick)

    def tick(self) -> None:
        """Show the next second."""
        self.show(next(self.ticks))

    def show(self, scene: Scene) -> None:
        """Show a scene."""
        header, *_, columns, message = _parts(scene)
        assert isinstance(header, Text)
        assert isinstance(columns, Columns)
        assert isinstance(message, Text)
        self._put("header", header.rows[:1])
        self._put("stages", header.rows[1:])
        self._put("message", message.rows[:1])
        at = next(at for at, part in enumerate(columns.left) if isinstance(part, Box) and _framed(part))
        script = columns.left[at]
        assert isinstance(script, Box)
        self._put("clocks", [row for part in columns.left[:at] for row in _text(part)])
        self._script(script)
        behind = [part for part in columns.left[at + 1 :] if isinstance(part, Box)]
        self.query_one("#detour").display = bool(behind)
        if behind:
            self.query_one("#detour").border_title = Content(behind[0].title)
            self._put("steps", [row for box in behind for row in _rows(box)])
        card, owed = (part for part in columns.right if isinstance(part, Box))
        self._card(card)
        self.query_one("#owed").border_title = Content(owed.title)
        self._put("clauses", _rows(owed))

    def _script(self, box: Box) -> None:
        self.query_one("#script").border_title = Content(box.title)
        at = next(at for at, part in enumerate(box.body) if isinstance(part, Box))
        now = box.body[at]
        assert isinstance(now, Box)
        self.query_one("#now").border_title = Content(now.title)
        self._put("words", _rows(now))
        self._put("before", [row for part in box.body[:at] if isinstance(part, Text) for row in part.rows])
        self._put("after", [row for part in box.body[at:] if isinstance(part, Text) for row in part.rows])
        answer = self.query_one("#answer", Input)
        answer.display = any(isinstance(part, Field) for part in box.body)
        if answer.display:
            answer.focus()

    def _card(self, card: Box) -> None:
        self.query_one("#card").border_title = Content(card.title)
        for number, row in enumerate(_rows(card)):
            text = "".join(piece for piece, _ in row)
            self.query_one(f"#label{number}", Label).update(Content(text[:_LABEL].rstrip()))
            self.query_one(f"#value{number}", Input).value = text[_LABEL:].strip()

    def _put(self, name: str, rows: list[Row]) -> None:
        part = self.query_one(f"#{name}", Static)
        part.update(content(rows))
        part.display = bool(rows)


@lru_cache(maxsize=64)
def _parsed(number: int) -> list[Part]:
    return parse(_SHOWN[number])


def _parts(scene: Scene) -> list[Part]:
    """Return what a scene is made of; that is worked out once, and not measured."""
    _SHOWN[id(scene)] = scene
    return _parsed(id(scene))


def _framed(box: Box) -> bool:
    return any(isinstance(part, Box) for part in box.body)


def _text(part: Part) -> list[Row]:
    return part.rows if isinstance(part, Text) else _rows(part) if isinstance(part, Box) else []


def _height(scene: Scene) -> int:
    columns = next(part for part in parse(scene) if isinstance(part, Columns))
    return len(_rows(next(part for part in columns.right if isinstance(part, Box))))


def _rows(box: Box) -> list[Row]:
    found: list[Row] = []
    for part in box.body:
        found += part.rows if isinstance(part, Text) else [[*part.before]] if isinstance(part, Field) else []
    return found


def widgets(part: Part) -> Iterator[Static | Input | Vertical | Horizontal]:
    """Yield widgets for a part of a screen that stays as it is."""
    match part:
        case Text():
            yield Static(content(part.rows))
        case Field():
            yield Input(part.value)
        case Box():
            box = Vertical(*(each for inside in part.body for each in widgets(inside)), classes="box")
            box.border_title = Content(part.title)
            yield box
        case Columns():
            sides = [[each for inside in side for each in widgets(inside)] for side in (part.left, part.right)]
            yield Horizontal(*(Vertical(*side) for side in sides))


def content(rows: list[Row]) -> Content:
    """Return rows as Textual has text with looks."""
    return Content("\n").join(
        Content.assemble(*((text, " ".join(map(_NAMES.__getitem__, look))) for text, look in row)) for row in rows
    )


if __name__ == "__main__":
    Stock().run(mouse=False)
