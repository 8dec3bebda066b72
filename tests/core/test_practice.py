"""A call whose caller is played says so in its first event, and owes nobody a notice."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from callscript import packs
from callscript.core.call import commands as c
from callscript.core.call import events as e
from callscript.core.call.call import Call
from callscript.core.call.decide import begin, decide
from callscript.core.call.fold import fold, fold_all
from callscript.core.call.notices import owed

WHO = e.Operator(number="17", name="Олена Коваль", name_latin="Olena Koval", gender="feminine")
NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
ABUSED = ("", "abuse", "insults", "", "stop", "", "")


@pytest.mark.parametrize("practice", [True, False])
def test_of_a_practised_call_nobody_is_told(practice: bool) -> None:
    """What management would be told of a call of anybody's is told of none that was practised."""
    script = packs.read(packs.locate("ua-court"))
    call = fold_all(script, begin(script, "x", WHO, NOW, practice=practice))
    assert call.practice is practice
    assert not Call().practice
    for word in ABUSED:
        command = c.TakeDetour(word) if word == "abuse" else c.Answer(word) if word else c.Advance()
        for event in decide(script, call, command, NOW):
            call = fold(script, call, event)
    assert call.ended
    assert call.ended.how == "abuse"
    assert bool(owed(script, call)) is not practice


def test_a_call_of_anybody_s_says_nothing_of_it() -> None:
    """What is written of a usual call has no byte more."""
    script = packs.read(packs.locate("ua-court"))
    written = {practice: begin(script, "x", WHO, NOW, practice=practice)[0].written() for practice in (True, False)}
    assert "practice" not in written[False]
    assert written[True] == written[False] | {"practice": True}
