"""What the tests of the core share."""

from __future__ import annotations

import pytest

from callscript.core.script.model import Script
from tests.core.scripts import Walk, make_script
from tests.core.walks import SCRIPTS, script_of


@pytest.fixture(scope="session")
def script() -> Script:
    return make_script()


@pytest.fixture(scope="session", params=SCRIPTS)
def any_script(request: pytest.FixtureRequest) -> Script:
    """The test script and each of the shipped packs."""
    return script_of(request.param)


@pytest.fixture
def walk(script: Script) -> Walk:
    """A call that has just begun, in working time."""
    return Walk(script)
