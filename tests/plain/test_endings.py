"""Ways of ending of a pack's own, line by line: a call ends so, is filed under what fits, listed and corrected."""

from __future__ import annotations

import shutil
from pathlib import Path

from msgspec.structs import replace

from callscript.core.call import events as e
from tests.packs.conftest import MINI, Bench
from tests.packs.test_endings import with_own
from tests.plain.conversation import NEW_CALL, start
from tests.terminal.calls import Route
from tests.terminal.still import StillPlace


def test_a_call_that_ends_in_a_way_of_its_own(tmp_path: Path) -> None:
    """It is told by its name; only its outcome is offered; from and to it a call is corrected by the name."""
    folder = tmp_path / "mini"
    shutil.copytree(MINI, folder)
    with_own(Bench(folder))
    place = StillPlace(tmp_path, Route(str(folder), ()))
    with start(place, program=place.program) as talk:
        talk.prompted()
        for line in ("", "", "", "*0"):
            talk.say(line)
        assert "1. Автовідповідач" in talk.text
        told = talk.say("1")
        assert "Автовідповідач" in told
        assert "1. Автовідповідач, Помилилися номером" in told
        talk.say("*0")
        assert "4. Автовідповідач\n5. Помилилися номером\n" in talk.say("2")
        talk.say("5")
        assert "How it ended: Помилилися номером" in talk.say("they said so")
        for line in ("", "1", "nobody was there", ""):
            talk.say(line)
        assert talk.text.endswith(NEW_CALL)
        assert "Автовідповідач, Помилилися номером" in talk.say("1")
        told = talk.say("1")
        assert "Автовідповідач\n" in told
        assert "corrected: Помилилися номером (was: Автовідповідач) — they said so" in told
    *_, closed = place.log()
    assert isinstance(closed, e.Closed)
    assert place.call().ended == next(
        replace(each, how="wrong_number") for each in place.log() if isinstance(each, e.Ended)
    )
