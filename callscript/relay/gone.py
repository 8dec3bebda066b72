"""Erases a call of a host that is gone, in PostgreSQL itself: who answers for privacy does it, and reads no line."""

from __future__ import annotations

from callscript.core.call.fields import says_why
from callscript.relay.migrations import SchemaUnfit, hold_fit
from callscript.relay.postgres import Connected
from callscript.runtime.exit_status import USAGE, Stop
from callscript.store.names import parse_call_id

SCHEMA = 15
"""The schema that can."""
_ERASE = "select refused, shortened, elsewhere from callscript.erase(%s, %s, %s)"


def erase_here(connection: Connected, call: str, ground: str) -> tuple[list[str], list[str]]:
    """Erase a call; return what was done, and what is left to do, or why nothing was done."""
    ref = parse_call_id(call)
    if ref is None:
        raise Stop(USAGE, "erase wants the id of a call, as in 20261123-17-k3f9abc")
    if not says_why(ground):
        raise Stop(USAGE, "on what ground? Give --ground, in words: it is recorded, and stays")
    if (schema := hold_fit(connection)) < SCHEMA:
        raise SchemaUnfit(f"the tables are of schema {schema}: run callscript store migrate")
    row = connection.execute(_ERASE, (ref.day, call, ground)).fetchone()
    refused, shortened, elsewhere = row or ("", 0, [])
    if refused:
        return [], [f"{call}: {refused}"]
    left = [f"{call}: host {host} has a part of it: run callscript erase there, too" for host in elsewhere]
    return [f"{call}: erased, lines: {shortened}"], left
