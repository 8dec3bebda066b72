"""What a line-by-line face waits for while nothing is typed."""

from __future__ import annotations

from callscript.core.call import commands as c
from callscript.plain.watch import Watch
from tests.service.conftest import Table


async def test_a_limit_reached_unseen_is_not_waited_for(table: Table) -> None:
    """A limit that is reached between two looks at the clock is recorded at once, not when something is typed next."""
    session = await table.desk.start_call()
    await session.do(c.TakeDetour("unclear"))
    watch = Watch(table.desk, session)
    assert watch.patience
    table.clock.advance(11)
    assert watch.patience == 0
    await watch.tick()
    assert [clock for clock in session.call.running.values() if clock.overran]
    assert watch.patience is None
