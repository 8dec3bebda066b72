"""A supervisor's board over a thousand operators of several hosts: after how long a change is on it, and what ten
boards cost those who commit. A real server on the disk, real relays, boards in a process of their own.

Run as `python -m benchmarks.relay_board [--folder FOLDER] [--quick]`.
"""

from __future__ import annotations

import subprocess
import sys
from bisect import bisect_right
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from itertools import count, pairwise
from pathlib import Path
from threading import Event, Thread
from time import monotonic, sleep
from typing import NamedTuple

from msgspec.structs import replace

from benchmarks import alone
from benchmarks.relay import LAG, Watch
from benchmarks.relay_bulk import Host
from benchmarks.relay_writer import Writer
from benchmarks.store_calls import script
from benchmarks.store_disk import place, settle
from benchmarks.table import Row, at, middle
from callscript.core.live import LiveRow
from callscript.packs.versions import Versions
from callscript.relay.living import Living, Stand
from callscript.relay.relay import EACH
from callscript.runtime.clock import SystemClock
from callscript.runtime.paths import Folders
from callscript.service.board import Board, open_board
from callscript.service.live import JournalLive
from callscript.store.errors import StoreError
from tests.programs import ROOT
from tests.relay.asking import at_work, centre
from tests.relay.office import Office, add_relay
from tests.relay.server import servers, wait_until

_SEEN = 1500.0
"""Milliseconds within which a change is on a board."""
_COMMITS = 1 / 0.9
"""So many times what it takes without boards may a commit take."""
_EACH = 1.0
"""Seconds between two looks of a board."""
_CHANGES = 6
"""Operators of a host with something new in a batch: twenty batches a second of four hosts are an event each in two."""
_OTHER = "desk8"
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


class Scale(NamedTuple):
    """How much is measured."""

    operators: int
    """On a host whose relay reads their journals."""
    others: int
    """On other hosts."""
    writers: int
    boards: int
    seconds: int
    rounds: int
    """Of commits, without boards and with them."""
    each: float
    """Seconds of a round."""


FULL, QUICK = Scale(100, 900, 4, 10, 30, 5, 4), Scale(4, 20, 2, 2, 3, 1, 1)


