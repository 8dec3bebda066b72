"""How often callers of all hosts were on hold for longer than the limit, by operator and month.

Counted are calls that are closed. What is told is a count of their rows by an index, without a look at any line.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from callscript.relay.migrations import SchemaUnfit, hold_fit
from callscript.relay.postgres import Connected

SCHEMA = 14
"""The schema that counts them."""
HOLDS = b"""
    select operator, date_trunc('month', day::timestamp)::date, sum(holds)::bigint, sum(holds_over)::bigint
    from (
      select operator, day, sum(holds) as holds, sum(holds_over) as holds_over
      from callscript.call where holds > 0 group by operator, day
    ) as each group by 1, 2 order by 2, 1"""
"""By day first, as the index has them: to work out the month of each call would take twice as long as all the rest.
A day has no zone: left to itself, the server would look one up for every row."""
_UNKNOWN = b"select count(*) from callscript.call where holds is null and closed"


class Held(NamedTuple):
    """The holds of an operator in a month."""

    operator: str
    """By number."""
    month: date
    """Its first day."""
    holds: int
    over: int
    """How many of them lasted longer than the limit of the script."""


def holds(connection: Connected) -> Iterator[Held]:
    """Yield the holds of all operators, month by month; raise `SchemaUnfit` if the tables do not tell yet."""
    if (schema := hold_fit(connection)) < SCHEMA:
        raise SchemaUnfit(
            f"schema {schema:04d} does not count holds yet: let an administrator run callscript store migrate"
        )
    for row in connection.execute(HOLDS):
        yield Held(*row)


def not_counted(connection: Connected) -> int:
    """Return how many closed calls were worked out by a release that did not count their holds."""
    row = connection.execute(_UNKNOWN).fetchone()
    return row[0] if row else 0
