"""`callscript relay` and `callscript store` as they are run: what they do, and how they tell what is wrong."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

from benchmarks.store_calls import phone
from callscript.commands.store import Deed
from callscript.relay.migrations import OLDEST, SchemaUnfit, newest
from callscript.relay.postgres import PostgresUnavailable
from tests.accounts import group_of, profile, shared_home
from tests.programs import ROOT
from tests.relay.office import Office, add_relay, work_about
from tests.relay.server import Postgres, ServerMaker, wait_until
from tests.relay.test_sending import NAME, write
from tests.store.samples import CALL, log
from tests.terminal.any_terminal import PATIENCE

UP_TO_DATE = f"schema {newest():04d}: up to date"


def month_ago(months: int) -> date:
    """Return the first day of a month before this one."""
    first = datetime.now(UTC).date().replace(day=1)
    for _ in range(months):
        first = (first - timedelta(days=1)).replace(day=1)
    return first


def begun(month: date) -> datetime:
    """Return when a call of a month began."""
    return datetime.combine(month, time(9), UTC) + timedelta(days=3)


def test_from_nothing_to_calls(server: Postgres, tmp_path: Path) -> None:
    """The tables are made, calls are sent on, and it is told how things stand; done again, it changes nothing."""
    office = Office(server, server.database("from_nothing"), tmp_path / "home")
    made = office.ok("store", "init", "--settings", office.admin)
    assert made.splitlines()[0] == "roles: cs_owner, cs_relay, cs_reports, cs_board, cs_supervisor, cs_privacy"
    assert office.ok("store", "init", "--settings", office.admin).splitlines()[1:] == [UP_TO_DATE]
    assert office.administer("migrate") == [UP_TO_DATE]
    with office.connect() as connection:
        add_relay(connection, "desk7")
    office.lead()
    told = office.ok("relay", "--once")
    assert told == f"lines sent on: {len(office.journals())}, calls worked out: 1\n"
    assert office.ok("relay", "--once") == "there is nothing new to send on\n"
    status = office.administer("status")
    assert status[0] == f"schema: {newest()} (this release knows {newest()})"
    assert status[2:7] == ["dropped: none", "call: 1", "late: 0", "pack: 0", "task: 0"]
    assert status[7].startswith("host desk7: files: 1, bytes: ")


def test_a_relay_works_until_it_is_told_to_end(office: Office) -> None:
    """What comes is sent on within a moment; SIGTERM ends it; what it tells has nothing of callers and operators."""
    with office.relay() as relay:
        assert relay.line() == f"sending on what is recorded in {office.folders.journal}, as desk7"
        assert relay.line() == "connected"
        calls: list[str] = []
        for number in range(3):
            calls.append(office.lead("4711", number))
            wait_until(lambda: office.events() == office.journals(), "a call", 10)
            assert office.rows("select distinct closed from callscript.call") == [(True,)]
        told = relay.end()
    assert told.startswith(f"lines sent on: {len(office.journals())}, ")
    assert not any(word in told for word in (NAME, phone(0), "4711", *calls))


def test_it_waits_for_a_server_that_is_gone(maker: ServerMaker, tmp_path: Path) -> None:
    """Without a server it says so once, tries again by itself, and ends when it is told to."""
    server = maker().make().start()
    office = Office(server, server.database("centre"), tmp_path / "home")
    office.initialise()
    server.stop()
    with office.relay() as relay:
        relay.line()
        assert relay.line().startswith("PostgreSQL: cannot be reached: ")
        office.lead()
        server.start()
        while (line := relay.line()) != "connected":  # one that is starting says that it lets nobody in yet
            assert line.startswith("PostgreSQL: ")
        wait_until(lambda: office.events() == office.journals(), "the call")
        server.stop()
        office.lead("18", 2)
        assert relay.line().startswith("PostgreSQL: ")
        assert relay.end().startswith("lines sent on: ")


def test_a_server_that_hangs_does_not_keep_it(maker: ServerMaker, tmp_path: Path) -> None:
    """Stopped in the middle, the server keeps neither those who record nor the end of the relay."""
    server = maker().make().start()
    office = Office(server, server.database("centre"), tmp_path / "home")
    office.initialise()
    with office.relay() as relay:
        office.lead("17", 1)
        wait_until(lambda: office.events() == office.journals(), "the call")
        with server.hanging():
            office.lead("17", 2)
            relay.end()
    office.send()
    assert office.events() == office.journals()
    server.stop()


WRONG = [
    ("", "it says no PostgreSQL"),
    ("dsn = 1", "Expected `str`"),
    ("dsn = ", "no TOML"),
    ("dsn = " + "9" * 5000, "a number in it has far too many digits"),
    ("dsn = " + "[" * 5000, "no TOML"),
    ('dsn = "host=/x dbname=y user=z"', "it says no host"),
    ('dsn = "host=/x dbname=y user=z"\nhost = "Desk 7"', "letters from a to z"),
    ('dsn = "host=/x dbname=y user=z"\nhost = "a"\nhots = "b"', "unknown field `hots`"),
    ('dsn = "host=/x dbname=y"\nhost = "a"', "it says no user"),
    ('dsn = "dbname=y user=z"\nhost = "a"', "it says no host"),
    ('dsn = "host=/x dbname=y user=z password=w"\nhost = "a"', "password does not belong here: write password_file"),
    ('dsn = "service=x"\nhost = "a"', "service does not belong here"),
    ('dsn = "host=pg dbname=y user=z"\nhost = "a"', "sslmode=verify-full"),
    ('dsn = "host=/x,pg dbname=y user=z sslmode=require"\nhost = "a"', "sslmode=verify-full"),
    ('dsn = "host=/x hostaddr=10.0.0.1 dbname=y user=z"\nhost = "a"', "sslmode=verify-full"),
    ('dsn = "host=/x dbname=y user=z"\nhost = "a"\nkeep_months = 0', "a whole number of months, from 1 to 1200"),
    ('dsn = "host=/x dbname=y user=z"\nhost = "a"\nkeep_months = "2"', "a whole number of months, from 1 to 1200"),
    ('dsn = "nonsense"\nhost = "a"', "not as libpq wants it"),
    ('dsn = "host=/nowhere dbname=y user=z"\nhost = "a"', "cannot be reached"),
    (
        'dsn = "host=/x dbname=y user=z"\nhost = "a"\npassword_file = "none"',
        "the password cannot be read: No such file",
    ),
]


@pytest.mark.parametrize(("text", "told"), WRONG)
def test_settings_that_are_wrong(tmp_path: Path, text: str, told: str, office_of_module: Office) -> None:
    """What is wrong with the settings is told with the remedy, in a line, and nothing is done."""
    file = tmp_path / "relay.toml"
    file.write_text(text, encoding="utf-8")
    refused = office_of_module.refused(file)
    assert told in refused
    assert "\n" not in refused


def test_what_the_server_refuses(office: Office, server: Postgres) -> None:
    """No database, no account, no tables, another's account, a password that is missing, wrong or open to others."""
    other = office.settings("other.toml", "cs_relay_desk7", "desk8")
    goes_with = 'host = "desk8" goes with the account cs_relay_desk8, and this one is cs_relay_desk7'
    assert office.refused(other) == f"{other}: {goes_with}"
    done = office.run("relay", "--once", "--settings", other)
    assert (done.returncode, done.stdout, done.stderr) == (1, "", f"callscript: {other}: {goes_with}\n")
    empty = Office(server, server.database("without_tables"), office.home / "empty")
    assert "there is no callscript in this database: run callscript store init" in empty.refused(empty.own)
    nowhere = Office(server, "nowhere", office.home / "nowhere")
    assert 'database "nowhere" does not exist' in nowhere.refused(nowhere.own)
    stranger = office.settings("stranger.toml", "nobody_at_all", "desk7")
    assert 'role "nobody_at_all" does not exist' in office.refused(stranger)
    with office.connect() as connection:
        add_relay(connection, "asked")
        connection.execute("alter role cs_relay_asked password 'right'")
    asked = office.settings("asked.toml", "cs_relay_asked", "asked")
    assert "a password is wanted, and none is given: write password_file" in office.refused(asked)
    password = office.home / "password"
    with asked.open("a", encoding="utf-8") as file:
        file.write('\npassword_file = "password"\n')
    password.touch(0o600)
    assert "there is no password in it" in office.refused(asked)
    password.write_text("wrong\n", encoding="utf-8")
    assert "it does not let this account in" in office.refused(asked)
    password.write_text("right\n", encoding="utf-8")
    assert office.send(asked) == ""
    password.chmod(0o640)
    assert "others can read the password: chmod 600" in office.refused(asked)


