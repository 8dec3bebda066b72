"""A supervisor's board over several hosts: homes with relays of their own, one server, real locks on seats."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from signal import SIGKILL

import pytest
from msgspec.structs import replace

from benchmarks.store_calls import lead, phone
from callscript.core.call.events import CallStarted
from callscript.core.live import LiveRow
from callscript.runtime.clock import SystemClock
from callscript.service.board import Board, Seen, open_board
from callscript.service.startup import Startup
from callscript.store.access import AccessRecords
from callscript.store.errors import Damaged, StoreUnavailable
from tests.programs import ROOT
from tests.relay.asking import at_work, centre
from tests.relay.hosts import OTHER, sat_down, two_hosts
from tests.relay.office import Office, Running, add_relay
from tests.relay.server import ServerMaker, wait_until
from tests.relay.test_going_on import at_work_in_call
from tests.service.conftest import PROFILE, id_of
from tests.terminal.any_terminal import PATIENCE

PHONE = phone(1)


@pytest.fixture
def other(office: Office, tmp_path: Path) -> Office:
    """A second host of the centre."""
    return second_host(office, tmp_path)


def second_host(office: Office, folder: Path) -> Office:
    """Make a second host; the sessions of the first one ask its relay."""
    second = Office(office.server, office.database, folder / "other", OTHER)
    with office.connect() as connection:
        add_relay(connection, OTHER)
    centre(office)
    return second


@contextmanager
def seated(office: Office, operator: str) -> Generator[None]:
    """Have an operator's seat taken in a home."""
    office.folders.make()
    with office.store() as kept:
        seat = kept.seats.sit_down(operator)
        yield
        seat.leave()


def begin(office: Office, operator: str, *, events: int = 6) -> str:
    """Begin a call, and leave it open; return its id."""
    office.folders.make()
    led = lead(operator, datetime.now(UTC) - timedelta(seconds=20), PHONE)
    with office.store() as kept:
        kept.journal.append(led.id, led.log[:events])
    return led.id


def end(office: Office, call: str) -> None:
    """Have a call led to its end."""
    with office.store() as kept:
        known = kept.journal.read_call(call).events
        first = known[0]
        assert isinstance(first, CallStarted)
        led = lead(first.operator.number, first.at, PHONE)
        kept.journal.take_up(call, known)
        kept.journal.append(call, led.log[len(known) :])


def board_of(office: Office) -> Board:
    """Return the board of a home."""
    return open_board(office.folders, SystemClock(), "5")


def told(seen: Seen) -> dict[tuple[str, str], tuple[str, str]]:
    """Return by operator and host how they stand, and why nobody is believed to lead a call."""
    return {(each.row.operator, each.row.host): (each.state, each.silence) for each in seen.standings}


def wait_for(board: Board, wanted: dict[tuple[str, str], tuple[str, str]]) -> Seen:
    """Wait until a board shows something, and no trouble; return it."""
    seen = board.look()

    def there() -> bool:
        nonlocal seen
        seen = board.look()
        return told(seen) == wanted and not seen.troubles

    wait_until(there, f"{wanted}: {told(seen)} {seen.troubles}")
    return seen


def test_operators_of_all_hosts_are_on_the_board(office: Office, other: Office) -> None:
    """Whoever sits down, begins a call, closes it or goes, on whichever host: each is told with its host."""
    board = board_of(office)
    with at_work(office), other.relay(), seated(office, "17"):
        with seated(other, "18"):
            wait_for(board, {("17", ""): ("ready", ""), ("18", OTHER): ("ready", "")})
            call = begin(other, "18")
            seen = wait_for(board, {("17", ""): ("ready", ""), ("18", OTHER): ("call", "")})
            row = seen.standings[1].row
            assert (row.call, row.phone, bool(row.stage_name)) == (call, f"•••{PHONE[-2:]}", True)
            own = next(each.row for each in board_of(other).look().standings if each.row.operator == "18")
            assert replace(row, host="", seated_since=own.seated_since) == own
        wait_for(board, {("17", ""): ("ready", ""), ("18", OTHER): ("gone", "left")})
        end(other, call)
        wait_for(board, {("17", ""): ("ready", ""), ("18", OTHER): ("gone", "")})
    assert PHONE not in str(office.rows("select * from callscript.live"))


