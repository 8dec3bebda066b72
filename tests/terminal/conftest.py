"""What the tests in a real terminal share: a place for a program's home, a route through a call."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.terminal.calls import ROUTES, UA, Place
from tests.terminal.still import StillPlace


@pytest.fixture
def ua(tmp_path: Path) -> Place:
    """A home for plain consultations under the Ukrainian standard."""
    return Place(tmp_path, UA)


@pytest.fixture(params=["ua", "lv"])
def plain(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """A home for plain consultations, under each standard in turn."""
    return Place(tmp_path, ROUTES[request.param])


@pytest.fixture
def still_ua(tmp_path: Path) -> StillPlace:
    """The same, with a clock that is told when to go on."""
    return StillPlace(tmp_path, UA)


@pytest.fixture(params=["ua", "lv"])
def still_plain(request: pytest.FixtureRequest, tmp_path: Path) -> StillPlace:
    """A home under each standard in turn, with a clock that is told when to go on."""
    return StillPlace(tmp_path, ROUTES[request.param])


@pytest.fixture(params=list(ROUTES))
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """A home for every route in turn."""
    return Place(tmp_path, ROUTES[request.param])
