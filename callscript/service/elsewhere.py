"""An operator at several hosts of a centre: where else they sit is asked about before they begin here, and once they
have sat down elsewhere nothing goes on here.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any, TypeVar

from callscript.core.script.working_time import local
from callscript.runtime.i18n import _
from callscript.service.desk import Desk
from callscript.service.journey import Face
from callscript.service.lookup import off_loop
from callscript.store.others import SeatElsewhere

Result = TypeVar("Result")


async def sits_here(desk: Desk, face: Face) -> bool:
    """Take the operator's seat in the centre; ask, if they sit elsewhere; tell whether they are to work here."""
    number = desk.operator.number
    while there := await off_loop(lambda: desk.others.sit_down(number)):
        told = _("You have been at work at {host} since {time}.").format(host=there.host, time=_time(desk, there))
        if await face.choose(_("At work elsewhere"), told, (_("Go on here"), _("Leave the program"))) != 1:
            return False
        if await off_loop(lambda: desk.others.sit_down(number, confirmed=True)) is None:
            return True
    return True


async def until_taken_over(desk: Desk, face: Face, work: Coroutine[Any, Any, Result]) -> Result | None:
    """Work until that is done, or the operator has sat down elsewhere: then nothing more is asked, and that is told."""
    loop = asyncio.get_running_loop()
    taken, working = asyncio.Event(), asyncio.create_task(work)
    watching = asyncio.create_task(taken.wait())
    desk.others.watch_seat(lambda: loop.call_soon_threadsafe(taken.set))
    if desk.others.taken_over:
        taken.set()
    try:
        await asyncio.wait((working, watching), return_when=asyncio.FIRST_COMPLETED)
        if working.done():
            return await working
    finally:
        watching.cancel()
        if not working.done():
            working.cancel()
            with suppress(asyncio.CancelledError):
                await working
    if there := desk.others.taken_over:
        told = _("You went on at {host} at {time}. Nothing that is typed here counts any more.")
        await face.end(_("Taken over"), told.format(host=there.host, time=_time(desk, there)))
    return None


def _time(desk: Desk, there: SeatElsewhere) -> str:
    return local(desk.script, there.since).strftime("%H:%M")
