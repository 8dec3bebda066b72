"""Paths of a walk: what leads from the beginning of a call to where the walk came."""

from __future__ import annotations

from collections.abc import Mapping

from callscript.proof.edges import Edge
from callscript.proof.places import Place
from callscript.proof.tracks import Numbers, State, Stride
from callscript.proof.watching import Seen


class Paths:
    """The paths of a walk, off what it keeps."""

    def __init__(
        self,
        strides: Mapping[State, Stride | None],
        entries: Numbers[tuple[int, int]],
        begins: Mapping[int, tuple[Place, Seen]],
    ) -> None:
        self._strides = strides
        self._entries = entries
        self._begins = begins

    def of(self, stride: Stride) -> list[Edge]:
        """Return what leads from the beginning of a call through a stride, what needs no key too."""
        return [*self._to(stride.before, whole=True), *self._through(stride)]

    def beginning(self, stride: Stride) -> tuple[Place, Seen]:
        """Return where the call begins that comes by a stride."""
        state = stride.before
        while (before := self._strides[state]) is not None:
            state = before.before
        return self._begins[state[0]]

    def _to(self, state: State, *, whole: bool) -> list[Edge]:
        found: list[list[Edge]] = []
        while (stride := self._strides[state]) is not None:
            root = self._entries.things[state[0]] == state[1:] and stride.edge.way == "enter"
            if not whole and stride.through is None and (root or stride.before[0] != state[0]):
                break
            found.append(self._through(stride))
            state = stride.before
        return [edge for edges in reversed(found) for edge in edges]

    def _through(self, stride: Stride) -> list[Edge]:
        found = [stride.edge]
        if stride.through is not None and stride.inner is not None:
            found += [*self._to(stride.through, whole=False), stride.inner]
        return [*found, *([stride.behind] if stride.behind else [])]
