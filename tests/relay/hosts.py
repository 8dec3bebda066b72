"""Two hosts of a centre, and the seats of one operator at them."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from callscript.runtime.centre import read_centre
from callscript.store.relayed.relayed import Relayed
from callscript.store.relayed.sitting import Sitting
from tests.relay.asking import at_work, centre
from tests.relay.office import Office, add_relay
from tests.relay.server import wait_until

OTHER = "desk8"
"""The second host; the first one is `desk7`."""
LEASE = "update callscript.seat set until = now() - interval '1 s'"
"""Has a seat run out."""


@contextmanager
def two_hosts(office: Office, home: Path) -> Generator[tuple[Office, Office]]:
    """Yield a host and a second one, each with its relay at work."""
    second = Office(office.server, office.database, home, OTHER)
    with office.connect() as connection:
        add_relay(connection, OTHER)
    with ExitStack() as stack:
        for each in (office, second):
            each.folders.make()
            centre(each)
            stack.enter_context(at_work(each))
        for each in (office, second):
            wait_until(lambda each=each: asked(each), "a relay that answers")
        yield office, second


def link(office: Office) -> Sitting:
    """Return the seat as a session of operator 17 has it, which has the lock of it on this host."""
    office.folders.locks.mkdir(exist_ok=True, mode=0o700)
    (office.folders.locks / "17.lock").touch()
    return Relayed(office.folders, read_centre(office.folders.centre).store).seat


def asked(office: Office) -> bool:
    """Tell whether the relay of a host asks PostgreSQL by now."""
    return Relayed(office.folders, read_centre(office.folders.centre).store).history("0000000").asked


def sat_down(office: Office, *, confirmed: bool = False) -> Sitting:
    """Sit down at a host, where nothing stands in the way."""
    found = link(office)
    assert found.sit_down("17", confirmed=confirmed) is None
    return found
