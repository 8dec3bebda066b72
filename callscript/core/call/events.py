"""Everything that can happen in a call: a closed union, one JSON line each in the journal.

An event carries what it decided, such as where the script goes: folding decides nothing again. What was there before
it is not in it: `before.py` reads that off the call.
"""

from __future__ import annotations

from callscript.core.call.event import ENDED as ENDED
from callscript.core.call.event import ERASED as ERASED
from callscript.core.call.event import GOES_ON as GOES_ON
from callscript.core.call.event import RECEIVED as RECEIVED
from callscript.core.call.event import SUMMARY as SUMMARY
from callscript.core.call.event import EventBase as _Event
from callscript.core.call.event import Gender as Gender
from callscript.core.call.event import Operator as Operator
from callscript.core.call.event import corrected_at as corrected_at
from callscript.core.call.event import correction_of as correction_of
from callscript.core.call.event import field_at as field_at
from callscript.core.call.event import of_entry as of_entry
from callscript.core.call.event import of_work as of_work
from callscript.core.call.event import reason_of as reason_of
from callscript.core.call.event_branch import BranchLeft as BranchLeft
from callscript.core.call.event_corrected import EndCorrected as EndCorrected
from callscript.core.call.event_corrected import EndTakenBack as EndTakenBack
from callscript.core.call.event_corrected import FieldCorrected as FieldCorrected
from callscript.core.call.event_corrected import ReceivedCorrected as ReceivedCorrected
from callscript.core.call.event_erased import Erased as Erased
from callscript.core.call.event_informed import Informed as Informed
from callscript.core.call.event_of_tasks import Result as Result
from callscript.core.call.event_of_tasks import Side as Side
from callscript.core.call.event_of_tasks import TaskDone as TaskDone
from callscript.core.call.event_of_tasks import TaskDropped as TaskDropped
from callscript.core.call.event_of_tasks import TaskGivenBack as TaskGivenBack
from callscript.core.call.event_of_tasks import TaskHandedOver as TaskHandedOver
from callscript.core.call.event_of_tasks import TaskMove as TaskMove
from callscript.core.call.event_of_tasks import TaskMoved as TaskMoved
from callscript.core.call.event_of_tasks import TaskOpened as TaskOpened
from callscript.core.call.event_of_tasks import TaskPostponed as TaskPostponed
from callscript.core.call.event_of_tasks import TaskReopened as TaskReopened
from callscript.core.call.event_of_tasks import TaskRescheduled as TaskRescheduled
from callscript.core.call.event_of_tasks import TaskTaken as TaskTaken
from callscript.core.call.event_of_tasks import TaskTried as TaskTried
from callscript.core.call.event_of_tasks import TaskWarned as TaskWarned
from callscript.core.call.event_of_tasks import is_afterwards as is_afterwards
from callscript.core.call.event_of_tasks import without_moves as without_moves
from callscript.core.call.event_prolonged import AfterCallProlonged as AfterCallProlonged
from callscript.core.call.event_received import Received as Received
from callscript.core.call.event_started import CallStarted as CallStarted
from callscript.core.call.event_started import EarlierFound as EarlierFound
from callscript.core.script.base import Ending, Finding


class Said(_Event, frozen=True, kw_only=True, tag="said"):
    """The operator confirmed a line. Script evidence, not a recording."""

    step: str
    phrase: str
    language: str


class Done(_Event, frozen=True, kw_only=True, tag="done"):
    later = ("anew",)
    step: str
    anew: tuple[str, ...] = ()
    """Steps that lie ahead and are to be done again, since what was typed here is another than before."""


class Chosen(_Event, frozen=True, kw_only=True, tag="chosen"):
    later = ("anew",)
    step: str
    option: str
    anew: tuple[str, ...] = ()
    """Steps that lie ahead and are to be done again, since this is another answer than before."""


class Filled(_Event, frozen=True, kw_only=True, tag="filled"):
    """A field got a value, lost it (empty), or was recorded as absent, with the reason as its value."""

    given = ("value",)
    later = ("picked", "reaches_nobody", "matter")
    field: str
    value: str
    absent: bool = False
    picked: bool = False
    """It is the name of what was picked: what it was picked for has not been done yet."""
    reaches_nobody: bool = False
    """It stands where a number or an address should, and nobody can be reached by it."""
    matter: int = 0
    """The number of the matter, if it is one that had been set aside: an earlier one of several."""


class Drafted(_Event, frozen=True, kw_only=True, tag="drafted"):
    """Something is being typed and not confirmed: it is kept, and establishes nothing. Empty: nothing is any more."""

    given = ("text",)
    later = ("call",)
    place: str
    """A field, or `clause.` and a clause whose reason it is, or `SUMMARY`, or as in `correction_of` or `of_work`."""
    text: str
    call: str = ""
    """The call, where this is recorded outside of it: a correction of one that was closed, or work that it left."""


class Moved(_Event, frozen=True, kw_only=True, tag="moved"):
    """The script went to a step; None: it has nothing more to ask."""

    later = ("matter", "begins", "fields")
    to: str | None
    back: bool = False
    matter: int = 0
    """The matter that the step is about, if it is another one than before."""
    begins: bool = False
    """That matter begins here."""
    fields: tuple[str, ...] = ()
    """The fields that belong to one matter only."""


