"""`callscript enter` by several at the same moment, beside damage, and killed: all that is entered is there once."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
from datetime import date
from pathlib import Path

import pytest

from callscript.commands.enter import enter
from callscript.commands.entered import Given
from callscript.commands.maintenance import rebuild
from callscript.core.call import events as e
from callscript.core.records import CallSummary, TaskRecord
from callscript.runtime.clock import FakeClock, SystemClock
from callscript.runtime.exit_status import LOCKED
from callscript.runtime.paths import Folders
from callscript.store.files import FileStore
from tests.service.test_erasing_killed import die_at
from tests.test_cli import PROGRAM
from tests.test_enter_command import CLASS, FIELD, entered, home, number_of, pack, printed

__all__ = ["home", "pack"]


def test_many_at_the_same_moment(home: Path, pack: str) -> None:
    """Each has an id and a number of its own, whoever comes first; none is lost, none is there twice."""
    arguments = ("enter", "feedback", "--channel", "post", "--class", CLASS[pack], "--json")
    begun = [
        subprocess.Popen(
            [*PROGRAM, *arguments, f"--field={FIELD[pack]}=text {number}"],
            env=os.environ | {"CALLSCRIPT_HOME": str(home)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for number in range(6)
    ]
    told = [each.communicate() for each in begun]
    refused = [each for each in begun if each.returncode]
    assert {each.returncode for each in refused} <= {LOCKED}, "one that has waited too long says so"
    ids = [json.loads(out)["id"] for (out, _), each in zip(told, begun, strict=True) if not each.returncode]
    assert len(ids) == len({*ids}) == len(begun) - len(refused) > 1
    assert {call["id"] for call in printed(home, "calls")} == {*ids}
    assert len({number_of(home, each) for each in ids}) == len(ids)
    assert len(printed(home, "tasks")) == len(ids)


def test_an_id_that_is_taken_is_not_given_again(home: Path, pack: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Chance may give the same signs twice within a second; also if the journal was set aside, others are taken."""
    chance = iter([b"\0\0\0", b"\0\0\0", b"\1\1\1", b"\0\0\0", b"\1\1\1", b"\2\2\2"])
    at = SystemClock().now()

    def urandom(_size: int) -> bytes:
        return next(chance)

    monkeypatch.setattr("callscript.store.names.os.urandom", urandom)
    monkeypatch.setattr("callscript.commands.at_place.SystemClock", lambda: FakeClock(at))
    given = Given("feedback", "post", None, CLASS[pack], (f"{FIELD[pack]}=x",))
    ids = [enter(str(home), given, json=False).lines[0].split()[0] for _ in range(2)]
    assert [each[-3:] for each in ids] == ["000", "111"]
    (file,) = Folders.resolve(home).journal.rglob("17_aside.jsonl")
    file.write_bytes(b"not a journal\n")
    report = enter(str(home), given, json=False)
    assert report.lines[0].split()[0][-3:] == "222"
    assert any("17_aside.jsonl" in line for line in report.problems), "what was set aside is told"
    assert [*file.parent.glob("17_aside.jsonl.damaged*")]
    monkeypatch.undo()
    filed = FileStore(Folders.resolve(home)).lookup.summaries(date.fromisoformat(file.parent.name))
    assert {call.id[-3:] for call in filed} == {"000", "111", "222"}


def test_killed_at_each_step(home: Path, pack: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Whenever it dies, what it was to enter is there once or not at all, the next one enters, and a rebuild agrees."""
    entered(home, pack, "before")
    alive, step, there = False, 0, 0
    while not alive:
        place = tmp_path_factory.mktemp("killed") / "home"
        shutil.copytree(home, place)
        alive = killed_at(step, place, pack, "killed")
        enter(str(place), given_of(pack, "after"), json=False)
        store = FileStore(Folders.resolve(place))
        logs = [log for day in store.journal.days() for log in store.journal.read_day(day).calls.values()]
        texts = [event.value for log in logs for event in log if isinstance(event, e.Filled)]
        assert sorted(texts) in (["after", "before"], ["after", "before", "killed"]), step
        assert all(isinstance(log[-1], e.Closed) for log in logs), step
        there += "killed" in texts
        assert not alive or "killed" in texts
        filed_now = found_in(store)
        assert len(filed_now[0]) == len(filed_now[1]) == len(texts), step
        assert store.seats.sit_down("17", aside=True).marked() == []
        assert run_rebuild(place), step
        assert found_in(FileStore(Folders.resolve(place))) == filed_now, step
        shutil.rmtree(place)
        step += 1
    assert 1 < there < step


def given_of(pack: str, text: str) -> Given:
    """Return what a command line says of feedback."""
    return Given("feedback", "post", None, CLASS[pack], (f"{FIELD[pack]}={text}",))


def found_in(store: FileStore) -> tuple[list[CallSummary], list[TaskRecord]]:
    """Return what is filed, and the work."""
    days = store.journal.days()
    calls = [call for day in days for call in store.lookup.summaries(day)]
    return sorted(calls, key=lambda call: call.id), sorted(store.lookup.tasks(), key=lambda task: task.id)


def run_rebuild(home: Path) -> bool:
    """Make the registers again; tell whether nothing was wrong."""
    return not rebuild(str(home)).problems


def killed_at(step: int, home: Path, pack: str, text: str) -> bool:
    """Enter something in a process of its own, which is killed at one of its steps; tell whether it has lived."""
    pid = os.fork()
    if not pid:
        try:
            die_at(step)
            enter(str(home), given_of(pack, text), json=False)
            os._exit(0)
        finally:
            os._exit(2)
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    assert status in (0, -signal.SIGKILL), status
    return status == 0
