"""What does not scroll by itself. Textual lays a screen out a second time when the content of a widget has become
larger or smaller, in case there is something to scroll.
"""

from __future__ import annotations

from textual.containers import Vertical
from textual.geometry import Size
from textual.reactive import Reactive


class Unscrolled:
    """A mix-in for a widget that shows what it has room for."""

    virtual_size = Reactive(Size(0, 0), repaint=False)


class Column(Unscrolled, Vertical):
    """Widgets below one another."""
