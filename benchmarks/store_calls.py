"""Calls for the benchmarks of the store: led by the core as operators lead them, and as many copies as are wanted.

A day of an operator is sixty calls, every tenth of them an appeal, which leaves work open; the others ask for advice.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from callscript import packs
from callscript.core.call import commands as c
from callscript.core.call.call import Call
from callscript.core.call.decide import begin, carry_out, wanting
from callscript.core.call.events import CallStarted, Event, Operator
from callscript.core.call.flow import current, offers
from callscript.core.call.fold import fold_all
from callscript.core.records import Filed
from callscript.core.script.model import Script
from callscript.core.script.steps import Ask, Choose, Pick, Register
from callscript.runtime.clock import SystemClock
from callscript.service.summary import filed
from callscript.store.journal.encoding import Encoder
from callscript.store.journal.stamp import of_this_machine
from callscript.store.names import new_call_id

PACK = "ua-court"
CALLS_A_DAY = 60
OPERATORS = 50
APPEALS = 10
"""Every so many calls."""
_SECOND = {"need_kind", "competence", "dispatch"}
"""Where the second answer is an appeal that another body deals with, and is sent there later today."""
_WORDS = {"email": "olena@example.com"}

Batch = tuple[Event, ...]
"""What one key of the operator's makes of a call: saved together."""


class Led(NamedTuple):
    """A call from ring to closed wrap-up."""

    id: str
    batches: list[Batch]

    @property
    def log(self) -> list[Event]:
        """All events."""
        return [event for batch in self.batches for event in batch]


class Place(NamedTuple):
    """Where a call stands among many: whose it is, on which day, the how manieth of that day."""

    operator: str
    day: date
    number: int


@cache
def script() -> Script:
    """Read the pack once."""
    return packs.read(packs.locate(PACK))


def today() -> date:
    """Return the day on the centre's clock."""
    return datetime.now(ZoneInfo(script().pack.timezone)).date()


def places(calls: int, last_day: date) -> Iterator[Place]:
    """Return the places of so many calls: `last_day` of all operators, then the day before."""
    for number in range(calls):
        of_day, which = number % CALLS_A_DAY, number // CALLS_A_DAY
        day = last_day - timedelta(days=which // OPERATORS)
        yield Place(str(17 + which % OPERATORS), day, of_day)


def phone(number: int) -> str:
    """Return a caller's number; out of five times as many calls as there are callers each has called five times."""
    return f"+38050{number * 7919 % 10_000_000:07d}"


def lead(operator: str, now: datetime, caller: str, *, appeal: bool = False) -> Led:
    """Lead a call to its end by the script, whichever way is straight on."""
    who = Operator(number=operator, name="Олена Коваленко", name_latin="Olena Kovalenko", gender="feminine")
    call_id = new_call_id(operator, now.astimezone(ZoneInfo(script().pack.timezone)))
    batches = [begin(script(), call_id, who, now, phone=caller)]
    call = fold_all(script(), batches[0])
    while not call.closed:
        now += timedelta(seconds=7)
        events, call = carry_out(script(), call, straight_on(call, now, caller, appeal=appeal), now)
        batches.append(events)
    return Led(call_id, batches)


def straight_on(call: Call, now: datetime, caller: str, *, appeal: bool) -> c.Command:
    """Return what leads a call on towards its end."""
    words = _WORDS | {"phone": caller}
    step = current(script(), call)
    if step is None:
        return _wrap_up(call, now, "appeal" if appeal else "consultation")
    wanted = [step.field] if isinstance(step, Ask) else list(step.requires) if isinstance(step, Register) else []
    if missing := [field for field in wanted if field not in call.fields]:
        field = script().fields[missing[0]]
        return c.Fill(field.id, (field.options or (words.get(field.kind, "Шевченко"),))[0])
    if isinstance(step, Choose | Pick):
        listed = [offer.id for offer in offers(script(), call) if not offer.detour]
        return c.Answer(listed[appeal and step.id in _SECOND])
    return c.Advance()


def _wrap_up(call: Call, now: datetime, outcome: str) -> c.Command:
    if call.outcome != outcome:
        return c.SetOutcome(outcome)
    if owed := next((each for each in wanting(script(), call, now) if each.clause not in call.reasons), None):
        return c.Explain(owed.clause, "Скаржник не захотів")
    return c.Close()


@cache
def _models() -> tuple[Led, Led]:
    begun = datetime(2026, 11, 23, 8, tzinfo=UTC)
    return lead("17", begun, phone(0)), lead("17", begun, phone(0), appeal=True)


def model(number: int) -> Led:
    """Return the call that every call of this number is a copy of."""
    return _models()[number % APPEALS == APPEALS - 1]


def copied_log(place: Place, call_id: str, caller: str) -> Sequence[Event]:
    """Return the log of a copy."""
    first, *rest = model(place.number).log
    assert isinstance(first, CallStarted)
    who = replace(first.operator, number=place.operator)
    return [replace(first, call=call_id, operator=who, phone=caller), *rest]


def copied_id(place: Place) -> str:
    """Return the id of a copy: that of a call which began so many minutes after the day began."""
    return f"{place.day:%Y%m%d}-{place.operator}-{place.number:04d}abc"


@cache
def _filed() -> tuple[Filed, ...]:
    return tuple(records(led.log) for led in _models())


def records(log: Sequence[Event]) -> Filed:
    """Return what is filed of a call."""
    found = filed(script(), fold_all(script(), log))
    assert found
    return found


STAMPING = of_this_machine(SystemClock())
"""What stamps the events of the journals."""


class Lines:
    """Writes events as the journal does, for the peer."""

    def __init__(self) -> None:
        self._encoder = Encoder(STAMPING)

    def of(self, call: str, event: Event) -> bytes:
        """Return the line of the next event of a call."""
        line = self._encoder.encode(call, [event], lambda: ())
        self._encoder.saved(call)
        return line


def copied_records(calls: int, callers: int, last_day: date) -> Iterator[Filed]:
    """Return what the registers hold of so many copies."""
    for number, place in enumerate(places(calls, last_day)):
        summary, tasks = _filed()[place.number % APPEALS == APPEALS - 1]
        call_id, caller = copied_id(place), phone(number % callers)
        began = datetime.combine(place.day, time(8), UTC) + timedelta(minutes=place.number)
        record = replace(
            summary,
            id=call_id,
            day=place.day,
            operator=place.operator,
            phone=caller,
            phones=(caller,),
            started=began,
        )
        left = [
            replace(task, id=f"{call_id}/{task.id.split('/')[1]}", call=call_id, operator=place.operator, phone=caller)
            for task in tasks
        ]
        yield Filed(record, left)
