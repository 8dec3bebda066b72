"""A call as it stands: screen, verdicts, registers and the recovery after a crash are read off it.

It is the fold of its events and changes in no other way: see `fold.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from callscript.core.call import events as e
from callscript.core.script.conditions import Atom
from callscript.core.standard.record import Record, Watches
from callscript.core.tasks import Task


class Value(Struct, frozen=True):
    """What is recorded in a field."""

    text: str
    absent: bool = False
    """It was recorded that there is none; `text` is the reason."""
    registered: bool = False
    """A register keeps it: it cannot be emptied any more, only changed."""
    reaches_nobody: bool = False
    """It was recorded to reach somebody by, and nobody can be: too few digits of a number, no address."""

    @property
    def counts(self) -> bool:
        """Whether a condition of the script takes the field for filled in."""
        return not self.absent and not self.reaches_nobody


def is_recorded(value: Value | None, text: str, *, absent: bool) -> bool:
    """Tell whether a field has this recorded already; one without a value has nothing."""
    return (text, absent) == ((value.text, value.absent) if value else ("", False))


Values = Mapping[str, Value]
"""By field."""


class Aside(Struct, frozen=True):
    """What belongs to a matter that the call is not about at the moment."""

    values: Values = {}
    answers: Mapping[str, str] = {}
    orphans: frozenset[str] = frozenset()


class Matter(Struct, frozen=True):
    """Something that the caller wants, with values and answers of its own."""

    detour: str = ""
    """The detour that it began in; empty: the main script."""
    within: int = 0
    """Of one that began in a detour: the number of the main script's that it was taken from."""
    taken_back: bool = False
    """The detour was taken back, and one before it is what its fields are about again."""
    registered: tuple[str, ...] = ()
    """What it was registered as."""
    aside: Aside = Aside()
    """While the call is about something else: what is recorded of it."""


class Frame(Struct, frozen=True):
    """The main script, or a detour taken from it: the steps gone through there, and the current one among them."""

    detour: str
    """Empty for the main script and for the work after the call."""
    trail: tuple[str, ...]
    since: tuple[int, ...]
    """Beside the trail: the number of the event that came to the step there."""
    matters: tuple[int, ...]
    """Beside the trail: the number of the matter that the step is about."""
    at: int = 0
    onward: bool = False
    picked: Mapping[str, Value | None] = {}
    """By field for which a name was only picked here: what was there before."""
    before: Aside = Aside()
    """What stood when the detour was entered: so it is again if it is taken back."""
    fields: tuple[str, ...] = ()
    """Those that belong to the matter which the detour has begun."""

    @property
    def step(self) -> str:
        """The id of the current step."""
        return self.trail[self.at]

    @property
    def ahead(self) -> tuple[str, ...]:
        """The steps gone through already that lie ahead again, since the operator has gone back."""
        return self.trail[self.at + 1 :]


class Run(Struct, frozen=True):
    """A timer that is running."""

    started: datetime
    step: str
    """Of the wait that has started it; empty: it is a clock of its own."""
    reached: int = 0
    """How often it has reached its limit."""
    about: bool = False
    """It is not known for sure for how long: the machine was started again meanwhile."""

    @property
    def overran(self) -> bool:
        """Whether it has reached its limit."""
        return self.reached > 0

    def once_more(self, reached: int) -> Run:
        """Return it with its limit reached once more, or so often, if that is told."""
        return replace(self, reached=reached or self.reached + 1)


class PastRun(Run, frozen=True, kw_only=True):
    """A run of a timer that has ended."""

    timer: str
    ended: datetime
    by: int = 0
    """The number of the event that ended it."""


_SOMETHING = frozenset(
    {"said", "done", "chose", "filled", "absent", "cleared", "timing", "registered", "informed", "task"}
)
"""The facts that make a call more than one that was opened by mistake."""
_AT_ONCE = timedelta(seconds=3)
"""No greeting is said in less."""


