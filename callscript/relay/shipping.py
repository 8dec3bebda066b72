"""Sends lines on to PostgreSQL: a batch of several files is a transaction, and how far they are sent on is part of it.

What PostgreSQL has already stays as it is, unless a value was erased: then the line with fewer values takes its place.
What says anything else stands in `late`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date

import msgspec
import psycopg
from msgspec import Struct

from callscript.core.call.events import Closed, Discarded, Erased
from callscript.core.records import Summarise
from callscript.relay.erasing import TAKE_AWAY, erase
from callscript.relay.filing import file_calls
from callscript.relay.postgres import Connected, PostgresUnavailable
from callscript.relay.tail import Cursor, Sent
from callscript.store.journal import format2
from callscript.store.journal.line import Line
from callscript.store.journal.lines import decode
from callscript.store.names import is_desk_log

MOST = 2000
"""Lines of a batch at most."""
_CONTRADICTS = "contradicts what was there before"
_NO_LINE = "does not continue what was there before"
_NO_MONTH = "no month of calls"
_TRIES = 5
"""How often a batch is tried in which another host comes in between."""

_INSERT = """
    insert into callscript.event (day, call, seq, epoch, type, about, host, line)
    select * from unnest(
      %s::date[], %s::text[], %s::integer[], %s::integer[], %s::text[], %s::text[], %s::text[],
      string_to_array(%s::text, chr(10)))
    on conflict do nothing"""
_THERE = """
    select g.n, nullif(e.line, g.line)
    from unnest(%s::date[], %s::text[], %s::integer[], string_to_array(%s::text, chr(10)))
    with ordinality as g (day, call, seq, line, n)
    join callscript.event e using (day, call, seq)"""
_BEFORE = """
    select e.call, callscript.chain(e.line) from unnest(%s::date[], %s::text[], %s::integer[]) as g (day, call, seq)
    join callscript.event e using (day, call, seq)"""
_LATE = """
    insert into callscript.late (day, call, seq, epoch, host, chain, line, why)
    values (%s, %s, %s, %s, %s, %s, %s, %s) on conflict do nothing"""
_CURSOR = """
    insert into callscript.cursor (host, file, upto, inode, last, format) values (%s, %s, %s, %s, %s, %s)
    on conflict (host, file) do update set upto = excluded.upto, inode = excluded.inode, last = excluded.last,
    format = excluded.format, at = now()"""


_ENDS = (Closed, Discarded, Erased)


class _Event(Struct, gc=False):
    type: str
    call: str = ""


class _Head(Struct, gc=False):
    """What of a line stands in columns of its own, also of an event that this release does not know."""

    epoch: int
    event: _Event


_heads = msgspec.json.Decoder(_Head)


@dataclass
class Batch:
    """What is sent on at once."""

    lines: list[Sent] = field(default_factory=list[Sent])
    cursors: dict[str, Cursor] = field(default_factory=dict[str, Cursor])
    """By file."""


@dataclass
class Tally:
    """What was sent on."""

    lines: int = 0
    late: int = 0
    calls: int = 0
    """Calls worked out."""
    without_script: int = 0
    dropped: int = 0
    """Lines of months that were dropped: they are not taken any more."""

    def add(self, other: Tally) -> None:
        """Take in what was sent on besides."""
        for name in ("lines", "late", "calls", "without_script", "dropped"):
            setattr(self, name, getattr(self, name) + getattr(other, name))


@dataclass
class SortedOut:
    """Lines, by what is to be done with them. What is there already, word for word, is in none of these."""

    new: list[Sent] = field(default_factory=list[Sent])
    erased: list[Sent] = field(default_factory=list[Sent])
    """They are there with more of what a caller gave."""
    late: list[tuple[Sent, str]] = field(default_factory=list[tuple[Sent, str]])
    """With the reason."""


class _OvertakenError(Exception):
    """Another host has sent lines of the same call in between."""


class Shipping:
    """Sends on in the name of a host, over one connection."""

    def __init__(self, connection: Connected, host: str, summarise: Summarise) -> None:
        self._connection = connection
        self._host = host
        self._summarise = summarise
        self._months: dict[date, bool] = {}
        """By first day: whether lines of the month are taken; not those that cannot be now, and can be some time."""

    def cursors(self) -> Mapping[str, Cursor]:
        """Return how far this server has the host's files: after a failover maybe less far than was sent on."""
        found = self._connection.execute(
            "select file, upto, inode::text, last, format from callscript.cursor where host = %s", (self._host,)
        )
        return {file: Cursor(upto, int(inode), last, format) for file, upto, inode, last, format in found}

    def look(self) -> None:
        """Look whether the server is still there: where nothing is sent for long, nobody would notice."""
        self._connection.execute("select 1")

    def send(self, batch: Batch) -> Tally:
        """Send lines on, all of them or none."""
        months = {month: self._takes(month) for month in {_month(sent) for sent in batch.lines}}
        taken = [
            sent._replace(wrong=takes) if isinstance(takes, str) else sent
            for sent in batch.lines
            if (takes := months[_month(sent)])
        ]
        for _ in range(_TRIES):
            with suppress(_OvertakenError), self._connection.transaction():
                tally = self._send(taken)
                tally.dropped = len(batch.lines) - len(taken)
                with self._connection.cursor() as cursor:
                    cursor.executemany(_CURSOR, [(self._host, file, *place) for file, place in batch.cursors.items()])
                return tally
        raise PostgresUnavailable("other hosts send the same calls, again and again")

    def _send(self, lines: Sequence[Sent]) -> Tally:
        sorted_out = self._sorted_out(lines)
        self._insert(sorted_out.new)
        for sent in sorted_out.erased:
            self._take_away(sent.ref.day, sent.line.call, sent.line.seq, sent.line.raw.decode())
        late = self._keep_late(sorted_out.late)
        changed = {each for sent in sorted_out.new if (each := _changes(sent))}
        about = {each for sent in lines if (each := _about(sent))}
        changed |= erase(self._connection, self._host, lines, about)
        changed |= {_about(sent) or sent.line.call for sent in sorted_out.erased}
        filed = file_calls(self._connection, changed, self._summarise)
        return Tally(len(sorted_out.new), late, filed.calls, filed.without_script)

    def _takes(self, month: date) -> bool | str:
        """Tell whether lines of a month are taken; a text: why there can be no such month, whatever clock wrote it."""
        if month not in self._months:
            try:
                made = self._connection.execute("select callscript.make_month(%s)", (month,)).fetchone()
            except psycopg.errors.RaiseException as error:
                return error.diag.message_primary or _NO_MONTH
            self._months[month] = bool(made and made[0])
        return self._months[month]

    def _sorted_out(self, lines: Sequence[Sent]) -> SortedOut:
        """Hold lines against what is there of their calls."""
        days, calls = [sent.ref.day for sent in lines], [sent.line.call for sent in lines]
        seqs, texts = [sent.line.seq for sent in lines], _together(lines)
        there: dict[int, str | None] = dict(self._connection.execute(_THERE, (days, calls, seqs, texts)).fetchall())
        first = {sent.line.call: sent for sent in reversed(lines) if not (sent.wrong or sent.again)}
        behind = [(each.ref.day, call, each.line.seq - 1) for call, each in first.items() if each.line.seq > 1]
        columns = [list(column) for column in zip(*behind, strict=True)] or [[], [], []]
        before: dict[str, str] = dict(self._connection.execute(_BEFORE, columns).fetchall())
        return sort_out(lines, there, before)

    def _insert(self, lines: Sequence[Sent]) -> None:
        """Add lines; raise `_OvertakenError` if another host has added one of them just now."""
        heads = [_heads.decode(sent.line.raw) for sent in lines]
        columns = (
            [sent.ref.day for sent in lines],
            [sent.line.call for sent in lines],
            [sent.line.seq for sent in lines],
            [head.epoch for head in heads],
            [head.event.type for head in heads],
            [_about(sent) or None for sent in lines],
            [self._host] * len(lines),
            _together(lines),
        )
        if lines and self._connection.execute(_INSERT, columns).rowcount < len(lines):
            raise _OvertakenError

    def _keep_late(self, late: Sequence[tuple[Sent, str]]) -> int:
        added = 0
        for sent, why in late:
            day, line, text = sent.ref.day, sent.line, sent.line.raw.decode()
            self._take_away(day, line.call, line.seq, text)
            row = (day, line.call, line.seq, _heads.decode(line.raw).epoch, self._host, line.chain, text, why)
            added += self._connection.execute(_LATE, row).rowcount
        return added

    def _take_away(self, day: date, call: str, seq: int, shorter: str) -> None:
        self._connection.execute(TAKE_AWAY, (day, call, seq, shorter))


