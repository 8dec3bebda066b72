"""The peer of the store: sqlite of the standard library, set to be as safe: what is committed is on the disk."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from callscript.contacts import phones
from callscript.core.records import CallSummary, Earlier, Filed, TaskRecord

PATIENCE = 60.0
"""Seconds to wait for other writers: long enough that none of them is ever refused."""
_TABLES = """
create table if not exists lines (id integer primary key, call text, line blob);
create table if not exists calls (id text primary key, digits text, body blob);
create table if not exists tasks (id text primary key, call text, body blob);
create index if not exists by_digits on calls (digits);
create index if not exists by_call on tasks (call);
"""
_LINE = "insert into lines (call, line) values (?, ?)"
Line = tuple[str, bytes]
"""A call's id and an event as the journal writes it."""


class Peer:
    """A database: write-ahead log, full synchronisation."""

    def __init__(self, path: Path) -> None:
        self._db = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)
        self._db.execute("pragma journal_mode = wal")
        self._db.execute("pragma synchronous = full")
        self._db.executescript(_TABLES)

    def run_in(self) -> None:
        """Let the log grow to the size that it has in a database which has been in use: growing costs more."""
        self._db.execute("insert into lines values (0, '', zeroblob(8000000))")
        self._db.execute("delete from lines where id = 0")
        self._db.execute("pragma wal_checkpoint(restart)")

    def append(self, lines: Sequence[Line]) -> None:
        """Commit the events that are saved together."""
        self._db.execute("begin immediate")
        self._db.executemany(_LINE, lines)
        self._db.execute("commit")

    def close_call(self, lines: Sequence[Line], summary: CallSummary, tasks: Iterable[TaskRecord]) -> None:
        """Commit a call's last events, the call at a glance and its open work."""
        self._db.execute("begin immediate")
        self._db.executemany(_LINE, lines)
        self._file(summary, tasks)
        self._db.execute("commit")

    def fill(self, calls: Iterable[Filed]) -> None:
        """Commit many calls at once."""
        self._db.execute("begin")
        for summary, tasks in calls:
            self._file(summary, tasks)
        self._db.execute("commit")
        self._db.execute("pragma wal_checkpoint(truncate)")

    def history(self, phone: str) -> list[Earlier]:
        """Return the calls under a number, the latest first."""
        rows = self._db.execute("select body from calls where digits = ?", (_digits(phone),))
        found = [msgspec.json.decode(body, type=CallSummary) for (body,) in rows]
        alike = [(each, phones.same(phone, each.phone)) for each in found]
        earlier = [Earlier(each, sure) for each, sure in alike if sure is not None]
        return sorted(earlier, key=lambda each: (each.summary.started, each.summary.id), reverse=True)

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    def _file(self, summary: CallSummary, tasks: Iterable[TaskRecord]) -> None:
        body = msgspec.json.encode(summary)
        self._db.execute("insert or replace into calls values (?, ?, ?)", (summary.id, _digits(summary.phone), body))
        self._db.execute("delete from tasks where call = ?", (summary.id,))
        work = [(task.id, task.call, msgspec.json.encode(task)) for task in tasks]
        self._db.executemany("insert into tasks values (?, ?, ?)", work)


def _digits(phone: str) -> str:
    return "".join(filter(str.isdecimal, phone))[-7:]
