"""Watches over the outbox of a home, with no seat and no screen: delivers for all its operators, and puts in what a
session that died between an event and the outbox has left owed. The journals of today and yesterday tell.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta
from threading import Event

from callscript.core.call.effects import Notify
from callscript.core.call.fold import fold_all
from callscript.core.call.notices import not_delivered
from callscript.core.letters import Letter
from callscript.dialogue.show.letter import letter as letter_of
from callscript.packs.versions import Versions
from callscript.runtime.clock import Clock
from callscript.runtime.i18n import _
from callscript.service.delivery.filing import Filing
from callscript.service.delivery.office import Office
from callscript.service.delivery.ways import Way
from callscript.service.notices import Notices
from callscript.store.errors import StoreError
from callscript.store.names import LogRef
from callscript.store.ports import Store

EACH = 3.0
"""Seconds between two looks at the outbox."""
_READ_AGAIN = timedelta(seconds=20)
"""How long a journal that goes on is left alone: its session, while it lives, puts in what it owes by itself."""
_DAYS = (-1, 0, 1)
"""The days looked at, from today by the clock of the world: a centre's own may be another one."""


class Watch:
    """Works at the outbox until it is told to stop. `say` gets a line for whatever there is to tell."""

    def __init__(
        self, store: Store, versions: Versions, way: Callable[[], Way], clock: Clock, say: Callable[[str], None]
    ) -> None:
        self._store = store
        self._versions = versions
        self._clock = clock
        self._say = say
        self._notices = Notices()
        self._filing = Filing(store.journal, store.registers, store.tasks, store.outbox, versions, self._notices)
        self._office = Office(store.outbox, way, clock.now, self._settled)
        self._read: dict[LogRef, tuple[object, datetime]] = {}
        """By journal: what it was when it was read last, and when."""
        self._looked_at: dict[str, int] = {}
        """By call: how many events it had then."""
        self._errors: dict[str, str] = {}
        """By letter, or step: why it was not delivered, as that was told."""

    def run(self, stop: Event) -> None:
        """Watch until `stop` is set."""
        while not stop.is_set():
            self.once()
            stop.wait(EACH)

    def once(self) -> None:
        """Put in what is owed, and deliver what is due."""
        self._clock.anchor()
        for step in (self._put_in_what_is_owed, self._deliver):
            try:
                step()
            except (StoreError, OSError) as error:
                self._tell(step.__name__, str(error), error)
            else:
                self._errors.pop(step.__name__, None)
        found = self._store.take_notices()
        for notice in (*self._notices.take(), *map(str, found)):
            self._say(notice)

    def _deliver(self) -> None:
        self._office.deliver()
        waiting = self._store.outbox.open()
        for letter in waiting:
            if letter.error:
                self._tell(letter.id, letter.error, f"{letter.id}: {letter.error}")
        there = {letter.id for letter in waiting}
        self._errors = {what: error for what, error in self._errors.items() if what in there or "." not in what}

    def _put_in_what_is_owed(self) -> None:
        today = self._clock.now().date()
        for day in (today + timedelta(days=each) for each in _DAYS):
            for ref in self._changed(day):
                for letter in self._owed_in(ref):
                    if self._store.outbox.put(letter):
                        self._say(_("put in for a session that did not: {letter}").format(letter=letter.id))
        self._read = {ref: read for ref, read in self._read.items() if ref.day >= today + timedelta(days=_DAYS[0])}

    def _changed(self, day: date) -> Iterator[LogRef]:
        """Yield the journals that have changed, each as often as it is worth reading."""
        now = self._clock.now()
        for ref, stamp in self._store.journal.logs(day).items():
            before = self._read.get(ref)
            if before is None or (before[0] != stamp and not timedelta() <= now - before[1] < _READ_AGAIN):
                yield ref
                self._read[ref] = stamp, now

    def _owed_in(self, ref: LogRef) -> Sequence[Letter]:
        log, found = self._store.journal.read_log(ref), list[Letter]()
        for call_id in log.calls:
            whole = log.of(call_id).whole
            if self._looked_at.get(call_id) == len(whole):
                continue
            self._looked_at[call_id] = len(whole)
            script = self._versions.of(whole)
            if script is not None and script.pack.notices:
                call = fold_all(script, whole)
                owed: Sequence[Notify] = not_delivered(script, call)
                found += [letter_of(script, call, each, self._clock.now()) for each in owed]
        return found

    def _settled(self, letter: Letter) -> None:
        if letter.is_open:
            self._say(_("not delivered, and not tried any more: {letter}").format(letter=letter.id))
            return
        self._say(_("delivered: {letter}, {reply}").format(letter=letter.id, reply=letter.reply))
        try:
            self._filing.file_again(letter.call)
        except StoreError as error:  # it was delivered; the lists lack that until they are made again
            self._say(str(error))

    def _tell(self, what: str, error: str, words: object) -> None:
        """Tell why something failed, unless that is what was told of it last."""
        if self._errors.get(what) != error:
            self._errors[what] = error
            self._say(str(words))
