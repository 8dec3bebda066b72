"""What every implementation of the ports promises, a section a port."""

from __future__ import annotations

import ast
import resource
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from callscript.core.call import events as e
from callscript.core.records import Query
from callscript.runtime.paths import Folders
from callscript.store import ports
from callscript.store.errors import Damaged, Locked, RecoveryFailed, StoreUnavailable
from callscript.store.files import FileStore
from callscript.store.journal import checksum, format2
from callscript.store.journal.journal import FileJournal
from callscript.store.memory import MemoryJournal
from callscript.store.names import desk_log_id, new_call_id, parse_log_id
from callscript.store.ports import Store
from tests.store.samples import (
    CALL,
    HOSTILE,
    START,
    filled,
    letter,
    log,
    records,
    stamping,
    started,
    summarise,
    summary,
    task,
)

DAY = date(2026, 11, 23)


def change_lines(store: Store, folders: Folders, change: Callable[[bytes], bytes]) -> None:
    """Change the lines that are kept with the sample call, behind the journal's back."""
    ref = parse_log_id(CALL)
    assert ref
    store.journal.close()
    if isinstance(store.journal, MemoryJournal):
        store.journal.lines[ref] = change(store.journal.lines[ref])
    else:
        file = ref.journal(folders.journal)
        file.write_bytes(change(file.read_bytes()))


def ids(found: object) -> list[str]:
    return [each.id for each in found]  # type: ignore[attr-defined]


PORTS = {"Journal", "Seat", "Seats", "Registers", "Tasks", "Lookup", "Outbox"}


# The journal


def test_a_journal_tells_that_it_goes_on(store: Store) -> None:
    """What stands for a log of a day is another thing once more stands there, and the log is read by itself."""
    assert store.journal.logs(DAY) == {}
    store.journal.append(CALL, log()[:2])
    before = store.journal.logs(DAY)
    assert store.journal.logs(DAY) == before
    (ref,) = before
    assert store.journal.read_log(ref).calls == {CALL: log()[:2]}
    store.journal.append(CALL, log()[2:])
    assert store.journal.logs(DAY)[ref] != before[ref]
    assert store.journal.read_log(ref).calls == {CALL: log()}


def test_what_was_appended_is_read(store: Store) -> None:
    """The events of a call come back as they went in, in their order, words and signs untouched."""
    store.journal.append(CALL, log()[:2])
    store.journal.append(CALL, log()[2:])
    assert store.journal.read_call(CALL).events == log()
    assert store.journal.read_call(CALL).problems == []


def test_a_batch_given_again_counts_once(store: Store, folders: Folders) -> None:
    """After an error the session gives the whole unsaved batch again, some of which may have arrived."""
    store.journal.append(CALL, log()[:4])
    store.journal.append(CALL, log()[2:])
    assert store.journal.read_call(CALL).events == log()
    lines: list[bytes] = []
    change_lines(store, folders, lambda data: lines.extend(data.splitlines()) or data)
    assert len(lines) == 5, "what was acknowledged is not written again"


def test_a_call_is_read_up_to_its_first_missing_event(store: Store) -> None:
    """Only the events before a gap are known to have been the state of the call; the gap is reported."""
    store.journal.append(CALL, [*log()[:2], *log()[3:]])
    found = store.journal.read_call(CALL)
    assert found.events == log()[:2]
    assert "event 3 of call 20261123-17-abc is missing; 2 after it" in found.problems[0].reason


def test_two_different_events_with_one_number_are_reported(store: Store) -> None:
    """The journal never chooses silently between two versions of what happened; the first one stands."""
    store.journal.append(CALL, [*log(length=2), filled(2, "somebody else")])
    store.journal.append(CALL, [filled(3)])
    found = store.journal.read_call(CALL)
    assert found.events == log(length=3), "what comes next goes on from the first one"
    assert ["contradicts" in problem.reason for problem in found.problems] == [True]


@pytest.mark.parametrize("call", ["20261123-17-none", "nonsense", "../../etc/passwd", "", "20269999-17-a"])
def test_an_unknown_call_has_no_events(store: Store, call: str) -> None:
    """Asking for a call that is not there is no error, and no way out of the journal's folder."""
    found = store.journal.read_call(call)
    assert (found.events, found.whole) == ([], [])


