"""What is sent on while everything around it dies: the server, the relay, the server for good."""

from __future__ import annotations

import random
import sys
from contextlib import ExitStack
from pathlib import Path
from threading import Event, Thread

import psycopg
import pytest

from tests.relay.office import Office
from tests.relay.server import Postgres, ServerMaker, wait_until
from tests.relay.writing import acknowledged, spawn

ANYTHING = random.Random(20261126)


@pytest.mark.parametrize(
    ("writers", "kills"), [(3, 3), pytest.param(32, 10, marks=[pytest.mark.soak, pytest.mark.timeout(1800)])]
)
def test_server_and_relay_are_killed(maker: ServerMaker, tmp_path: Path, writers: int, kills: int) -> None:
    """Operators write while server and relay are killed at random moments: in the end the lines are the same, and what
    was acknowledged is among them.
    """
    patience = 30.0 * max(1, writers // 3)
    server = maker().make().start()
    office = Office(server, server.database("centre"), tmp_path / "home")
    office.initialise()
    operators = [spawn(office.home, str(100 + number)) for number in range(writers)]
    with ExitStack() as stack:
        relay = stack.enter_context(office.relay())
        wait_until(lambda: sent_on(office) > 40, "the first lines", patience)
        for _ in range(kills):
            pause(0.05, 0.6)
            server.kill()
            pause(0.0, 0.4)
            server.start()
            pause(0.05, 0.6)
            stack.close()
            relay = stack.enter_context(office.relay())
        told = [acknowledged(operator) for operator in operators]
        wait_until(lambda: sent_on(office) == len(office.journals()), "the last lines", patience)
        relay.end()
    acked = {call: number for each in told for call, number in each.items()}
    assert office.events() == office.journals()
    found = dict(office.rows("select call, max(seq) from callscript.event group by call"))
    assert {call: number for call, number in acked.items() if found.get(call, 0) < number} == {}
    assert office.rows("select count(*) from callscript.late") == [(0,)]
    assert sum(acked.values()) > 100
    server.stop()
    there = sum(min(found[call], number) for call, number in acked.items())
    told_of(f"{writers} operators, {kills} kills: {there} found of {sum(acked.values())} acknowledged")


def told_of(figures: str) -> None:
    """Tell figures, for those who run it with -s or -rP."""
    sys.stdout.write(f"{figures}\n")


def sent_on(office: Office) -> int:
    """Return how many lines PostgreSQL has."""
    [(number,)] = office.rows("select count(*) from callscript.event")
    return int(number)


def pause(least: float, most: float) -> None:
    """Let a while pass, of any length: it is the moment of the kill that is at random."""
    Event().wait(ANYTHING.uniform(least, most))


def test_a_standby_that_lags_takes_over(maker: ServerMaker, tmp_path: Path) -> None:
    """A standby is cut off, the primary killed, the standby promoted: what it lacks is sent again, and nothing is lost.
    What was written to PostgreSQL alone meanwhile is lost.
    """
    primary = maker().make().start()
    office = Office(primary, primary.database("centre"), tmp_path / "home")
    office.initialise()
    with office.connect() as connection:
        connection.execute("create table control (number integer)")
    standby = maker().copy_of(primary)
    at_standby = Office(standby, "centre", tmp_path / "home")
    both = f"host={primary.folder},{standby.folder} dbname=centre user=cs_relay_desk7 target_session_attrs=read-write"
    office.own.write_text(f'dsn = "{both}"\nhost = "desk7"\n', encoding="utf-8")
    operators = [spawn(office.home, str(100 + number)) for number in range(3)]
    with office.relay() as relay:
        wait_until(lambda: sent_on(at_standby) > 40, "the standby")
        control = Control(primary)
        cut_off(standby)
        behind = sent_on(at_standby)
        wait_until(lambda: sent_on(office) > behind + 100 and control.acknowledged > 100, "what the standby lacks")
        control.end()
        ahead = sent_on(office)
        primary.kill()
        standby.promote()
        assert behind <= sent_on(at_standby) < ahead
        told = [acknowledged(operator) for operator in operators]
        wait_until(lambda: sent_on(at_standby) == len(at_standby.journals()), "what was lost", 30)
        relay.end()
    assert at_standby.events() == at_standby.journals()
    found = dict(at_standby.rows("select call, max(seq) from callscript.event group by call"))
    assert all(found[call] >= number for each in told for call, number in each.items())
    [(kept,)] = at_standby.rows("select count(*) from control")
    assert kept < control.acknowledged, "the control must lose, or this shows nothing"
    standby.stop()
    told_of(f"lost: the control {control.acknowledged - kept} of {control.acknowledged}, the journals 0 of {ahead}")


class Control(Thread):
    """Writes to PostgreSQL alone, a number a transaction, and counts what was acknowledged."""

    def __init__(self, server: Postgres) -> None:
        super().__init__(daemon=True)
        self.acknowledged = 0
        self._ended = Event()
        self._server = server
        self.start()

    def run(self) -> None:
        with psycopg.connect(self._server.dsn("centre"), autocommit=True) as connection:
            while not self._ended.wait(0.002):
                connection.execute("insert into control values (%s)", (self.acknowledged,))
                self.acknowledged += 1

    def end(self) -> None:
        """Stop writing."""
        self._ended.set()
        self.join()


def cut_off(standby: Postgres) -> None:
    """Have a standby hear nothing of its primary any more."""
    with psycopg.connect(standby.dsn(), autocommit=True) as connection:
        connection.execute("alter system set primary_conninfo = 'host=/nowhere'")
        connection.execute("select pg_reload_conf()")
        receiving = "select 1 from pg_stat_wal_receiver where status = 'streaming'"
        wait_until(lambda: connection.execute(receiving.encode()).fetchone() is None, "the line to be cut")
