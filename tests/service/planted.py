"""Homes in which what callers gave stands everywhere it can: planted strings, which are looked for afterwards.

The calls are whole ones under both packs, led at a desk, corrected, with letters about them and work that was moved;
then files lie about that were damaged or only begun.
"""

from __future__ import annotations

import asyncio
import json
import shutil
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import NamedTuple

from callscript.core import acts
from callscript.core.call import commands as c
from callscript.core.call import events as e
from callscript.core.call.flow import current, offers
from callscript.core.call.refusal import Refused
from callscript.core.script.model import Field, Script
from callscript.core.script.steps import Ask, Choose, Pick, Register
from callscript.packs.versions import Versions
from callscript.runtime.clock import FakeClock
from callscript.runtime.paths import Folders
from callscript.service.desk_log import DeskLog
from callscript.service.erasing import Eraser
from callscript.service.forms.wrap_up import OUTCOME, WrapUp
from callscript.service.notices import Notices
from callscript.service.session import Session
from callscript.service.work import Kept, Work
from callscript.store.files import FileStore
from callscript.store.names import desk_log_id, new_aside_log_id
from tests.service.conftest import Table, id_of

ANSWERS = {
    "ua-court": {"need_kind": "appeal", "competence": "outside"},
    "lv-lvrtc": {"need_kind": "application", "complaint_resolved": "unresolved"},
}
"""By pack: what is answered where it matters, so that something is registered and promised."""
PHONES = {
    ("ua-court", "Абв"): ("+380501234567", "+380671112233"),
    ("ua-court", "Інш"): ("+380509876543", "+380675554433"),
    ("lv-lvrtc", "Абв"): ("+37129123456", "+37126111222"),
    ("lv-lvrtc", "Інш"): ("+37129654321", "+37126333444"),
}
"""By pack and caller: the number that rang, and the one that was typed."""
STEPS = 200
DETOURS = {6: "complaint", 20: "callback"}
"""By number of a step: what the caller wants there, too."""
BEGUN = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


class Planted:
    """A caller whose words are known."""

    def __init__(self, mark: str, pack: str) -> None:
        self.mark = mark
        self.rang, self.typed = PHONES[pack, mark]
        self.words = [self.rang, self.typed]

    def word(self, what: str) -> str:
        """Return a text that stands nowhere else."""
        self.words.append(f"{what} {self.mark}-{len(self.words):03}")
        return self.words[-1]

    def for_field(self, field: Field) -> str:
        """Return something for a field."""
        if field.options:
            return field.options[0]
        if field.kind == "phone":
            return self.typed
        if field.kind == "email":
            self.words.append(f"{self.mark.lower()}{len(self.words)}@example.com")
            return self.words[-1]
        return self.word(f"Сказане про {field.id}")


async def lead(session: Session, planted: Planted, answers: dict[str, str]) -> None:
    """Lead a call through its script: each text is mistyped first."""
    script = session.script
    for number in range(STEPS):
        call = session.call
        if number in DETOURS and call.under_way:
            await session.do(c.TakeDetour(DETOURS[number]))
            call = session.call
        if not call.under_way or not call.frames or call.step == "hang_up":
            return
        step = current(script, call)
        if isinstance(step, Ask):
            await session.do(c.Draft(step.field, planted.word("Хибно набране")))
            await _fill(session, planted, step.field)
        elif isinstance(step, Register):
            for field in [each for each in step.requires if each not in call.fields]:
                await _fill(session, planted, field)
        if isinstance(step, Choose | Pick):
            offered = [offer.id for offer in offers(script, call)]
            wanted = answers.get(step.id)
            await session.do(c.Answer(wanted if wanted in offered else offered[0]))
        else:
            await session.do(c.Advance())


async def _fill(session: Session, planted: Planted, field: str) -> None:
    text = planted.for_field(session.script.fields[field])
    try:
        await session.do(c.Fill(field, text))
    except Refused:
        await session.do(c.Fill(field, planted.word("Нема бо"), absent=True))


