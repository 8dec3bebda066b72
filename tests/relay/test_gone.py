"""Calls of a host that is gone are erased in PostgreSQL itself, by whoever answers for privacy, and stay so."""

from __future__ import annotations

import re
from pathlib import Path
from threading import Thread
from typing import get_args

import msgspec
import psycopg
import pytest

from benchmarks.store_calls import phone
from callscript.core.call.events import TaskMove
from callscript.core.records import TaskHistory
from callscript.relay.erasing import ERASED
from callscript.store.journal.erasure import without_caller
from tests.relay.office import Office, add_relay, work_about
from tests.relay.server import wait_until
from tests.relay.test_sending import NAME

PRIVACY = "cs_erasing"
GROUND = "прохання від 26.11.2026, № 412"
NOTE = "просить дзвонити зранку"
_ALL = ("event", "late", "call", "task", "live", "erasure")


@pytest.fixture
def centre(office: Office) -> Office:
    """A host, and who answers for privacy."""
    with office.connect() as connection:
        if not connection.execute("select 1 from pg_roles where rolname = %s", (PRIVACY,)).fetchone():
            connection.execute(f"create role {PRIVACY} login in role cs_privacy".encode())
    office.settings("privacy.toml", PRIVACY)
    return office


def erase(office: Office, call: str, ground: str = GROUND) -> tuple[int, str]:
    """Erase a call as who answers for privacy; return the status, and what is told."""
    settings = office.home / "privacy.toml"
    done = office.run("store", "erase", call, "--ground", ground, "--settings", settings)
    return done.returncode, done.stdout + done.stderr


def forget(office: Office, host: str) -> None:
    """Have a host be heard of two days ago for the last time."""
    for table in ("host", "cursor"):
        office.rows(f"update callscript.{table} set at = now() - interval '2 days' where host = '{host}' returning 1")


def second(office: Office, tmp_path: Path) -> Office:
    """Return another host of the centre."""
    with office.connect() as connection:
        add_relay(connection, "desk8")
    return Office(office.server, office.database, tmp_path / "other", "desk8")


def everything(office: Office, call: str) -> str:
    """Return all that PostgreSQL has, but of other calls."""
    of_call = dict.fromkeys(_ALL, f"call = '{call}'")
    of_call["event"] += f" or about = '{call}'"
    of_call["late"] += f" or callscript.about(line) = '{call}'"
    of_call["call"] = f"id = '{call}'"
    found = [office.rows(f"select * from callscript.{name} where {which}") for name, which in of_call.items()]
    return str(found)


def test_a_call_of_a_host_that_is_gone(centre: Office) -> None:
    """No word of the caller is left, in lines as the program itself would shorten them; all else is as it was."""
    call, kept = centre.lead("17", 1, appeal=True), centre.lead("18", 2)
    centre.send()
    work_about(centre, call, NOTE, task=works(centre)[0].opened.task)
    centre.send()
    assert NOTE in str(works(centre))
    with centre.connect() as connection:
        line = "select day, call, seq, epoch, host, 'x' || seq, line, 'some' from callscript.event"
        connection.execute(
            f"insert into callscript.late (day, call, seq, epoch, host, chain, line, why) {line}".encode()
        )
    before = everything(centre, kept)
    shorter = [without_caller(line.encode(), call).decode() for line in centre.events()]
    assert all(word in everything(centre, call) for word in (NAME, NOTE, phone(1)))
    forget(centre, centre.host)
    status, told = erase(centre, call)
    assert (status, told.partition(": erased, lines: ")[0]) == (0, call)
    assert not any(word in everything(centre, call) for word in (NAME, NOTE, phone(1)))
    assert centre.events() == sorted(shorter)
    assert everything(centre, kept) == before
    row = f"select phones, erased is not null, ground, closed from callscript.call where id = '{call}'"
    assert centre.rows(row) == [([], True, GROUND, True)]
    record = 'select call, "by", ground from callscript.erasure'
    assert centre.rows(record, PRIVACY) == [(call, PRIVACY, GROUND)]
    work = works(centre)
    assert any(each.moves for each in work)
    assert all(each.opened.erased and each.opened.ground == GROUND for each in work)
    again = centre.rows(f"select * from callscript.call where id = '{call}'")
    centre.administer("rebuild")
    assert centre.rows(f"select * from callscript.call where id = '{call}'") == again
    assert works(centre) == work
    assert erase(centre, call, "інша підстава") == (0, f"{call}: erased, lines: 0\n")
    assert centre.rows(record, PRIVACY) == [(call, PRIVACY, GROUND)]


def works(office: Office) -> list[TaskHistory]:
    """Return the work that calls have left, as it is kept."""
    found = office.rows("select record from callscript.task order by id")
    return [msgspec.json.decode(record, type=TaskHistory) for (record,) in found]


def test_what_is_taken_out_of_work_is_what_a_caller_gave(centre: Office) -> None:
    """PostgreSQL takes the same values out of what became of work as the program does."""
    [(source,)] = centre.rows("select prosrc from pg_proc where proname = 'work_without_caller'")
    named = re.search(r"unnest\(array\[(.*?)\]\) as given", source)
    assert named
    given = {name for move in get_args(TaskMove) for name in move.given}
    assert set(re.findall(r"'(\w+)'", named[1])) == given


