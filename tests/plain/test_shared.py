"""A block that the main script and a detour share, line by line: gone through, killed in, gone on with."""

from __future__ import annotations

import shutil
from pathlib import Path

from callscript.core.call import events as e
from tests.packs.conftest import MINI, Bench
from tests.packs.test_shared import with_shared
from tests.plain.conversation import start
from tests.terminal.calls import Route
from tests.terminal.still import StillPlace


def test_a_block_that_is_shared(tmp_path: Path) -> None:
    """Enter leads into it and out of it, in the main script and in a complaint; a program that is killed in it loses
    nothing, and the call goes on behind the step that led there.
    """
    folder = tmp_path / "mini"
    shutil.copytree(MINI, folder)
    with_shared(Bench(folder))
    place = StillPlace(tmp_path, Route(str(folder), ()))
    with start(place, program=place.program) as talk:
        talk.prompted()
        for line in ("", "", "", "1"):
            talk.say(line)
        assert "Хто Ви?" in talk.say("")
        talk.say("Anna")
        talk.process.kill()
        talk.process.wait()
    with start(place, program=place.program) as talk:
        talk.prompted()
        assert "Чи відомо, хто це?" in talk.say("1")
        assert "книг" in talk.say("1").lower()
        assert place.call().step == "ask_title"
        talk.say("*4")
        assert "Хто Ви?" in talk.say("")
        assert "Вислухати" in talk.say("*-")
        assert "Хто Ви?" in talk.say("")
        talk.say("")
        assert "Записати" in talk.say("1")
        talk.say("")
    assert [(each.detour, each.onward) for each in place.log() if isinstance(each, e.DetourEntered)] == [
        ("identify", True),
        ("complaint", False),
        ("identify", True),
        ("identify", True),
    ]
    assert [(frame.detour, frame.step) for frame in place.call().frames] == [("", "ask_title")]
