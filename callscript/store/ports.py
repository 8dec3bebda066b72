"""The ports of the store: small Protocols of one purpose each. Files implement them all (`files.py`), so does memory
(`memory.py`), and each can be had from elsewhere without the others: a look-up in a database beside journals in files.

Every method may raise `StoreError`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple, Protocol

from callscript.core.call.events import Event, TaskMove
from callscript.core.letters import Letter
from callscript.core.records import CallSummary, Earlier, Granted, Query, Summarise, TaskRecord
from callscript.core.tasks import Act
from callscript.store.errors import Damaged, StoreError
from callscript.store.logs import CallLog, DayLog
from callscript.store.names import LogRef


class Journal(Protocol):
    """Keeps the events of calls: the truth."""

    def take_up(self, call: str, log: Sequence[Event]) -> None:
        """Have a call go on from what was read of it: what is appended to it next follows these events.

        What else the journal says of the call by then, it says beside it: the call goes on without that.
        """
        ...

    def bring(self, call: str, lines: Sequence[bytes]) -> None:
        """Have a call, or desk log, as another host has recorded it, whole, or raise `Damaged`; what else is said of it
        gives way, and is kept beside."""
        ...

    def append(self, call: str, events: Sequence[Event]) -> None:
        """Make events durable. After an error, give the same events again: repeated ones count once.

        What was appended before and is not there any more is written again.
        """
        ...

    def keep_elsewhere(self, call: str, events: Sequence[Event]) -> str:
        """Put a call or desk log into a second place, with the events that could not be appended; return where."""
        ...

    def kept_elsewhere(self, operator: str) -> list[str]:
        """Return the calls and desk logs of an operator that are in the second place.

        Reading and appending take them in.
        """
        ...

    def not_closed(self, day: date, operator: str | None = None) -> list[str]:
        """Return the calls that started on a day and are not closed, as far as is seen without reading them."""
        ...

    def read_call(self, call: str, *, alone: bool = False) -> CallLog:
        """Return the events of a call. `alone`: what is wrong with other calls beside it need not be looked at."""
        ...

    def read_day(self, day: date, operator: str | None = None) -> DayLog:
        """Return the calls that started on a day, of all operators or of one."""
        ...

    def logs(self, day: date) -> Mapping[LogRef, object]:
        """Return the logs of a day, an operator's each, with something that is another one once more stands there."""
        ...

    def read_log(self, log: LogRef) -> DayLog:
        """Return an operator's calls that started on a day."""
        ...

    def days(self) -> list[date]:
        """Return the days that have calls, the earliest first."""
        ...

    def take_notices(self) -> list[Damaged]:
        """Return what was found damaged and set aside since this was last asked."""
        ...

    def close(self) -> None:
        """Let go of what is open. What was appended is already saved."""
        ...


class Seat(Protocol):
    """The place of an operator's one live session, with a marker for each call that is not closed yet."""

    def hold(self) -> bool:
        """Make sure that it is still this session's, before anything is written; raise `Locked` if another has it.

        False: it had been lost, and was taken again. Somebody may have sat there meanwhile.
        """
        ...

    def begin(self, call: str) -> None:
        """Mark a call as open: before its first event is written."""
        ...

    def marked(self) -> list[str]:
        """Return the calls that are marked as open, the oldest first."""
        ...

    def given_up(self) -> set[str]:
        """Return the calls that could not be restored several times over, and are not tried again by themselves."""
        ...

    def claim(self, but: Collection[str] = ()) -> str | None:
        """Return the oldest call that was left open, leaving out some; None: there is none.

        Every claim counts until `confirm`; after three the call is given up: `RecoveryFailed`, once.
        """
        ...

    def confirm(self, call: str) -> None:
        """Note that a claimed call was restored, or is to be left as it is: it stays open, and no claim counts."""
        ...

    def done(self, call: str) -> None:
        """Remove the marker: the call is closed and filed."""
        ...

    def take_notices(self) -> list[Damaged]:
        """Return what was found damaged and set aside since this was last asked."""
        ...

    def beside(self) -> Seat:
        """Take the place beside it, from which commands of its operator write; raise `Locked` if one is at work."""
        ...

    def leave(self) -> None:
        """Let another session take the seat."""
        ...


class Seats(Protocol):
    """Lets each operator have one live session."""

    def sit_down(self, operator: str, *, aside: bool = False) -> Seat:
        """Take the operator's seat, or raise `Locked`; `aside`: the place beside it, which commands take."""
        ...


class Rebuilt(NamedTuple):
    """What a rebuild found."""

    calls: int
    problems: list[Damaged]


