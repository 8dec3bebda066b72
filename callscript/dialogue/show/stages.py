"""The stages of a call: the way that it has taken, and the main line from there to its end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from functools import partial
from itertools import pairwise

from callscript.core.call.call import Call
from callscript.core.call.guards import is_so
from callscript.core.script import phrases
from callscript.core.script.conditions import Atom, Happened, holds_where
from callscript.core.script.model import Script, Stage
from callscript.core.script.steps import Choose, End, Register, Say
from callscript.dialogue.show.values import TrailLine


def stages(script: Script, call: Call) -> tuple[TrailLine, ...]:
    """Return the stages of the main script: the way that the call has taken, then those that it comes to unless an
    answer leads elsewhere.

    A stage keeps the place that it had when the call came by.
    """
    if not call.frames:
        return ()
    trail = call.frames[0].trail[: call.frames[0].at + 1]
    here = script.stage_of[trail[-1]].id
    gone = tuple(dict.fromkeys(script.stage_of[step].id for step in trail))
    ahead = [stage for stage in _ahead(script, call, here) if stage not in gone]
    return tuple(
        TrailLine(
            phrases.label(script, f"stage.{stage}"),
            "now" if stage == here else "done" if stage in gone else "ahead",
        )
        for stage in (*gone, *ahead)
    )


def _ahead(script: Script, call: Call, here: str) -> Iterator[str]:
    """Yield the stages of the main line that the call will not pass over; where that line ends in a choice of ways, all
    that these lead to.
    """
    line = list(_line(script, here))
    comes, may_come = set[str](), set[str]()
    for before, stage in pairwise(line):
        comes.update(_established(script.stages[before]))
        may_come.update(comes, _by_answer(script.stages[before]))
        told = partial(_will_be_so, call, comes, may_come)
        if any(holds_where(step.when, told) for step in script.stages[stage].steps):
            yield stage
    if not _ends(script.stages[line[-1]]):
        yield from (stage for stage in _led_to(script, line[-1]) if stage not in line)


def _line(script: Script, start: str) -> Iterator[str]:
    """Yield a stage, the one that follows it, and so on to the one in which the call ends, each once."""
    seen = set[str]()
    following: str | None = start
    while following and following not in seen:
        yield following
        seen.add(following)
        following = None if _ends(script.stages[following]) else script.stages[following].next


def _ends(stage: Stage) -> bool:
    return any(isinstance(step, End) for step in stage.steps)


def _will_be_so(call: Call, comes: AbstractSet[str], may_come: AbstractSet[str], atom: Atom) -> bool:
    """Tell whether something will be so once the call has come so far along the main line: it comes on the way, or it
    is so now and nothing comes that settles it.
    """
    if not isinstance(atom, Happened) or atom.times is not None:
        return is_so(call, atom)
    return atom.fact in comes or (not any(fact in may_come for fact in atom.since) and is_so(call, atom))


def _established(stage: Stage) -> Iterator[str]:
    """Yield what going through a stage establishes, whatever is answered in it."""
    for step in stage.steps:
        yield f"said:{step.phrase or step.id}" if isinstance(step, Say) else f"done:{step.id}"
        yield from (f"mark:{mark}" for mark in step.marks)
        if isinstance(step, Register):
            yield f"registered:{step.what}"


def _by_answer(stage: Stage) -> Iterator[str]:
    """Yield what some answer in a stage marks."""
    for step in stage.steps:
        if isinstance(step, Choose):
            yield from (f"mark:{mark}" for option in step.options for mark in option.marks)


def _led_to(script: Script, start: str) -> Iterable[str]:
    """Return the stages that the answers of a stage lead to, and those behind these, in the order of the script."""
    found: list[str] = []
    waiting = [start]
    while waiting:
        stage = waiting.pop()
        if stage in found:
            continue
        found.append(stage)
        following = script.stages[stage].next
        waiting += [following] if following else []
        for step in script.stages[stage].steps:
            if isinstance(step, Choose):
                waiting += [target for option in step.options if (target := option.to or option.out)]
    order = [stage.id for stage in script.pack.stages]
    return sorted(found, key=order.index)