def test_schemas_that_do_not_fit(office: Office) -> None:
    """Tables that are too new or too old for this release, and files that were changed, are told of."""
    office.rows("insert into callscript.version (number, name, digest, needs) values (99, 'x', '', 5) returning 1")
    assert office.send() == ""
    office.rows("update callscript.version set needs = 99 where number = 99 returning 1")
    newer = f"the tables are of a newer release (schema 99): this one knows schema {newest()}. Upgrade callscript here"
    assert office.refused(office.own) == newer
    deeds: tuple[Deed, ...] = ("status", "migrate", "rebuild")
    for deed in deeds:
        with pytest.raises(SchemaUnfit) as refused:
            office.administer(deed)
        assert str(refused.value) == newer
    office.rows(f"delete from callscript.version where number >= {OLDEST} returning 1")
    older = f"the tables are of an older release (schema {OLDEST - 1}): run callscript store migrate"
    assert office.refused(office.own) == older
    office.rows("update callscript.version set digest = 'x' where number = 2 returning 1")
    done = office.run("store", "migrate", "--settings", office.admin)
    assert done.returncode == 69
    assert "file 0002_months.sql was changed since it was run" in done.stderr


def test_a_migration_is_whole_or_not_there(office: Office) -> None:
    """What fails in the middle leaves nothing, and is done by the next one."""
    office.rows("delete from callscript.version where number >= 5 returning 1")
    with office.connect() as connection:
        connection.execute("drop policy own_host on callscript.event")
    with pytest.raises(PostgresUnavailable, match="already exists"):
        office.administer("migrate")
    assert office.rows("select max(number) from callscript.version") == [(4,)]
    assert office.rows("select 1 from pg_policies where tablename = 'event' and policyname = 'own_host'") == []


