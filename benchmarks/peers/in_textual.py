"""The peer in stock Textual: its driver, theme and Footer, a widget for everything, as its guides teach."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import cycle, pairwise
from typing import Any, ClassVar, cast

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Footer, Input, Label, Rule, Static

from benchmarks.peers.boxes import Columns, Field, Part, Text, parse
from benchmarks.peers.boxes import Rule as Line
from benchmarks.peers.panels import Panels, panels
from benchmarks.peers.scenes import Row, Scene, read

_NAMES = {
    "b": "bold", "d": "dim", "i": "italic", "u": "underline", "r": "reverse", "s": "strike",
    "K": "black", "R": "red", "G": "green", "Y": "yellow", "C": "cyan", "W": "white",
    "1": "on red", "2": "on green", "3": "on yellow", "6": "on cyan",
}  # fmt: skip
SCENES = read()
FIELDS = len(panels(SCENES.typing).side.fields)
_SHOWN: dict[int, Scene] = {}
_KEYS = [(key, name.strip()) for (key, _), (name, _) in pairwise(SCENES.typing.rows[-1]) if key.isdecimal()]


class Stock(App[None]):
    """The program."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *((f"f{number}", f"press('{number}')", label) for number, label in _KEYS if number not in ("2", "12")),
        ("f2", "hold", "Hold"),
        ("f12", "quit", "End"),
    ]
    ENABLE_COMMAND_PALETTE = False
    CSS = """
    .row { height: 1; }
    .side { border-left: solid white; }
    #body, #columns { height: 1fr; }
    #main { width: 1fr; padding: 0 1; }
    #aids { border-top: solid white; }
    #message { border-top: solid white; height: 2; }
    #side { width: 30; border-left: solid white; padding-left: 1; }
    Call.-open #side { border: none; }
    Call.-open #main { display: none; }
    Rule { margin: 0; }
    Label { width: auto; }
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
        yield Static(id="gauge")
        with Horizontal(id="body"):
            with Vertical(id="main"):
                yield Static(id="said")
                yield Static(id="words")
                with Horizontal(id="typed", classes="row"):
                    yield Label(id="label")
                    yield Input(id="answer")
                yield Static(id="after")
                yield Static(id="aids")
            with Vertical(id="side"):
                yield Static(id="step")
                yield Static(id="caller")
                for number in range(FIELDS):
                    with Horizontal(classes="row"):
                        yield Label(id=f"label{number}")
                        yield Input(id=f"value{number}")
                    if not number:
                        yield Static(id="hint")
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
        """Go to the card, which is then shown whole, and back."""
        first = self.query_one("#value0", Input)
        opens = self.focused is not first
        self.show(SCENES.card if opens else SCENES.typing)
        if opens:
            first.focus()

    def hold(self) -> None:
        """Begin a hold."""
        self.tick()
        self.set_interval(1, self.tick)

    def tick(self) -> None:
        """Show the next second."""
        self.show(next(self.ticks))

    def show(self, scene: Scene) -> None:
        """Show a scene."""
        header, stages, *_ = scene.rows
        self._put("header", [header])
        self._put("stages", [stages])
        self._put("gauge", scene.rows[2:4])
        self._put("message", scene.rows[-2:-1])
        main, side, width = parts_of(scene)
        self.set_class(main is None, "-open")
        if main:
            self._put("said", main.said)
            self._put("words", main.words)
            self._put("after", main.after)
            self._put("aids", main.aids)
            self.query_one("#typed").display = bool(main.label)
            if main.label:
                self.query_one("#label", Label).update(content([main.label]))
                answer = self.query_one("#answer", Input)
                answer.value = main.value
                answer.focus()
        self.query_one("#side").styles.width = width
        self._put("step", side.step)
        self._put("caller", side.caller)
        self._put("hint", side.hint)
        self._put("clauses", side.clauses)
        for number, (label, value) in enumerate(side.fields):
            self.query_one(f"#label{number}", Label).update(Content(label))
            self.query_one(f"#value{number}", Input).value = value

    def _put(self, name: str, rows: list[Row]) -> None:
        part = self.query_one(f"#{name}", Static)
        part.update(content(rows))
        part.display = bool(rows)


@lru_cache(maxsize=64)
def _panels(number: int) -> Panels:
    return panels(_SHOWN[number], FIELDS)


def parts_of(scene: Scene) -> Panels:
    """Return the panels of a scene; that is worked out once, and not measured."""
    _SHOWN[id(scene)] = scene
    return _panels(id(scene))


def widgets(part: Part) -> Iterator[Widget]:
    """Yield widgets for a part of a screen that stays as it is."""
    match part:
        case Text():
            yield Static(content(part.rows))
        case Field():
            with_label = Horizontal(Label(content([part.before])), Input(part.value), classes="row")
            yield with_label
        case Line():
            yield Rule()
        case Columns():
            sides = [[each for inside in side for each in widgets(inside)] for side in part.sides]
            first, *others = (Vertical(*side) for side in sides)
            for side, width in zip(others, part.widths[1:], strict=True):
                side.add_class("side")
                side.styles.width = width + 1
            yield Horizontal(first, *others, id="columns")


def content(rows: list[Row]) -> Content:
    """Return rows as Textual has text with looks."""
    return Content("\n").join(
        Content.assemble(*((text, " ".join(map(_NAMES.__getitem__, look))) for text, look in row)) for row in rows
    )


if __name__ == "__main__":
    Stock().run(mouse=False)
