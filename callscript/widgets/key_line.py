"""What the keys do between calls, one behind the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual.content import Content

from callscript.widgets.bars import KeyBar, KeyCap


class KeyLine(KeyBar):
    """Keys with the longest of their names that all have room; behind Esc, only those that a digit stands for."""

    def rows(self) -> list[Content]:
        keys = [key for key in self.keys if key.behind_escape] if self.escaped else list(self.keys)
        lines = list(self.lines(keys))
        fitting = next((line for line in lines if line.cell_length <= self.size.width), None)
        return [fitting or lines[-1].truncate(self.size.width, ellipsis=True)] if lines else []

    def lines(self, keys: Sequence[KeyCap]) -> Iterator[Content]:
        """Yield the line, each time shorter: by its longest name, then by keys from its middle, which help tells of."""
        names = [list(key.names) for key in keys]
        while True:
            yield from self._with(keys, names)
            longer = max((name for name in names if len(name) > 1), key=lambda name: len(name[0]), default=None)
            if longer is None:
                break
            longer.pop(0)
        while len(keys) > 1:
            middle = (len(keys) - 1) // 2 + 1 - len(keys) % 2
            keys, names = [*keys[:middle], *keys[middle + 1 :]], [*names[:middle], *names[middle + 1 :]]
            yield from self._with(keys, names)

    def _with(self, keys: Sequence[KeyCap], names: Sequence[Sequence[str]]) -> Iterator[Content]:
        shown = [
            Content.assemble((f"Esc {key.behind_escape}" if self.escaped else key.cap, "bold"), f" {name[0]}")
            for key, name in zip(keys, names, strict=True)
        ]
        yield from (Content(gap).join(shown) for gap in ("   ", "  "))


def key_cap(cap: str, names: str, behind_escape: str = "") -> KeyCap:
    """Return a key with its names, the longest first, a bar between them."""
    listed = tuple(names.split("|"))
    return KeyCap(cap, behind_escape, listed, room=tuple(map(len, listed)))
