"""Which answers of a script a report counts, and as what."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from callscript.core.script.model import Script
from callscript.core.script.steps import Choose, Tally

_BEFORE_THEY_SAID: Mapping[str, Tally] = {
    "rating": "rating",
    "survey": "survey",
    "feedback_class": "feedback",
    "complaint_class": "feedback",
    "complaint_resolved": "complaint",
}
"""What the answers at these steps count as in packs of which no step says so: those that calls before were led by."""


@lru_cache(maxsize=32)
def tallied(script: Script) -> Mapping[str, tuple[Tally, str]]:
    """Return by fact that an answer establishes: what it counts as, and which one it is."""
    steps = [step for step in script.steps.values() if isinstance(step, Choose)]
    says = any(step.tally for step in steps)
    found: dict[str, tuple[Tally, str]] = {}
    for step in steps:
        if tally := step.tally if says else _BEFORE_THEY_SAID.get(step.id):
            found.update({f"chose:{step.id}={option.id}": (tally, option.id) for option in step.options})
    return found


def step_of(script: Script, tally: Tally, option: str) -> str:
    """Return the first step at which an answer can be given that counts so; empty: there is none."""
    facts = (fact for fact, of in tallied(script).items() if of == (tally, option))
    return next((fact.removeprefix("chose:").partition("=")[0] for fact in facts), "")
