"""Scripts travel: a call goes on, at the very step, at a host that has never seen its script."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from benchmarks.store_calls import PACK, lead, phone
from callscript import packs
from callscript.core.call import events as e
from callscript.core.call.events import CallStarted, Event
from callscript.core.call.fold import fold, fold_all
from callscript.core.script.model import Script
from callscript.packs.files import places
from callscript.relay import migrations, shipping
from callscript.relay.scripts import LARGEST
from callscript.runtime.clock import SystemClock
from callscript.service.board import open_board
from tests.relay.hosts import OTHER, sat_down, two_hosts
from tests.relay.office import Office, add_relay, work_about
from tests.relay.server import ServerMaker, wait_until
from tests.relay.test_going_on import Going, record, recorded, sent_on, sit
from tests.service.conftest import id_of

_THERE = "select hash, host from callscript.pack order by hash"


class Own:
    """A script of a centre's own."""

    def __init__(self, folder: Path, note: str = "of this centre") -> None:
        self.folder = folder
        folder.mkdir()
        for name, path in places(packs.locate(PACK)).items():
            (folder / name).write_bytes(path.read_bytes())
        with (folder / "uk.toml").open("a", encoding="utf-8") as file:
            file.write(f"\n# {note}\n")
        self.script: Script = packs.read(folder)
        self.hash = self.script.hash

    def keep(self, office: Office) -> None:
        """Have a host keep it, as it does before a call begins."""
        office.folders.make()
        packs.keep(self.folder, office.folders.packs, self.script)

    def led(self, operator: str = "17", *, events: int | None = None, days: int = 0) -> tuple[str, list[Event]]:
        """Return a call that was led by it some days ago, or its beginning."""
        led = lead(operator, datetime.now(UTC) - timedelta(days=days, minutes=10), phone(1), appeal=True)
        return led.id, self.of(led.log[:events])

    def of(self, log: list[Event]) -> list[Event]:
        """Have a call be led by it."""
        first = log[0]
        assert isinstance(first, CallStarted)
        return [replace(first, pack_hash=self.hash), *log[1:]]


@pytest.fixture
def own(tmp_path: Path) -> Own:
    """A script that comes with no release."""
    return Own(tmp_path / "own")


def left_open(office: Office, own: Own) -> str:
    """Leave a call open that was begun with a script of a host's own; it is sent on."""
    call, log = own.led(events=4)
    own.keep(office)
    record(office, call, log)
    wait_until(lambda: sent_on(office, call) == recorded(office, call), "the lines")
    sat_down(office).leave()
    return call


def test_it_is_sent_on_once(office: Office, own: Own, tmp_path: Path) -> None:
    """What a host keeps is sent on as it is hashed, also what it keeps while the relay is at work; another host that
    keeps the same sends nothing."""
    own.keep(office)
    second = Office(office.server, office.database, tmp_path / "second", OTHER)
    other = Own(tmp_path / "another", "of another one")
    with office.connect() as connection:
        add_relay(connection, OTHER)
    with office.relay():
        wait_until(lambda: office.rows(_THERE) == [(own.hash, "desk7")], "the script")
        other.keep(office)
        both = [(each, "desk7") for each in sorted((own.hash, other.hash))]
        wait_until(lambda: office.rows(_THERE) == both, "the other one")
    other.keep(second)
    second.send()
    assert office.rows(_THERE) == both
    assert "pack: 2" in office.administer("status")


async def test_at_every_step(hosts: tuple[Office, Office], own: Own) -> None:
    """Wherever a call was left, it stands there at a host that had never seen its script, fold for fold; what is kept
    of the script there is what the other host kept, for those alone whom the home is for."""
    first, second = hosts
    own.keep(first)
    left: dict[str, list[Event]] = {}
    for number in range(1, len(lead("17", datetime.now(UTC), phone(1), appeal=True).batches)):
        led = lead("17", datetime.now(UTC) - timedelta(minutes=10), phone(1), appeal=True)
        left[led.id] = own.of([event for batch in led.batches[:number] for event in batch])
        record(first, led.id, left[led.id])
    assert len(left) > 20
    wait_until(lambda: first.events() == first.journals(), "all lines")
    wait_until(lambda: first.rows(_THERE) == [(own.hash, "desk7")], "the script")
    before = {call: recorded(first, call) for call in left}
    sat_down(first).leave()
    face = await sit(second, Going())
    assert face.notices == []
    assert {id_of(session) for session in face.led} == set(left)
    for session in face.led:
        log = left[id_of(session)]
        assert session.script.hash == own.hash
        assert session.log[: len(log)] == log
        resumed = session.log[len(log)]
        assert isinstance(resumed, e.Resumed)
        assert fold_all(own.script, session.log[: len(log) + 1]) == fold(own.script, fold_all(own.script, log), resumed)
        assert session.call.closed
        assert recorded(second, id_of(session))[: len(log)] == before[id_of(session)]
    closed = "select count(*) from callscript.call where filed and closed"
    wait_until(lambda: second.rows(closed) == [(len(left),)], "the ends, worked out")
    kept = second.folders.packs / own.hash
    assert {each.name: each.read_bytes() for each in kept.iterdir()} == {
        each.name: each.read_bytes() for each in own.folder.iterdir()
    }
    assert kept.stat().st_mode & 0o7777 == 0o700
    assert {each.stat().st_mode & 0o7777 for each in kept.iterdir()} == {0o600}
    assert own.hash in dict(first.rows(_THERE))


