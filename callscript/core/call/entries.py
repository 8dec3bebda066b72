"""What comes without a call (by e-mail, by post, in person) and is entered: a log like a call's, without steps.

It begins with the kind of entry; what is known of it is recorded in any order, as long as it is not registered. Then it
is closed: it is registered, and leaves work, which is due as reckoned from the moment at which it came. After that it
is corrected like a call that is closed, with a reason each time.
"""

from __future__ import annotations

from datetime import datetime

from msgspec.structs import replace

from callscript.core.call import commands as c
from callscript.core.call import events as e
from callscript.core.call.call import Call
from callscript.core.call.correct import correct_field, with_reason
from callscript.core.call.decision import Decision
from callscript.core.call.fold import fold
from callscript.core.call.refusal import Refused
from callscript.core.script.entries import CHANNEL, CLASS, RECEIVED, EntryKind
from callscript.core.script.model import Script
from callscript.core.script.working_time import day_part, due_at, is_open, pinned
from callscript.core.standard.verdicts import verdicts


def begin_entry(script: Script, entry_id: str, operator: e.Operator, now: datetime, kind: str) -> tuple[e.Event, ...]:
    """Begin to enter something of a kind."""
    if kind not in script.entry_kinds:
        raise Refused("no_entry", kind)
    return (
        e.CallStarted(
            seq=1,
            at=pinned(now),
            call=entry_id,
            pack=script.pack.id,
            pack_hash=script.hash,
            operator=operator,
            language=script.own_language,
            open=is_open(script, now),
            day_part=day_part(script, now),
            step="",
            entry=kind,
        ),
    )


def rows(kind: EntryKind) -> tuple[str, ...]:
    """Return what is recorded of an entry, in the order in which it is asked for."""
    return (CHANNEL, RECEIVED, *((CLASS,) if kind.classes else ()), *kind.fields)


def lacks(script: Script, call: Call) -> tuple[str, ...]:
    """Return what is still to be recorded of an entry before it can be registered."""
    kind, known = script.entry_kinds[call.entry], call.received or _NOTHING
    there = {CHANNEL: known.channel, RECEIVED: known.received, CLASS: known.classed}
    wanted = (CHANNEL, RECEIVED, CLASS, *kind.requires)
    return tuple(row for row in rows(kind) if row in wanted and not (there.get(row) or row in call.fields))


def carry_out(decision: Decision, command: c.Command) -> None:
    """Do what is asked for in an entry."""
    kind = decision.script.entry_kinds[decision.call.entry]
    if decision.call.closed:
        _correct(decision, kind, command)
    elif isinstance(command, c.Receive):
        _receive(decision, kind, command)
    elif isinstance(command, c.Fill):
        if command.field not in kind.fields:
            raise Refused("no_such", command.field)
        decision.fill(command)
    elif isinstance(command, c.Draft):
        if command.place not in (*kind.fields, e.RECEIVED):
            raise Refused("no_such", command.place)
        decision.draft(command.place, command.text)
    elif isinstance(command, c.Close):
        _register(decision, kind)
    elif isinstance(command, c.Discard):
        decision.add(e.Discarded(seq=decision.seq, at=decision.now))
    else:
        raise Refused("only_entered")


def _known_to(kind: EntryKind, said: c.Receive | c.CorrectReceived) -> None:
    """Raise `Refused` if a channel, or a class, is none of this kind."""
    if said.channel and said.channel not in kind.channels:
        raise Refused("no_such", said.channel)
    if said.classed and said.classed not in kind.classes:
        raise Refused("no_such", said.classed)


def _receive(decision: Decision, kind: EntryKind, command: c.Receive) -> None:
    _known_to(kind, command)
    if command.received and command.received > decision.now:
        raise Refused("not_come_yet")
    known, after = decision.call.received or _NOTHING, _received(decision, command)
    if replace(after, seq=known.seq, at=known.at) != known:
        decision.add(after)
    if command.received:
        decision.draft(e.RECEIVED, "")


def _received(decision: Decision, said: c.Receive | c.CorrectReceived) -> e.Received:
    """Return how it stands with channel, time and class; what is not said stays."""
    known = decision.call.received or _NOTHING
    return e.Received(
        seq=decision.seq,
        at=decision.now,
        channel=said.channel or known.channel,
        received=pinned(said.received) if said.received else known.received,
        classed=said.classed or known.classed,
    )


def _register(decision: Decision, kind: EntryKind) -> None:
    script = decision.script
    if wanting := lacks(script, decision.call):
        raise Refused("entry_lacks", *wanting)
    decision.register(kind.what, kind.fields)
    came = decision.call.received or _NOTHING
    decision.open_task(_step(kind), kind.task, since=came.received)
    closed = e.Closed(seq=decision.seq, at=decision.now)
    judged = verdicts(script, fold(script, decision.call, closed).watches, decision.now)
    decision.add(replace(closed, verdicts={each.clause: each.verdict for each in judged}))


def _correct(decision: Decision, kind: EntryKind, command: c.Command) -> None:
    """Correct what is registered, or keep what is being typed for that."""
    if isinstance(command, c.Draft):
        if e.corrected_at(command.place) not in rows(kind):
            raise Refused("no_such", command.place)
        decision.draft(command.place, command.text)
    elif isinstance(command, c.CorrectField):
        if command.field not in kind.fields:
            raise Refused("no_such", command.field)
        with_reason(command.reason)
        correct_field(decision, command)
    elif isinstance(command, c.CorrectReceived):
        with_reason(command.reason)
        _correct_received(decision, kind, command)
    else:
        raise Refused("only_entered")


def _correct_received(decision: Decision, kind: EntryKind, command: c.CorrectReceived) -> None:
    call, script = decision.call, decision.script
    _known_to(kind, command)
    if command.received and call.closed and command.received > call.closed:
        raise Refused("entered_before")
    known, after = call.received or _NOTHING, _received(decision, command)
    if replace(after, seq=known.seq, at=known.at) == known:
        said = {CHANNEL: command.channel, RECEIVED: command.received, CLASS: command.classed}
        raise Refused("not_changed", *(row for row, value in said.items() if value))
    came = after.received or decision.now
    moved = came != known.received
    left = (task.id for task in (*call.tasks, *call.tasks_done) if task.step == _step(kind)) if moved else ()
    decision.add(
        e.ReceivedCorrected(
            seq=decision.seq,
            at=decision.now,
            channel=after.channel,
            received=came,
            classed=after.classed,
            reason=command.reason,
            tasks=tuple(left),
            due=due_at(script, kind.task, came) if moved else None,
        )
    )


def _step(kind: EntryKind) -> str:
    """Return what stands in the place of a step where an entry promises its work."""
    return f"entry.{kind.id}"


_NOTHING = e.Received(seq=0, at=datetime.min)  # noqa: DTZ901 - no moment: it stands for nothing that is recorded
