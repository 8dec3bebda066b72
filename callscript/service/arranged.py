"""What scripts leave to the centre, as its settings say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from callscript.core.call.matters import promises
from callscript.core.records import TaskRecord
from callscript.core.script.durations import CENTRE
from callscript.core.script.model import Script
from callscript.runtime.exit_status import Foreseen
from callscript.store.ports import Lookup


def arranged(script: Script, settings: Path) -> tuple[Script, Sequence[Foreseen]]:
    """Return a script with what it leaves to the centre, and what is wrong with the settings: of which all other
    tables are used.
    """
    if not settings.exists():
        return script, ()
    from callscript.runtime.centre import mistakes, read_centre  # a start without settings does not wait for it

    wrong = mistakes(settings)
    try:
        return replace(script, work=read_centre(settings, "work").work), wrong
    except Foreseen:
        return script, wrong


class LeftToCentre(NamedTuple):
    """What scripts leave to the centre."""

    within: frozenset[str]
    """Kinds of work that are due as the centre says."""
    people: frozenset[str]
    """The people of the centre whose some work is."""


def left_to_centre(script: Script) -> LeftToCentre:
    """Return what a script leaves to the centre."""
    specs = [spec for step in script.steps.values() for spec in promises(step)]
    specs += [kind.task for kind in script.pack.entries]
    within = frozenset(spec.kind for spec in specs if spec.due == CENTRE)
    return LeftToCentre(within, frozenset(spec.people for spec in specs if spec.people))


def work_of(lookup: Lookup, script: Script, operator: str) -> list[TaskRecord]:
    """Look up the open work of an operator, of the people of the centre whom they are one of, and of anybody."""
    people = script.work.named(operator)
    found = lookup.tasks(None if people else operator)
    return [task for task in found if task.is_listed_for(operator, people)]
