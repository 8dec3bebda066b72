"""How a call that was practised was led by its keys: how many there were, how many fewer would have come to the same
call, and how long each step was looked at before the first one.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Hashable, Iterator, Sequence
from datetime import datetime

from msgspec import Struct

from callscript.core.call import commands as c
from callscript.core.call.call import Call
from callscript.core.call.flow import current
from callscript.core.script.model import Script
from callscript.core.script.steps import Ask
from callscript.practice.kept import AFTERWARDS, Played


class Keyed(Struct, frozen=True):
    """A key that was pressed in a call, whether the script allowed what it asks for or not."""

    at: datetime
    call: Call
    """As it stood then."""


class FirstKey(Struct, frozen=True):
    """How long it took at a step until something was done there."""

    step: str
    seconds: float


class Pace(Struct, frozen=True):
    """What the keys of a call tell."""

    keys: int
    """A text with its Enter is one."""
    spare: int
    """So many fewer would have come to the same call: what was gone back over, written twice, taken by mistake."""
    first: tuple[FirstKey, ...]
    """For each time that a step was come to, in order. Half a text is a key, once it is kept: within a second."""


def pace(script: Script, played: Sequence[Played], keyed: Sequence[Keyed]) -> Pace:
    """Tell how a call was led; `played` is what was done in it, `keyed` what was pressed."""
    on_the_line = [each for each in played if not isinstance(each.command, AFTERWARDS)]
    keys = sum(_weight(script, each) for each in on_the_line)
    return Pace(keys, keys - _shortest(script, on_the_line), tuple(_first(keyed)))


def _weight(script: Script, played: Played) -> int:
    """Count a key; a text goes with its Enter, which leaves the step."""
    step = current(script, played.before)
    of_step = isinstance(step, Ask) and isinstance(played.command, c.Fill) and played.command.field == step.field
    return 0 if of_step else 1


def _shortest(script: Script, played: Sequence[Played]) -> int:
    """Return the fewest keys that lead through what this call came by to where it stands last."""
    if not played:
        return 0
    ways: dict[Hashable, list[tuple[Hashable, int]]] = {}
    for each, following in zip(played, (*played[1:], None), strict=True):
        after = _standing(each.after)
        ways.setdefault(_standing(each.before), []).append((after, _weight(script, each)))
        if following:  # by itself a limit is reached, or the caller is found to have called before
            ways.setdefault(after, []).append((_standing(following.before), 0))
    begun, end = _standing(played[0].before), _standing(played[-1].after)
    fewest, queue = {begun: 0}, deque([begun])
    while queue:
        here = queue.popleft()
        for there, weight in ways.get(here, ()):
            if (keys := fewest[here] + weight) < fewest.get(there, len(played) + 1):
                fewest[there] = keys
                queue.append(there)
    return fewest[end]


def _standing(call: Call) -> Hashable:
    """Return what tells two moments of a call apart: where it is, what is recorded, and what has happened for good."""
    deeds = Counter(
        fact
        for entry in call.record
        if (entry.weight == "deed" or entry.settled) and not any(fact.startswith("cancelled:") for fact in entry.facts)
        for fact in entry.facts
    )
    return (
        tuple((frame.detour, frame.trail[: frame.at + 1]) for frame in call.frames),
        frozenset(call.answers.items()),
        frozenset((field, value.text, value.absent) for field, value in call.fields.items()),
        call.matter,
        call.language,
        frozenset(deeds.items()),
    )


def _first(keyed: Sequence[Keyed]) -> Iterator[FirstKey]:
    """Yield how long each step was looked at, in order."""
    visit: tuple[str, int] | None = None
    for before, each in zip((None, *keyed), keyed, strict=False):
        frame = each.call.frame
        if not each.call.start or not frame:
            continue
        here = frame.step, frame.since[frame.at]
        if here != visit:
            come = before.at if before else each.call.start.at
            yield FirstKey(frame.step, round((each.at - come).total_seconds(), 1))
        visit = here
