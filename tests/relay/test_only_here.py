"""What a session has recorded and PostgreSQL does not have: who waits for it, what is said, and when that ends."""

from __future__ import annotations

import threading
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import pytest

from benchmarks.relay_writer import Writer
from callscript.runtime.centre import read_centre
from callscript.runtime.clock import SystemClock
from callscript.service.startup import Startup
from callscript.store.files import FileStore
from callscript.store.relayed.relayed import Relayed
from tests.plain.conversation import NEW_CALL, Conversation
from tests.relay.asking import at_work, centre, connected
from tests.relay.office import Office
from tests.relay.server import Postgres, ServerMaker, wait_until
from tests.service.conftest import PROFILE
from tests.store.samples import log
from tests.terminal.calls import HOME, PROGRAM
from tests.terminal.terminal import Terminal

SOON, BACK = 1.0, 5.0
"""Seconds within which it is said that something is on this host only, and that it is not any more."""
SLOWER = 4.0
"""By how much longer that may take where the machine of the tests has other work: what is measured stands in the
benchmarks."""
CALL = "20261123-17-abc00"
BANNER = "ON THIS HOST ONLY: "


@pytest.fixture
def server(maker: ServerMaker) -> Postgres:
    """A server of the test's own: it is stopped and killed."""
    return maker().make().start()


class Recorder:
    """A session that records the events of a call, one after another."""

    def __init__(self, office: Office) -> None:
        self.link = Relayed(office.folders, read_centre(office.folders.centre).store)
        office.folders.make()
        self._journal = FileStore(office.folders, None, self.link.recorded).journal
        self._events = iter(log(CALL, 40))
        self._office = office

    def record(self) -> float:
        """Record an event; return the seconds that it took."""
        event = next(self._events)
        begun = time.monotonic()
        self._journal.append(CALL, [event])
        return time.monotonic() - begun

    def all_sent_on(self) -> bool:
        """Tell whether PostgreSQL has all that was recorded."""
        return self._office.events() == self._office.journals()

    def close(self) -> None:
        """Let go of the journal, and of the relay."""
        self._journal.close()
        self.link.leave()


@contextmanager
def recorder(office: Office, durability: str) -> Generator[Recorder]:
    """Yield a session of a home whose saves wait, or do not."""
    centre(office, durability=durability)
    with at_work(office):
        found = Recorder(office)
        yield found
        found.close()


def test_a_save_that_waits_is_in_postgresql(office: Office) -> None:
    """With `durability = "centre"` an event is there as soon as the save has returned; nothing is on this host only."""
    with recorder(office, "centre") as session:
        session.record()
        for _ in range(10):
            session.record()
            if not session.link.only_here:
                assert session.all_sent_on()
        wait_until(lambda: not session.link.only_here, "all sent on")


def test_a_save_of_today_that_waits(office: Office) -> None:
    """It is sent on before anything else is looked at; how the operator stands by it is told soon."""
    centre(office, durability="centre")
    with at_work(office):
        office.folders.make()
        link = Relayed(office.folders, read_centre(office.folders.centre).store)
        operator = Writer(office.home, "17", link.recorded)
        for _ in range(6):
            operator.append()
            if not link.only_here:
                assert office.events() == office.journals()
        wait_until(lambda: not link.only_here, "all sent on")
        [latest] = office.rows("select max((line::json ->> 'at')::timestamptz) from callscript.event")
        wait_until(lambda: office.rows("select latest from callscript.live") == [latest], "how the operator stands")
        operator.store.journal.close()
        link.leave()


def test_a_server_that_hangs_is_waited_for_once(office: Office) -> None:
    """A save waits for a moment, then it goes on, and those after it do not wait; what is on this host only is counted.
    When the server is back all is sent on, that is known, and saves wait again."""
    with recorder(office, "centre") as session:
        session.record()
        with office.server.hanging():
            first = session.record()
            assert session.link.only_here == 1
            assert 0.1 < first < 0.26 + SLOWER
            assert min(session.record() for _ in range(5)) < 0.1
            assert session.link.only_here == 6
        wait_until(lambda: not session.link.only_here, "all sent on", BACK + SLOWER)
        assert session.all_sent_on()
        session.record()
        assert session.link.only_here or session.all_sent_on()


