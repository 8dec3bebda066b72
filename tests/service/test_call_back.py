"""A caller is rung up about open work: what the call begins with, what comes of it, and what a death leaves."""

from __future__ import annotations

from dataclasses import replace as settled
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from callscript.commands.erase import erase
from callscript.core import acts
from callscript.core.call import commands as c
from callscript.core.call import events as e
from callscript.core.call.event_started import CallStarted
from callscript.core.records import TaskRecord
from callscript.core.script.model import Script
from callscript.core.script.work_settings import WorkSettings
from callscript.dialogue.show.timeline import work_lines
from callscript.runtime.paths import Folders
from callscript.runtime.settings import Profile
from callscript.service.desk import Desk
from callscript.service.forms.task import CALL_BACK, TaskForm
from callscript.service.journey import FindCall, Journey, Leave, Wish
from callscript.service.session import Session
from callscript.service.startup import Startup
from callscript.store.errors import StoreUnavailable
from callscript.store.files import FileStore
from tests.service.at_work import sit_down
from tests.service.conftest import PROFILE, Table, close, hang_up, id_of
from tests.service.scripted import Act, Scripted

PHONE = "+380671234567"
WHAT = "Зателефонувати заявнику"


async def promised(table: Table) -> TaskRecord:
    """Take a call that ends with a promise to call back; return the work that it leaves."""
    session = await table.desk.start_call(PHONE)
    for command in (c.Advance(), c.Advance(), c.Fill("address", "Олено Іванівно"), c.Advance(), c.Advance()):
        await session.do(command)
    for command in (c.Fill("subject", "Судовий збір"), c.Advance(), c.Answer("callback"), c.Fill("phone", PHONE)):
        await session.do(command)
    for command in (c.Advance(), c.Answer("hour"), c.Advance()):
        await session.do(command)
    await hang_up(session)
    await close(table.desk, session)
    await table.desk.finish(session)
    table.clock.advance(600)
    return now(table)


def now(table: Table) -> TaskRecord:
    """Return how the work stands that was promised."""
    (call,) = [each for each in table.filed() if each.outcome == "callback"]
    (task,) = [task for task in table.store.lookup.tasks() if task.call == call.id] or [None]
    if task is None:
        found = table.store.tasks.find(f"{call.id}/{call.id}-{_opened(table, call.id)}")
        assert found is not None
        return found
    return task


def _opened(table: Table, call: str) -> int:
    log = table.store.journal.read_call(call).events
    return next(event.seq for event in log if isinstance(event, e.TaskOpened))


async def opened(table: Table, task: TaskRecord) -> TaskForm:
    """Open the work."""
    found = await table.desk.lookups.task(task.id)
    assert found
    return TaskForm(table.desk, found)


async def test_what_is_refused_is_kept_where_it_was_asked_for(table: Table) -> None:
    """A reason does not become the number that work is handed to; it is there when it is asked for again."""
    form = await opened(table, await promised(table))
    await form.choose(3)
    assert (form.part, form.told) == ("to", "")
    await form.go(form.task.whose)
    assert (form.part, form.typed, form.told) == ("to", form.task.whose, f"it is № {form.task.whose}’s already")
    await form.go("sick today")
    assert (form.part, form.typed) == ("to", "sick today")
    assert form.told.startswith("Not an operator’s number: sick today")
    await form.go("18")
    assert (form.part, form.typed, form.told) == ("sure", "", "")
    await form.choose(2)
    assert (form.part, form.typed, form.told) == ("why", "", "")
    _store, work = sit_down(table.folders, table.desk.script, "19", table.clock)
    work.do(form.task.id, acts.HandOver("18"))
    await form.go("sick today")
    assert (form.part, form.typed, form.told) == ("to", "18", "it is № 18’s already")
    await form.go("19")
    assert (form.part, form.typed) == ("why", "sick today")
    await form.go("sick today")
    assert (form.moved, form.task.whose) == (True, "19")


async def test_a_number_that_nobody_works_under_is_confirmed(table: Table) -> None:
    """It is asked about, and left by its first answer; one that has worked here, or that the centre names, is not."""
    form = await opened(table, await promised(table))
    await form.choose(3)
    await form.go("424242")
    assert (form.part, form.choices) == ("sure", ("Another number", "Hand it over all the same"))
    assert not await form.choose(3)
    await form.choose(1)
    assert form.part == "to"
    _store, work = sit_down(table.folders, table.desk.script, "19", table.clock)
    work.do(form.task.id, acts.Take())
    work.do(form.task.id, acts.HandOver(""))
    await form.go("19")
    assert form.part == "why"
    await form.back()
    table.desk.script = settled(table.desk.script, work=WorkSettings(people={"management": ("424242",)}))
    await form.go("424242")
    assert form.part == "why"
    await form.back()
    await form.go("")
    assert form.part == "why"


