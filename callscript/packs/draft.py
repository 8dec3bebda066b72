"""A pack that is being checked: its parts, look-ups by name, and a report of problems for each of its files.

Where the shape pass could not tell a name, the name is empty, and nothing more is complained of there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property
from typing import NamedTuple, TypeVar

from callscript.core.script.conditions import Guard
from callscript.core.script.model import Detour, DirectoryEntry, Field, Pack, Text, Timer
from callscript.core.script.steps import Choose, Option, Pick, Stage, Step, TaskSpec
from callscript.core.standard.clauses import Clause
from callscript.packs.errors import Report, hint, nearest
from callscript.packs.facts import producible
from callscript.packs.files import PACK
from callscript.packs.standard import Standard

GROUPS = (
    "stages",
    "steps",
    "detours",
    "fields",
    "timers",
    "clauses",
    "outcomes",
    "aids",
    "notices",
    "earlier",
    "entries",
    "day_parts",
    "languages",
)
"""The parts of a pack of which an id stands once."""

_Part = TypeVar("_Part", Stage, Field, Timer, Detour)


class Place(NamedTuple):
    """A step, and where it is."""

    stage: Stage
    step: Step
    key: str


class Condition(NamedTuple):
    """A guard, and where it is."""

    guard: Guard
    key: str
    stage: str


class PackDraft:
    """A pack's structure, texts and directory, with a report for each file."""

    def __init__(
        self,
        pack: Pack,
        texts: Mapping[str, Mapping[str, Text]],
        directory: Mapping[str, tuple[DirectoryEntry, ...]],
        standard: Standard | None,
        reports: Mapping[str, Report],
    ) -> None:
        self.pack = pack
        self.texts = texts
        """Only of the languages whose files could be read."""
        self._directory = directory
        """By file."""
        self.directory = tuple(entry for entries in directory.values() for entry in entries)
        self._listed_in = {id(entry): name for name, entries in directory.items() for entry in entries}
        self.standard = standard
        """The words that the standard prescribes; None: the pack does not keep them apart."""
        self.reports = reports

    @property
    def report(self) -> Report:
        """Where complaints about `pack.toml` go."""
        return self.reports[PACK]

    def report_on(self, entry: DirectoryEntry) -> Report:
        """Return where complaints about an entry of the directory go: to the file that it stands in."""
        return self.reports[self._listed_in[id(entry)]]

    def without(self, broken: Collection[tuple[str, str]]) -> PackDraft:
        """Return the draft without entries of its directory, each by the file that complaints name and its id, or its
        number; and without those that have no name of their own.
        """
        reports = {name: Report(report.file) for name, report in self.reports.items()}
        left = {
            name: tuple(
                entry
                for number, entry in enumerate(entries, start=1)
                if entry.id
                and entry.kind
                and {(reports[name].file, each) for each in (entry.id, str(number))}.isdisjoint(broken)
            )
            for name, entries in self._directory.items()
        }
        return PackDraft(self.pack, self.texts, left, self.standard, reports)

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """Every step, in order."""
        return tuple(
            Place(stage, step, f"stages[{stage.id}].steps[{step.id}]")
            for stage in self.pack.stages
            for step in stage.steps
        )

    @property
    def begins(self) -> tuple[str, ...]:
        """The stages at which a call can begin: one in which somebody rings, or one that the operator begins."""
        ringing = tuple(start.stage for start in self.pack.start)
        return (*ringing, self.pack.outgoing.stage) if self.pack.outgoing else ringing

    @cached_property
    def used_twice(self) -> frozenset[str]:
        """The parts of the pack of which an id is used more than once: one of them was meant to have another one."""
        listed = {name: [each.id for each in getattr(self.pack, name)] for name in GROUPS if name != "steps"}
        listed["steps"] = [place.step.id for place in self.places]
        return frozenset(name for name, ids in listed.items() if len(ids) > len({*ids}))

    @cached_property
    def stages(self) -> Mapping[str, Stage]:
        """By id; the first of those that share one."""
        return _by_id(self.pack.stages)

    @cached_property
    def steps(self) -> Mapping[str, Step]:
        """By id."""
        return {place.step.id: place.step for place in reversed(self.places)}

    @cached_property
    def fields(self) -> Mapping[str, Field]:
        """By id; the first of those that share one."""
        return _by_id(self.pack.fields)

    @cached_property
    def timers(self) -> Mapping[str, Timer]:
        """By id; the first of those that share one."""
        return _by_id(self.pack.timers)

    @cached_property
    def detours(self) -> Mapping[str, Detour]:
        """By id; the first of those that share one."""
        return _by_id(self.pack.detours)

    @cached_property
    def facts(self) -> frozenset[str]:
        """What a call can establish."""
        return producible(self.pack, self.directory)

    @cached_property
    def answers(self) -> Mapping[str, tuple[str, ...]]:
        """What can be answered, by choice: its options, or the entries of the directory."""
        found: dict[str, tuple[str, ...]] = {}
        for step in self.steps.values():
            if isinstance(step, Choose):
                found[step.id] = tuple(option.id for option in step.options)
            elif isinstance(step, Pick):
                found[step.id] = tuple(entry.id for entry in self.entries(step.directory))
        return found

    @cached_property
    def task_kinds(self) -> Mapping[str, str]:
        """The kinds of work that a call can promise, and the stage where it first does."""
        found = {place.step.task.kind: place.stage.id for place in reversed(self.places) if place.step.task}
        for place, option, _ in self.options():
            if option.task:
                found.setdefault(option.task.kind, place.stage.id)
        for clause in self.pack.clauses:
            for rule in clause.rules:
                if rule.cut:
                    found.setdefault(rule.cut.kind, "")
        for spec in self.given_up:
            found.setdefault(spec.kind, "")
        for kind in self.pack.entries:
            found.setdefault(kind.task.kind, "")
        return found

    @cached_property
    def tasks(self) -> Iterable[TaskSpec]:
        """The work that a call can open."""
        at_steps = (place.step.task for place in self.places)
        of_options = (option.task for _, option, _ in self.options())
        of_rules = (rule.cut for clause in self.pack.clauses for rule in clause.rules)
        return tuple(spec for spec in (*at_steps, *of_options, *of_rules, *self.given_up) if spec)

    @property
    def given_up(self) -> tuple[TaskSpec, ...]:
        """The work that is done in the place of what is given up."""
        attempts = self.pack.outgoing.attempts.values() if self.pack.outgoing else ()
        return tuple(each.then for each in attempts if each.then)

    def options(self) -> Iterator[tuple[Place, Option, str]]:
        """Yield every option of every choice, and its key; of steps with one id, of the first."""
        for place in self.places:
            if isinstance(place.step, Choose) and self.steps[place.step.id] is place.step:
                for option in place.step.options:
                    yield place, option, f"{place.key}.options[{option.id}]"

    def entries(self, kind: str) -> tuple[DirectoryEntry, ...]:
        """Return the directory's entries of a kind."""
        return tuple(entry for entry in self.directory if entry.kind == kind)

    def conditions(self) -> Iterator[Condition]:
        """Yield every guard of the pack, those within another one too."""
        for guard, key, stage in self._conditions():
            if guard is not None:
                yield from _within(guard, key, stage)

    def _conditions(self) -> Iterator[tuple[Guard | None, str, str]]:
        for number, start in enumerate(self.pack.start, start=1):
            yield start.when, f"start[{number}].when", ""
        for place in self.places:
            yield place.step.when, f"{place.key}.when", place.stage.id
        for place, option, key in self.options():
            yield option.when, f"{key}.when", place.stage.id
        for detour in self.pack.detours:
            yield detour.when, f"detours[{detour.id}].when", ""
            yield detour.stay, f"detours[{detour.id}].stay", ""
        for outcome in self.pack.outcomes:
            yield outcome.when, f"outcomes[{outcome.id}].when", ""

    def meant(self, name: str | None, known: Iterable[str]) -> str | None:
        """Return the name itself, or the one that it is most likely a slip for, so that one slip is one complaint."""
        names = set(known)
        return name if not name or name in names else nearest(name, names) or name

    def clause_meant(self, clause: Clause) -> str:
        """Return the id of a clause, or the one of the standard that it is most likely a slip for."""
        if clause.house or clause.id in self.pack.standard:
            return clause.id
        return nearest(clause.id, {*self.pack.standard} - {each.id for each in self.pack.clauses}) or clause.id

    def must_exist(self, name: str | None, known: Iterable[str], what: str, key: str, stage: str = "") -> None:
        """Complain of a name that nothing bears."""
        names = set(known)
        if name and name not in names and not self.is_hidden(names, what):
            self.report.add(key, f"there is no {what} '{name}'{hint(name, names)}", stage)

    def is_hidden(self, names: Collection[str], what: str) -> bool:
        """Tell whether what bears a name may be there, but under another one: one that is missing, or used twice."""
        groups = {"choice": ("steps",), "fact": GROUPS}.get(what, (f"{what}s",))
        return "" in names or self.report.is_wholly_unread(f"{what}s") or not self.used_twice.isdisjoint(groups)


def _by_id(parts: Iterable[_Part]) -> dict[str, _Part]:
    """Return parts by their ids, in their order; the first of those that share one."""
    found: dict[str, _Part] = {}
    for each in parts:
        found.setdefault(each.id, each)
    return found


def _within(guard: Guard, key: str, stage: str) -> Iterator[Condition]:
    yield Condition(guard, key, stage)
    for word, inner in (("all", guard.all), ("any", guard.any)):
        for number, each in enumerate(inner, start=1):
            yield from _within(each, f"{key}.{word}[{number}]", stage)
    if guard.not_ is not None:
        yield from _within(guard.not_, f"{key}.not", stage)
