"""The relay of one host: one process. Looks for what is new in the journals, and sends it on, over one connection.

Nothing waits for it but saves that are to be in PostgreSQL too: these are sent on before anything else is looked at.
Where PostgreSQL cannot be used it says so once, and tries again after pauses that grow; then how far each file was sent
on is asked of the server that answers, and what that one lacks is sent again.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from threading import Event
from time import monotonic

from callscript.packs.versions import Versions
from callscript.relay.ahead import Ahead
from callscript.relay.filing import summarising
from callscript.relay.living import SCHEMA as LIVE
from callscript.relay.living import Living
from callscript.relay.looking import Looking
from callscript.relay.migrations import hold_fit
from callscript.relay.place import Holding, Place
from callscript.relay.postgres import Connected, connected
from callscript.relay.progress import Progress
from callscript.relay.scripts import Keeping, fetched
from callscript.relay.settings import ACCOUNT, Settings, SettingsWrong
from callscript.relay.shipping import MOST, Batch, Shipping
from callscript.relay.silence import Silence
from callscript.relay.tail import Tail
from callscript.relay.telling import Telling
from callscript.runtime.clock import Clock
from callscript.runtime.exit_status import Foreseen
from callscript.runtime.paths import Folders
from callscript.service.live import JournalLive

EACH = 0.05
"""Seconds between two looks at the journals of these days."""
_WANTED = 2.0
"""Seconds until the next try at most, while somebody waits for what is recorded to be sent on."""
_PAUSES = (0.5, 1.0, 2.0, 5.0, 10.0, 30.0)
"""Seconds until the next try, the longer the more have failed."""


class Relay:
    """Sends the journals of a home on, until it is told to stop. `say` gets a line for whatever there is to tell."""

    def __init__(
        self, folders: Folders, settings: Settings, clock: Clock, say: Callable[[str], None], stop: Event
    ) -> None:
        self._settings = settings
        self._place = Place(folders, settings.host)
        self._clock = clock
        self._telling = Telling(say, clock)
        self._silence = Silence(say)
        self._stop = stop
        versions = Versions(folders)
        self._versions = versions
        self._summarise = summarising(versions)
        self._keeping = Keeping(folders.packs, settings.host, self._telling.once)
        self._living = Living(JournalLive(folders, versions, clock), folders.journal, clock, settings.host)
        self._looking = Looking(folders.journal, clock, self._telling)
        self._reader = ThreadPoolExecutor(1, "reader")
        """Reads what comes next while a backlog is written."""
        self.progress = Progress()
        self.progress.silent = lambda: self._silence.seconds

    def run(self) -> None:
        """Send on what comes until `stop` is set."""
        tries = 0
        self._silence.watch(self._stop)
        while not self._stop.is_set():
            try:
                with self._connected(self._living) as shipping:
                    self.look(shipping)  # what fails at each try is told once, though there is a connection each time
                    self._telling.once("postgres", "")
                    self._telling.say("connected")
                    tries = 0
                    looks = monotonic() + EACH
                    while not self._stop.is_set():
                        if self.progress.wait(max(0.0, looks - monotonic())):
                            self._send_wanted(shipping)
                        if self._looking.wants_more or monotonic() >= looks:
                            self.look(shipping)
                            looks = monotonic() + EACH
            except Foreseen as error:
                self.progress.lost()
                self._telling.once("postgres", str(error))
                self._pause(_PAUSES[min(tries, len(_PAUSES) - 1)])
                tries += 1
        self._telling.all()

    def _pause(self, seconds: float) -> None:
        """Wait before the next try: not for long, if somebody waits for it."""
        self.progress.wait(0)
        waited = 0.0
        while waited < seconds and not self._stop.wait(EACH):
            waited += EACH
            if self.progress.wait(0):
                seconds = min(seconds, _WANTED)

    def once(self) -> bool:
        """Send on what there is, and tell whether there was anything; raise what is wrong."""
        with self._connected() as shipping:
            while self.look(shipping):
                self._looking.look_at_all()
        return self._telling.all()

    def look(self, shipping: Shipping) -> bool:
        """Look for what is new, and send it on; tell whether there was anything."""
        self._clock.anchor()
        self._holding.go_on()
        if self._looking.all_are_due:
            shipping.look()
            self._keeping.look_again()
        script = shipping.send_script(self._keeping)
        batches, found = Ahead(self._batches(self._looking.changed()), self._reader), False
        try:
            while batch := batches.next():
                found = True
                self._send(shipping, batch)
        finally:
            batches.end()
        caught_up = shipping.catch_up()
        self._telling.add(caught_up)
        shipping.tell_live()
        self._telling.once("seats", shipping.live_wrong)
        self._telling.now_and_then()
        return found or script or caught_up.calls > 0

    def _send_wanted(self, shipping: Shipping) -> None:
        """Send on what somebody waits for, and nothing else: how operators stand by it is told with the next look."""
        self._clock.anchor()
        for batch in self._batches(self._looking.wanted(self.progress.wanted())):
            batch.waited_for = True
            self._send(shipping, batch)

    def _batches(self, files: Iterable[tuple[str, Tail]]) -> Iterator[Batch]:
        """Yield what is new in files, so much at once as is sent on at once."""
        batch = Batch()
        for name, tail in files:
            lines = self._looking.read(tail)
            while lines is not None and not self._stop.is_set():
                now, lines = lines[: MOST - len(batch.lines)], lines[MOST - len(batch.lines) :]
                batch.lines += now
                batch.cursors[name] = tail.sent_on_to(now[-1] if lines else None)
                if len(batch.lines) >= MOST:
                    batch.backlog = True
                    yield batch
                    batch = Batch(backlog=True)
                lines = lines or None
        if batch.cursors:
            yield batch

    @contextmanager
    def _connected(self, living: Living | None = None) -> Generator[Shipping]:
        """Connect, and ask how far this server has the files; what was read for another one counts no more."""
        with connected(self._settings, "callscript relay", in_time=True) as connection:
            self._silence.connection = connection
            schema = hold_fit(connection)
            self._hold_account(connection)
            self._holding = Holding(self._place, connection, schema)
            living = living if schema >= LIVE else None
            shipping = Shipping(connection, self._settings.host, self._summarise, schema, living)
            self._keeping.begin()
            self._versions.elsewhere = partial(fetched, connection)
            cursors = shipping.cursors()
            self._looking.begin(cursors)
            self.progress.begin(cursors)
            yield shipping

    def _hold_account(self, connection: Connected) -> None:
        row = connection.execute("select session_user::text").fetchone()
        if row and row[0] != (wanted := f"{ACCOUNT}{self._settings.host}"):
            told = f'host = "{self._settings.host}" goes with the account {wanted}, and this one is {row[0]}'
            raise SettingsWrong(self._settings.file, told)

    def _send(self, shipping: Shipping, batch: Batch) -> None:
        self._telling.add(shipping.send(batch))
        self._looking.sent(batch.cursors)
        self.progress.sent(batch.cursors)
