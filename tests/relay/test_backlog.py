"""What has gathered while there was no server: the lines come first, and calls are worked out behind them."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager

from callscript.core.call import events as e
from callscript.packs.versions import Versions
from callscript.relay.filing import AT_ONCE, summarising
from callscript.relay.migrations import newest
from callscript.relay.postgres import connected
from callscript.relay.settings import read_settings
from callscript.relay.shipping import MOST, Batch, Shipping
from callscript.relay.tail import Tail
from tests.relay.office import HOST, Office
from tests.relay.test_sending import write
from tests.store.samples import START, log


@contextmanager
def shipping(office: Office) -> Generator[Shipping]:
    """Yield what sends on, without the relay that has it do so."""
    with connected(read_settings(office.own, as_host=True), "test", in_time=True) as connection:
        yield Shipping(connection, HOST, summarising(Versions(office.folders)), newest())


def test_calls_are_worked_out_behind_the_lines(office: Office) -> None:
    """Of a relay that is killed in the middle of a backlog the next one works out the calls, without a line anew."""
    calls = [office.lead("17", number, appeal=number == 1) for number in range(3)]
    file = office.file_of(calls[0])
    with shipping(office) as sending:
        tail = Tail(file, None)
        lines = tail.read()
        name = file.relative_to(office.folders.journal).as_posix()
        tally = sending.send(Batch(lines, {name: tail.sent_on_to(None)}, backlog=True))
    assert (tally.lines, tally.calls) == (len(office.journals()), 0)
    assert office.events() == office.journals()
    assert office.rows("select distinct filed, behind from callscript.call") == [(False, HOST)]
    assert office.send() == f"calls worked out: {len(calls)}"
    assert office.rows("select distinct filed, behind from callscript.call") == [(True, None)]
    found = office.rows("select * from callscript.call order by id")
    office.administer("rebuild")
    assert office.rows("select * from callscript.call order by id") == found
    assert office.send() == ""


def test_all_calls_of_a_backlog_are_worked_out(office: Office) -> None:
    """However many calls were put off, all of them are worked out, in as many goes as that takes."""
    ids = [f"20261123-17-abc{number:03d}" for number in range(2 * AT_ONCE + 1)]
    for call in ids:
        write(office, call, [*log(call, MOST // len(ids)), e.Closed(seq=MOST // len(ids) + 1, at=START)])
    assert len(office.journals()) > MOST
    told = office.send()
    assert f"lines sent on: {len(office.journals())}, " in told
    assert office.events() == office.journals()
    assert office.rows(
        "select count(*), count(behind), count(*) filter (where operator = '17') from callscript.call"
    ) == [(len(ids), 0, len(ids))]