def test_a_disk_that_is_back(centre: Office) -> None:
    """What the host ships then has no word of the caller, whether it was here or not; nor has a file read anew."""
    call = centre.lead("17", 1, appeal=True)
    file = centre.file_of(call)
    whole = file.read_bytes()
    lines = whole.splitlines(keepends=True)
    file.write_bytes(b"".join(lines[:-4]))
    centre.send()
    forget(centre, centre.host)
    assert erase(centre, call)[0] == 0
    assert centre.rows("select closed, erased is not null from callscript.call") == [(False, True)]
    file.write_bytes(whole)
    work_about(centre, call, NOTE)
    centre.send()
    assert len(centre.events()) == len(lines) + 1
    centre.rows("delete from callscript.cursor returning 1")
    centre.send()
    assert not any(word in everything(centre, call) for word in (NAME, NOTE, phone(1)))
    assert centre.rows("select closed, erased is not null, ground from callscript.call") == [(True, True, GROUND)]
    assert centre.rows(f"select 1 from callscript.event where type = '{ERASED}'") == []


def test_a_line_that_comes_in_that_very_moment(centre: Office) -> None:
    """A host that is back sends on while its call is erased: neither goes past the other, and no word is left."""
    call = centre.lead("17", 1, appeal=True)
    file = centre.file_of(call)
    whole = file.read_bytes()
    file.write_bytes(b"".join(whole.splitlines(keepends=True)[:2]))
    centre.send()
    forget(centre, centre.host)
    with centre.connect(PRIVACY) as connection:
        with connection.transaction():
            found = connection.execute(
                "select refused from callscript.erase(%s, %s, %s)", (f"{call[:8]}", call, GROUND)
            ).fetchall()
            assert found == [("",)]
            file.write_bytes(whole)
            sending = Thread(target=centre.send)
            sending.start()
            waits = "select 1 from pg_stat_activity where usename = 'cs_relay_desk7' and wait_event_type = 'Lock'"
            wait_until(lambda: centre.rows(waits) or not sending.is_alive(), "the relay, which comes to that call")
        sending.join()
    assert len(centre.events()) == len(whole.splitlines())
    assert not any(word in everything(centre, call) for word in (NAME, phone(1)))
    assert centre.rows("select closed, erased is not null, ground from callscript.call") == [(True, True, GROUND)]


def test_what_is_left_alone(centre: Office) -> None:
    """A host that was heard lately erases itself; a ground tells nothing of the caller; there has to be such a call."""
    call = centre.lead("17", 1)
    centre.send()
    before = everything(centre, call)
    heard = f"host {centre.host} was heard within a day: run callscript erase there"
    assert erase(centre, call) == (1, f"callscript: {call}: {heard}\n")
    forget(centre, centre.host)
    for ground in ("", "…", "412", phone(1)):
        assert erase(centre, call, ground)[0] == 2
    for ground in (f"просить {NAME.upper()}", f"дзвінок з {phone(1)}"):
        status, told = erase(centre, call, ground)
        assert (status, "the ground has words of the caller in it" in told) == (1, True)
    assert erase(centre, call, "")[0] == 2
    assert erase(centre, "none")[0] == 2
    assert erase(centre, "20261123-17-none") == (1, "callscript: 20261123-17-none: there is no such call\n")
    assert everything(centre, call) == before


def test_a_part_at_a_host_that_is_there(centre: Office, tmp_path: Path) -> None:
    """What another host has noted about the call's work is erased here; that it has to be erased there is told."""
    call, other = centre.lead("17", 1, appeal=True), second(centre, tmp_path)
    centre.send()
    other.folders.make()
    work_about(other, call, NOTE)
    other.send()
    forget(centre, centre.host)
    status, told = erase(centre, call)
    assert status == 1
    assert f"{call}: host desk8 has a part of it: run callscript erase there, too" in told
    assert NOTE not in everything(centre, call)


REFUSED = [
    "select line from callscript.event",
    "select line from callscript.late",
    "select name from callscript.call",
    "select record from callscript.task",
    "update callscript.event set line = ''",
    "update callscript.call set erased = now()",
    "delete from callscript.erasure",
    "update callscript.erasure set ground = ''",
    "insert into callscript.erasure (day, call, \"by\", ground) values ('2026-11-23', 'x', 'x', 'x')",
    "select callscript.without_caller('')",
    "select callscript.work_without_caller('', now(), '')",
    "select callscript.crc('')",
    "set role cs_owner",
]


@pytest.mark.parametrize(
    ("account", "statement"),
    [
        *((PRIVACY, each) for each in REFUSED),
        *(
            ("cs_relay_desk7", each)
            for each in (
                "select * from callscript.erase('2026-11-23', 'x', 'x')",
                "delete from callscript.erasure",
                "insert into callscript.erasure (day, call, \"by\", ground) values ('2026-11-23', 'x', 'x', 'x')",
            )
        ),
    ],
)
def test_what_is_refused(centre: Office, account: str, statement: str) -> None:
    """Who erases reads no line and changes none in another way; a relay erases nobody's but its own host's."""
    with pytest.raises(psycopg.errors.InsufficientPrivilege), centre.connect(account) as connection:
        connection.execute(statement.encode())