def test_only_a_calls_id_can_be_appended_to(store: Store) -> None:
    """A call without a day and an operator in its id would have no place."""
    with pytest.raises(ValueError, match="not the id of a call"):
        store.journal.append("../x", [started()])


def test_days_and_their_calls(store: Store) -> None:
    """Calls are found by the day on which they started, of everybody or of one operator."""
    for call in ("20261124-17-c", "20261123-17-a", "20261123-18-b"):
        store.journal.append(call, log(call, 2))
    assert store.journal.days() == [DAY, date(2026, 11, 24)]
    assert set(store.journal.read_day(DAY).calls) == {"20261123-17-a", "20261123-18-b"}
    assert set(store.journal.read_day(DAY, "18").calls) == {"20261123-18-b"}
    assert store.journal.read_day(date(2020, 1, 1)).calls == {}


def test_calls_that_are_not_closed_are_seen_at_a_glance(store: Store) -> None:
    """Of a day, of everybody or of one operator; a caller's words about closing close nothing."""
    words = '","event":{"type":"closed"}'
    for call, number in (("20261123-17-a", "17"), ("20261123-17-b", "17"), ("20261123-17-c", "17")):
        store.journal.append(call, [*log(call, 2, number=number), filled(3, words)])
    store.journal.append("20261123-18-d", log("20261123-18-d", 1, number="18"))
    store.journal.append("20261124-17-e", log("20261124-17-e", 2))
    store.journal.append("20261123-17-desk", [filled(1)])
    store.journal.append("20261123-17-a", [e.Closed(seq=4, at=START)])
    store.journal.append("20261123-17-c", [e.Discarded(seq=4, at=START)])
    assert store.journal.not_closed(DAY) == ["20261123-17-b", "20261123-18-d"]
    assert store.journal.not_closed(DAY, "17") == ["20261123-17-b"]
    assert store.journal.not_closed(date(2026, 11, 25)) == []


def test_a_call_is_read_up_to_its_first_changed_event(store: Store, folders: Folders) -> None:
    """Each line is chained to the one before: what was changed behind the journal's back is named, and not believed."""
    store.journal.append(CALL, log())

    def change(data: bytes) -> bytes:
        content = data.splitlines(keepends=True)
        body = content[2][: -checksum.LENGTH - 1]
        content[2] = checksum.closed(body.replace(b'"field":"name"', b'"field":"game"'))
        return b"".join(content)

    change_lines(store, folders, change)
    found = store.journal.read_call(CALL)
    assert found.events == log()[:2]
    assert "event 3 of call 20261123-17-abc does not continue the chain" in found.problems[0].reason
    assert list(map(str, found.problems)) == list(map(str, store.journal.read_day(DAY).problems))


def test_a_call_of_a_newer_format_is_named(store: Store, folders: Folders) -> None:
    """A call that only a newer release can read is no damage: it is told of as such, beside those that can be read."""
    store.journal.append(CALL, log())
    newer = checksum.closed(b'{"v":3,"call":"20261123-17-new","seq":1,"what":"ever"')
    change_lines(store, folders, lambda data: data + newer)
    found = store.journal.read_call("20261123-17-new")
    assert (found.events, found.newer, found.problems) == ([], True, [])
    day = store.journal.read_day(DAY)
    assert (day.newer, list(day.calls), day.problems) == (["20261123-17-new"], [CALL], [])
    assert not store.journal.read_call(CALL).newer


def test_a_desk_log_is_no_call(store: Store) -> None:
    """What an operator does outside a call is kept likewise, and is not listed as a call."""
    desk = desk_log_id("17", DAY)
    events = [filled(1), filled(2)]
    store.journal.append(CALL, log())
    store.journal.append(desk, events[:1])
    store.journal.append(desk, events)
    assert store.journal.read_call(desk).events == events
    day = store.journal.read_day(DAY)
    assert (day.calls, day.desks, day.problems) == ({CALL: log()}, {desk: events}, [])
    assert store.registers.rebuild(store.journal, summarise) == (1, [])


