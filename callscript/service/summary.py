"""What is kept of a call for looking up: its summary, and the work that it leaves open."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from callscript.contacts.fields import phone_texts
from callscript.contacts.phones import kept, numbers
from callscript.core.call.call import Call
from callscript.core.call.events import Event, TaskMove, without_moves
from callscript.core.call.fold import fold_all, moved_on
from callscript.core.call.matters import given_to, told
from callscript.core.call.registrations import number_of, registrations
from callscript.core.records import CallSummary, Filed, Summarise, task_records
from callscript.core.script.model import ADDRESS_FIELD, Script
from callscript.core.script.working_time import local
from callscript.core.standard.verdicts import verdicts
from callscript.packs.versions import Versions
from callscript.service.delivery.delivered import Sent, with_deliveries

NAME_FIELDS = ("surname", "given_name", "patronymic")
"""The fields that make up a caller's name, where a pack has them."""


def summarise(script: Script, call: Call) -> CallSummary | None:
    """Return a call at a glance; None if it has not begun, or was practised: nothing is kept of it."""
    start = call.start
    if start is None or start.practice:
        return None

    def given(field: str) -> str:
        value = call.fields.get(field)
        return "" if value is None or value.absent else value.text

    judged = verdicts(script, call.watches, call.closed or call.latest or start.at)
    limits = sorted(each.limit for each in judged if each.verdict == "open" and each.limit)
    phone = (given(script.own_number) if script.own_number else "") or start.phone
    region = script.pack.region
    name = " ".join(filter(None, map(given, NAME_FIELDS)))
    holds = call.runs_of(script.hold_timer) if call.closed else ()
    found = CallSummary(
        id=start.call,
        day=local(script, start.at).date(),
        operator=start.operator.number,
        continues=start.continues,
        pack=script.pack.id,
        language=call.language,
        phone=kept(phone, region) or phone,
        phones=tuple(dict.fromkeys(number for text in phone_texts(script, call) for number in numbers(text, region))),
        name=name or given(ADDRESS_FIELD),
        as_addressed=not name and bool(given(ADDRESS_FIELD)),
        started=start.at,
        ended=call.ended.at if call.ended else None,
        ended_by=call.ended.how if call.ended else "",
        outcome=call.outcome,
        registered=tuple(dict.fromkeys(each.what for each in registrations(script, call))),
        summary=call.summary,
        closed=call.closed is not None,
        discarded=call.discarded,
        owed=0 if call.discarded else sum(verdict.verdict in ("breached", "open") for verdict in judged),
        breached=0 if call.discarded else sum(verdict.verdict == "breached" for verdict in judged),
        holds=len(holds),
        holds_over=sum(run.overran for run in holds),
        limits=() if call.discarded else tuple(limits),
        entry=call.entry,
        channel=call.received.channel if call.received else "",
        received=call.received.received if call.received else None,
    )
    if (erased := call.erased) is None:
        return found
    nothing = replace(found, phone="", phones=(), name="", as_addressed=False, summary="")
    return replace(nothing, erased=erased.at, ground=erased.ground)


def filed(script: Script, call: Call, moves: Sequence[TaskMove] = ()) -> Filed | None:
    """Return what is filed of a call, and of the work that it left open; None if it has not begun.

    How it stands with the standard tells what became of that work since, too.
    """
    summary = summarise(script, moved_on(script, call, moves))
    tasks = [replace(task, matter=told(call, task.matter)) for task in call.tasks]
    numbers = {task.id: number_of(script, call, task) for task in call.tasks}
    to = {task.id: given_to(script, call, task) for task in call.tasks}
    return Filed(summary, task_records(summary, tasks, numbers, to)) if summary else None


def by_own_script(versions: Versions, outbox: Sent) -> Summarise:
    """Return what folds logs and summarises them, each by the script that it was led by; None where it is missing."""

    def summarise_one(log: Sequence[Event]) -> Filed | None:
        own = without_moves(log)
        moves = [event for event in log[len(own) :] if isinstance(event, TaskMove)]
        script = versions.of(log)
        return filed(script, with_deliveries(script, fold_all(script, own), outbox), moves) if script else None

    return summarise_one