def test_without_the_extra(tmp_path: Path) -> None:
    """Where psycopg is not installed, both commands say what is to be installed."""
    code = "import sys; sys.modules['psycopg'] = None; from callscript.cli import main; sys.exit(main(sys.argv[1:]))"
    for command in (("relay", "--once"), ("store", "status")):
        ran = [sys.executable, "-c", code, *command, "--home", str(tmp_path)]
        done = subprocess.run(ran, cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 69
        assert "pip install 'callscript[postgres]'" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("drop-month",), "drop-month wants a month"),
        (("status", "2025-11"), "status wants no month"),
        (("retention", "2025-11"), "retention wants no month"),
        (("drop-month", "2025-13"), "not a month such as 2025-11"),
        (("drop-month", "november"), "not a month such as 2025-11"),
        (("mend",), "invalid choice"),
    ],
)
def test_arguments_that_make_no_sense(office_of_module: Office, arguments: tuple[str, ...], told: str) -> None:
    """Arguments that make no sense are refused, status 2."""
    done = office_of_module.run("store", *arguments, "--settings", office_of_module.admin)
    assert done.returncode == 2
    assert told in done.stderr


def test_calls_are_made_again(office: Office) -> None:
    """Made again from the lines, calls at a glance are what they were, row for row; what no line knows of is gone."""
    for number in range(4):
        office.lead(str(17 + number), number, appeal=number % 2 == 0)
    write(office, CALL, log())
    office.send()
    before = office.rows("select * from callscript.call order by id")
    assert len(before) == 5
    assert office.ok("store", "rebuild", "--settings", office.admin) == "calls: 5\n"
    assert office.rows("select * from callscript.call order by id") == before
    office.rows("update callscript.call set name = 'x', owed = 99, filed = not filed, host = '' returning 1")
    office.rows("delete from callscript.call where operator = '18' returning 1")
    office.rows("insert into callscript.call (day, id) values ('2026-11-23', '20261123-99-none') returning 1")
    assert office.administer("rebuild") == ["calls: 5"]
    assert office.rows("select * from callscript.call order by id") == before


def test_a_month_is_dropped(office: Office) -> None:
    """With a month goes all that there was of its calls, for good: what comes of it later is not taken."""
    month = month_ago(2)
    gone = office.lead("17", 1, begun(month))
    kept = office.lead("17", 2)
    office.send()
    told = office.ok("store", "drop-month", f"{month:%Y-%m}", "--settings", office.admin)
    assert told.splitlines() == [f"{month:%Y-%m}: dropped", "call: 1", "late: 0", "access: 0", "task: 0"]
    assert office.rows("select id from callscript.call") == [(kept,)]
    assert office.rows(f"select to_regclass('callscript.event_{month:%Y%m}')") == [(None,)]
    assert {call for (call,) in office.rows("select distinct call from callscript.event")} == {kept}
    before = len(office.journals())
    assert office.file_of(office.lead("17", 3, begun(month))) == office.file_of(gone)
    assert office.send() == f"of months that were dropped, left out: {len(office.journals()) - before}"
    assert {call for (call,) in office.rows("select distinct call from callscript.event")} == {kept}
    assert office.administer("drop-month", month)[1] == "call: 0"
    work_about(office, gone)
    before = len(office.events())
    assert "calls worked out" not in office.send()
    assert len(office.events()) == before + 1
    assert office.rows("select id from callscript.call") == [(kept,)]
    office.administer("rebuild")
    assert office.rows("select id from callscript.call") == [(kept,)]
    assert f"dropped: {month:%Y-%m}" in office.administer("status")
    now = office.run("store", "drop-month", f"{month_ago(0):%Y-%m}", "--settings", office.admin)
    assert (now.returncode, now.stderr) == (2, f"callscript: {month_ago(0):%Y-%m} is not over yet\n")