def test_a_host_that_is_not_heard_is_told_of(office: Office, other: Office) -> None:
    """Its relay dies: nobody there is shown as free any more, those in a call are not believed; since when is said."""
    board = board_of(office)
    with at_work(office), seated(other, "18"), seated(other, "19"):
        begin(other, "19")
        with other.relay():
            wait_for(board, {("18", OTHER): ("ready", ""), ("19", OTHER): ("call", "")})
        silent = {("18", OTHER): ("unknown", "cut_off"), ("19", OTHER): ("call", "cut_off")}
        wait_until(lambda: told(board.look()) == silent, "the silence of a host")
        seen = board.look()
        assert [each.seconds for each in seen.standings][:1] == [seen.standings[0].silent_for]
        [trouble] = seen.troubles
        assert str(trouble).startswith(f"{OTHER}: nothing is heard of it since ")
        once = office.run("board", "--once", "--json")
        found = json.loads(once.stdout)
        assert once.returncode == 1
        assert [(each["operator"], each["state"], each["silence"], each["host"]) for each in found["operators"]] == [
            ("18", "unknown", "cut_off", OTHER),
            ("19", "call", "cut_off", OTHER),
        ]
        assert found["troubles"] == [str(trouble)]
        listed = office.run("board", "--once").stdout.splitlines()
        assert listed[0] == "no sign of life: 2"
        assert all(f"№ {number}  {OTHER}  " in line for number, line in zip(("18", "19"), listed[1:], strict=True))
        with other.relay():
            wait_for(board, {("18", OTHER): ("ready", ""), ("19", OTHER): ("call", "")})


@pytest.mark.parametrize("what", ["the relay killed", "the server killed", "the server stopped"])
def test_without_an_answer_this_host_stands_alone(what: str, maker: ServerMaker, tmp_path: Path) -> None:
    """Its operators are shown as ever, it is said that others are not, and all of them come back by themselves."""
    server = maker().make().start()
    office = Office(server, server.database("centre"), tmp_path / "home")
    office.initialise()
    other = second_host(office, tmp_path)
    board = board_of(office)
    whole = {("17", ""): ("ready", ""), ("18", OTHER): ("ready", "")}

    def alone() -> bool:
        seen = board.look()
        return told(seen) == {("17", ""): ("ready", "")} and [
            str(each).startswith("other hosts cannot be asked: only the operators of this host are shown")
            for each in seen.troubles
        ] == [True]

    with other.relay(), seated(office, "17"), seated(other, "18"), at_work(office) as relay:
        wait_for(board, whole)
        if what == "the relay killed":
            relay.kill()
            wait_until(alone, "this host alone")
            with at_work(office):
                wait_for(board, whole)
        elif what == "the server killed":
            server.kill()
            wait_until(alone, "this host alone")
            server.start()
            wait_for(board, whole)
        else:
            with server.hanging():
                wait_until(alone, "this host alone")
            wait_for(board, whole)
    server.stop()


