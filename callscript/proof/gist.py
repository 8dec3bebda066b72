"""What the items of an edge are about, so that one look tells whether they matter to what is watched."""

from __future__ import annotations

from typing import NamedTuple, assert_never

from callscript.proof.items import Facts, Gone, Guard, Item, NextMatter, Put, What, what_of


class Gist(NamedTuple):
    """What items are about."""

    items: tuple[Item, ...]
    facts: frozenset[str]
    whats: frozenset[What]
    """What conditions read of what is put, or is held against them."""
    guards: tuple[tuple[What, bool], ...]
    """What is supposed to be so or not, one by one."""
    begins: bool
    """Whether the caller's next matter does."""


class Gists:
    """The gists of items, by where these lie: to hash them takes as long as to look at them."""

    def __init__(self) -> None:
        self._known: dict[int, Gist] = {}

    def of(self, items: tuple[Item, ...]) -> Gist:
        """Return the gist of items."""
        found = self._known.get(id(items))
        if found is None or found.items is not items:
            found = self._known[id(items)] = gist_of(items)
        return found


def gist_of(items: tuple[Item, ...]) -> Gist:
    """Work out the gist of items."""
    facts, whats, guards, begins = set[str](), set[What](), list[tuple[What, bool]](), False
    for item in items:
        match item:
            case Guard():
                guards.append((what_of(item.atom), item.so))
            case Facts() | Gone():
                facts.update(item.facts)
            case Put():
                whats.add(item.what)
            case NextMatter():
                begins = True
            case _:
                assert_never(item)
    whats.update(what for what, _so in guards)
    return Gist(items, frozenset(facts), frozenset(whats), tuple(guards), begins)
