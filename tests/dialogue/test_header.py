"""What the first line of the screens says of the centre."""

from __future__ import annotations

from callscript.dialogue.show.header import home_header, opening_hours
from tests.core.scripts import MONDAY, OPERATOR
from tests.core.walks import script_of


def test_a_centre_that_states_no_hours_is_not_said_to_be_open() -> None:
    """Opening hours are told of a centre whose pack has them, and of no other."""
    assert "open" in opening_hours(script_of("lv-lvrtc"), MONDAY)[0]
    script = script_of("ua-court")
    assert opening_hours(script, MONDAY) == ()
    assert home_header(script, OPERATOR, MONDAY).left == (
        "№ 17 Олена Коваль",
        "Єдиний контакт-центр судової влади України",
    )
