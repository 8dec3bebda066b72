"""The post of a session: letters are put into the outbox as calls owe them, and delivered on a thread of its own, for
all of the home. A mail server that is slow or dead holds up that thread and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING

from callscript.core.call.call import Call
from callscript.core.call.effects import Notify
from callscript.core.call.notices import owed
from callscript.core.letters import Letter
from callscript.core.script.model import Script
from callscript.runtime.i18n import _
from callscript.runtime.threads import start
from callscript.service.delivery.delivered import of_letter
from callscript.service.delivery.filing import Filing
from callscript.service.delivery.office import Office
from callscript.service.delivery.ways import Way
from callscript.service.notices import Notices
from callscript.store.ports import Outbox

if TYPE_CHECKING:
    from callscript.service.session import Session

_LOOK = 20.0
"""Seconds after which the outbox is looked at again: other sessions put letters in, too."""
_AT_ONCE = 0.2
"""Seconds between two looks, at least."""
_LATE = timedelta(seconds=60)
"""How long a letter may be on its way before that is told, though nobody here has tried it."""
_PATIENCE = 1.0
"""Seconds that whoever leaves waits for a letter that is being delivered."""


class Post:
    """Puts letters in, and delivers what is there."""

    def __init__(
        self,
        outbox: Outbox,
        way: Callable[[], Way],
        now: Callable[[], datetime],
        notices: Notices,
        led: Mapping[str, Session],
        filing: Filing,
    ) -> None:
        self._outbox = outbox
        self._now = now
        self._notices = notices
        self._led = led
        """By id: the calls that are led here."""
        self._filing = filing
        self._office = Office(outbox, way, now, self._settled)
        self.waiting = 0
        """The letters that were tried in vain and are still on their way, as of the last look."""
        self.given_up = 0
        """Those that are not tried any more."""
        self._followed: dict[str, str] = {}
        """By id: the letters put in here of which it is not known that they were delivered, each with its call."""
        self._wake = Event()
        self._left = False
        self._thread: Thread | None = None
        self._one_at_a_time = Lock()

    def put(self, script: Script, call: Call, effect: Notify) -> None:
        """Put what a call owes into the outbox, if it still does. Not on the event loop."""
        if effect not in owed(script, call):
            return
        from callscript.dialogue.show.letter import letter as letter_of

        letter = letter_of(script, call, effect, self._now())
        self._outbox.put(letter)
        self._followed[letter.id] = letter.call
        self._wake.set()

    def start(self) -> None:
        """See how the outbox stands, and begin to deliver. Not on the event loop."""
        if self._thread is None:
            with self._notices.telling():
                self._look()
            thread = Thread(target=self._work, name="post", daemon=True)
            self._thread = thread if start(thread) else None

    def leave(self) -> None:
        """Deliver once more what is due, but not for long: what is left, others deliver. Not on the event loop."""
        self._left = True
        self._wake.set()
        if self._thread is not None:
            self._thread.join(_PATIENCE)

    def on_the_way(self, call: str) -> bool:
        """Tell whether a letter about a call, put in here, is not known to be delivered."""
        return call in self._followed.values()

    def deliver(self) -> float:
        """Deliver what is due; return the seconds until there is something to do again. Not on the event loop."""
        with self._one_at_a_time:
            wait = _LOOK
            with self._notices.telling():
                due = self._office.deliver()
                self._look()
                if due is not None:
                    wait = min(_LOOK, max(_AT_ONCE, (due - self._now()).total_seconds()))
            self._notices.add(*self._outbox.take_notices())
            return wait

    def _work(self) -> None:
        while True:
            self._wake.clear()
            wait = self.deliver()
            if self._left:
                return
            self._wake.wait(wait)

    def _look(self) -> None:
        """See how the outbox stands, and what others have delivered of what was put in here."""
        there = {each.id: each for each in self._outbox.open()}
        self.given_up = sum(each.state == "given_up" for each in there.values())
        self.waiting = sum(each.state == "waiting" and _is_late(each, self._now()) for each in there.values())
        for letter_id, call in list(self._followed.items()):
            if letter_id not in there:
                sent = next((each for each in self._outbox.sent(call) if each.id == letter_id), None)
                if sent is not None:
                    self._settled(sent)
                self._followed.pop(letter_id, None)

    def _settled(self, letter: Letter) -> None:
        if letter.is_open:
            told = _("Not delivered, and not tried any more: {letter}. {reason} See callscript outbox.")
            self._notices.add(told.format(letter=letter.id, reason=f"{letter.error}."))
            return
        session = self._led.get(letter.call)
        if session is not None and not session.call.closed:
            session.hear(of_letter(letter))
        else:
            with self._notices.telling():  # it was delivered; should this fail, a rebuild enters it
                self._filing.file_again(letter.call)
        self._followed.pop(letter.id, None)


def _is_late(letter: Letter, now: datetime) -> bool:
    return letter.tries > 0 or now - letter.begun > _LATE
