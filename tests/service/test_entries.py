"""What comes without a call, entered at a desk: kept as it is typed, set aside, taken up again, registered, filed."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from callscript.core import acts
from callscript.core.call import events as e
from callscript.core.call.refusal import Refused
from callscript.core.script.entries import CHANNEL, CLASS, RECEIVED
from callscript.dialogue.show.timeline import timeline
from callscript.packs.versions import Versions
from callscript.runtime.clock import FakeClock
from callscript.runtime.text import clean
from callscript.service.begun import begun_words
from callscript.service.desk import Desk, may_correct
from callscript.service.forms.corrections import Corrections
from callscript.service.forms.corrections import begun as being_corrected
from callscript.service.forms.entry import END, EntryForm
from callscript.service.forms.task import TaskForm
from callscript.service.journey import FindCall, MakeEntry
from callscript.service.session import Session
from callscript.service.summary import by_own_script
from tests.service.conftest import Table, id_of
from tests.service.scripted import Act
from tests.service.test_journey import Place


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A home for journeys."""
    return Place(tmp_path)


HOSTILE = "[red]\x1b[31m=HYPERLINK(1)‮ “x”"


async def begun(table: Table, kind: str = "feedback") -> tuple[Session, EntryForm]:
    """Begin an entry, and the form that it is made by."""
    session = await table.desk.start_call(entry=kind)
    return session, EntryForm(table.desk, session)


async def fill(form: EntryForm, *, channel: int = 2, classed: int = 3) -> None:
    """Fill in all that feedback to the Latvian centre needs."""
    assert await form.choose(CHANNEL, channel)
    assert await form.take(RECEIVED, "10:00")
    assert await form.choose(CLASS, classed)
    assert await form.take("feedback", HOSTILE)


async def test_it_is_registered_filed_and_worked_at(tmp_path: Path) -> None:
    """It stands among the calls of its day and of its sender, and its work among all work; done, it has an outcome."""
    table = Table(tmp_path, "lv-lvrtc", clock=FakeClock())
    session, form = await begun(table)
    assert form.first == CHANNEL
    await fill(form)
    assert await form.take("phone", "67108787")
    assert form.first == END
    assert await form.choose(END, 1)
    assert form.done
    await table.desk.finish(session)
    (summary,) = table.filed()
    assert (summary.entry, summary.channel, summary.closed) == ("feedback", "e_address", True)
    assert summary.phone == "+37167108787"
    (task,) = await table.desk.lookups.tasks()
    assert (task.kind, task.whose) == ("feedback", "")
    assert table.desk.begun_entry is None
    filed = await table.desk.lookups.filed(id_of(session))
    assert may_correct(table.desk, filed)
    opened = await table.desk.lookups.task(task.id)
    assert opened
    work = TaskForm(table.desk, opened)
    assert any("Left by what was entered: Atsauksme" in line for part in work.sections for line in part.lines)
    assert await work.choose(2)
    assert len(work.choices) == 4
    assert await work.choose(2)
    await work.go("")
    (done,) = [move for move in table.store.tasks.of_call(id_of(session)) if isinstance(move, e.TaskDone)]
    assert done.came_to == "remedied"
    table.desk.leave()


async def test_what_it_lacks_is_said_and_gone_to(tmp_path: Path) -> None:
    """Registering says what is missing; a line that cannot take something says so and stays."""
    table = Table(tmp_path, "lv-lvrtc")
    _, form = await begun(table)
    assert not await form.choose(END, 1)
    assert form.told == "Still missing: How it came, When it came, Class, Atsauksme."
    assert not await form.take(RECEIVED, "some day")
    assert form.told == "This is no time: some day"
    for to_come in ("23:59", "rīt 10:00"):
        assert not await form.take(RECEIVED, to_come)
        assert form.told == "This time is still to come: say when it came."
    assert not await form.take(RECEIVED, "23:59")
    assert form.told == "This time is still to come: say when it came."
    assert await form.take(RECEIVED, "04.01.2019 10:00")
    assert form.told == "Came more than a year ago, 04.01.2019 10:00: is that so?"
    assert not await form.choose(CHANNEL, 7)
    assert not await form.take("feedback", "?")
    assert form.told.startswith("A sign alone says nothing")
    assert await form.take("email", "-")
    assert form.shown("email") == "(none)"
    table.desk.leave()


