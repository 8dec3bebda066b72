"""Tells of somebody in the directory: what they see to, how and when they are reached."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from callscript.core.script.directory import DirectoryEntry
from callscript.core.script.model import Script
from callscript.core.script.working_time import is_there, local
from callscript.dialogue.show.dates import hours_words
from callscript.runtime.i18n import _


def entry_note(script: Script, entry: DirectoryEntry, now: datetime | None) -> str:
    """Tell in a line what somebody sees to; before that, that they are not there now."""
    competence = entry.competence.get(script.own_language, "")
    return " ".join(filter(None, (not_there(script, entry, now), competence)))


def entry_lines(script: Script, entry: DirectoryEntry, now: datetime) -> Iterator[str]:
    """Yield what is known of somebody, a line each."""
    yield from filter(None, (entry.competence.get(script.own_language, ""), not_there(script, entry, now)))
    yield from filter(None, (entry.contact, entry.phone, entry.email, entry.address))
    if entry.hours:
        yield hours_words(entry.hours, local(script, now).date())


def not_there(script: Script, entry: DirectoryEntry, now: datetime | None) -> str:
    """Say that somebody is not there now, and when they are; empty: they are, or nothing is known of their hours."""
    if now is None or entry.hours is None or is_there(script, entry, now):
        return ""
    return _("Unavailable now ({hours}).").format(hours=hours_words(entry.hours, local(script, now).date()))
