"""Which host goes on with a call: what is written of it elsewhere from then on counts no more.

An operator has one seat, and its epoch grows whenever it goes to another host. A call that is gone on with elsewhere is
noted with the epoch of the seat there, in a transaction that no batch of its lines overlaps: so the cut is exact.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from callscript.core.register_number import ASIDE
from callscript.relay.postgres import Connected
from callscript.relay.tail import Sent

SCHEMA = 9
"""The schema that has seats."""
_FENCES = "select log, epoch from callscript.fences(%s::date[], %s::text[], %s::text[])"


def fences(connection: Connected, lines: Collection[Sent], schema: int) -> Mapping[str, int]:
    """Return since which epoch another host goes on with calls, of those that lines are of; until the transaction that
    is open ends no other one can take them over.
    """
    if not lines or schema < SCHEMA:
        return {}
    logs = {sent.call: sent.ref for sent in lines}
    operators = sorted({ref.operator.removesuffix(ASIDE) for ref in logs.values()})
    given = ([ref.day for ref in logs.values()], list(logs), operators)
    return dict(connection.execute(_FENCES, given).fetchall())
