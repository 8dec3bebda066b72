"""What a script pack says, as frozen values: the shape of `pack.toml`, and `Script`, the pack with its texts.

The structs here *are* the file format: `packs/` decodes into them and refuses unknown keys. Facts
(`said:…`, `chose:…=…`, see `core/standard/facts.py`) are names that rules and guards refer to, never expressions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from msgspec import Meta

from callscript.core.script.after_call_settings import AfterCallSettings
from callscript.core.script.base import ClauseId, Ending, Identifier, Record
from callscript.core.script.centre_hours import CentreHours
from callscript.core.script.conditions import EarlierCalls, Guard
from callscript.core.script.directory import DirectoryEntry as DirectoryEntry
from callscript.core.script.entries import EntryKind
from callscript.core.script.field import Field as Field
from callscript.core.script.hours import DayPart as DayPart
from callscript.core.script.hours import Hours as Hours
from callscript.core.script.notices import Notice
from callscript.core.script.outgoing import Outgoing
from callscript.core.script.steps import Ask, Choose, Pick, Stage, Step
from callscript.core.script.timer import Timer as Timer
from callscript.core.script.visits import Visits
from callscript.core.script.work_settings import WorkSettings
from callscript.core.standard.clauses import Clause

Text = str | dict[str, "Text"]
"""One wording, or wordings by variant: part of the day, the operator's gender, form of address known, a number."""

GENDERS, ADDRESSING = ("feminine", "masculine"), ("addressed", "plain")
ADDRESS_FIELD = "address"
"""The field that holds how the caller wants to be addressed: it picks `addressed` or `plain` texts."""

PLACEHOLDERS = ("operator_number", "operator_name", "centre", "phone", "due", "register_number", "coming_day")
"""What a text may name in braces besides the pack's own fields; `due` is when the latest promise falls due,
`register_number` what the matter was registered under."""

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
"""How the texts of the days of the week are called, from Monday."""

KEY_DETOURS = ("hold", "unclear", "complaint", "abuse", "escalate", "transfer", "callback", "end")
"""The ids of the detours that have a function key: they need no digit, and no option that leads to them."""


class Detour(Record, frozen=True, kw_only=True):
    """A run of stages that can be taken from anywhere and returns to the exact step it left."""

    id: Identifier
    stage: str
    again: Literal["on", "leave"] = "on"
    """What its key does while a countdown of it runs: the wait is over, or the detour is left at once."""
    digit: Annotated[int, Meta(ge=1, le=9)] | None = None
    """Offered under this digit at every step that is not typed into."""
    house: ClauseId | None = None
    """There only while this rule of the centre's own is in force."""
    urgent: bool = False
    """Insert takes it from anywhere, out of a field too: at most one detour of a pack is urgent."""
    when: Guard | None = None
    stay: Guard | None = None
    """While this holds it cannot be taken back; the text `detour.<id>.stay` tells why, and what to do."""
    quiet: bool = False
    """Nobody speaks with the caller there: a wait goes on meanwhile."""
    matter: tuple[str, ...] = ()
    """Each entry is a matter of its own: these fields start empty."""


class Outcome(Record, frozen=True, kw_only=True):
    """A way to file a finished call."""

    id: Identifier
    ended: tuple[Ending, ...]
    """The ways of ending that it fits."""
    when: Guard | None = None


class Aid(Record, frozen=True, kw_only=True):
    """Words to have at hand."""

    id: Identifier
    clauses: tuple[ClauseId, ...] = ()
    at: tuple[str, ...] | None = None
    """The stages, detours and steps that it belongs to; None: wherever nothing else does; empty: to none."""


class Start(Record, frozen=True, kw_only=True):
    """Where a call begins: the first entry whose condition holds."""

    stage: str
    when: Guard | None = None


class Language(Record, frozen=True, kw_only=True):
    """A language that the script is written in."""

    id: Annotated[str, Meta(pattern=r"^[a-z]{2,3}$")]
    alphabet: Literal["cyrillic", "latin"]
    """Which spelling of the operator's name to fill in."""