async def rung_up(table: Table) -> Session:
    """Ring the caller up about the work that was promised."""
    form = await opened(table, await promised(table))
    await form.ring_up()
    assert form.call_back
    return await table.desk.start_call(form.call_back.phone, form.call_back)


async def finished(table: Table, session: Session) -> list[str]:
    """Close a call; return what is told of it."""
    if session.call.under_way:
        await hang_up(session)
    await close(table.desk, session)
    table.desk.notices.take()
    await table.desk.finish(session)
    return table.desk.notices.take()


async def talked(session: Session) -> None:
    """Reach the caller, and give the answer."""
    for command in (c.Advance(), c.Answer("answered"), c.Advance(), c.Advance(), c.Answer("caller"), c.Advance()):
        await session.do(command)
    for command in (c.Answer("consultation"), c.Advance()):
        await session.do(command)


async def test_the_work_is_taken_and_the_call_knows_all(table: Table) -> None:
    """The attempt names the call; the call names the work, its number, its language, and begins at its own way."""
    session = await rung_up(table)
    start = session.call.start
    assert isinstance(start, CallStarted)
    assert (start.phone, start.work, start.continues) == (PHONE, "callback", now(table).id)
    assert session.call.step == "ringing_dial"
    assert {field: value.text for field, value in session.call.fields.items()} == {
        "phone": PHONE,
        "address": "Олено Іванівно",
        "subject": "Судовий збір",
    }
    task = now(table)
    assert (task.state, task.by, task.attempt) == ("taken", "17", start.attempt)
    (taken,) = table.store.tasks.of_call(task.call)
    assert isinstance(taken, e.TaskTaken)
    assert taken.through == id_of(session)


async def test_erasing_one_call_names_the_other(tmp_path: Path) -> None:
    """What the caller gave is in both: whoever erases one is told of the other, until that is erased, too."""
    folders = Folders.resolve(tmp_path)
    folders.make()
    seat = FileStore(folders).seats.sit_down(PROFILE.number)
    table = Table(tmp_path, seat=seat)
    session = await rung_up(table)
    await talked(session)
    await finished(table, session)
    first, second = now(table).call, id_of(session)
    table.store.journal.close()
    seat.leave()
    home = str(tmp_path)
    for erased, other in ((first, second), (second, "")):
        report = erase(home, erased, "lūgums", yes=True, say=print)
        assert report.lines == [f"erased: {erased}"]
        assert [other in each for each in report.notes] == [True] * bool(other)
    assert "rung up in the same matter" not in "".join(erase(home, PHONE, "lūgums", yes=True, say=print).notes)


async def test_a_caller_who_was_reached(table: Table) -> None:
    """The work is done at the moment of the answer, with the call in which it was; that is told and filed."""
    session = await rung_up(table)
    table.clock.advance(60)
    await talked(session)
    answered = table.clock.now()
    table.clock.advance(3600)
    assert await finished(table, session) == [f"Done, the caller was reached: {WHAT}"]
    done = table.store.tasks.of_call(now(table).call)[-1]
    assert isinstance(done, e.TaskDone)
    assert (done.result, done.through, done.at) == ("reached", id_of(session), answered)
    assert now(table).state == "done"
    first = next(each for each in table.filed() if each.outcome == "callback")
    assert first.owed == 0


async def test_nobody_answers(table: Table) -> None:
    """It is a try with its time, and the work is the operator's, open again."""
    session = await rung_up(table)
    for command in (c.Advance(), c.Answer("nobody"), c.Advance()):
        await session.do(command)
    assert await finished(table, session) == [f"Nobody was reached, it stays to be done: {WHAT}"]
    task = now(table)
    assert (task.state, task.tries, task.owner) == ("open", 1, "17")


async def test_hung_up_in_the_middle(table: Table) -> None:
    """Whoever has the work has it still, and is told so."""
    session = await rung_up(table)
    assert await finished(table, session) == [f"Not done yet: {WHAT}. It stays yours."]
    assert now(table).state == "taken"


