"""Work that is shared among hosts: two homes, a relay each, one server; sessions that list work and move it."""

from __future__ import annotations

import json
import time
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import msgspec
import pytest

from benchmarks.store_calls import PACK, phone
from callscript.core import acts
from callscript.core.call.events import CallStarted
from callscript.core.script.model import Script
from callscript.core.tasks import TaskRefused
from callscript.dialogue.show.task_told import who_has
from callscript.packs import locate, read
from callscript.runtime.clock import SystemClock
from callscript.runtime.settings import write_profile
from callscript.service.forms.task import TaskForm
from callscript.service.startup import Startup
from callscript.store.errors import StoreUnavailable
from callscript.store.relayed.line import ask
from callscript.store.relayed.questions import Answer, OpenWork
from tests.relay.asking import at_work, centre, socket_of
from tests.relay.at_desk import AtDesk, sitting
from tests.relay.hosts import OTHER
from tests.relay.office import Office, add_relay, register
from tests.relay.server import ServerMaker, wait_until
from tests.relay.test_damage import erase
from tests.relay.test_sending import NAME
from tests.relay.test_work import NOTE
from tests.service.conftest import PROFILE


@pytest.fixture(scope="module")
def script() -> Script:
    """What the calls are led by."""
    return read(locate(PACK))


@pytest.fixture
def other(office: Office, tmp_path: Path) -> Office:
    """A second host of the centre."""
    with office.connect() as connection:
        add_relay(connection, OTHER)
    return Office(office.server, office.database, tmp_path / "other", OTHER)


@contextmanager
def two_hosts(office: Office, other: Office) -> Generator[None]:
    """Have both relays at work, and answer questions about work."""
    for each in (office, other):
        each.folders.make()
        centre(each)
    with at_work(office), at_work(other):
        for each in (office, other):
            wait_until(lambda each=each: ask(socket_of(each), OpenWork(), 2.0).asked, "an answer")
        yield


def left(office: Office, script: Script, number: int = 1, operator: str = "17") -> str:
    """Lead a call that leaves work, enter it, and wait until PostgreSQL has it; return the id of the work."""
    call = office.lead(operator, number, datetime.now(UTC) - timedelta(hours=1), appeal=True)
    with office.store() as kept:
        register(kept, script, call)
    wait_until(lambda: office.rows(f"select 1 from callscript.task where call = '{call}'"), "the work in PostgreSQL")
    [(task,)] = office.rows(f"select id from callscript.task where call = '{call}'")
    return str(task)


def state_is(office: Office, task: str, state: str) -> None:
    """Wait until PostgreSQL has work in some state."""
    wait_until(lambda: office.rows(f"select state from callscript.task where id = '{task}'") == [(state,)], state)


def test_work_of_all_hosts_is_one_list(office: Office, other: Office, script: Script) -> None:
    """Each sees all of it, that of another host with the name of that; whoever is granted it there does it."""
    with two_hosts(office, other):
        mine, theirs = left(office, script, 1), left(other, script, 2, "18")
        with sitting(office.folders, script, "17") as here, sitting(other.folders, script, "18") as there:
            assert {task: each.host for task, each in here.open().items()} == {mine: "", theirs: OTHER}
            assert {task: each.host for task, each in there.open().items()} == {mine: "desk7", theirs: ""}
            assert here.others.work.asked
            assert there.work.do(mine, acts.Take()).by == "18"
            assert there.open()[mine].by == "18"
            assert here.refused(mine, acts.Take()) == ("held", "18")
            found = here.open()[mine]  # once: it may be sent on between two looks
            assert found.state == "taken" or found.lease
            assert there.work.do(mine, acts.Finish("done")).state == "done"
            assert mine not in there.open()
            assert there.work.trouble is None
            state_is(office, mine, "done")
            assert mine not in here.open()
            assert here.refused(mine, acts.Take()) == ("done", "18")
        with office.store() as kept:  # this host knows it now, whether others can be asked or not
            assert kept.lookup.tasks() == []
            assert [event.by for event in kept.tasks.of_call(mine.partition("/")[0])] == ["18", "18"]
        state = "select state, attempt, taken_by, lease_by, lease_host from callscript.task where id = '{}'"
        assert office.rows(state.format(mine)) == [("done", 1, "", "18", OTHER)]
        office.administer("rebuild")
        assert office.rows(state.format(mine)) == [("done", 1, "", "18", OTHER)]


