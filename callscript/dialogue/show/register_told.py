"""The register of a day as it is printed for people: a matter under its number, a line for each thing that is known."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from callscript.core.script import phrases
from callscript.core.script.model import Script
from callscript.core.script.working_time import local
from callscript.dialogue.show.dates import due_until, promised
from callscript.dialogue.show.field_text import one_of_several
from callscript.dialogue.show.register import Row, channel_name, class_name, main_work, same_day, state_word, text_of
from callscript.dialogue.show.registered import numbered
from callscript.dialogue.show.visit_told import appointed
from callscript.dialogue.show.work_told import result_word
from callscript.runtime.i18n import _


def row_lines(script: Script, row: Row, now: datetime) -> Iterator[str]:
    """Yield a matter as it is printed: under its number, a line each."""
    what = numbered(phrases.label(script, f"register.{row.what}"), row.number)
    yield f"{what}  {local(script, row.at):%d.%m.%Y %H:%M}  " + _("№ {number}").format(number=row.operator)
    for field, value in row.fields.items():
        yield f"    {phrases.label(script, f'field.{field}')}: {text_of(script, row, field, value)}"
    for each in row.several:
        texts = {field: text_of(script, row, field, value) for field, value in each.values.items()}
        yield f"    {one_of_several(script, each, texts)}"
    told = (_came(script, row, now), _where_to(script, row, now), _caller(row), _answer(script, row, now))
    yield from (f"    {line}" for line in told if line)


def _came(script: Script, row: Row, now: datetime) -> str:
    """Say by which way and when it came, of which class it is; what is to be done because of it, how that stands."""
    task = main_work(row)
    came = f"{channel_name(script, row)} {local(script, row.received):%d.%m.%Y %H:%M}" if row.received else ""
    told = (came, class_name(script, row))
    if task:
        due = appointed(script, task.due) if task.visit else due_until(script, task.due)
        late = _overdue(task.latest, now) if task.is_open and not task.visit else ""
        told = (*told, f"{phrases.label(script, f'task.{task.kind}')}: {state_word(task)}", due, late)
    return ", ".join(filter(None, told))


def _where_to(script: Script, row: Row, now: datetime) -> str:
    if row.competence != "beyond":
        return _("within the centre’s competence") if row.competence else ""
    to = _("beyond the centre’s competence") + (f": {row.body}" if row.body else "")
    at = local(script, row.at)
    if row.sent:
        sent = _("sent {time} by № {by}").format(time=promised(local(script, row.sent), at), by=row.sent_by)
        return f"{to}, {sent}, " + (_("the same day") if same_day(script, row) else _("not the same day"))
    if row.not_going_to:
        return f"{to}, " + _("it is not going to be sent on")
    due = promised(local(script, row.due), at) if row.due else ""
    told = _("not sent yet, due {time}").format(time=due)
    return ", ".join(filter(None, (to, told, _overdue(row.due, now))))


def _caller(row: Row) -> str:
    if row.told is None:
        return ""
    return _("the caller was told") if row.told else _("the caller was not told")


def _answer(script: Script, row: Row, now: datetime) -> str:
    """Say whether it was answered: when, by whom, how, in which words; or until when that is due."""
    answer = row.answer
    if answer is None:
        return ""
    if answer.not_going_to:
        return _("it is not going to be answered")
    if answer.answered is None:
        told = (_("not answered yet"), due_until(script, answer.due), _overdue(answer.due, now))
        return ", ".join(filter(None, told))
    at = promised(local(script, answer.answered), local(script, row.at))
    told = _("answered {time} by № {by}").format(time=at, by=answer.by)
    late = "" if answer.in_time is None else _("in time") if answer.in_time else _("late")
    return " — ".join(filter(None, (", ".join(filter(None, (told, late))), result_word(answer.how), answer.words)))


def _overdue(due: datetime | None, now: datetime) -> str:
    """Say that it is too late for what is not done yet; empty: it is not, or there is no term."""
    return _("overdue") if due and due < now else ""
