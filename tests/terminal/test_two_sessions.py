"""A lock removed under a live session: the call is never written by two, and whoever cannot write says so."""

from __future__ import annotations

from callscript.runtime.paths import Folders
from tests.terminal.calls import Place

NOT_SAVED = "NOT SAVED"


def test_a_lock_removed_under_a_live_session(ua: Place) -> None:
    """The first session says that another one is open and saves nothing over it; once that is left, both are kept."""
    with ua.ring() as first:
        ua.walk(first, ua.route.moves[:2])
        ua.wait_for_step(first, "ask_address")
        (lock,) = Folders.resolve(ua.home).locks.glob("17.lock")
        lock.unlink()
        with ua.resume() as second:
            ua.wait_for_step(second, "ask_address")
            second.type("пані Друга")
            second.press("enter")
            ua.wait_for_step(second, "offer_help")
            first.type("пані Перша")
            first.press("enter")
            first.wait_for(NOT_SAVED, "another live")
            assert ua.call().fields["address"].text == "пані Друга"
            second.kill()
        first.wait_until(lambda: not first.shows(NOT_SAVED), "the banner gone")
        first.wait_until(ua.recorded(lambda call: call.fields["address"].text == "пані Перша"), "its own answer")
    (aside,) = ua.journal.parent.glob("*.damaged-1")
    assert "пані Друга".encode() in aside.read_bytes()