async def whole_call(table: Table, planted: Planted, pack: str, *, correct: bool = True) -> str:
    """Take a call from the ring to its correction; return its id."""
    desk = table.desk
    session = await desk.start_call(planted.rang)
    await lead(session, planted, ANSWERS[pack])
    if session.call.under_way:
        await session.do(c.LoseLine())
    for _ in range(STEPS):
        if not session.call.frames:
            break
        await lead_after(session, planted)
    await session.do(c.Draft(e.SUMMARY, planted.word("Чернетка підсумку")))
    wrap_up = WrapUp(session, desk.now)
    while not session.call.closed:
        await wrap_up.go("" if wrap_up.part == OUTCOME else planted.word("Написане наприкінці"))
    table.clock.advance(1)
    await desk.finish(session)
    desk.post.deliver()
    call = id_of(session)
    if correct:
        filed = await desk.lookups.filed(call)
        mended = desk.take_filed(filed)
        field = next(each for each in mended.call.fields if not mended.script.fields[each].options)
        await mended.do(c.Draft(e.correction_of(field, 0, "why"), planted.word("Чернетка виправлення")))
        await mended.do(c.CorrectField(field, planted.word("Виправлене"), planted.word("Причина виправлення")))
        await desk.finish(mended)
    return call


async def lead_after(session: Session, planted: Planted) -> None:
    """Do a step of the work after the call."""
    script, call = session.script, session.call
    step = current(script, call)
    if isinstance(step, Ask):
        await _fill(session, planted, step.field)
    if isinstance(step, Choose | Pick):
        await session.do(c.Answer(next(offer.id for offer in offers(script, call))))
    else:
        await session.do(c.Advance())


def work_on(table: Table, call: str, planted: Planted) -> None:
    """Have others move the work that a call left: in a session, and by commands beside one."""
    script, folders = table.desk.script, table.folders
    versions = Versions(folders, script)
    for operator, aside in (("18", False), ("19", True)):
        store = FileStore(folders)
        seat = store.seats.sit_down(operator, aside=aside)
        kept = Kept(store.journal, DeskLog(store.journal), store.registers, store.tasks, store.lookup, store.outbox)
        log_of = new_aside_log_id if aside else desk_log_id
        work = Work(operator, script, versions, table.clock, Notices(), kept, seat.hold, log_of)
        for task in [task for task in store.lookup.tasks() if task.call == call]:
            work.do(task.id, acts.Take())
            work.do(task.id, acts.Try(planted.word("Нотатка")))
            until = table.clock.now() + timedelta(hours=30)
            work.do(task.id, acts.Postpone(until, planted.word("Чому пізніше")))
            work.do(task.id, acts.HandOver("", planted.word("Передано, бо")))
            work.keep_typed(task, e.of_work(task.task, "done", "why"), planted.word("Почато писати"))
            table.clock.advance(60)
        store.journal.close()
        seat.leave()


class Home(NamedTuple):
    """A home with the calls of two callers."""

    folders: Folders
    clock: FakeClock
    script: Script
    call: str
    """The one that is to be erased."""
    caller: Planted
    other: str
    """The call of somebody else."""
    neighbour: Planted

    def eraser(self, by: str = "17") -> Eraser:
        """Return what erases in it."""
        return Eraser(self.folders, Versions(self.folders, self.script), self.clock, by)

    def at(self, copy: Path) -> Home:
        """Return the same home, copied somewhere."""
        shutil.copytree(self.folders.data, copy)
        return self._replace(folders=Folders.resolve(copy))

    def found(self, planted: Planted | None = None) -> set[tuple[str, str]]:
        """Return in which files words of a caller stand, whatever they are written in."""
        words = (planted or self.caller).words
        found = set[tuple[str, str]]()
        for file in self.folders.data.rglob("*"):
            if file.is_file() and "cache" not in file.parts:
                text = text_of(file)
                found |= {
                    (str(file.relative_to(self.folders.data)), word)
                    for word in words
                    if word in text or json.dumps(word)[1:-1] in text
                }
        return found


