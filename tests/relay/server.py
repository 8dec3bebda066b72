"""Real PostgreSQL servers, each made for a test in a folder of its own, that are killed, cut off and promoted.

PostgreSQL refuses to run as root: then the account `postgres`, which comes with its package, runs it.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Generator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path

import psycopg

from tests.processes import hanging, stop
from tests.terminal.any_terminal import PATIENCE

ACCOUNT = "postgres" if os.geteuid() == 0 else ""
_AS_ACCOUNT = ["setpriv", f"--reuid={ACCOUNT}", f"--regid={ACCOUNT}", "--clear-groups"] if ACCOUNT else []
SUPERUSER = "postgres"
_numbers = count(1)
_ACCESS = """\
local all cs_relay_asked scram-sha-256
local all all trust
local replication all trust
hostssl all all 127.0.0.1/32 scram-sha-256
hostssl all all ::1/128 scram-sha-256
"""


def programs() -> Path:
    """Return the folder of PostgreSQL's own programs: Debian has it aside, a folder a version."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    assert found, "postgresql is needed: scripts/test installs it"
    return found[-1].parent


class Postgres:
    """A server."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.data = folder / "data"
        self.log = folder / "log"
        self.port = 5432
        self.process: subprocess.Popen[bytes] | None = None

    def dsn(self, database: str = "postgres", user: str = SUPERUSER, **more: str) -> str:
        """Return how to connect over the socket."""
        return " ".join(
            (
                f"host={self.folder} port={self.port} dbname={database} user={user}",
                *(f"{key}={value}" for key, value in more.items()),
            )
        )

    def make(self, *settings: str) -> Postgres:
        """Make its files."""
        self._run("initdb", "-D", str(self.data), "-U", SUPERUSER, "-A", "trust", "--no-sync", "-E", "UTF8")
        self.data.joinpath("pg_hba.conf").write_text(_ACCESS, encoding="ascii")
        self.set(
            f"unix_socket_directories = '{self.folder}'",
            "listen_addresses = ''",
            "fsync = off",  # what is killed here is the server, not the machine
            "max_connections = 60",
            "autovacuum = off",  # or which plan a statement has would hang on when it comes by
            "lc_messages = 'C'",
            *settings,
        )
        return self

    def set(self, *settings: str) -> None:
        """Add settings."""
        with (self.data / "postgresql.conf").open("a", encoding="ascii") as file:
            file.writelines(f"{each}\n" for each in settings)

    def start(self, *within: str) -> Postgres:
        """Start it, maybe by a program that changes into it in the end, and wait until it takes connections."""
        self.data.joinpath("postmaster.pid").unlink(missing_ok=True)
        with self.log.open("ab") as log:
            command = [*within, *_AS_ACCOUNT, str(programs() / "postgres"), "-D", str(self.data)]
            self.process = subprocess.Popen(command, stdout=log, stderr=log, cwd="/")
        wait_until(self.answers, f"the server of {self.folder}")
        return self

    def own(self, path: Path) -> None:
        """Give a file to its account, which lets nobody else read it."""
        path.chmod(0o600)
        if ACCOUNT:
            shutil.chown(path, ACCOUNT)

    def database(self, name: str) -> str:
        """Make a database; return its name."""
        with psycopg.connect(self.dsn(), autocommit=True) as connection:
            connection.execute(f"create database {name}".encode())
        return name

    def answers(self) -> bool:
        """Tell whether it takes connections."""
        with suppress(psycopg.OperationalError), psycopg.connect(self.dsn(), connect_timeout=2):
            return True
        assert self.process
        assert self.process.poll() is None, self.log.read_text(errors="replace")[-2000:]
        return False

    def kill(self) -> None:
        """Kill it and all that it has started, as the kernel does where memory is short (SIGKILL)."""
        assert self.process
        stop(self.process.pid)  # or it has one more child between the question and the signal, which outlives it
        children = self.children()
        for pid in (self.process.pid, *children):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.wait(PATIENCE)
        wait_until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in children), "the server's end")

    def children(self) -> list[int]:
        """Return the processes that it has started."""
        assert self.process
        told = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text(encoding="ascii")
        return [int(pid) for pid in told.split()]

    @contextmanager
    def hanging(self) -> Generator[None]:
        """Have it do nothing, and not end either (SIGSTOP), for a while."""
        assert self.process
        with hanging(self.process.pid, *self.children()):
            yield

    def stop(self) -> None:
        """Have it end at once (SIGQUIT)."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGCONT)
            self.process.send_signal(signal.SIGQUIT)
            self.process.wait(PATIENCE)

    def copy_of(self, primary: Postgres) -> Postgres:
        """Make it a standby that follows another server, and start it."""
        self._run(
            "pg_basebackup",
            "-D",
            str(self.data),
            "-h",
            str(primary.folder),
            "-U",
            SUPERUSER,
            "-R",
            "-c",
            "fast",
            "--no-sync",
        )
        self.set(f"unix_socket_directories = '{self.folder}'", "hot_standby = on")
        return self.start()

    def promote(self) -> None:
        """Have a standby become the server that is written to."""
        with psycopg.connect(self.dsn(), autocommit=True) as connection:
            connection.execute("select pg_promote(true, 60)")

    def _run(self, program: str, *arguments: str) -> None:
        command = [*_AS_ACCOUNT, str(programs() / program), *arguments]
        done = subprocess.run(command, cwd="/", capture_output=True, check=False)
        assert done.returncode == 0, done.stderr.decode()


@contextmanager
def servers(under: Path | None = None) -> Generator[ServerMaker]:
    """Yield what makes servers, under a folder or in memory, where that can be; they are gone in the end."""
    memory = Path("/dev/shm")
    under = under or (memory if os.access(memory, os.W_OK) else None)
    with tempfile.TemporaryDirectory(prefix="callscript-pg-", dir=under) as folder:
        Path(folder).chmod(0o755)
        maker = ServerMaker(Path(folder))
        try:
            yield maker
        finally:
            for server in maker.made:
                server.stop()


class ServerMaker:
    """Makes servers below a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.made: list[Postgres] = []

    def __call__(self) -> Postgres:
        folder = self._folder / f"s{next(_numbers)}"
        folder.mkdir()
        if ACCOUNT:
            shutil.chown(folder, ACCOUNT)
        self.made.append(server := Postgres(folder))
        return server


def wait_until(there: object, what: str, patience: float = PATIENCE) -> None:
    """Wait until something is so."""
    assert callable(there)
    end = time.monotonic() + patience
    while not there():
        assert time.monotonic() < end, f"{what}: waited {patience} s in vain"
        time.sleep(0.02)
