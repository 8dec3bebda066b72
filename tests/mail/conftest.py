"""A desk whose letters are watched."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.service.conftest import Table


@pytest.fixture
def table(tmp_path: Path) -> Table:
    """A desk of operator 17."""
    return Table(tmp_path)
