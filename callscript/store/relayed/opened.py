"""A call of another host, as a relay answers with it."""

from __future__ import annotations

from callscript.core.call.events import Event, OfDesk, TaskMove
from callscript.runtime.i18n import _
from callscript.store.errors import Damaged
from callscript.store.journal.lines import FileLines, decode_sound
from callscript.store.logs import numbered_on
from callscript.store.relayed.line import hold_unchanged
from callscript.store.relayed.questions import Answer


def opened(call: str, answer: Answer) -> list[Event]:
    """Return the events of a call, with what was corrected and what became of its work; raise `Damaged`."""
    hold_unchanged(call, answer)
    data = "".join(f"{line}\n" for line in answer.lines).encode()
    own = FileLines(data, call).log().of(call).events
    if not own:
        raise Damaged(call, 0, _("the call, or the script that it is led by, cannot be read"))
    lines = (decode_sound(line.encode()) for line in answer.beside)
    beside = [line.event for line in lines if line and isinstance(line.event, OfDesk | TaskMove)]
    return [*own, *numbered_on(own, beside)]
