"""A call that is closed can be corrected by its operator for the rest of the day: in the desk log, over nothing."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

from callscript.core import acts
from callscript.core.call import commands as c
from callscript.core.call import events as e
from callscript.core.call.call import Value
from callscript.core.call.fold import fold_all
from callscript.core.call.refusal import Refused
from callscript.dialogue.show.refusals import words
from callscript.dialogue.show.standing import judged
from callscript.packs.versions import Versions
from callscript.runtime.clock import FakeClock
from callscript.service.desk import Desk, may_correct
from callscript.service.forms.corrections import ENDED, GOES_ON, Corrections, begun
from callscript.service.journey import Journey, Leave, TakeCall
from callscript.service.lookup import Recorded
from callscript.service.session import Session
from callscript.service.startup import Startup
from callscript.service.summary import by_own_script
from callscript.service.summary import filed as as_filed
from callscript.store.errors import StoreError
from callscript.store.journal.journal import FileJournal
from callscript.store.journal.stamp import of_this_machine
from callscript.store.names import desk_log_of
from tests.clauses.test_lv_visits import booked
from tests.core.test_orphans import orphaned
from tests.service.conftest import PROFILE, Table, close, hang_up, id_of
from tests.service.scripted import Act, Scripted
from tests.store.test_journal import size_limit

WHY = "misheard"


async def closed_call(table: Table, **fields: str) -> Session:
    """Lead a call that the caller ends, and finish it."""
    session = await table.desk.start_call("044 277 76 01")
    for field, value in fields.items():
        await session.do(c.Fill(field, value))
    await hang_up(session)
    await close(table.desk, session)
    await table.desk.finish(session)
    return session


async def correct(table: Table, call_id: str, *commands: c.Command) -> Session:
    """Correct a filed call."""
    filed = await table.desk.lookups.filed(call_id)
    assert may_correct(table.desk, filed)
    session = table.desk.take_filed(filed)
    for command in commands:
        await session.do(command)
    await table.desk.finish(session)
    return session


async def test_corrections_stand_in_the_desk_log_and_count(table: Table) -> None:
    """The call's own log stays as it is; lists, registers and whoever reads the call have what is right."""
    call, other = await closed_call(table, surname="Шевченко"), await closed_call(table, surname="Франко")
    before = table.store.journal.read_call(id_of(call)).events
    await correct(table, id_of(call), c.CorrectField("surname", "Шевчук", WHY))
    await correct(table, id_of(other), c.CorrectField("surname", "Франк", WHY))
    await correct(table, id_of(call), c.CorrectField("phone", "0671234567", WHY), c.CorrectEnd("operator", WHY))
    log = table.store.journal.read_call(id_of(call))
    assert (log.events, log.problems) == (before, [])
    assert [(type(event), event.seq) for event in log.whole[len(before) :]] == [
        (kind, len(before) + number)
        for number, kind in enumerate((e.FieldCorrected, e.FieldCorrected, e.EndCorrected), start=1)
    ]
    desk = table.store.journal.read_call(desk_log_of(id_of(call))).events
    assert [event.seq for event in desk] == [1, 2, 3, 4]
    assert {id_of(call), id_of(other)} == {event.call for event in desk if isinstance(event, e.Correction)}
    filed = {each.id: each for each in table.filed()}
    assert (filed[id_of(call)].name, filed[id_of(call)].ended_by) == ("Шевчук", "operator")
    assert filed[id_of(other)].name == "Франк"
    assert [each.summary.id for each in table.store.lookup.history("0671234567")] == [id_of(call)]
    versions = Versions(table.folders, table.desk.script)
    table.store.registers.rebuild(table.store.journal, by_own_script(versions, table.store.outbox))
    assert {each.id: each for each in table.filed()} == filed


async def test_the_verdicts_at_closing_never_change(table: Table) -> None:
    """Read again, the call tells how it stood when it was closed, and how it stands now."""
    call = await closed_call(table)
    await correct(table, id_of(call), c.CorrectEnd("operator", WHY))
    script, log = await table.desk.lookups.filed(id_of(call))
    stands = judged(script, log, table.clock.now())
    found = {each.now.clause: (each.closing.verdict, each.now.verdict) for each in stands}
    assert found["UA-13"] == ("na", "breached")
    assert {clause: closing for clause, (closing, _) in found.items()} == next(
        event.verdicts for event in log if isinstance(event, e.Closed)
    )


