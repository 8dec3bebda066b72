"""What came without a call, as it is entered: how it came, when, its class, its fields; then it is registered.

What is recorded can be changed in any order until then, and what is being typed is kept; both faces ask for it here.
"""

from __future__ import annotations

from datetime import datetime

from callscript.core.call import commands as c
from callscript.core.call.entries import lacks, rows
from callscript.core.call.events import RECEIVED as RECEIVED_DRAFT
from callscript.core.call.refusal import Refused
from callscript.core.call.registrations import registered_as
from callscript.core.script.coming import day_before
from callscript.core.script.entries import CHANNEL, CLASS, RECEIVED
from callscript.core.script.model import Script
from callscript.core.script.moments import RECORDED as WRITTEN
from callscript.core.script.moments import gone_by, is_long_ago, moment_to_come
from callscript.core.script.working_time import due_at, local
from callscript.dialogue.read.field_text import entered
from callscript.dialogue.show import refusals
from callscript.dialogue.show.dates import day_and_time
from callscript.dialogue.show.entered import row_choices, row_name, row_text, row_typed
from callscript.dialogue.show.listing import named
from callscript.runtime.i18n import _
from callscript.runtime.text import cited, clean
from callscript.service.desk import Desk
from callscript.service.leaving import Asked
from callscript.service.session import Session

END = "end"
"""The last line: it is registered, or not to be."""


