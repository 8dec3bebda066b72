"""Sends lines on to PostgreSQL: a batch of several files is a transaction, and how far they are sent on is part of it.

What PostgreSQL has already stays as it is, unless a value was erased: then the line with fewer values takes its place.
What says anything else stands in `late`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date

import psycopg
from psycopg.rows import TupleRow

from callscript.core.records import Summarise
from callscript.relay import work
from callscript.relay.erasing import ERASED, TAKE_AWAY, erase, hold
from callscript.relay.fencing import fences
from callscript.relay.filing import behind, file_calls, put_calls_off
from callscript.relay.inserting import Columns, columns_of, insert, together
from callscript.relay.living import Living, Stand
from callscript.relay.postgres import Connected, PostgresUnavailable
from callscript.relay.scripts import SCHEMA as SCRIPTS
from callscript.relay.scripts import Keeping
from callscript.relay.sorting import SortedOut, continues, sort_out
from callscript.relay.tail import Cursor, Sent
from callscript.store.names import is_desk_log

MOST = 5000
"""Lines of a batch at most."""
_NO_MONTH = "no month of calls"
_TRIES = 5
"""How often a batch is tried in which another host comes in between."""

_FIRST = """
    select g.n, exists (select from callscript.event e where e.day = g.day and e.call = g.call and e.seq >= g.seq),
      case when g.seq > 1 then (
        select callscript.chain(e.line) from callscript.event e
        where e.day = g.day and e.call = g.call and e.seq = g.seq - 1) end
    from unnest(%s::date[], %s::text[], %s::integer[]) with ordinality as g (day, call, seq, n)"""
"""Whether there is the first line of each call, or any behind it, and the chain before it."""
_THERE = """
    select g.n, nullif(e.line, g.line)
    from unnest(%s::date[], %s::text[], %s::integer[], string_to_array(%s::text, chr(10)))
    with ordinality as g (day, call, seq, line, n)
    cross join lateral (
      select e.line from callscript.event e where e.day = g.day and e.call = g.call and e.seq = g.seq limit 1) as e"""
"""Lines that are there: the limit has each looked for by the key, however few PostgreSQL takes them for."""
_LATE = """
    insert into callscript.late (day, call, seq, epoch, host, chain, line, why)
    values (%s, %s, %s, %s, %s, %s, %s, %s) on conflict do nothing returning 1"""
_CURSOR = """
    insert into callscript.cursor (host, file, upto, inode, last, format) values (%s, %s, %s, %s, %s, %s)
    on conflict (host, file) do update set upto = excluded.upto, inode = excluded.inode, last = excluded.last,
    format = excluded.format, at = now()"""


_ENDS = ("closed", "discarded", ERASED)


def nothing() -> None:
    """There is nothing to do meanwhile."""


@dataclass
class Batch:
    """What is sent on at once."""

    lines: list[Sent] = field(default_factory=list[Sent])
    cursors: dict[str, Cursor] = field(default_factory=dict[str, Cursor])
    """By file."""
    waited_for: bool = False
    """Somebody waits for it: how the operators stand whose journals grew is told later."""
    backlog: bool = False
    """More lines wait, or have waited: the calls that these end are worked out behind them (`catch_up`)."""
    columns: Columns | None = None
    """Its lines as they are added, if they were written so ahead."""
    under_way: Callable[[], object] = nothing
    """Is called when its lines are on their way to PostgreSQL."""


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


class Shipping:
    """Sends on in the name of a host, over one connection."""

    def __init__(
        self,
        connection: Connected,
        host: str,
        summarise: Summarise,
        schema: int,
        living: Living | None = None,
    ) -> None:
        self._connection = connection
        self._living = living
        """None: nobody is told how the operators stand."""
        if living:
            living.begin(connection)
        self._host = host
        self._summarise = summarise
        self._schema = schema
        self._behind = True
        """Whether there may be calls that this host has still to work out."""
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

    def send_script(self, keeping: Keeping) -> bool:
        """Send on one script that is not there; tell whether there was one."""
        return self._schema >= SCRIPTS and keeping.send_next(self._connection)

    def send(self, batch: Batch) -> Tally:
        """Send lines on, all of them or none, and with them how the operators stand whose journals grew."""
        taken = self._taken(batch.lines)
        stand = self._living.look(batch.cursors, later=batch.waited_for) if self._living else None
        for _ in range(_TRIES):
            with suppress(psycopg.errors.UniqueViolation):
                tally = self._at_once(taken, batch, stand)
                tally.dropped = len(batch.lines) - len(taken)
                return tally
        raise PostgresUnavailable("other hosts send the same calls, again and again")

    def _at_once(self, taken: list[Sent], batch: Batch, stand: Stand | None) -> Tally:
        with self._connection.pipeline(), self._connection.transaction():  # what needs no answer is not waited for
            tally = self._send(taken, batch)
            if self._schema >= work.SCHEMA and len(taken) < len(batch.lines):
                work.erase(self._connection, batch.lines, but={sent.call for sent in taken})
            with self._connection.cursor() as cursor:
                cursor.executemany(_CURSOR, [(self._host, file, *place) for file, place in batch.cursors.items()])
            if self._living and stand:
                self._living.write(self._connection, stand)
        if self._living and stand:
            self._living.written(stand)
        return tally

    def tell_live(self) -> None:
        """Tell how all operators stand, if that is due."""
        if self._living:
            self._living.tell(self._connection)

    @property
    def live_wrong(self) -> str:
        """Why it cannot be told how operators stand; empty: it can, or need not be."""
        return self._living.wrong if self._living else ""

    def catch_up(self) -> Tally:
        """Work out some of the calls that were put off, by whichever process of this host."""
        if not self._behind:
            return Tally()
        with self._connection.transaction():
            filed = file_calls(self._connection, behind(self._connection, self._host), self._summarise, self._schema)
        self._behind = filed.calls > 0
        return Tally(calls=filed.calls, without_script=len(filed.without_script))

    def _send(self, lines: list[Sent], batch: Batch) -> Tally:
        sorted_out, erased = self._sorted_out(lines)
        if new := sorted_out.new:
            known = batch.columns if new is batch.lines else None
            insert(self._connection, self._host, known or columns_of(new))
        batch.under_way()
        for sent in sorted_out.erased:
            self._take_away(sent)
        late = self._keep_late(sorted_out.late)
        changed = _changed(sorted_out.new)
        at_once = erase(self._connection, self._host, lines, erased)
        at_once |= {sent.about or sent.call for sent in sorted_out.erased}
        if batch.backlog:
            self._behind = self._put_off(changed - at_once) or self._behind
        else:
            at_once |= changed
        filed = file_calls(self._connection, at_once, self._summarise, self._schema)
        return Tally(len(sorted_out.new), late, filed.calls, len(filed.without_script))

    def _put_off(self, calls: set[str]) -> bool:
        return put_calls_off(self._connection, self._host, calls, self._schema)

    def _taken(self, lines: list[Sent]) -> list[Sent]:
        """Return lines without those of months that were dropped; mark those of months that cannot be."""
        takes = {day: self._takes(day.replace(day=1)) for day in {sent.ref.day for sent in lines}}
        if all(each is True for each in takes.values()):
            return lines
        taken = [sent for sent in lines if takes[sent.ref.day]]
        for sent in taken:
            if isinstance(why := takes[sent.ref.day], str):
                sent.wrong = why
        return taken

    def _takes(self, month: date) -> bool | str:
        """Tell whether lines of a month are taken; a text: why there can be no such month, whatever clock wrote it."""
        if month not in self._months:
            try:
                made = self._connection.execute("select callscript.make_month(%s)", (month,)).fetchone()
            except psycopg.errors.RaiseException as error:
                return error.diag.message_primary or _NO_MONTH
            self._months[month] = bool(made and made[0])
        return self._months[month]

    def _sorted_out(self, lines: list[Sent]) -> tuple[SortedOut, set[str]]:
        """Hold lines against what is there of their calls: of a call that goes on from there, no single one. Return the
        calls that were erased besides; all is asked at once.
        """
        first = {sent.call: sent for sent in reversed(lines) if not (sent.wrong or sent.again)}
        before: dict[str, str] = {}
        apart = {sent.call for sent in lines if sent.wrong or sent.again}
        held = hold(self._connection, lines)
        asked = self._ask_for_first(first.values())
        led = fences(self._connection, lines, self._schema)
        erased = {call for call, gone in held.fetchall() if gone}
        for sent, (_, there, chain) in zip(first.values(), sorted(asked.fetchall()), strict=True):
            before[sent.call] = chain or ""
            if there or not continues(sent, {}, before):
                apart.add(sent.call)
        if led:
            apart |= {sent.call for sent in lines if sent.epoch < led.get(sent.call, 0)}
        if not apart:
            return SortedOut(new=lines), erased
        doubtful = [sent for sent in lines if sent.call in apart]
        found = sort_out(doubtful, self._there(doubtful), before, led)
        found.new += [sent for sent in lines if sent.call not in apart]
        return found, erased

    def _ask_for_first(self, lines: Iterable[Sent]) -> psycopg.Cursor[TupleRow]:
        columns = [(sent.ref.day, sent.call, sent.seq) for sent in lines]
        days, calls, seqs = [list(column) for column in zip(*columns, strict=True)] or ([], [], [])
        return self._connection.execute(_FIRST, (days, calls, seqs))

    def _there(self, lines: Sequence[Sent]) -> Mapping[int, str | None]:
        """Return what is there by the same numbers as lines, by their place, from 1; None: the very same line."""
        if not lines:
            return {}
        columns = [(sent.ref.day, sent.call, sent.seq) for sent in lines]
        given = (*map(list, zip(*columns, strict=True)), together(lines))
        return dict(self._connection.execute(_THERE, given).fetchall())

    def _keep_late(self, late: Sequence[tuple[Sent, str]]) -> int:
        added = 0
        for sent, why in late:
            self._take_away(sent)
            row = (sent.ref.day, sent.call, sent.seq, sent.epoch, self._host, sent.chain, sent.raw.decode(), why)
            added += len(self._connection.execute(_LATE, row).fetchall())
        return added

    def _take_away(self, sent: Sent) -> None:
        """Have a line take the place of the same line with more of what a caller gave, if that is there."""
        self._connection.execute(TAKE_AWAY, (sent.ref.day, sent.call, sent.seq, sent.raw.decode()))


def _changed(lines: Iterable[Sent]) -> set[str]:
    """Return the calls that are to be worked out again because of lines."""
    some = (sent for sent in lines if sent.seq == 1 or sent.about or sent.type in _ENDS)
    return {sent.about or sent.call for sent in some if sent.about or not is_desk_log(sent.call)}