TAMPERED: list[tuple[Callable[[bytes], bytes], str]] = [
    (lambda piece: piece.replace(b"of this centre", b"of another one"), "it is not what its hash says"),
    (lambda _: b"", "it is not what its hash says"),
    (lambda _: b"x" * (LARGEST + 1), f"its files have more than {LARGEST} bytes"),
]


@pytest.mark.parametrize(("tampers", "reason"), TAMPERED)
async def test_what_somebody_has_changed_is_refused(
    tampers: Callable[[bytes], bytes], reason: str, hosts: tuple[Office, Office], own: Own
) -> None:
    """A script that is not what its hash says is not kept, whoever owns the tables; that is told by its name, and the
    call stays where it was."""
    first, second = hosts
    call = left_open(first, own)
    wait_until(lambda: first.rows(_THERE), "the script")
    with first.connect() as connection:
        for constraint in ("as_hashed", "not_too_large"):
            connection.execute(f"alter table callscript.pack drop constraint {constraint}".encode())
        [(piece,)] = connection.execute("select content from callscript.pack").fetchall()
        connection.execute("update callscript.pack set content = %s", (tampers(piece),))
    face = await sit(second, Going())
    assert face.led == []
    [told] = face.notices
    assert call in told
    assert f"the script that led it, {own.hash[:12]}, is another one in PostgreSQL" in told
    assert not list(second.folders.packs.glob(f"*{own.hash}*"))
    assert first.rows("select * from callscript.led") == []
    assert f"the script {own.hash} in PostgreSQL is not used: {reason}" in second.relays[-1].end()
    face = await sit(first, Going())
    assert face.asked == [call]
    assert face.led[0].script.hash == own.hash


async def test_a_script_that_is_nowhere(hosts: tuple[Office, Office], own: Own) -> None:
    """Of a call whose script was not sent on that is told, and the call stays where it was; once it was, the call goes
    on at the other host."""
    first, second = hosts
    call, log = own.led(events=4)
    record(first, call, log)
    wait_until(lambda: first.events() == first.journals(), "the lines")
    sat_down(first).leave()
    face = await sit(second, Going())
    assert face.led == []
    [told] = face.notices
    assert str(second.folders.packs / own.hash) in told
    assert first.rows("select * from callscript.led") == []
    own.keep(first)
    wait_until(lambda: (own.hash, "desk7") in first.rows(_THERE), "the script")  # that of the other host is there too
    face = await sit(second, Going())
    assert [id_of(session) for session in face.led] == [call]


async def test_a_server_that_cannot_be_reached(maker: ServerMaker, own: Own, tmp_path: Path) -> None:
    """The call is left where it was, and that is told; when the server is back, it goes on."""
    server = maker().make().start()
    first = Office(server, server.database("centre"), tmp_path / "home")
    first.initialise()
    with two_hosts(first, tmp_path / "other") as (_, second):
        call = left_open(first, own)

        class Cut(Going):
            async def choose(self, title: str, question: str, answers: tuple[str, ...]) -> int:
                server.stop()
                return await super().choose(title, question, answers)

        face = await sit(second, Cut())
        assert face.led == []
        assert any("relay" in told for told in face.notices), face.notices
        assert not (second.folders.packs / own.hash).exists()
        server.start()
        wait_until(lambda: second.rows("select 1"), "the server")
        assert first.rows("select * from callscript.led") == []
        assert (await sit(first, Going())).asked == [call]
    server.stop()


def test_a_script_that_cannot_be_sent_on_holds_up_no_line(office: Office, own: Own, tmp_path: Path) -> None:
    """What is damaged, too large or refused is told of, once, and lines and other scripts are sent on."""
    large = Own(tmp_path / "large", "x" * LARGEST)
    sound = Own(tmp_path / "sound", "sound")
    for each in (own, large, sound):
        each.keep(office)
    (office.folders.packs / own.hash / "uk.toml").write_text("", encoding="utf-8")
    office.lead()
    told = office.send()
    for each, reason in ((own, "it is not what its hash says"), (large, f"its files have more than {LARGEST} bytes")):
        path = office.folders.packs / each.hash
        assert told.count(f"{path}: this script cannot be sent on to other hosts: {reason}") == 1
    assert office.rows(_THERE) == [(sound.hash, "desk7")]
    assert office.events() == office.journals()
    office.rows("delete from callscript.pack returning 1")
    with office.connect() as connection:
        connection.execute("revoke insert on callscript.pack from cs_relay")
    office.lead("18", 2)
    assert "permission denied for table pack" in office.send()
    assert office.events() == office.journals()


