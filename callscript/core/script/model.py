"""What a script pack says, as frozen values: the shape of `pack.toml`, and `Script`, the pack with its texts.

The structs here *are* the file format: `packs/` decodes into them and refuses unknown keys. Facts
(`said:…`, `chose:…=…`, see `facts.py`) are names that rules and guards refer to, never expressions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from msgspec import Meta, Struct

Duration = Annotated[str, Meta(pattern=r"^[1-9][0-9]*(s|m|h|d|wd)$")]
"""`90s`, `3m`, `2h`, `1d` (calendar days) or `1wd` (working days by the centre's hours)."""

Due = Annotated[str, Meta(pattern=r"^(today|[1-9][0-9]*(s|m|h|d|wd))$")]
"""A `Duration`, or `today`: by the end of the day."""

TimeOfDay = Annotated[str, Meta(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
"""`HH:MM` on the centre's clock."""

Identifier = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]*$")]
ClauseId = Annotated[str, Meta(pattern=r"^[A-Z]+-[0-9]+$")]

Modality = Literal["must", "should", "may", "consent"]
EndKind = Literal["operator", "caller", "transfer", "abuse", "no_contact"]
"""Who or what ended the call: the operator after closing it, the caller (dropped), and so on."""

Text = str | dict[str, "Text"]
"""One wording, or wordings by variant: part of the day, the operator's gender, form of address known or not."""

GENDERS = ("feminine", "masculine")
ADDRESSING = ("addressed", "plain")
ADDRESS_FIELD = "address"
"""The field that holds how the caller wants to be addressed: it picks `addressed` or `plain` texts."""

PLACEHOLDERS = ("operator_number", "operator_name", "centre", "phone", "due")
"""What a text may name in braces besides the pack's own fields; `due` is when the latest promise falls due."""


class _Record(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Base of everything in a pack: frozen, keyword only, unknown keys refused."""


class Guard(_Record, frozen=True, kw_only=True, rename={"not_": "not"}):
    """A condition on the call, as data. All the keys that are given must hold."""

    field: str | None = None
    """This field has a value."""
    answer: str | None = None
    """This choice was answered, with one of `among` if that is given."""
    among: tuple[str, ...] = ()
    happened: str | None = None
    """This fact has occurred in the call."""
    overran: str | None = None
    """This timer is running now and is past its limit."""
    open: bool | None = None
    """The centre was open (or not) when the call began."""
    detour: str | None = None
    """This detour is being taken now, at any depth."""
    all: tuple[Guard, ...] = ()
    any: tuple[Guard, ...] = ()
    not_: Guard | None = None


class TaskSpec(_Record, frozen=True, kw_only=True):
    """Work that outlives the call, opened when the step is done."""

    kind: Identifier
    due: Due


class Option(_Record, frozen=True, kw_only=True):
    """One numbered answer to a `choose` step. At most one of `to`, `out`, `detour` and `end` says where it leads."""

    id: Identifier
    to: str | None = None
    """Go to this stage, within the same detour or the main script."""
    out: str | None = None
    """Leave every open detour and go on at this stage of the main script."""
    detour: str | None = None
    """Take this detour, then go on behind this step."""
    end: EndKind | None = None
    """The call is over, in this way."""
    leave: bool = False
    """Leave the detour and return to the exact step it was entered from."""
    when: Guard | None = None
    """Offered only when this holds; otherwise shown dimmed, with the text `<step>.<option>.unless` as the reason."""
    task: TaskSpec | None = None
    marks: tuple[Identifier, ...] = ()


class _Step(_Record, frozen=True, kw_only=True):
    id: Identifier
    """Unique in the pack. The step's wording is the text of the same name."""
    clauses: tuple[ClauseId, ...] = ()
    """The clauses that this step serves, shown beside it."""
    when: Guard | None = None
    """The step is passed over unless this holds."""
    marks: tuple[Identifier, ...] = ()
    """Facts (`mark:…`) that doing this step establishes, for rules to name."""
    task: TaskSpec | None = None
    """Opened when the step is done."""


class Say(_Step, frozen=True, kw_only=True, tag_field="kind", tag="say"):
    """Words to say. Enter: they were said."""

    phrase: str | None = None
    """The text to use, if it is not the one named after the step."""


class Do(_Step, frozen=True, kw_only=True, tag_field="kind", tag="do"):
    """Something to do that is not said (listen, search, tell a superior). Enter: it is done."""


class Ask(_Step, frozen=True, kw_only=True, tag_field="kind", tag="ask"):
    """A question whose answer is typed into a field. Enter: go on."""

    field: str
    optional: bool = False


class Choose(_Step, frozen=True, kw_only=True, tag_field="kind", tag="choose"):
    """A question with numbered answers."""

    options: tuple[Option, ...]


class Pick(_Step, frozen=True, kw_only=True, tag_field="kind", tag="pick"):
    """A numbered list out of the centre's directory; the name picked is kept in `field`."""

    directory: str
    """The kind of the entries offered."""
    field: str


class Wait(_Step, frozen=True, kw_only=True, tag_field="kind", tag="wait"):
    """A countdown that runs from arriving at this step until leaving it. Enter: the wait is over."""

    timer: str


class Register(_Step, frozen=True, kw_only=True, tag_field="kind", tag="register"):
    """Enter what the caller asks into the register. Refused while a field of `requires` is missing."""

    what: Identifier
    requires: tuple[str, ...] = ()


class End(_Step, frozen=True, kw_only=True, tag_field="kind", tag="end"):
    """Hang up. Enter: the call is over, in this way."""

    how: EndKind = "operator"


Step = Say | Do | Ask | Choose | Pick | Wait | Register | End


class Stage(_Record, frozen=True, kw_only=True):
    """A named run of steps. After its last step the script goes to `next`, or the detour is left."""

    id: Identifier
    steps: tuple[Step, ...]
    next: str | None = None


class Detour(_Record, frozen=True, kw_only=True):
    """A run of stages that can be taken from anywhere and returns to the exact step it left.

    The ids hold, unclear, complaint, abuse, escalate, transfer, callback and end have function keys.
    """

    id: Identifier
    stage: str
    again: Literal["on", "leave"] = "on"
    """What its key does while a countdown of it runs: the wait is over, or the detour is left at once."""
    digit: Annotated[int, Meta(ge=1, le=9)] | None = None
    """Offered under this digit at every step that is not typed into."""
    when: Guard | None = None


class Field(_Record, frozen=True, kw_only=True):
    """Something to find out from or about the caller."""

    id: Identifier
    kind: Literal["text", "name", "phone", "email", "choice"] = "text"
    group: Literal["caller", "matter", "call"] = "caller"
    """On the caller's card (`caller`, `matter`), or shown only where it is asked (`call`)."""
    options: tuple[Identifier, ...] = ()
    """The values of a `choice`."""
    absent: Literal["never", "none", "reason"] = "never"
    """May it be recorded that there is none: not at all, plainly, or only with a reason."""


class Timer(_Record, frozen=True, kw_only=True):
    """A limit on a wait. Reaching it is recorded once; what follows from it, rules and guards say."""

    id: Identifier
    limit: Duration
    warn: Duration | None = None
    """How long before the limit to warn."""
    hold: bool = False
    """It measures how long the caller is on hold: at most one timer of a pack does."""


class _Rule(_Record, frozen=True, kw_only=True):
    when: tuple[str, ...] = ()
    """Scope: the clause does not apply until one of these facts has occurred."""
    unless: tuple[str, ...] = ()
    """If one of these facts occurs while the clause is still owed, it does not apply."""
    outlives: bool = False
    """What is owed when the call ends may still be met afterwards."""


class Existence(_Rule, frozen=True, kw_only=True, tag_field="kind", tag="existence"):
    """One of `some` occurs; not before the first of `after`, and before the first of `before`."""

    some: tuple[str, ...]
    after: tuple[str, ...] = ()
    before: tuple[str, ...] = ()


class Absence(_Rule, frozen=True, kw_only=True, tag_field="kind", tag="absence"):
    """None of `none` ever occurs."""

    none: tuple[str, ...]


class Precedence(_Rule, frozen=True, kw_only=True, tag_field="kind", tag="precedence"):
    """`then` occurs only after one of `first`."""

    first: tuple[str, ...]
    then: tuple[str, ...]
    fresh: bool = False
    """Each `then` needs a `first` of its own."""


class Response(_Rule, frozen=True, kw_only=True, tag_field="kind", tag="response"):
    """Each occurrence of `after` is followed by all of `then`, in that order, within `within` if given."""

    after: tuple[str, ...]
    then: tuple[str, ...]
    within: Duration | None = None


Rule = Existence | Absence | Precedence | Response


class Clause(_Record, frozen=True, kw_only=True):
    """A numbered obligation of the standard."""

    id: ClauseId
    modality: Modality
    rules: tuple[Rule, ...] = ()
    """All of them must hold. None: a log cannot decide it, and the clause is a reminder."""


class Outcome(_Record, frozen=True, kw_only=True):
    """A way to file a finished call."""

    id: Identifier
    ended: tuple[EndKind, ...]
    """The ways of ending that it fits."""
    when: Guard | None = None


class Aid(_Record, frozen=True, kw_only=True):
    """Words to have at hand during the whole call."""

    id: Identifier
    clauses: tuple[ClauseId, ...] = ()


class Start(_Record, frozen=True, kw_only=True):
    """Where a call begins: the first entry whose condition holds."""

    stage: str
    when: Guard | None = None


class DayPart(_Record, frozen=True, kw_only=True):
    """A part of the day, from `starts` until the next one starts (round midnight)."""

    id: Identifier
    starts: TimeOfDay


class Language(_Record, frozen=True, kw_only=True):
    """A language that the script is written in."""

    id: Annotated[str, Meta(pattern=r"^[a-z]{2,3}$")]
    alphabet: Literal["cyrillic", "latin"]
    """Which spelling of the operator's name to fill in."""


class Hours(_Record, frozen=True, kw_only=True):
    """When the centre is open, on its own clock."""

    days: tuple[Annotated[int, Meta(ge=1, le=7)], ...]
    """1 is Monday."""
    opens: TimeOfDay
    closes: TimeOfDay
    holidays: Annotated[str, Meta(pattern=r"^[A-Z]{2}$")] | None = None
    """The country whose public holidays are days off."""
    days_off: tuple[date, ...] = ()
    working_days: tuple[date, ...] = ()
    """Days worked against the weekly pattern or a holiday."""


class DirectoryEntry(_Record, frozen=True, kw_only=True):
    """Somebody a call or a matter can go to."""

    id: Identifier
    kind: Identifier
    name: dict[str, str]
    """By language."""
    competence: dict[str, str] = {}
    contact: str = ""


class Pack(_Record, frozen=True, kw_only=True):
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
    start: tuple[Start, ...]
    after_call: str | None = None
    """The stage of work to do right after hanging up."""
    day_parts: tuple[DayPart, ...]
    hours: Hours | None = None
    """None: open at any hour."""
    stages: tuple[Stage, ...]
    detours: tuple[Detour, ...] = ()
    fields: tuple[Field, ...] = ()
    timers: tuple[Timer, ...] = ()
    clauses: tuple[Clause, ...] = ()
    outcomes: tuple[Outcome, ...]
    aids: tuple[Aid, ...] = ()


@dataclass(frozen=True, eq=False)
class Script:
    """A pack that has passed its check, with texts and calendar: all that the core needs to lead a call."""

    pack: Pack
    texts: Mapping[str, Mapping[str, Text]]
    """By language, then by key (`step.…`, `clause.….title`): see `phrases.py`."""
    directory: tuple[DirectoryEntry, ...] = ()
    holidays: frozenset[date] = frozenset()
    hash: str = ""
    """Of the pack's files: a call keeps to the version it began with."""
    stages: Mapping[str, Stage] = field(init=False)
    steps: Mapping[str, Step] = field(init=False)
    stage_of: Mapping[str, Stage] = field(init=False)
    """By step id."""
    detours: Mapping[str, Detour] = field(init=False)
    fields: Mapping[str, Field] = field(init=False)
    timers: Mapping[str, Timer] = field(init=False)
    clauses: Mapping[str, Clause] = field(init=False)
    outcomes: Mapping[str, Outcome] = field(init=False)
    entries: Mapping[str, DirectoryEntry] = field(init=False)
    zone: ZoneInfo = field(init=False)

    def __post_init__(self) -> None:
        index = {
            "stages": {stage.id: stage for stage in self.pack.stages},
            "steps": {step.id: step for stage in self.pack.stages for step in stage.steps},
            "stage_of": {step.id: stage for stage in self.pack.stages for step in stage.steps},
            "detours": {detour.id: detour for detour in self.pack.detours},
            "fields": {each.id: each for each in self.pack.fields},
            "timers": {timer.id: timer for timer in self.pack.timers},
            "clauses": {clause.id: clause for clause in self.pack.clauses},
            "outcomes": {outcome.id: outcome for outcome in self.pack.outcomes},
            "entries": {entry.id: entry for entry in self.directory},
            "zone": ZoneInfo(self.pack.timezone),
        }
        for name, value in index.items():
            object.__setattr__(self, name, value)

    @property
    def hold_timer(self) -> str:
        """The timer that measures how long the caller is on hold; of a pack that does not say which, `hold`."""
        return next((timer.id for timer in self.pack.timers if timer.hold), "hold")


_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}


def seconds(duration: str) -> int:
    """Turn a `Duration` other than working days into seconds."""
    return int(duration[:-1]) * _UNITS[duration[-1]]
