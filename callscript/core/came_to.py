"""What a call that the operator began has come to with the work that it was begun for."""

from __future__ import annotations

from datetime import datetime

from callscript.core.acts import Came, Drop, Finish, GiveBack, Try
from callscript.core.call import events as e
from callscript.core.call.call import Call
from callscript.core.call.matters import known_of
from callscript.core.script import phrases
from callscript.core.script.model import Script
from callscript.core.script.steps import TaskSpec
from callscript.core.script.working_time import due_at


def came_of(script: Script, call: Call) -> Came | None:
    """Return what a call that is over has come to with the work that it was begun for, and when; None: it is not done.

    Whoever talked with the caller and did not get to it has it still; of a call opened by mistake nobody has it.
    """
    start, outgoing = call.start, script.pack.outgoing
    if start and start.outgoing and call.discarded:
        return Came(GiveBack(start.call), call.closed or start.at)
    if start is None or outgoing is None or call.ended is None or not start.outgoing:
        return None
    wanted = frozenset(outgoing.done.get(start.work, ()))
    if done := next((each for each in call.record if not wanted.isdisjoint(each.facts)), None):
        begun_for = known_of(script, call, 1)  # the first matter is that of the work
        noted = begun_for.get(outgoing.notes.get(start.work, ""))
        note = noted.text if noted and noted.counts else ""
        return Came(Finish("reached", note, through=start.call), done.at)
    return Came(_in_vain(script, start, call.ended.at), call.ended.at) if call.ended.how == "no_contact" else None


def _in_vain(script: Script, start: e.CallStarted, at: datetime) -> Try | Drop:
    """Return what becomes of work about which nobody was reached: where the script says how often that is tried, it is
    put off, and given up after the last time.
    """
    attempts = script.pack.outgoing.attempts.get(start.work) if script.pack.outgoing else None
    if attempts is None:
        return Try(through=start.call)
    if start.tries + 1 >= attempts.most:
        reason = phrases.label(script, f"attempts.{start.work}")
        return Drop(reason, through=start.call, tries=start.tries + 1)
    again = due_at(script, TaskSpec(kind=start.work, due=attempts.apart), at)
    return Try(through=start.call, until=again)
