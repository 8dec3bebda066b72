"""What it makes of an entry that it came another way, at another time, or is of another class, than was recorded."""

from __future__ import annotations

from msgspec.structs import replace

from callscript.core.call import events as e
from callscript.core.call.call import Call
from callscript.core.script.model import Script
from callscript.core.standard.facts import facts
from callscript.core.standard.record import TakenBack, judged_again, occurrences


def came_otherwise(call: Call, event: e.ReceivedCorrected) -> Call:
    """Return the entry as if it had come so, its work due as reckoned from then."""
    came = call.received and replace(
        call.received, channel=event.channel, received=event.received, classed=event.classed
    )
    tasks, done = (
        tuple(replace(task, due=event.due) if task.id in event.tasks else task for task in each)
        for each in (call.tasks, call.tasks_done)
    )
    return replace(call, received=came, tasks=tasks, tasks_done=done)


def came_so_from_the_beginning(script: Script, call: Call, mended: Call) -> Call:
    """Return an entry of which it was corrected how it came with what it has established, and how it stands then."""
    came = mended.received
    if came is None:
        return mended
    due = {task.id: task.due for task in (*mended.tasks, *mended.tasks_done)}
    record = tuple(
        replace(each, facts=facts(script, came))
        if each.seq == came.seq
        else replace(each, work=each.work._replace(due=due[each.work.task]))
        if each.work.task in due
        else each
        for each in call.record
    )
    changed = [pair for pair in zip(call.record, record, strict=True) if pair[0] != pair[1]]
    concerned = frozenset(fact for pair in changed for each in pair for fact in each.facts)
    first, last = occurrences(record, frozenset(fact for each in record for fact in each.facts))
    watches = judged_again(script, TakenBack(record, concerned, frozenset()), call.watches)
    return replace(mended, record=record, happened=first, latest_of=last, watches=watches)
