"""Small scripts by a seed: a few stages, choices, a field, a detour or two, with conditions and rules at random."""

from __future__ import annotations

from random import Random
from typing import Any

import msgspec

from callscript.core.script.model import Pack, Script

Tree = dict[str, Any]


def small(seed: int, *, more: bool = False, shared: bool = False, spoken: tuple[str, ...] = ("en",)) -> Script:
    """Return a script of ten steps at most, in these languages; `more`: with what is asked for seldom; `shared`: steps
    lead to detours.
    """
    tree = _Maker(Random(seed), more, shared, spoken).pack()
    return Script(pack=msgspec.convert(tree, Pack), texts={each: {} for each in spoken})


class _Maker:
    """Makes one script."""

    def __init__(self, chance: Random, more: bool, shared: bool, spoken: tuple[str, ...]) -> None:
        self._chance = chance
        self._more = more
        self._shared = shared
        self._spoken = spoken
        self._stages = [f"s{number}" for number in range(chance.randint(2, 3))]
        self._detours = chance.sample(["hold", "abuse"], chance.randint(0, 2))
        self._said: list[str] = []
        self._choices: dict[str, list[str]] = {}
        self._left = 7
        """So many steps may come yet."""

    def pack(self) -> Tree:
        """Return a pack that the core can lead, whatever it leads to."""
        stages = [self._stage(id, main=True) for id in self._stages]
        detours: list[Tree] = [{"id": id, "stage": f"in_{id}"} for id in self._detours]
        stages += [self._stage(detour["stage"], main=False) for detour in detours]
        for stage in stages:
            for number, step in enumerate(stage["steps"]):
                if (number or stage["id"] != "s0") and self._chance.random() < 0.35:
                    step["when"] = self._guard()
                for option in step.get("options", ()):
                    if self._chance.random() < 0.4:
                        option["when"] = self._guard()
        for detour in detours:
            if self._chance.random() < 0.4:
                detour["when"] = self._guard()
        return {
            "format": 1,
            "id": "small",
            "languages": [{"id": each, "alphabet": "latin"} for each in self._spoken],
            "timezone": "Europe/Kyiv",
            "region": "UA",
            "standard": ["A-1", "A-2"],
            "start": [{"stage": "s0"}],
            "day_parts": [{"id": "day", "starts": "00:00"}],
            "stages": stages,
            "detours": detours,
            "fields": [{"id": "name", "absent": "none"}],
            "clauses": [{"id": id, "modality": "must", "rules": [self._rule()]} for id in ("A-1", "A-2")],
            "outcomes": [{"id": "any", "ended": ["operator", "caller"]}],
        }

    def _stage(self, id: str, *, main: bool) -> Tree:
        at = self._stages.index(id) if main else 0
        steps = [self._step(f"{id}_{number}", main=main) for number in range(self._chance.randint(1, 2))]
        stage: Tree = {"id": id, "steps": steps}
        if main and at + 1 < len(self._stages):
            stage["next"] = self._stages[at + 1]
        elif main:
            steps.append({"id": f"{id}_end", "kind": "end"})
        return stage

    def _step(self, id: str, *, main: bool) -> Tree:
        self._left -= 1
        kind = self._chance.choice(["say", "do", "choose", "choose", "ask"]) if self._left > 0 else "say"
        step: Tree = {"id": id, "kind": kind}
        if kind == "say":
            self._said.append(id)
        elif kind == "ask":
            step |= {"field": "name", "optional": self._chance.random() < 0.5}
        elif kind == "choose":
            self._choices[id] = ["x", "y"]
            step["options"] = [{"id": each, **self._leads(main=main)} for each in self._choices[id]]
        if kind in ("say", "do") and self._chance.random() < 0.3:
            step["marks"] = ["m"]
        if self._shared and self._detours and kind != "choose" and self._chance.random() < 0.5:
            step["detour"] = self._chance.choice(self._detours)
        return step

    def _leads(self, *, main: bool) -> Tree:
        ways: list[Tree] = [{}, {}, {"to": self._chance.choice(self._stages)}, {"end": "operator"}] if main else [{}]
        if main and self._detours:
            ways.append({"detour": self._chance.choice(self._detours)})
        if not main:
            ways += [
                {self._chance.choice(["leave", "back"]): True},
                {"out": self._chance.choice(self._stages)},
                {"end": "transfer"},
            ]
        return self._chance.choice(ways)

    def _fact(self) -> str:
        said = [f"said:{id}" for id in self._said]
        chosen = [f"chose:{id}={option}" for id, options in self._choices.items() for option in options]
        entered = [f"entered:{id}" for id in self._detours]
        if len(self._spoken) > 1 and self._chance.random() < 0.4:
            return self._chance.choice([*(f"language:{each}" for each in self._spoken), "informed"])
        return self._chance.choice([*said, *chosen, *entered, "mark:m", "filled:name"])

    def _guard(self) -> Tree:
        ways: list[Tree] = [{"field": "name"}, {"known": "name"}, {"happened": self._fact()}]
        ways.append({"happened": self._fact(), "since": self._fact()})
        ways += [{"answer": id, "among": [self._chance.choice(each)]} for id, each in self._choices.items()]
        ways += [{"detour": id} for id in self._detours]
        guard = self._chance.choice(ways)
        if self._more and self._chance.random() < 0.5:
            guard = {"happened": self._fact(), "times": self._chance.choice([1, 2, 2, 3])}
            guard |= {"since": self._fact()} if self._chance.random() < 0.4 else {}
        return {"not": guard} if self._chance.random() < 0.4 else guard

    def _rule(self) -> Tree:
        one, other, third = self._fact(), self._fact(), self._fact()
        if self._more and self._chance.random() < 0.7:
            rule: Tree = {"kind": "existence", "some": [one], "times": self._chance.choice([1, 1, 2, 3])}
            rule |= {"lapses": [other]} if self._chance.random() < 0.5 else {}
            rule |= self._chance.choice([{}, {}, {"before": [third]}, {"after": [third]}, {"when": [third]}])
            return {**rule, "unless": ["ended:caller"]} if self._chance.random() < 0.5 else rule
        rule = self._chance.choice(
            [
                {"kind": "existence", "some": [one], "before": [other]},
                {"kind": "existence", "some": [one], "after": [other]},
                {"kind": "absence", "none": [one], "when": [other]},
                {"kind": "precedence", "first": [one], "then": [other], "lapses": [third]},
                {"kind": "precedence", "first": [one], "then": [other], "fresh": True},
                {"kind": "response", "after": [one], "then": [other]},
                {"kind": "response", "after": [one], "then": [[other, third]]},
            ]
        )
        return {**rule, "unless": ["ended:caller"]} if self._chance.random() < 0.5 else rule
