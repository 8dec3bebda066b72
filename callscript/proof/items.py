"""What a run of the core comes to for whoever watches it, in order: conditions read, facts established, values put."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, assert_never

from callscript.core.call import events as e
from callscript.core.call.call import Call
from callscript.core.script.conditions import (
    Answered,
    Atom,
    BegunOpen,
    Chose,
    Happened,
    HasValue,
    InDetour,
    InRange,
    Known,
    OnDays,
    Overran,
    TaskOpen,
)
from callscript.core.script.model import Script
from callscript.core.script.numbers import number
from callscript.core.script.recorded import MANY, fits
from callscript.core.script.steps import Pick
from callscript.core.standard.facts import facts
from callscript.proof.supposing import Read


class Guard(NamedTuple):
    """A condition that was taken for so, or not."""

    atom: Atom
    so: bool


class Facts(NamedTuple):
    """What one event has established."""

    facts: tuple[str, ...]


class Put(NamedTuple):
    """Something that conditions read has another value now; `UNKNOWN`: there is no telling which."""

    what: What
    value: object


class Gone(NamedTuple):
    """Facts that do not count any more, or some of them: what was promised or picked came to nothing."""

    facts: tuple[str, ...]


class NextMatter(NamedTuple):
    """The caller's next matter begins."""


What = tuple[str, ...]
"""What conditions read: `("answer", step)`, `("field", field)`, `("fact", fact, since …)` and so on; of what is counted
`("times", number, fact, since …)`, and `("often", field, fact, since …)` where a field has the number.
"""
Item = Guard | Facts | Put | Gone | NextMatter
UNKNOWN = "?"
VALUE, NOBODY = "value", "nobody"
"""A field has a value; something is recorded that is none, or reaches nobody. None: nothing is. Of a number, and of a
choice, itself."""


def what_of(atom: Atom) -> What:
    """Return what a condition reads."""
    match atom:
        case HasValue() | InRange() | OnDays() | Chose() | Known():
            return ("field", atom.field)
        case Answered():
            return ("answer", atom.step)
        case Happened(times=None):
            return ("fact", atom.fact, *atom.since)
        case Happened():
            return ("often" if isinstance(atom.times, str) else "times", str(atom.times), atom.fact, *atom.since)
        case TaskOpen():
            return ("task", atom.kind)
        case Overran():
            return ("overran", atom.timer)
        case InDetour():
            return ("detour", atom.detour)
        case BegunOpen():
            return ("open",)
        case _:
            assert_never(atom)


class Often(NamedTuple):
    """How often something has happened that is to happen as often as a field says."""

    came: int | str
    """No more than the field can say; `UNKNOWN`: there is no telling."""
    wanted: int | str | None
    """What the field says; None: it has no number. `UNKNOWN`: there is no telling which."""
    least: int
    """What it says at least, if it has one."""


class Day(NamedTuple):
    """A day that is recorded: which one it is hangs on that of the call, but conditions on it stay as they were."""

    known: frozenset[tuple[OnDays, bool]] = frozenset()

    def told(self, atom: OnDays) -> bool | None:
        """Tell whether a condition was so before; None: it was not read since the day was recorded."""
        return next((so for each, so in self.known if each == atom), None)


def learnt(guard: Guard, value: object) -> object:
    """Return what is known of a value once a condition was taken for so, or not."""
    if not isinstance(guard.atom, OnDays) or not (isinstance(value, Day) or value == VALUE or guard.so):
        return value
    before = value if isinstance(value, Day) else Day()
    return Day(before.known | {(guard.atom, guard.so)})


def facts_of(what: What) -> tuple[str, ...]:
    """Return the facts that something hangs on, as far as it is followed by facts: the one that occurs, then others."""
    return what[1:] if what[0] == "fact" else what[2:] if what[0] in ("times", "often") else ()


def is_so(atom: Atom, value: object) -> bool | None:
    """Tell whether a condition is so with what it reads at this value; None: there is no telling."""
    if value == UNKNOWN:
        return None
    match atom:
        case HasValue():
            return value not in (None, NOBODY)
        case Chose() if value == VALUE:
            return None
        case OnDays():
            return value.told(atom) if isinstance(value, Day) else False if value in (None, NOBODY) else None
        case InRange() | Chose():
            return isinstance(value, str) and fits(value, atom)
        case Known():
            return value is not None
        case Answered():
            return value is not None and (not atom.among or value in atom.among)
        case Happened(times=int(times)):
            return isinstance(value, int) and value >= times
        case Happened(times=str()):
            return _is_so_often(value) if isinstance(value, Often) else None
        case Happened() | TaskOpen() | Overran() | InDetour() | BegunOpen():
            return bool(value)
        case _:
            assert_never(atom)


