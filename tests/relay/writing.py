"""An operator who leads one call after the other, each batch of events saved, until the standard input ends:
`python -m tests.relay.writing HOME NUMBER`. What was acknowledged is told: how many events of which call.
"""

from __future__ import annotations

import os
import select
import subprocess
import sys
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from benchmarks.store_calls import lead, phone
from callscript.runtime.paths import Folders
from callscript.store.files import FileStore
from tests.terminal.any_terminal import PATIENCE

ROOT = Path(__file__).parents[2]


def spawn(home: Path, operator: str) -> subprocess.Popen[bytes]:
    """Start an operator."""
    command = [sys.executable, "-m", "tests.relay.writing", str(home), operator]
    return subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0)


def acknowledged(operator: subprocess.Popen[bytes]) -> dict[str, int]:
    """Have an operator end; return how many events of each call were acknowledged."""
    told, _ = operator.communicate(timeout=PATIENCE)
    words = (line.split() for line in told.decode().splitlines())
    return {call: int(number) for call, number in words}


def write(home: str, operator: str) -> None:
    """Lead calls, a batch of events after the other."""
    store, before = FileStore(Folders.resolve(home)), set[str]()
    for number in count():
        while (led := lead(operator, datetime.now(UTC), phone(number))).id in before:
            pass  # nobody else leads several calls in a second: by chance two of them have one id
        before.add(led.id)
        length = 0
        for batch in led.batches:
            store.journal.append(led.id, batch)
            length += len(batch)
            os.write(1, f"{led.id} {length}\n".encode())
            if select.select([0], [], [], 0.004)[0]:  # a key now and then
                return


if __name__ == "__main__":
    write(*sys.argv[1:])