def test_what_the_last_answer_told_stands_for_a_moment(
    office: Office, other: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An answer that does not come in time makes no lines vanish and come back."""
    monkeypatch.setattr("callscript.service.centre_live._KEPT", PATIENCE)
    board = board_of(office)
    with other.relay(), seated(other, "18"), at_work(office) as relay:
        wait_for(board, {("18", OTHER): ("ready", "")})
        relay.kill()
        assert told(board.look()) == {("18", OTHER): ("ready", "")}


async def test_who_went_to_another_host_is_there_alone(office: Office, tmp_path: Path) -> None:
    """A call that is led at another host does not look left where it was led before, on no board; one that nobody leads
    stands where it was led last, wherever its operator sits."""
    with two_hosts(office, tmp_path / "other") as (first, second):
        before, session = await at_work_in_call(first)
        call = id_of(session)
        wait_for(board_of(second), {("17", "desk7"): ("call", "")})
        there, _ = await at_work_in_call(second, call)
        wait_for(board_of(second), {("17", ""): ("call", "")})
        wait_for(board_of(first), {("17", OTHER): ("call", "")})
        before.leave()
        there.leave()
        wait_for(board_of(first), {("17", OTHER): ("gone", "left")})
        sat_down(first).leave()
        wait_for(board_of(second), {("17", ""): ("gone", "left")})


async def test_a_session_whose_place_was_taken_is_not_free(office: Office, tmp_path: Path) -> None:
    """It lives on, and takes no call: its operator is where the seat is, and only there."""
    with two_hosts(office, tmp_path / "other") as (first, second):
        before = Startup(first.folders, SystemClock()).open_desk(PROFILE)
        sat_down(first)
        wait_for(board_of(second), {("17", "desk7"): ("ready", "")})
        there = Startup(second.folders, SystemClock()).open_desk(PROFILE)
        sat_down(second, confirmed=True)
        wait_for(board_of(second), {("17", ""): ("ready", "")})
        wait_for(board_of(first), {("17", OTHER): ("ready", "")})
        before.leave()
        there.leave()


@pytest.mark.parametrize("ahead", [-90, -0.5, 0, 90])
def test_times_are_those_of_the_board(ahead: float, office: Office) -> None:
    """A host whose clock is wrong by a minute and a half counts the same seconds on the board, and is not silent."""
    centre(office)
    its = f"now() + interval '{ahead} seconds'"
    heard = f"now() + interval '1 hour', {its} + interval '1 hour'"
    with office.connect() as connection:
        connection.execute(f"insert into callscript.host select '{OTHER}', {heard}".encode())
        connection.execute(
            f"""
            insert into callscript.live (host, operator, state, since, call, latest, seated, seated_since, clocks)
            select '{OTHER}', '18', 'hold', at, 'c', at, true, at,
              jsonb_build_array(jsonb_build_object('name', 'x', 'started', at, 'limit', 180, 'hold', true))
            from (select {its} - interval '50 seconds' as at) made""".encode()
        )
    with at_work(office):
        board = board_of(office)
        wait_until(lambda: board.look().standings, "an answer")
        [each] = board.look().standings
    assert 48 <= (each.seconds or 0) <= 110
    assert 48 <= (each.hold or 0) <= 110
    assert (each.state, each.silence, len(each.clocks)) == ("hold", "", 1)


@pytest.mark.parametrize("wrong", [90, -90])
def test_a_host_whose_clock_is_wrong_is_not_silent(wrong: int, office: Office, other: Office) -> None:
    """Its sessions record by the server's clock: since when they are there is told by that one, too, on other hosts'
    boards and on its own, and calls count the seconds that they last."""
    centre(other)
    relay = Running(["relay", "--settings", str(other.own), "--home", str(other.home)], wrong=wrong)
    with at_work(office), relay, seated(other, "18"):
        begin(other, "18")
        [standing] = wait_for(board_of(office), {("18", OTHER): ("call", "")}).standings
        assert 15 <= (standing.seconds or 0) <= 75
        command = [sys.executable, "-m", "tests.relay.skewed", str(wrong), "board", "--once", "--json"]
        told = subprocess.run(
            [*command, "--home", str(other.home)], capture_output=True, cwd=ROOT, timeout=PATIENCE, check=True
        ).stdout
        [own] = json.loads(told)["operators"]
        assert (own["state"], own["silence"]) == ("call", None)
        assert 15 <= own["seconds"] <= 75


def test_a_host_that_is_gone_for_long_is_left_out(office: Office) -> None:
    """Half a day after it was heard last nobody asks for its operators any more."""
    centre(office)
    with office.connect() as connection:
        for host, hours in (("gone", 13), ("silent", 11)):
            heard = f"select now() - interval '{hours} hours' as at"
            connection.execute(f"insert into callscript.host select '{host}', at, at from ({heard}) made".encode())
            row = f"('{host}', '1', 'ready', true)"
            connection.execute(f"insert into callscript.live (host, operator, state, seated) values {row}".encode())
    with at_work(office):
        board = board_of(office)
        wait_until(lambda: told(board.look()), "an answer")
        assert told(board.look()) == {("1", "silent"): ("unknown", "cut_off")}


def test_who_opens_a_call_of_another_host_is_recorded_twice_before_it_is_read(office: Office, other: Office) -> None:
    """In the home of the board, and in PostgreSQL by what the kernel says of the account; then it is read, whole."""
    call = begin(other, "18", events=9)
    with other.relay(), at_work(office):
        board = board_of(office)
        [each] = wait_for(board, {("18", OTHER): ("gone", "left")}).standings
        read = board.open(each.row)
        with other.store() as kept:
            assert read.log == kept.journal.read_call(call).events
        [record] = AccessRecords(office.folders.access).all()
        assert (record.call, record.operator, record.by, record.uid) == (call, "18", "5", os.getuid())
        kept_there = "select call, operator, host, account, uid, by from callscript.access"
        assert office.rows(kept_there) == [(call, "18", "desk7", record.account, os.getuid(), "5")]
        told_lines = subprocess.run(
            [sys.executable, "-m", "callscript", "board", "--plain", "--home", str(office.home)],
            input="18\n", capture_output=True, text=True, encoding="utf-8", cwd=ROOT, timeout=PATIENCE, check=False,
        ).stdout  # fmt: skip
        assert "operator 18" in told_lines
        assert PHONE in told_lines
        assert len(office.rows(kept_there)) == len(list(AccessRecords(office.folders.access).all())) == 2
        with pytest.raises(Damaged):
            board.open(LiveRow(operator="18", call="20260101-18-none", host=OTHER))
        assert len(office.rows(kept_there)) == 3
        with pytest.raises(StoreUnavailable, match="this is no call"):
            board.open(LiveRow(operator="18", call="desk-log", host=OTHER))


def test_a_call_of_another_host_is_not_opened_where_that_cannot_be_recorded(office: Office, other: Office) -> None:
    """The account may not write the record: no line of the call is told."""
    begin(other, "18")
    other.send()
    with at_work(office), office.connect() as connection:
        wait_until(lambda: not board_of(office).look().troubles, "an answer")
        connection.execute("revoke insert on callscript.access from cs_relay")
        row = LiveRow(operator="18", call=office.rows("select id from callscript.call")[0][0], host=OTHER)
        with pytest.raises(StoreUnavailable):
            board_of(office).open(row)
        connection.execute("grant insert on callscript.access to cs_relay")
        assert office.rows("select * from callscript.access") == []


KILLED = """
import os, signal, sys
from callscript.store.relayed import live
ask = live.ask
def asked(path, question, *more):
    answer = ask(path, question, *more)
    if type(question).__name__ == "OpenCall":
        os.kill(os.getpid(), signal.SIGKILL)
    return answer
live.ask = asked
from callscript.cli import main
sys.exit(main(sys.argv[1:]))
"""
"""A board that is killed once it has a call of another host in its hands, before anybody sees a line of it."""


def test_a_board_that_is_killed_before_it_reads_has_left_its_records(office: Office, other: Office) -> None:
    """kill -9 between record and reading: it is known in both places who was about to read, and nothing was told."""
    call = begin(other, "18")
    with other.relay(), at_work(office):
        wait_for(board_of(office), {("18", OTHER): ("gone", "left")})
        done = subprocess.run(
            [sys.executable, "-c", KILLED, "board", "--plain", "--home", str(office.home)],
            input="18\n", capture_output=True, text=True, encoding="utf-8", cwd=ROOT, timeout=PATIENCE, check=False,
        )  # fmt: skip
        assert done.returncode == -SIGKILL
        assert PHONE not in done.stdout
        assert [each.call for each in AccessRecords(office.folders.access).all()] == [call]
        assert office.rows("select call from callscript.access") == [(call,)]


def test_a_relay_that_starts_anew_tells_what_is_so_now(other: Office) -> None:
    """What was so when it was killed does not stay: whoever has gone meanwhile is gone."""
    for operator in ("18", "19"):
        with seated(other, operator), other.relay():
            there = [(operator, "ready", True)]
            wait_until(lambda: other.rows("select operator, state, seated from callscript.live") == there, operator)  # noqa: B023


def test_tables_of_the_release_before_have_no_board(office: Office) -> None:
    """There lines are sent on as ever, and the board shows this host alone."""
    with office.connect() as connection:
        connection.execute("drop table callscript.live, callscript.host, callscript.access, callscript.erasure")
        connection.execute("delete from callscript.version where number > 8")
    centre(office)
    office.lead()
    with at_work(office), seated(office, "17"):
        wait_until(lambda: office.events() == office.journals(), "the lines")
        seen = board_of(office).look()
        assert [str(each).split(":")[0] for each in seen.troubles] == ["other hosts cannot be asked"]
        assert told(seen) == {("17", ""): ("ready", "")}


def test_seats_that_cannot_be_told_of_are_not_told(office: Office, other: Office) -> None:
    """A relay that cannot look at its home says so once and sends on; its host is silent to others."""
    with at_work(office), seated(other, "18"), other.relay() as relay:
        wait_for(board_of(office), {("18", OTHER): ("ready", "")})
        markers = other.folders.open_calls
        markers.rename(markers.with_name("away"))
        markers.write_text("no folder")
        wait_until(lambda: told(board_of(office).look()) == {("18", OTHER): ("unknown", "cut_off")}, "silence")
        led = lead("19", datetime.now(UTC), PHONE)
        with other.store() as kept:
            kept.journal.append(led.id, led.log)
        wait_until(lambda: office.rows("select closed from callscript.call") == [(True,)], "the call")
        assert relay.end().count("Not a directory") == 1
