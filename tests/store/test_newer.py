"""Calls that a newer release has recorded: they wait for it, in words, and keep nobody from taking calls here."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zlib import crc32

import pytest

from callscript import cli
from callscript.core.call import commands as c
from callscript.core.call import events as e
from callscript.runtime import i18n
from callscript.runtime.clock import FakeClock
from callscript.runtime.paths import Folders
from callscript.service.desk import Desk
from callscript.service.startup import Startup
from callscript.store.journal import format2
from callscript.store.names import began, new_call_id
from tests.store.samples import stamping
from tests.store.test_format1 import OLENA, close

MONDAY = datetime(2026, 11, 23, 8, 42, tzinfo=UTC)
"""10:42 by the clock of the centre."""


def opened(home: Path, clock: FakeClock) -> Desk:
    return Startup(Folders.resolve(home), clock, OLENA).open_desk(OLENA)


def journal_of(home: Path) -> Path:
    (file,) = (home / "journal").rglob("*.jsonl")
    return file


async def left_to_a_newer_release(home: Path, clock: FakeClock) -> str:
    """Leave a call open whose last event only a newer release knows."""
    desk = opened(home, clock)
    session = await desk.start_call()
    await session.do(c.Advance())
    desk.leave()
    file, call = journal_of(home), session.call.start
    assert call
    content = file.read_bytes()
    event = {"type": "beamed_up", "where": "roof"}
    line = format2.encode_plain(
        call.call, len(session.log) + 1, MONDAY, event, (), stamping(MONDAY), format2.chain_of(content)
    )
    file.write_bytes(content + line)
    return call.call


def left_in_a_newer_format(home: Path) -> str:
    """Leave a call open that was recorded in a format of which only call, number and checksum are known here."""
    call = new_call_id("17", MONDAY + timedelta(hours=2))
    body = f'{{"v":3,"call":"{call}","seq":1,"all":"else is different"'.encode()
    file = home / "journal" / "2026" / "2026-11-23" / "17.jsonl"
    file.parent.mkdir(parents=True)
    file.write_bytes(b'%b,"crc":"%08x"}\n' % (body, crc32(body)))
    (home / "open").mkdir()
    (home / "open" / f"{call}.open").touch()
    return call


@pytest.mark.parametrize("what", ["event", "format"])
async def test_it_waits_for_the_newer_release(tmp_path: Path, what: str, capsys: pytest.CaptureFixture[str]) -> None:
    """It is not taken up, however often that is tried: its marker stays, its lines stay, and new calls are taken."""
    i18n.use("en")
    home, clock = tmp_path / "home", FakeClock(MONDAY)
    call = await left_to_a_newer_release(home, clock) if what == "event" else left_in_a_newer_format(home)
    before = journal_of(home).read_bytes()
    for _ in range(5):
        desk = opened(home, clock)
        assert await desk.left_open() is None
        assert desk.notices.take() == [
            "The call of 10:42 was recorded by a newer release of callscript and can be taken up only there: " + call
        ]
        desk.leave()
    assert [path.name for path in (home / "open").iterdir()] == [f"{call}.open"]

    desk = opened(home, clock)
    session = await desk.start_call()
    desk.leave()
    desk = opened(home, clock)
    left = await desk.left_open()
    assert left
    assert left.log == session.log
    session = await desk.resume(left)
    await close(session, clock)
    await desk.finish(session)
    assert await desk.left_open() is None
    desk.leave()
    assert [path.name for path in (home / "open").iterdir()] == [f"{call}.open"]
    assert journal_of(home).read_bytes().startswith(before)

    cli.main(["doctor", "--home", str(home)])
    assert f"call {call} can be taken up only there" in capsys.readouterr().out
    status = cli.main(["show", call, "--home", str(home)])
    shown = capsys.readouterr()
    if what == "event":
        assert (status, "recorded by a newer release: beamed_up" in shown.out) == (0, True)
        assert f"call {call} was recorded by a newer release of callscript and can be taken up only there" in shown.err
    else:
        assert status == 1
        assert "was recorded by a newer release of callscript and can be shown only there" in shown.err
    status = cli.main(["calls", "--day", "2026-11-23", "--home", str(home)])
    listed = capsys.readouterr()
    assert call in listed.out if what == "event" else call in listed.err
    assert call in listed.err
    assert status == (0 if what == "event" else 1)
    cli.main(["rebuild", "--home", str(home)])
    told = capsys.readouterr()
    assert "calls: 2" in told.out if what == "event" else call in told.err


async def test_an_older_call_that_waits_hides_no_newer_one(tmp_path: Path) -> None:
    """The next open call is offered in its place."""
    home, clock = tmp_path / "home", FakeClock(MONDAY)
    await left_to_a_newer_release(home, clock)
    clock.advance(60)
    desk = opened(home, clock)
    session = await desk.start_call()
    desk.leave()
    assert len(list((home / "open").iterdir())) == 2
    desk = opened(home, clock)
    left = await desk.left_open()
    assert left
    assert left.log == session.log
    assert len(desk.notices.take()) == 1
    desk.leave()


async def test_events_of_a_newer_release_change_nothing_in_what_is_known(tmp_path: Path) -> None:
    """What this release knows of such a call it tells as if the unknown event were not there."""
    home, clock = tmp_path / "home", FakeClock(MONDAY)
    call = await left_to_a_newer_release(home, clock)
    script, log = await opened(home, clock).lookups.filed(call)
    assert isinstance(log[-1], e.Unknown)
    assert log[-1].name == "beamed_up"
    assert script.pack.id == "ua-court"


def test_when_a_call_began_is_in_its_id() -> None:
    """So it can be said of a call of which nothing else can be read."""
    moment = MONDAY.replace(hour=23, minute=59, second=58, microsecond=0)
    assert began(new_call_id("17", moment)) == moment.time()
    assert began("20261123-17-abc") is None
    assert began("20261123-17-zzzzzzz") is None
