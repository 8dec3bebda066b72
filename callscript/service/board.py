"""A supervisor's board: how the operators stand, second by second, and a call that is opened from it, to be read.

No call is opened before it is on the disk who opens it.
"""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Sequence
from typing import NamedTuple

from callscript.core.call.fold import fold_all
from callscript.core.live import Standing, standing
from callscript.packs.versions import Versions
from callscript.runtime.accounts import account_name
from callscript.runtime.clock import Clock
from callscript.runtime.i18n import _
from callscript.runtime.paths import Folders
from callscript.service.delivery.delivered import delivered
from callscript.service.live import JournalLive
from callscript.service.lookup import Recorded
from callscript.store.access import Access, AccessRecords
from callscript.store.errors import Damaged, StoreError
from callscript.store.files import FileStore
from callscript.store.live import Live
from callscript.store.logs import numbered_on
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
        self, live: Live, store: Store, records: AccessRecords, versions: Versions, clock: Clock, by: str
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
        standings = sorted((standing(row, now) for row in found.rows), key=lambda each: _in_order(each.row.operator))
        return Seen(standings, found.troubles)

    def open(self, operator: str, call: str) -> Recorded:
        """Return a call to be read; raise `StoreError` if it cannot be recorded who does, or cannot be read."""
        uid = os.getuid()
        record = Access(
            at=self.clock.now(),
            account=account_name(uid),
            uid=uid,
            call=call,
            operator=operator,
            by=self._by,
            host=platform.node(),
        )
        self._records.record(record)
        log = self._store.journal.read_call(call).whole
        script = self._versions.of(log)
        if not script:
            raise Damaged(call, 0, _("the call, or the script that it is led by, cannot be read"))
        log = [*log, *numbered_on(log, self._store.tasks.of_call(call))]
        return Recorded(script, [*log, *delivered(script, fold_all(script, log), self._store.outbox)])


def open_board(folders: Folders, clock: Clock, by: str) -> Board:
    """Return the board of a home on this host."""
    versions = Versions(folders)
    records = AccessRecords(folders.access)
    return Board(JournalLive(folders, versions, clock), FileStore(folders), records, versions, clock, by)


def _in_order(operator: str) -> tuple[tuple[int, str], ...]:
    """Sort numbers as people count."""
    return tuple((int(part), "") if part.isdecimal() else (-1, part) for part in _DIGITS.split(operator))
