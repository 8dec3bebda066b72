"""Judges every rule of a script over all paths: proved, breached on a path that is shown, or undecided and why.

What conditions read is followed only as far as it takes: a path that breaches a rule is played for real, and where a
condition was taken on it for what it is not, what that reads is followed from then on.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import combinations
from typing import NamedTuple

from callscript.core.call.call import Call
from callscript.core.call.guards import is_so
from callscript.core.script.conditions import Happened
from callscript.core.script.model import Script
from callscript.core.script.working_time import is_open, next_opening_change
from callscript.core.standard.monitors import Watch
from callscript.proof.cone import looked_at_first
from callscript.proof.flow import Flow
from callscript.proof.items import NOBODY, VALUE, What, what_of
from callscript.proof.judged import Judged
from callscript.proof.keys import Level
from callscript.proof.places import Place, place_of
from callscript.proof.replay import Beginning, Played, begun, finished, play
from callscript.proof.tracks import Stride, TooMany
from callscript.proof.walk import Walk
from callscript.proof.watching import Seen, Sight

NORMAL = ("operator", "transfer")
"""The ways of ending that cut nothing off."""
_ROUNDS = 16
_CANDIDATES = 12
"""So many paths of a round are played for real."""
_NOT_WALKED = {"language", "informed"}
"""What is established by keys that no walk presses, by its first word: a rule that it matters to is not decided."""
_KNOWN = 6
"""So many fields may be known of an earlier call or not; what is known of more is not tried."""


class _Tried(NamedTuple):
    judged: Judged
    followed: tuple[What, ...]


class Prover:
    """Proves what it can of one script, with so much work for a walk, and for all of them."""

    def __init__(self, script: Script, *, limit: int = 600_000, budget: int = 12_000_000) -> None:
        self.script = script
        self.flow = Flow(script)
        self._limit = limit
        self._left = budget
        self.beginnings = tuple(_beginnings(script, self.flow.now))
        self._begun = dict[Beginning, Call]()

    def rules(self, levels: tuple[Level, ...] = (0, 1, 2)) -> tuple[Judged, ...]:
        """Judge all rules, level by level, those first that took least work at the level below."""
        found = {
            (clause.id, place): _Tried(Judged(clause.id, place, "proved", 0), looked_at_first(self.script, rule))
            for clause in self.script.pack.clauses
            for place, rule in enumerate(clause.rules)
        }
        work = dict.fromkeys(found, 0)
        for level in levels:
            for key in sorted(found, key=work.__getitem__):
                if found[key].judged.verdict == "proved":
                    left = self._left
                    found[key] = self._at(*key, level, found[key])
                    work[key] = left - self._left
        return tuple(tried.judged for tried in found.values())

    def rule(self, clause: str, place: int, levels: tuple[Level, ...] = (0, 1, 2)) -> Judged:
        """Judge one rule."""
        rule = self.script.clauses[clause].rules[place]
        tried = _Tried(Judged(clause, place, "proved", 0), looked_at_first(self.script, rule))
        for level in levels:
            if tried.judged.verdict == "proved":
                tried = self._at(clause, place, level, tried)
        return tried.judged

    def _at(self, clause: str, place: int, level: Level, tried: _Tried) -> _Tried:
        """Judge a rule at a level, with what was followed at the one below."""
        followed, why, met = tried.followed, "", tried.judged.met
        for _ in range(_ROUNDS):
            sight = Sight(self.script, self.script.clauses[clause].rules[place], followed, met=level == 0)
            if any(fact.partition(":")[0] in _NOT_WALKED for fact in sight.interest):
                why = "it hangs on another language of the call, or on an article, which are not walked"
                break
            entries = {entry: beginning for beginning, entry in self._entries(sight, clause, place)}
            try:
                walk = Walk(self.flow, sight, entries, level, min(self._limit, self._left))
            except TooMany as stopped:
                self._left -= int(str(stopped))
                why = "it takes too much work"
                break
            self._left -= walk.work
            bad = sorted(walk.breaches.values(), key=_first)[:_CANDIDATES]
            if not bad:
                if any(over.seen.stand.lost for over in walk.ends):
                    why = "something that it names can come to nothing: picked, or promised and not owed"
                    break
                met = met and (level > 0 or any(over.seen.stand.met for over in walk.ends))
                return _Tried(Judged(clause, place, "proved", level, met=met), followed)
            wanted, why = list[What](), "a path that breaches it is none"
            for stride in bad:
                beginning = entries[walk.beginning(stride)]
                found = play(self.script, beginning, walk.path(stride), sight.rule)
                if not isinstance(found, Played):
                    wanted += map(what_of, found.atoms)
                    why = found.why or why
                elif self._breached(found.call, clause, place):
                    judged = self._shown(clause, place, level, beginning, finished(self.script, found))
                    return _Tried(judged._replace(always=not walk.ends), followed)
            new = [what for what in wanted if what not in followed]
            if not new:
                break
            followed = (*followed, new[0])
        return _Tried(Judged(clause, place, "undecided", level, why or "it takes too many rounds"), followed)

    def _shown(self, clause: str, place: int, level: Level, beginning: Beginning, played: Played) -> Judged:
        how = played.call.ended.how if played.call.ended else ""
        return Judged(clause, place, "breached", level, "", beginning, played, how)

    def _breached(self, call: Call, clause: str, place: int) -> bool:
        watches = call.watches.get(clause)
        return bool(watches and watches[place].breached)

    def _entries(self, sight: Sight, clause: str, place: int) -> Iterator[tuple[Beginning, tuple[Place, Seen]]]:
        for beginning in self.beginnings:
            for known in self._known(sight, beginning):
                start = beginning._replace(known=known)
                call = self._begun.get(start) or begun(self.script, start)
                self._begun[start] = call
                where, watches = place_of(self.script, call), call.watches.get(clause)
                assert where
                stand = sight.stand_of(watches[place] if watches else Watch())
                yield start, (where, Seen(stand, tuple(_value(call, what) for what in sight.followed)))

    def _known(self, sight: Sight, beginning: Beginning) -> Iterator[tuple[str, ...]]:
        """Yield which fields may be known, of those that are in sight."""
        outgoing = self.script.pack.outgoing
        if not beginning.work or not outgoing:
            yield ()
            return
        in_sight = {what[1] for what in sight.followed if what[0] == "field"}
        in_sight |= {fact.removeprefix("known:") for fact in sight.interest}
        fields = [field for field in outgoing.fields if field in in_sight][:_KNOWN]
        for size in range(len(fields) + 1):
            yield from combinations(fields, size)


def _first(stride: Stride) -> bool:
    """Return by what breaches are ordered: those of an ordinary call first, at an ordinary end."""
    return stride.edge.how not in ("", *NORMAL)


def _value(call: Call, what: What) -> object:
    match what:
        case ("field", field):
            value = call.fields.get(field)
            return None if value is None else VALUE if value.counts else NOBODY
        case ("answer", _):
            return None
        case ("fact", fact, *since):
            return is_so(call, Happened(fact, tuple(since)))
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
        closes = next_opening_change(script, now) or now
        moments += [opens, closes + timedelta(minutes=1)]
    works = ("", *(script.pack.outgoing.done if script.pack.outgoing else ()))
    yield from (Beginning(at, work) for work in works for at in moments)