def test_months_are_kept_as_the_settings_say(office: Office) -> None:
    """What is older is dropped, the oldest first, at any time; what the settings keep, and what goes on, stays."""
    months = [month_ago(number) for number in (4, 3, 2, 1, 0)]
    calls = {month: office.lead("17", number, begun(month)) for number, month in enumerate(months[:-1])}
    calls[months[-1]] = office.lead("17", 9, datetime.now(UTC))
    office.send()
    without = office.run("store", "retention", "--settings", office.admin)
    assert (without.returncode, "write how many months, as in keep_months = 24" in without.stderr) == (1, True)
    assert office.administer("status")[-1] == "kept: all (there is no keep_months in the settings)"
    with office.admin.open("a", encoding="utf-8") as file:
        file.write("\nkeep_months = 2\n")
    due = ", ".join(f"{month:%Y-%m}" for month in months[:2])
    assert office.administer("status")[-1] == f"kept: from {months[2]:%Y-%m} on; to be dropped: {due}"
    told = office.ok("store", "retention", "--settings", office.admin).splitlines()
    assert [line for line in told if "dropped" in line] == [f"{month:%Y-%m}: dropped" for month in months[:2]]
    assert told[-1] == f"kept: from {months[2]:%Y-%m} on"
    assert office.rows("select id from callscript.call order by id") == [(calls[month],) for month in months[2:]]
    assert office.rows(f"select to_regclass('callscript.event_{months[0]:%Y%m}')") == [(None,)]
    assert office.administer("retention") == told[-1:]
    assert office.administer("status")[-1].endswith("to be dropped: none")
    with (
        office.connect() as connection
    ):  # a run that was killed has noted that a month is dropped, and left calls of it
        connection.execute("insert into callscript.call (day, id) values (%s, 'left')", (months[0],))
    assert office.administer("retention") == [
        f"{months[0]:%Y-%m}: dropped",
        "call: 1",
        "late: 0",
        "access: 0",
        "task: 0",
        told[-1],
    ]


def test_roles_that_a_release_brings(office: Office) -> None:
    """Whoever migrates makes them, or is told who can; then all is as after `init`."""
    with office.connect() as connection:
        connection.execute("alter role cs_board rename to cs_board_away")
        connection.execute("create role cs_anna login in role cs_owner")
    try:
        anna = office.settings("anna.toml", "cs_anna")
        refused = office.run("store", "migrate", "--settings", anna)
        assert refused.returncode == 69
        assert (
            "this release has roles that are not there: cs_board. Let a superuser run callscript store init"
            in refused.stderr
        )
        assert office.administer("migrate") == [f"schema {newest():04d}: up to date"]
        assert office.rows("select 1 from pg_roles where rolname = 'cs_board'") == [(1,)]
    finally:
        with office.connect() as connection:
            connection.execute("drop owned by cs_board")
            connection.execute("drop role if exists cs_board")
            connection.execute("alter role cs_board_away rename to cs_board")
            connection.execute("drop role cs_anna")


def test_a_month_is_dropped_beside_a_relay(office: Office) -> None:
    """A relay that is at work when a month is dropped goes on with the others, and what is new of it is left out."""
    office.lead("17", 1, begun(month_ago(2)))
    with office.relay() as relay:
        wait_until(lambda: office.rows("select closed from callscript.call") == [(True,)], "the old call")
        office.administer("drop-month", month_ago(2))
        kept = office.lead("17", 2)
        wait_until(lambda: office.rows("select id from callscript.call") == [(kept,)], "the new call")
        relay.end()
    office.lead("17", 3, begun(month_ago(2)))
    assert "of months that were dropped, left out" in office.send()


