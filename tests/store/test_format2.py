"""Format 2 of the journal: what is changed in it is named, and what a caller said can be taken away from it."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from callscript.core.call import commands as c
from callscript.core.call import events as e
from callscript.core.call.events import ERASED, Event, Known
from callscript.core.call.fold import fold_all
from callscript.core.script.base import Ending
from callscript.core.script.model import Script
from callscript.core.standard.verdicts import verdicts
from callscript.packs.versions import Versions
from callscript.runtime.clock import FakeClock
from callscript.runtime.paths import Folders
from callscript.service.startup import Startup
from callscript.store.errors import StoreFull
from callscript.store.journal import checksum, format2, lines
from callscript.store.journal.encoding import Encoder
from callscript.store.journal.erasure import without_caller
from callscript.store.journal.journal import FileJournal
from tests.store.samples import CALL, START, filled, log, stamping, started
from tests.store.test_format1 import CALLS, OLENA, copied
from tests.store.test_journal import size_limit

PLACE = "17.jsonl"


def written(events: list[Event], call: str = CALL) -> bytes:
    """Return the lines of a new call."""
    return Encoder(stamping).encode(call, events, lambda: ())


def reasons(data: bytes) -> str:
    """Return what is wrong with a file."""
    return "\n".join(problem.reason for problem in lines.read(data, PLACE).problems)


def events_of(data: bytes) -> list[Event]:
    return lines.read(data, PLACE).calls.get(CALL, [])


def erased(data: bytes, values: list[tuple[int, str]]) -> bytes:
    """Return lines without some values, each named by the number of its event and its field."""
    left = list[bytes]()
    for line in data.splitlines():
        wanted = [name for seq, name in values if seq == lines.decode(line).seq]
        left.append(format2.erased(line, wanted) if wanted else line)
    return b"".join(line + b"\n" for line in left)


# What callers said can be taken away


@pytest.fixture(scope="module", params=CALLS)
def led(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Script, list[Event]]:
    """Every call of a home with every kind of event in turn, and the script that it was led by."""
    home = copied(tmp_path_factory.mktemp("led") / "home")
    folders = Folders.resolve(home)
    events = FileJournal(folders.journal, stamping).read_call(request.param).events
    script = Versions(folders).of(events)
    assert script
    return script, events


def judged(script: Script, events: list[Event]) -> object:
    call = fold_all(script, events)
    return verdicts(script, call.watches, events[-1].at), call.happened, call.frames, call.tasks, call.past_runs


def test_each_given_value_can_be_erased(led: tuple[Script, list[Event]]) -> None:
    """Erase each in turn: chain, facts and all verdicts hold, the value is gone, and every other one is still there."""
    script, events = led
    start = events[0]
    assert isinstance(start, e.CallStarted)
    data = written(events, start.call)
    values = [(event.seq, name) for event in events for name in event.given if getattr(event, name)]
    assert values
    verdict = judged(script, events)
    for seq, name in values:
        without = erased(data, [(seq, name)])
        found = lines.read(without, PLACE)
        assert found.problems == []
        left = found.calls[start.call]
        assert [each for each, before in zip(left, events, strict=True) if each != before] == [left[seq - 1]]
        assert getattr(left[seq - 1], name) == ERASED
        assert judged(script, left) == verdict
        gone = data.splitlines()[seq - 1]
        assert (salt := re.search(rb'"%b":\["([0-9a-f]{32})"' % name.encode(), gone))
        assert salt[1] not in without
        assert len(without) == len(data) - len(gone) + len(without.splitlines()[seq - 1])
    everything = lines.read(erased(data, values), PLACE)
    assert everything.problems == []
    assert judged(script, everything.calls[start.call]) == verdict
    assert lines.read(without_caller(data, start.call), PLACE).calls == everything.calls
    assert without_caller(data, "20261123-17-other") == data
    assert b'"given"' not in erased(data, values)


def test_no_text_of_a_caller_stands_outside_what_can_be_erased(led: tuple[Script, list[Event]]) -> None:
    """Once everything given is erased, no word of it is left in the file."""
    _, events = led
    start = events[0]
    assert isinstance(start, e.CallStarted)
    data = written(events, start.call)
    values = [(event.seq, name) for event in events for name in event.given if getattr(event, name)]
    left = erased(data, values).decode()
    said = {getattr(events[seq - 1], name) for seq, name in values}
    words_of_the_pack = {"complaint"}
    assert not [text for text in said - words_of_the_pack if f'"{text}"' in left]


def test_what_is_empty_is_no_secret() -> None:
    """That a field was emptied stays in the event: the fold tells it from one that holds something."""
    data = written([started(), filled(2, ""), filled(3, "x")])
    assert b'"value":""' in data.splitlines()[1]
    assert b'"given"' not in data.splitlines()[1]
    assert events_of(erased(data, [(2, "value"), (3, "value")])) == [started(), filled(2, ""), filled(3, ERASED)]


def test_a_value_is_not_told_by_its_digest() -> None:
    """The same words twice have two digests: nobody can try a list of names on them."""
    data = written([started(), filled(2, "Іван"), filled(3, "Іван")])
    assert len(set(re.findall(rb"sha256:[0-9a-f]{64}", data))) == 2


@pytest.mark.parametrize("text", ["sha256:" + "0" * 64, ERASED, '"given":{"value":["', '","chain":"', "\\u0000"])
def test_a_caller_may_say_anything(text: str) -> None:
    """Words that look like a digest, like an erased value or like a part of a line are words."""
    data = written([started(phone=text), filled(2, text), filled(3, "x")])
    assert (events_of(data), reasons(data)) == ([started(phone=text), filled(2, text), filled(3, "x")], "")
    assert events_of(erased(data, [(2, "value")])) == [started(phone=text), filled(2, ERASED), filled(3, "x")]


def test_a_value_erased_in_one_of_two_copies_is_erased() -> None:
    """A line that was saved twice counts once, with as few values as either of the two has."""
    data = written(log(length=3))
    second = data.splitlines(keepends=True)[1]
    without = erased(second, [(2, "value")])
    for both in (data + without, data.replace(second, without) + second):
        assert (events_of(both), reasons(both)) == ([started(), filled(2, ERASED), filled(3)], "")


# What was changed is named


def changed(data: bytes, number: int, change: Callable[[bytes], bytes]) -> bytes:
    """Change a line, but for its checksum, which is made right again."""
    all_lines = data.splitlines()
    all_lines[number] = checksum.closed(change(all_lines[number][: -checksum.LENGTH]))[:-1]
    return b"\n".join(all_lines) + b"\n"


SAMPLE: list[Event] = [
    started(phone="+380501234567"),
    e.Said(seq=2, at=START + timedelta(seconds=2.5), step="greet", phrase="greet", language="uk"),
    filled(3, 'Іван "Грозний" \\ \x1b[c'),
    e.Moved(seq=4, at=START + timedelta(seconds=4), to=None),
    filled(5, "ще"),
]


@pytest.mark.parametrize("number", range(4))
@pytest.mark.parametrize("turn", [1, 2, 32, 255])
def test_a_changed_byte_is_named_wherever_it_is(number: int, turn: int) -> None:
    """Whoever changes a byte of a line, and makes its checksum right again, is found out; what was before it stands."""
    data = written(SAMPLE)
    length = len(data.splitlines()[number]) - checksum.LENGTH
    for place in range(length):

        def turned(body: bytes, place: int = place) -> bytes:
            return body[:place] + bytes([body[place] ^ turn]) + body[place + 1 :]

        forged = changed(data, number, turned)
        found = lines.read(forged, PLACE)
        assert found.problems, forged.splitlines()[number]
        told = found.calls.get(CALL, [])
        assert told[:number] == SAMPLE[: min(number, len(told))]
        for event, recorded in zip(told[number:], SAMPLE[number:], strict=False):
            gone = dict.fromkeys((name for name in recorded.given if getattr(recorded, name)), ERASED)
            assert event in (recorded, replace(recorded, **gone))


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        (b'"to":null', b'"to":"a"', "event 4 of call 20261123-17-abc does not continue the chain"),
        (b'"host":"desk-7"', b'"host":"desk-8"', "event 4 of call 20261123-17-abc does not continue the chain"),
        (b'"epoch":0', b'"epoch":1', "event 4 of call 20261123-17-abc does not continue the chain"),
        (b'"seq":4', b'"seq":5', "event 4 of call 20261123-17-abc is missing"),
        (b'{"v":2', b'{"v":3', "event 4 of call 20261123-17-abc is not of the format that the call was begun in"),
    ],
)
def test_a_break_says_where_it_is(old: bytes, new: bytes, named: str) -> None:
    """Which call and which event it is, and how much behind it cannot be used."""
    forged = changed(written(SAMPLE), 3, lambda body: body.replace(old, new))
    assert named in reasons(forged)
    assert "1 after it cannot be used" in reasons(forged)
    assert events_of(forged) == SAMPLE[:3]


def test_another_text_than_was_recorded_is_named_and_not_shown() -> None:
    """Words put into a caller's mouth are not taken for theirs; the event, which still holds, is."""
    forged = changed(written(SAMPLE), 2, lambda body: body.replace("Іван".encode(), "Олег".encode()))
    assert reasons(forged) == "event 3 of call 20261123-17-abc has another value than was recorded"
    assert events_of(forged) == [*SAMPLE[:2], filled(3, ERASED), *SAMPLE[3:]]


