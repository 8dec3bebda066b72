"""The wrap-up: outcome, reasons for what was not met, summary; what is being filled in, and where going on leads."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from callscript.core.call import commands as c
from callscript.core.call import events as e
from callscript.core.call.decide import wanting
from callscript.core.call.guards import holds
from callscript.core.call.meanwhile import as_known
from callscript.core.call.refusal import Refused
from callscript.core.script import phrases
from callscript.core.script.model import Outcome
from callscript.dialogue.show.clocks import hold_note
from callscript.dialogue.show.endings import ended
from callscript.dialogue.show.listing import caller_line, people_named, task_row
from callscript.dialogue.show.registered import registered_lines
from callscript.dialogue.show.standing import standing, verdict_word
from callscript.dialogue.show.values import OwedLine
from callscript.runtime.i18n import _
from callscript.service.session import Session
from callscript.service.summary import filed

OUTCOME, SUMMARY = "outcome", "summary"
AGAIN = "="
"""Typed for a reason: the one given before."""


class NotMet(Struct, frozen=True):
    """A clause that was not met, and why."""

    line: OwedLine
    must: bool
    """Whether it wants a reason, or has one."""
    reason: str

    @property
    def clause(self) -> str:
        """Its id."""
        return self.line.clause

    @property
    def title(self) -> str:
        """What it asks for."""
        return self.line.title if self.line.must else self.line.title + " (" + _("recommended") + ")"

    @property
    def text(self) -> str:
        """How the call stands with it, and what it asks for."""
        return f"{self.line.name} {verdict_word(self.line.verdict)}: {self.title}"


class AsFiled(NamedTuple):
    """What the registers get of a call, in words."""

    caller: str
    """Who called, and from which number."""
    left_open: Sequence[str]
    """What the call leaves to be done, until when."""


class WrapUp:
    """The parts of a wrap-up, one of which is being filled in."""

    def __init__(self, session: Session, now: Callable[[], datetime]) -> None:
        self._session = session
        self._now = now
        self.part = OUTCOME
        """What going on acts on: the outcome, a clause that wants a reason, or the summary."""
        ids = [outcome.id for outcome in self.outcomes]
        self.picked = ids.index(session.call.outcome) if session.call.outcome in ids else 0
        self._marked = False
        """Whether an outcome was marked, as against proposed: only that is recorded by passing it by."""
        if session.call.outcome:
            self.part = self._typed_last() or self._next_wanted()  # taken up again: go on where it stood

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """The outcomes that fit the way the call ended."""
        call = self._session.call
        return tuple(
            outcome
            for outcome in self._session.script.pack.outcomes
            if call.ended and call.ended.how in outcome.ended and holds(outcome.when, call)
        )

    @property
    def not_met(self) -> tuple[NotMet, ...]:
        """The clauses that were not met."""
        call, found, wanted = self._session.call, list[NotMet](), self._wanted()
        for line in standing(self._session.script, call, self._now()):
            if line.verdict in ("breached", "open"):
                reason = call.reasons.get(line.clause, "")
                found.append(NotMet(line, bool(reason) or line.clause in wanted, reason))
        return tuple(found)

    @property
    def text(self) -> str:
        """What stands in the part being filled in, where it is typed: what was not confirmed, or what is recorded."""
        if draft := self.drafted:
            return draft
        call = self._session.call
        return call.summary if self.part == SUMMARY else call.reasons.get(self.part, "")

    @property
    def drafted(self) -> str:
        """What was being typed in this part and was not confirmed."""
        return self._session.call.drafts.get(_place(self.part), "")

    @property
    def ended(self) -> str:
        """How the call ended, how long it was, and how long the caller was on hold."""
        script, call = self._session.script, self._session.call
        return "  ·  ".join(filter(None, (ended(script, call), hold_note(script, call))))

    @property
    def registered(self) -> tuple[str, ...]:
        """What was registered, each with its number and time."""
        return tuple(registered_lines(self._session.script, self._session.call))

    def filed(self) -> AsFiled:
        """Return the call as it is going to be filed, in words."""
        script, call = self._session.script, self._session.call
        found, told_once = filed(script, as_known(script, call)), len(self.registered) == 1
        tasks = [replace(task, number="") if told_once else task for task in found.tasks] if found else []
        told = [(task_row(script, task, self._now()), people_named(script, task.theirs)) for task in tasks]
        left = [", ".join(filter(None, (row.what, whose, row.due))) for row, whose in told]
        return AsFiled(caller_line(found.summary) if found else "", left)

    @property
    def summary_is_next(self) -> bool:
        """Whether going on from the outcome leads to the summary: nothing wants a reason."""
        return self.part == OUTCOME and self._next_wanted() == SUMMARY

    def name(self, outcome: Outcome) -> str:
        """Return what an outcome is called."""
        return phrases.label(self._session.script, f"outcome.{outcome.id}")

    def pick(self, digit: int) -> bool:
        """Mark an outcome by its number; tell whether there is one."""
        if not 1 <= digit <= len(self.outcomes):
            return False
        self.picked, self._marked = digit - 1, True
        return True

    def move(self, by: int) -> None:
        """Go to another part without having filled this one in."""
        parts = [OUTCOME, *(each.clause for each in self.not_met), SUMMARY]
        at = parts.index(self.part) if self.part in parts else 0
        self.part = parts[max(0, min(len(parts) - 1, at + by))]

    async def keep(self, text: str) -> None:
        """Record what stands in the part being filled in."""
        text = text.strip()
        if self.part == OUTCOME:
            if (outcomes := self.outcomes) and self._marked:
                await self._session.do(c.SetOutcome(outcomes[self.picked].id))
        elif self.part == SUMMARY:
            await self._session.do(c.Summarise(text))
        elif text != AGAIN:
            await self._session.do(c.Explain(self.part, text))
        elif before := [reason for clause, reason in self._session.call.reasons.items() if clause != self.part]:
            await self._session.do(c.Explain(self.part, before[-1]))

    async def draft(self, text: str) -> None:
        """Keep what is being typed in this part."""
        if self.part != OUTCOME:
            call = self._session.call
            recorded = call.summary if self.part == SUMMARY else call.reasons.get(self.part, "")
            await self._session.do(c.Draft(_place(self.part), "" if text == recorded else text))

    async def go(self, text: str) -> None:
        """Record the part and go to what is wanted next; behind the summary the call is closed."""
        self._marked |= self.part == OUTCOME
        await self.keep(text)
        if self.part == SUMMARY:
            await self._close()
        elif self.part in self._wanted():
            raise Refused("reasons_first", self.part)
        else:
            self.part = self._next_wanted()

    async def _close(self) -> None:
        """Close the call, or go to what is missing for that."""
        try:
            await self._session.do(c.Close())
        except Refused as refused:
            if refused.code == "reasons_first":
                self.part = self._next_wanted()
            elif refused.code == "outcome_first":
                self.part = OUTCOME
            raise

    def _wanted(self) -> list[str]:
        return [each.clause for each in wanting(self._session.script, self._session.call, self._now())]

    def _next_wanted(self) -> str:
        return next(iter(self._wanted()), SUMMARY)

    def _typed_last(self) -> str:
        """Return the part in which something was being typed; empty: none."""
        places = {_place(part): part for part in (*(each.clause for each in self.not_met), SUMMARY)}
        return next((places[place] for place in reversed(tuple(self._session.call.drafts)) if place in places), "")


def _place(part: str) -> str:
    return e.SUMMARY if part == SUMMARY else e.reason_of(part)