class DetourEntered(_Event, frozen=True, kw_only=True, tag="detour_entered"):
    later = ("matter", "fields", "anew")
    detour: str
    step: str
    onward: bool = False
    """The step, or its answer, led here: leaving the detour goes on behind that step, not back to it."""
    matter: int = 0
    """The number of the matter that begins here, if one does."""
    fields: tuple[str, ...] = ()
    """The fields that belong to that matter only, and start empty."""
    anew: tuple[str, ...] = ()
    """Steps whose answers are of an earlier time here, and count no more."""


class DetourLeft(_Event, frozen=True, kw_only=True, tag="detour_left"):
    later = ("dropped", "branch")
    detour: str
    cancelled: bool = False
    """It was taken back, not gone through: its answers count no more, and it obliges to nothing."""
    dropped: tuple[str, ...] = ()
    """Fields for which a name was only picked here: they are again as they were before."""
    branch: tuple[str, ...] = ()
    """The steps that lay ahead again, since the operator had gone back, and are left by the answer that leads out."""


class TimerStarted(_Event, frozen=True, kw_only=True, tag="timer_started"):
    timer: str
    step: str
    """The wait that it belongs to; empty: it is a clock of its own."""


class TimerStopped(_Event, frozen=True, kw_only=True, tag="timer_stopped"):
    timer: str
    seconds: float


class TimerOverran(_Event, frozen=True, kw_only=True, tag="timer_overran"):
    """The limit was reached, `at` the moment itself: recorded once a run, of a timer that repeats each time."""

    later = ("reached",)
    timer: str
    reached: int = 0
    """Of a timer that repeats: how often it has reached it by then. What nobody was there to see counts, unrecorded."""


class LanguageChanged(_Event, frozen=True, kw_only=True, tag="language_changed"):
    language: str


class Registered(_Event, frozen=True, kw_only=True, tag="registered"):
    given = ("values",)
    later = ("matter", "fields", "values")
    what: str
    matter: int = 0
    """The number of the caller's matter, from 1; 0: none was counted yet."""
    fields: tuple[str, ...] = ()
    """What the register keeps of it: these cannot be emptied any more, only changed."""
    values: str = ""
    """Those fields as they were, a JSON object by field: `{"text": …, "absent": …}`."""


class NoticeDelivered(_Event, frozen=True, kw_only=True, tag="notice_delivered"):
    """A notice about the call was taken over by a mail server, or put into the mail folder: `at` that moment."""

    later = ("more",)
    notice: str
    about: int
    """The number of the event that it tells of."""
    more: bool = False
    """Another notice of this kind about the call is still on its way."""


class Ended(_Event, frozen=True, kw_only=True, tag="ended"):
    """Nobody is on the line any more."""

    later = ("matter", "fields", "dropped", "first", "allowed", "warns")
    how: Ending
    step: str | None = None
    """The first step of the work after the call, if there is any."""
    matter: int = 0
    """The matter that this step is about, if it is another one than before."""
    fields: tuple[str, ...] = ()
    """The fields that belong to one matter only."""
    dropped: tuple[str, ...] = ()
    """Fields for which a name was only picked: they are again as they were before."""
    first: int = 0
    """The number of the first event that the end brought about, such as a clock stopped; 0: this one."""
    allowed: int = 0
    """The seconds that the centre has for the work after a call; 0: as many as it takes."""
    warns: int = 0
    """How many seconds before they are over it is warned."""


class OutcomeSet(_Event, frozen=True, kw_only=True, tag="outcome_set"):
    outcome: str


class Explained(_Event, frozen=True, kw_only=True, tag="explained"):
    """Why a clause was not met."""

    given = ("reason",)
    clause: str
    reason: str


class Summarised(_Event, frozen=True, kw_only=True, tag="summarised"):
    given = ("text",)
    text: str


class Closed(_Event, frozen=True, kw_only=True, tag="closed"):
    """The wrap-up is finished; nothing more is written to this call but what is recorded outside of it."""

    later = ("verdicts",)
    verdicts: dict[str, Finding] = {}
    """By clause: how the call stood with it. Whatever is corrected later, this does not change."""


class Discarded(_Event, frozen=True, kw_only=True, tag="discarded"):
    """It was opened by mistake, and nothing is in it: it counts as no call. Nothing more is written to it."""


class Resumed(_Event, frozen=True, kw_only=True, tag="resumed"):
    """The call was taken up again after a crash or a lost line."""

    later = ("about",)
    about: bool = False
    """How long that took is told by a clock only which may have been set meanwhile: the machine was started again."""


class Unknown(_Event, frozen=True, kw_only=True, tag="unknown"):
    """An event of a type that this release does not know: kept in the journal, and passed over here."""

    name: str
    """The type that the newer release gave it."""


Known = (
    CallStarted
    | EarlierFound
    | Received
    | Said
    | Done
    | Chosen
    | Filled
    | Drafted
    | Moved
    | DetourEntered
    | DetourLeft
    | BranchLeft
    | TimerStarted
    | TimerStopped
    | TimerOverran
    | LanguageChanged
    | Registered
    | Informed
    | TaskOpened
    | TaskMove
    | NoticeDelivered
    | Ended
    | AfterCallProlonged
    | OutcomeSet
    | Explained
    | Summarised
    | EndTakenBack
    | EndCorrected
    | FieldCorrected
    | ReceivedCorrected
    | Closed
    | Discarded
    | Erased
    | Resumed
)
"""The events that this release makes and reads."""

Correction = EndCorrected | FieldCorrected | ReceivedCorrected
"""What can still be said of a call that is closed."""

OfDesk = Correction | Drafted
"""What is recorded of calls that are closed in the log of what the operator does outside of calls."""

Event = Known | Unknown
