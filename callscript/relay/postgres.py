"""Connects to PostgreSQL, and says in words why that or a statement fails: never with a value that was given to it."""

from __future__ import annotations

import time
from collections.abc import Generator
from contextlib import contextmanager

import psycopg
from psycopg import Connection
from psycopg.abc import RV, PQGen
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.rows import TupleRow

from callscript.relay.settings import Settings
from callscript.runtime.exit_status import UNAVAILABLE, Foreseen

_PATIENCE = {
    "connect_timeout": 5,  # seconds, for each host of several
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 20_000,
}
_OPTIONS = "-c search_path=pg_catalog,pg_temp"
_IN_TIME = "-c statement_timeout=60s -c idle_in_transaction_session_timeout=60s"


Connected = Connection[TupleRow]


class Waiting(Connected):
    """A connection that says since when it waits for an answer."""

    waits_since = 0.0
    """0: for none."""

    def wait(self, gen: PQGen[RV], interval: float = 0.1, timeout: float | None = None) -> RV:
        """Wait for an answer."""
        self.waits_since = time.monotonic()
        try:
            return super().wait(gen, interval, timeout)
        finally:
            self.waits_since = 0.0


class PostgresUnavailable(Foreseen):
    """PostgreSQL cannot be used now."""

    status = UNAVAILABLE

    def __init__(self, reason: str) -> None:
        super().__init__(f"PostgreSQL: {reason}")


@contextmanager
def connected(settings: Settings, name: str, *, in_time: bool) -> Generator[Waiting]:
    """Yield a connection under the name of a program; raise `PostgresUnavailable` for whatever goes wrong with it.

    `in_time`: what takes longer than a minute goes wrong, too.
    """
    given = conninfo_to_dict(settings.dsn)
    patience = {key: value for key, value in _PATIENCE.items() if key not in given}
    options = " ".join((str(given.get("options", "")), _OPTIONS, _IN_TIME if in_time else "")).strip()
    told = {"password": settings.password(), "application_name": name, "options": options, "client_encoding": "utf8"}
    with in_words():
        whole = make_conninfo(settings.dsn, **(patience | told))
        with Waiting.connect(whole, autocommit=True) as connection:
            yield connection


@contextmanager
def in_words() -> Generator[None]:
    """Turn what PostgreSQL says into a sentence without a value in it."""
    try:
        yield
    except psycopg.Error as error:
        raise PostgresUnavailable(_reason(error)) from error


def _reason(error: psycopg.Error) -> str:
    match error.sqlstate:
        case None:
            return _connecting(error)
        case "42P01" | "3F000":
            return "there is no callscript in this database: run callscript store init"
        case "42501":
            return f"this account may not do that ({error.diag.message_primary})"
        case "25006":
            return "this server is a standby: it takes nothing. Write target_session_attrs=read-write"
        case state if state.startswith("22"):
            return f"it takes a value that was recorded for none ({state})"
        case state:
            return f"{error.diag.message_primary} ({state})"


def _connecting(error: psycopg.Error) -> str:
    """Say why there is no connection: libpq names host, account and database, no more."""
    said = " ".join(str(error).split()) or type(error).__name__
    if error.pgconn and error.pgconn.needs_password:
        return f"a password is wanted, and none is given: write password_file ({said})"
    if error.pgconn and error.pgconn.used_password and "FATAL" in said:
        return f"it does not let this account in: look at the password in password_file, and at the account ({said})"
    if "certificate" in said:
        return f"its certificate is not trusted: look at sslrootcert, and whether it is made out to that host ({said})"
    return f"cannot be reached: {said}"
