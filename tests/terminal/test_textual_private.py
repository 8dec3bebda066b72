"""What is relied on of Textual's private parts. A release that changes one of them fails here, part by part."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from rich.segment import Segment
from textual import events
from textual.app import App, ComposeResult
from textual.geometry import Region, Size
from textual.message_pump import MessagePump
from textual.pilot import Pilot
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input, Static

from callscript.terminal.textual_private import (
    ChopsUpdate,
    Compositor,
    LayoutUpdate,
    OnceLaidOutScreen,
    OpenApp,
    ScrolledInput,
    Stretch,
    forget_rendered,
    stretches,
)


class Shown(Static):
    """A text that counts how often it is rendered."""

    rendered = 0

    def render(self) -> Any:
        """Count."""
        self.rendered += 1
        return super().render()


class TellingApp(OpenApp):
    """An application that tells what it is asked."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[tuple[Size, list[Stretch]]] = []
        self.failures: list[Exception] = []
        self.ended = 0

    @property
    def draws_itself(self) -> bool:
        """Is it given its updates?"""
        return True

    def compose(self) -> ComposeResult:
        """Show a text and a field."""
        yield Shown("one", id="text")
        yield ScrolledInput(id="field")

    def show_update(self, size: Size, stretches: Iterator[Stretch]) -> None:
        """Keep what is to be shown."""
        self.asked.append((size, [Stretch(y, x, list(segments)) for y, x, segments in stretches]))

    def failed(self, error: Exception) -> None:
        """Keep what has failed."""
        self.failures.append(error)
        self.exit(70)

    async def before_end(self) -> None:
        """Count the ends."""
        self.ended += 1


@asynccontextmanager
async def running(app: TellingApp | None = None) -> AsyncGenerator[tuple[TellingApp, Pilot[int]], None]:
    """Run an application."""
    app = app or TellingApp()
    async with app.run_test(size=(30, 5)) as pilot:
        await pilot.pause()
        yield app, pilot


@pytest.mark.parametrize(
    ("method", "names"),
    [
        (App._display, ["self", "screen", "renderable"]),
        (App._handle_exception, ["self", "error"]),
        (MessagePump._process_messages_loop, ["self"]),
        (Screen._screen_resized, ["self", "size"]),
        (Compositor.reflow, ["self", "parent", "size"]),
        (Compositor.reflow_visible, ["self", "parent", "size"]),
        (Widget._set_dirty, ["self", "regions"]),
    ],
    ids=lambda part: getattr(part, "__qualname__", None),
)
def test_the_private_methods_take_what_they_took(method: Callable[..., object], names: list[str]) -> None:
    """A private method that is called or overridden is there, with the arguments that are relied on."""
    assert list(inspect.signature(method).parameters) == names


async def test_every_update_comes_by_one_hook() -> None:
    """`App._display` gets each update of the screen: the first one whole, a change by its rows."""
    async with running() as (app, pilot):
        assert app.asked[0][0] == (30, 5)
        assert "one" in text(app)
        app.asked.clear()
        app.query_one("#text", Static).update("two")
        await pilot.pause()
        assert "two" in text(app)
        assert {stretch.y for _, update in app.asked for stretch in update} == {0}


async def test_nothing_is_drawn_in_the_middle_of_a_batch() -> None:
    """`App._batch_count` is above zero while changes are batched, and `App._closed` is true after the end."""
    async with running() as (app, _):
        assert app.is_drawing
        with app.batch_update():
            assert not app.is_drawing
        assert app.is_drawing
    assert not app.is_drawing
    assert not TellingApp().is_drawing
    assert app._closed


async def test_a_failure_in_a_handler_comes_by_one_hook() -> None:
    """`App._handle_exception` gets what a message handler of any widget fails with."""

    def fail(*_: object) -> None:
        raise ValueError("here")

    async with running() as (app, _):
        app.query_one("#field").call_later(fail)
        while not app.failures:
            await asyncio.sleep(0.01)
    assert [str(error) for error in app.failures] == ["here"]


async def test_the_application_ends_when_its_loop_returns() -> None:
    """`App._process_messages_loop` runs to the end of the application, and is awaited once."""
    async with running() as (app, _):
        assert app.ended == 0
    assert app.ended == 1


async def test_no_screen_has_boxes_for_notifications_and_tooltips() -> None:
    """`App._disable_notifications` and `App._disable_tooltips` keep both off every screen; without them they are there.

    Textual's pilot sets both itself, either way.
    """
    app = TellingApp()
    assert app._disable_notifications
    assert app._disable_tooltips
    assert {"_disable_notifications", "_disable_tooltips"} <= vars(App()).keys()
    async with running(app):
        assert [type(each).__name__ for each in app.screen.children] == ["Shown", "ScrolledInput"]


