"""A supervisor's board: how the operators stand, second by second, and a call that is opened from it, to be read.

No call is opened before it is on the disk who opens it.
"""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Sequence
from typing import NamedTuple

from callscript.core.call.events import Event
from callscript.core.call.fold import fold_all
from callscript.core.live import LiveRow, Standing, standing
from callscript.core.script.model import Script
from callscript.packs.versions import Versions
from callscript.runtime.accounts import account_name
from callscript.runtime.clock import Clock
from callscript.runtime.i18n import _
from callscript.runtime.paths import Folders
from callscript.service.centre_live import CentreLive
from callscript.service.delivery.delivered import delivered
from callscript.service.live import JournalLive
from callscript.service.lookup import Recorded
from callscript.store.access import Access, AccessRecords
from callscript.store.errors import Damaged, StoreError
from callscript.store.files import FileStore
from callscript.store.live import Live
from callscript.store.logs import numbered_on
from callscript.store.others import relayed_by
from callscript.store.ports import Store

_DIGITS = re.compile(r"(\d+)")


class Seen(NamedTuple):
    """How the operators stand at a moment."""

    standings: Sequence[Standing]
    """In the order of their numbers: nobody changes their place while they are looked at."""
    troubles: Sequence[StoreError]
    """Why there may be more to tell."""


class Board:
    """What a supervisor sees and opens, wherever the rows come from."""

    def __init__(
        self, live: Live | CentreLive, store: Store, records: AccessRecords, versions: Versions, clock: Clock, by: str
    ) -> None:
        self._live = live
        self._store = store
        self._records = records
        self._versions = versions
        self.clock = clock
        self._by = by
        """The operator's number in the profile of the account; empty: it has none."""

    def look(self) -> Seen:
        """Return how the operators stand now, or raise `StoreError`."""
        self.clock.anchor()  # no call is led here: the time is what the machine says
        found = self._live.look()
        now = self.clock.now()
        standings = sorted((standing(row, now) for row in found.rows), key=lambda each: _in_order(each.row))
        return Seen(standings, found.troubles)

    def open(self, row: LiveRow) -> Recorded:
        """Return the call of an operator to be read; raise `StoreError` if it cannot be recorded who does, or cannot be
        read.

        That of another host is recorded here, and where all hosts have their calls.
        """
        uid = os.getuid()
        record = Access(
            at=self.clock.now(),
            account=account_name(uid),
            uid=uid,
            call=row.call,
            operator=row.operator,
            by=self._by,
            host=platform.node(),
        )
        self._records.record(record)
        if row.host and isinstance(self._live, CentreLive):
            log = self._live.read(record)
            return Recorded(self._script(row.call, log), log)
        log = self._store.journal.read_call(row.call).whole
        script = self._script(row.call, log)
        log = [*log, *numbered_on(log, self._store.tasks.of_call(row.call))]
        return Recorded(script, [*log, *delivered(script, fold_all(script, log), self._store.outbox)])

    def _script(self, call: str, log: Sequence[Event]) -> Script:
        if script := self._versions.of(log):
            return script
        raise Damaged(call, 0, _("the call, or the script that it is led by, cannot be read"))


def open_board(folders: Folders, clock: Clock, by: str) -> Board:
    """Return the board of a home: of all hosts, where the centre's settings say that there are others."""
    versions = Versions(folders)
    live: Live | CentreLive = JournalLive(folders, versions, clock)
    if store := relayed_by(folders):
        from callscript.store.relayed.live import LiveElsewhere
        from callscript.store.relayed.questions import socket_of

        live = CentreLive(live, LiveElsewhere(socket_of(folders.data, store), clock))
    return Board(live, FileStore(folders), AccessRecords(folders.access), versions, clock, by)


def _in_order(row: LiveRow) -> tuple[tuple[tuple[int, str], ...], str]:
    """Sort numbers as people count; who is at two hosts has two lines."""
    parts = _DIGITS.split(row.operator)
    return tuple((int(part), "") if part.isdecimal() else (-1, part) for part in parts), row.host
