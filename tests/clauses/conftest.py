"""The shipped packs, read once, and a store in files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from callscript.core.script.model import Script
from callscript.packs import locate, read
from callscript.runtime.paths import Folders
from callscript.store.files import FileStore


@pytest.fixture(scope="session")
def ua() -> Script:
    """The shipped pack of the judiciary of Ukraine."""
    return read(locate("ua-court"))


@pytest.fixture(scope="session")
def lv() -> Script:
    """The shipped pack of the Latvian State Radio and Television Centre."""
    return read(locate("lv-lvrtc"))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[FileStore]:
    """The default store, in a home of its own."""
    store = FileStore(Folders.resolve(tmp_path / "home"))
    yield store
    store.journal.close()
