"""What the first line of the screens says of the centre."""

from __future__ import annotations

from dataclasses import replace

import pytest
from msgspec import structs

from callscript.core.call.decide import begin
from callscript.core.call.fold import fold_all
from callscript.dialogue.show.header import header, home_header, opening_hours
from callscript.dialogue.show.languages import script_in
from callscript.runtime import i18n
from tests.core.scripts import MONDAY, OPERATOR
from tests.core.walks import script_of


def test_a_centre_that_states_no_hours_is_not_said_to_be_open() -> None:
    """Opening hours are told of a centre whose pack has them, and of no other."""
    assert "open" in opening_hours(script_of("lv-lvrtc"), MONDAY)[0]
    assert "open" in opening_hours(script_of("ua-court"), MONDAY)[0]
    known = script_of("ua-court")
    script = replace(known, pack=structs.replace(known.pack, hours=None))
    assert opening_hours(script, MONDAY) == ()
    assert home_header(script, OPERATOR, MONDAY).left == (
        "№ 17 Олена Коваль",
        "Єдиний контакт-центр судової влади України",
    )


def test_a_clock_that_is_wrong_is_marked() -> None:
    """By how much the clock of the machine is wrong stands beside the time at home, and beside the number in a call."""
    script = script_of("ua-court")
    right, wrong = home_header(script, OPERATOR, MONDAY), home_header(script, OPERATOR, MONDAY, 90)
    assert wrong.right == f"! clock wrong: 90 s  {right.right}"
    assert (right.alarm, wrong.alarm) == (False, True)
    call = fold_all(script, begin(script, "1", OPERATOR, MONDAY))
    assert header(script, call, OPERATOR, MONDAY, 0, 90).left[1] == "! clock wrong: 90 s"
    assert "! clock" not in " ".join(header(script, call, OPERATOR, MONDAY, 0).left)


@pytest.mark.parametrize(
    ("interface", "told"),
    [
        (
            "uk",
            [
                "сценарій: українською",
                "сценарій: латиською",
                "сценарій: англійською",
                "сценарій: німецькою",
                "сценарій: qq",
            ],
        ),
        (
            "lv",
            [
                "scenārijs: ukrainiski",
                "scenārijs: latviski",
                "scenārijs: angliski",
                "scenārijs: vāciski",
                "scenārijs: qq",
            ],
        ),
        ("en", ["script: Ukrainian", "script: Latvian", "script: English", "script: German", "script: qq"]),
    ],
)
def test_the_language_of_the_script_is_named(interface: str, told: list[str]) -> None:
    """It is named in the interface's language, not by a code, unless nobody has named it."""
    i18n.use(interface)
    said = [script_in(language) for language in ("uk", "lv", "en", "de", "qq")]
    i18n.use("en")
    assert said == told
