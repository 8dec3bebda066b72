"""Decides what calls of a script come to: each step, answer, detour and ending, each rule met; and where none can end.

What a call was led to is there. What no walk comes to, with more left open than a call leaves, is not; between the two
a condition that was taken for what it is not is followed, as for a rule.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Literal, NamedTuple

from callscript.core.call import commands as c
from callscript.core.script.model import Script
from callscript.core.script.steps import Pick
from callscript.core.standard.clauses import Rule
from callscript.core.standard.named import names
from callscript.proof.beginnings import Beginnings
from callscript.proof.endless import endless
from callscript.proof.exploring import Example, Explorer
from callscript.proof.flow import Flow
from callscript.proof.goals import Goal, goals_of, is_met, rule_of
from callscript.proof.items import What, what_of
from callscript.proof.judged import not_walked
from callscript.proof.places import Place
from callscript.proof.replay import Beginning, Played, play
from callscript.proof.tracks import Stride, TooMany
from callscript.proof.walk import Walk
from callscript.proof.watching import Seen, Sight

_ROUNDS = 10
_CANDIDATES = 8
"""So many paths of a round are played for real."""


_Walked = tuple[Walk, Mapping[tuple[Place, Seen], Beginning]]
"""A walk, and how calls begin by where it does."""


class Coming(NamedTuple):
    """Whether a call comes to something."""

    goal: Goal
    known: Literal["never", "sometimes", "undecided"]
    example: Example | None = None
    """A call that does, with as few keys as were found."""


class Reach:
    """What the calls of a script come to, with so much work for a walk, and for all of them."""

    def __init__(
        self, script: Script, flow: Flow | None = None, *, limit: int = 400_000, budget: int = 4_000_000
    ) -> None:
        self.script = script
        self.flow = flow or Flow(script)
        self._limit, self._left = limit, budget
        self._starts = Beginnings(script, self.flow.now)
        self._led = Explorer(script, self._starts.all)
        self._first: _Walked | None = None

    def amiss(self) -> tuple[Coming, ...]:
        """Return what some call ought to come to and none does, or is not known to; and what none ought to."""
        judged: list[Coming] = []
        for goal in [goal for goal in goals_of(self.script) if goal not in self._led]:
            if goal not in self._led:  # nor since another was found
                judged.append(self._decided(goal))
        found = [each for each in judged if each.known != "sometimes" and each.goal not in self._led]
        troubles = sorted(goal for goal in self._led if goal.kind in ("stuck", "nowhere"))
        found += [Coming(goal, "sometimes", self._led.example(goal)) for goal in troubles]
        never = frozenset(each.goal for each in judged if each.known == "never")
        for step in self._endless(never):
            if example := self._led.example(Goal("step", step)):
                found.append(Coming(Goal("endless", step), "sometimes", example))
        return tuple(found)

    def examples(self) -> Iterator[tuple[Goal, Example]]:
        """Yield what calls come to, each with one of as few keys as were found."""
        self.amiss()  # what no call was led to yet is walked to
        for goal in self._led:
            if example := self._led.example(goal):
                yield goal, example

    def _endless(self, never: frozenset[Goal]) -> tuple[str, ...]:
        sight = Sight(self.script, None)
        try:
            walk = Walk(self.flow, sight, self._starts.entries(sight), 1, self._limit, apart=True)
        except TooMany:
            return ()
        return endless(walk, never)

    def _walked(self, rule: Goal | None = None, followed: tuple[What, ...] = ()) -> _Walked:
        """Walk with a rule in sight, or none, and some of what conditions read; raise `TooMany`."""
        if rule is None and not followed and self._first:
            return self._first
        where = (rule.of, int(rule.which) - 1) if rule else None
        sight = Sight(self.script, rule_of(self.script, rule) if rule else None, followed, met=True)
        entries = self._starts.entries(sight, where)
        try:
            walk = Walk(self.flow, sight, entries, 2, min(self._limit, self._left), apart=rule is None)
        except TooMany as stopped:
            self._left -= int(str(stopped))
            raise
        self._left -= walk.work
        found = walk, entries
        if rule is None and not followed:
            self._first = found
        return found

    def _decided(self, goal: Goal) -> Coming:
        rule = goal if goal.kind == "met" else None
        if rule:
            found = Explorer(self.script, self._starts.all, each=3, limit=20_000, wanted=goal).example(goal)
            if found:
                return Coming(goal, "sometimes", found)
        followed: tuple[What, ...] = ()
        for _ in range(_ROUNDS):
            try:
                walk, entries = self._walked(rule, followed)
            except TooMany:
                break
            strides = list(islice(self._strides(walk, goal), _CANDIDATES))
            if not strides:
                hidden = self._is_hidden(walk, rule)
                return Coming(goal, "undecided" if hidden else "never")
            wanted: list[What] = []
            for stride in strides:
                beginning = entries[walk.paths.beginning(stride)]
                played = play(self.script, beginning, walk.paths.of(stride), walk.sight.rule)
                if isinstance(played, Played):
                    self._led.go_on(Example(beginning, played))
                    return Coming(goal, "sometimes", Example(beginning, played))
                wanted += map(what_of, played.atoms)
            new = [what for what in wanted if what not in followed]
            if not new:
                break
            followed = (*followed, new[0])
        return Coming(goal, "undecided")

    def _is_hidden(self, walk: Walk, rule: Goal | None) -> bool:
        """Tell whether calls may come to it by what is not walked: keys that no walk presses, a clock, a way back."""
        facts = walk.sight.interest
        if not_walked(self.script, facts) or any(fact.startswith("cancelled:") for fact in facts):
            return True
        return bool(rule and walk.breaches and self._may_come_to_nothing(rule_of(self.script, rule)))

    def _may_come_to_nothing(self, rule: Rule) -> bool:
        """Tell whether a rule names what may be dropped: one that was breached by it is not breached any more then."""
        picked = {f"filled:{step.field}" for step in self.script.steps.values() if isinstance(step, Pick)}
        return any(fact.startswith("task:") or fact in picked for fact in names(rule))

    def _strides(self, walk: Walk, goal: Goal) -> Iterator[Stride]:
        """Yield what leads to something on a walk."""
        match goal.kind:
            case "step" | "detour":
                for place, _, stride in walk.come_to():
                    if stride and goal.of == (place.step if goal.kind == "step" else place.context):
                        yield stride
            case "answer":
                for place, way, _, stride in walk.gone():
                    if place.step == goal.of and way.edge.press.commands == (c.Answer(goal.which),):
                        yield stride
            case "ending":
                for _, way, _, stride in walk.gone():
                    if way.edge.how == goal.of and way.edge.press.commands != (c.LoseLine(),):
                        yield stride
            case _:
                yield from self._where_met(walk, rule_of(self.script, goal))

    def _where_met(self, walk: Walk, rule: Rule) -> Iterator[Stride]:
        seen = [(found, stride) for _, found, stride in walk.come_to() if stride]
        seen += [(found, stride) for _, _, found, stride in walk.gone()]
        seen += [(over.seen, stride) for over, stride in walk.ends.items()]
        for found, stride in seen:
            stand = found.stand
            if is_met(rule, scope=stand.scope, met=stand.met, breached=stand.breached):
                yield stride
