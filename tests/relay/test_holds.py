"""How often callers were on hold for longer than the limit, at all hosts: `callscript store holds`."""

from __future__ import annotations

import pytest

from callscript.core.call import commands as c
from callscript.core.call.events import CallStarted
from callscript.core.script.model import Script
from callscript.packs import locate, read
from tests.clauses.talk import Talk
from tests.clauses.ways import goodbye
from tests.relay.office import Office

LONG, SHORT = 200, 65
"""Seconds: the limit of both standards is three minutes."""
NOVEMBER, DECEMBER = "2025-11-24 10:00", "2025-12-01 10:00"


@pytest.fixture(scope="module")
def script() -> Script:
    """What the calls are led by."""
    return read(locate("ua-court"))


def led(office: Office, script: Script, start: str, *holds: int, closed: bool = True) -> None:
    """Lead a call in which the caller is put on hold for so many seconds each time."""
    talk = Talk(script, start)
    talk.through("greet", "introduce", ("ask_address", "Олено"), "offer_help", ("ask_subject", "збір"))
    for seconds in holds:
        talk.key("hold")
        talk.take("hold_consent", "agrees")
        talk.wait(seconds)
        talk.through("hold_wait", "hold_thanks", ("hold_result", "found"))
    if closed:
        talk.through(("need_kind", "consultation"), "give_advice")
        goodbye(talk)
        talk.do(c.SetOutcome("consultation"), c.Close())
    begun = talk.log[0]
    assert isinstance(begun, CallStarted)
    office.folders.make()
    with office.store() as kept:
        kept.journal.append(begun.call, talk.log)


def test_holds_of_all_operators_by_month(office: Office, script: Script) -> None:
    """Of calls that are closed: as a fraction, by whoever may read counts; the same once all is made again."""
    led(office, script, NOVEMBER, LONG, SHORT)
    led(office, script, NOVEMBER)
    led(office, script, NOVEMBER, LONG, closed=False)
    led(office, script, DECEMBER, SHORT)
    office.send()
    expected = ["2025-11 17: over: 1 of 2", "2025-12 17: over: 0 of 1"]
    assert office.administer("holds") == expected
    office.administer("rebuild")
    assert office.administer("holds") == expected
    with office.connect() as connection:
        connection.execute("create role counts login in role cs_reports")
    own = office.settings("counts.toml", "counts")
    assert office.ok("store", "holds", "--settings", own).splitlines() == expected


def test_what_was_not_counted_is_told(office: Office, script: Script) -> None:
    """Calls that a relay of the release before has worked out are told of, and counted by a rebuild."""
    led(office, script, NOVEMBER, LONG)
    office.send()
    office.rows("update callscript.call set holds = null, holds_over = null returning 1")
    told = office.run("store", "holds", "--settings", office.admin)
    unknown = "closed calls whose holds were not counted yet, until callscript store rebuild: 1"
    assert (told.returncode, told.stdout, unknown in told.stderr) == (1, "", True)
    office.administer("rebuild")
    assert office.administer("holds") == ["2025-11 17: over: 1 of 1"]
