"""The register of a day: of each matter that was registered, what is recorded of it and what has become of it since."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Literal

from msgspec import Struct

from callscript.core.call.call import Call, Value
from callscript.core.call.events import Result, TaskDone, TaskMove
from callscript.core.call.groups import groups, of_several
from callscript.core.call.matters import Recorded, recorded, told
from callscript.core.call.registrations import Registration, registrations
from callscript.core.counts import CALL, channel_of
from callscript.core.script import phrases
from callscript.core.script.model import Script
from callscript.core.script.steps import Ask, Choose, Pick, Register, Stage
from callscript.core.script.working_time import local
from callscript.core.tallied import step_of, tallied
from callscript.core.tasks import ANSWER, DISPATCH, Task
from callscript.dialogue.show.field_text import recorded as field_text
from callscript.dialogue.show.listing import named
from callscript.dialogue.show.told_of import was_told
from callscript.dialogue.show.visit_told import moved_to
from callscript.runtime.i18n import _

_INFORM = "inform"
"""The kind of work that is done once the caller was told afterwards what becomes of a matter."""

Competence = Literal["within", "beyond", ""]
"""Whether the centre settles a matter itself; empty: that was not said yet."""


class Answer(Struct, frozen=True, kw_only=True):
    """The answer that is owed to a matter, or was given."""

    due: datetime | None
    """None: the centre has set no term."""
    answered: datetime | None = None
    """When it was given; None: it was not yet."""
    by: str = ""
    """By whom."""
    how: Result = ""
    words: str = ""
    """What was answered, as whoever did noted it."""
    not_going_to: bool = False
    """Somebody has decided that none will be given."""

    @property
    def in_time(self) -> bool | None:
        """Whether it was given by when it was due; None: it was not given, or has no term."""
        return self.answered <= self.due if self.answered and self.due else None


class Row(Struct, frozen=True, kw_only=True):
    """A matter that was registered."""

    number: str
    what: str
    call: str
    matter: int
    """The number that it is told by."""
    operator: str
    at: datetime
    fields: Mapping[str, Value]
    """What is recorded now, of the caller and of the matter, in the order of the script."""
    competence: Competence = ""
    body: str = ""
    """The name of whom it is sent to."""
    due: datetime | None = None
    """By when it is to be sent; None: it is not."""
    sent: datetime | None = None
    sent_by: str = ""
    not_going_to: bool = False
    told: bool | None = None
    """Whether the caller was told what becomes of it; None: nothing is to be told, or it came without a call."""
    answer: Answer | None = None
    """None: nothing says that an answer is owed."""
    several: tuple[Recorded, ...] = ()
    """What was asked for each of several about the matter, in order."""
    stands: Mapping[str, str] = {}
    """By field: what it is now, where something has become of it since, such as of a visit that was moved."""
    channel: str = CALL
    """By which way it came: by a call, or as the pack calls it; empty: an entry does not say so."""
    received: datetime | None = None
    """When it came: a call, when it began."""
    classed: str = ""
    """Of which class of feedback it is."""
    work: tuple[Task, ...] = ()
    """What is to be done, or was, because of it."""


def rows(script: Script, call: Call, moves: Sequence[TaskMove] = ()) -> Iterator[Row]:
    """Yield what was registered in a call, with all that has become of it: `moves` is what did of its work."""
    for each in registrations(script, call) if call.start and not (call.discarded or call.practice) else ():
        yield _row(script, call, each, moves)


def field_ids(script: Script, what: str = "") -> tuple[str, ...]:
    """Return the fields that a register shows: those of the caller's card and those of what is registered, in the
    order of the script.
    """
    own = {field for each in _registers(script) if what in ("", each.what) for field in _own_fields(script, each)}
    own.update(field for detour in groups(script) for field in script.fields_of(detour))
    own.update(field for kind in script.pack.entries if what in ("", kind.what) for field in kind.fields)
    return tuple(field.id for field in script.pack.fields if field.group != "call" or field.id in own)


def _registers(script: Script) -> Iterator[Register]:
    yield from (step for step in script.steps.values() if isinstance(step, Register))


def _own_fields(script: Script, register: Register) -> Iterator[str]:
    """Yield the fields that are asked for where something is registered, and those that it wants."""
    yield from register.requires
    yield from (step.field for step in script.stage_of[register.id].steps if isinstance(step, Ask | Pick))


def _row(script: Script, call: Call, registered: Registration, moves: Sequence[TaskMove]) -> Row:
    operator = call.start.operator.number if call.start else ""
    values = {field: value for group in recorded(script, call) if group.matter in (0, registered.matter)
              for field, value in group.values.items()}  # fmt: skip
    stage = _stage_of(script, registered.what)
    work = _work(call, registered)
    fields = {field: values[field] for field in field_ids(script, registered.what) if field in values}
    dispatch, answer, inform = work.get(DISPATCH), work.get(ANSWER), work.get(_INFORM)
    sent = dispatch if dispatch and dispatch.state == "done" else None
    return Row(
        number=registered.number,
        what=registered.what,
        call=call.start.call if call.start else "",
        matter=told(call, registered.matter),
        operator=operator,
        at=registered.at,
        fields=fields,
        several=of_several(script, call, registered.matter),
        stands={field: moved for field in fields if (moved := moved_to(script, call, field, registered.matter))},
        channel=channel_of(call),
        received=call.received.received if call.received else call.start.at if call.start else None,
        classed=_class_of(script, call, registered),
        work=tuple(work.values()),
        competence=_competence(call, registered, stage, dispatch),
        body=_body(values, stage) if dispatch else "",
        due=dispatch.due if dispatch else None,
        sent=sent.since if sent else None,
        sent_by=(sent.by or operator) if sent else "",
        not_going_to=bool(dispatch and dispatch.state == "dropped"),
        told=True if inform and inform.state == "done" else was_told(script, call, registered, stage),
        answer=_answer_of(answer, moves) if answer else None,
    )


def _answer_of(task: Task, moves: Iterable[TaskMove]) -> Answer:
    if task.state != "done":
        return Answer(due=task.due, not_going_to=task.state == "dropped")
    said = [each for each in moves if isinstance(each, TaskDone) and each.task == task.id and each.by == task.by]
    how, words = (said[-1].result, said[-1].note) if said else ("", "")
    return Answer(due=task.due, answered=task.since, by=task.by, how=how, words=words)


def _stage_of(script: Script, what: str) -> Stage | None:
    """Return the stage in which something is registered: what comes behind that there is about it."""
    found = (step.id for step in _registers(script) if step.what == what)
    return next((script.stage_of[step] for step in found), None)


def _work(call: Call, registered: Registration) -> Mapping[str, Task]:
    """Return the work about a matter, by kind: of several of a kind the one that was opened last."""
    about = registered.matter
    found = [task for task in (*call.tasks_done, *call.tasks) if about in (task.matter, call.main_of(task.matter))]
    return {task.kind: task for task in sorted(found, key=lambda task: task.opened)}


def _class_of(script: Script, call: Call, registered: Registration) -> str:
    """Return of which class of feedback something is, as was said when it was entered, or answered last in the call."""
    if call.received:
        return call.received.classed
    counted_as = tallied(script)
    found = [counted_as[fact] for each in call.record if each.matter == registered.matter for fact in each.facts
             if fact in counted_as]  # fmt: skip
    return next((option for tally, option in reversed(found) if tally == "feedback"), "")


def _competence(call: Call, registered: Registration, stage: Stage | None, dispatch: Task | None) -> Competence:
    """Read off the answer that can lead to a dispatch whether the centre is competent."""
    if dispatch:
        return "beyond"
    asked = {step.id for step in (stage.steps if stage else ()) if isinstance(step, Choose)
             and any(option.task and option.task.kind == DISPATCH for option in step.options)}  # fmt: skip
    facts = (fact for each in call.record if each.matter == registered.matter for fact in each.facts)
    return "within" if any(_chosen_at(fact) in asked for fact in facts) else ""


def _chosen_at(fact: str) -> str:
    kind, _, rest = fact.partition(":")
    return rest.partition("=")[0] if kind == "chose" else ""


def _body(values: Mapping[str, Value], stage: Stage | None) -> str:
    fields = [step.field for step in (stage.steps if stage else ()) if isinstance(step, Pick)]
    return next((values[field].text for field in fields if field in values), "")


def field_of(script: Script, row: Row, field: str) -> str:
    """Return what is recorded of a matter in a field, as it is read: of each of several, in the same order in every
    field that is asked for with it.
    """
    own = script.fields_of
    several = [each.values.get(field) for each in row.several if field in own(each.detour)]
    values = several if any(several) else [row.fields.get(field)]
    texts = [text_of(script, row, field, value) if value else "" for value in values]
    return "; ".join(text or "—" for text in texts) if len(texts) > 1 else texts[0]


def channel_name(script: Script, row: Row) -> str:
    """Name the way by which something came."""
    return _("by a call") if row.channel == CALL else named(script, "channel", row.channel) if row.channel else ""


def class_name(script: Script, row: Row) -> str:
    """Name a class of feedback, as entries or calls have it."""
    step = step_of(script, "feedback", row.classed)
    of_entries = phrases.named(script, f"class.{row.classed}", script.own_language)
    return of_entries or phrases.named(script, f"option.{step}.{row.classed}", script.own_language) or row.classed


def main_work(row: Row) -> Task | None:
    """Return the work because of something that was registered, but for what has columns of its own."""
    return next((task for task in row.work if task.kind not in (DISPATCH, ANSWER, _INFORM)), None)


def state_word(task: Task) -> str:
    """Say how work stands."""
    words = {"open": _("to be done"), "taken": _("being done"), "done": _("was done"), "dropped": _("was dropped")}
    return words[task.state]


def same_day(script: Script, row: Row) -> bool | None:
    """Tell whether a matter was sent on the day on which it was registered; None: it was not sent."""
    return local(script, row.sent).date() == local(script, row.at).date() if row.sent else None


def text_of(script: Script, row: Row, field: str, value: Value) -> str:
    """Return a value as it is read: how it stands now, and what it was, where it was moved since."""
    text = field_text(script, script.own_language, field, value.text, absent=value.absent)
    now = row.stands.get(field, "")
    return now + _(" (was: {old})").format(old=text) if now else text
