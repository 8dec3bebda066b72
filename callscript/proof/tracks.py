"""What a walk keeps: by numbers where it was, how it came there, whence detours were entered and how they were left."""

from __future__ import annotations

from typing import Generic, NamedTuple, TypeVar

from callscript.proof.edges import NO_KEY, Edge
from callscript.proof.items import Item
from callscript.proof.watching import Seen

State = tuple[int, int, int]
"""The entry since which it is, the place, and what is seen there."""
KEY = 2


class Over(NamedTuple):
    """The end of a call, with nothing left to do."""

    how: str
    seen: Seen


class Stride(NamedTuple):
    """How a state is come to: from which one, by what."""

    before: State
    edge: Edge
    through: State | None = None
    """The last state in a detour that was gone through."""
    inner: Edge | None = None
    """What led from there out of it."""
    behind: Edge | None = None
    """What came of that at the place that it was taken from."""


class TooMany(Exception):  # noqa: N818 - the limit that was given is reached
    """More is to be walked than there is leave for: so much was."""


class Way(NamedTuple):
    """An edge, as far as it is in sight."""

    number: int
    edge: Edge
    items: tuple[Item, ...]
    inner: tuple[Item, ...]
    cost: int
    to: int = -1
    """The number of the next place, if it is one in the same run of stages."""


class Caller(NamedTuple):
    """Whence a detour is entered."""

    before: State
    way: Way
    seen: int
    """What is seen there."""
    cost: int
    alike: bool
    """Whether it was entered before where the same comes of it that it is left for another stage."""


class Result(NamedTuple):
    """How a detour is left."""

    left: int
    seen: int
    last: State
    out: Edge
    cost: int
    """How far it is from where it is entered."""


class Joined(NamedTuple):
    """What comes at the place that a detour was taken from of that it is left."""

    edge: Edge
    seen: int
    to: int
    left: int
    """If that is left too: how."""
    cost: int


class Behind(NamedTuple):
    """The same, whatever is seen there."""

    edge: Edge
    items: tuple[Item, ...]
    to: int
    left: int
    cost: int


_Thing = TypeVar("_Thing")


class Numbers(Generic[_Thing]):
    """Numbers things."""

    def __init__(self) -> None:
        self.things: list[_Thing] = []
        self._numbers: dict[_Thing, int] = {}

    def of(self, thing: _Thing) -> int:
        number = self._numbers.get(thing)
        if number is None:
            number = self._numbers[thing] = len(self.things)
            self.things.append(thing)
        return number


NOTHING = Edge(NO_KEY, (), "go")
"""Nothing leads there: it was come to already."""
LATE = Way(-1, Edge(NO_KEY, (), "go", waits="late"), (), (), KEY)
