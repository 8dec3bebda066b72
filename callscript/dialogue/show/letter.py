"""The words of a notice: plain text in the centre's own language, whoever sends it. Its subject speaks of no person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from msgspec.structs import replace

from callscript.core.call.call import Call, Value, Values
from callscript.core.call.effects import Notify
from callscript.core.call.groups import of_several
from callscript.core.call.notices import told_in
from callscript.core.call.registrations import registrations
from callscript.core.letters import Letter
from callscript.core.script import phrases
from callscript.core.script.model import Script
from callscript.core.script.working_time import local
from callscript.core.tasks import Task
from callscript.dialogue.show.field_text import one_of_several
from callscript.runtime.i18n import N_, in_language
from callscript.runtime.text import clean, clean_lines

_NONE = "—"
_CHOSE = "chose:"


def letter(script: Script, call: Call, effect: Notify, now: datetime) -> Letter:
    """Return a notice as it is put into the outbox."""
    notice = next(each for each in script.pack.notices if each.id == effect.notice)
    call_id, values = call.start.call if call.start else "", told_in(script, call, effect)
    subject = phrases.label(script, f"notice.{notice.id}.subject")
    numbers = (each.number for each in registrations(script, call) if each.event == effect.event)
    number = next((_numbered(script, each) for each in numbers), "")
    answers = dict(_answered(call, effect))
    about = replace(call, fields=values, matter=effect.matter, answers=answers, orphans=frozenset[str]())
    work = tuple(_work(call, effect.matter))
    instead = next((kind for kind in notice.instead if any(task.kind == kind for task in work)), "text")
    text = phrases.own(script, about, f"notice.{notice.id}.{instead}")
    facts = (
        *filter(None, (number,)),
        *_fields(script, notice.fields, values),
        *_several(script, call, effect.matter, notice.fields),
        *_rang(script, call, values),
        *_answers(script, about, notice.answers),
        *_deadlines(script, work),
    )
    lines = (text, "", *facts, "", *_of_call(script, call))
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


def _several(script: Script, call: Call, matter: int, fields: tuple[str, ...]) -> Iterator[str]:
    """Yield what is recorded of each of several about a matter, in the order in which they were asked for."""
    for each in of_several(script, call, matter):
        texts = {field: _text(script, field, each.values[field]) for field in fields if field in each.values}
        if texts:
            yield one_of_several(script, each, texts)


def _rang(script: Script, call: Call, values: Values) -> Iterator[str]:
    """Yield the number that rang, unless it is the one that is recorded."""
    own, rang = script.own_number, call.start.phone if call.start else ""
    recorded = values.get(own) if own else None
    if rang and not (recorded and not recorded.absent and recorded.text == rang):
        yield f"☎ {rang}"


def _answers(script: Script, about: Call, steps: tuple[str, ...]) -> Iterator[str]:
    """Yield what some choices asked, and what was answered, as a notice's text can say it too."""
    for step in steps:
        if option := about.answers.get(step):
            whole = phrases.own(script, about, f"option.{step}.{option}")
            answer = whole or phrases.answer(script, about, step, script.own_language)  # an entry of the directory
            yield f"{phrases.own(script, about, f'step.{step}')} — {answer}"


def _answered(call: Call, effect: Notify) -> Iterator[tuple[str, str]]:
    """Yield what stands as the answer to each choice that was made in the matter of a notice by then, the last last."""
    for each in call.record:
        if each.seq <= effect.event and call.main_of(each.matter) == call.main_of(effect.matter):
            chosen = (fact.removeprefix(_CHOSE) for fact in each.facts if fact.startswith(_CHOSE) and "=" in fact)
            yield from ((step, option) for step, _, option in (fact.partition("=") for fact in chosen))


def _work(call: Call, matter: int) -> Iterable[Task]:
    """Return the work about a matter that the call has left."""
    found = (task for task in (*call.tasks, *call.tasks_done) if matter and task.matter)
    return (task for task in found if call.main_of(task.matter) == call.main_of(matter))


def _deadlines(script: Script, work: Iterable[Task]) -> Iterator[str]:
    """Yield what is to be done, and when it is due."""
    for task in work:
        if task.is_open and task.due:
            due = phrases.by_day(script, task.due, script.own_language)
            yield f"{phrases.label(script, f'task.{task.kind}')}: {due}"


def _text(script: Script, field: str, value: Value) -> str:
    if value.absent:
        return f"{_NONE} ({value.text})" if value.text else _NONE
    return phrases.value(script, field, value.text, script.own_language)


def _numbered(script: Script, number: str) -> str:
    """Return a number with its sign as the centre's own language has it: «№», “Nr.”."""
    return in_language(script.own_language, N_("№ {number}")).format(number=number)


def _of_call(script: Script, call: Call) -> Iterator[str]:
    """Yield which call it is, whose, and when: without a word that would have to be translated."""
    if call.start:
        operator = call.start.operator
        name = phrases.operator_name(script, operator, script.own_language)
        who = f"{_numbered(script, operator.number)} {name}"
        yield f"{call.start.call}  ·  {local(script, call.start.at):%d.%m.%Y %H:%M}  ·  {who}"
