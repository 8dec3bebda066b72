"""A call from which what the caller gave was erased shows as such on both faces: in the lists, opened, and its work."""

from __future__ import annotations

from tests.plain.conversation import start
from tests.plain.test_open_work import NUMBER, WHAT, promise
from tests.terminal.calls import HOME
from tests.terminal.still import StillPlace
from tests.test_cli import run

GROUND = "заява № 412"


def test_both_faces_say_so(still_ua: StillPlace) -> None:
    """When, and on which ground; nobody is named, no number is there to ring, and what was promised is still owed."""
    with start(still_ua, program=still_ua.program) as talk:
        promise(talk)
        assert talk.hang_up() == 0
    (call,) = still_ua.logs()
    done = run("erase", call, "--ground", GROUND, home=still_ua.home)
    assert (done.returncode, done.stdout, done.stderr) == (0, f"erased: {call}\n", "")
    with start(still_ua, program=still_ua.program) as talk:
        told = talk.prompted()
        assert "Today's calls: 1" in told
        assert "  erased 2" in talk.say("1")
        talk.say("")
        assert f"{WHAT}" in talk.say("2")
        told = talk.say("1")
        assert "To ring: erased 2" in told
        assert f"ground: {GROUND}" in told
        told = talk.say("7")
        assert "What the caller gave: erased 2" in told
        assert "what the caller gave was erased by" in told
        assert talk.hang_up() == 0
        assert NUMBER[1:] not in talk.text
    with still_ua.start(columns=120) as terminal:
        terminal.wait_for(HOME, "erased 2")
        terminal.press("pagedown")
        terminal.wait_for(WHAT, "erased 2")
        terminal.press("1")
        terminal.wait_for("To ring: erased 2", GROUND)
        assert not terminal.shows(NUMBER[1:])