def test_of_several_at_once_one_has_it(office: Office, other: Office, script: Script) -> None:
    """Whoever takes work in the same moment as another is refused, in words: one has it, by one attempt."""
    with two_hosts(office, other):
        tasks = [left(office, script, number) for number in range(6)]
        with (
            sitting(office.folders, script, "17") as here,
            sitting(other.folders, script, "18") as there,
            ThreadPoolExecutor(2) as pool,
        ):
            for task in tasks:
                both = [pool.submit(took, each, task) for each in (here, there)]
                found = sorted(each.result() for each in both)
                assert found[0] in ("held", "just_now"), found
                assert found[1] == "taken"
        granted = office.rows("select lease_attempt, lease_by <> '' from callscript.task")
        assert granted == [(1, True)] * len(tasks)


def took(desk: AtDesk, task: str) -> str:
    """Take work; return that it was taken, or why not."""
    try:
        desk.work.do(task, acts.Take())
    except TaskRefused as why:
        return why.code
    return "taken"


def test_while_others_cannot_be_asked(office: Office, other: Office, script: Script) -> None:
    """The own list is there, and it is said that it is all; nothing is taken; whoever has something goes on with it."""
    with two_hosts(office, other):
        mine, more, theirs = left(office, script, 1), left(office, script, 3), left(other, script, 2, "18")
        with sitting(office.folders, script, "17") as here:
            here.work.do(mine, acts.Take())
            state_is(office, mine, "taken")
            office.relays[-1].kill()
            assert set(here.open()) == {mine, more}
            assert not here.others.work.asked
            assert here.refused(more, acts.Take()) == ("waits", "")
            assert here.refused(theirs, acts.Take()) == ("unknown", "")
            assert here.work.do(mine, acts.Finish("done")).state == "done"
            with at_work(office):
                state_is(office, mine, "done")
                wait_until(lambda: set(here.open()) == {more, theirs}, "the others")
                assert here.others.work.asked
                assert here.work.do(theirs, acts.Take()).by == "17"


def test_who_is_at_work_of_another_host_goes_on_with_it(office: Office, other: Office, script: Script) -> None:
    """What a call back has come to is recorded though nobody can be asked when it ends; it is sent on later."""
    with two_hosts(office, other):
        task = left(other, script, 2, "18")
        with sitting(office.folders, script, "17") as here:
            here.work.do(task, acts.Take())
            office.relays[-1].kill()
            assert here.work.do(task, acts.Finish("done")).state == "done"
            assert here.refused(task, acts.Take()) == ("unknown", "")
        with at_work(office):
            state_is(office, task, "done")


def test_what_others_did_counts_for_the_call(office: Office, other: Office, script: Script) -> None:
    """What a call owes is less at its host once somebody there has seen that its work was done at another one."""
    with two_hosts(office, other):
        task = left(office, script)
        call = task.partition("/")[0]
        learned = list[str]()
        with sitting(office.folders, script, "17") as here, sitting(other.folders, script, "18") as there:
            here.others.work.learned = learned.append
            there.work.do(task, acts.Take())
            there.work.do(task, acts.Finish("done"))
            state_is(office, task, "done")
            assert here.open() == {}
            assert here.open() == {}
        assert learned == [call]


