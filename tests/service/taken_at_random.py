"""A home full of calls, led at random under both packs, over weeks of two years, by several operators: some straight
on, some in any way that keys lead; closed, discarded or left open; corrected, work moved, notices delivered.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from msgspec.structs import replace

from callscript import packs
from callscript.core import acts
from callscript.core.call import commands as c
from callscript.core.call import events as e
from callscript.core.call.call import Call
from callscript.core.call.decide import begin, decide, wanting
from callscript.core.call.entries import begin_entry
from callscript.core.call.fold import fold
from callscript.core.call.notices import not_delivered
from callscript.core.call.refusal import Refused
from callscript.core.letters import Letter
from callscript.core.script.model import Script
from callscript.core.script.working_time import local
from callscript.core.tasks import TaskRefused
from callscript.packs.versions import Versions
from callscript.runtime.clock import FakeClock
from callscript.runtime.paths import Folders
from callscript.service.desk_log import DeskLog
from callscript.service.notices import Notices
from callscript.service.summary import by_own_script
from callscript.service.work import Kept, Work
from callscript.store.errors import StoreError
from callscript.store.files import FileStore
from callscript.store.names import new_call_id
from tests.core.walks import onward, propose

OPERATORS = ("17", "2", "18")
PACKS = ("ua-court", "lv-lvrtc")
FIRST = datetime(2025, 12, 29, 8, 0)  # noqa: DTZ001 - each centre has its own
"""On a centre's clock; days around the end of a year, which is not the end of its week."""
DAYS = 8
NOW = datetime(2026, 1, 9, 12, 0)  # noqa: DTZ001 - likewise
"""On a centre's clock: when it is counted."""


class _Taking:
    """A call being taken."""

    def __init__(self, script: Script, operator: str, at: datetime, chance: random.Random) -> None:
        self.script, self.chance, self.now = script, chance, at
        self.call, self.log = Call(), list[e.Event]()
        who = e.Operator(number=operator, name="Олена Коваль", name_latin="Olena Koval", gender="feminine")
        self._take(begin(script, new_call_id(operator, local(script, at)), who, at, phone="+380441234567"))

    def _take(self, events: tuple[e.Event, ...]) -> None:
        for event in events:
            self.call = fold(self.script, self.call, event)
            self.log.append(event)

    def do(self, command: c.Command) -> bool:
        """Carry out a command, a while later; tell whether it was not refused."""
        self.now += timedelta(seconds=self.chance.choice((1, 4, 20, 20, 200 if self.call.running else 100)))
        try:
            self._take(decide(self.script, self.call, command, self.now))
        except Refused:
            return False
        return True

    def lead(self, *, straight: bool) -> None:
        """Lead it to its end, straight on or in any way."""
        for _ in range(self.chance.randint(5, 120)):
            if self.call.ended:
                break
            what = 0 if straight or self.chance.random() < 0.7 else self.chance.randint(8, 15)
            detour = self.chance.choice(self.script.pack.detours).id
            wanted = straight and self.chance.random() < 0.1
            self.do(
                c.TakeDetour(detour) if wanted else propose(self.script, self.call, what, self.chance.randint(0, 4))
            )
        if not self.call.ended:
            self.do(c.LoseLine())

    def wrap_up(self) -> None:
        """Do the work after the call, and close it."""
        for _ in range(30):
            if self.call.frames:
                self.do(onward(self.script, self.call, 0))
        if self.chance.random() < 0.1 and self.do(c.TakeEndBack("не поклав слухавки")):
            self.lead(straight=False)
        for verdict in wanting(self.script, self.call, self.now):
            self.do(c.Explain(verdict.clause, "так було"))
        for outcome in self.script.pack.outcomes:
            if self.call.outcome or self.do(c.SetOutcome(outcome.id)):
                break
        self.do(c.Close())

    def corrections(self) -> Iterator[e.Event]:
        """Yield what is corrected once it is closed."""
        before = len(self.log)
        for how in self.chance.sample(("operator", "caller", "transfer"), 1):
            self.do(c.CorrectEnd(how, "помилка"))
        self.do(c.CorrectField("answer_by", "31.12.2025", "kļūda"))
        yield from self.log[before:]


class _Entering(_Taking):
    """Something being entered that came without a call."""

    def __init__(self, script: Script, operator: str, at: datetime, chance: random.Random) -> None:
        self.script, self.chance, self.now = script, chance, at
        self.call, self.log = Call(), list[e.Event]()
        who = e.Operator(number=operator, name="Олена Коваль", name_latin="Olena Koval", gender="feminine")
        self.kind = chance.choice(script.pack.entries)
        entry_id = new_call_id(operator, local(script, at), aside=chance.random() < 0.3)
        self._take(begin_entry(script, entry_id, who, at, self.kind.id))

    def enter(self) -> None:
        """Record all of it, change some, and register it, or leave it; or discard it."""
        chance, kind = self.chance, self.kind
        for _ in range(chance.randint(1, 3)):
            came = self.now - timedelta(hours=chance.choice((0, 1, 30, 200)))
            classed = chance.choice(kind.classes) if kind.classes else ""
            self.do(c.Receive(chance.choice(kind.channels), came, classed))
        for field in kind.fields:
            self.do(c.Fill(field, "Ozola" if field != "email" else "-"))
        if chance.random() < 0.9:
            self.do(c.Close() if chance.random() < 0.9 else c.Discard())

    def correct(self) -> Sequence[e.Event]:
        """Correct how it came; return what is recorded of that."""
        chance, kind, before = self.chance, self.kind, len(self.log)
        came = self.now - timedelta(hours=chance.choice((2, 40, 300))) if chance.random() < 0.5 else None
        classed = chance.choice(kind.classes) if kind.classes else ""
        with suppress(Refused):  # it may be recorded so
            self.do(c.CorrectReceived("misread", chance.choice(kind.channels), came, classed))
        return self.log[before:]