def rows(folder: Path | None = None, *, quick: bool = False) -> list[Row]:
    """Measure boards over several hosts."""
    scale = QUICK if quick else FULL
    with place(folder) as home:
        home.chmod(0o755)  # the server has an account of its own
        with servers(home) as maker, ExitStack() as stack:
            server = maker().make("fsync = on").start()
            office = Office(server, server.database("boards"), home / "here")
            office.initialise()
            office.folders.make()
            centre(office)
            other = Office(server, office.database, home / "there", _OTHER)
            other.folders.make()
            with office.connect() as connection:
                add_relay(connection, _OTHER)
                for number in range(scale.writers):
                    add_relay(connection, f"w{number}")
            stack.enter_context(at_work(office))
            script()  # threads that read it at the same time would make msgspec's types at the same time
            writers = [Many(office, f"w{number}", scale.others // scale.writers) for number in range(scale.writers)]
            for each in writers:
                each.pause = EACH
                each.start()
            found = _seen(office, other, scale)
            for each in writers:
                each.pause = 0.005  # now as fast as they can
            found.append(_commits(office, writers, scale))
            for each in writers:
                each.end()
            return found


class Many(Host):
    """A host that sends lines on, one at a time, each with how one of its operators stands by then."""

    def __init__(self, office: Office, host: str, operators: int) -> None:
        super().__init__(office, host)
        live = JournalLive(office.folders, Versions(office.folders), SystemClock())
        self.living = _Living(live, office.folders.journal, SystemClock(), host)
        self.living.operators = [f"{host}n{number}" for number in range(operators)]


class _Living(Living):
    """Operators who are made up: each batch has something new of some of them, which is written as any other."""

    operators: Sequence[str] = ()
    _numbers = count()

    def look(self, files: Iterable[str] = (), *, later: bool = False) -> Stand:  # noqa: ARG002 - they have no journals
        """Return all of them first, and then one with what is new."""
        now = datetime.now(UTC)
        if self._written is None:
            return Stand({each: _made_up(each, now) for each in self.operators}, whole=True, heard=True)
        some = [self.operators[next(self._numbers) % len(self.operators)] for _ in range(_CHANGES)]
        return Stand({each: _made_up(each, now) for each in some}, whole=False, heard=True)


def _made_up(operator: str, now: datetime) -> LiveRow:
    return LiveRow(
        operator=operator, state="call", since=now, latest=now, call="c", stage="s", stage_name="x" * 20, phone="•••43"
    )


class _Operator(Writer):
    """An operator who sits on the seat, and whose events happen now."""

    def __init__(self, home: Path, operator: str) -> None:
        super().__init__(home, operator)
        self.seat = self.store.seats.sit_down(operator)

    def record(self) -> tuple[str, datetime, float]:
        """Have the next event saved; return its call, when it happened, and when it was saved."""
        call, event = next(self._events)
        event = replace(event, at=datetime.now(UTC))
        self.store.journal.append(call, [event])
        return call, event.at, monotonic()


def _seen(office: Office, other: Office, scale: Scale) -> list[Row]:
    """Have operators write, an event each in two seconds, while boards look."""
    writers = [_Operator(other.home, str(100 + number)) for number in range(scale.operators)]
    recorded: dict[str, list[tuple[datetime, float]]] = {}
    with other.relay() as relay:
        relay.line()
        assert relay.line() == "connected"
        for writer in writers:
            writer.record()
        board = open_board(office.folders, SystemClock(), "")
        wait_until(lambda: len(board.look().standings) >= scale.operators + scale.others, "all operators")
        with _boards(office, scale.boards) as boards:
            watch = Watch(other)
            watch.start()
            begun = monotonic()
            for number in range(scale.operators * scale.seconds // 2):
                sleep(max(0.0, begun + number * 2 / scale.operators - monotonic()))
                writer = writers[number % len(writers)]
                call, happened, saved = writer.record()
                watch.saved(other.file_of(call))
                recorded.setdefault(writer.operator, []).append((happened, saved))
            sleep(_EACH * 3)
            watch.end()
    for writer in writers:
        writer.seat.leave()
        writer.store.journal.close()
    waits = list(_waits(recorded, boards.told()))
    assert len(waits) >= scale.boards * sum(map(len, recorded.values())) * 0.9
    who = f"{scale.operators + scale.others:,} operators, {scale.boards} boards that look once a second"
    return [
        Row(f"{who}: a change is seen, p50", middle(waits), "ms", "limit", _SEEN, float("inf")),
        Row(f"{who}: a change is seen, p99", at(waits, 0.99), "ms", "limit", _SEEN, 1),
        Row(f"{who}: saved to committed, p99", at(watch.lags, 0.99), "ms", "limit", LAG, 1),
        Row(f"{who}: saved to committed, the longest", max(watch.lags), "ms", "limit", LAG, float("inf")),
    ]


def _waits(
    recorded: dict[str, list[tuple[datetime, float]]], told: Iterable[tuple[str, str, datetime, float]]
) -> Iterator[float]:
    """Yield the milliseconds after which each board showed each event, or a later one."""
    shown: dict[tuple[str, str], list[tuple[datetime, float]]] = {}
    for board, operator, latest, when in told:
        shown.setdefault((board, operator), []).append((latest, when))
    for (_board, operator), seen in shown.items():
        events = recorded.get(operator, [])
        for (earlier, _), (latest, when) in pairwise([(_LONG_AGO, 0.0), *seen]):
            news = events[bisect_right(events, earlier, key=_happened) : bisect_right(events, latest, key=_happened)]
            yield from ((when - saved) * 1000 for _at, saved in news)


def _happened(event: tuple[datetime, float]) -> datetime:
    return event[0]


def _commits(office: Office, writers: Sequence[Many], scale: Scale) -> Row:
    """Commit without boards and with them, in turns."""
    without, beside = list[float](), list[float]()
    settle()
    for _ in range(scale.rounds):
        without.append(_each(writers, scale.each))
        with _boards(office, scale.boards):
            beside.append(_each(writers, scale.each))
    ratios = tuple(ours / theirs for ours, theirs in zip(beside, without, strict=True))
    what = f"{scale.writers} hosts commit beside {scale.boards} boards: a commit"
    return Row(what, middle(beside), "ms", "no board", middle(without), _COMMITS, ratios)


def _each(writers: Sequence[Many], seconds: float) -> float:
    """Return the milliseconds from one commit to the next, of all together."""
    before = sum(len(each.costs) for each in writers)
    begun = monotonic()
    sleep(seconds)
    return (monotonic() - begun) * 1000 / (sum(len(each.costs) for each in writers) - before)


class _Boards:
    """Boards in a process of their own."""

    def __init__(self, office: Office, number: int) -> None:
        asked = ("--boards", str(number), "--folder", str(office.home))
        command = [sys.executable, "-m", "benchmarks.relay_board", *asked]
        self._process = subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        )
        assert self._process.stdout
        assert self._process.stdout.readline() == "looking\n"
        self._lines: list[str] = []
        self._reading = Thread(target=lambda: self._lines.extend(self._process.stdout or ()), daemon=True)
        self._reading.start()

    def end(self) -> None:
        """Have them look no more."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.close()
        self._process.wait(30)
        self._reading.join()
        self._process.stdout.close()
        assert self._process.returncode == 0

    def told(self) -> Iterator[tuple[str, str, datetime, float]]:
        """Yield what they saw: which board, of whom, the time of the latest event, and when."""
        for line in self._lines:
            board, operator, latest, when = line.split()
            yield board, operator, datetime.fromisoformat(latest), float(when)


@contextmanager
def _boards(office: Office, number: int) -> Generator[_Boards]:
    boards = _Boards(office, number)
    try:
        yield boards
    finally:
        boards.end()


def _look(board: Board, number: int, over: Event) -> None:
    """Be a board until it is over, and tell what is new on it."""
    shown: dict[str, datetime | None] = {}
    over.wait(number * 0.1)
    begun = monotonic()
    for second in count(1):
        with_trouble = False
        try:
            for each in board.look().standings:
                row = each.row
                if row.host == _OTHER and row.latest and shown.get(row.operator) != row.latest:
                    shown[row.operator] = row.latest
                    sys.stdout.write(f"{number} {row.operator} {row.latest.isoformat()} {monotonic()}\n")
        except StoreError:
            with_trouble = True
        if over.wait(max(0.0, begun + second * _EACH - monotonic())) or with_trouble:
            return


def _be_boards(home: Path, number: int) -> int:
    over = Event()
    boards = [open_board(Folders.resolve(home), SystemClock(), "") for _ in range(number)]
    threads = [Thread(target=_look, args=(board, each, over)) for each, board in enumerate(boards)]
    print("looking", flush=True)
    for each in threads:
        each.start()
    sys.stdin.read()
    over.set()
    for each in threads:
        each.join()
    return 0


def main() -> int:
    """Print the table, or be some of the boards of another one; return 0 if all targets are met."""
    parser = alone.parser("relay_board", "Measure boards over several hosts.")
    parser.add_argument("--boards", type=int, help="be so many boards of the home in the folder, until the input ends")
    options = parser.parse_args()
    return _be_boards(options.folder, options.boards) if options.boards else alone.run(rows, options)


if __name__ == "__main__":
    sys.exit(main())
