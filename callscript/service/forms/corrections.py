"""Corrections of a call that has ended: what was recorded wrongly, how it should be, and why."""

from __future__ import annotations

from contextlib import suppress
from typing import Literal, assert_never

from msgspec import Struct

from callscript.core.call import commands as c
from callscript.core.call.call import Call, Values, is_recorded
from callscript.core.call.entries import rows
from callscript.core.call.event import ENDED, GOES_ON, corrected_at, correction_of
from callscript.core.call.fields import checked, stands_here
from callscript.core.call.fold import orphaned_fields
from callscript.core.call.matters import Recorded, are_several, owners
from callscript.core.call.matters import recorded as recorded_by_matter
from callscript.core.call.refusal import Refused
from callscript.core.script import phrases
from callscript.core.script.base import ENDS
from callscript.core.script.entries import CHANNEL, CLASS, RECEIVED
from callscript.core.script.model import Script
from callscript.core.script.moments import gone_by
from callscript.core.script.steps import End
from callscript.dialogue.read.field_text import read
from callscript.dialogue.show.endings import ending, how_ended
from callscript.dialogue.show.entered import row_choices, row_ids, row_name, row_text, row_typed
from callscript.dialogue.show.field_text import as_typed, choices, of_matter, recorded, typed
from callscript.runtime.i18n import _
from callscript.service.session import Session

HOW, WHY = "how", "why"


class Line(Struct, frozen=True):
    """Something that can be corrected."""

    id: str
    name: str
    recorded: str = ""
    matter: int = 0
    """The number of the matter, of a field of one that was set aside."""

    @property
    def text(self) -> str:
        """What it is, and what is recorded of it."""
        return f"{self.name}: {self.recorded}" if self.recorded else self.name


def begun(call: Call) -> bool:
    """Tell whether a correction was being typed when the program ended."""
    return any(map(corrected_at, call.drafts))


