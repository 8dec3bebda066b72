"""What calls count is kept: another report reads only what has changed, and its figures are those of a first one."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from callscript.core import acts
from callscript.core.call import events as e
from callscript.core.call.fold import fold_all
from callscript.core.call.notices import not_delivered
from callscript.core.sums import Figure
from callscript.packs.versions import Versions
from callscript.runtime.clock import FakeClock
from callscript.runtime.paths import Folders
from callscript.service import counts_kept
from callscript.service.counting import Counting
from callscript.service.counts_kept import CountsKept
from callscript.service.desk_log import DeskLog
from callscript.service.notices import Notices
from callscript.service.work import Kept, Work
from callscript.store.files import FileStore
from tests.checked import script_of
from tests.service.taken_at_random import NOW, OPERATORS, deliver, take_calls

UA = script_of("ua-court")
AT = NOW.replace(tzinfo=UA.zone)
CALLS = 40


class Home:
    """A home in which calls are counted again and again."""

    def __init__(self, path: Path) -> None:
        self.folders = Folders.resolve(path)
        self.kept = CountsKept(self.folders.cache)
        self.store = FileStore(self.folders)

    def count(self, now: datetime = AT) -> tuple[int, list[Figure]]:
        """Count once more; return how many calls were told over, and the figures, which are those of a first count."""
        found, first = (
            Counting(FileStore(self.folders), Versions(self.folders), now, ("operator", "week"), kept)
            for kept in (self.kept, None)
        )
        figures: list[list[Figure]] = []
        for counting in (found, first):
            counting.count()
            assert counting.problems == []
            sums = sorted(counting.sums.items())
            figures.append([each for pack, of in sums for each in of.figures(counting.scripts[pack])])
        assert figures[0] == figures[1]
        assert first.read == CALLS + self.more
        return found.read, figures[0]

    more = 0
    """Calls that were taken since."""

    def promised(self) -> str:
        """Return the id of work that is open, under the Ukrainian script."""
        packs_of = {
            each.id: each.pack for day in self.store.journal.days() for each in self.store.lookup.summaries(day)
        }
        return next(task.id for task in self.store.lookup.tasks() if packs_of[task.call] == "ua-court")


@pytest.fixture(scope="module")
def calls(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with some calls."""
    path = tmp_path_factory.mktemp("calls")
    take_calls(path, CALLS, seed=8)
    return path


@pytest.fixture
def home(calls: Path, tmp_path: Path) -> Home:
    """A home of its own, whose calls were counted once."""
    home = Home(shutil.copytree(calls, tmp_path / "home"))
    assert home.count()[0] == CALLS
    assert home.count()[0] == 0
    return home


# Each does something, and returns how many calls it concerns


def move(home: Home) -> int:
    """Have work moved that a call left open."""
    store = FileStore(home.folders)
    kept = Kept(store.journal, DeskLog(store.journal), store.registers, store.tasks, store.lookup, store.outbox)
    work = Work("18", UA, Versions(home.folders, UA), FakeClock(AT), Notices(), kept, lambda: None)
    work.do(home.promised(), acts.Finish("reached"))
    return 1


def correct(home: Home) -> int:
    """Correct a call that is closed."""
    store = FileStore(home.folders)
    for day in store.journal.days():
        for call, log in store.journal.read_day(day).calls.items():
            if isinstance(log[-1], e.Closed):
                corrected = e.EndCorrected(seq=len(log) + 1, at=AT, how="caller", outcome="dropped", reason="так було")
                DeskLog(store.journal).append(call, [corrected])
                return 1
    raise AssertionError("no call is closed")


def delivered(home: Home) -> int:
    """Have a notice delivered that was late."""
    store = FileStore(home.folders)
    for day in store.journal.days():
        for call, log in store.journal.read_day(day).calls.items():
            if (script := Versions(home.folders).of(log)) and isinstance(log[-1], e.Closed):
                for owed in not_delivered(script, fold_all(script, store.journal.read_call(call).whole)):
                    if not store.outbox.sent(call):
                        deliver(store, call, owed.notice, owed.event, owed.since, AT)
                        return 1
    raise AssertionError("no notice is owed")


def taken(home: Home) -> int:
    """Take another call."""
    store = FileStore(home.folders)
    log = next(log for day in store.journal.days() for log in store.journal.read_day(day).calls.values())
    first, *rest = log
    assert isinstance(first, e.CallStarted)
    other = f"{first.call[:-3]}zzz"
    store.journal.append(other, [replace(first, call=other), *rest])
    home.more += 1
    return 1


@pytest.mark.parametrize("change", [move, correct, delivered, taken])
def test_only_what_has_changed_is_read_again(home: Home, change: Callable[[Home], int]) -> None:
    """Work is moved, a call corrected, a notice delivered, a call taken: the calls that this concerns, no others."""
    concerned = change(home)
    read, after = home.count()
    assert read == concerned
    assert home.count() == (0, after)


def test_what_comes_due_is_read_again(home: Home) -> None:
    """Work is overdue from a moment on that nothing records; a clock that was set back finds what it found."""
    early = AT - timedelta(days=12)
    read, then = home.count(early)
    assert read == CALLS
    assert home.count(early) == (0, then)
    again, now = home.count()
    assert 0 < again < CALLS
    assert now != then


def test_what_is_kept_may_be_anything(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """Damaged, of other code, not to be written: it only costs the time."""
    folder = home.folders.cache / "counts"
    files = sorted(folder.iterdir())
    data = files[0].read_bytes()
    files[0].write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    assert 0 < home.count()[0] < CALLS
    assert home.count()[0] == 0
    monkeypatch.setattr(counts_kept, "code_name", lambda: "other")
    assert home.count()[0] == CALLS
    for file in folder.iterdir():
        file.unlink()
    folder.rmdir()
    folder.write_text("in the way")
    assert home.count()[0] == home.count()[0] == CALLS


def test_what_is_in_the_second_place_is_read(home: Home) -> None:
    """Of what stands there no journal tells that it has changed."""
    operator = OPERATORS[0]
    store = FileStore(home.folders)
    day, log = next(
        (day, log)
        for day in store.journal.days()
        for log in store.journal.read_day(day).calls.values()
        if isinstance(log[0], e.CallStarted) and log[0].operator.number == operator
    )
    other = f"{day:%Y%m%d}-{operator}-k3f9zzz"
    first, *rest = log
    assert isinstance(first, e.CallStarted)
    store.journal.keep_elsewhere(other, [replace(first, call=other), *rest])
    home.more += 1
    before = sum(
        isinstance(log[0], e.CallStarted) and log[0].operator.number == operator
        for day in store.journal.days()
        for log in store.journal.read_day(day).calls.values()
    )
    assert home.count()[0] == home.count()[0] == before
