"""An appeal is told to management by itself, and home says, in both faces, what could not be delivered."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from signal import SIGKILL

import pytest
from msgspec.structs import replace

from callscript.core.letters import State
from callscript.runtime.paths import Folders
from callscript.store.files import FileStore
from tests.mail.server import listening, settings, wait_until
from tests.mail.test_maildir import read
from tests.mail.test_smtp import words
from tests.plain.conversation import start
from tests.store.samples import letter
from tests.terminal.calls import HOME, MAILED, UA_APPEAL, Place

LATE: dict[tuple[str, State], str] = {
    ("en", "waiting"): "On its way, not delivered yet: 1.",
    ("en", "given_up"): "NOT DELIVERED, and not tried any more: 1.",
    ("uk", "waiting"): "Надсилається, ще не доставлено: 1.",
    ("uk", "given_up"): "НЕ ДОСТАВЛЕНО, спроби припинено: 1.",
    ("lv", "waiting"): "Tiek sūtīts, vēl nav piegādāts: 1.",
    ("lv", "given_up"): "NAV PIEGĀDĀTS, mēģinājumi pārtraukti: 1.",
}


def test_an_appeal_is_told_when_the_call_is_over(tmp_path: Path) -> None:
    """Register an appeal, end the call: the notice lies in the mail folder, and the wrap-up owes nothing any more."""
    place = Place(tmp_path, UA_APPEAL)
    with place.ring() as terminal:
        place.walk(terminal, place.route.moves)
        wait_until(lambda: any((place.home / "mail" / "new").glob("*")))  # the last of the folders is made before it
        (told,) = read(place.home)
        assert "Прізвище: Шевченко" in words(told)
        terminal.wait_until(lambda: not terminal.shows("UA-10"), "nothing that is owed")
        place.close(terminal)
        terminal.wait_for(HOME)
    shown = place.tell("show", str(told["Message-ID"])[1:].partition(".")[0])
    assert [event["notice"] for event in shown["events"] if event["type"] == "notice_delivered"] == ["appeal"]
    assert [each["verdict"] for each in shown["verdicts_now"] if each["clause"] == MAILED] == ["met"]


def test_a_dead_server_changes_nothing_for_the_operator(tmp_path: Path) -> None:
    """The whole call is led while nobody listens; killed in the wrap-up, the next start delivers once somebody does."""
    place = Place(tmp_path, UA_APPEAL)
    place.home.mkdir(mode=0o700)
    with listening() as server:
        settings(place.home, server.port)
        server.stop()
        with place.ring() as terminal:
            place.walk(terminal, place.route.moves)
            wait_until(lambda: [each for each in FileStore(Folders.resolve(place.home)).outbox.open() if each.error])
            terminal.signal(SIGKILL)
        server.start()
        with place.resume() as terminal:
            wait_until(lambda: server.taken)
            terminal.wait_until(lambda: not terminal.shows("UA-10 still owed"), "nothing that is owed")
    assert len(server.taken) == 1


@pytest.mark.parametrize(("language", "state"), LATE)
def test_home_says_what_was_not_delivered(language: str, state: State, tmp_path: Path) -> None:
    """On screen and line by line, in the language of the interface: what is late, and what is tried no more."""
    place = Place(tmp_path, UA_APPEAL)
    folders = Folders.resolve(place.home)
    place.home.mkdir(mode=0o700)
    outbox = FileStore(folders).outbox
    outbox.put(letter(state=state, tries=1, next_try=datetime(2100, 1, 1, tzinfo=UTC)))
    told = LATE[language, state]
    with place.start(env={"LC_MESSAGES": language}) as terminal:
        terminal.wait_for(told)
        terminal.press("f12")
        terminal.exit_status()
    with start(place, env={"LC_MESSAGES": language}) as talk:
        assert told in talk.prompted()
    assert outbox.open() == [replace(letter(), state=state, tries=1, next_try=datetime(2100, 1, 1, tzinfo=UTC))]