async def test_tables_of_the_release_before_have_no_scripts(office: Office, own: Own, tmp_path: Path) -> None:
    """There lines are sent on as ever, and a call whose script is not at the other host is left where it was."""
    with office.connect() as connection:
        connection.execute("drop table callscript.pack, callscript.task, callscript.erasure, callscript.place")
        connection.execute("alter table callscript.call drop column holds, drop column holds_over")
        connection.execute("delete from callscript.version where number > 10")
    with two_hosts(office, tmp_path / "other") as (first, second):
        call = left_open(first, own)
        face = await sit(second, Going())
        assert face.led == []
        assert str(second.folders.packs / own.hash) in face.notices[0]
        assert (await sit(first, Going())).asked == [call]
        assert not any(line.startswith("pack") for line in first.administer("status"))
    assert office.administer("migrate")[0] == "schema 0011: packs"
    office.send()
    assert (own.hash, "desk7") in office.rows(_THERE)


def test_a_relay_of_the_release_before(office: Office, own: Own, monkeypatch: pytest.MonkeyPatch) -> None:
    """It works on these tables as it did, and knows nothing of scripts."""
    known = [each for each in migrations.shipped() if each.number <= 10]
    monkeypatch.setattr(migrations, "shipped", lambda: known)
    monkeypatch.setattr(shipping, "SCRIPTS", 99)
    own.keep(office)
    call, log = own.led()
    record(office, call, log)
    assert office.send().startswith("lines sent on: ")
    assert office.events() == office.journals()
    assert office.rows("select filed, closed from callscript.call") == [(True, True)]
    assert office.rows(_THERE) == []


def test_a_call_of_another_host_is_shown_on_the_board(hosts: tuple[Office, Office], own: Own) -> None:
    """A supervisor opens a call whose script the host of the board had never seen."""
    first, second = hosts
    own.keep(first)
    call, log = own.led(events=6)
    record(first, call, log)
    wait_until(lambda: first.rows(_THERE) and first.events() == first.journals(), "the call")
    board = open_board(second.folders, SystemClock(), "5")
    wait_until(lambda: [each.row.call for each in board.look().standings] == [call], "the call on the board")
    [each] = board.look().standings
    assert board.open(each.row).script.hash == own.hash


def test_calls_are_made_again_anywhere(office: Office, own: Own, tmp_path: Path) -> None:
    """Calls of all hosts are worked out where none of their scripts is, and so is one that another host notes something
    about; the home there is left as it is."""
    own.keep(office)
    call, log = own.led(days=1)
    record(office, call, log)
    office.send()
    before = office.rows("select * from callscript.call")
    assert office.rows("select filed from callscript.call") == [(True,)]
    office.rows("update callscript.call set filed = false, name = 'x' returning 1")
    second = Office(office.server, office.database, tmp_path / "second", OTHER)
    assert second.ok("store", "rebuild", "--settings", second.admin) == "calls: 1\n"
    assert office.rows("select * from callscript.call") == before
    work_about(second, call)
    second.send()
    assert office.rows("select filed from callscript.call") == [(True,)]
    assert not list(second.home.glob("packs/*"))
    office.rows("delete from callscript.pack returning 1")
    told = second.run("store", "rebuild", "--settings", second.admin)
    assert "calls whose script is not here, left as they stood: 1" in told.stderr


def test_a_server_that_has_less_than_the_one_before(office: Office, own: Own) -> None:
    """Whatever a host has sent on once: each server is asked what it has, and is sent what it lacks."""
    own.keep(office)
    office.send()
    office.rows("delete from callscript.pack returning 1")
    assert office.send() == ""
    assert office.rows(_THERE) == [(own.hash, "desk7")]


async def test_a_script_that_is_damaged_here(hosts: tuple[Office, Office], own: Own) -> None:
    """It is brought anew, and what was damaged is kept beside."""
    first, second = hosts
    call = left_open(first, own)
    wait_until(lambda: first.rows(_THERE), "the script")
    own.keep(second)
    damaged = second.folders.packs / own.hash / "uk.toml"
    damaged.write_text("", encoding="utf-8")
    face = await sit(second, Going())
    assert [id_of(session) for session in face.led] == [call]
    [aside] = second.folders.packs.glob("*.damaged-*")
    assert (aside / "uk.toml").read_bytes() == b""
    assert f"the script {own.hash}; what was kept of it was damaged, and is in {aside}" in second.relays[-1].end()
