"""What it comes to that something is recorded on the caller's card: of the caller, or of one of several, once that was
asked for.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from msgspec.structs import replace

from callscript.core.call import commands as c
from callscript.core.call import events as e
from callscript.core.call.call import Call
from callscript.core.call.decide import carry_out
from callscript.core.call.fields import reaches_nobody
from callscript.core.call.groups import entries, groups
from callscript.core.script.conditions import Happened, InDetour, Known
from callscript.core.script.model import Script
from callscript.core.standard.facts import facts
from callscript.proof.edges import Edge
from callscript.proof.items import Facts, Guard, Put, items_of, recorded
from callscript.proof.keys import Keys, Press

EARLIER = -1
"""In the place of a matter: that of an earlier one of several."""


def on_card(script: Script, keys: Keys, call: Call, now: datetime) -> Iterator[Edge]:
    """Yield what it comes to that something is recorded of the caller, or emptied."""
    for field in script.pack.fields:
        if field.group == "call":
            continue
        for fill in keys.fills(field, call):
            made, _ = carry_out(script, call, fill, now)
            yield Edge(Press(1, (fill,)), items_of(script, call, made, ()), "go")
        cleared = (Guard(Known(field.id), True), Put(("field", field.id), None), Facts((f"cleared:{field.id}",)))
        yield Edge(Press(1, (c.Fill(field.id, ""),)), cleared, "go")


def of_several(script: Script, keys: Keys, call: Call) -> Iterator[Edge]:
    """Yield what it comes to that something is recorded of one of several: of the last one, or of an earlier one."""
    for detour in sorted(groups(script)):
        last, earlier = Happened(f"entered:{detour}"), Happened(f"entered:{detour}", times=2)
        for field in (script.fields[id] for id in script.fields_of(detour)):
            for fill in (*keys.fills(field, call), c.Fill(field.id, "")):
                made = _filled(script, call, fill)
                established = Facts(facts(script, made))
                if field.group == "call":
                    put = Put(("field", field.id), recorded(script, made))
                    asked = InDetour(detour)
                    press = Press(1, (fill,), ((last, True), (asked, False)))
                    yield Edge(press, (Guard(last, True), Guard(asked, False), put, established), "go")
                press = Press(1, (replace(fill, matter=EARLIER),), ((earlier, True),))
                yield Edge(press, (Guard(earlier, True), established), "go")


def _filled(script: Script, call: Call, fill: c.Fill) -> e.Filled:
    """Return what records something in a field."""
    assert call.latest
    return e.Filled(
        seq=call.seq + 1,
        at=call.latest,
        field=fill.field,
        value=fill.value,
        absent=fill.absent,
        reaches_nobody=reaches_nobody(script, fill),
    )


def meant(script: Script, call: Call, command: c.Command) -> c.Command:
    """Return what is done in a call: of an earlier one of several, of the first that was set aside."""
    if not (isinstance(command, c.Fill) and command.matter == EARLIER):
        return command
    several = (each for each in entries(script, call) if command.field in script.fields_of(each.detour))
    aside = (each.matter for each in several if call.about(each.matter).aside.values)
    return replace(command, matter=next(aside, EARLIER))
