"""To how much of a script its cases come."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from callscript.core.call.events import Event
from callscript.core.script.model import Script
from callscript.packs.picture import seen, ways
from callscript.runtime.i18n import _


class Covered(Struct, frozen=True):
    """How many of a kind of thing the cases come to, of how many, and which ones none comes to."""

    met: int
    of: int
    missing: Sequence[str]


def coverage(script: Script, logs: Sequence[Sequence[Event]]) -> dict[str, Covered]:
    """Return of how many steps, answers and detours the cases come to how many, and to which they do not."""
    met = seen(logs)
    answers = {f"{step.id}.{way.option}": (step.id, way.option) for step in script.steps.values() for way in ways(step)}
    return {
        "steps": _covered({step: met.steps[step] for step in script.steps}),
        "answers": _covered({name: met.answers[answer] for name, answer in answers.items()}),
        "detours": _covered({detour: met.detours[detour] for detour in script.detours}),
    }


def _covered(counts: Mapping[str, int]) -> Covered:
    return Covered(sum(map(bool, counts.values())), len(counts), [name for name, count in counts.items() if not count])


def in_words(coverage: Mapping[str, Covered]) -> Iterator[str]:
    """Yield it in words."""
    for what, each in coverage.items():
        yield _("{what}: {number} of {all}").format(what=what, number=each.met, all=each.of)
        if each.missing:
            yield "    " + _("in no case: {names}").format(names=", ".join(each.missing))
