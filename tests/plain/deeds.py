"""What operators did to work, as their desk logs have it."""

from __future__ import annotations

from callscript.core.call import events as e
from callscript.runtime.paths import Folders
from callscript.store.files import FileStore
from callscript.store.names import is_desk_log
from tests.terminal.calls import Place


def deeds(place: Place) -> list[e.Event]:
    """Return what operators of a home did to work, without what was being typed."""
    journal = FileStore(Folders.resolve(place.home)).journal
    logs = [journal.read_day(day).desks for day in journal.days()]
    found = (event for desks in logs for name, log in desks.items() if is_desk_log(name) for event in log)
    return [event for event in found if not isinstance(event, e.Drafted)]
