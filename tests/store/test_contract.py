"""What every store promises."""

from __future__ import annotations

from datetime import date

import pytest

from callscript.core.call import events as e
from callscript.core.records import Query
from callscript.store.errors import Locked, RecoveryFailed
from callscript.store.ports import Store
from callscript.store.registers.search import search
from tests.store.samples import CALL, HOSTILE, START, filled, log, started, summarise, summary, task, work

DAY = date(2026, 11, 23)


def ids(found: object) -> list[str]:
    return [each.id for each in found]  # type: ignore[attr-defined]


def test_what_was_appended_is_read(store: Store) -> None:
    """The events of a call come back as they went in, in their order, words and signs untouched."""
    store.append(CALL, log()[:2])
    store.append(CALL, log()[2:])
    assert store.read_call(CALL).events == log()
    assert store.read_call(CALL).problems == []


def test_a_batch_given_again_counts_once(store: Store) -> None:
    """After an error the session gives the whole unsaved batch again, some of which may have arrived."""
    store.append(CALL, log()[:4])
    store.append(CALL, log()[2:])
    assert store.read_call(CALL).events == log()


def test_a_call_is_read_up_to_its_first_missing_event(store: Store) -> None:
    """Only the events before a gap are known to have been the state of the call; the gap is reported."""
    store.append(CALL, [*log()[:2], *log()[3:]])
    found = store.read_call(CALL)
    assert found.events == log()[:2]
    assert "event 3 of call 20261123-17-abc is missing; 2 after it" in found.problems[0].reason


def test_two_different_events_with_one_number_are_reported(store: Store) -> None:
    """The journal never chooses silently between two versions of what happened; the first one stands."""
    store.append(CALL, [*log(length=2), filled(2, "somebody else")])
    found = store.read_call(CALL)
    assert found.events == log(length=2)
    assert "contradicts" in found.problems[0].reason


@pytest.mark.parametrize("call", ["20261123-17-none", "nonsense", "../../etc/passwd", "", "20269999-17-a"])
def test_an_unknown_call_has_no_events(store: Store, call: str) -> None:
    """Asking for a call that is not there is no error, and no way out of the journal's folder."""
    assert store.read_call(call).events == []


def test_only_a_calls_id_can_be_appended_to(store: Store) -> None:
    """A call without a day and an operator in its id would have no place."""
    with pytest.raises(ValueError, match="not the id of a call"):
        store.append("../x", [started()])


def test_days_and_their_calls(store: Store) -> None:
    """Calls are found by the day on which they started, of everybody or of one operator."""
    for call in ("20261124-17-c", "20261123-17-a", "20261123-18-b"):
        store.append(call, log(call, 2))
    assert store.days() == [DAY, date(2026, 11, 24)]
    assert set(store.read_day(DAY).calls) == {"20261123-17-a", "20261123-18-b"}
    assert set(store.read_day(DAY, "18").calls) == {"20261123-18-b"}
    assert store.read_day(date(2020, 1, 1)).calls == {}


def test_no_calls_yet(store: Store) -> None:
    """A new store is empty, whole and silent."""
    assert store.days() == []
    assert store.summaries(DAY) == []
    assert store.history("+380501234567") == []
    assert store.tasks("17") == []
    assert store.take_notices() == []
    assert not store.incomplete()


def test_a_call_filed_again_replaces_what_was_filed(store: Store) -> None:
    """A call stands once in the registers, as it was last filed, under its last telephone number."""
    before, after = log(phone="+380501234567"), log(phone="+380671111111")
    store.file_call(summary(before), work(before))
    store.file_call(summary(after), work(after))
    assert store.summaries(DAY) == [summary(after)]
    assert store.history("+380501234567") == []
    assert ids(each.summary for each in store.history("+380671111111")) == [CALL]


def test_history_tells_sure_from_maybe(store: Store) -> None:
    """An equal complete number is the same caller, equal last digits of an incomplete one maybe; others are not."""
    numbers = {"a": "+380501234567", "b": "050 123-45-67", "c": "1234567", "d": "+380671234567", "e": "", "f": "none"}
    for name, phone in numbers.items():
        events = log(f"20261123-17-{name}", phone=phone)
        store.file_call(summary(events), work(events))
    found = {each.summary.id[-1]: each.sure for each in store.history("+380501234567")}
    assert found == {"a": True, "b": False, "c": False}
    assert {each.summary.id[-1]: each.sure for each in store.history("123-45-67")} == dict.fromkeys("abcd", False)
    assert store.history("") == []