async def test_what_is_typed_outlives_the_program(tmp_path: Path) -> None:
    """Half a line too; nobody is asked about it at the start: it waits, home says so, and it goes on where it was."""
    first = Table(tmp_path, "lv-lvrtc")
    session, form = await begun(first)
    assert await form.choose(CHANNEL, 1)
    await form.keep(RECEIVED, "vak")
    await form.keep("feedback", "slik")
    first.desk.leave()
    second = Table(tmp_path, "lv-lvrtc", clock=FakeClock(first.clock.now() + timedelta(days=1)))
    assert await second.desk.left_open() is None
    again = second.desk.begun_entry
    assert again
    assert id_of(again) == id_of(session)
    assert begun_words(second.desk) == ("Begun to be entered, and not registered yet: Atsauksme",)
    form = EntryForm(second.desk, again)
    assert (form.first, form.as_typed(RECEIVED), form.is_draft("feedback")) == (RECEIVED, "vak", True)
    assert form.as_typed("feedback") == "slik"
    assert form.shown(CHANNEL) == "pa e-pastu"
    await form.keep("feedback", "")
    assert not form.is_draft("feedback")
    assert await form.discard()
    await second.desk.finish(again)
    assert second.desk.begun_entry is None
    assert [call.discarded for call in second.store.lookup.summaries(first.clock.now().date())] == [True]
    second.desk.leave()


async def test_what_is_typed_of_when_it_came_outlives_the_other_lines(tmp_path: Path) -> None:
    """A channel, or a class, that is chosen behind it leaves it as it is; the moment itself, once taken, does not."""
    table = Table(tmp_path, "lv-lvrtc")
    _, form = await begun(table)
    await form.keep(RECEIVED, "vak")
    assert await form.choose(CHANNEL, 1)
    assert await form.choose(CLASS, 1)
    assert (form.as_typed(RECEIVED), form.is_draft(RECEIVED)) == ("vak", True)
    assert await form.take(RECEIVED, "10:00")
    assert not form.is_draft(RECEIVED)
    table.desk.leave()


async def test_nothing_that_was_begun_by_mistake_waits(tmp_path: Path) -> None:
    """Set aside with nothing in it, it is discarded; with something it stays."""
    table = Table(tmp_path, "lv-lvrtc")
    session, form = await begun(table)
    await form.set_aside()
    assert session.call.discarded
    session, form = await begun(table, "application")
    assert await form.choose(CHANNEL, 1)
    await form.set_aside()
    assert table.desk.begun_entry is session
    table.desk.leave()


async def test_what_is_recorded_is_not_discarded_unasked(tmp_path: Path) -> None:
    """Of nothing nothing is asked; nor before anything else is chosen."""
    table = Table(tmp_path, "lv-lvrtc")
    _, form = await begun(table)
    assert form.question(END, 2) is None
    await form.keep("feedback", "sl")
    asked = form.question(END, 2)
    assert asked
    assert asked.answers == ("No, it stays", "Discard it: it counts as nothing")
    assert form.question(END, 1) is None
    assert form.question(CHANNEL, 2) is None
    table.desk.leave()


async def test_the_way_through_the_program(place: Place) -> None:
    """Set aside for another thing, then gone on with; what was typed behind its end is dropped; it can be left, too."""

    async def aside(desk: Desk, session: Session) -> bool:
        assert await EntryForm(desk, session).choose(CHANNEL, 1)
        return False

    async def finished(desk: Desk, session: Session) -> bool:
        form = EntryForm(desk, session)
        assert form.shown(CHANNEL) == "електронною поштою"
        assert await form.discard()
        return False

    def left(_desk: Desk, _session: Session) -> bool:
        return True

    await place.go(
        Act("home", MakeEntry("feedback")),
        Act("entry", aside),
        Act("home", FindCall()),
        Act("history"),
        Act("home", MakeEntry()),
        Act("entry", finished),
        Act("drop"),
        Act("home", MakeEntry("feedback")),
        Act("entry", left),
    )
    assert [call.entry for call in place.filed()] == ["feedback"]


async def registered(table: Table) -> str:
    """Register feedback, and return its id."""
    session, form = await begun(table)
    await fill(form)
    assert await form.choose(END, 1)
    await table.desk.finish(session)
    return id_of(session)


async def answer(form: Corrections, row: str, *answers: str) -> None:
    """Correct a line of an entry."""
    assert form.choose([line.id for line in form.lines].index(row) + 1)
    for each in answers:
        await form.go(each)