class Standing(NamedTuple):
    """How the registers stand beside the journal."""

    complete: bool
    """There is nothing that a rebuild would bring back, as far as can be seen without reading every call."""
    gone: list[date]
    """Days whose calls only the registers know: their journals are gone."""


class Registers(Protocol):
    """Enters calls and open work where people look them up. All of it is derived from the journal."""

    def file_call(self, summary: CallSummary, tasks: Sequence[TaskRecord]) -> None:
        """Enter a call, and the work it leaves open, in place of what is there of it.

        What became of the work since stays, and counts.
        """
        ...

    def note_owed(self, summary: CallSummary) -> None:
        """Enter how a filed call stands with the clauses now: how many are breached or still open, and until when."""
        ...

    def rebuild(self, journal: Journal, summarise: Summarise, *, losing: bool = True) -> Rebuilt:
        """Make the registers again from the journal, which is only read; if it cannot be, they stay as they are.

        Calls that only they know are among the problems, and what knew them is kept; not `losing`: it stays in use.
        """
        ...

    def incomplete(self) -> bool:
        """Tell whether something was found damaged that a rebuild would bring back, and was not made again since."""
        ...

    def standing(self, journal: Journal) -> Standing:
        """Tell how the registers stand beside the journal: what is missing in either."""
        ...

    def wanting(self) -> list[StoreError]:
        """Return what of the registers is gone, damaged or cannot be read. All is looked at, nothing is changed."""
        ...

    def take_notices(self) -> list[Damaged]:
        """Return what was found damaged and set aside since this was last asked."""
        ...


class Tasks(Protocol):
    """Shares the work that calls left open among operators, and knows what became of it. Each is known by its id."""

    def take(self, task: str, by: str, at: datetime, act: Act = "move") -> Granted:
        """Grant an operator an attempt at work, or raise `TaskRefused`. It keeps others away until its event is filed.

        If none is, nobody is kept away for longer than `LEASE`. Whoever has it is granted the same attempt again.
        """
        ...

    def enter(self, call: str, owed: Callable[[], Sequence[TaskRecord]]) -> None:
        """Enter work of a call that is not filed yet, but for what is known of it.

        What it owes is asked while nobody else can file the call or move its work.
        """
        ...

    def file(self, event: TaskMove) -> TaskRecord | None:
        """Enter what became of work, once that is durable; return how it stands then. Given again it counts once.

        None: the work is not known.
        """
        ...

    def find(self, task: str) -> TaskRecord | None:
        """Return work as it stands, also when it was closed since its call was; None: it is not known."""
        ...

    def of_call(self, call: str) -> list[TaskMove]:
        """Return what became of the work of a call since it was closed, in the order in which it happened."""
        ...


class Lookup(Protocol):
    """Answers what people ask about calls and open work that were filed."""

    def summaries(self, day: date, operator: str | None = None) -> list[CallSummary]:
        """Return a day's calls, the earliest first."""
        ...

    def history(self, phone: str) -> list[Earlier]:
        """Return the calls under a number, the latest first: the same number, or maybe the same."""
        ...

    def tasks(self, operator: str | None = None) -> list[TaskRecord]:
        """Return the open work of an operator, and that which is anybody's; all of it; the most urgent first."""
        ...

    def closed(self) -> list[TaskRecord]:
        """Return the work that was closed since its call was, what was closed last first. All there is is read."""
        ...

    def find(self, query: Query, most: int) -> list[CallSummary]:
        """Return the calls that answer a query, the latest first, and not more than so many."""
        ...


class Outbox(Protocol):
    """Keeps letters until they are delivered, and that they were. Every session of a home works on the same ones."""

    def put(self, letter: Letter) -> bool:
        """Put a letter in; False: it was put in before, whatever became of it."""
        ...

    def open(self) -> list[Letter]:
        """Return the letters that still have to be delivered, what is due first, those given up among them."""
        ...

    def sent(self, call: str) -> list[Letter]:
        """Return what was delivered about a call, without its words."""
        ...

    def hold(self, letter: str) -> AbstractContextManager[Letter | None]:
        """Have an open letter to oneself, as it is now; None: another process has it, or it is not open any more."""
        ...

    def change(self, letter: Letter) -> None:
        """Say what became of a letter that is held."""
        ...

    def take_notices(self) -> list[Damaged]:
        """Return what was found damaged and set aside since this was last asked."""
        ...


@dataclass(frozen=True)
class Store:
    """The ports that a session works through, from one place or from several."""

    journal: Journal
    seats: Seats
    registers: Registers
    tasks: Tasks
    lookup: Lookup
    outbox: Outbox

    def take_notices(self) -> list[Damaged]:
        """Return what was found damaged and set aside since this was last asked."""
        return self.journal.take_notices() + self.registers.take_notices() + self.outbox.take_notices()
