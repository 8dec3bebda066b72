"""What each account may do in PostgreSQL, and what it is refused, one by one."""

from __future__ import annotations

import psycopg
import pytest

from tests.relay.office import Office, add_relay
from tests.relay.server import SUPERUSER
from tests.relay.test_sending import write
from tests.store.samples import CALL, log

RELAY, OTHER, REPORTS, NOBODY = "cs_relay_desk7", "cs_relay_desk8", "cs_counting", "cs_nobody"
BOARD, SUPERVISOR, PRIVACY = "cs_watching", "cs_leading", "cs_guarding"
_ACCESS = 'insert into callscript.access (day, call, operator, host, account, uid, "by") values'
_EVENT = "insert into callscript.event (day, call, seq, epoch, type, host, line) values"
_PACK = "insert into callscript.pack (hash, content, host) values"
_LATE = "insert into callscript.late (day, call, seq, epoch, host, chain, line, why) values"
_CURSOR = "insert into callscript.cursor (host, file, upto, inode, last, format) values"

REFUSED = [
    (RELAY, "delete from callscript.event"),
    (RELAY, "update callscript.event set line = ''"),
    (RELAY, "truncate callscript.event"),
    (RELAY, "drop table callscript.event"),
    (RELAY, "alter table callscript.event disable row level security"),
    (RELAY, "alter table callscript.event detach partition callscript.event_202611"),
    (RELAY, "select * from callscript.event_202611"),
    (RELAY, "delete from callscript.event_202611"),
    (RELAY, f"{_EVENT} ('2026-11-23', 'x', 1, 0, 'said', 'desk8', '')"),
    (RELAY, f"{_EVENT} ('2026-11-23', 'x', 1, 0, 'said', '', '')"),
    (RELAY, "delete from callscript.late"),
    (RELAY, "update callscript.late set why = ''"),
    (RELAY, f"{_LATE} ('2026-11-23', 'x', 1, 0, 'desk8', '', '', '')"),
    (RELAY, "delete from callscript.call"),
    (RELAY, "truncate callscript.call"),
    (RELAY, "delete from callscript.cursor"),
    (RELAY, "delete from callscript.place"),
    (RELAY, "insert into callscript.place (host, machine, boot, told) values ('desk8', '', '', '')"),
    *((account, "select * from callscript.place") for account in (REPORTS, BOARD, SUPERVISOR, PRIVACY, NOBODY)),
    (RELAY, f"{_CURSOR} ('desk8', 'x', 1, 1, '', 2)"),
    (RELAY, "update callscript.cursor set host = 'desk8'"),
    (RELAY, "insert into callscript.month (month) values ('2020-01-01')"),
    (RELAY, "update callscript.month set dropped = null"),
    (RELAY, "update callscript.version set needs = 0"),
    (RELAY, "insert into callscript.seat (operator) values ('x')"),
    (RELAY, "update callscript.seat set host = 'desk7'"),
    (RELAY, "delete from callscript.seat"),
    (RELAY, "select * from callscript.seat for update"),
    (RELAY, "insert into callscript.led values ('2026-11-23', 'x', '17', 'desk7', 1)"),
    (RELAY, "update callscript.led set epoch = 0"),
    (RELAY, "delete from callscript.led"),
    (RELAY, "select callscript.asking_host()"),
    (RELAY, "create table callscript.own (x integer)"),
    (RELAY, "create schema own"),
    (RELAY, "create role own"),
    (RELAY, "set role cs_owner"),
    (RELAY, "set session authorization postgres"),
    (RELAY, "set log_parameter_max_length = -1"),
    (RELAY, "copy callscript.event to program 'cat'"),
    (RELAY, "select pg_read_file('/etc/passwd')"),
    (REPORTS, "select name from callscript.call"),
    (REPORTS, "select phone from callscript.call"),
    (REPORTS, "select phones from callscript.call"),
    (REPORTS, "select summary from callscript.call"),
    (REPORTS, "select * from callscript.call"),
    (REPORTS, "select * from callscript.event"),
    (REPORTS, "select * from callscript.late"),
    (REPORTS, "select * from callscript.cursor"),
    (REPORTS, "update callscript.call set owed = 0"),
    (REPORTS, "delete from callscript.call"),
    (REPORTS, "insert into callscript.call (day, id) values ('2026-11-23', 'x')"),
    (REPORTS, "select callscript.make_month('2026-11-23')"),
    (REPORTS, "select callscript.take_away('2026-11-23', 'x', 1, '')"),
    (REPORTS, "select * from callscript.seat"),
    (REPORTS, "select * from callscript.led"),
    (REPORTS, "select * from callscript.take_seat('17', true)"),
    (REPORTS, "select * from callscript.hold_seat('17', 1, false)"),
    (REPORTS, "select callscript.take_over('2026-11-23', '20261123-17-abc', '17', 1)"),
    (REPORTS, "select * from callscript.fences('{}', '{}', '{}')"),
    (SUPERUSER, "select * from callscript.take_seat('17', true)"),
    (RELAY, "insert into callscript.live (host, operator, state, seated) values ('desk8', '1', 'ready', true)"),
    (RELAY, "truncate callscript.live"),
    (RELAY, "insert into callscript.host values ('desk8', now(), now())"),
    (RELAY, "delete from callscript.host"),
    (RELAY, f"{_ACCESS} ('2026-11-23', 'x', '17', 'desk8', 'x', 1, '')"),
    (RELAY, "select * from callscript.access"),
    (RELAY, "update callscript.access set account = ''"),
    (RELAY, "delete from callscript.access"),
    (RELAY, "select * from callscript.team"),
    (RELAY, "truncate callscript.task"),
    (RELAY, "drop table callscript.task"),
    (RELAY, "update callscript.pack set content = ''"),
    (RELAY, "update callscript.pack set at = now()"),
    (RELAY, "delete from callscript.pack"),
    (RELAY, "truncate callscript.pack"),
    (RELAY, f"{_PACK} (encode(sha256(''), 'hex'), '', 'desk8')"),
    (RELAY, "alter table callscript.pack drop constraint as_hashed"),
    (BOARD, "select operator from callscript.call"),
    (BOARD, "select line from callscript.event"),
    (BOARD, "select line from callscript.late"),
    (BOARD, "select * from callscript.access"),
    (BOARD, "select * from callscript.team"),
    (BOARD, "select * from callscript.cursor"),
    (BOARD, "insert into callscript.live (host, operator, state, seated) values ('desk7', '1', 'ready', true)"),
    (BOARD, "update callscript.live set state = 'ready'"),
    (BOARD, "delete from callscript.live"),
    (BOARD, "update callscript.host set at = now()"),
    (SUPERVISOR, "select name from callscript.call"),
    (SUPERVISOR, "select phone from callscript.call"),
    (SUPERVISOR, "select phones from callscript.call"),
    (SUPERVISOR, "select summary from callscript.call"),
    (SUPERVISOR, "select line from callscript.event"),
    (SUPERVISOR, "select line from callscript.late"),
    (SUPERVISOR, "select * from callscript.access"),
    (SUPERVISOR, "insert into callscript.team values ('cs_leading', '18')"),
    (SUPERVISOR, "update callscript.team set operator = '18'"),
    (SUPERVISOR, "delete from callscript.team"),
    (SUPERVISOR, "delete from callscript.call"),
    (SUPERVISOR, "update callscript.live set state = 'ready'"),
    (PRIVACY, "select name from callscript.call"),
    (PRIVACY, "select phone from callscript.call"),
    (PRIVACY, "select summary from callscript.call"),
    (PRIVACY, "select line from callscript.event"),
    (PRIVACY, "select record from callscript.task"),
    (PRIVACY, "select owner from callscript.task"),
    (PRIVACY, "select taken_by from callscript.task"),
    (PRIVACY, "update callscript.task set state = 'done'"),
    (PRIVACY, "delete from callscript.task"),
    *((account, "select id from callscript.task") for account in (REPORTS, BOARD, SUPERVISOR, NOBODY)),
    *((account, "delete from callscript.task") for account in (REPORTS, BOARD, SUPERVISOR, NOBODY)),
    (PRIVACY, "select * from callscript.live"),
    (PRIVACY, "insert into callscript.access select * from callscript.access"),
    (PRIVACY, "update callscript.access set account = ''"),
    (PRIVACY, "delete from callscript.access"),
    (PRIVACY, "truncate callscript.access"),
    (PRIVACY, "delete from callscript.call"),
    (PRIVACY, "select callscript.take_away('2026-11-23', 'x', 1, '')"),
    (REPORTS, "select * from callscript.live"),
    (REPORTS, "select * from callscript.access"),
    (NOBODY, "select * from callscript.live"),
    (NOBODY, "select hash from callscript.pack"),
    *((account, "select hash from callscript.pack") for account in (REPORTS, BOARD, SUPERVISOR, PRIVACY)),
    *((account, f"{_PACK} ('', '', 'desk7')") for account in (REPORTS, BOARD, SUPERVISOR, PRIVACY)),
    (NOBODY, "select operator from callscript.call"),
    (NOBODY, "select line from callscript.event"),
    (NOBODY, "create table callscript.own (x integer)"),
]


