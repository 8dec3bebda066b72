"""Branches that are left: the steps behind an answer which the operator has gone back to and changed."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from msgspec.structs import replace

from callscript.core.call import events as e
from callscript.core.call.call import Call, Frame


def left_behind(call: Call, event: e.Moved) -> frozenset[str]:
    """Return the steps of the branch that a move leaves for another one."""
    frame = call.frame
    if frame is None or event.to is None or event.back or not frame.ahead or frame.ahead[0] == event.to:
        return frozenset()
    return frozenset(frame.ahead)


def picked_at(call: Call, steps: Collection[str]) -> frozenset[str]:
    """Return the fields for which a name was picked at these steps, and no more than that."""
    facts_there = (each.facts for each in call.record if each.step in steps and each.weight == "answer")
    return frozenset(
        fact.removeprefix("filled:") for facts in facts_there for fact in facts if fact.startswith("filled:")
    )


def left_by_end(call: Call) -> Iterator[tuple[int, Frame]]:
    """Yield the frames, by number, whose steps ahead are left by what ends the call at the current step: the answer
    behind which they lay was changed, here or where it has led into the detours that are open.

    Who has only gone back has changed nothing: what was agreed is agreed.
    """
    frames = tuple(enumerate(call.frames))
    led_from = max((number for number, frame in frames if not frame.onward), default=0)
    for number, frame in reversed(frames[led_from:]):
        if not call.orphans.isdisjoint(frame.ahead):
            yield number, frame


def without_branch(call: Call, event: e.BranchLeft) -> Call:
    """Return the call with a branch left by its end; what it was before is kept for the case that it has not ended."""
    done = (step for step in call.frames[event.frame].ahead if step in call.done)
    return replace(call, orphans=call.orphans.union(done), before_end=call.before_end or call)