def take_calls(home: Path, number: int, seed: int, entries: int = 0) -> FileStore:
    """Fill a home with so many calls, and so many entries of what came without a call."""
    chance = random.Random(seed)
    folders = Folders.resolve(home)
    folders.make()
    store = FileStore(folders)
    scripts = [packs.read(packs.locate(pack)) for pack in PACKS]
    for count in range(number):
        script = chance.choice(scripts)
        at = (FIRST + timedelta(days=count * DAYS // number)).replace(tzinfo=script.zone)
        taking = _Taking(script, chance.choice(OPERATORS), at + timedelta(seconds=chance.randint(0, 36_000)), chance)
        _take(taking, store, chance)
    for _ in range(entries):
        script = chance.choice(scripts)
        at = FIRST.replace(tzinfo=script.zone) + timedelta(seconds=chance.randint(0, DAYS * 86_400))
        entering = _Entering(script, chance.choice(OPERATORS), at, chance)
        entering.enter()
        _keep(entering, store, chance)
    summarise = by_own_script(Versions(folders, *scripts), store.outbox)
    store.registers.rebuild(store.journal, summarise)
    for script in scripts:
        _move_work(script, store, folders, chance)
    store.registers.rebuild(store.journal, summarise)
    store.journal.close()
    return store


def _take(taking: _Taking, store: FileStore, chance: random.Random) -> None:
    if chance.random() < 0.05:
        taking.do(c.Discard())
    else:
        taking.lead(straight=chance.random() < 0.6)
        if chance.random() < 0.95:
            taking.wrap_up()
    start, call = taking.log[0], taking.call
    assert isinstance(start, e.CallStarted)
    store.journal.append(start.call, taking.log)
    if call.closed and not call.discarded:
        if chance.random() < 0.1:
            DeskLog(store.journal).append(start.call, list(taking.corrections()))
        for owed in not_delivered(taking.script, taking.call):
            if (late := chance.choice((10, 30, 3600, 0))) and owed.since:
                deliver(store, start.call, owed.notice, owed.event, owed.since, owed.since + timedelta(seconds=late))


def _keep(entering: _Entering, store: FileStore, chance: random.Random) -> None:
    start = entering.log[0]
    assert isinstance(start, e.CallStarted)
    store.journal.append(start.call, entering.log)
    if entering.call.closed and not entering.call.discarded and chance.random() < 0.3:
        DeskLog(store.journal).append(start.call, entering.correct())


def deliver(store: FileStore, call: str, notice: str, event: int, since: datetime, at: datetime) -> None:
    """Have a notice of a call delivered at a moment."""
    letter = Letter(call=call, event=event, notice=notice, to="management", since=since, begun=since, next_try=since)
    store.outbox.put(letter)
    with store.outbox.hold(letter.id) as held:
        assert held
        store.outbox.change(replace(held, state="sent", delivered=at, tries=1))


def _move_work(script: Script, store: FileStore, folders: Folders, chance: random.Random) -> None:
    """Have operators move open work of a centre, whoever's it is, in time and late."""
    clock = FakeClock(FIRST.replace(tzinfo=script.zone) + timedelta(days=DAYS))
    kept = Kept(store.journal, DeskLog(store.journal), store.registers, store.tasks, store.lookup, store.outbox)
    work = {
        number: Work(number, script, Versions(folders, script), clock, Notices(), kept, lambda: None)
        for number in OPERATORS
    }
    deeds: tuple[acts.Deed, ...] = (
        acts.Take(),
        acts.Try("не відповідає"),
        acts.Finish("reached"),
        acts.Finish("reached"),
        acts.HandOver("18"),
        acts.Drop("відкликано"),
        acts.Postpone(NOW.replace(tzinfo=script.zone), "просив"),
        acts.Reopen("не те"),
    )
    summaries = {each.id: each for day in store.journal.days() for each in store.lookup.summaries(day)}
    for task in store.lookup.tasks():
        call = summaries[task.call]
        if call.pack != script.pack.id:
            continue
        clock.set(
            max(
                call.started + timedelta(hours=1),
                (task.due or call.started + timedelta(days=9)) - timedelta(hours=chance.choice((1, 1, -1))),
            )
        )
        for _ in range(chance.randint(0, 4)):
            clock.advance(600)
            deed = chance.choice(deeds)
            if isinstance(deed, acts.Finish) and (results := script.pack.results.get(task.kind)):
                deed = replace(deed, came_to=chance.choice(results))
            try:
                work[chance.choice(OPERATORS)].do(task.id, deed)
            except (TaskRefused, StoreError):
                continue