@pytest.fixture(scope="module")
def home(office_of_module: Office) -> Office:
    """A host with a call, and accounts of all kinds."""
    office = office_of_module
    with office.connect() as connection:
        add_relay(connection, "desk8")
        members = {REPORTS: "reports", BOARD: "board", SUPERVISOR: "supervisor", PRIVACY: "privacy"}
        for name, role in (*((name, f"in role cs_{role}") for name, role in members.items()), (NOBODY, "")):
            if not connection.execute("select 1 from pg_roles where rolname = %s", (name,)).fetchone():
                connection.execute(f"create role {name} login {role}".encode())
    write(office, CALL, log())
    office.send()
    return office


@pytest.mark.parametrize(("account", "statement"), REFUSED)
def test_what_is_refused(home: Office, account: str, statement: str) -> None:
    """PostgreSQL refuses what an account has no business with."""
    with pytest.raises(psycopg.errors.InsufficientPrivilege), home.connect(account) as connection:
        connection.execute(statement.encode())


def test_what_is_granted(home: Office) -> None:
    """A relay reads what all hosts have sent, and only its own place; reports count calls."""
    assert len(home.rows("select line from callscript.event", OTHER)) == 5
    assert home.rows("select * from callscript.cursor", OTHER) == []
    assert home.rows("select * from callscript.place", OTHER) == []
    assert len(home.rows("select * from callscript.cursor", RELAY)) == 1
    assert home.rows("select operator, closed, owed from callscript.call", REPORTS) == [("17", False, 0)]
    assert home.rows("select callscript.make_month('2026-10-05')", OTHER) == [(True,)]


