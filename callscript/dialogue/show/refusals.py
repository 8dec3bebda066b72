"""Why a key was refused, in words for the operator."""

from __future__ import annotations

from typing import Literal, assert_never

from callscript.core.call.call import Call
from callscript.core.call.refusal import Refused
from callscript.core.script import phrases
from callscript.core.script.coming import coming_day, day_before
from callscript.core.script.model import Script
from callscript.dialogue.actions import BY_ID
from callscript.dialogue.show.entered import row_name
from callscript.dialogue.show.shut import closed_then, holiday, why_not
from callscript.dialogue.show.standing import clause_name
from callscript.dialogue.show.visit_told import elsewhere, received
from callscript.runtime.i18n import _
from callscript.runtime.text import cited

_FIELDS = (
    "no_number",
    "fill_first",
    "not_changed",
    "missing_fields",
    "not_a_value",
    "no_day",
    "day_over",
    "no_date",
    "day_ahead",
    "day_alone",
    "day_off",
    "no_time",
    "time_over",
    "too_far",
    "not_received",
    "closed_then",
    "sent_on",
    "says_nothing",
    "registered_keeps",
    "promise_keeps",
    "absent_never",
    "absent_reason",
)


def words(refused: Refused, script: Script, call: Call) -> str:
    """Tell why a command was refused, and what to do instead."""
    names = ", ".join(_name(refused, name, script, call) for name in refused.names)
    match refused.code:
        case "no_start":
            return _("The script has no beginning for this hour: check the pack.")
        case "no_outgoing":
            return _("The script has no way for such a call of your own.")
        case "no_entry":
            return _("The script of this centre has no such entry: {names}").format(names=names)
        case "entry_lacks":
            return _("Still missing: {names}.").format(names=names)
        case "not_come_yet":
            return _("This time is still to come: say when it came.")
        case "no_moment":
            return _("This is no time: {text}").format(text=cited(names) or "—")
        case "entered_before":
            return _("It was registered before that: say when it came.")
        case "only_entered":
            return _("This came without a call: it is only entered.")
        case "no_call" | "closed":
            return _("There is no open call.")
        case "call_over":
            return _("The call is over.")
        case "not_over":
            return _("The call is not over yet.")
        case "no_such":
            return _("The script of this centre has no such thing: {names}").format(names=names)
        case "nothing_asked":
            return _("The script asks nothing more. F12 ends the call.")
        case "fill_first":
            return _("Type the answer first: {names}").format(names=names)
        case "missing_fields":
            return _("Still missing: {names}. Tab goes to the card.").format(names=names)
        case "choose_first":
            return _("Choose a number.")
        case "not_offered" | "detour_not_offered":
            return names or _("This is not offered now.")
        case "already_open":
            return _("Already open: {names}. Finish what lies over it first.").format(names=names)
        case "waiting":
            return _("The caller is waiting: Enter or the same key ends the wait.")
        case "at_start":
            return _("This is the first step.")
        case "not_a_value":
            return _("Not one of the answers: {names}. Type its number.").format(names=names)
        case "sent_on":
            return _("It was sent on there: open that work again first, then correct this: {names}").format(names=names)
        case "says_nothing":
            return _("A sign alone says nothing: {names}.").format(names=names) + f" {_remedy(refused, script, call)}"
        case "registered":
            return _("What comes before is registered. The card can still be changed (Tab).")
        case "registered_keeps":
            return _("Registered already: {names} can be changed, not emptied.").format(names=names)
        case "promise_keeps":
            return _("A promise relies on it: {names} can be changed, not emptied.").format(names=names)
        case "detour_stays":
            return names
        case "no_number":
            return f"{_number_wanted(script, refused.names[0])}: {names}"
        case "no_day" | "day_over" | "no_time" | "time_over" as code:
            return _no_such_time(code, names, coming_day(script, call.latest))
        case "no_date":
            return _("Type the day, such as {day}: {names}").format(day=_yesterday(script, call), names=names)
        case "day_ahead":
            told = _("This day is still to come: type one up to today, such as {day}: {names}")
            return told.format(day=_yesterday(script, call), names=names)
        case "day_alone":
            name, day = refused.names
            told = _("Type only the day, without a time, such as {day}: {names}")
            return told.format(day=day, names=_name(refused, name, script, call))
        case "other_day":
            return _other_day(script, *refused.names)
        case "day_off":
            return _("Type a working day: {names}.").format(names=names) + f" {closed_then(script, call.latest)}"
        case "holiday":
            return holiday(refused.names[-1])
        case "too_far":
            return _("This is more than a year ahead: type a time within a year: {names}").format(names=names)
        case "not_received":
            return received(script, call.latest) + " " + _("Type such a time: {names}").format(names=names)
        case "closed_then":
            return (
                _("Type a time in working hours: {names}.").format(names=names) + f" {closed_then(script, call.latest)}"
            )
        case "visit_moved" | "visit_cancelled" | "visit_over":
            return elsewhere(refused.code, refused.names[-1])
        case "work_moved":
            return _("Somebody has moved work of this call meanwhile: read that, then go on.")
        case "absent_never":
            return _("A value is needed: {names}").format(names=names)
        case "absent_reason":
            return _("If there is none, type a dash and the reason in words: {names}").format(names=names)
        case "outcome_unfit":
            return _("This outcome does not fit the way the call ended.")
        case "outcome_first":
            return _("Choose an outcome.")
        case "reasons_first":
            return _("A reason is wanted for {names}").format(names=names)
        case "after_call_first":
            return _("First finish the work after the call.")
        case "not_changed" if names:
            return _("That is what is recorded: {names}").format(names=names)
        case "not_changed":
            return _("That is what is recorded.")
        case "reason_wanted":
            return _("A correction needs a reason.")
        case "not_empty":
            return _("Something was recorded in this call: it cannot be discarded.")
        case _ as other:
            assert_never(other)


