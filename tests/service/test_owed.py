"""What open calls owe, in both centres, beside what the registers have; and taken at random while they are killed."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from callscript import packs
from callscript.core import acts
from callscript.core.call import commands as c
from callscript.core.call import events as e
from callscript.core.call.entries import begin_entry
from callscript.core.call.refusal import Refused
from callscript.core.script.model import Script
from callscript.core.tasks import TaskRefused
from callscript.dialogue.read.query import parse
from callscript.packs.versions import Versions
from callscript.runtime.clock import FakeClock
from callscript.runtime.paths import Folders
from callscript.service.counting import Counting
from callscript.service.desk_log import DeskLog
from callscript.service.forms.wrap_up import WrapUp
from callscript.service.notices import Notices
from callscript.service.owed import OpenWork, with_owed
from callscript.service.session import Session
from callscript.service.startup import Startup
from callscript.service.summary import by_own_script, filed
from callscript.service.work import Kept, Work
from callscript.store.errors import RecoveryFailed
from callscript.store.files import FileStore
from callscript.store.names import is_desk_log, new_call_id
from callscript.store.others import OneHost
from callscript.store.ports import Seat, Store
from callscript.store.seats import ATTEMPTS
from tests.clauses.talk import Talk
from tests.clauses.ways import goodbye, registered, welcomed
from tests.recount import Retold, counted_again, lines_of, pack_of
from tests.service.conftest import PROFILE

UA, LV = packs.read(packs.locate("ua-court")), packs.read(packs.locate("lv-lvrtc"))
PHONE = "+37120000000"


def appealed() -> Talk:
    """Return a call in which an appeal was registered that is to be sent on, and the caller told of it."""
    talk = registered(UA, competence="beyond")
    talk.through(("pick_body", "hcj"), "dispatch_told")
    return talk


def deferred() -> Talk:
    """Return a call that has promised an answer within a working day."""
    talk = welcomed(LV, need="deferral")
    talk.through(("ask_answer_phone", PHONE), ("time_needed", "working_day"), "time_promise")
    return talk


def applied() -> Talk:
    """Return a call in which an application was registered."""
    talk = welcomed(LV, need="application")
    talk.through(("ask_given_name", "Jānis"), ("ask_surname", "Ozols"), ("ask_phone", PHONE), ("ask_email", "a@b.lv"))
    talk.through("register_application", "application_told")
    return talk


class Centre:
    """A home in which calls are left open."""

    def __init__(self, home: Path, script: Script) -> None:
        self.folders = folders = Folders.resolve(home)
        folders.make()
        self.script = script
        self.clock = FakeClock(datetime(2026, 11, 23, 12, 0, tzinfo=UTC))
        self.bare = FileStore(folders)
        open_work = OpenWork(folders, Versions(folders, script), self.bare.journal, self.clock.now)
        self.store: Store = with_owed(self.bare, open_work, OneHost())

    def led(self, talk: Talk) -> Seat:
        """Have a call of operator 17 led as far as it is; return the seat, for which its program lives."""
        seat = self.bare.seats.sit_down("17")
        seat.begin(call_of(talk))
        self.bare.journal.append(call_of(talk), talk.log)
        return seat

    def killed(self, talk: Talk) -> None:
        """Have the program of a call killed."""
        self.led(talk).leave()

    def work(self, number: str) -> Work:
        """Return what an operator moves work with."""
        store = FileStore(self.folders)
        versions = Versions(self.folders, self.script)
        shared = with_owed(store, OpenWork(self.folders, versions, store.journal, self.clock.now), OneHost())
        kept = Kept(store.journal, DeskLog(store.journal), store.registers, shared.tasks, shared.lookup, store.outbox)
        return Work(number, self.script, versions, self.clock, Notices(), kept, lambda: None)

    def listed(self, operator: str | None = None) -> list[tuple[str, str]]:
        """Return what is in a list: each kind, and who leads its call."""
        return [(task.kind, task.in_call) for task in self.store.lookup.tasks(operator)]


def call_of(talk: Talk) -> str:
    """Return the id of a call."""
    assert talk.call.start
    return talk.call.start.call


@pytest.mark.parametrize(
    ("of", "phone", "kind"),
    [(appealed, "+380441234567", "dispatch"), (deferred, PHONE, "answer"), (applied, PHONE, "application")],
)
def test_each_kind_of_list_has_it(of: Callable[[], Talk], phone: str, kind: str, tmp_path: Path) -> None:
    """All of it, an operator's, by its id, by the caller's number: while the call is led, and when that has died."""
    talk = of()
    centre = Centre(tmp_path, talk.script)
    seat = centre.led(talk)
    for who in ("17", ""):
        assert centre.listed() == centre.listed("17") == [(kind, who)]
        assert centre.listed("18") == []
        (task,) = centre.store.lookup.tasks()
        assert (task.call, task.phone, task.state) == (call_of(talk), phone, "open")
        assert centre.store.tasks.find(task.id) == task
        assert [each.summary.id for each in centre.store.lookup.history(phone)] == [task.call]
        seat.leave()
    assert centre.store.lookup.closed() == []
    assert centre.store.lookup.summaries(talk.clock.now().date()) == []
    assert centre.bare.lookup.tasks() == [], "nothing was filed"


def test_nobody_moves_it_while_the_call_is_led(tmp_path: Path) -> None:
    """Whoever wants to is refused, by name, and nobody is granted anything; once it is over but for its wrap-up, they
    are not.
    """
    talk = appealed()
    centre = Centre(tmp_path, UA)
    seat = centre.led(talk)
    (task,) = centre.store.lookup.tasks()
    for number in ("17", "18"):
        with pytest.raises(TaskRefused) as refused:
            centre.work(number).do(task.id, acts.Take())
        assert (refused.value.code, refused.value.by) == ("in_call", "17")
    assert not centre.bare.tasks.find(task.id)
    before = len(talk.log)
    goodbye(talk)
    centre.bare.journal.append(task.call, talk.log[before:])
    assert centre.listed() == [("dispatch", "17")], "it is asked for"
    before = len(talk.log)
    talk.take("dispatch", "later")
    centre.bare.journal.append(task.call, talk.log[before:])
    assert centre.work("18").do(task.id, acts.Finish()).state == "done"
    assert centre.listed() == []
    seat.leave()


def test_what_the_registers_know_is_marked_too(tmp_path: Path) -> None:
    """A call that was left properly stands in the registers; led again, what it owes is the call's, but for what was
    moved, which is whose it is. What it has taken back since is in no list.
    """
    talk = registered(UA)
    centre = Centre(tmp_path, UA)
    centre.killed(talk)
    found = filed(UA, talk.call)
    assert found
    centre.bare.registers.file_call(*found)
    assert centre.listed() == [("answer", "")]
    seat = centre.bare.seats.sit_down("17")
    assert centre.listed() == [("answer", "17")]
    (task,) = centre.store.lookup.tasks()
    before = len(talk.log)
    talk.do(c.Back(), c.Answer("beyond"))  # management owes no answer
    centre.bare.journal.append(task.call, talk.log[before:])
    assert centre.listed() == [("dispatch", "17")]
    assert centre.store.tasks.find(task.id) is None
    with pytest.raises(TaskRefused, match="unknown"):
        centre.work("18").do(task.id, acts.Take())
    seat.leave()
    (task,) = centre.store.lookup.tasks()
    centre.work("18").do(task.id, acts.Take())
    seat = centre.bare.seats.sit_down("17")
    assert centre.listed("18") == [("dispatch", "17")], "whoever has it may go on"
    assert centre.work("18").do(task.id, acts.Finish()).state == "done"
    seat.leave()


def test_killed_before_it_was_filed(tmp_path: Path) -> None:
    """A call that is closed and still marked owes what it has left, until the next start of its operator files it."""
    talk = appealed()
    goodbye(talk)
    talk.take("dispatch", "later")
    talk.do(c.SetOutcome("appeal"), c.Close())
    centre = Centre(tmp_path, UA)
    centre.killed(talk)
    (task,) = centre.store.lookup.tasks()
    assert (task.kind, task.in_call) == ("dispatch", "")
    assert centre.store.lookup.tasks() == [task]
    seat = centre.bare.seats.sit_down("17")
    assert centre.listed() == [("dispatch", "")]
    seat.leave()
    assert centre.work("18").do(task.id, acts.Take()).by == "18"


def test_given_up(tmp_path: Path) -> None:
    """The work of a call that could not be restored, and whose marker was set aside, is not lost with it."""
    centre = Centre(tmp_path, UA)
    centre.killed(appealed())
    seat = centre.bare.seats.sit_down("17")
    for _ in range(ATTEMPTS):
        assert seat.claim()
    with pytest.raises(RecoveryFailed):
        seat.claim()
    seat.leave()
    assert centre.listed() == [("dispatch", "")]


def test_an_entry_owes_nothing_before_it_is_registered(tmp_path: Path) -> None:
    """What was begun to be entered and set aside is marked as open, and promises nobody anything."""
    centre = Centre(tmp_path, LV)
    seat = centre.bare.seats.sit_down("17")
    call = new_call_id("17", centre.clock.now())
    who = e.Operator(number="17", name="Olena", name_latin="Olena", gender="feminine")
    seat.begin(call)
    centre.bare.journal.append(call, begin_entry(LV, call, who, centre.clock.now(), LV.pack.entries[0].id))
    assert centre.listed() == []
    seat.leave()
    assert centre.listed() == []


def test_only_what_was_appended_is_read(tmp_path: Path) -> None:
    """A file that does not change is not read again, and one that an erasure has replaced is read anew."""
    talk = appealed()
    centre = Centre(tmp_path, UA)
    centre.killed(talk)
    (task,) = centre.store.lookup.tasks()
    (file,) = centre.folders.journal.rglob("17.jsonl")
    content = file.read_bytes()
    file.unlink()
    assert centre.listed() == []
    file.write_bytes(content)
    file.chmod(0o600)
    assert centre.store.lookup.tasks() == [task]


def test_a_rebuild_doubles_nothing(tmp_path: Path) -> None:
    """It enters what open calls owe: each is in the list once, before and after."""
    centre = Centre(tmp_path, UA)
    centre.killed(appealed())
    before = centre.store.lookup.tasks()
    versions = Versions(centre.folders, UA)
    centre.bare.registers.rebuild(centre.bare.journal, by_own_script(versions, centre.bare.outbox))
    assert centre.bare.lookup.tasks() == before == centre.store.lookup.tasks()
    assert len(centre.store.lookup.history("+380441234567")) == 1


async def closed(session: Session, wrap_up: WrapUp) -> None:
    """Finish the wrap-up, and say of what was not met why."""
    while not session.call.closed:
        try:
            await wrap_up.go("")
        except Refused:
            await wrap_up.go("so it was")


class Model:
    """An operator whose program is killed at random in a call, and another who takes what can be taken."""

    def __init__(self, home: Path, seed: int) -> None:
        self.centre = Centre(home, UA)
        self.chance = random.Random(seed)
        self.startup = Startup(self.centre.folders, self.centre.clock)
        self.other = self.centre.work("18")
        self.session: Session | None = None
        self.done_by: list[str] = []

    async def go(self) -> None:
        """Begin with a call that was killed; do this and that until it is closed."""
        talk = appealed()
        self.centre.killed(talk)
        (self.task,) = self.centre.store.lookup.tasks()
        while True:
            self.centre.clock.advance(self.chance.choice((1, 60, 600)))
            desk = self.startup.open_desk(PROFILE)
            left = await desk.left_open()
            assert left
            session = await desk.resume(left)
            for _ in range(self.chance.randint(0, 4)):
                self.other_moves(led=not session.call.over)
                if session.call.over:
                    break
                await self.step(session)
            if session.call.over and self.chance.random() < 0.7:
                await closed(session, WrapUp(session, desk.now))
                await desk.finish(session)
                desk.leave()
                return
            desk.leave()  # without a word to the registers, as if it was killed
            self.other_moves(led=False)

    async def step(self, session: Session) -> None:
        """Go on in the call; what is asked after it is answered by chance."""
        before = len(session.log)
        match session.call.step:
            case "understood":
                await session.do(c.Answer("clear"))
            case "rating":
                await session.do(c.Answer("five"))
            case "dispatch":
                await session.do(c.Answer(self.chance.choice(("sent", "sent", "later"))))
            case _:
                await session.do(c.Advance())
        self.done_by += ["17" for event in session.log[before:] if isinstance(event, e.TaskDone)]

    def other_moves(self, *, led: bool) -> None:
        """Have the other operator take the work, or do it, if that can be."""
        if self.chance.random() < (0.6 if led else 0.3):
            return
        deed = self.chance.choice((acts.Take(), acts.Finish()))
        known = self.centre.store.tasks.find(self.task.id)
        try:
            self.other.do(self.task.id, deed)
        except TaskRefused as refused:
            refusal = refused.code
        else:
            refusal = ""
            self.done_by += ["18"] if isinstance(deed, acts.Finish) else []
        if known is None:
            assert refusal == "unknown"
        elif not known.is_open:
            assert refusal == "done"
        else:
            assert refusal == ("in_call" if led and not known.attempt else "")


@pytest.mark.parametrize("seed", range(8))
async def test_neither_lost_nor_done_twice(seed: int, tmp_path: Path) -> None:
    """Whoever is killed, whenever, the work is open, or done once; in the end the lists say which, and so does each
    figure of a report, as a recount has it.
    """
    model = Model(tmp_path, seed)
    await model.go()
    centre = model.centre
    assert len(model.done_by) <= 1
    (open_work, closed) = centre.store.lookup.tasks(), centre.store.lookup.closed()
    assert len([*open_work, *closed, *(by for by in model.done_by if by == "17")]) == 1
    assert [task.by for task in closed] == [by for by in model.done_by if by == "18"]
    assert centre.bare.lookup.tasks() == open_work
    lines, now = lines_of(tmp_path), centre.clock.now()
    told = Retold(pack_of(packs.locate("ua-court"))).tell(lines[model.task.call])
    told.tell([line for name in lines if is_desk_log(name) for line in lines[name] if line.get("by")])
    counting = Counting(centre.bare, Versions(centre.folders, UA), now)
    counting.count()
    found = {
        (each.section, each.item, each.measure): (each.number, each.of)
        for each in counting.sums["ua-court"].figures(UA)
        if each.section == "work"
    }
    assert found
    assert found == {key: share for key, share in counted_again([told], [{}], now).items() if key[0] == "work"}


def test_what_was_owed_is_breached_once_its_time_is_over(tmp_path: Path) -> None:
    """In every list of calls, though nobody moves anything: the notice after a minute, the dispatch after its day."""
    talk = appealed()
    goodbye(talk)
    talk.take("dispatch", "later")
    talk.do(c.SetOutcome("appeal"))
    talk.do(c.Close())
    centre = Centre(tmp_path, talk.script)
    found = filed(talk.script, talk.call)
    assert found
    centre.bare.registers.file_call(*found)
    day, lookup = talk.clock.now().date(), centre.store.lookup
    for at, not_met in (("2026-11-23 10:00:30", 0), ("2026-11-23 23:59", 1), ("2026-11-24 00:00", 2)):
        centre.clock.set(datetime.fromisoformat(at).replace(tzinfo=talk.script.zone))
        listed = [*lookup.summaries(day), *lookup.find(parse(talk.script, "+380441234567"), 9)]
        listed += [each.summary for each in lookup.history("+380441234567")]
        assert [(each.owed, each.breached) for each in listed] == [(2, not_met)] * 3
