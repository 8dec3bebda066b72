"""What the tests of the store share: a home of their own and every store over it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from callscript.runtime.paths import Folders
from callscript.runtime.store_settings import StoreSettings
from callscript.store.files import FileStore
from callscript.store.journal.journal import FileJournal
from callscript.store.memory import MemoryStore
from callscript.store.others import OneHost
from callscript.store.ports import Store
from callscript.store.relayed.relayed import Relayed
from tests.store.samples import stamping


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    """The folders of a home that does not exist yet."""
    return Folders.resolve(tmp_path / "home")


@pytest.fixture
def tiny(folders: Folders) -> Iterator[FileStore]:
    """The store in files."""
    store = FileStore(folders)
    yield store
    store.journal.close()


@pytest.fixture
def journal(folders: Folders) -> Iterator[FileJournal]:
    """The journal alone."""
    journal = FileJournal(folders.journal, stamping)
    yield journal
    journal.close()


@pytest.fixture
def synced(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The files and folders that were made to last since the test began, or since this was emptied."""
    paths, real = set[str](), os.fsync

    def fsync(fd: int) -> None:
        paths.add(str(Path(f"/proc/self/fd/{fd}").readlink()))
        real(fd)

    monkeypatch.setattr(os, "fsync", fsync)
    return paths


@pytest.fixture(params=["memory", "tiny", "relay"])
def store(request: pytest.FixtureRequest, folders: Folders) -> Iterator[Store]:
    """Every store in turn; that of a host of several has a relay that is gone."""
    settings = StoreSettings(kind="relay", durability="centre")
    others = Relayed(folders, settings) if request.param == "relay" else OneHost()
    made: Store = MemoryStore() if request.param == "memory" else FileStore(folders, recorded=others.recorded)
    yield made
    made.journal.close()
    others.leave()
