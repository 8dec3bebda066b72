"""The journal: what was acknowledged stays, whatever happens to the process, the disk or the file."""

from __future__ import annotations

import contextlib
import errno
import os
import resource
import socket
import stat
from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from zlib import crc32

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callscript.core.call import events as e
from callscript.runtime.paths import Folders
from callscript.store.errors import StoreFull, StoreUnavailable
from callscript.store.journal import checksum, format1, format2
from callscript.store.journal.journal import FileJournal
from callscript.store.journal.spare import Spare
from callscript.store.names import desk_log_id, file_name, new_call_id, parse_call_id
from tests.store.opened import opened
from tests.store.samples import CALL, HOSTILE, START, filled, log, stamping, started


@pytest.fixture
def file(folders: Folders) -> Path:
    """The file that the sample call is in."""
    return folders.journal / "2026" / "2026-11-23" / "17.jsonl"


@contextmanager
def size_limit(size: int) -> Generator[None]:
    """Let no file grow beyond a size: the kernel writes a part and then refuses, as on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def reopened(folders: Folders) -> FileJournal:
    return FileJournal(folders.journal, stamping)


def test_a_line_an_event(journal: FileJournal, file: Path) -> None:
    """A line says its format, names its call and ends with the checksum of what is before it."""
    journal.append(CALL, log(length=2))
    first, second = file.read_bytes().splitlines()
    assert first.startswith(
        b'{"v":2,"call":"20261123-17-abc","seq":1,"at":"2026-11-23T08:00:00Z","boot":["b007",0.0],"host":"desk-7",'
        b'"epoch":0,"event":{"type":"call_started","call":"20261123-17-abc",'
    )
    assert second.startswith(
        b'{"v":2,"call":"20261123-17-abc","seq":2,"at":"2026-11-23T08:00:02Z","boot":["b007",2.0],"host":"desk-7",'
        b'"epoch":0,"event":{"type":"filled","field":"name","value":"sha256:'
    )
    assert all(checksum.sound(line) for line in (first, second))
    assert not checksum.sound(second.replace(b"red", b"rad"))


def test_ids_find_their_file_and_sort_by_time() -> None:
    """A call's id carries its day and operator; ids of one day sort as the calls began; two at once differ."""
    ids = [new_call_id("17/a", START.replace(hour=hour, minute=minute)) for hour in (0, 8, 23) for minute in (0, 59)]
    assert ids == sorted(ids)
    ref = parse_call_id(ids[0])
    assert ref
    assert ref.journal(Path("j")) == Path("j/2026/2026-11-23/17_2fa.jsonl")
    assert new_call_id("17", START) != new_call_id("17", START)


@given(st.text(max_size=120), st.text(max_size=120))
def test_operators_never_share_a_file(one: str, other: str) -> None:
    """Any number gives a harmless file name, and two numbers never the same one."""
    name = file_name(one)
    assert 0 < len(name) <= 100
    assert name.replace("_", "a").isalnum()
    assert name.isascii()
    assert (one == other) == (name == file_name(other))


@pytest.mark.parametrize("number", HOSTILE)
def test_a_hostile_number_stays_in_the_folder(folders: Folders, number: str) -> None:
    """An operator's number is never a path."""
    journal = reopened(folders)
    call = new_call_id(number, START)
    journal.append(call, [started(call)])
    journal.close()
    assert len(list((folders.journal / "2026" / "2026-11-23").iterdir())) == 1
    assert [path.name for path in folders.data.iterdir()] == ["journal"]
    assert len(journal.read_call(call).events) == 1


