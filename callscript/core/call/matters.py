"""The caller's matters as people tell them apart: which number each goes by, and what is recorded of it.

Those of the main script are counted. What began in a detour, such as a refusal or a complaint, has a number of its own
in the record, and is told under the matter that it was taken from.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from callscript.core.call.call import Call, Value, Values
from callscript.core.script.durations import due_field
from callscript.core.script.model import Script
from callscript.core.script.steps import Choose, Pick, Step, TaskSpec
from callscript.core.script.working_time import at_any_hour
from callscript.core.tasks import DISPATCH, TOLD_HERE, Task, stands


class Recorded(NamedTuple):
    """What is recorded of the caller, or of one of their matters."""

    matter: int
    """Its number in the record; 0: it is about the caller."""
    number: int
    """The number that it is told by."""
    detour: str
    """The detour that it began in; empty: the main script."""
    registered: tuple[str, ...]
    """What it was registered as."""
    values: Values
    which: int = 0
    """Of several that began in the same detour, about the same matter: the how manieth it is."""
    taken_back: bool = False
    """The detour that it began in was taken back: what was typed there is left."""


def told(call: Call, matter: int) -> int:
    """Return the number that a matter is told by; 0: it is about the call."""
    main = call.main_of(matter)
    begun = {each.matter for each in call.record if "matter" in each.facts}
    return 1 + sum(each <= main for each in begun - {1}) if matter else 0


def owners(script: Script, call: Call) -> Mapping[str, int]:
    """Return by field whose value belongs to a matter: the number of the one that it belongs to now."""
    found = dict.fromkeys(script.pack.matter, call.main_of(call.matter))
    for number, each in sorted(call.matters.items()):
        if each.detour and not each.taken_back:
            found.update(dict.fromkeys(script.fields_of(each.detour), number))
    return found


def recorded(script: Script, call: Call) -> tuple[Recorded, ...]:
    """Return what is recorded, of the caller first, then matter by matter, what began in its detours behind it."""
    owner = owners(script, call)
    groups: dict[int, dict[str, Value]] = {0: {}}
    for number, each in call.matters.items():
        if each.registered or each.aside.values:
            groups[number] = dict(each.aside.values)
    for field, value in call.fields.items():
        groups.setdefault(owner.get(field, 0), {})[field] = value
    found = tuple(
        Recorded(number, told(call, number), about.detour, about.registered, groups[number], 0, about.taken_back)
        for number in sorted(groups, key=lambda number: (told(call, number), number))
        for about in (call.about(number),)
    )
    return tuple(_counted(found))


def _counted(groups: tuple[Recorded, ...]) -> Iterator[Recorded]:
    """Yield the same, those that began in the same detour about the same matter counted, where they are several."""
    alike = Counter((each.number, each.detour) for each in groups if each.detour and not each.taken_back)
    so_far = Counter[tuple[int, str]]()
    for each in groups:
        kind = (each.number, each.detour)
        so_far[kind] += not each.taken_back
        yield each._replace(which=so_far[kind]) if alike[kind] > 1 and not each.taken_back else each


def known_of(script: Script, call: Call, matter: int) -> Values:
    """Return what is recorded of the caller and of one of their matters, by field."""
    groups = {each.matter: each.values for each in recorded(script, call)}
    about = (0, call.main_of(matter), matter)
    return {field: value for number in about for field, value in groups.get(number, {}).items()}


def given_to(script: Script, call: Call, task: Task) -> str:
    """Return whom of the directory work goes to, by the name that is recorded; empty: to nobody that is known.

    What the caller is told is told by the centre's operators, whoever has advised them in the matter.
    """
    if task.kind in TOLD_HERE:
        return ""
    known = known_of(script, call, task.matter)
    picked = {step.field: known.get(step.field) for step in script.steps.values() if isinstance(step, Pick)}
    return next((value.text for value in picked.values() if value and value.counts), "")


def are_several(groups: tuple[Recorded, ...]) -> bool:
    """Tell whether there are matters to be told apart: two of the main script, or two of the same detour."""
    kinds = [each.detour for each in groups[1:]]
    return len(set(kinds)) < len(kinds) or any(each.number > 1 for each in groups)


def due_by(script: Script, call: Call, field: str, matter: int) -> tuple[Task, ...]:
    """Return the open work about a matter that was promised by the day which is recorded in a field."""
    return tuple(task for task in promised_by(script, call, field, matter) if task.is_open)


def promised_by(script: Script, call: Call, field: str, matter: int) -> Iterator[Task]:
    """Yield the work that a call has left by the day in a field, as it stands by what became of it since."""
    for task in (*call.tasks, *call.tasks_done):
        if task.matter in (0, matter) and _is_due_by(script, task, field):
            yield as_it_stands(call, task)


def as_it_stands(call: Call, task: Task) -> Task:
    """Return work of a call as it stands by what is known to have become of it."""
    return stands(task, (event for event in call.became if event.task == task.id))


def was_sent_to(script: Script, call: Call, field: str, matter: int) -> bool:
    """Tell whether a matter was sent on to whom of the directory a field names, in the call or since."""
    dispatched = (task for task in (*call.tasks, *call.tasks_done) if task.kind == DISPATCH and task.matter == matter)
    if not any(as_it_stands(call, task).state == "done" for task in dispatched):
        return False
    return any(isinstance(step, Pick) and step.field == field for step in script.steps.values())


def in_hours(script: Script, field: str) -> bool:
    """Tell whether work is promised anywhere by the day in a field, or at the moment, that is not done at any hour."""
    specs = (spec for step in script.steps.values() for spec in promises(step) if due_field(spec.due) == field)
    return any(not at_any_hour(script, spec) for spec in specs)


def _is_due_by(script: Script, task: Task, field: str) -> bool:
    step = script.steps.get(task.step)
    return step is not None and any(spec.kind == task.kind and due_field(spec.due) == field for spec in promises(step))


def promises(step: Step) -> Iterator[TaskSpec]:
    """Yield the work that a step, or an answer to it, promises."""
    options = step.options if isinstance(step, Choose) else ()
    yield from (spec for spec in (step.task, *(option.task for option in options)) if spec)
