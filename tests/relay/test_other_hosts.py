"""Calls of a caller on other hosts, as a session sees them: two homes, a relay each, one server."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from benchmarks.store_calls import lead, phone
from callscript.core.call.events import CallStarted
from callscript.core.earlier_calls import holding
from callscript.core.script.conditions import EarlierCalls
from callscript.relay.history import HISTORY
from callscript.runtime.centre import read_centre
from callscript.runtime.clock import SystemClock
from callscript.service.desk import Desk
from callscript.service.startup import Startup
from callscript.store.others import Elsewhere
from callscript.store.relayed.relayed import Relayed
from tests.processes import stop
from tests.relay.asking import at_work, centre
from tests.relay.hosts import OTHER
from tests.relay.office import Office, add_relay
from tests.relay.server import wait_until
from tests.service.conftest import PROFILE


@pytest.fixture
def other(office: Office, tmp_path: Path) -> Office:
    """A second host of the centre."""
    second = Office(office.server, office.database, tmp_path / "other", OTHER)
    with office.connect() as connection:
        add_relay(connection, OTHER)
    return second


def others(office: Office) -> Relayed:
    """Return the other hosts as a session of a home has them."""
    return Relayed(office.folders, read_centre(office.folders.centre).store)


def answered(office: Office) -> Relayed:
    """Return them once the relay has a connection for questions, too."""
    wait_until(lambda: others(office).history("0000000").asked, "a relay that answers")
    return others(office)


def ids(found: Elsewhere) -> list[tuple[str, bool, str]]:
    """Return what was found: call, whether it is surely the caller's, and its host."""
    return [(each.summary.id, each.sure, each.host) for each in found.earlier]


def _desk(office: Office) -> Desk:
    return Startup(office.folders, SystemClock()).open_desk(PROFILE)


def test_calls_of_other_hosts_are_found(office: Office, other: Office) -> None:
    """By the whole number surely, by its last digits maybe; the host's own are not among them, nor other callers'."""
    centre(office)
    office.lead("17", 1)
    early = other.lead("18", 1, datetime.now(UTC) - timedelta(days=40))
    late = other.lead("19", 1, datetime.now(UTC) - timedelta(hours=2))
    other.lead("18", 2)
    for each in (office, other):
        each.send()
    with at_work(office):
        link = answered(office)
        found = link.history(phone(1))
        assert ids(found) == [(late, True, OTHER), (early, True, OTHER)]
        assert (found.asked, found.left_out) == (True, 0)
        assert found.earlier[0].summary.operator == "19"
        assert ids(link.history(phone(1)[-7:])) == [(late, False, OTHER), (early, False, OTHER)]
        assert link.history("+380999999999") == Elsewhere()
        assert link.history("") == Elsewhere(asked=False)


def test_they_tell_who_rang_up_and_what_was_registered(office: Office, other: Office) -> None:
    """As their own lines say it: so a call that an operator of theirs began is none that the caller made."""
    centre(office)
    registered = other.lead("18", 1, datetime.now(UTC) - timedelta(days=1), appeal=True)
    led = lead("19", datetime.now(UTC) - timedelta(hours=2), phone(1))
    begun, *rest = led.log
    assert isinstance(begun, CallStarted)
    with other.store() as kept:
        kept.journal.append(led.id, [replace(begun, continues=f"{registered}/t-1", work="callback", attempt=1), *rest])
    other.send()
    with at_work(office):
        found = [each.summary for each in answered(office).history(phone(1)).earlier]
    told = {each.id: (each.continues, each.registered) for each in found}
    assert told == {registered: ("", ("appeal",)), led.id: (f"{registered}/t-1", ())}
    asked = EarlierCalls(id="before", calls=1, within="30d")
    number, today = found[0].phone, datetime.now(UTC).date()
    assert holding((asked, replace(asked, calls=2)), number, found, today) == ("before",)


async def test_they_stand_among_those_of_this_host(office: Office, other: Office) -> None:
    """At home, and in what is known of a caller: the latest first, each with its host; none of them twice."""
    centre(office)
    here = office.lead("17", 1, datetime.now(UTC) - timedelta(hours=3))
    there = [other.lead("18", 1, datetime.now(UTC) - timedelta(hours=hours)) for hours in (2, 4)]
    for each in (office, other):
        each.send()
    office.ok("rebuild")
    with at_work(office):
        answered(office)
        desk = _desk(office)
        found = await desk.lookups.earlier(phone(1))
        assert [(each.summary.id, each.host) for each in found] == [(there[0], OTHER), (here, ""), (there[1], OTHER)]
        assert desk.lookups.others_asked
        caller = await desk.lookups.caller((phone(1),), here)
        assert [each.summary.id for each in caller.earlier] == there
        assert (caller.sure, caller.others_asked, caller.complete) == (2, True, True)
        desk.leave()