def test_a_call_is_read_with_its_corrections(store: Store) -> None:
    """They stand in the desk log of its operator and day, and are numbered on behind it; those of others are not."""
    desk, other = desk_log_id("17", DAY), "20261123-17-other"
    for call in (CALL, other):
        store.journal.append(call, log(call))
    corrected = [
        e.FieldCorrected(seq=1, at=START, call=call, field="name", value="x", reason="y") for call in (other, CALL)
    ]
    store.journal.append(desk, [corrected[0], filled(2), replace(corrected[1], seq=3)])
    assert store.journal.read_call(CALL).whole == [*log(), replace(corrected[1], seq=6)]
    assert store.journal.read_call(other).whole == [*log(other), replace(corrected[0], seq=6)]
    assert store.journal.read_call(desk).corrections == []


def test_a_call_goes_on_from_what_was_read_of_it(store: Store, folders: Folders) -> None:
    """Whoever takes a call up says what was read of it: the events that follow stand behind those."""
    store.journal.append(CALL, log(length=3))
    store.journal.close()
    again = FileStore(folders) if isinstance(store, FileStore) else store
    again.journal.take_up(CALL, again.journal.read_call(CALL).events)
    again.journal.append(CALL, [filled(4)])
    found = store.journal.read_call(CALL)
    assert (found.events, found.problems) == (log(length=4), [])
    again.journal.close()


def lines_elsewhere(length: int) -> list[bytes]:
    """Return the sample call as another host has recorded it."""
    lines, chain = list[bytes](), ""
    for event in log(length=length):
        line = format2.encode(CALL, event, stamping(event.at)._replace(host="elsewhere", epoch=2), chain)
        chain = format2.chain_of(line)
        lines.append(line.removesuffix(b"\n"))
    return lines


@pytest.mark.parametrize("there", [0, 2, 6])
def test_what_another_host_has_recorded_takes_the_place(store: Store, folders: Folders, there: int) -> None:
    """A call is brought line by line, whatever the journal has said of it, and gone on with; other calls stay."""
    other = log("20261123-17-xyz", length=2)
    store.journal.append("20261123-17-xyz", other)
    store.journal.append(CALL, [started(), *(filled(seq, "hier") for seq in range(2, there + 1))][:there])
    lines = lines_elsewhere(4)
    for _ in range(2):
        store.journal.bring(CALL, lines)
        found = store.journal.read_call(CALL)
        assert (found.events, found.problems) == (log(length=4), [])
    store.journal.append(CALL, [filled(5)])
    assert store.journal.read_call(CALL).events == log(length=5)
    assert store.journal.read_call("20261123-17-xyz").events == other
    kept = list[bytes]()
    change_lines(store, folders, lambda data: kept.append(data) or data)
    assert kept[0].count(b"\n".join(lines)) == 1
    assert b'"epoch":2,' in kept[0].splitlines()[-1], "it goes on in no lower epoch"


def test_what_is_not_whole_is_not_brought(store: Store) -> None:
    """A call of which a line is missing, was changed, or is another call's, stays as it was."""
    store.journal.append(CALL, log(length=2))
    lines = lines_elsewhere(4)
    for wrong in (lines[:2] + lines[3:], lines[1:], [*lines[:3], lines[3].replace(b"elsewhere", b"somewhere")]):
        with pytest.raises(Damaged):
            store.journal.bring(CALL, wrong)
    with pytest.raises(Damaged):
        store.journal.bring("20261123-17-xyz", lines)
    assert store.journal.read_call(CALL).events == log(length=2)


def test_a_second_place(store: Store) -> None:
    """What the journal does not take is kept elsewhere until it does, and is read from there as if it did."""
    store.journal.append(CALL, log(length=2))
    where = store.journal.keep_elsewhere(CALL, [filled(3), filled(4)])
    assert where
    assert store.journal.read_call(CALL).events == log(length=4)
    assert store.journal.kept_elsewhere("18") == []
    store.journal.append(CALL, [filled(5)])
    assert store.journal.read_call(CALL).events == log(length=5)
    assert store.journal.kept_elsewhere("17") == []


def test_what_was_found_damaged_is_told_once(store: Store) -> None:
    """A sound journal has nothing to tell; closed in between, it goes on as before."""
    store.journal.append(CALL, log()[:2])
    store.journal.close()
    store.journal.close()
    assert store.journal.read_call(CALL).events == log()[:2]
    store.journal.append(CALL, log()[2:])
    assert store.journal.read_call(CALL).events == log()
    assert store.journal.take_notices() == store.registers.take_notices() == []


