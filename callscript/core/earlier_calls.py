"""What a script asks of the calls that a caller made before: which of its conditions hold for the number of a call."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from callscript.core.call.call import Call
from callscript.core.records import CallSummary
from callscript.core.script.conditions import EarlierCalls
from callscript.core.script.model import Script
from callscript.core.standard.facts import RECORDED

_LOOKED_UP = "earlier"
"""The fact that they were looked up; that a condition holds is this one, with its id behind."""


def number_of(script: Script, call: Call) -> str:
    """Return the number that is the caller's now: the one recorded as their own, or else the one that rang."""
    own = call.fields.get(script.own_number)
    return own.text if own and own.counts else call.start.phone if call.start else ""


def to_look_up(script: Script, call: Call) -> bool:
    """Tell whether the earlier calls are to be looked up for the script: a number is known, or another one is now."""
    if not script.pack.earlier or not call.under_way:
        return False
    if not (before := call.latest_of.get(_LOOKED_UP, 0)):
        return bool(number_of(script, call))
    return any(call.latest_of.get(f"{word}:{script.own_number}", 0) > before for word in RECORDED)


def hold_now(script: Script, call: Call) -> frozenset[str]:
    """Return the conditions that hold, as it was recorded last."""
    return frozenset(each.id for each in script.pack.earlier if f"{_LOOKED_UP}:{each.id}" in call.latest_of)


def holding(
    conditions: Iterable[EarlierCalls], number: str, calls: Iterable[CallSummary], today: date
) -> tuple[str, ...]:
    """Return the conditions that hold for a number, by the calls that are known under it."""
    counted = [each for each in calls if number and each.phone == number and _counts(each)]
    return tuple(each.id for each in conditions if sum(_is_meant(each, call, today) for call in counted) >= each.calls)


def _counts(call: CallSummary) -> bool:
    """Tell whether this is a call that the caller made: closed, not rung up by an operator, and there still."""
    return call.closed and not (call.discarded or call.erased or call.entry or call.continues)


def _is_meant(condition: EarlierCalls, call: CallSummary, today: date) -> bool:
    filed_so = not condition.outcome or call.outcome in condition.outcome
    registered = not condition.registered or not set(condition.registered).isdisjoint(call.registered)
    return call.day >= first_day(condition, today) and filed_so and registered


def first_day(condition: EarlierCalls, today: date) -> date:
    """Return the day from which on calls count; of a month that is shorter its last one."""
    from dateutil.relativedelta import relativedelta  # nobody has rung yet at the start

    number = int(condition.within.rstrip("dmo"))
    return today - (relativedelta(months=number) if condition.within.endswith("mo") else relativedelta(days=number))
