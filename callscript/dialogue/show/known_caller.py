"""What is known of a caller in words: the most pressing of it in a line, and all of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TypeVar

from callscript.core.records import Caller, CallSummary, Earlier, Promise, TaskRecord
from callscript.core.script import phrases
from callscript.core.script.base import EndKind
from callscript.core.script.model import Script
from callscript.core.script.working_time import local
from callscript.dialogue.show.dates import past, promised
from callscript.dialogue.show.earlier import not_asked, on_host
from callscript.dialogue.show.endings import ending
from callscript.dialogue.show.listing import (
    and_more,
    call_line,
    maybe,
    none_or,
    titled,
    work,
)
from callscript.dialogue.show.sections import Section
from callscript.runtime.i18n import _, n_

_DIGITS = 9
_ABUSE: EndKind = "abuse"
"""How a call ended of which whoever answers the next one is warned."""


def mark(script: Script, caller: Caller | None, now: datetime) -> str:
    """Say the most pressing that is known of a caller; empty: nothing is, or it is still looked up."""
    if caller is None:
        return ""
    return pressing(script, caller, now) or _before(script, caller, now)


def pressing(script: Script, caller: Caller, now: datetime) -> str:
    """Say what a caller waits for, or else of what an earlier call warns; empty: nothing presses."""
    if promise := _surest(caller.promises):
        return maybe(_waits(script, promise, now), promise.sure)
    if abusive := _surest(_abusive(caller)):
        warning = _("call of {when} ended for inadmissible remarks")
        return maybe(warning.format(when=_when(script, abusive, now)), abusive.sure)
    return ""


def awaited(script: Script, caller: Caller | None, now: datetime) -> str:
    """Say what was promised to a caller who waits for something, and until when; empty: nothing was, or they come."""
    promise = _surest(caller.promises) if caller else None
    if promise is None or promise.task.visit:
        return ""
    due, words = promise.task.due, _("waits, without a term: {what}")
    if due is not None:
        words = (
            _("waits, overdue since {time}: {what}") if promise.task.is_overdue(now) else _("waits, due {time}: {what}")
        )
    time = promised(local(script, due), local(script, now)) if due else ""
    return maybe(words.format(time=time, what=work(script, promise.task)), promise.sure)


def holding(script: Script, caller: Caller) -> Sequence[str]:
    """Name what the script asks about earlier calls and holds."""
    return [phrases.label(script, f"earlier.{each}") for each in caller.conditions or ()]


def _before(script: Script, caller: Caller, now: datetime) -> str:
    """Count the calls before; where nothing is found, and not all can be read, say so."""
    latest, complete = _surest(caller.earlier), caller.complete and caller.others_asked
    if latest is None:
        return "" if complete else _("earlier calls: not all is known")
    number = caller.sure or len(caller.earlier) + caller.older
    counted = n_("{number} call before, last {when}", "{number} calls before, last {when}", number)
    told = counted.format(number=number, when=_when(script, latest, now))
    return "; ".join((titled(maybe(told, latest.sure), complete), *holding(script, caller)))


def _waits(script: Script, promise: Promise, now: datetime) -> str:
    if promise.task.due is None:
        return _("waits for an answer")
    due = promised(local(script, promise.task.due), local(script, now))
    if promise.task.visit:
        words = (
            _("was to come {time}: what came of it?") if promise.task.is_overdue(now) else _("is going to come {time}")
        )
        return words.format(time=due)
    if promise.task.is_overdue(now):
        return _("waits for an answer, overdue since {time}").format(time=due)
    return _("waits for an answer, due {time}").format(time=due)


def known(script: Script, caller: Caller | None, now: datetime) -> tuple[Section, ...]:
    """Return all that is known of a caller: by which numbers, what is open, warnings, the calls before."""
    if caller is None:
        return (Section(_("Earlier calls"), (_("It is still being looked up."),)),)
    if not caller.told:
        return (Section(_("Earlier calls"), (_("No number of the caller is known."),)),)
    sections = (
        Section(_("Open work"), tuple(_open_work(script, caller, now))),
        Section(_("Warnings"), tuple(_warnings(script, caller))),
        Section(_("Earlier calls"), (*holding(script, caller), *_calls(script, caller))),
        Section(_("Looked up by the numbers"), tuple(caller.told)),
    )
    return tuple(section for section in sections if section.lines)


def numbered(caller: Caller) -> Sequence[Promise]:
    """Return what a caller waits for that is opened by a digit."""
    return caller.promises[:_DIGITS]


def _open_work(script: Script, caller: Caller, now: datetime) -> Iterator[str]:
    for number, promise in enumerate(caller.promises, start=1):
        parts = (_until(script, promise.task, now), work(script, promise.task), _by(promise.task.operator))
        opens = f"{number}  " if promise in numbered(caller) else ""
        yield opens + maybe("  ".join(parts), promise.sure)
        if promise.words:
            yield "  " + _("promised: {words}").format(words=promise.words)
    yield from and_more(caller.less_urgent)


def _until(script: Script, task: TaskRecord, now: datetime) -> str:
    if task.due is None:
        return _("without a term")
    when = _("overdue since {time}") if task.is_overdue(now) else _("due {time}")
    if task.visit:
        when = _("was to come {time}") if task.is_overdue(now) else _("comes {time}")
    return when.format(time=promised(local(script, task.due), local(script, now)))


def _warnings(script: Script, caller: Caller) -> Iterator[str]:
    for each in _abusive(caller):
        yield maybe(
            "  ".join((_began(script, each.summary), ending(script, _ABUSE), _by(each.summary.operator))), each.sure
        )


def _calls(script: Script, caller: Caller) -> Iterator[str]:
    for each in caller.earlier:
        yield maybe(call_line(script, each.summary, with_day=True), each.sure)
        by = ", ".join(filter(None, (_by(each.summary.operator), on_host(each.host))))
        yield "  " + ": ".join(filter(None, (by, each.summary.summary)))
    yield from and_more(caller.older)
    yield from filter(None, [none_or("" if caller.earlier else _("no earlier calls"), caller.complete)])
    yield from not_asked(caller.others_asked)


_Told = TypeVar("_Told", Earlier, Promise)


def _surest(found: Sequence[_Told]) -> _Told | None:
    """Return the first that is surely the same caller's, or else the first."""
    return min(found, key=lambda each: not each.sure, default=None)


def _abusive(caller: Caller) -> list[Earlier]:
    return [each for each in caller.earlier if each.summary.ended_by == _ABUSE]


def _began(script: Script, call: CallSummary) -> str:
    return local(script, call.started).strftime("%d.%m.%Y %H:%M")


def _when(script: Script, earlier: Earlier, now: datetime) -> str:
    return past(local(script, earlier.summary.started), local(script, now))


def _by(operator: str) -> str:
    return _("operator {number}").format(number=operator)