# Seats


def test_one_live_session_an_operator(store: Store) -> None:
    """A second session of the same operator is refused; of another one it is not; the seat can be left."""
    seat = store.seats.sit_down("17")
    with pytest.raises(Locked):
        store.seats.sit_down("17")
    store.seats.sit_down("18").leave()
    seat.leave()
    store.seats.sit_down("17").leave()


def test_the_place_beside_a_seat(store: Store) -> None:
    """A session takes it for a moment; while a command has it, or another has taken it so, it is refused."""
    seat = store.seats.sit_down("17")
    seat.begin(CALL)
    place = seat.beside()
    assert place.marked() == []
    with pytest.raises(Locked):
        store.seats.sit_down("17", aside=True)
    place.leave()
    command = store.seats.sit_down("17", aside=True)
    with pytest.raises(Locked):
        seat.beside()
    command.leave()
    seat.beside().leave()
    seat.leave()


def test_a_seat_is_held_until_it_is_left(store: Store) -> None:
    """Before anything is written the session makes sure that it still sits there."""
    seat = store.seats.sit_down("17")
    assert seat.hold()
    assert seat.marked() == []
    seat.begin("20261123-17-b")
    seat.begin(CALL)
    assert seat.marked() == [CALL, "20261123-17-b"]
    assert seat.take_notices() == []
    seat.leave()


def test_a_call_left_open_is_offered(store: Store) -> None:
    """From its first event until it is closed a call is found again by the next session."""
    seat = store.seats.sit_down("17")
    assert seat.claim() is None
    seat.begin(CALL)
    seat.leave()
    seat = store.seats.sit_down("17")
    assert seat.claim() == CALL
    seat.confirm(CALL)
    assert seat.claim() == CALL
    seat.done(CALL)
    assert seat.claim() is None
    seat.confirm(CALL)
    assert seat.claim() is None
    seat.leave()


def test_a_call_that_cannot_be_restored_is_given_up_once(store: Store) -> None:
    """Three attempts that were not confirmed are enough: the fourth start says so, the fifth is free of it."""
    seat = store.seats.sit_down("17")
    seat.begin(CALL)
    assert [seat.claim() for _ in range(3)] == [CALL] * 3
    with pytest.raises(RecoveryFailed, match=f"callscript show {CALL}"):
        seat.claim()
    assert seat.claim() is None
    assert (seat.marked(), seat.given_up()) == ([], {CALL})
    seat.confirm(CALL)
    seat.done(CALL)
    seat.leave()


def test_a_call_begun_again_forgets_the_attempts_at_it(store: Store) -> None:
    """A call that is being led has been restored, whatever was tried before."""
    seat = store.seats.sit_down("17")
    seat.begin(CALL)
    seat.claim()
    seat.claim()
    seat.begin(CALL)
    assert [seat.claim() for _ in range(3)] == [CALL] * 3
    seat.leave()


def test_several_calls_can_be_open(store: Store) -> None:
    """Each is offered, the oldest first, with attempts of its own; one that cannot be taken up hides no other."""
    seat = store.seats.sit_down("17")
    for call in ("20261123-17-c", "20261123-17-a", "20261122-17-b"):
        seat.begin(call)
    assert seat.claim() == "20261122-17-b"
    assert seat.claim(["20261122-17-b"]) == "20261123-17-a"
    seat.confirm("20261122-17-b")
    seat.done("20261123-17-a")
    assert seat.claim(["20261122-17-b"]) == "20261123-17-c"
    assert seat.claim(["20261122-17-b", "20261123-17-c"]) is None
    assert [seat.claim() for _ in range(3)] == ["20261122-17-b"] * 3
    with pytest.raises(RecoveryFailed, match="20261122-17-b"):
        seat.claim()
    assert seat.claim() == "20261123-17-c"
    seat.leave()


