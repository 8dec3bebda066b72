"""How a home is before and after something was erased in it."""

from __future__ import annotations

from pathlib import Path

from callscript.core.call import events as e
from callscript.core.call.fold import fold_all
from callscript.core.standard.verdicts import verdicts
from callscript.dialogue.show.standing import judged
from callscript.service.delivery.delivered import delivered
from callscript.store.files import FileStore
from callscript.store.logs import numbered_on
from tests.service.planted import Home

PACKS = ("ua-court", "lv-lvrtc")
GROUND = "заява особи, ст. 17"


def events(home: Home, call: str) -> list[e.Event]:
    """Return a call with all that became of it."""
    store = FileStore(home.folders)
    found = store.journal.read_call(call)
    assert found.problems == []
    log = [*found.whole, *numbered_on(found.whole, store.tasks.of_call(call))]
    return [*log, *delivered(home.script, fold_all(home.script, log), store.outbox)]


def stands(home: Home, call: str) -> list[tuple[object, ...]]:
    """Return how a call stood with each clause when it was closed and how it stands now, and by which event."""
    log, now = events(home, call), home.clock.now()
    by = {event.seq: (type(event).__name__, event.at) for event in log}
    assert verdicts(home.script, fold_all(home.script, log).watches, now)
    return [
        (one.clause, one.modality, one.verdict, by.get(one.event or 0))
        for each in judged(home.script, log, now)
        for one in each
    ]


def contents(folder: Path) -> dict[str, bytes]:
    """Return what is in the files of a home, but for locks."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "locks" not in path.parts
    }
