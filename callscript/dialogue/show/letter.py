"""The words of a notice: plain text in the centre's own language, whoever sends it. Its subject speaks of no person."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from msgspec.structs import replace

from callscript.core.call.call import Call, Value, Values
from callscript.core.call.effects import Notify
from callscript.core.call.notices import told_in
from callscript.core.call.registrations import registrations
from callscript.core.letters import Letter
from callscript.core.script import phrases
from callscript.core.script.model import Script
from callscript.core.script.working_time import local
from callscript.runtime.text import clean, clean_lines

_NONE = "—"


def letter(script: Script, call: Call, effect: Notify, now: datetime) -> Letter:
    """Return a notice as it is put into the outbox."""
    notice = next(each for each in script.pack.notices if each.id == effect.notice)
    call_id, values = call.start.call if call.start else "", told_in(script, call, effect)
    subject = phrases.label(script, f"notice.{notice.id}.subject")
    number = next((f"№ {each.number}" for each in registrations(script, call) if each.event == effect.event), "")
    about = replace(call, fields=values, matter=effect.matter)
    text = phrases.own(script, about, f"notice.{notice.id}.text")
    lines = (text, "", *filter(None, (number,)), *_fields(script, notice.fields, values), "", *_of_call(script, call))
    return Letter(
        call=call_id,
        event=effect.event,
        notice=notice.id,
        to=notice.to,
        since=effect.since,
        subject=clean(" ".join(filter(None, (subject, number, f"({call_id})")))),
        text="".join(f"{clean_lines(line)}\n" for line in lines),
        begun=now,
        next_try=now,
    )


def _fields(script: Script, fields: tuple[str, ...], values: Values) -> Iterator[str]:
    for field in fields:
        if value := values.get(field):
            yield f"{phrases.label(script, f'field.{field}')}: {_text(script, field, value)}"


def _text(script: Script, field: str, value: Value) -> str:
    if value.absent:
        return f"{_NONE} ({value.text})" if value.text else _NONE
    return phrases.value(script, field, value.text, script.own_language)


def _of_call(script: Script, call: Call) -> Iterator[str]:
    """Yield which call it is, whose, and when: without a word that would have to be translated."""
    if call.start:
        operator = call.start.operator
        name = phrases.operator_name(script, operator, script.own_language)
        yield f"{call.start.call}  ·  {local(script, call.start.at):%d.%m.%Y %H:%M}  ·  № {operator.number} {name}"
