"""What is asked of a relay and what it answers: a line of JSON each, one question a connection."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from callscript.core.records import CallSummary, TaskHistory
from callscript.core.tasks import Act, Lease, Refusal, Standing
from callscript.runtime.store_settings import StoreSettings

LONGEST_QUESTION = 4096
LONGEST_ANSWER = 256 * 1024
"""Bytes, with the line's end."""
LONGEST_OF_WORK = 8 * 1024 * 1024
"""The same of lists of open work."""
LONGEST_OF_BOARD = 8 * 1024 * 1024
"""The same of what a board asks: thousands of operators, a call of any length."""
PATIENCE = 0.25
"""Seconds that a session waits for an answer."""
HELD = 0.2
"""Seconds for which a relay holds a question whose answer may change: an answer in time is better than none."""
PATIENCE_FOR_SEATS, HELD_FOR_SEATS = 0.8, 0.6
"""The same for questions that no key waits for: who sits where, and what was recorded there."""
PATIENCE_OF_BOARD, HELD_FOR_BOARD = 0.8, 0.7
"""The same of what a board asks: it looks each second, and no call waits for it."""


class HowAreYou(Struct, frozen=True, tag_field="ask", tag="state"):
    """Whether there is a relay, and it has a connection."""


class IsSaved(Struct, frozen=True, tag_field="ask", tag="saved"):
    """Whether a journal file of the asking account is sent on, up to some place in it."""

    file: str
    """Below the folder of the journals."""
    inode: int
    upto: int


class WhoRang(Struct, frozen=True, tag_field="ask", tag="history"):
    """The calls under a number on other hosts."""

    phone: str


Operator = Annotated[str, Meta(pattern="^[A-Za-z0-9_]{1,120}\\Z")]
"""As `file_name` writes it: who asks has the lock of that seat on this host."""
Epoch = Annotated[int, Meta(ge=0, lt=2**31)]


class SitDown(Struct, frozen=True, tag_field="ask", tag="sit"):
    """The operator's seat, for this host."""

    operator: Operator
    confirmed: bool = False
    """Also if another host has it."""


class StillSit(Struct, frozen=True, tag_field="ask", tag="hold"):
    """Whether the seat is still this host's, as it was in an epoch."""

    operator: Operator
    epoch: Epoch
    goes_on: bool = True
    """False: it is left."""


class HowTheyStand(Struct, frozen=True, tag_field="ask", tag="live"):
    """How the operators of other hosts stand."""


class OpenCall(Struct, frozen=True, tag_field="ask", tag="open"):
    """A call of another host, to be read: it is kept who opens it."""

    call: str
    by: str = ""
    """The operator's number in the profile of the account that asks."""


class WhatElsewhere(Struct, frozen=True, tag_field="ask", tag="elsewhere"):
    """What other hosts have of the operator: open calls, desk logs of these days, what they go on with."""

    operator: Operator


class LinesOf(Struct, frozen=True, tag_field="ask", tag="lines"):
    """The lines of a log of the operator's, behind one of a number."""

    operator: Operator
    log: str
    behind: Annotated[int, Meta(ge=0, lt=2**31)] = 0


class TakeOver(Struct, frozen=True, tag_field="ask", tag="take over"):
    """That this host goes on with a log of the operator's, whose seat it has in an epoch."""

    operator: Operator
    epoch: Epoch
    log: str


class OpenWork(Struct, frozen=True, tag_field="ask", tag="work"):
    """The open work of all hosts."""

    operator: str | None = None
    """Of this operator, and anybody's; None: all of it."""


class WorkOf(Struct, frozen=True, tag_field="ask", tag="work of"):
    """The work that a call has left, open or closed."""

    call: str


class TakeWork(Struct, frozen=True, tag_field="ask", tag="take"):
    """An attempt at work for an operator who sits here."""

    operator: Operator
    task: str
    act: Act
    here: Standing | None = None
    """How it stands by what this host knows; None: it knows nothing of it."""


OfSeat = SitDown | StillSit | WhatElsewhere | LinesOf | TakeOver
"""What is asked by whoever has the lock of the operator's seat."""
Question = HowAreYou | IsSaved | WhoRang | OfSeat | HowTheyStand | OpenCall | OpenWork | WorkOf | TakeWork


class LogElsewhere(Struct, frozen=True):
    """A log that another host has."""

    log: str
    host: str


class SeatOf(Struct, frozen=True):
    """How an operator's seat stands in the centre."""

    mine: bool
    """This host has it."""
    host: str
    epoch: int
    since: datetime
    """When it went to that host."""
    ahead: float
    """By how many seconds the server's clock is ahead of this host's."""


class OtherCall(Struct, frozen=True):
    """A call of another host."""

    host: str
    call: CallSummary


class WorkAt(Struct, frozen=True, omit_defaults=True):
    """Work that a call has left."""

    host: str
    """Of the call; empty: the one that asks."""
    work: TaskHistory
    lease: Lease | None = None


class Refused(Struct, frozen=True):
    """Why work cannot be moved: as in `TaskRefused`."""

    code: Refusal
    by: str = ""
    since: datetime | None = None


class Answer(Struct, frozen=True, omit_defaults=True):
    """What a relay answers."""

    connected: bool = False
    """It has a connection to PostgreSQL."""
    ahead: float = 0.0
    """By how many seconds the server's clock is ahead of this host's, to whoever asks how the relay is."""
    silent: int = 0
    """For how many seconds PostgreSQL does not answer it, to whoever asks that."""
    saved: bool = False
    asked: bool = False
    """PostgreSQL was asked, and `calls` is what it has."""
    calls: tuple[OtherCall, ...] = ()
    left_out: int = 0
    """How many more calls there are."""
    seat: SeatOf | None = None
    live: msgspec.Raw = msgspec.Raw(b"null")
    """A `Stands`, as PostgreSQL has written it."""
    lines: tuple[str, ...] = ()
    """Those of a call, or of a desk log."""
    changed: str = ""
    """The hash of the script of the call, if what PostgreSQL has by it is another one; else it is here, or nowhere."""
    beside: tuple[str, ...] = ()
    """Those of desk logs that are about it."""
    elsewhere: tuple[LogElsewhere, ...] = ()
    led: tuple[str, ...] = ()
    """Logs of the operator's that other hosts go on with."""
    taken: bool = False
    work: msgspec.Raw = msgspec.Raw(b"[]")
    """Of `WorkAt`: a relay does not read what it hands on."""
    attempt: int = 0
    """That is granted at work; 0: none is, and if nothing was refused, it is not known."""
    not_granted: Refused | None = None
    refused: str = ""
    """Why there is no answer."""


encode = msgspec.json.Encoder().encode
decode_answer = msgspec.json.Decoder(Answer).decode


_several = msgspec.json.Decoder(tuple[msgspec.Raw, ...]).decode
_work = msgspec.json.Decoder(WorkAt, strict=False).decode


def work_in(answer: Answer) -> Iterator[WorkAt]:
    """Yield the work of an answer; what only a newer release can read is left to that."""
    for each in _several(answer.work):
        with suppress(msgspec.DecodeError):
            yield _work(each)


def socket_of(home: Path, settings: StoreSettings) -> Path:
    """Return where the relay of a home listens."""
    return home / settings.socket
