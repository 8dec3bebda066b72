"""Calls that are left open before a program starts: it offers to go on with them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime

from callscript.commands.run import demo_profile
from callscript.core.call import commands as c
from callscript.core.call import decide as core
from callscript.core.call import events as e
from callscript.core.call.call import Call
from callscript.core.script.steps import Pick
from callscript.core.script.working_time import local
from callscript.runtime.paths import Folders
from callscript.store.files import FileStore
from callscript.store.names import new_call_id
from tests.terminal.calls import Place, fold_more

UNFINISHED = (
    *(c.Advance(),) * 5,
    c.Answer("appeal"),
    c.TakeDetour("complaint"),
    c.TakeDetour("end"),
    c.Answer("close"),
    c.Answer("refused"),
    *(c.Advance(),) * 2,
)
"""What closes a call in the middle of an appeal and of a complaint: two clauses want a reason. Its fields are full."""


def leave_open(place: Place, commands: Iterable[c.Command], *, phone: str = "") -> str:
    """Leave a call open in which these commands were carried out; return its id."""
    folders = Folders.resolve(place.home)
    folders.make()
    store, now = FileStore(folders), datetime.now(UTC)
    operator = demo_profile(str(place.pack)).operator
    call_id = new_call_id(operator.number, local(place.script, now))
    log: list[e.Event] = list(core.begin(place.script, call_id, operator, now, phone=phone))
    call = fold_more(place.script, Call(), log)
    for command in commands:
        events = core.decide(place.script, call, command, now)
        log += events
        call = fold_more(place.script, call, events)
    seat = store.seats.sit_down(operator.number)
    seat.begin(call_id)
    store.journal.append(call_id, log)
    seat.leave()
    store.journal.close()
    return call_id


def free_fields(place: Place) -> list[str]:
    """Return the fields that take any text."""
    picked = {step.field for step in place.script.steps.values() if isinstance(step, Pick)}
    fields = [each for each in place.script.pack.fields if not each.options and each.kind != "time"]
    return [field.id for field in fields if field.id not in picked]


def fill_all(place: Place, text: Callable[[str], str], *, but: str = "") -> list[c.Command]:
    """Return commands that write something into every field that takes any text, but one."""
    return [c.Fill(field, text(field)) for field in free_fields(place) if field != but]