async def test_what_an_older_release_closed_is_judged_as_it_was(table: Table) -> None:
    """A call that was closed without its verdicts being recorded is judged at its end by its own log alone."""
    call = await closed_call(table)
    log = [event if not isinstance(event, e.Closed) else e.Closed(seq=event.seq, at=event.at) for event in call.log]
    wrong = e.EndCorrected(seq=log[-1].seq + 1, at=log[-1].at, how="operator", outcome="consultation", reason=WHY)
    found = {each.now.clause: each for each in judged(call.script, [*log, wrong], table.clock.now())}
    assert (found["UA-13"].closing.verdict, found["UA-13"].now.verdict) == ("na", "breached")


async def test_who_may_correct(table: Table) -> None:
    """The operator who took the call, on the day on which it began by the centre's clock; nobody else, no later."""
    call = await closed_call(table)
    filed = await table.desk.lookups.filed(id_of(call))
    assert may_correct(table.desk, filed)
    start, *rest = filed.log
    assert isinstance(start, e.CallStarted)
    another = e.Operator(number="18", name="x", name_latin="x", gender="feminine")
    others = replace(start, operator=another)
    assert not may_correct(table.desk, Recorded(filed.script, [others, *rest]))
    assert not may_correct(table.desk, Recorded(filed.script, filed.log[:-1]))
    assert not may_correct(table.desk, Recorded(filed.script, ()))
    table.clock.advance(13 * 3600)  # 23:00 in Kyiv
    assert may_correct(table.desk, filed)
    table.clock.advance(3600)
    assert not may_correct(table.desk, filed)


