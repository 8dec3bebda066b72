"""What others did to the work of a call that was left open and is gone on with, told to its operator before they say
anything that was promised.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from callscript.core.call.events import TaskMove
from callscript.core.call.matters import as_it_stands
from callscript.core.call.meanwhile import is_in_vain
from callscript.core.script import phrases
from callscript.core.script.model import Script
from callscript.core.tasks import Task
from callscript.runtime.i18n import _
from callscript.service.corrected import Became
from callscript.service.notices import Notices
from callscript.service.open_calls import OpenCall


class GoneOn:
    """A call that is gone on with, and what its operator has been told of its work."""

    def __init__(self, left: OpenCall, became: Became, notices: Notices) -> None:
        self._left = left
        self._became = became
        self._notices = notices
        self._told = 0

    def known(self) -> OpenCall:
        """Return the call as it was left, with what became of its work: what somebody has moved is not the call's any
        more. Called off the loop.
        """
        with self._notices.telling():
            return replace(self._left, call=replace(self._left.call, became=tuple(self.became(self._left.id))))
        return self._left

    def became(self, call_id: str) -> Sequence[TaskMove]:
        """Look up what became of the work of the call; what is new is told. Called off the loop."""
        moves = tuple(self._became(call_id))
        new = {move.task for move in moves[self._told :]}
        self._told = len(moves)
        call = replace(self._left.call, became=moves)
        stand = (as_it_stands(call, task) for task in call.tasks if task.id in new)
        self._notices.add(*(_told(self._left.script, task) for task in stand))
        return moves


def _told(script: Script, task: Task) -> str:
    """Say how work stands by what somebody has done to it."""
    what = phrases.label(script, f"task.{task.kind}")
    if task.state == "taken":
        told = _("№ {by} is at work of this call: {what}.")
    elif task.state == "done":
        told = _("№ {by} has done work of this call: {what}.")
    elif task.state == "dropped":
        told = _("№ {by} has dropped work of this call: {what}.")
    elif task.tries:
        told = _("№ {by} has reached nobody for work of this call: {what}.")
    else:
        told = _("№ {by} has moved work of this call: {what}.")
    told = told.format(by=task.by, what=what)
    return told + " " + _("If it is promised now, it is to be done anew.") if is_in_vain(task) else told
