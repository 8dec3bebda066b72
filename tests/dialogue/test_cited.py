"""A message names of what was typed, or pasted by a slip, as much as leaves the screen to what stands there."""

from __future__ import annotations

from datetime import UTC, datetime

from callscript.core.call.call import Call
from callscript.core.call.refusal import Refused
from callscript.core.records import TaskRecord
from callscript.core.tasks import TaskRefused
from callscript.dialogue.show import listing, refusals, task_told
from callscript.runtime.text import cited
from callscript.service.forms.task_answers import Answers
from tests.core.walks import script_of

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
PASTED = "слово " * 50
TASK = TaskRecord(id="t", call="c", operator="18", kind="callback", due=NOW)


def test_of_what_is_long_the_beginning_is_named() -> None:
    """In every message that names it; what is short stands whole."""
    script = script_of("ua-court")
    for told in (
        listing.no_number(PASTED),
        refusals.words(Refused("no_moment", PASTED), script, Call()),
        task_told.refused(script, TaskRefused("no_number", PASTED), NOW),
        Answers().read_until(script, TASK, PASTED, NOW),
        Answers().read_said(script, TASK, PASTED, NOW),
    ):
        assert "слово слово" in told
        assert "…" in told
        assert len(told) < 110, told
    assert cited("а" * 40) == "а" * 40
    assert cited("а" * 41) == "а" * 40 + "…"
