"""The shipped packs, read once, and a store in files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from callscript.core.script import Script
from callscript.packs import find, read
from callscript.paths import Folders
from callscript.store.tiny import TinyStore


@pytest.fixture(scope="session")
def ua() -> Script:
    """The shipped pack of the judiciary of Ukraine."""
    return read(find("ua-court"))


@pytest.fixture(scope="session")
def lv() -> Script:
    """The shipped pack of the Latvian State Radio and Television Centre."""
    return read(find("lv-lvrtc"))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[TinyStore]:
    """The default store, in a home of its own."""
    store = TinyStore(Folders.find(tmp_path / "home"))
    yield store
    store.close()
