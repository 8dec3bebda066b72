"""A call that was opened by mistake is filed as that: apart from the calls, under no number."""

from __future__ import annotations

from callscript.core.call import commands as c
from callscript.dialogue.show import listing, sheets
from callscript.service.desk import Desk
from callscript.service.journey import Journey, Leave, TakeCall
from callscript.service.session import Session
from callscript.service.startup import Startup
from tests.service.conftest import PROFILE, Table, close, hang_up, id_of
from tests.service.scripted import Act, Scripted

NUMBER = "+380442777601"


async def discard(_desk: Desk, session: Session) -> bool:
    """Discard a call."""
    await session.do(c.Discard())
    return False


async def test_it_is_filed_as_what_it_is(table: Table) -> None:
    """It is listed as opened by mistake and counted apart; nothing is owed, and no number leads to it."""
    taken = await table.desk.start_call(NUMBER)
    await hang_up(taken)
    await close(table.desk, taken)
    await table.desk.finish(taken)
    mistaken = await table.desk.start_call(NUMBER)
    await discard(table.desk, mistaken)
    await table.desk.finish(mistaken)
    filed = {call.id: call for call in table.filed()}
    assert [(filed[id_of(each)].discarded, filed[id_of(each)].closed) for each in (taken, mistaken)] == [
        (False, True),
        (True, True),
    ]
    assert filed[id_of(mistaken)].owed == 0
    assert listing.counted("Today", list(filed.values())) == "Today: 1, 1 opened by mistake"
    assert listing.counted("Today", [filed[id_of(taken)]]) == "Today: 1"
    assert listing.call_line(mistaken.script, filed[id_of(mistaken)]).endswith("opened by mistake")
    assert [each.summary.id for each in table.store.lookup.history(NUMBER)] == [id_of(taken)]
    _, standard, _ = sheets.filed(mistaken.script, mistaken.log, table.clock.now())
    assert standard.verdicts == ()


async def test_it_has_no_wrap_up(table: Table) -> None:
    """From a call that is discarded the operator comes home at once, and it is not offered again."""
    table.desk.leave()
    startup = Startup(table.folders, table.clock, PROFILE, language="en")
    face = Scripted(Act("home", TakeCall(NUMBER)), Act("call", discard), Act("drop"), Act("home", Leave()))
    await Journey(startup, face).go()
    assert face.left == []
    assert [call.discarded for call in table.filed()] == [True]
    face = Scripted(Act("home", Leave()))
    await Journey(Startup(table.folders, table.clock, PROFILE, language="en"), face).go()
    assert face.left == []
