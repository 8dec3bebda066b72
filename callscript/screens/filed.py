"""The sheet of a call that is filed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from callscript.core.call import events as e
from callscript.core.script.model import Script
from callscript.dialogue.show import sheets
from callscript.runtime.i18n import _
from callscript.screens.call_sheets import in_sections
from callscript.screens.sheets import Sheet

CORRECT = "1"
"""The digit that corrects a filed call."""
WORK = "2"
"""The digit that opens the work which it has left."""


def filed_sheet(
    script: Script, log: Sequence[e.Event], now: datetime, me: str, *, correctable: bool = False, work: bool = False
) -> Sheet:
    """Show a call from the journal; `CORRECT` goes on to correct it, `WORK` opens what it has left to be done."""
    choices = ({CORRECT: _("correct")} if correctable else {}) | ({WORK: _("its work")} if work else {})
    return Sheet(sheets.filed_title(script, log), in_sections(sheets.filed(script, log, now, me)), choices=choices)
