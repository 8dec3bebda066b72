"""How a call of a script can begin, and what is seen then."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import combinations

from callscript.core.call.call import Call
from callscript.core.call.guards import how_often, is_so
from callscript.core.script.conditions import Happened
from callscript.core.script.model import Script
from callscript.core.script.working_time import closing, is_open
from callscript.core.standard.monitors import Watch
from callscript.proof.items import NOBODY, What, value_of
from callscript.proof.places import Place, place_of
from callscript.proof.replay import Beginning, begun
from callscript.proof.watching import Seen, Sight

_KNOWN = 6
"""So many fields may be known of an earlier call or not; what is known of more is not tried."""


class Beginnings:
    """The beginnings of a script."""

    def __init__(self, script: Script, now: datetime) -> None:
        self.script = script
        self.all = tuple(_beginnings(script, now))
        self._begun = dict[Beginning, Call]()

    def entries(self, sight: Sight, rule: tuple[str, int] | None = None) -> dict[tuple[Place, Seen], Beginning]:
        """Return where calls stand when they have begun and what is in sight of a rule, or of none, then."""
        return {entry: beginning for beginning, entry in self._entries(sight, rule)}

    def _entries(self, sight: Sight, rule: tuple[str, int] | None) -> Iterator[tuple[Beginning, tuple[Place, Seen]]]:
        for beginning in self.all:
            for known in self._known(sight, beginning):
                start = beginning._replace(known=known)
                call = self._begun.get(start) or begun(self.script, start)
                self._begun[start] = call
                where, watches = place_of(self.script, call), call.watches.get(rule[0]) if rule else None
                assert where
                stand = sight.stand_of(watches[rule[1]] if rule and watches else Watch())
                yield (
                    start,
                    (where, Seen(stand, tuple(_value(self.script, sight, call, what) for what in sight.followed))),
                )

    def _known(self, sight: Sight, beginning: Beginning) -> Iterator[tuple[str, ...]]:
        """Yield which fields may be known, of those that are in sight."""
        outgoing = self.script.pack.outgoing
        if not beginning.work or not outgoing:
            yield ()
            return
        in_sight = {what[1] for what in sight.followed if what[0] in ("field", "often")}
        in_sight |= {fact.removeprefix("known:") for fact in sight.interest}
        fields = [field for field in outgoing.fields if field in in_sight][:_KNOWN]
        for size in range(len(fields) + 1):
            yield from combinations(fields, size)


def _value(script: Script, sight: Sight, call: Call, what: What) -> object:
    match what:
        case ("field", field):
            value = call.fields.get(field)
            return None if value is None else value_of(script, field, value.text) if value.counts else NOBODY
        case ("answer", _):
            return None
        case ("fact", fact, *since):
            return is_so(call, Happened(fact, tuple(since)))
        case ("times", times, fact, *since):
            return min(how_often(call, fact, since), int(times))
        case ("often", field, fact, *since):
            value = call.fields.get(field)
            return sight.following.often(
                field, how_often(call, fact, since), value.text if value and value.counts else None
            )
        case ("open",):
            return call.start is not None and call.start.open
        case _:
            return False


def _beginnings(script: Script, now: datetime) -> Iterator[Beginning]:
    """Yield the ways in which a call can begin: at any hour, somebody rings or the operator does."""
    moments = [now]
    if script.pack.hours is not None:
        opens = now
        while is_open(script, opens):
            opens -= timedelta(minutes=1)
        closes = closing(script, now) or now
        moments += [opens, closes + timedelta(minutes=1)]
    yield from (Beginning(at) for at in moments)
    if outgoing := script.pack.outgoing:
        for work in outgoing.done:
            attempts = outgoing.attempts.get(work)
            most = attempts.most if attempts else 0  # work that was given up may be opened again, and tried once more
            tries = (most, *range(most))  # of beginnings that look alike the last is shown: an ordinary one
            yield from (Beginning(at, work, tries=number) for number in tries for at in moments)
