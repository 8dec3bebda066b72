"""A register file that is gone is missed by the list of those that were written, told once, and made again."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from callscript.contacts.phones import bucket
from callscript.core.records import Query
from callscript.runtime.paths import Folders
from callscript.store.files import FileStore
from callscript.store.ports import Lookup
from callscript.store.registers.search import filed_under
from tests.in_the_way import IN_THE_WAY, put_in_the_way
from tests.powers import no_powers
from tests.store.opened import opened
from tests.store.samples import CALL, START, log, records, summarise, summary, task

PHONE = "+380501234567"
EVENTS = [*log(phone=PHONE), task(6)]
FILES = ["calls/2026-11-23/17.json", f"phones/{bucket(PHONE)}.json", "tasks/17.json"]


@pytest.fixture
def filed(tiny: FileStore) -> FileStore:
    """A store with one call, journalled and filed."""
    tiny.journal.append(CALL, EVENTS)
    tiny.registers.file_call(*records(EVENTS))
    return tiny


def ask_everything(lookup: Lookup) -> list[int]:
    """Look up what is in each register; return how much that is."""
    asked = lookup.summaries(START.date(), "17"), lookup.history(PHONE), lookup.tasks("17")
    return [len(found) for found in asked]


@pytest.mark.parametrize("name", FILES)
def test_one_that_is_gone_is_missed_where_it_is_asked_for(filed: FileStore, folders: Folders, name: str) -> None:
    """It is never an empty one; told once, until a rebuild has brought it back, in other sessions too."""
    assert filed.registers.wanting() == []
    file = folders.registers / name
    file.unlink()
    assert [str(each) for each in filed.registers.wanting()] == [f"{file.parent.name}/{file.name}: is gone"]
    for _ in range(2):
        counts = ask_everything(filed.lookup)
        assert sorted(counts) == [0, 1, 1]
        assert filed.registers.incomplete()
    (told,) = filed.take_notices()
    assert str(told) == f"{file.parent.name}/{file.name}: is gone: run callscript rebuild"
    assert not FileStore(folders).registers.standing(filed.journal).complete
    assert filed.registers.rebuild(filed.journal, summarise, losing=False) == (1, [])
    assert ask_everything(filed.lookup) == [1, 1, 1]
    assert (filed.registers.incomplete(), filed.take_notices(), filed.registers.wanting()) == (False, [], [])
    file.unlink()
    ask_everything(filed.lookup)
    assert len(filed.take_notices()) == 1, "it is missed again"


def of_the_day(lookup: Lookup) -> object:
    return lookup.summaries(START.date())


def of_any_day(lookup: Lookup) -> object:
    return lookup.find(Query(name="Іван"), 5)


@pytest.mark.parametrize("ask", [of_the_day, of_any_day])
@pytest.mark.parametrize("gone", ["file", "folder"])
def test_one_of_another_operator_is_missed_too(
    filed: FileStore, folders: Folders, ask: Callable[[Lookup], object], gone: str
) -> None:
    """Whoever asks for the calls of all operators finds those missing that are gone."""
    file = folders.registers / FILES[0]
    file.unlink()
    if gone == "folder":
        file.parent.rmdir()
    assert ask(FileStore(folders).lookup) == []
    assert filed.registers.incomplete()


def test_filing_another_call_hides_no_loss(filed: FileStore, folders: Folders) -> None:
    """A register that is gone and is made by the next call is incomplete, which is told."""
    (folders.registers / FILES[0]).unlink()
    other = log("20261123-17-other")
    filed.registers.file_call(*records(other))
    assert filed.lookup.summaries(START.date()) == [summary(other)]
    assert [each.place for each in filed.take_notices()] == ["2026-11-23/17.json"]
    assert filed.registers.incomplete()


@pytest.mark.parametrize("made", [("calls",), ("calls", "phones"), ("tasks",)])
def test_folders_that_are_being_made_are_not_missed(tiny: FileStore, folders: Folders, made: tuple[str, ...]) -> None:
    """Another session files the very first call at the same time: nothing was there before, and nothing is gone."""
    for part in made:
        (folders.registers / part).mkdir(parents=True)
    assert not tiny.registers.incomplete()
    tiny.registers.file_call(*records(EVENTS))
    assert not tiny.registers.incomplete()
    assert ask_everything(tiny.lookup) == [1, 1, 1]
    shutil.rmtree(folders.registers / "tasks")
    assert tiny.registers.incomplete()


def test_a_register_that_never_was_is_not_missed(filed: FileStore) -> None:
    """Nobody else's work, no other number's calls and no other day's are gone."""
    lookup = filed.lookup
    assert (lookup.tasks("18"), lookup.history("0671111111"), lookup.summaries(START.date(), "18")) == ([], [], [])
    assert (filed.registers.incomplete(), filed.take_notices()) == (False, [])