def _is_so_often(value: Often) -> bool | None:
    """Tell whether something has happened as often as a field says; None: there is no telling."""
    if value.wanted is None:
        return False
    if not isinstance(value.came, int):
        return None
    if isinstance(value.wanted, int):
        return value.came >= value.wanted
    return False if value.came < value.least else None


def items_of(script: Script, before: Call, events: Sequence[e.Event], reads: Iterable[Read]) -> tuple[Item, ...]:
    """Return what events come to, with the conditions that were read between them."""
    found: list[Item] = []
    waiting = list(reads)
    kinds = {task.id: task.kind for task in before.tasks}
    for event in events:
        while waiting and waiting[0].seq < event.seq:
            found.append(_guard(waiting.pop(0)))
        if isinstance(event, e.TaskOpened):
            kinds[event.task] = event.kind
        found += _of_event(script, kinds, event)
    found += map(_guard, waiting)
    return tuple(found)


def _guard(read: Read) -> Guard:
    return Guard(read.atom, read.so)


def _of_event(script: Script, kinds: Mapping[str, str], event: e.Event) -> Iterator[Item]:
    if isinstance(event, e.Moved):
        if event.begins:
            yield NextMatter()
            yield from (Put(("answer", step), None) for step in script.steps)
            yield from (Put(("field", field), None) for field in event.fields)
        elif event.matter:
            yield from (Put(("answer", step), UNKNOWN) for step in script.steps)
            yield from (Put(("field", field), UNKNOWN) for field in event.fields)
    elif isinstance(event, e.Chosen):
        yield Put(("answer", event.step), event.option)
    elif isinstance(event, e.Filled):
        if not event.matter:
            yield Put(("field", event.field), recorded(script, event))
    elif isinstance(event, e.TaskOpened):
        yield Put(("task", event.kind), True)
    elif isinstance(event, e.TaskDropped | e.TaskDone):
        yield Put(("task", kinds[event.task]), UNKNOWN)
        if isinstance(event, e.TaskDropped):
            yield Gone((f"task:{kinds[event.task]}",))
    elif isinstance(event, e.TimerStarted | e.TimerStopped):
        yield Put(("overran", event.timer), False)
    elif isinstance(event, e.TimerOverran):
        yield Put(("overran", event.timer), True)
    elif isinstance(event, e.DetourEntered):
        yield from _entered(script, event)
    elif isinstance(event, e.DetourLeft):
        yield from _picks(script, event.detour)
    elif isinstance(event, e.Ended):
        yield from (Put(("answer", step), UNKNOWN) for step in script.steps if script.pack.after_call)
        yield from (Put(("field", field), UNKNOWN) for field in script.pack.matter)
    if established := facts(script, event):
        yield Facts(established)


def recorded(script: Script, event: e.Filled) -> str | None:
    """Return what conditions can tell of what is recorded in a field."""
    if event.picked and not event.value:
        return None
    if event.absent or event.reaches_nobody:
        return NOBODY
    return value_of(script, event.field, event.value) if event.value else None


def value_of(script: Script, field: str, text: str) -> str:
    """Return what conditions can tell of a value: of a number how great it is, of a choice what was chosen."""
    kept = script.fields[field]
    if kept.kind == "number":
        return text if number(text) is not None else UNKNOWN
    told = set(kept.chosen(text)) <= set(kept.options) and not (kept.several and len(kept.options) > MANY)
    return text if kept.options and told else VALUE


def _entered(script: Script, event: e.DetourEntered) -> Iterator[Item]:
    elsewhere = {step for id, steps in script.steps_of.items() if id != event.detour for step in steps}
    main = {step for step in script.steps if not any(step in steps for steps in script.steps_of.values())}
    for step in sorted(script.steps_of[event.detour]):
        yield Put(("answer", step), UNKNOWN if step in elsewhere | main else None)
    yield from (Put(("field", field), None) for field in event.fields)


def _picks(script: Script, detour: str) -> Iterator[Item]:
    """Names that were only picked may be as before again: there is no telling which."""
    picked = {step.field for id in script.steps_of[detour] if isinstance(step := script.steps[id], Pick)}
    for field in sorted(picked):
        yield Put(("field", field), UNKNOWN)
        yield Gone((f"filled:{field}",))
