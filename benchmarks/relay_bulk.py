"""What of the relay has to do with many lines: a backlog beside a COPY of the same lines, and a month that is dropped
under those who write.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from threading import Event, Thread
from time import monotonic, sleep

from benchmarks.relay_scale import Scale
from benchmarks.store_calls import Lines, Place, copied_id, copied_log, phone, places, today
from benchmarks.store_disk import settle
from benchmarks.table import Row, at, middle, pairs
from callscript.packs.versions import Versions
from callscript.relay.admin import drop_month
from callscript.relay.filing import summarising
from callscript.relay.living import Living
from callscript.relay.migrations import newest
from callscript.relay.postgres import connected
from callscript.relay.relay import Relay
from callscript.relay.settings import read_settings
from callscript.relay.shipping import Batch, Shipping
from callscript.relay.tail import Sent, sent
from callscript.runtime.clock import SystemClock
from callscript.runtime.files import make_folder
from callscript.store.names import LogRef, parse_call_id
from tests.relay.office import Office, add_relay

_COPY = 2.0
"""So many times what a COPY of the same lines takes may the relay take."""
_CALM = 2.0
"""So many times what it takes else may writing take while a month is dropped."""
_COLUMNS = "day, call, seq, epoch, type, about, host, line"
_OLD = """
    insert into callscript.event (day, call, seq, epoch, type, host, line)
    select %s::date + (n / 30 %% 28), 'old-' || n / 30, n %% 30 + 1, 0, 'filled', 'desk7', repeat('x', 300)
    from generate_series(0, %s) as n"""
_OLD_CALLS = """
    insert into callscript.call (day, id)
    select %s::date + (n %% 28), 'old-' || n from generate_series(0, %s / 30) as n"""


def backlog(offices: Sequence[Office], scale: Scale) -> list[Row]:
    """Send on what has gathered, each time into an empty database; copy the same lines before."""
    bare, keyed, ours, calls = list[float](), list[float](), list[float](), list[float]()
    number = 0
    for office in offices:
        number = _fill(office, scale.lines)
        settle()
        into = _rows_of(office)
        bare.append(_copied(office, into, "create table copied (like callscript.event)"))
        keyed.append(_copied(office, into, "create table copied (like callscript.event including indexes)"))
        there, worked_out = _sent_on(office)
        ours.append(there)
        calls.append(worked_out)
    what = f"a backlog of {number:,} lines"
    return [
        Row(f"{what} sent on", middle(ours), "s", "bare COPY of them", middle(bare), _COPY, pairs(ours, bare)),
        Row(
            f"{what} sent on", middle(ours), "s", "COPY into such a table with its keys", middle(keyed), _COPY,
            pairs(ours, keyed),
        ),
        Row(f"{what}, and its calls worked out", middle(calls), "s", "bare COPY of them", middle(bare), float("inf")),
    ]  # fmt: skip


def _fill(office: Office, number: int) -> int:
    """Write the journals of a busy host, at once; return how many lines that are."""
    files: dict[Path, list[bytes]] = defaultdict(list)
    lines, written = Lines(), 0
    for each in places(number, today()):
        call = copied_id(each)
        ref = parse_call_id(call)
        assert ref
        log = copied_log(each, call, phone(each.number))
        files[ref.journal(office.folders.journal)] += [lines.of(call, event) for event in log]
        written += len(log)
        if written >= number:
            break
    for file, found in files.items():
        make_folder(file.parent)
        file.write_bytes(b"".join(found))
        file.chmod(0o600)
    return written


def _rows_of(office: Office) -> list[tuple[object, ...]]:
    """Return the lines as rows of the table, so that nothing but copying them is measured."""
    found: list[tuple[object, ...]] = []
    for raw in office.journals():
        ref = parse_call_id(raw[15 : raw.index('"', 15)])
        assert ref
        one = sent(ref, raw.encode())
        found.append((ref.day, one.call, one.seq, one.epoch, one.type, None, office.host, raw))
    return found


def _copied(office: Office, into: Iterable[tuple[object, ...]], table: str) -> float:
    with office.connect() as connection:
        connection.execute(table.encode())
        begun = monotonic()
        with connection.cursor() as cursor, cursor.copy(f"copy copied ({_COLUMNS}) from stdin".encode()) as copy:
            for row in into:
                copy.write_row(row)
        took = monotonic() - begun
        connection.execute("drop table copied")
        return took


def _sent_on(office: Office) -> tuple[float, float]:
    """Send all on; return the seconds until all lines were committed, and until all calls were worked out."""
    whole = sum(file.stat().st_size for file in office.folders.journal.rglob("*.jsonl"))
    there = list[float]()

    def watch() -> None:
        with office.connect() as connection:
            while connection.execute("select coalesce(sum(upto), 0) from callscript.cursor").fetchone() != (whole,):
                sleep(0.01)
            there.append(monotonic())

    relay = Relay(office.folders, read_settings(office.own, as_host=True), SystemClock(), _unheard, Event())
    watching = Thread(target=watch, daemon=True)
    watching.start()
    begun = monotonic()
    relay.once()
    took = monotonic() - begun
    watching.join()
    assert office.events() == office.journals()
    return there[0] - begun, took


def _unheard(_: str) -> None:
    """Hear nothing of what is told."""


def dropped(office: Office, scale: Scale) -> list[Row]:
    """Have hosts write lines, and drop a month beside them."""
    month = (datetime.now(UTC).date().replace(day=1) - timedelta(days=40)).replace(day=1)
    with office.connect() as connection:
        connection.execute("select callscript.make_month(%s)", (month,))
        connection.execute(_OLD, (month, scale.month))
        connection.execute(_OLD_CALLS, (month, scale.month))
        connection.execute("vacuum analyze")
        for number in range(scale.writers):
            add_relay(connection, f"w{number}")
    writers = [Host(office, f"w{number}") for number in range(scale.writers)]
    for each in writers:
        each.start()
    sleep(scale.writing)
    begun = monotonic()
    took = _dropped(office, month)
    ended = monotonic()
    sleep(scale.writing / 2)
    for each in writers:
        each.end()
    costs = [cost for each in writers for cost in each.costs]
    calm = [took for at_time, took in costs if begun - scale.writing * 0.8 < at_time < begun]
    under = [took for at_time, took in costs if begun <= at_time <= max(ended, begun + 1)]
    what = f"{scale.writers} hosts write, a month of {scale.month:,} lines is dropped in {took:.2g} s: a line"
    return [
        Row(f"{what}, p99", at(under, 0.99), "ms", "before", at(calm, 0.99), _CALM),
        Row(f"{what}, the longest", max(under), "ms", "before", max(calm), float("inf")),
    ]


def _dropped(office: Office, month: date) -> float:
    begun = monotonic()
    with connected(read_settings(office.admin, as_host=False), "benchmark", in_time=False) as connection:
        drop_month(connection, month, SystemClock())
    return monotonic() - begun


class Host(Thread):
    """Sends lines on, one at a time, as a relay does."""

    def __init__(self, office: Office, host: str) -> None:
        super().__init__(daemon=True)
        self.costs: list[tuple[float, float]] = []
        """When each was begun, and the milliseconds it took until it was committed."""
        self._settings = read_settings(office.settings(f"{host}.toml", f"cs_relay_{host}", host), as_host=True)
        self._host = host
        self._summarise = summarising(Versions(office.folders))
        self._over = Event()
        self.living: Living | None = None
        self.pause = 0.005
        """Seconds from one to the next."""

    def run(self) -> None:
        with connected(self._settings, "benchmark", in_time=True) as connection:
            sending = Shipping(connection, self._host, self._summarise, newest(), self.living)
            for line in self._lines():
                begun = monotonic()
                sending.send(Batch([line]))
                self.costs.append((begun, (monotonic() - begun) * 1000))
                if self._over.wait(self.pause):
                    return

    def end(self) -> None:
        """Stop sending."""
        self._over.set()
        self.join()

    def _lines(self) -> Iterable[Sent]:
        lines = Lines()
        for number in range(100_000):
            of_day = Place(self._host, today(), number)
            call = copied_id(of_day)
            for event in copied_log(of_day, call, phone(number))[:-1]:  # a call that goes on is not worked out
                yield sent(LogRef(of_day.day, self._host), lines.of(call, event)[:-1])
