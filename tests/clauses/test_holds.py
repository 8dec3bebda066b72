"""How often and how long a caller was on hold, by the timer that the pack names."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from callscript.core.call import commands as c
from callscript.core.call.call import Call, PastRun
from callscript.core.script.model import Script
from callscript.dialogue.show.clocks import hold_note
from tests.clauses.talk import Talk


@pytest.mark.parametrize(("pack", "name"), [("ua", "Утримання"), ("lv", "Gaidīšana")])
def test_both_packs_say_which_timer_measures_the_hold(pack: str, name: str, request: pytest.FixtureRequest) -> None:
    """The shipped packs say it; nothing is told before there was a hold, afterwards how often and how long it was."""
    script: Script = request.getfixturevalue(pack)
    assert [timer.id for timer in script.pack.timers if timer.hold] == ["hold"]
    talk = Talk(script)
    assert hold_note(script, talk.call) == ""
    talk.do(c.Advance())
    talk.do(c.Advance())
    talk.key("hold")
    talk.do(c.Answer("agrees"))
    talk.wait(65)
    talk.do(c.Advance())
    assert hold_note(script, talk.call).startswith(f"{name}: ")
    assert hold_note(script, talk.call).endswith(", 1:05")


def test_a_hold_that_no_detour_leads_to_has_the_name_of_its_timer(ua: Script) -> None:
    """Where no detour waits by the timer of the hold, the hold is called as the timer is."""
    begun = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
    call = Call(language="uk", past_runs=(PastRun(begun, "hold", timer="hold", ended=begun + timedelta(seconds=65)),))
    assert hold_note(Script(replace(ua.pack, detours=()), ua.texts), call).startswith("Утримання: ")
