"""Steps and stages of a script pack: what is said, asked, chosen and waited for, and where an answer leads."""

from __future__ import annotations

from typing import Literal, assert_never, get_args

from callscript.core.script.base import ClauseId, Ending, Identifier, Record
from callscript.core.script.conditions import Guard
from callscript.core.script.durations import Due, Duration

Tally = Literal["rating", "survey", "feedback", "complaint"]
"""What a report counts answers as: a mark for the conversation, a mark of a survey, a class of feedback, what came of a
complaint."""


class TaskSpec(Record, frozen=True, kw_only=True):
    """Work that outlives the call, opened when the step is done."""

    kind: Identifier
    due: Due
    any_hour: bool = False
    """Somebody does it at any hour, as a service round the clock: the hours of the centre do not count."""
    grace: Duration | None = None
    """Of what is due at a moment that was named: for how long from then on it is in time still."""
    anyone: bool = False
    """It is anybody's from the beginning, not the operator's whose call has promised it."""
    people: Identifier | None = None
    """The people of the centre who are to do it, named in its settings; None: the operator of the call."""


Leads = Literal["to", "out", "detour", "end", "leave", "back"]
LEADS: tuple[Leads, ...] = get_args(Leads)
"""The keys of an answer that say where it leads."""


class Option(Record, frozen=True, kw_only=True):
    """One numbered answer to a `choose` step. At most one of the keys `LEADS` is given."""

    id: Identifier
    to: str | None = None
    """Go to this stage, within the same detour or the main script."""
    out: str | None = None
    """Leave every open detour and go on at this stage of the main script."""
    detour: str | None = None
    """Take this detour, then go on behind this step."""
    end: Ending | None = None
    """The call is over, in this way."""
    leave: bool = False
    """Leave the detour and return to the exact step it was entered from, or go on behind it if that step, or its
    answer, had led here.
    """
    back: bool = False
    """Leave the detour, which came to nothing, and return to the exact step; it is asked again if its answer had led
    here.
    """
    house: ClauseId | None = None
    """There only while this rule of the centre's own is in force."""
    when: Guard | None = None
    """Offered only when this holds; otherwise shown dimmed, with the text `<step>.<option>.unless` as the reason."""
    task: TaskSpec | None = None
    closes: Identifier | None = None
    """The kind of work that is done with this answer: that of the matter."""
    spares: Identifier | None = None
    """The kind of work that is not owed with this answer: that of the matter."""
    marks: tuple[Identifier, ...] = ()

    @property
    def leads(self) -> Leads | None:
        """The key that says where it leads; None: it goes on behind the step."""
        return next((key for key in LEADS if getattr(self, key)), None)

    @property
    def leaves(self) -> bool:
        """Tell whether it leads out of the detour, to the step that this was entered from."""
        return self.leave or self.back


class _Step(Record, frozen=True, kw_only=True):
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
    closes: Identifier | None = None
    """The kind of work that is done with this step: that of the matter."""
    keeps: tuple[str, ...] = ()
    """Doing this step makes true what was picked for these fields; until then the names are only picked."""
    matter: bool = False
    """Whoever has come by such a step in the main script begins the caller's next matter here."""
    each: Identifier | None = None
    """Come to once for each open task of this kind, about the matter of that task; without one, passed over."""


class _Leading(_Step, frozen=True, kw_only=True):
    detour: str | None = None
    """Once it is done, this detour is taken; then, or where it cannot be, the script goes on behind the step."""


class Say(_Leading, frozen=True, kw_only=True, tag_field="kind", tag="say"):
    """Words to say. Enter: they were said."""

    phrase: str | None = None
    """The text to use, if it is not the one named after the step."""


class Do(_Leading, frozen=True, kw_only=True, tag_field="kind", tag="do"):
    """Something to do that is not said (listen, search, tell a superior). Enter: it is done."""


class Ask(_Leading, frozen=True, kw_only=True, tag_field="kind", tag="ask"):
    """A question whose answer is typed into a field. Enter: go on."""

    field: str
    optional: bool = False
    aloud: bool = True
    """It is put to the caller; otherwise the operator alone reads it and notes the answer."""


class Choose(_Step, frozen=True, kw_only=True, tag_field="kind", tag="choose"):
    """A question with numbered answers."""

    options: tuple[Option, ...]
    aloud: bool = True
    """It is put to the caller; otherwise the operator asks it of himself."""
    tally: Tally | None = None
    """What a report counts its answers as; None: it counts them not."""


class Pick(_Leading, frozen=True, kw_only=True, tag_field="kind", tag="pick"):
    """A numbered list out of the centre's directory; the name picked is kept in `field`."""

    directory: str
    """The kind of the entries offered."""
    field: str


class Wait(_Step, frozen=True, kw_only=True, tag_field="kind", tag="wait"):
    """A countdown that runs from arriving at this step until leaving it. Enter: the wait is over."""

    timer: str
    again: str | None = None
    """The step that asks for the caller's consent: a detour ends the wait, and coming back goes on there."""
    aloud: bool = False
    """Its words are said to the caller meanwhile; otherwise they tell the operator what to do."""


class Register(_Step, frozen=True, kw_only=True, tag_field="kind", tag="register"):
    """Enter what the caller asks into the register. Refused while a field of `requires` is missing."""

    what: Identifier
    requires: tuple[str, ...] = ()


class End(_Step, frozen=True, kw_only=True, tag_field="kind", tag="end"):
    """Hang up. Enter: the call is over, in this way."""

    how: Ending = "operator"


Step = Say | Do | Ask | Choose | Pick | Wait | Register | End


def detour_behind(step: Step) -> str | None:
    """Return the detour that is taken once a step is done."""
    return step.detour if isinstance(step, Say | Do | Ask | Pick) else None


def is_spoken(step: Step) -> bool:
    """Tell whether the words of a step are said to the caller, as against read by the operator alone."""
    match step:
        case Say():
            return True
        case Ask() | Choose() | Wait():
            return step.aloud
        case Do() | Pick() | Register() | End():
            return False
        case _:
            assert_never(step)


class Stage(Record, frozen=True, kw_only=True):
    """A named run of steps. After its last step the script goes to `next`, or the detour is left."""

    id: Identifier
    steps: tuple[Step, ...]
    next: str | None = None
