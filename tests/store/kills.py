"""Sessions that are killed while they record answers, with faults of the system injected and lines tampered with:

    python -m tests.store.kills KILLS SEED HOME

Each is a process of its own, forked, which takes up the call that the one before left, records answers and says which
of them it was told are saved. Then it is killed with -9. For faults of the system, what was acknowledged is there;
where lines were tampered with, what is not there is named, a last line that was taken away excepted.
"""

from __future__ import annotations

import asyncio
import errno
import os
import random
import re
import select
import shutil
import signal
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from callscript import packs
from callscript.core.call import commands as c
from callscript.core.call import events as e
from callscript.core.script.model import Script
from callscript.packs.versions import Versions
from callscript.runtime.clock import SystemClock
from callscript.runtime.exit_status import Foreseen
from callscript.runtime.paths import Folders
from callscript.runtime.settings import Profile
from callscript.service.delivery.office import way_of
from callscript.service.desk import Desk
from callscript.service.forms.wrap_up import WrapUp
from callscript.service.session import Session
from callscript.store.files import FileStore
from callscript.store.journal import checksum

PROFILE = Profile(
    number="17", name="Олена Коваленко", name_latin="Olena Kovalenko", gender="feminine", pack="ua-court", language="en"
)
CALLS = (
    "write", "fdatasync", "fsync", "open", "close", "ftruncate", "rename", "replace", "unlink", "mkdir", "fstat",
    "lstat", "stat", "scandir", "read", "thread",
)  # fmt: skip
"""What can be made to fail."""
ERRORS = (errno.EIO, errno.ENOSPC, errno.EDQUOT, errno.EACCES, errno.EAGAIN)
CALLS_OF_HOME = 12
"""Kills after which a new home is taken."""
LONGEST = 0.04
"""Seconds for which a session is left at work, at most."""
LONG_CALL = 60
"""Events after which a call is closed."""


