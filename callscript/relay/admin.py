"""What an administrator does in PostgreSQL: makes the tables, makes the calls at a glance again, drops months."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

import psycopg
from psycopg import sql

from callscript.core.records import Summarise
from callscript.relay import work
from callscript.relay.fencing import SCHEMA
from callscript.relay.filing import Filed, file_calls
from callscript.relay.living import SCHEMA as BOARD
from callscript.relay.migrations import SchemaUnfit, hold_fit, migrate, newest, version
from callscript.relay.place import SCHEMA as PLACES
from callscript.relay.postgres import Connected, in_words
from callscript.relay.scripts import SCHEMA as SCRIPTS
from callscript.runtime.clock import Clock
from callscript.runtime.exit_status import USAGE, Stop
from callscript.runtime.shipped import data_folder
from callscript.store.names import is_desk_log, parse_call_id

_QUIET = (
    (sql.SQL("log_parameter_max_length"), "0"),
    (sql.SQL("log_parameter_max_length_on_error"), "0"),
    (sql.SQL("log_error_verbosity"), "terse"),
)
"""Settings of the database with which its log has no value that a statement was given, whatever fails."""
_ROLES = ["cs_owner", "cs_relay", "cs_reports", "cs_board", "cs_supervisor", "cs_privacy"]
_AT_ONCE = 200
"""Calls that are worked out in one transaction."""
_TRIES, _PATIENCE = 30, 1.0
"""How often, and how many seconds each time, a lock is waited for that nobody can write beside."""
_COUNTED = {"call": 0, "late": 0, "pack": SCRIPTS, "task": work.SCHEMA}
"""Tables that are told of, and the schemas that have them."""
_OF_CALLS = {"call": 0, "late": 0, "access": BOARD, "task": work.SCHEMA}
"""Those that a month is dropped of, but for its lines."""
_OF_DAY = """
    select distinct call from callscript.event where day = %s
    union select distinct about from callscript.event where day = %s and about is not null"""
_NOWHERE = """
    delete from callscript.call c where day = %s
    and not exists (select from callscript.event e where e.day = c.day and e.call = c.id)
    and not exists (select from callscript.event e where e.about = c.id)"""


def initialise(connection: Connected) -> tuple[list[str], list[str]]:
    """Make roles and tables, as far as they are not there; return what was done, and what this account could not do."""
    with in_words():
        connection.execute((data_folder() / "postgres" / "roles.sql").read_bytes())
    refused = [told for name, value in _QUIET if (told := _keep_quiet(connection, name, value))]
    return [f"roles: {', '.join(_ROLES)}", *bring_up_to_date(connection)], refused


def _keep_quiet(connection: Connected, name: sql.SQL, value: str) -> str:
    """Set something for this database; return what to tell if this account may not."""
    row = connection.execute("select current_database()").fetchone()
    database = sql.Identifier(row[0] if row else "")
    try:
        connection.execute(sql.SQL("alter database {} set {} = {}").format(database, name, value))
    except psycopg.errors.InsufficientPrivilege:
        told = f"this account may not set {name.as_string()} = {value} for the database"
        return f"{told}: let a superuser do it, or the server's log may tell of callers"
    return ""


def bring_up_to_date(connection: Connected) -> list[str]:
    """Run what of the schema was not run yet; return what that was. A release may bring roles: they are made before."""
    if version(connection):
        there = connection.execute("select rolname from pg_catalog.pg_roles where rolname = any (%s)", (_ROLES,))
        if lacking := {*_ROLES} - {name for (name,) in there}:
            _make_lacking(connection, sorted(lacking))
    done = [f"schema {each.number:04d}: {each.name}" for each in migrate(connection)]
    return done or [f"schema {version(connection):04d}: up to date"]


def _make_lacking(connection: Connected, lacking: Sequence[str]) -> None:
    try:
        connection.execute((data_folder() / "postgres" / "roles.sql").read_bytes())
    except psycopg.errors.InsufficientPrivilege:
        told = f"this release has roles that are not there: {', '.join(lacking)}"
        raise SchemaUnfit(f"{told}. Let a superuser run callscript store init, which does the rest") from None


def status(connection: Connected) -> Iterator[str]:
    """Yield how things stand: the schema, the months, what there is, how far each host's journals were sent on."""
    yield f"schema: {(schema := hold_fit(connection))} (this release knows {newest()})"
    months = connection.execute("select to_char(month, 'YYYY-MM'), dropped from callscript.month order by 1").fetchall()
    yield f"months: {_listed(month for month, dropped in months if not dropped)}"
    yield f"dropped: {_listed(month for month, dropped in months if dropped)}"
    for name in (name for name, since in _COUNTED.items() if schema >= since):
        row = connection.execute(sql.SQL("select count(*) from callscript.{}").format(sql.Identifier(name))).fetchone()
        yield f"{name}: {row[0] if row else 0}"
    hosts = connection.execute(
        "select host, count(*), sum(upto)::bigint, max(at) from callscript.cursor group by host order by host"
    )
    places = dict(connection.execute("select host, told from callscript.place").fetchall()) if schema >= PLACES else {}
    for host, files, size, at in hosts.fetchall():
        told = f"host {host}: files: {files}, bytes: {size}, last: {at.astimezone():%d.%m.%Y %H:%M:%S}"
        yield f"{told}, from: {places[host]}" if host in places else told


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names) or "none"


