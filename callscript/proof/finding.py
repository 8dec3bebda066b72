"""What a script asks about the caller's earlier calls, as a proof leaves it open: nobody knows when they are looked up,
nor what is found, nor whether another number is recorded later, for which less of it holds.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import combinations

from callscript.core.call import commands as c
from callscript.core.script.conditions import Happened
from callscript.core.script.model import Script
from callscript.proof.edges import Edge
from callscript.proof.items import Facts, Gone, Guard, Put
from callscript.proof.keys import Press
from callscript.proof.tracks import TooMany

_MOST = 8
"""So much may be asked at once: any of it can be found beside any other, twice as much with each."""


def lookings_up(script: Script, interest: Collection[str]) -> tuple[Edge, ...]:
    """Return what it comes to, at any place, that the earlier calls are looked up, told apart by the facts in sight;
    raise `TooMany` if those are too many.
    """
    if not script.pack.earlier:
        return ()
    ids = [each.id for each in script.pack.earlier if f"earlier:{each.id}" in interest]
    if len(ids) > _MOST:
        raise TooMany(0)
    return tuple(_edges(script, ids))


def _edges(script: Script, ids: list[str]) -> Iterator[Edge]:
    for number in range(len(ids) + 1):
        for some in combinations(ids, number):
            facts = tuple(f"earlier:{each}" for each in some)
            new = tuple(Guard(Happened(fact), False) for fact in facts)
            yield Edge(Press(0, (c.TellEarlier(some),)), (*new, Facts(("earlier", *facts))), "go")
    for each in ids if script.own_number else ():
        fact = f"earlier:{each}"
        gone = (Guard(Happened(fact), True), Gone((fact,)), Put(("fact", fact), False), Facts(("earlier",)))
        yield Edge(Press(0, (c.TellEarlier((), (each,)),)), gone, "go")
