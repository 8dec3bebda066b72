"""What befalls a server while a relay is at work and operators go on: it hangs, its disk is full, a month goes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.relay.office import Office
from tests.relay.server import Postgres, ServerMaker, wait_until
from tests.relay.small_disk import SmallDisk, fill
from tests.relay.test_commands import begun, month_ago
from tests.relay.test_killed import sent_on
from tests.relay.writing import acknowledged, spawn

_PATIENCE = 60.0
"""Seconds, on a busy machine: the relay reads the scripts when it works its first call out."""


@pytest.fixture
def own(maker: ServerMaker) -> Iterator[Postgres]:
    """A server of the test's own."""
    server = maker().make()
    yield server
    server.stop()


def all_there(office: Office, told: list[dict[str, int]]) -> None:
    """Hold what PostgreSQL has against the journals, and those against what was acknowledged."""
    assert office.events() == office.journals()
    found = dict(office.rows("select call, max(seq) from callscript.event group by call"))
    assert {call: number for each in told for call, number in each.items() if found.get(call, 0) < number} == {}
    assert office.rows("select count(*) from callscript.late") == [(0,)]


def test_a_server_that_hung_goes_on(own: Postgres, tmp_path: Path) -> None:
    """The server is stopped (SIGSTOP) for a while: operators go on, and so does the same relay when it is back."""
    own.start()
    office = Office(own, own.database("centre"), tmp_path / "home")
    office.initialise()
    operators = [spawn(office.home, str(100 + number)) for number in range(2)]
    with office.relay() as relay:
        wait_until(lambda: sent_on(office) > 20, "the first lines")
        with own.hanging():
            before = len(office.journals())
            wait_until(lambda: len(office.journals()) > before + 50, "operators, who do not wait for it")
        told = [acknowledged(operator) for operator in operators]
        wait_until(lambda: sent_on(office) == len(office.journals()), "what was recorded meanwhile", _PATIENCE)
        assert relay.process.poll() is None
        relay.end()
    all_there(office, told)


def test_the_disk_of_the_server_is_full(own: Postgres, tmp_path: Path) -> None:
    """Where the server has no room left, the relay says so once, operators go on; with room all is sent on."""
    disk = SmallDisk(own, tmp_path / "home")
    office = disk.office
    with office.relay() as relay:
        relay.line()
        relay.line()
        office.lead("17", 1)
        wait_until(lambda: sent_on(office) == len(office.journals()), "the first call")
        fill(disk.filler)
        office.lead("17", 2)
        office.lead("18", 3)
        assert "No space left on device" in relay.line()
        before = len(office.journals())
        office.lead("18", 4)
        assert len(office.journals()) > before
        assert sent_on(office) < before
        disk.filler.unlink()
        assert relay.line() == "connected"
        wait_until(lambda: sent_on(office) == len(office.journals()), "what was recorded meanwhile", _PATIENCE)
        relay.end()
    all_there(office, [])
    assert office.rows("select count(*) filter (where closed), count(*) from callscript.call") == [(4, 4)]


def test_a_month_is_dropped_under_operators(own: Postgres, tmp_path: Path) -> None:
    """A month is dropped while operators write and a relay sends on: nothing else is lost, and nobody is held up."""
    own.start()
    office = Office(own, own.database("centre"), tmp_path / "home")
    office.initialise()
    for number in range(5):
        office.lead("17", number, begun(month_ago(2)))
    office.send()
    with office.connect() as connection:
        connection.execute(_MORE_OF_IT, (begun(month_ago(2)).date(),))
    [old] = (file for file in office.folders.journal.rglob("17.jsonl"))
    operators = [spawn(office.home, str(100 + number)) for number in range(2)]
    with office.relay() as relay:
        wait_until(lambda: of_today(office) > 20, "the first lines")
        assert office.administer("drop-month", month_ago(2))[0].endswith(": dropped")
        before = of_today(office)
        wait_until(lambda: of_today(office) > before + 50, "lines after that")
        told = [acknowledged(operator) for operator in operators]
        old.unlink()  # a journal of this home: what is compared is what came beside the drop
        wait_until(lambda: of_today(office) == len(office.journals()), "the last lines", _PATIENCE)
        relay.end()
    all_there(office, told)


_MORE_OF_IT = """
    insert into callscript.event (day, call, seq, epoch, type, host, line)
    select %s, 'old-' || n / 30, n %% 30 + 1, 0, 'filled', 'desk7', repeat('x', 300)
    from generate_series(0, 30000) as n"""


def of_today(office: Office) -> int:
    """Return how many lines there are of calls that began since the last month."""
    [(number,)] = office.rows("select count(*) from callscript.event where day > now() - interval '27 days'")
    return int(number)
