"""Several hosts with one call: the one that it was gone on with last goes on, what the others say is kept beside."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from threading import Thread

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from callscript.packs.versions import Versions
from callscript.relay.fencing import SCHEMA, fences
from callscript.relay.filing import summarising
from callscript.relay.migrations import newest
from callscript.relay.postgres import Connected, connected
from callscript.relay.settings import read_settings
from callscript.relay.shipping import Batch, Shipping
from callscript.relay.sorting import sort_out
from callscript.relay.tail import Sent, sent
from callscript.store.journal import format2
from callscript.store.journal.lines import FileLines
from callscript.store.names import LogRef, desk_log_of
from tests.relay.office import Office, add_relay
from tests.relay.server import wait_until
from tests.store.samples import START, stamping

HOSTS = "desk7", "desk8", "desk9"
_numbers = count(1)


@dataclass
class Host:
    """A host with a part in the call: what its journal has, and how much of that was sent on."""

    epoch: int = 0
    """In which its session writes."""
    lines: list[Sent] = field(default_factory=list[Sent])
    sent: int = 0
    aside: list[Sent] = field(default_factory=list[Sent])
    """What stood in a journal that was set aside, and was not sent on."""

    def write(self, call: str, ref: LogRef, value: str) -> None:
        """Record an event behind what this host has."""
        event = {"type": "filled", "field": "name", "value": value, "absent": False}
        before = self.lines[-1].chain if self.lines else ""
        stamp = stamping(START)._replace(epoch=self.epoch)
        raw = format2.encode_plain(call, len(self.lines) + 1, START, event, (), stamp, before)[:-1]
        self.lines.append(sent(ref, raw))

    def take_up(self, lines: Sequence[Sent], epoch: int) -> None:
        """Go on from lines that were read, in an epoch: the journal has nothing else of the call any more."""
        there = {line.raw for line in lines}
        self.aside += [line for line in self.lines[self.sent :] if line.raw not in there]
        self.lines, self.sent, self.epoch = list(lines), 0, epoch


class Centre:
    """What the centre has of one call, as the rule says."""

    def __init__(self) -> None:
        self.epoch = self.led = 0
        self.table: dict[int, Sent] = {}
        self.late: set[bytes] = set()
        self.cuts: list[tuple[int, int]] = []
        """Behind which line, and since which epoch, another host has gone on."""

    def take(self, lines: Sequence[Sent], call: str) -> None:
        """Take in what a host sends."""
        there = {
            at: None if self.table[line.seq].raw == line.raw else self.table[line.seq].raw.decode()
            for at, line in enumerate(lines, start=1)
            if line.seq in self.table
        }
        first = lines[0].seq if lines else 0
        before = {call: self.table[first - 1].chain} if first - 1 in self.table else {}
        found = sort_out(lines, there, before, {call: self.led})
        self.table |= {line.seq: line for line in found.new}
        self.late |= {line.raw for line, _ in found.late}

    def take_over(self) -> list[Sent]:
        """Have another host go on, in a new epoch; return what it goes on from."""
        self.epoch += 1
        self.led = self.epoch
        self.cuts.append((len(self.table), self.epoch))
        return self.whole

    @property
    def whole(self) -> list[Sent]:
        """The call."""
        return [self.table[seq] for seq in sorted(self.table)]


STEPS = st.lists(st.tuples(st.integers(0, 2), st.sampled_from(["write", "write", "send", "take over"])), max_size=25)


def walked(
    steps: Sequence[tuple[int, str]], ref: LogRef, call: str, does: Callable[[str, int, Host], None]
) -> list[Host]:
    """Have hosts do steps, one of which has begun the call; return them in the end, when all is sent on."""
    hosts = [Host() for _ in HOSTS]
    hosts[0].write(call, ref, "0")
    does("send", 0, hosts[0])
    for number, (at, step) in enumerate(steps, start=1):
        if step == "write" and hosts[at].lines:
            hosts[at].write(call, ref, f"{at}: {number}")
        elif step != "write":
            does(step, at, hosts[at])
    for at, host in enumerate(hosts):
        does("send", at, host)
    return hosts


def in_centre(centre: Centre, call: str) -> Callable[[str, int, Host], None]:
    """Return what does steps by the rule alone."""

    def does(step: str, _at: int, host: Host) -> None:
        if step == "send":
            centre.take(host.lines[host.sent :], call)
            host.sent = len(host.lines)
        else:
            found = centre.take_over()
            host.take_up(found, centre.epoch)

    return does


def names(number: int) -> tuple[LogRef, str]:
    """Return a place and a call of an operator of their own."""
    return LogRef(START.date(), f"o{number}"), f"20261123-o{number}-abc"


@given(STEPS)
@settings(max_examples=1000)
def test_one_goes_on_whatever_comes_when(steps: list[tuple[int, str]]) -> None:
    """In whatever order hosts write, send and take over: the call is one chain, the host that took it over last has
    all of it, nobody else gets a line in behind the cut, and every line is there or kept beside."""
    centre, (ref, call) = Centre(), names(0)
    hosts = walked(steps, ref, call, in_centre(centre, call))
    stands = centre.whole
    assert [line.seq for line in stands] == list(range(1, len(stands) + 1))
    assert not any(FileLines(b"".join(line.raw + b"\n" for line in stands), "").problems())
    if centre.led:
        (winner,) = [host for host in hosts if host.epoch == centre.led]
        assert winner.lines == stands
    for cut, epoch in centre.cuts:
        assert all(line.epoch >= epoch for line in stands if line.seq > cut)
    every = {line.raw for host in hosts for line in host.lines}
    there = {line.raw for line in stands}
    assert every <= centre.late | there
    assert not centre.late & there


class Senders:
    """The relays of the hosts, each with the connection of its own account."""

    def __init__(self, offices: Sequence[Office], connections: Sequence[Connected]) -> None:
        self.connections = connections
        self._shipping = [
            Shipping(connection, office.host, summarising(Versions(office.folders)), newest())
            for office, connection in zip(offices, connections, strict=True)
        ]

    def does(self, ref: LogRef, call: str) -> Callable[[str, int, Host], None]:
        """Return what does steps with a real server."""

        def step(step: str, at: int, host: Host) -> None:
            if step == "send":
                self._shipping[at].send(Batch(host.lines[host.sent :]))
                host.sent = len(host.lines)
            else:
                epoch = taken_over(self.connections[at], ref, call)
                host.take_up(self.lines(ref, call), epoch)

        return step

    def lines(self, ref: LogRef, call: str) -> list[Sent]:
        """Return what PostgreSQL has of a call."""
        rows = self.connections[0].execute(
            "select line from callscript.event where day = %s and call = %s order by seq", (ref.day, call)
        )
        return [sent(ref, line.encode()) for (line,) in rows.fetchall()]


def taken_over(connection: Connected, ref: LogRef, call: str) -> int:
    """Have a host sit down and go on with a call; return the epoch."""
    row = connection.execute("select at_epoch from callscript.take_seat(%s, true)", (ref.operator,)).fetchone()
    assert row
    given = (ref.day, call, ref.operator, row[0])
    assert connection.execute("select callscript.take_over(%s, %s, %s, %s)", given).fetchone() == (True,)
    return int(row[0])


@contextmanager
def sending(office: Office, folder: Path) -> Generator[Senders]:
    """Yield the relays of three hosts of a centre."""
    offices = [office, *(Office(office.server, office.database, folder / host, host) for host in HOSTS[1:])]
    with office.connect() as connection:
        for host in HOSTS[1:]:
            add_relay(connection, host)
    with ExitStack() as stack:
        connections = [
            stack.enter_context(connected(read_settings(each.own, as_host=True), "test", in_time=True))
            for each in offices
        ]
        yield Senders(offices, connections)


@pytest.fixture(scope="module")
def senders(office_of_module: Office, tmp_path_factory: pytest.TempPathFactory) -> Generator[Senders]:
    """The relays of three hosts."""
    with sending(office_of_module, tmp_path_factory.mktemp("hosts")) as found:
        yield found


@given(STEPS)
@settings(max_examples=30)
def test_postgresql_does_as_the_rule_says(senders: Senders, steps: list[tuple[int, str]]) -> None:
    """The same steps with a real server: what it has of the call, and beside it, is what the rule says."""
    ref, call = names(next(_numbers))
    centre = Centre()
    walked(steps, ref, call, in_centre(centre, call))
    walked(steps, ref, call, senders.does(ref, call))
    found = senders.lines(ref, call)
    assert [_said(line.raw) for line in found] == [_said(line.raw) for line in centre.whole]
    late = senders.connections[0].execute("select line from callscript.late where call = %s", (call,)).fetchall()
    assert {_said(line.encode()) for (line,) in late} == {_said(raw) for raw in centre.late}


def _said(raw: bytes) -> bytes:
    """Return what a line says without its epoch: a seat is taken as often in the model, and another host counts on."""
    head, _, rest = raw.partition(b',"epoch":')
    return head + rest.partition(b',"chain"')[0].partition(b",")[2]


def test_who_was_taken_over_is_kept_beside(senders: Senders) -> None:
    """One host writes twelve events and goes on, cut off; another takes the call over and goes on: it has the call, and
    what the first one sends later is late, each time; so is what it has of the operator's desk log."""
    ref, call = names(next(_numbers))
    for log in (call, desk_log_of(call)):
        hosts, does = [Host(), Host()], senders.does(ref, log)
        for number in range(12):
            hosts[0].write(log, ref, str(number))
        does("send", 0, hosts[0])
        for number in range(8):
            hosts[0].write(log, ref, f"cut off {number}")
        does("take over", 1, hosts[1])
        assert hosts[1].lines == hosts[0].lines[:12]
        for _ in range(2):
            does("send", 0, hosts[0])
            hosts[0].sent = 12
            assert senders.lines(ref, log) == hosts[1].lines
        for number in range(3):
            hosts[1].write(log, ref, f"went on {number}")
        does("send", 1, hosts[1])
        assert senders.lines(ref, log) == hosts[1].lines
        late = senders.connections[0].execute(
            "select seq, host, why from callscript.late where call = %s order by seq", (log,)
        )
        why = "another host goes on with it"
        assert late.fetchall() == [(seq, "desk7", why) for seq in range(13, 21)]


