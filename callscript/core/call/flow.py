"""Where a script can go from a step, and what it offers there."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from msgspec import Struct
from msgspec.structs import replace

from callscript.core.call.call import Call
from callscript.core.call.guards import holds
from callscript.core.call.refusal import Refused
from callscript.core.script.model import Detour, Script
from callscript.core.script.steps import Ask, Choose, Option, Pick, Step
from callscript.core.script.working_time import can_be_promised
from callscript.core.standard.record import occurrences
from callscript.core.tasks import Task

SHUT = "shut"
"""Why an answer is not offered that promises something for when the centre is closed; a pack may tell that itself."""


class Offer(Struct, frozen=True):
    """Something that a digit does at the current step."""

    number: int
    id: str
    key: str
    """The text that names it."""
    detour: bool = False
    name: str = ""
    """What to show instead of the text: the name of a directory entry."""
    offered: bool = True
    why_not: str = ""
    """The text that tells why it is not offered, or `SHUT`."""


def current(script: Script, call: Call) -> Step | None:
    """Return the step that the operator is at."""
    return script.steps[call.step] if call.frames else None


def step_after(script: Script, call: Call, step: str) -> str | None:
    """Return the step that follows; None: the run of stages ends here."""
    again = script.steps[step].each  # about the next task
    return step_again(script, call, step) if again else _step_from(script, call, step, 1)


def step_again(script: Script, call: Call, step: str) -> str | None:
    """Return the step itself, or the one that follows if it is passed over now."""
    return _step_from(script, call, step, 0)


def _step_from(script: Script, call: Call, step: str, further: int) -> str | None:
    stage = script.stage_of[step]
    at = [each.id for each in stage.steps].index(step) + further
    found = _first_open(stage.steps[at:], call)
    return found or (first_step(script, call, stage.next) if stage.next else None)


def first_step(script: Script, call: Call, stage: str) -> str | None:
    """Return the first step of a stage, or of those that follow it, that is not passed over."""
    seen: set[str] = set()
    following: str | None = stage
    while following and following not in seen:
        seen.add(following)
        found = _first_open(script.stages[following].steps, call)
        if found:
            return found
        following = script.stages[following].next
    return None


def _first_open(steps: Sequence[Step], call: Call) -> str | None:
    return next((step.id for step in steps if _comes(step, call)), None)


def _comes(step: Step, call: Call) -> bool:
    if step.each and task_for(step, call) is None:
        return False
    return holds(step.when, _as_before(step, call))


def task_for(step: Step, call: Call) -> Task | None:
    """Return the open task that a step which is asked for each of its kind is to be asked about next: none that
    somebody else is at, or has done, since the call was left open.
    """
    if call.frames and step.id in call.frames[-1].ahead:
        asked = set[int]()
    else:
        asked = {each.matter for each in call.record if each.step == step.id}
    return next((task for task in call.own_tasks if task.kind == step.each and task.matter not in asked), None)


def _as_before(step: Step, call: Call) -> Call:
    """Return the call as it was before a step that lies ahead was done.

    A step that asks only for what is not known yet must not be passed over, when the operator has gone back and comes
    by again, because of its own answer.
    """
    if not call.frames or step.id not in call.frames[-1].ahead:
        return call
    field = step.field if isinstance(step, Ask | Pick) else ""
    own = {fact for entry in call.record if entry.step == step.id for fact in entry.facts}
    first, last = occurrences(tuple(entry for entry in call.record if entry.step != step.id), own)
    return replace(
        call,
        happened={**{fact: seq for fact, seq in call.happened.items() if fact not in own}, **first},
        latest_of={**{fact: seq for fact, seq in call.latest_of.items() if fact not in own}, **last},
        fields={name: value for name, value in call.fields.items() if name != field},
        answers={name: answer for name, answer in call.answers.items() if name != step.id},
    )


def offers(script: Script, call: Call) -> tuple[Offer, ...]:
    """Return what the digits do now: the step's own answers, then the detours that have a digit."""
    return tuple(offer() for _, offer in _offers(script, call))


def offer_of(script: Script, call: Call, id: str) -> Offer | None:
    """Return what one answer does, or one detour that has a digit, without a look at the others; None: it is none."""
    return next((offer() for each, offer in _offers(script, call) if each == id), None)


def _offers(script: Script, call: Call) -> Iterator[tuple[str, Callable[[], Offer]]]:
    step = current(script, call)
    if isinstance(step, Choose):
        for numbered in enumerate(step.options, start=1):
            yield numbered[1].id, partial(_option, script, call, step.id, numbered)
    elif isinstance(step, Pick):
        entries = (entry for entry in script.directory if entry.kind == step.directory)
        for number, entry in enumerate(entries, start=1):
            yield entry.id, partial(Offer, number, entry.id, f"entry.{entry.id}", name=script.name_of(entry))
    if not call.under_way or step is None or isinstance(step, Ask):
        return
    for detour in script.pack.detours:
        if detour.digit and all(frame.detour != detour.id for frame in call.frames):
            yield detour.id, partial(_digit, call, detour, detour.digit)


def _digit(call: Call, detour: Detour, digit: int) -> Offer:
    key, why_not = f"detour.{detour.id}", f"detour_unless.{detour.id}"
    return Offer(digit, detour.id, key, detour=True, offered=holds(detour.when, call), why_not=why_not)


def _option(script: Script, call: Call, step: str, numbered: tuple[int, Option]) -> Offer:
    """Offer an answer if it can be given; what it promises must be possible when the step was come to."""
    number, option = numbered
    offered, why_not = holds(option.when, call), f"unless.{step}.{option.id}"
    if offered and call.latest and not can_be_promised(script, option.task, call.latest):
        told = option.when is None and why_not in script.texts[script.own_language]
        offered, why_not = False, why_not if told else SHUT
    if offered and option.detour and not holds(script.detours[option.detour].when, call):
        offered, why_not = False, f"detour_unless.{option.detour}"
    return Offer(number, option.id, f"option.{step}.{option.id}", offered=offered, why_not=why_not)


def why_no_detour(script: Script, call: Call, detour_id: str) -> Refused | None:
    """Tell why a detour cannot be taken now; None: it can."""
    detour = script.detours.get(detour_id)
    if not call.under_way:
        return Refused("call_over")
    if detour is None:
        return Refused("no_such", detour_id)
    if any(frame.detour == detour_id for frame in call.frames):
        return Refused("already_open", detour_id)
    if not holds(detour.when, call) or first_step(script, call, detour.stage) is None:
        return Refused("detour_not_offered", detour_id)
    return None