def test_open_calls_are_their_operators_own(store: Store) -> None:
    """Nobody is offered what another operator left open, however alike their numbers are."""
    one, other = store.seats.sit_down("17"), store.seats.sit_down("17_2")
    one.begin(CALL)
    other.begin("20261123-17_5f2-abc")
    assert one.claim() == CALL
    assert other.claim() == "20261123-17_5f2-abc"
    one.done(CALL)
    assert one.claim() is None
    assert other.claim() == "20261123-17_5f2-abc"
    one.leave()
    other.leave()


# Registers and looking up in them


def test_a_call_filed_again_replaces_what_was_filed(store: Store) -> None:
    """A call stands once in the registers, as it was last filed, under its last telephone number."""
    before, after = log(phone="+380501234567"), log(phone="+380671111111")
    store.registers.file_call(*records(before))
    store.registers.file_call(*records(after))
    assert store.lookup.summaries(DAY) == [summary(after)]
    assert store.lookup.history("+380501234567") == []
    assert ids(each.summary for each in store.lookup.history("+380671111111")) == [CALL]


def test_a_call_is_found_by_each_of_its_numbers(store: Store) -> None:
    """By the one that rang and by any other, until it is filed without it."""
    first, second, third = "+37167108787", "+37167108788", "+37129111111"
    filed, tasks = records(log())
    store.registers.file_call(replace(filed, phone=f"{first}, {second}", phones=(first, second)), tasks)
    assert [ids(each.summary for each in store.lookup.history(number)) for number in (first, second, third)] == [
        [CALL], [CALL], [],
    ]  # fmt: skip
    assert ids(store.lookup.find(Query(phones=(first, second)), 10)) == [CALL]
    store.registers.file_call(replace(filed, phone=second, phones=(second, third)), tasks)
    assert [ids(each.summary for each in store.lookup.history(number)) for number in (first, second, third)] == [
        [], [CALL], [CALL],
    ]  # fmt: skip


def test_a_short_number_is_surely_itself(store: Store) -> None:
    """112 is a whole number: no other number that ends in the same digits."""
    for name, phone in {"a": "112", "b": "+380442070112", "c": "113"}.items():
        store.registers.file_call(*records(log(f"20261123-17-{name}", phone=phone)))
    found = [(each.summary.id[-1], each.sure) for each in store.lookup.history("112")]
    assert found == [("a", True)]


def test_what_is_found_roughly_stands_behind(store: Store) -> None:
    """A name spelt without its marks is found second best, however late the call was."""
    for name, of in {"a": "Jānis Bērziņš", "b": "Janis Berzins", "c": "Jānis Bērziņš"}.items():
        filed, tasks = records(log(f"20261123-17-{name}"))
        store.registers.file_call(replace(filed, name=of), tasks)
    assert [each.id[-1] for each in store.lookup.find(Query(name="janis berzins"), 10)] == ["b", "c", "a"]
    assert [each.id[-1] for each in store.lookup.find(Query(name="Bērziņš"), 10)] == ["c", "a", "b"]
    assert [each.id[-1] for each in store.lookup.find(Query(name="janis"), 2)] == ["b", "c"]


def test_history_tells_sure_from_maybe(store: Store) -> None:
    """An equal complete number is the same caller, equal last digits of an incomplete one maybe; others are not."""
    numbers = {"a": "+380501234567", "b": "050 123-45-67", "c": "1234567", "d": "+380671234567", "e": "", "f": "none"}
    for name, phone in numbers.items():
        events = log(f"20261123-17-{name}", phone=phone)
        store.registers.file_call(*records(events))
    found = {each.summary.id[-1]: each.sure for each in store.lookup.history("+380501234567")}
    assert found == {"a": True, "b": False, "c": False}
    alike = {each.summary.id[-1]: each.sure for each in store.lookup.history("123-45-67")}
    assert alike == dict.fromkeys("abcd", False)
    assert store.lookup.history("") == []


def test_work_left_open(store: Store) -> None:
    """What a call promised is listed by urgency until the promise is taken back; filing again does not double it."""
    events = [*log(), task(9, "late"), task(6, "soon"), task(7, "dropped")]
    store.registers.file_call(*records(events))
    events.append(e.TaskDropped(seq=10, at=START, task="dropped"))
    store.registers.file_call(*records(events))
    assert ids(store.lookup.tasks("17")) == [f"{CALL}/soon", f"{CALL}/late"]
    assert store.lookup.tasks("18") == []
    store.registers.file_call(*records(log()))
    assert store.lookup.tasks("17") == []


