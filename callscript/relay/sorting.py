"""Which lines count among the events of their calls, and which are kept beside: a rule over plain values.

What PostgreSQL has already stays as it is. One host goes on with a call; what others say of it from there is late.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from callscript.relay.tail import Sent, sent
from callscript.store.journal import format2

ELSEWHERE = "another host goes on with it"
_CONTRADICTS = "contradicts what was there before"
_NO_LINE = "does not continue what was there before"


@dataclass
class SortedOut:
    """Lines, by what is to be done with them. What is there already, word for word, is in none of these."""

    new: list[Sent] = field(default_factory=list[Sent])
    erased: list[Sent] = field(default_factory=list[Sent])
    """They are there with more of what a caller gave."""
    late: list[tuple[Sent, str]] = field(default_factory=list[tuple[Sent, str]])
    """With the reason."""


def sort_out(
    lines: Sequence[Sent], there: Mapping[int, str | None], before: Mapping[str, str], led: Mapping[str, int] = {}
) -> SortedOut:
    """Hold lines against those that are there by the same number, from 1 (None: the very same line), against the
    chain that is there before the first line of each call, and against the epochs since which other hosts go on.

    A call of which something else is there goes on only as that does: nothing is put behind what it does not continue,
    and nothing behind what another host has gone on from.
    """
    found, apart = SortedOut(), dict[str, str]()
    known: dict[tuple[str, int], Sent] = {}
    for number, line in enumerate(lines, start=1):
        if line.wrong:
            found.late.append((line, line.wrong))
            continue
        other = known.get((line.call, line.seq))
        if other is None and number in there:
            text = there[number]
            other = line if text is None else sent(line.ref, text.encode())
        if other is not None:
            if not line.repeats(other):
                found.late.append((line, _CONTRADICTS))
                if not line.again:
                    apart[line.call] = _CONTRADICTS
            elif line.values < other.values:
                found.erased.append(line)
        elif line.call in apart or line.again:
            found.late.append((line, apart.get(line.call, _CONTRADICTS)))
        elif line.epoch < led.get(line.call, 0):
            apart[line.call] = ELSEWHERE
            found.late.append((line, ELSEWHERE))
        elif not continues(line, known, before):
            apart[line.call] = _NO_LINE
            found.late.append((line, _NO_LINE))
        else:
            found.new.append(line)
        if not line.again and line.call not in apart:
            known[line.call, line.seq] = line
    return found


def continues(line: Sent, known: Mapping[tuple[str, int], Sent], before: Mapping[str, str]) -> bool:
    """Tell whether a line goes on from the one before it: of those known, or by the chain before those of its call."""
    if line.seq == 1 or (line.call, line.seq - 1) in known:  # the file was held against itself when it was read
        return True
    return line.chain == format2.chained(before.get(line.call, "?"), line.covered)
