"""Hosts whose clocks are wrong go by the clock of the server; a call that goes from one to another goes on truly."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from benchmarks.store_calls import Led, lead, phone
from callscript.core.call.commands import TakeDetour
from callscript.core.call.decide import carry_out
from callscript.core.call.events import Event, Resumed, TimerOverran
from callscript.core.call.flow import current
from callscript.core.call.fold import fold_all
from callscript.core.call.refusal import Refused
from callscript.core.call.timers import Countdown, countdowns
from callscript.runtime import clock
from callscript.runtime.clock import FakeClock, SinceBoot
from callscript.service.desk import Desk
from callscript.service.session import Session
from callscript.store.journal.stamp import Stamp
from tests.plain.conversation import NEW_CALL, Conversation
from tests.relay.asking import centre, connected
from tests.relay.hosts import OTHER, asked
from tests.relay.office import Office, Running, add_relay
from tests.relay.server import wait_until
from tests.relay.skewed import Skewed
from tests.relay.test_going_on import SCRIPT, Going, sit
from tests.service.conftest import id_of
from tests.terminal.calls import HOME
from tests.terminal.terminal import Terminal

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
        assert "! clock wrong: 90 s  " in old.text
        told = office.run("doctor").stdout
        assert re.search("problem +clock +this machine's is wrong by 90 s, by that of PostgreSQL", told), told
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


class Timed(Going):
    """A face that notes how the countdowns stand at the moment at which a call is gone on with."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, tuple[datetime, datetime, Sequence[Countdown]]] = {}
        """By call: the time as it is, and as the desk has it."""

    async def call(self, desk: Desk, session: Session) -> bool:
        if session.call.under_way:
            at = desk.now()
            self.found.setdefault(id_of(session), (now(), at, countdowns(session.script, session.call, at)))
        return await super().call(desk, session)


@pytest.mark.parametrize("wrong", [90, -90])
async def test_at_every_step_the_countdown_is_right(
    wrong: int, office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A caller who cannot be heard is tried for ten seconds, at whichever step; the call goes on at another machine
    whose clock is a minute and a half wrong, where it was, with what is left of the ten seconds, or over by so many."""
    second = Office(office.server, office.database, tmp_path / "other", OTHER)
    with office.connect() as connection:
        add_relay(connection, OTHER)
    for each in (office, second):
        each.folders.make()
        centre(each)
    left = {call: log for call, log in map(unheard, range(1, len(lead_open().batches))) if log}
    assert len(left) > 20
    with office.store(at_another_machine) as kept:
        for call, log in left.items():
            kept.journal.append(call, log)
    office.send()
    relay = ["relay", "--settings", str(second.own), "--home", str(second.home)]
    with Running(relay, wrong=wrong):
        wait_until(lambda: connected(second) and asked(second), "a relay that answers")
        monkeypatch.setattr(clock, "datetime", Skewed)
        monkeypatch.setattr(Skewed, "ahead", timedelta(seconds=wrong))
        sat_down_at = now()
        face = await sit(second, Timed())
    assert {id_of(session) for session in face.led} == face.found.keys() == left.keys()
    for session in face.led:
        log = left[id_of(session)]
        at, shown_at, (shown,) = face.found[id_of(session)]
        assert session.log[: len(log)] == log
        over = [event for event in session.log[len(log) :][:1] if isinstance(event, TimerOverran)]
        assert [event.at - log[-1].at for event in over] == [timedelta(seconds=10)] * len(over)
        resumed = session.log[len(log) + len(over)]
        assert isinstance(resumed, Resumed)
        assert sat_down_at - ROUND_TRIP <= resumed.at <= at + ROUND_TRIP
        step = current(SCRIPT, fold_all(SCRIPT, [*log, *over, resumed]))
        assert step
        assert step.id == "clarity_wait"
        assert shown.timer == "clarity"
        assert abs(shown_at - at) <= ROUND_TRIP
        assert abs(shown.left - (10 - (at - log[-1].at).total_seconds())) <= 1 + ROUND_TRIP.total_seconds()


def lead_open() -> Led:
    """Lead a call that began ten minutes ago."""
    return lead("17", now() - timedelta(minutes=10), phone(1), appeal=True)


def unheard(number: int) -> tuple[str, list[Event]]:
    """Return a call in which the caller cannot be heard any more behind so many keys; nothing of it, if the script has
    no such thing there."""
    led = lead_open()
    log = [event for batch in led.batches[:number] for event in batch]
    with suppress(Refused):
        events, call = carry_out(SCRIPT, fold_all(SCRIPT, log), TakeDetour("unclear"), now())
        return led.id, [*log, *events] if "clarity" in call.running else []
    return led.id, []


def at_another_machine(at: datetime) -> Stamp:
    """Stamp as a machine does of which nobody here knows when it was started."""
    return Stamp(SinceBoot("b007", at.timestamp()), "desk-7", 1)


def test_a_wrong_clock_stands_on_the_screen(office: Office, tmp_path: Path) -> None:
    """As long as the clock of the machine is wrong that stands at the top, at home and in a call; `doctor` says it, and
    nothing of one that is right."""
    office.folders.make()
    centre(office)
    relay = ["relay", "--settings", str(office.own), "--home", str(office.home)]
    with Running(relay):
        wait_until(lambda: connected(office) and asked(office), "a relay that answers")
        told = office.run("doctor").stdout
        assert "ok      relay" in told
        assert "machine's is wrong" not in told
    with Running(relay, wrong=90):
        wait_until(lambda: connected(office) and asked(office), "a relay that answers")
        with Terminal(at_work(90, office), tmp_path) as terminal:
            terminal.wait_for(HOME, "! clock wrong: 90 s  ")
            terminal.press("enter")
            terminal.wait_for("Say", "! clock wrong: 90 s  ")


def at_work(wrong: int, office: Office, *more: str) -> list[str]:
    """Return the command of a session at a host whose clock is wrong."""
    return [sys.executable, "-m", "tests.relay.skewed", str(wrong), "demo", *more, "--home", str(office.home)]


def talk(wrong: int, office: Office, folder: Path) -> Conversation:
    """Return a session at a host whose clock is wrong."""
    return Conversation(at_work(wrong, office, "--plain"), folder, env={"LC_ALL": "C.UTF-8"})


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
