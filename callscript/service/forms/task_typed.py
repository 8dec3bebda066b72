"""What an operator has begun to type about work: it outlives the program, and does nothing until it is made use of."""

from __future__ import annotations

from collections.abc import Mapping

from callscript.core.call.events import of_work
from callscript.core.records import TaskRecord
from callscript.dialogue.show.task_acts import ACTS, Act, Part, act_name
from callscript.runtime.i18n import _
from callscript.runtime.threads import once_on_thread
from callscript.service.work import Work

_TYPED: tuple[Part, ...] = ("to", "until", "said", "why")
"""What is typed for an act, not chosen."""


class TypedOfTask:
    """What was begun to be typed for each thing that an act wants to know."""

    def __init__(self, work: Work, task: TaskRecord, typed: Mapping[str, str]) -> None:
        self._work = work
        self._task = task
        self._kept = dict(typed)

    @property
    def begun(self) -> str:
        """Say what was begun; empty: nothing was."""
        told = [
            _("{act}: “{text}”").format(act=act_name(act, self._task), text=text)
            for act in ACTS
            for part in _TYPED
            if (text := self.of(act, part))
        ]
        return _("You had begun to type: {what}").format(what="; ".join(told)) if told else ""

    def of(self, act: Act | None, part: Part) -> str:
        """Return what was begun for one thing."""
        return self._kept.get(self._place(act, part), "")

    async def keep(self, act: Act | None, part: Part, text: str) -> None:
        """Keep what is being typed; empty: nothing is any more."""
        place = self._place(act, part)
        if text != self._kept.get(place, ""):
            self._kept[place] = text
            await once_on_thread(lambda: self._work.keep_typed(self._task, place, text))

    async def drop(self, act: Act | None) -> None:
        """Drop all that was begun for an act: it was made use of."""
        for part in _TYPED if act else ():
            await self.keep(act, part, "")

    def _place(self, act: Act | None, part: Part) -> str:
        return of_work(self._task.task, act or "", part)
