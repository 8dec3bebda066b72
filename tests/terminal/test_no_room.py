"""A store that cannot be written to in the middle of a call: a banner says so, the call goes on, saving comes back."""

from __future__ import annotations

import resource
from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, contextmanager

import pytest

from callscript.runtime.paths import Folders
from tests.in_the_way import nothing_in
from tests.terminal.any_terminal import squeeze
from tests.terminal.calls import HOME, WRAP_UP, Place
from tests.terminal.terminal import Terminal

BANNER = "The call goes on"
NOT_SAVED = "NOT SAVED"

AS_IT_IS = {"PYTHONDONTWRITEBYTECODE": "1"}
"""A program on a full disk compiles for itself alone: half a module that it kept would stop those of other tests."""

Trouble = Callable[[Place, Terminal], AbstractContextManager[None]]


@contextmanager
def full_disk(place: Place, terminal: Terminal) -> Generator[None]:
    """Let no file of the program become longer than the journal is: a write fails as on a full disk."""
    soft, hard = resource.prlimit(terminal.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(terminal.pid, resource.RLIMIT_FSIZE, (place.journal.stat().st_size + 10, hard))
    yield
    resource.prlimit(terminal.pid, resource.RLIMIT_FSIZE, (soft, hard))


@contextmanager
def no_way_in(place: Place, terminal: Terminal) -> Generator[None]:
    """Take the journal's folder away and let nobody put another one in its place, not even root."""
    assert terminal.pid
    day = place.journal.parent
    aside = day.rename(day.with_name("aside"))
    day.touch()
    yield
    day.unlink()
    aside.rename(day)


@pytest.mark.parametrize("trouble", [full_disk, no_way_in])
def test_the_call_goes_on(trouble: Trouble, ua: Place) -> None:
    """Nothing is shown as saved that is not, the call goes on, and saving resumes by itself: nothing is lost."""
    with ua.ring(env=AS_IT_IS) as terminal:
        ua.walk(terminal, ua.route.moves[:2])
        ua.wait_for_step(terminal, "ask_address")
        scenes = ua.scenes()
        known = len(ua.log())
        with trouble(ua, terminal):
            terminal.type(ua.route.moves[2].text)
            terminal.press("enter")
            terminal.wait_for(BANNER, NOT_SAVED, scenes["offer_help"])
            assert "saved " not in terminal.lines[0].replace(NOT_SAVED, "")
            terminal.press("enter")
            terminal.wait_for(BANNER, scenes["ask_subject"])
        terminal.wait_until(lambda: not terminal.shows(NOT_SAVED), "the banner gone")
        assert "saved" in terminal.lines[0]
        assert ua.call().step == "ask_subject"
        assert len(ua.log()) > known
        ua.walk(terminal, ua.route.moves[4:])
        ua.close(terminal)
    assert ua.call().closed
    assert [event.seq for event in ua.log()] == list(range(1, len(ua.log()) + 1))


def test_closed_while_the_disk_is_full(ua: Place) -> None:
    """A call that is ended on a full disk is not shown as filed until it is saved."""
    with ua.ring(env=AS_IT_IS) as terminal:
        ua.walk(terminal, ua.route.moves[:-1])
        ua.wait_for_step(terminal, "hang_up")
        with full_disk(ua, terminal):
            terminal.press("enter")
            terminal.wait_for(WRAP_UP, NOT_SAVED, BANNER)
            assert not ua.call().ended
        terminal.wait_until(lambda: not terminal.shows(NOT_SAVED), "the banner gone")
        terminal.wait_until(ua.recorded(lambda call: call.ended is not None))
        ua.close(terminal)
        terminal.wait_for(HOME)
    assert ua.call().closed


def finish(place: Place, terminal: Terminal) -> None:
    """Hang up and wrap up, as far as home."""
    terminal.press("enter")
    terminal.wait_for(WRAP_UP, NOT_SAVED)
    terminal.press("enter")
    terminal.wait_for("Enter closes the call")
    terminal.press("enter")
    terminal.wait_for(HOME, NOT_SAVED, "Saving is tried again", "(not complete)")
    assert b'"type":"closed"' not in place.journal.read_bytes()


def test_finished_while_nothing_is_saved(ua: Place) -> None:
    """Home keeps the banner, asks before the program is left, and saves and files the call as soon as it can."""
    with ua.ring() as terminal:
        ua.walk(terminal, ua.route.moves[:-1])
        ua.wait_for_step(terminal, "hang_up")
        with no_way_in(ua, terminal):
            finish(ua, terminal)
            terminal.press("f12")
            terminal.wait_for("Leave?", NOT_SAVED, "kept elsewhere")
            terminal.press("enter")
            terminal.wait_until(lambda: not terminal.shows("Leave?"), "home again")
        terminal.wait_until(lambda: not terminal.shows(NOT_SAVED), "the banner gone")
        terminal.wait_until(lambda: not terminal.shows("(not complete)"), "the list of calls, with all of them")
        assert ua.call().closed
        terminal.press("f12")
        assert terminal.exit_status() == 0


def test_asked_as_it_is(ua: Place) -> None:
    """While it is asked whether to leave, in a call and at home, saving comes back: the question says so."""
    with ua.ring() as terminal:
        ua.walk(terminal, ua.route.moves[:-1])
        ua.wait_for_step(terminal, "hang_up")
        with no_way_in(ua, terminal):
            terminal.press("enter")
            terminal.wait_for(WRAP_UP, NOT_SAVED)
            terminal.press("ctrl+q")
            terminal.wait_for("Leave?", "kept elsewhere on this machine")
        terminal.wait_for("Leave?", "A call is open. What was recorded is kept")
        assert not terminal.shows("kept elsewhere")
        terminal.press("1")
        terminal.wait_until(lambda: not terminal.shows("Leave?"), "the wrap-up again")
        with no_way_in(ua, terminal):
            terminal.press("enter")
            terminal.wait_for("Enter closes the call")
            terminal.press("enter")
            terminal.wait_for(HOME, NOT_SAVED, "Saving is tried again")
            terminal.press("f12")
            terminal.wait_for("Leave?", "kept elsewhere on this machine")
        terminal.wait_for("Leave?", "Everything is saved now.", "Stay (Enter)", "Leave the program")
        assert not terminal.shows("kept elsewhere")
        terminal.press("2")
        assert terminal.exit_status() == 0
    assert ua.call().closed


def test_left_while_nothing_is_saved(ua: Place) -> None:
    """Left all the same, it says where the rest is kept and ends with 69; the next start takes it in."""
    with ua.ring() as terminal:
        ua.walk(terminal, ua.route.moves[:-1])
        ua.wait_for_step(terminal, "hang_up")
        with no_way_in(ua, terminal):
            finish(ua, terminal)
            terminal.press("f12")
            terminal.wait_for("Leave?")
            terminal.press("2")
            assert terminal.exit_status() == 69
        assert "It is kept in" in terminal.raw.decode()
    assert list((ua.home / "unsaved").iterdir())
    with ua.start() as terminal:
        terminal.wait_for(HOME)
        terminal.wait_until(lambda: not (ua.home / "unsaved").exists(), "what was put elsewhere taken in")
        terminal.press("f12")
        assert terminal.exit_status() == 0
    assert ua.call().closed
    assert [event.seq for event in ua.log()] == list(range(1, len(ua.log()) + 1))


def test_hung_up_while_nothing_is_saved(ua: Place) -> None:
    """A terminal that is closed cannot be asked: what is not saved is put elsewhere, the call goes on from there."""
    with ua.ring() as terminal:
        ua.walk(terminal, ua.route.moves[:2])
        ua.wait_for_step(terminal, "ask_address")
        with no_way_in(ua, terminal):
            terminal.type(ua.route.moves[2].text)
            terminal.press("enter")
            terminal.wait_for(NOT_SAVED, ua.scenes()["offer_help"])
            terminal.hang_up()
            assert terminal.exit_status() == 129
    with ua.resume() as terminal:
        ua.wait_for_step(terminal, "offer_help")
    assert not (ua.home / "unsaved").exists()
    assert ua.call().fields["address"].text == ua.route.moves[2].text


def test_a_damaged_line_is_told_with_the_question(ua: Place) -> None:
    """What was lost of an open call is said where the operator is asked about it, not afterwards."""
    with ua.ring() as terminal:
        ua.walk(terminal, ua.route.moves[:4])
        ua.wait_for_step(terminal, "ask_subject")
        terminal.kill()
    lines = ua.journal.read_bytes().splitlines(keepends=True)
    lines[len(lines) // 2] = lines[len(lines) // 2].replace(b'"at":"2', b'"at":"3', 1)
    ua.journal.write_bytes(b"".join(lines))
    with ua.start() as terminal:
        terminal.wait_for("An open call", "cannot be read", "ask for it again")
        terminal.press("enter")
        terminal.wait_until(lambda: not terminal.shows("An open call"), "the call itself")
        terminal.wait_until(lambda: ua.journal.with_name("17.jsonl.damaged-1").exists(), "the damaged file kept")
        terminal.press("f1")
        terminal.wait_for("Help: the keys", "does not match its checksum", "kept as 17.jsonl.damaged-1")
        assert terminal.text.count(squeeze("does not match its checksum")) == 1
    assert ua.call().under_way


def test_what_can_be_kept_nowhere_is_told_before_leaving(ua: Place) -> None:
    """In a call and at home the question says that it would be lost; staying leads back, and nothing is lost."""
    with ua.ring() as terminal:
        ua.walk(terminal, ua.route.moves[:-1])
        ua.wait_for_step(terminal, "hang_up")
        with no_way_in(ua, terminal):
            with nothing_in(Folders.resolve(ua.home).spare):
                terminal.press("enter")
                terminal.wait_for(WRAP_UP, NOT_SAVED)
                terminal.press("ctrl+q")
                terminal.wait_for("Leave?", "cannot be kept anywhere", "Leave, and lose it")
                terminal.press("1")
                terminal.wait_for(WRAP_UP, NOT_SAVED)
            terminal.press("enter")
            terminal.wait_for("Enter closes the call")
            terminal.press("enter")
            terminal.wait_for(HOME, NOT_SAVED)
            terminal.press("f12")
            terminal.wait_for("Leave?", "kept elsewhere")
            for file in (ua.home / "unsaved").iterdir():
                file.unlink()
            (ua.home / "unsaved").rmdir()
            with nothing_in(Folders.resolve(ua.home).spare):
                terminal.press("2")
                terminal.wait_for("Leave?", "cannot be kept anywhere", "Leave, and lose it")
                terminal.press("1")
                terminal.wait_until(lambda: not terminal.shows("Leave?"), "home again")
        terminal.wait_until(lambda: not terminal.shows(NOT_SAVED), "the banner gone")
        terminal.press("f12")
        assert terminal.exit_status() == 0
    assert ua.call().closed


def test_left_at_the_question_about_an_open_call(ua: Place) -> None:
    """F12 leaves there too: the call stays open and is offered again."""
    with ua.ring() as terminal:
        ua.walk(terminal, ua.route.moves[:2])
        terminal.kill()
    for _ in range(2):
        with ua.start() as terminal:
            terminal.wait_for("An open call")
            terminal.press("f12")
            assert terminal.exit_status() == 0
    assert ua.call().under_way
