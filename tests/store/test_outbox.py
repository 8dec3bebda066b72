"""The outbox: a letter goes in once, is one process's at a time, and is delivered or still there, whatever dies."""

from __future__ import annotations

import os
import signal
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from callscript.runtime.paths import Folders
from callscript.store.files import FileStore
from callscript.store.memory import MemoryStore
from callscript.store.ports import Outbox, Store
from tests.store.children import spawn
from tests.store.samples import CALL, NOW, letter


@pytest.fixture(params=["files", "memory"])
def outbox(request: pytest.FixtureRequest, tmp_path: Path) -> Outbox:
    """An empty outbox of either kind."""
    store: Store = FileStore(Folders.resolve(tmp_path)) if request.param == "files" else MemoryStore()
    return store.outbox


def of(home: Path) -> Outbox:
    """Return the outbox of a home, as another process has it."""
    return FileStore(Folders.resolve(home)).outbox


def test_a_letter_goes_in_once(outbox: Outbox) -> None:
    """Whoever puts the same letter in again changes nothing, also after it was delivered."""
    assert outbox.put(letter())
    assert not outbox.put(letter(tries=9))
    assert outbox.open() == [letter()]
    outbox.change(letter(state="sent", delivered=NOW))
    assert not outbox.put(letter())
    assert outbox.open() == []


def test_of_what_was_delivered_no_word_is_kept(outbox: Outbox) -> None:
    """It is known that a letter was delivered, when and what took it over; what it said is not there any more."""
    outbox.put(letter())
    with outbox.hold(letter().id) as held:
        assert held
        assert held == letter()
        outbox.change(replace(held, state="sent", delivered=NOW, reply="250 ok"))
    (sent,) = outbox.sent(CALL)
    assert (sent.delivered, sent.reply, sent.subject, sent.text) == (NOW, "250 ok", "", "")
    assert outbox.sent("20261123-17-1bbbbbb") == []
    assert outbox.sent("no call") == []


def test_letters_are_listed_by_when_they_are_due(outbox: Outbox) -> None:
    """What is due first comes first; what was given up stays in the list."""
    late, soon = letter(1, next_try=NOW + timedelta(60)), letter(2, state="given_up")
    outbox.put(late)
    outbox.put(soon)
    assert outbox.open() == [soon, late]


def test_a_letter_is_one_workers_at_a_time(outbox: Outbox) -> None:
    """While one holds a letter another one gets nothing, and gets it as it is afterwards."""
    outbox.put(letter())
    with outbox.hold(letter().id) as held:
        assert held
        with outbox.hold(letter().id) as other:
            assert other is None
        outbox.change(replace(held, tries=1))
    with outbox.hold(letter().id) as other:
        assert other == letter(tries=1)
        outbox.change(letter(state="sent", delivered=NOW))
    with outbox.hold(letter().id) as gone:
        assert gone is None


def test_another_process_keeps_out(tmp_path: Path) -> None:
    """A letter that another process holds is not to be had; its death lets go of it."""
    here = of(tmp_path)
    here.put(letter())
    with spawn("hold_letter", tmp_path, letter().id) as child:
        assert child.stdout
        assert child.stdout.readline() == b"held\n"
        with here.hold(letter().id) as held:
            assert held is None
        child.kill()
        child.wait()
    with here.hold(letter().id) as held:
        assert held == letter()


def test_letters_outlive_the_process(tmp_path: Path) -> None:
    """What was put in is there for whoever comes next, and no lock stays behind what was delivered."""
    of(tmp_path).put(letter())
    outbox = of(tmp_path)
    assert outbox.open() == [letter()]
    with outbox.hold(letter().id) as held:
        assert held
        outbox.change(replace(held, state="sent", delivered=NOW))
    assert of(tmp_path).open() == []
    assert of(tmp_path).sent(CALL)[0].delivered == NOW
    files = [path.name for path in Folders.resolve(tmp_path).outbox.rglob("*") if path.is_file()]
    assert files == [f"{letter().id}.json"]
    assert b"\xd0\xa8" not in next(Folders.resolve(tmp_path).outbox.rglob("*.json")).read_bytes()


