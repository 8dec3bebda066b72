"""The layers of the tests, by which they are chosen: `scripts/test -m unit`."""

from __future__ import annotations

import pytest

from tests.conftest import FOLDERS, LAYERS
from tests.programs import ROOT


def test_every_test_has_one_layer(request: pytest.FixtureRequest) -> None:
    """Every test has exactly one of the layers as its marker."""
    wrong = {
        item.nodeid: found
        for item in request.session.items
        if len(found := LAYERS & {marker.name for marker in item.iter_markers()}) != 1
    }
    assert wrong == {}


def test_layers_are_of_folders_that_are_there(pytestconfig: pytest.Config) -> None:
    """What is marked by folder or module is there, and every layer is one that pytest was told of."""
    assert [place for place in FOLDERS if not (ROOT / place).exists()] == []
    told = {line.split(":")[0] for line in pytestconfig.getini("markers")}
    assert {*LAYERS, "soak"} <= told
    assert set(FOLDERS.values()) <= LAYERS


def test_long_runs_are_left_out(pytestconfig: pytest.Config, request: pytest.FixtureRequest) -> None:
    """Without `-m soak` no long run is among the tests."""
    asked = "soak" in pytestconfig.option.markexpr
    assert asked or not [item for item in request.session.items if item.get_closest_marker("soak")]
