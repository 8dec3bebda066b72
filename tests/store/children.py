"""Processes that the tests start and kill: `python -m tests.store.children WHAT HOME …`."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from msgspec.structs import replace

from callscript.runtime.paths import Folders
from callscript.store.files import FileStore
from tests.store.samples import filled, log, records, started

ROOT = Path(__file__).parents[2]


def spawn(what: str, *arguments: object) -> subprocess.Popen[bytes]:
    """Start a child; its standard output is a pipe."""
    command = [sys.executable, "-m", "tests.store.children", what, *map(str, arguments)]
    # Without a buffer, in which lines behind one that is read would be lost to `communicate`.
    return subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0)


def append(home: str, call: str) -> None:
    """Append batches of three events for ever; tell which are about to be written and which are on the disk."""
    store = FileStore(Folders.resolve(home))
    store.journal.append(call, [started(call)])
    last = 1
    while True:
        os.write(1, b"try %d\n" % (last + 3))
        store.journal.append(call, [filled(seq) for seq in range(last + 1, last + 4)])
        last += 3
        os.write(1, b"ack %d\n" % last)


def file(home: str, first: str, count: str) -> None:
    """File calls of the same operator, day and telephone number; tell which are filed."""
    store = FileStore(Folders.resolve(home))
    for number in range(int(first), int(first) + int(count)):
        events = log(f"20261123-17-n{number}", phone="+380501234567")
        store.registers.file_call(*records(events))
        os.write(1, f"20261123-17-n{number}\n".encode())


def claim(home: str) -> None:
    """Claim the call left open and die before it is restored."""
    FileStore(Folders.resolve(home)).seats.sit_down("17").claim()
    os.kill(os.getpid(), 9)


def sit(home: str) -> None:
    """Take a seat, say so and stay until standard input ends."""
    seat = FileStore(Folders.resolve(home)).seats.sit_down("17")
    os.write(1, b"sitting\n")
    sys.stdin.read()
    seat.leave()


def hold_letter(home: str, letter: str) -> None:
    """Hold a letter of the outbox, say so and stay until killed."""
    with FileStore(Folders.resolve(home)).outbox.hold(letter) as held:
        os.write(1, b"held\n" if held else b"not held\n")
        sys.stdin.read()


def deliver_letters(home: str) -> None:
    """Say of each letter of the outbox that is to be had that it was delivered, and print its id."""
    outbox = FileStore(Folders.resolve(home)).outbox
    for each in outbox.open():
        with outbox.hold(each.id) as letter:
            if letter is not None:
                os.write(1, f"{letter.id}\n".encode())
                outbox.change(replace(letter, state="sent", delivered=letter.since))


def fill_disk(home: str) -> None:
    """Append to a store on a small disk until it is full, free some room and go on; print what was acknowledged."""
    from callscript.store.errors import StoreFull

    ballast = Path(home) / "ballast"
    ballast.write_bytes(b"\0" * 200_000)
    store, call, last = FileStore(Folders.resolve(home)), "20261123-17-full", 1
    store.journal.append(call, [started(call)])
    failures = 0
    while failures < 3:
        batch = [filled(seq, "x" * 500) for seq in range(last + 1, last + 4)]
        try:
            store.journal.append(call, batch)
        except StoreFull:
            failures += 1
        else:
            last += 3
    ballast.unlink()
    store.journal.append(call, [filled(seq, "x" * 500) for seq in range(last + 1, last + 4)])
    found = store.journal.read_call(call)
    assert [event.seq for event in found.events] == list(range(1, last + 4)), (len(found.events), last)
    assert not found.problems, found.problems
    print(f"acknowledged {last + 3} recovered {len(found.events)}")  # noqa: T201


if __name__ == "__main__":
    does = (append, file, claim, sit, hold_letter, deliver_letters, fill_disk)
    {do.__name__: do for do in does}[sys.argv[1]](*sys.argv[2:])
