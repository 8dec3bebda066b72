"""Several operators' processes on the work of one home, killed and not: each piece is taken by one, and done once."""

from __future__ import annotations

import random
import signal
from collections import Counter
from pathlib import Path

import pytest

from benchmarks.table import at
from callscript import packs
from callscript.core.call import events as e
from callscript.packs.versions import Versions
from callscript.runtime.paths import Folders
from callscript.service.summary import by_own_script, filed
from callscript.store.files import FileStore
from callscript.store.registers.locks import PATIENCE
from tests.service.at_work import spawn
from tests.service.test_work import promised

CALLS, EACH, OPERATORS = 8, 3, 8
LONGEST = 7200
"""Seconds that a soak of a whole day may take."""
SOAK = pytest.param(250, 0.25, marks=[pytest.mark.soak, pytest.mark.timeout(LONGEST)])


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home in which calls have promised call-backs."""
    folders, script = Folders.resolve(tmp_path), packs.read(packs.locate("ua-court"))
    folders.make()
    store = FileStore(folders)
    for _ in range(CALLS):
        talk = promised(script, EACH)
        assert talk.call.start
        store.journal.append(talk.call.start.call, talk.log)
        found = filed(script, talk.call)
        assert found
        store.registers.file_call(*found)
    store.journal.close()
    assert len(store.lookup.tasks("17")) == CALLS * EACH
    return tmp_path


def recorded(home: Path) -> Counter[str]:
    """Return how often each piece of work is called done in the journals; what the registers say is what these say."""
    folders = Folders.resolve(home)
    store, done = FileStore(folders), Counter[str]()
    for day in store.journal.days():
        log = store.journal.read_day(day)
        assert log.problems == []
        done.update(event.task for desk in log.desks.values() for event in desk if isinstance(event, e.TaskDone))
    listed = store.lookup.tasks()
    assert store.registers.rebuild(store.journal, by_own_script(Versions(folders), store.outbox)).problems == []
    assert store.lookup.tasks() == listed == []
    return done


def test_eight_take_what_they_can(home: Path) -> None:
    """Whoever comes second is refused in words, and is told who has it."""
    at_work = [spawn(home, str(20 + number), number) for number in range(OPERATORS)]
    said = [line.split() for each in at_work for line in each.communicate(timeout=300)[0].decode().splitlines()]
    assert [each.returncode for each in at_work] == [0] * OPERATORS
    taken, done = (Counter(task for what, task, *_ in said if what == which) for which in ("taken", "done"))
    assert len(done) == CALLS * EACH
    assert {*taken.values(), *done.values()} == {1}
    refusals = [rest for what, _, *rest in said if what == "refused"]
    assert [each for each in refusals if each[0] not in ("held", "done") or each[1] == "-"] == []
    assert set(recorded(home).values()) == {1}


@pytest.mark.parametrize(("each", "longest"), [(5, PATIENCE), SOAK])
def test_a_day_of_eight(each: int, longest: float, tmp_path: Path) -> None:
    """Eight lead calls at once and do one another's work: no call and no work is lost or done twice; a lock of the
    registers is waited for so many seconds at most, 99 times in a hundred.
    """
    Folders.resolve(tmp_path).make()
    at_work = [spawn(tmp_path, str(20 + number), number, each) for number in range(OPERATORS)]
    said = [line.split() for one in at_work for line in one.communicate(timeout=LONGEST)[0].decode().splitlines()]
    assert [one.returncode for one in at_work] == [0] * OPERATORS
    led = {call: int(tasks) for _, call, tasks in (line for line in said if line[0] == "led")}
    assert len(led) == OPERATORS * each
    done = recorded(tmp_path)
    assert set(done.values()) == {1}
    assert sum(led.values()) == len(done) > 0
    store = FileStore(Folders.resolve(tmp_path))
    assert {call.id for day in store.journal.days() for call in store.lookup.summaries(day)} == set(led)
    waits = sorted(float(wait) for what, *found in said if what == "waited" for wait in found)
    assert at(waits, 0.99) < longest


def test_killed_at_any_moment(home: Path) -> None:
    """Killed (SIGKILL) and started again, an operator goes on: nothing is lost, and nothing is done twice."""
    chance = random.Random(7)
    for number in range(8):
        one = spawn(home, "20", number)
        assert one.stdout
        for _ in range(chance.randrange(1, 6)):
            if not one.stdout.readline():
                break
        one.send_signal(signal.SIGKILL)
        one.communicate()
    last = spawn(home, "20", 99)
    last.communicate(timeout=300)
    assert last.returncode == 0
    done = recorded(home)
    assert len(done) == CALLS * EACH
    assert set(done.values()) == {1}
