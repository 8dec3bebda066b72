"""Judges every rule of a script over all paths: proved, breached on a path that is shown, or undecided and why.

What conditions read is followed only as far as it takes: a path that breaches a rule is played for real, and where a
condition was taken on it for what it is not, what that reads is followed from then on.
"""

from __future__ import annotations

from typing import NamedTuple

from callscript.core.call.call import Call
from callscript.core.script.conditions import OnDays
from callscript.core.script.model import Script
from callscript.proof.beginnings import Beginnings
from callscript.proof.cone import looked_at_first
from callscript.proof.flow import Flow
from callscript.proof.items import What, what_of
from callscript.proof.judged import Judged, not_walked
from callscript.proof.keys import Level
from callscript.proof.replay import Beginning, Played, finished, play
from callscript.proof.tracks import Stride, TooMany
from callscript.proof.walk import Walk
from callscript.proof.watching import Sight
from callscript.runtime.i18n import N_

CUT_OFF = ("caller", "abuse", "no_contact")
"""The ways of ending that cut something off."""
_ROUNDS = 16
_CANDIDATES = 12
"""So many paths of a round are played for real."""
_TURNS = (100_000, 500_000, 2_000_000)
"""So much work is for a rule at its turn: one that takes little is not to wait for those that take all there is."""
_TOO_MUCH = N_("it takes too much work")
_BY_DAY = N_("it hangs on a day that is recorded in the call")
_BY_FIELD = N_("it hangs on how often something is to happen by a number that is recorded in the call")


class _Tried(NamedTuple):
    judged: Judged
    followed: tuple[What, ...]

    def is_due(self, level: Level) -> bool:
        """Tell whether it is judged at a level next: it is proved below, or took more work there than it had."""
        if self.judged.verdict == "proved":
            return level == self.judged.level + 1
        return self.judged.why == _TOO_MUCH and level == self.judged.level


class Prover:
    """Proves what it can of one script, with so much work for a walk, and for all of them."""

    def __init__(
        self, script: Script, flow: Flow | None = None, *, limit: int = 1_000_000, budget: int = 12_000_000
    ) -> None:
        self.script = script
        self.flow = flow or Flow(script)
        self._limit = limit
        self._left = budget
        self._starts = Beginnings(script, self.flow.now)

    @property
    def beginnings(self) -> tuple[Beginning, ...]:
        """The ways in which a call can begin."""
        return self._starts.all

    def rules(self, levels: tuple[Level, ...] = (0, 1, 2)) -> tuple[Judged, ...]:
        """Judge all rules, each level by level, with little work for each; then those that it was too little for: those
        that have come furthest first, and of these what took least work.
        """
        found = {
            (clause.id, place): self._before(clause.id, place)
            for clause in self.script.pack.clauses
            for place in range(len(clause.rules))
        }
        work = dict.fromkeys(found, 0)
        for turn in _TURNS:
            for key in sorted(found, key=lambda key: (-found[key].judged.level, work[key])):
                left = self._left
                for level in levels:
                    if found[key].is_due(level):
                        found[key] = self._at(*key, level, found[key], turn)
                work[key] = left - self._left
        return tuple(tried.judged for tried in found.values())

    def rule(self, clause: str, place: int, levels: tuple[Level, ...] = (0, 1, 2)) -> Judged:
        """Judge one rule."""
        tried = self._before(clause, place)
        for level in levels:
            if tried.is_due(level):
                tried = self._at(clause, place, level, tried, self._left)
        return tried.judged

    def _before(self, clause: str, place: int) -> _Tried:
        """Return a rule of which nothing is known yet."""
        rule = self.script.clauses[clause].rules[place]
        return _Tried(Judged(clause, place, "undecided", 0, _TOO_MUCH), looked_at_first(self.script, rule))

    def _at(self, clause: str, place: int, level: Level, tried: _Tried, turn: int) -> _Tried:
        """Judge a rule at a level, with what was followed before, and so much work for that."""
        end = max(self._left - turn, 0)
        followed, why = tried.followed, ""
        for _ in range(_ROUNDS):
            sight = Sight(self.script, self.script.clauses[clause].rules[place], followed)
            if why := not_walked(self.script, sight.interest):
                break
            entries = self._starts.entries(sight, (clause, place))
            try:
                walk = Walk(self.flow, sight, entries, level, min(self._limit, self._left - end))
            except TooMany as stopped:
                self._left -= int(str(stopped))
                why = _TOO_MUCH
                break
            self._left -= walk.work
            bad = sorted(walk.breaches.values(), key=_first)[:_CANDIDATES]
            if not bad:
                if any(over.seen.stand.lost for over in walk.ends):
                    why = N_("something that it names can come to nothing: picked, or promised and not owed")
                    break
                return _Tried(Judged(clause, place, "proved", level), followed)
            wanted, why = list[What](), N_("a path that breaches it is none")
            for stride in bad:
                beginning = entries[walk.paths.beginning(stride)]
                found = play(self.script, beginning, walk.paths.of(stride), sight.rule)
                if not isinstance(found, Played):
                    wanted += map(what_of, found.atoms)
                    why = found.why or (_BY_DAY if any(isinstance(atom, OnDays) for atom in found.atoms) else why)
                elif self._breached(found.call, clause, place):
                    judged = self._shown(clause, place, level, beginning, finished(self.flow.keys, found))
                    return _Tried(judged._replace(always=not walk.ends), followed)
            new = [what for what in wanted if what not in followed]
            if not new:
                why = _BY_FIELD if any(what[0] == "often" for what in wanted) else why
                break
            followed = (*followed, new[0])
        return _Tried(Judged(clause, place, "undecided", level, why or N_("it takes too many rounds")), followed)

    def _shown(self, clause: str, place: int, level: Level, beginning: Beginning, played: Played) -> Judged:
        how = played.call.ended.how if played.call.ended else ""
        return Judged(clause, place, "breached", level, "", beginning, played, how)

    def _breached(self, call: Call, clause: str, place: int) -> bool:
        watches = call.watches.get(clause)
        return bool(watches and watches[place].breached)


def _first(stride: Stride) -> bool:
    """Return by what breaches are ordered: those of an ordinary call first, at an ordinary end."""
    return stride.edge.how in CUT_OFF
