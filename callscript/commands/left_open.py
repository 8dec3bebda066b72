"""What `doctor` says of calls that are open: whether the next start of their operators can offer to go on with them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from callscript import packs
from callscript.core.call.events import Closed, Discarded
from callscript.core.script.model import Script
from callscript.packs import PackError
from callscript.packs.published import begun_on
from callscript.packs.versions import Versions
from callscript.runtime.clock import SystemClock
from callscript.runtime.files import names_in
from callscript.runtime.paths import Folders
from callscript.runtime.settings import ProfileDamaged, read_profile
from callscript.service.open_calls import looked_through
from callscript.store.errors import StoreError
from callscript.store.files import FileStore
from callscript.store.journal.spare import Spare
from callscript.store.names import began, is_aside
from callscript.store.ports import Journal
from callscript.store.seats import all_markers, call_of

_ENTERED = (
    "left by a callscript enter that did not end: callscript register tells whether it is entered; "
    "the next start, or the next callscript enter, sees to it"
)
"""What becomes of what a command has begun: nobody goes on with that."""


class Left(NamedTuple):
    """A call that is open, and what comes of it."""

    level: Literal["note", "problem"]
    text: str


def left_open(folders: Folders) -> Iterator[Left]:
    """Yield the calls that are open: those with a marker, then those of the last days without one."""
    journal = FileStore(folders).journal
    versions = Versions(folders, *_own_script(folders))
    for marker in all_markers(folders.open_calls):
        whose = f"operator {marker.operator}"
        if is_aside(call_of(marker)):
            yield Left("note", f"{whose}: {_ENTERED}")
        elif wrong := _in_the_way(journal, versions, call_of(marker)):
            yield Left("problem", f"{whose}: {wrong}")
        else:
            yield Left("note", f"{whose}: the next start {_sees_to(journal, call_of(marker))}")
    marked = {name.partition(".")[0] for name in names_in(folders.open_calls)}  # those too that were set aside
    for day in looked_through(SystemClock().now().date()):
        try:
            found = journal.not_closed(day)
        except StoreError:  # whoever looks at the journals says so
            continue
        for call in [each for each in found if each not in marked]:
            told = "the next start of its operator makes it anew and offers the call"
            told = _in_the_way(journal, versions, call) or told
            yield Left("problem", f"{call} is open, and its marker is gone: {told}")
    for file in Spare(folders.spare).files():
        yield Left("note", f"not all of {file.stem} is in the journal: the next start takes the rest in from {file}")


def _sees_to(journal: Journal, call: str) -> str:
    """Tell what the next start does with a marked call: it may have been closed while nothing was saved."""
    closed = any(isinstance(event, Closed | Discarded) for event in journal.read_call(call).events)
    return "files it: it is closed" if closed else "offers to go on with it"


def _in_the_way(journal: Journal, versions: Versions, call: str) -> str:
    """Tell why a call that is open will not be offered; nothing if it will."""
    at = began(call)
    named = f"the call of {at:%H:%M} ({call})" if at else f"the call {call}"
    try:
        found = journal.read_call(call)
        if found.only_newer:
            return f"{named} can be taken up only by a newer release"
        if not found.events:
            return f"{named} cannot be gone on with: nothing of it can be read in the journal"
        versions.needed(found.events)
    except (StoreError, PackError) as error:
        return f"{named} cannot be gone on with: {error}"
    return ""


def _own_script(folders: Folders) -> list[Script]:
    """Return the script that the operator's profile names: a start has it at hand."""
    try:
        profile = read_profile(folders.profile)
        return [begun_on(packs.locate(profile.pack), folders, SystemClock().now())] if profile else []
    except (ProfileDamaged, PackError):  # told where they are looked at
        return []