class Pack(Record, frozen=True, kw_only=True):
    """`pack.toml`: the structure of a centre's script, without prose."""

    format: Literal[1]
    id: Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9-]*$")]
    languages: tuple[Language, ...]
    """The first is the centre's own."""
    timezone: str
    region: Annotated[str, Meta(pattern=r"^[A-Z]{2}$")]
    """Country of telephone numbers written without a country code."""
    standard: tuple[ClauseId, ...]
    """Every clause of the standard; the check holds `clauses` against it."""
    house: tuple[ClauseId, ...] = ()
    """The rules of the centre's own that are in force: without its id, such a rule is switched off."""
    start: tuple[Start, ...]
    outgoing: Outgoing | None = None
    """None: the script has no way for calls that the operator begins."""
    after_call: str | None = None
    """The stage of work to do right after hanging up."""
    day_parts: tuple[DayPart, ...] = (DayPart(id="day", starts="00:00"),)
    """Left out: the whole day is one."""
    hours: Hours | None = None
    """None: open at any hour."""
    visits: Visits | None = None
    """None: nobody comes to the centre by appointment."""
    stages: tuple[Stage, ...]
    detours: tuple[Detour, ...] = ()
    fields: tuple[Field, ...] = ()
    matter: tuple[str, ...] = ()
    """The fields that belong to one matter of the caller's, and start empty for the next."""
    timers: tuple[Timer, ...] = ()
    clauses: tuple[Clause, ...] = ()
    outcomes: tuple[Outcome, ...]
    endings: tuple[Identifier, ...] = ()
    """The ways of ending of its own."""
    aids: tuple[Aid, ...] = ()
    notices: tuple[Notice, ...] = ()
    earlier: tuple[EarlierCalls, ...] = ()
    entries: tuple[EntryKind, ...] = ()
    """What comes without a call and is entered."""
    results: dict[Identifier, tuple[Identifier, ...]] = {}
    """By kind of work: what can come of it, one of which is said when it is done. Named by `result.<kind>.<id>`."""


