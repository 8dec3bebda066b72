"""A watcher delivers for all operators of a home, also what a session that was killed has left owed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from signal import SIGKILL, SIGTERM

import pytest

from callscript.core.call import commands as c
from callscript.core.call import events as e
from callscript.packs.versions import Versions
from callscript.runtime.paths import Folders
from callscript.service.delivery.office import way_of
from callscript.service.delivery.watch import Watch
from callscript.store.files import FileStore
from callscript.store.logs import DayLog
from callscript.store.names import LogRef, day_folder
from tests.mail.server import listening, settings, wait_until
from tests.mail.test_maildir import read
from tests.plain.conversation import line_of, start
from tests.service.conftest import Table, close, id_of
from tests.service.test_delivery import register
from tests.terminal.calls import PROGRAM, UA_APPEAL, Place


class Watched:
    """A home with a watcher that looks when it is told to."""

    def __init__(self, table: Table) -> None:
        self.said: list[str] = []
        self.store = FileStore(table.folders)
        versions = Versions(table.folders)
        self.watch = Watch(self.store, versions, lambda: way_of(table.folders), table.clock, self.said.append)


async def test_what_a_dead_session_owes_is_put_in_and_delivered(table: Table) -> None:
    """The journal has the event, the outbox has nothing: the watcher finds that, delivers it, and says so."""
    session = await register(table)
    with no_outbox(table.folders):
        await session.do(c.LoseLine())
    assert table.store.outbox.open() == []
    watched = Watched(table)
    watched.watch.once()
    (found,) = read(table.folders.data)
    assert found["Message-ID"] == f"<{id_of(session)}.{number(session.log)}.appeal@callscript>"
    assert any(line.startswith("put in for a session") for line in watched.said)
    assert any(line.startswith("delivered: ") for line in watched.said)
    before = list(watched.said)
    watched.watch.once()
    assert watched.said == before


async def test_what_is_not_owed_any_more_is_not_put_in(table: Table) -> None:
    """A call whose notice its own log knows to be delivered is not told of again, though the outbox is gone."""
    session = await register(table)
    await session.do(c.LoseLine())
    table.desk.post.deliver()
    await session.tick()
    assert isinstance(session.log[-1], e.NoticeDelivered)
    for file in table.folders.outbox.rglob("*.json"):
        file.unlink()
    watched = Watched(table)
    watched.watch.once()
    assert len(read(table.folders.data)) == 1
    assert watched.said == []


async def test_a_closed_call_is_filed_as_it_stands_then(table: Table) -> None:
    """A notice that is delivered after the call was closed and filed makes the list say that nothing is owed."""
    session = await register(table)
    await session.do(c.LoseLine())
    await close(table.desk, session)
    await table.desk.finish(session)
    assert [call.owed for call in table.filed()] == [1]
    table.clock.advance(30)
    Watched(table).watch.once()
    assert [call.owed for call in table.filed()] == [0]
    (sent,) = table.store.outbox.sent(id_of(session))
    assert sent.delivered == table.clock.now()


async def test_a_journal_that_goes_on_is_read_now_and_then(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file is read when it is new, and again when it has changed and twenty seconds have passed; not otherwise."""
    session = await register(table)
    watched, reads = Watched(table), list[LogRef]()
    real = watched.store.journal.read_log

    def read_log(ref: LogRef) -> DayLog:
        reads.append(ref)
        return real(ref)

    monkeypatch.setattr(watched.store.journal, "read_log", read_log)
    for _ in range(3):
        watched.watch.once()
    assert len(reads) == 1
    await session.do(c.Fill("kind", "complaint"))
    watched.watch.once()
    assert len(reads) == 1
    table.clock.advance(20)
    watched.watch.once()
    assert len(reads) == 2
    table.clock.advance(3600)
    watched.watch.once()
    assert len(reads) == 2


async def test_a_journal_that_cannot_be_read_is_told_once(table: Table) -> None:
    """What stands in the way is told, and does not keep the outbox from being delivered."""
    session = await register(table)
    await session.do(c.LoseLine())
    day = day_folder(table.folders.journal, table.clock.now().date())
    aside = day.rename(day.with_name("aside"))
    day.write_bytes(b"")
    watched = Watched(table)
    watched.watch.once()
    watched.watch.once()
    failed = [line for line in watched.said if "Not a directory" in line]
    assert failed
    assert len(failed) == len(set(failed))
    assert len(read(table.folders.data)) == 1
    day.unlink()
    aside.rename(day)