@pytest.mark.parametrize("how", ["gone", "hangs", "without connection"])
async def test_what_is_here_is_found_though_others_cannot_be_asked(how: str, office: Office) -> None:
    """Without an answer of the relay the calls of this host stand, it is known that others were not asked, and nobody
    waits for more than a moment, nor each time."""
    centre(office)
    here = office.lead("17", 1)
    office.ok("rebuild")
    if how == "without connection":
        office.settings("relay.toml", "cs_relay_desk7", "desk7", port="1")
    with office.relay() as running:
        while "sessions ask at" not in running.line():
            pass
        if how == "gone":
            running.kill()
        elif how == "hangs":
            stop(running.process.pid)
        desk = _desk(office)
        took: list[float] = []
        for _ in range(3):
            begun = time.monotonic()
            assert [each.summary.id for each in await desk.lookups.earlier(phone(1))] == [here]
            took.append(time.monotonic() - begun)
            assert not desk.lookups.others_asked
        caller = await desk.lookups.caller((phone(1),), "")
        assert ([each.summary.id for each in caller.earlier], caller.others_asked) == ([here], False)
        desk.leave()
    assert took[0] < 1.0
    if how == "hangs":
        assert min(took[1:]) < 0.2, "it is not asked again at once"


def test_no_more_than_a_hundred(office: Office) -> None:
    """Of a number under which there are very many calls the latest hundred come, with how many more there are."""
    centre(office)
    _fill(office, 150, numbers=1)
    with at_work(office):
        found = answered(office).history("+380500000000")
        assert (len(found.earlier), found.left_out) == (100, 50)
        days = [each.summary.started for each in found.earlier]
        assert days == sorted(days, reverse=True)
        long = "дуже довго " * 400
        with office.connect() as connection:
            connection.execute("update callscript.call set summary = %s", (long,))
        found = others(office).history("+380500000000")
        assert 0 < len(found.earlier) < 100
        assert len(found.earlier) + found.left_out == 150


def test_an_index_finds_them(office: Office) -> None:
    """Nothing is read from one end to the other, however many calls there are, as a relay's account too."""
    _fill(office, 20_000, numbers=5_000)
    with office.connect("cs_relay_desk7") as connection:
        plan = "\n".join(
            row[0] for row in connection.execute(f"explain {HISTORY}".encode(), ("0001234", "desk7", 100)).fetchall()
        )
    assert "call_phones" in plan
    assert "Seq Scan" not in plan


def test_a_schema_that_has_no_index_is_not_asked(office: Office) -> None:
    """Where the tables are of the release before, lines are sent on, and other hosts cannot be asked."""
    centre(office)
    office.lead()
    with office.connect() as connection:
        connection.execute("drop index callscript.call_phones")
        connection.execute("drop function callscript.last_digits(text[])")
        connection.execute("delete from callscript.version where number > 7")
    with at_work(office):
        wait_until(lambda: office.events() == office.journals(), "the lines")
        assert not others(office).history(phone(1)).asked
    assert office.events() == office.journals()


def test_no_number_reaches_a_log(office: Office, other: Office) -> None:
    """Neither the relay nor PostgreSQL writes down which number was asked for."""
    centre(office)
    other.lead("18", 1)
    other.send()
    with at_work(office) as running:
        assert answered(office).history(phone(1)).earlier
        assert phone(1)[-7:] not in running.end()
    assert phone(1)[-7:].encode() not in office.server.log.read_bytes()


def _fill(office: Office, calls: int, *, numbers: int) -> None:
    """Put calls of another host into PostgreSQL, so many under as many numbers."""
    with office.connect() as connection:
        connection.execute(
            """
            insert into callscript.call (day, id, host, operator, pack, language, started, filed, phone, phones)
            select '2026-01-01'::date + n %% 300, '20260101-18-' || n, 'desk8', '18', 'ua-court', 'uk',
              timestamptz '2026-01-01' + n * interval '1 minute', true, number, array[number]
            from (select n, '+38050' || lpad((n %% %s)::text, 7, '0') as number from generate_series(1, %s) n) made
            """,
            (numbers, calls),
        )
        connection.execute("analyze callscript.call")