def test_rebuild_makes_the_registers_out_of_the_journal(store: Store) -> None:
    """Registers are never the only copy: what the journal says replaces what they said; what only they said is told."""
    events = [*log(phone="+380501234567"), task(6)]
    store.journal.append(CALL, events)
    stray = log("20261123-17-stray", phone="+380501234567")
    store.registers.file_call(*records(stray))
    result = store.registers.rebuild(store.journal, summarise)
    assert result.calls == 1
    assert [problem.place for problem in result.problems] == ["registers"]
    assert "20261123-17-stray" in result.problems[0].reason
    assert store.registers.rebuild(store.journal, summarise) == (1, [])
    assert store.lookup.summaries(DAY) == [summary(events)]
    assert ids(each.summary for each in store.lookup.history("+380501234567")) == [CALL]
    assert ids(store.lookup.tasks("17")) == [f"{CALL}/t1"]


def test_registers_that_would_lose_calls_stay_in_use(store: Store) -> None:
    """Where nobody asked for a rebuild, none takes away what the journal does not know; that there is some is told."""
    store.registers.file_call(*records(log()))
    result = store.registers.rebuild(store.journal, summarise, losing=False)
    assert CALL in result.problems[0].reason
    assert ids(store.lookup.summaries(DAY)) == [CALL]
    store.journal.append(CALL, log())
    assert store.registers.rebuild(store.journal, summarise, losing=False) == (1, [])


def test_registers_and_journal_are_held_against_each_other(store: Store) -> None:
    """A day that only one of them knows is seen; one whose first call is still being led is not missing anywhere."""
    assert store.registers.standing(store.journal) == (True, [])
    days = [f"202611{day}-17-abc" for day in (20, 21, 22)]
    for call in days[:2]:
        store.journal.append(call, log(call))
        store.registers.file_call(*records(log(call)))
    store.journal.append(days[2], log(days[2]))
    assert store.registers.standing(store.journal) == (True, [])
    store.journal.append(CALL, log())
    assert store.registers.standing(store.journal) == (False, [])
    store.registers.rebuild(store.journal, summarise)
    assert store.registers.standing(store.journal) == (True, [])
    stray = log("20261119-17-abc")
    store.registers.file_call(*records(stray))
    assert store.registers.standing(store.journal) == (True, [date(2026, 11, 19)])


def test_rebuild_names_the_calls_it_cannot_summarise(store: Store) -> None:
    """A call without its script is not passed over in silence."""
    store.journal.append(CALL, log())
    result = store.registers.rebuild(store.journal, lambda _: None)
    assert result.calls == 0
    assert CALL in result.problems[0].reason


def test_rebuild_names_the_calls_that_have_no_beginning(store: Store) -> None:
    """Nor is one of which the first event is missing."""
    store.journal.append(CALL, log()[1:])
    result = store.registers.rebuild(store.journal, summarise)
    assert (result.calls, result.problems[-1].reason) == (0, f"call {CALL} cannot be summarised")


def test_a_rebuild_from_a_journal_that_cannot_be_read_changes_nothing(store: Store, folders: Folders) -> None:
    """What is filed stays where it is until all that takes its place is known."""
    store.registers.file_call(*records([*log(phone="+380501234567"), task(6)]))
    unreadable = FileJournal(folders.data / "elsewhere", stamping)
    unreadable.append("20261122-17-a", log("20261122-17-a"))
    unreadable.close()
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, hard))  # no file can be opened
    try:
        with pytest.raises(StoreUnavailable):
            store.registers.rebuild(unreadable, summarise)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    assert ids(store.lookup.summaries(DAY)) == [CALL]
    assert ids(store.lookup.tasks("17")) == [f"{CALL}/t1"]
    assert ids(each.summary for each in store.lookup.history("+380501234567")) == [CALL]
    assert not store.registers.incomplete()


def test_no_more_calls_are_found_than_are_wanted(store: Store) -> None:
    """They are the latest, of all days or of one number."""
    calls = [f"202611{day}-17-{name}" for day in (22, 23) for name in "ab"]
    for call in calls:
        store.registers.file_call(*records(log(call, phone="+380501234567")))
    for query in (Query(), Query(phones=("+380501234567",))):
        assert [ids(store.lookup.find(query, most)) for most in (0, 1, 3, 9)] == [
            calls[::-1][:most] for most in (0, 1, 3, 9)
        ]