def test_while_postgresql_hangs(maker: ServerMaker, tmp_path: Path, script: Script) -> None:
    """The same, for no longer than a second each: the server is asked by the relay, not by those who wait."""
    server = maker().make().start()
    office = Office(server, server.database("centre"), tmp_path / "home")
    office.initialise()
    other = Office(server, "centre", tmp_path / "other", OTHER)
    with office.connect() as connection:
        add_relay(connection, OTHER)
    with two_hosts(office, other):
        task = left(office, script)
        with sitting(office.folders, script, "17") as here:
            with server.hanging():
                begun = time.monotonic()
                assert here.refused(task, acts.Take()) == ("waits", "")
                assert set(here.open()) == {task}
                assert time.monotonic() - begun < 5.0
            wait_until(lambda: took(here, task) == "taken", "an answer")
    server.stop()


def test_what_postgresql_does_not_know_yet(office: Office, other: Office, script: Script) -> None:
    """Work that was not sent on yet is known to no other host, and can be moved here."""
    with two_hosts(office, other), sitting(office.folders, script, "17") as here:
        task = left(office, script)
        office.rows("delete from callscript.task returning 1")
        assert here.work.do(task, acts.Take()).attempt == 1
        assert here.refused("20261123-17-none/x", acts.Take()) == ("unknown", "")


def _once(answer: Answer, _question: object) -> Answer:
    return answer


def test_what_a_newer_release_has_recorded(office: Office, monkeypatch: pytest.MonkeyPatch, script: Script) -> None:
    """A session that cannot read it moves nothing, and says what to do."""
    office.folders.make()
    centre(office)
    answer = Answer(connected=True, asked=True, attempt=2, work=msgspec.Raw(b'[{"host":"","work":{"of_tomorrow":1}}]'))
    with sitting(office.folders, script, "17") as here:
        monkeypatch.setattr(here.others.work, "_ask", partial(_once, answer))
        with pytest.raises(TaskRefused, match="newer"):
            here.tasks.take("20261123-17-none/x", "17", datetime.now(UTC))


def test_a_server_that_is_behind_grants_nothing_lower(office: Office, other: Office, script: Script) -> None:
    """What was granted before a failover counts where it is known: nobody is granted the same attempt again."""
    with two_hosts(office, other), sitting(office.folders, script, "17") as here:
        task = left(office, script)
        here.work.do(task, acts.Take())
        here.work.do(task, acts.Try())
        wait_until(lambda: office.rows("select attempt, state from callscript.task") == [(1, "open")], "the try")
        office.rows("update callscript.task set lease_by = '', lease_attempt = 0, attempt = 0 returning 1")
        record = "regexp_replace(record, '\"moves\":.*', '\"moves\":[]}')"
        office.rows(f"update callscript.task set record = {record} returning 1")
        assert here.work.do(task, acts.Take()).attempt == 2
        assert office.rows("select lease_attempt from callscript.task") == [(2,)]


def test_nobody_loses_a_call_back_by_time(office: Office, other: Office, script: Script) -> None:
    """What somebody at another host was granted a quarter of an hour ago, or has had for a day, is free then; but for
    calls back: these a supervisor frees. On the same host the desk logs tell whether it was done.
    """
    with (
        two_hosts(office, other),
        sitting(office.folders, script, "17") as here,
        sitting(other.folders, script, "18") as there,
    ):
        lent, back = left(office, script, 1), left(office, script, 2)
        made = "replace(record, '\"dispatch\"', '\"callback\"')"
        office.rows(f"update callscript.task set record = {made} where id = '{back}' returning 1")
        assert '"callback"' in office.rows(f"select record from callscript.task where id = '{back}'")[0][0]
        for task in (lent, back):  # it was granted, and no event has come
            answer = there.others.work.take(task, "18", "move", None)
            assert answer
            assert answer.attempt == 1
        assert {here.refused(task, acts.Take()) for task in (lent, back)} == {("held", "18")}
        office.rows("update callscript.task set lease_since = lease_since - interval '1 day' returning 1")
        assert here.work.do(lent, acts.Take()).attempt == 2
        assert here.refused(back, acts.Take()) == ("held", "18")
        assert took(there, back) == "taken"
        assert here.work.do(back, acts.Free("пішла додому")).attempt == 3
        assert took(here, back) == "taken"
        assert there.refused(back, acts.Finish("reached")) == ("held", "17")


