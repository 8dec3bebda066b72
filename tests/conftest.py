"""What tests of several folders share: the display in which windows open."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.terminal.desktop import Desktop


@pytest.fixture(scope="session")
def desktop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desktop]:
    """A display that each worker has for itself."""
    desktop = Desktop(tmp_path_factory.mktemp("desktop"))
    yield desktop
    desktop.close()
