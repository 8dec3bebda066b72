"""A call that was left open at one host and is gone on with at another: two homes, a relay each, one server."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

from benchmarks.store_calls import lead, phone, script, straight_on
from callscript.core.call import commands as c
from callscript.core.call import events as e
from callscript.core.call.events import Event
from callscript.core.call.fold import fold, fold_all
from callscript.runtime.centre import read_centre
from callscript.runtime.clock import SystemClock
from callscript.service.desk import Desk
from callscript.service.elsewhere import Elsewhere
from callscript.service.forms.wrap_up import OUTCOME, SUMMARY, WrapUp
from callscript.service.journey import Journey, Leave, Wish
from callscript.service.open_calls import OpenCall
from callscript.service.session import Session
from callscript.service.startup import Startup
from callscript.store.journal.stamp import of_this_machine
from callscript.store.names import desk_log_id, parse_call_id
from callscript.store.relayed.questions import LinesOf, TakeOver
from callscript.store.relayed.relayed import Relayed
from tests.plain.conversation import NEW_CALL, Conversation
from tests.processes import stop
from tests.relay.asking import refused
from tests.relay.hosts import LEASE, OTHER, link, sat_down
from tests.relay.office import Office
from tests.relay.server import wait_until
from tests.service.conftest import PROFILE, hang_up, id_of
from tests.service.scripted import Scripted
from tests.terminal.calls import HOME, PROGRAM
from tests.terminal.terminal import Terminal

SCRIPT = script()
FIELD = next(iter(SCRIPT.fields))
GoingOn = TypeVar("GoingOn", bound="Going")


class Going(Scripted):
    """A face that goes on with what is open elsewhere, closes it, and then leaves."""

    def __init__(self, answer: int = 1) -> None:
        super().__init__()
        self.answer = answer
        self.led: list[Session] = []
        self.called: list[Session] = []
        """Those that were not over when they were brought."""
        self.asked: list[str] = []
        self.notices: list[str] = []

    async def choose(self, title: str, question: str, answers: tuple[str, ...]) -> int:
        self.asked.append(f"{title}: {question}")
        return 1 if len(answers) == 2 else self.answer

    async def ask_open_call(self, left: OpenCall) -> bool | None:
        self.asked.append(left.id)
        return True

    async def call(self, desk: Desk, session: Session) -> bool:
        if session not in self.led:
            self.led.append(session)
        self.called.append(session)
        if session.call.under_way:
            await hang_up(session)
        else:
            await session.do(straight_on(session.call, desk.now(), phone(1), appeal=True))
        return False

    async def wrap_up(self, desk: Desk, session: Session) -> bool:
        if session not in self.led:
            self.led.append(session)
        form = WrapUp(session, desk.now)
        while not session.call.closed:
            await form.go("" if form.part in (OUTCOME, SUMMARY) else "Скаржник не захотів")
        return False

    async def home(self, desk: Desk) -> Wish:
        self.notices += desk.notices.take()
        return Leave()

    def drop_typed(self) -> None:
        pass


async def sit(office: Office, face: GoingOn) -> GoingOn:
    """Have operator 17 sit down at a host, and work until they leave."""
    await Journey(Startup(office.folders, SystemClock(), PROFILE), face).go()
    return face


def record(office: Office, call: str, events: Sequence[Event], epoch: int = 1) -> None:
    """Record events at a host, behind what its journal has of a call."""
    with office.store(of_this_machine(SystemClock(), lambda: epoch)) as kept:
        kept.journal.take_up(call, kept.journal.read_call(call).events)
        kept.journal.append(call, events)


def recorded(office: Office, call: str) -> list[bytes]:
    """Return what the journal of a host has of a call, line by line."""
    lines = office.file_of(call).read_bytes().splitlines()
    return [line for line in lines if line.startswith(f'{{"v":2,"call":"{call}"'.encode())]


def sent_on(office: Office, call: str) -> list[bytes]:
    """Return what PostgreSQL has of a call."""
    rows = office.rows(f"select line from callscript.event where call = '{call}' order by seq")
    return [line.encode() for (line,) in rows]


async def test_at_every_step(hosts: tuple[Office, Office]) -> None:
    """Wherever a call was left, it stands there at the other host, fold for fold, in the epoch of the seat there; its
    lines are in the journal of that host byte for byte, and all that comes of it is in PostgreSQL."""
    first, second = hosts
    left: dict[str, list[Event]] = {}
    for number in range(1, len(lead("17", datetime.now(UTC), phone(1), appeal=True).batches)):
        led = lead("17", datetime.now(UTC) - timedelta(minutes=10), phone(1), appeal=True)
        left[led.id] = [event for batch in led.batches[:number] for event in batch]
        record(first, led.id, left[led.id])
    assert len(left) > 20
    wait_until(lambda: first.events() == first.journals(), "all lines")
    before = {call: recorded(first, call) for call in left}
    sat_down(first).leave()
    face = await sit(second, Going())
    assert {id_of(session) for session in face.led} == set(left)
    assert len(face.asked) == len(left)
    assert face.notices == []
    for session in face.led:
        log = left[id_of(session)]
        assert session.log[: len(log)] == log
        resumed = session.log[len(log)]
        assert isinstance(resumed, e.Resumed)
        own = fold_all(SCRIPT, session.log[: len(log) + 1])
        assert own == fold(SCRIPT, fold_all(SCRIPT, log), resumed)
        assert session.call.closed
        assert recorded(second, id_of(session))[: len(log)] == before[id_of(session)]
    wait_until(lambda: second.rows("select count(*) from callscript.call where closed") == [(len(left),)], "the ends")
    for call, log in left.items():
        assert sent_on(second, call) == recorded(second, call)
        epochs = second.rows(f"select distinct epoch from callscript.event where call = '{call}' and seq > {len(log)}")
        assert epochs == [(2,)]
    assert second.rows("select * from callscript.late") == []


async def test_a_host_that_was_cut_off(hosts: tuple[Office, Office]) -> None:
    """It goes on recording, unasked and unheard; at the other host the call goes on from what was sent on. When the
    first one is heard of again its session is told, and its lines are kept beside. Back there, the operator is asked
    about the call as the other host has it, not as this one had."""
    first, second = hosts
    desk, session = await at_work_in_call(first)
    call = id_of(session)
    wait_until(lambda: sent_on(first, call) == recorded(first, call), "the lines")
    shared = len(recorded(first, call))
    with first.relays[-1].hanging():
        await session.do(c.Draft(FIELD, "050"))
        await session.do(c.Draft(FIELD, "0501"))
        with first.connect() as connection:
            connection.execute(LEASE)
        there, gone_on = await at_work_in_call(second, call)
        assert len(gone_on.log) == shared + 1
        await gone_on.do(c.Draft(FIELD, "067"))
        wait_until(lambda: sent_on(second, call) == recorded(second, call), "the lines of the second")
    assert desk.others.seat
    wait_until(lambda: desk.others.seat and desk.others.seat.taken_over, "the first one hears of it")
    late = "select seq, host, why from callscript.late order by seq"
    why = "contradicts what was there before"
    wait_until(lambda: len(first.rows(late)) == 2, "late lines")
    assert first.rows(late) == [(shared + 1, "desk7", why), (shared + 2, "desk7", why)]
    assert sent_on(second, call) == recorded(second, call)
    desk.leave()
    there.leave()
    face = await sit(first, Going())
    assert len(face.asked) == 1
    assert "is still open at desk8" in face.asked[0]
    (own,) = face.led
    assert own.log[: len(gone_on.log)] == gone_on.log
    wait_until(lambda: sent_on(first, call) == recorded(first, call), "the end")
    assert recorded(first, call)[: shared + 2] == recorded(second, call)[: shared + 2]
    assert first.rows("select count(*) from callscript.late") == [(2,)]
    kept = [file for file in first.folders.journal.rglob("*") if file.is_file() and file.suffix != ".jsonl"]
    assert any(b'"0501"' in file.read_bytes() for file in kept), "what was recorded meanwhile is kept there, too"


async def at_work_in_call(office: Office, call: str = "") -> tuple[Desk, Session]:
    """Have operator 17 at a desk, in a new call or in one that is open elsewhere."""
    desk = Startup(office.folders, SystemClock()).open_desk(PROFILE)
    assert desk.others.seat
    elsewhere = Elsewhere(desk, desk.others.seat, Going())
    assert await elsewhere.sits_here()
    if not call:
        return desk, await desk.start_call("0501234567")
    there = await elsewhere.look()
    assert set(there.calls) == {call}
    (found,) = [each async for each in elsewhere.brought(there)]
    return desk, await desk.resume(found.call)


async def gone_on_with(first: Office, second: Office) -> str:
    """Begin a call at a host, leave it open, and have it gone on with at another one until its end; return its id."""
    desk, session = await at_work_in_call(first)
    call = id_of(session)
    wait_until(lambda: sent_on(first, call) == recorded(first, call), "the lines")
    desk.leave()
    await sit(second, Going())
    return call


async def test_what_was_closed_elsewhere_is_over(hosts: tuple[Office, Office]) -> None:
    """Back at the host where the call began, nothing is open: its journal has the end, and files nothing."""
    first, second = hosts
    call = await gone_on_with(first, second)
    wait_until(lambda: sent_on(second, call) == recorded(second, call), "the end")
    face = await sit(first, Going())
    assert (face.asked, face.led, face.notices) == ([], [], [])
    assert recorded(first, call) == recorded(second, call)
    with first.store() as kept:
        assert kept.lookup.summaries(datetime.now(UTC).date()) == []
        assert kept.journal.not_closed(day_of(call), "17") == []


def day_of(call: str) -> date:
    """Return the day that a call is of."""
    ref = parse_call_id(call)
    assert ref
    return ref.day


async def test_a_call_is_in_the_history_at_both_hosts(hosts: tuple[Office, Office]) -> None:
    """It is in the registers of the host that has closed it; where it began, a history has it of that host."""
    first, second = hosts
    call = await gone_on_with(first, second)
    wait_until(lambda: second.rows(f"select filed from callscript.call where id = '{call}'") == [(True,)], "its end")
    found = Relayed(first.folders, read_centre(first.folders.centre).store).history("0501234567").earlier
    assert [(each.summary.id, each.host) for each in found] == [(call, OTHER)]
    found = Relayed(second.folders, read_centre(second.folders.centre).store).history("0501234567").earlier
    assert not found, "its own registers have it"


async def test_what_is_left_there_stays_there(hosts: tuple[Office, Office]) -> None:
    """Nothing is taken over without being asked for, and it is offered again."""
    first, second = hosts
    desk, session = await at_work_in_call(first)
    wait_until(lambda: first.events() == first.journals(), "the lines")
    desk.leave()
    for _ in range(2):
        face = await sit(second, Going(3))
        assert (len(face.asked), face.led) == (1, [])
    assert second.rows("select * from callscript.led") == []
    assert second.journals() == []
    face = await sit(first, Going())
    assert face.asked == [id_of(session)]


async def test_a_caller_who_is_gone(hosts: tuple[Office, Office]) -> None:
    """The call is closed at the other host."""
    first, second = hosts
    desk, _ = await at_work_in_call(first)
    wait_until(lambda: first.events() == first.journals(), "the lines")
    desk.leave()
    face = await sit(second, Going(2))
    assert (len(face.led), face.called) == (1, [])
    wait_until(lambda: second.rows("select closed from callscript.call") == [(True,)], "the end")


async def test_without_an_answer_it_stays_there(hosts: tuple[Office, Office]) -> None:
    """A call that cannot be brought now is told of, and nothing is lost."""
    first, second = hosts
    desk, session = await at_work_in_call(first)
    wait_until(lambda: first.events() == first.journals(), "the lines")
    desk.leave()

    class Cut(Going):
        async def choose(self, title: str, question: str, answers: tuple[str, ...]) -> int:
            stop(second.relays[-1].process.pid)
            return await super().choose(title, question, answers)

    face = await sit(second, Cut())
    assert face.led == []
    assert any("relay" in told for told in face.notices), face.notices
    assert first.rows("select * from callscript.led") == []
    assert (await sit(first, Going())).asked[-1] == id_of(session)


async def test_the_desk_log_of_the_day_goes_along(hosts: tuple[Office, Office]) -> None:
    """What is done at both hosts on a day outside of calls stands in one log, and none of it beside."""
    first, second = hosts
    log = desk_log_id("17", datetime.now(ZoneInfo(SCRIPT.pack.timezone)).date())
    record(first, log, [tried(1)])
    wait_until(lambda: first.events() == first.journals(), "the line")
    for at, office in enumerate((second, first, second), start=2):
        await sit(office, Going())
        record(office, log, [tried(at)], epoch=at)
        wait_until(lambda office=office: sent_on(office, log) == recorded(office, log), "the lines")
    assert len(sent_on(first, log)) == 4
    assert first.rows("select * from callscript.late") == []


def tried(seq: int) -> e.TaskTried:
    """Return something that is done outside of a call."""
    call = "20261101-17-abc"
    return e.TaskTried(seq=seq, at=datetime.now(UTC), task=f"{call}/x", call=call, by="17", attempt=1, note="nobody")


def test_only_ones_own(hosts: tuple[Office, Office]) -> None:
    """Of other operators' calls nothing is told, and nothing is taken over."""
    first, _ = hosts
    link(first)
    for log in ("20261123-18-abc", "20261123-17x-abc", "20261123", ""):
        assert refused(first, LinesOf("17", log)) == "this is no log of the operator"
        assert refused(first, TakeOver("17", 1, log)) == "this is no log of the operator"
        assert refused(first, LinesOf("18", log)) == "the account does not sit there"


