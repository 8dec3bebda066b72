"""The private parts of Textual that the program relies on, each behind a public name. No other module names one.

They are thin: what is done with an update, a failure or a size stands in the modules that use them. Each part has a
test in `tests/terminal/test_textual_private.py` that fails when Textual changes it; `CONTRIBUTING.md` says what we
would like to be public instead.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple, TypeVar

from rich.console import RenderableType
from rich.segment import Segment
from textual._compositor import ChopsUpdate, Compositor, CompositorMap, LayoutUpdate, ReflowResult
from textual.app import App
from textual.geometry import Size
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input

Result = TypeVar("Result")


class Stretch(NamedTuple):
    """A part of a row that is drawn anew."""

    y: int
    x: int
    segments: Iterable[Segment]


class OpenApp(App[int], inherit_bindings=False):
    """An application that says itself how updates are shown, what a failure does, and what is done before it has ended.

    It has no boxes for notifications and tooltips, which every screen would have to lay out.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._disable_notifications = True
        self._disable_tooltips = True

    @property
    def draws_itself(self) -> bool:
        """Whether updates are given to `show_update`, in the place of Textual's own output."""
        return False

    @property
    def is_drawing(self) -> bool:
        """Whether updates reach the terminal: the application runs, and no batch of changes is under way."""
        return self.is_running and not self._closed and not self._batch_count

    def is_shown(self, screen: Screen[Any]) -> bool:  # noqa: ARG002 - for applications to say
        """Whether the updates of a screen are shown."""
        return True

    def show_update(self, size: Size, stretches: Iterator[Stretch]) -> None:
        """Show what has changed on a screen of a size."""

    def failed(self, error: Exception) -> None:
        """Deal with a failure that nothing has caught."""
        super()._handle_exception(error)

    async def before_end(self) -> None:
        """Do what is left to do: the last message is dealt with, and the application ends when this returns."""

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        if not self.draws_itself:
            super()._display(screen, renderable)  # pyright: ignore[reportUnknownMemberType]
            return
        if renderable is not None and self.is_drawing and self.is_shown(screen):
            self.show_update(screen.outer_size, stretches(renderable))
        self.post_display_hook()

    def _handle_exception(self, error: Exception) -> None:
        self.failed(error)

    async def _process_messages_loop(self) -> None:
        await super()._process_messages_loop()
        await self.before_end()


def stretches(update: RenderableType) -> Iterator[Stretch]:
    """Yield what an update of Textual's compositor draws anew: a region laid out, or the spans of rows that changed."""
    if isinstance(update, LayoutUpdate):
        for y, strips in enumerate(update.strips, update.region.y):
            yield Stretch(y, update.region.x, (segment for strip in strips for segment in strip))
    elif isinstance(update, ChopsUpdate):
        for y, first, last in update.spans:
            for end, (x, strip) in zip(update.chop_ends[y], update.chops[y].items(), strict=False):
                if strip is not None and x <= last and end > first:
                    yield Stretch(y, x, strip if end <= last else strip.crop(0, last - x))


def forget_rendered(widget: Widget) -> None:
    """Have a widget rendered anew the next time it is asked for its lines, without a layout now as `refresh` makes."""
    widget._layout_cache.clear()  # pyright: ignore[reportPrivateUsage]
    widget._set_dirty()  # pyright: ignore[reportPrivateUsage]


class _Comparing(Compositor):
    """What lays a screen out, and has drawn what is not where the layout before had put it.

    Textual's own compares with a map that it works out anew, without a layout, when somebody looks for a widget after
    another one has come or scrolled. What has moved by then is in it already, and would stay on screen where it was.
    """

    def __init__(self) -> None:
        super().__init__()
        self._laid_out: CompositorMap = {}
        """Where the layout before has put everything."""

    def reflow(self, parent: Widget, size: Size) -> ReflowResult:
        self._full_map = self._laid_out
        changes = super().reflow(parent, size)
        self._laid_out = self._full_map
        return changes

    def reflow_visible(self, parent: Widget, size: Size) -> set[Widget]:
        exposed = super().reflow_visible(parent, size)
        self._laid_out = {**self._laid_out, **(self._visible_map or {})}
        return exposed


class OnceLaidOutScreen(Screen[Result], inherit_bindings=False):
    """A screen that is laid out for another size only: Textual tells it the same size again, at first and later."""

    def __init__(self, *, classes: str | None = None) -> None:
        super().__init__(classes=classes)
        self._compositor = _Comparing()

    def _screen_resized(self, size: Size) -> None:
        if size != self._compositor.size:
            super()._screen_resized(size)


class ScrolledInput(Input, inherit_bindings=False):
    """A field that scrolls to the end of its first text too, which may be a long paste."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._initial_value = False
