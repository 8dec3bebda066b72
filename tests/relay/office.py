"""A host of the tests: its home, its database, its relay and those who write its journals."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from threading import Event
from typing import Any

import psycopg
import pytest

from benchmarks.store_calls import lead, phone
from callscript.commands.store import Deed, store
from callscript.core.call.events import TaskTried
from callscript.core.call.fold import fold_all
from callscript.core.script.model import Script
from callscript.relay import admin
from callscript.relay.relay import Relay
from callscript.relay.settings import read_settings
from callscript.runtime.clock import SystemClock
from callscript.runtime.exit_status import Foreseen
from callscript.runtime.paths import Folders
from callscript.service.summary import filed
from callscript.store.files import FileStore
from callscript.store.journal.stamp import Stamping
from callscript.store.names import desk_log_id, parse_log_id
from tests.accounts import AS_ROOT, Account
from tests.processes import hanging
from tests.programs import ROOT
from tests.relay.server import SUPERUSER, Postgres
from tests.terminal.any_terminal import PATIENCE

HOST = "desk7"


class Running:
    """A relay at work. Left, it is killed."""

    def __init__(
        self, arguments: list[str], as_account: Account | None = None, *, wrong: int = 0, within: Sequence[str] = ()
    ) -> None:
        """`wrong`: by so many seconds the clock of the machine is; `within`: a program that changes into it."""
        program = [sys.executable, "-m", *(["tests.relay.skewed", str(wrong)] if wrong else ["callscript"])]
        if as_account:
            program = [*AS_ROOT, sys.executable, "-m", "tests.accounts", as_account.name, str(as_account.home)]
        command = [*within, *program, *arguments]
        self.process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

    def __enter__(self) -> Running:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.kill()

    @contextmanager
    def hanging(self) -> Generator[None]:
        """Have it do nothing, and not end either, for a while."""
        with hanging(self.process.pid):
            yield

    def kill(self) -> None:
        """Kill it (SIGKILL)."""
        self.process.kill()
        self.process.communicate()

    def line(self) -> str:
        """Return the next line that it tells."""
        assert self.process.stdout
        return self.process.stdout.readline().rstrip("\n")

    def end(self) -> str:
        """Tell it to end, in time; return the rest of what it tells."""
        self.process.send_signal(signal.SIGTERM)
        told, _ = self.process.communicate(timeout=10)
        assert self.process.returncode == 128 + signal.SIGTERM, told
        return told


class Office:
    """A home and its database."""

    def __init__(self, server: Postgres, database: str, home: Path, host: str = HOST) -> None:
        self.server = server
        self.database = database
        self.host = host
        self.home = home
        home.mkdir(mode=0o700, exist_ok=True)
        self.folders = Folders.resolve(home)
        self.admin = self.settings("admin.toml", SUPERUSER)
        self.relays: list[Running] = []
        """Those that were started, the latest last."""
        self.own = self.settings("relay.toml", f"cs_relay_{host}", host)

    def settings(self, name: str, user: str, host: str = "", **more: str) -> Path:
        """Write settings; return the file."""
        file = self.home / name
        lines = [f'dsn = "{self.server.dsn(self.database, user, **more)}"', *([f'host = "{host}"'] if host else [])]
        file.write_text("\n".join(lines), encoding="utf-8")
        file.chmod(0o600)
        return file

    def initialise(self) -> None:
        """Make the tables, and the account of the relay."""
        with self.connect() as connection:
            _, refused = admin.initialise(connection)
            assert not refused
            add_relay(connection, self.host)

    def connect(self, user: str = SUPERUSER) -> psycopg.Connection[tuple[Any, ...]]:
        """Connect as some account."""
        return psycopg.connect(self.server.dsn(self.database, user), autocommit=True)

    def rows(self, statement: str, user: str = SUPERUSER) -> list[tuple[Any, ...]]:
        """Return what a statement finds."""
        with self.connect(user) as connection:
            return connection.execute(statement.encode()).fetchall()

    def run(self, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        """Run callscript."""
        command = [sys.executable, "-m", "callscript", *map(str, arguments), "--home", str(self.home)]
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE, check=False)

    def ok(self, *arguments: str | Path) -> str:
        """Run callscript, which has to succeed; return what it prints."""
        done = self.run(*arguments)
        assert (done.returncode, done.stderr) == (0, ""), done.stdout + done.stderr
        return done.stdout

    def send(self, own: Path | None = None) -> str:
        """Send on what there is; return what is told."""
        told: list[str] = []
        settings = read_settings(own or self.own, as_host=True)
        Relay(self.folders, settings, SystemClock(), told.append, Event()).once()
        return "\n".join(told)

    def refused(self, own: Path) -> str:
        """Try to send on; return why that cannot be."""
        with pytest.raises(Foreseen) as refused:
            self.send(own)
        return str(refused.value)

    def administer(self, deed: Deed, month: date | None = None) -> list[str]:
        """Do what an administrator does; return what is told of it."""
        report = store(str(self.home), str(self.admin), deed, f"{month:%Y-%m}" if month else "")
        assert report.problems == []
        return report.lines

    def relay(self, *within: str) -> Running:
        """Start the relay, maybe by a program that changes into it."""
        self.relays.append(Running(["relay", "--settings", str(self.own), "--home", str(self.home)], within=within))
        return self.relays[-1]

    def lead(self, operator: str = "17", number: int = 1, at: datetime | None = None, *, appeal: bool = False) -> str:
        """Lead a call to its end; return its id."""
        self.folders.make()
        led = lead(operator, at or datetime.now(UTC) - timedelta(minutes=10), phone(number), appeal=appeal)
        with self.store() as kept:
            kept.journal.append(led.id, led.log)
        return led.id

    @contextmanager
    def store(self, stamping: Stamping | None = None) -> Generator[FileStore]:
        """Yield the store of the home; its journal is closed in the end."""
        kept = FileStore(self.folders, stamping)
        yield kept
        kept.journal.close()

    def file_of(self, call: str) -> Path:
        """Return the journal that a call stands in."""
        ref = parse_log_id(call)
        assert ref
        return ref.journal(self.folders.journal)

    def journals(self) -> list[str]:
        """Return all lines of all journals, in order."""
        files = sorted(self.folders.journal.rglob("*.jsonl"))
        return sorted(line for file in files for line in file.read_text(encoding="utf-8").splitlines())

    def events(self) -> list[str]:
        """Return all lines that PostgreSQL has as events."""
        return sorted(line for (line,) in self.rows("select line from callscript.event"))


def add_relay(connection: psycopg.Connection[Any], host: str) -> None:
    """Make the account of a host's relay, as an administrator does."""
    name = f"cs_relay_{host}"
    if not connection.execute("select 1 from pg_roles where rolname = %s", (name,)).fetchone():
        connection.execute(f"create role {name} login in role cs_relay".encode())


def register(kept: FileStore, script: Script, call: str) -> None:
    """Enter a call in the registers of a home."""
    found = filed(script, fold_all(script, kept.journal.read_call(call).whole))
    assert found
    kept.registers.file_call(*found)


def work_about(office: Office, call: str, note: str = "не відповідає", operator: str = "18", task: str = "") -> None:
    """Have an operator note something today, in the own desk log, on the work that a call has left."""
    log, now = desk_log_id(operator, datetime.now(UTC).date()), datetime.now(UTC)
    with office.store() as kept:
        before = kept.journal.read_call(log).events
        kept.journal.take_up(log, before)
        named = task or f"{call}/x"
        tried = TaskTried(seq=len(before) + 1, at=now, task=named, call=call, by=operator, attempt=1, note=note)
        kept.journal.append(log, [tried])