def test_line_by_line(hosts: tuple[Office, Office], tmp_path: Path) -> None:
    """At the other host the step is asked that was asked at the first one, with what was typed there."""
    first, second = hosts
    env = {"LC_ALL": "C.UTF-8"}
    with ExitStack() as stack:
        old = stack.enter_context(Conversation(_command(first, "--plain"), tmp_path, env=env))
        old.wait_for(NEW_CALL)
        old.say("0501234567")
        step = old.say("")
        wait_until(lambda: first.events() == first.journals(), "the lines")
        new = stack.enter_context(Conversation(_command(second, "--plain"), tmp_path, env=env))
        new.wait_for("At work elsewhere. ")
        new.say("1")
        new.wait_for("is still open at desk7.")
        new.say("1")
        new.wait_for(step.strip().splitlines()[-2])
        old.wait_for("Taken over. You went on at desk8 at ")


def test_on_screen(hosts: tuple[Office, Office], tmp_path: Path) -> None:
    """The same on screen."""
    first, second = hosts
    with ExitStack() as stack:
        old = stack.enter_context(Terminal(_command(first), tmp_path))
        old.wait_for(HOME)
        old.press("enter")
        old.wait_for("Say")
        old.press("enter")
        wait_until(lambda: len(first.journals()) > 2 and first.events() == first.journals(), "the lines")
        new = stack.enter_context(Terminal(_command(second), tmp_path))
        new.wait_for("At work elsewhere")
        new.press("enter")
        new.wait_for("An open call", "is still open at desk7.", "Leave it there")
        new.press("enter")
        new.wait_for("Say")
        old.wait_for("Taken over")


def _command(office: Office, *more: str) -> list[str]:
    return [*PROGRAM, "demo", *more, "--home", str(office.home)]
