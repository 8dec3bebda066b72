"""A folder or file that cannot be looked through is never taken for an empty one, and nothing is replaced unseen."""

from __future__ import annotations

import shutil
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from callscript.commands.calls import calls
from callscript.commands.doctor import Finding, examine
from callscript.core.records import Query
from callscript.runtime.paths import Folders
from callscript.store.errors import StoreFull, StoreUnavailable
from callscript.store.files import FileStore
from callscript.store.in_words import in_words
from tests.powers import no_powers
from tests.store.samples import CALL, START, log, records, summarise, task
from tests.store.test_files import PHONE, content

OTHERS = [f"20261123-17-n{number}" for number in range(3)]
REMEDY = "Permission denied: see callscript doctor"


@pytest.fixture
def filed(tiny: FileStore, folders: Folders) -> FileStore:
    """A store with three calls, one of which leaves work open, journalled and filed."""
    folders.make()
    for call in OTHERS:
        events = [*log(call, phone=PHONE), *([task(6)] if call == OTHERS[0] else [])]
        tiny.journal.append(call, events)
        tiny.registers.file_call(*records(events))
    tiny.journal.close()
    return tiny


@contextmanager
def closed(*paths: Path, mode: int = 0) -> Generator[None]:
    """Close files or folders to everybody, and let this thread pass by no mode."""
    before = {path: path.stat().st_mode for path in paths}
    for path in paths:
        path.chmod(mode)
    try:
        with no_powers():
            yield
    finally:
        for path, was in before.items():
            with suppress(FileNotFoundError):
                path.chmod(was)


def found(folders: Folders) -> list[Finding]:
    """Return what doctor finds wrong with the data."""
    machine = ("terminal", "TERM", "disk", "profile")
    return [each for each in examine(str(folders.data)) if each.level == "problem" and each.what not in machine]


def test_a_full_disk_is_told_with_where_to_look() -> None:
    """What the operator is told names the command that says which disk it is, and how much room is left there."""
    full = Path("/dev/full")
    with pytest.raises(StoreFull, match="dev/full: No space left on device: see callscript doctor"), in_words(full):
        full.write_bytes(b"x")


@pytest.mark.parametrize("mode", [0, 0o300])
@pytest.mark.parametrize("place", ["day", "year", "journal"])
def test_a_journal_that_cannot_be_listed(filed: FileStore, folders: Folders, place: str, mode: int) -> None:
    """Who asks is told which folder and the remedy; doctor finds it and mends it; the registers stay as they are."""
    day = next(folders.journal.glob("*/*"))
    folder = {"day": day, "year": day.parent, "journal": folders.journal}[place]
    before = content(folders.registers)
    with closed(folder, mode=mode):
        with pytest.raises(StoreUnavailable, match=REMEDY) as told:
            filed.journal.read_day(START.date()) if place == "day" else filed.journal.days()
        assert told.value.place.endswith(folder.name)
        with pytest.raises(StoreUnavailable, match=folder.name):
            filed.registers.rebuild(filed.journal, summarise)
        report = calls(str(folders.data), START.date(), "", json=False)
        assert f"{folder.name}: {REMEDY}" in " ".join(report.problems)
        reached = mode and place != "day"  # its name is known, and it can be opened
        assert ("the list is not complete" in report.problems) is not bool(reached)
        assert reached or "no calls" not in report.notes
        problems = found(folders)
        assert any(
            each.what == "modes" and folder.name in each.text and "doctor --fix" in each.text for each in problems
        )
        assert any(each.what in ("journal", "store") and REMEDY in each.text for each in problems)
        assert [*examine(str(folders.data), fix=True)]
        assert folder.stat().st_mode & 0o777 == 0o700
        assert filed.registers.rebuild(filed.journal, summarise) == (3, [])
    assert before.keys() == content(folders.registers).keys()


def test_another_day_is_listed_all_the_same(filed: FileStore, folders: Folders) -> None:
    """Doctor and the list of calls go on with the days that can be read."""
    call = "20261124-17-abc"
    filed.journal.append(call, log(call))
    with closed(folders.journal / "2026" / "2026-11-23"):
        assert "2026-11-23" in " ".join(each.text for each in found(folders) if each.what == "journal")
        (problem,) = calls(str(folders.data), START.date().replace(day=24), "", json=False).problems
        assert call in problem


FOLDERS = ["calls", "calls/2026-11-23", "phones", "tasks", ""]