def test_work_left_open(store: Store) -> None:
    """What a call promised is listed by urgency until the promise is taken back; filing again does not double it."""
    events = [*log(), task(9, "late"), task(6, "soon"), task(7, "dropped")]
    store.file_call(summary(events), work(events))
    events.append(e.TaskDropped(seq=10, at=START, task="dropped"))
    store.file_call(summary(events), work(events))
    assert ids(store.tasks("17")) == [f"{CALL}/soon", f"{CALL}/late"]
    assert store.tasks("18") == []
    store.file_call(summary(log()), work(log()))
    assert store.tasks("17") == []


def test_rebuild_makes_the_registers_out_of_the_journal(store: Store) -> None:
    """Registers are never the only copy: what the journal says replaces what they said."""
    events = [*log(phone="+380501234567"), task(6)]
    store.append(CALL, events)
    stray = log("20261123-17-stray", phone="+380501234567")
    store.file_call(summary(stray), work(stray))
    result = store.rebuild(summarise)
    assert (result.calls, result.problems) == (1, [])
    assert store.summaries(DAY) == [summary(events)]
    assert ids(each.summary for each in store.history("+380501234567")) == [CALL]
    assert ids(store.tasks("17")) == [f"{CALL}/t1"]


def test_rebuild_names_the_calls_it_cannot_summarise(store: Store) -> None:
    """A call without its script is not passed over in silence."""
    store.append(CALL, log())
    result = store.rebuild(lambda _: None)
    assert result.calls == 0
    assert CALL in result.problems[0].reason


def test_one_live_session_an_operator(store: Store) -> None:
    """A second session of the same operator is refused; of another one it is not; the seat can be left."""
    seat = store.sit_down("17")
    with pytest.raises(Locked):
        store.sit_down("17")
    store.sit_down("18").leave()
    seat.leave()
    store.sit_down("17").leave()


def test_a_call_left_open_is_offered(store: Store) -> None:
    """From its first event until it is closed a call is found again by the next session."""
    seat = store.sit_down("17")
    assert seat.claim() is None
    seat.begin(CALL)
    seat.leave()
    seat = store.sit_down("17")
    assert seat.claim() == CALL
    seat.confirm()
    assert seat.claim() == CALL
    seat.done()
    assert seat.claim() is None
    seat.leave()


def test_a_call_that_cannot_be_restored_is_given_up_once(store: Store) -> None:
    """Three attempts that were not confirmed are enough: the fourth start says so, the fifth is free of it."""
    seat = store.sit_down("17")
    seat.begin(CALL)
    assert [seat.claim() for _ in range(3)] == [CALL] * 3
    with pytest.raises(RecoveryFailed, match=f"callscript show {CALL}"):
        seat.claim()
    assert seat.claim() is None
    seat.confirm()
    seat.done()
    seat.leave()


def test_a_new_call_forgets_the_attempts_at_an_older_one(store: Store) -> None:
    """The marker names the call that was begun last."""
    seat = store.sit_down("17")
    seat.begin(CALL)
    seat.claim()
    seat.claim()
    seat.begin("20261123-17-new")
    assert [seat.claim() for _ in range(3)] == ["20261123-17-new"] * 3
    seat.leave()


@pytest.mark.parametrize("number", HOSTILE)
def test_any_operator_number_works(store: Store, number: str) -> None:
    """Numbers are data: none of them leaves the folders, none is taken for another."""
    seat = store.sit_down(number)
    seat.begin(CALL)
    assert seat.claim() == CALL
    seat.leave()
    if number.isprintable():
        events = [*log(number=number), task(6)]
        store.file_call(summary(events), work(events))
        assert store.summaries(DAY, number) == [summary(events)]
        assert len(store.tasks(number)) == 1
        assert store.tasks("17") == []


def test_finding_calls(store: Store) -> None:
    """Calls are found by day, operator, number and words of the name, the latest first."""
    for call, phone, number in (("20261123-17-a", "+380501234567", "17"), ("20261124-18-b", "1234567", "18")):
        events = log(call, phone=phone, number=number)
        store.append(call, events)
        store.file_call(summary(events), work(events))
    assert ids(search(store, Query())) == ["20261124-18-b", "20261123-17-a"]
    assert ids(search(store, Query(last=DAY))) == ["20261123-17-a"]
    assert ids(search(store, Query(first=date(2026, 11, 24)))) == ["20261124-18-b"]
    assert ids(search(store, Query(operator="18"))) == ["20261124-18-b"]
    assert ids(search(store, Query(phone="+380501234567", operator="17"))) == ["20261123-17-a"]
    assert ids(search(store, Query(name="red ІВАН"))) == ["20261124-18-b", "20261123-17-a"]
    assert ids(search(store, Query(name="Петро"))) == []
    assert ids(search(store, Query(phone="no digits"))) == []
    assert ids(search(store, Query(outcome="consulted"))) == []
