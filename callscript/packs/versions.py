"""Finds the script that a call was led by: the version kept when it began, or a shipped pack that is still the same."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from callscript import packs
from callscript.core.call.events import CallStarted, Event
from callscript.core.script.model import Script
from callscript.packs import PackError, PackNotFound
from callscript.packs.files import Files
from callscript.packs.holiday import YEARS
from callscript.packs.reader import read_kept
from callscript.runtime.i18n import _
from callscript.runtime.paths import Folders

Elsewhere = Callable[[str], Files | None]
"""Has the files of a version that is not on this host."""


class Versions:
    """The versions of scripts that calls of an account were led by, each read once."""

    def __init__(self, folders: Folders, *at_hand: Script) -> None:
        self._kept = folders.packs
        self._cache = folders.cache
        self._known: dict[str, Script | None] = {script.hash: script for script in at_hand}
        self._settled = at_hand[0] if at_hand else None
        """What is left to the centre is as it says now, whichever version leaves it; so are its own hours, and the
        limit on the work after a call.
        """
        self._wrong: dict[str, str] = {}
        """By hash: what is wrong with versions that are nowhere."""
        self._lacking: set[str] = set()
        """By hash: versions that were not among those kept here."""
        self.elsewhere: Elsewhere | None = None
        """Is asked for what is nowhere on this host."""

    def of(self, log: Sequence[Event]) -> Script | None:
        """Return the script of the call that `log` is of; None if that version is nowhere."""
        return self.named(log[0].pack_hash) if log and isinstance(log[0], CallStarted) else None

    def named(self, wanted: str) -> Script | None:
        """Return the script with this hash; None if that version is nowhere."""
        if wanted not in self._known or self._has_come(wanted):
            script = self._read(wanted)
            self._known[wanted] = script and self._arranged(script)
        return self._known[wanted]

    def needed(self, log: Sequence[Event]) -> Script:
        """Return the script of the call that `log` is of, or raise `PackNotFound` with the remedy."""
        if script := self.of(log):
            return script
        wanted = log[0].pack_hash if log and isinstance(log[0], CallStarted) else ""
        told = _("the script that led it cannot be used: {reason}. Put that folder back as it was, from a copy")
        raise PackNotFound(told.format(reason=self._wrong.get(wanted, wanted)))

    def _arranged(self, script: Script) -> Script:
        now = self._settled
        allowed = now.after_call_work if now else script.after_call_work
        if now is None or (now.work == script.work and now.own_hours is None and allowed == script.after_call_work):
            return script
        holidays = now.holidays if now.own_hours else script.holidays
        return replace(script, work=now.work, own_hours=now.own_hours, holidays=holidays, after_call_work=allowed)

    def _has_come(self, wanted: str) -> bool:
        """Tell whether a version that was nowhere is kept by now: it was brought from another host."""
        return wanted in self._lacking and (self._kept / wanted).is_dir()

    def _read(self, wanted: str) -> Script | None:
        self._lacking.discard(wanted)
        try:
            return packs.kept(self._kept, wanted, cache=self._cache)
        except PackNotFound as error:
            self._lacking.add(wanted)
            self._wrong[wanted] = str(error)
        except (PackError, OSError) as error:
            self._wrong[wanted] = str(error)
        shipped = next(filter(lambda script: script.hash == wanted, self._shipped()), None)
        return shipped or self._from_elsewhere(wanted)

    def _from_elsewhere(self, wanted: str) -> Script | None:
        try:
            found = self.elsewhere(wanted) if self.elsewhere else None
            return read_kept(self._kept / wanted, found, YEARS, self._cache) if found else None
        except PackError as error:
            self._wrong[wanted] = str(error)
            return None

    def _shipped(self) -> list[Script]:
        found: list[Script] = []
        for folder in packs.shipped():
            try:
                found.append(packs.read(folder, cache=self._cache))
            except PackError:
                continue
        return found