class EntryForm:
    """An entry that is being made."""

    def __init__(self, desk: Desk, session: Session) -> None:
        self._desk, self._session, self._script = desk, session, session.script
        self._kind = session.script.entry_kinds[session.call.entry]
        self.rows = (*rows(self._kind), END)
        """The lines, in order."""
        self.told = ""
        """What came of the answer before."""

    @property
    def title(self) -> str:
        """What is entered."""
        return named(self._script, "entries", self._kind.id)

    @property
    def first(self) -> str:
        """The line to begin with: what was being typed, or else the first one that is wanted, or the last one."""
        drafts = self._session.call.drafts
        typing = next((row for row in self.rows if self._place(row) in drafts), "")
        return typing or next(iter(self._lacking), END)

    @property
    def done(self) -> bool:
        """Whether it is registered, or discarded."""
        return self._session.call.closed is not None

    @property
    def _lacking(self) -> tuple[str, ...]:
        return lacks(self._script, self._session.call)

    def is_typed(self, row: str) -> bool:
        """Whether a line is typed, and not only chosen."""
        return row == RECEIVED or row in self._kind.fields

    def name(self, row: str) -> str:
        """Return what a line is called."""
        return _("Register") if row == END else row_name(self._script, row)

    def label(self, row: str) -> str:
        """Return the same, with what there is to be known before it is answered."""
        if row == END:
            return _("Register it? Work on it is due {due}").format(due=self._due)
        if row == RECEIVED:
            day = day_before(self._script, self._desk.now())
            return _("{name}: 14:30, {day} 10:00, or a day").format(name=self.name(row), day=day)
        wanted = row in (CHANNEL, CLASS) or row in self._kind.requires
        return self.name(row) if wanted else _("{name} (if it is known)").format(name=self.name(row))

    def shown(self, row: str) -> str:
        """Return what is recorded in a line, as it is read."""
        if row == END:
            missing = ", ".join(map(self.name, self._lacking))
            return _("missing: {names}").format(names=missing) if missing else ""
        return row_text(self._script, self._session.call, row)

    def as_typed(self, row: str) -> str:
        """Return what stands in a line that is typed: what was being typed, what is recorded, or what is likely."""
        call = self._session.call
        if (draft := call.drafts.get(self._place(row))) is not None:
            return draft
        if row == RECEIVED:
            began = call.start.at if call.start else self._desk.now()
            return self.shown(row) or local(self._script, began).strftime(WRITTEN)
        return row_typed(self._script, call, row)

    def is_draft(self, row: str) -> bool:
        """Whether what stands in a line was being typed, and is not recorded."""
        return self._place(row) in self._session.call.drafts

    def choices(self, row: str) -> tuple[str, ...]:
        """Return what can be chosen in a line, in the order of the digits."""
        if row == END:
            return _("Register it"), _("Discard it: it counts as nothing")
        return row_choices(self._script, self._session.call, row)

    async def keep(self, row: str, text: str) -> None:
        """Keep what is being typed in a line: it means nothing before the line is left."""
        if self.is_typed(row):
            recorded = row_typed(self._script, self._session.call, row)
            await self._do(c.Draft(self._place(row), "" if text == recorded else text))

    async def take(self, row: str, text: str) -> bool:
        """Take what was typed in a line; tell whether the line can take it, else what is wrong with it."""
        self.told, text = "", clean(text).strip()
        if row == RECEIVED:
            moment = gone_by(self._script, text, self._desk.now())
            if moment is None:
                self.told = _no_time_gone_by(self._script, text, self._desk.now())
                return False
            return await self._do(c.Receive(received=moment), _long_ago(moment, self._desk.now()))
        fill = entered(self._script, self._session.call, row, text)
        return fill is None or await self._do(fill)

    def question(self, row: str, number: int) -> Asked | None:
        """Return what is asked before a choice is made; None: nothing is. The second answer makes it."""
        if (row, number) != (END, 2) or not self._begun:
            return None
        text = _("Something is recorded in it. Discarded, it counts as nothing, and cannot be gone on with.")
        return Asked(text, (_("No, it stays"), self.choices(END)[1]))

    async def choose(self, row: str, number: int) -> bool:
        """Choose in a line by number; tell whether that can be done."""
        self.told = ""
        if not 1 <= number <= len(self.choices(row)):
            return False
        if row == CHANNEL:
            return await self._do(c.Receive(channel=self._kind.channels[number - 1]))
        if row == CLASS:
            return await self._do(c.Receive(classed=self._kind.classes[number - 1]))
        if row != END:
            return await self.take(row, f"{number}")
        if number == 1 and not self._lacking:
            due = self._due
            if await self._do(c.Close()):
                registered = registered_as(self._script, self._session.call, self._session.call.matter)
                told = _("Registered: {what}, № {number}, due {due}")
                self.told = told.format(what=self.title, number=registered, due=due)
            return self.done
        if number == 1:
            self.told = refusals.words(Refused("entry_lacks", *self._lacking), self._script, self._session.call)
            return False
        return await self.discard()

    async def discard(self) -> bool:
        """Discard it: it was not to be entered."""
        if await self._do(c.Discard()):
            self.told = _("Discarded: {what}").format(what=self.title)
        return self.done

    async def set_aside(self) -> None:
        """Leave it to be gone on with; if nothing is recorded in it, nothing was begun."""
        if not (self.done or self._begun):
            await self._do(c.Discard())

    async def tick(self) -> None:
        """Save what could not be saved before."""
        await self._session.tick()

    @property
    def _begun(self) -> bool:
        call = self._session.call
        return bool(call.received or call.fields or call.drafts)

    @property
    def _due(self) -> str:
        came = self._session.call.received
        since = came.received if came and came.received else self._desk.now()
        return day_and_time(local(self._script, due_at(self._script, self._kind.task, since)), year=True)

    def _place(self, row: str) -> str:
        return RECEIVED_DRAFT if row == RECEIVED else row

    async def _do(self, command: c.Command, told: str = "") -> bool:
        try:
            await self._session.do(command)
        except Refused as refused:
            self.told = refusals.words(refused, self._script, self._session.call)
            return False
        self.told = told
        return True


def _long_ago(moment: datetime, now: datetime) -> str:
    """Say of a time so long ago that its year was mistyped, maybe, which one it is; empty: it is not so long."""
    told = _("Came more than a year ago, {time}: is that so?")
    return told.format(time=f"{moment:{WRITTEN}}") if is_long_ago(moment, now) else ""


def _no_time_gone_by(script: Script, text: str, now: datetime) -> str:
    """Say why a text is not when something came: it is no time, or one to come."""
    if text.strip() and not text.strip().isdecimal() and moment_to_come(script, text, now):
        return _("This time is still to come: say when it came.")
    return _("This is no time: {text}").format(text=cited(text) or "—")