def test_what_stands_in_both_places_was_delivered(tmp_path: Path) -> None:
    """Whoever dies between saying that a letter was delivered and taking it away has it taken away by the next one."""
    outbox = of(tmp_path)
    outbox.put(letter())
    left = Folders.resolve(tmp_path).outbox / "open" / f"{letter().id}.json"
    kept = left.read_bytes()
    outbox.change(letter(state="sent", delivered=NOW))
    left.write_bytes(kept)
    left.chmod(0o600)
    with outbox.hold(letter().id) as held:
        assert held is None
    assert not left.exists()
    assert of(tmp_path).open() == []


@pytest.mark.parametrize("content", [b"", b"{}", b"\xff", b'{"call":"20261123-17-1aaaaaa"}', None])
def test_a_damaged_letter_is_set_aside_and_told(tmp_path: Path, content: bytes | None) -> None:
    """What is no letter is kept under another name and told, and the letters beside it go on; it can be put in anew."""
    outbox = of(tmp_path)
    outbox.put(letter(1))
    outbox.put(letter(2))
    file = Folders.resolve(tmp_path).outbox / "open" / f"{letter(1).id}.json"
    if content is None:
        file.unlink()
        file.mkdir()
    else:
        file.write_bytes(content)
    assert outbox.open() == [letter(2)]
    (told,) = outbox.take_notices()
    assert told.kept
    assert Path(told.kept).name == f"{file.name}.damaged-1"
    assert outbox.put(letter(1))
    assert outbox.open() == [letter(1), letter(2)]


def test_a_letter_under_another_ones_name_is_none(tmp_path: Path) -> None:
    """A copy of a letter under another name is not sent for that one."""
    outbox = of(tmp_path)
    outbox.put(letter(1))
    folder = Folders.resolve(tmp_path).outbox / "open"
    (folder / f"{letter(1).id}.json").rename(folder / f"{letter(2).id}.json")
    assert outbox.open() == []
    assert outbox.take_notices()


def test_an_id_that_is_none_reaches_no_file(tmp_path: Path) -> None:
    """No name leads out of the folder."""
    outbox = of(tmp_path)
    for name in ("../x", "a/b.1.c", "20261123-17-x", "20261123-17-x.1.a/../b"):
        with pytest.raises(ValueError, match="letter"), outbox.hold(name):
            pass


@pytest.mark.parametrize("share", ["none", "group"])
def test_files_are_for_those_whom_the_home_is_for(tmp_path: Path, share: str) -> None:
    """What lies in the outbox is its owner's alone, or the group's where the home is shared."""
    if share == "group":
        (tmp_path / "settings.toml").write_text('[store]\nshare = "group"\n')
        (tmp_path / "settings.toml").chmod(0o640)
        tmp_path.chmod(0o2770)
    folders = Folders.resolve(tmp_path)
    before = os.umask(0)
    try:
        folders.make()
        outbox = of(tmp_path)
        outbox.put(letter(1))
        outbox.put(letter(2))
        outbox.change(letter(1, state="sent", delivered=NOW))
        with outbox.hold(letter(2).id):
            modes = {path.is_dir(): set[int]() for path in folders.outbox.rglob("*")}
            for path in folders.outbox.rglob("*"):
                modes[path.is_dir()].add(path.stat().st_mode & 0o7777)
    finally:
        os.umask(before)
    assert modes == ({True: {0o2770}, False: {0o660}} if share == "group" else {True: {0o700}, False: {0o600}})


def test_eight_processes_share_the_letters_out(tmp_path: Path) -> None:
    """Of forty letters each is delivered once, however many processes work at them at the same time."""
    here = of(tmp_path)
    for number in range(1, 41):
        here.put(letter(number))
    children = [spawn("deliver_letters", tmp_path) for _ in range(8)]
    delivered = [line for child in children for line in child.communicate(timeout=60)[0].decode().splitlines()]
    assert sorted(delivered) == sorted(letter(number).id for number in range(1, 41))
    assert here.open() == []
    assert [child.returncode for child in children] == [0] * 8


def test_kill_between_any_two_steps(tmp_path: Path) -> None:
    """Whoever is killed at a letter leaves it whole: to be delivered, or said to be, never neither."""
    here = of(tmp_path)
    for number in range(1, 31):
        here.put(letter(number))
        with spawn("deliver_letters", tmp_path) as child:
            assert child.stdout
            child.stdout.readline()
            child.send_signal(signal.SIGKILL)
            child.wait()
        known = {each.id for each in (*here.open(), *here.sent(CALL))}
        assert known == {letter(each).id for each in range(1, number + 1)}
        assert here.take_notices() == []
