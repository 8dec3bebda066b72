"""Line by line as on screen: what is not saved is told, tried again, asked about before leaving, and put elsewhere."""

from __future__ import annotations

import marshal
import resource
import shutil
from pathlib import Path

from callscript.dialogue.actions import BY_ID
from callscript.runtime.paths import Folders
from tests.in_the_way import nothing_in
from tests.plain.conversation import NEW_CALL, Conversation, lead, line_of, start
from tests.terminal.calls import Place
from tests.test_cli import run

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
        assert "Open work: 0 (not complete)" in talk.text
        mend(ua)
        talk.wait_for("Everything is saved again.")
        assert ua.call().closed
        talk.send(LEAVE.encode() + b"\n")
        assert talk.process.wait(20) == 0


def test_left_all_the_same(ua: Place) -> None:
    """It is asked first; the rest is kept elsewhere, the status is 69, and the next start takes it in."""
    with start(ua) as talk:
        finished(talk, ua)
        assert "kept elsewhere" in talk.say(LEAVE)
        talk.send(b"2\n")
        assert talk.process.wait(20) == 69
    assert b"It is kept in" in talk.complaints
    mend(ua)
    (kept,) = (ua.home / "unsaved").iterdir()
    told = run("doctor", home=ua.home).stdout
    assert "the next start files it: it is closed" in told
    assert f"not all of {kept.stem} is in the journal: the next start takes the rest in from {kept}" in told
    with start(ua) as talk:
        talk.prompted()
        talk.send(LEAVE.encode() + b"\n")
        assert talk.process.wait(20) == 0
    assert ua.call().closed


def test_what_can_be_kept_nowhere_is_told_before_leaving(ua: Place) -> None:
    """Nothing is promised that was not tried: the question says that it would be lost, staying goes on as before."""
    with start(ua) as talk:
        finished(talk, ua)
        with nothing_in(Folders.resolve(ua.home).spare):
            told = talk.say(LEAVE)
            assert "cannot be kept anywhere" in told
            assert "Not a directory" in told
            assert "2. Leave, and lose it" in told
            assert NEW_CALL in talk.say("1")
            told = talk.say(LEAVE)
            assert "cannot be kept anywhere" in told
            talk.send(b"2\n")
            assert talk.process.wait(20) == 69
        assert b"could be put nowhere else" in talk.complaints


def test_a_promise_that_does_not_hold_is_taken_back(ua: Place) -> None:
    """If the second place is gone by the time of the answer, it is asked again; there is room again: it is kept."""
    with start(ua) as talk:
        finished(talk, ua)
        assert "kept elsewhere" in talk.say(LEAVE)
        shutil.rmtree(ua.home / "unsaved")
        with nothing_in(Folders.resolve(ua.home).spare):
            assert "cannot be kept anywhere" in talk.say("2")
            assert NEW_CALL in talk.say("1")
        assert "kept elsewhere" in talk.say(LEAVE)
        assert NEW_CALL in talk.say("1")
        mend(ua)
        talk.wait_for("Everything is saved again.")
        assert not (ua.home / "unsaved").exists()
        assert ua.call().closed
        talk.send(LEAVE.encode() + b"\n")
        assert talk.process.wait(20) == 0


def test_in_a_call_too(ua: Place) -> None:
    """In the middle of a call it is the same question."""
    with start(ua) as talk:
        lead(talk, ["", *map(line_of, ua.route.moves[:2])])
        day = ua.journal.parent
        day.rename(day.with_name("aside"))
        day.touch()
        talk.say(line_of(ua.route.moves[2]))
        talk.wait_for(NOT_SAVED)
        with nothing_in(Folders.resolve(ua.home).spare):
            assert "cannot be kept anywhere" in talk.say(LEAVE)
            talk.say("1")
        assert "kept elsewhere" in talk.say(LEAVE)
        talk.send(b"2\n")
        assert talk.process.wait(20) == 69
    mend(ua)
    with start(ua) as talk:
        assert "is still open" in talk.prompted()
        talk.say("1")
    assert ua.call().fields["address"].text == ua.route.moves[2].text


def test_no_half_of_a_module_stays_on_a_full_disk(ua: Place, tmp_path: Path) -> None:
    """What is loaded for the first time then is not kept: Python would keep as much of it as there is room for, and no
    later start would get beyond it."""
    modules = tmp_path / "modules"
    with start(ua, env={"PYTHONPYCACHEPREFIX": str(modules)}) as talk:
        lead(talk, ["", *map(line_of, ua.route.moves[:2])])
        room = ua.journal.stat().st_size + 10
        resource.prlimit(talk.process.pid, resource.RLIMIT_FSIZE, (room, resource.RLIM_INFINITY))
        talk.say(line_of(ua.route.moves[2]))
        talk.wait_for(NOT_SAVED)
        talk.say("*15 суд")
    kept = [file.read_bytes()[16:] for file in modules.rglob("callscript/**/*.pyc")]
    assert len(kept) > 100
    assert all(map(marshal.loads, kept))


def test_left_at_the_question_about_an_open_call(ua: Place) -> None:
    """*10 leaves there as everywhere: the call stays open and is offered again."""
    with start(ua) as talk:
        lead(talk, ["", *map(line_of, ua.route.moves[:2])])
        talk.process.kill()
    for _ in range(2):
        with start(ua) as talk:
            told = talk.prompted()
            assert "is still open" in told
            assert f"{LEAVE}  Leave the program" in told
            talk.send(LEAVE.encode() + b"\n")
            assert talk.process.wait(20) == 0
    assert ua.call().under_way