# Real programs


@contextmanager
def watching(home: Path) -> Generator[subprocess.Popen[str]]:
    """Have a watcher run over a home."""
    command = (*PROGRAM, "outbox", "--watch", "--home", str(home))
    own = {"HOME": str(home.parent), "PATH": os.environ["PATH"], "LANG": "C.UTF-8"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=own) as running:
        assert running.stdout
        assert "watching over" in running.stdout.readline()
        try:
            yield running
        finally:
            running.kill()


def test_the_minute_is_held_though_the_session_is_killed(tmp_path: Path) -> None:
    """A session that is killed between the end of the call and the outbox: the notice is there within 60 seconds."""
    place = Place(tmp_path, UA_APPEAL)
    place.home.mkdir(mode=0o700)
    with listening() as server:
        settings(place.home, server.port)
        with watching(place.home), start(place, program=(sys.executable, "-c", DIES)) as talk:
            talk.prompted()
            talk.say("")
            for move in place.route.moves[:-2]:
                talk.say(line_of(move))
            ended = datetime.now(UTC)
            talk.send(f"{line_of(place.route.moves[-2])}\n".encode())
            assert talk.process.wait() == -SIGKILL
            assert isinstance(place.log()[-1], e.Ended)
            wait_until(lambda: server.taken, 60)
            assert (datetime.now(UTC) - ended).total_seconds() < 60
            told = place.tell("show", place.log()[0].call)  # type: ignore[union-attr]
    (verdict,) = [each for each in told["verdicts_now"] if each["clause"] == "UA-10"]
    assert verdict["verdict"] == "met"
    assert server.ids == [f"<{told['id']}.{number(place.log())}.appeal@callscript>"]


def test_a_signal_ends_the_watcher(tmp_path: Path) -> None:
    """SIGTERM ends it at once, with the status that says so, whatever the mail server does."""
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    with watching(home) as running:
        before = time.monotonic()
        running.send_signal(SIGTERM)
        assert running.wait() == 128 + SIGTERM
        assert time.monotonic() - before < 5


def test_settings_that_cannot_be_used_are_told_at_once(tmp_path: Path) -> None:
    """A watcher does not start on them, and names the line."""
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    (home / "centre.toml").write_text("[mail]\nhots = 3\n")
    (home / "centre.toml").chmod(0o600)
    command = (*PROGRAM, "outbox", "--watch", "--home", str(home))
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert "centre.toml, line 2: unknown key 'hots'; the nearest known one is 'host'" in done.stderr


def test_the_list_of_what_waits(tmp_path: Path) -> None:
    """`outbox` names what waits and why, for people and for programs; `--retry` delivers it."""
    place = Place(tmp_path, UA_APPEAL)
    place.home.mkdir(mode=0o700)
    settings(place.home, 1)
    with start(place) as talk:
        talk.prompted()
        talk.say("")
        for move in place.route.moves:
            talk.say(line_of(move))
        wait_until(lambda: json.loads(place.run("outbox", "--json"))[0]["tries"] > 0)
        talk.hang_up()
    listed = place.run("outbox")
    assert "waiting" in listed
    assert "Connection refused" in listed
    (record,) = place.tell("outbox")
    assert (record["state"], record["notice"], record["to"]) == ("waiting", "appeal", "management")
    assert "Шевченко" not in listed
    with listening() as server:
        settings(place.home, server.port)
        assert "delivered: " in place.run("outbox", "--retry")
    assert len(server.taken) == 1
    assert place.tell("outbox") == []


DIES = f"""
import os, runpy, sys
from callscript.store.outbox import files
files.FileOutbox.put = lambda *_: os.kill(os.getpid(), {int(signal.SIGKILL)})
runpy.run_module("callscript", run_name="__main__", alter_sys=True)
"""
"""The program, which is killed the moment that it would put a letter into the outbox."""


@contextmanager
def no_outbox(folders: Folders) -> Generator[None]:
    """Let nothing be put into the outbox: a file stands in the place of its folder."""
    folders.outbox.rmdir()
    folders.outbox.write_bytes(b"")
    yield
    folders.outbox.unlink()
    folders.outbox.mkdir(mode=0o700)


def number(log: list[e.Event]) -> int:
    """Return the number of the event that registered the appeal."""
    return next(event.seq for event in log if isinstance(event, e.Registered))
