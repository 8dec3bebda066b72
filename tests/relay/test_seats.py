"""An operator has one seat in the whole centre: two homes, a relay each, one server, real sessions."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

from callscript.runtime.clock import SystemClock
from callscript.service.startup import Startup
from callscript.store.relayed.questions import SitDown, StillSit, TakeWork
from tests.accounts import group_of, shared_home
from tests.plain.conversation import NEW_CALL, Conversation
from tests.relay.as_account import as_account
from tests.relay.asking import at_work, centre, connected, refused
from tests.relay.conftest import opened
from tests.relay.hosts import LEASE, OTHER, link, sat_down
from tests.relay.office import Office, Running
from tests.relay.server import Postgres, wait_until
from tests.service.conftest import PROFILE
from tests.terminal.calls import HOME, PROGRAM
from tests.terminal.terminal import Terminal


def test_whoever_sits_elsewhere_is_asked(hosts: tuple[Office, Office]) -> None:
    """The seat goes to another host only when that is confirmed, and the session that had it learns of that."""
    first, second = hosts
    here = sat_down(first)
    assert here.epoch == 1
    there = link(second)
    assert (found := there.sit_down("17"))
    assert found.host == "desk7"
    assert (there.epoch, here.taken_over) == (0, None)
    heard: list[str] = []
    here.heard = lambda: heard.append("taken over")
    assert there.sit_down("17", confirmed=True) is None
    assert there.epoch == 2
    wait_until(lambda: here.taken_over, "the first session hears of it")
    wait_until(lambda: heard == ["taken over"], "and says so")
    assert here.taken_over
    assert here.taken_over.host == OTHER
    here.leave()
    assert first.rows("select host, epoch, until > now() from callscript.seat") == [(OTHER, 2, True)]


def test_a_seat_that_was_left_is_free(hosts: tuple[Office, Office]) -> None:
    """Whoever leaves the program, or is not heard of for half a minute, is asked about nowhere."""
    first, second = hosts
    sat_down(first).leave()
    there = sat_down(second)
    assert there.epoch == 2
    with first.connect() as connection:
        connection.execute(LEASE)
    again = sat_down(first)
    assert again.epoch == 3
    wait_until(lambda: there.taken_over, "the second session hears of it")


def test_the_same_host_goes_on(hosts: tuple[Office, Office]) -> None:
    """A session that was killed is followed by the next one on its host unasked, in the same epoch."""
    first, _ = hosts
    sat_down(first)
    assert sat_down(first).epoch == 1


def test_a_seat_is_held_as_long_as_the_session_lives(hosts: tuple[Office, Office]) -> None:
    """Its lease is renewed, though nothing is recorded."""
    first, _ = hosts
    here = sat_down(first)
    with first.connect() as connection:
        connection.execute("update callscript.seat set until = now() + interval '1 s'")
    left = "select until > now() + interval '25 s' from callscript.seat"
    wait_until(lambda: first.rows(left) == [(True,)], "a lease that is renewed")
    assert here.taken_over is None


def test_without_an_answer_one_works_as_on_one_host(office: Office) -> None:
    """Where nobody can be asked the seat of the host is enough; it is taken in the centre once that can be asked."""
    office.folders.make()
    centre(office)
    here = link(office)
    assert here.sit_down("17") is None
    assert here.epoch == 0
    with at_work(office):
        wait_until(lambda: here.epoch == 1, "the seat")
    here.leave()


def test_only_who_sits_there_is_answered(hosts: tuple[Office, Office]) -> None:
    """A seat is asked for by whoever has its lock on this host; there are no seats outside of the locks."""
    first, _ = hosts
    for name in ("18", "x_y"):
        assert refused(first, SitDown(name, True)) == "the account does not sit there"
        assert refused(first, StillSit(name, 1)) == "the account does not sit there"
    for name in ("../17", "", "17.lock", "17\n"):
        assert refused(first, SitDown(name, True)) == "this is no question"
    assert first.rows("select operator from callscript.seat") == []


def test_other_accounts_are_refused(server: Postgres) -> None:
    """Of accounts that share a home, none takes the seat of another one's operator."""
    with group_of(1, 0) as (folder, group, (one,)):
        office = opened(server, shared_home(folder, group))
        office.folders.make()
        centre(office)
        office.folders.centre.chmod(0o644)
        link(office)
        with Running(["relay", "--settings", str(office.own), "--home", str(office.home)]):
            wait_until(lambda: connected(office), "the relay")
            assert as_account(one, office, SitDown("17", confirmed=True)) == "the account does not sit there"
            take = TakeWork("17", "20261123-17-abc/x", "move")
            assert as_account(one, office, take) == "the account does not sit there"