async def test_a_correction_that_cannot_be_saved_is_kept_and_saved_later(
    table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the journal does not take is tried again, with what comes later; each correction stands once, in order."""
    call, other = await closed_call(table, surname="Шевченко"), await closed_call(table)
    append = FileJournal.append

    def full(*_: object) -> None:
        raise StoreError("the disk is full")

    monkeypatch.setattr(FileJournal, "append", full)
    first = await correct(table, id_of(call), c.CorrectField("surname", "Шевчук", WHY))
    assert (first.unsaved, table.desk.unsaved) == (1, 1)
    assert table.store.journal.read_call(desk_log_of(id_of(call))).events == []
    monkeypatch.setattr(FileJournal, "append", append)
    await correct(table, id_of(other), c.CorrectField("surname", "Франко", WHY))
    await table.desk.catch_up()
    assert table.desk.unsaved == 0
    desk = table.store.journal.read_call(desk_log_of(id_of(call)))
    assert [(event.seq, event.value) for event in desk.events if isinstance(event, e.FieldCorrected)] == [
        (1, "Шевчук"),
        (2, "Франко"),
    ]
    assert desk.problems == []
    assert sorted(each.name for each in table.filed()) == ["Франко", "Шевчук"]


@contextmanager
def no_room(table: Table) -> Generator[None]:
    """Let the journal of the day take nothing more; smaller files can be written."""
    (file,) = table.folders.journal.rglob("*.jsonl")
    with size_limit(file.stat().st_size):
        yield


@pytest.mark.parametrize("saved", [0, 1])
@pytest.mark.parametrize("unsaved", [1, 2])
@pytest.mark.parametrize("marked", [True, False])
async def test_corrections_that_could_not_be_saved_are_taken_in_by_the_next_start(
    table: Table, tmp_path: Path, saved: int, unsaved: int, marked: bool
) -> None:
    """They are put aside as what they are, lines of the desk log: the closed call stays as it is."""
    call = await closed_call(table, surname="Шевченко")
    for number in range(saved):
        await correct(table, id_of(call), c.CorrectField("phone", f"067123456{number}", WHY))
    with no_room(table):
        for number in range(unsaved):  # from the list of calls each time
            await correct(table, id_of(call), c.CorrectField("surname", "Шевчу" + "к" * (number + 1), WHY))
        assert table.desk.unsaved == unsaved
        left = table.desk.leave()
        assert [Path(file).name for file in left.kept] == [f"{desk_log_of(id_of(call))}.jsonl"]
        assert left.lost == []
        again = Table(tmp_path)
        assert await again.desk.left_open() is None
        again.desk.leave()
        assert Path(left.kept[0]).exists(), "the journal does not take it yet"
    if not marked:
        for marker in table.folders.open_calls.iterdir():
            marker.unlink()
    again = Table(tmp_path)
    assert await again.desk.left_open() is None
    assert [told for told in again.desk.notices.take() if "orrect" not in told] == []
    found = again.store.journal.read_call(id_of(call))
    assert (found.events, found.problems, found.unsaved) == (call.log, [], 0)
    desk = again.store.journal.read_call(desk_log_of(id_of(call)))
    assert [event.seq for event in desk.events] == [*range(1, saved + unsaved + 1)]
    assert (desk.problems, desk.unsaved) == ([], 0)
    names = [event.value for event in found.corrections if isinstance(event, e.FieldCorrected)]
    assert names[saved:] == ["Шевчу" + "к" * (number + 1) for number in range(unsaved)]
    assert [each.name for each in again.filed()] == [names[-1]]
    assert not Path(left.kept[0]).exists()
    assert not list(tmp_path.rglob("*.damaged-*"))
    assert not list(table.folders.open_calls.iterdir())
    again.desk.leave()


async def test_what_is_corrected_next_follows_what_was_put_aside(table: Table, tmp_path: Path) -> None:
    """While the journal still takes nothing, what was put aside counts, and later corrections come behind it."""
    call = await closed_call(table, surname="Шевченко")
    with no_room(table):
        await correct(table, id_of(call), c.CorrectField("surname", "Шевчук", WHY))
        table.desk.leave()
        again = Table(tmp_path)
        assert await again.desk.left_open() is None
        await correct(again, id_of(call), c.CorrectField("phone", "0671234567", WHY))
        again.desk.leave()
    last = Table(tmp_path)
    assert await last.desk.left_open() is None
    found = last.store.journal.read_call(id_of(call))
    assert [(event.seq, type(event)) for event in found.corrections] == [(1, e.FieldCorrected), (2, e.FieldCorrected)]
    assert found.problems == []
    assert [(each.name, each.phones[-1]) for each in last.filed()] == [("Шевчук", "+380671234567")]
    last.desk.leave()


async def test_corrections_that_another_session_has_recorded_meanwhile_are_told(table: Table, tmp_path: Path) -> None:
    """What was put aside and says something else than the journal is kept beside it, and told at the start."""
    call = await closed_call(table, surname="Шевченко")
    with no_room(table):
        await correct(table, id_of(call), c.CorrectField("surname", "Шевчук", WHY))
        (kept,) = table.desk.leave().kept
    other = e.FieldCorrected(seq=1, at=table.clock.now(), call=id_of(call), field="surname", value="Інша", reason=WHY)
    journal = FileJournal(table.folders.journal, of_this_machine(table.clock))
    journal.append(desk_log_of(id_of(call)), [other])
    journal.close()
    again = Table(tmp_path)
    assert await again.desk.left_open() is None
    assert "was recorded by another session" in " ".join(again.desk.notices.take())
    assert Path(f"{kept}.damaged-1").exists()
    assert [each.name for each in again.filed()] == ["Інша"]
    again.desk.leave()


async def test_one_that_was_recorded_and_not_filed_is_filed_at_the_next_start(table: Table) -> None:
    """If the program ends between recording and filing, the next start files the call as it was corrected."""
    call = await closed_call(table, surname="Шевченко")
    session = table.desk.take_filed(await table.desk.lookups.filed(id_of(call)))
    await session.do(c.CorrectField("surname", "Шевчук", WHY))
    assert [each.name for each in table.filed()] == ["Шевченко"]
    table.desk.leave()
    face = Scripted(Act("home", Leave()))
    await Journey(Startup(table.folders, table.clock, PROFILE, language="en"), face).go()
    assert [each.name for each in table.filed()] == ["Шевчук"]
    assert table.store.journal.read_call(id_of(call)).corrections


async def test_an_end_that_is_taken_back_leads_to_the_call_again(table: Table) -> None:
    """From the wrap-up the operator comes back to the call, and from there to the wrap-up once more."""
    table.desk.leave()

    async def over(_desk: Desk, session: Session) -> bool:
        await hang_up(session)
        return False

    async def not_over(_desk: Desk, session: Session) -> bool:
        await session.do(c.TakeEndBack(WHY))
        return False

    async def closed(desk: Desk, session: Session) -> bool:
        await close(desk, session)
        return False

    acts = (Act("call", over), Act("wrap-up", not_over), Act("call", over), Act("wrap-up", closed), Act("drop"))
    face = Scripted(Act("home", TakeCall()), *acts, Act("home", Leave()))
    await Journey(Startup(table.folders, table.clock, PROFILE, language="en"), face).go()
    assert face.left == []


async def test_the_form_leads_from_what_to_why(table: Table) -> None:
    """What is wrong, how it should be, why: each can be gone back from, and what is missing is refused."""
    session = await table.desk.start_call()
    await session.do(c.Fill("surname", "Шевченко"))
    await session.do(c.Fill("transferred_to", session.script.names_of["transferred_to"][0]))
    await hang_up(session)
    form = Corrections(session)
    ids = [line.id for line in form.lines]
    assert ids[:2] == [GOES_ON, ENDED]
    assert not form.choose(0)
    assert not form.choose(len(ids) + 1)
    assert form.choose(ids.index("surname") + 1)
    assert (form.part, form.text) == ("how", "Шевченко")
    for refused, code in (("Шевченко", "not_changed"),):
        with pytest.raises(Exception, match=code):
            await form.go(refused)
    await form.go("Шевчук")
    assert (form.part, form.text) == ("why", "")
    with pytest.raises(Exception, match="reason_wanted"):
        await form.go("  ")
    assert await form.back()
    assert form.part == "how"
    await form.go("Шевчук")
    await form.go(WHY)
    assert (form.part, form.made) == ("what", 1)
    assert session.call.fields["surname"] == Value("Шевчук")
    assert form.choose(ids.index(ENDED) + 1)
    with pytest.raises(Exception, match="choose_first"):
        await form.go("99")
    with pytest.raises(Refused) as same:
        await form.go(str(form.choices.index("ended by the caller") + 1))
    assert words(same.value, session.script, session.call) == "That is what is recorded."
    await form.go(str(form.choices.index("ended by the operator") + 1))
    await form.go(WHY)
    assert session.call.ended
    assert session.call.ended.how == "operator"
    await picked_otherwise(form, session)
    assert form.choose(1)
    assert (form.part, bool(form.text)) == ("why", True)
    await form.go(form.text)
    assert session.call.under_way
    assert not await form.back()
    assert fold_all(session.script, session.log) == session.call


async def test_what_is_left_of_an_answer_that_was_changed_is_marked() -> None:
    """In the list of what can be corrected as on the card, until it is corrected."""
    walk = orphaned()
    walk.do(c.LoseLine())
    session = Session(walk.script, FakeClock(walk.now), lambda _call, _events: None)
    session.restore(walk.log, walk.call)
    form = Corrections(session)
    (marked,) = [line for line in form.lines if "~" in line.text]
    assert marked.id == "matter"
    assert marked.text.endswith(": ~ nodokļi (from an answer that was changed)")
    assert form.choose(form.lines.index(marked) + 1)
    await form.go("2")
    await form.go(WHY)
    assert session.call.fields["matter"] == Value("court")
    assert not [line for line in form.lines if "~" in line.text]


async def picked_otherwise(form: Corrections, session: Session) -> None:
    """What was picked out of the directory is corrected out of it: by number or by name, to nobody else."""
    assert form.choose([line.id for line in form.lines].index("transferred_to") + 1)
    people = session.script.names_of["transferred_to"]
    assert (form.part, form.text, form.choices) == ("how", "", people)
    for wrong in ("99", "хтось", "?"):
        with pytest.raises(Exception, match="not_a_value"):
            await form.go(wrong)
    await form.go("2")
    await form.go(WHY)
    assert session.call.fields["transferred_to"].text == people[1]
    assert form.choose([line.id for line in form.lines].index("transferred_to") + 1)
    await form.go(people[0][:-1])
    await form.go(WHY)
    assert session.call.fields["transferred_to"].text == people[0]


async def test_each_matter_can_be_corrected(table: Table) -> None:
    """What is recorded of an earlier one is offered with its matter, and changed there alone."""
    session = await table.desk.start_call()
    await say(session, 2)
    await session.do(c.Fill("address", "", absent=True))
    await say(session, 2)
    for subject in ("пенсія", "довідка"):
        await session.do(c.Fill("subject", subject))
        await say(session, 1)
        await session.do(c.Answer("consultation"))
        await say(session, 1)
        if subject == "пенсія":
            await session.do(c.Answer("more"))
    await hang_up(session)
    form = Corrections(session)
    texts = [line.text for line in form.lines]
    assert sum("(matter 2)" in text for text in texts) == 1
    number = next(at for at, text in enumerate(texts, start=1) if "пенсія" in text)
    assert "matter 1" in texts[number - 1]
    assert form.choose(number)
    assert form.text == "пенсія"
    await form.go("аліменти")
    await form.go(WHY)
    assert session.call.values_of(1)["subject"] == Value("аліменти")
    assert session.call.fields["subject"] == Value("довідка")


async def test_who_was_spoken_to_can_be_told_once_the_end_is_corrected(table: Table) -> None:
    """A call that was put through after all: with whom, can be recorded."""
    call = await closed_call(table)
    assert "transferred_to" not in {line.id for line in Corrections(call).lines}
    session = await correct(table, id_of(call), c.CorrectEnd("transfer", WHY))
    assert "transferred_to" in {line.id for line in Corrections(session).lines}


async def say(session: Session, times: int) -> None:
    """Press Enter."""
    for _number in range(times):
        await session.do(c.Advance())


@pytest.mark.parametrize("closed", [True, False])
@pytest.mark.parametrize("typed", ["how", "why", "ended"])
async def test_what_was_being_typed_comes_back(table: Table, tmp_path: Path, closed: bool, typed: str) -> None:
    """Value and reason stand in their places again after the program ended, of a closed call too; nothing is made."""
    if closed:
        call = await closed_call(table, surname="Шевченко")
        session = table.desk.take_filed(await table.desk.lookups.filed(id_of(call)))
    else:
        session = await table.desk.start_call()
        await session.do(c.Fill("surname", "Шевченко"))
        await hang_up(session)
    own = table.store.journal.read_call(id_of(session)).events
    form = Corrections(session)
    what = ENDED if typed == "ended" else "surname"
    assert form.choose([line.id for line in form.lines].index(what) + 1)
    if typed == "how":
        await form.draft("Шевч")
    else:
        await form.go("Шевчук" if typed == "why" else "1")
        await form.draft("mish")
    asked = form.question
    table.desk.leave()
    again = Table(tmp_path, clock=table.clock)
    if closed:
        assert again.store.journal.read_call(id_of(session)).events == own, "its own log stays as it is"
        assert await again.desk.left_open() is None
        session = again.desk.take_filed(await again.desk.lookups.filed(id_of(session)))
    else:
        left = await again.desk.left_open()
        assert left
        session = await again.desk.resume(left)
    assert session.call.fields["surname"].text == "Шевченко"
    assert begun(session.call)
    form = Corrections(session)
    assert form.question == asked
    assert form.text == ("Шевч" if typed == "how" else "mish")
    if typed == "how":
        await form.go("Шевчук")
    await form.go(WHY)
    assert (form.made, begun(session.call)) == (1, False)
    if typed != "ended":
        assert session.call.fields["surname"].text == "Шевчук"
    assert form.choose(2)
    await form.draft("x")
    assert await form.back()
    assert not begun(session.call), "what is gone back from is dropped"
    await again.desk.finish(session)
    if closed and typed != "ended":
        assert [each.name for each in again.filed()] == ["Шевчук"]
        found = again.store.journal.read_call(desk_log_of(id_of(session)))
        assert found.problems == []
        assert [event.seq for event in found.events] == list(range(1, len(found.events) + 1))
    again.desk.leave()


async def test_a_reason_for_what_cannot_be_meant_any_more(table: Table) -> None:
    """Where the value that it was for is there already, the reason waits until a value is given."""
    call = await closed_call(table, surname="Шевченко")
    session = table.desk.take_filed(await table.desk.lookups.filed(id_of(call)))
    await session.do(c.Draft(e.correction_of("surname", 0, "how"), "Шевченко"))
    await session.do(c.Draft(e.correction_of("surname", 0, "why"), "mish"))
    form = Corrections(session)
    assert (form.part, form.text) == ("how", "Шевченко")
    await form.go("Шевчук")
    assert (form.part, form.text) == ("why", "mish")


async def test_a_visit_that_another_has_moved_meanwhile_is_not_moved_back(tmp_path: Path) -> None:
    """It was moved while its field was being corrected: that is known when the correction is made, and tells where."""
    table = Table(tmp_path, "lv-lvrtc")
    talk = booked(table.desk.script, "2026-11-23 09:00")
    talk.do(c.SetOutcome("follow_up"), c.Close())
    found = as_filed(talk.script, talk.call)
    assert found
    call, work = found.summary.id, found.tasks[0]
    table.store.journal.append(call, talk.log)
    table.store.registers.file_call(*found)
    form = Corrections(table.desk.take_filed(await table.desk.lookups.filed(call)))
    assert form.choose(next(at for at, line in enumerate(form.lines, start=1) if line.id == "visit_at"))
    await form.go("03.12. plkst. 14")
    until = datetime(2026, 12, 4, 10, 0, tzinfo=table.desk.script.zone)
    assert (await table.desk.move(work.id, acts.Move(until, "customer"))).due == until
    with pytest.raises(Refused, match="visit_moved"):
        await form.go(WHY)
    assert form.made == 0
    again = Corrections(table.desk.take_filed(await table.desk.lookups.filed(call)))
    with pytest.raises(Refused, match=r"visit_moved.*04.12.2026 10:00"):
        again.choose(next(at for at, line in enumerate(again.lines, start=1) if line.id == "visit_at"))
