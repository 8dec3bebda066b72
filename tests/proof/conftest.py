"""The shipped packs, read once."""

from __future__ import annotations

import pytest

from callscript.core.script.model import Script
from callscript.packs import locate, read


@pytest.fixture(scope="session")
def ua() -> Script:
    """The shipped pack of the judiciary of Ukraine."""
    return read(locate("ua-court"))


@pytest.fixture(scope="session")
def lv() -> Script:
    """The shipped pack of the Latvian State Radio and Television Centre."""
    return read(locate("lv-lvrtc"))