def test_finding_calls(store: Store) -> None:
    """Calls are found by day, operator, number and words of the name, the latest first."""
    for call, phone, number in (("20261123-17-a", "+380501234567", "17"), ("20261124-18-b", "1234567", "18")):
        events = log(call, phone=phone, number=number)
        store.journal.append(call, events)
        store.registers.file_call(*records(events))
    assert ids(store.lookup.find(Query(), 10)) == ["20261124-18-b", "20261123-17-a"]
    assert ids(store.lookup.find(Query(last=DAY), 10)) == ["20261123-17-a"]
    assert ids(store.lookup.find(Query(first=date(2026, 11, 24)), 10)) == ["20261124-18-b"]
    assert ids(store.lookup.find(Query(operator="18"), 10)) == ["20261124-18-b"]
    assert ids(store.lookup.find(Query(phones=("+380501234567",), operator="17"), 10)) == ["20261123-17-a"]
    assert ids(store.lookup.find(Query(name="red ІВАН"), 10)) == ["20261124-18-b", "20261123-17-a"]
    assert ids(store.lookup.find(Query(name="Петро"), 10)) == []
    assert ids(store.lookup.find(Query(phones=("no digits",)), 10)) == []
    assert ids(store.lookup.find(Query(outcome="consulted"), 10)) == []


# The outbox


def test_a_letter_goes_in_once_and_out_once(store: Store) -> None:
    """It is one worker's at a time; of what was delivered it is known that it was, and no word is kept."""
    outbox, put = store.outbox, letter(1)
    assert outbox.put(put)
    assert not outbox.put(letter(1, tries=9))
    with outbox.hold(put.id) as held, outbox.hold(put.id) as other:
        assert (held, other) == (put, None)
        outbox.change(letter(1, tries=1))
    assert outbox.open() == [letter(1, tries=1)]
    assert outbox.sent(CALL) == []
    with outbox.hold(put.id) as held:
        assert held == letter(1, tries=1)
        outbox.change(letter(1, state="sent"))
    with outbox.hold(put.id) as held:
        assert held is None
    assert outbox.open() == []
    assert outbox.sent(CALL) == [letter(1, state="sent", subject="", text="")]
    assert not outbox.put(put)
    assert outbox.take_notices() == []


# All of them


def test_every_method_of_every_port_is_held_here() -> None:
    """A promise that is added to a port is tested for every implementation of it."""
    sources = (Path(__file__), Path(__file__).with_name("test_tasks.py"))
    trees = (ast.parse(source.read_bytes()) for source in sources)
    called = {node.attr for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    found = [each for each in vars(ports).values() if isinstance(each, type) and each.__module__ == ports.__name__]
    protocols = [each for each in found if getattr(each, "_is_protocol", False)]
    assert {each.__name__ for each in protocols} == PORTS
    for protocol in protocols:
        promised = {name for name in vars(protocol) if not name.startswith("_")}
        assert promised
        assert promised <= called, protocol.__name__


def test_no_calls_yet(store: Store) -> None:
    """A new store is empty, whole and silent."""
    assert store.journal.days() == []
    assert store.lookup.summaries(DAY) == []
    assert store.lookup.history("+380501234567") == []
    assert store.lookup.tasks("17") == []
    assert store.take_notices() == []
    assert not store.registers.incomplete()
    assert store.registers.wanting() == []


@pytest.mark.parametrize("number", HOSTILE)
def test_any_operator_number_works(store: Store, number: str) -> None:
    """Numbers are data: none of them leaves the folders, none is taken for another."""
    call = new_call_id(number, START)
    seat = store.seats.sit_down(number)
    seat.begin(call)
    assert seat.claim() == call
    seat.leave()
    if number.isprintable():
        events = [*log(number=number), task(6)]
        store.registers.file_call(*records(events))
        assert store.lookup.summaries(DAY, number) == [summary(events)]
        assert len(store.lookup.tasks(number)) == 1
        assert store.lookup.tasks("17") == []
