"""What events ask to be done to the outside world."""

from __future__ import annotations

import pytest

from callscript.core.call import events as e
from callscript.core.call.effects import FileCall, effects
from tests.core.test_facts import CASES


@pytest.mark.parametrize("event", [event for event, _ in CASES], ids=lambda event: type(event).__name__)
def test_effects(event: e.Event) -> None:
    """A call is filed when it is closed or discarded, and no other event does anything to the outside world."""
    assert effects(event) == ((FileCall(),) if isinstance(event, e.Closed | e.Discarded) else ())
