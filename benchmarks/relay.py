"""What PostgreSQL costs those who take calls, and what a host's relay takes: real servers on the disk, which are killed
and stopped; how fast a backlog is sent on, and what those who write notice of a month that is dropped.

Run as `python -m benchmarks.relay [--folder FOLDER] [--quick]`.
"""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from select import select
from threading import Event, Thread
from time import monotonic, sleep

from benchmarks import alone, relay_bulk, relay_centre, relay_seats, relay_session
from benchmarks.process import memory_of, processor
from benchmarks.relay_scale import FULL, QUICK, Scale
from benchmarks.relay_writer import Writer
from benchmarks.store_calls import PACK, script
from benchmarks.store_disk import place, settle
from benchmarks.table import Row, at, middle, pairs
from callscript import packs
from tests.relay.office import Office, Running
from tests.relay.server import Postgres, servers
from tests.relay.small_disk import SmallDisk, fill

_APPEND = 1.05
"""So many times what it takes without PostgreSQL may an append take."""
LAG, _MEMORY, _SHARE, _CONNECTIONS = 250.0, 40.0, 10.0, 2.0
_LOOK = 0.005
"""Seconds between two looks at how far a relay is."""


def rows(folder: Path | None = None, *, quick: bool = False) -> list[Row]:
    """Measure the relay."""
    scale = QUICK if quick else FULL
    with place(folder) as home:
        home.chmod(0o755)  # the server has an account of its own
        with servers(home) as maker:
            server = maker().make("fsync = on").start()
            small = SmallDisk(maker().make("fsync = on"), home / "full")
            return [
                *_lag(_office(server, home, "lag"), scale),
                *relay_seats.seats(_office(server, home, "seats"), scale),
                *_appends(_office(server, home, "appends"), scale),
                *_full(small, scale),
                *relay_centre.waiting(_office(server, home, "centre"), scale),
                *relay_bulk.backlog([_office(server, home, f"backlog{n}") for n in range(scale.rounds)], scale),
                *relay_bulk.dropped(_office(server, home, "dropped"), scale),
                *relay_session.sessions(server, home, quick=quick),
            ]


def _office(server: Postgres, home: Path, name: str) -> Office:
    office = Office(server, server.database(name), home / name)
    office.initialise()
    office.folders.make()
    packs.keep(packs.locate(PACK), office.folders.packs, script(), own=office.folders.directories)  # as a session does
    return office


def _appends(office: Office, scale: Scale) -> Iterator[Row]:
    """Append in turns beside a relay and without one, whatever becomes of the server."""
    alone = office.home.with_name("alone")
    alone.mkdir(mode=0o700)
    pair = Writer(office.home, "17"), Writer(alone, "17")
    settle()
    with office.relay() as relay:
        relay.line()
        assert relay.line() == "connected"
        yield _turns(pair, "PostgreSQL there", scale)
        with office.server.hanging():
            yield _turns(pair, "PostgreSQL stopped (SIGSTOP)", scale)
        office.server.kill()
        yield _turns(pair, "PostgreSQL killed", scale)
        office.server.start()
    for each in pair:
        each.store.journal.close()


def _full(disk: SmallDisk, scale: Scale) -> Iterator[Row]:
    """Append in turns beside a relay whose server has no room left, and without one."""
    alone = disk.office.home.with_name("alone beside a full disk")
    alone.mkdir(mode=0o700)
    pair = Writer(disk.office.home, "17"), Writer(alone, "17")
    with disk.office.relay() as relay:
        relay.line()
        assert relay.line() == "connected"
        fill(disk.filler)
        while "No space left" not in _told(relay, pair[0]):
            pair[1].append()
        settle()
        yield _turns(pair, "PostgreSQL's disk full", scale)
    for each in pair:
        each.store.journal.close()


def _told(relay: Running, writer: Writer) -> str:
    """Have something saved; return what the relay tells by then."""
    writer.append()
    assert relay.process.stdout
    return relay.line() if select([relay.process.stdout], [], [], 0.2)[0] else ""


def _turns(pair: tuple[Writer, Writer], state: str, scale: Scale) -> Row:
    ours, theirs = list[float](), list[float]()
    for number in range(scale.appends):
        turn = list(zip(pair, (ours, theirs), strict=True))
        for writer, costs in turn if number % 2 else reversed(turn):
            costs.append(writer.append()[1])
            sleep(0.002)  # nobody types faster; the relay gets its turn
    return Row(f"append, {state}, p50", middle(ours), "ms", "no relay", middle(theirs), _APPEND, pairs(ours, theirs))


class Watch(Thread):
    """Looks how far PostgreSQL has the journals."""

    def __init__(self, office: Office) -> None:
        super().__init__(daemon=True)
        self.lags: list[float] = []
        self._office = office
        self._waiting: dict[str, deque[tuple[int, float]]] = {}
        self._over = Event()

    def saved(self, file: Path) -> None:
        """Note that a file is saved as far as it goes."""
        name = file.relative_to(self._office.folders.journal).as_posix()
        self._waiting.setdefault(name, deque()).append((file.stat().st_size, monotonic()))

    def end(self) -> None:
        """Wait until all that was saved is there."""
        self._over.set()
        self.join()

    def run(self) -> None:
        with self._office.connect() as connection:
            while not self._over.is_set() or any(self._waiting.values()):
                for file, upto in connection.execute("select file, upto from callscript.cursor").fetchall():
                    waiting = self._waiting.get(file, deque[tuple[int, float]]())
                    while waiting and waiting[0][0] <= upto:
                        self.lags.append((monotonic() - waiting.popleft()[1]) * 1000)
                sleep(_LOOK)


def _lag(office: Office, scale: Scale) -> list[Row]:
    """Have operators write, an event each in two seconds, and look how far behind PostgreSQL is."""
    writers = [Writer(office.home, str(100 + number)) for number in range(scale.operators)]
    with office.relay() as relay:
        relay.line()
        assert relay.line() == "connected"
        for writer in writers:  # what comes with the first line of a day and of a call is not what is measured
            writer.append()
        sleep(1)
        watch = Watch(office)
        watch.start()
        pid, begun = relay.process.pid, monotonic()
        before = processor(pid)
        for number in range(scale.operators * scale.seconds // 2):
            sleep(max(0.0, begun + number * 2 / scale.operators - monotonic()))
            call, _ = writers[number % len(writers)].append()
            watch.saved(office.file_of(call))
        watch.end()
        share = (processor(pid) - before) / (monotonic() - begun) * 100
        memory = memory_of(pid)
        [(connections,)] = office.rows(
            f"select count(*) from pg_stat_activity where usename = 'cs_relay_{office.host}'"
        )
    for writer in writers:
        writer.store.journal.close()
    who = f"{scale.operators} operators, an event each in 2 s"
    return [
        Row(f"{who}: saved to committed, p50", middle(watch.lags), "ms", "limit", LAG, float("inf")),
        Row(f"{who}: saved to committed, p99", at(watch.lags, 0.99), "ms", "limit", LAG, 1),
        Row(f"{who}: memory of the relay (PSS)", memory, "MB", "limit", _MEMORY, 1),
        Row(f"{who}: processor of the relay", share, "% of a core", "limit", _SHARE, 1),
        Row(f"{who}: connections", connections, "", "limit", _CONNECTIONS, 1),
    ]


if __name__ == "__main__":
    sys.exit(alone.run(rows, alone.parser("relay", "Measure the relay to PostgreSQL.").parse_args()))
