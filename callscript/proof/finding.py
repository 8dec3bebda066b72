"""What a script asks about the caller's earlier calls, as a proof leaves it open: nobody knows when they are looked up,
nor what is found, nor whether another number is recorded later, for which less of it holds.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import combinations

from callscript.core.call import commands as c
from callscript.core.script.conditions import Happened
from callscript.core.script.model import Script
from callscript.proof.flow import Edge
from callscript.proof.items import Facts, Gone, Guard, Put
from callscript.proof.keys import Press


@lru_cache(maxsize=8)
def lookings_up(script: Script) -> tuple[Edge, ...]:
    """Return what it comes to, at any place, that the earlier calls are looked up."""
    return tuple(_edges(script)) if script.pack.earlier else ()


def _edges(script: Script) -> Iterator[Edge]:
    ids = [each.id for each in script.pack.earlier]
    for number in range(len(ids) + 1):
        for some in combinations(ids, number):
            facts = tuple(f"earlier:{each}" for each in some)
            new = tuple(Guard(Happened(fact), False) for fact in facts)
            yield Edge(Press(0, (c.TellEarlier(some),)), (*new, Facts(("earlier", *facts))), "go")
    for each in ids if script.own_number else ():
        fact = f"earlier:{each}"
        gone = (Guard(Happened(fact), True), Gone((fact,)), Put(("fact", fact), False), Facts(("earlier",)))
        yield Edge(Press(0, (c.TellEarlier((), (each,)),)), gone, "go")
