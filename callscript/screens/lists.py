"""Lists of filed calls, in columns that fit the room."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from callscript.core.records import CallSummary
from callscript.core.script.model import Script
from callscript.dialogue.show.listing import call_row
from callscript.runtime.i18n import _
from callscript.widgets.columns import Row


def call_rows(script: Script, calls: Iterable[CallSummary], *, with_day: bool) -> Iterator[Row]:
    """Yield a line a call; what was not met is marked behind it."""
    not_met = _("not met: {number}")
    for call in calls:
        row = call_row(script, call)
        when = (row.day, row.time) if with_day else (row.time,)
        who = row.who or _("unnamed")
        forms = (
            (*when, row.length, who, row.phone, row.filed, row.summary),
            (*when, row.length, who, row.phone, row.filed),
            (*when, row.who or row.phone or who, row.filed),
        )
        yield Row(forms, badge=not_met.format(number=row.owed) if row.owed else "")
