"""Many operators at several hosts who do the work of all of them, and are killed at it: each piece is done once."""

from __future__ import annotations

import random
import time
from collections import Counter
from contextlib import ExitStack, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from subprocess import Popen

import pytest

from benchmarks.store_calls import PACK, lead, phone
from callscript.core import acts
from callscript.core.tasks import TaskRefused
from callscript.packs import locate, read
from callscript.packs.versions import Versions
from callscript.service.summary import by_own_script
from callscript.store.files import FileStore
from tests.relay.asking import at_work, centre
from tests.relay.at_desk import sitting, spawn
from tests.relay.office import Office, add_relay
from tests.relay.server import ServerMaker, wait_until
from tests.relay.test_killed import told_of

_SOAK = [pytest.mark.soak, pytest.mark.timeout(3600)]
_A_DAY = 125
"""Calls that an operator leads in a day."""
ANYTHING = random.Random(20261127)


@pytest.mark.parametrize(
    ("hosts", "calls", "workers", "kills"), [(2, 60, 6, 2), pytest.param(8, 10_000, 64, 16, marks=_SOAK)]
)
def test_each_is_done_once(
    maker: ServerMaker, tmp_path: Path, hosts: int, calls: int, workers: int, kills: int
) -> None:
    """Of those who take at once one has it; what somebody was killed at a supervisor frees; nothing is done twice, left
    or lost, and what was told to be done is done.
    """
    server = maker().make("max_connections = 100").start()
    database = server.database("centre")
    offices = [Office(server, database, tmp_path / f"host{number}", f"host{number}") for number in range(hosts)]
    offices[0].initialise()
    patience = 60.0 + calls / 20
    with ExitStack() as stack:
        for number, office in enumerate(offices):
            with office.connect() as connection:
                add_relay(connection, office.host)
            leave_work(office, 1000 + 100 * number, calls // hosts)
            centre(office)
            stack.enter_context(at_work(office))
        wait_until(lambda: states(offices[0])["open"] >= calls, "all work in PostgreSQL", patience)
        there = states(offices[0])["open"]
        begun = time.monotonic()
        at_it = [spawn(offices[number % hosts].home, str(200 + number), number) for number in range(workers)]
        told = dict(kill_some(offices[0], at_it, kills, there))
        told |= {number: end(each, patience) for number, each in enumerate(at_it) if number not in told}
        took = time.monotonic() - begun
        left = free_what_is_held(offices[0])
        again = end(spawn(offices[0].home, "300", 1), patience)
        wait_until(lambda: states(offices[0]) == {"done": there}, "all of it done", patience)
        wait_until(
            lambda: sum(len(office.journals()) for office in offices) == len(offices[0].events()), "the lines", patience
        )
    done = Counter(task for (task,) in offices[0].rows(DONE))
    said = Counter(line.split()[1] for lines in (*told.values(), again) for line in lines if line.startswith("done"))
    assert len(done) == there
    assert set(done.values()) == {1}
    assert set(said.values()) == {1}
    assert set(said) <= set(done)
    waits = sorted(float(line.split()[2]) for lines in told.values() for line in lines if line.startswith("taken"))
    refused = Counter(line for lines in told.values() for line in lines if line.startswith("refused"))
    p50, p99 = waits[len(waits) // 2], waits[len(waits) * 99 // 100]
    told_of(
        f"{there} pieces, {workers} at work at {hosts} hosts, {kills} killed: {there / took:.0f}/s, taken in"
        f" {p50 * 1000:.0f} ms p50, {p99 * 1000:.0f} ms p99, {left} freed, {dict(refused)}"
    )
    server.stop()


DONE = """
    select line::json -> 'event' ->> 'call' || '/' || (line::json -> 'event' ->> 'task')
    from callscript.event where type = 'task_done' and about is not null"""


def leave_work(office: Office, operator: int, calls: int) -> None:
    """Have operators of a host, from a number on, lead calls that leave work: as many a day as one leads."""
    at = datetime.now(UTC) - timedelta(hours=2)
    office.folders.make()
    with office.store() as kept:
        for number in range(calls):
            begun = at + timedelta(seconds=number)  # an id a second
            led = lead(str(operator + number // _A_DAY), begun, phone(number), appeal=True)
            kept.journal.append(led.id, led.log)
    store = FileStore(office.folders)
    rebuilt = store.registers.rebuild(store.journal, by_own_script(Versions(office.folders), store.outbox))
    assert rebuilt.calls == calls


def states(office: Office) -> dict[str, int]:
    """Return how much work there is in each state."""
    return Counter(dict(office.rows("select state, count(*)::int from callscript.task group by state")))


def kill_some(office: Office, at_it: list[Popen[bytes]], kills: int, there: int) -> dict[int, list[str]]:
    """Kill some of those at work, at moments at random while there is much to do; return what they had told."""
    told = dict[int, list[str]]()
    for number in ANYTHING.sample(range(len(at_it)), kills):
        wanted = there * (len(told) + 1) * 0.6 / (kills + 1)
        wait_until(lambda wanted=wanted: states(office)["done"] >= wanted, "some of it done", 600.0)
        time.sleep(ANYTHING.uniform(0.0, 0.05))
        at_it[number].kill()
        told[number] = at_it[number].communicate()[0].decode().splitlines()
    return told


def end(at_it: Popen[bytes], patience: float) -> list[str]:
    """Wait until an operator has nothing to do any more; return what was told."""
    told, _ = at_it.communicate(timeout=patience * 10)
    assert at_it.returncode == 0
    return told.decode().splitlines()


def free_what_is_held(office: Office) -> int:
    """Have a supervisor free what those who were killed had; return how much that was."""
    with sitting(office.folders, read(locate(PACK)), "400") as desk:
        left = 0
        for task in desk.lookup.tasks():
            with suppress(TaskRefused):  # this host has not heard yet that another one has done it
                desk.work.do(task.id, acts.Free("програма впала"))
                left += 1
    return left
