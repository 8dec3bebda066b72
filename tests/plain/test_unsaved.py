"""Line by line as on screen: what is not saved is told, tried again, asked about before leaving, and put elsewhere."""

from __future__ import annotations

from callscript.dialogue.actions import BY_ID
from tests.plain.conversation import NEW_CALL, Conversation, lead, line_of, start
from tests.terminal.calls import Place

NOT_SAVED = "NOT SAVED"
LEAVE = BY_ID["leave"].typed


def finished(talk: Conversation, place: Place) -> None:
    """Take a call to its end while nothing can be saved; home is told."""
    lead(talk, ["", *map(line_of, place.route.moves[:-1])])
    day = place.journal.parent
    day.rename(day.with_name("aside"))
    day.touch()
    for line in ("", "", ""):
        talk.say(line)
    talk.wait_for(NEW_CALL)
    assert NOT_SAVED in talk.text


def mend(place: Place) -> None:
    """Let the journal be written to again."""
    (aside,) = (place.home / "journal").glob("*/aside")
    (day,) = (file for file in aside.parent.iterdir() if file.is_file())
    day.unlink()
    aside.rename(day)


def test_saved_again_at_home(ua: Place) -> None:
    """It is tried again while the next call is waited for, and told once it is saved."""
    with start(ua) as talk:
        finished(talk, ua)
        talk.wait_for("Saving is tried again")
        mend(ua)
        talk.wait_for("Everything is saved again.")
        assert ua.call().closed
        talk.send(LEAVE.encode() + b"\n")
        assert talk.process.wait(20) == 0


def test_left_all_the_same(ua: Place) -> None:
    """It is asked first; the rest is kept elsewhere, the status is 69, and the next start takes it in."""
    with start(ua) as talk:
        finished(talk, ua)
        assert "put elsewhere" in talk.say(LEAVE)
        talk.send(b"2\n")
        assert talk.process.wait(20) == 69
    assert b"It is kept in" in talk.complaints
    mend(ua)
    with start(ua) as talk:
        talk.prompted()
        talk.send(LEAVE.encode() + b"\n")
        assert talk.process.wait(20) == 0
    assert ua.call().closed