def test_nothing_comes_in_behind_the_cut(senders: Senders) -> None:
    """A call is taken over once what is under way of it is there, and what it is gone on from has that."""
    ref, call = names(next(_numbers))
    hosts, does = [Host(), Host()], senders.does(ref, call)
    hosts[0].write(call, ref, "begun")
    does("send", 0, hosts[0])
    hosts[0].write(call, ref, "under way")
    taking = Thread(target=does, args=("take over", 1, hosts[1]), daemon=True)
    with senders.connections[0].transaction():
        assert fences(senders.connections[0], hosts[0].lines, SCHEMA) == {}
        taking.start()
        waits = b"select exists (select from pg_locks where not granted)"
        wait_until(lambda: senders.connections[2].execute(waits).fetchone() == (True,), "one who waits")
        does("send", 0, hosts[0])
    taking.join(10)
    assert hosts[1].lines == hosts[0].lines
    assert len(hosts[1].lines) == 2


def test_a_second_take_over_needs_the_seat(senders: Senders) -> None:
    """Whoever has lost the seat takes nothing over any more, and nobody a call of somebody else's."""
    ref, call = names(next(_numbers))
    first = taken_over(senders.connections[0], ref, call)
    second = taken_over(senders.connections[1], ref, call)
    assert second == first + 1
    take = "select callscript.take_over(%s, %s, %s, %s)"
    for at, epoch, log, operator in (
        (0, first, call, ref.operator),
        (0, second, call, ref.operator),
        (1, first, call, ref.operator),
        (1, second, "20261123-18-abc", ref.operator),
        (1, second, call, "18"),
    ):
        row = senders.connections[at].execute(take, (ref.day, log, operator, epoch)).fetchone()
        assert row == (False,), (at, epoch, log)
    rows = senders.connections[0].execute("select host, epoch from callscript.led where log = %s", (call,))
    assert rows.fetchall() == [("desk8", second)]


def test_a_schema_without_seats_has_no_fences(senders: Senders) -> None:
    """A relay on the tables of the release before sends on as that one did."""
    ref, call = names(next(_numbers))
    host = Host()
    host.write(call, ref, "begun")
    assert fences(senders.connections[0], host.lines, SCHEMA - 1) == {}