@dataclass
class Fault:
    """A call to the system that fails, from one time on and so many times."""

    call: str
    error: int
    first: int
    times: int

    def inject(self, spared: int) -> None:
        """Let the calls of this process fail; those on a descriptor of the test's own are spared."""
        if self.call == "thread":
            threading.Thread.start = self._failing(threading.Thread.start, -1)  # type: ignore[method-assign]
        else:
            setattr(os, self.call, self._failing(getattr(os, self.call), spared))

    def _failing(self, real: Callable[..., Any], spared: int) -> Callable[..., Any]:
        seen = 0

        def fail(*arguments: Any, **options: Any) -> Any:
            nonlocal seen
            if arguments and arguments[0] == spared:
                return real(*arguments, **options)
            seen += 1
            if not self.first <= seen < self.first + self.times:
                return real(*arguments, **options)
            if self.call == "thread":
                raise RuntimeError("can't start new thread")
            if self.call == "write" and seen % 2:
                real(arguments[0], bytes(arguments[1])[: len(arguments[1]) // 2])  # a part of it arrives
            if self.call == "close":
                real(*arguments)
            raise OSError(self.error, os.strerror(self.error))

        return fail


@dataclass
class Known:
    """What a call's sessions were told is saved."""

    values: dict[int, str] = field(default_factory=dict[int, str])
    """By the number of the event: what it recorded; nothing, if it was something else."""

    @property
    def last(self) -> int:
        """The last event that was acknowledged."""
        return max(self.values, default=0)


@dataclass
class Count:
    """How many events were acknowledged, found, and named as missing."""

    acknowledged: int = 0
    recovered: int = 0
    named: int = 0
    lost: int = 0

    def __str__(self) -> str:
        return f"acknowledged {self.acknowledged}, recovered {self.recovered}, named {self.named}, lost {self.lost}"


# The session that is killed


async def work(home: Path, script: Script, say: Callable[[str], None], chance: random.Random) -> None:
    """Take up the open call, or begin one, and record answers for ever; say which are saved."""
    folders = Folders.resolve(home)
    store, clock = FileStore(folders), SystemClock()
    desk = Desk(
        PROFILE,
        script,
        Versions(folders, script),
        store.seats.sit_down(PROFILE.number),
        clock,
        journal=store.journal,
        registers=store.registers,
        tasks=store.tasks,
        lookup=store.lookup,
        outbox=store.outbox,
        way=lambda: way_of(folders),
    )
    left = await desk.left_open()
    session = await (desk.resume(left) if left else desk.start_call())
    said = 0
    while True:
        said = tell(session, said, say)
        if (session.call.seq >= LONG_CALL or not session.call.under_way) and not session.unsaved:
            if session.call.under_way:
                await session.do(c.LoseLine())
            wrap_up = WrapUp(session, desk.now)
            while not session.call.closed:
                await wrap_up.go("so it was")
            said = tell(session, said, say)
            await desk.finish(session)
            session, said = await desk.start_call(), 0
        elif chance.random() < 0.05:
            say(f"left {desk.leave()}\n")
            return
        elif chance.random() < 0.3:
            await session.do(c.Draft("subject", f"{chance.random()}"))
        else:
            await session.do(c.Fill("address", f"{chance.random()}"))


def tell(session: Session, said: int, say: Callable[[str], None]) -> int:
    """Say which events are saved; return the last of them."""
    if session.unsaved or not session.call.start:
        return said
    for event in session.log[said:]:
        value = event.value if isinstance(event, e.Filled) else event.text if isinstance(event, e.Drafted) else "-"
        say(f"ack {session.call.start.call} {event.seq} {value}\n")
    return len(session.log)


def run(home: Path, script: Script, pipe: int, seed: str, fault: Fault | None) -> None:
    """Be a session, in a process of its own, until it is killed."""
    chance = random.Random(seed)
    if fault:
        fault.inject(pipe)
    real_write = os.write

    def say(text: str) -> None:
        real_write(pipe, text.encode())

    with suppress(Foreseen, OSError):  # it could not begin, as an operator would be told
        asyncio.run(work(home, script, say, chance))


# The kills


class Kills:
    """Kills sessions one after another, and counts what was acknowledged and what is there."""

    def __init__(self, home: Path, seed: int) -> None:
        self._home = home
        self._seed = seed
        self._chance = random.Random(seed)
        self._script = packs.read(packs.locate(PROFILE.pack))
        self._calls: dict[str, Known] = {}
        self._place: Path = home
        self.faults = Count()
        self.tampered = Count()

    def kill(self, number: int) -> None:
        """Have a session killed, look what is there, and tamper with it now and then."""
        if not number % CALLS_OF_HOME:
            self.clear()
            self._place = self._home / str(number)
            Folders.resolve(self._place).make()
            self._calls.clear()
        chance = self._chance
        fault = None
        if chance.random() < 0.7:
            times = chance.choice([1, 1, 3, 10**9])
            fault = Fault(chance.choice(CALLS), chance.choice(ERRORS), chance.randrange(1, 40), times)
        before = {call: set(known.values) for call, known in self._calls.items()}
        self._session(f"{self._seed} {number}", fault)
        new = [call for call, known in self._calls.items() if set(known.values) != before.get(call)]
        for call in new:
            self._look(call, self.faults)
        if new and chance.random() < 0.4:
            call = chance.choice(new)
            if self._tamper(call):
                self._look(call, self.tampered)

    def clear(self) -> None:
        """Leave nothing behind outside of the home."""
        if self._place.exists():
            shutil.rmtree(Folders.resolve(self._place).spare[1], ignore_errors=True)

    def _session(self, seed: str, fault: Fault | None) -> None:
        reading, writing = os.pipe()
        pid = os.fork()
        if not pid:
            status = 1
            try:
                os.close(reading)
                run(self._place, self._script, writing, seed, fault)
                status = 0
            finally:
                if status:
                    import traceback

                    traceback.print_exc()
                os._exit(status)
        os.close(writing)
        said, until = b"", 0.0
        while True:
            wait = max(0.0, until - time.monotonic()) if until else 10.0
            if not select.select([reading], [], [], wait)[0]:
                os.kill(pid, signal.SIGKILL)
                until = time.monotonic() + 10
            if not (data := os.read(reading, 65536)):
                break
            until = until or time.monotonic() + self._chance.uniform(0, LONGEST)
            said += data
            if time.monotonic() >= until:
                os.kill(pid, signal.SIGKILL)
        os.close(reading)
        status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        assert status in (0, -9), f"a session failed: {status}, {fault}"
        for line in said.decode().splitlines():
            if match := re.fullmatch(r"ack (\S+) (\d+) (.*)", line):
                self._calls.setdefault(match[1], Known()).values[int(match[2])] = match[3]

    def _look(self, call: str, count: Count) -> None:
        known = self._calls[call]
        found = FileStore(Folders.resolve(self._place)).journal.read_call(call)
        there = {event.seq: value_of(event) for event in found.events}
        recovered = {seq for seq, value in known.values.items() if there.get(seq) == value}
        missing = known.values.keys() - recovered
        named = self._named(call, [problem.reason for problem in found.problems], len(found.events)) & missing
        if found.newer:
            named = missing  # the call as a whole is: it was recorded by a newer release
        count.acknowledged += len(known.values)
        count.recovered += len(recovered)
        count.named += len(named)
        lost = missing - named
        count.lost += len(lost)
        if lost:
            print(f"lost of {call}: {sorted(lost)}; {[str(each) for each in found.problems]}")  # noqa: T201
        known.values = {seq: known.values[seq] for seq in recovered}

    def _named(self, call: str, reasons: list[str], whole: int) -> set[int]:
        """Return the events of a call that are named as missing or damaged."""
        named = set[int]()
        for reason in reasons:
            if match := re.match(rf"event (\d+) of call {call} .*?(?:; (\d+) after it cannot be used)?$", reason):
                named.update(range(int(match[1]), int(match[1]) + 1 + int(match[2] or 0)))
            elif "does not match its checksum" in reason:
                events = len(re.findall(r"event \d+", reason)) or 1
                named.update(range(whole + 1, whole + 1 + events))
        return named

    def _tamper(self, call: str) -> bool:
        """Delete, double, exchange or flip lines of a call; the last one is not taken away: nobody could tell."""
        (file,) = Folders.resolve(self._place).journal.rglob("17.jsonl")
        lines = file.read_bytes().splitlines(keepends=True)
        own = [at for at, line in enumerate(lines) if f'"call":"{call}"'.encode() in line[:80]]
        if len(own) < 3:
            return False
        at = self._chance.choice(own[:-1])
        match self._chance.choice(["delete", "double", "exchange", "flip", "flip", "newer"]):
            case "delete":
                del lines[at]
            case "double":
                lines.insert(self._chance.choice(own), lines[at])
            case "exchange":
                other = self._chance.choice(own)
                lines[at], lines[other] = lines[other], lines[at]
            case "newer":
                lines[at] = checksum.closed(lines[at].replace(b'{"v":2,', b'{"v":3,', 1)[: -checksum.LENGTH - 1])
            case _:
                line = bytearray(lines[at])
                place = self._chance.randrange(len(line))
                line[place] ^= 1 << self._chance.randrange(8)
                lines[at] = bytes(line)
        file.write_bytes(b"".join(lines))
        return True


def value_of(event: e.Event) -> str:
    """Return what an event recorded."""
    return event.value if isinstance(event, e.Filled) else event.text if isinstance(event, e.Drafted) else "-"


def main(kills: str, seed: str, home: str) -> int:
    """Kill so many sessions; print what came of it."""
    killed = Kills(Path(home), int(seed))
    for number in range(int(kills)):
        killed.kill(number)
    killed.clear()
    print(f"{kills} kills, faults of the system: {killed.faults}")  # noqa: T201
    print(f"{kills} kills, lines tampered with: {killed.tampered}")  # noqa: T201
    whole = killed.faults.recovered == killed.faults.acknowledged
    return 0 if whole and not killed.tampered.lost else 1


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