class Call(Struct, frozen=True, kw_only=True):
    """One telephone call, from the ring to the closed wrap-up."""

    start: e.CallStarted | None = None
    day: date | None = None
    """On which it began, by the centre's clock."""
    seq: int = 0
    """Number of the latest event."""
    latest: datetime | None = None
    language: str = ""
    frames: tuple[Frame, ...] = ()
    """The main script and the detours taken from it, the current one last. Empty: nothing more is asked."""
    matter: int = 1
    """The number of the matter that the current step is about."""
    matters: Mapping[int, Matter] = {}
    """By number: those of which something is to be told besides it."""
    fields: Values = {}
    drafts: Mapping[str, str] = {}
    """By place: what was being typed there and is not confirmed. The latest stands last."""
    answers: Mapping[str, str] = {}
    """By step: the option chosen, about this matter."""
    done: Mapping[str, int] = {}
    """By step: the number of the event that did it last."""
    orphans: frozenset[str] = frozenset()
    """Steps that were done on a branch which a changed answer has left."""
    record: Record = ()
    """What its events have established, in order."""
    happened: Mapping[str, int] = {}
    """By fact: the number of the event that first established it."""
    latest_of: Mapping[str, int] = {}
    """By fact: the number of the event that established it last."""
    running: Mapping[str, Run] = {}
    """By timer."""
    past_runs: tuple[PastRun, ...] = ()
    tasks: tuple[Task, ...] = ()
    """Open ones: the work that it has promised."""
    tasks_done: tuple[Task, ...] = ()
    """Those that were done, and those that were dropped after it was closed."""
    became: tuple[e.TaskMove, ...] = ()
    """What became of its work elsewhere, where it is corrected or gone on with: it changes only whose that work is."""
    informed: tuple[e.Informed, ...] = ()
    """What was marked as the information given."""
    delivered: frozenset[tuple[str, int]] = frozenset()
    """The notices about it that were delivered, each with the number of the event that it tells of."""
    received: e.Received | None = None
    """Of an entry: by which way it came, when, of which class it is."""
    ended: e.Ended | None = None
    first_ended: e.Ended | None = None
    """How it was recorded to end, whatever was corrected since."""
    before_end: Call | None = None
    """What it was when it ended: so it is again if it has not. Of one whose end is leaving a branch, and of that which
    it was when it ended: what it was before that.
    """
    prolonged: int = 0
    """Seconds by which the work after it was prolonged."""
    outcome: str = ""
    reasons: Mapping[str, str] = {}
    """By clause: why it was not met."""
    summary: str = ""
    closed: datetime | None = None
    discarded: bool = False
    """It was opened by mistake, and is none."""
    erased: e.Erased | None = None
    """What the caller gave was erased from it."""
    watches: Watches = {}
    """By clause: where each of its rules stands."""
    supposed: Callable[[Call, Atom], bool] | None = None
    """In a proof: tells of conditions that are left open there. No event sets it."""

    def task(self, task: str) -> Task | None:
        """Return work that was promised, by its id."""
        return next((each for each in (*self.tasks, *self.tasks_done) if each.id == task), None)

    @property
    def own_tasks(self) -> tuple[Task, ...]:
        """The open work that is the call's to do or to drop: nobody has moved it while the call was left open."""
        if not self.became:
            return self.tasks
        moved = {event.task for event in self.became}
        return tuple(task for task in self.tasks if task.id not in moved)

    @property
    def next_matter(self) -> int:
        """The number that the next matter gets."""
        return max(self.matters, default=1) + 1

    @property
    def set_aside(self) -> tuple[tuple[int, Matter], ...]:
        """The matters that the call is not about at the moment and of which something is recorded, with numbers."""
        return tuple((number, each) for number, each in sorted(self.matters.items()) if each.aside.values)

    def about(self, matter: int) -> Matter:
        """Return what is known of a matter."""
        return self.matters.get(matter) or Matter()

    def main_of(self, matter: int) -> int:
        """Return the main script's matter that a matter belongs to: itself, or what its detour was taken from."""
        return self.about(matter).within or matter

    def values_of(self, matter: int) -> Values:
        """Return what is recorded of a matter that was set aside; 0: what is recorded now."""
        return self.about(matter).aside.values if matter else self.fields

    @property
    def frame(self) -> Frame | None:
        """The frame that the operator is in."""
        return self.frames[-1] if self.frames else None

    @property
    def step(self) -> str:
        """The id of the current step, or nothing."""
        return self.frames[-1].step if self.frames else ""

    @property
    def done_here(self) -> bool:
        """Whether the current step was done on this visit already, and then come back to."""
        frame = self.frames[-1]
        return self.done.get(frame.step, 0) > frame.since[frame.at]

    @property
    def under_way(self) -> bool:
        """Whether the caller is on the line: the call has begun and has not ended."""
        return self.start is not None and self.ended is None and not self.discarded and not self.start.entry

    @property
    def entry(self) -> str:
        """The kind of what came without a call and is entered; empty: it is a call."""
        return self.start.entry if self.start else ""

    @property
    def practice(self) -> bool:
        """Whether the caller is played, so that it counts as no call."""
        return self.start is not None and self.start.practice

    @property
    def over(self) -> bool:
        """Whether the call has ended and no work after it is left: only the wrap-up is to be done."""
        return (self.ended is not None or self.discarded) and not self.frames

    @property
    def empty(self) -> bool:
        """Whether nothing was said, done, answered, timed or typed in it so far.

        A line that was confirmed at once, faster than it can be said, is a key too many.
        """
        if self.drafts or self.start is None:
            return not self.drafts
        found = [each for each in self.record if any(fact.partition(":")[0] in _SOMETHING for fact in each.facts)]
        return not found or (len(found) == 1 and "said" in found[0].facts and found[0].at < self.start.at + _AT_ONCE)

    @property
    def may_be_a_mistake(self) -> bool:
        """Whether nothing is in it, and nothing lies before the current step: it may have been opened by mistake."""
        return self.empty and not any(frame.detour or frame.at for frame in self.frames)

    @property
    def allowed_after(self) -> int:
        """How many seconds the work after the call may take; 0: as many as it takes."""
        return self.ended.allowed + self.prolonged if self.ended and self.ended.allowed else 0

    def runs_of(self, timer: str) -> tuple[PastRun, ...]:
        """Return the finished runs of a timer."""
        return tuple(run for run in self.past_runs if run.timer == timer)