def test_a_torn_tail_takes_nothing_with_it(folders: Folders, file: Path) -> None:
    """Cut the last line at every byte: what came before stays, and what is appended next is not lost with it."""
    journal = reopened(folders)
    journal.append(CALL, log(length=4))
    journal.close()
    whole = file.read_bytes()
    last = whole.rindex(b"\n", 0, -1) + 1
    for cut in range(last, len(whole) + 1):
        file.write_bytes(whole[:cut])
        arrived = 4 if cut >= len(whole) - 1 else 3
        journal = reopened(folders)
        assert len(journal.read_call(CALL).events) == arrived
        assert journal.read_call(CALL).problems == []
        journal.append(CALL, [filled(arrived + 1)])
        found = journal.read_call(CALL)
        assert (len(found.events), found.problems) == (arrived + 1, []), cut
        assert file.read_bytes().endswith(b"\n")
        assert journal.take_notices() == []
        journal.close()


def test_reading_changes_nothing(folders: Folders, file: Path) -> None:
    """Only the session that appends repairs: anybody else may be reading while it writes."""
    journal = reopened(folders)
    journal.append(CALL, log())
    journal.close()
    torn = file.read_bytes()[:-20]
    file.write_bytes(torn)
    assert len(journal.read_call(CALL).events) == 4
    assert file.read_bytes() == torn


def test_a_damaged_line_is_reported_and_the_file_set_aside(folders: Folders, file: Path) -> None:
    """Every bit of the damaged file is kept, its sound lines go on in a fresh one, and the place is named."""
    journal = reopened(folders)
    journal.append(CALL, log(length=3))
    journal.append("20261123-17-other", log("20261123-17-other"))
    journal.close()
    damaged = file.read_bytes().replace(b'"seq":3', b'"seq":4', 1)
    file.write_bytes(damaged)

    problem = journal.read_call(CALL).problems[0]
    assert (problem.place, problem.line, problem.kept) == ("2026-11-23/17.jsonl", 3, None)

    journal.append(CALL, [filled(3)])
    notice = journal.take_notices()[0]
    assert (notice.line, notice.kept) == (3, str(file.with_name("17.jsonl.damaged-1")))
    assert "17.jsonl, line 3" in str(notice)
    assert notice.kept
    assert Path(notice.kept).read_bytes() == damaged
    assert stat.S_IMODE(Path(notice.kept).stat().st_mode) == 0o600
    assert journal.read_call(CALL).events == log(length=3)
    assert journal.read_call("20261123-17-other").events == log("20261123-17-other")
    assert journal.take_notices() == []
    journal.close()

    file.write_bytes(b"garbage\n" + file.read_bytes())
    journal.append(CALL, [filled(4)])
    assert journal.take_notices()[0].kept == str(file.with_name("17.jsonl.damaged-2"))
    journal.close()


def test_events_behind_a_damaged_one_make_room(folders: Folders, file: Path) -> None:
    """A call taken up again before its damaged line goes on from there: what came after is in the file set aside."""
    journal = reopened(folders)
    journal.append(CALL, log(length=5))
    journal.close()
    file.write_bytes(file.read_bytes().replace(b'"seq":3', b'"seq":9', 1))
    journal = reopened(folders)
    assert len(journal.read_call(CALL).events) == 2
    journal.append(CALL, [filled(3, "said again")])
    assert journal.read_call(CALL).events == [*log(length=2), filled(3, "said again")]
    assert journal.read_call(CALL).problems == []
    journal.close()


def test_a_sound_line_that_is_no_event_is_not_carried_over(folders: Folders, file: Path) -> None:
    """A line of something else, its checksum right, is reported, and left behind when the file is set aside."""
    journal = reopened(folders)
    journal.append(CALL, log(length=2))
    body = b'{"hello":"world"'
    foreign = b'%b,"crc":"%08x"}\n' % (body, crc32(body))
    with file.open("ab") as end:
        end.write(foreign)
    assert len(journal.read_call(CALL).problems) == 1
    with file.open("ab") as end:
        end.write(b"garbage\n")
    journal.append(CALL, [filled(3)])
    assert foreign not in file.read_bytes()
    assert journal.read_call(CALL).events == log(length=3)
    told = {notice.line: notice.reason for notice in journal.take_notices() if notice.kept}
    assert told == {3: "not an event that this version knows", 4: "the line does not match its checksum"}
    journal.close()