def _no_such_time(code: Literal["no_day", "day_over", "no_time", "time_over"], names: str, day: str) -> str:
    """Say which day or time to type; `day` is one for an example."""
    match code:
        case "no_day":
            told = _("Type a day that is still to come, such as {day}: {names}")
        case "day_over":
            told = _("This day is over: type one to come, such as {day}: {names}")
        case "no_time":
            told = _("Type a day and a time, such as {day} 14:00 or Monday 9:30: {names}")
        case "time_over":
            told = _("This time is over: type one to come, such as {day} 14:00: {names}")
        case _:
            assert_never(code)
    return told.format(day=day, names=names)


def _other_day(script: Script, field: str, first: str, last: str) -> str:
    """Say which days a field takes."""
    if first and last:
        told = _("Type a day from {first} to {last}: {names}")
    else:
        told = _("Type a day from {first} on: {names}") if first else _("Type a day up to {last}: {names}")
    return told.format(first=first, last=last, names=phrases.label(script, f"field.{field}"))


def _yesterday(script: Script, call: Call) -> str:
    """Write a day that is over, for an example."""
    return day_before(script, call.latest) if call.latest else "1.12."


def _remedy(refused: Refused, script: Script, call: Call) -> str:
    """Say what to type where a sign alone stood: into a field of this kind, or as the reason of a clause."""
    field, day = script.fields.get(refused.names[0]), coming_day(script, call.latest)
    return {
        "phone": _("Type the number."),
        "email": _("Type the address."),
        "number": _("Type the number in digits."),
        "date": _("Type the day, such as {day}.").format(day=day.rstrip(".")),
        "time": _("Type the day and the time, such as {day} 14:00.").format(day=day),
    }.get(field.kind if field else "", _("Type it in words."))


def _number_wanted(script: Script, name: str) -> str:
    """Say which numbers a field takes."""
    field = script.fields[name]
    decimals = _("Type a number (digits behind the comma: not more than {decimals})").format(decimals=field.decimals)
    wanted = decimals if field.decimals else _("Type a whole number")
    bounds = ("" if bound is None else f"{bound:g}" for bound in (field.least, field.most))
    least, most = (phrases.value(script, name, bound, script.own_language) for bound in bounds)
    if least and most:
        return f"{wanted} " + _("from {least} to {most}").format(least=least, most=most)
    if least:
        return f"{wanted} " + _("not less than {least}").format(least=least)
    return f"{wanted} " + _("not more than {most}").format(most=most) if most else wanted


def _name(refused: Refused, name: str, script: Script, call: Call) -> str:
    if refused.code == "no_such":
        return _(BY_ID[name].title) if name in BY_ID else name
    if refused.code == "entry_lacks" or (call.entry and refused.code == "not_changed"):
        return row_name(script, name)
    if refused.code in _FIELDS:
        return phrases.label(script, f"field.{name}") if name in script.fields else clause_name(script, name)
    if refused.code == "not_offered":
        return why_not(script, call, name)
    if refused.code == "detour_not_offered":
        return phrases.own(script, call, f"detour_unless.{name}")
    if refused.code == "detour_stays":
        return phrases.own(script, call, f"detour_stay.{name}")
    if refused.code == "already_open":
        return phrases.label(script, f"detour.{name}")
    return name