async def test_a_screen_would_have_the_boxes() -> None:
    """Where the two say nothing, Textual puts both boxes on a screen."""
    app = TellingApp()
    async with app.run_test(notifications=True, tooltips=True):
        assert {"ToastRack", "Tooltip"} <= {type(each).__name__ for each in app.screen.children}


def test_a_layout_update_is_rows_of_strips() -> None:
    """`textual._compositor.LayoutUpdate` holds the strips of a region's rows."""
    update = LayoutUpdate(
        [[Strip([Segment("ab")]), Strip([Segment("c")])], [Strip([Segment("d")])]], Region(2, 1, 3, 2)
    )
    assert plain(stretches(update)) == [(1, 2, "abc"), (2, 2, "d")]


def test_a_chops_update_is_spans_of_rows() -> None:
    """`textual._compositor.ChopsUpdate` holds pieces of rows by the column where they begin, and the spans to draw."""
    chops: list[dict[int, Strip | None]] = [{0: Strip([Segment("abcd")]), 4: Strip([Segment("efgh")]), 8: None}]
    update = ChopsUpdate(chops, [(0, 5, 7)], [[4, 8, 12]])
    assert plain(stretches(update)) == [(0, 4, "efg")]


async def test_what_is_rendered_next_is_rendered_anew() -> None:
    """`Widget._layout_cache` and `Widget._set_dirty`: without them a widget gives the lines that it gave before."""
    async with running() as (app, _):
        widget = app.query_one("#text", Shown)
        widget.render_line(0)
        before = widget.rendered
        widget.render_line(0)
        assert widget.rendered == before
        forget_rendered(widget)
        assert isinstance(widget._layout_cache, dict)
        widget.render_line(0)
        assert widget.rendered == before + 1


async def test_a_screen_knows_the_size_that_it_is_laid_out_for() -> None:
    """`Screen._screen_resized` lays a screen out, and `Screen._compositor` holds the size of its latest layout."""

    class Counting(OnceLaidOutScreen[None]):
        laid_out = 0

        def on_mount(self) -> None:
            self.screen_layout_refresh_signal.subscribe(self, self.count, immediate=True)

        def count(self, _: object) -> None:
            self.laid_out += 1

    async with running() as (app, pilot):
        screen = Counting()
        await app.push_screen(screen)
        await pilot.pause()
        assert screen._compositor.size == (30, 5)
        before = screen.laid_out
        app.post_message(events.Resize(Size(30, 5), Size(30, 5)))
        await pilot.pause()
        assert screen.laid_out == before
        app.post_message(events.Resize(Size(31, 5), Size(31, 5)))
        await pilot.pause()
        assert screen.laid_out > before
        assert screen._compositor.size == (31, 5)


@pytest.mark.parametrize("screen", [Screen[None], OnceLaidOutScreen[None]])
async def test_what_has_moved_is_drawn_where_it_is(screen: type[Screen[None]]) -> None:
    """Also where a widget came, and another was looked for, before the layout: `Screen._compositor` then has worked out
    where everything is to be, and Textual's own holds that nothing has moved since."""

    class Moving(screen):
        def compose(self) -> ComposeResult:
            yield Static("above", id="above")
            yield Static("below", id="below")
            yield Static("hidden", id="hidden")

    async with running() as (app, pilot):
        shown = Moving()
        await app.push_screen(shown)
        hidden = shown.query_one("#hidden")
        hidden.display = False
        await pilot.pause()
        app.asked.clear()
        hidden.display = True
        shown.query_one("#above").styles.height = 2
        shown._compositor.update_widgets({hidden})
        shown.find_widget(shown.query_one("#below"))
        await pilot.pause()
        drawn = [(y, piece.strip()) for _, update in app.asked for y, _, piece in plain(update)]
        assert ((2, "below") in drawn) == (screen is not Screen[None])


async def test_a_field_scrolls_to_the_end_of_its_first_text() -> None:
    """`Input._initial_value` is what keeps a stock field from it."""
    assert Input()._initial_value
    async with running() as (app, pilot):
        field = app.query_one("#field", ScrolledInput)
        field.insert_text_at_cursor("x" * 100)
        await pilot.pause()
        assert field.scroll_offset.x > 0


def text(app: TellingApp) -> str:
    """Return what was shown, all in one."""
    return "".join(piece for _, update in app.asked for _, _, piece in plain(update))


def plain(pieces: Iterator[Stretch] | list[Stretch]) -> list[tuple[int, int, str]]:
    """Return the text of each stretch."""
    return [(y, x, "".join(segment.text for segment in segments)) for y, x, segments in pieces]