@dataclass(frozen=True, eq=False)
class Script:
    """A pack that has passed its check, with texts and calendar: all that the core needs to lead a call."""

    pack: Pack
    texts: Mapping[str, Mapping[str, Text]]
    """By language, then by key (`step.…`, `clause.….title`): see `phrases.py`."""
    directory: Sequence[DirectoryEntry] = ()
    holidays: frozenset[date] = frozenset()
    hash: str = ""
    """The hash of the pack's files: a call keeps to the version it began with."""
    work: WorkSettings = field(default_factory=WorkSettings)
    """What the pack leaves to the centre."""
    after_call_work: AfterCallSettings = field(default_factory=AfterCallSettings)
    own_hours: CentreHours | None = None
    """The centre's own, as far as it says otherwise than the pack."""
    plural: Callable[[str, str], str] | None = None
    """Tells the form of words that a number wants in a language; None: `other`, whatever the number is."""
    stages: Mapping[str, Stage] = field(init=False)
    steps: Mapping[str, Step] = field(init=False)
    stage_of: Mapping[str, Stage] = field(init=False)
    """By step id."""
    detours: Mapping[str, Detour] = field(init=False)
    fields: Mapping[str, Field] = field(init=False)
    timers: Mapping[str, Timer] = field(init=False)
    clocks: Sequence[Timer] = field(init=False)
    clauses: Mapping[str, Clause] = field(init=False)
    outcomes: Mapping[str, Outcome] = field(init=False)
    entry_kinds: Mapping[str, EntryKind] = field(init=False)
    zone: ZoneInfo = field(init=False)

    def __post_init__(self) -> None:
        index = {
            "stages": {stage.id: stage for stage in self.pack.stages},
            "steps": {step.id: step for stage in self.pack.stages for step in stage.steps},
            "stage_of": {step.id: stage for stage in self.pack.stages for step in stage.steps},
            "detours": {detour.id: detour for detour in self.pack.detours},
            "fields": {each.id: each for each in self.pack.fields},
            "timers": {timer.id: timer for timer in self.pack.timers},
            "clocks": tuple(timer for timer in self.pack.timers if timer.starts),
            "clauses": {clause.id: clause for clause in self.pack.clauses},
            "outcomes": {outcome.id: outcome for outcome in self.pack.outcomes},
            "entry_kinds": {kind.id: kind for kind in self.pack.entries},
            "zone": ZoneInfo(self.pack.timezone),
        }
        for name, value in index.items():
            object.__setattr__(self, name, value)

    @cached_property
    def hours(self) -> Hours | None:
        """When the centre is open, as it says itself, else as the pack does; None: at any hour."""
        return self.own_hours.over(self.pack.hours) if self.own_hours else self.pack.hours

    @property
    def own_number(self) -> str:
        """The field of the caller's own number; empty: there is none, and only the number that rang is the caller's."""
        return next((field.id for field in self.pack.fields if field.own), "")

    @property
    def visit_kind(self) -> str:
        """The kind of work that an in-person visit is; empty: nobody comes by appointment."""
        return self.pack.visits.task if self.pack.visits else ""

    @property
    def own_language(self) -> str:
        """The centre's own: what only the operator reads is in it, whatever language the caller is spoken to in."""
        return self.pack.languages[0].id

    @property
    def urgent(self) -> Detour | None:
        """The detour that a key of its own takes from anywhere, if there is one."""
        return next((detour for detour in self.pack.detours if detour.urgent), None)

    @property
    def hold_timer(self) -> str:
        """The timer that measures how long the caller is on hold; of a pack that does not say which, `hold`."""
        return next((timer.id for timer in self.pack.timers if timer.hold), "hold")

    @cached_property
    def entries(self) -> Mapping[str, DirectoryEntry]:
        """The entries of the directory by their ids."""
        return {entry.id: entry for entry in self.directory}

    @cached_property
    def entry_by_name(self) -> Mapping[str, DirectoryEntry]:
        """The entries of the directory by their name in the centre's own language, as a `pick` records it."""
        return {entry.name[self.own_language]: entry for entry in self.directory if self.own_language in entry.name}

    @cached_property
    def names_of(self) -> Mapping[str, tuple[str, ...]]:
        """By field that is filled in by picking only: the names that can be picked for it, in the directory's order."""
        picks = [step for step in self.steps.values() if isinstance(step, Pick)]
        asked = {step.field for step in self.steps.values() if isinstance(step, Ask)}
        kinds = {pick.field: {step.directory for step in picks if step.field == pick.field} for pick in picks}
        return {
            field: tuple(self.name_of(entry) for entry in self.directory if entry.kind in wanted)
            for field, wanted in kinds.items()
            if field not in asked
        }

    def name_of(self, entry: DirectoryEntry) -> str:
        """Return the name of an entry of the directory as the centre has it, and as it is recorded."""
        return entry.name.get(self.own_language) or entry.id

    @cached_property
    def by_deed(self) -> frozenset[str]:
        """The fields whose names are only picked until a step `keeps` them."""
        return frozenset(field for step in self.steps.values() for field in step.keeps)

    @cached_property
    def steps_of(self) -> Mapping[str, frozenset[str]]:
        """By detour: the steps that can be come to in it."""
        return {detour.id: frozenset(self._reached(detour.stage)) for detour in self.pack.detours}

    def fields_of(self, detour: str) -> tuple[str, ...]:
        """Return the fields that belong to a matter: one begun by a detour, or one of the main script's."""
        return self.detours[detour].matter if detour else self.pack.matter

    def _reached(self, stage: str) -> Iterator[str]:
        waiting, seen = [stage], set[str]()
        while waiting:
            found = self.stages[waiting.pop()]
            seen.add(found.id)
            yield from (step.id for step in found.steps)
            options = (option for step in found.steps if isinstance(step, Choose) for option in step.options)
            waiting += [each for each in (found.next, *(option.to for option in options)) if each and each not in seen]
