"""What PostgreSQL costs those who take calls, and what a host's relay takes: real servers on the disk, which are killed
and stopped; how fast a backlog is sent on, and what those who write notice of a month that is dropped.

Run as `python -m benchmarks.relay [--folder FOLDER] [--quick]`.
"""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections import deque
from collections.abc import Iterator
from itertools import chain, count
from os import getloadavg, sysconf
from pathlib import Path
from threading import Event, Thread
from time import monotonic, perf_counter, sleep

from benchmarks import relay_bulk
from benchmarks.relay_scale import FULL, QUICK, Scale
from benchmarks.store_calls import PACK, STAMPING, Place, copied_id, copied_log, phone, script, today
from benchmarks.store_disk import place, settle
from benchmarks.table import Row, at, lines, middle, pairs
from callscript import packs
from callscript.core.call.events import Event as CallEvent
from callscript.runtime.paths import Folders
from callscript.store.files import FileStore
from tests.relay.office import Office
from tests.relay.server import Postgres, servers

_APPEND = 1.05
"""So many times what it takes without PostgreSQL may an append take."""
_LAG, _MEMORY, _SHARE, _CONNECTIONS = 250.0, 40.0, 10.0, 2.0
_LOOK = 0.005
"""Seconds between two looks at how far a relay is."""


def rows(folder: Path | None = None, *, quick: bool = False) -> list[Row]:
    """Measure the relay."""
    scale = QUICK if quick else FULL
    with place(folder) as home:
        home.chmod(0o755)  # the server has an account of its own
        with servers(home) as maker:
            server = maker().make("fsync = on").start()
            return [
                *_lag(_office(server, home, "lag"), scale),
                *_appends(_office(server, home, "appends"), scale),
                *relay_bulk.backlog([_office(server, home, f"backlog{n}") for n in range(scale.rounds)], scale),
                *relay_bulk.dropped(_office(server, home, "dropped"), scale),
            ]


def _office(server: Postgres, home: Path, name: str) -> Office:
    office = Office(server, server.database(name), home / name)
    office.initialise()
    office.folders.make()
    packs.keep(packs.locate(PACK), office.folders.packs, script(), own=office.folders.directories)  # as a session does
    return office


class Writer:
    """An operator, who leads one call after the other."""

    def __init__(self, home: Path, operator: str) -> None:
        self.store = FileStore(Folders.resolve(home), STAMPING)
        self.operator = operator
        self._events = self._led()

    def append(self) -> tuple[str, float]:
        """Have the next event saved; return its call, and the milliseconds that it took."""
        call, event = next(self._events)
        begun = perf_counter()
        self.store.journal.append(call, [event])
        return call, (perf_counter() - begun) * 1000

    def _led(self) -> Iterator[tuple[str, CallEvent]]:
        for number in count():
            of_day = Place(self.operator, today(), number)
            call = copied_id(of_day)
            yield from ((call, event) for event in copied_log(of_day, call, phone(number)))


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
        before = _processor(pid)
        for number in range(scale.operators * scale.seconds // 2):
            sleep(max(0.0, begun + number * 2 / scale.operators - monotonic()))
            call, _ = writers[number % len(writers)].append()
            watch.saved(office.file_of(call))
        watch.end()
        share = (_processor(pid) - before) / (monotonic() - begun) * 100
        memory = _memory(pid)
        [(connections,)] = office.rows(
            f"select count(*) from pg_stat_activity where usename = 'cs_relay_{office.host}'"
        )
    for writer in writers:
        writer.store.journal.close()
    who = f"{scale.operators} operators, an event each in 2 s"
    return [
        Row(f"{who}: saved to committed, p50", middle(watch.lags), "ms", "limit", _LAG, float("inf")),
        Row(f"{who}: saved to committed, p99", at(watch.lags, 0.99), "ms", "limit", _LAG, 1),
        Row(f"{who}: memory of the relay (PSS)", memory, "MB", "limit", _MEMORY, 1),
        Row(f"{who}: processor of the relay", share, "% of a core", "limit", _SHARE, 1),
        Row(f"{who}: connections", connections, "", "limit", _CONNECTIONS, 1),
    ]


def _processor(pid: int) -> float:
    """Return the seconds of processor time that a process has taken."""
    found = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(found[11]) + int(found[12])) / sysconf("SC_CLK_TCK")


def _memory(pid: int) -> float:
    """Return the MB of memory that are a process's own, with its part of what it shares."""
    told = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in told if line.startswith("Pss:")) / 1024


def main() -> int:
    """Print the table; return 0 if all targets are met."""
    parser = ArgumentParser(prog="python -m benchmarks.relay", description="Measure the relay to PostgreSQL.")
    parser.add_argument("--folder", type=Path, help="where to keep the data meanwhile, on a disk (TMPDIR)")
    parser.add_argument("--quick", action="store_true", help="a small run, to see that it works")
    options = parser.parse_args()
    before = getloadavg()[0]
    found = rows(options.folder, quick=options.quick)
    print("\n".join(chain(lines(found), ("", f"load: {before:.1f} before, {getloadavg()[0]:.1f} after"))))
    return 0 if all(row.met for row in found) else 1


if __name__ == "__main__":
    sys.exit(main())
