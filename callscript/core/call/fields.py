"""What a field takes: whether a value can be recorded in it, and how it is kept."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date, datetime, time

from callscript.core.call import commands as c
from callscript.core.call.call import Call, Values
from callscript.core.call.matters import due_by, in_hours, owners, promised_by, was_sent_to
from callscript.core.call.refusal import Code, Refused
from callscript.core.script.model import Field, Script
from callscript.core.script.moments import RECORDED, appointed, day_gone_by, is_too_far, named_day, without_its_time
from callscript.core.script.working_time import can_be_kept_on, is_open, is_public_holiday, local, receives

REACHED_BY = ("phone", "email")
"""The kinds of fields by which a caller can be reached after the call."""

_SHORTEST = 3
"""Digits of the shortest number that can be rung."""
_ADDRESS = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")


def says_something(text: str) -> bool:
    """Tell whether a text has a letter or a digit in it: a dash, a dot or a question mark is no content."""
    return any(map(str.isalnum, text))


def says_why(text: str) -> bool:
    """Tell whether a text can be a reason: it has a word in it, so that a number is none."""
    return any(map(str.isalpha, text))


def reaches_nobody(script: Script, command: c.Fill | c.CorrectField) -> bool:
    """Tell whether nobody can be reached by what is recorded for that: too few digits of a number, or no address."""
    kind = script.fields[command.field].kind
    if command.absent or not command.value or kind not in REACHED_BY:
        return False
    if kind == "email":
        return _ADDRESS.search(command.value) is None
    return sum(map(str.isdigit, command.value)) < _SHORTEST


def checked(script: Script, call: Call, command: c.Fill | c.CorrectField, now: datetime) -> str:
    """Return a value as it is kept in its field; raise `Refused` if the field cannot take it."""
    field = script.fields.get(command.field)
    if field is None:
        raise Refused("no_such", command.field)
    if command.absent and field.absent == "never":
        raise Refused("absent_never", field.id)
    if command.absent and not says_why(command.value) and (command.value or field.absent == "reason"):
        raise Refused("absent_reason", field.id)
    chosen = field.chosen(command.value) if field.options and command.value and not command.absent else ()
    if any(each not in field.options for each in chosen):
        raise Refused("not_a_value", field.id)
    names = script.names_of.get(field.id, (command.value,))
    if command.value and not command.absent and command.value not in names:
        raise Refused("not_a_value", field.id)
    if command.value and not says_something(command.value):
        raise Refused("says_nothing", field.id)
    stands_here(script, call, field.id, matter_of(script, call, command))
    value = command.value if command.absent else _kept(script, field, command.value, now)
    old = call.values_of(command.matter).get(field.id)
    if old and old.registered and not (command.value or command.absent):
        raise Refused("registered_keeps", field.id)
    if _is_relied_on(script, call, field, command):
        raise Refused("promise_keeps", field.id)
    return value


def stands_here(script: Script, call: Call, field: str, matter: int) -> None:
    """Raise `Refused` if what was done since stands in the way: a visit is not by this field any more (it was moved,
    cancelled, or is over), or the matter was sent to whom it names.
    """
    if was_sent_to(script, call, field, matter):
        raise Refused("sent_on", field)
    for visit in (task for task in promised_by(script, call, field, matter) if task.visit):
        if visit.state == "dropped":
            raise Refused("visit_cancelled", field)
        if visit.state == "done":
            raise Refused("visit_over", field)
        if visit.rescheduled and visit.due:
            raise Refused("visit_moved", field, local(script, visit.due).strftime(RECORDED))


def _kept(script: Script, field: Field, text: str, now: datetime) -> str:
    """Return a text as it is recorded: a day or a moment is one that is still to come, in its own form;
    a number is one that the field takes."""
    if field.kind == "date":
        return _day(script, field, text, now)
    if field.kind == "number" and text:
        return _number(field, text)
    return _time(script, field, text, now) if field.kind == "time" and text else text


def _number(field: Field, text: str) -> str:
    """Return a number as it is recorded."""
    from callscript.core.script.numbers import decimals, number, within, written  # a start waits for no numbers

    typed = number(text)
    if typed is None or not within(typed, field.least, field.most) or decimals(typed) > field.decimals:
        raise Refused("no_number", field.id)
    return written(typed)


def _time(script: Script, kept: Field, text: str, now: datetime) -> str:
    """Return a moment that is still to come as it is recorded."""
    at, field = appointed(script, text, now), kept.id
    if at is None:
        raise Refused("no_time", field)
    if at <= now:
        raise Refused("time_over", field)
    if is_too_far(at, now):
        raise Refused("too_far", field)
    _between(script, kept, local(script, at).date(), now)
    if script.pack.visits and script.pack.visits.field == field:
        if not receives(script, at):
            raise _not_then(script, field, at, "not_received")
    elif in_hours(script, field) and not is_open(script, at):
        raise _not_then(script, field, at, "closed_then")
    return at.strftime(RECORDED)


def _between(script: Script, field: Field, day: date, now: datetime) -> None:
    """Raise `Refused` if a day is before the first one that a field takes, or behind the last one."""
    if not field.earliest and not field.latest:
        return
    from callscript.core.script.days import day_of  # a start waits for no bounds, nor do other scripts

    today = local(script, now).date()
    first = day_of(field.earliest, today) if field.earliest else None
    last = day_of(field.latest, today) if field.latest else None
    if (first and day < first) or (last and day > last):
        if field.days == "past":
            last = last or today
        elif field.days == "coming":
            first = first or today
        raise Refused("other_day", field.id, *(f"{each:%d.%m.%Y}" if each else "" for each in (first, last)))


def _day(script: Script, field: Field, text: str, now: datetime) -> str:
    """Return a day as it is recorded: one that the field takes, with its year."""
    day = _named(script, field, text, now)
    if text and day is None:
        if alone := _named(script, field, without_its_time(text), now):
            raise Refused("day_alone", field.id, f"{alone:%d.%m.%Y}")
        raise Refused("no_day" if field.days == "coming" else "no_date", field.id)
    if day and field.days == "past" and day > local(script, now).date():
        raise Refused("day_ahead", field.id)
    if day and field.days == "coming" and day < local(script, now).date():
        raise Refused("day_over", field.id)
    if day:
        _between(script, field, day, now)
    if day and in_hours(script, field.id):
        if is_too_far(datetime.combine(day, time.min, script.zone), now):
            raise Refused("too_far", field.id)
        if not can_be_kept_on(script, day, now):
            raise _not_then(script, field.id, day, "day_off")
    return f"{day:%d.%m.%Y}" if day else ""


def _named(script: Script, field: Field, text: str, now: datetime) -> date | None:
    """Read a day as it is meant in a field; None: it is none."""
    return (day_gone_by(script, text, now) if field.days == "past" else None) or named_day(script, text, now)


def _not_then(script: Script, field: str, then: date, code: Code) -> Refused:
    """Refuse a day, or a time of it: because it is a public holiday, if it is one."""
    day = local(script, then).date() if isinstance(then, datetime) else then
    return Refused("holiday", field, f"{day:%d.%m.%Y}") if is_public_holiday(script, day) else Refused(code, field)


def _is_relied_on(script: Script, call: Call, field: Field, command: c.Fill | c.CorrectField) -> bool:
    """Tell whether a field would leave work that was promised without its day, or without a way to reach the caller."""
    if not (command.value or command.absent) and due_by(script, call, field.id, matter_of(script, call, command)):
        return True
    reaches = command.value and not command.absent and not reaches_nobody(script, command)
    if reaches or field.kind not in REACHED_BY or not call.tasks:
        return False
    left = {name: value for name, value in call.fields.items() if command.matter or name != field.id}
    return can_be_reached(script, call, call.fields, REACHED_BY) and not can_be_reached(script, call, left, REACHED_BY)


def matter_of(script: Script, call: Call, command: c.Fill | c.CorrectField) -> int:
    """Return the number of the matter that what is recorded in a field is about; 0: it is about the caller."""
    return command.matter or owners(script, call).get(command.field, 0)


def can_be_reached(script: Script, call: Call, fields: Values, by: Collection[str]) -> bool:
    """Tell whether the caller can be reached: at the number that rang, or by one of these kinds of fields."""
    kinds = {field.id: field.kind for field in script.pack.fields}
    known = (value for name, value in fields.items() if kinds.get(name) in by)
    return bool(call.start and call.start.phone) or any(value.counts for value in known)