@pytest.mark.parametrize(
    "statement",
    [
        f"{_PACK} (repeat('0', 64), 'some', 'desk7')",
        f"{_PACK} (encode(sha256('one'), 'hex'), 'other', 'desk7')",
        "insert into callscript.pack (hash, content, host) select encode(sha256(x::bytea), 'hex'), x::bytea, 'desk7'"
        " from repeat('x', 4194305) as x",
    ],
)
def test_a_script_is_what_its_hash_says(home: Office, statement: str) -> None:
    """Nothing else stands under a hash, whoever sends it, and nothing that is too large."""
    with pytest.raises(psycopg.errors.CheckViolation), home.connect(RELAY) as connection:
        connection.execute(statement.encode())


def test_a_relay_sits_down_in_the_name_of_its_own_host(home: Office) -> None:
    """Whatever it asks for is for its host; it lets go of no other one's seat, and takes over nothing without it."""
    take, leave = "select at_host from callscript.take_seat('17', false)", "callscript.hold_seat('17', 1, false)"
    assert home.rows(take, RELAY) == [("desk7",)]
    assert home.rows(f"select granted, at_host from {leave}", OTHER) == [(False, "desk7")]
    assert home.rows("select callscript.take_over('2026-11-23', '20261123-17-abc', '17', 1)", OTHER) == [(False,)]
    assert home.rows("select host, until > now() from callscript.seat", OTHER) == [("desk7", True)]


