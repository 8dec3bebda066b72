"""What every screen shares: keys come from the application one at a time; below 40×10 nothing is shown or obeyed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar, cast

from textual import events, on
from textual.app import App, ComposeResult
from textual.await_complete import AwaitComplete
from textual.content import Content
from textual.geometry import Size
from textual.reactive import Reactive
from textual.widget import Widget
from textual.widgets import Static

from callscript.runtime.i18n import _
from callscript.screens.latest import Latest
from callscript.terminal.textual_private import OnceLaidOutScreen
from callscript.widgets.bars import MessageBar

Result = TypeVar("Result")

SMALLEST = (40, 10)
"""Columns and rows below which a screen cannot be read."""


def is_large(size: Size) -> bool:
    """Tell whether a screen can be read in a terminal of this size."""
    return size.width >= SMALLEST[0] and size.height >= SMALLEST[1]


class KeyApp(App[int], inherit_bindings=False):
    """The application, as far as a screen knows it."""

    def screen_ready(self, ready: bool) -> None:
        """Note whether the current screen takes keys."""

    def note_size(self, size: Size) -> None:
        """Note the size that is laid out for; keys wait while it is too small."""

    def show_at_once(self, widget: Widget, rows: Mapping[int, Content]) -> bool:
        """Show rows of a widget without a layout; tell whether that could be done."""
        raise NotImplementedError


class KeyScreen(OnceLaidOutScreen[Result], inherit_bindings=False):
    """A screen that is handed its keys by the application, in the order in which they were typed."""

    AUTO_FOCUS = ""
    ESCAPE_CLOSES = False
    """Esc closes it; on other screens Esc and a digit are a function key."""
    KEYS_SCROLL = False
    """Keys scroll it, so they wait until its layout is final: the first one is made without scroll bars."""
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (80, "-normal"), (110, "-wide"), (170, "-huge")]
    VERTICAL_BREAKPOINTS = [(0, "-low"), (18, "-short"), (24, "-tall"), (36, "-high")]

    focused: Reactive[Widget | None] = Reactive(None, repaint=False)
    """The widget with the focus. When it moves, two widgets are drawn anew; Textual would draw the whole screen."""

    def __init__(self, *, classes: str = "") -> None:
        super().__init__(classes=classes)
        self._places: list[Latest] = []
        self._left = False

    def compose(self) -> ComposeResult:
        yield Static(id="too-small", markup=False)
        yield from self.compose_screen()

    def compose_screen(self) -> ComposeResult:
        """Yield the screen's own widgets."""
        yield from ()

    def fit(self, size: Size) -> None:
        """Set the classes of the breakpoints for a size before the first layout, so that it is not made twice."""
        self.add_class(
            _look_for(size.width, self.HORIZONTAL_BREAKPOINTS or []),
            _look_for(size.height, self.VERTICAL_BREAKPOINTS or []),
        )

    def mark(self, classes: Mapping[str, bool], *concerned: str) -> None:
        """Set classes that concern only some widgets, given by selectors: no other ones are styled again."""
        had = self.classes
        self.update_classes(classes, update=False)
        if self.classes != had:
            self.root.stylesheet.update_nodes(map(self.query_one, concerned))

    @on(events.Resize)
    def note_size(self, event: events.Resize) -> None:
        """Note a terminal that has become large enough as it is laid out for: keys that waited find what they see."""
        self.root.note_size(event.size)

    def on_screen_resume(self, event: events.ScreenResume) -> None:
        """Take keys: the screen is shown, for the first time or again."""
        if not self.stack_updates:
            event.refresh_styles = False  # they were set as it was mounted, a moment ago
        self.root.note_size(self.root.size)
        if self.KEYS_SCROLL:
            self.call_after_refresh(self.take_keys)
        else:
            self.take_keys()

    @property
    def takes_keys(self) -> bool:
        """Whether keys are for this screen: nothing lies over it. For Textual what a sheet lies over is current too."""
        return self.app.screen is self  # pyright: ignore[reportUnknownMemberType] - Textual leaves it open

    def take_keys(self) -> None:
        """Take keys from now on, if they are for this screen."""
        if self.takes_keys:
            self.root.screen_ready(True)

    def place(self) -> Latest:
        """Return a place for answers, which is given up with the screen."""
        self._places.append(place := Latest(self))
        return place

    @property
    def stands(self) -> bool:
        """Whether something can be shown here. One that was left loses its widgets while it is attached yet."""
        return self.is_attached and not self._left

    def dismiss(self, result: Result | None = None) -> AwaitComplete:
        """Leave the screen, and show no more answers; keys wait for the one that comes next."""
        self._left = True
        self._drop_all()
        self.root.screen_ready(False)
        return super().dismiss(result)

    def on_unmount(self) -> None:
        """Show no more answers."""
        self._drop_all()

    def _drop_all(self) -> None:
        for place in self._places:
            place.drop()

    @property
    def root(self) -> KeyApp:
        """The application."""
        return cast("KeyApp", self.app)  # pyright: ignore[reportUnknownMemberType] - Textual leaves it open

    async def press(self, key: str) -> None:
        """Do what a key asks for."""

    async def keep_typed(self) -> None:
        """Save what is being typed: the program ends now."""

    def escape(self, waiting: bool) -> None:
        """Show, or stop showing, that Esc was pressed and the next digit is a function key."""

    def say(self, message: str) -> None:
        """Show a message until the next key."""
        self.query_one(MessageBar).message = message

    def warn_too_small(self, held: int) -> None:
        """Tell that the terminal is too small, and how many keys wait until it is larger."""
        text = _("The terminal is too small: {columns}×{rows} at least.").format(columns=SMALLEST[0], rows=SMALLEST[1])
        if held:
            text += "\n" + _("Keys waiting: {number}").format(number=held)
        self.query_one("#too-small", Static).update(text)


def _look_for(length: int, breakpoints: Sequence[tuple[int, str]]) -> str:
    """Return the class of the last breakpoint that a width or height reaches."""
    return max((least, look) for least, look in breakpoints if length >= least)[1]