def test_a_forged_line_with_a_chain_of_its_own_breaks_the_next() -> None:
    """Who works out the chain of a changed line anew breaks it at the line behind."""
    other: list[Event] = [*SAMPLE[:3], e.Moved(seq=4, at=START + timedelta(seconds=4), to="elsewhere")]
    encoder = Encoder(stamping)
    data = encoder.encode(CALL, SAMPLE, lambda: ())
    stored = lines.FileLines(data, PLACE).whole(CALL)[:3]
    forged_line = Encoder(stamping).encode(CALL, [other[3]], lambda: stored)
    whole = data.splitlines(keepends=True)
    whole[3] = forged_line
    assert "event 5 of call 20261123-17-abc does not continue the chain" in reasons(b"".join(whole))


TURNED, MISSING, MOVED = "does not match its checksum", "is missing", "stands behind event"
CONTRADICTED, BROKEN = "contradicts an earlier line", "does not continue the chain"


def test_what_is_wrong_is_told_apart() -> None:
    """Turned, missing, reordered, contradicted and changed lines are told in words of their own; repeats need none."""
    data = written(SAMPLE)
    one, two, three, four, five = data.splitlines(keepends=True)
    stored = lines.FileLines(data, PLACE).whole(CALL)[:3]
    other = Encoder(stamping).encode(CALL, [filled(4, "не те")], lambda: stored)
    cases: list[tuple[bytes, int, set[str]]] = [
        (data + two + five, 5, set()),
        (data[:-30], 4, set()),
        (data.replace(b'"said"', b'"sAid"'), 1, {TURNED, MISSING}),
        (one + two + four + five, 2, {MISSING}),
        (one + two + four + three + five, 5, {MOVED}),
        (data + other, 5, {CONTRADICTED}),
        (changed(data, 3, lambda body: body.replace(b"null", b'"ab"')), 3, {BROKEN}),
        (one + two + three + other + five, 4, {BROKEN}),
    ]
    for content, length, words in cases:
        assert {each for each in (TURNED, MISSING, MOVED, CONTRADICTED, BROKEN) if each in reasons(content)} == words
        known = [*SAMPLE[:3], filled(4, "не те")] if other in content and not words - {BROKEN} else SAMPLE
        assert events_of(content) == known[:length]