def test_a_call_that_loses_events_with_another_ones_damage_is_named(folders: Folders, file: Path) -> None:
    """What cannot be used of any call stays in the file set aside: each of them is told of, not the garbage alone."""
    journal = reopened(folders)
    journal.append("20261123-17-other", log("20261123-17-other", 2))
    journal.append("20261123-17-other", [filled(4)])
    journal.append(CALL, log(length=2))
    journal.close()
    with file.open("ab") as end:
        end.write(b"garbage\n")
    journal.append(CALL, [filled(3)])
    assert journal.read_call("20261123-17-other").events == log("20261123-17-other", 2)
    assert [notice.reason for notice in journal.take_notices() if notice.kept] == [
        "the line does not match its checksum",
        "event 3 of call 20261123-17-other is missing; 1 after it cannot be used",
    ]
    journal.close()


@given(data=st.data())
def test_no_damage_passes_unnoticed(data: st.DataObject, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Change any byte: the rest is read, the damage reported, the next event saved, and every byte is still there."""
    folder = tmp_path_factory.mktemp("journal")
    journal = FileJournal(folder, stamping)
    journal.append(CALL, log(length=4))
    journal.close()
    file = next(folder.rglob("*.jsonl"))
    content = bytearray(file.read_bytes())
    place = data.draw(st.integers(0, len(content) - 1))
    content[place] = data.draw(st.integers(0, 255).filter(lambda byte: byte != content[place]))
    file.write_bytes(content)

    found = journal.read(file)
    assert found.problems
    assert found.calls.get(CALL, []) == log(length=4)[: len(found.calls.get(CALL, []))]
    journal.append("20261123-17-next", log("20261123-17-next", 1))
    assert journal.take_notices()
    assert file.with_name(f"{file.name}.damaged-1").read_bytes() == content
    assert journal.read_call("20261123-17-next").events == log("20261123-17-next", 1)
    journal.close()


def later(seq: int, before: bytes, call: str = CALL) -> bytes:
    """Write a line of a later release, which knows more types of events, behind another one."""
    event = {"type": "beamed_up", "where": "roof", "words": "two to beam up"}
    at = START + timedelta(seconds=seq)
    chain = format2.chain_of(before) if before else ""
    return format2.encode_plain(call, seq, at, event, ["words"], stamping(at), chain)


def test_an_event_of_a_later_release_is_kept_and_passed_over(folders: Folders, file: Path) -> None:
    """A sound line of a type that this release does not know is no damage, and what comes after it can be used."""
    journal = reopened(folders)
    journal.append(CALL, log(length=2))
    journal.close()
    third = later(3, file.read_bytes())
    with file.open("ab") as end:
        end.write(third)
    journal = reopened(folders)
    journal.append(CALL, [filled(4)])
    assert third in file.read_bytes()
    assert journal.take_notices() == []
    found = journal.read_call(CALL)
    unknown = e.Unknown(seq=3, at=START + timedelta(seconds=3), name="beamed_up")
    assert found.events == [*log(length=2), unknown, filled(4)]
    assert found.problems == []
    journal.close()


def test_an_event_of_a_later_release_in_format_1(folders: Folders, file: Path) -> None:
    """So it is in the first format, in which only the checksum holds a line."""
    body = b'{"call":"20261123-17-abc","type":"beamed_up","seq":2,"at":"2026-11-23T08:00:00Z"'
    file.parent.mkdir(parents=True)
    first = format1.encode(CALL, started(), {})
    file.write_bytes(first + b'%b,"crc":"%08x"}\n' % (body, crc32(body)))
    journal = reopened(folders)
    journal.append(CALL, [filled(3)])
    assert body in file.read_bytes()
    found = journal.read_call(CALL)
    assert found.events == [started(), e.Unknown(seq=2, at=START, name="beamed_up"), filled(3)]
    assert (found.problems, journal.take_notices()) == ([], [])
    journal.close()


def test_a_call_of_a_newer_format_is_named_and_left_alone(folders: Folders, file: Path) -> None:
    """A whole format that this release cannot read is no damage either: its lines stay, and are told of as such."""
    body = b'{"v":3,"call":"20261123-17-new","seq":1,"what":"ever"'
    newer = b'%b,"crc":"%08x"}\n' % (body, crc32(body))
    file.parent.mkdir(parents=True)
    file.write_bytes(newer + b"garbage\n")
    journal = reopened(folders)
    found = journal.read_call("20261123-17-new")
    assert (found.events, found.newer, len(found.problems)) == ([], True, 1)
    journal.append(CALL, log(length=2))
    assert file.read_bytes().startswith(newer)
    found = journal.read_day(START.date())
    assert (found.newer, list(found.calls), found.problems) == (["20261123-17-new"], [CALL], [])
    journal.close()


def test_a_desk_log_is_no_call(folders: Folders, file: Path) -> None:
    """What an operator does outside a call lies in the same file, chained likewise, and is not listed as a call."""
    desk = desk_log_id("17", START.date())
    assert desk == "20261123-17-desk"
    journal = reopened(folders)
    journal.append(CALL, log(length=2))
    journal.close()
    first = later(1, b"", desk)
    second = later(2, first, desk)
    with file.open("ab") as end:
        end.write(first + second)
    journal = reopened(folders)
    journal.append(CALL, [filled(3)])
    found = journal.read_day(START.date())
    assert (list(found.calls), list(found.desks), found.problems) == ([CALL], [desk], [])
    assert [event.seq for event in journal.read_call(desk).events] == [1, 2]
    assert parse_call_id(desk) is None
    assert journal.read_call(CALL).events == log(length=3)
    journal.close()


def test_no_room(journal: FileJournal, folders: Folders, file: Path) -> None:
    """A batch that does not fit is an error, not half a batch; with room again it is saved whole."""
    journal.append(CALL, log(length=3))
    size = file.stat().st_size
    batch = [filled(4), filled(5), filled(6)]
    for room in (0, 1, 200, 400):
        with size_limit(size + room), pytest.raises(StoreFull):
            journal.append(CALL, batch)
        assert reopened(folders).read_call(CALL).events == log(length=3)
        assert file.stat().st_size == size
    journal.append(CALL, [*batch, filled(7)])
    assert journal.read_call(CALL).events == log(length=7)


def calls_to_fail() -> list[str]:
    return ["write", "fdatasync", "fsync", "ftruncate", "open", "close", "fstat", "mkdir", "rename", "replace"]


@pytest.mark.parametrize("name", calls_to_fail())
@pytest.mark.parametrize("tail", ["whole", "torn", "unended", "damaged", "damaged within"])
def test_each_system_call_may_fail(
    folders: Folders, file: Path, monkeypatch: pytest.MonkeyPatch, name: str, tail: str
) -> None:
    """Let the first, the second, … call to the system fail until all succeed: nothing acknowledged is ever missing.

    A session says what it has of the call, as `Desk` does: what the file has lost is written again.
    """
    for failing in range(1, 20):
        file.unlink(missing_ok=True)
        journal = reopened(folders)
        journal.append(CALL, log(length=3))
        journal.close()
        content = file.read_bytes()
        changed = {
            "torn": content + b'{"call"',
            "unended": content[:-1],
            "damaged": b"garbage\n" + content,
            "damaged within": content.replace(b'"seq":2', b'"seq":9', 1),
        }
        file.write_bytes(changed.get(tail, content))
        seen, real = 0, getattr(os, name)

        def fail(
            *arguments: object, real: Callable[..., object] = real, at: int = failing, **options: object
        ) -> object:
            nonlocal seen
            seen += 1
            if seen == at:
                if name == "close":
                    real(*arguments, **options)
                raise OSError(errno.EIO, "input/output error")
            return real(*arguments, **options)

        acknowledged = 3
        journal.take_up(CALL, log(length=3))
        with monkeypatch.context() as patch:
            patch.setattr(os, name, fail)
            for length in (4, 5, 6):
                try:
                    journal.append(CALL, log(length=length)[acknowledged:])
                except StoreUnavailable:
                    continue
                acknowledged = length
            journal.close()
        found = reopened(folders).read_call(CALL).events
        assert found == log(length=len(found))
        assert len(found) >= acknowledged >= 5
        journal.append(CALL, log(length=7)[acknowledged:])
        assert journal.read_call(CALL).events == log(length=7)
        journal.close()
        if seen < failing:
            return
    pytest.fail("it never came to an end")


def test_a_failed_fsync_is_not_repeated_on_its_descriptor(
    journal: FileJournal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a failed fsync the kernel forgets: the file is opened anew and the batch written anew."""
    journal.append(CALL, log(length=1))
    used: list[int] = []

    def fail(fd: int) -> None:
        used.append(fd)
        raise OSError(errno.EIO, "input/output error")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fdatasync", fail)
        with pytest.raises(StoreUnavailable):
            journal.append(CALL, [filled(2)])
    with pytest.raises(OSError, match="Bad file descriptor"):
        os.fstat(used[0])
    journal.append(CALL, [filled(2)])
    assert journal.read_call(CALL).events == log(length=2)


def test_a_file_taken_away_is_noticed(journal: FileJournal, file: Path) -> None:
    """Events never go into a file that has no name any more; the session learns that it must write the call again."""
    journal.append(CALL, log(length=2))
    file.rename(file.with_name("moved"))
    journal.append(CALL, log(length=3))
    assert "removed or replaced" in journal.take_notices()[0].reason
    assert journal.read_call(CALL).events == log(length=3)


def test_what_another_session_wrote_is_set_aside_whole(journal: FileJournal, folders: Folders, file: Path) -> None:
    """Two sessions that go on with one call lose nothing: one stays in its place, the other is kept beside and told."""
    other_call = "20261123-17-other"
    journal.append(CALL, log(length=2))
    other = reopened(folders)
    other.append(other_call, log(other_call, 2))
    other.append(CALL, [filled(3, "by the other session"), filled(4)])
    other.close()
    with size_limit(file.stat().st_size - 10), pytest.raises(StoreFull):
        journal.append(CALL, [filled(3)])
    assert reopened(folders).read_call(CALL).events == [*log(length=2), filled(3, "by the other session"), filled(4)]
    journal.append(CALL, [filled(3)])
    assert journal.read_call(CALL).events == log(length=3)
    assert journal.read_call(other_call).events == log(other_call, 2)
    (told,) = journal.take_notices()
    assert "event 3" in told.reason
    assert "another session" in told.reason
    assert told.kept
    assert FileJournal(folders.journal, stamping).read(Path(told.kept)).calls[CALL][2:] == [
        filled(3, "by the other session"),
        filled(4),
    ]
    journal.append(CALL, [filled(4)])
    assert journal.take_notices() == []


@pytest.mark.parametrize("lost", [2, 3, 5])
def test_a_line_lost_before_a_call_is_taken_up(folders: Folders, file: Path, lost: int) -> None:
    """A journal that cannot be gone on from is set aside whole; the call goes on in a new one: new answers count."""
    journal = reopened(folders)
    journal.append(CALL, log(length=5))
    journal.close()
    damaged = b"".join(line for at, line in enumerate(file.read_bytes().splitlines(keepends=True), 1) if at != lost)
    file.write_bytes(damaged)
    journal = reopened(folders)
    found = journal.read_call(CALL)
    assert (found.events, found.cut_short) == (log(length=lost - 1), lost < 5)
    journal.take_up(CALL, found.events)
    fresh = [filled(seq, "said again") for seq in range(lost, lost + 3)]
    for event in fresh:
        journal.append(CALL, [event])
    told = [notice for notice in journal.take_notices() if notice.kept]
    journal.close()
    assert journal.read_call(CALL).events == [*log(length=lost - 1), *fresh]
    assert journal.read_call(CALL).problems == []
    assert bool(told) == (lost < 5)
    if told:
        assert "is missing" in told[0].reason
        assert told[0].kept
        assert Path(told[0].kept).read_bytes() == damaged


@pytest.mark.parametrize("what", ["lost", "changed", "newer", "gone"])
def test_what_is_lost_under_a_live_session_is_written_again(folders: Folders, file: Path, what: str) -> None:
    """What a session has saved it knows: it is written again, the file as it was is kept, and that is told."""
    journal = reopened(folders)
    journal.append(CALL, log(length=5))
    lines = file.read_bytes().splitlines(keepends=True)
    body = b'{"v":3,"call":"20261123-17-abc","seq":3,"what":"ever"'
    changed = {
        "lost": [*lines[:2], *lines[3:]],
        "changed": [*lines[:2], lines[2].replace(b'"seq":3', b'"seq":8'), *lines[3:]],
        "newer": [*lines[:2], checksum.closed(body), *lines[3:]],
    }
    file.unlink()
    if what != "gone":
        file.write_bytes(b"".join(changed[what]))
    journal.append(CALL, [filled(6)])
    assert journal.read_call(CALL).events == log(length=6)
    assert journal.read_call(CALL).problems == []
    told = journal.take_notices()
    assert "removed or replaced" in told[0].reason
    assert bool([each for each in told if each.kept]) == (what != "gone")
    journal.close()


def link(path: Path) -> None:
    path.symlink_to("/etc/passwd")


def listen(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as made, contextlib.chdir(path.parent):  # whose names may not be long
        made.bind(path.name)


@pytest.mark.parametrize("make", [link, os.mkfifo, Path.mkdir, listen])
def test_only_regular_files_are_journals(journal: FileJournal, file: Path, make: Callable[[Path], None]) -> None:
    """A link, a pipe, a socket or a folder in a journal's place is told, and moved aside as it is once it is needed."""
    file.parent.mkdir(parents=True)
    make(file)
    before = file.lstat()
    found = journal.read_call(CALL)
    assert found.events == []
    assert "stands in its place" in found.problems[0].reason
    assert file.lstat().st_ino == before.st_ino
    journal.append(CALL, [started()])
    (told,) = journal.take_notices()
    assert "stood in its place" in told.reason
    assert told.kept
    assert Path(told.kept).lstat().st_ino == before.st_ino
    assert journal.read_call(CALL).events == [started()]


def test_other_folders_are_not_days(journal: FileJournal, folders: Folders) -> None:
    """Whatever else somebody puts into the journal's folder is left alone."""
    journal.append(CALL, [started()])
    (folders.journal / "2026" / "2026-99-99").mkdir()
    (folders.journal / "lost+found").mkdir()
    assert [str(day) for day in journal.days()] == ["2026-11-23"]


def test_a_journal_that_may_not_be_read_is_not_taken_for_an_empty_one(journal: FileJournal, folders: Folders) -> None:
    """What others can write is not believed, and not passed over either: whoever asks for a call or a day is told."""
    journal.append(CALL, log())
    journal.close()
    (file,) = folders.journal.rglob("*.jsonl")
    file.chmod(0o606)
    for ask in (lambda: journal.read_call(CALL), lambda: journal.read_day(START.date())):
        with pytest.raises(StoreUnavailable, match="others can write it"):
            ask()
    file.chmod(0o600)
    assert journal.read_call(CALL).events == log()


def test_nothing_stays_open(journal: FileJournal, folders: Folders, file: Path) -> None:
    """One file is open at a time, and none once the journal is closed, whatever was set aside meanwhile."""
    journal.append(CALL, log(length=3))
    assert opened(folders.journal) == [str(file)]
    file.write_bytes(b"garbage\n" + file.read_bytes())
    journal.append(CALL, [filled(4)])
    assert journal.take_notices()
    journal.append("20261124-17-next", log("20261124-17-next"))
    assert len(opened(folders.journal)) == 1
    journal.close()
    assert opened(folders.journal) == []


def test_the_boot_clock_of_the_last_event_is_read(journal: FileJournal) -> None:
    """Whoever takes a call up knows how long ago that was, by a clock that nobody sets."""
    journal.append(CALL, log(length=3))
    assert journal.read_call(CALL).boot == stamping(log(length=3)[-1].at).boot


def test_a_line_of_format_1_that_is_written_twice(journal: FileJournal, file: Path) -> None:
    """The same event counts once; another one of its number contradicts it."""
    lines = [format1.encode(CALL, event, {}) for event in (*log(length=2), filled(2), filled(2, "somebody else"))]
    file.parent.mkdir(parents=True)
    for count, told in ((3, 0), (4, 1)):
        file.write_bytes(b"".join(lines[:count]))
        found = journal.read_call(CALL)
        assert (found.events, len(found.problems)) == (log(length=2), told)


def test_the_second_place_while_the_disk_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is put into the second place is there, whole, before the disk has it: killed by then, it is not lost."""
    place, found, sync = tmp_path / "new" / "unsaved", list[bytes](), os.fsync

    def late(fd: int) -> None:
        found.extend(content for _, ref in Spare([place]).calls() for content in Spare([place]).of(ref)[0])
        sync(fd)

    place.parent.mkdir(mode=0o700)
    monkeypatch.setattr(os, "fsync", late)
    Spare([place]).keep(CALL, b"a line\n")
    assert set(found) == {b"a line\n"}
    assert len(found) == 3


def test_what_is_written_lasts(folders: Folders, file: Path, synced: set[str]) -> None:
    """The name of a new file is made to last, what was mended of it, and that its copy in the second place is gone."""
    place = folders.spare[0]
    journal = FileJournal(folders.journal, stamping, Spare([place]))
    journal.append(CALL, log(length=2))
    assert str(file.parent) in synced
    journal.close()
    file.write_bytes(file.read_bytes() + b"torn")
    journal.keep_elsewhere(CALL, [filled(3)])
    synced.clear()
    journal.append(CALL, [])
    assert {str(file), str(place)} <= synced
    journal.close()


def test_a_call_read_alone(journal: FileJournal, folders: Folders, file: Path) -> None:
    """It is the same as read with all others, cut short where it is; what is wrong with others is not told."""
    other = f"{CALL}9"
    for number in range(1, 6):
        journal.append(CALL, log(length=5)[number - 1 : number])
        journal.append(other, log(other, length=5)[number - 1 : number])
    journal.append(
        desk_log_id("17", START.date()),
        [e.FieldCorrected(seq=1, at=START, call=CALL, field="name", value="Ганна", reason="описка")],
    )
    alone, together = reopened(folders).read_call(CALL, alone=True), reopened(folders).read_call(CALL)
    assert alone == together
    assert alone.corrections
    assert len(alone.events) == 5
    lines = file.read_bytes().splitlines(keepends=True)
    for gone in (2, 3):  # the second event of either
        file.write_bytes(b"".join(lines[:gone] + lines[gone + 1 :]))
        alone, together = reopened(folders).read_call(CALL, alone=True), reopened(folders).read_call(CALL)
        assert (alone.events, alone.cut_short) == (together.events, together.cut_short)
        assert bool(alone.problems) == (gone == 2)
        assert together.problems