def rebuild(connection: Connected, summarise: Summarise) -> Filed:
    """Make the calls at a glance, and their work, again from the lines; relays may go on meanwhile."""
    schema = hold_fit(connection)
    connection.execute("set role cs_owner")
    calls, without_script = 0, set[str]()
    months = connection.execute("select month from callscript.month where dropped is null order by 1").fetchall()
    for day in (day for (month,) in months for day in _days_of(month)):
        found = [call for (call,) in connection.execute(_OF_DAY, (day, day)).fetchall() if not is_desk_log(call)]
        for part in _parts(sorted(found)):
            with connection.transaction():
                filed = file_calls(connection, part, summarise, schema)
            own = sum(1 for call in part if (ref := parse_call_id(call)) and ref.day == day)
            calls += own
            without_script |= filed.without_script  # a call is looked at on each day that something is noted about it
        connection.execute(_NOWHERE, (day,))
        if schema >= work.SCHEMA:
            connection.execute(work.NOWHERE, (day,))
    connection.execute("reset role")
    return Filed(calls, frozenset(without_script))


def drop_month(connection: Connected, month: date, clock: Clock) -> list[str]:
    """Drop what there is of calls that began in a month; return what that was. What comes of it later is not taken.

    Work that is still open stays; done again, this drops what of it was closed since.

    Those who write do not wait for it: the lock that keeps them away is waited for a second at a time, and held for
    a moment.
    """
    schema = hold_fit(connection)
    if month >= clock.now().date().replace(day=1):
        raise Stop(USAGE, f"{month:%Y-%m} is not over yet")
    connection.execute("set role cs_owner")
    table = sql.Identifier("callscript", f"event_{month:%Y%m}")
    _detach(connection, month, table)
    connection.execute(sql.SQL("drop table if exists {}").format(table))
    gone = {name: 0 for name, since in _OF_CALLS.items() if schema >= since}
    for day in _days_of(month):
        for name in gone:
            which = sql.SQL(work.CLOSED if name == "task" else "true")
            statement = sql.SQL("delete from callscript.{} where day = %s and {}").format(sql.Identifier(name), which)
            gone[name] += connection.execute(statement, (day,)).rowcount
        if schema >= SCHEMA:
            connection.execute("delete from callscript.led where day = %s", (day,))
    connection.execute("reset role")
    return [f"{month:%Y-%m}: dropped", *(f"{name}: {number}" for name, number in gone.items())]


def _detach(connection: Connected, month: date, table: sql.Identifier) -> None:
    """Note that a month is dropped, and take its table away from the others."""
    for tries in range(_TRIES):
        try:
            with connection.transaction():
                connection.execute("set local lock_timeout = '1s'")
                connection.execute(
                    "insert into callscript.month (month, dropped) values (%s, now()) "
                    "on conflict (month) do update set dropped = coalesce(callscript.month.dropped, now())",
                    (month,),
                )
                name = f"callscript.event_{month:%Y%m}"
                attached = connection.execute(
                    "select 1 from pg_inherits "
                    "where inhrelid = to_regclass(%s) and inhparent = 'callscript.event'::regclass",
                    (name,),
                ).fetchone()
                if attached:
                    connection.execute(sql.SQL("alter table callscript.event detach partition {}").format(table))
        except psycopg.errors.LockNotAvailable:
            if tries == _TRIES - 1:
                raise
            time.sleep(_PATIENCE)
        else:
            return


def _days_of(month: date) -> list[date]:
    return [day for number in range(31) if (day := month + timedelta(days=number)).month == month.month]


def _parts(calls: Sequence[str]) -> Iterator[Sequence[str]]:
    return (calls[start : start + _AT_ONCE] for start in range(0, len(calls), _AT_ONCE))