def sort_out(lines: Sequence[Sent], there: Mapping[int, str | None], before: Mapping[str, str]) -> SortedOut:
    """Hold lines against those that are there by the same number, from 1 (None: the very same line), and against the
    chain that is there before the first line of each call.

    A call of which something else is there goes on only as that does: nothing is put behind what it does not continue.
    """
    found, apart = SortedOut(), dict[str, str]()
    known: dict[tuple[str, int], Line] = {}
    for number, sent in enumerate(lines, start=1):
        line = sent.line
        if sent.wrong:
            found.late.append((sent, sent.wrong))
            continue
        other = known.get((line.call, line.seq))
        if other is None and number in there:
            text = there[number]
            other = line if text is None else decode(text.encode())
        if other is not None:
            if not line.repeats(other):
                found.late.append((sent, _CONTRADICTS))
                if not sent.again:
                    apart[line.call] = _CONTRADICTS
            elif line.values < other.values:
                found.erased.append(sent)
        elif line.call in apart or sent.again:
            found.late.append((sent, apart.get(line.call, _CONTRADICTS)))
        elif not _continues(line, known, before):
            apart[line.call] = _NO_LINE
            found.late.append((sent, _NO_LINE))
        else:
            found.new.append(sent)
        if not sent.again and line.call not in apart:
            known[line.call, line.seq] = line
    return found


def _continues(line: Line, known: Mapping[tuple[str, int], Line], before: Mapping[str, str]) -> bool:
    if line.seq == 1 or (line.call, line.seq - 1) in known:  # the file was held against itself when it was read
        return True
    return line.chain == format2.chained(before.get(line.call, "?"), line.covered)


def _month(sent: Sent) -> date:
    return sent.ref.day.replace(day=1)


def _together(lines: Iterable[Sent]) -> str:
    """Return lines as one text: in an array each quotation mark is escaped, which takes longer than all the rest."""
    return b"\n".join(sent.line.raw for sent in lines).decode()


def _about(sent: Sent) -> str:
    """Return the call that a line of a desk log is about; empty: none, or it is no such line."""
    return _heads.decode(sent.line.raw).event.call if is_desk_log(sent.line.call) else ""


def _changes(sent: Sent) -> str:
    """Return the call that is to be worked out again because of a line; empty: none is."""
    if is_desk_log(sent.line.call):
        return _about(sent)
    return sent.line.call if sent.line.seq == 1 or isinstance(sent.line.event, _ENDS) else ""