async def discarded(table: Table, session: Session) -> list[str]:
    """Discard a call that was opened by mistake; return what is told of it."""
    await session.do(c.Discard())
    table.desk.notices.take()
    await table.desk.finish(session)
    return table.desk.notices.take()


@pytest.mark.parametrize("whose", ["as promised", "handed back", "anybody’s", "put off by another"])
async def test_opened_by_mistake(whose: str, table: Table) -> None:
    """A call back that is discarded leaves the work as it was, in the list where it was; the history keeps the try."""
    task = await promised(table)
    deeds: dict[str, tuple[acts.Deed, ...]] = {
        "handed back": (acts.HandOver("18"), acts.HandOver("17")),
        "anybody’s": (acts.HandOver(),),
        "put off by another": (acts.Postpone(table.clock.now() + timedelta(hours=9), "просив"),),
    }
    _store, another = sit_down(table.folders, table.desk.script, "18", table.clock)
    for deed in deeds.get(whose, ()):
        another.do(task.id, deed)
        table.clock.advance(1)
    before = now(table)
    session = await _again(table)
    assert now(table).state == "taken"
    table.clock.advance(1)
    assert await discarded(table, session) == [f"As it was before the call: {WHAT}"]
    task = now(table)
    assert (task.state, task.owner, task.reminder, task.tries) == ("open", before.owner, before.reminder, 0)
    assert [each.id for each in table.store.lookup.tasks("19")] == ([task.id] if before.owner == "" else [])
    taken, back = table.store.tasks.of_call(task.call)[-2:]
    assert isinstance(taken, e.TaskTaken)
    assert isinstance(back, e.TaskGivenBack)
    assert taken.through == back.through == id_of(session)
    found = await table.desk.lookups.task(task.id)
    assert found
    told = " ".join(work_lines(found.call.script, found.call.log, task.task))
    assert f"№ 17 has given it back, as it was: {WHAT} — call {id_of(session)}" in told
    _store, work = sit_down(table.folders, table.desk.script, "19", table.clock)
    assert work.do(task.id, acts.Take()).by == "19"


async def test_opened_by_mistake_and_taken_by_hand_before(table: Table) -> None:
    """What the operator was at before stays theirs: nothing is told, and nothing recorded."""
    task = await promised(table)
    await table.desk.move(task.id, acts.Take())
    session = await _again(table)
    assert await discarded(table, session) == []
    assert (now(table).state, now(table).by) == ("taken", "17")
    assert isinstance(table.store.tasks.of_call(task.call)[-1], e.TaskTaken)


async def test_freed_before_the_call_is_discarded(table: Table) -> None:
    """Whoever has it by then keeps it."""
    session = await rung_up(table)
    _store, work = sit_down(table.folders, table.desk.script, "18", table.clock)
    work.do(now(table).id, acts.Free("він захворів"))
    work.do(now(table).id, acts.Take())
    assert await discarded(table, session) == []
    assert (now(table).state, now(table).by) == ("taken", "18")


async def test_killed_between_discarding_and_giving_back(table: Table, tmp_path: Path) -> None:
    """The next start gives the work back; when it was recorded and not registered, that is registered, once."""
    session = await rung_up(table)
    await session.do(c.Discard())
    table.desk.leave()
    assert now(table).state == "taken"
    again = Table(tmp_path, clock=table.clock)
    assert await again.desk.left_open() is None
    task = now(again)
    assert (task.state, task.owner) == ("open", None)
    moves = len(again.store.tasks.of_call(task.call))
    again.desk._effects.take(session)  # pyright: ignore[reportPrivateUsage]
    await again.desk.catch_up()
    assert len(again.store.tasks.of_call(task.call)) == moves