@pytest.mark.parametrize("durability", ["host", "centre"])
def test_a_server_that_is_killed(durability: str, office: Office) -> None:
    """What is recorded meanwhile is on this host only, within a second; when the server is back it is not, within five.
    With `durability = "host"` no save waits."""
    with recorder(office, durability) as session:
        session.record()
        wait_until(session.all_sent_on, "the first event")
        office.server.kill()
        took = [session.record() for _ in range(5)]
        wait_until(lambda: session.link.only_here == 5, "the number", SOON + SLOWER)
        assert sorted(took)[2] < 0.1
        time.sleep(3)  # till then the relay tries again at longer and longer pauses
        office.server.start()
        wait_until(lambda: not session.link.only_here, "all sent on", BACK + SLOWER)
        assert session.all_sent_on()


def test_a_relay_that_is_killed(office: Office) -> None:
    """Without a relay all is on this host only, and no save waits; the next one sends it on."""
    centre(office, durability="centre")
    with at_work(office) as running:
        session = Recorder(office)
        session.record()
        running.kill()
        assert session.record() < 0.1 + SLOWER
        assert session.link.only_here == 1
        assert session.record() < 0.1 + SLOWER
        assert session.link.only_here == 2
    with at_work(office):
        wait_until(lambda: not session.link.only_here, "all sent on", BACK + SLOWER)
        assert session.all_sent_on()
    session.close()


def test_a_relay_that_hangs_is_waited_for_once(office: Office) -> None:
    """A relay that is stopped holds up one save, for a moment."""
    centre(office, durability="centre")
    with at_work(office) as running:
        session = Recorder(office)
        session.record()
        with running.hanging():
            took = [session.record() for _ in range(5)]
        assert took[0] < 0.26 + SLOWER
        assert min(took[1:]) < 0.1
        wait_until(lambda: not session.link.only_here, "all sent on", BACK + SLOWER)
    session.close()


def test_nobody_is_asked_for_a_session_that_is_over(office: Office) -> None:
    """What is on this host only is asked about until the session leaves: the program may go on with another one."""
    centre(office)
    before = _asking()
    session = Recorder(office)
    session.record()
    wait_until(lambda: session.link.only_here == 1, "the number", SOON + SLOWER)
    [asking] = _asking() - before
    session.close()
    wait_until(lambda: not asking.is_alive(), "nobody asks")


def _asking() -> set[threading.Thread]:
    return {thread for thread in threading.enumerate() if thread.name == "ask-relay"}


async def test_a_desk_waits_as_the_settings_say(office: Office) -> None:
    """A call that is led at a desk is in PostgreSQL when its first step is there."""
    centre(office, durability="centre")
    with at_work(office):
        desk = Startup(office.folders, SystemClock()).open_desk(PROFILE)
        await desk.start_call()
        wait_until(lambda: not desk.others.only_here, "all sent on")
        assert office.events() == office.journals() != []
        desk.leave()


def test_line_by_line_it_is_told(office: Office, tmp_path: Path) -> None:
    """Unasked, in a call and at home, once each; and that it is sent on."""
    centre(office)
    command = [*PROGRAM, "demo", "--plain", "--home", str(office.home)]
    with at_work(office), Conversation(command, tmp_path, env={"LC_ALL": "C.UTF-8"}) as talk:
        talk.wait_for(NEW_CALL)
        office.server.kill()
        talk.say("")
        talk.wait_for(BANNER)
        for line in ("*0", "2", "", ""):
            talk.say(line)
        talk.wait_until(lambda: talk.text.count(BANNER) == 2, "the banner at home")
        office.server.start()
        talk.wait_for("What was on this host only is sent on.")
        assert office.events() == office.journals()


def test_on_screen_it_stands_while_it_is_so(office: Office, tmp_path: Path) -> None:
    """In a call and at home, without a key being pressed, until all is sent on."""
    centre(office)
    command = [*PROGRAM, "demo", "--home", str(office.home)]
    with at_work(office), Terminal(command, tmp_path) as terminal:
        terminal.wait_for(HOME)
        office.server.kill()
        terminal.press("enter")
        terminal.wait_for(BANNER)
        office.server.start()
        wait_until(lambda: not terminal.shows(BANNER), "no banner in the call")
        office.server.kill()
        terminal.press("enter")
        terminal.wait_for(BANNER)
    assert connected(office) is False
