"""All calls of a small script, key by key, by the program's own decisions: what they come to, and by which keys.

Of calls that nothing tells apart any more one is gone on with. Nothing is taken back, as in a proof.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from datetime import timedelta

from callscript.core.call import commands as c
from callscript.core.call.call import Call
from callscript.core.call.decide import carry_out
from callscript.core.call.flow import current, offers
from callscript.core.call.guards import how_often, is_so
from callscript.core.call.refusal import Refused
from callscript.core.script.conditions import Atom, Happened, atoms
from callscript.core.script.model import Script
from callscript.core.script.steps import Choose
from callscript.core.standard.monitors import Watch
from callscript.dialogue.show import call_view
from callscript.proof.flow import Flow
from callscript.proof.goals import Goal
from callscript.proof.replay import Beginning, begun
from tests.proof.walking import is_filled_here, keyed_of, level_of


class Brute:
    """What calls come to by keys up to a level."""

    def __init__(self, script: Script, ceiling: int, *, limit: int = 1000) -> None:
        self.script = script
        self.goals: set[Goal] = set()
        self.breached: set[tuple[str, int]] = set()
        """Rules that some call has breached."""
        self.ends_from: set[str] = set()
        """Steps behind which some call has ended."""
        self._ceiling = ceiling
        self._keyed = keyed_of(script)
        self._spoken = len(script.pack.languages) > 1
        """Whether languages are told apart, and what is marked as given."""
        self._atoms = tuple(dict.fromkeys(_atoms(script)))
        now = Flow(script).now
        first = begun(script, Beginning(now))
        before: dict[object, set[object]] = {self._alike(first): set()}
        calls: dict[object, Call] = {self._alike(first): first}
        waiting = deque([first])
        self._note(first)
        self.whole = True
        """Whether that is all of them."""
        while waiting:
            call = waiting.popleft()
            here = self._alike(call)
            for after in self._after(call):
                self._note(after)
                alike = self._alike(after)
                if alike not in calls:
                    calls[alike], before[alike] = after, set()
                    if not after.over and after.frames:
                        waiting.append(after)
                before[alike].add(here)
            if len(calls) > limit:
                self.whole = False
                break
        self._back(before, calls)

    def _back(self, before: dict[object, set[object]], calls: dict[object, Call]) -> None:
        found = {alike for alike, call in calls.items() if call.ended}
        waiting = list(found)
        while waiting:
            new = before[waiting.pop()] - found
            found |= new
            waiting += new
        self.ends_from = {calls[alike].step for alike in found if calls[alike].frames}

    def _after(self, call: Call) -> Iterator[Call]:
        assert call.latest
        now = call.latest + timedelta(seconds=4)
        for command in self._commands(call):
            level = level_of(self.script, call, command, self._keyed)
            if level is None or level > self._ceiling:
                continue
            if isinstance(command, c.LoseLine) and self._ceiling < 2:
                continue
            try:
                _, after = carry_out(self.script, call, command, now)
            except Refused:
                continue
            if isinstance(command, c.Answer):
                self.goals.add(Goal("answer", call.step, command.option))
            if not after.frames and not after.ended:
                self.goals.add(Goal("nowhere", call.step))
            if after.ended and not isinstance(command, c.LoseLine):
                self.goals.add(Goal("ending", after.ended.how))
            yield after

    def _commands(self, call: Call) -> Iterator[c.Command]:
        yield c.Advance()
        step = current(self.script, call)
        if isinstance(step, Choose):
            yield from (c.Answer(option.id) for option in step.options)
        for field in self.script.pack.fields:
            yield from (c.Fill(field.id, "Anna"), c.Fill(field.id, "", absent=True), c.Fill(field.id, ""))
        yield from (c.TakeDetour(detour.id) for detour in self.script.pack.detours)
        yield from (c.SwitchLanguage(each) for each in (call_view.next_language(self.script, call),) if self._spoken)
        yield from (c.Inform("a", "A", 1, "a") for _ in range(self._spoken))
        yield c.LoseLine()

    def _note(self, call: Call) -> None:
        script = self.script
        if call.frames:
            self.goals.add(Goal("step", call.step))
            step = script.steps[call.step]
            own = {option.id for option in step.options} if isinstance(step, Choose) else set[str]()
            if own and not any(offer.offered for offer in offers(script, call) if offer.id in own):
                self.goals.add(Goal("stuck", call.step))
        self.goals.update(Goal("detour", frame.detour) for frame in call.frames if frame.detour)
        for clause in script.pack.clauses:
            for place, watch in enumerate(call.watches.get(clause.id, ())):
                if watch.breached:
                    self.breached.add((clause.id, place))
                if watch.met and not watch.breached:
                    self.goals.add(Goal("met", clause.id, str(place + 1)))

    def _alike(self, call: Call) -> object:
        """Return all that what comes next hangs on."""
        frames = tuple(
            (frame.detour, frame.step, frame.onward, call.done.get(frame.step, 0) > frame.since[frame.at])
            for frame in call.frames
        )
        return (
            frames,
            tuple(_as_told_apart(call, atom) for atom in self._atoms),
            frozenset(call.fields),
            frozenset(field for field in call.fields if call.frames and is_filled_here(call, field)),
            frozenset(call.orphans),
            frozenset(call.latest_of),
            tuple(_stand(watch) for clause in self.script.pack.clauses for watch in call.watches.get(clause.id, ())),
            call.ended and call.ended.how,
            call.language,
            len(call.informed),
        )


def _as_told_apart(call: Call, atom: Atom) -> object:
    if isinstance(atom, Happened) and atom.times is not None:
        return how_often(call, atom.fact, atom.since)
    return is_so(call, atom)


def _stand(watch: Watch) -> object:
    owed = tuple(each.answered for each in watch.obligations)
    return (
        tuple(map(bool, (watch.scope, watch.excused, watch.ready, watch.met, watch.breached, watch.ended))),
        watch.came,
        owed,
    )


def _atoms(script: Script) -> Iterator[Atom]:
    guards = [step.when for step in script.steps.values()]
    guards += [option.when for step in script.steps.values() if isinstance(step, Choose) for option in step.options]
    guards += [detour.when for detour in script.pack.detours]
    for guard in filter(None, guards):
        yield from atoms(guard)
