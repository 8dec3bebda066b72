"""The relay of one host: one process. Looks for what is new in the journals, and sends it on, over one connection.

Nothing waits for it. Where PostgreSQL cannot be used it says so once, and tries again after pauses that grow; then how
far each file was sent on is asked of the server that answers, and what that one lacks is sent again.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from threading import Event

from callscript.packs.versions import Versions
from callscript.relay.filing import summarising
from callscript.relay.living import SCHEMA as LIVE
from callscript.relay.living import Living
from callscript.relay.migrations import hold_fit
from callscript.relay.postgres import Connected, connected
from callscript.relay.progress import Progress
from callscript.relay.scripts import Keeping, fetched
from callscript.relay.settings import ACCOUNT, Settings, SettingsWrong
from callscript.relay.shipping import MOST, Batch, Shipping
from callscript.relay.tail import Cursor, Sent, Tail
from callscript.relay.telling import Telling
from callscript.runtime.clock import Clock
from callscript.runtime.exit_status import Foreseen
from callscript.runtime.files import names_in
from callscript.runtime.paths import Folders
from callscript.service.live import JournalLive
from callscript.store.names import JOURNAL, day_folder, named_day

EACH = 0.05
"""Seconds between two looks at the journals of these days."""
_ALL = timedelta(minutes=1)
"""How often those of all days are looked at: what was erased or mended, work that was done by a clock set wrong."""
_WANTED = 2.0
"""Seconds until the next try at most, while somebody waits for what is recorded to be sent on."""
_PAUSES = (0.5, 1.0, 2.0, 5.0, 10.0, 30.0)
"""Seconds until the next try, the longer the more have failed."""
_DAYS = (-1, 0, 1)
"""The days looked at each time, from today by the clock of the world: a centre's own may be another one."""


class Relay:
    """Sends the journals of a home on, until it is told to stop. `say` gets a line for whatever there is to tell."""

    def __init__(
        self, folders: Folders, settings: Settings, clock: Clock, say: Callable[[str], None], stop: Event
    ) -> None:
        self._journal = folders.journal
        self._settings = settings
        self._clock = clock
        self._telling = Telling(say, clock)
        self._stop = stop
        versions = Versions(folders)
        self._versions = versions
        self._summarise = summarising(versions)
        self._keeping = Keeping(folders.packs, settings.host, self._telling.once)
        self._living = Living(JournalLive(folders, versions, clock), folders.journal, clock, settings.host)
        self._tails: dict[str, Tail] = {}
        """The files of these days that were looked at over this connection."""
        self._cursors: dict[str, Cursor] = {}
        """How far each file was sent on."""
        self.progress = Progress()
        self._looked_at_all = clock.now() - _ALL

    def run(self) -> None:
        """Send on what comes until `stop` is set."""
        tries = 0
        while not self._stop.is_set():
            try:
                with self._connected(self._living) as shipping:
                    self.look(shipping)  # what fails at each try is told once, though there is a connection each time
                    self._telling.once("postgres", "")
                    self._telling.say("connected")
                    tries = 0
                    while not self._stop.is_set():
                        self.progress.wait(EACH)
                        self.look(shipping)
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

    def once(self) -> None:
        """Send on what there is; raise what is wrong."""
        with self._connected() as shipping:
            while self.look(shipping):
                self._looked_at_all = self._clock.now() - _ALL
        self._telling.all()

    def look(self, shipping: Shipping) -> bool:
        """Look for what is new, and send it on; tell whether there was anything."""
        self._clock.anchor()
        if self._looks_at_all:
            shipping.look()
            self._keeping.look_again()
        script = shipping.send_script(self._keeping)
        batches = self._batches()
        batch = next(batches, None)
        found = batch is not None
        with ThreadPoolExecutor(1) as reader:  # while a backlog is written there, what comes next is read here
            while batch:
                coming = reader.submit(next, batches, None) if batch.backlog else None
                self._send(shipping, batch)
                batch = coming.result() if coming else None
        caught_up = shipping.catch_up()
        self._telling.add(caught_up)
        shipping.tell_live()
        self._telling.once("seats", shipping.live_wrong)
        self._telling.now_and_then()
        return found or script or caught_up.calls > 0

    def _batches(self) -> Iterator[Batch]:
        """Yield what is new, so much at once as is sent on at once."""
        batch = Batch()
        for name, tail in self._changed():
            lines = self._read(tail)
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
            schema = hold_fit(connection)
            self._hold_account(connection)
            living = living if schema >= LIVE else None
            shipping = Shipping(connection, self._settings.host, self._summarise, schema, living)
            self._keeping.begin()
            self._versions.elsewhere = partial(fetched, connection)
            self._cursors, self._tails = dict(shipping.cursors()), {}
            self._looked_at_all = self._clock.now() - _ALL
            self.progress.begin(self._cursors)
            yield shipping

    def _hold_account(self, connection: Connected) -> None:
        row = connection.execute("select session_user::text").fetchone()
        if row and row[0] != (wanted := f"{ACCOUNT}{self._settings.host}"):
            told = f'host = "{self._settings.host}" goes with the account {wanted}, and this one is {row[0]}'
            raise SettingsWrong(self._settings.file, told)

    def _send(self, shipping: Shipping, batch: Batch) -> None:
        self._telling.add(shipping.send(batch))
        self._cursors |= batch.cursors
        self.progress.sent(batch.cursors)

    def _read(self, tail: Tail) -> list[Sent] | None:
        """Read what is new in a file; None: it cannot be read."""
        before = tail.unusable, tail.other_format
        try:
            lines = tail.read()
        except FileNotFoundError:  # it was taken away, or is being replaced
            return None
        except OSError as error:
            self._cannot_read(error)
            return None
        self._telling.left_out(tail.unusable - before[0], tail.other_format - before[1])
        return lines

    def _changed(self) -> Iterator[tuple[str, Tail]]:
        """Yield the files that may have something new, those of the earliest day first."""
        these = self._these_days()
        for day in self._days():
            folder = day_folder(self._journal, day)
            for path in (folder / file for file in self._names(folder) if file.endswith(JOURNAL)):
                name = path.relative_to(self._journal).as_posix()
                tail = self._tails.get(name) or Tail(path, self._cursors.get(name))
                if day in these:  # of all other days nothing is kept here but how far they are
                    self._tails[name] = tail
                with suppress(FileNotFoundError):
                    if tail.changed():
                        yield name, tail

    def _days(self) -> list[date]:
        wanted = (named_day(Path(file).parent.name) for file in self.progress.wanted())
        if not self._looks_at_all:
            return sorted({*self._these_days(), *filter(None, wanted)})
        self._looked_at_all = self._clock.now()
        years = [year for year in self._names(self._journal) if year.isdecimal()]
        days = [named_day(name) for year in years for name in self._names(self._journal / year)]
        return sorted(day for day in days if day)

    @property
    def _looks_at_all(self) -> bool:
        """Whether the journals of all days are to be looked at."""
        return not timedelta() <= self._clock.now() - self._looked_at_all < _ALL

    def _these_days(self) -> list[date]:
        return [self._clock.now().date() + timedelta(days=each) for each in _DAYS]

    def _names(self, folder: Path) -> list[str]:
        try:
            return names_in(folder)
        except OSError as error:
            self._cannot_read(error)
            return []

    def _cannot_read(self, error: OSError) -> None:
        reason = error.strerror or type(error).__name__
        self._telling.once("journals", f"some journals cannot be read ({reason}): see callscript doctor")