class Corrections:
    """Leads from what is wrong to why: one thing at a time. What was being typed before is gone on with."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._line: Line | None = None
        self._meant: c.Fill | c.Receive | str | None = None
        self.made = 0
        """How many were made."""
        self._go_on()

    def _go_on(self) -> None:
        """Go to what was being typed when the program ended."""
        for line in self.lines if begun(self._session.call) else ():
            how, why = (self._drafted(line, part) for part in (HOW, WHY))
            if not (how or why):
                continue
            self._line = line
            if why and line.id != GOES_ON:
                with suppress(Refused):
                    self._meant = self._read(line, how)
            return

    @property
    def lines(self) -> tuple[Line, ...]:
        """What can be corrected, with what is recorded of it."""
        call = self._session.call
        if call.entry:
            return _of_entry(self._session.script, call)
        goes_on = (Line(GOES_ON, _("The call has not ended: it goes on")),) if not call.closed else ()
        ended = Line(ENDED, _("How it ended"), how_ended(self._session.script, call))
        live: dict[str, Recorded] = {}
        aside, each_of = list[Line](), dict[tuple[str, int], Line]()
        groups, owner = recorded_by_matter(self._session.script, call), owners(self._session.script, call)
        for group in groups[1:]:
            is_aside = bool(call.about(group.matter).aside.values)
            if group.which:  # one of several: all of them stand in their order, also with what is empty
                for field in self._session.script.fields_of(group.detour):
                    if is_aside or owner.get(field) == group.matter:
                        matter = group.matter if is_aside else 0
                        each_of[field, matter] = self._field(field, group.values, group, matter)
            elif is_aside:
                aside += [self._field(each, group.values, group, group.matter) for each in group.values]
            elif are_several(groups):
                live.update(dict.fromkeys(group.values, group))
        fields = (self._field(each, call.fields, live.get(each)) for each in self._fields if (each, 0) not in each_of)
        return (*goes_on, ended, *fields, *each_of.values(), *aside)

    @property
    def part(self) -> Literal["what", "how", "why"]:
        """What is asked for: what is wrong, how it should be, why."""
        if self._line is None:
            return "what"
        return HOW if self._meant is None and self._line.id != GOES_ON else WHY

    @property
    def question(self) -> str:
        """Say what is asked for."""
        if self._line is None:
            return _("What was recorded wrongly?")
        if self.part == WHY:
            return _("Why is it corrected? {what}").format(what=self._line.text)
        return _("How should it be? {what}").format(what=self._line.text)

    @property
    def choices(self) -> tuple[str, ...]:
        """The numbered answers, where it is chosen how it should be."""
        if self._line is None or self.part != HOW:
            return ()
        if self._line.id == ENDED:
            return tuple(ending(self._session.script, how) for how in self._endings)
        if self._session.call.entry:
            return row_choices(self._session.script, self._session.call, self._line.id)
        return tuple(name for _value, name in choices(self._session.script, self._line.id))

    @property
    def drafted(self) -> str:
        """What was being typed there before, and was not confirmed."""
        return self._drafted(self._line, self.part) if self._line else ""

    @property
    def text(self) -> str:
        """What stands there to be typed over: what was being typed there before, or else what is recorded."""
        return self.drafted or self._recorded

    @property
    def _recorded(self) -> str:
        if self._line is None or self.choices:
            return ""
        if self.part == HOW:
            if self._session.call.entry:
                return row_typed(self._session.script, self._session.call, self._line.id)
            if self._line.matter:
                values = self._session.call.values_of(self._line.matter)
                return as_typed(self._session.script, self._line.id, values.get(self._line.id))
            return typed(self._session.script, self._session.call, self._line.id)
        return _("a key was pressed by mistake") if self._line.id == GOES_ON else ""

    def choose(self, number: int) -> bool:
        """Take the line of a number to be corrected; tell whether there is one. Raise what refuses that."""
        if not 1 <= number <= len(self.lines):
            return False
        line, script, call = self.lines[number - 1], self._session.script, self._session.call
        stands_here(script, call, line.id, line.matter or owners(script, call).get(line.id, 0))
        self._line = line
        return True

    async def draft(self, text: str) -> None:
        """Keep what is being typed: it corrects nothing yet."""
        if self._line is not None:
            await self._keep(self._line, self.part, "" if text == self._recorded else text)

    async def back(self) -> bool:
        """Go a step back, and drop what was being typed; False: there is none."""
        if self._line is None:
            return False
        await self._keep(self._line, self.part, "")
        if self._meant is None:
            self._line = None
        self._meant = None
        return True

    async def go(self, text: str) -> None:
        """Take what was typed for what is asked; behind the reason, make the correction. Raise what refuses it."""
        text, line = text.strip(), self._line
        if line is None:
            return
        if self.part == HOW:
            self._meant = self._read(line, text)
            await self._keep(line, HOW, text)
            return
        match self._meant:
            case None:
                command: c.Command = c.TakeEndBack(text)
            case c.Fill(field, value, absent):
                command = c.CorrectField(field, value, text, absent, line.matter)
            case c.Receive(channel, received, classed):
                command = c.CorrectReceived(text, channel, received, classed)
            case str() as how:
                command = c.CorrectEnd(how, text)
            case _:
                assert_never(self._meant)
        await self._session.do(command)
        self.made += 1
        self._line = self._meant = None

    @property
    def _fields(self) -> list[str]:
        """Those of the caller's card, whatever else was recorded, and what goes with the way in which it ended."""
        script, call = self._session.script, self._session.call
        ends = (step for step in script.steps.values() if isinstance(step, End))
        kept = {field for step in ends if call.ended and step.how == call.ended.how for field in step.keeps}
        return [each.id for each in script.pack.fields if each.group != "call" or each.id in {*call.fields, *kept}]

    @property
    def _endings(self) -> tuple[str, ...]:
        """The ways of ending that this script can file, its own behind the program's."""
        pack = self._session.script.pack
        known = {how for outcome in pack.outcomes for how in outcome.ended}
        return tuple(how for how in (*ENDS, *pack.endings) if how in known)

    def _field(self, field: str, values: Values, group: Recorded | None, matter: int = 0) -> Line:
        """Show a field as a line, with the matter that it is about where there are several."""
        script, value = self._session.script, values.get(field)
        shown = recorded(script, script.own_language, field, value.text, absent=value.absent) if value else ""
        if shown and not matter and field in orphaned_fields(script, self._session.call):
            left = _("from an answer that was changed")
            shown = f"~ {shown} ({left})"
        about = f" ({of_matter(script, group)})" if group else ""
        return Line(field, phrases.label(script, f"field.{field}") + about, shown or _("empty"), matter)

    def _drafted(self, line: Line, part: str) -> str:
        return self._session.call.drafts.get(correction_of(line.id, line.matter, part), "")

    async def _keep(self, line: Line, part: str, text: str) -> None:
        await self._session.do(c.Draft(correction_of(line.id, line.matter, part), text))

    def _read(self, line: Line, text: str) -> c.Fill | c.Receive | str:
        call = self._session.call
        if call.entry and line.id in (CHANNEL, RECEIVED, CLASS):
            return _came(self._session.script, call, line.id, text)
        return self._ending(text) if line.id == ENDED else self._value(line, text)

    def _ending(self, text: str) -> str:
        if not (text.isascii() and text.isdecimal() and 1 <= int(text) <= len(self._endings)):
            raise Refused("choose_first")
        how, ended = self._endings[int(text) - 1], self._session.call.ended
        if ended and ended.how == how:
            raise Refused("not_changed")
        return how

    def _value(self, line: Line, text: str) -> c.Fill:
        script, call = self._session.script, self._session.call
        fill, old = read(script, line.id, text), call.values_of(line.matter).get(line.id)
        meant = c.CorrectField(line.id, fill.value, "", fill.absent, line.matter)
        value = checked(script, call, meant, call.latest) if call.latest else fill.value
        if is_recorded(old, value, absent=fill.absent):
            raise Refused("not_changed", line.id)
        return fill


def _of_entry(script: Script, call: Call) -> tuple[Line, ...]:
    """Return what can be corrected of an entry, with what is recorded of it."""
    kind = script.entry_kinds[call.entry]
    return tuple(Line(row, row_name(script, row), row_text(script, call, row) or _("empty")) for row in rows(kind))


def _came(script: Script, call: Call, row: str, text: str) -> c.Receive:
    """Read by which way an entry came, when, or its class."""
    if row == RECEIVED:
        moment = gone_by(script, text, call.closed) if call.closed else None
        if moment is None:
            raise Refused("no_moment", text)
        return c.Receive(received=moment)
    ids = row_ids(script, call, row)
    if not (text.isascii() and text.isdecimal() and 1 <= int(text) <= len(ids)):
        raise Refused("choose_first")
    chosen = ids[int(text) - 1]
    return c.Receive(channel=chosen) if row == CHANNEL else c.Receive(classed=chosen)
