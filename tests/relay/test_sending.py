"""What is sent on, and what PostgreSQL makes of what it has already: real journals, a real server."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.store_calls import PACK, phone
from callscript.core import acts
from callscript.core.call import events as e
from callscript.core.call.events import Event
from callscript.core.tasks import TOLD
from callscript.packs import locate, read
from callscript.packs.versions import Versions
from callscript.relay.shipping import MOST
from callscript.relay.sorting import sort_out
from callscript.relay.tail import Sent, sent
from callscript.runtime.clock import FakeClock, SystemClock
from callscript.runtime.files import replace
from callscript.service.erasing import Eraser
from callscript.store.files import FileStore
from callscript.store.journal import checksum, format1, format2
from callscript.store.journal.lines import FileLines
from callscript.store.journal.stamp import Stamp, Stamping
from callscript.store.names import LogRef
from tests.programs import ROOT
from tests.relay.office import HOST, Office, add_relay, register
from tests.service.at_work import sit_down
from tests.store.samples import CALL, START, filled, log, stamping, started
from tests.terminal.any_terminal import PATIENCE, tool

REF = LogRef(START.date(), "17")
NAME = "Шевченко"


def test_all_lines_are_sent_on_as_they_stand(office: Office) -> None:
    """PostgreSQL has what the journals have, byte for byte, and calls at a glance as the program sums them up."""
    calls = [office.lead("17", 1), office.lead("18", 2, appeal=True), office.lead("17", 3)]
    assert office.send() == f"lines sent on: {len(office.journals())}, calls worked out: 3"
    assert office.events() == office.journals()
    rows = office.rows("select id, operator, phone, name, outcome, closed, filed, host, owed from callscript.call")
    assert sorted(row[0] for row in rows) == sorted(calls)
    assert {row[5:8] for row in rows} == {(True, True, HOST)}
    by_call = {row[0]: row for row in rows}
    assert by_call[calls[1]][1:5] == ("18", phone(2), f"{NAME} {NAME} {NAME}", "appeal")
    assert by_call[calls[1]][8] > 0
    assert office.rows("select * from callscript.late") == []


def test_only_what_is_new_is_sent(office: Office) -> None:
    """What was sent on once is not sent again, whichever process it was; what comes later is."""
    office.lead("17", 1)
    office.send()
    assert office.send() == ""
    before = len(office.journals())
    office.lead("17", 2)
    office.lead("19", 3)
    assert f"lines sent on: {len(office.journals()) - before}," in office.send()
    assert office.events() == office.journals()


def test_more_than_a_batch(office: Office) -> None:
    """What does not fit into one batch is sent on in several, each with how far it is."""
    with office.store() as store:
        for number in range(3):
            store.journal.append(call := f"20261123-17-abc{number}", log(call, MOST // 2 + 7))
    office.send()
    assert office.events() == office.journals()
    [(upto,)] = office.rows("select upto from callscript.cursor")
    assert upto == office.file_of("20261123-17-abc0").stat().st_size


def test_a_line_that_is_not_whole_is_left(office: Office) -> None:
    """A line whose writing goes on is sent on when it is whole."""
    file = office.file_of(office.lead())
    whole = file.read_bytes()
    half = whole[: whole.rfind(b"\n", 0, -1) + 40]
    file.write_bytes(half)
    office.send()
    assert len(office.events()) == half.count(b"\n")
    file.write_bytes(whole)
    office.send()
    assert office.events() == office.journals()


def test_what_was_cut_off_and_written_again_counts_once(office: Office) -> None:
    """A save that failed is cut off, and sent again byte for byte by its session: both are the same event."""
    file = office.file_of(office.lead())
    whole = file.read_bytes()
    office.send()
    with file.open("r+b") as opened:
        opened.truncate(whole.rfind(b"\n", 0, -1) + 1)
    assert "late" not in office.send()
    with file.open("ab") as opened:
        opened.write(whole[whole.rfind(b"\n", 0, -1) + 1 :])
    assert "late" not in office.send()
    assert office.events() == office.journals()


def test_a_file_that_was_replaced_is_read_anew(office: Office) -> None:
    """Another file under the same name is read from its beginning, though it is longer than what was sent on."""
    office.lead("17", 1)
    office.send()
    first = office.journals()
    file = office.file_of(office.lead("17", 2))
    lines = file.read_bytes().splitlines(keepends=True)
    replace(file, b"".join(lines[len(first) :] + lines[: len(first)]))
    office.send()
    assert office.events() == office.journals()
    assert office.rows("select * from callscript.late") == []


@pytest.fixture
def other(office: Office, tmp_path: Path) -> Office:
    """Another host of the same centre."""
    with office.connect() as connection:
        add_relay(connection, "desk8")
    return Office(office.server, office.database, tmp_path / "other", "desk8")


def on_desk_8(at: datetime) -> Stamp:
    """Stamp as another machine does."""
    return stamping(at)._replace(host="desk-8")


def write(office: Office, call: str, events: Sequence[Event], stamp: Stamping = stamping) -> None:
    """Write a call as some machine does."""
    office.folders.make()
    store = FileStore(office.folders, stamp)
    store.journal.append(call, events)
    store.journal.close()


def test_lines_that_contradict_stand_apart(office: Office, other: Office) -> None:
    """Two hosts with one call: who comes first has it, every line of the second is kept beside, with the reason."""
    write(office, CALL, log(length=6))
    office.send()
    write(other, CALL, [*log(length=4), filled(5, "Інше"), filled(6, "Ще інше"), filled(7, "Далі")], on_desk_8)
    assert other.send() == "late or contradicting, kept apart: 7"
    assert office.events() == office.journals()
    late = office.rows("select line, host, why from callscript.late")
    assert sorted(line for line, _, _ in late) == other.journals()
    assert {(host, why) for _, host, why in late} == {("desk8", "contradicts what was there before")}


def test_what_goes_on_from_another_line_stands_apart(office: Office, other: Office) -> None:
    """Two hosts agree on the beginning of a call: what the second puts behind what it does not know is kept beside."""
    begun = log(length=4)
    write(office, CALL, begun)
    shared = office.file_of(CALL).read_bytes()
    office.send()
    other.folders.make()
    other.file_of(CALL).parent.mkdir(parents=True)
    replace(other.file_of(CALL), shared)
    store = FileStore(other.folders, on_desk_8)
    store.journal.take_up(CALL, begun)
    store.journal.append(CALL, [filled(5, "Інше"), filled(6, "Ще інше")])
    store.journal.close()
    store = FileStore(office.folders, stamping)
    store.journal.take_up(CALL, begun)
    store.journal.append(CALL, [filled(5)])
    store.journal.close()
    office.send()
    other.send()
    assert office.events() == office.journals()
    assert office.rows("select seq from callscript.late order by seq") == [(5,), (6,)]


def test_a_damaged_line_is_left_out_and_told(office: Office) -> None:
    """A line with a turned bit is not sent on, and what stands behind it in its call is kept beside."""
    file = office.file_of(office.lead())
    lines = file.read_bytes().splitlines(keepends=True)
    lines[3] = lines[3].replace(b'"seq":4', b'"seq":5')
    replace(file, b"".join(lines))
    told = office.send()
    assert "damaged lines left out (see callscript doctor): 1" in told
    assert f"late or contradicting, kept apart: {len(lines) - 4}" in told
    assert len(office.events()) == 3


def test_an_unknown_event_is_sent_on(office: Office) -> None:
    """What only a newer release can read is sent on as it stands, in a format that is known."""
    write(office, CALL, log(length=2))
    file = office.file_of(CALL)
    before = format2.chain_of(file.read_bytes().splitlines(keepends=True)[-1])
    line = format2.encode_plain(CALL, 3, START, {"type": "sung", "song": "x"}, (), stamping(START), before)
    replace(file, file.read_bytes() + line)
    office.send()
    assert office.rows("select type from callscript.event where seq = 3") == [("sung",)]


def test_other_formats_are_left_out_and_told(office: Office) -> None:
    """Calls of format 1, and of formats to come, stay where they are."""
    write(office, CALL, log(length=2))
    file = office.file_of(CALL)
    old = format1.encode("20261123-17-old", started("20261123-17-old"), {})
    new = checksum.closed(b'{"v":3,"call":"20261123-17-new","seq":1,"event":{}')
    replace(file, file.read_bytes() + old + new)
    assert "of other formats, left out: 2" in office.send()
    assert len(office.events()) == 2


def test_what_is_erased_is_erased_there_too(office: Office) -> None:
    """After an erasure neither the events nor the call at a glance have a word of the caller; all events are there."""
    kept, call = office.lead("18", 2), office.lead("17", 1, appeal=True)
    office.send()
    before = len(office.events())
    eraser = Eraser(office.folders, Versions(office.folders), SystemClock(), "17")
    assert eraser.erase(call, "прохання від 26.11.2026") == ""
    office.send()
    assert office.events() == office.journals()
    assert len(office.events()) == before + 1
    own = str(office.rows(f"select line from callscript.event where call = '{call}'"))
    assert NAME not in own
    assert phone(1) not in own
    rows = office.rows(
        "select id, phone, phones, name, summary, erased is not null from callscript.call order by operator"
    )
    assert rows[0] == (call, "", [], "", "", True)
    assert rows[1][:2] == (kept, phone(2))


def test_late_lines_of_an_erased_call_have_no_word_either(office: Office) -> None:
    """What was kept beside is erased with its call, though no journal has it any more."""
    call = office.lead("17", 1)
    file = office.file_of(call)
    whole = file.read_bytes()
    lines = whole.splitlines(keepends=True)
    replace(file, b"".join(lines[:5] + lines[8:]))
    office.send()
    assert phone(1) in str(office.rows("select line from callscript.late")) + str(office.events())
    replace(file, whole)
    eraser = Eraser(office.folders, Versions(office.folders), SystemClock(), "17")
    assert eraser.erase(call, "прохання від 26.11.2026") == ""
    office.send()
    late = str(office.rows("select line from callscript.late"))
    assert late.count("chain") == len(lines) - 8
    assert NAME not in late
    assert phone(1) not in late
    assert office.events() == office.journals()


def test_corrections_and_work_are_worked_in(office: Office) -> None:
    """What becomes of a call after its end stands in desk logs, of its day or later, and is worked into the call."""
    yesterday = datetime.now(UTC).replace(hour=9) - timedelta(days=1)
    call = office.lead("17", 1, yesterday, appeal=True)
    office.send()
    [(before,)] = office.rows("select owed from callscript.call")
    assert before
    script = read(locate(PACK))
    store, work = sit_down(office.folders, script, "18", FakeClock(yesterday + timedelta(minutes=30)))
    register(store, script, call)
    for task in store.lookup.tasks():
        work.do(task.id, acts.Take())
        work.do(task.id, acts.Finish("reached" if task.kind in TOLD else "done"))
    store.journal.close()
    office.send()
    [(after,)] = office.rows("select owed from callscript.call")
    assert after < before
    assert office.events() == office.journals()


def test_what_came_without_a_call_is_told_apart(office: Office) -> None:
    """An entry is no call: it says of which kind it is."""
    begun = started()
    assert isinstance(begun, e.CallStarted)
    write(office, CALL, [msgspec.structs.replace(begun, entry="letter"), filled(2)])
    office.send()
    assert office.rows("select entry, filed from callscript.call") == [("letter", False)]


def test_what_cannot_be_read_is_told(office: Office) -> None:
    """A journal that something else stands in the place of is told of, and the others are sent on."""
    call = office.lead("17", 1)
    strange = office.file_of(call).with_name("18.jsonl")
    strange.symlink_to(office.file_of(call))
    assert "some journals cannot be read" in office.send()
    assert len(office.events()) == len(office.file_of(call).read_text(encoding="utf-8").splitlines())


def test_a_script_that_is_not_here(office: Office) -> None:
    """A call whose script is missing is sent on, without what only the script can tell, and that is told."""
    write(office, CALL, [*log(length=3), e.Closed(seq=4, at=START)])
    assert "calls whose script is not here: 1" in office.send()
    assert office.rows("select operator, filed, closed from callscript.call") == [("17", False, False)]


@given(st.data())
@settings(max_examples=150)
def test_whoever_comes_first_has_the_call(data: st.DataObject) -> None:
    """However the lines of two hosts come in, in whatever pieces, one chain stands, and all others stand beside."""
    common = data.draw(st.integers(0, 4))
    hosts = [_lines_of(common, data.draw(st.integers(0, 6)), str(number)) for number in range(2)]
    table: dict[int, Sent] = {}
    late: set[bytes] = set()
    left = [list(lines) for lines in hosts]
    while any(left):
        number = data.draw(st.sampled_from([each for each in range(2) if left[each]]))
        length = data.draw(st.integers(1, len(left[number])))
        piece, left[number] = left[number][:length], left[number][length:]
        there = {
            at: None if table[line.seq].raw == line.raw else table[line.seq].raw.decode()
            for at, line in enumerate(piece, start=1)
            if line.seq in table
        }
        first = piece[0].seq
        before = {CALL: table[first - 1].chain} if first - 1 in table else {}
        found = sort_out(piece, there, before)
        table |= {line.seq: line for line in found.new}
        late |= {line.raw for line, _ in found.late}
    stands = [table[seq] for seq in sorted(table)]
    assert [line.seq for line in stands] == list(range(1, len(stands) + 1))
    assert not any(FileLines(b"".join(line.raw + b"\n" for line in stands), "").problems())
    every = {line.raw for lines in hosts for line in lines}
    assert every == late | {line.raw for line in stands}
    assert not late & {line.raw for line in stands}


def _lines_of(common: int, own: int, host: str) -> list[Sent]:
    """Return lines that begin as those of all hosts do, and go on in a way of their own."""
    lines, chain = list[Sent](), ""
    for seq in range(1, common + own + 1):
        event = {"type": "filled", "field": "name", "value": "x" if seq <= common else host, "absent": False}
        raw = format2.encode_plain(CALL, seq, START, event, (), stamping(START), chain)[:-1]
        lines.append(line := sent(REF, raw))
        chain = line.chain
    return lines


def test_nothing_is_sent_on_that_is_not_on_the_disk(office: Office, tmp_path: Path) -> None:
    """A journal is had on the disk before it is read: what is sent on cannot be lost with the machine."""
    file = office.file_of(office.lead())
    told = tmp_path / "strace"
    watched = ["-f", "-y", "-qq", "-e", "trace=read,pread64,fdatasync,fsync", "-o", str(told)]
    command = [sys.executable, "-m", "callscript", "relay", "--once", "--settings", office.own, "--home", office.home]
    subprocess.run([tool("strace"), *watched, *command], cwd=ROOT, check=True, capture_output=True, timeout=PATIENCE)
    calls = [line.split(maxsplit=1)[1] for line in told.read_text(errors="replace").splitlines() if str(file) in line]
    assert calls[0].startswith("fdatasync(")
    assert calls[0].endswith("= 0")
    assert any(each.startswith("read(") for each in calls)
    assert office.events() == office.journals()
