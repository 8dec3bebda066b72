"""What the tests of the core share. Properties are searched the same way in every run."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings

from callscript.core.script.model import Script
from tests.core.scripts import Walk, make_script
from tests.core.walks import SCRIPTS, script_of

settings.register_profile(
    "core",
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=40,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("core")


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