@pytest.mark.parametrize("done", [False, True])
async def test_it_is_corrected_as_a_call_is(tmp_path: Path, done: bool) -> None:
    """Each line with a reason; lists, its work and the report follow, also where the work is done; a rebuild agrees."""
    table = Table(tmp_path, "lv-lvrtc", clock=FakeClock())
    entry = await registered(table)
    (task,) = await table.desk.lookups.tasks()
    if done:
        await table.desk.move(task.id, acts.Finish("done", came_to="noted"))
    before = table.store.tasks.find(task.id)
    assert before
    session = table.desk.take_filed(await table.desk.lookups.filed(entry))
    form = Corrections(session)
    assert [line.id for line in form.lines][:4] == [CHANNEL, RECEIVED, CLASS, "feedback"]
    assert [line.recorded for line in form.lines][:3] == ["e-adresē", "23.11.2026 10:00", "Sūdzība par pakalpojumu"]
    await answer(form, CHANNEL, "3", "from the envelope")
    await answer(form, RECEIVED, "20.11. 11:00", "the postmark")
    await answer(form, CLASS, "1", "read again")
    await answer(form, "feedback", "laipni", "misread")
    assert (form.made, form.part) == (4, "what")
    await table.desk.finish(session)
    (summary,) = table.filed()
    assert (summary.channel, f"{summary.received:%Y-%m-%d}") == ("post", "2026-11-20")
    found = table.store.tasks.find(task.id)
    assert found
    assert (f"{found.due:%Y-%m-%d}", found.state, found.came_to) == ("2026-11-27", before.state, before.came_to)
    told = "\n".join(timeline(session.script, (await table.desk.lookups.filed(entry)).log))
    assert "How it came: pa pastu (was: e-adresē) — from the envelope" in told
    assert "When it came: 20.11.2026 11:00 (was: 23.11.2026 10:00), " in told
    assert "Class: Ierosinājums (was: Sūdzība par pakalpojumu) — read again" in told
    table.desk.leave()
    again = Table(tmp_path, "lv-lvrtc", clock=table.clock)
    again.store.registers.rebuild(
        again.store.journal, by_own_script(Versions(again.folders, again.desk.script), again.store.outbox)
    )
    assert again.filed() == [summary]
    assert again.store.tasks.find(task.id) == found
    again.desk.leave()


async def test_what_a_correction_of_an_entry_cannot_be(tmp_path: Path) -> None:
    """A moment that is none, or behind its registration; a number that is none; the same again; without a reason."""
    table = Table(tmp_path, "lv-lvrtc", clock=FakeClock())
    session = table.desk.take_filed(await table.desk.lookups.filed(await registered(table)))
    form = Corrections(session)
    for row, answers, code in (
        (RECEIVED, ("some day",), "no_moment"),
        (RECEIVED, ("23:59", "x"), "entered_before"),
        (CHANNEL, ("7",), "choose_first"),
        (CHANNEL, ("2", "x"), "not_changed"),
        (CLASS, ("1", " "), "reason_wanted"),
        ("feedback", (clean(HOSTILE),), "not_changed"),
    ):
        with pytest.raises(Refused) as refused:
            await answer(form, row, *answers)
        assert refused.value.code == code, row
        while await form.back():
            pass
    assert form.made == 0
    table.desk.leave()


async def test_what_was_begun_the_day_before_is_corrected_on_the_day_it_is_registered(tmp_path: Path) -> None:
    """And on that day only."""
    first = Table(tmp_path, "lv-lvrtc", clock=FakeClock())
    _, form = await begun(first)
    await fill(form)
    first.desk.leave()
    table = Table(tmp_path, "lv-lvrtc", clock=FakeClock(first.clock.now() + timedelta(days=1)))
    assert await table.desk.left_open() is None
    session = table.desk.begun_entry
    assert session
    assert await EntryForm(table.desk, session).choose(END, 1)
    await table.desk.finish(session)
    entry = await table.desk.lookups.filed(id_of(session))
    assert may_correct(table.desk, entry)
    session = table.desk.take_filed(entry)
    await answer(Corrections(session), CHANNEL, "3", "from the envelope")
    await table.desk.finish(session)
    (summary,) = table.store.lookup.summaries(first.clock.now().date())
    assert summary.channel == "post"
    table.clock.advance(24 * 3600)
    assert not may_correct(table.desk, entry)
    table.desk.leave()


async def test_what_was_being_typed_for_a_correction_comes_back(tmp_path: Path) -> None:
    """Value and reason stand in their places again after the program ended."""
    table = Table(tmp_path, "lv-lvrtc", clock=FakeClock())
    entry = await registered(table)
    form = Corrections(table.desk.take_filed(await table.desk.lookups.filed(entry)))
    await answer(form, RECEIVED, "20.11. 9:00")
    await form.draft("the post")
    table.desk.leave()
    again = Table(tmp_path, "lv-lvrtc", clock=table.clock)
    session = again.desk.take_filed(await again.desk.lookups.filed(entry))
    assert being_corrected(session.call)
    form = Corrections(session)
    assert (form.part, form.text) == ("why", "the post")
    await form.go("the postmark")
    assert session.call.received
    assert f"{session.call.received.received:%d.%m. %H}" == "20.11. 09"
    again.desk.leave()
