"""Watches one rule, and what conditions read as far as that is followed, along a path of which all else is left open.

The rule is stepped by the core's own monitor. What it keeps is cut down to what it hangs on: that something has come,
not when.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import NamedTuple, assert_never

from callscript.core.script.durations import DUE
from callscript.core.script.model import Script
from callscript.core.standard.clauses import Existence, Precedence, Response, Rule
from callscript.core.standard.monitors import Obligation, Watch, stepped
from callscript.core.standard.named import names
from callscript.core.standard.record import Work
from callscript.proof.following import Following
from callscript.proof.gist import Gist
from callscript.proof.items import Facts, Gone, Guard, Item, NextMatter, Put, What, facts_of, is_so, learnt, what_of
from callscript.proof.places import BASE, good_moment

HERE, OUTER, GONE = 0, 1, 2
"""Whose matter something is owed about: the one that the call is about, that of a frame below, one that is over."""
SUPPOSED = {True: 6, False: 1}
"""How much longer a path is for a condition that is supposed on it: that something has not come to be is likelier."""


class Owed(NamedTuple):
    """Something that a rule waits for."""

    answered: int
    late: bool
    about: int


class Stand(NamedTuple):
    """Where a rule stands."""

    scope: bool = False
    excused: bool = False
    ready: bool = False
    met: bool = False
    breached: bool = False
    ended: bool = False
    cut: bool = False
    owed: tuple[Owed, ...] = ()
    lost: bool = False
    """Something that it names was taken back: there is no telling where it stands."""
    came: int = 0
    """How often has come what must come so often: no more than that."""


class Seen(NamedTuple):
    """What is watched, at some moment."""

    stand: Stand
    values: tuple[object, ...] = ()
    """Beside what is followed."""


class Sight:
    """One rule, or none, and what conditions read as far as it is followed."""

    def __init__(
        self, script: Script, rule: Rule | None, followed: tuple[What, ...] = (), *, met: bool = False
    ) -> None:
        self.script = script
        self.rule = rule
        self.followed = followed
        self._met = met
        """Whether that it was met is told apart too."""
        self.following = Following(script, followed)
        self._places = self.following.places
        self.names = names(rule) if rule else frozenset[str]()
        self._facts = self.names.union(*map(facts_of, followed), {"ended"})
        self._now = good_moment(script)
        self._known: dict[tuple[Seen, tuple[Item, ...]], tuple[Seen, ...]] = {}
        self._of_interest: dict[tuple[Item, ...], tuple[Item, ...]] = {}
        self._by_matter = isinstance(rule, Response) and rule.by_matter

    @property
    def interest(self) -> frozenset[str]:
        """The facts that somebody looks at."""
        return self._facts

    def of_interest(self, items: tuple[Item, ...], gist: Gist) -> tuple[Item, ...]:
        """Return the items that change what is watched, or are held against it."""
        if not self._looks_at(gist):
            return ()
        found = self._of_interest.get(items)
        if found is None:
            found = self._of_interest[items] = tuple(filter(self._matters, items))
        return found

    def _looks_at(self, gist: Gist) -> bool:
        """Tell whether any of some items changes what is watched, or is held against it."""
        if not (self._facts.isdisjoint(gist.facts) and self.following.read.isdisjoint(gist.whats)):
            return True
        return self._by_matter and gist.begins

    def supposed(self, gist: Gist) -> int:
        """Return what it costs to suppose of conditions that are not followed that they are so, or not."""
        cost = 0
        for what, so in gist.guards:
            if what not in self._places:
                cost += SUPPOSED[so]
        return cost

    @property
    def timed(self) -> bool:
        """Whether it matters here which timers run."""
        words = {fact.partition(":")[0] for fact in self._facts}
        return bool(words & {"timing", "stopped", "overran"}) or any(what[0] == "overran" for what in self.followed)

    def _matters(self, item: Item) -> bool:
        match item:
            case Guard():
                return what_of(item.atom) in self._places
            case Facts() | Gone():
                return not self._facts.isdisjoint(item.facts)
            case Put():
                return self.following.changes(item)
            case NextMatter():
                return self._by_matter
            case _:
                assert_never(item)

    def after(self, seen: Seen, items: tuple[Item, ...]) -> tuple[Seen, ...]:
        """Return what is seen after items of interest; none: they cannot be, as far as is known.

        Of several things owed each is seen alone: one is enough to breach a rule, whatever becomes of the others, and
        sets of them would be as many as there are ways of having answered some.
        """
        if not items:
            return (seen,)
        key = (seen, items)
        if key not in self._known:
            found = self._after(seen, items)
            self._known[key] = () if found is None else tuple(self._each_alone(found))
        return self._known[key]

    def _each_alone(self, seen: Seen) -> Iterator[Seen]:
        if self._met or len(seen.stand.owed) < 2:
            yield seen
            return
        for owed in seen.stand.owed:
            yield seen._replace(stand=seen.stand._replace(owed=(owed,)))

    def _after(self, seen: Seen, items: tuple[Item, ...]) -> Seen | None:
        stand, values = seen.stand, list(seen.values)
        for item in items:
            match item:
                case Guard():
                    place = self._places[what_of(item.atom)]
                    so = is_so(item.atom, values[place])
                    if so is not None and so is not item.so:
                        return None
                    values[place] = learnt(item, values[place])
                case Put():
                    self.following.put(values, item)
                case Facts():
                    self.following.happened(values, item.facts)
                    stand = self._stepped(stand, item.facts)
                case Gone():
                    self.following.gone(values, item.facts)
                    if not self.names.isdisjoint(item.facts):
                        stand = stand._replace(lost=True)
                case NextMatter():
                    stand = stand._replace(owed=_owed(each._replace(about=GONE) for each in stand.owed))
                case _:
                    assert_never(item)
        return Seen(stand, tuple(values))

    def _stepped(self, stand: Stand, facts: tuple[str, ...]) -> Stand:
        if self.rule is None or self.names.isdisjoint(facts) or stand.breached:
            return stand
        before = _watch(self.rule, stand, self._now, by_matter=self._by_matter)
        work = Work("proof", self._now + timedelta(hours=1))
        after = stepped(self.script, self.rule, before, BASE, self._now, facts, matter=1, obliges=True, work=work)
        return self.stand_of(after, stand.lost)

    def stand_of(self, watch: Watch, lost: bool = False) -> Stand:
        """Return where a rule stands, cut down to what it hangs on."""
        if watch.breached:
            return Stand(breached=True, lost=lost)
        if isinstance(self.rule, Existence) and watch.met and (watch.ended or not self.rule.lapses):
            return Stand(scope=bool(watch.scope), met=True, ended=bool(watch.ended), lost=lost)
        owed = _owed(map(self._owes, watch.obligations))
        tells = self._met or not isinstance(self.rule, Response)
        met = self._met or not isinstance(self.rule, Response | Precedence)
        return Stand(
            bool(watch.scope),
            tells and bool(watch.excused),
            bool(watch.ready),
            met and bool(watch.met),
            False,
            bool(watch.ended),
            tells and watch.cut,
            owed,
            lost,
            min(watch.came, self.rule.times) if isinstance(self.rule, Existence) else 0,
        )

    def _owes(self, obligation: Obligation) -> Owed:
        late = obligation.limit is not None and self._now > obligation.limit
        return Owed(obligation.answered, late, obligation.matter - 1 if self._by_matter else HERE)

    # Detours

    def entered(self, seen: Seen, detour: str) -> Seen:
        """Return what is seen as a detour is entered: what is owed about another matter is that of a frame below."""
        stand, values = seen
        if self._by_matter and self.script.detours[detour].matter:
            owed = _owed(each._replace(about=OUTER) for each in stand.owed)
            stand = stand._replace(owed=owed)
        return Seen(stand, self._in(values, detour))

    def left(self, before: Seen, seen: Seen, detour: str) -> Seen:
        """Return what is seen when a detour is left that was entered as it was seen before."""
        stand, values = seen
        if self._by_matter and self.script.detours[detour].matter:
            below = {each.answered for each in stand.owed if each.about == OUTER}
            late = {each.answered for each in stand.owed if each.about == OUTER and each.late}
            kept = (
                each._replace(late=each.late or each.answered in late)
                for each in before.stand.owed
                if each.answered in below
            )
            own = (each._replace(about=GONE) for each in stand.owed if each.about != OUTER)
            stand = stand._replace(owed=_owed((*kept, *own)))
        return Seen(stand, self._out(values, before.values))

    def _in(self, values: tuple[object, ...], detour: str) -> tuple[object, ...]:
        place = self._places.get(("detour", detour))
        return values if place is None else (*values[:place], True, *values[place + 1 :])

    def _out(self, values: tuple[object, ...], before: tuple[object, ...]) -> tuple[object, ...]:
        return tuple(
            old if what[0] == "detour" else new for what, new, old in zip(self.followed, values, before, strict=True)
        )

    def late(self, seen: Seen) -> Seen | None:
        """Return what is seen once the time is over for what is owed; None: nothing is owed in time."""
        rule = self.rule
        if not isinstance(rule, Response) or not rule.within or rule.within == DUE or rule.outlives:
            return None
        owed = _owed(each._replace(late=True) for each in seen.stand.owed)
        return None if owed == seen.stand.owed else Seen(seen.stand._replace(owed=owed), seen.values)


def _owed(found: Iterable[Owed]) -> tuple[Owed, ...]:
    return tuple(sorted(set(found)))


def _watch(rule: Rule | None, stand: Stand, now: datetime, *, by_matter: bool) -> Watch:
    """Return a watch of a rule that stands so."""

    def at(so: bool) -> int:
        return 1 if so else 0

    ahead = now + timedelta(hours=1)
    within = isinstance(rule, Response) and bool(rule.within)
    owed = tuple(
        Obligation(
            1,
            now - timedelta(hours=1),
            each.answered,
            1 + (each.about if by_matter else 0),
            (now - timedelta(seconds=1) if each.late else ahead) if within else None,
            "proof",
        )
        for each in stand.owed
    )
    return Watch(
        at(stand.scope),
        at(stand.excused),
        at(stand.ready),
        at(stand.met),
        stand.came,
        at(stand.breached),
        at(stand.ended),
        stand.cut,
        owed,
    )