def test_what_boards_and_those_who_lead_are_granted(home: Office) -> None:
    """A board sees all operators; a supervisor those of the team, and their calls without a word; privacy who has
    opened whose call. Each relay tells of its own host.
    """
    mine = "insert into callscript.live (host, operator, state, seated) values"
    for account, host, operator in ((RELAY, "desk7", "17"), (OTHER, "desk8", "18")):
        with home.connect(account) as connection:
            connection.execute(f"insert into callscript.host values ('{host}', now(), now())".encode())
            connection.execute(f"{mine} ('{host}', '{operator}', 'ready', true)".encode())
            connection.execute(f"{_ACCESS} ('2026-11-23', 'x', '{operator}', '{host}', 'somebody', 1, '')".encode())
    both = [("17", "ready"), ("18", "ready")]
    seen = "select operator, state from callscript.live order by operator"
    assert home.rows(seen, BOARD) == home.rows(seen, RELAY) == both
    assert len(home.rows("select host, at from callscript.host", BOARD)) == 2
    calls = "select operator, closed from callscript.call"
    assert home.rows(seen, SUPERVISOR) == home.rows(calls, SUPERVISOR) == []
    home.rows(f"insert into callscript.team values ('{SUPERVISOR}', '17'), ('somebody', '18') returning 1")
    assert home.rows(seen, SUPERVISOR) == both[:1]
    assert home.rows(calls, SUPERVISOR) == [("17", False)]
    assert home.rows("select operator from callscript.team", SUPERVISOR) == [("17",)]
    home.rows("update callscript.team set operator = case operator when '17' then '18' else '17' end returning 1")
    assert home.rows(seen, SUPERVISOR) == both[1:]
    assert home.rows(calls, SUPERVISOR) == []
    opened = "select operator, host, account from callscript.access order by operator"
    assert home.rows(opened, PRIVACY) == [("17", "desk7", "somebody"), ("18", "desk8", "somebody")]
    assert home.rows("select id, erased from callscript.call", PRIVACY) == [(CALL, None)]
    with home.connect(RELAY) as connection:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("update callscript.live set host = 'desk8'")
        assert connection.execute("delete from callscript.live").rowcount == 1
        assert connection.execute("update callscript.live set state = 'gone'").rowcount == 0
    assert home.rows(seen, BOARD) == both[1:]


def test_a_relay_can_only_take_away(home: Office) -> None:
    """A line gives way to nothing but itself with less of the caller's, and only for the host that has sent it."""
    [(line,)] = home.rows("select line from callscript.event where seq = 2")
    head, _, rest = line.partition(',"given":')
    shorter = head + rest[rest.index(',"chain"') :]
    lies = (
        line.replace("filled", "fill"),
        shorter.replace('"seq":2', '"seq":3'),
        shorter.replace("sha256:", "sha256"),
        "",
        line + " ",
    )
    for lie in lies:
        assert taken_away(home, RELAY, lie) == 0
    assert taken_away(home, OTHER, shorter) == 0
    assert taken_away(home, RELAY, shorter) == 1
    assert home.rows("select line from callscript.event where seq = 2") == [(shorter,)]


def taken_away(home: Office, account: str, shorter: str) -> int:
    """Have a line give way to another; return how many did."""
    with home.connect(account) as connection:
        statement = "select callscript.take_away('2026-11-23', %s, 2, %s)"
        row = connection.execute(statement, (CALL, shorter)).fetchone()
        assert row
        return int(row[0])


def test_months_out_of_time_are_not_made(home: Office) -> None:
    """A clock that is wrong by years makes no tables."""
    for day in ("1970-01-01", "2126-11-26"):
        with pytest.raises(psycopg.errors.RaiseException), home.connect(RELAY) as connection:
            connection.execute("select callscript.make_month(%s)", (day,))
