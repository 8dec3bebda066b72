"""A supervisor's board in a real terminal, beside real sessions: changes are seen at once, opening is recorded."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from signal import SIGKILL

import pytest

from callscript.runtime.paths import Folders
from callscript.store.access import AccessRecords
from tests.terminal.any_terminal import squeeze
from tests.terminal.calls import PROGRAM, Place
from tests.terminal.terminal import Terminal

SEEN = 1.5
"""Seconds within which a change is on the board."""
SIZES = ((80, 24), (200, 60), (60, 20))
LEAVE = "F12 leave"


def open_board(place: Place, *options: str, size: tuple[int, int] = (80, 24), env: Mapping[str, str] = {}) -> Terminal:
    """Open the board of a home."""
    command = [*PROGRAM, "board", "--home", str(place.home), *options]
    board = Terminal(command, place.folder, columns=size[0], rows=size[1], env=env)
    board.wait_for("Operators")
    return board


def line_of(board: Terminal) -> str:
    """Return the line of operator 17."""
    return next((line for line in board.lines if re.match(r" *([→>] )?17 ", line[1:])), "")


def wait_for_line(board: Terminal, text: str) -> float:
    """Wait until the line of operator 17 has a text; return how long that took."""
    began = time.monotonic()
    board.wait_until(lambda: text in line_of(board), text)
    return time.monotonic() - began


def test_a_change_is_seen_at_once(plain: Place) -> None:
    """A call, a hold, a hold that is over, the end of the program: each within a second and a half."""
    with plain.start() as session:
        session.wait_for("New call")
        with open_board(plain) as board:
            wait_for_line(board, "ready")
            session.press("enter")
            plain.wait_for_step(session, plain.route.moves[0].step)
            waits = [wait_for_line(board, "in a call")]
            plain.walk(session, plain.route.moves[:3])
            session.press("f2")
            session.wait_until(plain.recorded(lambda call: call.step == "hold_consent"), "the question")
            session.press("1")
            session.wait_until(plain.recorded(lambda call: bool(call.running)), "the hold in the journal")
            waits.append(wait_for_line(board, "on hold"))
            board.wait_until(lambda: "0:03" in line_of(board), "seconds that pass")
            assert "1 hold, 0:03" in line_of(board)
            session.press("enter")
            session.wait_until(plain.recorded(lambda call: not call.running), "the end of the hold in the journal")
            waits.append(wait_for_line(board, "in a call"))
            session.signal(SIGKILL)
            session.exit_status()
            waits.append(wait_for_line(board, "gone"))
            board.wait_for("! no sign of life")
            assert max(waits) < SEEN, waits
            board.press("f12")
            assert board.exit_status() == 0


def test_what_is_opened_is_recorded_first(ua: Place) -> None:
    """Enter opens the call to be read, closes it again, and changes nothing; who has no open call has none to open."""
    records = AccessRecords(Folders.resolve(ua.home).access)
    with ua.start() as session:
        session.wait_for("New call")
        with open_board(ua) as board:
            wait_for_line(board, "ready")
            board.press("enter")
            board.wait_for("17 has no open call")
            assert list(records.all()) == []
            session.press("enter")
            ua.wait_for_step(session, "greet")
            wait_for_line(board, "in a call")
            before = ua.journal.read_bytes()
            board.press("enter")
            board.wait_for("Timeline" if board.shows("Timeline") else "The standard")
            assert [(each.operator, each.call) for each in records.all()] == [("17", ua.log()[0].call)]  # type: ignore[union-attr]
            board.press("escape")
            board.wait_for("Operators")
            assert ua.journal.read_bytes() == before
            board.press("f1")
            board.wait_for("Help: the keys of the moment")
            board.press("enter")
            board.press("f12")
            assert board.exit_status() == 0


@pytest.mark.parametrize("size", SIZES)
def test_what_programs_are_told_is_on_the_screen(ua: Place, size: tuple[int, int]) -> None:
    """State, stage, holds and number: what `--once --json` and `--once` tell stands on the board, at every size."""
    with ua.ring() as session:
        ua.walk(session, ua.route.moves[:3])
        ua.wait_for_step(session, ua.route.moves[3].step)
        with open_board(ua, size=size) as board:
            wait_for_line(board, "in a call")
            (row,) = ua.tell("board", "--once")["operators"]
            assert row["stage"]["name"] in line_of(board)
            assert (row["state"], row["silence"], row["hold"], row["call"]) == ("call", None, None, ua.log()[0].call)  # type: ignore[union-attr]
            told = re.sub(r"\d+:\d\d", "", ua.run("board", "--once").splitlines()[-1].removeprefix("№ "))
            assert squeeze(told) in squeeze(re.sub(r"\d+:\d\d", "", line_of(board)))
            board.press("f12")
            assert board.exit_status() == 0


BARE = {"NO_COLOR": "1"}


@pytest.mark.parametrize(("options", "env"), [(("--ascii",), {}), ((), BARE), (("--ascii",), BARE)])
def test_without_frames_and_colours(ua: Place, options: tuple[str, ...], env: Mapping[str, str]) -> None:
    """A sign and a word say what a colour would; in ASCII there is nothing else but the pack's words."""
    with ua.ring() as session:
        session.signal(SIGKILL)
        session.exit_status()
    with open_board(ua, *options, env=env) as board:
        wait_for_line(board, "!")
        assert "no sign of life" in line_of(board)
        if options:
            assert not set("─→••›↑↓") & set("".join(board.lines))
        if env:
            assert b"\x1b[31" not in board.raw
            assert b"\x1b[41" not in board.raw


def test_a_shared_home_that_cannot_be_read_is_told_as_text(ua: Place) -> None:
    """No screen is opened over what is not there."""
    ua.home.mkdir()
    (ua.home / "settings.toml").write_text("[store]\nshare = 7\n", encoding="utf-8")
    board = Terminal([*PROGRAM, "board", "--home", str(ua.home)], ua.folder)
    assert board.exit_status() == 69
    board.wait_until(lambda: board.shows("the store cannot be used"), "the reason")
    board.close()


def test_a_board_in_latvian_and_ukrainian(ua: Place) -> None:
    """Its words are those of the account's profile, the stage's name is the centre's."""
    with ua.ring() as session:
        profile = Folders.resolve(ua.home).profile
        for language, words in (("uk", ("Оператори", "розмова")), ("lv", ("Operatori", "sarunā"))):
            profile.write_text(
                'number = "17"\nname = "Олена"\nname_latin = "Olena"\ngender = "feminine"\n'
                f'pack = "ua-court"\nlanguage = "{language}"\n',
                encoding="utf-8",
            )
            profile.chmod(0o600)
            with Terminal([*PROGRAM, "board", "--home", str(ua.home)], ua.folder) as board:
                board.wait_for(*words, ua.script.texts["uk"]["stage.greeting"])  # type: ignore[arg-type]
        session.kill()