def text_of(file: Path) -> str:
    """Return what stands in a file, and its name; of mail, as it is read."""
    data = file.read_bytes()
    text = f"{file.name} {data.decode(errors='replace')}"
    if b"Message-ID" in data:
        mail = message_from_bytes(data, policy=policy.default)
        assert isinstance(mail, EmailMessage)
        text += mail.get_content()
    return text


def home_of(folder: Path, pack: str, *, group: bool = False) -> Home:
    """Make a home in which two callers have called, and the work of one was moved."""
    folder.mkdir(mode=0o700)
    if group:
        (folder / "settings.toml").write_text('[store]\nshare = "group"\n')
        (folder / "settings.toml").chmod(0o640)
        folder.chmod(0o2770)
    clock = FakeClock(BEGUN)
    table = Table(folder, pack, clock=clock)
    caller, neighbour = Planted("Абв", pack), Planted("Інш", pack)
    call, other = asyncio.run(_calls(table, pack, caller, neighbour))
    work_on(table, call, caller)
    work_on(table, other, neighbour)
    table.desk.leave()
    return Home(table.folders, clock, table.desk.script, call, caller, other, neighbour)


async def _calls(table: Table, pack: str, caller: Planted, neighbour: Planted) -> tuple[str, str]:
    call = await whole_call(table, caller, pack)
    table.clock.advance(600)
    return call, await whole_call(table, neighbour, pack)


def litter(home: Home) -> None:
    """Have files lie about in it that were damaged, or begun by a program that was killed."""
    data = home.folders.data
    (journal,) = home.folders.journal.rglob("17.jsonl")
    lines = journal.read_bytes().splitlines(keepends=True)
    flipped = b"".join(line[:-30] + bytes([line[-30] ^ 1]) + line[-29:] for line in lines)
    put(journal.with_name("17.jsonl.damaged-1"), flipped)
    unnamed = b"".join(lines).replace(home.call.encode(), b"20261123-17-zz")
    put(journal.with_name("17.jsonl.damaged-2"), unnamed)
    put(journal.with_name("18.jsonl.damaged-1") / "17.jsonl", flipped)
    put(journal.parent.with_name(f"{journal.parent.name}.damaged-1") / "17.jsonl", b"".join(lines))
    put(journal.with_name(".17.jsonl.tmp"), b"".join(lines)[:-100])
    desk = f"{home.call.rpartition('-')[0]}-desk".encode()
    put(data / "unsaved" / f"{desk.decode()}.jsonl", b"".join(line for line in lines if desk in line[:60]))
    for register in [*home.folders.registers.rglob("*.json")]:
        put(register.with_name(f"{register.name}.damaged-1"), register.read_bytes()[:-5])
        put(register.with_name(f".{register.name}.tmp"), register.read_bytes()[:-5])
    for whole in ("registers.damaged-1", ".registers.new"):
        shutil.copytree(home.folders.registers, data / whole)
    for file in [*(data / "mail" / "new").iterdir()]:
        put(data / "mail" / "tmp" / file.name, file.read_bytes())
        put(data / "mail" / ".Saved" / "cur" / f"{file.name}:2,S", file.read_bytes())
        if home.call not in file.name:
            continue
        letter = ".".join(file.name.split(".")[1:4])
        begun = f'{{"call":"{home.call}","text":"{home.caller.words[5]}'.encode()
        put(home.folders.outbox / "open" / f".{letter}.json.tmp", begun)
        put(home.folders.outbox / "open" / f"{letter}.json.damaged-1", begun[20:])


def put(file: Path, data: bytes) -> None:
    """Write a file, for its owner alone."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    file.write_bytes(data)
    file.chmod(0o600)
