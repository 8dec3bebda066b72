"""Sees to the registers while calls are taken: what they lack is made again from the journal, or the operator is told.

That is done on a daemon thread of its own: it holds up neither calls nor the end of the program.
"""

from __future__ import annotations

from collections.abc import Sequence
from threading import Lock, Thread

from callscript.core.call.events import Event
from callscript.core.records import Filed, Summarise
from callscript.runtime.i18n import _, n_
from callscript.runtime.threads import start
from callscript.service.notices import Notices
from callscript.store.errors import StoreError, StoreUnavailable
from callscript.store.ports import Journal, Registers

_PATIENCE = 2.0
"""Seconds that whoever leaves waits for what is being made: it stops at the next call."""


class Upkeep:
    """The upkeep of registers in one session."""

    def __init__(self, journal: Journal, registers: Registers, summarise: Summarise, notices: Notices) -> None:
        self._journal = journal
        self._registers = registers
        self._summarise = summarise
        self._notices = notices
        self._complete = True
        """Whether nothing was missing when it was last looked at."""
        self._given_up = False
        """They could not be made again, or the program ends: it is not tried again in this session."""
        self._at_work: Thread | None = None
        self._one_at_a_time = Lock()

    @property
    def complete(self) -> bool:
        """Whether the registers have all that the journal has, as far as is known. Not on the event loop."""
        return self._complete and not self._registers.incomplete()

    @property
    def at_work(self) -> bool:
        """Whether they are being made again."""
        return self._at_work is not None and self._at_work.is_alive()

    def see_to(self) -> None:
        """Tell what was found damaged, and have made again what is missing. Not on the event loop."""
        self._notices.add(*self._registers.take_notices())
        with self._notices.telling(), self._one_at_a_time:
            if not (self._given_up or self.at_work or self.complete):
                thread = Thread(target=self._make_again, name="upkeep", daemon=True)
                self._at_work = thread if start(thread) else None

    def look(self) -> None:
        """Hold the registers against the journal, and tell which journals are missing. Not on the event loop."""
        self._complete = False  # should it not be told
        with self._notices.telling():
            standing = self._registers.standing(self._journal)
            self._complete = standing.complete
            if standing.gone:
                told = n_(
                    "The journal of {number} day is missing ({day}): "
                    "its calls stand in the lists alone. See callscript doctor.",
                    "The journals of {number} days are missing (the first is {day}): "
                    "their calls stand in the lists alone. See callscript doctor.",
                    len(standing.gone),
                )
                self._notices.add(told.format(number=len(standing.gone), day=f"{standing.gone[0]:%d.%m.%Y}"))

    def leave(self) -> None:
        """Stop. Not on the event loop."""
        self._given_up = True
        self.wait()

    def wait(self) -> None:
        """Wait for what is being made, but not for long. Not on the event loop."""
        if self._at_work is not None:
            self._at_work.join(_PATIENCE)

    def _make_again(self) -> None:
        try:
            calls, problems = self._registers.rebuild(self._journal, self._one, losing=False)
            self._complete = self._registers.standing(self._journal).complete
        except (StoreError, OSError) as error:
            calls, problems = 0, [error]
        if self._given_up:
            return
        if self.complete:
            told = n_(
                "The lists were damaged and were made again: {number} call.",
                "The lists were damaged and were made again: {number} calls.",
                calls,
            )
            self._notices.add(told.format(number=calls), *problems)
        else:
            self._given_up = True
            reason = next(iter(problems), _("see callscript doctor"))
            self._notices.add(
                _("The lists are not complete and could not be made again: {reason}").format(reason=reason)
            )

    def _one(self, log: Sequence[Event]) -> Filed | None:
        if self._given_up:
            raise StoreUnavailable("registers", "the program ends")
        return self._summarise(log)
