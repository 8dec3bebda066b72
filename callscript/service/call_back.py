"""Ringing a caller up about work that an earlier call has left: what the call begins with, and what it has come to.

The work is taken for the call before it is begun: should the program die between the two, the next start gives it back
(`Work.look`). What the call has come to is recorded when it is closed, once, however often that is asked for.
"""

from __future__ import annotations

from datetime import datetime
from typing import assert_never

from msgspec import Struct
from msgspec.structs import replace

from callscript.core.acts import Drop, Finish, GiveBack, Try
from callscript.core.call.call import Call
from callscript.core.call.fold import fold_all
from callscript.core.call.outgoing import Continued, continued
from callscript.core.records import TaskRecord
from callscript.core.script import phrases
from callscript.core.script.model import Script
from callscript.core.script.working_time import local
from callscript.core.tasks import TaskRefused
from callscript.runtime.i18n import _, n_
from callscript.service.lookup import Recorded, off_loop
from callscript.service.work import Work


class CallBack(Struct, frozen=True):
    """Ring the caller up: the work was taken for that."""

    call: str
    """The id of the call to be begun."""
    phone: str
    """The number to ring."""
    goes_on: Continued


async def call_back(script: Script, task: TaskRecord, left_by: Recorded, call: str) -> CallBack:
    """Return the call, by the script that it is to be led by, for work that was taken and the call that has left it."""

    def known() -> Continued:
        earlier = fold_all(left_by.script, left_by.log)
        goes_on = continued(script, left_by.script, earlier, task.id, task.kind, task.attempt)
        return replace(goes_on, tries=task.tries)

    return CallBack(call, task.phone, await off_loop(known))


def settle(work: Work, script: Script, call: Call) -> str:
    """Record what a call has come to with the work that it was begun for; say so, once. Not on the event loop."""
    start = call.start
    if start is None:
        return ""
    from callscript.core.came_to import came_of  # a start has no call to settle

    what, came = phrases.label(script, f"task.{start.work}"), came_of(script, call)
    try:
        if not work.settle(start.continues, start.attempt, came):
            return ""  # it was recorded before, or somebody has closed the work
    except TaskRefused as refused:
        from callscript.dialogue.show import task_told

        why = task_told.refused(script, refused, call.closed or start.at)
        return _("Not recorded with the work: {what}: {why}").format(what=what, why=why)
    if came is None:
        return _("Not done yet: {what}. It stays yours.").format(what=what)
    match came.deed:
        case Finish():
            return _("Done, the caller was reached: {what}").format(what=what)
        case Try(until=datetime() as until):
            from callscript.dialogue.show.dates import day_and_time

            time = day_and_time(local(script, until))
            return _("Nobody was reached: {what}. It is put off until {time}.").format(what=what, time=time)
        case Drop(tries=tries):
            told = n_(
                "Nobody was reached in {number} attempt, it is given up: {what}",
                "Nobody was reached in {number} attempts, it is given up: {what}",
                tries,
            )
            return told.format(number=tries, what=what)
        case Try():
            return _("Nobody was reached, it stays to be done: {what}").format(what=what)
        case GiveBack():
            return _("As it was before the call: {what}").format(what=what)
        case _:
            assert_never(came.deed)
