"""Hosts whose clocks are wrong go by the clock of the server; a call that goes from one to another goes on truly."""

from __future__ import annotations

import re
import sys
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from callscript.runtime.clock import FakeClock
from tests.plain.conversation import NEW_CALL, Conversation
from tests.relay.asking import centre, connected
from tests.relay.office import Office, Running, add_relay
from tests.relay.server import wait_until
from tests.relay.test_seats import OTHER, asked

ROUND_TRIP = timedelta(seconds=1)
"""There and back, at most: a statement that takes half of that is not waited for."""
LIMIT = timedelta(minutes=3)


@pytest.mark.parametrize("skew", [(90, -90), (-90, 90)])
def test_a_hold_goes_on_truly(skew: tuple[int, int], office: Office, tmp_path: Path) -> None:
    """A call is on hold at a host whose clock is a minute and a half wrong, and gone on with at one that is wrong the
    other way: what is recorded says when it was by the server's clock, and what is left of the hold is what is left."""
    second = Office(office.server, office.database, tmp_path / "other", OTHER)
    with office.connect() as connection:
        add_relay(connection, OTHER)
    with ExitStack() as stack:
        for wrong, each in zip(skew, (office, second), strict=True):
            each.folders.make()
            centre(each)
            relay = ["relay", "--settings", str(each.own), "--home", str(each.home)]
            stack.enter_context(Running(relay, wrong=wrong))
            wait_until(lambda each=each: connected(each) and asked(each), "a relay that answers")
        old = stack.enter_context(talk(skew[0], office, tmp_path))
        old.wait_for(NEW_CALL)
        assert "The clock of this machine is wrong by 90 s" in old.text
        begun = now()
        for line in ("0501234567", "", "", "*2"):
            old.say(line)
        asked_at = now()
        old.say("1")
        held_at = now()
        assert begun - ROUND_TRIP <= moments(office)[0] <= moments(office)[-1] <= held_at + ROUND_TRIP
        wait_until(lambda: office.events() == office.journals(), "the lines")
        new = stack.enter_context(talk(skew[1], second, tmp_path))
        new.wait_for("At work elsewhere. ")
        new.say("1")
        new.wait_for("is still open at desk7.")
        before = now()
        new.say("1")
        new.wait_for(" left")
        after = now()
        assert before - ROUND_TRIP <= moments(second)[-1] <= after + ROUND_TRIP
        left = re.findall(r"(\d):(\d\d) left", new.text)
        assert left, new.text
        shown = timedelta(minutes=int(left[-1][0]), seconds=int(left[-1][1]))
        assert LIMIT - (after - asked_at) - 2 * ROUND_TRIP <= shown <= LIMIT - (before - held_at) + 2 * ROUND_TRIP


def talk(wrong: int, office: Office, folder: Path) -> Conversation:
    """Return a session at a host whose clock is wrong."""
    program = [sys.executable, "-m", "tests.relay.skewed", str(wrong), "demo", "--plain", "--home", str(office.home)]
    return Conversation(program, folder, env={"LC_ALL": "C.UTF-8"})


def now() -> datetime:
    """Return the time by the server's clock, which is that of the tests."""
    return datetime.now(UTC)


def moments(office: Office) -> list[datetime]:
    """Return when the events of a host were, as its journal says."""
    lines = office.journals()
    found = [re.search(r'"seq":([0-9]+),"at":"([^"]+)"', line) for line in lines]
    return [datetime.fromisoformat(each[2]) for each in sorted(filter(None, found), key=lambda each: int(each[1]))]


def test_a_clock_goes_by_another_one_from_the_next_anchor_on() -> None:
    """What the centre's clock says is taken over between calls, each time what it says then."""
    clock = FakeClock()
    begun, ahead = clock.now(), 90.0
    clock.follow(lambda: ahead)
    assert clock.now() == begun
    clock.anchor()
    assert clock.now() == begun + timedelta(seconds=90)
    ahead = 80.0
    clock.anchor()
    clock.anchor()
    assert clock.now() == begun + timedelta(seconds=80)
