"""A screen of a desk between calls: what is looked up there, the calls that are opened from it, and their work."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module

from callscript.core.records import CallSummary, TaskRecord
from callscript.dialogue.show.listing import work
from callscript.runtime.i18n import _
from callscript.screens.base import KeyScreen, Result
from callscript.screens.latest import Latest
from callscript.service.call_back import CallBack
from callscript.service.desk import Desk, may_correct
from callscript.service.lookup import Recorded
from callscript.widgets.bars import MessageBar

_DIGITS = 9
"""How many answers have a digit."""


class DeskScreen(KeyScreen[Result]):
    """A screen of a desk between calls: shows what is looked up there, opens filed calls, tells notices."""

    def __init__(self, desk: Desk, *, classes: str = "") -> None:
        super().__init__(classes=classes)
        self._desk = desk
        self._filed, self._opened = self.place(), self.place()

    def show_notices(self) -> None:
        """Say what the operator should be told, until the next key: behind what was said since the one before."""
        if notices := self._desk.notices.take():
            said = self.query_one(MessageBar).message
            self.say("  ".join(filter(None, (said, *notices))))

    async def open_filed(self, place: Latest | None, picked: Callable[[], CallSummary | None]) -> None:
        """Open the call that is picked in a list once the list is there and the call is read, unless something else is
        done before."""
        import_module("callscript.screens.filed")  # not in the moment that the answer is waited for
        self._filed.show(self._show_filed(place, picked))
        await self._filed.soon()

    def drop_filed(self) -> None:
        """Open no filed call, and no work: the operator does something else."""
        self._filed.drop()
        self._opened.drop()

    async def _show_filed(self, place: Latest | None, picked: Callable[[], CallSummary | None]) -> None:
        if place:
            await place.there()
        if (call := picked()) is None:
            return
        await self._show_call(call.id)

    async def _show_call(self, call_id: str) -> None:
        from callscript.dialogue.show.work_left import left_by
        from callscript.screens.filed import CORRECT, WORK, filed_sheet

        filed = await self._desk.lookups.filed(call_id)
        if filed.log and self.is_current:
            correctable, tasks = may_correct(self._desk, filed), left_by(filed.script, filed.log)
            sheet = filed_sheet(
                filed.script,
                filed.log,
                self._desk.now(),
                self._desk.operator.number,
                correctable=correctable,
                work=bool(tasks),
            )

            async def closed(answer: str | None) -> None:
                if answer == CORRECT:
                    await self._correct(filed)
                elif answer == WORK:
                    await self._choose_work(filed, tasks)

            self.root.push_screen(sheet, closed)
        self.show_notices()

    async def _correct(self, filed: Recorded) -> None:
        """Have a filed call corrected, then show how it stands."""
        from callscript.screens.corrections import CorrectionsScreen

        session = self._desk.take_filed(filed)

        async def corrected(made: int | None) -> None:
            if made:
                await self._desk.finish(session)
                self.look()
                await self._show_call(filed.call_id)

        self.root.push_screen(CorrectionsScreen(session), corrected)

    async def _choose_work(self, filed: Recorded, tasks: Sequence[TaskRecord]) -> None:
        """Open the work that a call has left; of several pieces, the one that is chosen."""

        async def chosen(answer: str | None) -> None:
            if answer is not None:
                await self.open_task(tasks[int(answer) - 1].id)

        if len(tasks) == 1:
            await chosen("1")
            return
        from callscript.screens.sheets import Question

        names = tuple(work(filed.script, task) for task in tasks[:_DIGITS])
        self.root.push_screen(Question(_("Work that the call has left"), _("Which of it?"), names), chosen)

    async def open_task(self, task: str) -> None:
        """Open a piece of work once it is looked up, unless something else is done before."""
        import_module("callscript.screens.task")
        self._opened.show(self._show_task(task))
        await self._opened.soon()

    async def _show_task(self, task: str) -> None:
        from callscript.screens.task import TaskScreen

        opened = await self._desk.lookups.task(task)
        if opened and self.is_current:

            def left(_moved: bool | None) -> None:
                if self.takes_keys:  # it was not left too, for a call back
                    self.look()

            self.root.push_screen(TaskScreen(self._desk, opened, self.call_back), left)
        self.show_notices()

    def call_back(self, wanted: CallBack) -> None:
        """Leave the screen for a call in which a caller is rung up: at once, so that no key comes between."""
        raise NotImplementedError

    def look(self) -> None:
        """Look up again what is listed: something of it has changed."""
