"""The store in memory, gone with the process: for tests and for looking around. It keeps the same promises otherwise,
down to the lines of the journal, so that nothing it hands out can be changed behind its back.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date

from callscript.core.call.events import Event
from callscript.runtime.clock import SystemClock
from callscript.store.errors import Damaged, Locked, RecoveryFailed
from callscript.store.journal import glance
from callscript.store.journal.encoding import Encoder
from callscript.store.journal.lines import FileLines, whole
from callscript.store.journal.stamp import Stamping, of_this_machine
from callscript.store.logs import CallLog, DayLog
from callscript.store.memory_registers import MemoryLookup, MemoryRegisters, MemoryTasks
from callscript.store.names import LogRef, file_name, parse_log_id
from callscript.store.outbox.memory import MemoryOutbox
from callscript.store.ports import Store
from callscript.store.seats import ATTEMPTS


class MemoryJournal:
    """The lines of all calls, by operator and day."""

    def __init__(self, stamping: Stamping) -> None:
        self._encoder = Encoder(stamping)
        self.lines: dict[LogRef, bytes] = defaultdict(bytes)
        """What would be in the file of each operator and day."""

    def take_up(self, call: str, log: Sequence[Event]) -> None:
        """Have a call go on from what was read of it."""
        self._encoder.take_up(call, log)

    def bring(self, call: str, lines: Sequence[bytes]) -> None:
        """Have a call as another host has recorded it."""
        ref = self._ref(call)
        written = self._encoder.bring(call, whole(call, lines))
        self.lines[ref] = self._read(ref).usable({call: 0}) + b"".join(written.raw)
        written.saved()

    def keep_elsewhere(self, call: str, events: Sequence[Event]) -> str:
        """Nothing is ever refused here."""
        self.append(call, events)
        return "memory"

    def kept_elsewhere(self, operator: str) -> list[str]:  # noqa: ARG002 - it is everybody's
        """There is no second place."""
        return []

    def append(self, call: str, events: Sequence[Event]) -> None:
        """Keep events."""
        ref = self._ref(call)
        self.lines[ref] += self._encoder.encode(call, events, lambda: self._read(ref).whole(call))
        self._encoder.saved(call)

    def read_call(self, call: str, *, alone: bool = False) -> CallLog:  # noqa: ARG002 - nothing is slow here
        """Return the events of a call, or of a desk log."""
        ref = parse_log_id(call)
        return self._read(ref).log().of(call) if ref else CallLog([], [])

    def read_day(self, day: date, operator: str | None = None) -> DayLog:
        """Return the calls that started on a day."""
        log = DayLog()
        for ref in sorted(self.lines):
            if ref.day == day and (operator is None or ref.operator == file_name(operator)):
                log.add(self._read(ref).log())
        return log

    def not_closed(self, day: date, operator: str | None = None) -> list[str]:
        """Return the calls of a day that are not closed."""
        wanted = None if operator is None else file_name(operator)
        refs = [ref for ref in sorted(self.lines) if ref.day == day and wanted in (None, ref.operator)]
        return [call for ref in refs for call in glance.not_closed(self.lines[ref])]

    def logs(self, day: date) -> Mapping[LogRef, object]:
        """Return the logs of a day, with how long each is."""
        return {ref: len(lines) for ref, lines in self.lines.items() if ref.day == day}

    def read_log(self, log: LogRef) -> DayLog:
        """Return an operator's calls of a day."""
        return self._read(log).log()

    def days(self) -> list[date]:
        """Return the days that have calls."""
        return sorted({ref.day for ref in self.lines})

    def take_notices(self) -> list[Damaged]:
        """Nothing is set aside."""
        return []

    def close(self) -> None:
        """Nothing is open."""

    def _ref(self, call: str) -> LogRef:
        if ref := parse_log_id(call):
            return ref
        raise ValueError(f"not the id of a call: {call!r}")

    def _read(self, ref: LogRef) -> FileLines:
        return FileLines(self.lines.get(ref, b""), f"the calls of {ref.operator} on {ref.day}")


class MemorySeats:
    """Who sits, and which calls are open."""

    def __init__(self) -> None:
        self.taken: set[str] = set()
        self.marks: dict[str, dict[str, int]] = defaultdict(dict)
        """By operator, the open calls, each with its attempts."""
        self.given_up: dict[str, set[str]] = defaultdict(set)
        """By operator, the calls that are not tried again."""

    def sit_down(self, operator: str, *, aside: bool = False) -> MemorySeat:
        """Take the operator's seat, or the place beside it, or raise `Locked`."""
        return MemorySeat(self, _beside(operator) if aside else operator)


class MemorySeat:
    """An operator's seat."""

    def __init__(self, seats: MemorySeats, operator: str) -> None:
        if operator in seats.taken:
            raise Locked(operator)
        seats.taken.add(operator)
        self._seats = seats
        self._operator = operator
        self._attempts = seats.marks[operator]
        self._given_up = seats.given_up[operator]

    def hold(self) -> bool:
        """Nobody can take it away."""
        return True

    def marked(self) -> list[str]:
        """Return the calls that are marked as open."""
        return sorted(self._attempts)

    def take_notices(self) -> list[Damaged]:
        """Nothing is set aside."""
        return []

    def given_up(self) -> set[str]:
        """Return the calls that are not tried again."""
        return set(self._given_up)

    def begin(self, call: str) -> None:
        """Mark a call as open."""
        self._attempts[call] = 0

    def claim(self, but: Collection[str] = ()) -> str | None:
        """Return the oldest call that was left open, and count the attempt."""
        for call, attempts in sorted(self._attempts.items()):
            if call in but:
                continue
            if attempts == ATTEMPTS:
                del self._attempts[call]
                self._given_up.add(call)
                raise RecoveryFailed(call)
            self._attempts[call] = attempts + 1
            return call
        return None

    def confirm(self, call: str) -> None:
        """Forget the attempts."""
        if call in self._attempts:
            self._attempts[call] = 0

    def done(self, call: str) -> None:
        """Remove the marker."""
        self._attempts.pop(call, None)

    def beside(self) -> MemorySeat:
        """Take the place beside it."""
        return MemorySeat(self._seats, _beside(self._operator))

    def leave(self) -> None:
        """Let another session take the seat."""
        self._seats.taken.discard(self._operator)


def _beside(operator: str) -> str:
    return f"{operator} aside"


class MemoryStore(Store):
    """All ports, without files."""

    def __init__(self, stamping: Stamping | None = None) -> None:
        registers = MemoryRegisters()
        journal = MemoryJournal(stamping or of_this_machine(SystemClock()))
        super().__init__(
            journal=journal,
            seats=MemorySeats(),
            registers=registers,
            tasks=MemoryTasks(registers),
            lookup=MemoryLookup(registers),
            outbox=MemoryOutbox(),
        )
