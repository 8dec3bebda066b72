"""Widgets that are laid out once for each change: none of them scrolls, and each part is put where its content asks for
in the layout in which the size becomes known, not in a second one.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping

from textual.containers import Container, Vertical
from textual.geometry import Offset, Region, Size, Spacing
from textual.layout import Layout, WidgetPlacement
from textual.reactive import Reactive
from textual.widget import Widget


class OnceLaidOut(Widget):
    """A widget that does not scroll: when its size has changed, Textual would lay it out again in case it does.

    It is named behind another base: the style sheets of the first one alone hold for a class.
    """

    virtual_size = Reactive(Size(0, 0), repaint=False)


class Column(Vertical, OnceLaidOut):
    """Widgets below one another."""


class Placing(Container, OnceLaidOut):
    """A widget that says itself where its parts are."""

    @abstractmethod
    def places(self, room: Size) -> Mapping[Widget, Region]:
        """Return where each part is in so much room; those behind lie over those before."""

    @property
    def layout(self) -> Layout:
        """What asks it for that."""
        return _AS_PLACED


class _AsPlaced(Layout):
    name = "as-placed"

    def arrange(
        self,
        parent: Widget,
        children: list[Widget],
        size: Size,
        greedy: bool = True,  # noqa: ARG002 - Textual's
    ) -> list[WidgetPlacement]:
        assert isinstance(parent, Placing)
        places = parent.places(size)
        return [WidgetPlacement(places[part], Offset(), Spacing(), part) for part in children if part in places]


_AS_PLACED = _AsPlaced()
