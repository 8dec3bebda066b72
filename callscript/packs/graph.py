"""The flow of a pack as a graph of steps: which of them can be come to, and from where a call could not go on.

A guard may hold or not, so that what is called unreachable here is so under every condition. A context is the main
script, a detour, or the work after the call: the same stage may serve in more than one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Literal, NamedTuple

from callscript.core.script.model import KEY_DETOURS
from callscript.core.script.steps import Choose, End, Option, Step, detour_behind
from callscript.packs.draft import PackDraft

Context = Literal["main", "detour", "after"]
Way = Literal["end", "leave", "fall", "lost"]
"""How a run of stages is left: the call ends, the detour is left, no step follows, or the target does not exist."""


class Node(NamedTuple):
    """A step in a context."""

    context: Context
    stage: str
    at: int


class Graph:
    """Which step may follow which, in each context."""

    def __init__(self, draft: PackDraft) -> None:
        self.draft = draft

    @cached_property
    def next(self) -> Mapping[Node, tuple[Node | Way, ...]]:
        """By every step that can be come to: what may come after it."""
        found: dict[Node, tuple[Node | Way, ...]] = {}
        open_ends = [node for node in self._roots() if isinstance(node, Node)]
        while open_ends:
            node = open_ends.pop()
            if node not in found:
                found[node] = tuple(dict.fromkeys(self._after(node)))
                open_ends.extend(each for each in found[node] if isinstance(each, Node))
        return found

    @cached_property
    def stages(self) -> frozenset[str]:
        """Stages that can be come to."""
        return frozenset(node.stage for node in self.next)

    @cached_property
    def detours(self) -> frozenset[str]:
        """Detours that can be taken: by a key of their own, by a digit, by an answer, or behind a step."""
        led_to = {self.draft.meant(option.detour, self.draft.detours) for _, option, _ in self.draft.options()}
        led_to |= {self.draft.meant(detour_behind(place.step), self.draft.detours) for place in self.draft.places}
        return frozenset(
            detour.id
            for detour in self.draft.pack.detours
            if detour.digit or detour.urgent or detour.id in KEY_DETOURS or detour.id in led_to
        )

    def enter(self, context: Context, stage: str | None) -> Iterator[Node | Way]:
        """Yield where a stage may begin, steps and whole stages with conditions passed over."""
        yield from self._from(context, stage, 0, set())

    def answered(self, node: Node, option: Option) -> Iterator[Node | Way]:
        """Yield where an answer may lead."""
        if option.end:
            yield "end"
        elif option.leaves:
            yield "leave"
        elif option.out:
            yield from self.enter("after" if node.context == "after" else "main", option.out)
        elif option.to:
            yield from self.enter(node.context, option.to)
        else:
            yield from self._by_detour(option.detour)
            yield from self._onward(node)

    def reaches(self, wanted: Iterable[Node | Way]) -> frozenset[Node]:
        """Return the steps from which some of `wanted` can be come to."""
        before: dict[Node | Way, list[Node]] = {}
        for node, following in self.next.items():
            for each in following:
                before.setdefault(each, []).append(node)
        found: set[Node] = set()
        open_ends = list(wanted)
        while open_ends:
            for node in before.get(open_ends.pop(), ()):
                if node not in found:
                    found.add(node)
                    open_ends.append(node)
        return frozenset(found)

    def spread(self, begin: Iterable[Node | Way], without: Collection[Node | Way]) -> frozenset[Node | Way]:
        """Return all that can be come to from `begin`, itself included, without passing any of `without`."""
        found = set(begin).difference(without)
        open_ends = list(found)
        while open_ends:
            node = open_ends.pop()
            for each in self.next.get(node, ()) if isinstance(node, Node) else ():
                if each not in found and each not in without:
                    found.add(each)
                    open_ends.append(each)
        return frozenset(found)

    def step(self, node: Node) -> Step:
        """Return the step itself."""
        return self.draft.stages[node.stage].steps[node.at]

    def _roots(self) -> Iterator[Node | Way]:
        pack = self.draft.pack
        for stage in self.draft.begins:
            yield from self.enter("main", stage)
        if pack.after_call:
            yield from self.enter("after", pack.after_call)
        for detour in pack.detours:
            if detour.id in self.detours:
                yield from self.enter("detour", detour.stage)

    def _after(self, node: Node) -> Iterator[Node | Way]:
        step = self.step(node)
        if isinstance(step, End):
            yield "end"
        elif isinstance(step, Choose):
            for option in step.options:
                yield from self.answered(node, option)
        else:
            yield from self._by_detour(detour_behind(step))
            yield from self._onward(node)

    def _by_detour(self, name: str | None) -> Iterator[Node | Way]:
        if name:
            detour = self.draft.detours.get(self.draft.meant(name, self.draft.detours) or "")
            yield from self.enter("detour", detour.stage) if detour else ("lost",)

    def _onward(self, node: Node) -> Iterator[Node | Way]:
        yield from self._from(node.context, node.stage, node.at + 1, set())

    def _from(self, context: Context, name: str | None, first: int, seen: set[str]) -> Iterator[Node | Way]:
        if name is None or name in seen:
            yield "fall"
            return
        stage = self.draft.stages.get(self.draft.meant(name, self.draft.stages) or "")
        if stage is None:
            yield "lost"
            return
        for at in range(first, len(stage.steps)):
            yield Node(context, stage.id, at)
            if stage.steps[at].when is None:
                return
        yield from self._from(context, stage.next, 0, seen | ({stage.id} if first == 0 else set()))
