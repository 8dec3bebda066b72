"""Calls that were led in a test, in a home: recorded in its journal, and filed."""

from __future__ import annotations

from callscript.runtime.paths import Folders
from callscript.service.summary import filed
from callscript.store.files import FileStore
from tests.clauses.talk import Talk


def put_in(folders: Folders, *talks: Talk) -> None:
    """Record and file calls, one after another."""
    folders.make()
    store = FileStore(folders)
    for talk in talks:
        found = filed(talk.script, talk.call)
        assert talk.call.start
        assert found
        store.journal.append(talk.call.start.call, talk.log)
        store.registers.file_call(*found)
    store.journal.close()