def test_what_was_noted_at_another_host_is_erased(office: Office, other: Office, script: Script) -> None:
    """A call is erased on its host and on each where something was noted about its work: then no word of it is left."""
    with two_hosts(office, other):
        task = left(office, script)
        call = task.partition("/")[0]
        with sitting(other.folders, script, "18") as there:
            there.work.do(task, acts.Take())
            there.work.do(task, acts.Try(NOTE))
        wait_until(lambda: NOTE in str(office.rows("select record from callscript.task")), "the note")
        erase(office, call)
        erase(other, call)
        assert NOTE not in str(other.journals())
        wait_until(lambda: NOTE not in str(office.events()), "the erasure", 90)
        words = str(office.rows("select record from callscript.task"))
        assert not any(word in words for word in (NAME, NOTE, phone(1)))
        assert office.rows("select state, attempt, erased is null from callscript.task") == [("open", 1, False)]
        other.ok("doctor")


def test_the_call_of_such_work_can_be_read(office: Office, other: Office, script: Script) -> None:
    """Whoever opens work of another host reads its call, and it is kept who does; without an answer nothing is read."""
    with two_hosts(office, other):
        task = left(office, script)
        with sitting(other.folders, script, "18") as there:
            log = there.others.work.read(task.partition("/")[0], "18")
            assert isinstance(log[0], CallStarted)
            opened = 'select operator, host, "by" from callscript.access'
            assert office.rows(opened) == [("17", OTHER, "18")]
            other.relays[-1].kill()
            with pytest.raises(StoreUnavailable):
                there.others.work.read(task.partition("/")[0], "18")


async def test_at_a_desk(office: Office, other: Office, script: Script) -> None:
    """The list tells the host of each piece; opened it tells of its call; where others cannot be asked that is said."""
    with two_hosts(office, other):
        mine, theirs = left(office, script, 1), left(other, script, 2, "18")
        desk = Startup(office.folders, SystemClock()).open_desk(PROFILE)
        found = {task.id: task for task in await desk.lookups.tasks(of_all=True)}
        assert {task: who_has(script, each, "17", desk.now()) for task, each in found.items()} == {
            mine: "yours",
            theirs: "№ 18, at desk8",
        }
        assert desk.lookups.work_asked
        opened = await desk.lookups.task(theirs)
        assert opened
        assert isinstance(opened.call.log[0], CallStarted)
        assert opened.task.host == OTHER
        assert len(TaskForm(desk, opened).sections) > 1
        assert (await desk.move(theirs, acts.Take())).by == "17"
        again = await desk.lookups.task(theirs)
        assert again
        assert again.task.by == "17"
        office.relays[-1].kill()
        assert [task.id for task in await desk.lookups.tasks(of_all=True)] == [mine]
        assert not desk.lookups.work_asked
        desk.leave()


def test_commands_ask_too(office: Office, other: Office, script: Script) -> None:
    """`callscript tasks` lists the work of all hosts; `callscript task` takes it, or is refused, as a session is."""
    with two_hosts(office, other):
        task, more = (left(other, script, number, "18") for number in (2, 3))
        write_profile(office.folders.profile, PROFILE)
        listed = json.loads(office.ok("tasks", "--all", "--json"))
        assert {(each["id"], each["host"]) for each in listed} == {
            (each.partition("/")[2], OTHER) for each in (task, more)
        }
        assert "at desk8" in office.ok("task", task, "take")
        state_is(office, task, "taken")
        with sitting(other.folders, script, "18") as there:
            assert there.refused(task, acts.Take()) == ("held", PROFILE.number)
            there.work.do(more, acts.Take())
        refused = office.run("task", more, "take")
        assert (refused.returncode, "№ 18 has it since" in refused.stderr) == (1, True)
        office.relays[-1].kill()
        listed = office.run("tasks", "--all")
        assert "Other hosts were not asked." in listed.stderr + listed.stdout
