"""How work can have gone, or what can come of it, as it is asked for once it is done."""

from __future__ import annotations

from callscript.core.records import TaskRecord
from callscript.core.script import phrases
from callscript.core.script.model import Script
from callscript.core.tasks import TOLD
from callscript.dialogue.show import visit_told
from callscript.dialogue.show.work_told import result_word
from callscript.runtime.i18n import _


def results(script: Script, task: TaskRecord) -> tuple[tuple[str, str], ...]:
    """Return what can come of such work, or how it can have gone, each with its words; empty: it is done, no more."""
    if named := script.pack.results.get(task.kind, ()):
        return tuple((each, phrases.label(script, f"result.{task.kind}.{each}")) for each in named)
    return ways(task)


def ways(task: TaskRecord) -> tuple[tuple[visit_told.How, str], ...]:
    """Return how work can have gone of which the script does not say what can come, each with its words."""
    if task.visit:
        return visit_told.results()
    if task.kind not in TOLD:
        return ()
    return (
        ("reached", result_word("reached")),
        ("tried", _("nobody was reached: it stays to be done")),
        ("informed", result_word("informed")),
    )