def test_a_call_that_was_tampered_with_goes_on_where_it_holds(folders: Folders) -> None:
    """What comes after the break is kept in the file set aside, and named; other calls stay whatever they are."""
    journal = FileJournal(folders.journal, stamping)
    journal.append(CALL, log(length=5))
    journal.close()
    file = next(folders.journal.rglob("*.jsonl"))
    forged = changed(file.read_bytes(), 3, lambda body: body.replace(b'"field":"name"', b'"field":"game"'))
    file.write_bytes(forged)
    journal = FileJournal(folders.journal, stamping)
    assert journal.read_call(CALL).events == log(length=3)
    journal.append(CALL, [filled(4, "said again")])
    (notice,) = journal.take_notices()
    assert "event 4 of call 20261123-17-abc does not continue the chain" in str(notice)
    assert notice.kept
    assert Path(notice.kept).read_bytes() == forged
    found = journal.read_call(CALL)
    assert (found.events, found.problems) == ([*log(length=3), filled(4, "said again")], [])
    journal.close()


async def test_a_session_stamps_what_it_records(tmp_path: Path) -> None:
    """Each line says on which machine it was written, and by the clock since boot when its event happened."""
    clock = FakeClock(START)
    desk = Startup(Folders.resolve(tmp_path), clock, OLENA).open_desk(OLENA)
    session = await desk.start_call()
    clock.advance(12.5)
    await session.do(c.Advance())
    desk.leave()
    written_lines = next(tmp_path.rglob("*.jsonl")).read_bytes().splitlines()
    first, last = json.loads(written_lines[0]), json.loads(written_lines[-1])
    assert (first["host"], first["epoch"], first["boot"]) == (os.uname().nodename, 0, ["boot", 0.0])
    assert (last["boot"], last["at"]) == (["boot", 12.5], "2026-11-23T08:00:12.500000Z")


