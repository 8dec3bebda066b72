"""The event that marks what the operator looked up as the information given, and what is marked after it."""

from __future__ import annotations

from collections.abc import Iterable

from callscript.core.call.event import EventBase as _Event


class Informed(_Event, frozen=True, kw_only=True, tag="informed"):
    """The operator marked a paragraph of an article as the information given; or took the mark back.

    The words stand here as they were told: the article may be another one later. It is evidence, and meets no clause
    unless a rule of the script names it.
    """

    later = ("taken_back",)
    article: str
    """Its id."""
    title: str
    paragraph: int
    """Its number, from 1."""
    text: str
    taken_back: bool = False
    """It was marked by mistake: it counts as not given."""

    def same(self, other: Informed) -> bool:
        """Tell whether both are of the same words."""
        return (self.article, self.text) == (other.article, other.text)


def marked_after(marked: Iterable[Informed], event: Informed) -> tuple[Informed, ...]:
    """Return what is marked as given after an event, in the order in which it was."""
    others = tuple(each for each in marked if not each.same(event))
    return others if event.taken_back else (*others, event)