def test_the_log_of_the_server_has_no_word_of_a_caller(office: Office, server: Postgres) -> None:
    """Whatever the server logs, statements, slow ones, those that fail: nothing of what callers said is in it."""
    planted = "Джерельна-Незабутня"
    begin = server.log.stat().st_size
    write(office, CALL, [*log(length=2, phone=phone(77))])
    office.lead("17", 77)
    office.send()
    with office.connect() as connection:  # the control: without what `init` has set, the log tells
        connection.execute("set log_parameter_max_length = -1")
        connection.execute("set log_error_verbosity = 'default'")
        connection.execute("select length(%s)", (planted,))
    led = office.lead("18", 78)
    with office.connect() as connection:
        month = f"callscript.event_{led[:6]}"
        connection.execute("select callscript.make_month(%s)", (f"{led[:4]}-{led[4:6]}-01",))
        connection.execute(f"alter table callscript.event detach partition {month}".encode())
    with pytest.raises(Exception, match="no partition"):
        office.send()
    logged = server.log.read_bytes()[begin:].decode()
    assert planted in logged
    assert "insert into callscript.event" in logged
    assert "no partition of relation" in logged
    assert not any(word in logged for word in (NAME, "Іван", phone(77)[4:], phone(78)[4:]))


def test_an_account_of_its_own(office: Office) -> None:
    """In a shared home the relay is one of the group: it reads journals, and can write none."""
    with group_of(2, 0) as (folder, group, (operator, relay)):
        home = shared_home(folder, group)
        profile(operator, "17")
        done = operator.run("run", "--plain", "--home", home, lines="0501234567\n*0\n2\n\n\n")
        assert (done.returncode, done.stderr) == (0, ""), done.stdout
        own = relay.home / "relay.toml"
        own.write_text(office.own.read_text(encoding="utf-8"), encoding="utf-8")
        relay.owns(own, 0o600)
        done = relay.run("relay", "--once", "--home", home, "--settings", own)
        assert (done.returncode, done.stderr) == (0, ""), done.stdout
        [journal] = (home / "journal").rglob("*.jsonl")
        assert office.events() == sorted(journal.read_text(encoding="utf-8").splitlines())
        assert relay.sh(f"echo x >>{journal}") != 0
        assert operator.sh(f"cat {own}") != 0


@pytest.fixture(scope="module")
def over_tls(maker: ServerMaker, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Postgres, Path, int]]:
    """A server that is reached over TLS alone, the folder of the authorities, and its port."""
    folder = tmp_path_factory.mktemp("authorities")
    for name in ("right", "wrong"):
        made = ("-keyout", folder / f"{name}.key", "-out", folder / f"{name}.crt")
        named = ("-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost")
        _openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *named, *made)
    server = maker().make()
    for name in ("right.key", "right.crt"):
        shutil.copy(folder / name, server.folder / name)
        server.own(server.folder / name)
    port = _free_port()
    server.set(
        "ssl = on", f"ssl_cert_file = '{server.folder}/right.crt'", f"ssl_key_file = '{server.folder}/right.key'"
    )
    server.set("listen_addresses = 'localhost'", f"port = {port}")
    server.port = port
    server.start()
    yield server, folder, port
    server.stop()


def test_tls(over_tls: tuple[Postgres, Path, int], tmp_path: Path) -> None:
    """Over the network the server has to prove who it is: of another authority or name, it is refused."""
    server, authorities, port = over_tls
    office = Office(server, server.database("over_tls"), tmp_path / "home")
    office.initialise()
    office.lead()
    with office.connect() as connection:
        connection.execute("alter role cs_relay_desk7 password 'right'")
    password = office.home / "password"
    password.touch(0o600)
    password.write_text("right\n", encoding="utf-8")

    def told(host: str, authority: str) -> str:
        dsn = f"host={host} port={port} dbname=over_tls user=cs_relay_desk7"
        verified = f"sslmode=verify-full sslrootcert={authorities / authority}.crt"
        office.own.write_text(
            f'dsn = "{dsn} {verified}"\nhost = "desk7"\npassword_file = "password"\n', encoding="utf-8"
        )
        try:
            return office.send()
        except PostgresUnavailable as error:
            return str(error)

    assert "certificate verify failed" in (said := told("localhost", "wrong"))
    assert said.startswith("PostgreSQL: its certificate is not trusted: look at sslrootcert, and ")
    assert "does not match host name" in told("127.0.0.1", "right")
    assert office.events() == []
    password.write_text("wrong\n", encoding="utf-8")
    assert "it does not let this account in" in told("localhost", "right")
    password.write_text("right\n", encoding="utf-8")
    assert told("localhost", "right").startswith("lines sent on: ")
    assert office.events() == office.journals()


def _openssl(*arguments: str | Path) -> None:
    subprocess.run(["openssl", *map(str, arguments)], check=True, capture_output=True, timeout=PATIENCE)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
