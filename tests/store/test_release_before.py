"""The release before, started on a home of format 2: it damages nothing and takes calls; both are there afterwards."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from pathlib import Path

from callscript.core.call import commands as c
from callscript.core.call import events as e
from callscript.runtime.clock import FakeClock, SystemClock
from callscript.runtime.paths import Folders
from callscript.service.desk import Desk
from callscript.service.startup import Startup
from callscript.store.files import FileStore
from callscript.store.names import parse_call_id
from tests.plain.conversation import Conversation, lead, line_of
from tests.store.before import ReleaseBefore
from tests.store.test_format1 import OLENA, close, profile_file
from tests.terminal.calls import UA


def opened(home: Path, clock: FakeClock | SystemClock) -> Desk:
    return Startup(Folders.resolve(home), clock, OLENA).open_desk(OLENA)


def files(folder: Path) -> dict[str, bytes]:
    """Return what is in the files of a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


async def test_a_roll_back_damages_nothing(tmp_path: Path) -> None:
    """An open call of format 2 waits, untouched, while a whole call is taken with the release before, and is offered
    again here; that the other release's call stands beside it in the same file harms neither.
    """
    before, home = ReleaseBefore(tmp_path / "before"), tmp_path / "home"
    clock = FakeClock(datetime.now(UTC))  # of today, as the call of the other release: they share a file
    desk = opened(home, clock)
    closed = await desk.start_call("+380441234567")
    await closed.do(c.Advance())
    await close(closed, clock)
    await desk.finish(closed)
    clock.advance(1)
    left = await desk.start_call()
    await left.do(c.Advance())
    desk.leave()
    profile_file(home, OLENA)
    journal, markers = files(home / "journal"), files(home / "open")
    (file, written), (marker, _) = *journal.items(), *markers.items()
    ids = [session.log[0].call for session in (closed, left) if isinstance(session.log[0], e.CallStarted)]
    assert marker == f"{ids[1]}.open"

    environment = before.environment({"PATH": os.environ["PATH"]})
    lines = ["", *map(line_of, UA.moves), "", ""]
    command = (sys.executable, "-m", "callscript", "run", "--plain", "--home", str(home))
    with Conversation(command, tmp_path, env=environment) as talk:
        lead(talk, lines)
        assert talk.hang_up() == 0
    assert "still open" not in talk.text
    assert files(home / "open") == markers
    assert files(home / "journal")[file].startswith(written)
    assert list(files(home / "journal")) == [file]
    for command in ("doctor", "calls", "rebuild"):
        before.run(command, "--home", home)
    assert files(home / "open") == markers
    assert files(home / "journal")[file].startswith(written)
    assert not list(home.rglob("*.damaged-*"))

    store = FileStore(Folders.resolve(home))
    ref = parse_call_id(ids[0])
    assert ref
    found = store.journal.read_day(ref.day)
    assert (found.problems, found.newer) == ([], [])
    assert [found.calls[call] for call in ids] == [closed.log, left.log]
    (theirs,) = (events for call, events in found.calls.items() if call not in ids)
    assert isinstance(theirs[-1], e.Closed)
    assert b'"v":2' not in files(home / "journal")[file].removeprefix(written)

    desk = opened(home, clock)
    offered = await desk.left_open()
    assert offered
    assert offered.log == left.log
    assert desk.notices.take() == []
    session = await desk.resume(offered)
    await close(session, clock)
    await desk.finish(session)
    desk.leave()
    assert files(home / "open") == {}
    assert store.journal.read_day(ref.day).problems == []


async def test_a_roll_back_leaves_an_open_call_of_each_format(tmp_path: Path) -> None:
    """The release before leaves a call open too: both are offered here, the older one first, then the other."""
    before, home = ReleaseBefore(tmp_path / "before"), tmp_path / "home"
    clock = FakeClock(datetime.now(UTC))
    desk = opened(home, clock)
    ours = await desk.start_call()
    desk.leave()
    profile_file(home, OLENA)
    environment = before.environment({"PATH": os.environ["PATH"]})
    command = (sys.executable, "-m", "callscript", "run", "--plain", "--home", str(home))
    with Conversation(command, tmp_path, env=environment) as talk:
        lead(talk, ["", ""])
        assert talk.hang_up() == 0
    names = sorted(path.name for path in (home / "open").iterdir())
    assert names[0] == "17.json"
    assert len(names) == 2

    desk = opened(home, SystemClock())
    offered: list[list[e.Event]] = []
    for _ in range(2):
        open_call = await desk.left_open()
        assert open_call
        offered.append(list(open_call.log))
        session = await desk.resume(open_call)
        await close(session, clock)
        await desk.finish(session)
    assert ours.log in offered
    assert all(isinstance(log[0], e.CallStarted) for log in offered)
    assert await desk.left_open() is None
    assert desk.notices.take() == []
    assert list((home / "open").iterdir()) == []
    desk.leave()