# What is saved again is sent again


def test_a_batch_is_sent_again_byte_for_byte(folders: Folders) -> None:
    """Salts included: nothing of a batch that has arrived in part contradicts what is sent after a failure."""
    journal = FileJournal(folders.journal, stamping)
    journal.append(CALL, log(length=2))
    file = next(folders.journal.rglob("*.jsonl"))
    with size_limit(file.stat().st_size + 600), pytest.raises(StoreFull):
        journal.append(CALL, log(length=4)[2:])
    journal.append("20261123-17-other", log("20261123-17-other"))
    journal.append(CALL, log(length=5)[2:])
    journal.append(CALL, log(length=6))
    content = [line for line in file.read_bytes().splitlines() if b"17-abc" in line]
    assert len(content) == 6, "nothing is written twice that is there"
    file.unlink()
    journal.append(CALL, log(length=7))
    assert file.read_bytes().splitlines()[:6] == content
    assert reasons(file.read_bytes()) == ""
    journal.close()


def test_a_call_taken_up_is_sent_again_as_it_lies_there(folders: Folders) -> None:
    """Lines of another session are not encoded anew when the whole call is saved once more."""
    first = FileJournal(folders.journal, stamping)
    first.append(CALL, log(length=3))
    first.close()
    second = FileJournal(folders.journal, stamping)
    second.append(CALL, [filled(4)])
    second.append(CALL, log(length=5))
    found = second.read_call(CALL)
    assert (found.events, found.problems) == (log(length=5), [])
    second.close()


# Any log


def field(hint: Any) -> st.SearchStrategy[Any]:
    """Return whatever may be in a field."""
    if hint is datetime:
        return st.datetimes(timezones=st.just(UTC))
    if hint is float:
        return st.floats(allow_nan=False, allow_infinity=False)
    if hint == Ending:
        return st.from_regex(r"[a-z][a-z0-9_]*", fullmatch=True)
    if hint is e.Operator:
        return st.builds(e.Operator, **{name: field(each) for name, each in get_type_hints(e.Operator).items()})
    return st.from_type(hint)


def any_event(kind: type[Known]) -> st.SearchStrategy[Event]:
    hints = get_type_hints(kind, include_extras=True)
    fields = {name: field(hints[name]) for name in kind.__struct_fields__ if name not in ("seq", "at")}
    return st.builds(kind, seq=st.just(1), at=field(datetime), **fields)


def numbered(events: list[Event]) -> list[Event]:
    return [replace(event, seq=seq) for seq, event in enumerate(events, start=1)]


logs = st.lists(st.one_of([any_event(kind) for kind in get_args(Known)]), min_size=1, max_size=8).map(numbered)


@given(logs)
def test_any_log_comes_back_as_it_was_written(events: list[Event]) -> None:
    """Whatever texts, signs and numbers are in it."""
    data = written(events)
    assert (events_of(data), reasons(data)) == (events, "")
    assert data.count(b"\n") == len(events)


@given(logs, st.data())
def test_any_log_survives_being_cut_anywhere(events: list[Event], choice: st.DataObject) -> None:
    """Cut at any byte: the whole lines before it are read, and nothing is complained of."""
    data = written(events)
    cut = choice.draw(st.integers(0, len(data)))
    whole = data[:cut].count(b"\n") + (data[cut : cut + 1] == b"\n")
    assert (events_of(data[:cut]), reasons(data[:cut])) == (events[:whole], "")


@given(logs.filter(lambda events: len(events) > 2), st.data())
def test_any_log_tells_what_was_done_to_its_lines(events: list[Event], choice: st.DataObject) -> None:
    """Taken away, doubled or put elsewhere: each is told for what it is."""
    content = written(events).splitlines(keepends=True)
    at = choice.draw(st.integers(0, len(content) - 2))
    without = b"".join(content[:at] + content[at + 1 :])
    assert events_of(without) == events[:at]
    assert f"event {at + 1} of call {CALL} is missing" in reasons(without)
    doubled = b"".join([*content, content[at]])
    assert (events_of(doubled), reasons(doubled)) == (events, "")
    to = choice.draw(st.integers(at + 1, len(content) - 1))
    moved = content[:at] + content[at + 1 : to + 1] + [content[at]] + content[to + 1 :]
    assert events_of(b"".join(moved)) == events
    assert f"event {at + 1} of call {CALL} stands behind event {to + 1}" in reasons(b"".join(moved))