@pytest.mark.usefixtures("filed")
def test_registers_of_the_release_before_have_no_list(folders: Folders) -> None:
    """They are not called incomplete; the next call begins the list with all that there is."""
    (folders.registers / "files").unlink()
    (folders.registers / "calls" / "notes").touch()
    store = FileStore(folders)
    assert ask_everything(store.lookup) == [1, 1, 1]
    assert store.registers.standing(store.journal).complete
    other = log("20261124-18-other", phone="+380671111111", number="18")
    store.registers.file_call(*records(other))
    assert opened(folders.registers) == []
    assert store.registers.wanting() == [], "what is no register is not on the list"
    (folders.registers / FILES[2]).unlink()
    ask_everything(store.lookup)
    assert [each.place for each in store.take_notices()] == ["tasks/17.json"]


@pytest.mark.parametrize("name", ["calls/2026-11-23/17.json", "tasks", "files"])
def test_what_cannot_be_looked_at_is_named(filed: FileStore, folders: Folders, name: str) -> None:
    """A file or folder that is closed is wanting, and stays as it is."""
    (folders.registers / name).chmod(0)
    with no_powers():
        found = {str(each).partition(":")[0] for each in filed.registers.wanting()}
    (folders.registers / name).chmod(0o700)
    assert Path(name).name in {Path(place).name for place in found}
    assert filed.registers.wanting() == []


def test_a_damaged_register_is_wanting_and_stays(filed: FileStore, folders: Folders) -> None:
    """So is one whose records are of another kind; looking changes nothing, and follows no link."""
    before = (folders.registers / FILES[0]).read_bytes()
    (folders.registers / FILES[1]).write_bytes(b"null")
    (folders.registers / FILES[2]).write_bytes(before)
    (folders.registers / "phones" / "more").symlink_to(folders.registers / "calls")
    reasons = [str(each) for each in filed.registers.wanting()]
    assert reasons == [f"{FILES[1]}: not a register", f"{FILES[2]}: a record is not complete"]
    assert (folders.registers / FILES[2]).read_bytes() == before


def test_a_line_cut_short_spoils_no_other(filed: FileStore, folders: Folders) -> None:
    """What follows a line whose writing was cut short is a line of its own."""
    names = folders.registers / "files"
    names.write_bytes(names.read_bytes() + b"\ncalls/2026-11-2\xff")
    other = log("20261124-17-other")
    filed.registers.file_call(*records(other))
    (folders.registers / "calls" / "2026-11-24" / "17.json").unlink()
    filed.lookup.summaries(START.date().replace(day=24), "17")
    assert [each.place for each in filed.take_notices()] == ["2026-11-24/17.json"]


@pytest.mark.parametrize("kind", IN_THE_WAY)
def test_what_stands_in_the_place_of_the_list(filed: FileStore, folders: Folders, tmp_path: Path, kind: str) -> None:
    """It is set aside and told when the next call is filed, and holds up nothing before."""
    put_in_the_way(kind, folders.registers / "files", tmp_path)
    assert ask_everything(filed.lookup) == [1, 1, 1]
    filed.registers.file_call(*records(EVENTS))
    assert [each.place for each in filed.take_notices()] == ["registers/files"]
    (folders.registers / FILES[2]).unlink()
    ask_everything(filed.lookup)
    assert [each.place for each in filed.take_notices()] == ["tasks/17.json"]
    assert kind != "link" or (tmp_path / "target").read_text() == "kept"


def test_a_call_that_was_discarded_is_found_by_no_number() -> None:
    """It counts as none, so the numbers of its caller do not lead to it."""
    made = summary(EVENTS)
    assert filed_under(made) == (PHONE,)
    assert filed_under(replace(made, discarded=True)) == ()
