"""A home that has a relay to ask, and those who ask it."""

from __future__ import annotations

import socket
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from callscript.store.relayed.line import NotAnswered, ask
from callscript.store.relayed.questions import Answer, HowAreYou, Question
from tests.relay.office import Office, Running
from tests.relay.server import wait_until


def centre(office: Office, *lines: str, durability: str = "host") -> None:
    """Write the settings of a centre with other hosts."""
    file = office.folders.centre
    written = ["[store]", 'kind = "relay"', f'durability = "{durability}"', *lines]
    file.write_text("\n".join(written), encoding="utf-8")
    file.chmod(0o600)


def socket_of(office: Office) -> Path:
    """Return where the relay of a home listens."""
    return office.home / "relay.sock"


def state(office: Office) -> Answer | None:
    """Ask a relay how it is; None: there is none."""
    try:
        return ask(socket_of(office), HowAreYou())
    except NotAnswered:
        return None


def connected(office: Office) -> bool:
    """Tell whether the relay of a home has a connection."""
    return bool((found := state(office)) and found.connected)


@contextmanager
def at_work(office: Office) -> Generator[Running]:
    """Have the relay of a home at work, with a connection."""
    with office.relay() as running:
        wait_until(lambda: connected(office), "a relay that can be asked")
        yield running


def refused(office: Office, question: Question) -> str:
    """Ask something; return why there is no answer."""
    try:
        answer = ask(socket_of(office), question, 2.0)
    except NotAnswered as error:
        return str(error)
    raise AssertionError(answer)


def raw(office: Office, data: bytes, *, ends: bool = True) -> tuple[bytes, float]:
    """Send bytes; return what comes until the relay hangs up, and after how many seconds that was."""
    begun = time.monotonic()
    with socket.socket(socket.AF_UNIX) as line:
        line.settimeout(10)
        line.connect(str(socket_of(office)))
        came = b""
        try:
            line.sendall(data)
            if ends:
                line.shutdown(socket.SHUT_WR)
            while more := line.recv(65536):
                came += more
        except (BrokenPipeError, ConnectionResetError):
            pass
    return came, time.monotonic() - begun