async def test_lines_say_their_epoch(hosts: tuple[Office, Office]) -> None:
    """What is recorded at a desk says in which epoch of the seat; a call goes on in none that is lower."""
    first, _ = hosts
    sat_down(first).leave()
    sat_down(hosts[1]).leave()
    desk = Startup(first.folders, SystemClock()).open_desk(PROFILE)
    assert desk.others.seat
    assert desk.others.seat.sit_down("17") is None
    session = await desk.start_call()
    desk.leave()
    wait_until(lambda: len(first.events()) == len(session.log), "the lines")
    assert first.rows("select distinct epoch from callscript.event") == [(3,)]
    assert first.rows("select until < now() from callscript.seat") == [(True,)]
    first.folders.centre.unlink()
    desk = Startup(first.folders, SystemClock()).open_desk(PROFILE)
    left = await desk.left_open()
    assert left
    await desk.resume(left)
    desk.leave()
    assert '"epoch":3,' in first.journals()[-1]


def test_line_by_line(hosts: tuple[Office, Office], tmp_path: Path) -> None:
    """A second session of the operator asks; when it goes on, the first one says so, and takes nothing more."""
    first, second = hosts
    env = {"LC_ALL": "C.UTF-8"}
    with ExitStack() as stack:
        old = stack.enter_context(Conversation(_plain(first), tmp_path, env=env))
        old.wait_for(NEW_CALL)
        old.say("0501234567")
        new = stack.enter_context(Conversation(_plain(second), tmp_path, env=env))
        new.wait_for("At work elsewhere. You have been at work at desk7 since ")
        new.say("1")
        new.wait_for("is still open at desk7.")
        new.say("3")
        new.wait_for(NEW_CALL)
        old.wait_for("Taken over. You went on at desk8 at ")
        before = first.journals()
        old.send("Іван\n".encode())
        old.wait_for("Choose one of the numbers.")
        old.send(b"1\n")
        assert old.process.wait(20) == 0
        assert first.journals() == before


def test_who_does_not_go_on_here_leaves(hosts: tuple[Office, Office], tmp_path: Path) -> None:
    """Then the session elsewhere goes on as if nothing had been."""
    first, second = hosts
    here = sat_down(first)
    with Conversation(_plain(second), tmp_path, env={"LC_ALL": "C.UTF-8"}) as new:
        new.wait_for("At work elsewhere")
        new.send(b"2\n")
        assert new.process.wait(20) == 0
    assert first.rows("select host, epoch from callscript.seat") == [("desk7", 1)]
    assert here.taken_over is None


def test_on_screen(hosts: tuple[Office, Office], tmp_path: Path) -> None:
    """The same: the old screen is covered in the middle of a call, and no key reaches that any more."""
    first, second = hosts
    with ExitStack() as stack:
        old = stack.enter_context(Terminal(_drawn(first), tmp_path))
        old.wait_for(HOME)
        old.press("enter")
        wait_until(first.journals, "a call")
        new = stack.enter_context(Terminal(_drawn(second), tmp_path))
        new.wait_for("At work elsewhere")
        new.press("enter")
        new.wait_for("is still open at desk7.")
        new.press("3")
        new.wait_for(HOME)
        old.wait_for("Taken over")
        before = first.journals()
        old.press("2", "f2")
        old.press("enter")
        assert old.exit_status() == 0
        assert first.journals() == before


def _plain(office: Office) -> list[str]:
    return [*PROGRAM, "demo", "--plain", "--home", str(office.home)]


def _drawn(office: Office) -> list[str]:
    return [*PROGRAM, "demo", "--home", str(office.home)]