@pytest.mark.parametrize("point", ["granted", "recorded"])
async def test_killed_while_giving_back(
    point: str, table: Table, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the grant, the desk log and the register: the work is given back once, whatever was done before."""
    session = await rung_up(table)
    await session.do(c.Discard())
    with monkeypatch.context() as patch:
        where = (type(table.desk.work), "_retry") if point == "granted" else (type(table.store.tasks), "file")
        patch.setattr(*where, _Away(table))
        patch.setattr(table.desk.work, "put_aside", _nothing)
        await table.desk.finish(session)
        assert now(table).state == "taken"
        table.desk.leave()
    again = Table(tmp_path, clock=table.clock)
    assert await again.desk.left_open() is None
    again.desk.work.look()
    task = now(again)
    assert (task.state, task.owner) == ("open", None)
    back = [each for each in again.store.tasks.of_call(task.call) if isinstance(each, e.TaskGivenBack)]
    assert len(back) == 1


def _nothing(_: object) -> None:
    """Do nothing, in place of what a program that is killed does not come to."""


async def test_asked_for_twice_it_is_recorded_once(table: Table) -> None:
    """What a call came to is recorded once, though the program died before it knew that it was."""
    for nobody in (True, False):
        session = await rung_up(table) if nobody else await _again(table)
        if nobody:
            for command in (c.Advance(), c.Answer("nobody"), c.Advance()):
                await session.do(command)
        else:
            await talked(session)
        await finished(table, session)
        moves = len(table.store.tasks.of_call(now(table).call))
        table.desk._effects.take(session)  # pyright: ignore[reportPrivateUsage]
        await table.desk.catch_up()
        assert table.desk.notices.take() == []
        assert len(table.store.tasks.of_call(now(table).call)) == moves


async def _again(table: Table) -> Session:
    form = await opened(table, now(table))
    await form.ring_up()
    assert form.call_back
    return await table.desk.start_call(form.call_back.phone, form.call_back)


async def test_somebody_else_has_it_by_then(table: Table) -> None:
    """A supervisor has freed it and another has taken it: that is told, and the work stays theirs."""
    session = await rung_up(table)
    await talked(session)
    _store, work = sit_down(table.folders, table.desk.script, "18", table.clock)
    work.do(now(table).id, acts.Free("он захворів"))
    work.do(now(table).id, acts.Take())
    (told,) = await finished(table, session)
    assert told.startswith(f"Not recorded with the work: {WHAT}: № 18 has it since")
    assert (now(table).state, now(table).by) == ("taken", "18")


async def test_freed_and_not_taken_it_is_done_all_the_same(table: Table) -> None:
    """The caller was reached, whoever was to do it."""
    session = await rung_up(table)
    _store, work = sit_down(table.folders, table.desk.script, "18", table.clock)
    work.do(now(table).id, acts.Free("він захворів"))
    await talked(session)
    await finished(table, session)
    assert now(table).state == "done"


async def test_freed_meanwhile_a_try_is_none(table: Table) -> None:
    """It is anybody's by then, and stays as it is."""
    session = await rung_up(table)
    _store, work = sit_down(table.folders, table.desk.script, "18", table.clock)
    work.do(now(table).id, acts.Free("він захворів"))
    for command in (c.Advance(), c.Answer("nobody"), c.Advance()):
        await session.do(command)
    await finished(table, session)
    assert (now(table).state, now(table).tries) == ("open", 0)


@pytest.mark.parametrize("taken", [False, True])
async def test_killed_between_taking_and_ringing(table: Table, tmp_path: Path, *, taken: bool) -> None:
    """The next start gives the work back as it was before, and says so, once: whoever had it by hand has it still."""
    task = await promised(table)
    if taken:
        await table.desk.move(task.id, acts.Take())
    form = await opened(table, task)
    await form.ring_up()
    table.desk.leave()
    again = Table(tmp_path, clock=table.clock)
    again.desk.work.look()
    again.desk.work.look()
    assert (now(again).state, now(again).owner) == (("taken", "17") if taken else ("open", None))
    told = f"The program had ended before the caller was rung up. As it was before that: {WHAT}, {now(again).phone}"
    assert again.desk.notices.take() == ([] if taken else [told])
    back = [each for each in again.store.tasks.of_call(task.call) if isinstance(each, e.TaskGivenBack)]
    assert len(back) == (not taken)


async def test_what_is_being_rung_up_now_is_not_given_back(table: Table) -> None:
    """However late it is looked for what was left: the call is begun in this very moment."""
    form = await opened(table, await promised(table))
    await form.ring_up()
    table.desk.work.look()
    assert (now(table).state, table.desk.notices.take()) == ("taken", [])
    assert form.call_back
    session = await table.desk.start_call(form.call_back.phone, form.call_back)
    assert session.call.under_way


async def test_a_call_that_may_be_in_a_damaged_journal_was_begun(table: Table, tmp_path: Path) -> None:
    """Nothing can be said of it: the work stays taken, and is free again after its time."""
    session = await rung_up(table)
    table.desk.leave()
    (file,) = table.folders.journal.rglob("17.jsonl")
    lines = file.read_bytes().splitlines(keepends=True)
    file.write_bytes(b"".join(b"x" + line if id_of(session).encode() in line else line for line in lines))
    again = Table(tmp_path, clock=table.clock)
    again.desk.work.look()
    assert now(again).state == "taken"
    again.clock.advance(13 * 3600)
    _store, work = sit_down(again.folders, again.desk.script, "18", again.clock)
    assert work.do(now(table).id, acts.Take()).by == "18"


async def test_killed_in_the_call(table: Table, tmp_path: Path) -> None:
    """The call that is taken up again is the same one: it knows what it knew, and what it goes on with."""
    session = await rung_up(table)
    for command in (c.Advance(), c.Answer("answered"), c.Advance()):
        await session.do(command)
    table.desk.leave()
    again = Table(tmp_path, clock=table.clock)
    left = await again.desk.left_open()
    assert left
    taken_up = await again.desk.resume(left)
    assert taken_up.call.fields == session.call.fields
    assert taken_up.call.start == session.call.start
    for command in (c.Advance(), c.Answer("caller"), c.Advance(), c.Answer("consultation"), c.Advance()):
        await taken_up.do(command)
    assert await finished(again, taken_up) == [f"Done, the caller was reached: {WHAT}"]


async def test_killed_between_closing_and_recording(table: Table, tmp_path: Path) -> None:
    """A call that is closed and still marked as open has what it came to recorded by the next start."""
    session = await rung_up(table)
    await talked(session)
    await hang_up(session)
    await close(table.desk, session)
    table.desk.leave()
    assert now(table).state == "taken"
    again = Table(tmp_path, clock=table.clock)
    assert await again.desk.left_open() is None
    assert now(again).state == "done"


class _Away:
    """Work that no store takes now."""

    def __init__(self, table: Table) -> None:
        self.table = table

    def __call__(self, *_: object) -> TaskRecord | None:
        raise StoreUnavailable("tasks", "away")


async def test_what_cannot_be_recorded_is_recorded_later(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is told, stays pending, and is done before the next call."""
    session = await rung_up(table)
    await talked(session)
    with monkeypatch.context() as patch:
        patch.setattr(table.desk.work, "settle", _Away(table))
        await finished(table, session)
    assert now(table).state == "taken"
    await table.desk.catch_up()
    assert now(table).state == "done"


async def test_why_a_caller_cannot_be_rung_up(table: Table) -> None:
    """A script without a way, work that is not done so, no number, somebody else's: each is told."""
    task = await promised(table)
    form = await opened(table, task)
    script, pack = table.desk.script, table.desk.script.pack

    async def told(form: TaskForm) -> str:
        assert await form.choose(CALL_BACK)
        assert form.call_back is None
        return form.told

    table.desk.script = Script(replace(pack, outgoing=None), script.texts, script.directory, hash=script.hash)
    assert "the script has no way for calls of your own" in await told(form)
    table.desk.script = script
    form.task = replace(task, kind="dispatch")
    assert await told(form) == "this is not done by ringing up"
    form.task = replace(task, phone="")
    assert await told(form) == "no number is known"
    form.task = task
    _store, work = sit_down(table.folders, script, "18", table.clock)
    work.do(task.id, acts.Take())
    await form.ring_up()
    assert form.told.startswith("№ 18 has it since")
    assert form.call_back is None
    assert form.call_back_line.why_not == form.told


async def test_from_home_and_from_history(table: Table) -> None:
    """The journey leads the call that is wanted, from either, until it is closed, and home tells what came of it."""
    task = await promised(table)

    class AtTheTable(Startup):
        def open_desk(self, profile: Profile) -> Desk:
            assert profile == PROFILE
            return table.desk

    async def wanted(_desk: Desk) -> Wish:
        form = await opened(table, task)
        await form.ring_up()
        assert form.call_back
        return form.call_back

    async def lead(_desk: Desk, session: Session) -> bool:
        for command in (c.Advance(), c.Answer("nobody"), c.Advance()):
            await session.do(command)
        return False

    async def wrap(desk: Desk, session: Session) -> bool:
        await close(desk, session)
        return False

    call = (Act("call", lead), Act("wrap-up", wrap), Act("drop"))
    face = Scripted(
        *(Act("home", wanted), *call),
        *(Act("home", FindCall()), Act("history", wanted), *call),
        *(Act("home", FindCall()), Act("history"), Act("home", Leave())),
    )
    await Journey(AtTheTable(table.folders, table.clock, PROFILE), face).go()
    assert face.left == []
    assert face.told.count(f"Nobody was reached, it stays to be done: {WHAT}") == 2
    assert now(table).tries == 2