@pytest.mark.parametrize(
    ("part", "mode"), [*((part, mode) for part in FOLDERS for mode in (0, 0o300)), ("tasks/17.json", 0)]
)
def test_registers_that_cannot_be_looked_through_are_not_replaced(
    filed: FileStore, folders: Folders, part: str, mode: int
) -> None:
    """They stay in use, to the last byte; what stands in the way is named, and what to do; nothing lies hidden."""
    shutil.rmtree(folders.journal / "2026")
    before = content(folders.registers)
    place = folders.registers / part
    with closed(place, mode=mode):
        for losing in (True, False):
            with pytest.raises(StoreUnavailable, match=f"{place.name}: {REMEDY}") as told:
                filed.registers.rebuild(filed.journal, summarise, losing=losing)
            assert "left as they are" in str(told.value) or part == ""
        assert any(each.what == "registers" and REMEDY in each.text for each in found(folders)) or part == ""
        assert found(folders)
    assert content(folders.registers) == before
    assert not list(folders.data.glob(".registers*"))
    assert not list(folders.data.glob("*.damaged-*"))
    (problem,) = filed.registers.rebuild(filed.journal, summarise).problems
    assert all(call in problem.reason for call in OTHERS)


def test_a_list_that_cannot_be_read_is_not_empty(filed: FileStore, folders: Folders) -> None:
    """Whoever looks something up in a folder or file that is closed is told so."""
    with closed(folders.registers / "calls" / "2026-11-23"), pytest.raises(StoreUnavailable, match=REMEDY):
        filed.lookup.find(Query(), 5)
    with closed(folders.registers / "tasks" / "17.json"), pytest.raises(StoreUnavailable, match=REMEDY):
        filed.lookup.tasks("17")


@pytest.mark.parametrize("place", ["folder", "file"])
def test_a_second_place_that_cannot_be_read(filed: FileStore, place: str) -> None:
    """What may have been put there is not taken for nothing: who reads a call, or starts, is told."""
    spare = Path(filed.journal.keep_elsewhere(CALL, log()))
    with closed(spare.parent if place == "folder" else spare):
        told = filed.journal.read_call(CALL).problems
        assert ["more may have been put elsewhere" in each.reason and REMEDY in each.reason for each in told] == [True]
        if place == "folder":
            with pytest.raises(StoreUnavailable, match=REMEDY):
                filed.journal.kept_elsewhere("17")
        filed.journal.append(OTHERS[0], [])
    assert filed.journal.read_call(CALL).events == log()
    assert spare.exists()


def test_markers_that_cannot_be_listed(tiny: FileStore, folders: Folders) -> None:
    """No call is taken for closed because its marker cannot be seen."""
    folders.make()
    seat = tiny.seats.sit_down("17")
    seat.begin(CALL)
    with closed(folders.open_calls):
        for ask in (seat.claim, seat.marked, seat.given_up):
            with pytest.raises(StoreUnavailable, match=f"open: {REMEDY}"):
                ask()
    assert seat.claim() == CALL
    seat.leave()


def test_what_was_used_before_and_cannot_be_deleted_is_seen(filed: FileStore, folders: Folders) -> None:
    """New registers are used; the old ones, though not needed, lie where they are seen, and that is told."""
    with closed(folders.registers / "phones", mode=0o500):
        count, (problem,) = filed.registers.rebuild(filed.journal, summarise)
        assert (count, problem.kept) == (3, str(folders.data / "registers.damaged-1"))
        assert "cannot be deleted" in problem.reason
    assert not list(folders.data.glob(".registers*"))
    (folders.data / "registers.damaged-1" / "phones").chmod(0o700)
    assert len(filed.lookup.history(PHONE)) == 3


def test_what_a_killed_rebuild_left_and_cannot_be_looked_through_is_seen(filed: FileStore, folders: Folders) -> None:
    """It may be the last that knows of a call: it is kept under a name that is not hidden, and told."""
    left = folders.data / ".registers.new"
    shutil.copytree(folders.registers, left)
    with closed(left / "calls"):
        count, (problem,) = filed.registers.rebuild(filed.journal, summarise)
        assert (count, problem.kept) == (3, str(folders.data / "registers.damaged-1"))
        assert f"registers.damaged-1/calls: {REMEDY}" in problem.reason or REMEDY in problem.reason
    (folders.data / "registers.damaged-1" / "calls").chmod(0o700)
    assert not list(folders.data.glob(".registers*"))


def test_new_registers_are_for_those_whom_the_ones_before_were_for(filed: FileStore, folders: Folders) -> None:
    """They take after those that are used, whatever the folder is that they are in."""
    folders.registers.chmod(0o2770)
    filed.registers.rebuild(filed.journal, summarise)
    assert folders.registers.stat().st_mode & 0o7777 == 0o2770
